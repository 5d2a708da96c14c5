"""References for ``check``: files, texts, or a corpus that is kept."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claims.article.files import make_article
from claims.errors import InputError
from claims.records import Article
from verifier.corpus.cache import open_corpus
from verifier.corpus.documents import document_of
from verifier.corpus.store import Corpus as Store
from verifier.records import Document, Passage

# An article or a reference: its text, its fields (text, id, title, url, publisher, published, language), or a record.
Text = str | Mapping[str, Any] | Article
# Where references are: a folder, a file, the URI of a corpus; or the references themselves.
References = str | Path | Mapping[str, Any] | Article | Document | Iterable[Text | Document]

_IN_MEMORY = "memory://"


class UnreadReference(UserWarning):
    """A reference that was named could not be read; the others were.

    >>> import warnings
    >>> warnings.simplefilter("error", UnreadReference)    # a reference that cannot be read stops the program
    >>> warnings.simplefilter("default", UnreadReference)
    """


class Corpus:
    """References, indexed once and checked against many times.

    ``references`` are a folder, a file, a corpus made with ``sayso corpus add`` or its URI, or the references
    themselves: texts, or mappings with the fields text, id, title, publisher, published and url. The index of a folder
    is kept in the cache folder and follows its files; that of texts lives as long as the object.

    What cannot be read of a folder is in ``unread`` and raises the warning ``UnreadReference``. Raises InputError where
    nothing is there, or a text is none.

    >>> corpus = Corpus([{"id": "count", "text": "The border guards counted 900 people.", "publisher": "ELTA"}])
    >>> len(corpus)
    1
    >>> [passage.document_id for passage in corpus.search("how many did they count?")]
    ['count']
    """

    def __init__(self, references: References) -> None:
        self.unread: tuple[InputError, ...] = ()
        if isinstance(references, Mapping | Article | Document):
            references = [references]
        if isinstance(references, str | Path):
            self._store, self.unread = open_corpus(str(references), lambda _: None)
        else:
            documents = tuple(_documents(references))
            if not documents:
                raise InputError("references", "there are none", "give texts, or name a folder of them")
            self._store = Store.create(_IN_MEMORY)
            self._store.add(documents)
        for error in self.unread:
            warnings.warn(str(error), UnreadReference, stacklevel=2)

    def __len__(self) -> int:
        return len(self._store.list())

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the documents, sorted.

        >>> Corpus(["It rained in Vilnius.", "It snowed in Kaunas."]).ids
        ('reference 1', 'reference 2')
        """
        return tuple(row.id for row in self._store.list())

    def document(self, id_: str) -> Document:
        """The document of this id, with its text; raises InputError where there is none.

        >>> Corpus(["It rained in Vilnius."]).document("reference 1").text
        'It rained in Vilnius.'
        """
        return self._store.document(id_)

    def search(self, query: str, limit: int = 20) -> tuple[Passage, ...]:
        """The passages that share most words with the query (BM25), best first.

        >>> [passage.text for passage in Corpus(["It rained in Vilnius.", "Kaunas was dry."]).search("rain")]
        ['It rained in Vilnius.']
        """
        return self._store.search(query, limit)

    @property
    def store(self) -> Store:
        """The index itself, which ``verifier.check`` reads.

        >>> Corpus(["It rained in Vilnius."]).store.stats().documents
        1
        """
        return self._store


def article_of(text: Text, where: str = "text") -> Article:
    """The article in whatever a caller gives; raises InputError for one without text or not in English."""
    if isinstance(text, Article):
        fields: Mapping[str, Any] = {
            name: getattr(text, name) for name in ("text", "id", "title", "url", "publisher", "published", "language")
        }
        make_article(fields, where, where)
        return text
    return make_article({"text": text} if isinstance(text, str) else text, where, where)


def _documents(references: Iterable[Text | Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for number, each in enumerate(references, 1):
        where = f"reference {number}"
        article = article_of(_article(each) if isinstance(each, Document) else each, where)
        document = document_of(article, each.pages if isinstance(each, Document) else ())
        if document.id in seen:
            raise InputError(where, f"the id {document.id!r} was used before", "give each reference its own id")
        seen.add(document.id)
        yield document


def _article(document: Document) -> Article:
    return Article(document.id, document.text, document.title, document.url, document.publisher, document.published)
