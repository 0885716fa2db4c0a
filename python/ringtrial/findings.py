"""What was noticed on the way: each finding says where, what the cell held, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import messages
from ringtrial._text import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

SEVERITIES = ("info", "warning", "error")
FIELDS = (
    "severity", "code", "file", "sheet", "row", "column", "cell", "laboratory", "measurand", "action",
    "action_zh", "text", "text_zh",
)  # fmt: skip
_LONGEST_NAME, _LONGEST_LIST = 60, 400


class Finding:
    """One finding; the texts come from ``messages/<language>/findings.toml``, filled with ``values``.

    ``variant`` names a table ``[code.variant]``, or several, which say what is different under the same code.
    """

    __slots__ = FIELDS

    severity: str
    code: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    cell: str | None
    laboratory: str | None
    measurand: str | None
    action: str
    action_zh: str
    text: str
    text_zh: str

    def __init__(
        self,
        code: str,
        *,
        variant: str | Sequence[str] | None = None,
        severity: str | None = None,
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        cell: str | None = None,
        laboratory: str | None = None,
        measurand: str | None = None,
        **values: Any,
    ) -> None:
        entry, entry_zh = (messages.load(language, "findings")[code] for language in messages.LANGUAGES)
        for name in (variant,) if isinstance(variant, str) else variant or ():
            entry, entry_zh = entry | entry[name], entry_zh | entry_zh.get(name, {})
        self.code = code
        self.severity = severity or entry["severity"]
        self.file, self.sheet, self.row, self.column = file, sheet, row, column
        self.cell = None if cell is None else shortened(cell)
        self.laboratory, self.measurand = laboratory, measurand
        known = {name: getattr(self, name) for name in FIELDS[2:9]} | values
        known = {name: _short(value) for name, value in known.items()}
        self.action, self.text = (entry[key].format_map(known) for key in ("action", "text"))
        self.action_zh, self.text_zh = (entry_zh[key].format_map(known) for key in ("action", "text"))

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    def place(self) -> str:
        """Where it is, for people: ``file.xlsx [sheet] row 7, column B``."""
        parts = [self.file or ""]
        if self.sheet:
            parts.append(f"[{self.sheet}]")
        if self.row:
            parts.append(f"row {self.row}" + ("," if self.column else ""))
        if self.column:
            parts.append(f"column {shortened(self.column)}")
        return " ".join(part for part in parts if part)

    def __repr__(self) -> str:
        return f"Finding({self.severity} {self.code}: {self.place()}: {self.text})"


def _short(value: Any) -> Any:
    """A text that a sentence can hold: a name or a cell in 60 characters, a list of names in 400."""
    if not isinstance(value, str):
        return value
    return shortened(value, _LONGEST_LIST if ", " in value else _LONGEST_NAME)
