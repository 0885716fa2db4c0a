"""Worksheets filled column by column, with every digit that a double has.

XlsxWriter lays out the workbook: styles, widths, panes, filters, print set-up. The rows are made here, as
XML and while the sheet is written, because its cell-by-cell path takes some 5 µs a cell, keeps 16 of the 17
digits of a double, and takes a text such as ``<r>…</r>`` for markup. A test holds these rows against its own.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter

from ringtrial.outputs.cells import encodable, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xlsxwriter.format import Format

MAX_ROWS = 1_048_576  # of a worksheet, with its header
MAX_COLUMNS = 16_384
_LONGEST_TEXT = 32_767  # UTF-16 units in a cell
_CHUNK = 2_000  # rows made at a time: memory stays small, progress moves
_WIDTH_SAMPLE = 100  # rows looked at for the width of a column
_NARROWEST, _WIDEST = 6, 60
_PLAIN = re.compile(r"[A-Za-z0-9(][A-Za-z0-9 ()./,:;|*%-]{,99}")  # texts to be taken as they are


class Column:
    """Values under a title, each with its format (or one for all); None, NaN and "" are empty cells."""

    __slots__ = ("formats", "title", "values", "widest")

    def __init__(
        self,
        title: str,
        values: Sequence[Any],
        formats: Format | Sequence[Format | None] | None = None,
        *,
        widest: int = _WIDEST,
    ) -> None:
        self.title = title
        self.values = values
        self.formats = formats
        self.widest = widest

    def part(self, start: int, stop: int) -> Column:
        formats = self.formats[start:stop] if isinstance(self.formats, list) else self.formats
        return Column(self.title, self.values[start:stop], formats, widest=self.widest)


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet with one table, made when the workbook is closed."""

    def fill(
        self,
        columns: Sequence[Column],
        header: Format,
        *,
        above: Sequence[tuple[str, Format | None]] = (),
        fixed: int = 0,
        advance: Callable[[int], None] = lambda rows: None,
    ) -> None:
        """Take lines ``above``, the titles and the rows; filter by the titles, set the widths.

        The titles stay in sight when the sheet is scrolled, and so do the first ``fixed`` columns.
        ``advance`` is told the number of rows whenever some have been written.
        """
        self._table = (columns, header, above, advance)
        first, right = len(above), len(columns) - 1
        last = first + len(columns[0].values)
        self._check_dimensions(0, 0)
        self._check_dimensions(last, right)
        self.autofilter(first, 0, last, right)
        self.freeze_panes(first + 1, fixed)
        for position, column in enumerate(columns):
            self.set_column(position, position, _width(column))

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self.fh.writelines(self._lines())
        self._xml_end_tag("sheetData")

    def _lines(self) -> Iterator[str]:
        columns, header, above, advance = self._table
        for row, (text, style) in enumerate(above):
            yield from _rows([Column("", [text], style)], row)
        yield from _rows([Column("", [column.title], header) for column in columns], len(above))
        count = len(columns[0].values)
        for start in range(0, count, _CHUNK):
            stop = min(start + _CHUNK, count)
            yield from _rows([column.part(start, stop) for column in columns], len(above) + 1 + start)
            advance(stop - start)


def _rows(columns: Sequence[Column], first: int) -> Iterator[str]:
    starts = [f'<c r="{xl_col_to_name(position)}' for position in range(len(columns))]
    ends = [_ends(column) for column in columns]
    for row, cells in enumerate(zip(*ends, strict=True), first + 1):
        inside = "".join([f"{start}{row}{end}" for start, end in zip(starts, cells, strict=True) if end])
        yield f'<row r="{row}">{inside}</row>' if inside else ""


def _ends(column: Column) -> list[str]:
    """What follows the row number in each cell of a column; in a column of texts equal ones are made once."""
    values, styles = column.values, _styles(column)
    kinds = set(map(type, values))
    if kinds == {float}:
        pairs = zip(values, styles, strict=True)
        return ["" if value - value else f'"{style}><v>{value!r}</v></c>' for value, style in pairs]
    if kinds == {str}:
        made = {pair: _cell(*pair) for pair in set(zip(values, styles, strict=True))}
        return [made[pair] for pair in zip(values, styles, strict=True)]
    return list(map(_cell, values, styles))


def _styles(column: Column) -> list[str]:
    if not isinstance(column.formats, list):
        return [_index(column.formats)] * len(column.values)
    index = {style: _index(style) for style in dict.fromkeys(column.formats)}
    return [index[style] for style in column.formats]


def _cell(value: Any, style: str) -> str:
    if isinstance(value, float):
        return "" if value - value else f'"{style}><v>{float.__repr__(value)}</v></c>'
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'"{style} t="inlineStr"><is><t{_keep_blanks(value)}>{_xml(value)}</t></is></c>'
    if value is True or value is False:
        return f'"{style} t="b"><v>{value:d}</v></c>'
    return f'"{style}><v>{value}</v></c>'


def _index(style: Format | None) -> str:
    return "" if style is None else f' s="{style._get_xf_index()}"'


def _xml(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    writer = XMLwriter()
    escaped: str = writer._escape_data(writer._escape_control_characters(_short(encodable(harmless(text)))))
    return escaped


def _short(text: str) -> str:
    if len(text) <= _LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    return units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _keep_blanks(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() else ""


def _width(column: Column) -> int:
    """As wide as the title and the longest of the first values, within limits; Chinese takes two places."""
    sample = column.values[:_WIDTH_SAMPLE]
    formats = column.formats[:_WIDTH_SAMPLE] if isinstance(column.formats, list) else [column.formats]
    title = max(map(_places, column.title.split("\n"))) + 3  # beside the title stands the filter's arrow
    longest = max(map(_places, {value for value in sample if isinstance(value, str)}), default=0)
    largest = max(
        (abs(value) for value in sample if isinstance(value, float) and value == value), default=None
    )
    if largest is not None:
        longest = max(longest, *(len(_shown(-largest, style)) for style in dict.fromkeys(formats)))
    return min(max(title, longest + 2, _NARROWEST), column.widest)


def _shown(value: float, style: Format | None) -> str:
    pattern = style.num_format if style is not None else "General"
    number, _, mark = pattern.partition('"')
    if number == "General":
        return f"{value:.10g}"
    return f"{value:.{len(number.partition('.')[2])}f}{mark}"


def _places(text: str) -> int:
    return (
        len(text)
        if text.isascii()
        else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    )
