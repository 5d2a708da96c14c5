"""Values of JSON that are read field by field, each with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from claims.errors import InputError
from claims.records import Span, Spans

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the way to it, so that an error can name the field.

    What reads a value raises InputError where it is of another kind.
    """

    value: Any
    where: str
    path: str

    def error(self, what: str, do: str = "give a report written by sayso check --format json") -> InputError:
        """An error that names the field."""
        return InputError(f"{self.where}: {self.path}" if self.path else self.where, what, do)

    def __getitem__(self, key: str) -> Node:
        if not isinstance(self.value, dict):
            raise self.error("not an object")
        path = f"{self.path}.{key}" if self.path else key
        if key not in self.value:
            raise Node(None, self.where, path).error("missing")
        return Node(self.value[key], self.where, path)

    def each(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """What ``read`` makes of each item of a list."""
        if not isinstance(self.value, list):
            raise self.error("not a list")
        nodes = (Node(value, self.where, f"{self.path}[{index}]") for index, value in enumerate(self.value))
        return tuple(read(node) for node in nodes)

    def members(self, read: Callable[[Node], T]) -> dict[str, T]:
        """What ``read`` makes of each value of an object."""
        if not isinstance(self.value, dict):
            raise self.error("not an object")
        return {key: read(self[key]) for key in self.value}

    def optional(self, read: Callable[[Node], T]) -> T | None:
        """None for null, else what ``read`` makes of it."""
        return None if self.value is None else read(self)

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.error("not a string")
        return self.value

    def one_of(self, allowed: Iterable[str]) -> Any:
        """One of these strings."""
        if self.value not in tuple(allowed):
            raise self.error(f"not one of {', '.join(allowed)}")
        return self.value

    def truth(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self.error("not true or false")
        return self.value

    def number(self) -> float:
        """A number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.error("not a number")
        return self.value

    def count(self) -> int:
        """A whole number of 0 or more."""
        if type(self.value) is not int or self.value < 0:
            raise self.error("not a whole number of 0 or more")
        return self.value

    def probability(self) -> float:
        """A number from 0 to 1."""
        number = self.number()
        if not 0 <= number <= 1:
            raise self.error("not between 0 and 1")
        return number

    def text_or_integer(self) -> str | int:
        """A string or a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.error("neither a string nor an integer")
        return self.value

    def day(self) -> date:
        """An ISO date."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.error("not a date as in 2021-08-06") from None

    def span(self) -> Span:
        """Two offsets, the second behind the first."""
        match self.value:
            case [start, end] if type(start) is type(end) is int and 0 <= start < end:
                return start, end
        raise self.error("not a span [start, end] with 0 <= start < end")

    def spans(self) -> Spans:
        """Spans in text order that do not overlap."""
        spans = self.each(Node.span)
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            raise self.error("spans that overlap or are not in text order")
        return spans

    def spans_in(self, text: str) -> Spans:
        """Spans that lie in ``text``."""
        spans = self.spans()
        if spans and spans[-1][1] > len(text):
            raise self.error(f"a span that ends after the article's {len(text)} characters")
        return spans
