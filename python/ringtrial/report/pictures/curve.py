"""The kernel density that a histogram shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS = 161
_CUT = 3.0  # bandwidths beyond the outermost results


class Curve(NamedTuple):
    """Abscissae in the unit of the results, density per unit, bandwidth in the unit."""

    grid: Sequence[float]
    density: Sequence[float]
    bandwidth: float


def curve_of(values: Sequence[float], window: tuple[float, float]) -> Curve | None:
    """The density of all values on the part of the axis that is shown; None where there is no bandwidth.

    ``ringtrial.density`` makes it, with Silverman's bandwidth.
    """
    from ringtrial.density import bandwidth, kde

    inside = [value for value in values if window[0] <= value <= window[1]]
    h = float(bandwidth(values)) if inside else float("nan")
    if not h > 0:
        return None
    low = max(min(inside) - _CUT * h, window[0])
    high = min(max(inside) + _CUT * h, window[1])
    grid = [low + (high - low) * i / (_POINTS - 1) for i in range(_POINTS)]
    result = kde(values, bandwidth=h, grid=grid)
    return Curve(grid, result.density.tolist(), h) if result.status == "ok" else None
