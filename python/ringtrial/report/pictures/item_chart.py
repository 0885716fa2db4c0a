"""Results on items in the order of the check: replicates, item means, the mean of all with its criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known
from ringtrial.report.pictures import extent
from ringtrial.report.pictures.theme import (
    BARS,
    INK,
    LEFT,
    PAPER,
    QUIET,
    RIGHT,
    Picture,
    across,
    layer,
    literal,
    reference_lines,
    up,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 120
AFTER = "′"  # behind the name of an item that was measured again
_HEIGHT = 190


def item_chart(
    before: Sequence[dict[str, Any]],
    after: Sequence[dict[str, Any]],
    *,
    lines: list[tuple[float, str, str]],
    unit: str,
) -> Picture:
    """``before``, ``after``: items with ``item`` and ``values``; ``lines`` as of ``reference_lines``."""
    items = [(entry["item"], entry["values"], False) for entry in before]
    items += [(entry["item"] + AFTER, entry["values"], True) for entry in after]
    rows = [
        {"at": name, "y": value, "fill": QUIET if later else PAPER, "text": f"{name}: {value:g}"}
        for name, values, later in items
        for value in values
        if known(value)
    ]
    ends = [row["y"] for row in rows] + [value for value, _, _ in lines]
    domain = extent.domain(min(ends), max(ends), 0.08)
    axis = across([name for name, _, _ in items], list(range(len(items))))
    x, y = axis.channel, up(domain, unit, 5)
    layers = [
        *reference_lines(lines, axis.width, y, _HEIGHT / (domain[1] - domain[0])),
        _ranges(items, x, y),
        _points(rows, x, y),
    ]
    return Picture({"width": axis.width, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 22, axis.height)


def _ranges(items: Sequence[tuple[str, Sequence[float], bool]], x: Any, y: Any) -> Any:
    """The spread of each item's replicates."""
    found = [(name, [value for value in values if known(value)]) for name, values, _ in items]
    rows = [{"at": name, "y": min(values), "top": max(values)} for name, values in found if values]
    mark = {"type": "rule", "stroke": BARS, "strokeWidth": 5}
    return layer(rows, ("at", "y", "top"), mark, {"x": x, "y": y, "y2": {"field": "top"}})


def _points(rows: Sequence[dict[str, Any]], x: Any, y: Any) -> Any:
    mark = {"type": "point", "shape": "circle", "size": 46, "strokeWidth": 1.4, "stroke": INK, "opacity": 1}
    encoding = {"x": x, "y": y, "fill": literal("fill"), "description": {"field": "text"}}
    return layer(rows, ("at", "y", "fill", "text"), mark, encoding)
