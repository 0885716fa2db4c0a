"""How many laboratories gave each answer: the picture of a qualitative measurand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial.report.pictures.theme import (
    FONT_SIZE,
    INK,
    PAPER,
    WIDTH,
    Picture,
    layer,
    literal,
    name_axis,
    number,
)
from ringtrial.report.signals import COLOURS, JUDGED, MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 24
_STEP, _LONGEST_NAME, _RIGHT = 26, 200, 90
_NO_SIGNAL = "#c3cad1"


def categories(counts: Sequence[tuple[str, int, str]]) -> Picture:
    """``counts``: category, laboratories, signal, in the order to be drawn; the first 24."""
    shown = list(counts[:MOST_SHOWN])
    y, left = name_axis([name for name, _, _ in shown], _LONGEST_NAME, labelColor=INK)
    most = max((count for _, count, _ in shown), default=1)
    x = number("count", scale={"domain": [0, most], "nice": False}, axis=None)
    rows = [
        {
            "name": name,
            "count": count,
            "fill": COLOURS[signal] if signal in JUDGED else _NO_SIGNAL,
            "label": f"{count} {MARKS[signal]}",
            "text": f"{name}: {count}",
        }
        for name, count, signal in shown
    ]
    bar = {"type": "bar", "height": 16, "stroke": PAPER}
    label = {"type": "text", "align": "left", "dx": 6, "fill": INK, "fontSize": FONT_SIZE}
    look = {"fill": literal("fill"), "description": {"field": "text"}}
    layers = [
        layer(rows, ("name", "count", "fill", "text"), bar, {"x": x, "y": y, **look}),
        layer(rows, ("name", "count", "label"), label, {"x": x, "y": y, "text": {"field": "label"}}),
    ]
    view = {"width": WIDTH - left - _RIGHT, "height": _STEP * len(shown), "layer": layers}
    return Picture(view, left, _RIGHT, 4, 6)
