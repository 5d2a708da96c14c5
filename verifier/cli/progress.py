"""How far a run is, on stderr: a bar on a terminal, elsewhere a line every half minute."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from verifier.cli.output import say

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

T = TypeVar("T")

# Seconds between two lines, and how many of them the rate is measured over: what an earlier run knew goes by in no
# time and tells nothing of what is left.
EVERY = 30.0
RECENT = 10


def counted(items: Iterable[T], streamed: bool, total: int | None = None, what: str = "articles") -> Iterator[T]:
    """The items, counted on stderr with their rate and, if the ``total`` is known, the time left.

    Nothing is drawn on a terminal to which results are ``streamed``.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from _told(items, total, what)
    elif streamed and sys.stdout.isatty():
        yield from items
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TextColumn(what), _rate_column(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            yield from bar.track(items, total=total)


def _told(items: Iterable[T], total: int | None, what: str) -> Iterator[T]:
    done = 0
    ended = Event()

    def tell() -> None:
        marks = deque([(time.monotonic(), 0)], maxlen=RECENT)
        while not ended.wait(EVERY):
            marks.append((time.monotonic(), done))
            (before, less), (now, more) = marks[0], marks[-1]
            say(progress_line(more, total, (more - less) / (now - before), what))

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        for item in items:
            yield item
            done += 1
    finally:
        ended.set()
        teller.join()


def progress_line(done: int, total: int | None, rate: float, what: str = "articles") -> str:
    """So many articles are done, at ``rate`` a second: ``120 of 500 articles, 24 a minute, 16 min left``."""
    told = [f"{done:,} of {total:,} {what}" if total is not None else f"{done:,} {what}", rate_words(rate)]
    if total is not None and rate > 0 and done < total:
        told.append(f"{duration((total - done) / rate)} left")
    return ", ".join(told)


def rate_words(rate: float) -> str:
    """So many a second, in numbers that can be read."""
    return f"{rate:,.0f} a second" if rate >= 10 else f"{rate * 60:,.0f} a minute"


def duration(seconds: float) -> str:
    """A time in hours and minutes."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        """Articles a second or a minute."""

        def render(self, task: Task) -> Text:
            return Text(rate_words(task.speed) if task.speed else "")

    return Rate()
