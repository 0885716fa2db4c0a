"""Counts: intervals, scores against an assigned count, over-dispersion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Number


class PoissonInterval(Result):
    """Result of :func:`poisson_interval`: counts per unit of exposure."""

    estimate: float
    lower: float
    upper: float
    standard_error: float
    status: str


class Dispersion(Result):
    """Result of :func:`dispersion_test`; ``mean`` is a count."""

    statistic: float
    df: int
    index: float
    p_value: float
    p_lower: float
    mean: float
    n: int
    status: str


def poisson_interval(count: int, *, exposure: float = 1.0, confidence: float = 0.95) -> PoissonInterval:
    """Exact confidence interval of a Poisson count.

    Parameters
    ----------
    count : int
        Not below 0; a whole float passes.
    exposure : float
        What was counted on, e.g. ml plated; above 0.
    confidence : float
        In (0, 1).

    Returns
    -------
    PoissonInterval
        ``estimate`` = count/exposure with ``lower`` (0 at a count of 0) and ``upper``,
        ``standard_error`` = sqrt(count)/exposure, ``status``.

    Notes
    -----
    Garwood, Biometrika 28 (1936) 437.
    """
    return PoissonInterval(*_core.qualitative.poisson_interval(count, exposure, confidence))


def poisson_score(
    count: ArrayLike, assigned: ArrayLike, *, method: str = "anscombe", u: ArrayLike = 0.0
) -> Number:
    """Score counts against an assigned count of the same exposure.

    Parameters
    ----------
    count : int or array_like
        Not below 0, whole; NaN gives NaN.
    assigned : float or array_like
        Above 0; broadcasts with ``count``.
    method : {"anscombe", "pearson", "exact"}
        2(sqrt(count + 3/8) - sqrt(assigned + 3/8)); (count - assigned)/sqrt(assigned + u^2); or the
        normal quantile of the mid-p probability P(X < count) + P(X = count)/2.
    u : float or array_like
        Standard uncertainty of the assigned count, used by "pearson" only.

    Returns
    -------
    float or ndarray
        In standard deviations. "exact" is finite for scores within 37, NaN beyond.

    Notes
    -----
    Anscombe, Biometrika 35 (1948) 246.
    """
    return _core.qualitative.poisson_score(count, assigned, method, u)


def dispersion_test(counts: ArrayLike) -> Dispersion:
    """Test whether replicate counts scatter as Poisson counts do.

    Parameters
    ----------
    counts : array_like
        Whole numbers not below 0 of one sample on equal exposure; NaN is skipped.

    Returns
    -------
    Dispersion
        ``statistic`` D = sum((c - mean)^2)/mean, ``df`` = n - 1, ``index`` = D/df, ``p_value`` (upper tail:
        over-dispersion), ``p_lower`` (lower tail), ``mean``, ``n``, ``status``: "too_few" for n < 2,
        "zero_scale" if all are 0.

    Notes
    -----
    Fisher, Thornton, Mackenzie, Ann. Appl. Biol. 9 (1922) 325.
    """
    return Dispersion(*_core.qualitative.dispersion_test(counts))
