"""Counts of laboratories in ascending order with their exact intervals, and the assigned count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures import extent
from ringtrial.report.pictures.points import thinned
from ringtrial.report.pictures.theme import (
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
from ringtrial.report.signals import COLOURS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.qualitative import PoissonInterval

_HEIGHT = 240


def ordered_counts(entries: Sequence[tuple[str, PoissonInterval, str]], assigned: float) -> Picture:
    """``entries``: code, interval, signal ("" none), in ascending order."""
    drawn = thinned(len(entries))
    axis = across([code for code, _, _ in entries], drawn)
    rows = [_row(place, *entries[i]) for place, i in zip(axis.places, drawn, strict=True)]
    ends = [row[end] for row in rows for end in ("low", "high")]
    domain = extent.domain(min(*ends, assigned), max(*ends, assigned), 0.06)
    y = up(domain, "", 5)
    rule = {"type": "rule", "stroke": QUIET, "strokeWidth": 1}
    dot = {"type": "point", "size": 56, "opacity": 1, "stroke": PAPER, "strokeWidth": 0.75}
    look = {"fill": literal("fill"), "shape": literal("shape"), "description": {"field": "text"}}
    bars = {"x": axis.channel, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    layers = [
        *reference_lines([(assigned, "", "value")], axis.width, y, _HEIGHT / (domain[1] - domain[0])),
        layer(rows, ("at", "low", "high"), rule, bars),
        layer(rows, ("at", "y", "fill", "shape", "text"), dot, {"x": axis.channel, "y": y, **look}),
    ]
    return Picture({"width": axis.width, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 24, axis.height)


def _row(place: str | int, code: str, interval: PoissonInterval, signal: str) -> dict[str, Any]:
    return {
        "at": place,
        "y": interval.estimate,
        "low": interval.lower,
        "high": interval.upper,
        "fill": COLOURS[signal] if signal else INK,
        "shape": SHAPES[signal or "satisfactory"],
        "text": f"{code}: {interval.estimate:.6g}",
    }
