"""The command line: ``sayso``, one command a file."""

from verifier.cli.main import main

__all__ = ["main"]
