"""What a file is once it is read: tables of text cells, before anything in them is understood.

``read_tables`` (``intake/files.py``) makes them; recognition (header, columns, cells, units) starts here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence


LONGEST_CELL = 32_767  # characters, what a spreadsheet program can hold
Ragged = tuple[int, int | None, str | None]  # fields of a record; position and text of one too many


class StoredNumber(str):
    """A number of a worksheet cell: no evidence about the decimal mark, always a point.

    The text is the shortest that reads back as the stored double; with a percent format it is the number
    shown (stored 0.0052 as ``0.00%`` is "0.52") and ``unit`` is "%".
    """

    __slots__ = ("unit",)
    unit: str  # "%" or ""

    def __new__(cls, text: str, unit: str = "") -> StoredNumber:
        cell = super().__new__(cls, text)
        cell.unit = unit
        return cell


class SpecialCell(str):
    """A worksheet cell that is neither text nor number; the text is what the cell shows (a date: ISO 8601).

    Whether it is a trouble depends on its column, so recognition says so: in a column of values "date" is
    ``date_in_value`` and "error" and "boolean" are ``unreadable``; "formula" (a formula whose value was never
    stored, the text is the formula) is ``formula_without_value`` in every column that is used.
    Elsewhere (a date of analysis among the kept columns) the text stands.
    """

    __slots__ = ("trouble",)
    trouble: str  # "date", "error", "boolean", "formula"

    def __new__(cls, text: str, trouble: str) -> SpecialCell:
        cell = super().__new__(cls, text)
        cell.trouble = trouble
        return cell


class Table:
    """A delimited text file, or one worksheet, as records of cells.

    Wholly blank records are left out (unless a merged cell covers them). Records of a text file are as long
    as they were typed until ``fit`` is called; those of a worksheet are equally long and begin at column A.
    ``findings`` are those that count only if the table is used: drop them with a sheet that is passed over
    (``sheet_skipped``).
    """

    __slots__ = (
        "column_letters", "file", "findings", "hidden", "hidden_columns", "hidden_rows", "merged",
        "row_numbers", "rows", "sheet",
    )  # fmt: skip

    file: str  # name without folder
    sheet: str | None
    rows: list[list[str]]  # cell texts as typed or shown, "" blank; nothing trimmed or normalised
    row_numbers: Sequence[int]  # of each record: its first line in the file, row of the sheet; from 1
    column_letters: bool  # a worksheet: messages name columns by letter too
    merged: list[tuple[int, int, int, int]]  # first and last record, first and last column
    hidden_rows: set[int]  # positions in rows
    hidden_columns: set[int]  # positions in a record
    hidden: bool  # the sheet
    findings: list[Finding]

    def __init__(
        self,
        file: str,
        rows: list[list[str]],
        row_numbers: Sequence[int],
        *,
        sheet: str | None = None,
        column_letters: bool = False,
        merged: list[tuple[int, int, int, int]] | None = None,
        hidden_rows: set[int] | None = None,
        hidden_columns: set[int] | None = None,
        hidden: bool = False,
        findings: list[Finding] | None = None,
    ) -> None:
        self.file, self.sheet, self.rows, self.row_numbers = file, sheet, rows, row_numbers
        self.column_letters, self.merged, self.hidden = column_letters, merged or [], hidden
        self.hidden_rows, self.hidden_columns = hidden_rows or set(), hidden_columns or set()
        self.findings = findings if findings is not None else []

    def column(self, position: int, name: str = "") -> str:
        """A column for people: its name, in a worksheet with the letter; without a name letter or number."""
        place = column_letter(position) if self.column_letters else "" if name else str(position + 1)
        return f"{name} ({place})" if name and place else name or place

    def finding(
        self,
        code: str,
        record: int | None = None,
        column: int | None = None,
        *,
        name: str = "",
        **fields: Any,
    ) -> Finding:
        """A finding about this table, a record of it, or one of its cells (``name``: of the column)."""
        if record is not None:
            fields.setdefault("row", self.row_numbers[record])
        if column is not None:
            fields.setdefault("column", self.column(column, name))
        if record is not None and column is not None and column < len(self.rows[record]):
            fields.setdefault("cell", str(self.rows[record][column]))
        return Finding(code, file=self.file, sheet=self.sheet, **fields)

    def fit(self, first: int, width: int) -> dict[int, Ragged]:
        """Make the records from ``first`` on ``width`` cells long, the length of the header.

        Blanks are added (``ragged_row``, warning) or taken away (silently); further cells that hold something
        are ``ragged_row`` as an error. The answer is by record, so that footers and summaries can be let off;
        ``ragged`` makes a finding of one.
        """
        found: dict[int, Ragged] = {}
        for record in range(first, len(self.rows)):
            row = self.rows[record]
            if len(row) != width:
                further = next((i for i in range(width, len(row)) if not is_blank(row[i])), None)
                if len(row) < width:
                    found[record] = len(row), None, None
                elif further is not None:
                    found[record] = len(row), further, row[further]
                row[:] = (row + [""] * (width - len(row)))[:width]
        return found

    def ragged(self, record: int, found: Ragged, width: int) -> Finding:
        fields, further, cell = found
        if cell is None:
            return self.finding("ragged_row", record, fields=fields, expected=width)
        return self.finding(
            "ragged_row", record, further, variant="long", cell=str(cell), fields=fields, expected=width
        )


class Refused(Exception):
    """The content of a file cannot be read at all: the finding (an error) says why and what to do."""

    def __init__(self, code: str, file: str, variant: str | None = None, **fields: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, file=file, variant=variant, **fields)


class FileTables:
    """The tables of one file, what was noticed about the file as a whole, and its entry for ``inputs``."""

    __slots__ = ("findings", "input", "tables")

    def __init__(self, tables: list[Table], findings: list[Finding], input: dict[str, Any]) -> None:
        self.tables = tables  # empty if the file cannot be read: then a finding is an error
        self.findings = findings
        self.input = input  # "name", "sha256", "bytes", "encoding", "delimiter"; None where there is none


def column_letter(position: int) -> str:
    """A, B, …, Z, AA, …: the letter of a worksheet's column, from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def note_cells(table: Table, *, long: bool, replaced: bool) -> None:
    """Look for ``long_cell`` and ``replacement_character``, where there can be any."""
    if long:
        for record, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if len(cell) > LONGEST_CELL:
                    table.findings.append(table.finding("long_cell", record, column, length=len(cell)))
    if replaced:
        places = [
            (i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row) if "\ufffd" in cell
        ]
        if places:
            table.findings.append(table.finding("replacement_character", *places[0], cells=len(places)))


def is_blank(cell: str) -> bool:
    return not cell or cell.isspace()
