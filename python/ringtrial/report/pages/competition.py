"""Competition: combined scores with their cautions, ranks with their intervals, who cannot be told apart.

Laboratories by code, never by name, even where the report prints names elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import fixed, known, p_value, short
from ringtrial.report.pictures.rank_intervals import MOST_SHOWN, rank_intervals

if TYPE_CHECKING:
    from ringtrial.report.context import Context, Figure
    from ringtrial.report.pictures.theme import Picture

_MOST_NAMED = 12  # laboratories that share the first place, by code


def view(context: Context) -> dict[str, Any] | None:
    """None where the scheme holds no competition."""
    competition = context.document.get("competition")
    if not competition:
        return None
    rows = competition["laboratories"]
    ranked = [row for row in rows if known(row["rank"])]
    return {
        "outcome": _outcome(competition),
        "first": competition["first"][:_MOST_NAMED],
        "more": max(len(competition["first"]) - _MOST_NAMED, 0),
        "criterion": competition["criterion"],
        "settings": _settings(competition, len(ranked)),
        "friedman": _friedman(competition["friedman"]),
        "left_out": [context.named(label) for label in competition["left_out"]],
        "figure": _figure(context, len(ranked)),
        "shown": min(len(ranked), MOST_SHOWN),
        "count": len(ranked),
        "rows": [_row(row) for row in rows],
        "strata": [_strata(one) for one in competition["strata"]],
    }


def _outcome(competition: dict[str, Any]) -> str:
    """What may be said of the first place."""
    if not any(row["group"] for row in competition["laboratories"]):
        return "untested"
    if not competition["first"]:
        p = competition["friedman"]["p_value"]
        return "nobody" if known(p) and p > competition["alpha"] else "alike"
    return "one" if len(competition["first"]) == 1 else "several"


def _settings(competition: dict[str, Any], ranked: int) -> dict[str, str]:
    return {
        "measurands": str(len(competition["measurands"])),
        "least": str(competition["minimum_scores"]),
        "ranked": str(ranked),
        "confidence": f"{100 * competition['confidence']:g}",
        "replicates": str(competition["replicates"]),
        "seed": str(competition["seed"]),
        "alpha": f"{competition['alpha']:g}",
        "adjust": competition["adjust"],
    }


def _friedman(test: dict[str, Any]) -> dict[str, str] | None:
    if not known(test["p_value"]):
        return None
    return {
        "statistic": short(test["statistic"]),
        "df": str(test["df"]),
        "p": p_value(test["p_value"]),
        "w": fixed(test["kendall_w"], 2),
        "measurands": str(test["n_measurands"]),
    }


def picture_of(document: dict[str, Any]) -> Picture | None:
    """The ranks with their intervals; None where there are none."""
    competition = document.get("competition") or {"laboratories": []}
    ranked = [row for row in competition["laboratories"] if known(row["rank_lower"])]
    return rank_intervals(ranked) if ranked else None


def _figure(context: Context, ranked: int) -> Figure | None:
    picture = picture_of(context.document)
    if picture is None:
        return None
    return context.figure("rank-intervals", [picture], "competition.description", n=min(ranked, MOST_SHOWN))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    known_rank = known(row["rank"])
    interval = f"{row['rank_lower']:g} – {row['rank_upper']:g}" if known(row["rank_lower"]) else ""
    return {
        "code": row["laboratory"],
        "ranked": known_rank,
        "rank": f"{row['rank']:g}" if known_rank else "",
        "interval": interval,
        "group": row["group"],
        "n": str(row["n_scores"]),
        "statistic": fixed(row["statistic"], 2) if row["n_scores"] else "",
        "best": _percent(row["probability_best"]),
        "rsz": fixed(row["rsz"], 2) if row["n_scores"] else "",
        "ssz": fixed(row["ssz"], 1) if row["n_scores"] else "",
        "counts": [(s, row[f"n_{s}"]) for s in ("satisfactory", "questionable", "unsatisfactory")],
    }


def _percent(share: object) -> str:
    return f"{100 * share:.0f} %" if known(share) else ""


def _strata(one: dict[str, Any]) -> dict[str, Any]:
    differ = known(one["p_value"]) and one["p_value"] <= one["alpha"]
    return {
        "by": one["by"],
        "rows": [
            (group["stratum"], str(group["n"]), fixed(group["median"], 2), fixed(group["mad"], 2))
            for group in one["groups"]
        ],
        "tested": known(one["p_value"]),
        "verdict": "differ" if differ else "alike",
        "statistic": short(one["statistic"]),
        "df": f"{one['df']:g}" if known(one["df"]) else "",
        "p": p_value(one["p_value"]),
    }
