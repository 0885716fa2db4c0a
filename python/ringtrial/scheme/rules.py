"""Keys that contradict one another, and what a method cannot do without."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial._text import quoted, shown
from ringtrial.scheme.keys import ITEMS, OPTIONS_OF, PARTICIPANTS, QUALITATIVE, TARGET, VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator

Options = dict[str, Any]

_CERTIFIED = ("assigned_value", "assigned_u", "assigned_U", "assigned_k")
_PARAMETERS: dict[str, dict[str, tuple[str, ...]]] = {
    "assigned": {
        "certified": _CERTIFIED,
        "formulation": ("formulation", *_CERTIFIED),
        "expert": ("expert_laboratories", "expert_method", "expert_u_common", "score_experts"),
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
    "count_exposure",
    *(k.name for k in (*TARGET, *ITEMS)),
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


_CODE_LEVELS = next(key.default for key in VALUES if key.name == "code_levels")


class Mistake(NamedTuple):
    """The key at fault ("" for the whole table) and a text of messages/<language>/scheme.toml."""

    at: str
    phrase: str
    values: dict[str, object]


def _mistake(at: str, phrase: str, **values: object) -> Mistake:
    return Mistake(at, phrase, values)


def in_one_table(said: Options) -> Iterator[Mistake]:
    """What one table says beside a method or kind that does not use it, and what no table may say at once."""
    for method, parameters in _PARAMETERS.items():
        if method in said:
            all_parameters = {key for keys in parameters.values() for key in keys}
            others = all_parameters.difference(parameters[said[method]])
            yield from (_unused(method, said, key) for key in said if key in others)
    kind = said.get("kind", "auto")
    if kind != "auto":
        yield from (_unused("kind", said, key) for key in said if kind not in _KINDS_OF.get(key, (kind,)))
    if "assigned_u" in said:
        for key in ("assigned_U", "assigned_k"):
            if key in said:
                yield _mistake(key, "two_uncertainties", name=key)
    if "formulation" in said and "assigned_value" in said:
        yield _mistake("formulation", "two_values")
    yield from _estimator_options(said)


def _unused(method: str, said: Options, key: str) -> Mistake:
    return _mistake(key, "unused", method=method, value=quoted(said[method]), name=key)


def _estimator_options(said: Options) -> Iterator[Mistake]:
    """Options of an estimator that is not the one named in the same table."""
    estimators = (*PARTICIPANTS, *OPTIONS_OF)
    named = [said[key] for key in ("assigned", "target_estimator") if said.get(key) in estimators]
    known = {option for estimator in named for option in OPTIONS_OF.get(estimator, ())}
    for option in said.get("estimator_options", {}):
        if named and option not in known:
            names = ", ".join(map(quoted, dict.fromkeys(named)))
            yield _mistake("estimator_options", "no_option", estimators=names, name=quoted(option))


def always(said: Options) -> Iterator[Mistake]:
    """What does not fit together, in one table or after merging."""
    yield from _target_and_its_surroundings(said)
    yield from _without_logarithm(said)
    if "scores" in said and "verdict" in said and said["verdict"] not in said["scores"]:
        verdict, scores = quoted(said["verdict"]), shown(said["scores"])
        yield _mistake("verdict", "no_score", verdict=verdict, scores=scores)
    for code in said.get("withdraw", ()):
        if code in said.get("exclude", ()):
            yield _mistake("withdraw", "excluded_twice", code=quoted(code))
    yield from _corners(said)
    yield from _categories(said)


def _target_and_its_surroundings(said: Options) -> Iterator[Mistake]:
    target = said.get("target")
    if target == "horwitz" and "unit" in said and not is_mass_fraction(said["unit"]):
        yield _mistake("unit", "no_mass_fraction", unit=quoted(said["unit"]))
    if target in ("horwitz", "percent") and said.get("transform", "none") != "none":
        transform = quoted(said["transform"])
        yield _mistake("transform", "no_logarithm", transform=transform, target=quoted(target))
    if said.get("sigma_lower", 0) > said.get("sigma_upper", math.inf):
        yield _crossed("sigma_lower", "sigma_upper", said)
    if target == "precision" and said.get("s_r", 0) > said.get("s_R", math.inf) * (1 + 1e-12):
        yield _crossed("s_r", "s_R", said)


def _without_logarithm(said: Options) -> Iterator[Mistake]:
    """Values that are not above 0 where the scheme evaluates logarithms."""
    if said.get("transform", "none") == "none":
        return
    transform, reference = quoted(said["transform"]), said.get("reference", {})
    values = {"assigned_value": said.get("assigned_value"), "reference": reference.get("value")}
    for name, value in values.items():
        if value is not None and value <= 0:
            yield _mistake(name, "above_zero", name=name, value=f"{value:g}", transform=transform)


def _crossed(low: str, high: str, said: Options) -> Mistake:
    return _mistake(
        low, "crossed", low=low, low_value=shown(said[low]), high=high, high_value=shown(said[high])
    )


def _categories(said: Options) -> Iterator[Mistake]:
    category = said.get("assigned_category")
    shortest = said.get("code_levels", _CODE_LEVELS)[0]
    if said.get("kind") == "code" and category is not None and not _is_code(category, shortest):
        yield _mistake("assigned_category", "no_code", category=quoted(category), n=shortest)
    if category is not None and category not in said.get("levels", [category]):
        levels = shown(said["levels"])
        yield _mistake("assigned_category", "no_level", category=quoted(category), levels=levels)
    for answer in said.get("partial", {}):
        if answer == category or answer in said.get("accepted", ()):
            yield _mistake("partial", "right_and_partial", answer=quoted(answer))


def _is_code(category: str, shortest: int) -> bool:
    """Dots, blanks and hyphens count for nothing."""
    digits = category.strip().translate(dict.fromkeys(map(ord, ". -")))
    return digits.isascii() and digits.isdigit() and len(digits) >= shortest


def needed(said: Options) -> Iterator[Mistake]:
    """What the winning methods of a measurand need and nobody gave."""
    if said.get("kind") in QUALITATIVE:
        if said["kind"] == "ordinal" and "levels" not in said:
            yield _mistake("kind", "needs_levels")
        return
    yield from _needed_for_target(said)
    yield from _needed_for_assigned(said)
    if said.get("when_inhomogeneous") == "target" and said.get("target", "data") == "data":
        yield _mistake("when_inhomogeneous", "contained")


def _needed_for_target(said: Options) -> Iterator[Mistake]:
    target = said.get("target", "data")
    parameter = _PARAMETERS["target"][target][0]
    if target not in ("data", "perception", "horwitz") and parameter not in said:
        yield _needs("target", said, parameter)
    if target == "perception" and "sigma_pt" not in said and "delta_e" not in said:
        yield _mistake("target", "needs_delta_e", method="target", value=quoted(target))
    n: float = said.get("precision_n") or said.get("replicates_requested") or 1.0
    if target == "precision" and n > 1 and "s_r" not in said:
        yield _mistake("target", "needs_s_r", n=f"{n:g}")


def _needed_for_assigned(said: Options) -> Iterator[Mistake]:
    assigned = said.get("assigned")
    if assigned == "certified" and "assigned_value" not in said:
        yield _needs("assigned", said, "assigned_value")
    if assigned == "formulation" and "formulation" not in said and "assigned_value" not in said:
        yield _mistake("assigned", "needs_formulation")
    if assigned == "expert" and not said.get("expert_laboratories"):
        yield _needs("assigned", said, "expert_laboratories")
    if assigned in ("certified", "formulation") and "assigned_U" in said and "assigned_k" not in said:
        yield _mistake("assigned_U", "needs_k")


def merged(said: Options) -> Iterator[Mistake]:
    """What is wrong with the methods that won: Algorithm A's printed factor belongs to the printed k."""
    options, assigned = said.get("estimator_options", {}), said.get("assigned", "algorithm_a")
    scale = said.get("target_estimator", assigned if assigned in PARTICIPANTS else "algorithm_a")
    of_data = said.get("target", "data") == "data" and scale == "algorithm_a" and assigned != "none"
    used = assigned == "algorithm_a" or of_data
    if used and options.get("k", 1.5) != 1.5 and options.get("correction", "printed") == "printed":
        yield _mistake("estimator_options", "printed", k=f"{options['k']:g}")


def _needs(method: str, said: Options, what: str) -> Mistake:
    return _mistake(method, "needs", method=method, value=quoted(said[method]), what=what)


def is_mass_fraction(unit: str) -> bool:
    """Is the unit one of the mass fraction family, spelling as in the intake?"""
    spelled = unicodedata.normalize("NFKC", "".join(unit.split())).replace("μ", "u")
    return spelled in _MASS_FRACTIONS


def in_reference(said: Options) -> Iterator[Mistake]:
    if "value" not in said:
        yield _mistake("", "missing", what="value")
    if ("u" in said) == ("U" in said):
        yield _mistake("", "u_or_U")
    if ("U" in said) != ("k" in said):
        yield _mistake("", "k_with_U")


def in_previous_rounds(said: Options) -> Iterator[Mistake]:
    yield from (_mistake("", "missing", what=key) for key in ("level", "sd") if key not in said)
    level, sd = said.get("level", []), said.get("sd", [])
    if not level or not sd:
        return
    if len(level) != len(sd):
        yield _mistake("sd", "not_alike", first="level", n=len(level), second="sd", m=len(sd))
    elif len(level) < 3:
        yield _mistake("level", "fewer_than_three", n=len(level))
    if said.get("relation") == "power" and min(level + sd) <= 0:
        yield _mistake("relation", "power")


def in_formulation(said: Options) -> Iterator[Mistake]:
    yield from (_mistake("", "missing", what=key) for key in ("masses", "fractions") if key not in said)
    masses = said.get("masses", [])
    for key in ("fractions", "u_masses", "u_fractions"):
        if masses and key in said and len(said[key]) != len(masses):
            yield _mistake(key, "not_alike", first="masses", n=len(masses), second=key, m=len(said[key]))
    if "u_total" in said and "total" not in said:
        yield _mistake("u_total", "missing", what="total")
    together = sum(masses)
    if said.get("total", together) < together * (1 - 1e-12):
        values = {
            "low": "masses",
            "low_value": f"{together:g}",
            "high": "total",
            "high_value": f"{said['total']:g}",
        }
        yield _mistake("total", "crossed", **values)


def _corners(said: Options) -> Iterator[Mistake]:
    """Those of Hampel's function; ``c`` alone may be the biweight's."""
    given = said.get("estimator_options", {})
    a, b, c = given.get("a", 1.5), given.get("b", 3.0), given.get("c", 4.5)
    hampel = "q_hampel" in (said.get("assigned"), said.get("target_estimator"))
    if (hampel or "a" in given or "b" in given) and not a <= b < c:
        yield _mistake("estimator_options", "corners", a=f"{a:g}", b=f"{b:g}", c=f"{c:g}")


def in_columns(said: Options) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for field, column in said.items():
        if column in seen:
            yield _mistake(field, "one_column", column=quoted(column), first=seen[column], second=field)
        seen.setdefault(column, field)


NESTED = {
    "reference": in_reference,
    "previous_rounds": in_previous_rounds,
    "formulation": in_formulation,
    "columns": in_columns,
}
