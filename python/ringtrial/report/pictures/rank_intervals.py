"""Ranks with their intervals, the best at the top: whose intervals overlap are not told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known
from ringtrial.report.pictures.theme import (
    BARS,
    INK,
    PAPER,
    RIGHT,
    WIDTH,
    Picture,
    layer,
    name_axis,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 60
_STEP, _LONGEST_CODE = 15, 90


def rank_intervals(ranked: Sequence[dict[str, Any]]) -> Picture:
    """``ranked``: rows of the competition that have a rank, the best first; the first 60 are drawn."""
    shown = [row for row in ranked[:MOST_SHOWN] if known(row["rank_lower"])]
    rows = [
        {
            "name": row["laboratory"],
            "rank": row["rank"],
            "low": row["rank_lower"],
            "high": row["rank_upper"],
            "text": f"{row['laboratory']}: {row['rank']:g} ({row['rank_lower']:g} – {row['rank_upper']:g})",
        }
        for row in shown
    ]
    y, left = name_axis([row["name"] for row in rows], _LONGEST_CODE)
    scale = {"domain": [0.5, max(row["high"] for row in rows) + 0.5], "nice": False, "zero": False}
    axis = {"tickCount": 10, "tickMinStep": 1, "format": "d", "grid": True, "orient": "top"}
    bar = {"type": "rule", "stroke": BARS, "strokeWidth": 6}
    point = {"type": "point", "shape": "circle", "size": 52, "opacity": 1, "fill": INK, "stroke": PAPER}
    x = number("rank", scale=scale, axis=axis)
    ends = {"x": number("low", scale=scale, axis=axis), "x2": {"field": "high"}, "y": y}
    layers = [
        layer(rows, ("name", "low", "high", "text"), bar, ends | {"description": {"field": "text"}}),
        layer(rows, ("name", "rank"), point | {"strokeWidth": 1}, {"x": x, "y": y}),
    ]
    view = {"width": WIDTH - left - RIGHT, "height": _STEP * len(rows), "layer": layers}
    return Picture(view, left, RIGHT, 26, 8)
