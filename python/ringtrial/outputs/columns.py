"""The columns of scores.csv, of assigned.csv and of the findings: their order and what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = "text"
NUMBER = "number"  # a double; NaN is "not computed"
COUNT = "count"
FLAG = "flag"  # true, false or, where nothing was tested, None
ANSWER = "answer"  # a number, or the category of a qualitative kind

SCORES = {
    "round": TEXT,
    "measurand": TEXT,
    "item": TEXT,
    "unit": TEXT,
    "laboratory": TEXT,
    "n_replicates": COUNT,
    "qualifier": TEXT,
    "value": NUMBER,
    "u": NUMBER,
    "expanded_u": NUMBER,
    "k": NUMBER,
    "reported": TEXT,
    "reported_unit": TEXT,
    "method": TEXT,
    "used": FLAG,
    "assigned_value": ANSWER,
    "assigned_u": NUMBER,
    "sigma_pt": NUMBER,
    "difference": NUMBER,
    "percent_difference": NUMBER,
    "percent_allowance": NUMBER,
    "z": NUMBER,
    "z_prime": NUMBER,
    "zeta": NUMBER,
    "e_n": NUMBER,
    "verdict_score": TEXT,
    "signal": TEXT,
    "reason": TEXT,
}

ASSIGNED = {
    "round": TEXT,
    "measurand": TEXT,
    "item": TEXT,
    "kind": TEXT,
    "unit": TEXT,
    "n_reported": COUNT,
    "n_used": COUNT,
    "n_censored": COUNT,
    "n_excluded": COUNT,
    "assigned_method": TEXT,
    "assigned_value": ANSWER,
    "assigned_u": NUMBER,
    "assigned_clause": TEXT,
    "target_method": TEXT,
    "sigma_pt": NUMBER,
    "target_clause": TEXT,
    "u_ratio": NUMBER,
    "u_negligible": FLAG,
    "verdict_score": TEXT,
    "robust_mean": NUMBER,
    "robust_sd": NUMBER,
    "median": NUMBER,
    "mad": NUMBER,
    "niqr": NUMBER,
    "mean": NUMBER,
    "sd": NUMBER,
    "minimum": NUMBER,
    "maximum": NUMBER,
    "reference_value": NUMBER,
    "reference_u": NUMBER,
    "reference_agrees": FLAG,
    "u_homogeneity": NUMBER,
    "u_transport": NUMBER,
    "u_stability": NUMBER,
    "between_items_sd": NUMBER,
    "homogeneous": FLAG,
    "item_change": NUMBER,
    "stable": FLAG,
    "n_satisfactory": COUNT,
    "n_questionable": COUNT,
    "n_unsatisfactory": COUNT,
    "n_not_scored": COUNT,
    "status": TEXT,
    "warnings": TEXT,
}

ITEMS = (  # of ASSIGNED
    "u_homogeneity", "u_transport", "u_stability", "between_items_sd", "homogeneous", "item_change", "stable",
)  # fmt: skip


def of_assigned(summary: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns of assigned.csv: those of the items only where one of them holds something but 0."""
    told = any(value is False or (value and value == value) for name in ITEMS for value in summary[name])
    return {name: column for name, column in summary.items() if told or name not in ITEMS}


RANKING = {
    "round": TEXT,
    "laboratory": TEXT,
    "n_scores": COUNT,
    "rank": NUMBER,
    "rank_lower": NUMBER,
    "rank_upper": NUMBER,
    "probability_best": NUMBER,
    "probability_top": NUMBER,
    "group": TEXT,
    "statistic": NUMBER,
    "mean_abs": NUMBER,
    "median_abs": NUMBER,
    "rms": NUMBER,
    "rsz": NUMBER,
    "p_rsz": NUMBER,
    "ssz": NUMBER,
    "p_ssz": NUMBER,
    "mean_points": NUMBER,
    "n_satisfactory": COUNT,
    "n_questionable": COUNT,
    "n_unsatisfactory": COUNT,
    "status": TEXT,
}

FINDINGS = {
    "severity": TEXT,
    "code": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "row": COUNT,
    "column": TEXT,
    "cell": TEXT,
    "laboratory": TEXT,
    "measurand": TEXT,
    "action": TEXT,
    "action_zh": TEXT,
    "text": TEXT,
    "text_zh": TEXT,
}

SIGNALS = ("satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported", "withdrawn")
