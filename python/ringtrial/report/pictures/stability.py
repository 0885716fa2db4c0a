"""Item means over time: what the criterion allows about the first mean, the fitted line and its band."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import (
    BAND,
    FONT_SIZE,
    INK,
    LEFT,
    PAPER,
    PLOT_WIDTH,
    QUIET,
    RIGHT,
    Picture,
    code_axis,
    layer,
    number,
    reference_lines,
    text_width,
    up,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.homogeneity import StabilityTrend
    from ringtrial.report.pictures.items import Lines
    from ringtrial.report.pictures.theme import Spec
    from ringtrial.studies.items import ItemResults

_HEIGHT = 240
_LONGEST_TIME = 200  # pixels
_STEPS = 60  # of the band about the line


def drawable_times(values: Sequence[float]) -> bool:
    return bool(values) and extent.drawable(values)


def over_times(labels: Sequence[str], results: Sequence[ItemResults], lines: Lines, unit: str) -> Picture:
    """Times that are words, or two: side by side."""
    names = list(labels)
    wide = len(names) * (min(max(map(text_width, names)), _LONGEST_TIME) + 24)
    width = min(PLOT_WIDTH, max(240, wide))
    channel, height = code_axis(names, width)
    channel |= {"field": "at"}
    rows = _rows(names, results)
    y, pixels = _vertical(rows, lines, [], unit)
    means = [
        {"at": name, "y": sum(at.means) / len(at.means)}
        for name, at in zip(names, results, strict=True)
        if at.means
    ]
    path = {"type": "line", "stroke": INK, "strokeWidth": 1.5}
    layers = [
        *reference_lines(lines, width, y, pixels),
        layer(means, ("at", "y"), path, {"x": channel | {"sort": None}, "y": y}),
        _points(rows, channel, y),
    ]
    return Picture({"width": width, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 24, height)


def over_time(
    numbers: Sequence[float],
    time_unit: str,
    results: Sequence[ItemResults],
    lines: Lines,
    trend: StabilityTrend | None,
    unit: str,
) -> Picture:
    """Times that are numbers, with the fitted line and its confidence band."""
    assert trend is not None
    rows = _rows(numbers, results)
    curve = _curve(numbers, results, trend)
    y, pixels = _vertical(rows, lines, [point[end] for point in curve for end in ("low", "high")], unit)
    domain = extent.domain(min(numbers), max(numbers), 0.04)
    axis = {"title": time_unit or None, "tickCount": 8, "titleAnchor": "end", "grid": False}
    x = number("at", scale={"domain": domain, "nice": False, "zero": False}, axis=axis)
    area = {"type": "area", "fill": BAND, "fillOpacity": 0.7}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    line = {"type": "line", "stroke": INK, "strokeWidth": 1.5}
    layers = [
        layer(curve, ("at", "low", "high"), area, ends),
        *reference_lines(lines, PLOT_WIDTH, y, pixels),
        layer(curve, ("at", "line"), line, {"x": x, "y": y | {"field": "line"}}),
        _points(rows, x, y),
    ]
    bottom = 24 + (FONT_SIZE + 6 if time_unit else 0)
    return Picture({"width": PLOT_WIDTH, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 24, bottom)


def _rows(times: Sequence[str | float], results: Sequence[ItemResults]) -> list[dict[str, Any]]:
    return [
        {"at": time, "y": mean, "text": f"{label}, {time}: {mean:.6g}".replace("-", "−")}
        for time, at in zip(times, results, strict=True)
        for label, mean in zip(at.labels, at.means, strict=True)
    ]


def _curve(
    numbers: Sequence[float], results: Sequence[ItemResults], trend: StabilityTrend
) -> list[dict[str, float]]:
    """The line, and the confidence interval of its height: t √(s²/n + (x − x̄)² s_slope²)."""
    times = [time for time, at in zip(numbers, results, strict=True) for _ in at.means]
    centre = sum(times) / len(times)
    known = math.isfinite(trend.t_critical)
    points = []
    for step in range(_STEPS + 1):
        x = min(numbers) + (max(numbers) - min(numbers)) * step / _STEPS
        spread = math.hypot(trend.residual_sd / math.sqrt(trend.n), (x - centre) * trend.s_slope)
        half = trend.t_critical * spread if known else 0.0
        line = trend.intercept + trend.slope * x
        points.append({"at": x, "line": line, "low": line - half, "high": line + half})
    return points


def _vertical(
    rows: Sequence[dict[str, Any]], lines: Lines, more: Sequence[float], unit: str
) -> tuple[Spec, float]:
    ends = [*(row["y"] for row in rows), *(value for value, _, _ in lines), *more]
    domain = extent.domain(min(ends), max(ends), 0.08)
    return up(domain, unit, 5), _HEIGHT / (domain[1] - domain[0])


def _points(rows: Sequence[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    dot = {"type": "point", "shape": "circle", "size": 46, "opacity": 1, "strokeWidth": 1.2}
    look = dot | {"fill": PAPER, "stroke": QUIET if len(rows) > 100 else INK}
    return layer(rows, ("at", "y", "text"), look, {"x": x, "y": y, "description": {"field": "text"}})
