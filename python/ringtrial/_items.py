"""Checks of the items in the documents: what was measured, what was found, what it did to the evaluation."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

from ringtrial import _core

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.round import ItemResults

PARTS = ("characterisation", "homogeneity", "transport", "stability")  # of u(x_pt)
NO_COLUMNS: dict[str, Any] = {  # of assigned.csv, where nothing was checked
    "u_homogeneity": math.nan,
    "u_transport": math.nan,
    "u_stability": math.nan,
    "between_items_sd": math.nan,
    "homogeneous": None,
    "item_change": math.nan,
    "stable": None,
}
_RULES = {"homogeneity": "when_inhomogeneous", "stability": "when_unstable"}


def without_folders(options: dict[str, Any]) -> dict[str, Any]:
    """The options for the documents: files by name, whatever folder of whose machine they are in."""
    return options | {key: os.path.basename(options[key]) for key in ("homogeneity_file", "stability_file")}


def columns_of(row: dict[str, Any]) -> dict[str, Any]:
    """What the checks of the items say in a row of the summary."""
    homogeneity, stability = row["homogeneity"] or {}, row["stability"] or {}
    return {
        **{f"u_{part}": row["uncertainty"][part] for part in PARTS[1:]},
        "between_items_sd": homogeneity.get("s_s", math.nan),
        "homogeneous": homogeneity.get("decision"),
        "item_change": stability.get("difference", math.nan),
        "stable": stability.get("decision"),
    }


def details_of(items: ItemResults, row: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Both checks with what was measured and where it comes from; None: not checked."""
    measured = {
        "homogeneity": {"items": items.homogeneity},
        "stability": {"before": items.before, "after": items.after},
    }
    shared = {"criterion_used": options["item_criterion"], "factor": options["item_factor"]}
    return {
        check: row[check]
        and {
            **items.sources[check],
            **shared,
            **row[check],
            "rule": options[_RULES[check]],
            "u": row[f"u_{check}"],
            **{name: results.by_item() for name, results in parts.items()},
        }
        for check, parts in measured.items()
    }


def means_of(items: Sequence[Sequence[float]]) -> list[float]:
    """The mean of each item's results; NaN where it has none."""
    numbers = [i for i, values in enumerate(items) for _ in values]
    flat = [value for values in items for value in values]
    means: list[float] = _core.round.laboratory_results(numbers, flat, [0] * len(flat), len(items))[
        0
    ].tolist()
    return means
