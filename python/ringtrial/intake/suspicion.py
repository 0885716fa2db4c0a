"""Results and uncertainties that look as if they were in another unit (methods/scheme.md, 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import _core
from ringtrial.intake.results import alike

if TYPE_CHECKING:
    from ringtrial.intake.results import Results

_FEWEST = 5
_POWERS = (1, 2, 3, 4, 6)  # of ten, by which units are mistaken
_NEAR = np.log10(1.5)
_MADE = 1.4826
_SPREAD = 0.2  # of the median: what the others' MADe must stay below


def tell_units(results: Results) -> None:
    """Warn of results that are nearly a power of ten times the median of their measurand."""
    found = np.flatnonzero(results.holds & ~np.isnan(results.value) & (results.qualifier == 0))
    for _, positions in alike(results.pair[found]):
        if positions.size >= _FEWEST:
            _tell(results, found[positions])


def _tell(results: Results, entries: Any) -> None:
    values = results.value[entries]
    median = _core.robust.median(values, None, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.log10(values / median)
        nearest = np.round(power)
        suspected = (np.abs(power - nearest) <= _NEAR) & np.isin(np.abs(nearest), _POWERS)
    others = values[~suspected]
    if not suspected.any() or not others.size:
        return
    if not _core.robust.mad(others, _MADE, None, None) < _SPREAD * median:
        return
    for e, times in zip(entries[suspected].tolist(), nearest[suspected].tolist(), strict=True):
        results.finding("suspected_unit", e, factor=f"{10.0**times:g}", median=median)


def tell_uncertainties(results: Results) -> None:
    """Warn of an uncertainty that was converted with its result but fits the others better as it was."""
    for field in dict.fromkeys(field for field, _, _ in results.rescaled):
        column = getattr(results, field)
        before = np.full(len(results), np.nan)
        for _, entries, values in (one for one in results.rescaled if one[0] == field):
            before[entries] = values
        stated = np.flatnonzero(~np.isnan(column))
        for _, positions in alike(results.pair[stated]):
            if positions.size >= _FEWEST:
                _tell_uncertainty(results, field, stated[positions], before)


def _tell_uncertainty(results: Results, field: str, entries: Any, before: Any) -> None:
    """``before``: the uncertainties that were converted, as they were."""
    column = getattr(results, field)
    median = _core.robust.median(column[entries], None, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        now, then = (np.abs(np.log10(values[entries] / median)) for values in (column, before))
    for e in entries[(now > 1) & (then < 1)].tolist():
        results.finding("suspected_unit", e, field, variant="uncertainty", median=median)
