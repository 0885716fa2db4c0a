"""Histogram of the results with their kernel density."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import BARS, FONT_SIZE, INK, QUIET, Picture, literal, number

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 340, 230
_MOST_BINS = 40


def histogram(
    values: Sequence[float],
    *,
    quartile_range: float,
    window: tuple[float, float],
    curve: tuple[Sequence[float], Sequence[float]] | None,
    lines: Sequence[tuple[float, str]],
    unit: str,
) -> Picture:
    """``curve``: abscissae and density per unit of x; ``lines``: value and kind as of ``reference_lines``."""
    inside = [value for value in values if window[0] <= value <= window[1]]
    width = bin_width(inside, quartile_range)
    bins = count_bins(inside, width)
    low, high = _domain(bins, curve, lines, window)
    top = max((bar["count"] for bar in bins), default=1)
    x = number("low", scale={"domain": [low, high], "nice": False, "zero": False}, axis={"tickCount": 6, "title": unit or None, "titleAnchor": "end"})
    line = _curve(curve, len(values) * width, low, high)
    top = 1.06 * max([top, *(point["count"] for point in line)])
    y = number("count", scale={"domain": [0, top], "nice": False}, axis={"tickCount": 4, "tickMinStep": 1, "format": "d"})
    layers = [_bars(bins, x, y), *_lines(lines, x), *_density(line, x, y), *_outside(values, window)]
    return Picture({"width": WIDTH, "height": HEIGHT, "layer": layers}, 36, 14, 10, 38)


def bin_width(values: Sequence[float], quartile_range: float) -> float:
    """Width of the bins: the smaller of Freedman–Diaconis and Sturges, to the nearest of 1, 2, 2.5, 5 × 10^k.

    Freedman and Diaconis (1981): 2·IQR/n^(1/3); Sturges (1926): range/(1 + log₂ n). The first alone hides two
    groups, which widen the interquartile range. At most 40 bins; one where all values agree.
    """
    spread = max(values, default=0.0) - min(values, default=0.0)
    if not spread > 0:
        return abs(values[0]) / 50 if values and values[0] else 1.0
    sturges = spread / (1 + math.log2(len(values)))
    freedman_diaconis = 2 * quartile_range / len(values) ** (1 / 3) if quartile_range > 0 else sturges
    wanted = max(min(freedman_diaconis, sturges), spread / _MOST_BINS)
    power = 10.0 ** math.floor(math.log10(wanted))
    return min((step * power for step in (1, 2, 2.5, 5, 10)), key=lambda width: abs(math.log(width / wanted)))


def count_bins(values: Sequence[float], width: float) -> list[dict[str, Any]]:
    """Counts in bins centred on the multiples of the width, which is where rounded results lie."""
    counts: dict[int, int] = {}
    for value in values:
        position = math.floor(value / width + 0.5 + 1e-9)
        counts[position] = counts.get(position, 0) + 1
    return [
        {"low": (position - 0.5) * width, "high": (position + 0.5) * width, "count": count}
        for position, count in sorted(counts.items())
    ]


def _domain(
    bins: list[dict[str, Any]],
    curve: tuple[Sequence[float], Sequence[float]] | None,
    lines: Sequence[tuple[float, str]],
    window: tuple[float, float],
) -> list[float]:
    ends = [bar[end] for bar in bins for end in ("low", "high")] + [value for value, _ in lines]
    if curve and len(curve[0]):
        ends += [min(max(end, window[0]), window[1]) for end in (curve[0][0], curve[0][-1])]
    return extent.domain(min(ends, default=window[0]), max(ends, default=window[1]), 0.02)


def _bars(bins: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    data = [bar | {"text": f"{bar['low']:.4g} – {bar['high']:.4g}: {bar['count']}"} for bar in bins]
    return {
        "data": {"values": data},
        "mark": {"type": "bar", "fill": BARS, "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {"x": x, "x2": {"field": "high"}, "y": y, "y2": {"datum": 0}, "description": {"field": "text"}},
    }


def _curve(
    curve: tuple[Sequence[float], Sequence[float]] | None, area: float, low: float, high: float
) -> list[dict[str, float]]:
    """The density in counts per bin, within the axis."""
    if curve is None:
        return []
    return [
        {"low": float(f"{x:.6g}"), "count": float(f"{density * area:.4g}")}
        for x, density in zip(*curve, strict=True)
        if low <= x <= high
    ]


def _density(line: list[dict[str, float]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    if not line:
        return []
    return [{
        "data": {"values": line},
        "mark": {"type": "line", "aria": False, "stroke": INK, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y},
    }]  # fmt: skip


def _lines(lines: Sequence[tuple[float, str]], x: dict[str, Any]) -> list[dict[str, Any]]:
    if not lines:
        return []
    dashes = {"value": [1, 0], "warning": [4, 3], "action": [1, 0]}
    data = [{"low": value, "dash": dashes[kind], "stroke": INK if kind == "value" else QUIET} for value, kind in lines]
    return [{
        "data": {"values": data},
        "mark": {"type": "rule", "aria": False},
        "encoding": {"x": x, "strokeDash": literal("dash"), "stroke": literal("stroke")},
    }]  # fmt: skip


def _outside(values: Sequence[float], window: tuple[float, float]) -> list[dict[str, Any]]:
    """How many results lie beyond each end."""
    below, above = sum(value < window[0] for value in values), sum(value > window[1] for value in values)
    notes = [(f"◂ {below}", 2, "left")] if below else []
    notes += [(f"{above} ▸", WIDTH - 2, "right")] if above else []
    return [
        {
            "data": {"values": [{"note": note}]},
            "mark": {"type": "text", "align": align, "aria": False, "fill": QUIET, "fontSize": FONT_SIZE},
            "encoding": {"text": {"field": "note"}, "x": {"value": place}, "y": {"value": HEIGHT - 8}},
        }
        for note, place, align in notes
    ]
