"""Tests for outlying laboratories (ISO 5725-2:2019, 7.3).

Grubbs and Dixon for means, Cochran for variances, Mandel's h and k for pictures of both. Critical values are
computed from the distributions, for any number of laboratories and any alpha; no table is stored.

NaN and masked values mean "not reported" and are skipped; positions count them. An infinity gives status
"not_finite". Nothing here has a unit. The order of the values does not matter, but for positions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = [
    "CochranResult", "DixonResult", "GrubbsResult",
    "cochran", "cochran_critical", "dixon", "dixon_critical", "grubbs", "grubbs_critical",
    "mandel_h", "mandel_h_critical", "mandel_k", "mandel_k_critical",
]  # fmt: skip

_outliers = _core.outliers


class GrubbsResult(Result):
    """Result of :func:`grubbs`; everything without unit."""

    statistic: float
    critical_5: float
    critical_1: float
    p_value: float
    p_exact: bool
    indices: NDArray[np.int64]
    n: int
    status: str


class CochranResult(Result):
    """Result of :func:`cochran`; everything without unit."""

    statistic: float
    critical_5: float
    critical_1: float
    p_value: float
    index: int
    p: int
    status: str


class DixonResult(Result):
    """Result of :func:`dixon`; everything without unit."""

    statistic: float
    ratio: str
    critical_5: float
    critical_1: float
    p_value: float
    index: int
    n: int
    status: str


def grubbs(x: ArrayLike, *, kind: str = "max", sided: str = "two") -> GrubbsResult:
    """Grubbs' test for one outlying value, both ends together, or two on one side.

    ``max``: G = (x_max - mean)/s; ``min``: (mean - x_min)/s; ``both``: the larger of the two;
    ``opposite``: W = (x_max - x_min)/s; s has divisor n - 1. ``two_max``, ``two_min``: the sum of squares
    without the two largest or smallest over that of all. A value is suspect above ``critical_5``
    (straggler) and ``critical_1`` (outlier), a pair of ``two_max`` or ``two_min`` below them.

    Parameters
    ----------
    x : array_like
        Laboratory means in one unit; NaN means not reported.
    kind : {"max", "min", "both", "opposite", "two_max", "two_min"}
        Which value is suspected.
    sided : {"two", "one"}
        "two": the side was chosen after looking (the standard's table); "one": beforehand, which
        "both" and "opposite" cannot be.

    Returns
    -------
    GrubbsResult
        ``statistic, critical_5, critical_1, p_value, p_exact, indices, n, status``. ``indices``: positions
        of the suspects in ``x`` as given. ``p_value`` comes from the exact distributions up to n = 100;
        above, and for "both" and "opposite" unless the statistic is large, it is an upper bound (for the
        pairs an approximation) and ``p_exact`` False. Status "too_few" below 3 values (4 for the
        pairs), "zero_scale" if all are equal, "not_finite".

    Notes
    -----
    ISO 5725-2:2019, 7.3.4; Grubbs and Beck, Technometrics 14 (1972) 847. The test assumes normal means
    and one outlier (two for the pairs): more mask each other. Robust scores need no such decision;
    prefer them.
    """
    return GrubbsResult(*_outliers.grubbs(x, kind, sided))


def grubbs_critical(n: int, alpha: float, *, kind: str = "max", sided: str = "two") -> float:
    """Critical value of :func:`grubbs` for n >= 3 values (4 for the pairs) at level alpha, 0 < alpha < 1.

    n = 10: 2.290 (5 %) and 2.482 (1 %); ``two_max`` 0.1864 and 0.1150.
    """
    return _outliers.grubbs_critical(n, alpha, kind, sided)


def cochran(variances: ArrayLike, n: Any, *, unequal: str = "t_lam") -> CochranResult:
    """Cochran's test for one outlying within-laboratory variance.

    Equal n: C = max s²/Σs². Unequal n, "t_lam": G = νs²/Σνs² of the laboratory with the smallest
    p value; "mode": C with the most frequent n, as the standard does when n varies little.

    Parameters
    ----------
    variances : array_like
        One variance s² >= 0 per laboratory (for duplicates squared ranges will do); NaN is left out.
    n : int or array_like of int
        Replicates, one number or one per laboratory; laboratories with n = 1 are left out.
    unequal : {"t_lam", "mode"}
        What to do where n differs.

    Returns
    -------
    CochranResult
        ``statistic, critical_5, critical_1, p_value, index, p, status``; ``p`` laboratories were used,
        ``index`` counts those left out too. ``p_value`` is exact for C >= 1/2, an upper bound below.
        Status "too_few" below 2 laboratories, "zero_scale" if no variance is positive, "not_finite".

    Notes
    -----
    ISO 5725-2:2019, 7.3.3 and Table 4; 't Lam, Anal. Chim. Acta 659 (2010) 68.
    """
    return CochranResult(*_outliers.cochran(variances, n, unequal))


def cochran_critical(p: int, n: int, alpha: float) -> float:
    """Critical value of Cochran's C for p >= 2 laboratories of n >= 2 replicates, 0 < alpha < 1.

    p = 8, n = 3: 0.516 (5 %) and 0.615 (1 %).
    """
    return _outliers.cochran_critical(p, n, alpha)


def dixon(x: ArrayLike, *, kind: str = "both", ratio: str | None = None, sided: str = "two") -> DixonResult:
    """Dixon's test for one outlying value of a small sample.

    For the largest of x_1 <= ... <= x_n, mirrored for the smallest::

        r10 = (x_n - x_(n-1))/(x_n - x_1)     n = 3 to 7
        r11 = (x_n - x_(n-1))/(x_n - x_2)     8 to 10
        r21 = (x_n - x_(n-2))/(x_n - x_2)     11 to 13
        r22 = (x_n - x_(n-2))/(x_n - x_3)     14 to 100

    Parameters
    ----------
    x : array_like
        At most 100 values in one unit; NaN means not reported.
    kind : {"both", "max", "min"}
        Which value is suspected; "both": the one with the larger ratio.
    ratio : {"r10", "r11", "r21", "r22"}, optional
        None: by n.
    sided : {"two", "one"}
        "two": the side was chosen after looking; "one": beforehand, which "both" cannot be.

    Returns
    -------
    DixonResult
        ``statistic, ratio, critical_5, critical_1, p_value, index, n, status``; suspect above the
        critical values. Status "too_few" below 3 values (r11 4, r21 5, r22 6), "zero_scale" where the
        denominator is 0, "not_finite".

    Notes
    -----
    Dixon, Biometrics 9 (1953) 74; McBane, J. Stat. Softw. 16 (2006) 3. Distributions by quadrature, to
    some 1e-10. Prefer :func:`grubbs` where there is a choice; Dixon is for very small samples and
    older protocols.
    """
    return DixonResult(*_outliers.dixon(x, kind, ratio, sided))


def dixon_critical(n: int, alpha: float, *, ratio: str | None = None, sided: str = "two") -> float:
    """Critical value of :func:`dixon` for n <= 100 values at level alpha, 0 < alpha < 1.

    n = 3: 0.970 (5 %, two-sided) and 0.941 (one-sided).
    """
    return _outliers.dixon_critical(n, alpha, ratio, sided)


def mandel_h(means: ArrayLike) -> Array:
    """Mandel's h: (mean of a laboratory - mean of the means)/standard deviation of the means.

    Parameters
    ----------
    means : array_like
        One mean per laboratory, in one unit; NaN means not reported.

    Returns
    -------
    ndarray
        One h per laboratory, NaN where it did not report; all NaN for fewer than three means, equal
        ones or an infinity.

    Notes
    -----
    ISO 5725-2:2019, 7.3.1; ASTM E691, 15. For a plot, with :func:`mandel_h_critical`; not an outlier test.
    """
    return _outliers.mandel_h(means)


def mandel_h_critical(p: int, alpha: float) -> float:
    """The absolute h that one of p >= 3 laboratories, chosen beforehand, exceeds with probability alpha.

    alpha is 0.05 and 0.01 in ISO 5725-2, 0.005 in ASTM E691: 2.152 for p = 8.
    """
    return _outliers.mandel_h_critical(p, alpha)


def mandel_k(sds: ArrayLike, n: Any = None) -> Array:
    """Mandel's k: standard deviation of a laboratory over the pooled one.

    Parameters
    ----------
    sds : array_like
        One standard deviation >= 0 per laboratory, in one unit; NaN means not reported.
    n : int or array_like of int, optional
        Replicates; None where all have the same number. Laboratories with n < 2 do not enter.

    Returns
    -------
    ndarray
        One k per laboratory, NaN where it does not enter; all NaN for fewer than two, zeros only or
        an infinity.

    Notes
    -----
    ISO 5725-2:2019, 7.3.1; ASTM E691, 15. For a plot, with :func:`mandel_k_critical`; not an outlier test.
    """
    return _outliers.mandel_k(sds, n)


def mandel_k_critical(p: int, n: int, alpha: float) -> float:
    """The k that one of p >= 2 laboratories of n >= 2 replicates, chosen beforehand, exceeds.

    With probability alpha: 0.05 and 0.01 in ISO 5725-2, 0.005 in ASTM E691: 2.061 for p = 8, n = 3.
    """
    return _outliers.mandel_k_critical(p, n, alpha)
