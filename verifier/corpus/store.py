"""The reference corpus: documents and their passages in LanceDB, found again by BM25.

Two tables, in an embedded folder or on object storage (``s3://…``, ``gs://…``, ``az://…``):

- ``documents``: one row a document, with its text, metadata, digest and number of passages;
- ``passages``: one row a passage: document id and digest, offsets, text, and the words that are searched.

Passages are written before the row of their document, and only passages whose document id and digest are in
``documents`` are visible. So one commit makes a document appear, change or disappear, and a writer that is killed
leaves at most passages that nobody sees and that the next writer sweeps away.

Writers of a folder wait for one another; on object storage, which has no lock, let one process write at a time. A
reader sees the corpus as it was when it was opened, whatever is written meanwhile, for at least a day.

A dense vector can join as one more column of ``passages``, filled from ``text``, next to the full-text index;
``SCHEMA`` in the metadata of the tables then counts on. ``verifier.corpus.place`` says what a damaged corpus is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.article.reading import exists, is_folder
from claims.errors import InputError
from verifier.corpus.documents import make_document
from verifier.corpus.passages import page_at, passages
from verifier.corpus.place import (
    BESIDE,
    FAULTS,
    check_files,
    connect,
    damaged,
    first_line,
    folder_of,
    list_files,
    locked,
    reading,
    unlist_files,
    writing,
)
from verifier.corpus.tables import (
    SCHEMA,
    SCHEMA_KEY,
    TABLES,
    document_row,
    passage_row,
    schemas,
    searchable,
    without_repeats,
)
from verifier.records import Document, Passage

if TYPE_CHECKING:
    from lancedb import DBConnection

MAX_QUERY = 5_000

_INDEXED = "indexed"
_BATCH_CHARACTERS = 2_000_000
_BATCH_DOCUMENTS = 1_000
_HITS_PER_PASSAGE = 5
_DELETE_AT_ONCE = 100
_KEEP_VERSIONS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AddResult:
    """What ``Corpus.add`` did, as document ids in the order they came."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What the corpus knows about a document without reading its text."""

    id: str
    digest: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    pages: tuple[int, ...]
    characters: int
    passages: int


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """The size of a corpus; ``bytes_on_disk`` is None where it is not a local folder."""

    documents: int
    passages: int
    characters: int
    bytes_on_disk: int | None
    digest: str


def is_corpus(where: str | Path) -> bool:
    """Whether a local folder holds the tables of a corpus. Looks at names only."""
    return all(is_folder(Path(where) / f"{table}.lance") for table in TABLES)


class Corpus:
    """A corpus of references. Made by ``open`` or ``create``."""

    def __init__(self, uri: str, connection: DBConnection) -> None:
        self.uri = uri
        # Any, because lancedb's own annotations do not pass a strict type check.
        self._passages: Any = connection.open_table("passages")
        self._documents: Any = connection.open_table("documents")
        self._rows: dict[str, DocumentRow] = {}
        self._refresh()

    @classmethod
    def open(cls, uri: str) -> Corpus:
        """Open the corpus in a folder or at a URI; raises InputError where there is none, or one of another layout."""
        folder = folder_of(uri)
        if "://" not in uri and not is_corpus(uri):
            raise InputError(uri, "no SaySo corpus here", f"make one with `sayso corpus add {uri} REFERENCES`")
        check_files(uri)
        try:
            return cls(uri, connect(uri))
        except FAULTS as error:
            if folder and is_corpus(folder):
                raise damaged(uri, first_line(error)) from error
            raise InputError(uri, f"not a SaySo corpus ({first_line(error)})", "name one, or check access") from error

    @classmethod
    def create(cls, uri: str) -> Corpus:
        """Open a corpus, and make an empty one first where there is nothing yet.

        Raises InputError for a folder that holds anything else, and where a corpus cannot be made.
        """
        folder = folder_of(uri)
        if folder is not None:
            own = {*BESIDE, *(f"{table}.lance" for table in TABLES)}
            if exists(folder) and not is_folder(folder):
                raise InputError(uri, "is a file", "name a folder for the corpus")
            if is_folder(folder) and not {entry.name for entry in folder.iterdir()} <= own:
                raise InputError(uri, "holds other files and is not a SaySo corpus", "name a new or empty folder")
        check_files(uri)
        try:
            with locked(uri):
                connection = connect(uri)
                for name, schema in schemas().items():
                    connection.create_table(name, schema=schema, exist_ok=True)
                return cls(uri, connection)
        except FAULTS as error:
            if folder and is_corpus(folder):
                raise damaged(uri, first_line(error)) from error
            raise InputError(uri, f"cannot be written ({first_line(error)})", "check the path and access") from error

    def add(self, documents: Iterable[Document]) -> AddResult:
        """Add documents, and replace those whose digest changed; the same again changes nothing.

        Documents are committed in batches: a process killed on the way keeps every batch before, and the next ``add``
        or ``remove`` puts right what it left. The last of several documents with one id wins. Raises InputError where
        another process keeps the corpus locked.
        """
        added: list[str] = []
        replaced: list[str] = []
        unchanged: list[str] = []
        with locked(self.uri):
            self._refresh()
            for batch in _batches(documents):
                new = []
                for document in batch:
                    row = self._rows.get(document.id)
                    if row and row.digest == document.digest:
                        unchanged.append(document.id)
                        continue
                    (replaced if row else added).append(document.id)
                    new.append(document)
                if new:
                    self._write(new)
            self._index()
        return AddResult(tuple(added), tuple(replaced), tuple(unchanged))

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Remove documents and return their ids; raises InputError, and removes none, where an id is not there."""
        from lancedb.expr import col

        wanted = tuple(dict.fromkeys(ids))
        with locked(self.uri):
            self._refresh()
            for id_ in wanted:
                self._row(id_)
            if wanted:
                with writing(self.uri):
                    self._documents.delete(col("id").isin(wanted))
                self._refresh()
            self._index()
        return wanted

    def list(self) -> tuple[DocumentRow, ...]:
        """All documents, by id."""
        return tuple(self._rows[id_] for id_ in sorted(self._rows))

    def length(self, id_: str) -> int:
        """How many characters a document has; raises InputError where there is none of that id."""
        return self._row(id_).characters

    def document(self, id_: str) -> Document:
        """The document as it was added; raises InputError where there is none of that id."""
        return self.documents([id_])[id_]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """The documents by id, as they were added; raises InputError where there is none of an id."""
        from lancedb.expr import col

        rows = {id_: self._row(id_) for id_ in ids}
        if not rows:
            return {}
        with reading(self.uri):
            found = self._documents.search().where(col("id").isin(list(rows))).select(["id", "text"]).to_list()
        texts = {each["id"]: each["text"] for each in found}
        documents = {
            id_: make_document(id_, texts.get(id_, ""), row.title, row.publisher, row.published, row.url, row.pages)
            for id_, row in rows.items()
        }
        if lost := [id_ for id_, document in documents.items() if document.digest != rows[id_].digest]:
            raise damaged(self.uri, f"the document {lost[0]!r} is not as it was added")
        return documents

    def stats(self) -> CorpusStats:
        """Counts, size and digest."""
        size = None
        folder = folder_of(self.uri)
        if folder is not None:
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return CorpusStats(
            documents=len(self._rows),
            passages=sum(row.passages for row in self._rows.values()),
            characters=sum(row.characters for row in self._rows.values()),
            bytes_on_disk=size,
            digest=self.digest(),
        )

    def digest(self) -> str:
        """The hex sha256 over ids and digests of the documents: equal for equal documents, however they came in."""
        return hashlib.sha256(json.dumps([[row.id, row.digest] for row in self.list()]).encode()).hexdigest()

    def search(self, query: str, limit: int = 20) -> tuple[Passage, ...]:
        """The passages that share most words with the query (BM25), best first; () for a query without a word.

        The query is words and nothing else: no operator, wildcard or quotation mark has a meaning, and only its first
        5,000 characters count. Words are compared without case, accents, English endings and the dots of acronyms, and
        ``STOP_WORDS`` are left out. The title of a document is searched with each of its passages, because a
        passage often names its subject by a pronoun only.

        Of windows that overlap the best is kept, so that no sentence comes twice. Equal documents give equal results:
        ties go to the lower document id, then the lower offset. Raises InputError where the corpus has no document.
        """
        if not self._rows:
            raise InputError(
                self.uri, "the corpus is empty", f"add references with `sayso corpus add {self.uri} REFERENCES`"
            )
        words = searchable(query[:MAX_QUERY])
        if limit < 1 or not any(character.isalnum() for character in words):
            return ()
        fetch = limit * _HITS_PER_PASSAGE
        while True:
            hits = self._hits(words, fetch)
            complete = len(hits) < fetch
            if not complete:
                # Which of several equal hits make the cut depends on how rows lie on disk.
                worst = hits[-1][0]
                hits = [hit for hit in hits if hit[0] > worst]
            kept = without_repeats(hit for _, hit in hits if self._visible(hit))
            if complete or len(kept) >= limit:
                return tuple(self._passage(hit) for hit in kept[:limit])
            fetch *= 4

    def _hits(self, words: str, count: int) -> Sequence[tuple[float, dict[str, Any]]]:
        from lancedb.query import MatchQuery

        columns = ["document_id", "digest", "start", "text", "_score"]
        # A plain string would be taken for a phrase where it stands in quotation marks.
        match: Any = MatchQuery
        query = self._passages.search(match(words, "words"), query_type="fts")
        with reading(self.uri):
            found = query.limit(count).select(columns).to_list()
        # Scores are sums of 32-bit floats, whose last digits depend on the order of adding.
        hits = [(round(hit["_score"], 3), hit) for hit in found]
        return sorted(hits, key=lambda hit: (-hit[0], hit[1]["document_id"], hit[1]["start"]))

    def _visible(self, hit: dict[str, Any]) -> bool:
        row = self._rows.get(hit["document_id"])
        return row is not None and row.digest == hit["digest"]

    def _passage(self, hit: dict[str, Any]) -> Passage:
        row = self._rows[hit["document_id"]]
        span = (hit["start"], hit["start"] + len(hit["text"]))
        page = page_at(row.pages, span[0])
        return Passage(row.id, hit["text"], span, row.title, row.publisher, row.published, row.url, page)

    def _row(self, id_: str) -> DocumentRow:
        if id_ not in self._rows:
            raise InputError(self.uri, f"no document {id_!r}", f"see `sayso corpus list {self.uri}`")
        return self._rows[id_]

    def _refresh(self) -> None:
        """Read the documents again, together with passages of no other moment."""
        columns = [field.name for field in fields(DocumentRow)]
        while True:
            with reading(self.uri):
                self._documents.checkout_latest()
                version = self._documents.version
                self._passages.checkout_latest()
                schema = (self._documents.schema.metadata or {}).get(SCHEMA_KEY)
                rows = self._documents.search().select(columns).to_list() if schema == SCHEMA else []
                self._documents.checkout_latest()
                count = self._passages.count_rows()
            if schema != SCHEMA:
                raise InputError(self.uri, "made by another version of SaySo", f"run `sayso corpus repair {self.uri}`")
            if self._documents.version == version:
                break
        self._rows = {row["id"]: DocumentRow(**{**row, "pages": tuple(row["pages"])}) for row in rows}
        # Passages are written before their documents, so an older state of them alone has too few.
        if count < sum(row.passages for row in self._rows.values()):
            raise damaged(self.uri, "passages are lost")

    def _write(self, documents: Sequence[Document]) -> None:
        cut = {document.id: passages(document) for document in documents}
        rows = [passage_row(document, passage) for document in documents for passage in cut[document.id]]
        with writing(self.uri):
            self._sweep()
            if rows:
                self._passages.add(rows)
            update = self._documents.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
            update.execute([document_row(document, len(cut[document.id])) for document in documents])
        self._refresh()

    def _sweep(self) -> None:
        """Delete the passages that no document owns: of replaced and removed ones, and of a writer that was killed."""
        from lancedb.expr import col

        if self._passages.count_rows() == sum(row.passages for row in self._rows.values()):
            return
        owners = self._passages.search().select(["document_id", "digest"]).to_arrow()
        pairs = owners.group_by(["document_id", "digest"]).aggregate([]).to_pylist()
        stale = [
            col("document_id").eq(pair["document_id"]) & col("digest").eq(pair["digest"])
            for pair in pairs
            if not self._visible(pair)
        ]
        for start in range(0, len(stale), _DELETE_AT_ONCE):
            self._passages.delete(reduce(or_, stale[start : start + _DELETE_AT_ONCE]))

    def _index(self) -> None:
        """Build the index anew where rows changed.

        Adding to the index would be faster, but it goes on counting rows that are deleted, and then scores depend on
        the history of the corpus. The tag is set last, so that an index is rebuilt after a writer that was killed.
        """
        from lancedb.index import FTS

        with writing(self.uri):
            self._sweep()
            tags = self._passages.tags
            if _INDEXED in tags.list() and tags.get_version(_INDEXED) == self._passages.version:
                list_files(self.uri)
                return
            unlist_files(self.uri)
            for table in (self._documents, self._passages):
                table.optimize(cleanup_older_than=_KEEP_VERSIONS)
            words = FTS(language="English", stem=True, remove_stop_words=False)
            self._passages.create_index("words", config=words, replace=True)
            if _INDEXED in tags.list():
                tags.update(_INDEXED, self._passages.version)
            else:
                tags.create(_INDEXED, self._passages.version)
            list_files(self.uri)


def _batches(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    batch: dict[str, Document] = {}
    size = 0
    for document in documents:
        batch[document.id] = document
        size += len(document.text)
        if size >= _BATCH_CHARACTERS or len(batch) >= _BATCH_DOCUMENTS:
            yield tuple(batch.values())
            batch, size = {}, 0
    if batch:
        yield tuple(batch.values())
