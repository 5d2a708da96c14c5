"""Whether the files of a model are those that were shipped: a damaged one gives other claims and scores, not an error.

Beside a model stands ``SHA256SUMS``, as sha256sum writes it. A file is read once; after that its size and time of
change tell that it is the same, as the cache folder remembers them.

usage: python -m claims.attribution.shipped FOLDER..., to write the list anew when a model changes
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from claims.errors import InputError

SUMS = "SHA256SUMS"
_KNOWN = "models.json"
_REMEDY = "install SaySo again"


def cache_folder() -> Path:
    """Where SaySo keeps what it can compute again; ``SAYSO_CACHE_DIR`` names another folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SAYSO_CACHE_DIR") or user_cache_dir("sayso"))


def check_model(folder: Path, *, shipped: bool) -> None:
    """Raise InputError where a file that ``SHA256SUMS`` in ``folder`` names is missing or another one.

    A model that was not ``shipped`` with SaySo may do without the list.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        wanted = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except FileNotFoundError as error:
        if shipped:
            raise InputError(str(folder / SUMS), "is missing", _REMEDY) from error
        return
    except (OSError, ValueError) as error:
        raise InputError(str(folder / SUMS), f"cannot be read ({error})", _REMEDY) from error
    known = _known()
    fresh = {}
    for name, digest in wanted.items():
        path = folder / name
        try:
            status = path.stat()
            stamp = [status.st_size, status.st_mtime_ns, digest]
            if known.get(str(path.resolve())) == stamp:
                continue
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise InputError(str(path), f"cannot be read ({error.strerror or error})", _REMEDY) from error
        if found != digest:
            raise InputError(str(path), f"is damaged: its sha256 is not the one in {SUMS}", _REMEDY)
        fresh[str(path.resolve())] = stamp
    if fresh:
        _remember({**known, **fresh})


def list_model(folder: Path) -> None:
    """Write the list of all files in ``folder``."""
    names = sorted(file.name for file in folder.iterdir() if file.is_file() and file.name != SUMS)
    lines = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _known() -> dict[str, object]:
    """The files that were found to be whole: size, time of change and sha256, by their path."""
    try:
        known = json.loads((cache_folder() / _KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(known: dict[str, object]) -> None:
    """Keep them; where nothing can be kept, they are read again the next time."""
    path = cache_folder() / _KNOWN
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_text(json.dumps(known), encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        list_model(Path(argument))
