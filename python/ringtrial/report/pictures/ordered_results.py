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
    literal,
    number,
    reference_lines,
    y_title,
)
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.points import Point

HEIGHT = 260
_MOST_BARS = 400  # uncertainty bars of more results would be a grey area


def ordered_results(
    points: Sequence[Point],
    limits: Sequence[tuple[float, str, str]],
    *,
    band: tuple[float, float] | None,
    window: tuple[float, float],
    unit: str,
) -> Picture:
    """``limits``: lines as of ``reference_lines``; ``band``: x_pt ± U; results outside ``window`` are arrows."""
    ordered = sorted(points, key=lambda point: point.value)
    drawn = thinned(len(ordered))
    axis = across([point.code for point in ordered], drawn)
    low, high = _domain(ordered, limits, band, window)
    x = axis.channel
    y = number("y", scale={"domain": [low, high], "nice": False, "zero": False}, axis=y_title(unit) | {"tickCount": 6})
    marks = [_mark(ordered[i], place, low, high) for i, place in zip(drawn, axis.places, strict=True)]
    layers = [
        *_band(band, y, axis.width),
        *reference_lines(list(limits), axis.width, y, HEIGHT / (high - low)),
        *(_bars(marks, x, y) if len(ordered) <= _MOST_BARS else []),
        _points(marks, x, y),
        *_outside(marks, x, y, labels=axis.step >= FONT_SIZE),
    ]
    return Picture({"width": axis.width, "height": HEIGHT, "layer": layers}, LEFT, RIGHT, 24, axis.height)


def _domain(
    points: Sequence[Point],
    limits: Sequence[tuple[float, str, str]],
    band: tuple[float, float] | None,
    window: tuple[float, float],
) -> list[float]:
    least, most = window
    inside = [point for point in points if least <= point.value <= most]
    ends = [point.value + side * point.expanded for point in inside for side in (-1, 1) if point.expanded > 0]
    shown = [min(max(end, least), most) for end in ends] + [point.value for point in inside]
    shown += [value for value, _, _ in limits] + list(band or ())
    return extent.domain(min(shown, default=least), max(shown, default=most))


def _mark(point: Point, place: str | int, low: float, high: float) -> dict[str, Any]:
    y = min(max(point.value, low), high)
    half = point.expanded if point.expanded > 0 and y == point.value else 0.0
    hollow = point.signal not in ("satisfactory", "questionable", "unsatisfactory")
    shape = SHAPES[point.signal]
    if point.qualifier:
        shape = "triangle-down" if point.qualifier == "<" else "triangle-up"
    if y != point.value:
        shape = "arrow"
    return {
        "at": place, "y": y, "low": max(y - half, low), "high": min(y + half, high),
        "fill": COLOURS[point.signal], "edge": QUIET if hollow else COLOURS[point.signal], "shape": shape,
        "text": point.text,
        "outside": "" if y == point.value else f"{point.value:.4g}".replace("-", "−"), "up": y == high,
    }  # fmt: skip


def _band(band: tuple[float, float] | None, y: dict[str, Any], width: float) -> list[dict[str, Any]]:
    if band is None:
        return []
    return [{
        "data": {"values": [{"y": band[0], "top": band[1]}]},
        "mark": {"type": "rect", "fill": BAND, "aria": False},
        "encoding": {"y": y, "y2": {"field": "top"}, "x": {"value": 0}, "x2": {"value": width}},
    }]  # fmt: skip


def _bars(marks: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    bars = [mark for mark in marks if mark["high"] > mark["low"]]
    if not bars:
        return []
    return [{
        "data": {"values": [{key: bar[key] for key in ("at", "low", "high", "edge")} for bar in bars]},
        "mark": {"type": "rule", "aria": False, "strokeWidth": 1.25, "opacity": 0.6},
        "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "stroke": literal("edge")},
    }]  # fmt: skip


def _points(marks: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    size = 46 if len(marks) <= 120 else 20
    inside = [mark for mark in marks if not mark["outside"]]
    return {
        "data": {"values": [{key: mark[key] for key in ("at", "y", "fill", "edge", "shape", "text")} for mark in inside]},
        "mark": {"type": "point", "opacity": 1, "size": size, "strokeWidth": 1},
        "encoding": {
            "x": x, "y": y, "fill": literal("fill"), "stroke": literal("edge"), "shape": literal("shape"),
            "description": {"field": "text"},
        },
    }  # fmt: skip


def _outside(marks: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], *, labels: bool) -> list[dict[str, Any]]:
    """Arrows at the edge, with the value written beside them where there is room."""
    layers = []
    for up in (True, False):
        arrows = [mark for mark in marks if mark["outside"] and mark["up"] == up]
        if not arrows:
            continue
        data = {"values": [{key: arrow[key] for key in ("at", "y", "fill", "edge", "text", "outside")} for arrow in arrows]}
        layers.append({
            "data": data,
            "mark": {"type": "point", "shape": "arrow", "size": 170, "opacity": 1, "angle": 0 if up else 180,
                     "yOffset": 7 if up else -7},
            "encoding": {"x": x, "y": y, "fill": literal("fill"), "stroke": literal("edge"), "description": {"field": "text"}},
        })  # fmt: skip
        if labels:
            layers.append({
                "data": data,
                "mark": {"type": "text", "aria": False, "angle": 270, "align": "right" if up else "left",
                         "baseline": "middle", "yOffset": 18 if up else -18, "fill": QUIET, "fontSize": FONT_SIZE - 1},
                "encoding": {"x": x, "y": y, "text": {"field": "outside"}},
            })  # fmt: skip
    return layers
