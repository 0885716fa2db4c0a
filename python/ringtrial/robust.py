"""Location and scale of one sample, robust against a share of wrong results (ISO 13528:2022, annex C).

Every function takes ``x``, one-dimensional: float64 or float32 (kept), integers and booleans (converted).
NaN and masked values mean "not reported" and are skipped; an infinity gives NaN (status "not_finite").
With ``axis`` an array of any dimension gives one result per sample along that axis: fields are then arrays
with that axis removed. Too few values give NaN (status "too_few"). Results are in the unit of ``x``, do not
depend on the order of the values, and scale with them: ``f(a*x + b) = a*f(x) + b`` for locations,
``abs(a)*f(x)`` for scales.

=================  =========  ==========  =========================================================
estimator          breakdown  efficiency  prefer it
=================  =========  ==========  =========================================================
median             50 %       64 %        few results, many suspected
biweight           50 %       ~95 %       symmetric data with far outliers
algorithm_a        ~25 %      97 %        the usual choice up to a fifth of outliers, p >= 12
huber              50 %       95 %        a mean where the scheme has its own sigma
hampel             50 %       ~95 %       far outliers shall not count at all
q_hampel           50 %       96 %        up to a third of outliers; replicates
mad                50 %       37 %        many outliers, few results
niqr               25 %       37 %        tradition; easy to explain
qn                 50 %       82 %        the best scale at small p that needs no location
sn                 50 %       58 %        as qn, gentler with asymmetric data
biweight_scale     50 %       ~86 %       symmetric data with far outliers
tau_scale          50 %       ~80 %       starting scale for further estimates
q_method           50 %       ~82 %       between- and within-laboratory scale from replicates
algorithm_s        --         --          pooled within-laboratory scale
=================  =========  ==========  =========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Number

_robust = _core.robust


def median(x: ArrayLike, *, axis: int | None = None) -> Number:
    """Middle value; of an even number of values the midpoint of the two in the middle.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN without values or with an infinity.

    Notes
    -----
    ISO 13528:2022, C.2.1. Breakdown 50 %, efficiency 64 % at the normal: the safest location for few
    results; :func:`algorithm_a` and :func:`q_hampel` use more of the information. O(n).
    """
    return _robust.median(x, axis)


def mad(x: ArrayLike, *, factor: float = 1.4826, axis: int | None = None) -> Number:
    """Scaled median absolute deviation MADe = factor * median(abs(x - median(x))).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    factor : float
        Makes it consistent for normal data, > 0. 1.4826 is the printed constant; the exact one is
        1.482602218505602.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; 0 where more than half the values agree; NaN for fewer than 2 values.

    Notes
    -----
    ISO 13528:2022, C.2.2. Breakdown 50 %, efficiency 37 %. Prefer :func:`qn` where every value counts:
    it is as safe with an efficiency of 82 %. O(n).
    """
    return _robust.mad(x, factor, axis)


def niqr(
    x: ArrayLike, *, quartiles: str = "inclusive", factor: float = 0.7413, axis: int | None = None
) -> Number:
    """Normalised interquartile range nIQR = factor * (Q3 - Q1).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    quartiles : {"inclusive", "exclusive", "tukey"}
        "inclusive": position 1 + (n - 1)p, as QUARTILE.INC and NumPy; "exclusive": (n + 1)p, as
        QUARTILE.EXC and Minitab; "tukey": hinges, the middle value belonging to both halves.
    factor : float
        > 0; the printed constant.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    ISO 13528:2022, C.2.3. Breakdown 25 %, efficiency 37 %. The quartile rules differ by several per cent
    for small n: state which one a report uses. Prefer :func:`mad` or :func:`qn`. O(n).
    """
    return _robust.niqr(x, quartiles, factor, axis)


def qn(x: ArrayLike, *, finite_sample: bool | str = True, axis: int | None = None) -> Number:
    """Rousseeuw-Croux Qn: a quantile of all pairwise distances, so it needs no location.

    With h = n//2 + 1 and k = h(h - 1)/2: the k-th smallest abs(x_i - x_j), i < j, times
    2.219144465985076 and a factor for small n.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    finite_sample : {True, False, "1993"}
        True: the factors of robustbase >= 0.93; "1993": those of the first paper; False: none.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    ISO 13528:2022, C.5.2 for p results; J. Am. Stat. Assoc. 88 (1993) 1273. Breakdown 50 %, efficiency
    82 %. The printed h and constant of ISO 13528:2022 are biased (mean 0.59 sigma for 8 normal values) and
    not offered. O(n log n) time, O(n) memory.
    """
    return _robust.qn(x, finite_sample, axis)


def sn(x: ArrayLike, *, finite_sample: bool = True, axis: int | None = None) -> Number:
    """Rousseeuw-Croux Sn: 1.1926 * lomed_i himed_j abs(x_i - x_j).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    finite_sample : bool
        With the factors for small n.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    J. Am. Stat. Assoc. 88 (1993) 1273. Breakdown 50 %, efficiency 58 %. Prefer :func:`qn` unless the
    data are clearly asymmetric. O(n log n) time, O(n) memory.
    """
    return _robust.sn(x, finite_sample, axis)


def biweight(x: ArrayLike, *, c: float = 6.0, axis: int | None = None) -> Number:
    """Tukey's biweight location, one step from the median M.

    u = (x - M)/(c MAD); M + sum((x - M)(1 - u²)²)/sum((1 - u²)²) over abs(u) < 1; the median where MAD
    is 0.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    c : float
        Half-width in units of the raw MAD, > 0.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN without values.

    Notes
    -----
    Mosteller and Tukey 1977; Beers, Flynn, Gebhardt, Astron. J. 100 (1990) 32. Breakdown 50 %, high
    efficiency; values beyond c MAD do not count at all. O(n).
    """
    return _robust.biweight(x, c, axis)


def biweight_scale(x: ArrayLike, *, c: float = 9.0, axis: int | None = None) -> Number:
    """Tukey's biweight scale about the median M.

    u = (x - M)/(c MAD); sqrt(n) sqrt(sum((x - M)²(1 - u²)⁴))/abs(sum((1 - u²)(1 - 5u²))) over
    abs(u) < 1, n all values; 0 where MAD is 0.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    c : float
        Half-width in units of the raw MAD, > 0.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    Sources as :func:`biweight`. Breakdown 50 %. O(n).
    """
    return _robust.biweight_scale(x, c, axis)


def tau_scale(x: ArrayLike, *, c1: float = 4.5, c2: float = 3.0, axis: int | None = None) -> Number:
    """Tau scale: a truncated standard deviation about a weighted mean.

    M median, S raw MAD, weights (1 - ((x - M)/(c1 S))²)² inside, m their weighted mean;
    s² = S²/(n E) sum(min(((x - m)/S)², c2²)), E making it consistent for normal data; 0 where S is 0.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    c1, c2 : float
        Half-widths in units of the raw MAD, > 0.
    axis : int, optional
        One result per sample along this axis.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    Maronna and Zamar, Technometrics 44 (2002) 307. Breakdown 50 %. O(n).
    """
    return _robust.tau_scale(x, c1, c2, axis)
