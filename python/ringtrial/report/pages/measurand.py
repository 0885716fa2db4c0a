"""One measurand: its statistics, its pictures, its results."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.context import counts
from ringtrial.report.language import has_text
from ringtrial.report.numbers import NONE, aligned, fixed, known, plain, positive, score, short
from ringtrial.report.pages import pictured
from ringtrial.report.pages.findings import warnings_on
from ringtrial.report.pages.method import CATEGORIES, PARTICIPANTS, PARTS, SCORES
from ringtrial.report.pages.summary import expanded, shares

if TYPE_CHECKING:
    from ringtrial.report.context import Context

ESTIMATOR_CLAUSES = {
    "algorithm_a": "C.3.1",
    "q_hampel": "C.5.4",
    "median_niqr": "C.2.3",
    "median_mad": "C.2.2",
    "median_qn": "C.5.2",
}


def view(context: Context, position: int, entry: dict[str, Any]) -> dict[str, Any]:
    qualitative = entry["kind"] in CATEGORIES
    decimals, scale = context.decimals_of(entry), context.decimals_of(entry, on_scale=True)
    return {
        "anchor": f"measurand-{position}",
        "names": context.name_of(entry),
        "unit": entry["unit"],
        "qualitative": qualitative,
        "assigned": entry["assigned_value"] if qualitative else fixed(entry["assigned_value"], decimals),
        "scored": known(entry["assigned_value"]),
        "expanded": ""
        if (plus := expanded(context, entry)) == NONE
        else plus
        if plus[0] == "×"
        else f"± {plus}",
        "sigma": fixed(entry["sigma_pt"], scale),
        "scale": "" if context.transform_of(entry) == "none" else context.transform_of(entry),
        "has_sigma": known(entry["sigma_pt"]),
        "shares": shares(counts(entry["results"])),
        "why_not": _why_not(entry),
        "warnings": warnings_on(context, entry),
        "statistics": _categories(entry) if qualitative else _statistics(context, entry),
        "strata": _strata(context, entry),
        "figures": pictured.categories_figures(context, entry)
        if qualitative
        else pictured.figures(context, entry),
        "table": _table(context, entry),
    }


def _why_not(entry: dict[str, Any]) -> str:
    """The reason why no result of the measurand is scored, if it is one for all."""
    status = entry["status"]
    return status if status != "ok" and has_text(f"reason.{status}") else ""


# --- statistics ------------------------------------------------------------------------------


def _statistics(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of the table of statistics: key of the name, symbol, value, key of the source, clause."""
    scale = context.decimals_of(entry, on_scale=True)
    assigned = fixed(entry["assigned_value"], context.decimals_of(entry))
    rows = [
        *_counts(entry),
        *_assigned(entry, assigned, scale),
        *_target(entry, scale),
        *_robust(entry, scale),
    ]
    return [row for row in rows if row["value"] not in ("", "–")]


def _row(
    name: str, value: str, *, symbol: str = "", how: str = "", clause: str = "", first: bool = False
) -> dict[str, Any]:
    return {"name": name, "value": value, "symbol": symbol, "how": how, "clause": clause, "first": first}


def _counts(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _row("n_reported", str(entry["n_reported"])),
        _row("n_used", str(entry["n_used"]), symbol="p"),
        *(_row(key, str(entry[key])) for key in ("n_censored", "n_excluded") if entry[key]),
    ]


def _assigned(entry: dict[str, Any], value: str, decimals: int) -> list[dict[str, Any]]:
    method, u = entry["assigned_method"], entry["assigned_u"]
    how = f"method.assigned_by.{method}" if has_text(f"method.assigned_by.{method}") else ""
    clause = "; ".join(part for part in (entry["assigned_clause"], ESTIMATOR_CLAUSES.get(method)) if part)
    parts = entry["uncertainty"]
    clause_of_u = "7.7.7" if method in PARTICIPANTS else ""
    return [
        _row("assigned", value, symbol="x_pt", how=how, clause=clause, first=True),
        _row("assigned_u", fixed(u, decimals), symbol="u_pt", clause=clause_of_u),
        *(_row(f"u_{part}", short(parts[part], 2)) for part in PARTS if positive(parts[part])),
        _row("assigned_expanded", fixed(2 * u if known(u) else None, decimals), symbol="U_pt"),
        *_reference(entry, decimals),
    ]  # fmt: skip


def _reference(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    if not known(entry["reference_value"]):
        return []
    agrees = "measurand.reference_agrees" if entry["reference_agrees"] else "measurand.reference_disagrees"
    value = f"{fixed(entry['reference_value'], decimals)} ± {fixed(2 * entry['reference_u'], decimals)}"
    return [_row("reference", value, symbol="x_ref", how=agrees, clause="7.8")]


def _target(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    method = entry["target_method"]
    how = f"method.target_by.{method}" if has_text(f"method.target_by.{method}") else ""
    small = "measurand.negligible" if entry["u_negligible"] else "measurand.not_negligible"
    return [
        _row(
            "sigma",
            fixed(entry["sigma_pt"], decimals),
            symbol="sigma_pt",
            how=how,
            clause=entry["target_clause"] or "",
            first=True,
        ),
        _row("ratio", fixed(entry["u_ratio"], 2), symbol="ratio", how=small, clause="9.2.1"),
    ]


def _robust(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    algorithm = "method.algorithm_a"
    ends = (
        f"{fixed(entry['minimum'], decimals)}, {fixed(entry['maximum'], decimals)}"
        if known(entry["minimum"])
        else ""
    )
    return [
        _row(
            "robust_mean",
            fixed(entry["robust_mean"], decimals),
            symbol="x_star",
            how=algorithm,
            clause="C.3.1",
            first=True,
        ),
        _row(
            "robust_sd", fixed(entry["robust_sd"], decimals), symbol="s_star", how=algorithm, clause="C.3.1"
        ),
        _row("median", fixed(entry["median"], decimals), clause="C.2.1"),
        _row("niqr", fixed(entry["niqr"], decimals), symbol="niqr", clause="C.2.3"),
        _row("mad", fixed(entry["mad"], decimals), symbol="mad", clause="C.2.2"),
        _row("mean", fixed(entry["mean"], decimals), symbol="mean"),
        _row("sd", fixed(entry["sd"], decimals), symbol="s"),
        _row("range", ends),
    ]


def _categories(entry: dict[str, Any]) -> list[dict[str, Any]]:
    scored = entry["n_satisfactory"] + entry["n_questionable"] + entry["n_unsatisfactory"]
    agreement = f"{entry['n_satisfactory']} / {scored}" if scored else ""
    how = f"method.assigned_by.{entry['assigned_method']}"
    rows = [
        *_counts(entry),
        _row(
            "category",
            entry["assigned_value"] or "",
            how=how if has_text(how) else "",
            clause=entry["assigned_clause"] or "",
            first=True,
        ),
        _row("agreement", agreement),
    ]
    return [row for row in rows if row["value"]]


def _strata(context: Context, entry: dict[str, Any]) -> dict[str, Any] | None:
    """Summary statistics per group, beside the evaluation of all."""
    if not entry["strata"]:
        return None
    decimals = context.decimals_of(entry, on_scale=True)
    numbers = ("robust_mean", "robust_sd", "median", "mean", "sd")
    return {
        "by": context.scheme_of(entry).get("strata") or "",
        "rows": [
            {
                "name": group["stratum"],
                "n": group["n"],
                "numbers": [fixed(group[key], decimals) for key in numbers],
            }
            for group in entry["strata"]
        ],
    }


# --- table of results ----------------------------------------------------------------------------


def _table(context: Context, entry: dict[str, Any]) -> dict[str, Any]:
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
    made = [("value", _values(entry, rows, context.decimals_of(entry))), ("expanded_u", _uncertainties(rows))]
    for key in SCORES:
        if any(known(row[key]) for row in rows):
            made.append((key, _scores(context, entry, rows, key)))
    return [(key, aligned(texts)) for key, texts in made if any(texts)]


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
