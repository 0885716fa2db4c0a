"""What the evaluation notices, from the codes and numbers of ``_core.round`` to findings with words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ringtrial.round import Measurand, Round

# What the numbers of a code are, in the order of include/ringtrial/round/vocabulary.hpp.
_NUMBERS = {
    "few_laboratories": ("n",),
    "too_few": ("n", "minimum"),
    "zero_scale": ("n",),
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
    "inhomogeneous": ("found", "limit", "rule", "added"),
    "unstable": ("found", "limit", "rule", "added"),
    "homogeneity_undecided": ("items", "sigma"),
    "stability_undecided": ("items", "sigma"),
    "item_outlier": ("position", "statistic", "critical"),
    "item_repeatability": ("s_w", "sigma"),
    "item_trend": ("slope", "p"),
}
# What a failed check of the items does, by the code of the rule; and how its comparison reads.
_FAILED = (None, "target", "warn", "stop")
_COMPARED = {
    "inhomogeneous": {
        "basic": "s_s = {found:.4g} > {factor:g} σ_pt = {limit:.4g}",
        "expanded": "s_s = {found:.4g} > √(F₁({factor:g} σ_pt)² + F₂ s_w²) = {limit:.4g}",
        "test": "F = {found:.4g} > {limit:.4g}",
    },
    "unstable": {
        "basic": "|ȳ₂ − ȳ₁| = {found:.4g} > {factor:g} σ_pt = {limit:.4g}",
        "expanded": "|ȳ₂ − ȳ₁| = {found:.4g} > {factor:g} σ_pt + 2√(u₁² + u₂²) = {limit:.4g}",
        "test": "|t| = {found:.4g} > {limit:.4g}",
    },
}
# The score that is given where u(x_pt) is not negligible, and the wording, by the code of the scheme's rule.
_U_LARGE = (("z′", None), ("z", "kept"), ("–", "no_scores"))


def to_finding(
    code: str,
    laboratory: int,
    numbers: Sequence[float],
    measurand: Measurand,
    laboratories: Sequence[str],
    items: Sequence[str] = (),
) -> Finding:
    """The finding with its words; the laboratory is a position, -1 for none; ``items`` are their names."""
    values: dict[str, Any] = dict(zip(_NUMBERS.get(code, ()), numbers, strict=False))
    variant = None
    if code == "u_not_negligible":
        values["given"], variant = _U_LARGE[int(values["rule"])]
    if code == "outlier_removed":
        values["test"] = "Cochran" if values["cochran"] else "Grubbs"
    if code in _COMPARED:
        variant = _FAILED[int(values["rule"])]
        criterion = measurand.options["item_criterion"]
        compared = _COMPARED[code][criterion].format_map(values | {"factor": measurand.options["item_factor"]})
        values["statement"] = compared
    if code == "item_outlier":
        values["item"] = items[int(values["position"])]
    if code == "target_unit":
        values["unit"] = measurand.unit
    who = laboratories[laboratory] if laboratory >= 0 else None
    return Finding(code, measurand=measurand.label, laboratory=who, variant=variant, **values)


def unused(data: Round, patterns: Iterable[str]) -> Iterator[Finding]:
    """What the scheme names and nothing in the results matches."""
    for pattern in patterns:
        yield Finding("scheme_unused", what=pattern)
    known = {"method", *data.strata}
    codes = set(data.laboratories)
    missing: dict[str, None] = {}
    for measurand in data.measurands:
        options = measurand.options
        for key in ("exclude", "withdraw", "expert_laboratories"):
            missing |= dict.fromkeys(f'{key} = "{code}"' for code in options[key] if code not in codes)
        if options["strata"] is not None and options["strata"] not in known:
            missing[f'strata = "{options["strata"]}"'] = None
    for what in missing:
        yield Finding("scheme_unused", what=what)
