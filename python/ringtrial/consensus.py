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

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._consensus_results import (
    BirgeFit,
    BobFit,
    CoxAFit,
    CoxBFit,
    DecisionGuide,
    DegreesOfEquivalence,
    Fit,
    HierarchicalFit,
    LargestConsistentSubsetFit,
    LinearPoolFit,
    MonteCarloFit,
    PowerModeratedFit,
    RandomEffectsFit,
    RemlFit,
    SchillerEberhardtFit,
    SensitivityTable,
    VangelRukhinFit,
    WeightedMeanFit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import ArrayLike

__all__ = [
    "BirgeFit",
    "BobFit",
    "CoxAFit",
    "CoxBFit",
    "DecisionGuide",
    "DegreesOfEquivalence",
    "Fit",
    "HierarchicalFit",
    "LargestConsistentSubsetFit",
    "LinearPoolFit",
    "MonteCarloFit",
    "PowerModeratedFit",
    "RandomEffectsFit",
    "RemlFit",
    "SchillerEberhardtFit",
    "SensitivityTable",
    "VangelRukhinFit",
    "WeightedMeanFit",
    "arithmetic_mean",
    "birge",
    "bob",
    "cox_a",
    "cox_b",
    "decision_guide",
    "degrees_of_equivalence",
    "dersimonian_laird",
    "fairweather",
    "graybill_deal",
    "hedges_olkin",
    "hierarchical",
    "largest_consistent_subset",
    "linear_pool",
    "mandel_paule",
    "median",
    "monte_carlo",
    "power_moderated_mean",
    "reml",
    "schiller_eberhardt",
    "sensitivity_table",
    "sidik_jonkman",
    "vangel_rukhin",
    "weighted_mean",
    "weighted_median",
]

_consensus = _core.consensus


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
        Degrees of freedom of each u, above 0.01: T is Student's t where finite.
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


# --- by simulation ------------------------------------------------------------------------------------


def monte_carlo(
    x: ArrayLike,
    u: ArrayLike,
    *,
    dof: ArrayLike | None = None,
    estimator: str = "mandel_paule",
    model: str = "bootstrap",
    draws: int = 10_000,
    seed: int = 1,
    coverage: float = 0.95,
) -> MonteCarloFit:
    """Uncertainty of an estimate by simulation: the method is applied to rounds that are drawn.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like, optional
        Degrees of freedom of each u, above 0 ("stated": above 2).
    estimator : str
        The name of a method of this module, with its default options; not "cox_b", a simulation itself.
    model : {"bootstrap", "stated"}
        "bootstrap": rounds of the fitted model, x* ~ N(value, tau² + u²), u* = u sqrt(chi²/dof); a method
        without a tau gets that of :func:`mandel_paule`. "stated": the laboratories' distributions,
        x* = x + u T with T normal or Student's t (JCGM 101).
    draws, seed : int
        The same seed gives the same numbers, whatever the number of threads and the order of laboratories.
    coverage : float
        Probability of the interval, which lies between quantiles (type 7) of the draws' values.

    Returns
    -------
    MonteCarloFit
        ``value``, ``weights``, ``between_sd`` and the tests are those of the method with the data themselves,
        ``standard_uncertainty`` the standard deviation of the draws' values; with ``estimator,
        mean_of_draws, median_of_draws, between_lower, between_upper, monte_carlo_error, draws, failed``
        (draws without a value, left out), ``seed``. ``df`` is NaN.

    Notes
    -----
    JCGM 101:2008; Efron and Tibshirani (1993). The bootstrap suits few laboratories, where formulas take tau
    for known; "stated" adds the stated noise to results that have it already, and so raises tau.
    """
    values = _consensus.monte_carlo(x, u, dof, estimator, model, draws, seed, coverage)
    return MonteCarloFit(*values)._with(
        dof=dof, estimator=estimator, model=model, draws=draws, seed=seed, coverage=coverage
    )


# --- around the fits ----------------------------------------------------------------------------------

_METHODS: dict[str, Callable[..., Fit]] = {
    method.__name__: method
    for method in (
        arithmetic_mean,
        median,
        weighted_mean,
        birge,
        weighted_median,
        largest_consistent_subset,
        dersimonian_laird,
        mandel_paule,
        reml,
        vangel_rukhin,
        hedges_olkin,
        linear_pool,
        hierarchical,
        graybill_deal,
        cox_a,
        cox_b,
        sidik_jonkman,
        bob,
        schiller_eberhardt,
        fairweather,
        power_moderated_mean,
    )
}


def degrees_of_equivalence(
    x: ArrayLike,
    u: ArrayLike | None = None,
    fit: str | Fit | Mapping[str, Any] = "mandel_paule",
    *,
    covariance: ArrayLike | None = None,
    leave_one_out: bool = False,
    between: str = "excluded",
    coverage: float = 0.95,
    coverage_factor: float | None = None,
    **options: Any,
) -> DegreesOfEquivalence:
    """How far each laboratory is from a reference value, and from each other, with uncertainties.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    fit : str, Fit or mapping
        The name of a method of this module, which gets ``options``; its result for the same ``x`` and ``u``;
        or a mapping with "value", "standard_uncertainty", perhaps "weights" (0: an independent reference)
        and "between_sd".
    covariance : array_like
        In place of ``u``: n x n, for "weighted_mean" and mappings.
    leave_one_out : bool
        Each laboratory against the reference of the others.
    between : {"excluded", "included"}
        "excluded": a difference estimates the laboratory's own effect; "included": the uncertainty has
        ``between_sd`` in it: is the result compatible with the random-effects model?
    coverage : float
        Of ``expanded_uncertainty``, with the normal factor.
    coverage_factor : float, optional
        In its place.

    Returns
    -------
    DegreesOfEquivalence
        ``difference`` x - value, ``standard_uncertainty``, ``expanded_uncertainty``, ``score`` (their
        quotient), ``equivalent`` (abs(score) <= 1) for each laboratory; ``pair_difference`` and so on for
        pairs; ``value, reference_uncertainty, coverage_factor, n, method, status``. ``leave_one_out``:
        also ``reference`` and ``reference_uncertainties`` of the others. The status is that of the fit.

    Notes
    -----
    u²(d) = u² + u_ref² - 2wu², w the weight of the laboratory in the reference; exact for linear fits.
    """
    from ringtrial._consensus_reference import find_reference, leave_each_out

    if type(leave_one_out).__name__ not in ("bool", "bool_"):  # NumPy's is no bool
        from ringtrial._arrays import said

        raise TypeError(
            f"degrees_of_equivalence: leave_one_out = {said(leave_one_out)}, must be True or False"
        )
    reference = find_reference(x, u, fit, covariance, options, _METHODS | {"monte_carlo": monte_carlo})
    others = None
    if leave_one_out:
        if reference.refit is None or covariance is not None:
            raise ValueError(
                "degrees_of_equivalence: leave_one_out needs u, not covariance, and a method or its result"
            )
        others = leave_each_out(x, u, reference.refit)
    values = _consensus.degrees_of_equivalence(
        x, u, covariance, reference.known, others, between, coverage, coverage_factor
    )
    return DegreesOfEquivalence(*values)


def sensitivity_table(
    x: ArrayLike,
    u: ArrayLike,
    *,
    dof: ArrayLike | None = None,
    methods: Sequence[str] | None = None,
    coverage: float = 0.95,
) -> SensitivityTable:
    """Every method side by side, each with its default options.

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of n laboratories.
    dof : array_like, optional
        Degrees of freedom of each u, for the methods that take them.
    methods : sequence of str, optional
        Names of methods of this module, in the order of the rows.
    coverage : float
        Probability of the intervals.

    Returns
    -------
    SensitivityTable
        Arrays ``method, value, standard_uncertainty, between_sd, lower, upper, status``; ``spread``, the
        range of the values that are "ok" over the median of their uncertainties; ``n``. A method that
        fails is a row with its status, "too_few" where it asks for more degrees of freedom.

    Notes
    -----
    A value that depends on the method by more than its uncertainty is not settled.
    """
    names, *columns = _consensus.sensitivity_table(x, u, dof, methods, coverage)
    import numpy as np

    return SensitivityTable(np.array(names, dtype=str), *columns)


def decision_guide(
    x: ArrayLike,
    u: ArrayLike,
    *,
    alpha_homogeneity: float = 0.10,
    alpha_normality: float = 0.05,
    alpha_symmetry: float = 0.05,
) -> DecisionGuide:
    """Which method? Three tests and what follows from them (NIST Decision Tree).

    Parameters
    ----------
    x, u : array_like
        Values and standard uncertainties of 3 to 5000 laboratories.
    alpha_homogeneity, alpha_normality, alpha_symmetry : float
        Levels of Cochran's Q, of Shapiro and Wilk's test of (x - median)/u, of Miao, Gel and Gastwirth's
        test of x.

    Returns
    -------
    DecisionGuide
        ``q, q_df, q_p_value, shapiro_w, shapiro_p_value, symmetry_statistic, symmetry_p_value``;
        ``homogeneous, normal, symmetric`` (p >= alpha); ``recommended``, the name of a function here, and
        its ``options``.

    Notes
    -----
    Homogeneous: "dersimonian_laird" if normal, else "weighted_median". Otherwise symmetric: "hierarchical",
    with Laplace effects if not normal; else "linear_pool". It is advice: a test that does not reject proves
    nothing for 5 laboratories.
    """
    return DecisionGuide(*_consensus.decision_guide(x, u, alpha_homogeneity, alpha_normality, alpha_symmetry))
