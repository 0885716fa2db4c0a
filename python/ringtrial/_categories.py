"""What is said of results that are words: how often each answer was given, how far laboratories agree.

Every number comes from ``ringtrial.qualitative``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.round import Measurand

    Options = dict[str, Any]

_CONSENSUS = (
    "mode", "count", "agreement", "lower", "upper", "tied", "variation_ratio", "entropy", "p_chance", "n",
)  # fmt: skip


def describe(
    answers: Sequence[str], used: Sequence[bool], kind: str, options: Options, assigned: str
) -> Options:
    """``answers``: the category of each laboratory as it was compared, "" for none; ``used``: it counts."""
    from ringtrial.qualitative import consensus

    counted = [answer if use else "" for answer, use in zip(answers, used, strict=True)]
    given = any(counted)
    levels = options["levels"] if kind == "ordinal" else None
    found = consensus(counted, categories=levels, required=options["required"])
    return {
        **{name: getattr(found, name) for name in _CONSENSUS},
        "required": options["required"],
        "reached": found.reached,
        "answers": [
            _answer(*pair, found.n) for pair in zip(found.categories, found.counts.tolist(), strict=True)
        ],
        "ordinal": _ordinal(counted, options["levels"]) if kind == "ordinal" and given else None,
        "code": _code(counted, assigned, options) if kind == "code" and given else None,
        "distance": _distances(answers, kind, options, assigned),
        "between": None,
    }


def _answer(category: str, count: int, n: int) -> Options:
    from ringtrial.qualitative import proportion

    share = proportion(count, n)
    return {
        "category": category,
        "count": count,
        "share": share.estimate,
        "lower": share.lower,
        "upper": share.upper,
    }


def _ordinal(counted: Sequence[str], levels: Sequence[str]) -> Options:
    from ringtrial.qualitative import ordinal_summary

    found = ordinal_summary(counted, levels=levels)
    names = ("median_low", "median_high", "mean_rank", "dispersion")
    return {name: getattr(found, name) for name in names} | {"cumulative": found.cumulative.tolist()}


def _code(counted: Sequence[str], assigned: str, options: Options) -> Options:
    """By number of digits: the most frequent prefix, and how many agree with the assigned code."""
    from ringtrial.qualitative import code_agreement, code_consensus

    levels = options["code_levels"]
    common = code_consensus(counted, levels=levels, required=options["required"])
    prefixes = zip(
        common.levels.tolist(), common.prefix, common.count.tolist(), common.agreement.tolist(),
        common.lower.tolist(), common.upper.tolist(), strict=True,
    )  # fmt: skip
    names = ("digits", "prefix", "count", "agreement", "lower", "upper")
    found: Options = {"consensus": [dict(zip(names, row, strict=True)) for row in prefixes], "levels": []}
    if assigned:
        right = code_agreement(counted, assigned, levels=levels)
        rows = zip(
            right.levels.tolist(), right.count.tolist(), right.agreement.tolist(), right.lower.tolist(),
            right.upper.tolist(), strict=True,
        )  # fmt: skip
        found["levels"] = [
            dict(zip(("digits", "count", "agreement", "lower", "upper"), row, strict=True)) for row in rows
        ]
    return found


def _distances(answers: Sequence[str], kind: str, options: Options, assigned: str) -> list[float] | None:
    """Of each laboratory: levels from the assigned one, or digits that agree with the assigned code."""
    from ringtrial.qualitative import code_agreement, ordinal_score

    if not assigned or kind == "nominal":
        return None
    if kind == "ordinal":
        distances = ordinal_score(answers, assigned, levels=options["levels"]).distance
    else:
        distances = code_agreement(answers, assigned, levels=options["code_levels"]).matched
    return list(map(float, distances))


def compare_items(measurands: Sequence[Measurand], details: Sequence[Options]) -> None:
    """Put into the details of every item of a measurand how far laboratories agree over all of them."""
    by_name: dict[str, list[int]] = {}
    for position, measurand in enumerate(measurands):
        if details[position]["categories"]:
            by_name.setdefault(measurand.name, []).append(position)
    for positions in by_name.values():
        if len(positions) > 1:
            found = _agreement([measurands[i] for i in positions], [details[i]["given"] for i in positions])
            for position in positions:
                details[position]["categories"]["between"] = found


def _agreement(measurands: Sequence[Measurand], answers: Sequence[Sequence[str]]) -> Options | None:
    """Krippendorff's alpha of laboratories × items; None where the items are judged by different levels."""
    from ringtrial.qualitative import krippendorff_alpha

    kinds = {(m.kind, tuple(m.options["levels"] or ())) for m in measurands}
    if len(kinds) > 1:
        return None
    ((kind, levels),) = kinds
    level = "ordinal" if kind == "ordinal" else "nominal"
    found = krippendorff_alpha(
        [list(laboratory) for laboratory in zip(*answers, strict=True)],
        level=level,
        categories=levels or None,
    )
    names = ("alpha", "observed", "expected", "n_units", "n_values", "status")
    return {"items": len(measurands), "level": level} | {name: getattr(found, name) for name in names}
