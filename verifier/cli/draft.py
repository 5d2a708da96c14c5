"""A file that has no name until it is whole."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


class Draft:
    """What becomes the file ``target`` when it is kept, and else is nothing.

    On Linux it has no name while it is written, so that a process that is killed leaves nothing. Where the file system
    cannot do that, it is a hidden file beside the target. Raises OSError where it cannot be made.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._name: Path | None = None
        try:
            self._descriptor = os.open(target.parent, os.O_RDWR | os.O_TMPFILE, 0o666)
        except (AttributeError, OSError):
            self._name = self._hidden()
            self._descriptor = os.open(self._name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        self.file = os.fdopen(self._descriptor, "w", encoding="utf-8", newline="")

    def keep(self) -> None:
        """Give it its name, in place of what has it; raises OSError where that cannot be."""
        self.file.flush()
        if self._name is None:
            self._name = self._hidden()
            _link(self._descriptor, self._name)
        self._name.replace(self._target)
        self._name = None

    def drop(self) -> None:
        """Forget what was not kept."""
        if self._name is not None:
            with suppress(OSError):
                self._name.unlink()

    def _hidden(self) -> Path:
        return self._target.with_name(f".{self._target.name}.{secrets.token_hex(4)}")


def _link(descriptor: int, name: Path) -> None:
    """Give the file of a descriptor a name; where that cannot be done, its content."""
    here = Path(f"/proc/self/fd/{descriptor}")
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        # Only with a folder is the link followed.
        os.link(here, name, dst_dir_fd=folder, follow_symlinks=True)
    except OSError:
        shutil.copyfile(here, name)
    finally:
        os.close(folder)
