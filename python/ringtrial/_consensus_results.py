"""What the methods of :mod:`ringtrial.consensus` give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ringtrial._results import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ringtrial._results import Array


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

    def __reduce__(self) -> Any:
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
    """Result of :func:`largest_consistent_subset`; ``indices`` and ``excluded`` are positions in x."""

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


class MonteCarloFit(Fit):
    """Result of :func:`monte_carlo`; ``between_lower`` and ``between_upper`` are quantiles of tau."""

    estimator: str
    mean_of_draws: float
    median_of_draws: float
    between_lower: float
    between_upper: float
    monte_carlo_error: float
    draws: int
    failed: int
    seed: int


class DegreesOfEquivalence(Result):
    """Result of :func:`degrees_of_equivalence`; arrays have the length of x, those of pairs n x n."""

    difference: Array
    standard_uncertainty: Array
    expanded_uncertainty: Array
    score: Array
    equivalent: NDArray[np.bool_]
    value: float
    reference_uncertainty: float
    coverage_factor: float
    n: int
    method: str
    status: str
    pair_difference: Array
    pair_uncertainty: Array
    pair_expanded: Array
    pair_score: Array
    reference: Array | None
    reference_uncertainties: Array | None


class SensitivityTable(Result):
    """Result of :func:`sensitivity_table`; a row a method."""

    method: NDArray[np.str_]
    value: Array
    standard_uncertainty: Array
    between_sd: Array
    lower: Array
    upper: Array
    status: NDArray[np.str_]
    spread: float
    n: int

    def to_frame(self, kind: str | None = None) -> Any:
        """Return the rows as a frame of ``kind`` "pandas", "polars" or "pyarrow", or of what is installed."""
        from ringtrial.outputs.frames import to_frame

        columns = {name: values for name, values in self.to_dict().items() if isinstance(values, list)}
        return to_frame(columns, kind)

    def _repr_html_(self) -> str:
        return type(self)._Rows(*self._values[:7])._table_of_results()

    class _Rows(Result):
        method: NDArray[np.str_]
        value: Array
        standard_uncertainty: Array
        between_sd: Array
        lower: Array
        upper: Array
        status: NDArray[np.str_]


class DecisionGuide(Result):
    """Result of :func:`decision_guide`; ``options`` are what ``recommended`` should be called with."""

    q: float
    q_df: float
    q_p_value: float
    shapiro_w: float
    shapiro_p_value: float
    symmetry_statistic: float
    symmetry_p_value: float
    homogeneous: bool
    normal: bool
    symmetric: bool
    recommended: str
    options: dict[str, str]
    n: int
    status: str
