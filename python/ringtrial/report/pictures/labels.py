"""Codes beside points: each in the first of four places where it touches no other, else left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ringtrial.report.pictures.theme import FONT_SIZE, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZE = FONT_SIZE - 1
_AWAY = 7  # pixels between a point and its label
_POINT = 4  # half the width of a point


class Place(NamedTuple):
    """Where a label stands from its point; ``align`` is "left" or "right" of Vega-Lite."""

    align: str
    dx: int
    dy: int


_PLACES = (
    Place("left", _AWAY, -6), Place("left", _AWAY, 7), Place("right", -_AWAY, -6), Place("right", -_AWAY, 7),
)  # fmt: skip
_Box = tuple[float, float, float, float]


def places(points: Sequence[tuple[float, float]], texts: Sequence[str]) -> list[Place | None]:
    """For points in pixels (down the page) and their texts, the important ones first."""
    marks = [(x - _POINT, y - _POINT, x + _POINT, y + _POINT) for x, y in points]
    taken: list[_Box] = []
    found: list[Place | None] = []
    for position, ((x, y), text) in enumerate(zip(points, texts, strict=True)):
        others = marks[:position] + marks[position + 1 :] + taken
        chosen = next((p for p in _PLACES if text and _free(_box(x, y, text, p), others)), None)
        found.append(chosen)
        if chosen:
            taken.append(_box(x, y, text, chosen))
    return found


def _box(x: float, y: float, text: str, place: Place) -> _Box:
    left = x + place.dx - (text_width(text, SIZE) if place.align == "right" else 0)
    return left, y + place.dy - SIZE / 2, left + text_width(text, SIZE), y + place.dy + SIZE / 2


def _free(box: _Box, others: Iterable[_Box]) -> bool:
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
