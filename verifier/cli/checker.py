"""What ``sayso check`` checks with: models, references and results of earlier runs, in one process or several."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from claims.errors import InputError
from verifier.cli.output import Errors, say
from verifier.clock import TookTooLong, time_limit

if TYPE_CHECKING:
    from claims.attribution.tagger import Tagger
    from claims.records import Article
    from verifier.cache.kept import Kept
    from verifier.corpus.store import Corpus
    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName
    from verifier.nli.scorer import Scorer
    from verifier.records import CheckedClaim, Report


class Models(NamedTuple):
    """Which models are asked for."""

    reader: ReaderName
    nli_model: str | None
    engine: EngineName | None
    careful_model: str | None


class Checker:
    """Checks articles against ``references``, a folder or a URI, in ``jobs`` processes; 0 is one for each core.

    Without references each article is held against itself alone.
    """

    def __init__(
        self, references: str | None, models: Models, on: frozenset[str], kept: Kept, jobs: int, errors: Errors
    ) -> None:
        from claims.attribution.encoder import threads

        self._references, self._models, self._on, self._kept, self._errors = references, models, on, kept, errors
        self._jobs = jobs or threads()

    def reports(self, first: Article, others: Iterator[Article]) -> Iterator[Report | InputError]:
        """The reports on all articles, in order, and in place of one that takes too long an error."""
        from verifier import check, parallel
        from verifier.nli.load import setting
        from verifier.records import Report
        from verifier.results import Results

        if self._references is None:
            yield from self._by_themselves(chain([first], others))
            return
        tagger, scorer = opened(self._models)
        store = self._store(self._references, first, tagger, scorer)
        run = check.run_header(tagger, scorer, store)
        _, nli_model, engine, careful = self._models
        results = Results(self._kept, scorer, store, run, self._on, setting(nli_model, engine, careful))
        articles = chain([first], others)
        if self._jobs == 1:
            for article in articles:
                try:
                    with time_limit(article.id):
                        report = check.check(article, tagger, scorer, store, run, self._on, results)
                except TookTooLong as error:
                    yield error
                else:
                    yield report
            return
        cache = self._kept.path.parent if self._kept.path else None
        setup = parallel.Setup(store.uri, store.digest(), *self._models, self._on, cache)

        def known(article: Article) -> tuple[CheckedClaim, ...] | None:
            found = results.article(article)
            return None if found is None else check.with_own_flags(article, found, results.own)

        for article, found in parallel.checked(articles, known, setup, self._jobs):
            yield found if isinstance(found, InputError) else Report(article, found, run)

    def _by_themselves(self, articles: Iterator[Article]) -> Iterator[Report | InputError]:
        """The reports on articles without references; the networks that read two texts are not loaded."""
        from claims.attribution.tagger import Tagger
        from verifier import check, parallel
        from verifier.records import CheckedClaim, Report
        from verifier.results import Itself

        tagger = Tagger()
        run = check.header_without_corpus(tagger)
        own = Itself(self._kept, run.models["attribution"], self._on)
        if self._jobs == 1:
            for article in articles:
                try:
                    with time_limit(article.id):
                        report = check.check_itself(article, tagger, run, own)
                except TookTooLong as error:
                    yield error
                else:
                    yield report
            return

        def known(article: Article) -> tuple[CheckedClaim, ...] | None:
            claims, flags = own.claims(article), own.flags(article)
            if claims is None or (own.on and flags is None):
                return None
            return check.with_own_flags(article, [CheckedClaim(claim) for claim in claims], own)

        cache = self._kept.path.parent if self._kept.path else None
        setup = parallel.Setup(None, "", *self._models, self._on, cache)
        for article, found in parallel.checked(articles, known, setup, self._jobs):
            yield found if isinstance(found, InputError) else Report(article, found, run)

    def _store(self, references: str, first: Article, tagger: Tagger, scorer: Scorer) -> Corpus:
        """The references; the models load meanwhile, outside of Python for the most part, if they are needed here."""
        from verifier.corpus.cache import open_corpus
        from verifier.results import is_split

        with ThreadPoolExecutor(1) as loader:
            here = self._jobs == 1 and not is_split(first, self._kept, tagger)
            loading = loader.submit(_warm, tagger, scorer) if here else None
            store, unread = open_corpus(references, lambda line: say(line) if sys.stderr.isatty() else None)
            self._errors.say(*unread)
            if loading:
                loading.result()
        return store


def opened(models: Models) -> tuple[Tagger, Scorer]:
    """The tagger and the reader that are asked for; they load when they are first used."""
    from claims.attribution.tagger import Tagger
    from verifier.nli import open_reader

    return Tagger(), open_reader(*models)


def _warm(tagger: Tagger, scorer: Scorer) -> None:
    """Load the models, by asking them something."""
    tagger.relations(".")
    scorer.score([(".", ".")])
