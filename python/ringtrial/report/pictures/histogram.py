"""Histogram of the results with their kernel density."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import (
    BARS,
    DASHES,
    FONT_SIZE,
    INK,
    PAPER,
    QUIET,
    Picture,
    layer,
    literal,
    number,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.curve import Curve
    from ringtrial.report.pictures.theme import Spec

WIDTH, HEIGHT = 340, 230
_MOST_BINS = 40


def histogram(
    values: Sequence[float],
    *,
    quartile_range: float,
    window: tuple[float, float],
    curve: Curve | None,
    lines: Sequence[tuple[float, str]],
    unit: str,
) -> Picture:
    """``lines``: value and kind as of ``reference_lines``; results outside ``window`` are only counted."""
    inside = [value for value in values if window[0] <= value <= window[1]]
    width = bin_width(inside, quartile_range)
    bins = count_bins(inside, width)
    heights = _heights(curve, len(values) * width)
    top = 1.06 * max((row["count"] for row in (*bins, *heights)), default=1)
    scale = {"domain": _domain(bins, curve, lines, window), "nice": False, "zero": False}
    x = number("low", scale=scale, axis={"tickCount": 6, "title": unit or None, "titleAnchor": "end"})
    whole = {"tickCount": 4, "tickMinStep": 1, "format": "d"}
    y = number("count", scale={"domain": [0, top], "nice": False}, axis=whole)
    layers = [_bars(bins, x, y), *_lines(lines, x), *_density(heights, x, y), *_outside(values, window)]
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
    curve: Curve | None,
    lines: Sequence[tuple[float, str]],
    window: tuple[float, float],
) -> list[float]:
    ends = [row[end] for row in bins for end in ("low", "high")] + [value for value, _ in lines]
    if curve:
        ends += [curve.grid[0], curve.grid[-1]]
    return extent.domain(min(ends, default=window[0]), max(ends, default=window[1]), 0.02)


def _bars(bins: list[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    rows = [row | {"text": f"{row['low']:.4g} – {row['high']:.4g}: {row['count']}"} for row in bins]
    ends = {"x": x, "x2": {"field": "high"}, "y": y, "y2": {"datum": 0}}
    bar = {"type": "bar", "fill": BARS, "stroke": PAPER, "strokeWidth": 1}
    return layer(rows, ("low", "high", "count", "text"), bar, ends | {"description": {"field": "text"}})


def _heights(curve: Curve | None, area: float) -> list[dict[str, float]]:
    """The density in counts per bin."""
    if curve is None:
        return []
    pairs = zip(curve.grid, curve.density, strict=True)
    return [{"low": x, "count": float(f"{density * area:.4g}")} for x, density in pairs]


def _density(heights: list[dict[str, float]], x: Spec, y: Spec) -> list[Spec]:
    if not heights:
        return []
    return [
        layer(
            heights, ("low", "count"), {"type": "line", "stroke": INK, "strokeWidth": 1.5}, {"x": x, "y": y}
        )
    ]


def _lines(lines: Sequence[tuple[float, str]], x: Spec) -> list[Spec]:
    if not lines:
        return []
    rows = [
        {"low": value, "dash": DASHES[kind], "stroke": INK if kind == "value" else QUIET}
        for value, kind in lines
    ]
    look = {"strokeDash": literal("dash"), "stroke": literal("stroke")}
    return [layer(rows, ("low", "dash", "stroke"), {"type": "rule"}, {"x": x, **look})]


def _outside(values: Sequence[float], window: tuple[float, float]) -> list[Spec]:
    """How many results lie beyond each end."""
    below, above = sum(value < window[0] for value in values), sum(value > window[1] for value in values)
    notes = [(f"◂ {below}", 2, "left")] if below else []
    notes += [(f"{above} ▸", WIDTH - 2, "right")] if above else []
    layers = []
    for note, place, align in notes:
        label = {"type": "text", "align": align, "fill": QUIET, "fontSize": FONT_SIZE}
        encoding = {"text": {"field": "note"}, "x": {"value": place}, "y": {"value": HEIGHT - 8}}
        layers.append(layer([{"note": note}], ("note",), label, encoding))
    return layers
