"""What all pictures share: sizes, colours, layers, axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Spec = dict[str, Any]  # of Vega-Lite

WIDTH = 820  # of a picture over the whole column, in CSS pixels
LEFT, RIGHT = 62, 46  # room for the axis and for the names of lines
PLOT_WIDTH = WIDTH - LEFT - RIGHT

INK, QUIET, HAIR, BAND, PAPER = "#1d2329", "#5b6570", "#e3e7eb", "#dfe4ea", "#ffffff"
BARS = "#c3d4e4"  # what is no signal: bars of a histogram
FONT_SIZE = 11
_LONGEST_CODE = 84  # pixels
_OTHER_FONTS = 1.12  # the reader's fonts may be wider than those the labels were cut for

CONFIG: Spec = {
    "background": "transparent",
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

    view: Spec
    left: int
    right: int
    top: int
    bottom: int


class Across(NamedTuple):
    """The horizontal axis of ordered results: their codes, or their ranks where only some are drawn."""

    channel: Spec
    places: Sequence[str | int]  # of the results drawn, in the field "at"
    width: float
    height: int  # of the labels

    @property
    def step(self) -> float:
        """Pixels from one drawn result to the next."""
        return self.width / max(len(self.places), 1)


# --- layers ----------------------------------------------------------------------------------


def layer(rows: Iterable[dict[str, Any]], fields: Sequence[str], mark: Spec, encoding: Spec) -> Spec:
    """A layer with the fields of its rows that it uses."""
    return {
        "data": {"values": [{field: row[field] for field in fields} for row in rows]},
        "mark": {"aria": "description" in encoding, **mark},
        "encoding": encoding,
    }


def number(field: str, **more: Any) -> Spec:
    """A quantitative channel."""
    return {"field": field, "type": "quantitative", **more}


def literal(field: str) -> Spec:
    """A channel whose data are colours, shapes or dashes already."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """About how wide a text is drawn."""
    return sum(size if ord(letter) > 0x2E7F else 0.58 * size for letter in text)


# --- axes ------------------------------------------------------------------------------------


def across(codes: list[str], drawn: list[int]) -> Across:
    """``drawn``: positions of the results that are drawn."""
    if len(drawn) == len(codes):
        width = max(240, min(PLOT_WIDTH, 36 * len(codes)))  # few results do not need the whole column
        channel, height = code_axis(codes, width)
        return Across(channel | {"field": "at"}, codes, width, height)
    scale = {"domain": [0.5, len(codes) + 0.5], "nice": False, "zero": False}
    channel = number("at", scale=scale, axis={"tickCount": 6, "format": "d", "domain": False})
    return Across(channel, [i + 1 for i in drawn], PLOT_WIDTH, 24)


def code_axis(codes: list[str], width: float) -> tuple[Spec, int]:
    """A band axis of codes, upright where they do not fit, thinned where they are many; and its height."""
    step = width / max(len(codes), 1)
    longest = max(map(text_width, codes), default=0.0)
    axis: Spec = {"domain": False, "ticks": False, "labelPadding": 5, "labelOverlap": False}
    if longest + 6 <= step:
        axis |= {"labelAngle": 0}
        height = FONT_SIZE + 12
    else:
        upright = {"labelAngle": -90, "labelAlign": "right", "labelBaseline": "middle"}
        axis |= upright | {"labelLimit": _LONGEST_CODE}
        height = int(_OTHER_FONTS * min(longest, _LONGEST_CODE)) + 12
    every = int(-(-(FONT_SIZE + 1) // step)) if step else 1
    if every > 1:
        axis["values"] = codes[::every]
    return {
        "field": "code",
        "type": "nominal",
        "scale": {"type": "band", "domain": codes},
        "axis": axis,
    }, height


def name_axis(names: Sequence[str], longest: int, **more: Any) -> tuple[Spec, int]:
    """A vertical band axis of names, cut at ``longest`` pixels; and its width."""
    axis = {"domain": False, "ticks": False, "labelLimit": longest, "labelPadding": 8, **more}
    width = int(_OTHER_FONTS * min(max(map(text_width, names), default=0.0), longest)) + 16
    scale = {"type": "band", "domain": list(names)}
    return {"field": "name", "type": "nominal", "scale": scale, "axis": axis}, width


def up(domain: list[float], unit: str, ticks: int) -> Spec:
    """A vertical axis, its unit written above it and not along it."""
    title = {"title": unit or None, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end"}
    axis = title | {"titleX": 6 - LEFT, "titleY": -10, "tickCount": ticks}
    return number("y", scale={"domain": domain, "nice": False, "zero": False}, axis=axis)


# --- lines across ------------------------------------------------------------------------------

DASHES: dict[str, list[int]] = {"value": [1, 0], "warning": [4, 3], "action": [1, 0]}


def reference_lines(lines: list[tuple[float, str, str]], width: float, y: Spec, pixels: float) -> list[Spec]:
    """Horizontal lines with their names at the right end; a name that would touch another is left out.

    ``lines``: value, name, kind ("value", "warning" or "action"), the important ones first; ``pixels`` per
    unit of the values.
    """
    rows: list[dict[str, Any]] = []
    placed: list[float] = []
    for value, name, kind in lines:
        free = all(abs(value - other) * pixels > FONT_SIZE for other in placed)
        if free:
            placed.append(value)
        stroke = {"stroke": INK, "thick": 1.25} if kind == "value" else {"stroke": QUIET, "thick": 1}
        rows.append({"y": value, "name": name if free else "", "dash": DASHES[kind], **stroke})
    look = {"stroke": literal("stroke"), "strokeDash": literal("dash"), "strokeWidth": literal("thick")}
    ends = {"x": {"value": 0}, "x2": {"value": width}}
    label = {"type": "text", "align": "left", "fill": QUIET, "fontSize": FONT_SIZE}
    return [
        layer(rows, ("y", "stroke", "dash", "thick"), {"type": "rule"}, {"y": y, **ends, **look}),
        layer(rows, ("y", "name"), label, {"y": y, "text": {"field": "name"}, "x": {"value": width + 6}}),
    ]
