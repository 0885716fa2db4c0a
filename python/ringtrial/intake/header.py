"""Where the table begins and ends: titles, header, second header row, summaries, footers (2.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial._core import intake as core
from ringtrial.intake import alone, cells, spelling, units
from ringtrial.intake.columns import NAMED, Column, Wanted, field_word, replicate_label
from ringtrial.noticed import Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ringtrial.findings import Finding
    from ringtrial.intake.table import Table

_SEARCHED = 30  # rows in which the header is looked for
_KEYS = ("laboratory", "name")
_SUMMARY_ROW = re.compile(  # also "Mean:" and "RSD (%)"
    r"(?:mean|average|median|sd|rsd|total|平均值|中位值|中位数|标准差|标准偏差|合计)[\s.:]*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"备注|说明|注(?![一-鿿])|(?i:notes?|remarks?)(?![A-Za-z])")


class Header:
    """The header of a table: its record, the records of titles, the second header row, the columns."""

    __slots__ = ("columns", "record", "second", "titles")

    def __init__(
        self, record: int, second: list[str] | None, titles: list[str], columns: list[Column]
    ) -> None:
        self.record = record
        self.second = second
        self.titles = titles
        self.columns = columns

    @property
    def first(self) -> int:
        """The first record below the header."""
        return self.record + 1 + (self.second is not None)


def find(table: Table, options: Mapping[str, Any]) -> Header | None:
    """The header of a table, or None: none of its first rows has a laboratory column."""
    named = Wanted(options["columns"], options.get("key", "laboratory"))
    for record in _candidates(table, options["header_row"]):
        row = _spread(table, record)
        columns = [column(position, name, named) for position, name in enumerate(row)]
        settle_unit_or_name(columns, lambda c, r=record: _below(table, r, c))  # type: ignore[misc]
        by_itself = alone.is_alone(columns, options)
        if by_itself:
            alone.fill(table, record, len(columns))
            columns.append(alone.column(len(columns)))
        if any(c.field in _KEYS for c in columns) and sum(1 for c in columns if c.name) > 1:
            second = _second(table, record, columns)
            titles = [t for r in range(record) for t in [_title(table.rows[r])] if t]
            if second is not None:
                columns = _joined(row, second, columns, named)
                columns[-1:] = [alone.column(len(columns) - 1)] if by_itself else columns[-1:]
            settle_factor(columns)
            return Header(record, second, titles, columns)
    return None


def settle_unit_or_name(columns: list[Column], cells_of: Callable[[Column], list[str]]) -> None:
    """A column 单位 holds units if a cell is one, or if all are the same beside codes; else names."""
    for one in columns:
        if one.word == "单位":
            texts = {spelling.trim(cell) for cell in cells_of(one)} - {""}
            alike = len(texts) < 2 and any(other.field == "laboratory" for other in columns)
            one.field = "unit" if alike or any(units.known(text) for text in texts) else "name"


def settle_factor(columns: list[Column]) -> None:
    """K is the coverage factor only beside an uncertainty and without a unit; else it is potassium."""
    uncertain = any(one.field in ("u", "U") for one in columns)
    for one in columns:
        if one.word == "K" and one.field == "k" and (one.unit or not uncertain):
            one.field = ""


def _below(table: Table, record: int, column: Column) -> list[str]:
    position = column.position
    return [row[position] for row in table.rows[record + 1 :] if len(row) > position]


def _candidates(table: Table, header_row: int | None) -> list[int]:
    if header_row is None:
        return list(range(min(_SEARCHED, len(table.rows))))
    return [r for r in range(min(header_row, len(table.rows))) if table.row_numbers[r] == header_row]


def column(position: int, name: str, named: Wanted) -> Column:
    """A column; ``named``: fields that the scheme gives to columns by name."""
    made = Column(position, name)
    if spelling.plain(name) in named:
        made.field = named[spelling.plain(name)]
        made.word = NAMED
    elif made.field in named.values():
        made.field = ""
    named.settle(made)
    return made


def _title(row: list[str]) -> str:
    return next((spelling.trim(cell) for cell in row if spelling.trim(cell)), "")


def _spread(table: Table, record: int) -> list[str]:
    """The cells of a record of the header: the text of a merged cell counts for all that it covers."""
    row = list(table.rows[record])
    for top, bottom, left, right in table.merged:
        if top <= record <= bottom:
            for position in range(left, min(right + 1, len(row))):
                row[position] = table.rows[top][left]
    return row


def _second(table: Table, record: int, columns: list[Column]) -> list[str] | None:
    """The row below, if it has no laboratory and holds units, replicate labels and names of fields only."""
    if record + 1 >= len(table.rows):
        return None
    row = list(table.rows[record + 1])
    row += [""] * (len(columns) - len(row))
    keys = [c.position for c in columns if c.field in _KEYS]
    texts = [spelling.trim(cell) for cell in row]
    filled = [text for text in texts if text]
    if not filled or any(texts[k] for k in keys) or not all(_is_label(text) for text in filled):
        return None
    numbers = [text for text in filled if text.isdigit()]
    return None if numbers and not _count_replicates(numbers) else texts


def _is_label(text: str) -> bool:
    return bool(replicate_label(text) or field_word(text)) or units.known(text)


def _count_replicates(labels: list[str]) -> bool:
    """Bare numbers below the header are replicates, not values, if they count 1, 2, …."""
    numbers = sorted({int(label) for label in labels})
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _joined(row: list[str], second: list[str], columns: list[Column], named: Wanted) -> list[Column]:
    """Columns of both header rows: measurand above; unit, replicate or field below."""
    joined, above = [], ""
    for position, below in enumerate(second):
        top = spelling.trim(row[position]) if position < len(row) else ""
        spans = not top and below and above
        known = position < len(columns) and columns[position].field
        above = "" if known and top else top or above
        name = above if spans else top
        made = column(position, name or below, named)
        if name and below:
            _add(made, below)
        joined.append(made)
    return joined


def _add(column: Column, below: str) -> None:
    """What the second header row says about a column."""
    column.name = f"{column.name} {below}"
    field = field_word(below)
    if replicate_label(below):
        column.replicate = replicate_label(below)
    elif units.known(below):
        column.unit = below
    elif field != "value" and column.field in ("", "value"):
        column.measurand = "" if column.field else column.stem
        column.field = field


class Body:
    """The records of results below a header, and what was noticed about the others."""

    __slots__ = ("findings", "records")

    def __init__(self, records: NDArray[np.int64], findings: list[Finding]) -> None:
        self.records = records
        self.findings = findings


def body(table: Table, first: int, key: Column, laboratories: list[str], values: list[Column]) -> Body:
    """Which records are results, from the ``first`` below the header on: not footers, summaries and blanks.

    ``laboratories`` are the cells of the column ``key``; the columns ``values`` may hold results.
    """
    codes, texts = core.factorize(laboratories)
    kinds = np.array([_kind(text) for text in texts] or [0], np.uint8)[codes]
    out, findings, end = [], Findings(), len(table.rows)
    for i in np.flatnonzero(kinds).tolist():
        record = first + i
        verdict = _verdict(table, record, int(kinds[i]), values)
        if verdict == "footer":
            end = record
            below = np.flatnonzero(kinds[i + 1 :] == _ORDINARY) + record + 1
            lost = sum(_holds_result(table, r, values) for r in below.tolist())
            findings.append(_footer(table, record, key, lost))
            break
        out.append(record)
        if verdict:
            findings.append(table.finding(verdict, record, key.position, name=key.name))
    records = np.setdiff1d(np.arange(first, end), np.array(out, np.int64), assume_unique=True)
    return Body(records, findings)


def _footer(table: Table, record: int, key: Column, lost: int) -> Finding:
    """``lost``: rows below a note that look like results."""
    variant = {"variant": "results", "severity": "warning"} if lost else {}
    rows = len(table.rows) - record
    return table.finding("footer", record, key.position, name=key.name, rows=rows, results=lost, **variant)


def filled_down(table: Table, position: int, first: int) -> list[str]:
    """A key column from a record on: a merged cell counts for all the rows it covers."""
    cells_ = [row[position] for row in table.rows[first:]]
    for top, bottom, left, right in table.merged:
        if left <= position <= right and top < bottom and bottom >= first:
            text = table.rows[top][left]
            for record in range(max(top, first), bottom + 1):
                cells_[record - first] = text
    return cells_


_ORDINARY, _BLANK, _SUMMARY, _NOTES = range(4)


def _kind(laboratory: str) -> int:
    text = spelling.plain(laboratory)
    if not text:
        return _BLANK
    if _NOTE.match(text):
        return _NOTES
    return _SUMMARY if _SUMMARY_ROW.fullmatch(text) else _ORDINARY


def _verdict(table: Table, record: int, kind: int, values: list[Column]) -> str:
    """What a record is whose laboratory is blank, a summary's name or a note."""
    if kind in (_SUMMARY, _NOTES):
        return "summary_row" if kind == _SUMMARY else "footer"
    texts = [spelling.plain(cell) for cell in table.rows[record]]
    if not any(texts):
        return ""
    if any(_SUMMARY_ROW.fullmatch(text) for text in texts if text):
        return "summary_row"
    return "laboratory_missing" if _holds_result(table, record, values) else "footer"


def _holds_result(table: Table, record: int, values: list[Column]) -> bool:
    return any(cells.read(table.rows[record][c.position]).status == cells.NUMBER for c in values)
