from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attribution.forces import Force, force_of, past_tense

LEXICON = tomllib.loads(resources.files("claims.attribution").joinpath("forces.toml").read_text(encoding="utf-8"))
LEMMAS = [(lemma, force) for force, lemmas in LEXICON["forces"].items() for lemma in lemmas]

# What a cue reports: its force, "!" before it where it is denied, "?" after it where its content is a judgement.
REPORTS: list[tuple[str, str]] = [
    ("said", "say"),
    ("says", "say"),
    ("SAID", "say"),
    ("has said", "say"),
    ("was told", "say"),
    ("told reporters", "say"),
    ("went on to say", "say"),
    ("is said to have", "say"),
    ("was quoted as saying", "say"),
    ("According to", "say"),
    ("according to", "say"),
    ("has also commented", "say"),
    ("stating", "say"),
    ("tweeted", "say"),
    ("pointed out", "say"),
    ("agreed", "say"),
    ("made it clear", "say"),
    ("issued a statement saying", "say"),
    ("in a statement", "say"),
    (":", "say"),
    ("“", "say"),
    ("described", "say?"),
    ("has been called", "say?"),
    ("did not say", "!say"),
    ("didn't say", "!say"),
    ("didn’t say", "!say"),
    ("never said", "!say"),
    ("would not say", "!say"),
    ("declined to comment", "!say"),
    ("made no mention", "!say"),
    ("claimed", "claim"),
    ("has claimed", "claim"),
    ("made the claim", "claim"),
    ("allegedly", "claim"),
    ("arguing", "claim"),
    ("did not claim", "!claim"),
    ("confirmed", "confirm"),
    ("was confirmed", "confirm"),
    ("acknowledging", "confirm"),
    ("refused to confirm", "!confirm"),
    ("cannot confirm", "!confirm"),
    ("was unable to verify", "!confirm"),
    ("neither confirmed nor denied", "!confirm"),
    ("denied", "!deny"),
    ("has dismissed", "!deny"),
    ("issued a denial", "!deny"),
    ("did not deny", "deny"),
    ("never disputed", "deny"),
    ("reportedly", "report"),
    ("has reported", "report"),
    ("revealed", "report"),
    ("announced", "announce"),
    ("declared", "announce"),
    ("made the announcement", "announce"),
    ("pledged", "promise"),
    ("vowed", "promise"),
    ("swore", "promise"),
    ("has not promised", "!promise"),
    ("warned", "warn"),
    ("threatened", "warn"),
    ("gave a warning", "warn"),
    ("accused", "accuse"),
    ("accusing", "accuse"),
    ("has also been accused", "accuse"),
    ("blames", "accuse"),
    ("believes", "believe"),
    ("thought", "believe"),
    ("are expected", "believe"),
    ("hopes", "believe?"),
    ("do not believe", "!believe"),
    ("found", "find"),
    ("shows", "find"),
    ("has learned", "find"),
    ("found no evidence", "!find"),
    ("admitted", "admit"),
    ("has conceded", "admit"),
    ("refuses to admit", "!admit"),
    ("ruled", "rule"),
    ("was convicted", "rule"),
    ("asked", "ask"),
    ("questioned", "ask"),
    # Rarer verbs, nouns, and cues of several words.
    ("quipped", "say"),
    ("retorted", "say"),
    ("countered", "say"),
    ("exclaimed", "say"),
    ("opined", "say"),
    ("mused", "say"),
    ("fumed", "say"),
    ("ranted", "say"),
    ("gushed", "say"),
    ("bemoaned", "say"),
    ("bemoaned that", "say"),
    ("lamented", "say"),
    ("deplored", "say"),
    ("elaborated", "say"),
    ("clarified", "say"),
    ("articulated", "say"),
    ("alluded to", "say"),
    ("has referenced", "say"),
    ("summarised", "say"),
    ("emailed", "say"),
    ("retweeted", "say"),
    ("decried", "say"),
    ("testimony", "say"),
    ("response was", "say"),
    ("explanation", "say"),
    ("per", "say"),
    ("word is that", "say"),
    ("spoke of", "say"),
    ("spoke out", "say"),
    ("echoed", "say"),
    ("be cited as", "say"),
    ("often mentions", "say"),
    ("’s been saying", "say"),
    ("has since said", "say"),
    ("made clear", "say"),
    ("makes abundantly clear", "say"),
    ("made it plain", "say"),
    ("put the toll at", "say"),
    ("put it", "say"),
    ("went on record", "say"),
    ("in an interview with", "say"),
    ("in an exclusive interview", "say"),
    ("in a press release", "say"),
    ("at a news conference", "say"),
    ("in the words of", "say"),
    ("on condition of anonymity", "say"),
    ("weighed in on", "say"),
    ("chimed in", "say"),
    ("shot back", "say"),
    ("fired back at", "say"),
    ("legend has it", "say"),
    ("sent an email saying", "say"),
    ("released the following statement:", "say"),
    ("only said", "say"),
    ("said, naming a few", "say"),
    ("on Twitter", "say"),
    ("hailed", "say?"),
    ("touted", "say?"),
    ("portrayed", "say?"),
    ("has been depicted", "say?"),
    ("labelled", "say?"),
    ("likened", "say?"),
    ("has been characterized", "say?"),
    ("was termed", "say?"),
    ("cast as", "say?"),
    ("framed as", "say?"),
    ("hardly said", "!say"),
    ("barely mentioned", "!say"),
    ("nobody said", "!say"),
    ("said nothing about", "!say"),
    ("said little", "!say"),
    ("stopped short of saying", "!say"),
    ("neglected to mention", "!say"),
    ("seldom spoke of", "!say"),
    ("averred", "claim"),
    ("professed", "claim"),
    ("hinted", "claim"),
    ("intimated", "claim"),
    ("insinuated", "claim"),
    ("lied about", "claim"),
    ("bragged about", "claim"),
    ("groused", "claim"),
    ("protested", "claim"),
    ("objected", "claim"),
    ("was adamant", "claim"),
    ("long complained", "claim"),
    ("the claim that", "claim"),
    ("an allegation", "claim"),
    ("supposedly", "claim"),
    ("purportedly", "claim"),
    ("made the case", "claim"),
    ("doubled down on", "claim"),
    ("demurred", "claim"),
    ("stopped short of claiming", "!claim"),
    ("attested", "confirm"),
    ("certified", "confirm"),
    ("vouched for", "confirm"),
    ("recognised", "confirm"),
    ("authenticated", "confirm"),
    ("stood by", "confirm"),
    ("backed up", "confirm"),
    ("not only confirmed", "confirm"),
    ("repudiated", "!deny"),
    ("debunked", "!deny"),
    ("downplayed", "!deny"),
    ("disagreed", "!deny"),
    ("recanted", "!deny"),
    ("rejection of", "!deny"),
    ("ruled out", "!deny"),
    ("shrugged off", "!deny"),
    ("played down", "!deny"),
    ("brushed aside", "!deny"),
    ("waved off", "!deny"),
    ("laughed off", "!deny"),
    ("pushed back against", "!deny"),
    ("walked back", "!deny"),
    ("came out against", "!deny"),
    ("argued against", "!deny"),
    ("spoke out against", "!deny"),
    ("cast doubt on", "!deny"),
    ("called into question", "!deny"),
    ("took issue with", "!deny"),
    ("pleaded not guilty", "!deny"),
    ("denies having said", "!deny"),
    ("not only rejected", "!deny"),
    ("could not rule out", "deny"),
    ("refused to rule out", "deny"),
    ("stopped short of denying", "deny"),
    ("does not dismiss", "deny"),
    ("divulged", "report"),
    ("chronicled", "report"),
    ("notified", "report"),
    ("was briefed", "report"),
    ("revelations", "report"),
    ("publicised", "report"),
    ("tipped off", "report"),
    ("let them know", "report"),
    ("let slip", "report"),
    ("made public", "report"),
    ("came to light", "report"),
    ("rumour has it", "report"),
    ("have it that", "report"),
    ("trumpeted", "announce"),
    ("let it be known", "announce"),
    ("made known", "announce"),
    ("laid out", "announce"),
    ("has set out", "announce"),
    ("reassured", "promise"),
    ("gave assurances", "promise"),
    ("gave his word", "promise"),
    ("forewarned", "warn"),
    ("warned off", "warn"),
    ("raised the alarm", "warn"),
    ("accusations", "accuse"),
    ("incriminated", "accuse"),
    ("was indicted", "accuse"),
    ("held him responsible", "accuse"),
    ("pointed the finger at", "accuse"),
    ("was charged with", "accuse"),
    ("conjectured", "believe"),
    ("surmised", "believe"),
    ("theorised", "believe"),
    ("reckoned", "believe"),
    ("presumed", "believe"),
    ("imagines", "believe"),
    ("envisioned", "believe"),
    ("foresaw", "believe"),
    ("remembered", "believe"),
    ("understands", "believe"),
    ("is convinced", "believe"),
    ("is confident", "believe"),
    ("took the view", "believe"),
    ("is of the opinion", "believe"),
    ("are under the impression", "believe"),
    ("the assumption", "believe"),
    ("speculation", "believe"),
    ("the consensus", "believe"),
    ("did not doubt", "believe"),
    ("has no doubt", "believe"),
    ("not only believes", "believe"),
    ("deemed", "believe?"),
    ("is hopeful", "believe?"),
    ("are optimistic", "believe?"),
    ("was afraid", "believe?"),
    ("concerns about", "believe?"),
    ("holds the view", "believe?"),
    ("his view", "believe?"),
    ("doubted", "!believe"),
    ("is not sure", "!believe"),
    ("unsure", "!believe"),
    ("are skeptical of", "!believe"),
    ("no longer believes", "!believe"),
    ("few believe", "!believe"),
    ("is unaware of", "!believe"),
    ("does not understand", "!believe"),
    ("uncovered", "find"),
    ("unearthed", "find"),
    ("deduced", "find"),
    ("realised", "find"),
    ("noticed", "find"),
    ("evidence", "find"),
    ("reached the conclusion", "find"),
    ("figured out", "find"),
    ("found out", "find"),
    ("pleaded guilty to", "admit"),
    ("fessed up", "admit"),
    ("came clean", "admit"),
    ("privately conceded", "admit"),
    ("adjudged", "rule"),
    ("was found guilty", "rule"),
    ("interrogated", "ask"),
    ("raised questions about", "ask"),
    ("demanded to know", "ask"),
]
NO_REPORTS = [
    *["has ordered", "released", "criticised", "have criticized", "endorsed", "ran", "signed", "urged", "refused"],
    *["seemed", "made", "", "  ", "…", "the minister", "not", "n’t"],
    *["called for", "calls on", "repeatedly called for", "sworn in", "showed up", "is sure to", "is known as"],
    *["held a rally", "put", "put out", "launched an investigation", "raised money", "sent troops", "no longer plans"],
    *["apparently", "ostensibly", "does not want", "few", "stopped short", "was tipped", "interviewed", "laid"],
]


def in_short(force: Force | None) -> str | None:
    if force is None:
        return None
    # The force "deny" is negative by itself.
    return ("!" if force.polarity == "denied" else "") + force.name + ("?" if force.opinion else "")


@pytest.mark.parametrize(("cue", "expected"), REPORTS, ids=[cue for cue, _ in REPORTS])
def test_a_cue_that_reports(cue: str, expected: str) -> None:
    assert in_short(force_of(cue)) == expected


@pytest.mark.parametrize("cue", NO_REPORTS)
def test_a_cue_that_reports_nothing(cue: str) -> None:
    assert force_of(cue) is None


def test_every_phrase_is_reached() -> None:
    for force, phrases in LEXICON["phrases"].items():
        for phrase in phrases:
            found = force_of(phrase.replace("*", "it"))
            assert (found.name if found else "none") == ("none" if force == "not" else force), phrase


def test_words_between_those_of_a_phrase() -> None:
    assert in_short(force_of("make other public promises")) == "promise"
    assert in_short(force_of("spoke out sharply against")) == "!deny"
    assert in_short(force_of("denied in an interview")) == "!deny"


def test_every_force_has_examples() -> None:
    counted = Counter(expected.strip("!?") for _, expected in REPORTS)
    assert set(counted) == set(LEXICON["forces"]) == set(LEXICON["past"])
    assert not [force for force, times in counted.items() if times < 2]


def test_no_lemma_is_listed_twice() -> None:
    assert not [lemma for lemma, times in Counter(lemma for lemma, _ in LEMMAS).items() if times > 1]


@pytest.mark.parametrize(("lemma", "force"), LEMMAS)
def test_every_lemma_is_reached(lemma: str, force: str) -> None:
    found = force_of(lemma)
    assert found is not None
    assert found.name == force


def test_the_other_words_do_not_hide_a_lemma() -> None:
    words = LEXICON["words"]
    lemmas = {lemma for lemma, _ in LEMMAS}
    phrases = {phrase for listed in LEXICON["phrases"].values() for phrase in listed}
    assert set(words["opinion"]) <= lemmas | phrases
    assert set(words["negative"]) <= lemmas
    assert not lemmas & {*words["negation"], *words["empty"], *words["light"]}


@pytest.mark.parametrize("force", LEXICON["forces"])
def test_past_tense(force: str) -> None:
    assert past_tense(force).split()[0].endswith(("ed", "id", "nd"))


@given(st.text(max_size=30))
def test_any_cue_is_read(cue: str) -> None:
    force_of(cue)
