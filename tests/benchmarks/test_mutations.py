"""The mutation benchmark: its edits change what they should and nothing else, and its figures count what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutation_edits import KINDS
from benchmarks.mutation_pool import Pool, pool_of
from benchmarks.mutations import (
    APART,
    RULES,
    Edit,
    Outcome,
    Source,
    applied,
    failures,
    false_table,
    outcomes,
    planned,
    recall_table,
    reworded,
    sources_of,
    untouched,
)
from benchmarks.rephrasing import PLACES, rephrased
from claims.records import Article, Claim
from verifier.records import CheckedClaim, Flag, Report, Run

# Names, places and words for the edits to take.
FILLER = """Anna Berger met Carl Lindqvist in Norway. Berger and Lindqvist flew to Sweden, and later worked in Sweden.

Maria Okafor stayed in Norway. The European Union thanked the Security Council. The European Union agreed with the
Security Council. “We welcome this generous offer with cautious hope,” Okafor said.
"""


def relation(text: str, source: str, cue: str, content: str) -> dict[str, list[list[int]]]:
    start = min(text.index(source), text.index(content))
    places = {
        "source": (source, start),
        "cue": (cue, 0 if text.startswith(cue) else start),
        "content": (content, start),
    }
    return {role: [[text.index(w, at), text.index(w, at) + len(w)]] for role, (w, at) in places.items()}


def source_of(text: str, *relations: tuple[str, str, str]) -> Source:
    (source,) = sources_of([{"id": "a", "text": text, "relations": [relation(text, *parts) for parts in relations]}])
    return source


def pool() -> Pool:
    return pool_of(source_of(FILLER).sentences)


def changed(kind: str, source: Source, seed: int = 1) -> list[str]:
    """Every sentence of the article that an edit of this kind can make."""
    found = []
    for sentence in source.sentences:
        for (start, end), new in KINDS[kind](sentence, pool(), Random(seed)):
            assert sentence.span[0] <= start <= end <= sentence.span[1]
            assert sentence.text[start:end] != new
            found.append(sentence.text[sentence.span[0] : start] + new + sentence.text[end : sentence.span[1]])
    return found


# One text a row, with what its edits leave of it; * stands for the new word.
EDITED: list[tuple[str, str, list[str]]] = [
    ("number", "The storm killed 43 people.", ["The storm killed * people."]),
    ("number", "The bank paid $4,200 for it.", ["The bank paid $* for it."]),
    ("number", "It fell by 0.5 percent.", ["It fell by * percent."]),
    ("number", "Three ships sank.", ["* ships sank."]),
    ("number", "A 34-year-old man drove.", ["A *-year-old man drove."]),
    ("number", "It began in 2016, he said.", []),
    ("number", "It began on Sept. 11 in town.", []),
    ("number", "It began at 10 p.m. there.", []),
    ("number", "He flew a Boeing 737 home.", []),
    ("number", "The F-16 and the 9/11 report.", []),
    ("number", "The 80’s were loud.", []),
    ("number", "Only 1 boat came.", []),
    ("date", "They met on Tuesday in town.", ["They met on * in town."]),
    ("date", "They met in June 2016 there.", ["They met in * 2016 there.", "They met in June * there."]),
    ("date", "It was set up in May and left.", ["It was set up in * and left."]),
    ("date", "They may march on Monday.", ["They may march on *."]),
    ("date", "He won on Super Tuesday.", []),
    ("date", "He watched Sunday Night Football.", []),
    ("date", "It drew 2000 people.", []),
    ("name", "She saw Anna Berger there.", ["She saw * there."]),
    ("name", "It grew in Norway.", ["It grew in *."]),
    ("name", "They asked the European Union.", ["They asked the *."]),
    ("name", "She saw it on Tuesday.", []),
    ("name", "There Anna Berger said it rained.", []),
    ("name", "It rained, said Anna Berger.", []),
    ("name", "It drew the Norway of old.", []),
    ("quotation", "He said “we are a cautious people here.”", ["He said “we are a * people here.”"]),
    ("quotation", "He called it “cautious hope” then.", []),
    ("quotation", "He was cautious with hope.", []),
    ("negation", "The plan was popular.", ["The plan was not popular."]),
    ("negation", "The plan was not popular.", ["The plan was popular."]),
    ("negation", "The plan can work.", ["The plan cannot work."]),
    ("negation", "The plan wasn’t popular.", ["The plan was popular."]),
    ("negation", "The plan won't work.", ["The plan will work."]),
    ("negation", "The plan has a price.", []),
    ("negation", "The plan will also work.", []),
    ("negation", "The question is how to pay.", []),
    ("negation", "Was the plan popular?", []),
    ("negation", "They asked whether the plan was popular.", []),
    ("negation", "The plan was not only popular.", []),
    ("negation", "The plan was never popular.", []),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), EDITED)
def test_edits_change_one_thing(kind: str, text: str, wanted: list[str]) -> None:
    found = changed(kind, source_of(text))
    shapes = set()
    for other in found:
        shapes |= {w for w in wanted if w == other or ("*" in w and _fits(w, other))}
        assert any(w == other or ("*" in w and _fits(w, other)) or _deleted(text, other) for w in wanted), other
    assert shapes == set(wanted)


def _fits(shape: str, text: str) -> bool:
    head, tail = shape.split("*")
    return text.startswith(head) and text.endswith(tail) and len(text) > len(head) + len(tail)


def _deleted(text: str, other: str) -> bool:
    """Whether the other text only lacks a word."""
    before, after = _common(text, other)
    return len(other) < len(text) and before + after >= len(other)


def _common(text: str, other: str) -> tuple[int, int]:
    before = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    pairs = zip(reversed(text[before:]), reversed(other[before:]), strict=False)
    after = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(text), len(other)) - before)
    return before, after


ATTRIBUTED: list[tuple[str, str, tuple[str, str, str], list[str]]] = [
    ("dropped", "Officials said the dam was safe.", ("Officials", "said", "the dam was safe"), ["The dam was safe."]),
    ("dropped", "The dam was safe, officials said.", ("officials", "said", "The dam was safe"), ["The dam was safe."]),
    (
        "dropped",
        "According to Reuters, the dam is safe.",
        ("Reuters", "According to", "the dam is safe"),
        ["The dam is safe."],
    ),
    ("dropped", "Officials said that the dam broke.", ("Officials", "said", "that the dam broke"), ["The dam broke."]),
    ("dropped", "“The dam was safe,” officials said.", ("officials", "said", "The dam was safe"), []),
    ("dropped", "Officials denied the dam was safe.", ("Officials", "denied", "the dam was safe"), []),
    ("dropped", "Officials promised to mend the dam.", ("Officials", "promised", "to mend the dam"), []),
    ("dropped", "The mayor said she was ill.", ("The mayor", "said", "she was ill"), []),
    (
        "strengthened",
        "Officials said the dam was safe.",
        ("Officials", "said", "the dam was safe"),
        ["Officials confirmed the dam was safe."],
    ),
    (
        "strengthened",
        "She believes the dam is safe.",
        ("She", "believes", "the dam is safe"),
        ["She knows the dam is safe."],
    ),
    (
        "strengthened",
        "“The dam is safe,” he claimed.",
        ("he", "claimed", "The dam is safe"),
        ["“The dam is safe,” he proved."],
    ),
    ("strengthened", "It is said to be very safe.", ("It", "said", "to be very safe"), []),
    ("strengthened", "Officials confirmed the dam was safe.", ("Officials", "confirmed", "the dam was safe"), []),
    (
        "denial",
        "The firm has denied that it paid bribes.",
        ("The firm", "denied", "that it paid bribes"),
        ["The firm has confirmed that it paid bribes."],
    ),
    (
        "denial",
        "The firm confirmed that it paid bribes.",
        ("The firm", "confirmed", "that it paid bribes"),
        ["The firm denied that it paid bribes."],
    ),
    ("denial", "“It denied that it paid bribes.”", ("It", "denied", "that it paid bribes"), []),
    ("denial", "The firm will say that it paid bribes.", ("The firm", "say", "that it paid bribes"), []),
]


@pytest.mark.parametrize(("kind", "text", "parts", "wanted"), ATTRIBUTED)
def test_edits_of_attributions(kind: str, text: str, parts: tuple[str, str, str], wanted: list[str]) -> None:
    assert changed(kind, source_of(text, parts)) == wanted


def test_a_denial_can_also_be_denied() -> None:
    text = "The firm denied that it paid bribes."
    source = source_of(text, ("The firm", "denied", "that it paid bribes"))
    found = {other for seed in range(8) for other in changed("denial", source, seed)}
    assert found == {"The firm confirmed that it paid bribes.", "The firm did not deny that it paid bribes."}


def test_another_voice_of_the_article_takes_the_place_of_one() -> None:
    text = "Carl Lindqvist said the dam was safe. Maria Okafor said the town was calm. He said more of the same."
    source = source_of(
        text,
        ("Carl Lindqvist", "said", "the dam was safe"),
        ("Maria Okafor", "said", "the town was calm"),
        ("He", "said", "more of the same"),
    )
    assert changed("voice", source)[0] == "Maria Okafor said the dam was safe."
    assert not any("He" not in other and "more" in other for other in changed("voice", source))


REPHRASED: list[tuple[str, set[str]]] = [
    ("The mayor said it rained.", {"The mayor stated it rained."}),
    ("It cost about 40 euros.", {"It cost around 40 euros."}),
    ("It rose by 40 percent then.", {"It rose by 40% then."}),
    ("It rose by 40% then.", {"It rose by 40 percent then."}),
    ("They saw Mr. Lindqvist there.", {"They saw Lindqvist there."}),
    ("They saw three boats.", {"They saw 3 boats."}),
    ("They saw 3 boats.", {"They saw three boats."}),
    ("It did not rain.", {"It didn’t rain."}),
    ("It didn't rain.", {"It did not rain."}),
    ("The U.S. army left.", {"The United States army left."}),
    ("The council voted on Tuesday to leave.", {"On Tuesday, the council voted to leave."}),
    ("The council, however, left it.", {"However, the council left it."}),
    ("He said “it did not rain, about 40 saw 3.”", set()),
    ("It rained on July 6, and then stopped.", set()),
    ("The dam broke.", set()),
]


@pytest.mark.parametrize(("text", "wanted"), REPHRASED)
def test_rephrasing(text: str, wanted: set[str]) -> None:
    (sentence,) = source_of(text).sentences
    made = {applied(text, [Edit("rephrased", sentence.span, tuple(rephrased(sentence, Random(1))))])[0]}
    assert made == (wanted or {text})


def test_rephrasing_leaves_quotations_alone_and_is_light() -> None:
    text = "About 40 said “about 40 did not, and 3 did,” but 3 did not, and 4 were not, and 5 percent had not left."
    (sentence,) = source_of(text).sentences
    quoted = text[text.index("“") : text.index("”")]
    for seed in range(20):
        changes = rephrased(sentence, Random(seed))
        assert 0 < len(changes) <= PLACES
        assert quoted in applied(text, [Edit("rephrased", sentence.span, tuple(changes))])[0]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet="ab 😀é\n", min_size=1, max_size=40), st.data())
def test_sentences_are_found_again_after_edits(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=1, max_size=9)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = []
    for start, end in spans:
        first = data.draw(st.integers(start, end))
        last = data.draw(st.integers(first, end))
        edits.append(Edit("number", (start, end), (((first, last), data.draw(st.text(max_size=4))),)))
    after, found = applied(text, edits)
    for edit, span in zip(edits, found, strict=True):
        ((first, last), new), (start, end) = edit.changes[0], edit.sentence
        assert after[slice(*span)] == text[start:first] + new + text[last:end]
    assert len(after) == len(text) + sum(
        len(e.changes[0][1]) - (e.changes[0][0][1] - e.changes[0][0][0]) for e in edits
    )


def story() -> Source:
    return source_of(
        "\n\n".join(f"The mayor saw {n} boats. It was fine on Monday. All of it was {n} metres." for n in "3456789")
    )


def test_edits_are_planned_apart_from_each_other_and_in_turn() -> None:
    source, made = story(), Counter[str]()
    edits = planned(source, ["number", "date", "negation"], pool(), Random(1), made)
    places = [[s.span for s in source.sentences].index(edit.sentence) for edit in edits]
    assert len(edits) > 3
    assert all(b - a > APART for a, b in pairwise(places))
    assert len({source.paragraphs[place] for place in places}) == len(places)
    assert max(made.values()) - min(made.values()) <= 1
    assert edits == planned(source, ["number", "date", "negation"], pool(), Random(1), Counter())


def checked(text: str, words: Sequence[str], rule: str = "NUM001") -> Report:
    """A report with a claim and a flag at each of ``words``."""
    claims = [Claim("a", word, "asserted", word, ((text.index(word), text.index(word) + len(word)),)) for word in words]
    flag = Flag(rule, "number", "error", "differs")
    return Report(Article("a", text), tuple(CheckedClaim(claim, flags=(flag,)) for claim in claims), Run("sayso", "0"))


def test_flags_belong_to_the_sentence_of_their_claim() -> None:
    source = source_of("The mayor saw 3 boats.\n\nIt was fine.\n\nThe dam broke.")
    first, second, third = (sentence.span for sentence in source.sentences)
    edits = [
        Edit("number", first, (((14, 15), "3,000"),)),
        Edit("negation", third, (((third[1] - 6, third[1] - 1), "held"),)),
    ]
    found = outcomes(source, edits, lambda article: checked(article.text, ["3,000 boats", "It was"]))
    assert [(outcome.after, sorted(outcome.rules)) for outcome in found] == [
        ("The mayor saw 3,000 boats.", ["NUM001"]),
        ("The dam held.", []),
    ]
    assert second == (24, 36)


def test_tables_count_fitting_rules_any_flag_and_false_flags() -> None:
    right, wrong = Flag("NUM001", "number", "error", "m"), Flag("SO002", "unsupported", "note", "m")
    found = [
        Outcome("number", "a", "b", (right,)),
        Outcome("number", "a", "b", (wrong, wrong)),
        Outcome("number", "a", "b", ()),
        Outcome("number", "a", "b", (wrong, right)),
        Outcome("verbatim", "a", "a", (wrong, wrong)),
        *[Outcome("verbatim", "a", "a", ())] * 3,
        Outcome("rephrased", "a", "b", ()),
    ]
    assert recall_table(found).splitlines()[1].split() == ["number", "4", "0.50", "0.75"]
    rows = [line.split() for line in false_table(found).splitlines()[1:]]
    assert rows == [["verbatim", "4", "2", "500.0"], ["SO002", "2", "500.0"], ["rephrased", "1", "0", "0.0"]]
    assert failures(found).count("[number] missed") == 2
    assert failures(found).count("[verbatim] flagged") == 1
    assert "rephrased" not in failures(found)


def test_every_kind_has_its_rules() -> None:
    assert set(RULES) == set(KINDS)
    assert all(RULES.values())


def test_untouched_articles_are_checked_whole() -> None:
    source = story()
    assert len(untouched(source)) == len(source.sentences)
    assert applied(source.article.text, untouched(source))[0] == source.article.text
    assert applied(source.article.text, reworded(source, Random(1)))[0] != source.article.text
