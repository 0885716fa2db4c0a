"""A whole column of cells at once: plain numbers in one go, each other distinct text once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringtrial._core import intake as core
from ringtrial.intake import cells as cell_texts
from ringtrial.intake.cells import AMBIGUOUS, BLANK, BROKEN, DATE, FORMULA, NUMBER, UNREADABLE, Cell
from ringtrial.intake.table import SpecialCell

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kinds of cells as _core.intake.scan tells them; a subclass of str adds SUBCLASS.
K_BLANK, K_WHOLE, K_POINT, K_COMMA, K_POINT_OR_NOT, K_COMMA_OR_NOT, K_OTHER = range(7)
SUBCLASS = 8
_DECIMAL = {".": (K_POINT, K_POINT_OR_NOT), ",": (K_COMMA, K_COMMA_OR_NOT), "?": (K_POINT, K_COMMA)}
_TROUBLES = {"date": DATE, "formula": FORMULA, "error": BROKEN}
_RESULTS = (NUMBER, cell_texts.NOT_DETECTED)


class Reading:
    """Cells of one column. After ``decide``: ``status``, ``value``, ``qualifier`` of each."""

    __slots__ = (
        "assumed", "cells", "distinct", "kind", "mark", "missing", "percent", "qualifier", "slot", "status",
        "stored", "value",
    )  # fmt: skip

    assumed: bool  # nothing in the file proves the decimal mark

    status: NDArray[np.uint8]
    qualifier: NDArray[np.int8]
    value: NDArray[np.float64]  # NaN where status is not NUMBER

    def __init__(self, cells: list[str], missing: frozenset[str] = frozenset()) -> None:
        self.cells = cells
        self.missing = missing
        self.mark = "."
        self.distinct: list[Cell] = []
        self.value, kind = core.scan(cells, 0)
        subclass = np.flatnonzero(kind >= SUBCLASS).tolist()
        self.kind = kind & (SUBCLASS - 1)
        self.slot = np.full(len(cells), -1, np.int32)
        self.stored = np.zeros(len(cells), bool)
        self.percent = {i for i in subclass if getattr(cells[i], "unit", "")}
        self._special(subclass)
        self._slowly(np.flatnonzero((self.kind == K_OTHER) & (self.slot < 0)))

    def _special(self, positions: list[int]) -> None:
        """Cells of a worksheet that are no texts: stored numbers, and what is neither text nor number."""
        for i in positions:
            cell = self.cells[i]
            if isinstance(cell, SpecialCell):
                self.kind[i], self.value[i] = K_OTHER, np.nan
                self.slot[i] = len(self.distinct)
                self.distinct.append(Cell(_TROUBLES.get(cell.trouble, UNREADABLE)))
            elif self.kind[i] not in (K_BLANK, K_OTHER):
                self.stored[i] = True

    def _slowly(self, positions: NDArray[np.int64]) -> None:
        if not positions.size:
            return
        codes, texts = core.factorize(core.take(self.cells, positions))
        self.slot[positions] = codes + len(self.distinct)
        self.distinct.extend(cell_texts.read(text, self.missing) for text in texts)

    def evidence(self) -> set[str]:
        """The decimal marks these cells prove."""
        kinds = self.kind[~self.stored]
        found = {mark for mark, kind in ((".", K_POINT), (",", K_COMMA)) if bool((kinds == kind).any())}
        return found | {cell.number.evidence for cell in self.distinct if cell.number} - {"", "?"}

    def readable(self) -> tuple[int, int, int]:
        """Cells that are not blank, that are results or missing whatever the mark, that are results."""
        status = np.array([cell.status for cell in self.distinct] or [0], np.uint8)[self.slot]
        slow = self.slot >= 0
        blank = (self.kind == K_BLANK) | (slow & (status == BLANK))
        result = ~blank & (~slow | np.isin(status, _RESULTS))
        missing = slow & (status == cell_texts.MISSING)
        return int((~blank).sum()), int((result | missing).sum()), int(result.sum())

    def holds_numbers(self) -> bool:
        """Whether a cell is a number or a limit, whatever the mark."""
        plain = (self.kind != K_BLANK) & (self.slot < 0)
        return bool(plain.any()) or any(cell.status == NUMBER for cell in self.distinct)

    def decide(self, mark: str) -> None:
        """Settle what each cell is with "." or "," as decimal mark, or "?": each by itself."""
        self.mark = mark
        plain = np.isin(self.kind, (K_WHOLE, *_DECIMAL[mark])) | self.stored
        self._slowly(np.flatnonzero(~plain & (self.kind != K_BLANK) & (self.slot < 0)))
        slow = self.slot >= 0
        self.status = np.where(self.kind == K_BLANK, BLANK, NUMBER).astype(np.uint8)
        self.qualifier = np.zeros(len(self.cells), np.int8)
        if slow.any():
            settled = [self._settled(cell) for cell in self.distinct]
            self.status[slow] = np.array([s for s, _ in settled], np.uint8)[self.slot[slow]]
            self.value[slow] = np.array([v for _, v in settled])[self.slot[slow]]
            qualifiers = np.array([cell.qualifier for cell in self.distinct], np.int8)
            self.qualifier[slow] = qualifiers[self.slot[slow]]

    def _settled(self, cell: Cell) -> tuple[int, float]:
        """Status and value of a distinct text."""
        if cell.number is None:
            return cell.status, np.nan
        if self.mark == "?" and cell.number.evidence == "?":
            return AMBIGUOUS, np.nan
        text = cell.number.text(self._mark(cell))
        value = float(text) + 0.0 if text else np.inf
        return (BROKEN, np.nan) if np.isinf(value) else (cell.status, value)

    def _mark(self, cell: Cell) -> str:
        assert cell.number is not None
        return self.mark if self.mark != "?" else cell.number.evidence or "."

    def cell(self, i: int) -> Cell | None:
        """What was read slowly at this position."""
        return self.distinct[self.slot[i]] if self.slot[i] >= 0 else None

    def where(self, wanted: list[bool]) -> NDArray[np.int64]:
        """Positions of the cells whose distinct text is wanted."""
        if not any(wanted):
            return np.empty(0, np.int64)
        return np.flatnonzero((self.slot >= 0) & np.array(wanted)[self.slot])

    def units(self) -> dict[int, str]:
        """The units that stand in cells, by position."""
        found: dict[int, str] = dict.fromkeys(self.percent, "%")
        for i in self.where([bool(cell.unit) for cell in self.distinct]).tolist():
            found[i] = self.distinct[self.slot[i]].unit
        return found

    def grouped(self) -> NDArray[np.int64]:
        """Cells such as 1,234 that were taken for 1234 though the mark might be decimal."""
        numbers = [cell.number for cell in self.distinct]
        return self.where([n is not None and n.evidence == "?" and _grouped(n.as_point) for n in numbers])

    def uncertainty(self, i: int) -> str:
        """The uncertainty that stands in this cell, as a decimal text."""
        cell = self.distinct[self.slot[i]]
        assert cell.number is not None and cell.uncertainty is not None
        mark = self.mark if self.mark != "?" else cell.uncertainty.evidence.strip("?") or self._mark(cell)
        return cell.uncertainty.text(mark) or "nan"

    def decimals(self, positions: NDArray[np.int64]) -> list[str]:
        """The numbers at these positions as decimal texts that ``units.convert`` takes."""
        texts = core.take(self.cells, positions)
        for j, i in enumerate(positions.tolist()):
            cell = self.cell(i)
            if cell is not None and cell.number is not None:
                texts[j] = cell.number.text(self._mark(cell)) or "nan"
        return texts


def _grouped(as_point: str | None) -> bool:
    return as_point is not None and as_point.endswith("e0")


class Numbers(Reading):
    """A column of a frame that holds numbers: used as they are, NaN is blank, infinities are unreadable."""

    __slots__ = ()

    def __init__(self, numbers: NDArray[np.float64], cells: list[str]) -> None:
        self.cells = cells
        self.missing = frozenset()
        self.mark = "."
        self.kind = np.where(np.isnan(numbers), K_BLANK, K_WHOLE).astype(np.uint8)
        self.stored = self.kind == K_WHOLE
        self.percent = set()
        self.distinct = [Cell(UNREADABLE)]
        self.slot = np.where(np.isinf(numbers), 0, -1).astype(np.int32)
        touched = bool((self.slot == 0).any() or (np.signbit(numbers) & (numbers == 0)).any())
        self.value = numbers + 0.0 if touched else numbers  # -0 is 0; the frame's own stay as they are
