"""The table of a measurand's results: as reported, scores, signals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.language import has_text
from ringtrial.report.numbers import aligned, fixed, known, plain, score
from ringtrial.report.pages.categories import distance_of
from ringtrial.report.pages.method import CATEGORIES, SCORES

if TYPE_CHECKING:
    from ringtrial.report.context import Context


def table(context: Context, entry: dict[str, Any]) -> dict[str, Any]:
    by_result = context.options.get("order") == "result"
    rows = _sorted(context, entry["results"], by_result=by_result)
    columns = _columns(context, entry, rows)
    methods = any(row["method"] for row in rows)
    cells = list(zip(*(texts for _, texts in columns), strict=True)) if columns else [()] * len(rows)
    return {
        "columns": [key for key, _ in columns],
        "verdict": entry["verdict_score"] if any(key == entry["verdict_score"] for key, _ in columns) else "",
        "methods": methods,
        "named": bool(context.names),
        "replicates": any(row["n_replicates"] > 1 for row in rows),
        "by_result": by_result,
        "rows": [
            (
                row["laboratory"],
                context.names.get(row["laboratory"], ""),
                result,
                texts,
                row["signal"],
                _reason(row),
                row["method"],
            )
            for row, result, texts in zip(rows, _results(entry, rows), cells, strict=True)
        ],
    }


def _reason(row: dict[str, Any]) -> str:
    """Why the result has no score, where its signal does not say so already."""
    reason = row["reason"]
    return reason if reason and reason != row["signal"] and has_text(f"reason.{reason}") else ""


def _sorted(context: Context, rows: list[dict[str, Any]], *, by_result: bool) -> list[dict[str, Any]]:
    """Rows by code, or by result with those without one at the end."""
    rows = sorted(rows, key=lambda row: context.place[row["laboratory"]])
    if by_result:
        rows.sort(key=lambda row: row["value"] if known(row["value"]) else math.inf)
    return rows


def _results(entry: dict[str, Any], rows: list[dict[str, Any]]) -> list[str]:
    """Results as reported, with the unit where it is another than that of the evaluation."""
    texts = [
        f"{row['reported']} {row['reported_unit']}"
        if row["reported_unit"] not in ("", None, entry["unit"])
        else row["reported"]
        for row in rows
    ]
    if entry["kind"] in CATEGORIES:
        return texts
    return aligned([text.replace("-", "−", 1) if text.startswith("-") else text for text in texts])


def _columns(
    context: Context, entry: dict[str, Any], rows: list[dict[str, Any]]
) -> list[tuple[str, list[str]]]:
    """The columns that hold any number, each with its printed texts."""
    distances = _distances(entry, rows)
    made = [
        *distances,
        ("value", _values(entry, rows, context.decimals_of(entry))),
        ("expanded_u", _uncertainties(rows)),
    ]
    for key in SCORES:
        if any(known(row[key]) for row in rows):
            made.append((key, _scores(context, entry, rows, key)))
    return [(key, aligned(texts)) for key, texts in made if any(texts)]


def _distances(entry: dict[str, Any], rows: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """How far each answer is from the assigned one, where the kind has a distance."""
    texts = distance_of(entry)
    if texts is None:
        return []
    place = {row["laboratory"]: text for row, text in zip(entry["results"], texts, strict=False)}
    return [(f"distance_{entry['kind']}", [place[row["laboratory"]] for row in rows])]


def _values(entry: dict[str, Any], rows: list[dict[str, Any]], decimals: int) -> list[str]:
    """The number that was evaluated, where the result as reported does not show it."""
    needed = any(
        row["n_replicates"] > 1 or row["reported_unit"] not in ("", None, entry["unit"]) for row in rows
    )
    if not needed or not any(known(row["value"]) for row in rows):
        return []
    return [row["qualifier"] + fixed(row["value"], decimals) if known(row["value"]) else "" for row in rows]


def _uncertainties(rows: list[dict[str, Any]]) -> list[str]:
    """U as reported, not rounded; 2u where only u was stated."""
    expanded = [
        row["expanded_u"] if known(row["expanded_u"]) else 2 * row["u"] if known(row["u"]) else None
        for row in rows
    ]
    return ["" if u is None else plain(u) for u in expanded] if any(u is not None for u in expanded) else []


def _scores(context: Context, entry: dict[str, Any], rows: list[dict[str, Any]], key: str) -> list[str]:
    if key == "difference":
        decimals = context.decimals_of(entry, on_scale=True)
        return [fixed(row[key], decimals) if known(row[key]) else "" for row in rows]
    places = 1 if key in ("percent_difference", "percent_allowance") else 2
    limits = context.limits_of(entry, key)
    return [score(row[key], limits, places) if known(row[key]) else "" for row in rows]
