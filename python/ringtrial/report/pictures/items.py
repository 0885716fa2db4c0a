"""Results on items: replicates in the order of the file, means, and what the criterion allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import (
    BARS,
    INK,
    LEFT,
    PAPER,
    QUIET,
    RIGHT,
    Across,
    Picture,
    across,
    layer,
    literal,
    reference_lines,
    up,
)
from ringtrial.report.signals import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec
    from ringtrial.studies.items import ItemResults

_HEIGHT = 230
_MOST_ITEMS = 400  # more are not told apart on a page


def drawable_items(results: ItemResults) -> bool:
    return bool(results.flat) and len(results.labels) <= _MOST_ITEMS and extent.drawable(results.flat)


def lines_about(mean: float, half: float, name: str) -> list[tuple[float, str, str]]:
    """The mean of all and, where there is a criterion, its width on both sides."""
    lines = [(mean, "", "value")]
    if math.isfinite(half):
        lines += [(mean + half, f"+{name}", "warning"), (mean - half, f"−{name}", "warning")]
    return lines


def run_chart(
    results: ItemResults, lines: list[tuple[float, str, str]], unit: str, outlier: str = ""
) -> Picture:
    """Replicates on bars of their range, a line through the item means; ``outlier``: an item in colour."""
    axis, y, pixels = _axes(results, lines, results.flat, unit)
    rows = [
        {"at": label, "low": min(found), "high": max(found), "mean": mean,
         "text": f"{label}: {', '.join(f'{value:.6g}' for value in found)}".replace("-", "−")}
        for label, found, mean in _reported(results)
    ]  # fmt: skip
    points = [
        {"at": label, "y": value, "edge": COLOURS["unsatisfactory"] if label == outlier else INK}
        for label, found, _ in _reported(results)
        for value in found
    ]
    bar = {"type": "rule", "stroke": BARS, "strokeWidth": 6, "strokeCap": "round"}
    ends = {"x": axis.channel, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    path = {"type": "line", "stroke": QUIET, "strokeWidth": 1}
    dot = {
        "type": "point",
        "shape": "circle",
        "strokeWidth": 1.2,
        "fill": PAPER,
        "size": 40 if axis.step > 12 else 16,
        "opacity": 1,
    }
    layers = [
        *reference_lines(lines, axis.width, y, pixels),
        layer(rows, ("at", "low", "high", "text"), bar, ends | {"description": {"field": "text"}}),
        layer(rows, ("at", "mean"), path, {"x": axis.channel, "y": y | {"field": "mean"}}),
        layer(points, ("at", "y", "edge"), dot, {"x": axis.channel, "y": y, "stroke": literal("edge")}),
    ]
    return _picture(axis, layers)


def means(results: ItemResults, s_w: float, lines: list[tuple[float, str, str]], unit: str) -> Picture:
    """Item means, the lowest first, with twice their standard uncertainty s_w/√n."""
    rows: list[dict[str, Any]] = []
    for label, found, mean in _reported(results):
        half = 2 * s_w / math.sqrt(len(found))
        text = f"{label}: {mean:.6g} ± {half:.2g}".replace("-", "−")
        rows.append({"at": label, "y": mean, "low": mean - half, "high": mean + half, "text": text})
    rows.sort(key=lambda row: row["y"])
    ends = [row[end] for row in rows for end in ("low", "high")]
    ordered = results._replace(labels=[row["at"] for row in rows])
    axis, y, pixels = _axes(ordered, lines, ends, unit)
    bar = {"type": "rule", "stroke": QUIET, "strokeWidth": 1.25}
    dot = {"type": "point", "shape": "circle", "size": 46, "opacity": 1, "stroke": PAPER, "fill": INK}
    channels = {"x": axis.channel, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    layers = [
        *reference_lines(lines, axis.width, y, pixels),
        layer(rows, ("at", "low", "high", "text"), bar, channels | {"description": {"field": "text"}}),
        layer(rows, ("at", "y"), dot, {"x": axis.channel, "y": y}),
    ]
    return _picture(axis, layers)


def _reported(results: ItemResults) -> list[tuple[str, list[float], float]]:
    items = zip(results.labels, results.values, results.means, strict=True)
    return [(label, values, mean) for label, values, mean in items if math.isfinite(mean)]


def _axes(
    results: ItemResults, lines: Sequence[tuple[float, str, str]], values: Sequence[float], unit: str
) -> tuple[Across, Spec, float]:
    ends = [*values, *(value for value, _, _ in lines)]
    domain = extent.domain(min(ends), max(ends), 0.08)
    axis = across(results.labels, list(range(len(results.labels))))
    return axis, up(domain, unit, 5), _HEIGHT / (domain[1] - domain[0])


def _picture(axis: Across, layers: list[Spec]) -> Picture:
    view = {"width": axis.width, "height": _HEIGHT, "layer": layers}
    return Picture(view, LEFT, RIGHT, 24, axis.height)
