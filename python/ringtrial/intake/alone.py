"""A table of one laboratory: no column says which, since all rows are its own (counts of detection)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial.intake import cells
from ringtrial.intake.columns import Column, counts_detection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ringtrial.intake.table import Table

CODE = "1"  # of the one laboratory
_KEYS = ("laboratory", "name")


def has_laboratory(columns: Sequence[Column]) -> bool:
    return any(column.field in _KEYS for column in columns)


def is_alone(columns: Sequence[Column], options: Mapping[str, Any]) -> bool:
    """Whether a table without laboratories may be read, and counts positives among tests."""
    counted = {counts_detection(column.name) for column in columns}
    return options.get("key") == "answer" and not has_laboratory(columns) and counted >= {"positive", "n"}


def column(position: int) -> Column:
    """The column that the file does not have."""
    made = Column(position, "")
    made.field = "laboratory"
    return made


def fill(table: Table, record: int, width: int) -> None:
    """A further cell in every record from the header on, behind ``width`` others; blank without numbers."""
    for place in range(record, len(table.rows)):
        row = table.rows[place]
        holds = place > record and any(cells.read(cell).status == cells.NUMBER for cell in row)
        row[:] = [*row[:width], *[""] * (width - len(row)), CODE if holds else "", *row[width:]]
    table.findings.append(table.finding("one_laboratory"))
