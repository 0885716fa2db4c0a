"""Tests for outlying laboratories: Grubbs for means, Cochran for variances (ISO 5725-2:2019, 7.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["CochranResult", "GrubbsResult", "cochran", "cochran_critical", "grubbs", "grubbs_critical"]


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


def grubbs(x: ArrayLike, *, kind: str = "max", sided: str = "two") -> GrubbsResult:
    """Grubbs' test for one outlying value, or the two ends together.

    ``max``: G = (x_max - mean)/s; ``min``: (mean - x_min)/s; ``both``: the larger of the two;
    ``opposite``: W = (x_max - x_min)/s; s has divisor n - 1. A value is suspect above ``critical_5``
    (straggler) and ``critical_1`` (outlier).

    Parameters
    ----------
    x : array_like
        Laboratory means in one unit; NaN means not reported.
    kind : {"max", "min", "both", "opposite"}
        Which value is suspected.
    sided : {"two", "one"}
        "two": the side was chosen after looking (the standard's table); "one": beforehand, which
        "both" and "opposite" cannot be.

    Returns
    -------
    GrubbsResult
        ``statistic, critical_5, critical_1, p_value, p_exact, indices, n, status``. ``p_exact`` False:
        ``p_value`` is an upper bound. ``indices``: positions of the suspects in ``x`` as given.
        Status "too_few" below 3 values, "zero_scale" if all are equal, "not_finite".

    Notes
    -----
    ISO 5725-2:2019, 7.3.4; Grubbs and Beck, Technometrics 14 (1972) 847. The test assumes normal means
    and one outlier: two mask each other. Robust scores need no such decision; prefer them.
    """
    return GrubbsResult(*_core.outliers.grubbs(x, kind, sided))


def grubbs_critical(n: int, alpha: float, *, kind: str = "max", sided: str = "two") -> float:
    """Critical value of :func:`grubbs` for n >= 3 values at level alpha, 0 < alpha < 1.

    n = 10: 2.290 (5 %) and 2.482 (1 %).
    """
    return _core.outliers.grubbs_critical(n, alpha, kind, sided)


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
    return CochranResult(*_core.outliers.cochran(variances, n, unequal))


def cochran_critical(p: int, n: int, alpha: float) -> float:
    """Critical value of Cochran's C for p >= 2 laboratories of n >= 2 replicates, 0 < alpha < 1.

    p = 8, n = 3: 0.516 (5 %) and 0.615 (1 %).
    """
    return _core.outliers.cochran_critical(p, n, alpha)
