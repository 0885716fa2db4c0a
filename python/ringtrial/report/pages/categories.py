"""A measurand whose results are words: how often each answer was given, and how far laboratories agree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import fixed, known, probability
from ringtrial.report.signals import JUDGED

if TYPE_CHECKING:
    from ringtrial.report.context import Context

MOST_SHOWN = 40  # answers in the table


def view(context: Context, entry: dict[str, Any]) -> dict[str, Any] | None:
    """Table of answers and figures of agreement; None for other measurands."""
    found = entry["categories"]
    if not found:
        return None
    answers = found["answers"]
    if entry["kind"] != "ordinal":
        answers = sorted(answers, key=lambda answer: -answer["count"])
    signals = _signals(entry)
    cumulative = found["ordinal"]["cumulative"] if found["ordinal"] else []
    return {
        "kind": entry["kind"],
        "answers": [
            {
                "name": answer["category"],
                "count": answer["count"],
                "share": _percent(answer["share"]),
                "interval": _interval(answer),
                "cumulative": _percent(cumulative[i]) if cumulative else "",
                "signal": signals.get(answer["category"], ""),
            }
            for i, answer in enumerate(answers[:MOST_SHOWN])
        ],
        "more": max(len(answers) - MOST_SHOWN, 0),
        "facts": [fact for fact in _facts(found, entry["assigned_method"] == "consensus") if fact["value"]],
        "levels": _levels(found["code"]) if found["code"] else [],
        "between": _between(found["between"]),
    }


def distance_of(entry: dict[str, Any]) -> list[str] | None:
    """Of each result, the levels between it and the assigned one or the digits that agree."""
    found = (entry["categories"] or {}).get("distance")
    if not found:
        return None
    if entry["kind"] == "ordinal":
        return [_signed(x) if known(x) else "" for x in found]
    return [f"{x:.0f}" if known(x) else "" for x in found]


def _signed(x: float) -> str:
    return f"{x:+.0f}".replace("-", "−") if x else "0"


def _signals(entry: dict[str, Any]) -> dict[str, str]:
    """The signal of each answer as typed, where it has one."""
    found: dict[str, Counter[str]] = {}
    for row in entry["results"]:
        if row["signal"] in JUDGED:
            text = row["reported"].split(" | ")[0].strip()
            found.setdefault(_as_counted(entry, text), Counter())[row["signal"]] += 1
    return {answer: counts.most_common(1)[0][0] for answer, counts in found.items()}


def _as_counted(entry: dict[str, Any], text: str) -> str:
    return "".join(c for c in text if c not in ". -") if entry["kind"] == "code" else text


def _facts(found: dict[str, Any], decides: bool) -> list[dict[str, str]]:
    """Figures of the consensus with their certainty; ``decides``: it makes the assigned category."""
    ordinal = found["ordinal"] or {}
    low, high = ordinal.get("median_low", ""), ordinal.get("median_high", "")
    return [
        _fact("mode", found["mode"]),
        _fact("share", f"{_percent(found['agreement'])} ({_interval(found)})" if found["n"] else ""),
        _required(found) if decides else _fact("required", ""),
        _fact("chance", probability(found["p_chance"]) if found["n"] else ""),
        _fact("entropy", fixed(found["entropy"], 2) if found["n"] else ""),
        _fact("median", low if low == high else f"{low} – {high}"),
        _fact("dispersion", fixed(ordinal["dispersion"], 2) if ordinal else ""),
    ]


def _required(found: dict[str, Any]) -> dict[str, str]:
    mark = "satisfactory" if found["reached"] else "questionable"
    return _fact("required", _percent(found["required"]), mark)


def _fact(name: str, value: str, mark: str = "") -> dict[str, str]:
    return {"name": name, "value": value, "mark": mark}


def _levels(code: dict[str, Any]) -> list[dict[str, str]]:
    """By number of digits: the prefix that most laboratories give, and who agrees with the assigned code."""
    common = {row["digits"]: row for row in code["consensus"]}
    right = {row["digits"]: row for row in code["levels"] if known(row["agreement"])}
    return [
        {
            "digits": str(digits),
            "prefix": common[digits]["prefix"] if digits in common else "",
            "common": _percent(common[digits]["agreement"]) if digits in common else "",
            "right": _percent(right[digits]["agreement"]) if digits in right else "",
            "interval": _interval(right[digits]) if digits in right else "",
        }
        for digits in sorted({*common, *right})
    ]


def _between(found: dict[str, Any] | None) -> dict[str, str] | None:
    if not found or not known(found["alpha"]):
        return None
    return {
        "alpha": fixed(found["alpha"], 2),
        "count": str(found["items"]),
        "observed": _percent(1 - found["observed"]) if found["level"] == "nominal" else "",
        "level": found["level"],
    }


def _percent(share: object) -> str:
    return f"{100 * share:.0f} %" if known(share) else ""


def _interval(row: dict[str, Any]) -> str:
    if not known(row["lower"]):
        return ""
    return f"{100 * row['lower']:.0f} – {100 * row['upper']:.0f} %"
