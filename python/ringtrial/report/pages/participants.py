"""Participants by code: results reported and number of each signal, no ranking (9.9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.signals import SIGNALS

if TYPE_CHECKING:
    from ringtrial.report.context import Context

_COLUMNS = 3  # tables beside one another on a wide page
_LONG = 18  # rows from which the list is split


def view(context: Context) -> dict[str, Any]:
    counts = {code: dict.fromkeys(SIGNALS, 0) for code in context.laboratories}
    for entry in context.document["measurands"]:
        for row in entry["results"]:
            counts[row["laboratory"]][row["signal"]] += 1
    shown = [
        s
        for s in SIGNALS
        if s != "not_reported" and (_always(s) or any(found[s] for found in counts.values()))
    ]
    rows = [
        {
            "code": code,
            "name": context.names.get(code, ""),
            "reported": sum(found.values()) - found["not_reported"],
            "counts": [(signal, found[signal]) for signal in shown],
        }
        for code, found in counts.items()
    ]
    return {"signals": shown, "tables": _split(rows), "count": len(rows), "named": bool(context.names)}


def _always(signal: str) -> bool:
    return signal in ("satisfactory", "questionable", "unsatisfactory")


def _split(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    if len(rows) < _LONG:
        return [rows]
    length = -(-len(rows) // _COLUMNS)
    return [rows[start : start + length] for start in range(0, len(rows), length)]
