"""Laboratories over measurands: combined scores, ranks with intervals, groups, strata.

For skill competitions and annual reviews. ISO 13528:2022, 10.6 advises against rankings and single combined
scores as a verdict: everything here comes with its noise.

``scores`` is laboratories x measurands, NaN for not reported; ``lab`` are names, "1", "2", ... without. A
laboratory with an infinite score is "not_finite" and unranked, the others are not affected.

========================================  ==================================================================
question                                  use
========================================  ==================================================================
a laboratory's year in one line           :func:`combined`; judge by the share of unsatisfactory scores first
a competition's table                     :func:`friedman`: p > 0.05 means nobody won; then :func:`rank` with
                                          :func:`rank_intervals`, places shared within :func:`groups`
do regions, methods, tiers differ         :func:`strata`
========================================  ==================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._arrays import items, whole
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

    Integers = NDArray[np.int64]

__all__ = [
    "Combined", "Friedman", "Groups", "Pair", "RankIntervals", "Ranking", "Strata",
    "adjust", "combined", "friedman", "groups", "rank", "rank_intervals", "strata",
]  # fmt: skip

_ranking = _core.ranking


class Combined(Result):
    """Result of :func:`combined`: one entry a laboratory, without unit."""

    lab: list[str]
    n: Integers
    mean_abs: Array
    median_abs: Array
    rms: Array
    rsz: Array
    ssz: Array
    p_rsz: Array
    p_ssz: Array
    points: Array
    mean_points: Array
    n_satisfactory: Integers
    n_questionable: Integers
    n_unsatisfactory: Integers
    status: list[str]


class Ranking(Result):
    """Result of :func:`rank`: one entry a laboratory, ``order`` has row numbers."""

    lab: list[str]
    statistic: Array
    rank: Array
    order: Integers
    n: Integers
    n_ranked: int
    criterion: str
    status: list[str]


class RankIntervals(Result):
    """Result of :func:`rank_intervals`: one entry a laboratory."""

    lab: list[str]
    rank: Array
    lower: Array
    upper: Array
    mean_rank: Array
    probability_best: Array
    probability_top: Array
    n_ranked: int
    status: list[str]


class Groups(Result):
    """Result of :func:`groups`; ``order`` and ``groups`` have row numbers."""

    lab: list[str]
    order: Integers
    statistic: Array
    letters: list[str]
    groups: list[list[int]]
    p_value: Array
    n_common: Integers
    status: str


class Friedman(Result):
    """Result of :func:`friedman`, without unit."""

    statistic: float
    df: int
    p_value: float
    kendall_w: float
    mean_rank: Array
    n_labs: int
    n_measurands: int
    status: str


class Pair(Result):
    """Two strata compared; ``difference`` (a - b) in the unit of x."""

    a: str
    b: str
    difference: float
    statistic: float
    df: float
    p_value: float
    p_adjusted: float
    different: bool


class Strata(Result):
    """Result of :func:`strata`; location and scale in the unit of x."""

    statistic: float
    df: float
    df2: float
    p_value: float
    stratum: list[str]
    n: Integers
    location: Array
    scale: Array
    pairs: list[Pair]
    method: str
    n_total: int
    status: str


def combined(
    scores: ArrayLike,
    *,
    lab: Iterable[Any] | None = None,
    limits: ArrayLike = (2.0, 3.0),
    points: ArrayLike = (2.0, 1.0, 0.0),
) -> Combined:
    """Summarise a laboratory's scores over all measurands.

    Parameters
    ----------
    scores : array_like
        Laboratories x measurands, NaN for not reported.
    lab : sequence of str, optional
        Names, each once.
    limits : pair of float
        |z| up to the first is satisfactory, from the second on unsatisfactory.
    points : three floats
        For satisfactory, questionable, unsatisfactory.

    Returns
    -------
    Combined
        Per laboratory ``n`` (scores), ``mean_abs, median_abs, rms`` of |z|, ``rsz`` = sum z/sqrt(n) (a
        lasting bias), ``ssz`` = sum z² (a wide spread), their p values, ``points, mean_points``, the
        counts, ``status`` ("too_few" without scores, "not_finite").

    Notes
    -----
    Thompson and Wood, IUPAC 1993 and 2006; AMC Technical Brief 16. The p values assume independent N(0, 1)
    scores; scores of one laboratory often are correlated, and p is then too small.
    """
    return Combined(*_ranking.combined(scores, _names(lab, "combined"), limits, points))


def rank(
    scores: ArrayLike,
    *,
    lab: Iterable[Any] | None = None,
    criterion: str = "mean_abs",
    ties: str = "min",
    min_scores: int = 1,
    points: ArrayLike = (2.0, 1.0, 0.0),
    limits: ArrayLike = (2.0, 3.0),
    tie_tolerance: float = 1e-12,
) -> Ranking:
    """Order laboratories by a criterion.

    Parameters
    ----------
    scores, lab, points, limits
        As in :func:`combined`.
    criterion : {"mean_abs", "median_abs", "rms", "abs_rsz", "ssz", "points", "mean_points"}
        Smaller is better, but for points. "ssz" and "points" favour or punish laboratories with another
        number of scores: prefer "rms" and "mean_points" there.
    ties : {"min", "max", "average", "dense", "first"}
        Ranks of laboratories whose statistics agree.
    min_scores : int
        Laboratories with fewer scores are "too_few" and not ranked.
    tie_tolerance : float
        Statistics within this times max(1, \\|statistic\\|) of the best of their run are tied.

    Returns
    -------
    Ranking
        ``statistic, rank`` (1 is best, NaN unranked), ``order`` (row numbers, best first), ``n, n_ranked,
        criterion, status``.

    Notes
    -----
    Ask :func:`friedman` first whether anybody won, and show :func:`rank_intervals` with every rank.
    """
    return Ranking(
        *_ranking.rank(
            scores, _names(lab, "rank"), criterion, ties, min_scores, points, limits, tie_tolerance
        )
    )


def rank_intervals(
    scores: ArrayLike,
    *,
    lab: Iterable[Any] | None = None,
    criterion: str = "mean_abs",
    confidence: float = 0.95,
    replicates: int = 2000,
    seed: int = 1,
    ties: str = "average",
    min_scores: int = 1,
) -> RankIntervals:
    """Ranks with the noise that they have: bootstrap over measurands.

    Measurands are drawn with replacement, the same draw for all laboratories, so that what is difficult for
    everybody cancels; a laboratory without a score in a draw is left out of it.

    Parameters
    ----------
    scores, lab, criterion, ties, min_scores
        As in :func:`rank`.
    confidence : float
        Of the intervals, between 0 and 1.
    replicates : int
        Draws.
    seed : int
        Of the draws.

    Returns
    -------
    RankIntervals
        ``rank``, its interval ``lower, upper``, ``mean_rank`` over the draws; ``probability_best`` (ties
        share it) and ``probability_top`` (rank <= 3) as shares of all draws; ``n_ranked, status``. Fewer
        than two measurands: all but ``rank`` NaN, "too_few": one measurand says nothing about noise.

    Notes
    -----
    Goldstein and Spiegelhalter, J. R. Stat. Soc. A 159 (1996) 385. Laboratories whose intervals overlap
    should not be told apart in public.
    """
    return RankIntervals(
        *_ranking.rank_intervals(
            scores, _names(lab, "rank_intervals"), criterion, confidence, replicates, seed, ties, min_scores
        )
    )


def groups(
    scores: ArrayLike,
    *,
    lab: Iterable[Any] | None = None,
    criterion: str = "mean_abs",
    alpha: float = 0.05,
    adjust: str = "bonferroni",
) -> Groups:
    """Laboratories that can, and that cannot, be told apart.

    Each pair is compared by a paired t test of the losses over common measurands: |z| for "mean_abs", z² for
    "rms" and "ssz", minus the points for "mean_points" and "points". Walking from the least mean loss on, the
    maximal runs of laboratories none of whose pairs differ are the groups.

    Parameters
    ----------
    scores, lab
        As in :func:`combined`.
    criterion : {"mean_abs", "rms", "ssz", "points", "mean_points"}
        The loss.
    alpha : float
        A pair differs where its adjusted p value is not above this.
    adjust : {"bonferroni", "holm", "none"}
        Over all pairs.

    Returns
    -------
    Groups
        ``order`` (row numbers, best first), ``statistic`` (mean loss), ``letters`` per row, ``groups`` (lists
        of row numbers), ``p_value`` (adjusted, symmetric) and ``n_common``, ``status`` ("too_few" below two
        laboratories with scores).

    Notes
    -----
    With fewer than about 8 measurands Bonferroni groups rarely separate anybody: that is the truth, not a
    fault of the method.
    """
    return Groups(*_ranking.groups(scores, _names(lab, "groups"), criterion, alpha, adjust))


def friedman(scores: ArrayLike) -> Friedman:
    """Do laboratories differ at all? Friedman's test of |z| with measurands as blocks.

    Measurands with a NaN anywhere are left out; ties are corrected for.

    Returns
    -------
    Friedman
        ``statistic, df, p_value, kendall_w`` (agreement of the measurands, 0 to 1), ``mean_rank`` per
        laboratory, ``n_labs, n_measurands, status``. "too_few" below two of either; "zero_scale" where
        everything is tied; "not_finite" for an infinity.

    Notes
    -----
    Friedman, J. Am. Stat. Assoc. 32 (1937) 675; the same as R's ``friedman.test(t(abs(scores)))``.
    """
    return Friedman(*_ranking.friedman(scores))


def strata(
    x: ArrayLike,
    stratum: Iterable[Any],
    *,
    method: str = "kruskal_wallis",
    adjust: str = "holm",
    alpha: float = 0.05,
) -> Strata:
    """Do groups of laboratories (region, method, tier) differ?

    Parameters
    ----------
    x : array_like
        One number a laboratory: a result, a score, |z|; NaN is skipped.
    stratum : sequence
        One label per x; an empty one is skipped.
    method : {"kruskal_wallis", "welch"}
        Ranks with Dunn's pairs, location median and scale MADe; or means of unequal variances with Welch's
        t for pairs, location mean and scale s.
    adjust : {"holm", "bonferroni", "none"}
        Of the pairs' p values.
    alpha : float
        A pair is ``different`` where its adjusted p value is at most this.

    Returns
    -------
    Strata
        ``statistic, df, df2, p_value`` of all; ``stratum`` (ascending), ``n, location, scale``; ``pairs`` of
        :class:`Pair`; ``method, n_total, status``. "too_few" below two strata (welch: two values in each),
        "zero_scale" where all x (welch: those of a stratum) are equal: n and locations only.

    Notes
    -----
    Kruskal and Wallis 1952; Dunn 1964; Welch 1951. Prefer "kruskal_wallis" for scores and few laboratories,
    "welch" for results of different spread.
    """
    labels = _labels(stratum, "strata", "stratum")
    *numbers, pairs, chosen, n_total, status = _ranking.strata(x, labels, method, adjust, alpha)
    return Strata(*numbers, [Pair(*pair) for pair in pairs], chosen, n_total, status)


def adjust(p: ArrayLike, *, method: str = "holm") -> Array:
    """Adjust p values for their number, as R's ``p.adjust``; NaN stay NaN and do not count.

    "holm": Holm 1979; "bonferroni": min(1, m p); "bh": Benjamini and Hochberg 1995; "none".
    """
    return _ranking.adjust(p, method)


def _names(lab: Iterable[Any] | None, function: str) -> list[str] | None:
    if lab is None:
        return None
    names = _labels(lab, function, "lab")
    if "" in names:
        raise ValueError(f"{function}: lab[{names.index('')}] is empty, must be a name")
    return names


def _labels(values: Iterable[Any], function: str, name: str) -> list[str]:
    """Return labels as texts; a missing one is empty."""
    return [_label(value, function, f"{name}[{i}]") for i, value in enumerate(items(values, function, name))]


def _label(value: Any, function: str, name: str) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return str(value)
    number = whole(value)
    if number is not None:
        return str(number)
    if value is None or value != value or type(value).__name__ == "NAType":  # NaN, pandas
        return ""
    raise TypeError(f"{function}: {name} = {value!r}, must be a text or an integer")
