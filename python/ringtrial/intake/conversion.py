"""The unit of each measurand, and every result in it (methods/scheme.md, 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringtrial._core import intake as core
from ringtrial.intake import spelling, units
from ringtrial.intake.cells import BROKEN, NUMBER
from ringtrial.intake.results import alike, is_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from ringtrial.intake.results import Integers, Results

    Entries = NDArray[np.int64]


def settle_units(results: Results) -> None:
    """The unit of every entry (its cell's, else its column's, else the header's) and of every measurand."""
    known = {"": 0}
    results.unit = np.zeros(len(results), np.int32)
    for b, block in enumerate(results.blocks):
        part = results.unit[results.part(b)]
        if "unit" in block.beside:
            part[:] = _column(block.source.cells(block.beside["unit"]), known)
        _in_cells(results, b, known)
        part[part == 0] = known.setdefault(block.value.unit, len(known))
    results.unit_texts = list(known)
    for measurand, text in zip(results.measurands, _evaluated(results), strict=True):
        measurand.unit = text


def _in_cells(results: Results, b: int, known: dict[str, int]) -> None:
    """Units beside the number in its cell; the column of units must not say another."""
    found = results.readings[b].units()
    for e in results.entries(b, np.array(list(found), np.int64)):
        text = found[e - int(results.starts[b])]
        code = known.setdefault(text, len(known))
        if results.unit[e]:
            column = next(unit for unit, number in known.items() if number == results.unit[e])
            if not units.read(text).same(units.read(column)):
                results.finding("unit_conflict", e, column_unit=column)
        else:
            results.unit[e] = code


def _column(cells: list[str], known: dict[str, int]) -> Integers:
    codes, texts = core.factorize(cells)
    trimmed = ["" if is_missing(spelling.trim(text)) else spelling.trim(text) for text in texts]
    return np.array([known.setdefault(text, len(known)) for text in trimmed] or [0], np.int32)[codes]


def _evaluated(results: Results) -> list[str]:
    """For each measurand the unit of the scheme, else the header's, else the most frequent."""
    headers: dict[int, str] = {}
    for b, block in enumerate(results.blocks):
        if block.value.unit:
            for pair in np.unique(results.pair[results.part(b)]).tolist():
                headers.setdefault(pair, block.value.unit)
    frequent = _most_frequent(results)
    chosen = []
    for pair, measurand in enumerate(results.measurands):
        said = measurand.options["unit"]
        chosen.append(spelling.trim(said) if said else headers.get(pair) or frequent.get(pair, ""))
    return chosen


def _most_frequent(results: Results) -> dict[int, str]:
    """By measurand the unit that most results have, of equals the first; as it is typed first."""
    keys: dict[str, int] = {}
    table = [keys.setdefault(units.spelled(text), len(keys)) for text in results.unit_texts]
    with_unit = np.flatnonzero(results.unit > 0)
    reported = with_unit[results.holds[with_unit]]
    found: dict[int, str] = {}
    for entries in (reported, with_unit):  # units of blank results count only where there are no others
        pairs = results.pair[entries].astype(np.int64)
        codes = pairs * len(keys) + np.array(table)[results.unit[entries]]
        distinct, first, count = np.unique(codes, return_index=True, return_counts=True)
        for j in np.lexsort((first, -count)).tolist():
            text = results.unit_texts[results.unit[entries[first[j]]]]
            found.setdefault(int(distinct[j]) // len(keys), text)
    return found


def convert_values(results: Results) -> None:
    """Every number in the unit of its measurand; findings for what was converted, assumed, or cannot be."""
    entries = np.flatnonzero((results.status == NUMBER) & ~results.words)
    with_unit = np.bincount(results.pair[results.unit > 0], minlength=len(results.measurands)) > 0
    for pair, text, group in groups(results, entries, results.unit[entries]):
        wanted = results.measurands[pair].unit
        source, target = units.read(text), units.read(wanted)
        if not text:
            for e in results.once(group).tolist() if with_unit[pair] else ():
                results.finding("unit_assumed", e, unit=wanted)
        elif not source.converts_to(target):
            for e in group.tolist():
                results.finding("unit_mismatch", e, unit=text, wanted=wanted)
        elif not source.same(target):
            results.value[group] = units.convert(decimals(results, group), source, target)
            for e in results.once(group).tolist():
                results.finding("unit_converted", e, unit=text, wanted=wanted)
    results.status[np.isinf(results.value)] = BROKEN  # too large in the unit of the measurand
    results.value[np.isinf(results.value)] = np.nan


def groups(results: Results, entries: Entries, unit: Integers) -> Iterator[tuple[int, str, Entries]]:
    """The entries by measurand and unit, where that unit is not as the measurand's is typed."""
    wanted = {text: code for code, text in enumerate(results.unit_texts)}
    target = np.array([wanted.get(m.unit, -1) for m in results.measurands], np.int64)
    pairs = results.pair[entries].astype(np.int64)
    apart = np.flatnonzero(unit != target[pairs])
    for code, part in alike(pairs[apart] * len(results.unit_texts) + unit[apart]):
        pair, text = divmod(code, len(results.unit_texts))
        yield pair, results.unit_texts[text], entries[apart[part]]


def decimals(results: Results, entries: Entries) -> list[str]:
    """The numbers of these entries as decimal texts."""
    return _by_block(results, entries, lambda b, positions: results.readings[b].decimals(positions))


def _by_block(results: Results, entries: Entries, texts_of: Callable[[int, Entries], list[str]]) -> list[str]:
    texts: list[str] = []
    blocks = results.block[entries]
    for positions in np.split(entries, np.flatnonzero(np.diff(blocks)) + 1):
        b = int(results.block[positions[0]])
        texts += texts_of(b, positions - results.starts[b])
    return texts
