"""The scale on which a measurand was evaluated: its own unit, or logarithms, for drawing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOGARITHMS = {"log10": math.log10, "ln": math.log}
_NAMES = {"log10": "log₁₀", "ln": "ln"}


def on_scale(entry: dict[str, Any], transform: str) -> dict[str, Any]:
    """The entry with results and assigned value on the scale of its statistics and of σ_pt.

    Results without a logarithm are left out. Expanded uncertainties are stated in the unit and are left out
    too; the standard uncertainties of the document are on the scale already.
    """
    if transform == "none":
        return entry
    logarithm = _LOGARITHMS[transform]
    rows = [
        row
        | {
            "value": logarithm(row["value"]),
            "expanded_u": math.nan,
            "reported_unit": row["reported_unit"] or entry["unit"],
        }
        for row in entry["results"]
        if known(row["value"]) and row["value"] > 0
    ]
    x = entry["assigned_value"]
    assigned = logarithm(x) if known(x) and x > 0 else math.nan
    return entry | {
        "results": rows,
        "assigned_value": assigned,
        "unit": unit_on_scale(entry["unit"], transform),
    }


def numbers_on_scale(values: Iterable[object], transform: str) -> list[float]:
    """Those that are on the scale; others, and missing ones, are left out."""
    finite = [value for value in values if known(value)]
    if transform == "none":
        return finite
    return [_LOGARITHMS[transform](value) for value in finite if value > 0]


def unit_on_scale(unit: str, transform: str) -> str:
    return unit if transform == "none" else f"{_NAMES[transform]}({unit or '1'})"


def factor(step: float, transform: str) -> float:
    """What a distance on the logarithmic scale multiplies a value by; infinite beyond the largest double."""
    try:
        return 10.0**step if transform == "log10" else math.exp(step)
    except OverflowError:
        return math.inf
