"""Scores as bars in ascending order, with the lines that make the signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.points import thinned
from ringtrial.report.pictures.theme import (
    FONT_SIZE,
    LEFT,
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

HEIGHT = 220
_ROOM_FOR_A_MARK = 6  # pixels from bar to bar
MOST_SHOWN = 8 / 3  # scores beyond so many times the last limit are cut at the edge


def ordered_scores(points: Sequence[Point], limits: Sequence[float], *, symbol: str) -> Picture:
    """``limits``: one or two numbers, of which the last is that of the action signal."""
    ordered = sorted((point for point in points if point.score == point.score), key=lambda point: point.score)
    drawn = thinned(len(ordered))
    axis = across([point.code for point in ordered], drawn)
    x = axis.channel
    size = max(1.15 * limits[-1], min(1.12 * max((abs(point.score) for point in ordered), default=0.0), highest(limits)))
    y = number("y", scale={"domain": [-size, size], "nice": False}, axis=y_title(symbol) | {"tickCount": 7})
    bars = [_bar(ordered[i], place, size) for i, place in zip(drawn, axis.places, strict=True)]
    lines = [(0.0, "0", "value")]
    lines += [(side * limit, f"{'+' if side > 0 else '−'}{limit:g}", kind)
              for limit, kind in reversed(list(zip(limits, ("warning", "action")[-len(limits):], strict=True)))
              for side in (1, -1)]  # fmt: skip
    layers = [
        *reference_lines(lines, axis.width, y, HEIGHT / (2 * size)),
        _bars(bars, x, y, axis.step),
        *(_exceptions(bars, x, y) if axis.step >= _ROOM_FOR_A_MARK else []),
        *_cut(bars, x, y, labels=_bar_width(axis.step) >= FONT_SIZE),
    ]
    return Picture({"width": axis.width, "height": HEIGHT, "layer": layers}, LEFT, RIGHT, 24, axis.height)


def highest(limits: Sequence[float]) -> float:
    """The largest score that is drawn in full: 8 for z."""
    return MOST_SHOWN * limits[-1]


def _bar(point: Point, place: str | int, size: float) -> dict[str, Any]:
    y = min(max(point.score, -size), size)
    return {
        "at": place, "y": y, "fill": COLOURS[point.signal], "shape": SHAPES[point.signal], "text": point.text,
        "signal": point.signal, "cut": "" if y == point.score else f"{point.score:.1f}".replace("-", "−"),
    }  # fmt: skip


def _bars(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], step: float) -> dict[str, Any]:
    return {
        "data": {"values": [{key: bar[key] for key in ("at", "y", "fill", "text")} for bar in bars]},
        "mark": {"type": "bar", "orient": "vertical", "width": _bar_width(step)},
        "encoding": {"x": x, "y": y | {"stack": None}, "y2": {"datum": 0}, "fill": literal("fill"), "description": {"field": "text"}},
    }


def _bar_width(step: float) -> float:
    return max(1, min(16, round(0.62 * step, 1)))


def _exceptions(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """The mark of the signal on the end of each bar that has one."""
    marked = [bar for bar in bars if bar["signal"] in ("questionable", "unsatisfactory") and not bar["cut"]]
    layers = []
    for above in (True, False):
        data = [{key: bar[key] for key in ("at", "y", "fill", "shape")} for bar in marked if (bar["y"] > 0) == above]
        if data:
            layers.append({
                "data": {"values": data},
                "mark": {"type": "point", "aria": False, "opacity": 1, "size": 40, "strokeWidth": 0, "yOffset": -8 if above else 8},
                "encoding": {"x": x, "y": y, "fill": literal("fill"), "shape": literal("shape")},
            })  # fmt: skip
    return layers


def _cut(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], *, labels: bool) -> list[dict[str, Any]]:
    """Arrow heads on bars that go on, with the score written into them where there is room."""
    layers: list[dict[str, Any]] = []
    for up in (True, False):
        data = {"values": [{key: bar[key] for key in ("at", "y", "fill", "cut")} for bar in bars if bar["cut"] and (bar["y"] > 0) == up]}
        if not data["values"]:
            continue
        layers.append({
            "data": data,
            "mark": {"type": "point", "aria": False, "shape": "triangle-up" if up else "triangle-down", "size": 90,
                     "opacity": 1, "stroke": "#ffffff", "strokeWidth": 1, "yOffset": -4 if up else 4},
            "encoding": {"x": x, "y": y, "fill": literal("fill")},
        })  # fmt: skip
        if labels:
            layers.append({
                "data": data,
                "mark": {"type": "text", "aria": False, "angle": 270, "align": "right" if up else "left", "fill": "#ffffff",
                         "baseline": "middle", "yOffset": 8 if up else -8, "fontSize": FONT_SIZE - 1},
                "encoding": {"x": x, "y": y, "text": {"field": "cut"}},
            })  # fmt: skip
    return layers
