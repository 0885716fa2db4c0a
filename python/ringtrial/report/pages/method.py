"""Method: in words, what this round used and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.language import has_text
from ringtrial.report.numbers import known, positive, short

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ringtrial.report.context import Context

SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
SCORE_CLAUSES = {
    "difference": "9.3.1",
    "percent_difference": "9.3.1",
    "percent_allowance": "9.3.6",
    "z": "9.4.1",
    "z_prime": "9.5.1",
    "zeta": "9.6.1",
    "e_n": "9.7.1",
}
PARTICIPANTS = ("algorithm_a", "q_hampel", "median_niqr", "median_mad", "median_qn", "biweight", "mean")
PARTS = ("homogeneity", "transport", "stability")
CATEGORIES = ("nominal", "ordinal", "code")


def view(context: Context) -> dict[str, Any]:
    return {
        "assigned": _by(context, _assigned),
        "uncertainty": _by(context, _uncertainty),
        "target": _by(context, _target),
        "scores": _scores(context),
        "categories": _by(context, lambda entry: entry["verdict_score"] if _is_qualitative(entry) else None),
        "signals": _signals(context),
        "outliers": _by(context, lambda entry: _outliers(context.scheme_of(entry))),
        "gross": _by(context, lambda entry: _gross(context.scheme_of(entry))),
        "excluded": _laboratories(context, "exclude"),
        "withdrawn": _laboratories(context, "withdraw"),
        "items": _by(context, lambda entry: _items(context.scheme_of(entry), entry)),
        "censored": _by(context, lambda entry: _censored(context.scheme_of(entry), entry)),
        "transform": _by(context, lambda entry: _transform(context.scheme_of(entry))),
        "pictures": any(entry["kind"] not in CATEGORIES for entry in context.document["measurands"]),
    }


def _by(context: Context, what: Callable[[dict[str, Any]], Hashable | None]) -> list[dict[str, Any]]:
    """What the measurands use, each different thing once, with who uses it (nobody named: all)."""
    used: dict[Hashable, list[dict[str, str]]] = {}
    for entry in context.document["measurands"]:
        key = what(entry)
        if key is not None:
            used.setdefault(key, []).append(context.name_of(entry))
    everybody = len(context.document["measurands"])
    return [{"what": key, "names": [] if len(names) == everybody else names} for key, names in used.items()]


def _assigned(entry: dict[str, Any]) -> tuple[str, str] | None:
    method = entry["assigned_method"] or "none"
    return (method, entry["assigned_clause"] or "") if has_text(f"method.assigned_by.{method}") else None


def _uncertainty(entry: dict[str, Any]) -> tuple[str, str, bool] | None:
    method = entry["assigned_method"]
    if entry["kind"] in CATEGORIES or not known(entry["assigned_u"]):
        return None
    kind = "participants" if method in PARTICIPANTS else method
    more = any(positive(entry["uncertainty"][part]) for part in PARTS)
    return (kind, method, more) if has_text(f"method.uncertainty_by.{kind}") else None


def _target(entry: dict[str, Any]) -> tuple[str, str] | None:
    method = entry["target_method"]
    if not known(entry["sigma_pt"]) or not has_text(f"method.target_by.{method}"):
        return None
    return method, entry["target_clause"] or ""


def _scores(context: Context) -> list[dict[str, Any]]:
    """The scores that any result has, with the measurands that have them."""
    used = [
        {"what": (score, SCORE_CLAUSES[score]), "names": names}
        for score in SCORES
        if (names := [entry for entry in context.document["measurands"] if _has(entry, score)])
    ]
    everybody = len(context.document["measurands"])
    for score in used:
        entries = score["names"]
        score["names"] = [] if len(entries) == everybody else [context.name_of(entry) for entry in entries]
    return used


def _has(entry: dict[str, Any], score: str) -> bool:
    return any(known(row[score]) for row in entry["results"])


def _signals(context: Context) -> list[dict[str, Any]]:
    """The limits in use, each pair once, with the scores that they are for."""
    used: dict[tuple[float, ...], list[str]] = {}
    for entry in context.document["measurands"]:
        score = entry["verdict_score"]
        limits = context.limits_of(entry, score)
        if limits and score not in used.setdefault(limits, []):
            used[limits].append(score)
    return [{"limits": [f"{x:g}" for x in limits], "scores": scores} for limits, scores in used.items()]


def _is_qualitative(entry: dict[str, Any]) -> bool:
    return entry["kind"] in CATEGORIES


def _outliers(scheme: dict[str, Any]) -> tuple[str, str] | None:
    test = scheme.get("outliers") or "none"
    return None if test == "none" else (test, f"{scheme.get('outlier_alpha', 0.01):g}")


def _gross(scheme: dict[str, Any]) -> str | None:
    percent = scheme.get("gross_error_percent")
    return short(percent, 2) if known(percent) else None


def _censored(scheme: dict[str, Any], entry: dict[str, Any]) -> str | None:
    return (scheme.get("censored") or "exclude") if entry["n_censored"] else None


def _items(scheme: dict[str, Any], entry: dict[str, Any]) -> tuple[str, str, str, str] | None:
    """How the items were checked: criterion, its fraction of σ_pt, what a failed check does."""
    homogeneity, stability = entry["items"]["homogeneity"], entry["items"]["stability"]
    if not (homogeneity or stability):
        return None
    rules = ("when_inhomogeneous" if homogeneity else "", "when_unstable" if stability else "")
    first, second = (str(scheme.get(rule, "")) if rule else "" for rule in rules)
    return str(scheme.get("item_criterion", "basic")), f"{scheme.get('item_factor', 0.3):g}", first, second


def _transform(scheme: dict[str, Any]) -> str | None:
    transform = scheme.get("transform") or "none"
    return None if transform == "none" else str(transform)


def _laboratories(context: Context, key: str) -> list[str]:
    named = {
        code for entry in context.document["measurands"] for code in context.scheme_of(entry).get(key) or ()
    }
    return [code for code in context.document["laboratories"] if code in named]
