"""Participants by code: results reported and number of each signal, no ranking (9.9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.qualitative import proportion
from ringtrial.report.pages.summary import shares
from ringtrial.report.signals import JUDGED, SIGNALS

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
    groups = _groups(context)
    return {
        "groups": groups,
        "signals": shown,
        "tables": _split(rows),
        "count": len(rows),
        "named": bool(context.names),
    }


def _groups(context: Context) -> list[dict[str, Any]]:
    """Results of all measurands by the groups that the scheme names, with the share that is satisfactory."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for entry in context.document["measurands"]:
        for strata in entry["strata"]:
            names = found.setdefault(strata["by"], {})
            for group in strata["groups"]:
                counts = names.setdefault(group["stratum"], dict.fromkeys(JUDGED, 0))
                for signal in JUDGED:
                    counts[signal] += group[f"n_{signal}"]
    return [{"by": by, "rows": [_group(*pair) for pair in names.items()]} for by, names in found.items()]


def _group(name: str, counts: dict[str, int]) -> dict[str, Any]:
    share = proportion(counts["satisfactory"], sum(counts.values()))
    percent = {key: f"{100 * getattr(share, key):.0f}" for key in ("estimate", "lower", "upper")}
    return {
        "name": name,
        "results": share.n,
        "shares": shares(counts),
        "satisfactory": f"{percent['estimate']} %" if share.n else "",
        "interval": f"{percent['lower']} – {percent['upper']} %" if share.n else "",
    }


def _always(signal: str) -> bool:
    return signal in JUDGED


def _split(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    if len(rows) < _LONG:
        return [rows]
    length = -(-len(rows) // _COLUMNS)
    return [rows[start : start + length] for start in range(0, len(rows), length)]
