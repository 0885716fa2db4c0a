"""One measurand: its statistics, its pictures, its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.context import counts
from ringtrial.report.language import has_text
from ringtrial.report.numbers import NONE, fixed, known
from ringtrial.report.pages import categories, items, outliers, pictured
from ringtrial.report.pages.findings import warnings_on
from ringtrial.report.pages.method import CATEGORIES
from ringtrial.report.pages.results import table
from ringtrial.report.pages.statistics import of_categories, statistics, strata
from ringtrial.report.pages.summary import category_of, expanded, shares

if TYPE_CHECKING:
    from ringtrial.report.context import Context


def view(context: Context, position: int, entry: dict[str, Any]) -> dict[str, Any]:
    qualitative = entry["kind"] in CATEGORIES
    decimals, scale = context.decimals_of(entry), context.decimals_of(entry, on_scale=True)
    transform = context.transform_of(entry)
    make_figures = pictured.categories_figures if qualitative else pictured.figures
    return {
        "anchor": f"measurand-{position}",
        "names": context.name_of(entry),
        "unit": entry["unit"],
        "qualitative": qualitative,
        "assigned": category_of(entry) if qualitative else fixed(entry["assigned_value"], decimals),
        "scored": known(entry["assigned_value"]),
        "expanded": _plus_minus(expanded(context, entry)),
        "sigma": fixed(entry["sigma_pt"], scale),
        "scale": "" if transform == "none" else transform,
        "has_sigma": known(entry["sigma_pt"]),
        "shares": shares(counts(entry["results"])),
        "why_not": _why_not(entry),
        "warnings": warnings_on(context, entry),
        "statistics": of_categories(entry) if qualitative else statistics(context, entry),
        "categories": categories.view(context, entry),
        "item_checks": items.view(context, entry),
        "budget": items.budget(entry),
        "outliers": outliers.view(context, entry),
        "strata": strata(context, entry),
        "figures": make_figures(context, entry),
        "table": table(context, entry),
    }


def _why_not(entry: dict[str, Any]) -> str:
    """The reason why no result of the measurand is scored, if it is one for all."""
    status = entry["status"]
    return status if status != "ok" and has_text(f"reason.{status}") else ""


def _plus_minus(expanded: str) -> str:
    """What follows x_pt; a factor has its sign already."""
    return "" if expanded == NONE else expanded if expanded[0] == "×" else f"± {expanded}"
