"""Which part of the axis a picture shows, so that one wild result does not squash all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial.report.numbers import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPREADS = 6.0  # results further from the centre than so many spreads are drawn as arrows at the edge

_LEAST, _MOST = 1e-280, 1e280  # an axis that ends or begins further out has no room for its margins


def drawable(numbers: Iterable[float]) -> bool:
    """Whether an axis can hold the numbers: none so large or so close together that arithmetic fails."""
    finite = [number for number in numbers if known(number)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    span = (high - low) or abs(high) or 1.0
    return max(abs(low), abs(high)) < _MOST and span > _LEAST


def window(centre: object, spreads: Iterable[object], values: Sequence[float]) -> tuple[float, float]:
    """Limits beyond which a result is an arrow: centre ± 6 of the largest spread, else all values."""
    spread = max((s for s in spreads if known(s)), default=0.0)
    if known(centre) and spread > 0:
        return centre - SPREADS * spread, centre + SPREADS * spread
    return min(values, default=0.0), max(values, default=0.0)


def domain(low: float, high: float, margin: float = 0.05) -> list[float]:
    """An axis from low to high with a margin; of a single value with some room around it."""
    room = margin * (high - low) or 0.1 * abs(high) or 1.0
    return [low - room, high + room]
