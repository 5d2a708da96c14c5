"""Quotations against what a reference has: exact, altered, not to be found, and what only looks altered."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.records import Claim, Span, Spans, Voice
from claims.text.quotations import quotations, quoted
from claims.text.words import whole_words
from verifier.checks import AGREES
from verifier.checks.quotation import AROUND, LONGEST, compare, not_found, of_another
from verifier.references.alignment import Told

SAFE = "“Belarus is not a safe country for people on the move,” the minister said."


def told(text: str, *spans: Span) -> Told:
    whole = spans or ((0, len(text)),)
    return Told(Claim("a", "1", "attributed", text, whole, quoted=quoted(text, whole, quotations(text))), text)


# Text under test and reference.
EXACT = [
    (SAFE, SAFE),
    (SAFE, "The minister said Belarus is not a safe country for people on the move."),
    (SAFE, SAFE.replace("“", '"').replace("”", '"')),
    (SAFE, SAFE.upper()),
    (SAFE, SAFE.replace(" ", "\n\u00a0")),
    ("He called it “a safe country”.", SAFE),
    ("It is not “a safe country for people”.", SAFE),
    ("It is “a safe country,” he said.", "He said: It is a safe country"),
    ("She said “Belarus … for people on the move”.", SAFE),
    ("She said “Belarus ... for people on the move”.", SAFE),
    ("She said “Belarus . . . for people on the move”.", SAFE),
    ("She said “[Belarus] is not a safe country”.", SAFE),
    ("She said “[It] is not a safe country”.", SAFE),
    ("She said “Belarus is not a safe [place] for people”.", SAFE),
    ("She said “[b]elarus is not a safe country”.", SAFE),
    ("She said “Belarus [sic] is not a safe country”.", SAFE),
    ("She said “Belarus is not a safe […] people on the move”.", SAFE),
    ("He said it “seem[ed] a very safe country”.", "“It seems a very safe country,” he said."),
    ("He said “it seems a very safe country”.", "He said it “seem[s] a very safe country”."),
    ("He said “the old minister left in anger”.", "“The [old] minister left in anger,” he said."),
    ("He said “the old minister left in great anger”.", "“The old minister left … anger,” he said."),
    ("“We are leaving and we will not be back,” she said.", "“We are leaving,” she said, “and we will not be back.”"),
    ("She wants an “anti-migrant policy on every border”.", "An anti migrant policy on every border, she said."),
    ("She wants an “antimigrant policy on every border”.", "An anti-migrant policy on every border, she said."),
    ("He saw “forty per cent of all ships leave”.", "“Forty percent of all ships leave,” he said."),
    ("He saw “ships leave at forty per cent”.", "“Ships leave at forty percent,” he said."),
    ("He saw “40% of all ships leave”.", "“40 percent of all ships leave,” he said."),
    ("He saw “5 ships leave the port”.", "“Five ships leave the port,” he said."),
    ("He said “don’t you ever leave this port”.", "“Don't you ever leave this port,” he said."),
    ("He said “donʼt you ever leave this port”.", "“Don't you ever leave this port,” he said."),
    ("He said “Linkevicius left the port early”.", "“Linkevičius left the port early,” he said."),
    ("It was “shameful”, she said.", "“It was shameful,” she said."),
    ("She sang “Let It Be” there.", "There she sang Let It Be."),
]

# Text under test, reference, the words that differ in either, and what a person is shown of both.
ALTERED = [
    ("He said it is “not a safe country”.", "He said it is “not a safe place”.", ["country"], ["place"], "safe place"),
    (SAFE, SAFE.replace("safe", "free"), ["safe"], ["free"], "not a free country"),
    (SAFE, SAFE.replace("safe country", "safe place to be"), ["country"], ["place to be"], "safe place to be for"),
    (SAFE, SAFE.replace("not a safe", "not a very safe"), [], ["very"], "not a very safe country for"),
    (SAFE.replace("not a", "a"), SAFE, [], ["not"], "Belarus is not a safe country"),
    (SAFE, SAFE.replace("for people ", ""), ["for people"], [], "safe country on the move"),
    (SAFE, SAFE.replace("people on the move", "the people on the run"), ["move"], ["the", "run"], "country for the"),
    (SAFE, SAFE.replace("Belarus", "Russia"), ["Belarus"], ["Russia"], "“Russia is not a”"),
    (SAFE, SAFE.replace("is not", "was not"), ["is"], ["was"], "Belarus was not a safe"),
    (
        "“We will leave in March,” she said, “and we will not be back for years.”",
        "“We will leave in March,” she said, “and we will be back for years.”",
        ["not"],
        [],
        "and we will be back for",
    ),
    (
        "She said “we have … a duty to protect our friends”.",
        "“We have, and have always had, a duty to protect our borders,” she said.",
        ["friends"],
        ["borders"],
        "our borders",
    ),
    ("He saw “40% of all ships leave”.", "He saw “60% of all ships leave”.", ["40"], ["60"], "60% of all"),
    (
        "“I am proud of my Cabinet and of every minister in it,” he said.",
        "“I am ashamed of my cabinet and of every minister in it,” he said.",
        ["proud"],
        ["ashamed"],
        "I am ashamed of my cabinet",
    ),
    (
        "“The 😀 dam was old and weak and cracked,” said Ana.",
        "😀 “The dam was old and strong and cracked,” said Ana.",
        ["weak"],
        ["strong"],
        "old and strong and cracked",
    ),
]

# Text under test and reference that cannot be compared.
APART = [
    ("Belarus is not a safe country.", SAFE),
    ("He called it “shameful”.", SAFE),
    ("He called it “a shame”.", "He called it a pity."),
    ("They sang “Let It Be” there.", "He put on Let It Bleed when the guests had gone home."),
    (SAFE, "The minister spoke about the people who are on the move to other countries."),
    (SAFE, "“Poland is a good neighbour and we trust in its courts,” the minister said."),
    ("“We are going to win in the end,” he said.", "“We are going to build a road to the sea,” he said."),
    ("“It is one of the things that I like,” he said.", "“It is one of the reasons that we came here,” he said."),
    ("He was “in the house”.", "She met him in the park before the talks began."),
    ("“The plan is good,” he said.", "“The idea was bad,” he said after the vote in the council."),
    ("“The plan is good.” He said “we did all that we could do”.", "“The plan is good,” he said."),
    ("He said “…”.", SAFE),
    ("He said “!”.", SAFE),
    (SAFE, "!"),
]


@pytest.mark.parametrize(("text", "reference"), EXACT)
def test_exact(text: str, reference: str) -> None:
    assert compare(told(text), told(reference)) == AGREES


@pytest.mark.parametrize(("text", "reference", "here", "there", "shown"), ALTERED)
def test_altered(text: str, reference: str, here: list[str], there: list[str], shown: str) -> None:
    found = compare(told(text), told(reference))
    assert found is not None
    assert (found.agrees, found.rule, found.effect) == (False, "QUO001", "opens")
    assert [text[slice(*span)] for span in found.spans] == here
    assert [reference[slice(*span)] for span in found.reference] == there
    assert shown in found.message


@pytest.mark.parametrize(("text", "reference"), APART)
def test_not_to_be_compared(text: str, reference: str) -> None:
    assert compare(told(text), told(reference)) is None


@pytest.mark.parametrize(
    ("there", "differs"),
    [
        ("He said that it “will not ever accept any smugglers in our society”.", True),
        ("He said that it “will accept smugglers in our society”.", True),
        ("He said that it will not ever accept any smugglers in our society.", False),
        ("He said that it will accept smugglers in our society.", False),
        ("He said that it “will never accept smugglers in our society”.", False),
    ],
)
def test_only_quoted_words_can_be_misquoted(there: str, differs: bool) -> None:
    found = compare(told("He said that it “will never accept smugglers in our society”."), told(there))
    assert (found is not None and not found.agrees) == differs


def test_message() -> None:
    found = compare(told("He said it is “not a safe country”."), told("He said it is “not a\nsafe place”."))
    assert found is not None
    assert found.message == "quoted “not a safe country”; there “not a safe place”"
    several = compare(told(SAFE), told(SAFE.replace("safe", "free").replace("move", "run")))
    assert several is not None
    assert (
        several.message
        == "quoted “is not a safe country for people”; there “is not a free country for people”, and 1 more"
    )


def test_a_short_quotation_is_altered_only_where_the_sentence_is_the_same() -> None:
    text = "The minister told reporters in Vilnius that it is “not a safe country”."
    same = compare(told(text), told(text.replace("country", "place")))
    assert same is not None
    assert same.rule == "QUO001"
    assert compare(told(text), told("Her city, he thinks, is not a safe place for a child to grow up in.")) is None


def test_what_stands_around_the_statement_is_looked_through_but_not_the_whole_text() -> None:
    statement = "The minister spoke to reporters."
    near, far = f"{SAFE} {statement}", f"{SAFE} {'x ' * AROUND} {statement}"
    place = near.index(statement), len(near)
    assert compare(told(SAFE), told(near, place)) == AGREES
    assert compare(told(SAFE), told(far, (far.index(statement), len(far)))) is None


def test_a_statement_in_parts() -> None:
    text = "“It is safe for all of us,” he said, “and it will be next year.”"
    parts: Spans = ((0, 27), (37, len(text)))
    assert compare(told(text), told(text, *parts)) == AGREES


def test_a_very_long_quotation_is_only_looked_for_as_it_stands() -> None:
    words = " ".join(f"w{i}" for i in range(LONGEST + 1))
    assert compare(told(f"“{words}”"), told(words)) == AGREES
    assert compare(told(f"“{words}”"), told(words.replace("w7 ", "v7 "))) is None


def test_missing_quotations() -> None:
    other = "“Poland is a good neighbour,” the minister said."
    missing = not_found(told(SAFE), [told(other), told("The minister left.")])
    assert missing is not None
    assert (missing.agrees, missing.rule, missing.effect, missing.reference) == (False, "QUO002", "keeps", ())
    assert [SAFE[slice(*span)] for span in missing.spans] == ["Belarus is not a safe country for people on the move,"]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        (SAFE, []),
        (SAFE, ["The minister left."]),
        (SAFE, ["“We left,” he said.", SAFE]),
        (SAFE, ["“We left,” he said.", "Belarus is not a safe country for people on the move, he said."]),
        (SAFE, ["“We left,” he said.", "Belarus is not a free country for people on the move, he said."]),
        (SAFE, ["“We left,” he said.", SAFE.replace("safe", "free")]),
        ("It was “shameful”.", ["“We left,” he said."]),
        ("It was a “real shame”.", ["“We left,” he said."]),
        ("Belarus is not safe.", ["“We left,” he said."]),
    ],
)
def test_quotations_that_are_not_missing(text: str, references: list[str]) -> None:
    assert not_found(told(text), [told(reference) for reference in references]) is None


def said_by(text: str, who: str | None) -> Told:
    by = told(text)
    return replace(by, claim=replace(by.claim, chain=(Voice(who, ((0, 1),), "said", ((1, 2),), "say"),)))


@pytest.mark.parametrize(
    ("ours", "theirs", "rule"),
    [
        ("Ann Lee", "Ann Lee", "QUO001"),
        ("Ann Lee", "Lee", "QUO001"),
        ("Ann Lee", None, "QUO001"),
        ("she", "Ann Lee", "QUO001"),
        ("Ann Lee", "Bob Ray", None),
        ("the Red Cross", "Bob Ray", None),
    ],
)
def test_other_words_of_somebody_else_are_no_alteration(ours: str, theirs: str | None, rule: str | None) -> None:
    found = compare(
        said_by("“His death is a great personal loss to us all.”", ours),
        said_by("“Her death is a great and personal loss to all.”", theirs),
    )
    assert (found and found.rule) == rule


WORDS = st.lists(
    st.sampled_from("dam river old new broke 😀 naïve Ünder 40 % … [it] don’t a.b x-y".split()), max_size=14
)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
@example([], ["dam", "dam", "dam", "river", "river"], ["x-y"])
def test_spans_are_words_on_both_sides(before: list[str], words: list[str], other: list[str]) -> None:
    text = f"{' '.join(before)} “{' '.join(words)}” {' '.join(other)}"
    reference = f"{' '.join(other)} “{' '.join(words[::2] + other[::2])}”"
    found = compare(told(text), told(reference))
    if found is None or found.agrees:
        return
    assert found.spans or found.reference
    for where, spans, inside in ((text, found.spans, told(text).claim.quoted), (reference, found.reference, None)):
        for span in spans:
            assert where[slice(*span)].strip() == where[slice(*span)] != ""
            assert whole_words(where, span) == span
            assert inside is None or any(s <= span[0] and span[1] <= e for s, e in inside)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared_and_itself_is_never_altered(inside: str, around: str) -> None:
    text = f"{around}“{inside}”"
    compare(told(text), told(inside + around or "-"))
    found = compare(told(text), told(text))
    assert found is None or found.agrees


@settings(deadline=None)
@given(st.lists(st.sampled_from("ship dam river town mayor".split()), min_size=8, max_size=12), st.integers(1, 6))
def test_one_other_word_is_found_where_it_stands(words: list[str], place: int) -> None:
    altered = [*words[:place], "zebra", *words[place + 1 :]]
    text, reference = f"He said “{' '.join(altered)}”.", f"He said “{' '.join(words)}”."
    found = compare(told(text), told(reference))
    assert found is not None
    assert [text[slice(*span)] for span in found.spans][:1] == ["zebra"] or "zebra" in text[slice(*found.spans[0])]


def found_for(text: str, reference: str) -> tuple[str, str] | None:
    found = compare(told(text), told(reference))
    return (found.rule, found.message) if found else None


@pytest.mark.parametrize(
    ("text", "reference", "message"),
    [
        ("“I have never met the man,” she said.", "“I've never met the man,” she said.",
         "quoted “I have”; there “I've”"),
        ("“I didn’t see the car,” he said.", "“I did not see the car,” he said.", "quoted “didn’t”; there “did not”"),
        ("“You cannot see the ship,” he said.", "“You can’t see the ship,” he said.", "quoted “cannot”; there “can’t”"),
        ("“They’ll never find it,” he said.", "“They will never find it,” he said.",
         "quoted “They’ll”; there “They will”"),
        ("“The labour is hard here,” he said.", "“The labor is hard here,” he said.", "quoted “labour”; there “labor”"),
        ("“It’s been a hard year,” he said.", "“It has been a hard year,” he said.", "quoted “It’s”; there “It has”"),
    ],
)  # fmt: skip
def test_contractions_and_spellings_are_noted(text: str, reference: str, message: str) -> None:
    found = compare(told(text), told(reference))
    assert found is not None
    assert (found.rule, found.message, found.effect) == ("QUO003", message, "keeps")


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("“I did see the car,” he said.", "“I didn’t see the car,” he said."),
        ("“They would never find it,” he said.", "“They’ll never find it,” he said."),
        ("“The labour was hard here,” he said.", "“The labor is hard here,” he said."),
    ],
)
def test_other_words_are_no_contractions(text: str, reference: str) -> None:
    found = compare(told(text), told(reference))
    assert found is not None and found.rule == "QUO001"


TWO = "“The pool was full,” Tom Barr said. “I saw two of them. The guards were asleep.”"


def test_two_stretches_in_one_pair_of_marks() -> None:
    message = "one quotation here; two there, with “Tom Barr said. … two of them” between"
    for text in (
        "“The pool was full and the guards were asleep,” he said.",
        "“The pool was full. The guards were asleep.”",
    ):
        assert found_for(text, TWO) == ("QUO006", message)
    for text in (
        "“The pool was full … the guards were asleep,” he said.",
        "“The pool was full,” he said. “The guards were asleep.”",
        "“The pool was full. I saw two of them.”",
    ):
        assert found_for(text, TWO) == ("", "")


def test_a_quotation_that_is_somebody_else_s() -> None:
    other = told("“Most of it was never seen by any of us,” Maria Sand said.")
    found = of_another(told("It was “never seen by any of us”."), other, "Maria Sand")
    assert found is not None
    assert (found.rule, found.message, found.effect) == (
        "QUO007",
        "in quotation marks; said there by Maria Sand",
        "opens",
    )
    assert of_another(told("It was “never seen by any of them”."), other, "Maria Sand") is None
    assert of_another(told("It was “never seen by”."), other, "Maria Sand") is None
    assert of_another(told("It was never seen by any of us."), other, "Maria Sand") is None
