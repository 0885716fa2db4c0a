"""Location and scale of one sample, robust against a share of wrong results (ISO 13528:2022, annex C).

Every function takes ``x``, one-dimensional: float64 or float32 (kept), integers and booleans (converted).
NaN and masked values mean "not reported" and are skipped; an infinity gives NaN (status "not_finite").
With ``axis`` an array of any dimension gives one result per sample along that axis: fields are then arrays
with that axis removed. With ``offsets`` an ``x`` of one dimension holds ragged samples one after the other,
sample j in ``x[offsets[j]:offsets[j + 1]]`` (as Arrow lists: ``median(a.values, offsets=a.offsets)``), and
fields are arrays of one dimension; offsets never fall, the first may be above 0, the last below ``len(x)``.
Results are those of single calls, to the bit. Too few values give NaN (status "too_few"). Results are in the
unit of ``x``, do not depend on the order of the values, and scale with them:
``f(a*x + b) = a*f(x) + b`` for locations, ``abs(a)*f(x)`` for scales.

=================  =========  ==========  =========================================================
estimator          breakdown  efficiency  prefer it
=================  =========  ==========  =========================================================
median             50 %       64 %        few results, many suspected
biweight           50 %       ~89 %       symmetric data with far outliers
algorithm_a        ~25 %      97 %        the usual choice up to a fifth of outliers, p >= 12
huber              50 %       97 %        a mean where the scheme has its own sigma
hampel             50 %       ~96 %       far outliers shall not count at all
q_hampel           50 %       96 %        up to a third of outliers; replicates
mad                50 %       37 %        many outliers, few results
niqr               25 %       37 %        tradition; easy to explain
qn                 50 %       82 %        the best scale at small p that needs no location
sn                 50 %       58 %        as qn, gentler with asymmetric data
biweight_scale     50 %       ~92 %       symmetric data with far outliers
tau_scale          50 %       ~80 %       starting scale for further estimates
q_method           50 %       ~82 %       between- and within-laboratory scale from replicates
algorithm_s        --         --          pooled within-laboratory scale
=================  =========  ==========  =========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from numpy.typing import ArrayLike

    from ringtrial._results import Count, Number, Status

__all__ = [
    "AlgorithmAResult", "AlgorithmSResult", "HampelResult", "HuberResult", "QHampelResult", "QMethodResult",
    "algorithm_a", "algorithm_s", "biweight", "biweight_scale", "hampel", "huber", "mad", "median", "niqr",
    "q_hampel", "q_method", "qn", "sn", "tau_scale",
]  # fmt: skip

_robust = _core.robust


class AlgorithmAResult(Result):
    """Result of :func:`algorithm_a`; location and scale in the unit of x."""

    location: Number
    scale: Number
    winsorized: Count
    n: Count
    iterations: Count
    status: Status


class AlgorithmSResult(Result):
    """Result of :func:`algorithm_s`; scale in the unit of s."""

    scale: Number
    n: Count
    iterations: Count
    status: Status


class HuberResult(Result):
    """Result of :func:`huber`; location in the unit of x."""

    location: Number
    n: Count
    iterations: Count
    status: Status


class HampelResult(Result):
    """Result of :func:`hampel`; location in the unit of x."""

    location: Number
    roots: Count
    n: Count
    status: Status


class QMethodResult(Result):
    """Result of :func:`q_method`; scales in the unit of x."""

    scale: Number
    repeatability: Number
    p: Count
    n: Count
    status: Status


class QHampelResult(Result):
    """Result of :func:`q_hampel`; location and scales in the unit of x."""

    location: Number
    scale: Number
    repeatability: Number
    p: Count
    n: Count
    status: Status


def median(x: ArrayLike, *, axis: int | None = None, offsets: ArrayLike | None = None) -> Number:
    """Middle value; of an even number of values the midpoint of the two in the middle.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN without values or with an infinity.

    Notes
    -----
    ISO 13528:2022, C.2.1. Breakdown 50 %, efficiency 64 % at the normal: the safest location for few
    results; :func:`algorithm_a` and :func:`q_hampel` use more of the information. O(n).
    """
    return _robust.median(x, axis, offsets)


def mad(
    x: ArrayLike, *, factor: float = 1.4826, axis: int | None = None, offsets: ArrayLike | None = None
) -> Number:
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; 0 where more than half the values agree; NaN for fewer than 2 values.

    Notes
    -----
    ISO 13528:2022, C.2.2. Breakdown 50 %, efficiency 37 %. Prefer :func:`qn` where every value counts:
    it is as safe with an efficiency of 82 %. O(n).
    """
    return _robust.mad(x, factor, axis, offsets)


def niqr(
    x: ArrayLike,
    *,
    quartiles: str = "inclusive",
    factor: float = 0.7413,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    ISO 13528:2022, C.2.3. Breakdown 25 %, efficiency 37 %. The quartile rules differ by several per cent
    for small n: state which one a report uses. Prefer :func:`mad` or :func:`qn`. O(n).
    """
    return _robust.niqr(x, quartiles, factor, axis, offsets)


def qn(
    x: ArrayLike,
    *,
    finite_sample: bool | str = True,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> Number:
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

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
    return _robust.qn(x, finite_sample, axis, offsets)


def sn(
    x: ArrayLike, *, finite_sample: bool = True, axis: int | None = None, offsets: ArrayLike | None = None
) -> Number:
    """Rousseeuw-Croux Sn: 1.1926 * lomed_i himed_j abs(x_i - x_j).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    finite_sample : bool
        With the factors for small n.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    J. Am. Stat. Assoc. 88 (1993) 1273. Breakdown 50 %, efficiency 58 %. Prefer :func:`qn` unless the
    data are clearly asymmetric. O(n log n) time, O(n) memory.
    """
    return _robust.sn(x, finite_sample, axis, offsets)


def biweight(
    x: ArrayLike, *, c: float = 6.0, axis: int | None = None, offsets: ArrayLike | None = None
) -> Number:
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN without values.

    Notes
    -----
    Mosteller and Tukey 1977; Beers, Flynn, Gebhardt, Astron. J. 100 (1990) 32. Breakdown 50 %, high
    efficiency; values beyond c MAD do not count at all. O(n).
    """
    return _robust.biweight(x, c, axis, offsets)


def biweight_scale(
    x: ArrayLike, *, c: float = 9.0, axis: int | None = None, offsets: ArrayLike | None = None
) -> Number:
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    Sources as :func:`biweight`. Breakdown 50 %. O(n).
    """
    return _robust.biweight_scale(x, c, axis, offsets)


def tau_scale(
    x: ArrayLike,
    *,
    c1: float = 4.5,
    c2: float = 3.0,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> Number:
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
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than 2 values.

    Notes
    -----
    Maronna and Zamar, Technometrics 44 (2002) 307. Breakdown 50 %. O(n).
    """
    return _robust.tau_scale(x, c1, c2, axis, offsets)


def algorithm_a(
    x: ArrayLike,
    *,
    k: float = 1.5,
    correction: str | float = "printed",
    stopping: str = "fixed_point",
    max_iterations: int = 1000,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> AlgorithmAResult:
    """Robust mean and standard deviation by Algorithm A (Huber's proposal 2).

    With d = k s*: every value is moved into [x* - d, x* + d]; x* is the mean of the moved values and
    s* = c times their standard deviation (divisor p - 1).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    k : float
        Half-width of the window in units of s*, > 0.
    correction : {"printed", "exact"} or float
        c, which makes s* consistent for normal data: 1.134 (belongs to k = 1.5 only), its exact value
        for this k (1.1333908 at 1.5), or a number > 0.
    stopping : {"fixed_point", "three_figures"}
        "fixed_point": the pair that the step reproduces, found exactly, whatever the start;
        "three_figures": as printed, until the third significant figure of both settles.
    max_iterations : int
        Of "three_figures", >= 1.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    AlgorithmAResult
        ``location`` (x*), ``scale`` (s*), ``winsorized`` (values moved), ``n``, ``iterations``,
        ``status``: "too_few" below 2 values; "zero_scale" where more than about 65 % agree (location
        their value, scale 0); "max_iterations"; "not_finite".

    Notes
    -----
    ISO 13528:2022, C.3.1; ISO 5725-5. Breakdown about 25 %, efficiency of the location 97 %. On the
    standard's atrazine data (34 results) x* = 0.25701104, s* = 0.03951991, while three figures stop at
    the sixth step with s* = 0.0395039; programs that stop early differ in the third figure in half of
    ordinary sets. Prefer :func:`q_hampel` above a fifth of outliers. O(n log n).
    """
    return AlgorithmAResult(*_robust.algorithm_a(x, k, correction, stopping, max_iterations, axis, offsets))


def algorithm_s(
    s: ArrayLike,
    df: ArrayLike,
    *,
    kind: str = "sd",
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> AlgorithmSResult:
    """Pooled within-laboratory standard deviation by Algorithm S.

    w*² = sum(df min(w², (eta w*)²))/sum(df/xi²), eta and xi from the chi-squared distribution with df;
    for one common df the standard's w* = xi sqrt(sum(min(w, eta w*)²)/p).

    Parameters
    ----------
    s : array_like
        One standard deviation >= 0 per laboratory, or with ``kind="range"`` the range of two results.
    df : float or array_like
        Degrees of freedom >= 1, one number or (an extension) one per laboratory; 1 for ranges.
    kind : {"sd", "range"}
        What ``s`` holds; for ranges the result is in the unit of a range.
    axis : int, optional
        One result per sample along this axis; an array ``df`` runs along it.
    offsets : array_like of int, optional
        One result per ragged sample ``s[offsets[j]:offsets[j + 1]]``; an array ``df`` runs along ``s``.

    Returns
    -------
    AlgorithmSResult
        ``scale`` (w*), ``n``, ``iterations``, ``status``: "too_few" below 2 laboratories, "zero_scale"
        for too many zeros (scale 0), "not_finite".

    Notes
    -----
    ISO 13528:2022, C.4; ISO 5725-5. The fixed point is found exactly. O(n log n).
    """
    return AlgorithmSResult(*_robust.algorithm_s(s, df, kind, axis, offsets))


def huber(
    x: ArrayLike,
    scale: ArrayLike,
    *,
    k: float = 1.5,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> HuberResult:
    """Huber's M-estimate of location with a given scale.

    The root T of sum(psi((x - T)/scale)) = 0, psi(t) = min(max(t, -k), k), found exactly; where the root
    is an interval, its middle.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    scale : float or array_like
        In the unit of ``x``, finite and > 0; with ``axis`` or ``offsets`` it broadcasts over the result.
    k : float
        > 0.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    HuberResult
        ``location, n, iterations, status``.

    Notes
    -----
    ISO 13528:2022, C.3.2 in this form: a robust mean with the scheme's own sigma. Prefer
    :func:`algorithm_a` where the scale comes from the data too. O(n log n).
    """
    return HuberResult(*_robust.huber(x, scale, k, axis, offsets))


def hampel(
    x: ArrayLike,
    scale: ArrayLike,
    *,
    a: float = 1.5,
    b: float = 3.0,
    c: float = 4.5,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> HampelResult:
    """Hampel's M-estimate of location with a given scale: the root nearest the median.

    psi(q) = q up to a, a up to b, falling to 0 at c, 0 beyond. All roots T of sum(psi((x - T)/scale)) are
    found exactly; where two are equally near, the median itself is returned.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    scale : float or array_like
        In the unit of ``x``, finite and > 0; with ``axis`` or ``offsets`` it broadcasts over the result.
    a, b, c : float
        Corners of psi, 0 < a <= b < c.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    HampelResult
        ``location, roots`` (how many), ``n, status``.

    Notes
    -----
    ISO 13528:2022, C.5.3. Values farther than c scales do not count at all. An iteration from a start
    value can end at another root; this does not iterate. O(n log n).
    """
    return HampelResult(*_robust.hampel(x, scale, a, b, c, axis, offsets))


def q_method(
    x: ArrayLike,
    lab: Iterable[Any] | None = None,
    *,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> QMethodResult:
    """Scale by the Q method: from all pairwise differences between laboratories, without a mean.

    s* = G^-1(0.25 + 0.75 H(0))/(sqrt(2) Phi^-1(0.625 + 0.375 H(0))), H the share of differences up to
    t (each laboratory with the same weight), G its interpolation at the middle of its jumps.

    Parameters
    ----------
    x : array_like
        The results; NaN means not reported.
    lab : sequence, optional
        One label per value, any hashable (integers are fastest), for replicates, unbalanced or not;
        without it each value is a laboratory.
    axis : int, optional
        One result per sample along this axis; ``lab`` runs along it.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``; ``lab`` runs along ``x``.

    Returns
    -------
    QMethodResult
        ``scale`` (between results; with ``lab`` the reproducibility s_R), ``repeatability`` (s_r; NaN
        without replicates), ``p`` laboratories, ``n`` values, ``status``: "too_few" below 2
        laboratories, "zero_scale" where all results of different laboratories agree.

    Notes
    -----
    ISO 13528:2022, C.5.2; ISO/TS 20612. Differences equal but for the binary rounding of their decimals
    are one jump. O(N log N) time, O(N) memory.
    """
    return QMethodResult(*_robust.q_method(x, lab, axis, offsets))


def q_hampel(
    x: ArrayLike,
    lab: Iterable[Any] | None = None,
    *,
    a: float = 1.5,
    b: float = 3.0,
    c: float = 4.5,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> QHampelResult:
    """Robust mean and standard deviation by Q/Hampel.

    :func:`q_method` for the scale, then :func:`hampel` with it on the laboratories' means.

    Parameters
    ----------
    x : array_like
        The results; NaN means not reported.
    lab : sequence, optional
        One label per value, for replicates, as in :func:`q_method`.
    a, b, c : float
        Corners of psi, 0 < a <= b < c.
    axis : int, optional
        One result per sample along this axis; ``lab`` runs along it.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``; ``lab`` runs along ``x``.

    Returns
    -------
    QHampelResult
        ``location, scale, repeatability, p, n, status``; "zero_scale": location is the median of the
        laboratories' means, scale 0.

    Notes
    -----
    ISO 13528:2022, C.5.4. Atrazine: 0.2599839, 0.0425662. Resists more outliers than
    :func:`algorithm_a`. O(N log N) time, O(N) memory.
    """
    return QHampelResult(*_robust.q_hampel(x, lab, a, b, c, axis, offsets))
