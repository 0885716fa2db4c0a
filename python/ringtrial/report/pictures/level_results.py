"""One level of a precision study: each laboratory's results, mean and, below, standard deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ringtrial.report.numbers import known
from ringtrial.report.pictures import extent
from ringtrial.report.pictures.points import thinned
from ringtrial.report.pictures.theme import (
    BAND,
    BARS,
    FONT_SIZE,
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

_HEIGHT, _HEIGHT_BELOW = 200, 84
_LEAST_FOR_BOX = 5  # results of a laboratory: fewer have no quartiles worth drawing
_MOST_POINTS = 4000  # single results; of more only the means are drawn
_MOST_BY_CODE = 60  # laboratories; more are ordered by their means


class Cell(NamedTuple):
    """A laboratory on one level; signals are "" where the procedure found nothing."""

    code: str
    results: Sequence[float]
    mean: float
    spread: float  # standard deviation, or the difference of a split level
    signal: str  # of the mean
    spread_signal: str


def level_results(
    cells: Sequence[Cell],
    *,
    mean: float,
    s_R: float,
    window: tuple[float, float],
    unit: str,
) -> list[Picture]:
    """Two pictures with one axis of laboratories: results and means above, spreads below.

    Band and line: mean and ± s_R. Results outside ``window`` are arrows at the edge.
    """
    ordered = list(cells) if len(cells) <= _MOST_BY_CODE else sorted(cells, key=lambda cell: cell.mean)
    drawn = thinned(len(ordered))
    axis = across([cell.code for cell in ordered], drawn)
    placed = [(ordered[i], place) for i, place in zip(drawn, axis.places, strict=True)]
    above = _results(placed, axis, mean, s_R, window, unit)
    return [above, _spreads(placed, axis)] if any(known(c.spread) for c in ordered) else [above]


# --- results and means ------------------------------------------------------------------------


def _results(
    placed: list[tuple[Cell, str | int]],
    axis: Across,
    mean: float,
    s_R: float,
    window: tuple[float, float],
    unit: str,
) -> Picture:
    domain = _domain([cell for cell, _ in placed], mean, s_R, window)
    alone = not any(known(cell.spread) for cell, _ in placed)
    x = axis.channel if alone else _bare(axis.channel)
    y = up(domain, unit, 5)
    single = sum(len(cell.results) for cell, _ in placed) <= _MOST_POINTS
    lines = [(mean, "m", "value")] if known(mean) else []
    layers = [
        *_band(mean, s_R, domain, axis.width, y),
        *reference_lines(lines, axis.width, y, _HEIGHT / (domain[1] - domain[0])),
        *(_boxes(placed, axis, domain, x, y) if single else []),
        *(_replicates(placed, axis, domain, x, y) if single else []),
        *_means(placed, axis, domain, x, y),
        *_outside(placed, axis, domain, x, y),
    ]
    bottom = axis.height if alone else 8
    return Picture(
        {"width": axis.width, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 26 if unit else 12, bottom
    )


def _domain(cells: list[Cell], mean: float, s_R: float, window: tuple[float, float]) -> list[float]:
    least, most = window
    shown = [y for cell in cells for y in (*cell.results, cell.mean) if least <= y <= most]
    if known(mean):
        shown += [min(max(mean + side * s_R, least), most) for side in (-1, 1) if known(s_R)]
    return extent.domain(min(shown, default=least), max(shown, default=most), 0.08)


def _bare(channel: Spec) -> Spec:
    """The axis of laboratories without labels, which stand below the lower picture."""
    return channel | {"axis": {"labels": False, "ticks": False, "domain": False}}


def _band(mean: float, s_R: float, domain: list[float], width: float, y: Spec) -> list[Spec]:
    if not (known(mean) and known(s_R) and s_R > 0):
        return []
    low, high = max(mean - s_R, domain[0]), min(mean + s_R, domain[1])
    if not low < high:
        return []
    ends = {"y": y, "y2": {"field": "top"}, "x": {"value": 0}, "x2": {"value": width}}
    mark = {"type": "rect", "fill": BAND, "fillOpacity": 0.6}
    return [layer([{"y": low, "top": high}], ("y", "top"), mark, ends)]


def _boxes(
    placed: list[tuple[Cell, str | int]], axis: Across, domain: list[float], x: Spec, y: Spec
) -> list[Spec]:
    """Box plots of laboratories with enough results: quartiles and median, the drawing program's."""
    rows = [
        {"at": place, "y": min(max(value, domain[0]), domain[1])}
        for cell, place in placed
        if len(cell.results) >= _LEAST_FOR_BOX
        and any(domain[0] <= value <= domain[1] for value in cell.results)
        for value in cell.results
    ]
    if not rows or axis.step < 7:
        return []
    size = min(0.62 * axis.step, 18)
    box = {"type": "bar", "size": size, "fill": PAPER, "stroke": QUIET, "strokeWidth": 0.75}
    quartiles = {"x": x, "y": y | {"aggregate": "q1"}, "y2": {"field": "y", "aggregate": "q3"}}
    return [layer(rows, ("at", "y"), box, quartiles)]


def _replicates(
    placed: list[tuple[Cell, str | int]], axis: Across, domain: list[float], x: Spec, y: Spec
) -> list[Spec]:
    rows = [
        {"at": place, "y": value}
        for cell, place in placed
        for value in cell.results
        if domain[0] <= value <= domain[1]
    ]
    if not rows:
        return []
    size = 16 if axis.step >= 9 else 8
    mark = {
        "type": "point",
        "shape": "circle",
        "size": size,
        "fill": QUIET,
        "opacity": 0.65,
        "strokeWidth": 0,
    }
    return [layer(rows, ("at", "y"), mark, {"x": x, "y": y})]


def _means(
    placed: list[tuple[Cell, str | int]], axis: Across, domain: list[float], x: Spec, y: Spec
) -> list[Spec]:
    rows = [
        {"at": place, "y": cell.mean, "fill": COLOURS.get(cell.signal, INK), "text": _said(cell)}
        for cell, place in placed
        if domain[0] <= cell.mean <= domain[1]
    ]
    width = min(max(0.72 * axis.step, 4), 20)
    mark = {"type": "tick", "orient": "horizontal", "size": width, "thickness": 2.25, "opacity": 1}
    encoding = {"x": x, "y": y, "color": literal("fill"), "description": {"field": "text"}}
    return [layer(rows, ("at", "y", "fill", "text"), mark, encoding)] if rows else []


def _outside(
    placed: list[tuple[Cell, str | int]], axis: Across, domain: list[float], x: Spec, y: Spec
) -> list[Spec]:
    """An arrow at the edge where a mean or a result lies beyond it."""
    layers = []
    for side, edge in ((1, domain[1]), (-1, domain[0])):
        rows = [
            {"at": place, "y": edge, "fill": COLOURS.get(cell.signal, QUIET), "text": _said(cell)}
            for cell, place in placed
            if any(side * (value - edge) > 0 for value in (*cell.results, cell.mean))
        ]
        if rows:
            shape = "triangle-up" if side > 0 else "triangle-down"
            mark = {"type": "point", "shape": shape, "size": 46 if axis.step >= 9 else 24, "opacity": 1,
                    "strokeWidth": 0, "yOffset": 4 * side}  # fmt: skip
            encoding = {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
            layers.append(layer(rows, ("at", "y", "fill", "text"), mark, encoding))
    return layers


def _said(cell: Cell) -> str:
    return f"{cell.code}: {cell.mean:.6g}".replace("-", "−")


# --- spreads ----------------------------------------------------------------------------------


def _spreads(placed: list[tuple[Cell, str | int]], axis: Across) -> Picture:
    cells = [(cell, place) for cell, place in placed if known(cell.spread)]
    domain = [min([0.0, *(1.08 * cell.spread for cell, _ in cells)]),
              max([0.0, *(1.08 * cell.spread for cell, _ in cells)])]  # fmt: skip
    if domain[0] == domain[1]:
        domain[1] = 1.0
    y = up(domain, "", 3)
    y["axis"] = y["axis"] | {"grid": False}
    rows = [
        {
            "at": place,
            "y": cell.spread,
            "fill": COLOURS.get(cell.spread_signal, BARS),
            "text": f"{cell.code}: s = {cell.spread:.4g}".replace("-", "−"),
        }
        for cell, place in cells
    ]
    mark = {"type": "bar", "size": min(max(0.5 * axis.step, 1), 14)}
    encoding = {"x": axis.channel, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    base = {"y": y, "x": {"value": 0}, "x2": {"value": axis.width}}
    layers = [
        layer(rows, ("at", "y", "fill", "text"), mark, encoding),
        layer([{"y": 0.0}], ("y",), {"type": "rule", "stroke": QUIET}, base),
    ]
    view = {"width": axis.width, "height": _HEIGHT_BELOW, "layer": layers}
    return Picture(view, LEFT, RIGHT, FONT_SIZE, axis.height)
