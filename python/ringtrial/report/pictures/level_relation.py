"""How precision depends on the level: s_r and s_R at each level, with the fitted relations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.report.numbers import known
from ringtrial.report.pictures.theme import (
    FONT_SIZE,
    HAIR,
    INK,
    PAPER,
    QUIET,
    Picture,
    layer,
    literal,
    number,
    text_width,
    up,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.report.pictures.theme import Spec

_WIDTH, _HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 170, 40, 44
_STEPS = 80
_WIDE_RANGE = 20.0  # from the lowest to the highest level: logarithms on both axes
_LOOKS = {"s_r": (INK, "circle"), "s_R": (PAPER, "square")}
_ASIDE = {"s_r": -3, "s_R": 3}  # pixels, so that intervals do not cover each other


class Spread(NamedTuple):
    """A precision standard deviation at one level, with its confidence interval (NaN: none)."""

    of: str  # "s_r" or "s_R"
    level: str
    m: float
    s: float
    low: float
    high: float


class Line(NamedTuple):
    """A fitted relation: its name at the end of the line."""

    of: str
    name: str
    at: Callable[[float], float]


def level_relation(spreads: Sequence[Spread], lines: Sequence[Line], unit: str) -> Picture:
    """Filled points are s_r, open ones s_R; bars are confidence intervals."""
    shown = [one for one in spreads if known(one.m) and known(one.s)]
    logarithmic = _logarithmic(shown)
    x, y = _axes(shown, unit, logarithmic=logarithmic)
    curves = [(line, _curve(line, shown, logarithmic=logarithmic)) for line in lines]
    layers = [*_curves(curves, x, y), *_intervals(shown, x, y), *_points(shown, x, y), *_names(shown, x, y)]
    layers += _ends(curves, y)
    view = {"width": _WIDTH, "height": _HEIGHT, "layer": layers}
    return Picture(view, _LEFT, _RIGHT, _TOP, _BOTTOM)


def _logarithmic(shown: Sequence[Spread]) -> bool:
    m = [one.m for one in shown]
    return min(m) > 0 and min(one.s for one in shown) > 0 and max(m) > _WIDE_RANGE * min(m)


def _axes(shown: Sequence[Spread], unit: str, *, logarithmic: bool) -> tuple[Spec, Spec]:
    m = [one.m for one in shown]
    top = max(one.s for one in shown)
    upper = [one.high for one in shown if known(one.high)]
    high = min(max([top, *upper]), 3 * top) or 1.0  # an interval of few laboratories may have no end in sight
    if logarithmic:
        lower = [one.low for one in shown if known(one.low) and one.low > 0]
        least = min(one.s for one in shown)
        domains = [[min(m) / 1.3, 1.3 * max(m)], [max(min([least, *lower]), least / 3) / 1.15, 1.15 * high]]
    else:
        room = 0.06 * (max(m) - min(m)) or 1.0
        domains = [[min(m) - room, max(m) + room], [0.0, 1.06 * high]]
    kind = {"type": "log"} if logarithmic else {}
    title = f"m {unit}".rstrip()
    axis = {"title": title, "tickCount": 6, "titlePadding": 8, "labelOverlap": True}
    x = number("x", scale={"domain": domains[0], "nice": False, "zero": False, **kind}, axis=axis)
    y = up(domains[1], f"s {unit}".rstrip(), 5)
    y["scale"] = y["scale"] | kind
    y["axis"] = y["axis"] | {"labelOverlap": True, "gridColor": HAIR, "titleY": -26}
    return x, y


def _curve(line: Line, shown: Sequence[Spread], *, logarithmic: bool) -> list[dict[str, Any]]:
    """Points of the fitted line between the lowest and the highest level."""
    low, high = min(one.m for one in shown), max(one.m for one in shown)
    rows = []
    for step in range(_STEPS + 1):
        part = step / _STEPS
        m = low * (high / low) ** part if logarithmic else low + (high - low) * part
        s = line.at(m)
        if known(s) and s > 0:
            rows.append({"x": m, "y": s, "order": step})
    return rows


def _curves(curves: list[tuple[Line, list[dict[str, Any]]]], x: Spec, y: Spec) -> list[Spec]:
    encoding = {"x": x, "y": y, "order": {"field": "order"}}
    return [
        layer(
            rows,
            ("x", "y", "order"),
            {"type": "line", "stroke": INK if line.of == "s_r" else QUIET, "strokeWidth": 1.25, "clip": True},
            encoding,
        )
        for line, rows in curves
        if rows
    ]


def _intervals(shown: Sequence[Spread], x: Spec, y: Spec) -> list[Spec]:
    low, high = y["scale"]["domain"]
    rows = [
        {"of": one.of, "x": one.m, "y": max(one.low, low), "y2": min(one.high, high),
         "stroke": INK if one.of == "s_r" else QUIET}
        for one in shown
        if known(one.low) and known(one.high) and one.high > one.low
    ]  # fmt: skip
    if not rows:
        return []
    encoding = {"x": x, "y": y, "y2": {"field": "y2"}, "stroke": literal("stroke")}
    return [
        layer(
            [row for row in rows if row["of"] == of],
            ("x", "y", "y2", "stroke"),
            {"type": "rule", "strokeWidth": 1, "opacity": 0.55, "xOffset": offset},
            encoding,
        )
        for of, offset in _ASIDE.items()
    ]


def _points(shown: Sequence[Spread], x: Spec, y: Spec) -> list[Spec]:
    rows = [
        {
            "of": one.of,
            "x": one.m,
            "y": one.s,
            "fill": _LOOKS[one.of][0],
            "shape": _LOOKS[one.of][1],
            "text": f"{one.level}: {one.of} = {one.s:.4g}".removeprefix(": ").replace("-", "−"),
        }
        for one in shown
    ]
    mark = {"type": "point", "size": 52, "opacity": 1, "stroke": INK, "strokeWidth": 1.25}
    look = {"fill": literal("fill"), "shape": literal("shape"), "description": {"field": "text"}}
    return [
        layer(
            [row for row in rows if row["of"] == of],
            ("x", "y", "fill", "shape", "text"),
            mark | {"xOffset": offset},
            {"x": x, "y": y, **look},
        )
        for of, offset in _ASIDE.items()
    ]


def _names(shown: Sequence[Spread], x: Spec, y: Spec) -> list[Spec]:
    """The levels' names along the upper edge; one that would touch the one before is left out."""
    low, high = x["scale"]["domain"]
    log = x["scale"].get("type") == "log"
    rows, free = [], -1e9
    for one in sorted((one for one in shown if one.of == "s_r"), key=lambda one: one.m):
        place = _WIDTH * _share(one.m, low, high, log=log)
        half = text_width(one.level) / 2
        if one.level and place - half > free:
            rows.append({"x": one.m, "name": one.level})
            free = place + half + 6
    label = {"type": "text", "baseline": "bottom", "fill": QUIET, "fontSize": FONT_SIZE, "limit": 90}
    return (
        [layer(rows, ("x", "name"), label, {"x": x, "y": {"value": -4}, "text": {"field": "name"}})]
        if rows
        else []
    )


def _share(value: float, low: float, high: float, *, log: bool) -> float:
    if log:
        value, low, high = math.log(value), math.log(low), math.log(high)
    return (value - low) / (high - low)


def _ends(curves: list[tuple[Line, list[dict[str, Any]]]], y: Spec) -> list[Spec]:
    """Names of the lines at their right ends, apart from each other."""
    low, high = y["scale"]["domain"]
    log = y["scale"].get("type") == "log"
    placed: list[float] = []
    layers = []
    for line, rows in sorted((pair for pair in curves if pair[1]), key=lambda pair: -pair[1][-1]["y"]):
        place = _HEIGHT * (1 - _share(min(max(rows[-1]["y"], low), high), low, high, log=log))
        if placed:
            place = max(place, placed[-1] + FONT_SIZE + 4)
        placed.append(place)
        label = {"type": "text", "align": "left", "baseline": "middle", "fill": QUIET, "fontSize": FONT_SIZE}
        encoding = {"x": {"value": _WIDTH + 6}, "y": {"value": place}, "text": {"field": "name"}}
        layers.append(layer([{"name": line.name}], ("name",), label, encoding))
    return layers
