"""The columns of scores.csv, of assigned.csv and of the findings: their order and what is in them."""

from __future__ import annotations

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
    "n_satisfactory": COUNT,
    "n_questionable": COUNT,
    "n_unsatisfactory": COUNT,
    "n_not_scored": COUNT,
    "status": TEXT,
    "warnings": TEXT,
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
