"""The statistics of a measurand, each with its estimator and clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.language import has_text
from ringtrial.report.numbers import fixed, known, p_value, plain, positive, short
from ringtrial.report.pages.method import PARTICIPANTS, PARTS
from ringtrial.report.pages.summary import category_of, shares
from ringtrial.report.signals import JUDGED

if TYPE_CHECKING:
    from ringtrial.report.context import Context

_ESTIMATOR_CLAUSES = {
    "algorithm_a": "C.3.1",
    "q_hampel": "C.5.4",
    "median_niqr": "C.2.3",
    "median_mad": "C.2.2",
    "median_qn": "C.5.2",
}


def statistics(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of the table of statistics: key of the name, symbol, value, key of the source, clause."""
    scale = context.decimals_of(entry, on_scale=True)
    assigned = fixed(entry["assigned_value"], context.decimals_of(entry))
    rows = [
        *_counts(entry),
        *_assigned(entry, assigned, scale),
        *_target(entry, scale),
        *_robust(entry, scale),
        *_limits(entry, context.decimals_of(entry)),
        *_rounding(entry, scale),
        *_of_counts(entry, scale),
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
    clause = "; ".join(part for part in (entry["assigned_clause"], _ESTIMATOR_CLAUSES.get(method)) if part)
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


def _limits(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    """Results known as limits only: their share, and what estimates say that take them as such."""
    found = entry["limits"]
    if not found:
        return []
    low, high = (fixed(found[f"median_{end}"], decimals) for end in ("lower", "upper"))
    u = found["standard_error_location"]
    likelihood = fixed(found["location"], decimals) + (f" ± {fixed(2 * u, decimals)}" if known(u) else "")
    model = f"measurand.limits_{found['distribution']}"
    return [
        _row("limits_share", f"{100 * found['share']:.0f} %", first=True),
        _row("limits_median", low if low == high else f"{_end(low, '≤')} – {_end(high, '≥')}", clause="E.1"),
        _row("limits_likelihood", likelihood if known(found["location"]) else "", how=model, clause="E.1"),
    ]


def _rounding(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    """Where rounding is coarse: what estimates say that take each result for an interval."""
    found = entry["rounding"]
    if not found:
        return []
    both = f"{fixed(found['location'], decimals)}, {fixed(found['scale'], decimals)}"
    return [
        _row("rounding_step", plain(found["step"]), first=True),
        _row("rounding_likelihood", both if known(found["location"]) else "", how="measurand.limits_normal"),
    ]


def _end(text: str, none: str) -> str:
    """An end of an interval; without a number it is open."""
    return none if text == "–" else text


def _of_counts(entry: dict[str, Any], decimals: int) -> list[dict[str, Any]]:
    """Counts beside what counting alone gives."""
    found = entry["counts"]
    if not found or not found["whole"]:
        return []
    test = f"{short(found['index'])} (p {p_value(found['p_value'])})" if known(found["index"]) else ""
    return [
        _row("counts_index", test, how="measurand.counts_how", clause="E.6", first=True),
        _row("counts_sd", fixed(found["sd"], decimals)),
        _row("counts_share", f"{100 * found['share']:.0f} %" if known(found["share"]) else ""),
    ]


def of_categories(entry: dict[str, Any]) -> list[dict[str, Any]]:
    scored = entry["n_satisfactory"] + entry["n_questionable"] + entry["n_unsatisfactory"]
    agreement = f"{entry['n_satisfactory']} / {scored}" if scored else ""
    how = f"method.assigned_by.{entry['assigned_method']}"
    rows = [
        *_counts(entry),
        _row(
            "category",
            category_of(entry),
            how=how if has_text(how) else "",
            clause=entry["assigned_clause"] or "",
            first=True,
        ),
        _row("agreement", agreement),
    ]
    return [row for row in rows if row["value"]]


def strata(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Statistics and signals per group, and whether the groups differ, beside the evaluation of all."""
    decimals = context.decimals_of(entry, on_scale=True)
    return [_strata(one, decimals) for one in entry["strata"]]


def _strata(one: dict[str, Any], decimals: int) -> dict[str, Any]:
    numbers = ("robust_mean", "robust_sd", "median", "mean", "sd")
    test = one["test"]
    differ = known(test["p_value"]) and test["p_value"] <= test["alpha"]
    return {
        "by": one["by"],
        "numeric": test["method"] != "chi_squared",
        "test": f"strata.{test['method']}",
        "rows": [
            {
                "name": group["stratum"],
                "n": group["n"],
                "numbers": [fixed(group[key], decimals) for key in numbers],
                "shares": shares({signal: group[f"n_{signal}"] for signal in JUDGED}),
            }
            for group in one["groups"]
        ],
        "tested": known(test["p_value"]),
        "verdict": "differ" if differ else "alike",
        "statistic": short(test["statistic"]),
        "df": f"{test['df']:g}" if known(test["df"]) else "",
        "p": p_value(test["p_value"]),
        "pairs": [
            {
                "a": pair["a"],
                "b": pair["b"],
                "difference": fixed(pair["difference"], decimals),
                "p": p_value(pair["p_adjusted"]),
            }
            for pair in one["pairs"]
            if pair["different"]
        ],
    }
