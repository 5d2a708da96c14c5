from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import lancedb.table
import pytest

import verifier.corpus.place as place
import verifier.corpus.store as module
from claims.errors import InputError
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus, is_corpus
from verifier.records import Document

RANDOM = random.Random(7)
NAMES = [
    f"{syllable}{ending}" for syllable in ("mar", "vil", "kau", "min", "sok") for ending in ("nia", "nus", "sk", "va")
]


def sentence() -> str:
    return " ".join(RANDOM.choices(NAMES, k=RANDOM.randint(4, 12))).capitalize() + "."


MANY = [make_document(f"doc{n:02}", " ".join(sentence() for _ in range(RANDOM.randint(1, 9)))) for n in range(40)]
QUERY = "Marnia vilnus kausk minva"

BORDER = make_document(
    "border",
    "Lithuania counted 4,110 people at its border in July. The interior minister called it a hybrid attack. "
    "She asked for help. The Union sent officers.",
    "Migrants at the Lithuanian border",
)
MILK = make_document("milk", "The price of milk rose in Kaunas. Farmers were pleased. A café owner was not.")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.create(str(tmp_path / "corpus"))


def found(corpus: Corpus, query: str, limit: int = 20) -> list[tuple[str, int]]:
    return [(passage.document_id, passage.span[0]) for passage in corpus.search(query, limit)]


def test_add_is_incremental_and_idempotent(corpus: Corpus) -> None:
    result = corpus.add([BORDER, MILK])
    assert (result.added, result.replaced, result.unchanged) == (("border", "milk"), (), ())
    digest, version = corpus.digest(), corpus._passages.version

    result = corpus.add([MILK, BORDER])
    assert (result.added, result.replaced, result.unchanged) == ((), (), ("milk", "border"))
    assert (corpus.digest(), corpus._passages.version) == (digest, version)

    result = corpus.add([make_document("milk", "The price of butter fell."), BORDER])
    assert (result.added, result.replaced, result.unchanged) == ((), ("milk",), ("border",))
    assert corpus.digest() != digest
    assert found(corpus, "farmers") == []
    assert found(corpus, "butter") == [("milk", 0)]
    assert corpus._passages.count_rows() == corpus.stats().passages


def test_metadata_alone_is_a_change(corpus: Corpus) -> None:
    corpus.add([MILK])
    assert corpus.add([make_document("milk", MILK.text, publisher="ELTA")]).replaced == ("milk",)
    assert corpus.search("milk")[0].publisher == "ELTA"


def test_what_was_added_is_there_after_opening_again(corpus: Corpus) -> None:
    corpus.add([BORDER, MILK])
    again = Corpus.open(corpus.uri)
    assert again.list() == corpus.list()
    assert again.digest() == corpus.digest()
    assert again.document("border") == BORDER
    assert again.search("hybrid attack") == corpus.search("hybrid attack") != ()


def test_the_last_of_equal_ids_wins_whether_in_one_batch_or_several(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = make_document("a", "Apples are red."), make_document("a", "Pears are green.")
    assert corpus.add([first, last]).added == ("a",)
    assert corpus.document("a") == last
    monkeypatch.setattr(module, "_BATCH_DOCUMENTS", 1)
    corpus.add([first, last, first])
    assert corpus.document("a") == first
    assert corpus._passages.count_rows() == 1


def test_digest_does_not_depend_on_the_way_in(tmp_path: Path) -> None:
    one, two = Corpus.create(str(tmp_path / "1")), Corpus.create(str(tmp_path / "2"))
    one.add([BORDER, MILK])
    two.add([MILK, make_document("border", "Old.")])
    assert one.digest() != two.digest()
    two.add([make_document("gone", "Soon removed."), BORDER])
    two.remove(["gone"])
    assert one.digest() == two.digest()


def test_search_gives_the_same_after_any_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk = Corpus.create(str(tmp_path / "bulk"))
    bulk.add(MANY)
    monkeypatch.setattr(module, "_BATCH_DOCUMENTS", 7)
    slow = Corpus.create(str(tmp_path / "slow"))
    shuffled = MANY[:]
    RANDOM.shuffle(shuffled)
    noise = [make_document(f"noise{n}", f"Marnia vilnus {'kausk ' * n}.") for n in range(20)]
    slow.add([make_document("doc01", "Marnia. " * 9), *noise])
    slow.add(shuffled[:20])
    slow.remove(document.id for document in noise)
    slow.add(shuffled)

    assert slow.digest() == bulk.digest()
    for query in (QUERY, *(sentence() for _ in range(5))):
        for limit in (1, 5, 1000):
            assert slow.search(query, limit) == bulk.search(query, limit) != ()


def test_ties_go_to_the_lower_id_and_do_not_depend_on_the_limit(corpus: Corpus) -> None:
    corpus.add([make_document(f"d{n:03}", "The same few words.") for n in reversed(range(200))])
    everything = found(corpus, "same words", 500)
    assert everything == [(f"d{n:03}", 0) for n in range(200)]
    assert found(corpus, "same words", 3) == everything[:3]


def test_a_shorter_limit_gives_the_head_of_a_longer_one(corpus: Corpus) -> None:
    corpus.add(MANY)
    longest = corpus.search(QUERY, 1000)
    assert len(longest) > 30
    for limit in (1, 2, 7, 30):
        assert corpus.search(QUERY, limit) == longest[:limit]
    assert corpus.search(QUERY, 0) == ()


def test_of_windows_that_overlap_the_best_is_kept(corpus: Corpus) -> None:
    text = (
        "The weather was fine that day. " * 4 + "A meteorite fell on Vilnius. " + "The weather was fine that day. " * 4
    )
    corpus.add([make_document("d", text)])
    (hit,) = corpus.search("meteorite Vilnius")
    assert "meteorite" in hit.text
    assert text[slice(*hit.span)] == hit.text
    spans = sorted(passage.span for passage in corpus.search("weather fine day meteorite"))
    assert len(spans) >= 2
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_the_title_is_searched_with_the_text(corpus: Corpus) -> None:
    corpus.add([BORDER, MILK])
    assert found(corpus, "migrants")[0][0] == "border"


@pytest.mark.parametrize(
    "query",
    ["café", "cafe", "CAFÉ", unicodedata.normalize("NFD", "café"), "cafés", "“café”", "ｃａｆé"],
)
def test_case_accents_and_endings_do_not_matter(corpus: Corpus, query: str) -> None:
    corpus.add([BORDER, MILK])
    assert found(corpus, query) == [("milk", 0)]


def test_a_text_in_decomposed_form_is_found_and_kept_as_it_is(corpus: Corpus) -> None:
    text = unicodedata.normalize("NFD", "Agnė Bilotaitė spoke in Šiauliai.")
    corpus.add([make_document("nfd", text)])
    for query in ("Bilotaitė", "Šiauliai", "siauliai"):
        (hit,) = corpus.search(query)
        assert hit.text == text


@pytest.mark.parametrize("query", ["", " \n", '"', "*", "(", "😀", "!?", "\x00", "\u0301", "the", "AND", "''"])
def test_a_query_without_a_word_finds_nothing(corpus: Corpus, query: str) -> None:
    corpus.add([BORDER, MILK])
    assert corpus.search(query) == ()


@pytest.mark.parametrize(
    "query",
    [
        'milk"', "milk AND border", "NOT milk", "-milk", "+milk", "words:milk", "milk~2", "(milk", "milk^9",
        '"milk price"~1', "milk' OR 1=1 --", "milk\x00", "milk 😀", "milk \ud800",
        "milk " * 20_000, "milk" + " ?" * 50_000,
    ],
)  # fmt: skip
def test_a_query_has_no_syntax(corpus: Corpus, query: str) -> None:
    corpus.add([BORDER, MILK])
    assert ("milk", 0) in found(corpus, query)


def test_operators_do_not_exclude(corpus: Corpus) -> None:
    corpus.add([BORDER, MILK])
    assert {id_ for id_, _ in found(corpus, "hybrid AND NOT milk")} == {"border", "milk"}
    assert found(corpus, "mil*") == []


@pytest.mark.parametrize("id_", ["o'brien", 'a"b', "a\\'; --", "50%_", "ė", "a/b:1", " ", "'" * 3])
def test_ids_are_data(corpus: Corpus, id_: str) -> None:
    document = make_document(id_, "One unusual sentence.")
    corpus.add([BORDER, document])
    corpus.add([make_document(id_, "Another sentence."), BORDER])
    corpus.add([document])
    assert corpus.document(id_) == document
    assert found(corpus, "unusual") == [(id_, 0)]
    assert corpus.remove([id_]) == (id_,)
    assert [row.id for row in corpus.list()] == ["border"]
    assert corpus._passages.count_rows() == corpus.stats().passages


def test_remove_of_an_unknown_id_removes_nothing(corpus: Corpus) -> None:
    corpus.add([BORDER, MILK])
    with pytest.raises(InputError, match="no document 'nope'"):
        corpus.remove(["milk", "nope"])
    assert [row.id for row in corpus.list()] == ["border", "milk"]
    with pytest.raises(InputError, match="no document 'nope'"):
        corpus.document("nope")


def test_many_are_replaced_and_removed_at_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DELETE_AT_ONCE", 3)
    corpus.add([*MANY, MILK])
    # Each text moves to the next id, so that what is stale under one id is alive under another.
    corpus.add([make_document(MANY[n].id, MANY[n - 1].text) for n in range(len(MANY))])
    assert corpus._passages.count_rows() == corpus.stats().passages
    corpus.remove(document.id for document in MANY)
    assert corpus._passages.count_rows() == corpus.stats().passages == 1


def test_stats(corpus: Corpus) -> None:
    assert corpus.stats().documents == 0
    corpus.add([BORDER, MILK])
    stats = corpus.stats()
    assert (stats.documents, stats.passages) == (2, 3)
    assert stats.characters == len(BORDER.text) + len(MILK.text)
    assert stats.bytes_on_disk is not None and stats.bytes_on_disk > stats.characters
    assert stats.digest == corpus.digest()


def test_a_document_without_a_sentence_is_kept_and_never_found(corpus: Corpus) -> None:
    assert corpus.add([make_document("blank", " ")]).added == ("blank",)
    assert corpus.search("anything") == ()


@pytest.mark.parametrize("write", ["merge_insert", "create_index", "optimize"])
def test_a_killed_ingest_leaves_nothing_half_done(tmp_path: Path, write: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Corpus.create(str(tmp_path / "whole"))
    whole.add([MILK, BORDER])
    corpus = Corpus.create(str(tmp_path / "killed"))
    corpus.add([MILK, make_document("border", "An old text about a hybrid car.")])
    before = corpus.list()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(lancedb.table.LanceTable, write, killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.add([BORDER])

    after = Corpus.open(corpus.uri)
    committed = write != "merge_insert"
    assert after.list() == (whole.list() if committed else before)
    (hit,) = after.search("hybrid")
    assert ("hybrid attack" if committed else "hybrid car") in hit.text
    assert after.add([BORDER]).unchanged == (("border",) if committed else ())
    assert after._passages.count_rows() == after.stats().passages
    assert after.digest() == whole.digest()
    assert after.search(QUERY + " hybrid milk") == whole.search(QUERY + " hybrid milk")


def test_a_source_that_fails_midway_keeps_the_batches_before(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH_DOCUMENTS", 1)

    def failing() -> Iterator[Document]:
        yield MILK
        raise RuntimeError

    with pytest.raises(RuntimeError):
        corpus.add(failing())
    again = Corpus.open(corpus.uri)
    assert found(again, "milk") == [("milk", 0)]
    assert again.add([MILK]).unchanged == ("milk",)


def test_a_reader_keeps_what_it_opened(corpus: Corpus) -> None:
    corpus.add([MILK])
    reader = Corpus.open(corpus.uri)
    corpus.add([BORDER, make_document("milk", "Butter only.")])
    assert [row.id for row in reader.list()] == ["milk"]
    assert found(reader, "farmers hybrid butter") == [("milk", 0)]
    assert reader.document("milk") == MILK


def test_a_reader_that_opens_during_a_write_sees_one_state(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.add([MILK])
    search: Callable[..., object] = lancedb.table.LanceTable.search
    writes = [[make_document("milk", "Butter only.")], [make_document("milk", "Farmers only.")]]

    def interrupted(table: lancedb.table.LanceTable, *arguments: object, **options: object) -> object:
        if writes:
            monkeypatch.setattr(lancedb.table.LanceTable, "search", search)
            corpus.add(writes.pop(0))
            monkeypatch.setattr(lancedb.table.LanceTable, "search", interrupted)
        return search(table, *arguments, **options)

    monkeypatch.setattr(lancedb.table.LanceTable, "search", interrupted)
    reader = Corpus.open(corpus.uri)
    assert not writes
    assert [passage.text for passage in reader.search("farmers")] == ["Farmers only."]


def test_writers_at_the_same_time_lose_nothing(corpus: Corpus) -> None:
    parts = [[*MANY[start::4], MILK] for start in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda part: Corpus.open(corpus.uri).add(part), parts))
    merged = Corpus.open(corpus.uri)
    assert {row.id for row in merged.list()} == {"milk", *(document.id for document in MANY)}
    assert sorted(len(result.unchanged) for result in results) == [0, 1, 1, 1]
    assert merged._passages.count_rows() == merged.stats().passages


def test_a_writer_that_waits_too_long_says_so(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "LOCK_SECONDS", 0.01)
    with place.locked(corpus.uri), pytest.raises(InputError, match="another process is writing"):
        corpus.add([MILK])


def test_search_in_an_empty_corpus_says_what_to_do(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="empty; add references with `sayso corpus add"):
        corpus.search("milk")
    corpus.add([MILK])
    corpus.remove(["milk"])
    with pytest.raises(InputError, match="empty"):
        corpus.search("milk")


@pytest.mark.parametrize("content", [None, "", "notes.txt", "documents.lance/x"])
def test_what_is_no_corpus_is_not_opened(tmp_path: Path, content: str | None) -> None:
    where = tmp_path / "where"
    if content is not None:
        (where / content).parent.mkdir(parents=True, exist_ok=True)
        where.mkdir(exist_ok=True)
    if content:
        (where / content).write_text("x")
    assert not is_corpus(str(where))
    with pytest.raises(InputError, match="no SaySo corpus here; make one with"):
        Corpus.open(str(where))


@pytest.mark.parametrize("uri", ["nothing://here", "file:///nonexistent/corpus", "memory://"])
def test_a_uri_without_a_corpus_is_refused(uri: str) -> None:
    with pytest.raises(InputError, match="not a SaySo corpus"):
        Corpus.open(uri)


def test_broken_tables_are_refused(corpus: Corpus) -> None:
    corpus.add([MILK])
    for manifest in Path(corpus.uri).rglob("*.manifest"):
        manifest.write_bytes(b"broken")
    with pytest.raises(InputError, match=r"the corpus is damaged .*; run `sayso corpus repair"):
        Corpus.open(corpus.uri)


def test_another_layout_is_refused(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SCHEMA", b"another")
    with pytest.raises(InputError, match="another version of SaySo"):
        Corpus.open(corpus.uri)


def test_create_opens_what_is_there_and_takes_no_foreign_folder(tmp_path: Path, corpus: Corpus) -> None:
    corpus.add([MILK])
    assert Corpus.create(corpus.uri).list() == corpus.list()
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "a.txt").write_text("A reference.")
    with pytest.raises(InputError, match="holds other files"):
        Corpus.create(str(tmp_path / "refs"))
    with pytest.raises(InputError, match="is a file"):
        Corpus.create(str(tmp_path / "refs" / "a.txt"))
    with pytest.raises(InputError, match="cannot be written"):
        Corpus.create(str(tmp_path / "refs" / "a.txt" / "corpus"))


def test_a_create_that_was_killed_is_finished_by_the_next(tmp_path: Path, corpus: Corpus) -> None:
    import shutil

    shutil.rmtree(Path(corpus.uri) / "documents.lance")
    again = Corpus.create(corpus.uri)
    again.add([MILK])
    assert found(again, "milk") == [("milk", 0)]


def test_a_uri_works_like_a_folder(tmp_path: Path) -> None:
    corpus = Corpus.create(f"file://{tmp_path}/corpus")
    corpus.add([BORDER, MILK])
    assert Corpus.open(corpus.uri).search("milk") == corpus.search("milk") != ()
    assert corpus.stats().bytes_on_disk
