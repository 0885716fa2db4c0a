"""Youden plot: a point a laboratory, its results on two items, the confidence ellipse, the 45° line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.report.pictures.extent import drawable
from ringtrial.report.pictures.labels import SIZE as LABEL_SIZE
from ringtrial.report.pictures.labels import places
from ringtrial.report.pictures.theme import (
    BAND,
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

    from numpy.typing import NDArray

    from ringtrial.paired import Youden
    from ringtrial.report.pictures.theme import Spec

SIZE = 520  # of the plot; one unit has the same length on both axes, so that 45° is 45°
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 24, 26, 48
_CORNERS = 120  # of the drawn ellipse
_MOST_NAMED = 60  # laboratories whose codes are written beside their points
_SPREADS = 6.0  # a laboratory further from the centre is drawn at the edge


class Laboratory(NamedTuple):
    """A laboratory's results on both items."""

    code: str
    x: float
    y: float
    inside: bool


def drawable_pair(x: NDArray[Any], y: NDArray[Any]) -> bool:
    """Whether axes can hold the results."""
    return drawable(x.tolist()) and drawable(y.tolist())


def youden_plot(laboratories: Sequence[Laboratory], fit: Youden, names: Sequence[str], unit: str) -> Picture:
    """``names`` of the items on the two axes."""
    half = _half_width(laboratories, fit)
    domains = [[float(c) - half, float(c) + half] for c in fit.center]
    x = _axis("x", domains[0], f"{names[0]} {unit}".rstrip())
    y = _axis("y", domains[1], f"{names[1]} {unit}".rstrip(), titleAngle=-90, titlePadding=12)
    rows = _rows(laboratories, domains)
    layers = [
        _ellipse(fit, x, y),
        *_lines(fit, domains, x, y),
        *_points(rows, x, y),
    ]
    view = {"width": SIZE, "height": SIZE, "layer": layers}
    return Picture(view, _LEFT, _RIGHT, _TOP, _BOTTOM)


def _half_width(laboratories: Sequence[Laboratory], fit: Youden) -> float:
    """Half the axes: the ellipse and every laboratory up to six spreads, with a margin."""
    spread = max(map(float, fit.sd))
    offsets = [
        max(abs(one.x - float(fit.center[0])), abs(one.y - float(fit.center[1]))) for one in laboratories
    ]
    furthest = min(max(offsets, default=spread), _SPREADS * spread)
    return 1.1 * max(furthest, float(fit.semi_axes[0]))


def _axis(field: str, domain: list[float], title: str, **more: Any) -> Spec:
    scale = {"domain": domain, "nice": False, "zero": False}
    axis = {"title": title, "tickCount": 6, "grid": True, "domain": False, "gridColor": HAIR, **more}
    return number(field, scale=scale, axis=axis)


def _ellipse(fit: Youden, x: Spec, y: Spec) -> Spec:
    a, b = map(float, fit.semi_axes)
    cos, sin = math.cos(fit.angle), math.sin(fit.angle)
    rows = []
    for corner in range(_CORNERS + 1):
        t = 2 * math.pi * corner / _CORNERS
        u, v = a * math.cos(t), b * math.sin(t)
        rows.append(
            {
                "x": float(fit.center[0]) + u * cos - v * sin,
                "y": float(fit.center[1]) + u * sin + v * cos,
                "order": corner,
            }
        )
    mark = {
        "type": "line", "interpolate": "linear-closed", "clip": True, "stroke": INK, "strokeWidth": 1.25,
        "fill": BAND, "fillOpacity": 0.55,
    }  # fmt: skip
    return layer(rows, ("x", "y", "order"), mark, {"x": x, "y": y, "order": {"field": "order"}})


def _lines(fit: Youden, domains: list[list[float]], x: Spec, y: Spec) -> list[Spec]:
    """The medians, and the 45° line through the centre along which systematic errors lie."""
    (left, right), (low, high) = domains
    cx, cy = map(float, fit.center)
    rows = [
        {"x": cx, "y": low, "x2": cx, "y2": high, "dash": [1, 0]},
        {"x": left, "y": cy, "x2": right, "y2": cy, "dash": [1, 0]},
        {"x": left, "y": low, "x2": right, "y2": high, "dash": [5, 4]},
    ]
    encoding = {
        "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeDash": literal("dash"),
    }  # fmt: skip
    return [
        layer([row], ("x", "y", "x2", "y2", "dash"), {"type": "rule", "stroke": QUIET}, encoding)
        for row in rows
    ]


def _rows(laboratories: Sequence[Laboratory], domains: list[list[float]]) -> list[dict[str, Any]]:
    """Those outside the ellipse last, so that they are drawn on top, but first to get a label."""
    ordered = sorted(laboratories, key=lambda one: one.inside)
    rows = [_row(laboratory, domains) for laboratory in ordered]
    points = [
        tuple(SIZE * (row[k] - low) / (high - low) for k, (low, high) in zip("xy", domains, strict=True))
        for row in rows
    ]
    named = len(rows) <= _MOST_NAMED
    texts = [one.code if named or not one.inside else "" for one in ordered]
    for row, text, place in zip(rows, texts, places([(x, SIZE - y) for x, y in points], texts), strict=True):
        row |= {"code": text, "place": place}
    return rows[::-1]


def _row(laboratory: Laboratory, domains: list[list[float]]) -> dict[str, Any]:
    place = [
        min(max(value, low), high)
        for value, (low, high) in zip((laboratory.x, laboratory.y), domains, strict=True)
    ]
    cut = place != [laboratory.x, laboratory.y]
    signal = "satisfactory" if laboratory.inside else "unsatisfactory"
    said = f"{laboratory.code}: {laboratory.x:.6g}, {laboratory.y:.6g}".replace("-", "−")
    return {
        "x": place[0],
        "y": place[1],
        "fill": COLOURS[signal],
        "shape": "triangle-right" if cut else SHAPES[signal],
        "text": said,
    }


def _points(rows: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    point = {"type": "point", "size": 70, "opacity": 1, "stroke": PAPER, "strokeWidth": 0.75}
    look = {"fill": literal("fill"), "shape": literal("shape"), "description": {"field": "text"}}
    layers = [layer(rows, ("x", "y", "fill", "shape", "text"), point, {"x": x, "y": y, **look})]
    for place in sorted({row["place"] for row in rows if row["place"]}):
        named = [row for row in rows if row["place"] == place]
        label = {"type": "text", "fill": QUIET, "fontSize": LABEL_SIZE, **place._asdict()}
        layers.append(layer(named, ("x", "y", "code"), label, {"x": x, "y": y, "text": {"field": "code"}}))
    return layers
