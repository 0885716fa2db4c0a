"""Results on items: replicates in the order of the check, item means, and what the criterion allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

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

    Lines = list[tuple[float, str, str]]  # as of reference_lines

AFTER = "′"  # behind the name of an item that was measured again
_HEIGHT = 230
_MOST_ITEMS = 400  # more are not told apart on a page


class Item(NamedTuple):
    """Its replicates, at least one, all finite; ``again``: measured after the others, for stability."""

    label: str
    values: list[float]
    mean: float
    again: bool = False

    @property
    def name(self) -> str:
        return self.label + AFTER if self.again else self.label


def drawable_items(items: Sequence[Item], lines: Lines) -> bool:
    values = [value for item in items for value in item.values]
    return 0 < len(items) <= _MOST_ITEMS and extent.drawable([*values, *(value for value, _, _ in lines)])


def lines_about(mean: float, half: float, factor: float) -> Lines:
    """The mean of all and, where there is a criterion, ``factor`` of σ_pt on both sides."""
    lines = [(mean, "x̄", "value")]
    if math.isfinite(half):
        lines += [(mean + half, f"+{factor:g}σ", "warning"), (mean - half, f"−{factor:g}σ", "warning")]
    return lines


def run_chart(items: Sequence[Item], lines: Lines, unit: str, outlier: str = "") -> Picture:
    """Replicates on bars of their range, a line through the item means; ``outlier``: an item in colour."""
    axis, y, pixels = _axes(items, lines, [value for item in items for value in item.values], unit)
    rows = [
        {"at": item.name, "low": min(item.values), "high": max(item.values), "mean": item.mean,
         "again": item.again, "text": _said(item.name, ", ".join(f"{value:.6g}" for value in item.values))}
        for item in items
    ]  # fmt: skip
    points = [
        {"at": item.name, "y": value, "fill": QUIET if item.again else PAPER,
         "edge": COLOURS["unsatisfactory"] if item.label == outlier else INK}
        for item in items
        for value in item.values
    ]  # fmt: skip
    bar = {"type": "rule", "stroke": BARS, "strokeWidth": 6, "strokeCap": "round"}
    ends = {"x": axis.channel, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    path = {"type": "line", "stroke": QUIET, "strokeWidth": 1}
    means = {"x": axis.channel, "y": y | {"field": "mean"}, "detail": {"field": "again", "type": "nominal"}}
    size = 40 if axis.step > 12 else 16
    dot = {"type": "point", "shape": "circle", "strokeWidth": 1.2, "size": size, "opacity": 1}
    look = {"fill": literal("fill"), "stroke": literal("edge")}
    layers = [
        *reference_lines(lines, axis.width, y, pixels),
        layer(rows, ("at", "low", "high", "text"), bar, ends | {"description": {"field": "text"}}),
        layer(rows, ("at", "mean", "again"), path, means),
        layer(points, ("at", "y", "fill", "edge"), dot, {"x": axis.channel, "y": y, **look}),
    ]
    return _picture(axis, layers)


def item_means(items: Sequence[Item], s_w: float, lines: Lines, unit: str) -> Picture:
    """Item means, the lowest first, with twice their standard uncertainty s_w/√n."""
    ordered = sorted(items, key=lambda item: item.mean)
    rows: list[dict[str, Any]] = []
    for item in ordered:
        half = 2 * s_w / math.sqrt(len(item.values))
        text = _said(item.name, f"{item.mean:.6g} ± {half:.2g}")
        ends = {"low": item.mean - half, "high": item.mean + half}
        rows.append({"at": item.name, "y": item.mean, "text": text, **ends})
    axis, y, pixels = _axes(ordered, lines, [row[end] for row in rows for end in ("low", "high")], unit)
    bar = {"type": "rule", "stroke": QUIET, "strokeWidth": 1.25}
    dot = {"type": "point", "shape": "circle", "size": 46, "opacity": 1, "stroke": PAPER, "fill": INK}
    channels = {"x": axis.channel, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    layers = [
        *reference_lines(lines, axis.width, y, pixels),
        layer(rows, ("at", "low", "high", "text"), bar, channels | {"description": {"field": "text"}}),
        layer(rows, ("at", "y"), dot, {"x": axis.channel, "y": y}),
    ]
    return _picture(axis, layers)


def _said(name: str, numbers: str) -> str:
    """What hovering and a screen reader say."""
    return f"{name}: {numbers.replace('-', '−')}"


def _axes(
    items: Sequence[Item], lines: Lines, values: Sequence[float], unit: str
) -> tuple[Across, Spec, float]:
    ends = [*values, *(value for value, _, _ in lines)]
    domain = extent.domain(min(ends), max(ends), 0.08)
    axis = across([item.name for item in items], list(range(len(items))))
    return axis, up(domain, unit, 5), _HEIGHT / (domain[1] - domain[0])


def _picture(axis: Across, layers: list[Spec]) -> Picture:
    view = {"width": axis.width, "height": _HEIGHT, "layer": layers}
    return Picture(view, LEFT, RIGHT, 24, axis.height)
