"""What all pictures share: sizes, colours, axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 820  # of a picture over the whole column, in CSS pixels
LEFT, RIGHT = 62, 46  # room for the axis and for the names of lines
PLOT_WIDTH = WIDTH - LEFT - RIGHT

INK, QUIET, HAIR, BAND = "#1d2329", "#5b6570", "#e3e7eb", "#dfe4ea"
BARS = "#c3d4e4"  # what is no signal: bars of a histogram
FONT_SIZE = 11

CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "concat": {"spacing": 0},
    "axis": {
        "aria": False,
        "domainColor": QUIET,
        "gridColor": HAIR,
        "labelColor": QUIET,
        "labelFontSize": FONT_SIZE,
        "tickColor": QUIET,
        "tickSize": 4,
        "title": None,
        "titleColor": QUIET,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False},
    "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
}


class Picture(NamedTuple):
    """A Vega-Lite view (``width`` and ``height`` of its plot) and the margins around it."""

    view: dict[str, Any]
    left: int
    right: int
    top: int
    bottom: int


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide a text is drawn."""
    return sum(size if ord(letter) > 0x2E7F else 0.58 * size for letter in text)


class Across(NamedTuple):
    """The horizontal axis of ordered results: their codes, or their ranks where only some are drawn."""

    channel: dict[str, Any]
    places: Sequence[str | int]  # of the results drawn, in the field "at"
    width: float
    height: int  # of the labels

    @property
    def step(self) -> float:
        """Pixels from one drawn result to the next."""
        return self.width / max(len(self.places), 1)


def across(codes: list[str], drawn: list[int]) -> Across:
    """``drawn``: positions of the results that are drawn."""
    if len(drawn) == len(codes):
        width = plot_width(len(codes))
        channel, height = code_axis(codes, width)
        return Across(channel | {"field": "at"}, codes, width, height)
    axis = {"tickCount": 6, "format": "d", "domain": False}
    channel = number("at", scale={"domain": [0.5, len(codes) + 0.5], "nice": False, "zero": False}, axis=axis)
    return Across(channel, [i + 1 for i in drawn], PLOT_WIDTH, 24)


def code_axis(codes: list[str], width: float) -> tuple[dict[str, Any], int]:
    """A band axis of laboratory codes, upright where they fit, thinned where they are many; and its height."""
    step = width / max(len(codes), 1)
    longest = max(map(text_width, codes), default=0.0)
    every = max(1, -(-(FONT_SIZE + 1) // step)) if step else 1
    axis: dict[str, Any] = {"domain": False, "ticks": False, "labelPadding": 5, "labelOverlap": False}
    if longest + 6 <= step:
        axis |= {"labelAngle": 0}
        height = FONT_SIZE + 12
    else:
        axis |= {"labelAngle": -90, "labelAlign": "right", "labelBaseline": "middle", "labelLimit": 84}
        height = int(min(longest, 84)) + 12
    if every > 1:
        axis["values"] = codes[:: int(every)]
    return {"field": "code", "type": "nominal", "scale": {"type": "band", "domain": codes}, "axis": axis}, height


def plot_width(count: int) -> int:
    """Width of a plot of so many laboratories: few of them do not need the whole column."""
    return max(240, min(PLOT_WIDTH, 36 * count))


def number(field: str, **more: Any) -> dict[str, Any]:
    """A quantitative channel."""
    return {"field": field, "type": "quantitative", **more}


def literal(field: str) -> dict[str, Any]:
    """A channel whose data are colours, shapes or dashes already."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def y_title(unit: str) -> dict[str, Any]:
    """The unit of a vertical axis, written above it and not along it."""
    return {"title": unit or None, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -LEFT + 6, "titleY": -10}


def reference_lines(lines: list[tuple[float, str, str]], width: float, y: dict[str, Any], pixels: float) -> list[dict[str, Any]]:
    """Horizontal lines with their names at the right end; a name that would touch another is left out.

    ``lines``: value, name, kind ("value", "warning" or "action"), the important ones first; ``pixels`` per unit.
    """
    data, placed = [], []
    for value, name, kind in lines:
        free = all(abs(value - other) * pixels >= FONT_SIZE + 1 for other in placed)
        if free:
            placed.append(value)
        data.append({"y": value, "name": name if free else "", **_LINES[kind]})
    rule = {
        "mark": {"type": "rule", "aria": False},
        "encoding": {
            "y": y | {"field": "y"}, "stroke": literal("stroke"), "strokeDash": literal("dash"),
            "strokeWidth": literal("thick"), "x": {"value": 0}, "x2": {"value": width},
        },
    }  # fmt: skip
    label = {
        "mark": {"type": "text", "align": "left", "aria": False, "fill": QUIET, "fontSize": FONT_SIZE},
        "encoding": {"y": y | {"field": "y"}, "text": {"field": "name"}, "x": {"value": width + 6}},
    }
    return [{"data": {"values": data}, **layer} for layer in (rule, label)]


_LINES: dict[str, dict[str, Any]] = {
    "value": {"stroke": INK, "dash": [1, 0], "thick": 1.25},
    "warning": {"stroke": QUIET, "dash": [4, 3], "thick": 1},
    "action": {"stroke": QUIET, "dash": [1, 0], "thick": 1},
}
