"""Values with intervals below one another: laboratories with their weights, or estimators side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import (
    BAND,
    FONT_SIZE,
    HAIR,
    INK,
    QUIET,
    WIDTH,
    Picture,
    layer,
    literal,
    name_axis,
    number,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec

_ROOMY, _DENSE, _MANY = 21, 13, 36  # pixels a row, and from how many rows on they are dense
_LONGEST_NAME = 190  # pixels
_LEAST, _MOST = 16.0, 190.0  # area of a square
_BOTTOM = 46


class Row(NamedTuple):
    """A value with its interval (NaN: none); ``size``: from 0 to 1; ``said`` stands at the right."""

    name: str
    value: float
    low: float
    high: float
    size: float
    colour: str
    said: str = ""
    shape: str = "square"


def forest(
    rows: Sequence[Row],
    *,
    value: float,
    band: tuple[float, float] | None,
    window: tuple[float, float],
    unit: str,
) -> Picture:
    """The first row on top; a line at ``value``, a band around it. Outside ``window`` a value is an arrow."""
    domain = _domain(rows, value, band, window)
    dense = len(rows) > _MANY
    more = {"labelFontSize": FONT_SIZE - 1} if dense else {}
    y, left = name_axis([row.name for row in rows], _LONGEST_NAME, labelColor=INK, **more)
    right = int(max((text_width(row.said) for row in rows), default=0)) + 24
    width, height = WIDTH - left - right, (_DENSE if dense else _ROOMY) * len(rows)
    marks = [_mark(row, domain) for row in rows]
    x = number("x", scale={"domain": domain, "nice": False, "zero": False}, axis=_axis(unit))
    layers = [
        *_behind(value, band, domain, x, height),
        *_intervals(marks, x, y),
        *_values(marks, x, y),
        *_texts(marks, x, y, width),
    ]
    return Picture({"width": width, "height": height, "layer": layers}, left, right, 8, _BOTTOM)


def _axis(unit: str) -> Spec:
    return {"title": unit or None, "tickCount": 7, "grid": True, "gridColor": HAIR, "domain": False}


def _domain(
    rows: Sequence[Row], value: float, band: tuple[float, float] | None, window: tuple[float, float]
) -> list[float]:
    least, most = window
    inside = [row for row in rows if least <= row.value <= most]
    ends = [min(max(end, least), most) for row in inside for end in (row.low, row.high) if end == end]
    shown = [row.value for row in inside] + ends + [value, *(band or ())]
    return extent.domain(min(shown), max(shown))


def _mark(row: Row, domain: list[float]) -> dict[str, Any]:
    low, high = domain
    x = min(max(row.value, low), high)
    outside = x != row.value
    has_interval = row.low == row.low and row.high == row.high
    said = (
        f"{row.name}: {row.value:.6g} [{row.low:.6g}, {row.high:.6g}]"
        if has_interval
        else f"{row.name}: {row.value:.6g}"
    )
    return {
        "name": row.name,
        "x": x,
        "low": min(max(row.low, low), high) if has_interval else x,
        "high": min(max(row.high, low), high) if has_interval else x,
        "size": _LEAST + (_MOST - _LEAST) * row.size,
        "colour": row.colour,
        "shape": row.shape,
        "arrow": "" if not outside else "triangle-left" if row.value < low else "triangle-right",
        "value": f"{row.value:.4g}".replace("-", "−"),
        "said": row.said,
        "text": said.replace("-", "−"),
    }


def _behind(
    value: float, band: tuple[float, float] | None, domain: list[float], x: Spec, height: float
) -> list[Spec]:
    """The band and the line of the reference."""
    ends = {"y": {"value": 0}, "y2": {"value": height}}
    layers = []
    if band:
        rows = [{"x": max(band[0], domain[0]), "x2": min(band[1], domain[1])}]
        rect = {"type": "rect", "fill": BAND}
        layers.append(layer(rows, ("x", "x2"), rect, {"x": x, "x2": {"field": "x2"}, **ends}))
    line = {"type": "rule", "stroke": INK, "strokeWidth": 1.25}
    return [*layers, layer([{"x": value}], ("x",), line, {"x": x, **ends})]


def _intervals(marks: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    bars = [mark for mark in marks if mark["high"] > mark["low"]]
    rule = {"type": "rule", "strokeWidth": 1.25, "opacity": 0.75}
    ends = {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y, "stroke": literal("colour")}
    return [layer(bars, ("name", "low", "high", "colour"), rule, ends)] if bars else []


def _values(marks: list[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    inside = [mark for mark in marks if not mark["arrow"]]
    outside = [mark | {"shape": mark["arrow"], "size": 60} for mark in marks if mark["arrow"]]
    point = {"type": "point", "opacity": 1, "strokeWidth": 1}
    look = {
        "fill": literal("colour"), "stroke": literal("colour"), "shape": literal("shape"),
        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
        "description": {"field": "text"},
    }  # fmt: skip
    fields = ("name", "x", "colour", "shape", "size", "text")
    return [layer(some, fields, point, {"x": x, "y": y, **look}) for some in (inside, outside) if some]


def _texts(marks: list[dict[str, Any]], x: Spec, y: Spec, width: float) -> list[Spec]:
    """What stands at the right, and the values of arrows."""
    size = {"fontSize": FONT_SIZE, "fill": QUIET, "type": "text"}
    said = [mark for mark in marks if mark["said"]]
    at_end = {"x": {"value": width + 10}, "y": y, "text": {"field": "said"}}
    layers = [layer(said, ("name", "said"), size | {"align": "left"}, at_end)] if said else []
    for arrow, align, dx in (("triangle-left", "left", 9), ("triangle-right", "right", -9)):
        some = [mark for mark in marks if mark["arrow"] == arrow]
        if some:
            beside = {"x": x, "y": y, "text": {"field": "value"}}
            layers.append(layer(some, ("name", "x", "value"), size | {"align": align, "dx": dx}, beside))
    return layers
