"""A scheme applied to a round, measurand by measurand; the numbers come from C++ (``_core.round``).

What is made here are the columns of scores.csv and assigned.csv (docs/scheme.md), as lists.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import _core, _items
from ringtrial._categories import describe
from ringtrial._evaluation_findings import groups_differ, to_finding
from ringtrial._further_statistics import NO_FURTHER_STATISTICS, further_statistics
from ringtrial._strata import compared, first_texts, groups_of, names_of
from ringtrial.errors import SchemeError
from ringtrial.findings import Finding
from ringtrial.intake import units
from ringtrial.round import QUALIFIERS, ItemResults
from ringtrial.scheme.types import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ringtrial.round import Measurand, Round

    Columns = dict[str, list[Any]]

SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
RESULT_COLUMNS = (
    "round", "measurand", "item", "unit", "laboratory", "n_replicates", "qualifier", "value", "u",
    "expanded_u", "k", "reported", "reported_unit", "method", "used", "assigned_value", "assigned_u",
    "sigma_pt", *SCORES, "verdict_score", "signal", "reason",
)  # fmt: skip
_STATISTICS = ("robust_mean", "robust_sd", "median", "mad", "niqr", "mean", "sd", "minimum", "maximum")
_JUDGED = ("satisfactory", "questionable", "unsatisfactory", "not_scored")
SUMMARY_COLUMNS = (
    "round", "measurand", "item", "kind", "unit", "n_reported", "n_used", "n_censored", "n_excluded",
    "assigned_method", "assigned_value", "assigned_u", "assigned_clause", "target_method", "sigma_pt",
    "target_clause", "u_ratio", "u_negligible", "verdict_score", *_STATISTICS, "reference_value",
    "reference_u", "reference_agrees", *_items.NO_COLUMNS, *(f"n_{signal}" for signal in _JUDGED),
    "status", "warnings",
)  # fmt: skip
_NOT_PARTICIPANTS = {"certified": "7.4", "formulation": "7.3", "expert": "7.6", "none": ""}
_TARGET_CLAUSES = {
    "data": "8.6", "fixed": "8.1", "perception": "8.2", "percent": "8.2", "horwitz": "8.4",
    "precision": "8.5", "previous_rounds": "8.3",
}  # fmt: skip
_NO_ESTIMATOR: dict[str, Any] = {"name": None, "options": {}, "iterations": None, "status": None}
_NAN = math.nan


class Evaluated:
    """One measurand: its part of the results' columns, its row of the summary, and what else is known."""

    __slots__ = ("details", "findings", "results", "row")

    def __init__(
        self, results: Columns, row: dict[str, Any], details: dict[str, Any], findings: list[Finding]
    ) -> None:
        self.results = results
        self.row = row
        self.details = details
        self.findings = findings


def evaluate_measurands(
    data: Round, round_id: str, items: Mapping[str, ItemResults], language: str
) -> Iterator[Evaluated]:
    """Every measurand of the round, in its order; ``items``: what was measured on items, by its label.

    Raises SchemeError, in ``language``, for a mistake in the scheme that only the numbers show.
    """
    numbers = np.arange(len(data.measurands) + 1)
    bounds = np.searchsorted(data.measurand, numbers).tolist()
    positions = {code: position for position, code in enumerate(data.laboratories)}
    for measurand, start, stop in zip(data.measurands, bounds, bounds[1:], strict=False):
        measured = items.get(measurand.label, ItemResults())
        part = _Part(data, measurand, slice(start, stop), positions, measured, language)
        evaluated = part.quantitative() if measurand.kind == "quantitative" else part.qualitative()
        evaluated.row = {"round": round_id} | evaluated.row
        evaluated.results["round"] = [round_id] * len(evaluated.results["laboratory"])
        yield evaluated


def _numbers(column: np.ndarray[Any, Any]) -> list[float]:
    """The numbers as a list; one object stands for all NaN, which are most of some columns."""
    missing = np.isnan(column)
    if missing.all():
        return [_NAN] * len(column)
    numbers: list[float] = column.tolist()
    return [_NAN if x != x else x for x in numbers] if missing.any() else numbers


class _Part:
    """The entries of one measurand."""

    def __init__(
        self,
        data: Round,
        measurand: Measurand,
        entries: slice,
        positions: dict[str, int],
        items: ItemResults,
        language: str,
    ) -> None:
        self.data = data
        self.language = language
        self.items = items
        self.by_method: dict[str, Any] | None = None  # looked at where there are several modes
        self.measurand = measurand
        self.entries = entries
        self.positions = positions
        self.count = len(data.laboratories)
        self.laboratory = data.laboratory[entries]
        self.options = measurand.options

    def quantitative(self) -> Evaluated:
        data, entries = self.data, self.entries
        reported = (column[entries] for column in (data.value, data.qualifier, data.u, data.U, data.k))
        columns, row, found = self._run(_core.round.evaluate, *reported, self.count, self._measured_items())
        row |= self._methods(row) | _items.columns_of(row)
        results = self._results(columns, row)
        details = {
            "estimator": self._estimator(row),
            "uncertainty": row["uncertainty"],
            "items": _items.details_of(self.items, row, self.options),
            "categories": None,
            **further_statistics(columns, found, self.options, data.laboratories),
            "counts": row["counts"],
            "strata": self._strata(columns["x"], results["signal"]),
            "digits": _digits(row["assigned_u"], row["robust_sd"]),
        }
        if row["counts"] and not row["counts"]["whole"]:
            found.append(("counts_broken", -1, [self.options["count_exposure"]]))
        if any(code == "multimodal" for code, _, _ in found):
            self.by_method = compared(columns["x"].tolist(), results["method"])
        return self._evaluated(results, row, details, found)

    def qualitative(self) -> Evaluated:
        texts = self.data.text[self.entries]
        columns, row, found = self._run(_core.round.evaluate_categories, texts, self.count)
        answers, assigned = columns["category"], row["assigned_value"]
        row |= self._answered()
        row["assigned_value"] = assigned or _NAN
        results = self._results(columns, row)
        nothing = dict.fromkeys(_items.PARTS, _NAN)
        details: dict[str, Any] = {
            "estimator": dict(_NO_ESTIMATOR),
            "uncertainty": nothing | {"shares": dict(nothing)},
            "items": {"homogeneity": None, "stability": None},
            "categories": describe(
                answers, columns["used"].tolist(), self.measurand.kind, self.options, assigned
            ),
            **NO_FURTHER_STATISTICS,
            "counts": None,
            "strata": self._strata(None, results["signal"]),
            "digits": None,
            "given": answers,
        }
        return self._evaluated(results, row, details, found)

    def _answered(self) -> dict[str, Any]:
        """What stands in the row of a measurand whose results are words in place of numbers."""
        given = self.options["assigned_category"] is not None
        missing = dict.fromkeys((*_STATISTICS, "assigned_u", "sigma_pt", "u_ratio"), _NAN)
        return {
            **missing,
            **self._reference({}),
            **_items.NO_COLUMNS,
            "n_censored": 0,
            "assigned_method": "assigned_category" if given else "consensus",
            "assigned_clause": "11.3",
            "target_method": "",
            "target_clause": "",
            "u_negligible": None,
            "verdict_score": "category",
        }

    def _run(self, function: Any, *columns: Any) -> Any:
        """The options are the scheme's, with the unit in force and laboratories by position."""
        options = self.options | {"unit": self.measurand.unit, "kind": self.measurand.kind}
        if options["target"] == "horwitz":
            options["unit"] = units.mass_fraction(self.measurand.unit)
        for key in ("exclude", "withdraw", "expert_laboratories"):
            options[key] = [self.positions[code] for code in self.options[key] if code in self.positions]
        try:
            return function(self.laboratory, *columns, options)
        except ValueError as error:
            values = {"measurand": self.measurand.label, "reason": error}
            raise SchemeError([say(self.language, "mistake.by_numbers", **values)]) from None

    def _measured_items(self) -> tuple[tuple[Any, Any], ...]:
        parts = (self.items.homogeneity, self.items.before, self.items.after)
        return tuple((part.value, part.item) for part in parts)

    def _strata(self, x: np.ndarray[Any, Any] | None, signals: list[str]) -> list[dict[str, Any]]:
        """For each column that the scheme names the groups of laboratories; x None: results are words."""
        columns = {by: self.data.column(by) for by in names_of(self.options["strata"])}
        labels = {by: self._first(column) for by, column in columns.items() if column is not None}
        return [groups_of(by, texts, x, signals) for by, texts in labels.items()]

    def _methods(self, row: dict[str, Any]) -> dict[str, Any]:
        assigned, target = self.options["assigned"], self.options["target"]
        clause = _NOT_PARTICIPANTS.get(assigned, "7.7")
        if assigned == "expert" and row["n_behind"] == 1:
            clause = "7.5"
        unused = row["status"] == "" and math.isnan(row["sigma_pt"])
        methods = {
            "assigned_method": assigned,
            "assigned_clause": clause,
            "target_method": "" if unused else target,
            "target_clause": "" if unused else _TARGET_CLAUSES[target],
        }
        return methods | self._reference(row)

    def _reference(self, row: dict[str, Any]) -> dict[str, Any]:
        empty = {"reference_value": _NAN, "reference_u": _NAN, "reference_agrees": None}
        return empty | {key: row[key] for key in empty if key in row}

    def _estimator(self, row: dict[str, Any]) -> dict[str, Any]:
        """What made numbers of the participants' results."""
        consensus = self.options["assigned"] not in _NOT_PARTICIPANTS
        if not consensus and row["target_method"] != "data":
            return dict(_NO_ESTIMATOR)
        return {
            "name": self.options["assigned" if consensus else "target_estimator"],
            "options": self.options["estimator_options"],
            "iterations": row["iterations"] or None,
            "status": row["estimator_status"],
        }

    def _results(self, columns: dict[str, Any], row: dict[str, Any]) -> Columns:
        """The columns of scores.csv; no rows where nobody reported."""
        if row["n_reported"] == 0:
            return {name: [] for name in RESULT_COLUMNS}
        n, m = self.count, self.measurand
        signals = columns["signal"].tolist()
        empty = [_NAN] * n
        results = {name: [row[name]] * n for name in ("assigned_value", "assigned_u", "sigma_pt")}
        for name in ("value", "u", "expanded_u", "k", *SCORES):
            results[name] = _numbers(columns[name]) if name in columns else empty
        qualifiers = columns["qualifier"].tolist() if "qualifier" in columns else [0] * n
        by_limit = columns["by_limit"].tolist() if "by_limit" in columns else [False] * n
        verdict = row["verdict_score"]
        return results | {
            "measurand": [m.name] * n,
            "item": [m.item] * n,
            "unit": [m.unit] * n,
            "laboratory": self.data.laboratories,
            "n_replicates": columns["n_replicates"].tolist(),
            "qualifier": [QUALIFIERS[q] for q in qualifiers],
            "reported": self._joined(self.data.reported),
            "reported_unit": self._first(self.data.reported_unit),
            "method": self._first(self.data.method),
            "used": columns["used"].tolist(),
            "verdict_score": [
                ("censored" if limit else verdict) if _SIGNALS[s] in _JUDGED[:3] else ""
                for s, limit in zip(signals, by_limit, strict=True)
            ],
            "signal": [_SIGNALS[s] for s in signals],
            "reason": [_REASONS[r] for r in columns["reason"].tolist()],
        }

    def _first(self, texts: Sequence[str]) -> list[str]:
        """The first text of each laboratory that is not blank."""
        return first_texts(self.laboratory, texts[self.entries], self.count)

    def _joined(self, texts: Sequence[str]) -> list[str]:
        """The texts of each laboratory, its replicates joined."""
        out = [""] * self.count
        for lab, text in zip(self.laboratory.tolist(), texts[self.entries], strict=True):
            out[lab] = f"{out[lab]} | {text}" if out[lab] and text else out[lab] or text
        return out

    def _evaluated(
        self, results: Columns, row: dict[str, Any], details: dict[str, Any], found: list[Any]
    ) -> Evaluated:
        m = self.measurand
        counts = {signal: results["signal"].count(signal) for signal in _JUDGED}
        row |= {"measurand": m.name, "item": m.item, "kind": m.kind, "unit": m.unit}
        row |= {f"n_{signal}": number for signal, number in counts.items()}
        row["status"] = row["status"] or "ok"
        details |= {
            "name": self.options["name"] or m.name,
            "name_zh": self.options["name_zh"] or m.name,
            "label": m.label,
            "effective": _items.without_folders(self.options),
        }
        findings = [
            to_finding(
                code,
                laboratory,
                numbers,
                m,
                self.data.laboratories,
                items=self.items.homogeneity.labels,
                by_method=self.by_method,
            )
            for code, laboratory, numbers in found
        ]
        findings += groups_differ(details["strata"], m)
        return Evaluated(results, row, details, findings)


def _digits(u_pt: float, sd: float) -> int | None:
    """Decimals at which values are printed: the place of the second significant figure of u(x_pt)."""
    size = u_pt if u_pt > 0 else sd / 10
    return max(0, 1 - math.floor(math.log10(size))) if 0 < size < math.inf else None


_SIGNALS: tuple[str, ...] = _core.round.signals
_REASONS: tuple[str, ...] = _core.round.reasons
