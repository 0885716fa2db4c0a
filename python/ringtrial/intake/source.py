"""A table whose columns are recognised: cells by column, and where each of them stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial._core import intake as core
from ringtrial.findings import Finding
from ringtrial.intake import header as header_
from ringtrial.intake.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringtrial.intake.columns import Column
    from ringtrial.intake.table import Table


class Source(ABC):
    """The records of results of one table.

    A frame is a source too (``frames.py``); it has no file, and its columns may be numbers.
    """

    file: str | None = None
    sheet: str | None = None
    input: dict[str, Any]  # its entry in ``inputs``
    columns: list[Column]
    records: NDArray[np.int64]  # positions of the results among the records of the table
    missing: frozenset[str]
    title = ""

    def __len__(self) -> int:
        return len(self.records)

    @abstractmethod
    def cells(self, column: Column) -> list[str]:
        """The cells of a column, in the order of ``records``."""

    @abstractmethod
    def row(self, i: int) -> int:
        """The row that people see, of the i-th result."""

    def shown(self, column: Column) -> str:
        """The column that people see."""
        return column.name

    def reading(self, column: Column) -> Reading:
        return Reading(self.cells(column), self.missing)

    def formulas(self, column: Column) -> list[int]:
        """Where a formula stands whose value was never stored."""
        return []

    def release(self) -> None:  # noqa: B027 - a frame has nothing to let go
        """Nothing but the columns is needed from now on."""

    def finding(
        self, code: str, i: int | None = None, column: Column | None = None, **fields: Any
    ) -> Finding:
        if i is not None:
            fields.setdefault("row", self.row(i))
        if column is not None:
            fields.setdefault("column", self.shown(column))
            if i is not None:
                fields.setdefault("cell", str(self.cells(column)[i]))
        return Finding(code, file=self.file, sheet=self.sheet, **fields)


class TableSource(Source):
    """The records of a table of text cells."""

    def __init__(
        self, table: Table, header: header_.Header, entry: dict[str, Any], missing: frozenset[str]
    ) -> None:
        self.table = table
        self.header = header
        self.file, self.sheet = table.file, table.sheet
        self.input = entry
        self.columns = header.columns
        self.records = np.arange(header.first, len(table.rows))
        self.missing = missing
        self._cells: dict[int, list[str]] = {}
        self._readings: dict[int, Reading] = {}
        self.title = header.titles[0] if header.titles else ""

    def use(self, records: NDArray[np.int64]) -> None:
        """Settle which records are results."""
        if len(records) != len(self.records):
            self.records = records
            self._cells.clear()

    def formulas(self, column: Column) -> list[int]:
        """Where a formula stands whose value was never stored."""
        if not self.table.column_letters:
            return []
        return [i for i, cell in enumerate(self.cells(column)) if getattr(cell, "trouble", "") == "formula"]

    def release(self) -> None:
        """Take all columns out of the table, so that its records need no longer be kept in memory."""
        for column in self.columns:
            self.cells(column)
        del self.table.rows[self.header.first :]

    def cells(self, column: Column) -> list[str]:
        position = column.position
        if position not in self._cells:
            key = column.field in ("laboratory", "name", "measurand", "item")
            cells = (
                header_.filled_down(self.table, position, self.header.first)
                if key
                else [row[position] for row in self.table.rows[self.header.first :]]
            )
            if len(self.records) != len(cells):
                cells = core.take(cells, self.records - self.header.first)
            self._cells[position] = cells
        return self._cells[position]

    def reading(self, column: Column) -> Reading:
        if column.position not in self._readings:
            self._readings[column.position] = super().reading(column)
        return self._readings[column.position]

    def row(self, i: int) -> int:
        return int(self.table.row_numbers[int(self.records[i])])

    def shown(self, column: Column) -> str:
        return self.table.column(column.position, column.name)
