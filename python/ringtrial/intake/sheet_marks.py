"""What openpyxl does not tell in its streaming mode: merged cells, hidden rows, formulas without a value.

Its other mode tells all but the last, and makes an object of every cell that a merged range covers: one range
over a whole sheet, a few bytes in a file, would never end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from typing import IO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a worksheet
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
TRUE = ("1", "true")


class Marks:
    """All rows and columns from 1, as in the file."""

    __slots__ = ("hidden_columns", "hidden_rows", "merged", "unstored")

    def __init__(self) -> None:
        self.merged: list[tuple[int, int, int, int]] = []  # first and last row, first and last column
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []  # first and last
        self.unstored: dict[int, dict[int, str]] = {}  # row, column: formula whose value was never stored


def scan(stream: IO[bytes], *, never_calculated: bool) -> Marks:
    """The marks of a worksheet; raises ``ValueError`` if its rows or cells are out of order or place.

    ``never_calculated``: the workbook asks to be calculated when opened, as libraries do that write formulas
    without calculating them; a stored 0 is then no value.
    """
    scanner = _Scanner(never_calculated)
    scanner.parser.ParseFile(stream)
    return scanner.marks


class _Scanner:
    def __init__(self, never_calculated: bool) -> None:
        self.marks = Marks()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self._never_calculated = never_calculated
        self._row = self._column = 0
        self._kind = ""
        self._texts: dict[str, list[str]] = {}  # of the elements of a cell with a formula
        self._inside = ""
        starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
        }
        starts |= {"col": self._start_column, "mergeCell": self._start_merged}
        self._starts = {f"{MAIN} {name}": start for name, start in starts.items()}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._starts.get(name)
        if start:
            start(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(float(attributes.get("r", self._row + 1)))
        if not self._row < row <= MOST_ROWS:
            raise ValueError(f"row {row} after row {self._row}")
        self._row, self._column = row, 0
        if attributes.get("hidden") in TRUE:
            self.marks.hidden_rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        column = _column_number(place.rstrip("0123456789")) if place else self._column + 1
        if not self._column < column <= MOST_COLUMNS:
            raise ValueError(f"column {column} after column {self._column}")
        self._column, self._kind = column, attributes.get("t", "n")

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in TRUE:
            self.marks.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _start_merged(self, attributes: dict[str, str]) -> None:
        corners = _RANGE.fullmatch(attributes["ref"])
        if corners:
            rows = sorted((int(corners[2]), int(corners[4])))
            columns = sorted((_column_number(corners[1]), _column_number(corners[3])))
            self.marks.merged.append((rows[0], rows[1], columns[0], columns[1]))

    def _start_formula(self, _: dict[str, str]) -> None:
        self._texts = {"f": []}
        self._inside = "f"
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start_value(self, _: dict[str, str]) -> None:
        if self._texts:
            self._texts["v"] = []
            self._inside = "v"

    def _text(self, text: str) -> None:
        if self._inside:
            self._texts[self._inside].append(text)

    def _end(self, name: str) -> None:
        self._inside = ""
        if name == f"{MAIN} c":
            if not self._is_stored("".join(self._texts.get("v", []))):
                self.marks.unstored.setdefault(self._row, {})[self._column] = "=" + "".join(self._texts["f"])
            self._texts = {}
            self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = None

    def _is_stored(self, value: str) -> bool:
        if self._never_calculated and value == "0":
            return False
        return bool(value) or self._kind == "str"  # a formula may give an empty text


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
