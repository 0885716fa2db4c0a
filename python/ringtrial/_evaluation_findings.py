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
}
# The score that is given where u(x_pt) is not negligible, and the wording, by the code of the scheme's rule.
_U_LARGE = (("z′", None), ("z", "kept"), ("–", "no_scores"))


def to_finding(
    code: str, laboratory: int, numbers: Sequence[float], measurand: Measurand, laboratories: Sequence[str]
) -> Finding:
    """The finding with its words; the laboratory is a position, -1 for none."""
    values: dict[str, Any] = dict(zip(_NUMBERS.get(code, ()), numbers, strict=False))
    variant = None
    if code == "u_not_negligible":
        values["given"], variant = _U_LARGE[int(values["rule"])]
    if code == "zero_scale" and values["largest"] == values["largest"]:  # not NaN
        variant = "huge"
    if code == "outlier_removed":
        values["test"] = "Cochran" if values["cochran"] else "Grubbs"
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
