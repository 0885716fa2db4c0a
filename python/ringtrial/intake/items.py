"""What the organiser measured on items for the checks of homogeneity and stability (docs/scheme.md).

The files are read as ``ringtrial homogeneity`` and ``ringtrial stability`` read theirs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake import columns, read_files, spelling, units
from ringtrial.intake.times import found_times
from ringtrial.round import NOTHING, ItemResults, Measured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ringtrial.round import Measurand, Round
    from ringtrial.scheme import Scheme

# What cells mean is one in a round; sheets, rows and columns are those of the file of the laboratories.
_SHARED = ("decimal", "missing", "unreadable", "not_detected", "uncertainty_in_cell")


class _Trouble(Exception):
    """What is wrong with a file, as findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


def read_items(
    measurands: Iterable[Measurand], scheme: Scheme, findings: list[Finding]
) -> dict[str, ItemResults]:
    """The results on items that the scheme names, by label of the measurand; troubles are findings.

    Raises UsageError for a file that cannot be read.
    """
    found = {}
    told: list[Finding] = []
    for measurand in measurands:
        options = measurand.options
        if measurand.kind == "quantitative" and (options["homogeneity_file"] or options["stability_file"]):
            try:
                found[measurand.label] = _of_measurand(measurand, scheme, told)
            except _Trouble as trouble:
                told += trouble.findings
    findings += {(f.place(), f.text): f for f in told}.values()  # a file of several measurands tells once
    return found


def _of_measurand(measurand: Measurand, scheme: Scheme, told: list[Finding]) -> ItemResults:
    options = measurand.options
    homogeneity, before, after = NOTHING, NOTHING, NOTHING
    sources: dict[str, dict[str, Any]] = {}
    if options["homogeneity_file"]:
        sheet = _sheet(measurand, "homogeneity", scheme, told)
        sources["homogeneity"] = sheet.source
        homogeneity = sheet.measured(sheet.rows)
    if options["stability_file"]:
        sheet = _sheet(measurand, "stability", scheme, told)
        sources["stability"] = sheet.source
        before, after = _two_times(sheet, homogeneity)
    return ItemResults(homogeneity, before, after, sources)


def _two_times(sheet: _Sheet, homogeneity: Measured) -> tuple[Measured, Measured]:
    """Before and after; a file of one time only is compared with the check of homogeneity."""
    times = sheet.times()
    if len(times) == 2:
        first, second = map(sheet.measured, times)
        return first, second
    if len(times) > 2:
        raise sheet.trouble("items_times", n=len(times))
    if not len(homogeneity.value):
        raise sheet.trouble("items_before")
    return homogeneity, sheet.measured(sheet.rows)


class _Sheet(NamedTuple):
    """The rows of one measurand among the results on items."""

    data: Round
    rows: NDArray[np.int64]
    measurand: Measurand
    source: dict[str, Any]  # name, hash and column of the file

    def trouble(self, code: str, **values: Any) -> _Trouble:
        return _trouble(code, self.source["file"], self.measurand, **values)

    def times(self) -> list[NDArray[np.int64]]:
        """Rows by time, the earlier first."""
        try:
            at = found_times(self.data).at[self.rows]
        except DataError as error:
            raise _Trouble(list(error.findings)) from None
        return [self.rows[at == time] for time in np.unique(at)]

    def measured(self, rows: NDArray[np.int64]) -> Measured:
        """The values of some rows, items numbered in the order of the file."""
        known: dict[int, int] = {}
        item = [known.setdefault(i, len(known)) for i in self.data.laboratory[rows].tolist()]
        labels = [self.data.laboratories[i] for i in known]
        return Measured(self.data.value[rows], np.array(item, np.uintp), labels)


def _sheet(measurand: Measurand, check: str, scheme: Scheme, told: list[Finding]) -> _Sheet:
    """The results of the column that the scheme names, else of the measurand's name or of no name."""
    options = measurand.options
    path = os.path.join(scheme.folder, options[f"{check}_file"])
    named = options[f"{check}_column"]
    names = [named] if named else [n for n in (measurand.name, options["name"], options["name_zh"]) if n]
    seen: list[str] = []
    for name in dict.fromkeys(meant for text in names for meant in _meant(text)):
        data, entries = _read(path, name, bool(named), measurand, scheme, told)
        places = [i for i, m in enumerate(data.measurands) if _same(m.name, name)]
        column = entries[0]["columns"].get("value")
        misnamed = bool(named) and column is not None and "measurand" not in entries[0]["columns"]
        if len(places) == 1 and not (misnamed and not _same(_stem(column), name)):
            return _chosen(data, places[0], measurand, entries[0], column)
        seen += [column] if misnamed and column else [m.label for m in data.measurands]
    shown = ", ".join(dict.fromkeys(seen))
    file = os.path.basename(path)
    raise _trouble("items_column", file, measurand, names=shown, wanted=named or measurand.name)


def _read(
    path: str, name: str, named: bool, measurand: Measurand, scheme: Scheme, told: list[Finding]
) -> tuple[Round, list[dict[str, Any]]]:
    """The file, with the measurand of this name in the unit of the round; a column of it is its results."""
    found = read_files([path], _scheme_of(name, named, measurand, scheme), key="item")
    if found.round is not None:
        column = next((column for column in found.round.strata if _same(_stem(column), name)), None)
        if column is not None:
            value = {"columns": {"value": column}}
            found = read_files([path], _scheme_of(name, named, measurand, scheme, value), key="item")
    if found.round is None:
        raise _Trouble([finding for finding in found.findings if finding.severity == "error"])
    about = (None, *(m.label for m in found.round.measurands if _same(m.name, name)))
    told += [f for f in found.findings if f.severity == "warning" and f.measurand in about]
    return found.round, found.inputs


def _scheme_of(
    name: str, named: bool, measurand: Measurand, scheme: Scheme, intake: dict[str, Any] | None = None
) -> Scheme:
    """What the round says of cells and of the measurand; an item measured again is no duplicate.

    Results without a name are of the only measurand, but not where the scheme names their column.
    """
    from ringtrial.scheme import load

    shared = {key: scheme.intake[key] for key in _SHARED} | {"duplicates": "replicates"}
    pattern = f"{name}*" if named and not columns.means_result(name) else name
    options = {"kind": "quantitative", "unit": measurand.unit or None}
    return load({"intake": shared | (intake or {}), "measurand": {pattern: options}})


def _chosen(
    data: Round, place: int, measurand: Measurand, entry: dict[str, Any], column: str | None
) -> _Sheet:
    rows = np.flatnonzero((data.measurand == place) & ~np.isnan(data.value))
    name = column or data.measurands[place].name
    source = {"file": entry["name"], "sha256": entry["sha256"], "column": name}
    sheet = _Sheet(data, rows, measurand, source)
    if not len(rows):
        raise sheet.trouble("items_no_rows")
    wrong = data.qualifier[rows] != 0
    if measurand.options["transform"] != "none":
        wrong |= ~(data.value[rows] > 0)
    if wrong.any():
        cell = data.reported[rows[np.flatnonzero(wrong)[0]]]
        raise sheet.trouble("items_unreadable", cell=cell)
    return sheet


def _trouble(code: str, file: str, measurand: Measurand, **values: Any) -> _Trouble:
    return _Trouble([Finding(code, file=file, measurand=measurand.label, **values)])


def _meant(name: str) -> list[str]:
    """What the column may be called: a bracket without a unit may be part of the name, as in "Pb (ICP)"."""
    unit = columns.split_unit(spelling.trim(name))[1]
    return [_stem(name)] if not unit or units.known(unit) else [spelling.trim(name), _stem(name)]


def _stem(name: str) -> str:
    """A name without its unit and without the number of a replicate."""
    stem = columns.split_unit(spelling.trim(name))[0]
    return columns.split_replicate(stem)[0] or stem


def _same(one: str, other: str) -> bool:
    return spelling.plain(one) == spelling.plain(other)
