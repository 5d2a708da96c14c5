"""A file that has no name until it is whole."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# The longest name that a draft takes over from its target, in bytes: a file system has an end to names.
_LONGEST = 200
_END = ".draft"


class Draft:
    """What becomes the file ``target`` when it is kept, and else is nothing.

    On Linux it has no name while it is written, so that a process that is killed leaves nothing. Where the file system
    cannot do that, it is a hidden file beside the target, ``.NAME.xxxxxxxx.draft``; the next draft for this target
    removes it. Raises OSError where it cannot be made.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._name: Path | None = None
        for left in target.parent.glob(f".{_escaped(_short(target.name))}.????????{_END}"):
            _remove_abandoned(left)
        try:
            self._descriptor = os.open(target.parent, os.O_RDWR | os.O_TMPFILE, 0o666)
        except (AttributeError, OSError):
            self._name, self._descriptor = self._named()
        else:
            _lock(self._descriptor)
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

    def _named(self) -> tuple[Path, int]:
        """A hidden file, locked; one that another process took for abandoned before it was is made anew."""
        while True:
            name = self._hidden()
            descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            if _lock(descriptor) and name.exists():
                return name, descriptor
            os.close(descriptor)
            with suppress(OSError):
                name.unlink()

    def _hidden(self) -> Path:
        return self._target.with_name(f".{_short(self._target.name)}.{secrets.token_hex(4)}{_END}")


def write_whole(target: Path, text: str) -> None:
    """Make ``text`` the content of a file, at once, on the disk when this returns; a link stays one. Raises OSError."""
    draft = Draft(target.resolve())
    try:
        draft.file.write(text)
        draft.file.flush()
        os.fsync(draft.file.fileno())
        draft.keep()
    finally:
        with suppress(OSError):
            draft.file.close()
        draft.drop()


def _short(name: str) -> str:
    return os.fsdecode(os.fsencode(name)[:_LONGEST])


def _escaped(name: str) -> str:
    """A name in which nothing is a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _lock(descriptor: int) -> bool:
    """Whether nobody else has the file locked; it is then locked as long as it is open."""
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _remove_abandoned(draft: Path) -> None:
    """Remove a draft whose process is no more: one that lives has it locked, or where that is not known, open."""
    with suppress(OSError):
        descriptor = os.open(draft, os.O_RDWR)
        try:
            abandoned = _lock(descriptor)
        finally:
            os.close(descriptor)
        if abandoned:
            draft.unlink()


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
