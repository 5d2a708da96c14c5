"""Programs that tests start and end."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program whose output is text, ended with the block if it does not end before.

    Ctrl-C reaches it too where the tests run in the background, for which a shell has its children pass it over.
    """
    with subprocess.Popen(command, text=True, preexec_fn=_interruptible, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def _interruptible() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
