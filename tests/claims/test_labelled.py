"""The labelled articles and their measure; ``python -m benchmarks.statements DATA --misses`` lists what fails."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.statements import HALVES, LABELLED, Labelled, Speaker, Statement, load, measures, misses, score
from claims.attribution.tagger import Tagger
from claims.errors import InputError
from claims.records import Article, Claim, Polarity, Spans, Voice
from claims.split import split
from claims.text.grammar import is_verb
from claims.text.parse import parse
from claims.text.sentences import sentences

# What the splitter reaches on the articles of Wikinews, in percent; it must not fall behind this.
FLOORS = {
    "attributed: content found": 90,
    "attributed: voice right too": 73,
    "attributed: chain right too": 72,
    "asserted: content found": 71,
    "both: kind right": 77,
    "claims attributed that are": 93,
}


@pytest.mark.parametrize("labelled", load(None), ids=lambda one: one.article.id)
def test_the_labels_are_well_formed(labelled: Labelled) -> None:
    text = labelled.article.text
    assert labelled.half in HALVES
    for one in labelled.statements:
        assert bool(one.chain) == (one.kind == "attributed")
        assert one.spans
        for start, end in (*one.spans, *one.optional):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            assert not text[start - 1 : start].isalnum() or start == 0, text[start:end]
            assert not text[end : end + 1].isalnum(), text[start:end]
        assert all(end <= start for (_, end), (start, _) in zip(one.spans, one.spans[1:], strict=False))
        assert all(name.strip() == name for voice in one.chain for name in voice.names)


def test_there_are_enough_labels() -> None:
    rows = [json.loads(line) for line in (LABELLED / "statements.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [json.loads(line) for line in (LABELLED / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["article"] for row in rows} == {row["id"] for row in articles}
    assert Counter(row["kind"] for row in rows if row["kind"] != "open").total() >= 470
    assert all(row["licence"] == "CC BY 2.5" for row in articles if "text" in row)


@pytest.mark.slow
def test_the_splitter_does_not_fall_behind() -> None:
    tagger = Tagger()
    results = [score(one, split(one.article, tagger)) for one in load(None)]
    reached = {name: 100 * right / of for name, (right, of) in measures(results).items()}
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), reached


@pytest.mark.slow
def test_no_sentence_with_a_verb_disappears() -> None:
    """Some finite verb of each sentence stands in a claim, or in the voice of one."""
    tagger = Tagger()
    for article in (one.article for one in load(None)):
        claims = split(article, tagger)
        kept = [span for claim in claims for span in claim.spans]
        kept += [span for claim in claims for voice in claim.chain for span in (*voice.spans, *voice.cue_spans)]
        whole = sentences(article.text)
        for (start, end), tree in zip(whole, parse(article.text, whole).trees, strict=True):
            verbs = [tree.words[i] for i in range(len(tree.words)) if is_verb(tree, i)]
            assert not verbs or any(s <= verb.start < e for verb in verbs for s, e in kept), article.text[start:end]


TEXT = "Ann Lee resigned. She said it rained, which nobody saw. Bo slept."
RESIGNED, RAINED, SAW, SLEPT = (0, 16), (27, 36), (38, 54), (56, 64)
LEE = Speaker("She", ("Ann Lee",))
ARTICLE = Labelled(
    Article("a", TEXT),
    "develop",
    (
        Statement("asserted", (RESIGNED,), (), ()),
        Statement("attributed", (RAINED,), (SAW,), (LEE,)),
        Statement("asserted", (SAW,), (), ()),
    ),
)


def claim(*spans: tuple[int, int], voices: tuple[str, ...] = (), denied: bool = False) -> Claim:
    polarity: Polarity = "denied" if denied else "affirmed"
    chain = tuple(Voice("She", (), "said", (), "say", polarity, name) for name in voices)
    name = f"{spans}{voices}"
    return Claim("a", name, "attributed" if voices else "asserted", TEXT[slice(*spans[0])], spans, chain)


def found(*claims: Claim, article: Labelled = ARTICLE) -> dict[str, int]:
    return {name: right for name, (right, _) in measures([score(article, claims)]).items()}


def test_all_right() -> None:
    result = score(ARTICLE, [claim(RESIGNED), claim(RAINED, voices=("Ann Lee",)), claim(SAW)])
    assert all(right == of for right, of in measures([result]).values())
    assert not list(misses(result))


@pytest.mark.parametrize(
    ("spans", "is_found"),
    [
        ((RAINED,), True),
        ((RAINED, SAW), True),  # what may be in or out
        ((RAINED, SLEPT), False),
        ((RAINED, RESIGNED), False),
        (((30, 36),), False),
        (((22, 36),), True),
    ],
)
def test_content_is_found_by_its_words(spans: Spans, is_found: bool) -> None:
    assert found(claim(*spans, voices=("Ann Lee",)))["attributed: content found"] == is_found


@pytest.mark.parametrize(
    ("names", "voice", "chain"),
    [
        (("Ann Lee",), True, True),
        (("the minister, Ánn Lee",), True, True),
        (("Ann Lee", "Ann Lee"), True, True),  # "I think"
        (("Lee",), False, False),
        (("She",), False, False),
        (("Bo", "Ann Lee"), True, False),
        (("Ann Lee", "Bo"), False, False),
    ],
)
def test_a_voice_is_right_by_its_full_name(names: tuple[str, ...], voice: bool, chain: bool) -> None:
    reached = found(claim(RAINED, voices=names))
    assert reached["attributed: voice right too"] == voice
    assert reached["attributed: chain right too"] == chain


def test_the_polarity_belongs_to_the_chain() -> None:
    denied = replace(ARTICLE, statements=(Statement("attributed", (RAINED,), (), (replace(LEE, denied=True),)),))
    for article, is_denied, right in ((ARTICLE, True, 0), (denied, True, 1), (denied, False, 0)):
        one = claim(RAINED, voices=("Ann Lee",), denied=is_denied)
        assert found(one, article=article)["attributed: chain right too"] == right


def test_how_finely_a_sentence_is_cut_does_not_matter() -> None:
    whole = replace(ARTICLE, statements=(Statement("attributed", (RAINED, SLEPT), (), (LEE,)),))
    parts = [claim(RAINED, voices=("Ann Lee",)), claim(SLEPT, voices=("Ann Lee",))]
    assert found(*parts, article=whole)["attributed: voice right too"] == 1
    parts = [claim(RAINED, voices=("Ann Lee",)), claim(SLEPT, voices=("Bo",))]
    assert found(*parts, article=whole)["attributed: content found"] == 0


def test_who_is_made_to_speak_is_counted() -> None:
    result = score(ARTICLE, [claim(RAINED, voices=("Ann Lee",)), claim(SLEPT, voices=("Bo",)), claim(RESIGNED)])
    assert measures([result])["claims attributed that are"] == (1, 2)
    assert "invented [Bo] Bo slept" in list(misses(result))
    unsure = replace(ARTICLE, statements=(*ARTICLE.statements, Statement("open", (SLEPT,), (), ())))
    assert not score(unsure, result.attributed).invented


def test_the_misses_say_what_was_wanted() -> None:
    result = score(ARTICLE, [claim(RESIGNED, voices=("Bo",)), claim(RAINED, voices=("Lee",))])
    assert list(misses(result)) == [
        "kind     [] Ann Lee resigned",
        "         found [Bo] Ann Lee resigned",
        "voice    [Ann Lee] it rained",
        "         found [Lee] it rained",
        "content  [] which nobody saw",
        "invented [Bo] Ann Lee resigned",
    ]


def test_an_article_that_is_not_as_labelled_is_refused(tmp_path: Path) -> None:
    (tmp_path / "attribution").mkdir()
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path)
