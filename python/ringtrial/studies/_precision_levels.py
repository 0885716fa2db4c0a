"""What a precision study computes: a characteristic is one measurand at several levels of it.

Every number comes from :mod:`ringtrial.precision` and :mod:`ringtrial.outliers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import precision
from ringtrial.intake import units
from ringtrial.report.numbers import known, positive
from ringtrial.studies._precision_level import NAN, Characteristic, Level
from ringtrial.studies._precision_split import split_levels
from ringtrial.studies._precision_uniform import uniform_levels
from ringtrial.studies.laboratories import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.precision import FunctionalRelation
    from ringtrial.round import Round

    Options = Mapping[str, Any]

_LEAST_LEVELS = 3  # for a relation between precision and level


def characteristics_of(
    data: Round, groups: Sequence[Sequence[int]], options: Options
) -> list[Characteristic]:
    """``groups``: the positions in ``data.measurands`` that are the levels of one characteristic."""
    return [_characteristic(data, list(group), options) for group in groups]


def _characteristic(data: Round, group: list[int], options: Options) -> Characteristic:
    first = data.measurands[group[0]]
    one_name = options["levels"] == "items"
    labels = [data.measurands[i].item if one_name else data.measurands[i].label for i in group]
    make = split_levels if options["design"] == "split-level" else uniform_levels
    levels = make(data, group, labels, options)
    names = names_of(first) if one_name else None
    if names and first.item:
        names = {language: name.removesuffix(f" · {first.item}") for language, name in names.items()}
    made = Characteristic(first.name if one_name else "", names, first.unit, levels)
    for level in levels:
        level.numbers |= _horrat(level, made.unit, options)
    if not options["no_relation"]:
        made.relations = _relations(levels, options["method"])
    return made


def _horrat(level: Level, unit: str, options: Options) -> dict[str, float]:
    """HorRat of both standard deviations, where the unit says what a mass fraction is."""
    nothing = {"horrat_r": NAN, "horrat_R": NAN}
    factor = mass_fraction(unit, options)
    mean = level.chosen("mean", options["method"])
    if options["horrat"] == "none" or factor is None or not (positive(mean) and mean * factor <= 1):
        return nothing
    for kind in ("r", "R"):
        s = level.chosen(f"s_{kind}", options["method"])
        if known(s):
            ratio = precision.horrat(s * factor, mean * factor, kind=kind, model=options["horrat"])
            nothing[f"horrat_{kind}"] = float(ratio)
    return nothing


def mass_fraction(unit: str, options: Options) -> float | None:
    """What one unit of the results is as a mass fraction; None where nobody says so."""
    if options["mass_fraction"] is not None:
        return float(options["mass_fraction"])
    read = units.read(unit)
    return float(f"1e{read.ten}") if read.family == "mass fraction" else None


def _relations(levels: list[Level], method: str) -> dict[str, FunctionalRelation]:
    """Of the levels that were computed and have a positive mean."""
    means = [level.chosen("mean", method) if level.status == "ok" else NAN for level in levels]
    m = [mean if positive(mean) else NAN for mean in means]
    if sum(map(known, m)) < _LEAST_LEVELS:
        return {}
    found = {}
    for name in ("s_r", "s_R"):
        s = [level.chosen(name, method) for level in levels]
        relation = precision.functional_relation(m, s)
        if relation.preferred != "none":
            found[name] = relation
    return found
