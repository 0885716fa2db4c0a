"""What ``ringtrial check`` says about files: how they were read, and how many results of what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._text import printable, shortened
from ringtrial.cli.console import Console, grid, table

if TYPE_CHECKING:
    from ringtrial.intake import Intake
    from ringtrial.round import Round


def recognised(console: Console, intake: Intake) -> list[str]:
    """What was read, as tables of at most 80 columns."""
    lines: list[str] = []
    for entry in intake.inputs:
        lines += [*table(_input_rows(console, entry)), ""]
    if intake.round is not None:
        lines += [*_counts(console, intake.round), ""]
    return lines


def _input_rows(console: Console, entry: dict[str, Any]) -> list[tuple[str, str]]:
    def label(key: str) -> str:
        return console.text(f"recognised.{key}")

    delimiters = {"\t": label("tab"), " ": label("blank")}
    sheets = entry.get("sheet")
    rows = {
        "file": entry["name"],
        "size": console.text("recognised.bytes", n=entry["bytes"]),
        "format": label("text") if entry.get("encoding") else label("xlsx") if sheets else None,
        "encoding": entry.get("encoding"),
        "delimiter": delimiters.get(entry.get("delimiter") or "", entry.get("delimiter")),
        "decimal": entry.get("decimal"),
        "sheet": ", ".join(sheets) if isinstance(sheets, list) else sheets,
        "shape": label(entry["form"]) if entry.get("form") else None,
        "rows": entry.get("rows"),
        "columns": "\n".join(
            f"{field} ← {printable(shortened(str(name)))}"
            for field, name in (entry.get("columns") or {}).items()
        ),
    }
    return [(label(key), _cell(value)) for key, value in rows.items() if value not in (None, "")]


def _cell(value: object) -> str:
    return "\n".join(printable(line) for line in str(value).split("\n"))


def _counts(console: Console, data: Round) -> list[str]:
    """Laboratories and, for each measurand, its results."""
    header = ("measurand", "item", "unit", "kind", "results", "censored", "missing")
    rows = []
    for position, measurand in enumerate(data.measurands):
        here = data.measurand == position
        reported = here & _reported(data, measurand.kind)
        censored = int((reported & (data.qualifier != 0)).sum())
        cells = (measurand.name, measurand.item, measurand.unit, measurand.kind)
        numbers = (int(reported.sum()), censored, int(here.sum() - reported.sum()))
        rows.append([*map(printable, map(shortened, cells)), *map(str, numbers)])
    counts = [
        (console.text("recognised.laboratories"), str(len(data.laboratories))),
        (console.text("recognised.measurands"), str(len(rows))),
    ]
    return [*table(counts), "", *grid([console.text(f"recognised.{key}") for key in header], rows)]


def _reported(data: Round, kind: str) -> Any:
    """Which entries hold a result: a number, or of qualitative kinds a text."""
    import numpy as np

    return (
        ~np.isnan(data.value)
        if kind == "quantitative"
        else np.array([bool(text) for text in data.text], dtype=bool)
    )
