"""Laboratories against each other: how far apart two results are, in units of their uncertainty."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ringtrial.report.pictures.theme import (
    FONT_SIZE,
    INK,
    PAPER,
    QUIET,
    WIDTH,
    Picture,
    code_axis,
    layer,
    literal,
    name_axis,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec

MOST_DRAWN = 120  # laboratories
_RIGHT = 150  # room for the key
_LONGEST_NAME = 110
_LARGEST = 34  # pixels a cell
# |E| up to, the colour, what the key says: a signal only where the two do not agree
_STEPS = (
    (0.5, "#eef2f6", "0 – 0.5"), (1.0, "#cfdbe7", "0.5 – 1"), (1.5, "#e8a4b2", "1 – 1.5"),
    (2.0, "#c75a76", "1.5 – 2"), (math.inf, "#9c1339", "> 2"),
)  # fmt: skip
_NONE = "#ffffff"
_MARKED = 26  # laboratories; of more the cells are too small for a mark


def pair_map(codes: Sequence[str], scores: Sequence[Sequence[float]]) -> Picture:
    """``scores[i][j]`` of laboratory i minus j; the codes run down and to the right in the same order."""
    y, left = name_axis(codes, _LONGEST_NAME, labelColor=INK, labelOverlap=True)
    step = min(_LARGEST, (WIDTH - left - _RIGHT) / len(codes))
    side = step * len(codes)
    every = int(-(-(FONT_SIZE + 1) // step))
    if every > 1:
        y["axis"]["values"] = list(codes)[::every]
    x, bottom = code_axis(list(codes), side)
    cells = [
        _cell(codes[i], codes[j], float(scores[i][j]))
        for i in range(len(codes))
        for j in range(len(codes))
        if i != j
    ]
    encoding = {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    rect = {"type": "rect", "stroke": PAPER, "strokeWidth": 1 if step > 12 else 0.5}
    layers = [layer(cells, ("code", "name", "fill", "text"), rect, encoding)]
    if len(codes) <= _MARKED:
        layers += _signs(cells, x, y)
    return Picture({"width": side, "height": side, "layer": [*layers, *_key(side)]}, left, _RIGHT, 6, bottom)


def _cell(name: str, code: str, score: float) -> dict[str, str]:
    size = abs(score)
    fill = next((colour for most, colour, _ in _STEPS if size <= most), _NONE)
    sign = "" if not size > 1 else "+" if score > 0 else "−"
    ink = PAPER if size > 1.5 else INK
    said = f"{name} − {code}: E = {score:.2f}" if size < math.inf else f"{name} − {code}"
    return {
        "name": name,
        "code": code,
        "fill": fill,
        "sign": sign,
        "ink": ink,
        "text": said.replace("E = -", "E = −"),
    }


def _signs(cells: list[dict[str, str]], x: Spec, y: Spec) -> list[Spec]:
    """Which of the two is higher, where they do not agree: so it is read without colours too."""
    marked = [cell for cell in cells if cell["sign"]]
    text = {"type": "text", "fontSize": FONT_SIZE + 1, "baseline": "middle"}
    look = {"text": {"field": "sign"}, "fill": literal("ink")}
    return [layer(marked, ("code", "name", "sign", "ink"), text, {"x": x, "y": y, **look})] if marked else []


def _key(side: float) -> list[Spec]:
    rows = [{"at": 18 + 20 * k, "fill": colour, "said": said} for k, (_, colour, said) in enumerate(_STEPS)]
    place = {"y": {"field": "at", "type": "quantitative", "scale": None, "axis": None}}
    box = {"type": "point", "shape": "square", "size": 170, "opacity": 1, "stroke": QUIET, "strokeWidth": 0.5}
    text = {"type": "text", "align": "left", "fill": QUIET, "fontSize": FONT_SIZE}
    title = [{"at": 0, "said": "|E|"}]
    return [
        layer(rows, ("at", "fill"), box, {"x": {"value": side + 26}, "fill": literal("fill"), **place}),
        layer(rows, ("at", "said"), text, {"x": {"value": side + 40}, "text": {"field": "said"}, **place}),
        layer(title, ("at", "said"), text, {"x": {"value": side + 19}, "text": {"field": "said"}, **place}),
    ]
