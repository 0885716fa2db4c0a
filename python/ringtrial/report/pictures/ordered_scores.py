"""Scores as bars in ascending order, with the lines that make the signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.points import thinned
from ringtrial.report.pictures.theme import (
    FONT_SIZE,
    LEFT,
    PAPER,
    RIGHT,
    Picture,
    across,
    layer,
    literal,
    reference_lines,
    up,
)
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.points import Point
    from ringtrial.report.pictures.theme import Spec

HEIGHT = 220
_ROOM_FOR_A_MARK = 6  # pixels from bar to bar
_MOST_SHOWN = 8 / 3  # scores beyond so many times the last limit are cut at the edge


def ordered_scores(points: Sequence[Point], limits: Sequence[float], *, symbol: str) -> Picture:
    """``limits``: one or two numbers, of which the last is that of the action signal."""
    ordered = sorted((point for point in points if point.score == point.score), key=lambda p: p.score)
    drawn = thinned(len(ordered))
    axis = across([point.code for point in ordered], drawn)
    largest = max((abs(point.score) for point in ordered), default=0.0)
    size = max(1.15 * limits[-1], min(1.12 * largest, highest(limits)))
    x, y = axis.channel, up([-size, size], symbol, 7)
    bars = [_bar(ordered[i], place, size) for i, place in zip(drawn, axis.places, strict=True)]
    layers = [
        *reference_lines(_lines(limits), axis.width, y, HEIGHT / (2 * size)),
        _bars(bars, x, y, _bar_width(axis.step)),
        *(_exceptions(bars, x, y) if axis.step >= _ROOM_FOR_A_MARK else []),
        *_cut(bars, x, y, labels=_bar_width(axis.step) >= FONT_SIZE),
    ]
    return Picture({"width": axis.width, "height": HEIGHT, "layer": layers}, LEFT, RIGHT, 24, axis.height)


def highest(limits: Sequence[float]) -> float:
    """The largest score that is drawn in full: 8 for z."""
    return _MOST_SHOWN * limits[-1]


def _lines(limits: Sequence[float]) -> list[tuple[float, str, str]]:
    kinds = ("warning", "action")[-len(limits) :]
    pairs = reversed(list(zip(limits, kinds, strict=True)))
    sides = [(limit, kind, side) for limit, kind in pairs for side in (1, -1)]
    named = [(side * limit, f"{'+' if side > 0 else '−'}{limit:g}", kind) for limit, kind, side in sides]
    return [(0.0, "0", "value"), *named]


def _bar(point: Point, place: str | int, size: float) -> dict[str, Any]:
    y = min(max(point.score, -size), size)
    return {
        "at": place,
        "y": y,
        "fill": COLOURS[point.signal],
        "shape": SHAPES[point.signal],
        "signal": point.signal,
        "text": point.text,
        "cut": "" if y == point.score else f"{point.score:.1f}".replace("-", "−"),
    }


def _bar_width(step: float) -> float:
    return max(1, min(16, round(0.62 * step, 1)))


def _bars(bars: list[dict[str, Any]], x: Spec, y: Spec, width: float) -> Spec:
    ends = {"y": y | {"stack": None}, "y2": {"datum": 0}}
    encoding = {"x": x, **ends, "fill": literal("fill"), "description": {"field": "text"}}
    return layer(
        bars, ("at", "y", "fill", "text"), {"type": "bar", "orient": "vertical", "width": width}, encoding
    )


def _exceptions(bars: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    """The mark of the signal beyond the end of each bar that has one."""
    marked = [bar for bar in bars if bar["signal"] in ("questionable", "unsatisfactory") and not bar["cut"]]
    layers = []
    for side in (1, -1):
        rows = [bar for bar in marked if bar["y"] * side > 0]
        if rows:
            point = {"type": "point", "opacity": 1, "size": 56, "strokeWidth": 0, "yOffset": -8 * side}
            encoding = {"x": x, "y": y, "fill": literal("fill"), "shape": literal("shape")}
            layers.append(layer(rows, ("at", "y", "fill", "shape"), point, encoding))
    return layers


def _cut(bars: list[dict[str, Any]], x: Spec, y: Spec, *, labels: bool) -> list[Spec]:
    """Arrow heads on bars that go on, with the score written into them where there is room."""
    layers: list[Spec] = []
    for side in (1, -1):
        rows = [bar for bar in bars if bar["cut"] and bar["y"] * side > 0]
        if not rows:
            continue
        head = {"type": "point", "shape": "triangle-up" if side > 0 else "triangle-down", "opacity": 1}
        head |= {"size": 90, "stroke": PAPER, "strokeWidth": 1, "yOffset": -4 * side}
        layers.append(layer(rows, ("at", "y", "fill"), head, {"x": x, "y": y, "fill": literal("fill")}))
        if labels:
            label = {"type": "text", "angle": 270, "baseline": "middle", "fill": PAPER, "yOffset": 8 * side}
            label |= {"align": "right" if side > 0 else "left", "fontSize": FONT_SIZE - 1}
            layers.append(layer(rows, ("at", "y", "cut"), label, {"x": x, "y": y, "text": {"field": "cut"}}))
    return layers
