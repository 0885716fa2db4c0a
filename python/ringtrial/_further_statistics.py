"""Statistics beside an evaluation: outlier tests on record, and results with limits taken as limits.

Every number comes from C++ (``ringtrial.outliers``, ``ringtrial.censored``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NO_FURTHER_STATISTICS: dict[str, Any] = {"outlier_tests": [], "limits": None, "rounding": None}
_GRUBBS = ("both", "opposite", "two_max", "two_min")
_PAIRS = ("two_max", "two_min")  # a small statistic is suspect


def further_statistics(
    columns: dict[str, Any], found: list[Any], options: dict[str, Any], laboratories: Sequence[str]
) -> dict[str, Any]:
    """Those of one measurand: outlier tests that the scheme asks for, limits and coarse rounding if any."""
    step = next((numbers[0] for code, _, numbers in found if code == "rounding_coarse"), 0.0)
    coarse = step > 0 and columns["n_replicates"].max() == 1  # of means the step is another
    tested = options["outliers"] != "none"
    return {
        "outlier_tests": outlier_tests(columns, laboratories, options["outliers"]) if tested else [],
        "limits": with_limits(columns, options["transform"]) if columns["qualifier"].any() else None,
        "rounding": rounded(columns, step) if coarse else None,
    }


def outlier_tests(columns: dict[str, Any], laboratories: Sequence[str], wanted: str) -> list[dict[str, Any]]:
    """The tests of ISO 5725-2 on all results before any was removed; ``wanted`` is the scheme's ``outliers``.

    Cochran's where there are replicates; Grubbs' of the most extreme result, of both ends together, of the
    two largest and of the two smallest. What leaves the statistics is decided elsewhere, step by step.
    """
    from ringtrial import outliers

    x, tests = columns["tested"], []
    variances = np.where(np.isnan(x), np.nan, columns["variance"])
    if "cochran" in wanted and np.isfinite(variances).sum() > 1:
        found = outliers.cochran(variances, np.maximum(columns["n_replicates"], 1))
        tests.append(_test("cochran", found, [found.index], laboratories))
    if "grubbs" in wanted:
        for kind in _GRUBBS:
            result = outliers.grubbs(x, kind=kind)
            tests.append(_test(kind, result, result.indices.tolist(), laboratories))
    return [test for test in tests if test["status"] == "ok"]


def _test(name: str, found: Any, suspects: Sequence[int], laboratories: Sequence[str]) -> dict[str, Any]:
    return {
        "test": name,
        "laboratories": [laboratories[i] for i in suspects if i >= 0],
        "statistic": found.statistic,
        "critical_5": found.critical_5,
        "critical_1": found.critical_1,
        "p_value": found.p_value,
        "verdict": _verdict(name, found),
        "status": found.status,
    }


def _verdict(name: str, found: Any) -> str:
    """Straggler between the critical values of 5 % and 1 %, outlier beyond both (ISO 5725-2:2019, 7.3)."""
    side = -1 if name in _PAIRS else 1
    if side * found.statistic > side * found.critical_1:
        return "outlier"
    return "straggler" if side * found.statistic > side * found.critical_5 else "none"


def with_limits(columns: dict[str, Any], transform: str) -> dict[str, Any] | None:
    """Median and maximum likelihood with limits as limits; None where no result is one.

    The model is normal, with a transform lognormal: then ``location`` is the median in the unit.
    """
    eligible, qualifier = columns["eligible"], columns["qualifier"]
    limits = eligible & (qualifier != 0)
    if not limits.any():
        return None
    from ringtrial import censored
    from ringtrial.qualitative import proportion

    x = np.where(eligible, columns["value"], np.nan)
    signs = [{-1: "<", 0: "", 1: ">"}[sign] for sign in qualifier.tolist()]
    robust = censored.robust(x, signs)
    reported = int(np.isfinite(x).sum())
    share = proportion(int(limits.sum()), reported)
    return {
        "n": reported,
        "n_below": int((limits & (qualifier < 0)).sum()),
        "n_above": int((limits & (qualifier > 0)).sum()),
        "share": share.estimate,
        "median_lower": robust.location_lower,
        "median_upper": robust.location_upper,
        **_likelihood(censored, x, signs, transform),
    }


def rounded(columns: dict[str, Any], step: float) -> dict[str, Any]:
    """Location and spread of results rounded so coarsely that it matters: each is an interval of one step."""
    from ringtrial import censored

    fit = censored.rounded_ml(np.where(columns["qualifier"] == 0, columns["x"], np.nan), step)
    return {"step": step, "location": fit.location, "scale": fit.scale, "status": fit.status}


def _likelihood(censored: Any, x: Numbers, signs: list[str], transform: str) -> dict[str, Any]:
    names = ("location", "scale", "standard_error_location", "distribution", "status")
    logarithms = transform != "none"
    if logarithms and bool((x <= 0).any()):
        nothing = dict.fromkeys(names[:3], float("nan"))
        return nothing | {"distribution": "lognormal", "status": "not_finite"}
    fit = censored.normal_ml(x, signs, distribution="lognormal" if logarithms else "normal")
    found = {name: getattr(fit, name) for name in names}
    if logarithms:  # in the unit of the results; the standard error there has no one number
        found |= {"location": fit.median, "scale": fit.sd, "standard_error_location": float("nan")}
    return found
