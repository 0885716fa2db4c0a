"""The C++ core; private. A submodule per C++ folder, positional arguments, plain tuples back."""

from typing import Any

from numpy import bool_, float64, int8, int32, int64, uint8
from numpy.typing import NDArray

from ringtrial._results import Number

version: str
commit: str
compiler: str
instruction_set: str
status_names: tuple[str, ...]

Codes = int | NDArray[uint8]

class batch:
    @staticmethod
    def threads() -> int: ...
    @staticmethod
    def set_threads(n: object) -> None: ...

class outliers:
    @staticmethod
    def grubbs(x: object, kind: object, sided: object) -> tuple[Any, ...]: ...
    @staticmethod
    def grubbs_critical(n: object, alpha: object, kind: object, sided: object) -> float: ...
    @staticmethod
    def cochran(variances: object, n: object, unequal: object) -> tuple[Any, ...]: ...
    @staticmethod
    def cochran_critical(p: object, n: object, alpha: object) -> float: ...
    @staticmethod
    def dixon(x: object, kind: object, ratio: object, sided: object) -> tuple[Any, ...]: ...
    @staticmethod
    def dixon_critical(n: object, alpha: object, ratio: object, sided: object) -> float: ...
    @staticmethod
    def mandel_h(means: object) -> NDArray[float64]: ...
    @staticmethod
    def mandel_h_critical(p: object, alpha: object) -> float: ...
    @staticmethod
    def mandel_k(sds: object, n: object) -> NDArray[float64]: ...
    @staticmethod
    def mandel_k_critical(p: object, n: object, alpha: object) -> float: ...

class precision:
    @staticmethod
    def collaborative_study(
        y: object,
        lab: object,
        level: object,
        procedure: object,
        alpha: object,
        pairs: object,
        repeat: object,
        limit_factor: object,
        confidence: object,
        interval: object,
    ) -> list[tuple[Any, ...]]: ...
    @staticmethod
    def functional_relation(m: object, s: object, iterations: object) -> tuple[Any, ...]: ...
    @staticmethod
    def horrat(s: object, c: object, kind: object, model: object, repeatability_factor: object) -> Number: ...
    @staticmethod
    def oneway(y: object, group: object) -> tuple[Any, ...]: ...
    @staticmethod
    def robust_precision(
        y: object, lab: object, level: object, limit_factor: object
    ) -> list[tuple[Any, ...]]: ...
    @staticmethod
    def split_level(
        a: object, b: object, procedure: object, alpha: object, limit_factor: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def uncertainty_factors(p: object, n: object, gamma: object, z: object) -> tuple[float, float]: ...

class censored:
    @staticmethod
    def intervals(
        x: object, qualifier: object, upper: object, lower_bound: object, upper_bound: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def kaplan_meier(x: object, qualifier: object) -> tuple[Any, ...]: ...
    @staticmethod
    def normal_ml(
        x: object,
        qualifier: object,
        upper: object,
        lower_bound: object,
        upper_bound: object,
        distribution: object,
        max_iterations: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def robust(
        x: object,
        qualifier: object,
        upper: object,
        lower_bound: object,
        upper_bound: object,
        scale_method: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def rounded_ml(
        x: object, step: object, distribution: object, max_iterations: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def sheppard(scale: object, step: object) -> Number: ...
    @staticmethod
    def substitute(x: object, qualifier: object, upper: object, rule: object) -> NDArray[float64]: ...
    @staticmethod
    def turnbull(
        x: object,
        qualifier: object,
        upper: object,
        lower_bound: object,
        upper_bound: object,
        tolerance: object,
        max_iterations: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def z(
        x: object,
        qualifier: object,
        x_pt: object,
        sigma_pt: object,
        upper: object,
        lower_bound: object,
        upper_bound: object,
        limits: object,
        tolerance: object,
    ) -> tuple[Any, ...]: ...

class consensus:
    @staticmethod
    def weighted_mean(
        x: object, u: object, covariance: object, uncertainty: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def arithmetic_mean(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def median(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def weighted_median(
        x: object, u: object, uncertainty: object, draws: object, seed: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def graybill_deal(
        x: object, u: object, dof: object, uncertainty: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def birge(x: object, u: object, rule: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def cox_a(x: object, u: object, alpha: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def cox_b(x: object, u: object, draws: object, seed: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def largest_consistent_subset(
        x: object, u: object, alpha: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def dersimonian_laird(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def mandel_paule(
        x: object, u: object, modified: object, uncertainty: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def reml(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def vangel_rukhin(
        x: object, u: object, dof: object, uncertainty: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def hedges_olkin(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def sidik_jonkman(x: object, u: object, uncertainty: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def bob(x: object, u: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def schiller_eberhardt(
        x: object, u: object, dof: object, material_sd: object, material_dof: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def fairweather(x: object, u: object, dof: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def power_moderated_mean(x: object, u: object, alpha: object, coverage: object) -> tuple[Any, ...]: ...
    @staticmethod
    def linear_pool(
        x: object, u: object, dof: object, weights: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def hierarchical(
        x: object,
        u: object,
        dof: object,
        effects: object,
        prior: object,
        prior_scale: object,
        coverage: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def degrees_of_equivalence(
        x: object,
        u: object,
        covariance: object,
        fit: tuple[Any, ...],
        others: object,
        between: object,
        coverage: object,
        coverage_factor: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def sensitivity_table(
        x: object, u: object, dof: object, methods: object, coverage: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def decision_guide(
        x: object, u: object, alpha_homogeneity: object, alpha_normality: object, alpha_symmetry: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def monte_carlo(
        x: object,
        u: object,
        dof: object,
        estimator: object,
        model: object,
        draws: object,
        seed: object,
        coverage: object,
    ) -> tuple[Any, ...]: ...

class density:
    @staticmethod
    def bandwidth(x: object, rule: object, sigma_pt: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def critical_bandwidth(x: object, modes: object) -> float: ...
    @staticmethod
    def dip(x: object) -> tuple[Any, ...]: ...
    @staticmethod
    def modality_test(
        x: object, method: object, modes: object, replicates: object, seed: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def normal_mixture(
        x: object,
        k: object,
        k_max: object,
        equal_sd: object,
        tolerance: object,
        max_iterations: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def kde(
        x: object,
        bandwidth: object,
        sigma_pt: object,
        grid: object,
        points: object,
        cut: object,
        method: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def modes(
        x: object,
        bandwidth: object,
        sigma_pt: object,
        min_support: object,
        replicates: object,
        seed: object,
    ) -> tuple[Any, ...]: ...

class homogeneity:
    @staticmethod
    def check(
        y: object, items: object, sigma_pt: object, alpha: object, factor: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def design_power(g: object, m: object, ratio: object, alpha: object) -> float: ...
    @staticmethod
    def detectable_ratio(g: object, m: object, power: object, alpha: object) -> float: ...
    @staticmethod
    def expanded_factors(g: object, m: object) -> tuple[float, float]: ...
    @staticmethod
    def stability(
        before: object,
        items_before: object,
        after: object,
        items_after: object,
        sigma_pt: object,
        factor: object,
        alpha: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def stability_trend(time: object, y: object, shelf_life: object, alpha: object) -> tuple[Any, ...]: ...

class intake:
    @staticmethod
    def scan(cells: list[str], shift: int) -> tuple[NDArray[float64], NDArray[uint8]]: ...
    @staticmethod
    def factorize(texts: list[str]) -> tuple[NDArray[int32], list[str]]: ...
    @staticmethod
    def untrimmed(texts: list[str]) -> NDArray[int64]: ...
    @staticmethod
    def take(items: list[Any], order: object) -> list[Any]: ...

class paired:
    @staticmethod
    def youden(x: object, y: object, method: object, confidence: object) -> tuple[Any, ...]: ...
    @staticmethod
    def split(x: object, y: object) -> tuple[Any, ...]: ...
    @staticmethod
    def z_between(x: object, y: object, quartiles: object) -> NDArray[float64]: ...
    @staticmethod
    def z_within(x: object, y: object, quartiles: object) -> NDArray[float64]: ...

class ranking:
    @staticmethod
    def combined(
        scores: object, lab: list[str] | None, limits: object, points: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def rank(
        scores: object,
        lab: list[str] | None,
        criterion: object,
        ties: object,
        min_scores: object,
        points: object,
        limits: object,
        tie_tolerance: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def rank_intervals(
        scores: object,
        lab: list[str] | None,
        criterion: object,
        confidence: object,
        replicates: object,
        seed: object,
        ties: object,
        min_scores: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def groups(
        scores: object, lab: list[str] | None, criterion: object, alpha: object, adjust: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def friedman(scores: object) -> tuple[Any, ...]: ...
    @staticmethod
    def strata(
        x: object, stratum: list[str], method: object, adjust: object, alpha: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def adjust(p: object, method: object) -> NDArray[float64]: ...

class robust:
    @staticmethod
    def median(x: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def mad(x: object, factor: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def niqr(x: object, quartiles: object, factor: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def qn(x: object, finite_sample: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def sn(x: object, finite_sample: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def biweight(x: object, c: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def biweight_scale(x: object, c: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def tau_scale(x: object, c1: object, c2: object, axis: object, offsets: object) -> Number: ...
    @staticmethod
    def algorithm_a(
        x: object,
        k: object,
        correction: object,
        stopping: object,
        max_iterations: object,
        axis: object,
        offsets: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def algorithm_s(
        s: object, df: object, kind: object, axis: object, offsets: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def huber(x: object, scale: object, k: object, axis: object, offsets: object) -> tuple[Any, ...]: ...
    @staticmethod
    def hampel(
        x: object, scale: object, a: object, b: object, c: object, axis: object, offsets: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def q_method(x: object, lab: object, axis: object, offsets: object) -> tuple[Any, ...]: ...
    @staticmethod
    def q_hampel(
        x: object, lab: object, a: object, b: object, c: object, axis: object, offsets: object
    ) -> tuple[Any, ...]: ...

class qualitative:
    @staticmethod
    def proportion(count: object, n: object, confidence: object, method: object) -> tuple[Any, ...]: ...
    @staticmethod
    def chance_test(
        count: object, n: object, probability: object, alternative: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def consensus(
        x: list[str], categories: list[str], confidence: object, method: object, required: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def nominal_score(
        x: list[str], assigned: str, accepted: list[str], categories: list[str], parts: list[float]
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def ordinal_score(
        x: list[str], assigned: str, levels: list[str], tolerance: object, warning: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def code_agreement(
        codes: list[str], assigned: str, levels: object, weights: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def code_consensus(codes: list[str], levels: object, required: object) -> tuple[Any, ...]: ...
    @staticmethod
    def ordinal_summary(x: list[str], levels: list[str]) -> tuple[Any, ...]: ...
    @staticmethod
    def ridit(x: list[str], levels: list[str], reference: list[str]) -> tuple[Any, ...]: ...
    @staticmethod
    def cohen_kappa(
        a: list[str], b: list[str], weights: object, categories: list[str], confidence: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def fleiss_kappa(counts: object, confidence: object) -> tuple[Any, ...]: ...
    @staticmethod
    def alpha_of_numbers(ratings: object, level: object, categories: list[str]) -> tuple[Any, ...]: ...
    @staticmethod
    def alpha_of_texts(ratings: list[list[str]], level: object, categories: list[str]) -> tuple[Any, ...]: ...
    @staticmethod
    def poisson_interval(count: object, exposure: object, confidence: object) -> tuple[Any, ...]: ...
    @staticmethod
    def poisson_score(count: object, assigned: object, method: object, u: object) -> Number: ...
    @staticmethod
    def dispersion_test(counts: object) -> tuple[Any, ...]: ...
    @staticmethod
    def diagnostic(
        tp: object, fp: object, fn: object, tn: object, confidence: object, method: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def pod(positive: object, n: object, level: object, confidence: object) -> tuple[Any, ...]: ...
    @staticmethod
    def dpod(
        positive_a: object, n_a: object, positive_b: object, n_b: object, confidence: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def lod(
        level: object,
        positive: object,
        n: object,
        probability: object,
        slope: object,
        confidence: object,
        max_iterations: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def lod_spearman_karber(
        level: object, positive: object, n: object, confidence: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def pod_collaborative(positive: object, n: object) -> tuple[Any, ...]: ...

class round:
    signals: tuple[str, ...]
    reasons: tuple[str, ...]
    finding_codes: tuple[str, ...]
    @staticmethod
    def table_shape(
        results: object, axis: object, offsets: object
    ) -> tuple[Any, int, int, NDArray[int64] | None]: ...
    @staticmethod
    def evaluate_table(
        results: object,
        axis: object,
        offsets: object,
        u: object,
        U: object,
        k: object,
        options: dict[str, Any],
        review: bool,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def evaluate(
        laboratory: object,
        value: object,
        qualifier: object,
        u: object,
        U: object,
        k: object,
        laboratories: int,
        items: tuple[tuple[object, object], ...],
        options: dict[str, Any],
    ) -> tuple[dict[str, Any], dict[str, Any], list[Any]]: ...
    @staticmethod
    def describe_strata(x: object, stratum: object, strata: int) -> list[dict[str, Any]]: ...
    @staticmethod
    def evaluate_categories(
        laboratory: object, text: list[str], laboratories: int, options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any], list[Any]]: ...
    @staticmethod
    def laboratory_results(
        laboratory: object, value: object, qualifier: object, laboratories: int
    ) -> tuple[NDArray[float64], NDArray[int8], NDArray[int64]]: ...

class scores:
    verdicts: tuple[str, ...]
    screenings: tuple[str, ...]
    @staticmethod
    def difference(x: object, x_pt: object, transform: object) -> Number: ...
    @staticmethod
    def percent_difference(x: object, x_pt: object) -> Number: ...
    @staticmethod
    def percent_allowance(x: object, x_pt: object, delta_e: object, U_pt: object) -> Number: ...
    @staticmethod
    def z(x: object, x_pt: object, sigma_pt: object, transform: object) -> Number: ...
    @staticmethod
    def z_prime(x: object, x_pt: object, sigma_pt: object, u_pt: object, transform: object) -> Number: ...
    @staticmethod
    def zeta(
        x: object, x_pt: object, u: object, u_pt: object, missing_u: object, transform: object
    ) -> Number: ...
    @staticmethod
    def e_n(
        x: object, x_pt: object, U: object, U_pt: object, missing_u: object, transform: object
    ) -> Number: ...
    @staticmethod
    def ez_minus(x: object, x_pt: object, U: object, U_pt: object) -> Number: ...
    @staticmethod
    def ez_plus(x: object, x_pt: object, U: object, U_pt: object) -> Number: ...
    @staticmethod
    def standard_uncertainty(U: object, k: object, missing_k: object) -> Number: ...
    @staticmethod
    def signal(score: object, kind: object, limits: object, tolerance: object) -> Codes: ...
    @staticmethod
    def signal_ez(ez_minus: object, ez_plus: object, tolerance: object) -> Codes: ...
    @staticmethod
    def screen_uncertainty(u: object, u_min: object, u_max: object) -> Codes: ...
    @staticmethod
    def rsz(z: object, axis: object, offsets: object) -> tuple[Any, ...]: ...
    @staticmethod
    def ssz(z: object, axis: object, offsets: object) -> tuple[Any, ...]: ...

class assigned:
    @staticmethod
    def from_participants(
        x: object, estimator: object, factor: object, axis: object, offsets: object, options: dict[str, Any]
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def formulation(
        masses: object,
        fractions: object,
        u_masses: object,
        u_fractions: object,
        total: object,
        u_total: object,
        u_other: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def certified(
        value: object, u: object, U: object, k: object, distribution: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def expert_laboratories(x: object, u: object, method: object, u_common: object) -> tuple[Any, ...]: ...
    @staticmethod
    def crm_comparison(value_crm: object, u_crm: object, differences: object) -> tuple[Any, ...]: ...
    @staticmethod
    def compare(assigned: object, reference: object, k: object) -> tuple[Any, ...]: ...
    @staticmethod
    def combine_uncertainty(u_char: object, u_hom: object, u_trans: object, u_stab: object) -> Number: ...
    @staticmethod
    def negligible(
        u_pt: object, sigma_pt: object, delta_e: object, ratio: object
    ) -> bool | NDArray[bool_]: ...
    @staticmethod
    def minimum_laboratories(scale: object, sigma_pt: object, factor: object, ratio: object) -> int: ...
    @staticmethod
    def expanded_uncertainty(u: object, k: object) -> Number: ...

class target:
    limited: tuple[str, ...]
    @staticmethod
    def fixed(sigma_pt: object) -> Number: ...
    @staticmethod
    def perception(sigma_pt: object, delta_e: object) -> Number: ...
    @staticmethod
    def percentage(x_pt: object, percent: object) -> Number: ...
    @staticmethod
    def horwitz(c: object, unit: object, modified: object) -> Number: ...
    @staticmethod
    def from_precision(s_R: object, s_r: object, n: object) -> Number: ...
    @staticmethod
    def limit(sigma_pt: object, lower: object, upper: object) -> Number: ...
    @staticmethod
    def from_previous_rounds(level: object, sd: object, relation: object, at: object) -> tuple[Any, ...]: ...
    @staticmethod
    def from_data(
        x: object,
        estimator: object,
        lower: object,
        upper: object,
        axis: object,
        offsets: object,
        options: dict[str, Any],
    ) -> tuple[Any, ...]: ...

class simulate:
    estimators: tuple[str, ...]
    shapes: tuple[str, ...]
    @staticmethod
    def bootstrap(
        x: object,
        estimator: object,
        resamples: object,
        confidence: object,
        method: object,
        seed: object,
        options: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def breakdown(
        estimator: object,
        population: object,
        laboratories: object,
        positions: object,
        most_wrong: object,
        rounds: object,
        seed: object,
        options: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def design(
        population: object,
        estimator: object,
        factor: object,
        sigma_pt: object,
        ratio: object,
        u: object,
        laboratories: object,
        bias: object,
        most: object,
        rounds: object,
        seed: object,
        options: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def draw(
        population: object, laboratories: object, rounds: object, seed: object, first: object
    ) -> NDArray[float64]: ...
    @staticmethod
    def efficiency(
        laboratories: object, population: object, estimators: object, rounds: object, seed: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def signals(
        laboratories: object,
        bias: object,
        population: object,
        estimator: object,
        factor: object,
        sigma_pt: object,
        score: object,
        rounds: object,
        seed: object,
        options: object,
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def total_sd(population: object) -> float: ...
    @staticmethod
    def uncertainty(
        laboratories: object,
        population: object,
        estimator: object,
        factor: object,
        k: object,
        rounds: object,
        seed: object,
        options: object,
    ) -> tuple[Any, ...]: ...
