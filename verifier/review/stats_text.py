"""The figures of ``stats`` for people and programs: tables with bars, JSON, and a reliability diagram as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from verifier.report.json import dump
from verifier.report.wording import visible
from verifier.review.stats import Bin, Share, Stats
from verifier.verdict.rules import BY_ID

BAR = 24
# Fewer verdicts than these say little: the bars are drawn in another tone, and the tables say so.
FEW = 10


def as_text(stats: Stats) -> str:
    """Tables of all figures, and the reliability of the confidence as bars."""
    return "\n".join(
        [*_rules(stats), "", *_labels(stats), "", *_bins(stats), "", *_times(stats), "", *_reviewers(stats), ""]
    )


def as_json(stats: Stats) -> str:
    """All figures as an object of JSON."""
    found: dict[str, Any] = {
        "rules": [{"rule": rule, **_object(share)} for rule, share in stats.rules],
        "verdicts": [{"label": label, **_object(share)} for label, share in stats.labels],
        "reliability": {
            "error": None if stats.error is None else round(stats.error, 4),
            "brier": None if stats.brier is None else round(stats.brier, 4),
            "bins": [
                {"from": each.low, "to": each.high, "confidence": round(each.confidence, 4), **_object(each.found)}
                for each in stats.bins
            ],
        },
        "times": dict(stats.times),
        "reviewers": [{"reviewer": name or None, "counts": dict(counts)} for name, counts in stats.reviewers],
    }
    return dump(found, indent=2) + "\n"


def as_svg(bins: Sequence[Bin], side: int = 320) -> str:
    """A reliability diagram (DeGroot and Fienberg 1983): the share that is right over the confidence, with intervals.

    What is well calibrated lies on the diagonal. A title and a description tell it in words; it is readable in grey.
    """
    edge = 44
    whole = side + 2 * edge

    def x(value: float) -> float:
        return round(edge + value * side, 1)

    def y(value: float) -> float:
        return round(edge + (1 - value) * side, 1)

    told = "; ".join(
        f"confidence {_percent(each.low)} to {_percent(each.high)} %: {each.found.right} of {each.found.n} right"
        for each in bins
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}" '
        'role="img" aria-labelledby="t d" font-family="sans-serif" font-size="12">',
        '<title id="t">How often verdicts are right, by their confidence</title>',
        f'<desc id="d">{told or "No verdict was judged."}</desc>',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#767676"/>',
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#767676" stroke-dasharray="4 4"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{x(tick)}" y="{y(0) + 18}" text-anchor="middle">{_percent(tick)}</text>')
        parts.append(f'<text x="{x(0) - 6}" y="{y(tick) + 4}" text-anchor="end">{_percent(tick)}</text>')
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 36}" text-anchor="middle">confidence, %</text>')
    parts.append(f'<text x="{x(0)}" y="{edge - 14}">right by the reviewers, %</text>')
    for each in bins:
        low, high = each.found.interval
        fill = "#1f4e79" if each.found.n >= FEW else "#fff"
        at = x(each.confidence)
        parts.append(f'<line x1="{at}" y1="{y(low)}" x2="{at}" y2="{y(high)}" stroke="#1f4e79" stroke-width="2"/>')
        parts.append(
            f'<circle cx="{at}" cy="{y(each.found.share)}" r="5" fill="{fill}" stroke="#1f4e79" stroke-width="2"/>'
        )
        parts.append(f'<text x="{at + 8}" y="{y(each.found.share) + 4}">{each.found.n}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _rules(stats: Stats) -> Iterator[str]:
    yield "How often flags are right"
    if not stats.rules:
        yield "  no flag was judged"
    for rule, share in stats.rules:
        name = f"{rule} {BY_ID[rule].name}" if rule in BY_ID else visible(rule)
        yield f"  {name:33}{_row(share)}"


def _labels(stats: Stats) -> Iterator[str]:
    yield "How often verdicts are right"
    if not stats.labels:
        yield "  no verdict was judged"
    for label, share in stats.labels:
        yield f"  {label:33}{_row(share)}"


def _bins(stats: Stats) -> Iterator[str]:
    yield "What the confidence is worth: the share that is right (█) where it is this (│)"
    if stats.error is None or stats.brier is None:
        yield "  no verdict was judged"
        return
    for each in stats.bins:
        name = f"{_percent(each.low):>3} to {_percent(each.high):>3} %"
        yield f"  {name:14}{_bar(each):{BAR + 2}} {_row(each.found)}"
    yield f"  calibration error {stats.error:.3f}, Brier score {stats.brier:.3f}"


def _times(stats: Stats) -> Iterator[str]:
    yield "When"
    most = max((count for _, count in stats.times), default=1)
    if not stats.times:
        yield "  nothing has a time"
    for name, count in stats.times:
        yield f"  {name:14}{'█' * max(1, round(BAR * count / most)):{BAR + 2}} {count:6,}"


def _reviewers(stats: Stats) -> Iterator[str]:
    yield "Who"
    if not stats.reviewers:
        yield "  nobody"
    for name, counts in stats.reviewers:
        told = ", ".join(f"{count:,} {word}" for word, count in counts)
        yield f"  {visible(name) or 'nobody named'}: {told}"


def _bar(each: Bin) -> str:
    """The share that is right as a bar, and a mark where the mean confidence is."""
    cells = ["█" if at < round(each.found.share * BAR) else "·" for at in range(BAR)]
    cells[min(BAR - 1, int(each.confidence * BAR))] = "│"
    return "".join(cells)


def _row(share: Share) -> str:
    disputed = f", {share.disputed} disputed" if share.disputed else ""
    if not share.n:
        return f"{'-':>5}   nothing is agreed on{disputed}"
    low, high = share.interval
    few = "; few" if share.n < FEW else ""
    interval = f"{_percent(low)} to {_percent(high)} %{few}"
    return f"{_percent(share.share):>3} %  {share.right} of {share.n} ({interval}){disputed}"


def _object(share: Share) -> dict[str, object]:
    if not share.n:
        return {"n": 0, "right": 0, "share": None, "interval": None, "disputed": share.disputed}
    low, high = share.interval
    return {
        "n": share.n,
        "right": share.right,
        "share": round(share.share, 4),
        "interval": [round(low, 4), round(high, 4)],
        "disputed": share.disputed,
    }


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"
