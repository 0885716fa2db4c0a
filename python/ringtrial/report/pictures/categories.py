"""How many laboratories gave each answer: the picture of a qualitative measurand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.theme import FONT_SIZE, INK, WIDTH, Picture, literal, number, text_width
from ringtrial.report.signals import COLOURS, MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 24
_STEP, _LONGEST_NAME = 26, 200


def categories(counts: Sequence[tuple[str, int, str]]) -> Picture:
    """``counts``: category, laboratories, signal, in the order to be drawn; the first 24."""
    shown = list(counts[:MOST_SHOWN])
    names = [name for name, _, _ in shown]
    left = int(min(max(map(text_width, names), default=0.0), _LONGEST_NAME)) + 16
    width = WIDTH - left - 90
    axis = {"domain": False, "ticks": False, "labelLimit": _LONGEST_NAME, "labelColor": INK, "labelPadding": 8}
    y = {"field": "name", "type": "nominal", "scale": {"type": "band", "domain": names}, "axis": axis}
    most = max((count for _, count, _ in shown), default=1)
    x = number("count", scale={"domain": [0, most], "nice": False}, axis=None)
    data = [
        {"name": name, "count": count, "fill": COLOURS[signal], "label": f"{count} {MARKS[signal]}", "text": f"{name}: {count}"}
        for name, count, signal in shown
    ]
    return Picture(
        {"width": width, "height": _STEP * len(shown), "layer": _layers(data, x, y)}, left, 90, 4, 6
    )


def _layers(data: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    bars = {
        "data": {"values": data},
        "mark": {"type": "bar", "height": 16, "stroke": "#ffffff"},
        "encoding": {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}},
    }
    labels = {
        "data": {"values": [{key: row[key] for key in ("name", "count", "label")} for row in data]},
        "mark": {"type": "text", "align": "left", "aria": False, "dx": 6, "fill": INK, "fontSize": FONT_SIZE},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }
    return [bars, labels]
