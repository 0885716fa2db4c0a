"""Laboratories and measurands at one glance: the signal of each result by colour and by mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.theme import PLOT_WIDTH, QUIET, RIGHT, Picture, code_axis, literal, text_width
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_IN_A_STRIP = 44
_LONGEST_NAME = 150
_CELLS = COLOURS | {"satisfactory": "#d3e2ef"}
_MARKS = {  # colour inside and around the mark; a satisfactory cell has none
    "questionable": ("#1d2329", "#1d2329"),
    "unsatisfactory": ("#ffffff", "#ffffff"),
    "not_scored": ("#ffffff", QUIET),
    "not_reported": (QUIET, QUIET),
    "withdrawn": (QUIET, QUIET),
}


def heatmap(codes: Sequence[str], names: Sequence[str], cells: Sequence[dict[str, str]]) -> list[Picture]:
    """One picture of all laboratories, or strips of at most 44 of them."""
    strips = -(-len(codes) // _MOST_IN_A_STRIP)
    length = -(-len(codes) // strips) if strips else 0
    by_code: dict[str, list[dict[str, str]]] = {code: [] for code in codes}
    for cell in cells:
        by_code[cell["code"]].append(cell)
    parts = [list(codes[start : start + length]) for start in range(0, len(codes), length or 1)]
    return [_strip(part, names, [cell for code in part for cell in by_code[code]], length) for part in parts]


def _strip(codes: list[str], names: Sequence[str], cells: list[dict[str, str]], length: int) -> Picture:
    left = int(min(max(map(text_width, names), default=0.0), _LONGEST_NAME)) + 16
    step = min(24.0, (PLOT_WIDTH + 62 - left) / max(length, 1))
    x, bottom = code_axis(codes, step * len(codes))
    labels = {"domain": False, "ticks": False, "labelLimit": _LONGEST_NAME, "labelPadding": 8}
    y = {"field": "name", "type": "nominal", "scale": {"type": "band", "domain": list(names)}, "axis": labels}
    height = min(max(step, 18), 22) * len(names)
    layers = [_cells(cells, x, y), *_marks(cells, x, y)]
    return Picture({"width": step * len(codes), "height": height, "layer": layers}, left, RIGHT, 6, bottom)


def _cells(cells: list[dict[str, str]], x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    data = [{key: cell[key] for key in ("code", "name", "text")} | {"fill": _CELLS[cell["signal"]]} for cell in cells]
    return {
        "data": {"values": data},
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}},
    }


def _marks(cells: list[dict[str, str]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    data = []
    for cell in cells:
        if cell["signal"] in _MARKS:
            fill, edge = _MARKS[cell["signal"]]
            data.append({"code": cell["code"], "name": cell["name"], "fill": fill, "edge": edge, "shape": SHAPES[cell["signal"]]})
    if not data:
        return []
    return [{
        "data": {"values": data},
        "mark": {"type": "point", "aria": False, "opacity": 1, "size": 42, "strokeWidth": 1},
        "encoding": {"x": x, "y": y, "fill": literal("fill"), "stroke": literal("edge"), "shape": literal("shape")},
    }]  # fmt: skip
