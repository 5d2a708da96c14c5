"""Which articles a check reads: folders, packed files, lists, other names of fields, and only what is new."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from tests.verifier.cli.test_main import ARTICLE, Run, run
from verifier.cli.inputs import count_articles, listed

__all__ = ["run"]

OTHER = "The border guards counted 7,000 people in Kaunas."


def ids(run: Run, *arguments: str | Path, stdin: bytes = b"") -> list[str]:
    ended = run("check", *arguments, "--corpus", "refs", "--format", "jsonl", stdin=stdin)
    return list(dict.fromkeys(json.loads(line)["article_id"] for line in ended.out.splitlines()))


def test_a_folder_is_its_articles_and_the_rest_of_it_is_named(run: Run) -> None:
    for name in ("in/b.txt", "in/deep/a.md", "in/.hidden.txt", "in/README.md", "in/photo.png"):
        (run.folder / name).parent.mkdir(parents=True, exist_ok=True)
        run.file(name)
    run.file("in/c.txt.gz", gzip.compress(OTHER.encode()))
    assert ids(run, "in") == ["b", "c", "a"]
    notes = run("check", "in", "--corpus", "refs")
    assert notes.code == 0
    assert [line.split(":")[:2] for line in notes.lines] == [["note", " in/README.md"], ["note", " in/photo.png"]]
    assert ids(run, "in", "in/b.txt") == ["b", "c", "a"]
    (run.folder / "bare").mkdir()
    empty = run("check", "bare", "--corpus", "refs")
    assert (empty.code, empty.lines[0].startswith("error: bare: no article in the folder")) == (2, True)


def test_packed_articles(run: Run) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (ARTICLE, OTHER))
    run.file("two.jsonl.gz", gzip.compress(lines.encode()))
    run.file("one.md.gz", gzip.compress(b"---\ntitle: One\n---\n" + ARTICLE.encode()))
    assert ids(run, "two.jsonl.gz", "one.md.gz") == ["two:1", "two:2", "one"]
    run.file("cut.jsonl.gz", gzip.compress(lines.encode() * 999)[:-20])
    run.file("none.txt.gz", b"not packed")
    run.file("page.pdf.gz", gzip.compress(b"%PDF"))
    for name, message in {"none.txt.gz": "cannot be read", "page.pdf.gz": "unknown format .gz"}.items():
        ended = run("check", name, "--corpus", "refs")
        assert (ended.code, len(ended.lines)) == (2, 1) and message in ended.lines[0]
    cut = run("split", "cut.jsonl.gz", "--format", "jsonl")
    assert cut.code == 2 and cut.out and "damaged" in cut.lines[-1]


def test_fields_under_other_names(run: Run) -> None:
    rows = [{"key": 1, "body": ARTICLE, "text": "Read more.", "head": "A"}, {"key": 2, "body": OTHER, "text": ""}]
    run.file("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    run.file("b.json", json.dumps(rows))
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), run.folder / "c.parquet")
    mapped = ["--field", "text=body", "--field", "id=key", "--field", "title=head"]
    for name in ("a.jsonl", "b.json", "c.parquet"):
        ended = run("check", name, "--corpus", "refs", "--format", "json", *mapped)
        first, second = (each["article"] for each in json.loads(ended.out))
        assert (first["id"], first["title"], first["text"]) == ("1", "A", ARTICLE)
        assert (second["id"], second["title"], second["text"]) == ("2", None, OTHER)
        missing = run("check", name, "--corpus", "refs", "--field", "text=story")
        assert missing.code == 2 and '"story" is missing' in missing.lines[0]
        assert run("split", name, "--format", "jsonl", *mapped).code == 0
    for bad in ("body", "=body", "text=", "words=body"):
        usage = run("check", "a.jsonl", "--corpus", "refs", "--field", bad)
        assert (usage.code, len(usage.lines)) == (2, 1) and "is not FIELD=COLUMN" in usage.err


def test_fields_inside_others(run: Run) -> None:
    rows = [
        {"story": {"body": ARTICLE, "meta": {"key": "k1"}}},
        {"story.body": OTHER, "story": 5},
        {"story": {"body": None}},
    ]
    run.file("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    mapped = ["--field", "text=story.body", "--field", "id=story.meta.key"]
    ended = run("check", "a.jsonl", "--corpus", "refs", "--format", "json", *mapped)
    told = [(each["article"]["id"], each["article"]["text"]) for each in json.loads(ended.out)]
    assert told == [("k1", ARTICLE), ("a:2", OTHER)]
    assert ended.code == 2
    assert ended.lines == ['error: a.jsonl:3: the field "story.body" is missing; give the article\'s text']


def test_a_list_of_files(run: Run) -> None:
    for name in ("a.txt", "café.txt", "c.txt"):
        run.file(name)
    names = b'a.txt\n"caf\\303\\251.txt"\ngone.txt\ncode.py\n'
    run.file("code.py", "x = 1")
    run.file("names", names)
    ended = run("check", "--files-from", "names", "--corpus", "refs")
    assert ended.code == 0
    assert [line.split(":")[:2] for line in ended.lines] == [["note", " gone.txt"], ["note", " code.py"]]
    assert ids(run, "--files-from", "names") == ["a", "café"]
    assert ids(run, "c.txt", "--files-from", "-", stdin="a.txt\0café.txt\0".encode()) == ["c", "a", "café"]
    nothing = run("check", "--files-from", "-", "--corpus", "refs", "--fail-on", "error", stdin=b"")
    assert (nothing.code, nothing.lines) == (0, [])
    both = run("check", "-", "--files-from", "-", "--corpus", "refs")
    assert (both.code, len(both.lines)) == (2, 1)
    assert "no such file" in run("check", "--files-from", "none", "--corpus", "refs").err


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (b"", ()),
        (b"a b.txt\r\n\n a.txt\n", ("a b.txt", " a.txt")),
        (b"a\nb\0c\0", ("a\nb", "c")),
        (b"a\na\n", ("a",)),
        (rb'"tab\there\"q\".md"', ('tab\there"q".md',)),
        (b'"half', ('"half',)),
        (b'"bad \\x.md"', ('"bad \\x.md"',)),
        (b'"a" + "b"', ('"a" + "b"',)),
    ],
)
def test_lists_as_programs_write_them(raw: bytes, names: tuple[str, ...]) -> None:
    assert listed(raw) == names


def test_how_many_there_are(run: Run) -> None:
    run.file("a.txt"), run.file("broken.json", "{"), run.file("list.json", "[{}, {}]"), run.file("one.json", "{}")
    run.file("c.jsonl.gz", gzip.compress(b"{}\n\n{}\n{}"))
    pyarrow.parquet.write_table(pyarrow.table({"text": ["x"] * 4}), run.folder / "d.parquet")
    names = ["a.txt", "broken.json", "list.json", "one.json", "c.jsonl.gz", "d.parquet", "none.txt"]
    assert count_articles(names) == 1 + 1 + 2 + 1 + 3 + 4 + 1
    assert count_articles(["a.txt", "-"]) is None


def test_since_checks_what_is_new_or_changed(run: Run) -> None:
    run.file("a.jsonl", json.dumps({"id": "x", "text": ARTICLE}) + "\n" + json.dumps({"text": OTHER}) + "\n")
    assert ids(run, "a.jsonl", "--since", "state.json") == ["x", "a:2"]
    state = json.loads(Path("state.json").read_text())
    assert state["schema"] == "sayso-state/1" and len(state["checked"]) == 2
    written = Path("state.json").read_bytes()
    again = run(
        "check", "a.jsonl", "--since", "state.json", "--corpus", "refs", "--format", "json", "--fail-on", "note"
    )
    assert (again.code, json.loads(again.out), again.lines) == (0, [], [])
    assert Path("state.json").read_bytes() == written
    (run.folder / "a.jsonl").rename(run.folder / "b.jsonl")
    assert ids(run, "b.jsonl", "--since", "state.json") == []
    run.file("b.jsonl", json.dumps({"id": "x", "text": OTHER + " It rained."}) + "\n")
    assert ids(run, "b.jsonl", "--since", "state.json") == ["x"]


def test_what_failed_a_run_fails_the_next_one_too(run: Run) -> None:
    run.file("a.txt"), run.file("b.txt", "A choir sang in the market hall on Friday evening.")
    check = ["check", "a.txt", "b.txt", "--corpus", "refs", "--fail-on", "error", "--since", "state.json"]
    assert run(*check).code == 1
    assert len(json.loads(Path("state.json").read_text())["checked"]) == 1
    second = run(*check)
    assert (second.code, "1 article," in second.err) == (1, True)


@pytest.mark.parametrize("content", ["no json", "[]", '{"schema": "x"}', '{"schema": "sayso-state/1", "checked": [1]}'])
def test_a_state_that_cannot_be_read_is_one_line(run: Run, content: str) -> None:
    run.file("a.txt"), run.file("state.json", content)
    ended = run("check", "a.txt", "--corpus", "refs", "--since", "state.json")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert ended.err.startswith("error: state.json") and Path("state.json").read_text() == content


def test_an_article_among_its_references_does_not_support_itself(run: Run) -> None:
    run.file("refs/draft.txt"), run.file("good.txt")
    ended = run("check", "refs/draft.txt", "good.txt", "--corpus", "refs/")
    assert ended.code == 2
    assert "1 article, " in ended.err
    assert (
        "error: refs/draft.txt: is among the references in refs/, and would support itself; keep it in another folder"
        in ended.lines
    )
    alone = run("check", "good.txt", "--corpus", "good.txt")
    assert (alone.code, alone.out) == (2, "")
    assert run("check", "good.txt", "--corpus", "refs/").code == 0
    assert run("check", "refs/draft.txt").code == 0
