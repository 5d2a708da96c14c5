from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.attribution.forces import force_of
from claims.records import Claim, Voice
from tests.verifier.checks.marked import told
from verifier.checks import Comparison
from verifier.checks.attribution import commitment, denial, dropped, voice
from verifier.references.alignment import Told

Check = Callable[[Told, Told], Comparison | None]


def answer(check: Check, claim: str, statement: str) -> str | None:
    found = check(told(claim), told(statement))
    return None if found is None else "agrees" if found.agrees else found.rule


P = "{the ministry paid 40 guards in Riga}"
Q = "{the border was closed to all traffic on Monday}"
# The check, a claim, a statement, and what the check says: "agrees", a rule, or None.
VOICES: list[tuple[str, str, str | None]] = [
    ("[Ann Lee] <said> " + P, "[Ann Lee] <said> " + P, "agrees"),
    ("[Lee=Ann Lee] <said> " + P, "[Minister Ann Lee] <announced> " + P, "agrees"),
    ("[Ann Lee] <said> " + P, P[:-1] + "}, [Lee] <said>", "agrees"),
    ("[Bob Ray] <said> " + P, "[Ann Lee] <said> " + P, "SAID002"),
    ("[Bob Ray] <said> " + P, P[:-1] + ",} [Ann Lee] <said>.", "SAID002"),
    ("[Bob Ray] <said> " + P, "<According to> [Ann Lee], " + P, "SAID002"),
    ("[Bild] <reported> " + P, "[Der Spiegel] <reported> " + P, "SAID002"),
    ("[Bill Clinton] <said> " + P, "[Hillary Clinton] <said> " + P, "SAID002"),
    ("[he=Bob Ray] <said> " + P, "[Ann Lee] <said> " + P, "SAID002"),
    ("[police] <said> " + P, "[the hospital] <said> " + P, "SAID002"),
    # lightly rephrased
    ("[Bob Ray] <said> {the ministry had paid 40 guards in Riga}", "[Ann Lee] <said> " + P, "SAID002"),
    ("[Bob Ray] <said> {he will pay the guards}", "“{I will pay the guards},” [Ann Lee] <said>.", "SAID002"),
    # a claim without a name is never wrong; a statement without one says nothing
    ("<Reportedly> " + P, "[Ann Lee] <said> " + P, "agrees"),
    ("[officials] <said> " + P, "[Ann Lee] <said> " + P, None),
    ("[he] <said> " + P, "[Ann Lee] <said> " + P, None),
    ("[Ann Lee] <said> " + P, "<Reportedly> " + P, None),
    ("[Ann Lee] <said> " + P, "[she] <said> " + P, None),
    ("[Frontex] <said> " + P, "[the agency] <said> " + P, None),
    ("[he=Ann Lee] <said> " + P, "[he=Bob Ray] <said> " + P, None),
    # where the reference has the name, but means another
    ("[Bob Ray] <said> " + P, "Bob Ray left. [Officials] <said> " + P, "SAID002"),
    ("[Bob Ray] <said> " + P, "Mr. Bob Ray left. [She] <said> " + P, "SAID002"),
    ("[Bob Ray] <said> " + P, "Bob Ray left. [He] <said> " + P, None),
    # who may speak for whom
    ("[Josh Earnest] <said> " + P, "White House spokesman Josh Earnest came. [The White House] <said> " + P, None),
    # chains
    ("[Bild] <reported> [Ann Lee] <said> " + P, "[Bild] <reported> [Ann Lee] <said> " + P, "agrees"),
    ("[Bild] <reported> [Bob Ray] <said> " + P, "[Bild] <reported> [Ann Lee] <said> " + P, "SAID002"),
    ("[Bild] <reported> [Ann Lee] <said> " + P, "[Der Spiegel] <reported> [Ann Lee] <said> " + P, "SAID002"),
    ("[Bild] <reported> " + P, "[Bild] <reported> [Ann Lee] <said> " + P, None),
    ("[Ann Lee] <said> " + P, "[Bild] <reported> [Ann Lee] <said> " + P, "agrees"),
    # not the same content
    ("[Bob Ray] <said> " + P, "[Ann Lee] <said> " + Q, None),
    ("[Bob Ray] <said> " + P, "[Ann Lee] <said> {the ministry paid 90 guards in Riga}", None),
    ("[Bob Ray] <said> " + P, "[Ann Lee] <said> {the ministry paid 40 guards in Vilnius}", None),
    ("[Bob Ray] <said> {Yes.}", "[Ann Lee] <said> {Yes.}", None),
    ("[Bob Ray] <said> {I agree with that}", "[Ann Lee] <said> {I agree with that}", "SAID002"),
    (P, "[Ann Lee] <said> " + P, None),
    # the next sentence of one quotation: said once
    ("“The door is shut,” [Bob Ray] <said>. “" + P + ".”", "“The door is shut,” [Ann Lee] <said>. “" + P + ".”", None),
    ("[Bob Ray] <added>: “" + P + ".”", "[Ann Lee] <added>: “" + P + ".”", "SAID002"),
    # what the splitter passed over on one side
    (
        "{Bob Ray insisted the border was closed to all traffic on Monday.}",
        "[Ann Lee] <insisted> " + Q + ".",
        "SAID002",
    ),
    ("{Bob Ray explained how the border was closed.}", "{Ann Lee explained how the border was closed.}", "SAID002"),
    ("{Bob Ray crossed where the border was closed.}", "{Ann Lee crossed where the border was closed.}", None),
]
DROPPED: list[tuple[str, str, str | None]] = [
    (P, "[Ann Lee] <said> " + P, "ATT001"),
    (P, P[:-1] + ",} [officials] <said>.", "ATT001"),
    (P, "<According to> [a report], " + P, "ATT001"),
    (P, "[Ann Lee] <denied> that " + P, "ATT001"),
    (P, "It was <announced> that " + P, "ATT001"),
    ("{The ministry had paid 40 guards in Riga}", "[Ann Lee] <said> " + P, "ATT001"),
    ("{The ministry paid 40 guards}", "[Ann Lee] <said> " + P, "ATT001"),
    ("“{I will pay the guards in Riga}.”", "“{I will pay the guards in Riga},” [Ann Lee] <said>.", "ATT001"),
    # a hedge without a voice
    (P, "{the ministry} <allegedly> {paid 40 guards in Riga}", "ATT002"),
    ("{He had paid 40 guards in Riga}", "{He} <is suspected of> {having paid 40 guards in Riga}", "ATT002"),
    # the outer or the inner end of a chain
    ("[Ann Lee] <said> " + P, "[Bild] <reported> that [Ann Lee] <said> " + P, "ATT001"),
    ("[Bild] <reported> " + P, "[Bild] <reported> that [Ann Lee] <said> " + P, "ATT001"),
    ("[Bob Ray] <said> " + P, "[Bild] <reported> that [Ann Lee] <said> " + P, None),
    # kept
    (P, P, "agrees"),
    ("[Ann Lee] <said> " + P, P, "agrees"),
    ("[Ann Lee] <said> " + P, "[Ann Lee] <said> " + P, "agrees"),
    ("[Bob Ray] <said> " + P, "[Ann Lee] <said> " + P, "agrees"),
    ("<Reportedly> " + P, "[Ann Lee] <said> " + P, "agrees"),
    # the article attributes it too, and nobody found it
    ("{Ann Lee said the ministry paid 40 guards in Riga}", "[Ann Lee] <said> " + P, None),
    ("According to Lee, " + P, "[Ann Lee=Ann Lee] <said> " + P, None),
    (P + ", the paper reported.", "[Ann Lee] <said> " + P, None),
    ("{Officials proved the border was closed to all traffic on Monday.}", "[Officials] <said> " + Q + ".", None),
    # the next sentence of one quotation
    ("“The door is shut.” “" + P + "”", "“The door is shut,” [Ann Lee] <said>. “" + P + ".”", None),
    # not the same content
    (P, "[Ann Lee] <said> " + Q, None),
    ("{the ministry paid 90 guards in Riga}", "[Ann Lee] <said> " + P, None),
    ("{It is so}", "[Ann Lee] <said> {it is so}", None),
    # the splitter drew other borders, but the sentence lost its attribution
    (
        "{The border was closed to all traffic on Monday, despite protests.}",
        "[Ann Lee] <argued> " + Q + ", despite protests.",
        "ATT001",
    ),
]
DENIALS: list[tuple[str, str, str | None]] = [
    ("[Ann Lee] <denied> that " + P, "[Ann Lee] <confirmed> that " + P, "ATT004"),
    ("[Ann Lee] <confirmed> that " + P, "[Ann Lee] <denied> that " + P, "ATT004"),
    ("[Ann Lee] <confirmed> that " + P, "[Ann Lee] <did not confirm> that " + P, "ATT004"),
    ("[Ann Lee] <did not deny> that " + P, "[Ann Lee] <denied> that " + P, "ATT004"),
    ("[Ann Lee] <said> " + P, "[Ann Lee] <declined to say> whether " + P, "ATT004"),
    ("[he] <said> " + P, "[he] <denied> " + P, "ATT004"),
    ("<Reportedly> " + P, "<Reportedly> " + P, "agrees"),
    ("[Ann Lee] <denied> " + P, "[Ann Lee] <rejected> " + P, "agrees"),
    ("[Ann Lee] <said> " + P, "[Ann Lee] <confirmed> " + P, "agrees"),
    # to deny it is to say that it is not so
    (
        "[Ann Lee] <said> {the ministry did not pay 40 guards}",
        "[Ann Lee] <denied> {the ministry paid 40 guards}",
        "agrees",
    ),
    ("[Ann Lee] <denied> {he had ever met the guards}", "[Ann Lee] <said> {he had never met the guards}", "agrees"),
    ("[Ann Lee] <said> {the ministry didn’t pay 40 guards}", "[Ann Lee] <said> {the ministry paid 40 guards}", None),
    # somebody else, something else
    ("[Bob Ray] <denied> " + P, "[Ann Lee] <confirmed> " + P, None),
    ("[Ann Lee] <denied> " + P, "[Ann Lee] <confirmed> " + Q, None),
    (P, "[Ann Lee] <denied> " + P, None),
    (P, P, None),
    # a negation that was not read with its cue
    ("[Ann Lee] did not <confirm> that " + P, "[Ann Lee] <did not confirm> that " + P, None),
    # what the splitter passed over on one side
    ("{Officials denied the border was closed to all traffic on Monday.}", "[Officials] <said> " + Q + ".", "ATT004"),
    ("{Lee has denied the closing of the border.}", "{Lee has acknowledged the closing of the border.}", "ATT004"),
    ("{Lee has seen the closing of the border.}", "{Lee has prevented the closing of the border.}", None),
]
CUES: list[tuple[str, str, str | None]] = [
    ("said", "said", "agrees"),
    ("told", "said", "agrees"),
    ("stated", "said", "agrees"),
    ("added", "said", "agrees"),
    ("wrote", "noted", "agrees"),
    ("announced", "said", "agrees"),
    ("says", "said", "agrees"),
    ("reported", "said", "agrees"),
    ("said", "claimed", "agrees"),
    ("insisted", "said", "agrees"),
    ("thinks", "believes", "agrees"),
    ("found", "said", "agrees"),
    ("revealed", "said", "agrees"),
    ("has said", "said", "agrees"),
    ("confirmed", "said", "ATT002"),
    ("confirms", "says", "ATT002"),
    ("admitted", "said", "ATT002"),
    ("proved", "said", "ATT002"),
    ("confirmed", "claimed", "ATT002"),
    ("proved", "alleged", "ATT002"),
    ("proved", "suggested", "ATT002"),
    ("showed", "suggested", "ATT002"),
    ("proving", "arguing", "ATT002"),
    ("knows", "suspects", "ATT002"),
    ("knew", "believed", "ATT002"),
    ("said", "suspects", "ATT002"),
    ("is certain", "believes", "ATT002"),
    ("confirmed in a statement", "said in a statement", "ATT002"),
    ("suspects", "knows", "ATT003"),
    ("claimed", "confirmed", "ATT003"),
    ("suggested", "proved", "ATT003"),
    ("fears", "said", "ATT003"),
    # a plain report of a confirmation hides nothing
    ("said", "confirmed", "agrees"),
    ("asked", "said", None),
    ("denied", "said", None),
    ("did not confirm", "did not say", None),
    ("did not say", "did not say", "agrees"),
]
HEDGES: list[tuple[str, str, str | None]] = [
    ("{the minister has left the capital}", "{the minister may have left the capital}", "ATT002"),
    ("{the minister will leave the capital}", "{the minister may leave the capital}", "ATT002"),
    ("{the minister left the capital}", "{the minister probably left the capital}", "ATT002"),
    ("{a terrorist was held in the capital}", "{a suspected terrorist was held in the capital}", "ATT002"),
    ("{he is likely to win the seat in Ohio}", "{he is likely to win the seat in Ohio}", "agrees"),
    ("{he is to win the seat in Ohio}", "{he is likely to win the seat in Ohio}", "ATT002"),
    ("[Lee] <said> {he has left the capital}", "[Lee] <said> {he may have left the capital}", "ATT002"),
    ("{the minister may have left the capital}", "{the minister has left the capital}", "ATT003"),
    ("{the minister might leave the capital}", "{the minister could leave the capital}", "agrees"),
    ("{he can leave the capital}", "[Lee] <said> {he could leave the capital}", None),
    ("[Lee] <said> {he can leave the capital}", "[Lee] <said> {he could leave the capital}", "agrees"),
    ("{voters left the capital in May}", "{likely voters left the capital in May}", "agrees"),
    ("{the minister left the capital in June}", "{the minister left the capital in May}", None),
    ("{they did not find the old capital}", "{they could not find the old capital}", "agrees"),
    ("{the minister left the old capital}", "{the minister, who may resign, left the old capital}", None),
    ("{the losers could go to the high court}", "[some] <could be expected> {the losers go to the high court}", None),
    ("[Bob Ray] <said> {he has left the capital}", "[Ann Lee] <said> {he may have left the capital}", None),
]
COMMITMENT = [
    *((f"[Ann Lee] <{a}> that {P}", f"[Ann Lee] <{b}> that {P}", expected) for a, b, expected in CUES),
    *HEDGES,
    ("[Bob Ray] <confirmed> " + P, "[Ann Lee] <said> " + P, None),
    ("[he] <confirmed> " + P, "[he] <said> " + P, "ATT002"),
    ("[Bild] <reported> [Ann Lee] <confirmed> " + P, "[Bild] <reported> [Ann Lee] <claimed> " + P, "ATT002"),
    ("[Ann Lee] <confirmed> " + P, "[Ann Lee] <said> " + Q, None),
    ("“Shut,” [Ann Lee] <confirmed>. “" + P + ".”", "“Shut,” [Ann Lee] <said>. “" + P + ".”", None),
    (
        "“{How often must we see this?}” [Ann Lee] <confirmed>.",
        "“{How often must we see this?}” [Ann Lee] <asked>.",
        None,
    ),
    # what the splitter passed over on one side, or on both
    ("{Officials proved the border was closed to all traffic on Monday.}", "[Officials] <said> " + Q + ".", "ATT002"),
    ("[Officials] <proved> " + Q + ".", "{Officials said the border was closed to all traffic on Monday.}", "ATT002"),
    ("{His advisers have proved that role.}", "{His advisers have suggested that role.}", "ATT002"),
    ("{His old advisers have played that role.}", "{His old advisers have suggested that role.}", "agrees"),
    ("{It rained. Officials stated the border was closed.}", "[Officials] <said> {the border was closed}.", None),
]
ROWS = [
    *((voice, *row) for row in VOICES),
    *((dropped, *row) for row in DROPPED),
    *((denial, *row) for row in DENIALS),
    *((commitment, *row) for row in COMMITMENT),
]


@pytest.mark.parametrize(("check", "claim", "statement", "expected"), ROWS)
def test_table(check: Check, claim: str, statement: str, expected: str | None) -> None:
    assert answer(check, claim, statement) == expected


def test_the_table_has_every_answer() -> None:
    answers = {(check, expected) for check, _, _, expected in ROWS}
    for check, rules in ((voice, ["SAID002"]), (dropped, ["ATT001", "ATT002"]), (denial, ["ATT004"])):
        assert {(check, each) for each in [*rules, "agrees", None]} <= answers
    assert {(commitment, each) for each in ("ATT002", "ATT003", "agrees", None)} <= answers


@pytest.mark.parametrize(
    ("check", "claim", "statement", "spans", "reference", "effect", "message"),
    [
        (
            voice,
            "[Bob Ray] <said> " + P,
            "[Ann Lee] <said> " + P,
            "Bob Ray",
            "Ann Lee",
            "opens",
            "Bob Ray here, Ann Lee there",
        ),
        (
            dropped,
            P,
            "[Ann Lee] <said> " + P,
            P[1:-1],
            "Ann Lee said",
            "opens",
            "asserted here, attributed to Ann Lee (“said”) there",
        ),
        (
            denial,
            "[Ann Lee] <denied> " + P,
            "[Ann Lee] <confirmed> " + P,
            "denied",
            "confirmed",
            "refutes",
            "“denied” here, “confirmed” there",
        ),
        (
            commitment,
            "[Lee] <confirmed> " + P,
            "[Lee] <said> " + P,
            "confirmed",
            "said",
            "opens",
            "“confirmed” here, “said” there",
        ),
        (commitment, "[Lee] <fears> " + P, "[Lee] <said> " + P, "fears", "said", "keeps", "“fears” here, “said” there"),
        (
            commitment,
            "{he will leave the old capital}",
            "{he may leave the old capital}",
            "will",
            "may",
            "opens",
            "“will” here, “may” there",
        ),
        (
            commitment,
            "{he left the old capital}",
            "{he possibly left the old capital}",
            "he left the old capital",
            "possibly",
            "opens",
            "without reserve here, “possibly” there",
        ),
    ],
)
def test_what_a_comparison_says(
    check: Check, claim: str, statement: str, spans: str, reference: str, effect: str, message: str
) -> None:
    here, there = told(claim), told(statement)
    found = check(here, there)
    assert found is not None
    assert " ".join(here.text[s:e] for s, e in found.spans) == spans
    assert " ".join(there.text[s:e] for s, e in found.reference) == reference
    assert (found.effect, found.message) == (effect, message)


def test_every_word_of_the_scale_is_a_cue() -> None:
    scale = tomllib.loads(resources.files("verifier.checks").joinpath("commitment.toml").read_text(encoding="utf-8"))
    assert not [word for word in scale["lemmas"] if force_of(word) is None]
    assert {force.name for word in scale["lemmas"] if (force := force_of(word))} <= scale["forces"].keys()


SENTENCES = st.sampled_from([row[side] for row in ROWS for side in (1, 2)])
FILLER = st.sampled_from(["", "\u4e2d\u6587. ", "e\u0301\U0001f600 ", "“\u200d” ", "It rained.\n\n", "x" * 3_000 + " "])


@settings(deadline=None, max_examples=150)
@given(SENTENCES, SENTENCES, FILLER, FILLER)
@example("[Bob Ray] <said> " + P, "[Ann Lee] <said> " + P, "\U0001f600 ", "\u4e2d\u6587. ")
def test_spans_are_those_of_whole_words(claim: str, statement: str, before: str, ahead: str) -> None:
    here, there = told(before + claim), told(ahead + statement)
    for check in (voice, dropped, denial, commitment):
        found = check(here, there)
        for text, spans in ((here.text, found.spans), (there.text, found.reference)) if found else ():
            assert found and (found.agrees or found.spans)
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
                assert not (text[start - 1 : start].isalnum() and text[start].isalnum())
                assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())


@settings(deadline=None, max_examples=80)
@given(SENTENCES, FILLER, FILLER)
def test_a_sentence_agrees_with_itself(sentence: str, before: str, ahead: str) -> None:
    here, there = told(before + sentence), told(ahead + sentence)
    for check in (voice, dropped, denial, commitment):
        found = check(here, there)
        assert found is None or found.agrees


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_any_text_can_be_compared(a: str, b: str, attributed: bool) -> None:
    def made(text: str) -> Told:
        text = "Lee said " + text
        link = Voice("Lee", ((0, 3),), "said", ((4, 8),), "say")
        return Told(Claim("a", "c", "asserted", text, ((9, len(text)),), (link,) if attributed else ()), text)

    for check in (voice, dropped, denial, commitment):
        check(made(a), made(b))
