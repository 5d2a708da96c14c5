from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.attribution.forces import lemma
from claims.records import Claim
from verifier.checks import AGREES
from verifier.checks.negation import MOST, compare
from verifier.references.alignment import Told


def told(text: str, *parts: str) -> Told:
    """A claim that is the whole text, or these parts of it."""
    spans = tuple((text.index(part), text.index(part) + len(part)) for part in parts or (text,))
    return Told(Claim("a", "1", "asserted", " ".join(text[slice(*span)] for span in spans), spans), text)


@pytest.mark.parametrize(
    ("sentence", "here", "there"),
    [
        # negations
        ("The minister {} the treaty in May.", "did not sign", "signed"),
        ("The minister {} the treaty in May.", "didn’t sign", "did sign"),
        ("The minister {} the treaty in May.", "never signed", "signed"),
        ("The minister {} the treaty in May.", "failed to sign", "signed"),
        ("The minister {} the treaty in May.", "refused to sign", "signed"),
        ("The minister {} the treaty in May.", "was unable to sign", "was able to sign"),
        ("The minister {} the treaty in May.", "no longer supports", "supports"),
        ("The ministers {} the treaty in May.", "don't support", "support"),
        ("The ministers {} the treaty again.", "have not left", "have left"),
        ("Prices of oil {} last year.", "did not rise", "rose"),
        ("The bill {} by the Senate on Monday.", "was not approved", "was approved"),
        ("The bill {} by the Senate on Monday.", "will not be approved", "will be approved"),
        ("The bill {} by the Senate on Monday.", "won’t be approved", "will be approved"),
        ("The bill {} by the Senate on Monday.", "cannot be approved", "can be approved"),
        ("The bill {} by the Senate on Monday.", "can't be approved", "can be approved"),
        ("The bill {} by the Senate on Monday.", "has not yet been approved", "has been approved"),
        ("The old bridge {} safe for heavy trucks.", "isn’t", "is"),
        ("Smith {} a candidate for the Senate seat.", "is not", "is"),
        ("Police found {} of a crime at the house.", "no evidence", "evidence"),
        ("Police have {} to search the house.", "no plans", "plans"),
        ("{} was hurt in the blast on Monday.", "Nobody", "Somebody"),
        ("Police searched the house {} a warrant.", "without", "with"),
        ("{} of the miners came out alive on Monday.", "None", "All"),
        ("The report {} proof of the attack.", "lacks", "has"),
        # opposites
        ("Prices of oil {} last year.", "rose", "fell"),
        ("Prices of oil {} by a third last year.", "increased", "decreased"),
        ("The Senate {} the tax bill on Monday.", "rejected", "approved"),
        ("The minister {} the plan for a new port.", "opposes", "supports"),
        ("The party {} seats in the north.", "won", "lost"),
        ("The city will {} cars in the centre.", "ban", "allow"),
        ("The city {} the bridge on Monday.", "opened", "closed"),
        ("The minister {} the report of a deal.", "denied", "confirmed"),
        ("The judge called the search {} on Monday.", "illegal", "legal"),
        ("A deal on the port is {} before May.", "likely", "unlikely"),
        ("There are {} jobs in the north now.", "more", "fewer"),
        # two on one side, one on the other
        ("The minister {} the report of a deal.", "did not deny", "denied"),
        ("The minister {} the plan for a new port.", "does not oppose", "opposes"),
        ("The minister {} the plan for a new port.", "did not fail to present", "failed to present"),
    ],
)
def test_the_same_sentence_turned_round(sentence: str, here: str, there: str) -> None:
    claim, statement = sentence.format(here), sentence.format(there)
    found, back = compare(told(claim), told(statement)), compare(told(statement), told(claim))
    assert found and back and (found.agrees, found.rule, found.effect) == (False, "SO001", "refutes")
    assert (back.agrees, back.spans, back.reference) == (False, found.reference, found.spans)
    assert found.spans and found.reference
    assert compare(told(claim), told(claim)) == AGREES == compare(told(statement), told(statement))


@pytest.mark.parametrize(
    ("claim", "statement", "message"),
    [
        ("He did not sign the treaty in May.", "He signed the treaty in May.", "not sign here, signed there"),
        ("The bill was never really approved.", "The bill was approved in the end.", None),
        ("He found no evidence of a crime.", "He found evidence of a crime.", "no evidence here, evidence there"),
        ("He isn’t a fan of the old treaty.", "He is a fan of the old treaty.", "isn’t a fan here, fan there"),
        ("Oil prices rose last year.", "Oil prices fell last year.", "rose here, fell there"),
        ("He did not deny the report of a deal.", "He denied the report of a deal.", "not deny here, denied there"),
        ("On Monday the court did not open.", "The court opened on Monday.", None),
        ("The court, he said, did not open.", "The court, he said, opened.", "not open here, opened there"),
    ],
)  # fmt: skip
def test_what_is_turned_round_is_told(claim: str, statement: str, message: str | None) -> None:
    found = compare(told(claim), told(statement))
    assert (found.message if found else None) == message


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("The minister did not sign the treaty in May.", "The minister didn’t sign the treaty in May."),
        ("The minister did not sign the treaty in May.", "The minister never signed the treaty in May."),
        ("The minister did not sign the treaty in May.", "The minister failed to sign the treaty in May."),
        ("The minister refused to sign the treaty in May.", "The minister has not signed the treaty in May."),
        ("The minister no longer supports the treaty of May.", "The minister does not support the treaty of May."),
        ("The bill cannot be approved by the Senate.", "The bill can’t be approved by the Senate."),
        ("The minister does not oppose the plan for a port.", "The minister supports the plan for a port."),
        ("The minister did not deny the report of a deal.", "The minister confirmed the report of a deal."),
        ("Police have no plans to search the house.", "Police do not have plans to search the house."),
        ("Police found no evidence of a crime at the house.", "Police did not find evidence of a crime at the house."),
        ("He said he would not sign the treaty in May.", "He did not say he would sign the treaty in May."),
        ("The bill was approved by the Senate.", "The bill has been approved by the Senate."),
        ("Not one house was left, but the bridge stood.", "Not one house was left, but the bridge stood."),
        ("Republicans won and Democrats lost seats there.", "Republicans won and Democrats lost seats there."),
        ("He signed not only the treaty but the tax bill.", "He signed not only the treaty but the tax bill."),
        ("There is no doubt that prices of oil rose.", "There’s no doubt that prices of oil rose."),
    ],
)
def test_both_say_it_is_so_or_is_not(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) == AGREES
    assert compare(told(statement), told(claim)) == AGREES


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # look-alikes
        ("The minister signed not only the treaty but the bill.", "The minister signed the treaty and the bill."),
        ("The bill is not just a plan for the port.", "The bill is a plan for the port."),
        ("It is no doubt a good plan for the port.", "It is a good plan for the port."),
        ("The plan will not necessarily work for the port.", "The plan will work for the port."),
        ("The plan was nothing but a draft of the bill.", "The plan was a draft of the bill."),
        ("The port can not but close its old docks.", "The port will close its old docks."),
        ("Whether or not the bill passed is open.", "Whether the bill passed is open to doubt."),
        ("The court did not open until Monday at noon.", "The court opened Monday at noon."),
        # a negation in what the other lacks
        ("The minister signed the long treaty but did not smile.", "The minister signed the long treaty."),
        ("The minister signed the long treaty.", "The minister, who had not slept, signed the long treaty."),
        ("Smith won the Senate seat; Jones did not.", "Smith won the Senate seat; Jones is old."),
        # other sentences
        ("The minister did not sign the treaty in May.", "The minister was seen at the opening of a bridge."),
        ("The minister did not sign the treaty in May.", "He signed his name into a book at the museum."),
        ("The minister did not sign the treaty.", "Nobody else signed up for the long tour of the port."),
        # other names and figures
        ("Trump did not sign the tax bill in July.", "Clinton signed the tax bill in July."),
        ("Trump signed the tax bill in July.", "He did not sign the tax bill in July."),
        ("Oil prices rose 5 percent in the north.", "Oil prices fell 8 percent in the north."),
        # turned round in two places
        ("The Senate passed the bill but has not read it.", "The Senate has not passed the bill but read it."),
        # too little to tell
        ("He did not.", "He did."),
        ("Not so.", "So."),
        ("", "He did not sign."),
        ("—…", "“”"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None
    assert compare(told(statement), told(claim)) is None


def test_only_the_words_of_the_claim_count() -> None:
    claim = told("It is not true, he said, that the long treaty was signed.", "the long treaty was signed")
    assert compare(claim, told("The long treaty was signed.")) == AGREES
    claim = told("The long treaty, he said, was not signed in May.", "The long treaty,", "was not signed in May")
    found = compare(claim, told("The long treaty was signed in May."))
    assert found and [claim.text[slice(*span)] for span in found.spans] == ["not", "signed"]


def test_a_clause_more_makes_no_difference() -> None:
    claim = told("The minister did not sign the long treaty in July.")
    statement = told(
        "The minister signed the long treaty in July after a week of talks with all parties in the capital."
    )
    found = compare(claim, statement)
    assert found and not found.agrees


def test_more_words_than_a_sentence_has_are_not_compared() -> None:
    text = "the minister signed the treaty and " * (MOST // 6 + 1)
    assert compare(told(text), told(text)) is None


def test_the_words_of_the_tables_are_as_they_are_read() -> None:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("negation.toml").read_text(encoding="utf-8"))
    for pair in data["antonyms"]:
        assert not {*pair["one"]} & {*pair["other"]}
        for word in pair["one"] + pair["other"]:
            base = lemma(word)
            assert word in (base, data["forms"].get(base), *data["forms"].values()), word
    listed = [word for pair in data["antonyms"] for word in pair["one"] + pair["other"]]
    assert len(listed) == len(set(listed))
    assert all(word == word.lower() for word in listed)


WORDS = (
    "not",
    "never",
    "no",
    "n’t",
    "don't",
    "cannot",
    "nobody",
    "failed",
    "to",
    "rose",
    "fell",
    "Trump",
    "2",
    "—",
    "🙂",
    "İ",
    "e\u0301",
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5), st.lists(st.sampled_from(WORDS), max_size=5), st.booleans())
def test_spans_are_words_of_claim_and_statement(before: list[str], after: list[str], turned: bool) -> None:
    start, end = " ".join(before), " ".join(after)
    claim = told(f"{start} the minister did not sign the treaty in May {end}")
    statement = told(f"{start} the minister {'signed' if turned else 'did not sign'} the treaty in May {end}")
    found = compare(claim, statement)
    assert turned or found in (None, AGREES)
    for side, spans in ((claim, found.spans), (statement, found.reference)) if found else ():
        whole = {(word.start, word.end) for word in side.words()}
        assert bool(spans) is not (found and found.agrees) and whole.issuperset(spans)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared(ours: str, theirs: str) -> None:
    compare(told(ours), told(theirs))
    assert compare(told(ours), told(ours)) in (None, AGREES)
