"""The shipped tagger, read through the claims that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.article.files import load_articles
from claims.attribution.tagger import Tagger
from claims.records import Article, Claim
from claims.split import split
from tests.timing import in_proportion

pytestmark = pytest.mark.slow

SEED = Path(__file__).parents[3] / "seeds" / "lithuania-belarus" / "article.txt"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.fixture(scope="module")
def seed(tagger: Tagger) -> tuple[Claim, ...]:
    (article,) = load_articles(str(SEED))
    assert isinstance(article, Article)
    return split(article, tagger)


# source (None: unnamed), a word of the cue, words of the claim
ATTRIBUTED: list[tuple[str | None, str, str]] = [
    ("European Union border agency", "claimed", "Belarus is helping illegals cross the EU border"),
    ("Rustamas Liubajevas", "said", "Anyone who attempts to enter the territory of the Republic of Lithuania"),
    ("InfoMigrants", "According", "the Lithuanian interior minister granted border guards the power"),
    ("NGOs", "arguing", "it is a violation of the Geneva Convention"),
    ("NGOs", "stated", "Belarus was not a safe country"),
    ("Frontex", "claiming", "it had evidence that Belarusian authorities were directly helping migrants"),
    (None, "accused", "the Belarusian government led by Alexander Lukashenko was flying in around 4,000 migrants"),
    ("German tabloid Bild", "reported", "the German Federal Foreign Office has condemned the actions of Belarus"),
    ("Linas Linkevicius", "described", "it was an “act of hybrid aggression”"),
    ("Iraqi government", "pledged", "will investigate the allegations"),
    (None, "allegations", "Belarus was flying in migrants"),
    ("Fuad Hussein", "stating", "his government “will not accept smugglers in our society”"),
    ("Ylva Johansson", "accusing", "Belarus was attempting to blackmail the European Union"),
]
ASSERTED = [
    "Lithuanian Interior Minister Agne Bilotaite has ordered border guards to repel",
    "NGOs have criticised the policy",
    "Frontex, the European Union border agency, released alleged drone footage",
    "EU Home Affairs and Migration Commissioner Ylva Johansson has also commented on the ongoing situation",
]


@pytest.mark.parametrize(("source", "cue", "words"), ATTRIBUTED, ids=[row[2][:40] for row in ATTRIBUTED])
def test_the_example_attributes(seed: tuple[Claim, ...], source: str | None, cue: str, words: str) -> None:
    claims = [claim for claim in seed if words.lower() in claim.text.lower() and claim.kind == "attributed"]
    assert claims
    voices = [voice for claim in claims for voice in claim.chain if cue in voice.cue.split()]
    assert voices
    assert all(source is None if voice.source is None else (source or "\0") in voice.source for voice in voices)


@pytest.mark.parametrize("words", ASSERTED)
def test_the_example_asserts(seed: tuple[Claim, ...], words: str) -> None:
    assert [claim for claim in seed if claim.text.startswith(words) and claim.kind == "asserted"]


def test_the_example_says_nothing_else(seed: tuple[Claim, ...]) -> None:
    known = [*(words for _, _, words in ATTRIBUTED), *ASSERTED]
    extra = [claim.text for claim in seed if not any(words.lower() in claim.text.lower() for words in known)]
    assert len(extra) <= 2, extra


# text, and each attribution as (source, cue, words of the claim)
SHORT: list[tuple[str, list[tuple[str | None, str, str]]]] = [
    ("“The bridge is closed,” the mayor said on Friday.", [("the mayor", "said", "The bridge is closed")]),
    ('Police chief Ana Ruiz said: "We arrested two men."', [("Police chief Ana Ruiz", "said", "We arrested two men")]),
    ("The company announced that it had sold the plant.", [("The company", "announced", "It had sold the plant")]),
    ("Officials denied that the water was polluted.", [("Officials", "denied", "The water was polluted")]),
    (
        "According to the finance ministry, exports fell by 4 percent in May.",
        [("the finance ministry", "According to", "Exports fell by 4 percent in May")],
    ),
    ("Exports fell in May, according to Eurostat.", [("Eurostat", "according to", "Exports fell in May")]),
    (
        "“We won,” Mr. Smith told reporters, “because we worked hard.”",
        [("Mr. Smith", "told", "We won, because we worked hard")],
    ),
    (
        "Critics say the law is unfair, but the president insists that it protects workers.",
        [("Critics", "say", "The law is unfair"), ("the president", "insists", "It protects workers")],
    ),
    ("The river rose by two metres overnight.", []),
    ("A train hit a truck near Leeds on Monday. Nobody was hurt.", []),
]


@pytest.mark.parametrize(("text", "expected"), SHORT, ids=[row[0][:40] for row in SHORT])
def test_short_texts(tagger: Tagger, text: str, expected: list[tuple[str | None, str, str]]) -> None:
    claims = split(Article("a", text), tagger)
    found = [(claim.chain[-1].source, claim.chain[-1].cue, claim.text) for claim in claims if claim.chain]
    assert len(found) == len(expected)
    for (source, cue, words), (found_source, found_cue, found_text) in zip(expected, found, strict=True):
        assert found_source == source
        assert cue in found_cue
        assert words in found_text


def test_no_text(tagger: Tagger) -> None:
    for text in ("", " ", "\n\n", "\u00a0", "\u200b"):
        assert tagger.relations(text) == ()


SENTENCES = st.sampled_from(
    [
        "“The bridge is closed,” the mayor said.",
        "According to Ms. Šimonytė, exports fell by 4 percent\r\nin May.\r\n\r\n",
        "He said: “We won. ",
        "THE MINISTER SAID THAT THE LAW WAS UNFAIR.",
        "critics say the law is unfair and the president says it protects workers",
        "😀 said “👍🏽” to 𝕏, cafe\u0301s and the \u202eminister\u202c",
        "東京都は発表した。",
        "\u00a0\u2028",
        "said said said : : ” “",
        "a" * 300,
    ]
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SENTENCES | st.text(max_size=40), max_size=8).map(" ".join))
def test_offsets_are_in_range(tagger: Tagger, text: str) -> None:
    for relation in tagger.relations(text):
        assert relation.cue
        assert relation.content
        for spans in (relation.source, relation.cue, relation.content):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    for claim in split(Article("a", text), tagger):
        assert all(text[start:end].strip() for start, end in claim.spans)


def test_the_same_text_gives_the_same_relations(tagger: Tagger) -> None:
    text = SEED.read_text(encoding="utf-8")
    assert tagger.relations(text) == tagger.relations(text) == Tagger().relations(text)


def test_a_long_article(tagger: Tagger) -> None:
    """100,000 words: time in proportion to the length, and the claims of its end like those of its start."""
    text = SEED.read_text(encoding="utf-8").strip() + "\n\n"
    times = -(-100_000 // len(text.split()))
    found: dict[int, tuple[Claim, ...]] = {}

    def work(copies: int) -> None:
        found[copies] = split(Article("a", text * copies), tagger)

    work(1)
    assert in_proportion(work, times // 10, times)
    assert abs(len(found[times]) / times - len(found[1])) < 2
    assert max(claim.spans[-1][1] for claim in found[times]) > len(text) * times - 400
