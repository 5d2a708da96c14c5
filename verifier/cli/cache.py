"""``sayso cache``: what earlier runs computed, and how much room it takes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from verifier.cli.output import input_errors, say


@click.group()
def cache() -> None:
    """What earlier runs computed, kept so that it is computed once; it may go at any time.

    It lies in the user's cache folder; SAYSO_CACHE_DIR names another, SAYSO_CACHE_SIZE bounds it (1GB): what was not
    used for longest goes.
    """


@cache.command()
def stats() -> None:
    """Say where it is, what is in it and how large it is."""
    from claims.attribution.shipped import cache_folder
    from verifier.cache.kept import FILE, limit, opened, total
    from verifier.corpus.cache import indexes

    with input_errors(), opened() as kept:
        found = kept.stats()
        click.echo(str(cache_folder()))
        for kind, (rows, size) in (*found.items(), ("all", total(found))):
            click.echo(f"{kind:<12}{rows:>10,}{size:>16,} bytes")
        files = [file for file in cache_folder().glob(f"{FILE}*") if file.is_file()]
        click.echo(f"{'on disk':<22}{_size(files):>16,} bytes, {limit():,} at most")
        click.echo(f"{'references':<22}{_size(indexes().rglob('*')):>16,} bytes")


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


@cache.command()
@click.option("--references", is_flag=True, help="Delete the indexes of references too, which may not be in use.")
def clear(references: bool) -> None:
    """Delete what earlier runs computed."""
    import shutil

    from verifier.cache.kept import opened, total
    from verifier.corpus.cache import indexes

    with input_errors(), opened() as kept:
        rows, _ = total(kept.stats())
        kept.clear()
        say(f"{rows:,} results deleted")
        if references:
            shutil.rmtree(indexes(), ignore_errors=True)
