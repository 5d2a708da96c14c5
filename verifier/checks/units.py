"""The units of quantities: their spellings, which of them measure the same, and how one is told in another.

Spellings are in ``units.toml``, currencies by code and name from Unicode's CLDR as Babel has it, conversions from pint,
which is loaded where two different units meet. A currency is never converted: its rate is news itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import product
from math import isclose, log10
from typing import Any, NamedTuple

# Words and marks that a unit has at most: "U.S. dollars".
LONGEST = 5


class Units(NamedTuple):
    """The tables of ``units.toml`` with the currencies of CLDR.

    ``signs`` stand before a number, ``units`` are phrases behind it in lower case, ``codes`` stand on either side and
    ``glued`` on the digits themselves, both as written. Each leads to the unit's name. ``measures`` leads from that to
    what it is in pint.
    """

    signs: Mapping[str, str]
    units: Mapping[str, str]
    codes: Mapping[str, str]
    glued: Mapping[str, str]
    measures: Mapping[str, Sequence[str]]
    currencies: frozenset[str]


class Conversion(NamedTuple):
    """What makes the number of one unit that of another: ``number * factor + offset``.

    It is ``exact`` where only zeros are added or taken away, so that nobody has to round.
    """

    factor: float
    offset: float
    exact: bool

    def __call__(self, number: float) -> float:
        """The number in the other unit."""
        return number * self.factor + self.offset


@cache
def units() -> Units:
    """How English writes units."""
    data = tomllib.loads(resources.files("verifier.checks").joinpath("units.toml").read_text(encoding="utf-8"))
    codes, names = _currencies(data["currencies"])
    spelled = {spelling: name for name, spellings in data["units"].items() for spelling in spellings}
    money = frozenset({*data["signs"].values(), *codes.values(), *names.values()})
    return Units({**data["signs"], **codes}, {**names, **spelled}, codes, data["glued"], data["measures"], money)


def _currencies(lists: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """The currencies that are legal tender somewhere: names by code, and by what they are called, in lower case."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_currency_name, get_territory_currencies

    english = Locale("en")
    tender = {code for place in get_global("territory_currencies") for code in get_territory_currencies(place)}
    codes, names = {}, {}
    for code in sorted(tender):
        one, several = (get_currency_name(code, count, english) for count in (1, 2))
        # "Danish krone" and "Danish kroner" are kroner too.
        short = one.split()[-1]
        own = short if code in lists["plain"] else one
        if code not in lists["unread"]:
            codes[code] = own
        for name in (one, several):
            names[name.lower()] = own
            bare = name.split()[-1].lower()
            if bare not in lists["ambiguous"] and "&" not in name:
                names.setdefault(bare, short)
    return codes, names


def is_money(unit: str) -> bool:
    """Whether a unit is a currency."""
    return unit in units().currencies


def are_apart(unit: str, other: str) -> bool:
    """Whether neither unit can be a looser name of the other: "dollar" of "Australian dollar"."""
    return bool(unit and other) and not (unit.endswith(other) or other.endswith(unit))


@cache
def conversions(unit: str, other: str) -> tuple[Conversion, ...]:
    """The ways to tell ``unit`` in ``other``: none where they measure different things, several where one is loose.

    "Gallon" is American or imperial, "degree" Celsius or Fahrenheit.
    """
    measures = units().measures
    if unit not in measures or other not in measures:
        return ()
    pairs = product(measures[unit], measures[other])
    return tuple(way for one, second in pairs if (way := _conversion(one, second)) is not None)


def _conversion(one: str, other: str) -> Conversion | None:
    registry = _registry()
    first, second = registry.parse_units(one), registry.parse_units(other)
    if first.dimensionality != second.dimensionality:
        return None
    zero, ten = (float(registry.Quantity(number, first).to(second).magnitude) for number in (0.0, 10.0))
    factor, offset = (ten - zero) / 10, zero
    exact = isclose(offset, 0, abs_tol=1e-9) and isclose(log10(factor), round(log10(factor)), abs_tol=1e-9)
    return Conversion(float(f"{factor:.12g}"), 0.0 if isclose(offset, 0, abs_tol=1e-9) else offset, exact)


@cache
def _registry() -> Any:
    # Any, because pint's own annotations do not pass a strict type check.
    from pint import UnitRegistry

    registry: Any = UnitRegistry()
    # Shares of a hundred are counted apart from percent: a rise by a point is not one by a percent.
    registry.define("percentage_point = [percentage_points]")
    registry.define("basis_point = 0.01 percentage_point")
    return registry
