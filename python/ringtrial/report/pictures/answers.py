"""Answers that are words: stacked bars by item, agreement by digits of a code, agreement of laboratories."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.theme import (
    BARS,
    FONT_SIZE,
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
    number,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.qualitative import CodeAgreement
    from ringtrial.report.pictures.theme import Spec

MOST_ITEMS = 60  # in one picture
_LONGEST_NAME, _STEP, _HEIGHT = 180, 30, 230
_RIGHT_ANSWER = BARS
_OTHERS = ("#9aa4ae", "#bcc4cb", "#d9dee3", "#eceff2")
_STEPS = ("#e6edf4", "#c3d4e4", "#9cb8d2", "#6f97bd", "#4879a6", "#2f5d88", "#1f4568")  # ordered answers
_DARK = frozenset(_STEPS[3:])


def stacked(rows: Sequence[tuple[str, list[tuple[str, int]], str]], levels: Sequence[str] | None) -> Picture:
    """A bar an item: name, its answers with their counts, the right answer; ``levels``: ordered answers."""
    y, left = name_axis([name for name, _, _ in rows], _LONGEST_NAME, labelColor=INK)
    width = WIDTH - left - RIGHT
    most = max(sum(count for _, count in answers) for _, answers, _ in rows)
    parts = [part for row in rows for part in _parts(row, levels, width / most)]
    scale = {"domain": [0, most], "nice": False}
    x = number("from", scale=scale, axis={"tickCount": 6, "format": "d", "tickMinStep": 1, "grid": False})
    bar = {"type": "bar", "height": 20, "stroke": PAPER, "strokeWidth": 1}
    ends = {"x": x, "x2": {"field": "to"}, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    label = {"type": "text", "fontSize": FONT_SIZE}
    at = {"x": number("middle", scale=scale), "y": y, "text": {"field": "label"}, "fill": literal("ink")}
    layers = [
        layer(parts, ("name", "from", "to", "fill", "text"), bar, ends),
        layer(parts, ("name", "middle", "label", "ink"), label, at),
    ]
    return Picture({"width": width, "height": _STEP * len(rows), "layer": layers}, left, RIGHT, 6, 26)


def _parts(
    row: tuple[str, list[tuple[str, int]], str], levels: Sequence[str] | None, pixels: float
) -> list[dict[str, Any]]:
    """The right answer first, others by their number; ordered answers in their order."""
    name, answers, right = row
    order = list(levels or [])
    ranked = sorted(
        answers, key=lambda pair: order.index(pair[0]) if order else (pair[0] != right, -pair[1], pair[0])
    )
    parts, start, others = [], 0, 0
    for answer, count in ranked:
        if not count:
            continue
        if order:
            fill = _STEPS[round((len(_STEPS) - 1) * order.index(answer) / max(len(order) - 1, 1))]
        elif answer == right:
            fill = _RIGHT_ANSWER
        else:
            fill, others = _OTHERS[min(others, len(_OTHERS) - 1)], others + 1
        text = f"{answer} {count}"
        fits = 1.15 * text_width(text) + 8 <= pixels * count
        parts.append({
            "name": name, "from": start, "to": start + count, "middle": start + count / 2, "fill": fill,
            "label": text if fits else "", "ink": PAPER if fill in _DARK else INK,
            "text": f"{name}: {answer} {count}",
        })  # fmt: skip
        start += count
    return parts


def digits(found: CodeAgreement) -> Picture:
    """Share of codes that are right so far, by number of digits, with their intervals."""
    rows = [
        {"at": str(int(level)), "y": 100 * share, "low": 100 * low, "high": 100 * high,
         "text": f"{int(level)}: {100 * share:.0f} % ({100 * low:.0f} – {100 * high:.0f} %)",
         "label": f"{100 * share:.0f} %"}
        for level, share, low, high in zip(
            found.levels.tolist(), found.agreement.tolist(), found.lower.tolist(), found.upper.tolist(),
            strict=True,
        )
        if math.isfinite(share)
    ]  # fmt: skip
    names = [row["at"] for row in rows]
    width = min(96 * len(names), WIDTH - 160)
    channel, height = code_axis(names, width)
    x = channel | {"field": "at"}
    y = _percent_axis()
    bar = {"type": "bar", "fill": BARS, "width": 34}
    rule = {"type": "rule", "stroke": QUIET, "strokeWidth": 1.25}
    label = {"type": "text", "dx": 24, "align": "left", "fill": INK, "fontSize": FONT_SIZE}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "description": {"field": "text"}}
    layers = [
        layer(rows, ("at", "y"), bar, {"x": x, "y": y}),
        layer(rows, ("at", "low", "high", "text"), rule, ends),
        layer(rows, ("at", "y", "label"), label, {"x": x, "y": y, "text": {"field": "label"}}),
    ]
    return Picture({"width": width, "height": _HEIGHT, "layer": layers}, 62, RIGHT, 24, height)


def _percent_axis() -> Spec:
    scale = {"domain": [0, 100], "nice": False}
    axis = {"title": "%", "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -56}
    return number("y", scale=scale, axis=axis | {"titleY": -10, "tickCount": 5})


def matrix(codes: Sequence[str], share: Sequence[Sequence[float]]) -> Picture:
    """Share of items on which two laboratories agree: the darker, the fewer."""
    y, left = name_axis(codes, 90)
    side = min(24.0, (WIDTH - RIGHT - left) / len(codes))
    x, bottom = code_axis(list(codes), side * len(codes))
    rows = [
        {"code": codes[j], "name": codes[i], "fill": _shade(value),
         "label": f"{100 * value:.0f}" if side >= 22 and value < 1 else "",
         "ink": PAPER if value < 0.5 else INK, "text": f"{codes[i]} – {codes[j]}: {100 * value:.0f} %"}
        for i, row in enumerate(share)
        for j, value in enumerate(row)
        if math.isfinite(value)
    ]  # fmt: skip
    encoding = {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    label = {"type": "text", "fontSize": FONT_SIZE - 2}
    layers = [
        layer(rows, ("code", "name", "fill", "text"), {"type": "rect", "stroke": PAPER}, encoding),
        layer(rows, ("code", "name", "label", "ink"), label,
              {"x": x, "y": y, "text": {"field": "label"}, "fill": literal("ink")}),
    ]  # fmt: skip
    size = side * len(codes)
    return Picture({"width": size, "height": size, "layer": layers}, left, RIGHT, 6, bottom)


def _shade(share: float) -> str:
    """From a pale blue, all agree, to a dark one, none."""
    return _STEPS[min(int((1 - share) * len(_STEPS)), len(_STEPS) - 1)]
