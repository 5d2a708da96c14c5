"""The benchmark of real articles: its table is sound and holds no foreign text, and its figures count what they say."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.real import misses, result
from benchmarks.real_scoring import (
    Tried,
    edit_table,
    flag_table,
    holding,
    judged,
    matched,
    settled,
    tried,
    verdict_table,
)
from benchmarks.real_table import (
    FILES,
    HALVES,
    KINDS,
    WORDS,
    Case,
    Change,
    Edit,
    Statement,
    Table,
    applied,
    digest,
    faults,
    load_articles,
    load_table,
)
from claims.errors import InputError
from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Flag, Label, Report, Run, Severity, Verdict
from verifier.verdict.rules import BY_ID

LABELS = {"SUPPORTED", "REFUTED", "NOT ENOUGH INFO", "CONFLICTING"}
TABLE = load_table()
TEXT = "Ann Lee opened the bridge on Monday. “It cost 40 million,” Lee said."


def claim(words: str, text: str = TEXT, voice: str | None = None) -> Claim:
    start = text.index(words)
    at = text.index(voice) if voice else 0
    chain = (Voice(voice, ((at, at + len(voice)),), "said", (), "say", "affirmed"),) if voice else ()
    return Claim("c1", words, "attributed" if chain else "asserted", words, ((start, start + len(words)),), chain)


def checked(
    found: Claim, said: Label | None = None, so: Label | None = None, *flags: tuple[str, Severity]
) -> CheckedClaim:
    raised = tuple(Flag(rule, "a-name", severity, f"message of {rule}") for rule, severity in flags)
    verdicts = [label and Verdict(label, 0.9, "Why.") for label in (said, so)]
    return CheckedClaim(found, verdicts[0], verdicts[1], raised)


def statement(words: str, said: tuple[Label, ...], so: tuple[Label, ...], flags: tuple[str, ...] = ()) -> Statement:
    start = TEXT.index(words)
    return Statement("a", ((start, start + len(words)),), " ".join(words.split()[:3]), said, so, flags=flags)


def edit(old: str, new: str, kind: str = "number") -> Edit:
    start = TEXT.index(old)
    return Edit("a", kind, (Change((start, start + len(old)), old, new),), ("said", "so"), "b")


OPENED = statement("Ann Lee opened the bridge on Monday.", (), ("SUPPORTED",))
COST = statement("“It cost 40 million,”", ("SUPPORTED",), ("REFUTED", "CONFLICTING"))


def test_the_table_is_large_enough() -> None:
    for half in (TABLE.half(name) for name in HALVES):
        assert len(half.cases) >= 6
        assert len(half.edits) >= 50
        assert len(half.statements) >= 125
        assert {edit.kind for edit in half.edits} == set(KINDS)
    assert {case.collection for case in TABLE.cases} == set(FILES)


def test_articles_have_references_that_they_are_not_themselves() -> None:
    assert len({case.id for case in TABLE.cases}) == len(TABLE.cases)
    for case in TABLE.cases:
        assert case.collection in FILES and case.half in HALVES and len(case.sha256) == 16
        assert 12 <= len(case.references) == len(set(case.references)) <= 20
        assert case.id not in case.references


def test_statements_have_labels_and_say_who_decides() -> None:
    references = {case.id: case.references for case in TABLE.cases}
    assert len({(row.article, row.spans) for row in TABLE.statements}) == len(TABLE.statements)
    for row in TABLE.statements:
        assert row.spans and all(0 <= start < end for start, end in row.spans)
        assert row.so and {*row.said, *row.so} <= LABELS
        assert set(row.by) <= set(references[row.article])
        assert bool(row.by) == ({*row.said, *row.so} != {"NOT ENOUGH INFO"})
        assert set(row.flags) <= BY_ID.keys()


def test_edits_change_few_words_that_a_reference_contradicts() -> None:
    references = {case.id: case.references for case in TABLE.cases}
    for row in TABLE.edits:
        assert row.kind in KINDS and set(row.false) <= {"said", "so"} and row.false
        assert row.by in references[row.article]
        ends = [0, *(position for change in row.changes for position in change.span)]
        assert ends == sorted(ends)
        assert all(change.old != change.new and len(change.span) == 2 for change in row.changes)
        assert (row.kind != "two") <= (len(row.changes) == 1)


def test_no_text_of_others_is_in_the_table() -> None:
    assert all(len(row.words.split()) <= WORDS for row in TABLE.statements)
    assert all(len(change.old.split()) <= 6 for row in TABLE.edits for change in row.changes)


def test_halves_share_nothing() -> None:
    halves = [TABLE.half(name) for name in HALVES]
    assert sum(len(half.statements) for half in halves) == len(TABLE.statements)
    assert sum(len(half.edits) for half in halves) == len(TABLE.edits)
    assert not {case.id for case in halves[0].cases} & {case.id for case in halves[1].cases}


@given(st.text(min_size=3), st.data())
def test_changes_are_where_the_spans_say(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)))
    new = data.draw(st.text(min_size=1))
    after, (span,) = applied(text, [Change((ends[0], ends[1]), text[slice(*ends)], new)])
    assert after[slice(*span)] == new
    assert (after[: span[0]], after[span[1] :]) == (text[: ends[0]], text[ends[1] :])


def test_words_that_are_gone_leave_the_place_between_their_neighbours() -> None:
    after, (span,) = applied("He did not go.", [Change((7, 11), "not ", "")])
    assert after == "He did go."
    assert after[slice(*span)] == " g"


def data_folder(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / FILES["polnear-dev"]
    path.parent.mkdir(parents=True)
    rows = [{"id": id_, "text": text, "title": "T", "publisher": "p", "date": "2024-05-01"} for id_ in ("a", "b")]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return tmp_path


CASE = Case("a", "polnear-dev", "develop", digest(TEXT), ("b",))


def test_articles_are_read_and_known_by_their_text(tmp_path: Path) -> None:
    articles = load_articles(data_folder(tmp_path), [CASE])
    assert set(articles) == {"a", "b"} and articles["a"].published
    table = Table((CASE,), (OPENED, COST), (edit("40", "50"),))
    assert faults(table, articles) == []
    moved = Table((CASE,), (Statement("a", ((4, 9),), "Ann Lee opened", (), ("SUPPORTED",)),), ())
    assert faults(moved, articles) == ["a: no statement 'Ann Lee opened' at ((4, 9),)"]
    other = Edit("a", "number", (Change((0, 3), "Eve", "Sue"),), ("so",), "b")
    assert faults(Table((CASE,), (), (other,)), articles) == ["a: no 'Eve' at (0, 3)"]


def test_another_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not the text of the table"):
        load_articles(data_folder(tmp_path, "Another text."), [CASE])


def test_a_missing_reference_is_an_error(tmp_path: Path) -> None:
    case = Case("a", "polnear-dev", "develop", digest(TEXT), ("c",))
    with pytest.raises(InputError, match="no article c"):
        load_articles(data_folder(tmp_path), [case])


def test_claims_count_for_the_statement_that_they_share_most_with() -> None:
    whole = checked(claim("Ann Lee opened the bridge on Monday"), so="SUPPORTED")
    part = checked(claim("opened the bridge"), so="REFUTED")
    cost = checked(claim("It cost 40 million", voice="Lee said"), "NOT ENOUGH INFO", "REFUTED")
    elsewhere = checked(claim("Lee said"), so="SUPPORTED")
    found = matched([OPENED, COST], [part, whole, cost, elsewhere])
    assert [each.claims for each in found] == [(whole, part), (cost,)]
    assert [each.gives("so") for each in found] == ["SUPPORTED", "REFUTED"]
    assert found[0].gives("said") == "NOT ENOUGH INFO"
    assert matched([OPENED], [])[0].gives("so") == "NOT ENOUGH INFO"


def test_what_is_settled() -> None:
    assert settled(OPENED, "so") and settled(COST, "so")
    assert not settled(OPENED, "said")
    assert not settled(statement("Ann", (), ("SUPPORTED", "NOT ENOUGH INFO")), "so")


def test_an_edit_is_held_by_content_and_by_voice() -> None:
    cost = checked(claim("It cost 40 million", voice="Lee said"))
    opened = checked(claim("Ann Lee opened"))
    position = TEXT.rindex("Lee")
    assert holding([cost, opened], ((position, position + 3),)) == (cost,)
    assert holding([cost, opened], ((0, 3),)) == (opened,)


@pytest.mark.parametrize(
    ("after", "flagged", "assured"),
    [
        (checked(claim("It cost 40 million"), "SUPPORTED", "NOT ENOUGH INFO"), False, True),
        (checked(claim("It cost 40 million"), None, "SUPPORTED", ("ATT003", "note")), False, True),
        (checked(claim("It cost 40 million"), None, "SUPPORTED", ("NUM001", "error")), True, False),
        (checked(claim("It cost 40 million"), None, "NOT ENOUGH INFO", ("SO002", "note")), False, False),
        (checked(claim("It cost 40 million"), None, "REFUTED", ("SO001", "error")), False, False),
        (checked(claim("Ann Lee"), None, "SUPPORTED", ("NUM001", "error")), False, False),
    ],
    ids=["assured", "a note is no flag", "flagged", "open", "flagged before", "elsewhere"],
)
def test_an_edit_is_flagged_or_assured(after: CheckedClaim, flagged: bool, assured: bool) -> None:
    before = [checked(claim("It cost 40 million"), None, "REFUTED", ("SO001", "error"))]
    position = TEXT.index("40")
    one = tried(edit("40", "50"), before, [after], ((position, position + 2),))
    assert (bool(one.flags), one.assured) == (flagged, assured)


def test_support_counts_as_false_only_where_the_edit_makes_it_so() -> None:
    voice = Edit("a", "voice", (Change((55, 58), "Lee", "Roe"),), ("said",), "b")
    supported = checked(claim("It cost 40 million"), "NOT ENOUGH INFO", "SUPPORTED")
    assert not Tried(voice, (supported,), ()).assured


def test_a_flag_is_right_where_the_table_bears_it_out() -> None:
    opened = checked(claim("Ann Lee opened the bridge"), None, "REFUTED", ("SO001", "error"), ("SO002", "note"))
    cost = checked(claim("It cost 40 million"), "REFUTED", None, ("NUM001", "error"), ("SAID001", "error"))
    marks = judged(matched([OPENED, COST], [opened, cost]))
    assert [(mark.flag.rule, mark.right) for mark in marks] == [
        ("SO001", False),
        ("NUM001", True),
        ("SAID001", False),
    ]
    quoted = statement("“It cost 40 million,”", ("SUPPORTED",), ("NOT ENOUGH INFO",), ("QUO001",))
    marks = judged(matched([quoted], [checked(claim("It cost 40 million"), None, None, ("QUO001", "error"))]))
    assert [mark.right for mark in marks] == [True]


def test_the_tables_count() -> None:
    opened = checked(claim("Ann Lee opened the bridge"), None, "SUPPORTED", ("SO003", "warning"))
    cost = checked(claim("It cost 40 million", voice="Lee said"), "NOT ENOUGH INFO", "SUPPORTED")
    found = matched([OPENED, COST], [opened, cost])
    said, so = verdict_table(found).splitlines()[1:]
    assert said.split() == "said 0 of 0 right 0 of 0 right 0 of 0 right 1 of 1".split()
    assert so.split() == "so 1 of 2 right 0 of 0 right 0 of 0 right 0 of 2".split()
    lines = flag_table(judged(found), 4).splitlines()
    assert [line.split() for line in lines[1:3]] == [["SO003", "1", "0"], ["all", "1", "0"]]
    assert lines[3] == "for 100 claims 25.0 flags; 25.0 claims flagged wrongly"
    flags = (Flag("NUM001", "number", "error", "m"),)
    edits = [Tried(edit("40", "50"), (cost,), flags), Tried(edit("Monday", "Friday", "day"), (), ())]
    assert [line.split() for line in edit_table(edits).splitlines()[1:]] == [
        ["number", "1", "1", "1", "0"],
        ["day", "1", "0", "0", "1"],
        ["all", "2", "1", "1", "1"],
    ]


def test_an_article_is_checked_untouched_and_with_each_edit_alone() -> None:
    texts = []

    def check(article: Article) -> Report:
        texts.append(article.text)
        words = "It cost 40 million" if "40" in article.text else "It cost 50 million"
        return Report(article, (checked(claim(words, article.text), None, "SUPPORTED"),), Run("sayso", "0"))

    table = Table((CASE,), (OPENED, COST), (edit("40", "50"), edit("Monday", "Friday", "day")))
    got = result(CASE, table, Article("a", TEXT), check)
    assert texts == [TEXT, TEXT.replace("40", "50"), TEXT.replace("Monday", "Friday")]
    assert (got.claims, len(got.found)) == (1, 2)
    assert [(bool(each.claims), each.assured) for each in got.tried] == [(True, True), (False, False)]
    told = "\n".join(misses(got.found, got.tried, {"a": Article("a", TEXT)}))
    assert "[number] SUPPORTED: '40' > '50'" in told
    assert "[day] in no claim: 'Monday' > 'Friday'" in told
    assert "[so] SUPPORTED, right is REFUTED or CONFLICTING" in told
    assert "[so] NOT ENOUGH INFO, right is SUPPORTED" in told
