"""All results of a round as columns, one entry a cell, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial._core import intake as core
from ringtrial.intake import spelling
from ringtrial.intake.cells import BLANK, MISSING, MISSING_TEXTS, NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ringtrial.findings import Finding
    from ringtrial.intake.columns import Column
    from ringtrial.intake.shape import Block
    from ringtrial.round import Measurand

    Integers = NDArray[np.int32]

UNCERTAINTIES = ("u", "U", "k")


class Results:
    """What the blocks hold; each module of the intake settles some of the columns and adds its findings."""

    laboratory: Integers  # position in laboratories
    laboratories: list[str]  # as typed, without the blanks around
    names: list[str] | None
    several_names: list[int]  # laboratories with more than one name
    pair: Integers  # position in measurands
    measurands: list[Measurand]
    replicate: Integers  # 0 where the file gives no number
    unit: Integers  # position in unit_texts
    unit_texts: list[str]  # as typed; the first is "", no unit

    def __init__(self, blocks: Sequence[Block], findings: list[Finding]) -> None:
        self.blocks = blocks
        self.several_names = []
        self.findings = findings
        sizes = [len(block.source) for block in blocks]
        self.starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self.block = np.repeat(np.arange(len(blocks), dtype=np.int32), sizes)
        self.record = np.concatenate([np.arange(size, dtype=np.int32) for size in sizes])
        self.readings = [block.source.reading(block.value) for block in blocks]
        self.status = _joined([reading.status for reading in self.readings])
        self.value = _joined([reading.value for reading in self.readings])
        self.qualifier = _joined([reading.qualifier for reading in self.readings])
        self.u, self.U, self.k = (np.full(len(self), np.nan) for _ in UNCERTAINTIES)

    def __len__(self) -> int:
        return int(self.starts[-1])

    @property
    def holds(self) -> NDArray[np.bool_]:
        """Entries that say something: neither blank nor a text for "not reported"."""
        holds: NDArray[np.bool_] = (self.status != BLANK) & (self.status != MISSING)
        return holds

    @property
    def numbers(self) -> NDArray[np.bool_]:
        numbers: NDArray[np.bool_] = self.status == NUMBER
        return numbers

    @property
    def words(self) -> NDArray[np.bool_]:
        """Entries of measurands that are no numbers."""
        return np.array([m.kind not in ("auto", "quantitative") for m in self.measurands], bool)[self.pair]

    @property
    def group(self) -> NDArray[np.int64]:
        """One number a laboratory and measurand."""
        return self.pair.astype(np.int64) * max(1, len(self.laboratories)) + self.laboratory

    def part(self, b: int) -> slice:
        """The entries of a block."""
        return slice(int(self.starts[b]), int(self.starts[b + 1]))

    def entries(self, b: int, positions: NDArray[np.int64]) -> list[int]:
        """The entries at these positions of a block whose measurand is a number."""
        entries = positions + self.starts[b]
        return [int(e) for e in entries[~self.words[entries]]] if positions.size else []

    def codes(
        self, texts_of: Callable[[Block], list[str] | str], shown: Callable[[str], str] = spelling.trim
    ) -> tuple[Integers, list[str]]:
        """For each entry the position of its text among the distinct ones, trimmed.

        ``texts_of(block)``: a text for each record, or one for all.
        """
        known: dict[str, int] = {}
        codes = np.empty(len(self), np.int32)
        done: dict[int, tuple[list[str], Integers]] = {}  # the list too, so that its id stays its own
        for b, block in enumerate(self.blocks):
            texts = texts_of(block)
            if isinstance(texts, str):
                codes[self.part(b)] = known.setdefault(shown(texts), len(known))
                continue
            if id(texts) not in done:
                local, distinct = core.factorize(texts)
                table = [known.setdefault(shown(text), len(known)) for text in distinct]
                done[id(texts)] = texts, np.array(table or [0], np.int32)[local]
            codes[self.part(b)] = done[id(texts)][1]
        return codes, list(known)

    def column(self, e: int, field: str = "value") -> Column:
        block = self.blocks[int(self.block[e])]
        return block.value if field == "value" else block.beside[field]

    def finding(self, code: str, e: int, field: str = "value", **values: Any) -> None:
        """A finding about an entry."""
        block = self.blocks[self.block[e]]
        values.setdefault("laboratory", self.laboratories[self.laboratory[e]])
        values.setdefault("measurand", self.measurands[self.pair[e]].label)
        self.findings.append(block.source.finding(code, int(self.record[e]), self.column(e, field), **values))

    def about(self, code: str, pair: int, **values: Any) -> None:
        """A finding about a measurand."""
        block = self.blocks[self.block[np.argmax(self.pair == pair)]]
        label = self.measurands[pair].label
        self.findings.append(block.source.finding(code, measurand=label, **values))

    def once(self, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first of these entries of each laboratory and measurand."""
        _, first = np.unique(self.group[entries], return_index=True)
        return entries[np.sort(first)]

    def cell(self, e: int, field: str = "value") -> str:
        return self.blocks[int(self.block[e])].source.cells(self.column(e, field))[int(self.record[e])]

    def beside(self, field: str) -> list[tuple[int, Column]]:
        """The blocks that have this field, with its column."""
        return [(b, block.beside[field]) for b, block in enumerate(self.blocks) if field in block.beside]

    def texts(self, cells_of: Callable[[Block], list[str] | None]) -> list[str]:
        """A text for each entry; None: blank."""
        parts = [cells_of(block) or [""] * len(block.source) for block in self.blocks]
        return parts[0] if len(parts) == 1 else [text for part in parts for text in part]


def is_missing(text: str) -> bool:
    """A text that says there is nothing, in a column beside the value."""
    return not text or spelling.plain(text).casefold() in MISSING_TEXTS


def _joined(parts: list[Any]) -> Any:
    return parts[0].copy() if len(parts) == 1 else np.concatenate(parts)
