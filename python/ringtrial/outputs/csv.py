"""CSV files of RFC 4180 with "\\n" for line ends: empty is "not computed", text is never a formula."""

from __future__ import annotations

import csv
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ringtrial.outputs.cells import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BOM = "\ufeff"


def write_table(
    path: str | os.PathLike[str], columns: Mapping[str, Sequence[Any]], *, bom: bool, mode: int = 0o666
) -> None:
    """Write columns of equal length under their names into a new file of that mode (less the umask)."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, mode)

    with open(path, "x", encoding="utf-8", errors="backslashreplace", newline="", opener=opener) as file:
        file.write(_BOM if bom else "")
        file.writelines(lines(columns))


def lines(columns: Mapping[str, Sequence[Any]]) -> Iterable[str]:
    """The lines of the file, header first."""
    made: list[str] = []
    # A lone CR is quoted only if the line end holds one, so the writer has "\r\n" and loses the CR below.
    writer = csv.writer(SimpleNamespace(write=made.append), lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*(map(cell, column) for column in columns.values()), strict=True))
    return (line[:-2] + "\n" for line in made)


def cell(value: Any) -> Any:
    """What stands in the file for a value; the writer gives a float its shortest round-trip decimal."""
    if isinstance(value, float):
        return "" if value - value else value  # true for NaN and infinities
    if isinstance(value, str):
        return harmless(value)
    if value is True or value is False:
        return "true" if value else "false"
    return value
