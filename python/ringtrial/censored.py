"""Results with "<" and ">", intervals and rounded results: their distribution, their scores.

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

    from ringtrial._results import Array, Number

__all__ = [
    "CensoredFit", "CensoredRobust", "CensoredScores", "Intervals", "KaplanMeier", "Turnbull",
    "intervals", "kaplan_meier", "normal_ml", "robust", "rounded_ml", "sheppard", "substitute",
    "turnbull", "z",
]  # fmt: skip

_INFINITY = float("inf")


class Intervals(Result):
    """Result of :func:`intervals`, in the unit of x."""

    lower: Array
    upper: Array


class CensoredFit(Result):
    """Result of :func:`normal_ml` and :func:`rounded_ml`; location and scale of ln x for lognormal."""

    location: float
    scale: float
    standard_error_location: float
    standard_error_scale: float
    correlation: float
    mean: float
    median: float
    sd: float
    log_likelihood: float
    n: int
    n_left: int
    n_right: int
    n_interval: int
    iterations: int
    distribution: str
    status: str


class CensoredRobust(Result):
    """Result of :func:`robust`, in the unit of x."""

    location: float
    location_lower: float
    location_upper: float
    scale: float
    scale_lower: float
    scale_upper: float
    n: int
    n_left: int
    n_right: int
    n_interval: int
    scale_method: str
    status: str


class KaplanMeier(Result):
    """Result of :func:`kaplan_meier`; values in the unit of x."""

    value: Array
    cdf: Array
    cdf_below: Array
    standard_error: Array
    median: float
    q25: float
    q75: float
    mean: float
    n: int
    n_left: int
    n_right: int
    status: str


class Turnbull(Result):
    """Result of :func:`turnbull`; cells in the unit of x."""

    lower: Array
    upper: Array
    mass: Array
    median_lower: float
    median_upper: float
    n: int
    n_left: int
    n_right: int
    n_interval: int
    iterations: int
    log_likelihood: float
    status: str


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


def kaplan_meier(x: ArrayLike, qualifier: Sequence[str | None] | None = None) -> KaplanMeier:
    """Distribution of results of which some lie below limits, or some above: the product limit.

    Parameters
    ----------
    x, qualifier
        As the module says, with "<" only or ">" only beside found values.

    Returns
    -------
    KaplanMeier
        ``value`` (distinct found values), ``cdf`` = P(X <= value), ``cdf_below`` = P(X < value),
        ``standard_error`` (Greenwood; of ``cdf_below`` with "<", else of ``cdf``), ``median, q25, q75``
        (NaN beyond the found values), ``mean`` (restricted, biased towards the limits),
        ``n, n_left, n_right, status``. Status "not_identified": the median is NaN; "too_few": no found
        value; "not_finite".

    Notes
    -----
    Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457; Helsel 2012, ch. 6. For mixtures :func:`turnbull`.
    """
    return KaplanMeier(*_core.censored.kaplan_meier(x, qualifier))


def normal_ml(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None = None,
    *,
    upper: ArrayLike | None = None,
    lower_bound: float = -_INFINITY,
    upper_bound: float = _INFINITY,
    distribution: str = "normal",
    max_iterations: int = 200,
) -> CensoredFit:
    """Mean and standard deviation of a normal or lognormal by maximum likelihood.

    Parameters
    ----------
    x, qualifier, upper, lower_bound, upper_bound
        As in :func:`intervals`; with ``lower_bound=0`` "<L" means from 0 to L.
    distribution : {"normal", "lognormal"}
        What is normal: x or ln x; "lognormal" needs positive limits.
    max_iterations : int
        At least 1; some 10 are needed.

    Returns
    -------
    CensoredFit
        ``location, scale`` (divisor n; of ln x for "lognormal"), their standard errors and
        ``correlation``, ``mean, median, sd`` in the unit of ``x``, ``log_likelihood``, counts. Status
        "zero_scale": all found values agree and lie in every interval; "not_identified": no found value
        and no maximum; "too_few": fewer than two; "not_finite"; "max_iterations".

    Notes
    -----
    Cohen, Technometrics 1 (1959) 217; Helsel 2012, ch. 6-7. The best there is for n >= 10, few outliers and
    up to 80 % censored; one gross error ruins it: then :func:`robust`.
    """
    return CensoredFit(
        *_core.censored.normal_ml(x, qualifier, upper, lower_bound, upper_bound, distribution, max_iterations)
    )


def robust(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None = None,
    *,
    upper: ArrayLike | None = None,
    lower_bound: float = -_INFINITY,
    upper_bound: float = _INFINITY,
    scale_method: str = "mad",
) -> CensoredRobust:
    """Median and spread by ranks, where they are determined, with their bounds.

    Parameters
    ----------
    x, qualifier, upper, lower_bound, upper_bound
        As in :func:`intervals`.
    scale_method : {"mad", "upper", "lower"}
        1.4826 times the median deviation, the upper quartile - median, or median - the lower quartile.
        "upper" is usually determined for results below limits when "mad" is not.

    Returns
    -------
    CensoredRobust
        ``location`` and ``scale`` where their bounds ``..._lower, ..._upper`` agree, else NaN; counts.
        Status "not_identified": one of them is open; "zero_scale"; "too_few"; "not_finite".

    Notes
    -----
    With less than half below limits under the median this is the ordinary median and MADe.
    """
    return CensoredRobust(*_core.censored.robust(x, qualifier, upper, lower_bound, upper_bound, scale_method))


def rounded_ml(
    x: ArrayLike, step: ArrayLike, *, distribution: str = "normal", max_iterations: int = 200
) -> CensoredFit:
    """Mean and standard deviation by maximum likelihood from rounded results.

    :func:`normal_ml` with each x as the interval from x - step/2 to x + step/2.

    Parameters
    ----------
    x : array_like
        The results as reported; NaN means not reported.
    step : float or array_like
        Distance of two neighbouring numbers that can be reported (0.01 for two decimals), one or one per
        result, in the unit of ``x``; 0 means not rounded.
    distribution, max_iterations
        As in :func:`normal_ml`.

    Returns
    -------
    CensoredFit
        ``n_interval`` counts the rounded results. Status "not_identified" where all lie in one cell or two
        neighbouring ones: the likelihood rises to a scale of 0.

    Notes
    -----
    For a standard deviation of at least one step :func:`sheppard` does.
    """
    return CensoredFit(*_core.censored.rounded_ml(x, step, distribution, max_iterations))


def sheppard(scale: ArrayLike, step: ArrayLike) -> Number:
    """Standard deviation before rounding to multiples of ``step``: sqrt(scale^2 - step^2/12).

    Parameters
    ----------
    scale, step : float or array_like
        In one unit, broadcast against each other. NaN in ``scale`` gives NaN.

    Returns
    -------
    float or ndarray
        NaN where scale^2 < step^2/12. Holds from scale = step on; below half a step use
        :func:`rounded_ml`.

    Notes
    -----
    Sheppard 1898; step/sqrt(12) is the standard uncertainty of rounding (GUM 4.3.7).
    """
    return _core.censored.sheppard(scale, step)


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


def turnbull(
    x: ArrayLike,
    qualifier: Sequence[str | None] | None = None,
    *,
    upper: ArrayLike | None = None,
    lower_bound: float = -_INFINITY,
    upper_bound: float = _INFINITY,
    tolerance: float = 1e-10,
    max_iterations: int = 10000,
) -> Turnbull:
    """Distribution by maximum likelihood without a model, for any mixture of limits and intervals.

    Parameters
    ----------
    x, qualifier, upper, lower_bound, upper_bound
        As in :func:`intervals`.
    tolerance : float
        Least gain of the log-likelihood in an iteration, > 0.
    max_iterations : int
        At least 1.

    Returns
    -------
    Turnbull
        Cells from ``lower`` to ``upper`` with ``mass`` (where in a cell it lies the data do not say),
        the cell of the median, ``log_likelihood``, counts. Status "too_few": nothing is reported;
        "not_finite"; "max_iterations".

    Notes
    -----
    Turnbull, J. R. Stat. Soc. B 38 (1976) 290. With "<" only the masses are those of :func:`kaplan_meier`.
    """
    return Turnbull(
        *_core.censored.turnbull(x, qualifier, upper, lower_bound, upper_bound, tolerance, max_iterations)
    )


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
