from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from claims.attribution.forces import force_of
from claims.records import Voice
from claims.text.grammar import is_clause
from claims.text.quotations import is_quotation, whole_quotation
from claims.wording import sentence_of, statement, without_outer_quotes


def voice(source: str | None, cue: str, resolved: str | None = None) -> Voice:
    force = force_of(cue)
    assert force is not None
    return Voice(source, ((0, 1),) if source else (), cue, ((2, 3),), force.name, force.polarity, resolved)


# source, cue, parts, sentence
WORDED: list[tuple[str | None, str, list[str], str]] = [
    ("Frontex", "claimed", ["it had evidence"], "It had evidence."),
    ("Frontex", "claimed", ["that it had evidence,"], "It had evidence."),
    ("Frontex", "said", ["that  it\n had\r\n\u00a0evidence"], "It had evidence."),
    ("He", "asked", ["whether it had evidence"], "It had evidence."),
    ("He", "asked", ["if it had evidence"], "It had evidence."),
    ("He", "said", ["if elected he would go"], "If elected he would go."),
    ("He", "said", ["the U.S. had won!"], "The U.S. had won!"),
    ("He", "said", ["the end…"], "The end…"),
    # accusations
    ("It", "has claimed", ["Belarus is helping"], "Belarus is helping."),
    ("He", "accused", ["Belarus of attempting to blackmail the EU"], "Belarus was attempting to blackmail the EU."),
    ("He", "accused", ["EU officials of deliberately lying"], "EU officials were deliberately lying."),
    ("He", "accused", ["the leaders of the party of lying"], "The leaders of the party were lying."),
    ("He", "accused", ["Merkel and Macron of lying"], "Merkel and Macron were lying."),
    ("He", "accused", ["them of having lied"], "They had lied."),
    ("He", "accused", ["him of being a spy"], "He was a spy."),
    ("He", "accused", ["her of not paying"], "She was not paying."),
    (None, "has been accused", ["the government", "of flying in migrants"], "The government was flying in migrants."),
    (
        None,
        "has been accused",
        ["the government led by NGOs", "of flying in migrants"],
        "The government led by NGOs was flying in migrants.",
    ),
    # infinitives
    ("the Iraqi government", "pledged", ["to investigate it"], "The Iraqi government will investigate it."),
    ("the union", "threatened", ["not to work"], "The union will not work."),
    ("He", "promised", ["to be there"], "He will be there."),
    ("He", "claims", ["to have seen it"], "He had seen it."),
    ("They", "claimed", ["to be doctors"], "They were doctors."),
    ("He", "claims", ["to own the house"], "He claims to own the house."),
    (None, "is said", ["he", "to have left"], "He had left."),
    (None, "are thought", ["the men", "to be in Minsk"], "The men were in Minsk."),
    (None, "are expected", ["the men", "to leave"], "The men will leave."),
    # judgements
    ("L", "described", ["it as an “act of hybrid aggression”."], "It was an “act of hybrid aggression”."),
    ("L", "described", ["the flights as reckless"], "The flights were reckless."),
    ("L", "described", ["them as heroes"], "They were heroes."),
    ("L", "regards", ["the plan", "as dead"], "The plan was dead."),
    # what is no clause keeps its cue
    ("Johnson", "called", ["the policy “madness”"], "Johnson called the policy “madness”."),
    ("Johnson", "has denied", ["the “absurd” charges,"], "Johnson has denied the “absurd” charges."),
    ("He", "said", ['Own it, be the voice,"'], "Own it, be the voice."),
    ("Obama", "called", ["the day “one that can unite us”"], "Obama called the day “one that can unite us”."),
    ("Lee, a lawyer", "called", ["it “madness”"], "Lee, a lawyer, called it “madness”."),
    # quotation marks
    ("He", "said", ["“We won.”"], "We won."),
    ("He", "said", ["“We won,”"], "We won."),
    ("He", "said", ["“We won!”"], "We won!"),
    ("He", "said", ["“We won,”", "“and we are happy.”"], "We won, and we are happy."),
    ("He", "said", ['"We won,"', '"and we are happy."'], "We won, and we are happy."),
    ("He", "said", ["'We won,'"], "We won."),
    ("He", "said", ["‘We won’"], "We won."),
    ("He", "said", ["«We won»"], "We won."),
    ("He", "said", ["„We won“"], "We won."),
    ("He", "said", ["''We won,''"], "We won."),
    ("He", "said", ["“We won"], "We won."),
    ("He", "said", ["We won.”"], "We won."),
    ("He", "said", ['"We won'], "We won."),
    ("He", "said", ["‘We won"], "We won."),
    ("He", "said", ["he was “happy,”"], "He was “happy”."),
    ("He", "said", ["he was “happy.”"], "He was “happy.”"),
    ("He", "said", ["he was “happy” and “rich”"], "He was “happy” and “rich”."),
    ("He", "said", ["“happy” was “the wrong word”"], "“happy” was “the wrong word”."),
    ("He", "said", ["it’s the dogs’ bone"], "It’s the dogs’ bone."),
    ("He", "said", ["“It’s the dogs’ bone,”"], "It’s the dogs’ bone."),
    ("He", "said", ["he “will not accept ‘smugglers’ here”"], "He “will not accept ‘smugglers’ here”."),
]


@pytest.mark.parametrize(("source", "cue", "parts", "expected"), WORDED, ids=[row[3] for row in WORDED])
def test_sentence_of_a_voice(source: str | None, cue: str, parts: list[str], expected: str) -> None:
    assert sentence_of(parts, voice(source, cue), clause=is_clause(" ".join(parts))) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["NGOs", "have criticised the policy"], "NGOs have criticised the policy."),
        (["that was in May,"], "That was in May."),
        (["to err is human"], "To err is human."),
        (["the “mini crisis” is over;"], "The “mini crisis” is over."),
        (["the accused of Minsk are going"], "The accused of Minsk are going."),
        (["š is a letter"], "Š is a letter."),
    ],
)
def test_sentence_of_the_article(parts: list[str], expected: str) -> None:
    assert sentence_of(parts, None, clause=True) == expected


@pytest.mark.parametrize(
    ("text", "spoken", "expected"),
    [
        ("it had evidence.", voice("Frontex", "claimed"), "Frontex claimed that it had evidence."),
        ("it had evidence.", voice("Frontex", "did not deny"), "Frontex did not deny that it had evidence."),
        ("it had evidence.", voice("Frontex", "refused to confirm"), "Frontex did not confirm that it had evidence."),
        ("it was arson.", voice("The police", "ruled out"), "The police denied that it was arson."),
        ("it was arson.", voice("The judge", "ruled"), "The judge ruled that it was arson."),
        ("it had evidence.", voice("the agency", "said"), "The agency said that it had evidence."),
        ("it had evidence.", voice("it", "said", "Frontex"), "Frontex said that it had evidence."),
        ("it had evidence.", voice(None, "reportedly"), "Somebody reported that it had evidence."),
        ("it had evidence.", voice("Frontex", "denied"), "Frontex denied that it had evidence."),
        ("it had evidence.", voice("Frontex", "did not claim"), "Frontex did not claim that it had evidence."),
        ("Belarus was lying.", voice("He", "accused"), "He alleged that Belarus was lying."),
        ("he was there.", voice("Ann", "asked"), "Ann asked whether he was there."),
        ("The “plan” is dead", voice("Ann", "said"), "Ann said that The “plan” is dead"),
        (
            "The mayor called the policy “madness”.",
            voice("the mayor", "called"),
            "The mayor called the policy “madness”.",
        ),
        ("Lee, a spy, called it “mad”.", voice("Lee, a spy", "called"), "Lee, a spy, called it “mad”."),
        ("He called the policy “madness”.", voice("he", "called", "Ed Lee"), "Ed Lee called the policy “madness”."),
    ],
)
def test_statement(text: str, spoken: Voice, expected: str) -> None:
    assert statement(text, spoken) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won”", True),
        ("“We won,” “and left.”", True),
        ('"We won."', True),
        ("'We won.'", True),
        ("We “won”", False),
        ("“We” won", False),
        ("“We” won “again”", False),
        ("It’s the dogs’", False),
        ("“”", False),
        ("", False),
    ],
)
def test_is_quotation(text: str, expected: bool) -> None:
    assert is_quotation(text) is expected


@pytest.mark.parametrize(
    ("text", "part", "other", "expected"),
    [
        ("He said: “We won. They left.” So", "“We won.", "", "“We won. They left.”"),
        ("“We won. They left,” he said.", "left,”", "", "“We won. They left,”"),
        ('He said: "We won. They left." So', '"We won', "", '"We won. They left."'),
        ('"We won. They left," he said.', 'left,"', "", '"We won. They left,"'),
        ("“We won, he said, and left.”", "“We won", "he said", "“We won"),
        ("“We won, he said, and left.”", "and left.”", "he said", "and left.”"),
        ("“We won.\n\n“They left.”", "“We won.", "", "“We won."),
        ("“We won.\n \nThey left.”", "“We won.", "", "“We won."),
        ("“We won", "“We won", "", "“We won"),
        ("We “won” it. “Ah”", "We “won” it", "", "We “won” it"),
        ('"Yes," and "no"', '"Yes,"', "", '"Yes,"'),
    ],
)
def test_whole_quotation(text: str, part: str, other: str, expected: str) -> None:
    start = text.index(part)
    others = [(text.index(other), text.index(other) + len(other))] if other else []
    s, e = whole_quotation(text, (start, start + len(part)), others)
    assert text[s:e] == expected


WORDS = st.text(alphabet=st.sampled_from("abT .,;:!?“”‘’\"'«»„–…\n\u00a0\u2028Šé1"), max_size=24)
VOICES = st.builds(
    voice,
    st.sampled_from([None, "Frontex", "they", "the “minister”"]),
    st.sampled_from(["said", "accused", "described", "pledged", "asked", ":", "did not say", "believes"]),
)
OPENERS = st.sampled_from(["", "to ", "of ", "that ", "if ", "it of going ", "him as ", "he to be "])


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3), OPENERS, st.none() | VOICES)
@example(["„a"], "", None)
@example(["“"], "a ", None)
@example(["a:”"], "", None)
def test_any_words_become_one_sentence(parts: list[str], opener: str, spoken: Voice | None) -> None:
    assume(any(character.isalnum() for part in parts for character in part))
    parts[0] = opener + parts[0]
    sentence = sentence_of(parts, spoken, clause=is_clause(" ".join(parts)))
    assert any(character.isalnum() for character in sentence)
    assert re.search(r"[.!?…][”\"’'»“)\]]*$", sentence)
    assert sentence.splitlines() == [sentence]
    assert sentence == " ".join(sentence.split())
    assert not sentence[0].islower() or sentence[0].upper() == sentence[0]
    if spoken:
        assert statement(sentence, spoken).splitlines()


@given(st.text(alphabet="ab “”‘’\"'«»„`."))
def test_no_quotation_mark_is_left_alone(text: str) -> None:
    left = without_outer_quotes(text)
    assert left.count('"') % 2 == 0
    assert left.count("“") == left.count("”") or left.count("„") == left.count("“") + left.count("”")
    assert left.count("«") == left.count("»")
