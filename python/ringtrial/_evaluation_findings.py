"""What the evaluation notices, from the codes and numbers of ``_core.round`` to findings with words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial._strata import names_of
from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ringtrial.round import Measurand, Round

# What the numbers of a code are, in the order of include/ringtrial/round/vocabulary.hpp.
_NUMBERS = {
    "few_laboratories": ("n",),
    "too_few": ("n", "minimum"),
    "zero_scale": ("n", "largest"),
    "u_not_negligible": ("ratio", "limit", "rule"),
    "reference_disagrees": ("reference", "u", "difference", "u_difference"),
    "estimators_disagree": ("mean", "median", "sd", "q"),
    "multimodal": ("modes",),
    "many_censored": ("censored", "reported"),
    "rounding_coarse": ("step", "sigma"),
    "score_unreachable": ("n", "largest"),
    "outlier_removed": ("statistic", "critical", "cochran"),
    "gross_error_removed": ("value", "median"),
    "censored_not_scored": ("limit",),
    "target_unit": ("x_pt",),
    "no_target": ("x_pt",),
    "k_assumed": ("k",),
    "no_logarithm": ("value",),
    "no_consensus": ("share", "required"),
    "counts_broken": ("exposure",),
    "inhomogeneous": ("found", "limit", "rule", "added"),
    "unstable": ("found", "limit", "rule", "added"),
    "homogeneity_undecided": ("items", "sigma"),
    "stability_undecided": ("items", "sigma"),
    "item_outlier": ("position", "statistic", "critical"),
    "item_repeatability": ("s_w", "sigma"),
    "item_trend": ("slope", "p"),
}
# The wording of a failed check of the items, by the code of what it does and by the criterion.
_RULES = ((), ("target",), ("warn",), ("stop",))
_CRITERIA: dict[str, tuple[str, ...]] = {"basic": (), "expanded": ("expanded",), "test": ("test",)}
_COMPARED = ("inhomogeneous", "unstable")
# The score that is given where u(x_pt) is not negligible, and the wording, by the code of the scheme's rule.
_U_LARGE = (("z′", None), ("z", "kept"), ("–", "no_scores"))


def to_finding(
    code: str,
    laboratory: int,
    numbers: Sequence[float],
    measurand: Measurand,
    laboratories: Sequence[str],
    items: Sequence[str] = (),
    by_method: dict[str, Any] | None = None,
) -> Finding:
    """The finding with its words; the laboratory is a position, -1 for none; ``items`` are their names.

    ``by_method``: the comparison of the methods, where there are several.
    """
    values: dict[str, Any] = dict(zip(_NUMBERS.get(code, ()), numbers, strict=False))
    variant: str | tuple[str, ...] | None = None
    if code == "u_not_negligible":
        values["given"], variant = _U_LARGE[int(values["rule"])]
    if code == "zero_scale" and values["largest"] == values["largest"]:  # not NaN
        variant = "huge"
    if code == "outlier_removed":
        values["test"] = "Cochran" if values["cochran"] else "Grubbs"
    if code in _COMPARED:
        variant = (*_CRITERIA[measurand.options["item_criterion"]], *_RULES[int(values["rule"])])
        values["factor"] = measurand.options["item_factor"]
    if code == "multimodal" and by_method and by_method["p_value"] == by_method["p_value"]:
        variant = "by_method" if by_method["p_value"] <= by_method["alpha"] else "not_by_method"
        values |= {"p": by_method["p_value"], "methods": _medians(by_method)}
    if code.endswith("_undecided") and math.isnan(values["sigma"]):
        variant = "no_target"
    if code == "item_outlier":
        values["item"] = items[int(values["position"])]
    if code == "target_unit":
        values["unit"] = measurand.unit
    who = laboratories[laboratory] if laboratory >= 0 else None
    return Finding(code, measurand=measurand.label, laboratory=who, variant=variant, **values)


def groups_differ(strata: Iterable[dict[str, Any]], measurand: Measurand) -> list[Finding]:
    """Groups of laboratories, by the columns that the scheme names, that differ by more than chance."""
    return [
        Finding(
            "strata_differ",
            measurand=measurand.label,
            variant="shares" if one["test"]["method"] == "chi_squared" else None,
            by=one["by"],
            p=one["test"]["p_value"],
            medians=_medians(one),
        )
        for one in strata
        if one["test"]["p_value"] <= one["test"]["alpha"]
    ]


def _medians(compared: dict[str, Any]) -> str:
    """The groups with number and median, the largest first."""
    groups = sorted(compared["groups"], key=lambda group: -group["n"])
    return "; ".join(f"{group['stratum']} (n = {group['n']}) {group['median']:.4g}" for group in groups)


def unused(data: Round, patterns: Iterable[str]) -> Iterator[Finding]:
    """What the scheme names and nothing in the results matches."""
    for pattern in patterns:
        yield Finding("scheme_unused", what=pattern)
    codes = set(data.laboratories)
    missing: dict[str, None] = {}
    for measurand in data.measurands:
        options = measurand.options
        for key in ("exclude", "withdraw", "expert_laboratories"):
            missing |= dict.fromkeys(f'{key} = "{code}"' for code in options[key] if code not in codes)
        missing |= {
            f'strata = "{name}"': None for name in names_of(options["strata"]) if data.column(name) is None
        }
    for what in missing:
        yield Finding("scheme_unused", what=what)
