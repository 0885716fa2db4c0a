"""What is measured: pairs of measurand and item, their options and kind (methods/scheme.md, 1 and 2.4)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.intake import spelling
from ringtrial.intake.cells import NO_TEXTS
from ringtrial.round import Measurand

if TYPE_CHECKING:
    from ringtrial.intake.results import Results
    from ringtrial.intake.shape import Block


def name_blocks(blocks: list[Block], scheme: Any) -> None:
    """A name for the measurand that neither a column nor a header names: sheet, scheme, file, header.

    Several files of results on items are measured on one thing: the name of the first serves all.
    """
    sheets: dict[str | None, set[str | None]] = {}
    for block in blocks:
        sheets.setdefault(block.source.file, set()).add(block.source.sheet)
    for block in blocks:
        if block.measurand or "measurand" in block.beside:
            continue
        source = block.source
        key = block.beside.get("laboratory")
        file = blocks[0].source.file if key and key.is_item else source.file
        several = len(sheets[source.file]) > 1
        stem = os.path.splitext(file)[0] if file else ""
        block.measurand = (
            (source.sheet or "" if several else "") or scheme.only_measurand() or stem or block.value.name
        )


def sheets_as_items(blocks: list[Block]) -> list[Block]:
    """Sheets of one file in which the same laboratories report the same measurands are items.

    Gives a block of each such file.
    """
    told = []
    for file in dict.fromkeys(block.source.file for block in blocks if block.source.sheet):
        mine = [block for block in blocks if block.source.file == file]
        if len({block.source.sheet for block in mine}) < 2 or any("item" in block.beside for block in mine):
            continue
        if _reported_twice(mine):
            for block in mine:
                block.item = block.source.sheet or ""
            told.append(mine[0])
    return told


def _reported_twice(blocks: list[Block]) -> bool:
    seen: dict[tuple[str, str], str | None] = {}
    for block in blocks:
        source = block.source
        laboratories = source.cells(block.beside.get("laboratory") or block.beside["name"])
        column = block.beside.get("measurand")
        measurands = source.cells(column) if column else [block.measurand] * len(source)
        for pair in zip(laboratories, measurands, strict=True):
            if seen.setdefault(pair, source.sheet) != source.sheet:
                return True
    return False


def settle(results: Results, scheme: Any) -> None:
    """Give every entry its measurand; names that agree but for blanks and width are one."""
    measurand, names = _settled(results, "measurand")
    item, items = _settled(results, "item")
    codes = measurand.astype(np.int64) * len(items) + item
    pairs, results.first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    results.pair = inverse.astype(np.int32)
    results.measurands = []
    for code in pairs.tolist():
        name, what = names[code // len(items)], items[code % len(items)]
        results.measurands.append(Measurand(name, what, "", "auto", scheme.options(name, what)))
    _tell_similar(results, names)


def _settled(results: Results, field: str) -> tuple[Any, list[str]]:
    """Codes and texts of names, in the order of the file."""

    def texts(block: Block) -> list[str] | str:
        column = block.beside.get(field)
        return block.source.cells(column) if column else getattr(block, field)

    codes, typed = results.codes(texts)
    known: dict[str, int] = {}
    table = [known.setdefault(spelling.plain(text), len(known)) for text in typed]
    first: dict[int, str] = {}
    for text, code in zip(typed, table, strict=True):
        first.setdefault(code, text)
    return np.array(table, np.int32)[codes], list(first.values())


def _tell_similar(results: Results, names: list[str]) -> None:
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(spelling.folded(name), name)
        if other is not name:
            pair = next(i for i, m in enumerate(results.measurands) if m.name == name)
            results.about("similar_measurands", pair, other=other)


def settle_kinds(results: Results) -> None:
    """The kind of each measurand; "auto": quantitative if a cell reads as a number, or none has words."""
    count = len(results.measurands)
    numbers = np.bincount(results.pair[results.numbers], minlength=count)
    words = results.holds & ~results.numbers & ~np.isin(results.status, NO_TEXTS)
    texts = np.bincount(results.pair[words], minlength=count)
    for position, measurand in enumerate(results.measurands):
        measurand.kind = measurand.options["kind"]
        if measurand.kind == "auto":
            measurand.kind = "quantitative" if numbers[position] or not texts[position] else "nominal"


def categories(measurand: Measurand) -> set[str]:
    """The answers that the scheme names, which are answers even where they look like "not reported"."""
    options = measurand.options
    named = [options["assigned_category"], *(options["accepted"] or []), *(options["levels"] or [])]
    named += list(options["partial"] or {})
    return {spelling.plain(str(name)) for name in named if name is not None}
