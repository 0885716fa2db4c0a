"""Laboratories and measurands at one glance: the signal of each result by colour and by mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.theme import (
    INK,
    PAPER,
    QUIET,
    RIGHT,
    WIDTH,
    Picture,
    code_axis,
    layer,
    literal,
    name_axis,
)
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec

_MOST_IN_A_STRIP = 44
_LONGEST_NAME = 150  # pixels
_CELLS = COLOURS | {"satisfactory": "#d3e2ef"}
_MARKS = {  # colour inside and around the mark; a satisfactory cell has none
    "questionable": (INK, INK),
    "unsatisfactory": (PAPER, PAPER),
    "not_scored": (PAPER, QUIET),
    "not_reported": (QUIET, QUIET),
    "withdrawn": (QUIET, QUIET),
}


def heatmap(codes: Sequence[str], names: Sequence[str], cells: Sequence[dict[str, str]]) -> list[Picture]:
    """One picture of all laboratories, or strips of at most 44 of them.

    A cell has ``code``, ``name`` of the measurand, ``signal``, and ``text`` for hovering and screen readers.
    """
    strips = max(-(-len(codes) // _MOST_IN_A_STRIP), 1)
    length = max(-(-len(codes) // strips), 1)
    by_code: dict[str, list[dict[str, str]]] = {code: [] for code in codes}
    for cell in cells:
        by_code[cell["code"]].append(cell)
    parts = [list(codes[start : start + length]) for start in range(0, len(codes), length)]
    return [_strip(part, names, [cell for code in part for cell in by_code[code]], length) for part in parts]


def _strip(codes: list[str], names: Sequence[str], cells: list[dict[str, str]], length: int) -> Picture:
    y, left = name_axis(names, _LONGEST_NAME)
    step = min(24.0, (WIDTH - RIGHT - left) / length)
    x, bottom = code_axis(codes, step * len(codes))
    height = min(max(step, 18), 22) * len(names)
    layers = [_cells(cells, x, y), *_marks(cells, x, y)]
    return Picture({"width": step * len(codes), "height": height, "layer": layers}, left, RIGHT, 6, bottom)


def _cells(cells: list[dict[str, str]], x: Spec, y: Spec) -> Spec:
    rows = [cell | {"fill": _CELLS[cell["signal"]]} for cell in cells]
    encoding = {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    mark = {"type": "rect", "stroke": PAPER, "strokeWidth": 1.5}
    return layer(rows, ("code", "name", "fill", "text"), mark, encoding)


def _marks(cells: list[dict[str, str]], x: Spec, y: Spec) -> list[Spec]:
    rows: list[dict[str, Any]] = []
    for cell in cells:
        if cell["signal"] in _MARKS:
            fill, edge = _MARKS[cell["signal"]]
            rows.append(cell | {"fill": fill, "edge": edge, "shape": SHAPES[cell["signal"]]})
    if not rows:
        return []
    look = {"fill": literal("fill"), "stroke": literal("edge"), "shape": literal("shape")}
    point = {"type": "point", "opacity": 1, "size": 42, "strokeWidth": 1}
    return [layer(rows, ("code", "name", "fill", "edge", "shape"), point, {"x": x, "y": y, **look})]
