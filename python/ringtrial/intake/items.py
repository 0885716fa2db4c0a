"""What the organiser measured on items for the checks of homogeneity and stability (docs/scheme.md)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.findings import Finding
from ringtrial.intake import cells, columns, decimal_mark, files, spelling, units
from ringtrial.intake.reading import Reading
from ringtrial.round import NOTHING, ItemResults, Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ringtrial.intake.columns import Column
    from ringtrial.intake.table import FileTables, Table
    from ringtrial.round import Measurand

_ITEM_WORDS = frozenset(["bottle", "vial", "ampoule", "unit", "瓶", "瓶号", "件", "编号", "序号"])
_TIME_WORDS = frozenset(["time", "date", "day", "stage", "when", "时间", "日期", "天", "天数", "阶段"])
_SEARCHED = 30  # rows in which the header is looked for
_NOT_VALUES = ("item", "replicate", "measurand", "remark", "laboratory", "name", "unit")


class _Trouble(Exception):
    """What is wrong with a file, as a finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_items(
    measurands: Iterable[Measurand], folder: str, decimal: str | None, findings: list[Finding]
) -> dict[str, ItemResults]:
    """The results on items that the scheme names, by label of the measurand; troubles are findings.

    Paths are seen from ``folder``. Raises UsageError for a file that cannot be read.
    """
    shelf = _Shelf(folder, decimal, findings)
    found = {}
    for measurand in measurands:
        wanted = measurand.kind == "quantitative" and (
            measurand.options["homogeneity_file"] or measurand.options["stability_file"]
        )
        if wanted:
            try:
                found[measurand.label] = _of_measurand(shelf, measurand)
            except _Trouble as trouble:
                findings.append(trouble.finding)
    return found


def _of_measurand(shelf: _Shelf, measurand: Measurand) -> ItemResults:
    options = measurand.options
    homogeneity, before, after = NOTHING, NOTHING, NOTHING
    sources: dict[str, dict[str, Any]] = {}
    if options["homogeneity_file"]:
        sheet = shelf.sheet(measurand, "homogeneity")
        sources["homogeneity"] = sheet.source
        homogeneity = sheet.measured(sheet.rows)
    if options["stability_file"]:
        sheet = shelf.sheet(measurand, "stability")
        sources["stability"] = sheet.source
        before, after = _two_times(sheet, homogeneity)
    return ItemResults(homogeneity, before, after, sources)


def _two_times(sheet: _Sheet, homogeneity: Measured) -> tuple[Measured, Measured]:
    """Before and after; a file of one time only is compared with the check of homogeneity."""
    times = sheet.times()
    if len(times) == 2:
        first, second = (sheet.measured(rows) for rows in times.values())
        return first, second
    if len(times) > 2:
        raise sheet.trouble("items_times", n=len(times))
    if not len(homogeneity.value):
        raise sheet.trouble("items_before")
    return homogeneity, sheet.measured(sheet.rows)


class _Shelf:
    """The files that were read, each once."""

    def __init__(self, folder: str, decimal: str | None, findings: list[Finding]) -> None:
        self.folder = folder
        self.decimal = decimal
        self.findings = findings
        self._files: dict[str, FileTables] = {}

    def sheet(self, measurand: Measurand, check: str) -> _Sheet:
        """The first table that holds the measurand; in a workbook the sheet of its name before all others."""
        tables = self._tables(measurand.options[f"{check}_file"], measurand)
        troubles = []
        for table in sorted(tables.tables, key=lambda table: not _is_named(table, measurand)):
            found = _header(table)
            if found is None:
                continue
            try:
                return _Sheet(tables, table, *found, measurand, check, self.decimal)
            except _Trouble as trouble:
                if trouble.finding.code not in ("items_column", "items_no_rows"):
                    raise
                troubles.append(trouble)
        raise troubles[0] if troubles else _Trouble(_finding("items_no_item", tables, measurand))

    def _tables(self, path: str, measurand: Measurand) -> FileTables:
        path = os.path.join(self.folder, path)
        if path not in self._files:
            self._files[path] = files.read_tables(path, {})
            self.findings += [f for f in self._files[path].findings if f.severity != "error"]
        tables = self._files[path]
        for finding in tables.findings:
            if finding.severity == "error":
                raise _Trouble(finding)
        return tables


def _finding(code: str, tables: FileTables, measurand: Measurand, **values: Any) -> Finding:
    return Finding(code, file=tables.input["name"], measurand=measurand.label, **values)


def _is_named(table: Table, measurand: Measurand) -> bool:
    """Whether the worksheet has the name of the measurand."""
    return spelling.plain(table.sheet or "") == spelling.plain(measurand.name)


def _header(table: Table) -> tuple[int, list[Column]] | None:
    """The first record with a column of items, and its columns."""
    for record in range(min(_SEARCHED, len(table.rows))):
        header = [columns.Column(i, name) for i, name in enumerate(table.rows[record])]
        if any(map(_is_item, header)) and len(header) > 1:
            return record, header
    return None


def _is_item(column: Column) -> bool:
    return column.field == "item" or spelling.folded(column.stem) in _ITEM_WORDS


def _is_time(column: Column) -> bool:
    return spelling.folded(column.stem) in _TIME_WORDS


class _Sheet:
    """One table of results on items, with the columns that are of one measurand."""

    def __init__(
        self,
        tables: FileTables,
        table: Table,
        record: int,
        header: list[Column],
        measurand: Measurand,
        check: str,
        decimal: str | None,
    ) -> None:
        self.tables = tables
        self.table = table
        self.measurand = measurand
        self.header = header
        for finding in table.fit(record + 1, len(header)).values():
            if finding.severity == "error":
                raise _Trouble(finding)
        self.item = next(filter(_is_item, header))
        self.rows = [r for r in range(record + 1, len(table.rows)) if spelling.trim(self._cell(r, self.item))]
        self._keep_measurand()
        self.values = self._value_columns(measurand.options[f"{check}_column"])
        self.readings = [self._reading(column, decimal) for column in self.values]
        name = ", ".join(column.name for column in self.values)
        self.source = {"file": tables.input["name"], "sha256": tables.input["sha256"], "column": name}

    def trouble(self, code: str, **values: Any) -> _Trouble:
        return _Trouble(_finding(code, self.tables, self.measurand, **values))

    def _cell(self, record: int, column: Column) -> str:
        return str(self.table.rows[record][column.position])

    def _keep_measurand(self) -> None:
        """Of a table of several measurands the rows of this one."""
        column = next((c for c in self.header if c.field == "measurand"), None)
        if column is not None:
            wanted = spelling.plain(self.measurand.name)
            self.rows = [r for r in self.rows if spelling.plain(self._cell(r, column)) == wanted]
        if not self.rows:
            raise self.trouble("items_no_rows")

    def _value_columns(self, named: str) -> list[Column]:
        """The column that the scheme names, that of the measurand's name, or that of a word for results."""
        candidates = [column for column in self.header if self._may_hold_values(column)]
        wanted = {spelling.plain(text) for text in ([named] if named else self._names())}
        found = [column for column in candidates if not wanted.isdisjoint(_names_of(column))]
        if not found and not named:
            found = [column for column in candidates if _says_only_result(column)]
        if not found:
            names = ", ".join(column.name for column in candidates)
            raise self.trouble("items_column", names=names, wanted=named or self.measurand.name)
        return found

    def _may_hold_values(self, column: Column) -> bool:
        return bool(column.name) and not (
            column is self.item or column.field in _NOT_VALUES or _is_time(column)
        )

    def _names(self) -> list[str]:
        options = self.measurand.options
        return [text for text in (self.measurand.name, options["name"], options["name_zh"]) if text]

    def _reading(self, column: Column, decimal: str | None) -> NDArray[np.float64]:
        """The values of a column in the unit of evaluation, NaN for a blank or missing one."""
        reading = Reading([self._cell(record, column) for record in self.rows], frozenset())
        decimal_mark.settle([reading], decimal)
        wrong = ~np.isin(reading.status, (cells.NUMBER, cells.BLANK, cells.MISSING)) | (
            reading.qualifier != 0
        )
        wrong[list(reading.units())] = True
        numbers = reading.status == cells.NUMBER
        if self.measurand.options["transform"] != "none":
            wrong |= numbers & ~(reading.value > 0)
        if wrong.any():
            raise self._cell_trouble(self.rows[int(np.flatnonzero(wrong)[0])], column)
        values = np.where(numbers, reading.value, np.nan)
        return self._converted(values, reading, np.flatnonzero(numbers), column)

    def _cell_trouble(self, record: int, column: Column) -> _Trouble:
        finding = self.table.finding(
            "items_unreadable", record, column.position, name=column.name, measurand=self.measurand.label
        )
        return _Trouble(finding)

    def _converted(
        self,
        values: NDArray[np.float64],
        reading: Reading,
        numbers: NDArray[np.int64],
        column: Column,
    ) -> NDArray[np.float64]:
        have, want = units.read(column.unit), units.read(self.measurand.unit)
        if not column.unit or not self.measurand.unit or have.same(want):
            return values
        if not have.converts_to(want):
            raise self.trouble("items_unit", unit=column.unit, wanted=self.measurand.unit)
        values[numbers] = units.convert(reading.decimals(numbers), have, want)
        return values

    def times(self) -> dict[str, list[int]]:
        """Rows by time, in the order of the file; all under one time where there is no such column."""
        column = next(filter(_is_time, self.header), None)
        times: dict[str, list[int]] = {}
        for record in self.rows:
            times.setdefault(spelling.plain(self._cell(record, column)) if column else "", []).append(record)
        return times

    def measured(self, rows: Sequence[int]) -> Measured:
        """The values of some rows, items numbered in the order of the file."""
        known: dict[str, int] = {}
        values: list[float] = []
        item: list[int] = []
        place = {record: i for i, record in enumerate(self.rows)}
        for record in rows:
            number = known.setdefault(spelling.trim(self._cell(record, self.item)), len(known))
            for reading in self.readings:
                values.append(float(reading[place[record]]))
                item.append(number)
        if not np.isfinite(values).any():
            raise self.trouble("items_no_rows")
        return Measured(np.array(values), np.array(item, np.uintp), list(known))


def _names_of(column: Column) -> set[str]:
    """What a column may be called: as typed, without its unit, without the number of a replicate."""
    return {
        spelling.plain(name) for name in (column.name, column.stem, columns.split_replicate(column.stem)[0])
    }


def _says_only_result(column: Column) -> bool:
    """Whether the name is a word for results or the number of a replicate."""
    stem = columns.split_replicate(column.stem)[0]
    return columns.means_result(stem) or bool(columns.replicate_label(column.stem))
