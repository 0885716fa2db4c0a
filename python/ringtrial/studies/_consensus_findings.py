"""What stops ``ringtrial consensus``, and what there is to notice of one measurand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import consensus
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.studies import _consensus_tables as tables
from ringtrial.studies._consensus_covariance import read_covariance
from ringtrial.studies._consensus_evaluation import MOST_LABORATORIES
from ringtrial.studies.laboratories import left_out
from ringtrial.studies.page import compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.studies._consensus_data import Stated
    from ringtrial.studies._consensus_evaluation import Consensus

_MOST_LISTED = 12  # codes in a sentence


def correlate(read: Sequence[Stated], path: str | None, estimator: str | None) -> None:
    """The covariance matrix to the one measurand that it is about; DataError where it is none."""
    if path is None:
        return
    if len(read) != 1:
        raise _stopped(Finding("consensus_covariance", variant="several", n=len(read)))
    if estimator not in (None, "weighted_mean"):
        raise _stopped(Finding("consensus_covariance", variant="estimator", name=estimator))
    stated = read[0]
    matrix = read_covariance(path, stated.codes)
    try:
        fit = consensus.weighted_mean(stated.x, covariance=matrix)
    except ValueError as error:
        reason = str(error).partition(": ")[2]
        raise _stopped(Finding("consensus_covariance", variant="wrong", reason=reason)) from None
    assert fit.u is not None
    stated.covariance, stated.u = matrix, fit.u


def refuse(read: Sequence[Stated], findings: list[Finding]) -> None:
    """DataError where nothing can be computed."""
    if not read:
        findings.append(Finding("consensus_nothing"))
    for stated in read:
        if len(stated.codes) > MOST_LABORATORIES:
            findings.append(
                Finding("consensus_many", measurand=stated.label, n=len(stated.codes), most=MOST_LABORATORIES)
            )
    wrong = [finding for finding in findings if finding.severity == "error"]
    if wrong:
        raise DataError(wrong[0].text, findings)


def refuse_too_few(all_: Sequence[Consensus]) -> None:
    """DataError where no measurand has enough results for its estimator."""
    if any(one.fit.status != "too_few" for one in all_):
        return
    found = [
        Finding("consensus_status", variant="too_few", severity="error", measurand=one.stated.label, n=one.n)
        for one in all_
    ]
    raise DataError(found[0].text, found)


def _stopped(finding: Finding) -> DataError:
    return DataError(finding.text, [finding])


def findings_of(one: Consensus) -> list[Finding]:
    stated, found = one.stated, []

    def tell(code: str, **values: Any) -> None:
        found.append(Finding(code, measurand=stated.label, **values))

    if stated.limits:
        tell("consensus_limits", count=stated.limits)
    if stated.without_k:
        assumed = isinstance(stated.missing_k, (int, float)) or stated.missing_k == "rectangular"
        variant = "assumed" if assumed else None
        tell("consensus_k", variant=variant, names=listed(stated.without_k), k=_said_k(stated.missing_k))
    without = stated.named(stated.included & np.isnan(stated.u))
    if one.without_u:
        tell("consensus_u", variant="none")
    elif without:
        tell("consensus_u", names=listed(without))
    zero = stated.named(stated.u == 0)
    if zero:
        tell("consensus_zero", names=listed(zero))
    found += left_out(stated.label, stated.withdrawn)
    if not stated.included.all():
        tell("consensus_excluded", names=listed(stated.named(~stated.included)))
    found += _of_fit(one)
    return found


def _of_fit(one: Consensus) -> list[Finding]:
    label, fit, found = one.stated.label, one.fit, []
    if not one.ok:
        known = fit.status if fit.status in ("too_few", "zero_scale") else "not_finite"
        return [Finding("consensus_status", variant=known, measurand=label, n=one.n)]
    if one.choice.reason not in ("guide", "asked", "correlated"):
        found.append(Finding("consensus_fallback", variant=one.choice.reason, measurand=label, n=one.n))
    if fit.between_sd == 0 and fit.p_value < 0.05 and one.choice.method != "largest_consistent_subset":
        found.append(Finding("consensus_inconsistent", measurand=label, p=compared(fit.p_value)))
    if one.estimators is not None and one.estimators.spread > 1:
        found.append(Finding("consensus_sensitive", measurand=label, spread=one.estimators.spread))
    if len(one.stated.codes) > tables.MOST_PAIRED:
        found.append(Finding("consensus_pairs", measurand=label, most=tables.MOST_PAIRED))
    return found


def _said_k(missing_k: str | float) -> str:
    return "√3" if missing_k == "rectangular" else f"{missing_k:g}" if not isinstance(missing_k, str) else ""


def listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_MOST_LISTED]) + (", …" if len(codes) > _MOST_LISTED else "")
