"""The time that one article may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from claims.errors import InputError
from claims.limits import limit


class TookTooLong(InputError):
    """An article that was given up, so that the rest of a batch is done."""


@contextmanager
def time_limit(where: str) -> Iterator[None]:
    """Raise TookTooLong within it when ``SAYSO_MAX_SECONDS`` are over; only the main thread can be stopped so.

    An error of ours gets a note of which article it was.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = limit("SECONDS")

    def give_up(number: int, frame: object) -> None:
        raise TookTooLong(where, f"took longer than {seconds:,} seconds", "shorten it, or set SAYSO_MAX_SECONDS")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        error.add_note(f"in {where}")
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
