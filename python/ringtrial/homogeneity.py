"""Homogeneity and stability of items (ISO 13528:2022, Annex B; IUPAC 2006; Guide 35; CNAS-GL003).

Results are given as items x replicates: a two-dimensional array with NaN for a missing replicate, or a list
of sequences of different length. Items without a value are left out. Numbers are in the unit of the results
unless said otherwise; ``passes`` and the like are None where they were not asked or could not be computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result
from ringtrial.outliers import CochranResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

__all__ = [
    "Factors", "HomogeneityCheck", "Stability", "StabilityTrend",
    "check", "design_power", "detectable_ratio", "expanded_factors", "stability", "stability_trend",
]  # fmt: skip

_homogeneity = _core.homogeneity


class HomogeneityCheck(Result):
    """Result of :func:`check`; in the unit of y, mean squares squared, tests without unit."""

    mean: float
    g: int
    n: int
    m: float
    ms_between: float
    ms_within: float
    df_between: int
    df_within: int
    s_x: float
    s_w: float
    s_s: float
    criterion: float
    passes: bool | None
    expanded_criterion: float
    passes_expanded: bool | None
    f: float
    f_critical: float
    p_value: float
    significant: bool | None
    u_bb_min: float
    u_bb: float
    sigma_pt_expanded: float
    repeatability_adequate: bool | None
    cochran: CochranResult
    trend_slope: float
    trend_p_value: float
    status: str


class Factors(Result):
    """Result of :func:`expanded_factors`, without unit."""

    f1: float
    f2: float


class Stability(Result):
    """Result of :func:`stability`; in the unit of the results, t without unit."""

    mean_before: float
    mean_after: float
    difference: float
    u_before: float
    u_after: float
    criterion: float
    passes: bool | None
    expanded_criterion: float
    passes_expanded: bool | None
    t: float
    df: int
    t_critical: float
    p_value: float
    significant: bool | None
    u_stability: float
    g_before: int
    g_after: int
    status: str


class StabilityTrend(Result):
    """Result of :func:`stability_trend`; in the unit of y, slopes per unit of time, t without unit."""

    slope: float
    intercept: float
    s_slope: float
    s_intercept: float
    residual_sd: float
    t: float
    df: int
    t_critical: float
    p_value: float
    significant: bool | None
    u_lts: float
    change: float
    n: int
    status: str


def check(
    y: ArrayLike | Sequence[ArrayLike],
    sigma_pt: float | None = None,
    *,
    alpha: float = 0.05,
    factor: float = 0.3,
) -> HomogeneityCheck:
    """Are the items of a round alike enough? One-way analysis of variance over items.

    s_s = sqrt(max(0, (ms_between - ms_within)/m)) must not exceed ``factor`` * ``sigma_pt`` (criterion), or
    sqrt(F1 (factor sigma_pt)² + F2 s_w²) (expanded criterion).

    Parameters
    ----------
    y : array_like
        Items x replicates, NaN for a missing replicate; or a list of sequences of different length.
    sigma_pt : float, optional
        Standard deviation for proficiency assessment, > 0; without it there is no criterion.
    alpha : float
        Level of the F test.
    factor : float
        Of the criterion.

    Returns
    -------
    HomogeneityCheck
        ``mean, g, n, m`` (items, values, replicates), the analysis of variance, ``s_x`` (of item means),
        ``s_w`` (within items), ``s_s`` (between items), the criteria and whether they are met, the F test,
        ``u_bb_min`` (what repeatability can hide) and ``u_bb`` = max(s_s, u_bb_min),
        ``sigma_pt_expanded`` = sqrt(sigma_pt² + s_s²), ``repeatability_adequate`` (s_w <= 0.5 sigma_pt),
        ``cochran`` (test of the items' variances; ``index`` is the item's position in ``y``), the straight
        line of item means on position (``trend_slope`` per item, ``trend_p_value``), ``status``. "too_few"
        for one item or no item with two values; "zero_scale" where all replicates agree: no F test;
        "not_finite" for an infinity.

    Notes
    -----
    ISO 13528:2022, B.2 and B.3; IUPAC, Pure Appl. Chem. 78 (2006) 145, appendix 1. The expanded criterion
    passes where s_w is large and the check weak: look at ``repeatability_adequate`` with it.
    """
    values, item = _item_results(y, "check", "y")
    *numbers, cochran, slope, p, status = _homogeneity.check(values, item, sigma_pt, alpha, factor)
    return HomogeneityCheck(*numbers, CochranResult(*cochran), slope, p, status)


def design_power(g: int, m: float, ratio: float, *, alpha: float = 0.05) -> float:
    """Probability that the F test of g >= 2 items in m > 1 replicates finds differences between them.

    ``ratio`` = sigma_s/sigma_w >= 0, items being a random sample of their batch; 0 gives ``alpha``. Exact for
    equal numbers of replicates (Scheffé 1959, 7.2), an approximation with a mean number.
    """
    return _homogeneity.design_power(g, m, ratio, alpha)


def detectable_ratio(g: int, m: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest sigma_s/sigma_w that the F test finds with the probability ``power``.

    The inverse of :func:`design_power`; times s_w it is the standard deviation between items that a check
    of g items in m replicates could not have missed. 0 where ``power`` is not above ``alpha``.
    """
    return _homogeneity.detectable_ratio(g, m, power, alpha)


def expanded_factors(g: int, m: float) -> Factors:
    """Return the factors ``f1, f2`` of the expanded criterion for g >= 2 items of m > 1 replicates.

    F1 = chi²_0.95(g - 1)/(g - 1), F2 = (F_0.95(g - 1, g(m - 1)) - 1)/m; g = 10, m = 2: 1.88 and 1.01
    (ISO 13528:2022, Table B.1). ``m`` may be a mean number of replicates.
    """
    return Factors(*_homogeneity.expanded_factors(g, m))


def stability(
    y_before: ArrayLike | Sequence[ArrayLike],
    y_after: ArrayLike | Sequence[ArrayLike],
    sigma_pt: float | None = None,
    *,
    factor: float = 0.3,
    alpha: float = 0.05,
) -> Stability:
    """Have the items changed between two times? Means of item means before and after.

    |difference| must not exceed ``factor`` * ``sigma_pt`` (criterion), or that + 2 sqrt(u1² + u2²)
    (expanded criterion), u = standard deviation of item means/sqrt(g).

    Parameters
    ----------
    y_before, y_after : array_like
        Items x replicates as in :func:`check`, or one value per item.
    sigma_pt : float, optional
        Standard deviation for proficiency assessment, > 0; without it there is no criterion.
    factor : float
        Of the criterion.
    alpha : float
        Level of the two-sided t test with the pooled standard deviation of item means.

    Returns
    -------
    Stability
        Means, ``difference`` (after - before), ``u_before, u_after``, the criteria and whether they are met,
        the t test, ``u_stability`` = |difference|/sqrt(3), ``g_before, g_after`` (items), ``status``.
        "too_few" for one item on a side: its u, t, p value and the expanded criterion are NaN; "zero_scale"
        where item means agree on both sides: no t test; "not_finite" for an infinity.

    Notes
    -----
    ISO 13528:2022, B.5; CNAS-GL003:2018 for the t test. What the method shifts between the two days looks
    like a change of the items: measure under repeatability conditions.
    """
    before, item_before = _item_results(y_before, "stability", "y_before")
    after, item_after = _item_results(y_after, "stability", "y_after")
    return Stability(*_homogeneity.stability(before, item_before, after, item_after, sigma_pt, factor, alpha))


def stability_trend(
    time: ArrayLike, y: ArrayLike, *, shelf_life: float | None = None, alpha: float = 0.05
) -> StabilityTrend:
    """Does a property change over time? Least squares y = b0 + b1 t and the t test of its slope.

    Parameters
    ----------
    time, y : array_like
        Of one length; pairs with NaN are skipped.
    shelf_life : float, optional
        In the unit of ``time``, not negative; for ``u_lts`` and ``change``.
    alpha : float
        Level of the two-sided t test.

    Returns
    -------
    StabilityTrend
        ``slope, intercept`` and their standard errors, ``residual_sd``, the t test, ``u_lts`` = s_slope *
        shelf_life, ``change`` = slope * shelf_life, ``n, status``. "too_few" below three pairs or for one
        time; "zero_scale" where the points lie on a line: no t test; "not_finite" for an infinity.

    Notes
    -----
    ISO Guide 35:2017, classical stability study. Where the slope is significant a correction or a shorter
    life is needed, not only ``u_lts``.
    """
    return StabilityTrend(*_homogeneity.stability_trend(time, y, shelf_life, alpha))


def _item_results(y: Any, function: str, name: str) -> tuple[Any, Any]:
    """Return a table as it is, with None; items of different length as their values and item numbers."""
    rows = y.tolist() if getattr(getattr(y, "dtype", None), "kind", "") == "O" else y
    if not isinstance(rows, (list, tuple)) or not all(map(_is_sequence, rows)):
        return y, None
    if len({len(row) for row in rows}) < 2:
        return y, None
    from ringtrial._arrays import flattened

    return flattened(rows, function, name)


def _is_sequence(row: Any) -> bool:
    return hasattr(row, "__len__") and not isinstance(row, str) and getattr(row, "ndim", 1) > 0
