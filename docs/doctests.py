"""For the documentation site: examples in docstrings are shown as code."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


class Doctests(Extension):
    """Fences what begins with ``>>>``, up to the next empty line."""

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        """See griffe."""
        if obj.docstring:
            obj.docstring.value = _EXAMPLE.sub(lambda match: f"```pycon\n{match[0]}\n```", obj.docstring.value)
