"""Precision of a measurement method from a study by several laboratories (ISO 5725, ASTM E691).

Results are given in long form: numbers ``y`` with a label of the laboratory and, where there are several, of
the level for each. Labels may be any hashable things; they come back in order of first appearance. NaN
and masked values mean "not reported" and are skipped. Results are in the unit of ``y`` unless said
otherwise, and do not depend on the order of the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array, Number

__all__ = [
    "CollaborativeStudy", "Decision", "FunctionalRelation", "LevelPrecision", "Oneway", "RobustLevel",
    "RobustPrecision", "SplitLevel", "UncertaintyFactors",
    "collaborative_study", "functional_relation", "horrat", "oneway", "robust_precision", "split_level",
    "uncertainty_factors",
]  # fmt: skip

_precision = _core.precision


class Decision(Result):
    """One test that the outlier procedure ran; numbers without unit.

    ``critical_5`` and ``critical_1`` belong to the two levels of ``alpha``, whatever they are.
    """

    test: str
    labs: list[Any]
    statistic: float
    critical_5: float
    critical_1: float
    p_value: float
    p: int
    verdict: str
    excluded: bool


class LevelPrecision(Result):
    """One level of :func:`collaborative_study`."""

    level: Any
    p: int
    n: int
    replicates: float
    mean: float
    mean_of_means: float
    s_r: float
    s_d: float
    s_L: float
    s_R: float
    var_L: float
    n_bar: float
    r_limit: float
    R_limit: float
    rsd_r: float
    rsd_R: float
    gamma: float
    df_r: int
    s_r_interval: Array
    s_L_interval: Array
    s_R_interval: Array
    labs: list[Any]
    counts: NDArray[np.int64]
    removed: list[Any]
    means: Array
    sds: Array
    h: Array
    k: Array
    kept: list[bool]
    decisions: list[Decision]
    status: str


class CollaborativeStudy(Result):
    """Result of :func:`collaborative_study`; the arrays run over the levels."""

    levels: list[LevelPrecision]
    labs: list[Any]
    mean: Array
    s_r: Array
    s_L: Array
    s_R: Array
    r_limit: Array
    R_limit: Array
    p: NDArray[np.int64]
    n: NDArray[np.int64]


class FunctionalRelation(Result):
    """Result of :func:`functional_relation`; a in the unit of s, b in that of s over m."""

    b_I: float
    a_II: float
    b_II: float
    c_III: float
    d_III: float
    C_III: float
    fitted_I: Array
    fitted_II: Array
    fitted_III: Array
    relative_sd_I: float
    relative_sd_II: float
    relative_sd_III: float
    preferred: str
    n: int
    status: str


class Oneway(Result):
    """Result of :func:`oneway`; sums of squares, mean squares and var_between in the unit squared."""

    mean: float
    ss_between: float
    ss_within: float
    df_between: int
    df_within: int
    ms_between: float
    ms_within: float
    f: float
    p_value: float
    r_squared: float
    residual_sd: float
    n0: float
    var_between: float
    groups: list[Any]
    group_means: Array
    group_counts: NDArray[np.int64]
    n: int
    status: str


class RobustLevel(Result):
    """One level of :func:`robust_precision`."""

    level: Any
    mean: float
    s_r: float
    s_d: float
    s_L: float
    s_R: float
    r_limit: float
    R_limit: float
    p: int
    n: int
    n_bar: float
    status: str


class RobustPrecision(Result):
    """Result of :func:`robust_precision`."""

    levels: list[RobustLevel]


class SplitLevel(Result):
    """Result of :func:`split_level`; ``labs`` of the decisions and ``removed`` are positions."""

    mean: float
    mean_a: float
    mean_b: float
    mean_difference: float
    s_D: float
    s_y: float
    s_r: float
    s_L: float
    s_R: float
    r_limit: float
    R_limit: float
    h_D: Array
    h_y: Array
    decisions: list[Decision]
    removed: list[int]
    p: int
    status: str


class UncertaintyFactors(Result):
    """Result of :func:`uncertainty_factors`; without unit."""

    A_r: float
    A_R: float


def collaborative_study(
    y: ArrayLike,
    lab: Iterable[Any],
    level: Iterable[Any] | None = None,
    *,
    procedure: str = "flag",
    alpha: tuple[float, float] = (0.05, 0.01),
    pairs: bool = True,
    repeat: bool = True,
    limit_factor: float = 2.8,
    confidence: float = 0.95,
    interval: str = "mls",
) -> CollaborativeStudy:
    """Repeatability and reproducibility of a method, level by level, with the outlier procedure.

    With n_i results of mean m_i and standard deviation s_i per laboratory, N = sum n_i::

        s_r² = Σ(n_i - 1)s_i²/Σ(n_i - 1)      s_d² = Σn_i(m_i - m)²/(p - 1)
        n_bar = (N - Σn_i²/N)/(p - 1)         s_L² = max(0, (s_d² - s_r²)/n_bar)      s_R² = s_r² + s_L²

    Parameters
    ----------
    y : array_like
        Results in one unit.
    lab, level : sequence of hashable
        One label per result; ``level`` None: one level, with label None. A laboratory need not be in
        every level.
    procedure : {"flag", "remove", "none"}
        "flag": outliers are named, the estimates use all laboratories; "remove": the estimates leave them
        out; "none": no tests. Tests in order: Cochran's on the variances, then Grubbs' at both ends of
        the means left, then, where neither is an outlier, of pairs. Stragglers are kept.
    alpha : (float, float)
        Levels of a straggler and of an outlier.
    pairs, repeat : bool
        Whether pairs are tested, and whether Cochran's test is repeated after an outlier.
    limit_factor : float
        r_limit and R_limit are this times s_r and s_R.
    confidence : float
        Of the intervals.
    interval : {"mls", "satterthwaite"}
        How the interval of s_R is made.

    Returns
    -------
    CollaborativeStudy
        ``levels`` (records, below), ``labs``, and as arrays over levels ``mean, s_r, s_L, s_R, r_limit,
        R_limit, p, n``. A record has also ``level, replicates, mean_of_means, s_d, var_L`` (sign kept),
        ``n_bar, rsd_r, rsd_R`` (fractions), ``gamma`` (s_R/s_r), ``df_r``, three intervals [lower, upper];
        one entry per laboratory in ``labs, counts, means, sds, h, k`` (Mandel's, from all) and ``kept``;
        ``decisions``, ``removed`` and ``status``. Status "zero_scale": s_r = 0, gamma and k NaN;
        "too_few": below two laboratories or no replicates, only ``mean`` and, with degrees of freedom,
        ``s_r``; "not_finite": an infinity in this level.

    Notes
    -----
    ISO 5725-2:2019, 7.3 and 7.4; limits ISO 5725-6. Intervals: s_r exact; s_R Graybill and Wang 1980; s_L
    Ting et al. 1990: nearly exact for equal n_i, approximate else. The procedure proposes: the standard
    asks for a technical reason before a result is dropped. Prefer :func:`robust_precision` where outliers
    are likely and nobody can look into each. O(N log N).
    """
    function = "collaborative_study"
    labs, lab_labels = _labels(lab, function, "lab")
    levels, level_labels = _levels(level, function)
    found = _precision.collaborative_study(
        y, labs, levels, procedure, alpha, pairs, repeat, limit_factor, confidence, interval
    )
    records = [_level_record(fields, lab_labels, level_labels) for fields in found[: len(level_labels)]]
    return CollaborativeStudy(records, lab_labels, *_over_levels(records))


def functional_relation(m: ArrayLike, s: ArrayLike, *, iterations: int | None = 2) -> FunctionalRelation:
    """How a precision standard deviation s depends on the level m.

    I: s = b m; II: s = a + b m, weighted by 1/s² and refitted ``iterations`` times with the s of the line
    before; III: lg s = c + d lg m, C = 10^c.

    Parameters
    ----------
    m, s : array_like
        Mean > 0 and standard deviation >= 0 of each level; NaN in either leaves the level out.
    iterations : int, optional
        None: until II settles, at most 1000 times.

    Returns
    -------
    FunctionalRelation
        ``b_I, a_II, b_II, c_III, d_III, C_III, fitted_I, fitted_II, fitted_III`` (at ``m``),
        ``relative_sd_I, relative_sd_II, relative_sd_III, preferred, n, status``. ``preferred``: "I", "II" or
        "III", the smallest relative sd, the simpler one within a factor 1.05; "none" where none is
        known. II is NaN where its line is not positive at a level, III where an s is 0. Status
        "too_few": fewer than two levels, only ``b_I``; "not_finite"; "max_iterations".

    Notes
    -----
    ISO 5725-2:2019, 7.5. ``preferred`` is a guide; look at the plot.
    """
    return FunctionalRelation(*_precision.functional_relation(m, s, iterations))


def horrat(
    s: ArrayLike,
    c: ArrayLike,
    *,
    kind: str = "R",
    model: str = "horwitz",
    repeatability_factor: float = 0.66,
) -> Number:
    """HorRat: a precision standard deviation over the one Horwitz's function predicts.

    Parameters
    ----------
    s, c : array_like
        Standard deviation >= 0 and concentration, 0 < c <= 1, both as mass fractions (0.001 for
        1 g/kg); they broadcast. NaN gives NaN.
    kind : {"R", "r"}
        "r": ``s`` is of repeatability, and the prediction is multiplied by ``repeatability_factor``.
    model : {"horwitz", "thompson"}
        0.02 c^0.8495, or Thompson's: 0.22 c below 1.2e-7, 0.01 c^0.5 above 0.138.
    repeatability_factor : float
        0.66 in older texts, 0.5 in AOAC's.

    Returns
    -------
    float or ndarray
        Without unit; usual acceptance 0.5 to 2 (R), 0.3 to 1.3 (r).

    Notes
    -----
    Horwitz and Albert, J. AOAC Int. 89 (2006) 1095; Thompson, Analyst 125 (2000) 385.
    """
    return _precision.horrat(s, c, kind, model, repeatability_factor)


def oneway(y: ArrayLike, group: Iterable[Any]) -> Oneway:
    """One-way analysis of variance.

    Parameters
    ----------
    y : array_like
        Results in one unit.
    group : sequence of hashable
        One label per result.

    Returns
    -------
    Oneway
        ``mean, ss_between, ss_within, df_between, df_within, ms_between, ms_within, f, p_value, r_squared,
        residual_sd, n0, var_between`` ((MSB - MSW)/n0, sign kept), ``groups, group_means, group_counts, n,
        status``. Status "too_few": one group, or no group with two results; the mean and what has degrees
        of freedom are given. "zero_scale": MSW = 0, f and p_value NaN. "not_finite".

    Notes
    -----
    n0 = (N - Σn_i²/N)/(k - 1), ISO 5725-2:2019, 7.4. NIST's certified sets are among the tests. O(N log N).
    """
    groups, labels = _labels(group, "oneway", "group")
    values = list(_precision.oneway(y, groups))
    position = Oneway._fields.index("groups")
    values[position] = [labels[code] for code in values[position]]
    return Oneway(*values)


def robust_precision(
    y: ArrayLike, lab: Iterable[Any], level: Iterable[Any] | None = None, *, limit_factor: float = 2.8
) -> RobustPrecision:
    """Repeatability and reproducibility without outlier decisions.

    s_r: Algorithm S of the laboratories' standard deviations; mean and s_d: Algorithm A of their means;
    s_L² = max(0, s_d² - s_r²/n_bar) with n_bar the harmonic mean of the n_i; s_R² = s_L² + s_r².

    Parameters
    ----------
    y, lab, level, limit_factor
        As :func:`collaborative_study`.

    Returns
    -------
    RobustPrecision
        ``levels`` with ``level, mean, s_r, s_d, s_L, s_R, r_limit, R_limit, p, n, n_bar, status``. Status
        "zero_scale": both scales are 0; "too_few": fewer than two laboratories, or than two with
        replicates; "not_finite": an infinity in this level.

    Notes
    -----
    ISO 5725-5:1998, clause 6. Breakdown about 25 %. Prefer it where outlying laboratories are likely and
    nobody can look into each.
    """
    labs, _ = _labels(lab, "robust_precision", "lab")
    levels, level_labels = _levels(level, "robust_precision")
    found = _precision.robust_precision(y, labs, levels, limit_factor)
    return RobustPrecision(
        [RobustLevel(level_labels[code], *numbers) for code, *numbers in found[: len(level_labels)]]
    )


def split_level(
    a: ArrayLike,
    b: ArrayLike,
    *,
    procedure: str = "flag",
    alpha: tuple[float, float] = (0.05, 0.01),
    limit_factor: float = 2.8,
) -> SplitLevel:
    """Precision from one result per laboratory on each of two similar materials.

    With D = a - b and y = (a + b)/2: s_r = s_D/√2, s_L² = max(0, s_y² - s_r²/2), s_R² = s_L² + s_r².

    Parameters
    ----------
    a, b : array_like
        One result per laboratory, in one unit; a laboratory with either NaN is left out.
    procedure, alpha, limit_factor
        As :func:`collaborative_study`; Grubbs' tests of the differences, then of the averages of what
        is left.

    Returns
    -------
    SplitLevel
        ``mean`` (of the averages), ``mean_a, mean_b, mean_difference, s_D, s_y, s_r, s_L, s_R, r_limit,
        R_limit, h_D, h_y`` (Mandel's h from all complete pairs), ``decisions`` (``test`` is
        "difference:grubbs_max", "average:grubbs_two_min", ...; ``labs`` are 0-based positions), ``removed,
        p, status``. Status "too_few": fewer than two pairs; "not_finite".

    Notes
    -----
    ISO 5725-5:1998, clause 4. The levels should differ little: where the laboratories' difference between
    them varies, it spoils s_r.
    """
    values = list(_precision.split_level(a, b, procedure, alpha, limit_factor))
    position = SplitLevel._fields.index("decisions")
    values[position] = [Decision(*fields) for fields in values[position]]
    return SplitLevel(*values)


def uncertainty_factors(p: int, n: int, gamma: float, *, z: float = 1.96) -> UncertaintyFactors:
    """How well p laboratories with n replicates will know s_r and s_R.

    Parameters
    ----------
    p, n : int
        Laboratories and replicates, at least 2.
    gamma : float
        True ratio of the standard deviations of reproducibility and repeatability, at least 1.
    z : float
        1.96 for 95 %.

    Returns
    -------
    UncertaintyFactors
        ``A_r, A_R``: half-widths of the confidence intervals relative to the true standard deviations.

    Notes
    -----
    ISO 5725-1:1994, 6.3. p = 5, n = 2: A_r 0.62; with gamma = 1 A_R 0.46.
    """
    return UncertaintyFactors(*_precision.uncertainty_factors(p, n, gamma, z))


def _labels(labels: Iterable[Any], function: str, name: str) -> tuple[NDArray[np.int64], list[Any]]:
    from ringtrial import _arrays

    return _arrays.labels(labels, function, name)


def _levels(level: Iterable[Any] | None, function: str) -> tuple[NDArray[np.int64] | None, list[Any]]:
    return (None, [None]) if level is None else _labels(level, function, "level")


def _level_record(fields: tuple[Any, ...], labs: list[Any], levels: list[Any]) -> LevelPrecision:
    record = dict(zip(LevelPrecision._fields, fields, strict=True))
    record["level"] = levels[record["level"]]
    for name in ("labs", "removed"):
        record[name] = [labs[code] for code in record[name]]
    record["decisions"] = [
        Decision(test, [labs[code] for code in codes], *numbers)
        for test, codes, *numbers in record["decisions"]
    ]
    return LevelPrecision(*record.values())


def _over_levels(records: list[LevelPrecision]) -> list[NDArray[Any]]:
    import numpy as np

    numbers = [
        np.array([getattr(r, name) for r in records], dtype="f8") for name in CollaborativeStudy._fields[2:8]
    ]
    counts = [
        np.array([getattr(r, name) for r in records], dtype="i8") for name in CollaborativeStudy._fields[8:]
    ]
    return numbers + counts
