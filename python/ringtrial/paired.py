"""Two similar items, one result of each laboratory on both: Youden's plot and analysis, ZB and ZW.

``x`` and ``y`` have one length and one unit; a laboratory with either NaN is left out of every statistic and
NaN (or False) in the arrays, which keep the length of the input. Any infinity gives status "not_finite".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = ["Split", "Youden", "split", "youden", "z_between", "z_within"]

_paired = _core.paired


class Youden(Result):
    """Result of :func:`youden`; correlations, t_squared and distance without unit, angle in radians."""

    center: Array
    sd: Array
    pearson: float
    spearman: float
    pearson_p_value: float
    spearman_p_value: float
    correlation: float
    t_squared: float
    semi_axes: Array
    angle: float
    distance: Array
    inside: NDArray[np.bool_]
    systematic: Array
    random: Array
    n: int
    status: str


class Split(Result):
    """Result of :func:`split`; in the unit of x and y, f and t without unit."""

    s_random: float
    s_total: float
    s_systematic: float
    f: float
    p_value: float
    mean_difference: float
    mean: float
    t: float
    p_value_difference: float
    n: int
    status: str


def youden(x: ArrayLike, y: ArrayLike, *, method: str = "classical", confidence: float = 0.95) -> Youden:
    """Youden plot: centre, correlation and confidence ellipse of paired results.

    The ellipse is z_x² - 2 r z_x z_y + z_y² = (1 - r²) T², z = (value - center)/sd, T² = 2(n - 1)/(n - 2)
    F(2, n - 2).

    Parameters
    ----------
    x, y : array_like
        One result a laboratory on each item.
    method : {"classical", "robust"}
        "classical": means, standard deviations, Pearson's r; "robust": locations and scales of
        Algorithm A, r = 2 sin(pi rho/6) with Spearman's rho.
    confidence : float
        Of the ellipse, between 0 and 1.

    Returns
    -------
    Youden
        ``center, sd`` (of x and of y), the correlations with two-sided p values, ``correlation`` r and
        ``t_squared`` of the ellipse, ``semi_axes`` (larger first), ``angle`` of the larger from the x
        axis in (-pi/2, pi/2]; per laboratory ``distance`` (inside: distance² <= T²), ``inside``,
        ``systematic`` (along the 45° line), ``random`` (across it); ``n, status``. "too_few" below
        three pairs; "zero_scale" for a scale of 0 or |r| = 1: the ellipse is NaN and nobody inside.

    Notes
    -----
    ISO 13528:2022, clause 10; Youden 1959; Jackson 1956. Prefer "robust" where a few laboratories lie far
    off: they widen the classical ellipse until it holds them.
    """
    return Youden(*_paired.youden(x, y, method, confidence))


def split(x: ArrayLike, y: ArrayLike) -> Split:
    """Youden's two-sample analysis of variance: systematic and random parts of the laboratories' errors.

    With S = (x + y)/sqrt(2) and D = (x - y)/sqrt(2): s_random = s_D, s_total = s_S, s_systematic =
    sqrt(max(0, (s_S² - s_D²)/2)), f = s_S²/s_D².

    Returns
    -------
    Split
        These, ``p_value`` = P(F(n - 1, n - 1) > f), ``mean_difference`` of x - y, ``mean``, the paired
        ``t`` of x - y with ``p_value_difference``, ``n, status``. "too_few" below two pairs;
        "zero_scale" where all differences agree: f, t and their p values NaN.

    Notes
    -----
    It is the split-level estimate of ISO 5725-5: ``precision.split_level`` calls s_random s_r and
    s_systematic s_L, and looks for outliers first.
    """
    return Split(*_paired.split(x, y))


def z_between(x: ArrayLike, y: ArrayLike, *, quartiles: str = "inclusive") -> Array:
    """Between-laboratories robust z score, ZB = (S - median S)/nIQR(S), S = (x + y)/sqrt(2).

    Parameters
    ----------
    x, y : array_like
        One result a laboratory on each item, in one unit.
    quartiles : {"inclusive", "exclusive", "tukey"}
        As in ``robust.niqr``.

    Returns
    -------
    ndarray
        Without unit, NaN for an incomplete pair; all NaN below two pairs, with an infinity or where
        nIQR is 0. A spread of at most 4 ulp of the largest result is rounding and counts as 0.

    Notes
    -----
    NATA guide; CNAS-GL002. |ZB| >= 3 points to a systematic fault of the laboratory.
    """
    return _paired.z_between(x, y, quartiles)


def z_within(x: ArrayLike, y: ArrayLike, *, quartiles: str = "inclusive") -> Array:
    """Within-laboratory robust z score, ZW = (D - median D)/nIQR(D).

    D = (x - y)/sqrt(2) where median(x) >= median(y), else (y - x)/sqrt(2). Parameters, result and source
    as :func:`z_between`; |ZW| >= 3 points to a random fault of the laboratory.
    """
    return _paired.z_within(x, y, quartiles)
