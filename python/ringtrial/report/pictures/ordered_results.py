"""Results in ascending order with their uncertainties, the assigned value and its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.points import thinned
from ringtrial.report.pictures.theme import (
    BAND,
    FONT_SIZE,
    LEFT,
    QUIET,
    RIGHT,
    Picture,
    across,
    layer,
    literal,
    reference_lines,
    up,
)
from ringtrial.report.signals import COLOURS, JUDGED, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.points import Point
    from ringtrial.report.pictures.theme import Spec

HEIGHT = 260
_MOST_BARS = 400  # uncertainty bars of more results would be a grey area
_LARGE, _SMALL, _CROWDED = 46, 20, 120  # size of a point, and from how many on it is small


def ordered_results(
    points: Sequence[Point],
    lines: list[tuple[float, str, str]],
    *,
    band: tuple[float, float] | None,
    window: tuple[float, float],
    unit: str,
) -> Picture:
    """``lines`` as of ``reference_lines``; ``band``: x_pt ± U; results outside ``window`` are arrows."""
    ordered = sorted(points, key=lambda point: point.value)
    drawn = thinned(len(ordered))
    axis = across([point.code for point in ordered], drawn)
    low, high = _domain(ordered, [value for value, _, _ in lines], band, window)
    x, y = axis.channel, up([low, high], unit, 6)
    marks = [_mark(ordered[i], place, low, high) for i, place in zip(drawn, axis.places, strict=True)]
    layers = [
        *_band(band, y, axis.width),
        *reference_lines(lines, axis.width, y, HEIGHT / (high - low)),
        *(_bars(marks, x, y) if len(ordered) <= _MOST_BARS else []),
        _points(marks, x, y),
        *_outside(marks, x, y, labels=axis.step >= FONT_SIZE),
    ]
    return Picture({"width": axis.width, "height": HEIGHT, "layer": layers}, LEFT, RIGHT, 24, axis.height)


def _domain(
    points: Sequence[Point],
    lines: list[float],
    band: tuple[float, float] | None,
    window: tuple[float, float],
) -> list[float]:
    """From the lowest to the highest of what is drawn at its place, bars cut at the window."""
    least, most = window
    inside = [point for point in points if least <= point.value <= most]
    ends = [point.value + side * point.expanded for point in inside for side in (-1, 1) if point.expanded > 0]
    shown = [min(max(end, least), most) for end in ends] + [point.value for point in inside]
    shown += lines + list(band or ())
    return extent.domain(min(shown, default=least), max(shown, default=most))


def _mark(point: Point, place: str | int, low: float, high: float) -> dict[str, Any]:
    y = min(max(point.value, low), high)
    half = point.expanded if point.expanded > 0 and y == point.value else 0.0
    colour = COLOURS[point.signal]
    return {
        "at": place,
        "y": y,
        "low": max(y - half, low),
        "high": min(y + half, high),
        "fill": colour,
        "edge": colour if point.signal in JUDGED else QUIET,
        "shape": {"<": "triangle-down", ">": "triangle-up"}.get(point.qualifier, SHAPES[point.signal]),
        "text": point.text,
        "outside": "" if y == point.value else f"{point.value:.4g}".replace("-", "−"),
    }


def _band(band: tuple[float, float] | None, y: Spec, width: float) -> list[Spec]:
    if band is None:
        return []
    ends = {"y": y, "y2": {"field": "top"}, "x": {"value": 0}, "x2": {"value": width}}
    return [layer([{"y": band[0], "top": band[1]}], ("y", "top"), {"type": "rect", "fill": BAND}, ends)]


def _bars(marks: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    bars = [mark for mark in marks if mark["high"] > mark["low"]]
    if not bars:
        return []
    rule = {"type": "rule", "strokeWidth": 1.25, "opacity": 0.6}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "stroke": literal("edge")}
    return [layer(bars, ("at", "low", "high", "edge"), rule, ends)]


def _points(marks: list[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    inside = [mark for mark in marks if not mark["outside"]]
    size = _LARGE if len(marks) <= _CROWDED else _SMALL
    look = {"fill": literal("fill"), "stroke": literal("edge"), "shape": literal("shape")}
    point = {"type": "point", "opacity": 1, "size": size, "strokeWidth": 1}
    encoding = {"x": x, "y": y, **look, "description": {"field": "text"}}
    return layer(inside, ("at", "y", "fill", "edge", "shape", "text"), point, encoding)


def _outside(marks: list[dict[str, Any]], x: Spec, y: Spec, *, labels: bool) -> list[Spec]:
    """Arrows at the edge, with the value written beside them where there is room."""
    middle = y["scale"]["domain"][0] / 2 + y["scale"]["domain"][1] / 2
    layers = []
    for side in (1, -1):
        arrows = [mark for mark in marks if mark["outside"] and (mark["y"] > middle) == (side > 0)]
        if not arrows:
            continue
        arrow = {"type": "point", "shape": "arrow", "size": 170, "opacity": 1, "yOffset": 7 * side}
        arrow["angle"] = 0 if side > 0 else 180
        look = {"fill": literal("fill"), "stroke": literal("edge"), "description": {"field": "text"}}
        layers.append(layer(arrows, ("at", "y", "fill", "edge", "text"), arrow, {"x": x, "y": y, **look}))
        if labels:
            label = {"type": "text", "angle": 270, "baseline": "middle", "yOffset": 18 * side, "fill": QUIET}
            label |= {"align": "right" if side > 0 else "left", "fontSize": FONT_SIZE - 1}
            encoding = {"x": x, "y": y, "text": {"field": "outside"}}
            layers.append(layer(arrows, ("at", "y", "outside"), label, encoding))
    return layers
