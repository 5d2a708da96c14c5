"""Checks articles in several processes, each with models of its own that compute on one core.

The reports come in the order of the articles and are the same as from one process. No more than a few articles are
under way at once, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from claims.attribution.encoder import THREADS
from claims.errors import InputError
from claims.records import Article
from verifier.clock import TookTooLong, time_limit
from verifier.nli.engine import EngineName
from verifier.nli.readers import ReaderName
from verifier.records import CheckedClaim

# Articles under way for each process: a long one does not keep the others waiting.
AHEAD = 4
# What libraries take for the number of their threads.
_THREADS = (THREADS, "OMP_NUM_THREADS", "RAYON_NUM_THREADS")

Claims = tuple[CheckedClaim, ...]

# That of this process, where it is one of several.
_setups: list[Setup] = []


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs to check articles as this one would; ``digest`` is that of the corpus at ``corpus``.

    Without a corpus articles are held against themselves alone.
    """

    corpus: str | None
    digest: str
    reader: ReaderName
    nli_model: str | None
    engine: EngineName | None
    careful_model: str | None
    on: frozenset[str]
    cache: Path | None


def checked(
    articles: Iterable[Article],
    known: Callable[[Article], Claims | None],
    setup: Setup,
    jobs: int,
) -> Iterator[tuple[Article, Claims | TookTooLong]]:
    """Each article with its claims, in order, those that are not ``known`` checked in ``jobs`` processes.

    One that takes too long has an error in their place.

    Raises InputError for what a process cannot use, and where one ended by itself.
    """
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), start, (setup,))
    waiting: deque[tuple[Article, Claims | Future[Claims]]] = deque()
    try:
        for article in articles:
            found = known(article)
            waiting.append((article, pool.submit(check_here, article) if found is None else found))
            while waiting and (len(waiting) > AHEAD * jobs or _is_ready(waiting[0][1])):
                yield _answered(*waiting.popleft())
        while waiting:
            yield _answered(*waiting.popleft())
    except BrokenProcessPool as error:
        raise InputError("-j", "a process ended by itself, perhaps for want of memory", "use fewer") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _is_ready(found: Claims | Future[Claims]) -> bool:
    return not isinstance(found, Future) or found.done()


def _answered(article: Article, found: Claims | Future[Claims]) -> tuple[Article, Claims | TookTooLong]:
    try:
        return article, found.result() if isinstance(found, Future) else found
    except TookTooLong as error:
        return article, error


def start(setup: Setup) -> None:
    """Make this process one that ends with its parent, and not by itself where the user interrupts both."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    for name in _THREADS:
        os.environ[name] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _setups.append(setup)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


@cache
def _desk() -> Callable[[Article], Claims]:
    """The models and the corpus, opened on the first article."""
    from claims.attribution.tagger import Tagger
    from verifier.cache.kept import Kept, limit
    from verifier.check import check, check_itself, header_without_corpus, run_header
    from verifier.corpus.store import Corpus
    from verifier.nli import open_reader
    from verifier.nli.load import setting
    from verifier.results import Itself, Results

    (setup,) = _setups
    if setup.corpus is None:
        tagger = Tagger()
        header = header_without_corpus(tagger)
        own = Itself(Kept(setup.cache, limit()), header.models["attribution"], setup.on)
        return lambda article: check_itself(article, tagger, header, own).claims
    corpus = Corpus.open(setup.corpus)
    if corpus.digest() != setup.digest:
        raise InputError(setup.corpus, "the references changed while articles were checked", "check again")
    tagger = Tagger()
    scorer = open_reader(setup.reader, setup.nli_model, setup.engine, setup.careful_model)
    run = run_header(tagger, scorer, corpus)
    named = setting(setup.nli_model, setup.engine, setup.careful_model)
    results = Results(Kept(setup.cache, limit()), scorer, corpus, run, setup.on, named)
    return lambda article: check(article, tagger, scorer, corpus, run, setup.on, results).claims


def check_here(article: Article) -> Claims:
    """The claims of an article, checked in this process, which was started with ``start``."""
    with time_limit(article.id):
        return _desk()(article)
