"""Consensus values from results with stated uncertainties.

``n`` laboratories (methods, instruments, studies) each report a value and its standard uncertainty, perhaps
with degrees of freedom; the functions here combine them: key comparison reference values, certification,
expert laboratories, meta-analysis.

``x`` are values, ``u`` their *standard* uncertainties, never expanded ones, in one unit; ``dof`` the degrees
of freedom of each ``u`` (``inf``: known exactly, one number serves all). NaN means "not reported": a
laboratory with NaN in any array is skipped, and arrays in results have NaN there. An infinite ``x`` or ``u``
gives status "not_finite", fewer laboratories than the method needs "too_few", ``u = 0`` "zero_scale" where
the method weights by it. The order of the laboratories, the unit and a common offset do not matter.

Which one? Consistent results with credible uncertainties: :func:`weighted_mean`. Excess scatter without a
single culprit: :func:`mandel_paule` with "knapp_hartung_floor"; with few laboratories :func:`hierarchical`.
A few gross outliers: :func:`largest_consistent_subset` or :func:`median`. Always look at
:func:`sensitivity_table` beside the choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = [
    "BirgeFit",
    "BobFit",
    "CoxAFit",
    "Fit",
    "PowerModeratedFit",
    "RandomEffectsFit",
    "SchillerEberhardtFit",
    "WeightedMeanFit",
    "arithmetic_mean",
    "birge",
    "bob",
    "cox_a",
    "dersimonian_laird",
    "fairweather",
    "graybill_deal",
    "hedges_olkin",
    "mandel_paule",
    "median",
    "power_moderated_mean",
    "schiller_eberhardt",
    "sidik_jonkman",
    "weighted_mean",
]

_consensus = _core.consensus


class Fit(Result):
    """What every method gives; a field that a method does not define is NaN.

    ``value`` and its ``standard_uncertainty``; ``between_sd``, the standard deviation of laboratory effects;
    the interval ``lower``, ``upper`` of probability ``coverage`` with its ``coverage_factor`` and ``df``;
    normalised ``weights``; Cochran's Q (``chi2``, ``chi2_df``, ``p_value``), ``birge_ratio`` and ``i2``;
    ``x`` and ``u`` as used.
    """

    value: float
    standard_uncertainty: float
    between_sd: float
    lower: float
    upper: float
    coverage: float
    coverage_factor: float
    df: float
    weights: Array
    chi2: float
    chi2_df: float
    p_value: float
    birge_ratio: float
    i2: float
    n: int
    method: str
    status: str
    x: Array
    u: Array | None

    def _with(self, **options: Any) -> Self:
        """Remember the options, so that the method can be called again without a laboratory."""
        self._options: dict[str, Any] = options
        return self

    def __reduce__(self) -> tuple[Callable[..., Fit], tuple[Any, ...]]:
        return _restored, (type(self), self._values, self._options)


def _restored(kind: type[Fit], values: tuple[Any, ...], options: dict[str, Any]) -> Fit:
    return kind(*values)._with(**options)


class WeightedMeanFit(Fit):
    """Result of :func:`weighted_mean`."""

    uncertainty_internal: float
    uncertainty_external: float


class BirgeFit(Fit):
    """Result of :func:`birge`."""

    factor: float


class CoxAFit(Fit):
    """Result of :func:`cox_a`."""

    consistent: bool
    critical: float
    alpha: float


class CoxBFit(Fit):
    """Result of :func:`cox_b`."""

    median_of_draws: float
    draws: int
    seed: int
    monte_carlo_error: float


class LargestConsistentSubsetFit(Fit):
    """Result of :func:`largest_consistent_subset`; ``indices`` and ``excluded`` are 0-based positions in x."""

    indices: NDArray[np.int64]
    excluded: NDArray[np.int64]
    subset_size: int
    subset_chi2: float
    critical: float
    alpha: float
    consistent: bool


class RandomEffectsFit(Fit):
    """Result of the random-effects methods; ``between_variance`` in the unit of x squared."""

    between_variance: float
    iterations: int
    at_boundary: bool


class RemlFit(RandomEffectsFit):
    """Result of :func:`reml`."""

    log_likelihood: float


class VangelRukhinFit(RandomEffectsFit):
    """Result of :func:`vangel_rukhin`."""

    log_likelihood: float
    within_sd: Array


class BobFit(Fit):
    """Result of :func:`bob`."""

    within: float


class SchillerEberhardtFit(Fit):
    """Result of :func:`schiller_eberhardt`."""

    bias_allowance: float
    expanded_uncertainty: float


class PowerModeratedFit(Fit):
    """Result of :func:`power_moderated_mean`."""

    alpha: float


class LinearPoolFit(Fit):
    """Result of :func:`linear_pool`; ``median`` of the mixture, ``within`` sd of its components."""

    median: float
    within: float


class HierarchicalFit(Fit):
    """Result of :func:`hierarchical`; ``median`` of the mean, the others of the between-laboratory sd."""

    median: float
    between_lower: float
    between_upper: float
    between_mean: float
    prior_scale: float


# --- one common mean ----------------------------------------------------------------------------------


def weighted_mean(
    x: ArrayLike,
    u: ArrayLike | None = None,
    *,
    covariance: ArrayLike | None = None,
    uncertainty: str = "internal",
    coverage: float = 0.95,
) -> WeightedMeanFit:
    """Mean with weights 1/u², or generalised least squares for correlated results.

    Parameters
    ----------
    x : array_like
        Values of n laboratories.
    u : array_like
        Standard uncertainties; exactly one of ``u`` and ``covariance`` must be given.
    covariance : array_like
        n x n matrix V, symmetric and positive definite: weights V⁻¹1/(1ᵀV⁻¹1), which may be negative.
    uncertainty : {"internal", "external", "larger"}
        "internal": 1/sqrt(sum 1/u²); "external": that times the Birge ratio; or the larger of the two.
    coverage : float
        Probability of the interval.

    Returns
    -------
    WeightedMeanFit
        Of :class:`Fit`, with ``uncertainty_internal, uncertainty_external``. One laboratory is enough but
        for "external". ``df``: n - 1 where the external uncertainty is taken, else infinite.

    Notes
    -----
    Cox, Metrologia 39 (2002) 589; Birge, Phys. Rev. 40 (1932) 207. Use it only where Q does not contradict
    it: ``p_value`` well above 0.05 and every u credible.
    """
    values = _consensus.weighted_mean(x, u, covariance, uncertainty, coverage)
    return WeightedMeanFit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def arithmetic_mean(
    x: ArrayLike, u: ArrayLike | None = None, *, uncertainty: str = "scatter", coverage: float = 0.95
) -> Fit:
    """Mean with equal weights.

    Parameters
    ----------
    x : array_like
        Values of n laboratories.
    u : array_like, optional
        Standard uncertainties; 0 is allowed.
    uncertainty : {"scatter", "stated", "both"}
        "scatter": s/sqrt(n), n - 1 degrees of freedom; "stated": sqrt(sum u²)/n, normal; "both":
        sqrt((s² + mean of u²)/n), n - 1, which counts the stated part twice where it is real. The last
        two need ``u``.
    coverage : float
        Probability of the interval.

    Returns
    -------
    Fit
        ``between_sd``: sqrt(max(0, s² - mean of u²)), without ``u`` s.

    Notes
    -----
    For missing uncertainties or ones that are not believed, without outliers.
    """
    values = _consensus.arithmetic_mean(x, u, uncertainty, coverage)
    return Fit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def median(
    x: ArrayLike, u: ArrayLike | None = None, *, uncertainty: str = "ccqm", coverage: float = 0.95
) -> Fit:
    """Median, whatever the stated uncertainties.

    Parameters
    ----------
    x : array_like
        Values of n laboratories.
    u : array_like, optional
        Standard uncertainties; 0 is allowed.
    uncertainty : {"ccqm", "iso13528", "mueller", "maritz_jarrett", "stated"}
        "ccqm": sqrt(pi/2) MADe/sqrt(n); "iso13528": 1.25 MADe/sqrt(n); "mueller": 1.858 MAD/sqrt(n - 1);
        "maritz_jarrett": the standard deviation of the medians of all resamples; "stated":
        sqrt(pi/2) sqrt(sum u²/n)/sqrt(n), which needs ``u``. MADe = 1.4826 MAD about the median.
    coverage : float
        Probability of the interval; t with n - 1 degrees of freedom, normal for "stated".

    Returns
    -------
    Fit
        MADe = 0 with the first three rules: status "zero_scale" with ``value`` and ``weights``. Weights are
        1/n: what :func:`degrees_of_equivalence` needs. ``between_sd`` is NaN.

    Notes
    -----
    CCQM/13-22; ISO 13528; Mueller, J. Res. NIST 105 (2000) 551; Maritz and Jarrett, JASA 73 (1978) 194.
    """
    values = _consensus.median(x, u, uncertainty, coverage)
    return Fit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def weighted_median(
    x: ArrayLike,
    u: ArrayLike,
    *,
    uncertainty: str = "asymptotic",
    draws: int = 100_000,
    seed: int = 1,
    coverage: float = 0.95,
) -> Fit:
    """Value with half the weight, w proportional to 1/u², on either side.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    uncertainty : {"asymptotic", "bootstrap"}
        "asymptotic": delta method with u² + tau², tau² of :func:`dersimonian_laird`; "bootstrap": standard
        deviation and quantiles of the weighted medians of x + Laplace with standard deviation u.
    draws, seed : int
        Of the bootstrap; the same seed gives the same numbers everywhere.
    coverage : float
        Probability of the interval.

    Returns
    -------
    Fit
        ``between_sd``: tau, 0 for "bootstrap", whose ``df`` is NaN.

    Notes
    -----
    For uncertainties that are consistent on the whole with a few values far off.
    """
    values = _consensus.weighted_median(x, u, uncertainty, draws, seed, coverage)
    return Fit(*values)._with(uncertainty=uncertainty, draws=draws, seed=seed, coverage=coverage)


def graybill_deal(
    x: ArrayLike, u: ArrayLike, dof: ArrayLike, *, uncertainty: str = "sinha", coverage: float = 0.95
) -> Fit:
    """Weighted mean of results whose uncertainties come from few readings.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like
        Degrees of freedom of each u (readings - 1), above 0; ``inf`` where u is known.
    uncertainty : {"naive", "sinha", "zhang1", "zhang2"}
        "naive": 1/sqrt(sum 1/u²); the others correct it to first order; Zhang's need ``dof`` above 2.
    coverage : float
        Probability of the interval; t with 1/sum(w²/dof) degrees of freedom (Welch-Satterthwaite).

    Returns
    -------
    Fit

    Notes
    -----
    Sinha, Can. J. Statist. 13 (1985) 243; Zhang, Metrologia 43 (2006) 195. With laboratory effects use
    another method; for 4 readings and fewer prefer "zhang2".
    """
    values = _consensus.graybill_deal(x, u, dof, uncertainty, coverage)
    return Fit(*values)._with(dof=dof, uncertainty=uncertainty, coverage=coverage)


def birge(x: ArrayLike, u: ArrayLike, *, rule: str = "floored", coverage: float = 0.95) -> BirgeFit:
    """Weighted mean with its uncertainty multiplied by what the scatter asks for.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    rule : {"classical", "floored", "bayes"}
        Factor sqrt(Q/(n - 1)); the larger of that and 1; or that times sqrt((n - 1)/(n - 3)), the
        standard deviation of the posterior t, for n >= 4.
    coverage : float
        Probability of the interval.

    Returns
    -------
    BirgeFit
        With ``factor``. ``df`` n - 1, infinite for "floored" with a factor of 1.

    Notes
    -----
    Birge, Phys. Rev. 40 (1932) 207; Bodnar and Elster, Metrologia 51 (2014) 516.
    """
    return BirgeFit(*_consensus.birge(x, u, rule, coverage))._with(rule=rule, coverage=coverage)


def cox_a(x: ArrayLike, u: ArrayLike, *, alpha: float = 0.05, coverage: float = 0.95) -> CoxAFit:
    """Weighted mean with the chi-squared test whether the results allow it (Cox's procedure A).

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    alpha : float
        Level of the test, in (0, 1).
    coverage : float
        Probability of the interval.

    Returns
    -------
    CoxAFit
        With ``consistent`` (``p_value >= alpha``), ``critical``, ``alpha``. An inconsistent set is no error:
        use :func:`cox_b` or :func:`largest_consistent_subset` then.

    Notes
    -----
    Cox, Metrologia 39 (2002) 589.
    """
    return CoxAFit(*_consensus.cox_a(x, u, alpha, coverage))._with(alpha=alpha, coverage=coverage)


def cox_b(
    x: ArrayLike, u: ArrayLike, *, draws: int = 1_000_000, seed: int = 1, coverage: float = 0.95
) -> CoxBFit:
    """Median of the laboratories' distributions by Monte Carlo (Cox's procedure B).

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    draws, seed : int
        Medians of draws N(x, u²); the same seed gives the same numbers everywhere.
    coverage : float
        Probability of the interval, which lies between quantiles (type 7) of the medians.

    Returns
    -------
    CoxBFit
        ``value`` and ``standard_uncertainty``: mean and standard deviation of the medians; with
        ``median_of_draws, draws, seed, monte_carlo_error`` (of the value). ``df`` is NaN.

    Notes
    -----
    Cox, Metrologia 39 (2002) 589; JCGM 101.
    """
    values = _consensus.cox_b(x, u, draws, seed, coverage)
    return CoxBFit(*values)._with(draws=draws, seed=seed, coverage=coverage)


def largest_consistent_subset(
    x: ArrayLike, u: ArrayLike, *, alpha: float = 0.05, coverage: float = 0.95
) -> LargestConsistentSubsetFit:
    """Weighted mean of the largest subset that the chi-squared test lets pass.

    Of the subsets of that size the one with the least chi-squared; exact, in O(n² log n).

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    alpha : float
        Level of the test, in (0, 1).
    coverage : float
        Probability of the interval.

    Returns
    -------
    LargestConsistentSubsetFit
        Value, uncertainty, interval and ``weights`` of the subset (0 for the excluded), ``chi2, p_value,
        birge_ratio, i2`` of all; with ``indices, excluded, subset_size, subset_chi2, critical, alpha,
        consistent`` (all of them were).

    Notes
    -----
    Cox, Metrologia 44 (2007) 187. The uncertainty is too small after a selection; report it as such.
    """
    values = _consensus.largest_consistent_subset(x, u, alpha, coverage)
    return LargestConsistentSubsetFit(*values)._with(alpha=alpha, coverage=coverage)


# --- random effects -----------------------------------------------------------------------------------


def dersimonian_laird(
    x: ArrayLike, u: ArrayLike, *, uncertainty: str = "naive", coverage: float = 0.95
) -> RandomEffectsFit:
    """Random effects: tau² = max(0, (Q - (n - 1))/(S1 - S2/S1)), Sk = sum u**(-2k).

    The model of all random-effects methods is x = mu + lambda + epsilon with Var lambda = tau² and
    Var epsilon = u²; weights w = 1/(u² + tau²), value m = sum wx/sum w. They differ in tau².

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    uncertainty : {"naive", "horn_horn_duncan", "knapp_hartung", "knapp_hartung_floor"}
        With W = w/sum w: "naive": 1/sqrt(sum w), normal interval; "horn_horn_duncan":
        sqrt(sum W²(x - m)²/(1 - W)); "knapp_hartung": sqrt(sum W(x - m)²/(n - 1)); the larger of that and
        the naive one. All but the first with n - 1 degrees of freedom.
    coverage : float
        Probability of the interval.

    Returns
    -------
    RandomEffectsFit
        With ``between_variance`` (tau²), ``iterations``, ``at_boundary`` (tau² = 0).

    Notes
    -----
    DerSimonian and Laird, Control. Clin. Trials 7 (1986) 177. Use it to agree with published work.
    """
    values = _consensus.dersimonian_laird(x, u, uncertainty, coverage)
    return RandomEffectsFit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def mandel_paule(
    x: ArrayLike,
    u: ArrayLike,
    *,
    modified: bool = False,
    uncertainty: str = "naive",
    coverage: float = 0.95,
) -> RandomEffectsFit:
    """Random effects: tau² such that sum w(x - m)² = n - 1.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories; ``u = 0`` is allowed where tau² > 0.
    modified : bool
        n in place of n - 1.
    uncertainty, coverage
        As in :func:`dersimonian_laird`.

    Returns
    -------
    RandomEffectsFit

    Notes
    -----
    Paule and Mandel, J. Res. NBS 87 (1982) 377. The general choice, for any n and any u; take
    "knapp_hartung_floor" below 20 laboratories.
    """
    values = _consensus.mandel_paule(x, u, modified, uncertainty, coverage)
    return RandomEffectsFit(*values)._with(modified=modified, uncertainty=uncertainty, coverage=coverage)


def reml(x: ArrayLike, u: ArrayLike, *, uncertainty: str = "naive", coverage: float = 0.95) -> RemlFit:
    """Random effects: tau² of largest restricted likelihood, the global maximum.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    uncertainty, coverage
        As in :func:`dersimonian_laird`.

    Returns
    -------
    RemlFit
        With ``log_likelihood`` -1/2 (sum ln(u² + tau²) + ln sum w + sum w(x - m)²).

    Notes
    -----
    Patterson and Thompson, Biometrika 58 (1971) 545. For 10 laboratories and more.
    """
    values = _consensus.reml(x, u, uncertainty, coverage)
    return RemlFit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def vangel_rukhin(
    x: ArrayLike,
    u: ArrayLike,
    dof: ArrayLike | None = None,
    *,
    uncertainty: str = "naive",
    coverage: float = 0.95,
) -> VangelRukhinFit:
    """Random effects by maximum likelihood, of the within-laboratory variances too where ``dof`` is finite.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like, optional
        Degrees of freedom of each u, above 0.
    uncertainty, coverage
        As in :func:`dersimonian_laird`.

    Returns
    -------
    VangelRukhinFit
        With ``log_likelihood`` and ``within_sd``, the estimate of each u.

    Notes
    -----
    Vangel and Rukhin, Biometrics 55 (1999) 129. tau² is too small on average; :func:`reml` is not.
    """
    values = _consensus.vangel_rukhin(x, u, dof, uncertainty, coverage)
    return VangelRukhinFit(*values)._with(dof=dof, uncertainty=uncertainty, coverage=coverage)


def hedges_olkin(
    x: ArrayLike, u: ArrayLike, *, uncertainty: str = "naive", coverage: float = 0.95
) -> RandomEffectsFit:
    """Random effects: tau² = max(0, s² - mean of u²).

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories; ``u = 0`` is allowed where tau² > 0.
    uncertainty, coverage
        As in :func:`dersimonian_laird`.

    Returns
    -------
    RandomEffectsFit

    Notes
    -----
    Hedges and Olkin, Statistical Methods for Meta-Analysis, 1985.
    """
    values = _consensus.hedges_olkin(x, u, uncertainty, coverage)
    return RandomEffectsFit(*values)._with(uncertainty=uncertainty, coverage=coverage)


def sidik_jonkman(
    x: ArrayLike, u: ArrayLike, *, uncertainty: str = "naive", coverage: float = 0.95
) -> RandomEffectsFit:
    """Random effects: tau² = sum (x - m)²/v/(n - 1), v = u²/t + 1, t = sum (x - mean)²/n.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories; ``u = 0`` is allowed where tau² > 0.
    uncertainty, coverage
        As in :func:`dersimonian_laird`.

    Returns
    -------
    RandomEffectsFit
        ``between_variance`` is 0 only where all x are equal.

    Notes
    -----
    Sidik and Jonkman, Appl. Statist. 54 (2005) 367.
    """
    values = _consensus.sidik_jonkman(x, u, uncertainty, coverage)
    return RandomEffectsFit(*values)._with(uncertainty=uncertainty, coverage=coverage)


# --- few methods, bias, other classics ----------------------------------------------------------------


def bob(x: ArrayLike, u: ArrayLike, *, coverage: float = 0.95) -> BobFit:
    """Type B on bias: mean of a few methods whose differences are a rectangular component.

    u² = sum u²/n² + (max - min)²/12.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n methods; ``u = 0`` is allowed.
    coverage : float
        Probability of the interval, which has the normal factor.

    Returns
    -------
    BobFit
        With ``within``, sqrt(sum u²)/n; ``between_sd`` is (max - min)/sqrt(12).

    Notes
    -----
    Levenson et al., J. Res. NIST 105 (2000) 571. For 2 to 5 methods; more are allowed.
    """
    return BobFit(*_consensus.bob(x, u, coverage))._with(coverage=coverage)


def schiller_eberhardt(
    x: ArrayLike,
    u: ArrayLike,
    dof: ArrayLike | None = None,
    *,
    material_sd: float = 0.0,
    material_dof: float = float("inf"),
    coverage: float = 0.95,
) -> SchillerEberhardtFit:
    """Mean of :func:`mandel_paule` with an allowance for the largest bias, for certification.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n methods.
    dof : array_like, optional
        Degrees of freedom of each u, above 0.
    material_sd, material_dof : float
        Standard deviation of the material between units and its degrees of freedom.
    coverage : float
        Probability of the interval.

    Returns
    -------
    SchillerEberhardtFit
        With ``bias_allowance`` b = max |x - value| and ``expanded_uncertainty`` t s + b, half the interval;
        s² = sum w²u² + material_sd²; ``standard_uncertainty`` sqrt(s² + b²/3).

    Notes
    -----
    Schiller and Eberhardt, Spectrochim. Acta 46B (1991) 1607.
    """
    values = _consensus.schiller_eberhardt(x, u, dof, material_sd, material_dof, coverage)
    return SchillerEberhardtFit(*values)._with(
        dof=dof, material_sd=material_sd, material_dof=material_dof, coverage=coverage
    )


def fairweather(x: ArrayLike, u: ArrayLike, dof: ArrayLike, *, coverage: float = 0.95) -> Fit:
    """One common mean with weights proportional to 1/u, nearly exact for few readings.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like
        Degrees of freedom of each u, above 4.
    coverage : float
        Probability of the interval.

    Returns
    -------
    Fit

    Notes
    -----
    Fairweather, Appl. Statist. 21 (1972) 229; Cox, Metrologia 39 (2002) 589.
    """
    return Fit(*_consensus.fairweather(x, u, dof, coverage))._with(dof=dof, coverage=coverage)


def power_moderated_mean(
    x: ArrayLike, u: ArrayLike, *, alpha: float | None = None, coverage: float = 0.95
) -> PowerModeratedFit:
    """Mean between the arithmetic and the weighted one, where u are informative but some too small.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    alpha : float, optional
        Power of the weights, from 0 (arithmetic mean) to 2 (:func:`mandel_paule`); default 2 - 3/n.
    coverage : float
        Probability of the interval.

    Returns
    -------
    PowerModeratedFit
        With ``alpha`` as used.

    Notes
    -----
    Pommé and Keightley, Metrologia 52 (2015) S200, as commonly cited; used by the CCRI.
    """
    values = _consensus.power_moderated_mean(x, u, alpha, coverage)
    return PowerModeratedFit(*values)._with(alpha=alpha, coverage=coverage)


def linear_pool(
    x: ArrayLike,
    u: ArrayLike,
    *,
    dof: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    coverage: float = 0.95,
) -> LinearPoolFit:
    """Mixture of what the laboratories believe: x + u T, T normal or Student's t.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories, from one on.
    dof : array_like, optional
        Degrees of freedom of each u, above 2.
    weights : array_like, optional
        Not negative, not all 0; equal by default.
    coverage : float
        Probability of the interval, which lies between exact quantiles of the mixture.

    Returns
    -------
    LinearPoolFit
        With ``median`` and ``within``.

    Notes
    -----
    Stone, Ann. Math. Statist. 32 (1961) 1339; Koepke et al., Metrologia 54 (2017) S34. It says what a
    laboratory drawn from these would report: wide by construction.
    """
    values = _consensus.linear_pool(x, u, dof, weights, coverage)
    return LinearPoolFit(*values)._with(dof=dof, weights=weights, coverage=coverage)


# --- Bayes --------------------------------------------------------------------------------------------


def hierarchical(
    x: ArrayLike,
    u: ArrayLike,
    *,
    dof: ArrayLike | None = None,
    effects: str = "normal",
    prior: str = "half_cauchy",
    prior_scale: float | None = None,
    coverage: float = 0.95,
) -> HierarchicalFit:
    """Bayesian hierarchical model x = mu + lambda + u T, by deterministic quadrature.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like, optional
        Degrees of freedom of each u, above 0: T is Student's t where finite.
    effects : {"normal", "laplace"}
        Distribution of laboratory effects, with standard deviation tau.
    prior : {"half_cauchy", "half_normal", "uniform"}
        Of tau, with scale A: 1/(1 + tau²/A²), exp(-tau²/2A²), 1. The mean has a flat prior.
    prior_scale : float, optional
        A, above 0; default MADe of x, if 0 the standard deviation of x, if 0 the median of u.
    coverage : float
        Probability of the equal-tail intervals.

    Returns
    -------
    HierarchicalFit
        ``value, standard_uncertainty, median, lower, upper`` of the posterior of mu; ``between_sd`` (the
        median), ``between_lower, between_upper, between_mean`` of tau's; ``prior_scale`` as used. Weights
        are posterior means, NaN for Laplace effects or finite ``dof``. Status "too_few" below 2
        ("half_normal"), 3 ("half_cauchy"), 5 ("uniform") laboratories: the variance does not exist.

    Notes
    -----
    For 3 to 6 laboratories with excess scatter: tau from so few is a guess, and the posterior says so.
    """
    values = _consensus.hierarchical(x, u, dof, effects, prior, prior_scale, coverage)
    return HierarchicalFit(*values)._with(
        dof=dof, effects=effects, prior=prior, prior_scale=prior_scale, coverage=coverage
    )
