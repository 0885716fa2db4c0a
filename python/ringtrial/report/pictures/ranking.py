"""Ranks with their intervals and, beside them, the letters of the groups that cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known
from ringtrial.report.pictures.rank_intervals import MOST_SHOWN, rank_intervals
from ringtrial.report.pictures.theme import FONT_SIZE, QUIET, Picture, layer

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_LETTERS = 6  # more would leave the margin


def ranking(ranked: Sequence[dict[str, Any]]) -> Picture:
    """``ranked``: rows of the ranking, the best first; as many as ``rank_intervals`` draws."""
    picture = rank_intervals(ranked)
    shown = [row for row in ranked[:MOST_SHOWN] if known(row["rank_lower"])]
    rows = [
        {"name": row["laboratory"], "letters": row["group"] if len(row["group"]) <= _LONGEST_LETTERS else "…"}
        for row in shown
    ]
    y = picture.view["layer"][0]["encoding"]["y"]
    mark = {"type": "text", "align": "left", "fill": QUIET, "fontSize": FONT_SIZE - 1}
    at = {"x": {"value": picture.view["width"] + 8}, "y": y, "text": {"field": "letters"}}
    view = picture.view | {"layer": [*picture.view["layer"], layer(rows, ("name", "letters"), mark, at)]}
    return picture._replace(view=view)
