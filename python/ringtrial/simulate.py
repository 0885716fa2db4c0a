"""Schemes and estimators by simulation: how good, how robust, how many laboratories.

A :func:`population` says how laboratories lie about the true value; rounds are drawn from it with a
counter-based generator (Philox 4x32-10), some at a time, and evaluated by the same code as real rounds.
The same seed gives the same bytes on any number of threads. Chances and standard deviations have a
simulation error of their own: about ``1/sqrt(2 * rounds)`` relative for a standard deviation.

=====================================================  ===============================
question                                               ask
=====================================================  ===============================
how uncertain is an estimate from this sample?         :func:`bootstrap`
how many laboratories, what target sd, what signals?   :func:`design`
what is a consensus off, beside the stated u?          :func:`uncertainty`
how often is a laboratory signalled?                   :func:`signals`
which estimator is precise for such laboratories?      :func:`efficiency`
how many wrong results can an estimator bear?          :func:`breakdown`
=====================================================  ===============================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = [
    "BootstrapResult", "BreakdownResult", "DesignResult", "EfficiencyResult", "Population", "SignalsResult",
    "UncertaintyResult", "bootstrap", "breakdown", "design", "draw", "efficiency", "population", "signals",
    "uncertainty",
]  # fmt: skip

_simulate = _core.simulate


class Population(Result):
    """How the laboratories of a scheme lie about the true value; made by :func:`population`."""

    shape: str
    centre: float
    sd: float
    df: float
    skewness: float
    separation: float
    share: float
    gross_share: float
    gross_shift: float
    gross_scale: float
    method_share: float
    method_bias: float
    repeatability: float
    replicates: int
    rounding: float

    @property
    def total_sd(self) -> float:
        """Standard deviation of a result of the normal core: sqrt(sd**2 + repeatability**2/replicates)."""
        return _simulate.total_sd(self)


class BootstrapResult(Result):
    """Result of :func:`bootstrap`; numbers in the unit of x but for the last two of BCa."""

    estimate: float
    standard_error: float
    bias: float
    lower: float
    upper: float
    bias_correction: float
    acceleration: float
    distribution: Array
    estimator: str
    method: str
    n: int
    status: str


class EfficiencyResult(Result):
    """Result of :func:`efficiency`: one entry a number of laboratories and, within it, an estimator."""

    laboratories: NDArray[np.int64]
    estimator: list[str]
    mean: Array
    bias: Array
    sd: Array
    rmse: Array
    efficiency: Array
    bias_error: Array
    efficiency_error: Array
    failed: NDArray[np.int64]
    rounds: int


class BreakdownResult(Result):
    """Result of :func:`breakdown`: one entry a number of wrong results, from 0."""

    wrong: NDArray[np.int64]
    share: Array
    max_bias: Array
    worst_position: Array
    position: Array
    bias: NDArray[np.float64]
    breaks_at: int
    estimator: str
    laboratories: int
    rounds: int


class UncertaintyResult(Result):
    """Result of :func:`uncertainty`: one entry a number of laboratories."""

    laboratories: NDArray[np.int64]
    bias: Array
    sd: Array
    rmse: Array
    stated: Array
    scale: Array
    sd_error: Array
    ratio: Array
    factor: Array
    coverage: Array
    estimator: str
    rounds: int


class SignalsResult(Result):
    """Result of :func:`signals`: one entry a number of laboratories and, within it, a bias."""

    laboratories: NDArray[np.int64]
    bias: Array
    questionable: Array
    unsatisfactory: Array
    unsatisfactory_error: Array
    z_prime: Array
    not_scored: Array
    estimator: str | None
    score: str
    rounds: int


class DesignResult(Result):
    """Result of :func:`design`: the numbers needed, and one entry a number of laboratories."""

    needed: int
    needed_really: int
    by_formula: int
    goal: float
    laboratories: NDArray[np.int64]
    u: Array
    stated: Array
    smallest_sigma_pt: Array
    false_questionable: Array
    false_unsatisfactory: Array
    false_signals: Array
    caught: NDArray[np.float64]
    bias: Array
    rounds: int
    status: str


def population(
    shape: str = "normal",
    *,
    centre: float = 0.0,
    sd: float = 1.0,
    df: float = 5.0,
    skewness: float = 0.5,
    separation: float = 4.0,
    share: float = 0.3,
    gross_share: float = 0.0,
    gross_shift: float = 0.0,
    gross_scale: float = 10.0,
    method_share: float = 0.0,
    method_bias: float = 0.0,
    repeatability: float = 0.0,
    replicates: int = 1,
    rounding: float = 0.0,
) -> Population:
    """How laboratories lie about the true value, for the other functions of this module.

    A laboratory's result is the mean of ``replicates`` results round(centre + sd*y + repeatability*Z), each
    with its own standard normal Z; y has the shape.

    Parameters
    ----------
    shape : {"normal", "student", "lognormal", "gamma", "bimodal"}
        y is standard normal; Student's t with ``df``; (exp(g Z) - 1)/g with g = ``skewness``; gamma of
        that skewness with median 0 and standard deviation 1; or normal, with a ``share`` of the
        laboratories ``separation`` higher. Always in units of ``sd``.
    centre, sd : float
        True value, and standard deviation between laboratories, in the unit of the measurand.
    df, skewness, separation, share : float
        Of the shapes.
    gross_share, gross_shift, gross_scale : float
        With this chance a laboratory's y is gross_shift + gross_scale*Z instead.
    method_share, method_bias : float
        That share of every round (the nearest whole number of laboratories) uses another method, whose y
        is ``method_bias`` higher.
    repeatability, replicates : float, int
        Standard deviation within a laboratory, unit of the measurand, and results a laboratory averages.
    rounding : float
        Results are multiples of it; 0: not rounded.

    Returns
    -------
    Population
        With these fields, and ``total_sd``.
    """
    made = Population(
        shape, centre, sd, df, skewness, separation, share, gross_share, gross_shift, gross_scale,
        method_share, method_bias, repeatability, replicates, rounding,
    )  # fmt: skip
    _simulate.total_sd(made)  # says what cannot be
    return made


def bootstrap(
    x: ArrayLike,
    estimator: str = "algorithm_a",
    *,
    resamples: int = 9999,
    confidence: float = 0.95,
    method: str = "bca",
    seed: int = 1,
    **estimator_options: Any,
) -> BootstrapResult:
    """Standard error, bias and confidence interval of an estimator, by resampling the sample.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    estimator : str
        "mean", "sd", "median", "mad", "niqr", "qn", "sn", "biweight", "biweight_scale", "tau_scale",
        "algorithm_a", "algorithm_a.scale", "algorithm_s", "huber", "hampel", "q_method", "q_hampel" or
        "q_hampel.scale": a function of :mod:`ringtrial.robust`, with ".scale" its scale.
    resamples : int
        >= 2.
    confidence : float
        Of the interval, between 0 and 1.
    method : {"bca", "percentile", "basic"}
        Bias-corrected and accelerated; quantiles of the resamples; these mirrored at the estimate.
    seed : int
        The same seed gives the same bytes on any number of threads.
    **estimator_options
        Those of the estimator: ``k``, ``correction``, ``quartiles``, ``scale``, ...

    Returns
    -------
    BootstrapResult
        ``estimate, standard_error, bias, lower, upper, bias_correction`` (z0), ``acceleration`` (a; both
        NaN unless BCa), ``distribution`` (of the resamples), ``estimator, method, n, status``: "too_few"
        below 2 values; "zero_scale" where no resample differs (the interval is a point);
        "not_identified" where BCa or an estimate does not exist; "not_finite".

    Notes
    -----
    Efron and Tibshirani, An Introduction to the Bootstrap (1993), 6, 13, 14. Resamples are counts of the
    sorted values, so that none is sorted again: some 1 ns a value for the median.
    """
    return BootstrapResult(
        *_simulate.bootstrap(x, estimator, resamples, confidence, method, seed, estimator_options)
    )


def draw(
    population: Population | str = "normal",
    *,
    laboratories: int = 20,
    rounds: int = 1,
    seed: int = 1,
    first: int = 0,
) -> NDArray[np.float64]:
    """Draw rounds: an array of rounds x laboratories.

    Parameters
    ----------
    population : Population or str
        From :func:`population`, or the name of a shape.
    laboratories, rounds : int
        Shape of the result; ``estimator(table, axis=1)`` of :mod:`ringtrial.robust` evaluates it.
    seed, first : int
        Round i of a seed is the same whatever is drawn with it; the array begins with round ``first``.

    Returns
    -------
    ndarray
        In the unit of the measurand.
    """
    return _simulate.draw(population, laboratories, rounds, seed, first)


def efficiency(
    laboratories: ArrayLike,
    *,
    population: Population | str = "normal",
    estimators: Sequence[str | tuple[str, dict[str, Any]]] = ("mean", "median", "algorithm_a", "q_hampel"),
    rounds: int = 100_000,
    seed: int = 1,
) -> EfficiencyResult:
    """Bias, spread and efficiency of estimators in simulated rounds.

    Parameters
    ----------
    laboratories : int or array_like
        Numbers of laboratories, 2 to 10**6.
    population : Population or str
        From :func:`population`, or the name of a shape.
    estimators : sequence
        Names as for :func:`bootstrap`, or pairs of a name and a dictionary of its options.
    rounds, seed : int
        How many rounds of each size; all estimators see the same ones.

    Returns
    -------
    EfficiencyResult
        Columns ``laboratories, estimator, mean, bias`` (less the true value; of scales less the total
        standard deviation), ``sd, rmse, efficiency`` (variance of the mean over that of the estimator; of
        scales the relative variances, against the standard deviation), ``bias_error, efficiency_error``
        (standard errors of the simulation), ``failed``; and ``rounds``.
    """
    return EfficiencyResult(*_simulate.efficiency(laboratories, population, estimators, rounds, seed))


def breakdown(
    estimator: str = "algorithm_a",
    *,
    laboratories: int = 20,
    population: Population | str = "normal",
    positions: ArrayLike | None = None,
    most_wrong: int | None = None,
    rounds: int = 2000,
    seed: int = 1,
    **estimator_options: Any,
) -> BreakdownResult:
    """How far wrong results can move an estimator: the maximum bias curve.

    Of the laboratories of every round the last m report one and the same wrong result.

    Parameters
    ----------
    estimator : str
        As for :func:`bootstrap`, with its options.
    laboratories : int
        Of every round, >= 2.
    population : Population or str
        Of the laboratories that are right.
    positions : array_like, optional
        Where the wrong results lie, in total standard deviations from the true value; by default from 1
        to 50, and 10**6.
    most_wrong : int, optional
        m runs from 0 to this; by default half of the laboratories.
    rounds, seed : int
        Rounds for every m and position; the same ones.

    Returns
    -------
    BreakdownResult
        Columns ``wrong`` (m), ``share, max_bias`` (largest absolute mean error over the positions, in
        total standard deviations), ``worst_position``; ``position`` and the table ``bias``;
        ``breaks_at``, the fewest wrong results by which the farthest position carries the estimate off
        (0: none tried do); ``estimator, laboratories, rounds``.
    """
    return BreakdownResult(
        *_simulate.breakdown(
            estimator, population, laboratories, positions, most_wrong, rounds, seed, estimator_options
        )
    )


def uncertainty(
    laboratories: ArrayLike,
    *,
    population: Population | str = "normal",
    estimator: str = "algorithm_a",
    factor: float | None = None,
    k: float = 2.0,
    rounds: int = 100_000,
    seed: int = 1,
    **estimator_options: Any,
) -> UncertaintyResult:
    """The uncertainty that a consensus really has, beside the stated 1.25 s*/sqrt(p).

    Parameters
    ----------
    laboratories : int or array_like
        Numbers of laboratories, 2 to 10**6.
    population : Population or str
        From :func:`population`, or the name of a shape.
    estimator, factor, **estimator_options
        As for :func:`ringtrial.assigned.from_participants`.
    k : float
        Coverage factor of ``coverage``.
    rounds, seed : int
        How many rounds of each size.

    Returns
    -------
    UncertaintyResult
        Columns ``laboratories, bias, sd, rmse`` (what the assigned value is off), ``stated`` (root mean
        square of the stated u), ``scale, sd_error, ratio`` (stated/rmse; below 1 the stated u is too
        small), ``factor`` (sd*sqrt(p)/scale: what 1.25 stands for), ``coverage``; ``estimator, rounds``.
    """
    return UncertaintyResult(
        *_simulate.uncertainty(
            laboratories, population, estimator, factor, k, rounds, seed, estimator_options
        )
    )


def signals(
    laboratories: ArrayLike,
    bias: ArrayLike = 0.0,
    *,
    population: Population | str = "normal",
    estimator: str | None = "algorithm_a",
    factor: float | None = None,
    sigma_pt: float | None = 1.0,
    score: str = "scheme",
    rounds: int = 100_000,
    seed: int = 1,
    **estimator_options: Any,
) -> SignalsResult:
    """How often a laboratory with a given bias is signalled: false signals at 0, power elsewhere.

    One laboratory of every round is competent but for its bias; it takes part in the assigned value.

    Parameters
    ----------
    laboratories : int or array_like
        Numbers of laboratories, 2 to 10**6.
    bias : float or array_like
        Of that laboratory, in the unit of the measurand.
    population : Population or str
        From :func:`population`, or the name of a shape.
    estimator : str or None
        How x_pt and u(x_pt) come from the round, as for :func:`ringtrial.assigned.from_participants`, with
        ``factor`` and options; None: x_pt is the true value.
    sigma_pt : float or None
        Target standard deviation; None: the scale of the round.
    score : {"scheme", "z", "z_prime"}
        "scheme": z where u(x_pt) <= 0.3 sigma_pt, else z'.
    rounds, seed : int
        How many rounds of each size.

    Returns
    -------
    SignalsResult
        Columns ``laboratories, bias, questionable`` and ``unsatisfactory`` (chances of a score between 2
        and 3, and of 3 or more), ``unsatisfactory_error, z_prime`` (share of rounds scored by z'),
        ``not_scored``; ``estimator, score, rounds``.
    """
    return SignalsResult(
        *_simulate.signals(
            laboratories, bias, population, estimator, factor, sigma_pt, score, rounds, seed,
            estimator_options,
        )
    )  # fmt: skip


def design(
    *,
    population: Population | str = "normal",
    estimator: str = "algorithm_a",
    factor: float | None = None,
    sigma_pt: float = 1.0,
    ratio: float = 0.3,
    u: float | None = None,
    laboratories: ArrayLike = (5, 8, 10, 12, 15, 20, 30, 50, 100),
    bias: ArrayLike = (2.0, 3.0, 4.0, 5.0),
    most: int = 1000,
    rounds: int = 50_000,
    seed: int = 1,
    **estimator_options: Any,
) -> DesignResult:
    """How many laboratories a round needs, and what to expect from it.

    Parameters
    ----------
    population : Population or str
        From :func:`population`, or the name of a shape; its ``sd`` in the unit of ``sigma_pt``.
    estimator, factor, **estimator_options
        As for :func:`ringtrial.assigned.from_participants`.
    sigma_pt : float
        Target standard deviation.
    ratio, u : float
        The assigned value shall be off by at most ratio*sigma_pt, or by at most u.
    laboratories : array_like
        Numbers of laboratories to look at, besides those needed.
    bias : array_like
        Of a laboratory to be caught, in ``sigma_pt``.
    most : int
        Laboratories to look for at most.
    rounds, seed : int
        How many rounds of each size.

    Returns
    -------
    DesignResult
        ``needed`` (fewest laboratories whose stated u meets the goal), ``needed_really`` (whose assigned
        value is off by no more; both 0 with status "not_identified" where ``most`` are too few),
        ``by_formula`` (:func:`ringtrial.assigned.minimum_laboratories`), ``goal``; columns
        ``laboratories, u`` (what the assigned value is really off), ``stated, smallest_sigma_pt`` (u/ratio),
        ``false_questionable, false_unsatisfactory`` (chances for a competent laboratory),
        ``false_signals`` (expected in a round of competent ones), the table ``caught`` (by ``bias``);
        ``rounds, status``.
    """
    return DesignResult(
        *_simulate.design(
            population, estimator, factor, sigma_pt, ratio, u, laboratories, bias, most, rounds, seed,
            estimator_options,
        )
    )  # fmt: skip
