"""Results that look as if they were reported in another unit (methods/scheme.md, 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringtrial import _core

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
    order = found[np.argsort(results.pair[found], kind="stable")]
    edges = np.flatnonzero(np.diff(results.pair[order])) + 1
    for entries in np.split(order, edges):
        if entries.size >= _FEWEST:
            _tell(results, entries)


def _tell(results: Results, entries: np.ndarray) -> None:
    values = results.value[entries]
    median = _core.robust.median(values, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.log10(values / median)
        nearest = np.round(power)
        suspected = (np.abs(power - nearest) <= _NEAR) & np.isin(np.abs(nearest), _POWERS)
    others = values[~suspected]
    if not suspected.any() or not others.size or not _core.robust.mad(others, _MADE, None) < _SPREAD * median:
        return
    for e, times in zip(entries[suspected].tolist(), nearest[suspected].tolist(), strict=True):
        results.finding("suspected_unit", e, factor=f"{10.0**times:g}", median=median)
