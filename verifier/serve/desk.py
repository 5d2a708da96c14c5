"""Where articles wait and are checked: processes with models of their own, and a queue with an end."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from math import ceil
from multiprocessing import get_context

from claims.errors import InputError
from claims.records import Article
from verifier.parallel import Setup, check_here, start
from verifier.records import Report, Run
from verifier.report.identity import identified

# Articles of which the time is remembered, to say when a place will be free.
RECENT = 20
# Seconds that an article is taken to need before one was checked.
FIRST_GUESS = 10.0
_WARM = Article("warm", "The port opened on Monday, the mayor said.")


class Busy(Exception):
    """No place is free; ``after`` is in how many seconds there may be one."""

    def __init__(self, after: int) -> None:
        super().__init__(f"every place is taken; try again in {after} seconds")
        self.after = after


class Desk:
    """Checks articles in ``processes`` processes as ``setup`` says; up to ``waiting`` more wait for their turn."""

    def __init__(self, setup: Setup, run: Run, processes: int = 1, waiting: int = 8) -> None:
        self.run = run
        self.under_way = 0
        self._setup, self._processes, self._places = setup, processes, processes + waiting
        self._seconds: deque[float] = deque(maxlen=RECENT)
        self._pool = self._opened()

    def _opened(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._processes, get_context("spawn"), start, (self._setup,))

    def warm(self) -> None:
        """Load the models in every process. Raises InputError for what a process cannot use."""
        for loaded in [self._pool.submit(check_here, _WARM) for _ in range(self._processes)]:
            loaded.result()

    async def report(self, article: Article) -> Report:
        """The report on an article, as ``sayso check`` would give it, flags of every severity in it.

        Raises Busy where no place is free, and InputError for what cannot be checked, took too long or ended its
        process.
        """
        if self.under_way >= self._places:
            raise Busy(self._until_free())
        pool = self._pool
        self.under_way += 1
        begun = time.perf_counter()
        try:
            claims = await asyncio.get_running_loop().run_in_executor(pool, check_here, article)
        except BrokenProcessPool as error:
            if self._pool is pool:
                pool.shutdown(wait=False)
                self._pool = self._opened()
            raise InputError(article.id, "the process that checked it ended", "try again, or a shorter text") from error
        finally:
            self.under_way -= 1
        self._seconds.append(time.perf_counter() - begun)
        return identified(Report(article, claims, self.run))

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _until_free(self) -> int:
        usual = sum(self._seconds) / len(self._seconds) if self._seconds else FIRST_GUESS
        return max(1, ceil(usual / self._processes))
