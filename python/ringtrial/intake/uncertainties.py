"""Standard and expanded uncertainties and their factors, in the unit of the result (sections 1 and 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.intake import units
from ringtrial.intake.cells import BLANK, MISSING, NOT_DETECTED, NUMBER
from ringtrial.intake.columns import BARE_UNCERTAINTY
from ringtrial.intake.conversion import groups
from ringtrial.intake.quantities import tell_assumed, tell_trouble
from ringtrial.intake.results import alike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringtrial.intake.columns import Column
    from ringtrial.intake.reading import Reading
    from ringtrial.intake.results import Results

_CONTRADICTION = 0.01  # u and U/k may differ by this part: both are rounded


def settle(results: Results, options: dict[str, Any]) -> None:
    """Read the columns u, U and k, and uncertainties that stand in the cells of results."""
    for field in ("u", "U", "k"):
        for b, column in results.beside(field):
            _read(results, b, field, column, options["unreadable"])
    _tell_kind(results)
    _in_cells(results, options["uncertainty_in_cell"])
    _tell_conflicts(results)


def _read(results: Results, b: int, field: str, column: Column, unreadable: str) -> None:
    """One column: only beside results, in their unit; a negative uncertainty is as good as none, a factor
    that is not above 0 is an error."""
    reading = results.blocks[b].source.reading(column)
    start, part = int(results.starts[b]), results.part(b)
    wanted = (results.status[part] == NUMBER) & ~results.words[part]
    number = (reading.status == NUMBER) & (reading.qualifier == 0)
    usable = number & ((reading.value > 0) if field == "k" else (reading.value >= 0))
    nothing = np.isin(reading.status, (BLANK, MISSING, NOT_DETECTED))
    for i in np.flatnonzero(wanted & ~usable & ~nothing).tolist():
        if reading.status[i] == NUMBER:
            negative = field != "k" and reading.qualifier[i] == 0
            results.finding("uncertainty_invalid", start + i, field, variant="negative" if negative else None)
        else:
            tell_trouble(results, start + i, field, int(reading.status[i]), unreadable)
    tell_assumed(results, b, reading, field)
    values = np.where(wanted & usable, reading.value, np.nan)
    if field != "k":
        _convert(results, b, reading, column, field, values)
    getattr(results, field)[part] = values
    if field == "U" and column.k and "k" not in results.blocks[b].beside:
        results.k[part] = np.where(np.isnan(values), np.nan, float(column.k))


def _convert(
    results: Results, b: int, reading: Reading, column: Column, field: str, values: NDArray[np.float64]
) -> None:
    """Uncertainties into the unit of the measurand; without a unit of their own they have the result's."""
    start, part = int(results.starts[b]), results.part(b)
    known = {text: code for code, text in enumerate(results.unit_texts)}
    unit = results.unit[part].copy()
    own = np.full(len(values), known.setdefault(column.unit, len(known)), np.int32)
    for i, text in reading.units().items():
        own[i] = known.setdefault(text, len(known))
    results.unit_texts = list(known)
    stated = np.flatnonzero(~np.isnan(values) & (own > 0))
    for code in np.unique(own[stated]).tolist():
        _state(results, b, field, stated[own[stated] == code], code, unit, values)
    positions = np.flatnonzero(~np.isnan(values))
    for pair, text, entries in groups(results, positions + start, unit[positions]):
        source, target = units.read(text), units.read(results.measurands[pair].unit)
        if text and source.converts_to(target) and not source.same(target):
            results.rescaled.append((field, entries, values[entries - start]))
            texts = reading.decimals(entries - start)
            values[entries - start] = units.convert(texts, source, target, difference=True)


def _state(
    results: Results, b: int, field: str, positions: Any, code: int, unit: Any, values: NDArray[np.float64]
) -> None:
    """Uncertainties with a unit of their own: it must be one that the result can have, and no part of it."""
    start = int(results.starts[b])
    own = units.read(results.unit_texts[code])
    pairs = results.pair[start + positions].astype(np.int64)
    for combined, part in alike(pairs * len(results.unit_texts) + unit[positions]):
        pair, result_code = divmod(combined, len(results.unit_texts))
        mine = positions[part]
        text = results.unit_texts[result_code] or results.measurands[pair].unit
        result = units.read(text)
        if text and (_may_be_relative(own, result) or not own.converts_to(result)):
            for i in mine.tolist():
                results.finding("uncertainty_unit", start + i, field, unit=own.key, wanted=text)
            values[mine] = np.nan
        elif text:
            unit[mine] = code


def _may_be_relative(own: units.Unit, result: units.Unit) -> bool:
    """A per cent beside a result in another unit may be a part of the result."""
    return own.key in ("%", "‰") and not own.same(result)


def _tell_kind(results: Results) -> None:
    """A column called just "uncertainty", and no factor anywhere: taken as expanded."""
    told = set()
    for b, column in results.beside("U"):
        block = results.blocks[b]
        if (
            column.word in BARE_UNCERTAINTY
            and "k" not in block.beside
            and not column.k
            and id(column) not in told
        ):
            told.add(id(column))
            results.findings.append(block.source.finding("uncertainty_kind", column=column, name=column.name))


def _in_cells(results: Results, option: str) -> None:
    """Cells such as 12.3±0.4."""
    for b, reading in enumerate(results.readings):
        for e in results.entries(b, reading.where([c.uncertainty is not None for c in reading.distinct])):
            if results.status[e] != NUMBER:
                continue
            if option == "stop":
                results.finding("uncertainty_in_cell", e)
                continue
            column = results.U if option == "expanded" else results.u
            value = _in_cell(results, e, reading.uncertainty(e - int(results.starts[b])))
            if not np.isnan(column[e]) and column[e] != value:
                results.finding("uncertainty_conflict", e, variant="cell")
            column[e] = value


def _in_cell(results: Results, e: int, text: str) -> float:
    source = units.read(results.unit_texts[results.unit[e]])
    target = units.read(results.measurands[results.pair[e]].unit)
    if not source.key or not source.converts_to(target):
        return float(text)
    return units.convert([text], source, target, difference=True)[0]


def _tell_conflicts(results: Results) -> None:
    """A standard and an expanded uncertainty that contradict each other."""
    with np.errstate(invalid="ignore", divide="ignore"):
        standard = results.U / results.k
        apart = np.abs(standard - results.u) > _CONTRADICTION * np.maximum(standard, results.u)
    for e in np.flatnonzero(apart).tolist():
        field = "U" if "U" in results.blocks[results.block[e]].beside else "value"
        results.finding("uncertainty_conflict", e, field, u=results.u[e], U=results.U[e], k=results.k[e])
