"""What becomes of each cell: missing, not detected, limits, what cannot be read (methods/scheme.md, 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial._core import intake as core
from ringtrial.intake import cells, measurands, spelling
from ringtrial.intake.cells import (
    AMBIGUOUS,
    BLANK,
    BROKEN,
    DATE,
    FORMULA,
    MISSING,
    NOT_DETECTED,
    NUMBER,
    UNREADABLE,
)
from ringtrial.intake.results import is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.intake.reading import Reading
    from ringtrial.intake.results import Results

    Mask = NDArray[np.bool_]

TROUBLES = {
    UNREADABLE: "unreadable",
    BROKEN: "unreadable",
    DATE: "date_in_value",
    FORMULA: "formula_without_value",
    AMBIGUOUS: "ambiguous_number",
}
_SIGNS = dict.fromkeys(cells.BELOW, -1) | dict.fromkeys(cells.ABOVE, 1) | {"=": 0}


def settle_answers(results: Results) -> None:
    """In a qualitative measurand a cell is an answer, also where it looks like a number or "not detected"."""
    words = results.words
    answers = words & ~np.isin(results.status, (BLANK, MISSING, FORMULA, BROKEN))
    known = [measurands.categories(measurand) for measurand in results.measurands]
    for e in np.flatnonzero(words & (results.status == MISSING)).tolist():
        answers[e] = spelling.plain(results.cell(e)) in known[results.pair[e]]
    results.value[words] = np.nan
    results.qualifier[words] = 0
    results.status[answers] = NUMBER


def settle_signs(results: Results) -> None:
    """A column of "<" and ">" does what the sign in the cell does; "≈" is dropped."""
    for b, reading in enumerate(results.readings):
        for e in results.entries(b, reading.where([c.approximate for c in reading.distinct])):
            results.finding("approximate", e)
    for b, column in results.beside("qualifier"):
        codes, texts = core.factorize(results.blocks[b].source.cells(column))
        signs = [_sign(text) for text in texts]
        signed = np.flatnonzero(np.array([sign != 0 for sign in signs], bool)[codes])
        for e in results.entries(b, signed):
            _qualify(results, e, signs[codes[e - int(results.starts[b])]])


def _sign(text: str) -> int | None:
    """-1, 0 or 1, None for a text that is no sign."""
    word = spelling.plain(text).casefold()
    if word in cells.NOT_DETECTED_TEXTS:
        return -1
    return 0 if is_missing(text) else _SIGNS.get(word)


def _qualify(results: Results, e: int, sign: int | None) -> None:
    own = int(results.qualifier[e])
    if sign is None:
        results.finding("qualifier_unknown", e, "qualifier")
    elif own not in (0, sign):
        results.finding("qualifier_conflict", e, "qualifier")
    elif results.status[e] == NUMBER:
        results.qualifier[e] = sign
    elif results.status[e] == BLANK and sign < 0:
        results.status[e] = NOT_DETECTED


def settle_missing(results: Results, options: Mapping[str, Any]) -> None:
    """Findings for all that is no number, and what is done about it; afterwards it is blank."""
    for e in results.once(np.flatnonzero(results.status == BLANK)).tolist():
        results.finding("not_reported", e)
    for e in np.flatnonzero(results.status == MISSING).tolist():
        results.finding("missing_text", e)
    for e in np.flatnonzero(np.isin(results.status, list(TROUBLES))).tolist():
        tell_trouble(results, e, "value", int(results.status[e]), options["unreadable"])
    for b, reading in enumerate(results.readings):
        tell_assumed(results, b, reading, "value")
    for e in np.flatnonzero(results.status == NOT_DETECTED).tolist():
        _not_detected(results, e, options["not_detected"])
    results.status[results.status != NUMBER] = BLANK


def tell_trouble(results: Results, e: int, field: str, status: int, option: str) -> None:
    """A cell that is no number though there is something in it."""
    if TROUBLES[status] == "unreadable" and option == "skip":
        results.finding("unreadable", e, field, variant="skipped")
    else:
        results.finding(TROUBLES[status], e, field)


def tell_assumed(results: Results, b: int, reading: Reading, field: str) -> None:
    """1,234 taken for 1234 where nothing in the file proves the decimal mark."""
    if reading.assumed:
        for e in results.entries(b, reading.grouped()):
            results.finding("grouping_assumed", e, field)


def _not_detected(results: Results, e: int, option: str) -> None:
    """A result "ND" without a limit: below the measurand's detection limit, zero, or not reported."""
    measurand = results.measurands[results.pair[e]]
    limit = measurand.options["detection_limit"]
    if option == "stop":
        results.finding("not_detected", e, variant="stop")
    elif option == "zero":
        results.status[e], results.value[e] = NUMBER, 0.0
        results.finding("not_detected", e, variant="zero")
    elif option == "censored" and limit is not None:
        results.status[e], results.value[e], results.qualifier[e] = NUMBER, float(limit), -1
        results.finding("not_detected", e, variant="limit", limit=f"{limit:g} {measurand.unit}".rstrip())
    else:
        results.finding("not_detected", e, variant="missing" if option == "missing" else None)


def tell_negative(results: Results) -> None:
    """Results below zero, as the scheme wants it for each measurand."""
    for e in np.flatnonzero((results.value < 0) & results.holds).tolist():
        option = results.measurands[results.pair[e]].options["negative"]
        if option == "warn":
            results.finding("negative", e)
        elif option == "stop":
            results.finding("negative", e, variant="stop")
