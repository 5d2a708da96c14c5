"""Pictures of a report: who speaks and how much of it stands, when, and who quotes whom.

Positions across are percent of the width and positions down are pixels, so that a picture fits a phone as it fits a
page, with letters of one size. Colours are those of the page. Each kind of answer has a pattern of its own, for print
in grey and for those who do not tell red from black.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from claims.records import Claim
from verifier.records import CheckedClaim, Report
from verifier.report import wording
from verifier.report.marks import sureness

Outcome = Literal["stands", "said", "conflicting", "against", "nothing"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MEANINGS: Mapping[Outcome, str] = {
    "stands": "supported",
    "said": "said so, content open",
    "conflicting": "in conflict",
    "against": "refuted",
    "nothing": "open",
}

# Voices, and boxes of the map, that are drawn one by one; all are in the tables.
MOST_VOICES, MOST_BOXES = 12, 10
# Parts into which the time that a picture shows is divided: what falls into one is counted together.
_BINS = 30
_ROW, _BAR, _LANE, _BOX = 36, 12, 46, 58
# Lines in a box of the map, and letters of a line by how many columns there are, so that they fit on a phone.
_LINES = 3
_LETTERS = {1: 40, 2: 20, 3: 12}
_FEWEST_LETTERS = 9
# Letters of a name above a bar.
_LONGEST = 46


class Shape(NamedTuple):
    """Something drawn: ``x`` and ``width`` in percent, ``y`` and ``height`` in pixels; ``look`` is a class of styles.

    A line runs from (x, y) over ``width`` across and ``height`` down; a dot has its middle at (x, y) and the radius
    ``height``; ``words`` are those of a text, or the title of another shape.
    """

    kind: Literal["bar", "line", "dot", "text"]
    x: float
    y: float
    width: float = 0
    height: float = 0
    look: str = ""
    words: str = ""
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with ``told``, what it shows in words, and its data as a table. ``key`` is unique on a page."""

    kind: Literal["speakers", "timeline", "voices"]
    key: str
    title: str
    told: str
    height: int
    shapes: tuple[Shape, ...]
    legend: tuple[tuple[Outcome, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        """As notebooks show it: with its legend and its data."""
        from verifier.report.templates import environment

        template = environment().from_string(
            "{% from 'pictures.html.j2' import figure with context %}<style>{% include 'base.css' %}"
            "{% include 'pictures.css' %}</style><div class=\"sayso\">{{ figure(picture) }}</div>"
        )
        return template.render(picture=self)


def pictures(report: Report, key: str = "1") -> tuple[Picture, ...]:
    """The pictures of which the report has the data."""
    drawn = (speakers(report, key), timeline(report, key), voices(report, key))
    return tuple(picture for picture in drawn if picture)


def outcome(checked: CheckedClaim) -> Outcome:
    """What becomes of a claim: refuted by either question, in conflict, so, or at least said.

    What is called supported so unsurely that it is left to a person is open.
    """
    answers = wording.questions(checked)
    labels = {
        question: verdict.label
        for question, verdict in answers
        if verdict.label != "SUPPORTED" or sureness(verdict) != "open"
    }
    if "REFUTED" in labels.values():
        return "against"
    if "CONFLICTING" in labels.values():
        return "conflicting"
    if labels.get("so") == "SUPPORTED":
        return "stands"
    return "said" if labels.get("said") == "SUPPORTED" else "nothing"


def speakers(report: Report, key: str = "1") -> Picture | None:
    """Who speaks, how often, and how much of it stands; None without claims."""
    counts: dict[str, Counter[Outcome]] = {}
    names: dict[str, str] = {}
    for checked in report.claims:
        chain = checked.claim.chain
        who = wording.speaker_key(chain[-1]) if chain else ""
        names.setdefault(who, wording.full_name(chain[-1]) if chain else wording.ARTICLE)
        counts.setdefault(who, Counter())[outcome(checked)] += 1
    if not counts:
        return None
    ranked = sorted(counts, key=lambda who: -counts[who].total())
    shown, others = ranked[:MOST_VOICES], ranked[MOST_VOICES:]
    bars = [(names[who], counts[who]) for who in shown]
    if others:
        bars.append((f"{len(others)} others", sum((counts[who] for who in others), Counter[Outcome]())))
    longest = max(counted.total() for _, counted in bars)
    shapes: list[Shape] = []
    for number, (name, counted) in enumerate(bars):
        y = number * _ROW
        shapes.append(Shape("text", 0, y + 12, words=f"{counted.total()} · {_short(name)}"))
        x = 0.2
        for each in OUTCOMES:
            width = 99.6 * counted[each] / longest
            if width:
                told = f"{counted[each]} {MEANINGS[each]}"
                shapes.append(Shape("bar", x, y + 17, width, _BAR, each, told))
            x += width
    every = sum(counts.values(), Counter[Outcome]())
    first = names[ranked[0]]
    told = (
        f"{wording.count(len(counts), 'voice')} make {wording.count(every.total(), 'claim')}, most of them "
        f"{first[0].lower() + first[1:] if first == wording.ARTICLE else first} ({counts[ranked[0]].total()}): "
        f"{_listed([f'{every[each]} {MEANINGS[each]}' for each in OUTCOMES if every[each]])}."
    )
    asked = any(wording.questions(checked) for checked in report.claims)
    title = "Who speaks, and how much of it stands." if asked else "Who speaks."
    return Picture(
        "speakers", f"speakers-{key}", title, told, len(bars) * _ROW, tuple(shapes),
        tuple((each, MEANINGS[each]) for each in OUTCOMES if every[each]),
        ("voice", "claims", *(MEANINGS[each] for each in OUTCOMES)),
        tuple(
            (names[who], str(counts[who].total()), *(str(counts[who][each]) for each in OUTCOMES)) for who in ranked
        ),
    )  # fmt: skip


def timeline(report: Report, key: str = "1") -> Picture | None:
    """The days that claims are about against those of the references; None with fewer than two days."""
    days: dict[str, Counter[date]] = {"against": Counter(), "stands": Counter(), "nothing": Counter()}
    for checked in report.claims:
        if checked.claim.time:
            found = outcome(checked)
            lane = found if found in ("stands", "nothing") else "nothing" if found == "said" else "against"
            days[lane][checked.claim.time.start] += 1
    documents = {
        evidence.passage.document_id: evidence.passage
        for checked in report.claims
        for _, verdict in wording.questions(checked)
        for evidence in verdict.evidence
    }
    dated = Counter(passage.published for passage in documents.values() if passage.published)
    lanes = (
        ("References are dated", "reference", dated),
        ("Supported claims are about", "stands", days["stands"]),
        ("Refuted or in conflict", "against", days["against"]),
        ("Open", "nothing", days["nothing"]),
    )
    every = {day for _, _, counted in lanes for day in counted}
    if not dated or not any(counted for _, look, counted in lanes if look != "reference"):
        return None
    if report.article.published:
        every.add(report.article.published)
    first, last = min(every), max(every)
    if first == last:
        return None
    shown = [lane for lane in lanes if lane[2]]
    shapes: list[Shape] = []
    if report.article.published:
        x = _across(report.article.published, first, last)
        shapes += [
            Shape("line", x, 4, 0, len(shown) * _LANE, "line"),
            Shape("text", x, len(shown) * _LANE + 34, words="the article", anchor=_anchor(x)),
        ]
    for number, (name, look, counted) in enumerate(shown):
        y = number * _LANE
        shapes += [Shape("text", 0, y + 12, words=name, look="quiet"), Shape("line", 0, y + 30, 100, 0, "thin")]
        for x, total, span in _binned(counted, first, last):
            noun = "reference" if look == "reference" else "claim"
            shapes.append(Shape("dot", x, y + 30, 0, 8, look, f"{wording.count(total, noun)}, {span}"))
            if total > 1:
                plain = look == "nothing"
                shapes.append(
                    Shape("text", x, y + 33.5, words=str(total), look="n" if plain else "n on-dark", anchor="middle")
                )
    for part in range(3):
        day = first + (last - first) * part / 2
        x = _across(day, first, last)
        shapes.append(Shape("text", x, len(shown) * _LANE + 16, words=f"{day}", look="quiet", anchor=_anchor(x)))
    told_of = [day for counted in days.values() for day in counted.elements()]
    told = (
        f"{wording.count(len(told_of), 'claim')} of {len(report.claims)} {_be(len(told_of))} about a known day, "
        f"{_days(told_of)}; {wording.count(dated.total(), 'reference')} {_be(dated.total())} "
        f"dated {_days(list(dated))}."
    )
    rows = tuple((str(day), *(str(counted[day]) for _, _, counted in lanes)) for day in sorted(every))
    return Picture(
        "timeline", f"timeline-{key}", "When.", told, len(shown) * _LANE + 40, tuple(shapes), (),
        ("day", "references dated", "supported", "refuted or in conflict", "open"), rows,
    )  # fmt: skip


def _binned(counted: Counter[date], first: date, last: date) -> list[tuple[float, int, str]]:
    """Where dots stand, how much each stands for, and of which days."""
    bins: dict[int, list[date]] = {}
    length = max(1, (last - first).days)
    for day in sorted(counted):
        bins.setdefault(min(_BINS - 1, (day - first).days * _BINS // length), []).append(day)
    found = []
    for days in bins.values():
        middle = days[0] + timedelta(days=(days[-1] - days[0]).days // 2)
        found.append((_across(middle, first, last), sum(counted[day] for day in days), _days(days)))
    return found


def _across(day: date, first: date, last: date) -> float:
    return round(3 + 94 * (day - first).days / (last - first).days, 2)


def _anchor(x: float) -> Literal["start", "middle", "end"]:
    return "start" if x < 20 else "end" if x > 80 else "middle"


def voices(report: Report, key: str = "1") -> Picture | None:
    """Who quotes whom: the article, its voices, and the voices in them; None if it has no voice but its own."""
    told: Counter[tuple[str, ...]] = Counter()
    names = {"": wording.ARTICLE}
    for claim in (checked.claim for checked in report.claims):
        told[_path(claim, names)] += 1
    edges: Counter[tuple[str, str]] = Counter()
    depth: dict[str, int] = {"": 0}
    for path, number in told.items():
        for at, (outer, inner) in enumerate(pairwise(path), 1):
            edges[outer, inner] += number
            depth[inner] = max(depth.get(inner, 0), at)
    if not edges:
        return None
    columns = [[who for who in depth if depth[who] == at] for at in range(max(depth.values()) + 1)]
    heard = Counter(path[-1] for path in told.elements())
    through = sum(edges[edge] for edge in edges if edge[0])
    table = sorted(edges.items(), key=lambda item: (-item[1], item[0]))
    shapes, height = _map(columns, edges, names, heard)
    attributed = sum(number for path, number in told.items() if len(path) > 1)
    words = (
        f"The article has {wording.count(len(depth) - 1, 'voice')} speak in {attributed} of "
        f"{wording.count(len(report.claims), 'claim')}"
        + (f"; in {through} of them somebody quotes somebody else." if through else "; none of them quotes another.")
    )
    return Picture(
        "voices", f"voices-{key}", "Who quotes whom.", words, height, shapes, (), ("who", "quotes", "claims"),
        tuple((names[outer], names[inner], str(number)) for (outer, inner), number in table),
    )  # fmt: skip


def _path(claim: Claim, names: dict[str, str]) -> tuple[str, ...]:
    """The keys of those through whom a claim comes, the article first; nobody twice."""
    path = [""]
    for voice in claim.chain:
        who = wording.speaker_key(voice)
        names.setdefault(who, wording.full_name(voice))
        if who not in path:
            path.append(who)
    return tuple(path)


def _map(
    columns: Sequence[Sequence[str]], edges: Counter[tuple[str, str]], names: Mapping[str, str], heard: Counter[str]
) -> tuple[tuple[Shape, ...], int]:
    """A column of boxes for each depth, with a line from who quotes to who is quoted."""
    step = 100 / len(columns)
    width = step * (1 if len(columns) == 1 else 0.72)
    places: dict[str, tuple[float, float]] = {}
    boxes: list[Shape] = []
    rows = 0
    for at, column in enumerate(columns):
        by_outer = sorted(column, key=lambda who: (_first_outer(who, edges, places), -_said(who, edges), names[who]))
        shown, others = by_outer[:MOST_BOXES], by_outer[MOST_BOXES:]
        for row, who in enumerate(shown):
            places[who] = (at * step, row * _BOX)
            boxes += _box(
                at * step, row * _BOX, width, names[who], heard[who], _LETTERS.get(len(columns), _FEWEST_LETTERS)
            )
        if others:
            boxes.append(
                Shape("text", at * step + 1, len(shown) * _BOX + 16, words=f"and {len(others)} more", look="quiet")
            )
        rows = max(rows, len(shown) + bool(others))
    lines = [
        Shape("line", x + width, y + 25, places[inner][0] - x - width, places[inner][1] - y, "thin")
        for (outer, inner) in edges
        if outer in places and inner in places and places[outer][0] < places[inner][0]
        for x, y in [places[outer]]
    ]
    return (*lines, *boxes), rows * _BOX


def _first_outer(who: str, edges: Counter[tuple[str, str]], places: Mapping[str, tuple[float, float]]) -> float:
    return min((places[outer][1] for outer, inner in edges if inner == who and outer in places), default=0.0)


def _said(who: str, edges: Counter[tuple[str, str]]) -> int:
    return sum(number for (_, inner), number in edges.items() if inner == who)


def _box(x: float, y: float, width: float, name: str, heard: int, letters: int) -> list[Shape]:
    """A box with a name in a few lines and the number of claims that are the voice's own."""
    lines = _wrapped(f"{name} ({heard})" if heard else name, letters)
    top = y + 29 - 7 * (len(lines) - 1)
    return [
        Shape("bar", x, y, width, 50, "box", f"{name}: {wording.count(heard, 'claim')} of its own"),
        *(Shape("text", x + 1, top + 14 * number, words=line) for number, line in enumerate(lines)),
    ]


def _wrapped(words: str, letters: int) -> list[str]:
    """The words in a few lines of so many letters; what does not fit becomes an ellipsis."""
    lines = textwrap.wrap(" ".join(words.split()), letters, max_lines=_LINES, placeholder=" …", break_on_hyphens=False)
    return lines or [""]


def _days(days: Sequence[date]) -> str:
    first, last = min(days), max(days)
    return f"{first}" if first == last else f"from {first} to {last}"


def _short(name: str) -> str:
    return textwrap.shorten(name, _LONGEST, placeholder=" …") if len(name) > _LONGEST else name


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
