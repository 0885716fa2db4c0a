"""Keys that contradict one another, and what a method cannot do without: sentences about one table."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any

from ringtrial._text import quoted, shown
from ringtrial.scheme.keys import OPTIONS_OF, PARTICIPANTS, QUALITATIVE, TARGET

if TYPE_CHECKING:
    from collections.abc import Iterator

Mistake = tuple[str, str]  # the key at fault, the sentence
Options = dict[str, Any]

_CERTIFIED = ("assigned_value", "assigned_u", "assigned_U", "assigned_k")
_EXPERT = ("expert_laboratories", "expert_method", "expert_u_common", "score_experts")
_PARAMETERS = {
    "assigned": {
        "certified": _CERTIFIED,
        "formulation": ("formulation", *_CERTIFIED),
        "expert": _EXPERT,
        "none": (),
        **dict.fromkeys(PARTICIPANTS, ("u_factor",)),
    },
    "target": {
        "data": ("target_estimator",),
        "fixed": ("sigma_pt",),
        "perception": ("sigma_pt",),
        "percent": ("target_percent",),
        "horwitz": ("horwitz_modified",),
        "precision": ("s_R", "s_r", "precision_n"),
        "previous_rounds": ("previous_rounds",),
    },
}
_NUMERIC = (
    *_CERTIFIED,
    "formulation",
    "u_factor",
    "reference",
    "estimator_options",
    *(key.name for key in TARGET),
)
_KINDS_OF = {
    **dict.fromkeys(_NUMERIC, ("quantitative",)),
    **dict.fromkeys(("assigned_category", "required"), QUALITATIVE),
    **dict.fromkeys(("accepted", "partial"), ("nominal",)),
    "levels": ("ordinal",),
    "code_levels": ("code",),
}
_MASS_FRACTIONS = (
    "1", "kg/kg", "g/g", "%", "%(m/m)", "%m/m", "wt%", "mass%", "质量分数%", "g/100g", "‰", "g/kg", "mg/g",
    "mg/100g", "mg/kg", "ug/g", "g/t", "ppm", "ug/kg", "ng/g", "mg/t", "ppb", "ng/kg", "pg/g", "ppt",
)  # fmt: skip


def in_one_table(said: Options) -> Iterator[Mistake]:
    """What one table says beside a method or kind that does not use it, and what no table may say at once."""
    for method, parameters in _PARAMETERS.items():
        if method in said:
            others = {key for keys in parameters.values() for key in keys}.difference(
                parameters[said[method]]
            )
            for key in said:
                if key in others:
                    yield key, f"{method} = {quoted(said[method])} does not use {key}: leave one of them out"
    kind = said.get("kind", "auto")
    for key in said:
        if kind != "auto" and kind not in _KINDS_OF.get(key, (kind,)):
            yield key, f'kind = "{kind}" does not use {key}: leave one of them out'
    yield from _two_ways(said)
    yield from _estimator_options(said)


def _two_ways(said: Options) -> Iterator[Mistake]:
    if "assigned_u" in said:
        for key in ("assigned_U", "assigned_k"):
            if key in said:
                yield key, f"assigned_u and {key}: give either assigned_u, or assigned_U with assigned_k"
    if "formulation" in said and "assigned_value" in said:
        yield "formulation", "formulation and assigned_value: leave one of them out"


def _estimator_options(said: Options) -> Iterator[Mistake]:
    """Options of an estimator that is not the one named in the same table."""
    named = [
        said[key] for key in ("assigned", "target_estimator") if said.get(key) in (*PARTICIPANTS, *OPTIONS_OF)
    ]
    known = {option for estimator in named for option in OPTIONS_OF.get(estimator, ())}
    for option in said.get("estimator_options", {}):
        if named and option not in known:
            yield "estimator_options", f"{' and '.join(map(quoted, named))} has no option {quoted(option)}"


def always(said: Options) -> Iterator[Mistake]:
    """What does not fit together, in one table or after merging."""
    yield from _target_and_its_surroundings(said)
    if "sigma_upper" in said and said.get("sigma_lower", 0) > said["sigma_upper"]:
        yield (
            "sigma_lower",
            f"sigma_lower = {said['sigma_lower']:g} is above sigma_upper = {said['sigma_upper']:g}",
        )
    if "scores" in said and "verdict" in said and said["verdict"] not in said["scores"]:
        yield "verdict", f'verdict = "{said["verdict"]}" is not among scores = {shown(said["scores"])}'
    for code in said.get("withdraw", ()):
        if code in said.get("exclude", ()):
            yield (
                "withdraw",
                f"laboratory {quoted(code)} is in exclude and in withdraw: leave it out of one of them",
            )
    yield from _categories(said)


def _target_and_its_surroundings(said: Options) -> Iterator[Mistake]:
    target = said.get("target")
    if target == "horwitz" and "unit" in said and not is_mass_fraction(said["unit"]):
        needs = 'target = "horwitz" needs a mass fraction, such as "mg/kg" or "%"'
        yield "unit", f"unit = {quoted(said['unit'])}: {needs}"
    if target in ("horwitz", "percent") and said.get("transform", "none") != "none":
        no_target = f'target = "{target}" is none for logarithms'
        yield "transform", f'transform = "{said["transform"]}": {no_target}; give sigma_pt in log units'
    if target == "precision" and said.get("s_r", 0) > said.get("s_R", math.inf) * (1 + 1e-12):
        yield "s_r", f"s_r = {said['s_r']:g} is above s_R = {said['s_R']:g}"


def _categories(said: Options) -> Iterator[Mistake]:
    category = said.get("assigned_category")
    if category is not None and category not in said.get("levels", [category]):
        yield (
            "assigned_category",
            f"assigned_category = {quoted(category)} is not among levels = {shown(said['levels'])}",
        )
    for answer in said.get("partial", {}):
        if answer == category or answer in said.get("accepted", ()):
            yield "partial", f"{quoted(answer)} is right and in partial: leave it out of one of them"


def needed(said: Options) -> Iterator[Mistake]:
    """What the winning methods of a measurand need and nobody gave."""
    if said.get("kind") in QUALITATIVE:
        if said["kind"] == "ordinal" and "levels" not in said:
            yield "kind", 'kind = "ordinal" needs levels, the categories from lowest to highest'
        return
    yield from _needed_for_target(said)
    yield from _needed_for_assigned(said)


def _needed_for_target(said: Options) -> Iterator[Mistake]:
    target = said.get("target", "data")
    parameter = next(iter(_PARAMETERS["target"][target]))
    if target not in ("data", "perception", "horwitz") and parameter not in said:
        yield "target", f'target = "{target}" needs {parameter}'
    if target == "perception" and "sigma_pt" not in said and "delta_e" not in said:
        yield "target", 'target = "perception" needs sigma_pt or delta_e'
    n: float = said.get("precision_n") or said.get("replicates_requested") or 1.0
    if target == "precision" and n > 1 and "s_r" not in said:
        yield "target", f'target = "precision" with {n:g} results averaged needs s_r'


def _needed_for_assigned(said: Options) -> Iterator[Mistake]:
    assigned = said.get("assigned")
    if assigned == "certified" and "assigned_value" not in said:
        yield "assigned", 'assigned = "certified" needs assigned_value'
    if assigned == "formulation" and "formulation" not in said and "assigned_value" not in said:
        yield "assigned", 'assigned = "formulation" needs the table formulation, or assigned_value'
    if assigned == "expert" and not said.get("expert_laboratories"):
        yield "assigned", 'assigned = "expert" needs expert_laboratories'
    if assigned in ("certified", "formulation") and "assigned_U" in said and "assigned_k" not in said:
        yield "assigned_U", "assigned_U needs assigned_k, its coverage factor (state it, even if it is 2)"


def is_mass_fraction(unit: str) -> bool:
    """Is the unit one of the mass fraction family, spelling as in the intake?"""
    spelled = unicodedata.normalize("NFKC", "".join(unit.split())).replace("μ", "u")
    return spelled in _MASS_FRACTIONS


def in_reference(said: Options) -> Iterator[Mistake]:
    if "value" not in said:
        yield "", "needs value"
    if ("u" in said) == ("U" in said):
        yield "", "needs either u, or U with k"
    if ("U" in said) != ("k" in said):
        yield "", "needs k with U, and only with U"


def in_previous_rounds(said: Options) -> Iterator[Mistake]:
    level, sd = said.get("level"), said.get("sd")
    if level is None or sd is None:
        yield "", "needs level and sd"
        return
    if len(level) != len(sd) or len(level) < 3:
        counts = f"level has {len(level)} numbers and sd {len(sd)}"
        yield "sd", f"{counts}: give three or more of each, as many of one as of the other"
    if said.get("relation") == "power" and min(level + sd) <= 0:
        yield "relation", 'relation = "power" needs levels and sd above 0'


def in_formulation(said: Options) -> Iterator[Mistake]:
    masses, fractions = said.get("masses"), said.get("fractions")
    if masses is None or fractions is None:
        yield "", "needs masses and fractions"
        return
    for key in ("fractions", "u_masses", "u_fractions"):
        if key in said and len(said[key]) != len(masses):
            counts = f"masses has {len(masses)} numbers and {key} {len(said[key])}"
            yield key, f"{counts}: give as many of one as of the other"
    if "u_total" in said and "total" not in said:
        yield "u_total", "u_total needs total"
    if said.get("total", sum(masses)) < sum(masses) * (1 - 1e-12):
        yield "total", f"total = {said['total']} is below the sum of masses, {sum(masses):g}"


def in_estimator_options(said: Options) -> Iterator[Mistake]:
    a, b, c = said.get("a", 1.5), said.get("b", 3.0), said.get("c", 4.5)
    if not a <= b < c:
        yield "", f"a = {a:g}, b = {b:g}, c = {c:g}: must be a ≤ b < c"


def in_columns(said: Options) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for field, column in said.items():
        if column in seen:
            yield field, f"column {quoted(column)} is given to {seen[column]} and to {field}"
        seen.setdefault(column, field)


NESTED = {
    "reference": in_reference, "previous_rounds": in_previous_rounds, "formulation": in_formulation,
    "estimator_options": in_estimator_options, "columns": in_columns,
}  # fmt: skip
