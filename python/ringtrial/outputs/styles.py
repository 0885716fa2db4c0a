"""Cell formats of the workbook, each made once: decimals shown, and the colour and mark of a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MARKS = {
    "satisfactory": "●",
    "questionable": "◆",
    "unsatisfactory": "▲",
    "not_scored": "○",
    "not_reported": "–",
    "withdrawn": "×",
}

_FAINT = {"font_color": "#6B6B6B"}
# Light, middle and dark: told apart by colour-blind readers and on grey paper.
_SIGNALS: dict[str, dict[str, Any]] = {
    "satisfactory": {"bg_color": "#D9E7F3"},
    "questionable": {"bg_color": "#F2B84B"},
    "unsatisfactory": {"bg_color": "#9C1339", "font_color": "#FFFFFF", "bold": True},
}
_MOST_DECIMALS = 15


class Styles:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.header = self._make(bold=True, bg_color="#ECECEC", bottom=1, text_wrap=True, valign="top")
        self.title = self._make(bold=True, font_size=14)
        self.note = self._make(**_FAINT)
        self.wrapped = self._make(text_wrap=True, valign="top")

    def number(self, decimals: int | None) -> Format | None:
        """Shown with so many decimals; None: as the program likes."""
        return None if decimals is None else self._make(num_format=_pattern(decimals))

    def signal(self, signal: str) -> Format:
        """A text in the colour of its signal."""
        return self._make(align="center", **_SIGNALS.get(signal, _FAINT))

    def score(self, signal: str, decimals: int) -> Format:
        """A score in the colour of its signal, the mark shown beside it; the cell still holds a number."""
        mark = MARKS[signal] if signal in _SIGNALS and signal != "satisfactory" else "   "
        pattern = f'{_pattern(decimals)}" {mark}"'
        return self._make(num_format=pattern, align="right", **_SIGNALS.get(signal, _FAINT))

    def _make(self, **properties: Any) -> Format:
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _pattern(decimals: int) -> str:
    decimals = min(max(decimals, 0), _MOST_DECIMALS)
    return "0." + "0" * decimals if decimals else "0"
