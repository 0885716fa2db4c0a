"""From a workbook to tables: every cell as the text it shows."""

from __future__ import annotations

import posixpath
import re
import warnings
from bisect import bisect_left, bisect_right
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from ringtrial.findings import Finding
from ringtrial.intake.archive import Archive, damage
from ringtrial.intake.sheet_marks import MAIN, TRUE, Marks, scan
from ringtrial.intake.table import Refused, SpecialCell, StoredNumber, Table, column_letter, note_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_CELLS = 40_000_000  # of a worksheet, with the blank ones between
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _Sheet:
    """A worksheet's entry in the workbook."""

    def __init__(self, name: str, part: str, hidden: bool) -> None:
        self.name, self.part, self.hidden = name, part, hidden


def read_workbook(archive: Archive, wanted: list[str] | None) -> tuple[list[Table], list[Finding]]:
    """The worksheets that hold anything (those ``wanted``, or all); raises ``Refused``."""
    load_workbook = _openpyxl()
    with damage(archive.file), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out (validations, extensions) is not asked for
        root = _workbook_root(archive)
        chosen, findings = _choose(_sheets(archive, root), wanted, archive.file)
        never_calculated = any(e.get("fullCalcOnLoad") in TRUE for e in root.iter(f"{{{MAIN}}}calcPr"))
        workbook = load_workbook(BytesIO(archive.data), read_only=True, data_only=True, keep_links=False)
        tables = []
        for sheet in chosen:
            with archive.open(sheet.part) as stream:
                marks = scan(stream, never_calculated=never_calculated)
            tables.append(_table(workbook[sheet.name], marks, sheet, archive.file))
        workbook.close()
    tables = [table for table in tables if table.rows]
    if not tables and not findings:
        raise Refused("empty_file", archive.file)
    return tables, findings


def _openpyxl() -> Callable[..., Any]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ImportError("reading XLSX files needs openpyxl: pip install 'ringtrial[xlsx]'") from None
    return load_workbook  # type: ignore[no-any-return]


def _workbook_root(archive: Archive) -> ElementTree.Element:
    with archive.open("xl/workbook.xml") as stream:
        root = ElementTree.parse(stream).getroot()
    if root.tag.startswith("{" + _STRICT):  # openpyxl would find all its sheets empty
        raise Refused("not_a_table", archive.file, "strict")
    return root


def _sheets(archive: Archive, root: ElementTree.Element) -> list[_Sheet]:
    parts = _worksheet_parts(archive)
    entries = [entry for entry in root.iter(f"{{{MAIN}}}sheet") if entry.get(_RELATION) in parts]
    names = [entry.attrib["name"] for entry in entries]
    if len(set(names)) < len(names):
        raise ValueError("two sheets of one name")
    hidden = [entry.get("state", "visible") != "visible" for entry in entries]
    return [_Sheet(n, parts[e.attrib[_RELATION]], h) for n, e, h in zip(names, entries, hidden, strict=True)]


def _worksheet_parts(archive: Archive) -> dict[str | None, str]:
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        relations = [relation.attrib for relation in ElementTree.parse(stream).getroot()]
    return {
        relation["Id"]: posixpath.normpath(posixpath.join("/xl", relation["Target"])).lstrip("/")
        for relation in relations
        if relation["Type"].endswith("/worksheet")
    }


def _choose(sheets: list[_Sheet], wanted: list[str] | None, file: str) -> tuple[list[_Sheet], list[Finding]]:
    if not wanted:
        return sheets, []
    names = [sheet.name for sheet in sheets]
    missing = [name for name in wanted if name not in names]
    known = ", ".join(names)
    findings = [Finding("sheet_missing", file=file, sheet=name, known=known) for name in missing]
    return [sheet for sheet in sheets if sheet.name in wanted], findings


def _table(worksheet: Any, marks: Marks, sheet: _Sheet, file: str) -> Table:
    worksheet.reset_dimensions()  # what the file says of its size is not always true
    rows, numbers = _records(worksheet.iter_rows(), marks, sheet, file)
    width = max(map(len, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        raise Refused("too_large", file, "cells", sheet=sheet.name)
    for row in rows:
        row.extend([""] * (width - len(row)))
    table = Table(file, rows, numbers, sheet=sheet.name, column_letters=True, hidden=sheet.hidden)
    table.merged = _merged(marks, numbers, width)
    _note_hidden(table, marks, width)
    note_cells(table, long=True, replaced=True)
    return table


def _records(
    sheet_rows: Iterable[Sequence[Any]], marks: Marks, sheet: _Sheet, file: str
) -> tuple[list[list[str]], list[int]]:
    covered = _Intervals((merged[0], merged[1]) for merged in marks.merged if merged[0] < merged[1])
    rows: list[list[str]] = []
    numbers: list[int] = []
    cells = last = 0
    for number, sheet_row in enumerate(sheet_rows, 1):
        row = [_shown(cell) if cell.value is not None else "" for cell in sheet_row]
        for column, formula in marks.unstored.get(number, {}).items():
            row[column - 1] = SpecialCell(formula, "formula")
        while row and not row[-1]:
            row.pop()
        if row or number in covered:
            rows.append(row)
            numbers.append(number)
            last = len(rows) if row else last
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refused("too_large", file, "cells", sheet=sheet.name)
    return rows[:last], numbers[:last]


class _Intervals:
    """Numbers in any of many intervals, which may overlap."""

    def __init__(self, intervals: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(intervals):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, number: int) -> bool:
        i = bisect_right(self._starts, number) - 1
        return i >= 0 and number <= self._ends[i]


def _shown(cell: Any) -> str:
    """The text that a cell (with a value) shows."""
    kind, value = cell.data_type, cell.value
    if kind == "n":
        return _number(value, *_percent(cell.number_format))
    if kind == "d":
        return SpecialCell(_date(value), "date")
    if kind == "b":
        return SpecialCell("TRUE" if value else "FALSE", "boolean")
    return SpecialCell(value, "error") if kind == "e" else str(value)


@cache
def _percent(number_format: str) -> tuple[int, str]:
    """The power of ten by which a format multiplies, and its unit: a quoted "%" is written, not counted."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\[[^\]]*\]', "", number_format)
    return (2, "%") if "%" in bare else (0, "%") if "%" in number_format else (0, "")


def _number(value: float, power: int, unit: str) -> StoredNumber:
    if power:
        from decimal import Decimal

        return StoredNumber(f"{Decimal(repr(value)).scaleb(power).normalize():f}", unit)
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return StoredNumber(repr(int(value) if whole else value), unit)


def _date(value: Any) -> str:
    """A date, time, date with time, or duration, as ISO 8601 writes it."""
    text = value.isoformat(sep=" ") if hasattr(value, "hour") and hasattr(value, "year") else str(value)
    return text.removesuffix(" 00:00:00")


def _merged(marks: Marks, numbers: Sequence[int], width: int) -> list[tuple[int, int, int, int]]:
    """The merged ranges that touch records, in their terms."""
    ranges = []
    for first_row, last_row, first_column, last_column in marks.merged:
        top, bottom = bisect_left(numbers, first_row), bisect_right(numbers, last_row) - 1
        left, right = first_column - 1, min(last_column, width) - 1
        if top <= bottom and left <= right and (top < bottom or left < right):
            ranges.append((top, bottom, left, right))
    covered = sum((bottom - top + 1) * (right - left + 1) for top, bottom, left, right in ranges)
    if covered > len(numbers) * width:
        raise ValueError("merged cells overlap")  # and could be gone through without end
    return ranges


def _note_hidden(table: Table, marks: Marks, width: int) -> None:
    if table.hidden:
        table.findings.append(table.finding("hidden", variant="sheet"))
    table.hidden_rows = {i for i, number in enumerate(table.row_numbers) if number in marks.hidden_rows}
    if table.hidden_rows:
        rows = sorted(table.row_numbers[i] for i in table.hidden_rows)
        table.findings.append(table.finding("hidden", row=rows[0], hidden=_spans(rows, str)))
    hidden = _Intervals(marks.hidden_columns)
    columns = [column for column in range(width) if column + 1 in hidden]
    table.hidden_columns = {column for column in columns if any(row[column] for row in table.rows)}
    if table.hidden_columns:
        columns = sorted(table.hidden_columns)
        spans = _spans(columns, column_letter)
        table.findings.append(table.finding("hidden", None, columns[0], variant="columns", hidden=spans))


def _spans(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Runs as spreadsheets write them: 3, 7:9."""
    starts = [n for i, n in enumerate(numbers) if i == 0 or numbers[i - 1] != n - 1]
    ends = [n for i, n in enumerate(numbers) if i == len(numbers) - 1 or numbers[i + 1] != n + 1]
    runs = zip(starts, ends, strict=True)
    return ", ".join(name(a) if a == b else f"{name(a)}:{name(b)}" for a, b in runs)
