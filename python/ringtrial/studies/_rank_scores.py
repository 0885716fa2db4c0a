"""The scores to rank by: those of the file, or of the round that its results make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake import Intake
from ringtrial.intake.spelling import plain
from ringtrial.studies.laboratories import kept, left_out, named_in, results_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme


class Scores(NamedTuple):
    """Laboratories × measurands, NaN for none; and the measurands that have no scores at all."""

    laboratories: list[str]
    labels_of_measurands: list[str]
    left_out: list[str]
    table: NDArray[np.float64]
    findings: list[Finding]

    def labels(self, data: Round, name: str) -> list[str]:
        """The group of each laboratory: its first text in the column."""
        columns = {plain(column): texts for column, texts in data.strata.items()} | {"method": data.method}
        texts = columns.get(plain(name))
        if texts is None or not any(texts):
            finding = Finding("rank_no_strata", named=name, names=", ".join(data.strata) or "–")
            raise DataError(finding.text, [finding])
        found = [""] * len(self.laboratories)
        for laboratory, text in zip(data.laboratory.tolist(), texts, strict=True):
            found[laboratory] = found[laboratory] or text
        return found


def scores_of(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Scores:
    columns, findings = _given(data) if options["scores"] else _scored(data, scheme)
    kept = {label: column for label, column in columns.items() if np.isfinite(column).any()}
    if not kept:
        finding = Finding("rank_nothing")
        raise DataError(finding.text, [*findings, finding])
    left_out = [label for label in columns if label not in kept]
    return Scores(data.laboratories, list(kept), left_out, np.column_stack(list(kept.values())), findings)


def _given(data: Round) -> tuple[dict[str, NDArray[np.float64]], list[Finding]]:
    """The numbers of the file as they are; limits are no scores, replicates count by their mean.

    Laboratories that the scheme excludes are scored, so they are ranked; those that it withdraws are not.
    """
    found, findings = {}, []
    for position, measurand in enumerate(data.measurands):
        results = results_of(data, position)
        scores = (
            (results.qualifier == 0) & (measurand.kind == "quantitative") & kept(data, position, "withdraw")
        )
        found[measurand.label] = np.where(scores, results.value, np.nan)
        findings += left_out(measurand.label, named_in(data, position, "withdraw"))
    return found, findings


def _scored(data: Round, scheme: Scheme) -> tuple[dict[str, NDArray[np.float64]], list[Finding]]:
    """z of each laboratory, or z′ where that took its place."""
    from ringtrial.evaluation import evaluate_round

    evaluation = evaluate_round(Intake(data, [], []), scheme)
    position = {code: i for i, code in enumerate(data.laboratories)}
    found = {measurand.label: np.full(len(position), np.nan) for measurand in data.measurands}
    names = ("measurand", "item", "laboratory", "z", "z_prime")
    for name, item, code, z, z_prime in zip(*(evaluation.results[key] for key in names), strict=True):
        score = z if z is not None and np.isfinite(z) else z_prime
        if score is not None and np.isfinite(score):
            found[f"{name}|{item}" if item else name][position[code]] = score
    return found, evaluation.all_findings
