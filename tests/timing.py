"""Whether time grows with the length of the input and no faster, told so that a busy machine does not decide it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 10
# Time in proportion to the square would be as many times too much as the input is longer: five and more.
SLACK = 3


def in_proportion(work: Callable[[int], object], short: int, long: int) -> bool:
    """Whether ``work(long)`` takes at most ``SLACK`` times what its size allows it beside ``work(short)``.

    Other work on the machine only lengthens a run, so the least time of each counts, of as many tries as it takes.
    """
    assert long >= 5 * short
    least = {short: float("inf"), long: float("inf")}
    # What else the process holds would be gone through again whenever much is made: a cost of its own.
    gc.disable()
    try:
        for _ in range(TRIES):
            for size in least:
                started = time.process_time()
                work(size)
                least[size] = min(least[size], time.process_time() - started)
            if least[long] < SLACK * long / short * least[short]:
                return True
    finally:
        gc.enable()
    return False
