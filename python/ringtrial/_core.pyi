"""The C++ core; private. A submodule per C++ folder, positional arguments, plain tuples back."""

from typing import Any

from numpy import float64
from numpy.typing import NDArray

from ringtrial._results import Number

version: str
commit: str
compiler: str
instruction_set: str
status_names: tuple[str, ...]

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
    def substitute(x: object, qualifier: object, upper: object, rule: object) -> NDArray[float64]: ...
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

class density:
    @staticmethod
    def bandwidth(x: object, rule: object, sigma_pt: object, axis: object) -> Number: ...
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

class robust:
    @staticmethod
    def median(x: object, axis: object) -> Number: ...
    @staticmethod
    def mad(x: object, factor: object, axis: object) -> Number: ...
    @staticmethod
    def niqr(x: object, quartiles: object, factor: object, axis: object) -> Number: ...
    @staticmethod
    def qn(x: object, finite_sample: object, axis: object) -> Number: ...
    @staticmethod
    def sn(x: object, finite_sample: object, axis: object) -> Number: ...
    @staticmethod
    def biweight(x: object, c: object, axis: object) -> Number: ...
    @staticmethod
    def biweight_scale(x: object, c: object, axis: object) -> Number: ...
    @staticmethod
    def tau_scale(x: object, c1: object, c2: object, axis: object) -> Number: ...
    @staticmethod
    def algorithm_a(
        x: object, k: object, correction: object, stopping: object, max_iterations: object, axis: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def algorithm_s(s: object, df: object, kind: object, axis: object) -> tuple[Any, ...]: ...
    @staticmethod
    def huber(x: object, scale: object, k: object, axis: object) -> tuple[Any, ...]: ...
    @staticmethod
    def hampel(
        x: object, scale: object, a: object, b: object, c: object, axis: object
    ) -> tuple[Any, ...]: ...
    @staticmethod
    def q_method(x: object, lab: object, axis: object) -> tuple[Any, ...]: ...
    @staticmethod
    def q_hampel(
        x: object, lab: object, a: object, b: object, c: object, axis: object
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

class round:
    signals: tuple[str, ...]
    reasons: tuple[str, ...]
    @staticmethod
    def evaluate(
        laboratory: object,
        value: object,
        qualifier: object,
        u: object,
        U: object,
        k: object,
        laboratories: int,
        stratum: object,
        strata: int,
        options: dict[str, Any],
    ) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[Any]]: ...
    @staticmethod
    def evaluate_categories(
        laboratory: object, text: list[str], laboratories: int, options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any], list[Any]]: ...
