"""Duewer plot: how far off a laboratory is (to the right) against how uncertain that is (upwards)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.report.pictures.labels import SIZE as LABEL_SIZE
from ringtrial.report.pictures.labels import places
from ringtrial.report.pictures.theme import (
    HAIR,
    INK,
    PAPER,
    QUIET,
    Picture,
    layer,
    literal,
    number,
)
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec

WIDTH, HEIGHT = 640, 380  # of the plot
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 64, 30, 46
_MOST_NAMED = 80
_LEVELS = ((1, [1, 0]), (2, [5, 3]), (3, [2, 3]))  # |E|, and the dashes of its lines
_FAR = 6.0  # what is so many times the median difference or uncertainty is drawn at the edge


class Laboratory(NamedTuple):
    """A difference from the reference, its standard and its expanded uncertainty."""

    code: str
    difference: float
    u: float
    expanded: float
    signal: str


def duewer_plot(laboratories: Sequence[Laboratory], factor: float, unit: str) -> Picture:
    """Lines are |E| = 1, 2, 3, E = d/(``factor`` u(d))."""
    reach, top = _reach(laboratories, factor)
    suffix = f" / {unit}" if unit else ""
    x = _axis("x", [-reach, reach], f"d{suffix}")
    y = _axis("y", [0, top], f"u(d){suffix}", titleAngle=0, titleAlign="left", titleX=-58, titleY=-12)
    rows = _rows(laboratories, factor, reach, top)
    layers = [*_lines(factor, reach, top, x, y), *_points(rows, x, y)]
    return Picture({"width": WIDTH, "height": HEIGHT, "layer": layers}, _LEFT, _RIGHT, _TOP, _BOTTOM)


def _reach(laboratories: Sequence[Laboratory], factor: float) -> tuple[float, float]:
    """Half the width and the height of the axes: all but what would squash the rest."""
    sizes = sorted(abs(one.difference) for one in laboratories)
    spreads = sorted(one.u for one in laboratories)
    middle = spreads[len(spreads) // 2]
    widest = max(1.5 * factor * middle, _FAR * sizes[len(sizes) // 2])
    highest = 4 * middle
    reach = max(max(size for size in sizes if size <= widest or size == sizes[0]), factor * middle)
    return 1.12 * reach, 1.12 * max(u for u in spreads if u <= highest)


def _axis(field: str, domain: list[float], title: str, **more: Any) -> Spec:
    scale = {"domain": domain, "nice": False, "zero": False}
    axis = {"title": title, "tickCount": 6, "grid": True, "gridColor": HAIR, "domain": False, **more}
    return number(field, scale=scale, axis=axis)


def _lines(factor: float, reach: float, top: float, x: Spec, y: Spec) -> list[Spec]:
    """From the origin, and the vertical at d = 0."""
    rows = [{"x": 0.0, "y": 0.0, "x2": 0.0, "y2": top, "dash": [1, 0]}]
    for level, dash in _LEVELS:
        end_x, end_y = _end(level, factor, reach, top)
        rows += [{"x": 0.0, "y": 0.0, "x2": side * end_x, "y2": end_y, "dash": dash} for side in (-1, 1)]
    ends = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeDash": literal("dash")}
    fields = ("x", "y", "x2", "y2", "dash")
    return [layer([row], fields, {"type": "rule", "stroke": QUIET}, ends) for row in rows]


def _end(level: int, factor: float, reach: float, top: float) -> tuple[float, float]:
    """Where the line of a level leaves the plot, at the top or at the side."""
    x = level * factor * top
    return (x, top) if x <= reach else (reach, reach / (level * factor))


def _rows(
    laboratories: Sequence[Laboratory], factor: float, reach: float, top: float
) -> list[dict[str, Any]]:
    """Points with their labels: the names of the lines first to get a place, then those that do not agree,
    which are drawn last.
    """
    ordered = sorted(laboratories, key=lambda one: one.signal != "unsatisfactory")
    rows = [_name(level, factor, reach, top) for level, _ in _LEVELS]
    rows += [_row(one, reach, top) for one in ordered]
    points = [(WIDTH * (row["x"] + reach) / (2 * reach), HEIGHT * (1 - row["y"] / top)) for row in rows]
    named = len(ordered) <= _MOST_NAMED
    texts = [row["code"] if named or row["signal"] != "satisfactory" else "" for row in rows]
    for row, text, place in zip(rows, texts, places(points, texts), strict=True):
        row |= {"code": text, "place": place}
    return rows[::-1]


def _name(level: int, factor: float, reach: float, top: float) -> dict[str, Any]:
    """The name of a line, where it ends at the right; no point."""
    x, y = _end(level, factor, reach, top)
    return {"x": x, "y": y, "code": f"|E| = {level}", "signal": "", "ink": QUIET}


def _row(one: Laboratory, reach: float, top: float) -> dict[str, Any]:
    x, y = min(max(one.difference, -reach), reach), min(one.u, top)
    cut = (x, y) != (one.difference, one.u)
    shape = SHAPES[one.signal]
    if cut:
        shape = (
            "triangle-right"
            if x < one.difference
            else "triangle-left"
            if x > one.difference
            else "triangle-up"
        )
    said = f"{one.code}: d = {one.difference:.4g}, u(d) = {one.u:.4g}".replace("= -", "= −")
    colour = COLOURS[one.signal]
    look = {"fill": colour, "shape": shape, "text": said, "ink": INK}
    return {"x": x, "y": y, "code": one.code, "signal": one.signal, **look}


def _points(rows: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    point = {"type": "point", "size": 62, "opacity": 1, "stroke": PAPER, "strokeWidth": 0.75}
    look = {"fill": literal("fill"), "shape": literal("shape"), "description": {"field": "text"}}
    drawn = [row for row in rows if row["signal"]]
    layers = [layer(drawn, ("x", "y", "fill", "shape", "text"), point, {"x": x, "y": y, **look})]
    for place in sorted({row["place"] for row in rows if row["place"]}):
        named = [row for row in rows if row["place"] == place]
        label = {"type": "text", "fontSize": LABEL_SIZE, **place._asdict()}
        encoding = {"x": x, "y": y, "text": {"field": "code"}, "fill": literal("ink")}
        layers.append(layer(named, ("x", "y", "code", "ink"), label, encoding))
    return layers


def drawable_duewer(laboratories: Sequence[Laboratory]) -> bool:
    """Whether axes can hold them: finite, and uncertainties above 0."""
    numbers = [number for one in laboratories for number in (one.difference, one.u)]
    finite = bool(laboratories) and all(math.isfinite(number) and abs(number) < 1e280 for number in numbers)
    return finite and all(one.u > 1e-280 for one in laboratories)
