"""From blocks of results to a Round: every step in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringtrial._core import intake as core
from ringtrial.findings import Finding
from ringtrial.intake import (
    codes,
    conversion,
    decimal_mark,
    duplicates,
    measurands,
    quantities,
    spelling,
    suspicion,
    uncertainties,
)
from ringtrial.intake.results import Results
from ringtrial.round import Round

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringtrial.intake.shape import Block
    from ringtrial.scheme import Scheme


def assemble(blocks: list[Block], scheme: Scheme, findings: list[Finding]) -> Round:
    """Settle marks, laboratories, measurands, units, uncertainties and duplicates, and make the columns."""
    options = scheme.intake
    measurands.name_blocks(blocks, scheme)
    for block in measurands.sheets_as_items(blocks):
        findings.append(Finding("sheets_are_items", file=block.source.file))
    _settle_marks(blocks, options["decimal"], findings)
    results = Results(blocks, findings)
    assigned = codes.settle(results, options["codes"])
    measurands.settle(results, scheme)
    measurands.settle_kinds(results)
    quantities.settle_answers(results)
    quantities.settle_signs(results)
    conversion.settle_units(results)
    conversion.convert_values(results)
    uncertainties.settle(results, options)
    quantities.settle_missing(results, options)
    duplicates.number(results)
    order = duplicates.settle(results, options["duplicates"])
    quantities.tell_negative(results)
    suspicion.tell_units(results)
    suspicion.tell_uncertainties(results)
    if assigned:
        findings.append(Finding("codes_assigned", count=len(results.laboratories)))
    return _round(results, order, assigned)


def _settle_marks(blocks: list[Block], option: str | None, findings: list[Finding]) -> None:
    """One decimal mark for the columns of numbers of each file."""
    for file in dict.fromkeys(block.source.file for block in blocks):
        mine = [block for block in blocks if block.source.file == file]
        columns = {
            (id(block.source), column.position): (block.source, column)
            for block in mine
            for column in (block.value, *(block.beside[f] for f in ("u", "U", "k") if f in block.beside))
        }
        mark = decimal_mark.settle([source.reading(column) for source, column in columns.values()], option)
        for block in mine:
            block.source.input["decimal"] = "mixed" if mark == "?" else mark
        if mark == "?":
            findings.append(Finding("mixed_decimal", file=file))


def _round(results: Results, order: NDArray[np.int64], assigned: bool) -> Round:
    made = Round()
    made.laboratories, made.names, made.codes_assigned = results.laboratories, results.names, assigned
    made.measurands = results.measurands
    made.title = next((t for b in results.blocks for t in [b.source.title] if t), "")
    sources = list(dict.fromkeys(id(block.source) for block in results.blocks))
    made.sources = list({id(block.source): block.source.file or "" for block in results.blocks}.values())
    of_block = np.array([sources.index(id(block.source)) for block in results.blocks], np.int32)
    made.source = of_block[results.block[order]]
    made.form = results.blocks[0].source.input["form"]
    for name in ("measurand", "laboratory", "replicate", "value", "qualifier", "u", "U", "k"):
        setattr(made, name, getattr(results, "pair" if name == "measurand" else name)[order])
    made.value[~results.holds[order]] = np.nan
    made.reported = _ordered(results.texts(lambda b: b.source.cells(b.value)), order)
    made.text = _texts(results, order, made.reported)
    made.reported_unit = core.take(results.unit_texts, results.unit[order])
    made.method = _trimmed(results, order, "method")
    made.strata = _strata(results, order)
    return made


def _ordered(texts: list[str], order: NDArray[np.int64]) -> list[str]:
    if len(order) == len(texts) and bool((np.diff(order) == 1).all()):
        return texts
    return core.take(texts, order)


def _texts(results: Results, order: NDArray[np.int64], reported: list[str]) -> list[str]:
    """The trimmed cells; blank where a qualitative result is not reported."""
    texts = spelling.trimmed(reported)
    unanswered = np.flatnonzero(~results.holds[order] & results.words[order]).tolist()
    if unanswered:
        texts = list(texts)
        for j in unanswered:
            texts[j] = ""
    return texts


def _trimmed(results: Results, order: NDArray[np.int64], field: str) -> list[str]:
    if not results.beside(field):
        return [""] * len(order)
    texts = results.texts(lambda b: b.source.cells(b.beside[field]) if field in b.beside else None)
    return spelling.trimmed(_ordered(texts, order))


def _strata(results: Results, order: NDArray[np.int64]) -> dict[str, list[str]]:
    """The kept columns, by name; a column without one by its place."""
    names = dict.fromkeys(_name(block, c) for block in results.blocks for c in block.strata)
    strata = {}
    for name in names:

        def cells(block: Block, wanted: str = name) -> list[str] | None:
            return next((block.source.cells(c) for c in block.strata if _name(block, c) == wanted), None)

        strata[name] = spelling.trimmed(_ordered(results.texts(cells), order))
    return strata


def _name(block: Block, column: object) -> str:
    return column.name or block.source.shown(column)  # type: ignore[attr-defined, arg-type]
