"""Results with "<" and ">": as intervals, with z scores, or with a number in their place.

Every function takes ``x`` and ``qualifier``, a sequence of the same length (None: all exact):

=====================  ==================  ==========================
qualifier              meaning             interval of the true value
=====================  ==================  ==========================
``""``, ``"="``, None  found value         x
``"<" "<=" "≤" "ND"``  below the limit x   (lower_bound, x)
``">" ">=" "≥"``       above the limit x   (x, upper_bound)
``".."``               between             [x, upper]
=====================  ==================  ==========================

NaN in ``x`` means not reported. Mistakes (an unknown qualifier, lengths that differ, a limit beyond its
bound) are a ValueError with the position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = ["CensoredScores", "Intervals", "intervals", "substitute", "z"]

_INFINITY = float("inf")


class Intervals(Result):
    """Result of :func:`intervals`, in the unit of x."""

    lower: Array
    upper: Array


class CensoredScores(Result):
    """Result of :func:`z`; scores without unit."""

    lower: Array
    upper: Array
    signal: list[str]
    signal_best: list[str]
    signal_worst: list[str]
    decided: NDArray[np.bool_]
    status: str


def intervals(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None = None,
    *,
    upper: ArrayLike | None = None,
    lower_bound: float = -_INFINITY,
    upper_bound: float = _INFINITY,
) -> Intervals:
    """Return the interval in which each true value lies.

    Parameters
    ----------
    x, qualifier
        As the module says.
    upper : array_like, optional
        Upper ends, of the length of ``x``; read only where the qualifier is "..".
    lower_bound, upper_bound : float
        Physical limits of the quantity, in the unit of ``x`` (0 for a mass fraction).

    Returns
    -------
    Intervals
        ``lower, upper``: equal for an exact value, NaN where nothing (or an infinity) is reported.

    Notes
    -----
    ISO 13528:2022, 5.5.3.
    """
    return Intervals(*_core.censored.intervals(x, qualifier, upper, lower_bound, upper_bound))


def substitute(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None = None,
    *,
    rule: str = "half",
    upper: ArrayLike | None = None,
) -> Array:
    """Put a number in the place of each censored result, as customs have it.

    ``"half"``: L/2 for "<"; ``"limit"``: the bare number; ``"zero"``: 0 for "<"; ``"sqrt2"``: L/√2 for
    "<"; ``"omit"``: NaN for every censored one. For ">" the limit stays (but for "omit"); ".." gives the
    middle and needs ``upper``.

    Notes
    -----
    There only to reproduce a protocol and to show the harm: on the counts of ISO 13528:2022, Table E.1,
    limit, omit and half followed by Algorithm A give 26.01, 26.81 and 23.96 (printed 23.95, no fixed
    point). Leaving censored results out or halving their limits biases mean and spread.
    """
    return _core.censored.substitute(x, qualifier, upper, rule)


def z(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None,
    x_pt: ArrayLike,
    sigma_pt: ArrayLike,
    *,
    upper: ArrayLike | None = None,
    lower_bound: float = -_INFINITY,
    upper_bound: float = _INFINITY,
    limits: tuple[float, float] = (2.0, 3.0),
    tolerance: float = 1e-9,
) -> CensoredScores:
    """Score results of which some are only known to lie below, above or between numbers.

    z of the two ends of each interval: (end - x_pt)/sigma_pt. ``signal_best`` belongs to the smallest
    abs(z) in the interval, ``signal_worst`` to the largest; ``signal`` is theirs where they agree, else
    "undetermined", and ``decided`` says which.

    Parameters
    ----------
    x, qualifier, upper, lower_bound, upper_bound
        As in :func:`intervals`.
    x_pt, sigma_pt : float or array_like
        Assigned value and target standard deviation in the unit of ``x``; one, or one per result.
        ``sigma_pt`` must be finite and not negative.
    limits : (float, float)
        abs(z) <= first is satisfactory, >= second unsatisfactory, between questionable.
    tolerance : float
        "Equal" in decimals, as in ``scores.signal``.

    Returns
    -------
    CensoredScores
        ``lower, upper, signal, signal_best, signal_worst, decided, status``. NaN and "not_scored" where
        ``x`` is NaN or infinite, ``x_pt`` not finite or ``sigma_pt`` 0 or NaN. Status "too_few": nothing
        is reported; "zero_scale": every ``sigma_pt`` is 0.

    Notes
    -----
    Only a limit at least 3 sigma_pt below x_pt decides against a laboratory ("<" although much was
    there); one above x_pt - 2 sigma_pt says nothing wrong. ``lower_bound=0`` can decide for it.
    """
    return CensoredScores(
        *_core.censored.z(x, qualifier, x_pt, sigma_pt, upper, lower_bound, upper_bound, limits, tolerance)
    )
