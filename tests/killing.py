"""Commands that are killed at any moment, for tests of what is left of their work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# How often each test kills; SAYSO_KILL_ROUNDS=100 looks longer for a moment that loses something.
ROUNDS = int(os.environ.get("SAYSO_KILL_ROUNDS", "3"))


def kill(
    command: Sequence[str | Path], seconds: float, chance: random.Random, environment: Mapping[str, str] = os.environ
) -> int:
    """Start a command, kill it and its processes within ``seconds`` unless it ends before; its exit code."""
    with subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, seconds))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode
