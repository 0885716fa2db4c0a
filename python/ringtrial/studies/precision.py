"""``ringtrial precision``: how well a method repeats in one laboratory and reproduces between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.report.numbers import known
from ringtrial.scheme.types import BOOL, number, one_of
from ringtrial.studies import _precision_tables as tables
from ringtrial.studies._precision_levels import characteristics_of
from ringtrial.studies.laboratories import left_out
from ringtrial.studies.options import Option
from ringtrial.studies.study import Number, Study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme
    from ringtrial.studies._precision_level import Characteristic, Level
    from ringtrial.studies.table import Table

TABLES = ("levels", "cells", "decisions", "mandel", "relation")
KEY = "level"
_SHARE = number(above=0, below=1)
OPTIONS = (
    Option("design", one_of("uniform", "split-level"), "uniform", "NAME"),
    Option("levels", one_of("items", "measurands"), "items", "NAME"),
    Option("method", one_of("classical", "robust", "q-hampel"), "classical", "NAME"),
    Option("procedure", one_of("flag", "remove", "none"), "flag", "NAME"),
    Option("alpha_straggler", _SHARE, 0.05, "P"),
    Option("alpha_outlier", _SHARE, 0.01, "P"),
    Option("no_pairs", BOOL, False),
    Option("no_repeat", BOOL, False),
    Option("limit_factor", number(above=0), 2.8, "NUMBER"),
    Option("confidence", _SHARE, 0.95, "P"),
    Option("interval", one_of("mls", "satterthwaite"), "mls", "NAME"),
    Option("horrat", one_of("horwitz", "thompson", "none"), "horwitz", "NAME"),
    Option("mass_fraction", number(above=0, most=1), None, "NUMBER"),
    Option("no_relation", BOOL, False),
)


def prepare(scheme: Scheme, options: Mapping[str, Any]) -> None:
    """Several rows of a laboratory, also equal ones, are replicates unless the scheme decides."""
    if scheme.intake["duplicates"] == "auto":
        scheme.intake["duplicates"] = "replicates"


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """Precision of every measurand, its items the levels; or of one whose levels are the measurands."""
    from ringtrial.studies._precision_pages import Pages

    _refuse_options(options)
    groups = _groups(data, options)
    characteristics = characteristics_of(data, groups, options)
    pairs = tables.pairs_of(characteristics)
    found = [*_left_out(data, groups), *(f for one, level in pairs for f in _findings(one, level, options))]
    if not any(level.computed for _, level in pairs):
        raise _wrong("precision_nothing", *found, variant="computed")
    made = _tables(characteristics, split=options["design"] == "split-level")
    return Study(
        "precision",
        title="",
        numbers=_numbers(characteristics, options),
        sections=Pages(characteristics, made, options).sections(),
        tables=list(made.values()),
        results=[_to_dict(one) for one in characteristics],
        findings=found,
        options=options,
        laboratories=data.laboratories,
    )


def _tables(characteristics: list[Characteristic], *, split: bool) -> dict[str, Table]:
    pairs = tables.pairs_of(characteristics)
    made = (
        tables.levels_table(pairs, split=split),
        tables.cells_table(pairs, split=split),
        tables.decisions_table(pairs),
        tables.mandel_table(pairs, split=split),
        tables.relation_table(characteristics),
    )
    return {table.key: table for table in made}


def _numbers(characteristics: list[Characteristic], options: Mapping[str, Any]) -> list[Number]:
    levels = [level for one in characteristics for level in one.levels]
    laboratories = {code for one in characteristics for code in one.laboratories}
    results = sum(int(level.numbers["n"]) for level in levels)
    done = options["procedure"] if options["procedure"] != "none" else ""
    outliers = str(sum(len(level.removed) for level in levels)) if done else "–"
    return [
        Number("laboratories", str(len(laboratories))),
        Number(
            "levels", str(len(levels)), "results", n=f"{results:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        ),
        Number("outliers", outliers, done),
    ]


def _to_dict(one: Characteristic) -> dict[str, Any]:
    """For the JSON file; cells as columns with an entry a laboratory."""
    return {
        "measurand": one.name,
        "unit": one.unit,
        "levels": [
            {
                "level": level.label,
                "status": level.status,
                **level.numbers,
                "removed": level.removed,
                "decisions": [{k: v for k, v in d.items() if k != "mark"} for d in level.decisions],
                "cells": level.cells,
            }
            for level in one.levels
        ],
        "relations": {of: relation.to_dict() for of, relation in one.relations.items()},
    }


# --- which levels -----------------------------------------------------------------------------


def _refuse_options(options: Mapping[str, Any]) -> None:
    if options["alpha_outlier"] > options["alpha_straggler"]:
        raise _wrong("precision_options")
    if options["design"] == "split-level" and options["method"] != "classical":
        raise _wrong("precision_options", variant="robust_split")


def _groups(data: Round, options: Mapping[str, Any]) -> list[list[int]]:
    """Positions in ``data.measurands`` that are levels of one characteristic."""
    numeric = [i for i, measurand in enumerate(data.measurands) if measurand.kind == "quantitative"]
    if not numeric:
        raise _wrong("precision_nothing")
    groups = [numeric] if options["levels"] == "measurands" else list(_by_name(data, numeric).values())
    for group in groups:
        _same_unit(data, group)
        if options["design"] == "split-level" and len(group) % 2:
            names = ", ".join(data.measurands[i].label for i in group)
            raise _wrong("precision_split", names=names)
    return groups


def _by_name(data: Round, positions: list[int]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for i in positions:
        groups.setdefault(data.measurands[i].name, []).append(i)
    return groups


def _same_unit(data: Round, group: list[int]) -> None:
    first = data.measurands[group[0]]
    for other in (data.measurands[i] for i in group[1:]):
        if other.unit != first.unit:
            units = {"unit": first.unit or "–", "other_unit": other.unit or "–"}
            raise _wrong("precision_units", measurand=first.label, other=other.label, **units)


def _wrong(code: str, *others: Finding, **values: Any) -> DataError:
    finding = Finding(code, **values)
    return DataError(finding.text, [finding, *others])


# --- findings ---------------------------------------------------------------------------------


def _left_out(data: Round, groups: list[list[int]]) -> list[Finding]:
    """Measurands that are no numbers."""
    used = {i for group in groups for i in group}
    return [
        Finding("precision_kind", measurand=measurand.label)
        for i, measurand in enumerate(data.measurands)
        if i not in used
    ]


def _findings(one: Characteristic, level: Level, options: Mapping[str, Any]) -> list[Finding]:
    label = one.label(level)
    found = left_out(label, level.excluded)
    if level.limits:
        found.append(Finding("precision_limits", measurand=label, count=level.limits))
    if level.status != "ok":
        found.append(Finding("precision_status", variant=level.status, measurand=label))
    if level.removed:
        done = "removed" if options["procedure"] == "remove" else "flagged"
        names = ", ".join(level.removed)
        found.append(Finding("precision_outlier", variant=done, measurand=label, names=names))
    stragglers = [
        code
        for decision in level.decisions
        if decision["verdict"] == "straggler"
        for code in decision["laboratories"]
    ]
    if stragglers:
        names = ", ".join(dict.fromkeys(stragglers))
        found.append(Finding("precision_straggler", measurand=label, names=names))
    if level.status == "ok" and known(level.numbers["s_L"]) and level.numbers["s_L"] == 0:
        found.append(Finding("precision_no_between", measurand=label))
    return found
