"""The review widget for notebooks (JupyterLab, VS Code, marimo): the same page as ``sayso review`` serves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget

from verifier.review.session import Session

STATIC = Path(__file__).parent / "static"


class ReviewWidget(anywidget.AnyWidget):
    """Shows the claims of a ``Session`` one by one, and records what its reviewer answers."""

    _esm = STATIC / "review.js"
    _css = STATIC / "review.css"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.on_msg(self._received)

    def overview(self) -> str:
        """How far the review is, in one line."""
        return self.session.overview()

    def _received(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        self.send(self.session.handle(message))
