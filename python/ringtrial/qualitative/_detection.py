"""Qualitative methods: diagnostic tables, probability and limit of detection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result
from ringtrial.qualitative._nominal import Proportion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array


class Diagnostic(Result):
    """Result of :func:`diagnostic`; without unit."""

    sensitivity: Proportion
    specificity: Proportion
    accuracy: Proportion
    false_positive_rate: Proportion
    false_negative_rate: Proportion
    positive_predictive_value: Proportion
    negative_predictive_value: Proportion
    youden_index: float
    likelihood_ratio_positive: float
    likelihood_ratio_negative: float
    odds_ratio: float
    kappa: float
    mcc: float
    n: int
    status: str


class Pod(Result):
    """Result of :func:`pod`: one entry a level."""

    level: Array
    pod: Array
    lower: Array
    upper: Array
    n: NDArray[np.int64]
    positive: NDArray[np.int64]
    status: str


class Dpod(Result):
    """Result of :func:`dpod`; without unit."""

    difference: float
    lower: float
    upper: float
    pod_a: float
    pod_b: float
    status: str


class Lod(Result):
    """Result of :func:`lod` and :func:`lod_spearman_karber`; limits in the unit of the levels."""

    lod: float
    lower: float
    upper: float
    probability: float
    log_f0: float
    standard_error: float
    slope: float
    standard_error_slope: float
    deviance: float
    df: float
    iterations: int
    status: str


class PodCollaborative(Result):
    """Result of :func:`pod_collaborative`; without unit."""

    lpod: float
    s_r: float
    s_L: float
    s_R: float
    p_homogeneity: float
    lower: float
    upper: float
    p: int
    status: str


def diagnostic(
    tp: int, fp: int, fn: int, tn: int, *, confidence: float = 0.95, method: str = "wilson"
) -> Diagnostic:
    """Tell what a binary test is worth, from true and false positives and negatives.

    Parameters
    ----------
    tp, fp, fn, tn : int
        Counts of true positives, false positives, false negatives, true negatives.
    confidence, method
        Of the intervals, see :func:`proportion`.

    Returns
    -------
    Diagnostic
        Proportions ``sensitivity, specificity, accuracy, false_positive_rate, false_negative_rate,
        positive_predictive_value, negative_predictive_value``; ``youden_index``,
        ``likelihood_ratio_positive``, ``likelihood_ratio_negative``, ``odds_ratio``, ``kappa``, ``mcc``
        (Matthews), infinite or NaN as division by zero gives; ``n``; ``status``. A proportion with an
        empty denominator is NaN and "too_few", and so is then the whole.

    Notes
    -----
    ISO 16140-2:2016; Youden, Cancer 3 (1950) 32; Matthews, Biochim. Biophys. Acta 405 (1975) 442.
    """
    values = _core.qualitative.diagnostic(tp, fp, fn, tn, confidence, method)
    return Diagnostic(*(Proportion(*value) if isinstance(value, tuple) else value for value in values))


def pod(
    positive: ArrayLike, n: ArrayLike, *, level: ArrayLike | None = None, confidence: float = 0.95
) -> Pod:
    """Probability of detection by level, with Wilson intervals.

    Parameters
    ----------
    positive, n : array_like of int
        Positive tests and tests, one entry a level.
    level : array_like, optional
        The levels; NaN in the result without.
    confidence : float
        In (0, 1).

    Returns
    -------
    Pod
        Arrays ``level, pod, lower, upper, n, positive`` (NaN where n = 0) and ``status``: "too_few" if
        nothing was tested.

    Notes
    -----
    AOAC INTERNATIONAL, Official Methods of Analysis, Appendix H.
    """
    return Pod(*_core.qualitative.pod(positive, n, level, confidence))


def dpod(positive_a: int, n_a: int, positive_b: int, n_b: int, *, confidence: float = 0.95) -> Dpod:
    """Difference of two independent probabilities of detection, a - b.

    Returns
    -------
    Dpod
        ``difference`` with ``lower, upper`` (Newcombe's hybrid score), ``pod_a, pod_b``, ``status``:
        "too_few" if either n is 0.

    Notes
    -----
    Newcombe, Stat. Med. 17 (1998) 873, method 10; AOAC Appendices H and J (dPOD).
    """
    return Dpod(*_core.qualitative.dpod(positive_a, n_a, positive_b, n_b, confidence))


def lod(
    level: ArrayLike,
    positive: ArrayLike,
    n: ArrayLike,
    *,
    probability: float = 0.5,
    slope: float | None = 1.0,
    confidence: float = 0.95,
    max_iterations: int = 100,
) -> Lod:
    """Level that is detected with a given probability, from the complementary log-log model.

    POD(d) = 1 - exp(-F0 d^b), with F0 and, if asked, b by maximum likelihood.

    Parameters
    ----------
    level : array_like
        Not negative (CFU, mg/kg, ...). Levels of 0 say nothing about F0 and are left out: count false
        positives apart.
    positive, n : array_like of int
        Positive tests and tests, one entry a level.
    probability : float
        POD at the limit, in (0, 1); 0.5 is LOD50, 0.95 LOD95.
    slope : float or None
        b, above 0; None estimates it.
    confidence : float
        In (0, 1).
    max_iterations : int
        At least 1.

    Returns
    -------
    Lod
        ``lod, lower, upper`` in the unit of ``level``; ``probability``; ``log_f0`` with
        ``standard_error``, ``slope`` with ``standard_error_slope`` (0 if given); ``deviance`` on ``df``;
        ``iterations``; ``status``: "separated" if all or none is positive above 0 (with a slope to
        estimate: if no two levels overlap), "not_identified" if a slope cannot be had or does not rise or
        limits are beyond the numbers, "too_few" without a level, "max_iterations".

    Notes
    -----
    Wilrich and Wilrich, J. AOAC Int. 92 (2009) 1763; ISO 16140-2:2016. Equals R's
    ``glm(cbind(pos, neg) ~ offset(log(d)), binomial("cloglog"))``.
    """
    return Lod(*_core.qualitative.lod(level, positive, n, probability, slope, confidence, max_iterations))


def lod_spearman_karber(
    level: ArrayLike, positive: ArrayLike, n: ArrayLike, *, confidence: float = 0.95
) -> Lod:
    """Level that is detected with probability 1/2, without a model.

    Parameters
    ----------
    level : array_like
        Above 0, ascending.
    positive, n : array_like of int
        Positive tests and tests, one entry a level; their shares are made rising by pooling adjacent
        violators and must then be 0 at the lowest and 1 at the highest level, else "not_identified".
    confidence : float
        In (0, 1).

    Returns
    -------
    Lod
        As :func:`lod`; ``standard_error`` is that of log10 lod, what belongs to the model is NaN, ``df``
        and ``iterations`` are 0.

    Notes
    -----
    Finney, Statistical Method in Biological Assay, 3rd ed. (1978), chapter 19.
    """
    return Lod(*_core.qualitative.lod_spearman_karber(level, positive, n, confidence))


def pod_collaborative(positive: ArrayLike, n: ArrayLike) -> PodCollaborative:
    """Probability of detection over laboratories, with repeatability and reproducibility.

    Parameters
    ----------
    positive, n : array_like of int
        Positive tests and tests, one entry a laboratory; laboratories without tests are left out.

    Returns
    -------
    PodCollaborative
        ``lpod`` with 95 % limits ``lower, upper``; standard deviations ``s_r, s_L, s_R`` of a 0/1 result;
        ``p_homogeneity`` (chi-squared test of one POD, NaN where lpod is 0 or 1); ``p`` laboratories;
        ``status``: "too_few" for p < 2, or if every n is 1.

    Notes
    -----
    Wehling, LaBudde, Brunelle, Nelson, J. AOAC Int. 94 (2011) 335.
    """
    return PodCollaborative(*_core.qualitative.pod_collaborative(positive, n))
