"""The outlier tests of a measurand on record: each statistic with its critical values and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import probability, short

if TYPE_CHECKING:
    from ringtrial.report.context import Context

_MARKS = {"none": "satisfactory", "straggler": "questionable", "outlier": "unsatisfactory"}


def view(context: Context, entry: dict[str, Any]) -> dict[str, Any] | None:
    """None where the scheme asks for no tests, or there were too few results for any."""
    if not entry["outlier_tests"]:
        return None
    removed = [
        finding["laboratory"]
        for finding in context.document["findings"]
        if finding["code"] == "outlier_removed" and finding["measurand"] in _labels(entry)
    ]
    return {
        "alpha": f"{context.scheme_of(entry).get('outlier_alpha', 0.01):g}",
        "removed": removed,
        "rows": [
            {
                "test": test["test"],
                "laboratories": ", ".join(test["laboratories"]),
                "statistic": short(test["statistic"], 4),
                "critical_5": short(test["critical_5"], 4),
                "critical_1": short(test["critical_1"], 4),
                "p": probability(test["p_value"]),
                "verdict": test["verdict"],
                "mark": _MARKS[test["verdict"]],
            }
            for test in entry["outlier_tests"]
        ],
    }


def _labels(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["measurand"], f"{entry['measurand']}|{entry['item']}"
