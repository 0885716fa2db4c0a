"""The tables of a precision study; the page shows parts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known, short
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.precision import FunctionalRelation
    from ringtrial.studies._precision_level import Characteristic, Level

    Pairs = Sequence[tuple[Characteristic, Level]]

_ESTIMATES = ("s_r", "s_L", "s_R", "r_limit", "R_limit")
_BOUNDS = tuple(f"{s}_{end}" for s in ("s_r", "s_L", "s_R") for end in ("low", "high"))
_ROBUST = tuple(f"robust_{name}" for name in ("s_r", "s_L", "s_R", "r_limit", "R_limit"))
MODELS = ("I", "II", "III")
RELATION_SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "measurand": {},
    "of": {"words": "of"},
    "model": {},
    "equation": {},
    "intercept": {},
    "slope": {},
    "relative_sd": {"decimals": 3},
    "chosen": {},
    "n": {},
}


def pairs_of(characteristics: Sequence[Characteristic]) -> list[tuple[Characteristic, Level]]:
    """Every level with its characteristic, in the order of all tables."""
    return [(one, level) for one in characteristics for level in one.levels]


def levels_table(pairs: Pairs, *, split: bool) -> Table:
    """A row a level."""
    places = [level.decimals for _, level in pairs]
    finer = [None if d is None else d + 1 for d in places]

    def numbers(key: str, decimals: Any) -> Column:
        return Column(key, [level.numbers[key] for _, level in pairs], decimals=decimals)

    own = ("mean_difference", "s_D") if split else ()
    intervals = () if split else _BOUNDS
    relative = () if split else ("rsd_r", "rsd_R", "gamma", "A_r", "A_R")
    robust = () if split else ("robust_mean", *_ROBUST)
    return Table(
        "levels",
        [
            *_keys(pairs),
            Column("unit", [one.unit for one, _ in pairs]),
            *(Column(key, [level.numbers[key] for _, level in pairs]) for key in ("p", "n")),
            *([] if split else [numbers("replicates", 0)]),
            numbers("mean", places),
            *(numbers(key, finer) for key in (*own, *_ESTIMATES, *intervals)),
            *(numbers(key, 2) for key in (*relative, "horrat_r", "horrat_R")),
            *(numbers(key, places if key == "robust_mean" else finer) for key in robust),
            Column(
                "removed",
                [", ".join(level.removed) for _, level in pairs],
                marks=["unsatisfactory" if level.removed else "" for _, level in pairs],
            ),
            Column("status", [level.status for _, level in pairs], words="status"),
        ],
    )


def cells_table(pairs: Pairs, *, split: bool) -> Table:
    """A row a laboratory and level."""
    numbers = ("result_a", "result_b", "mean", "difference") if split else ("mean", "sd")
    places = [level.decimals for _, level in pairs for _ in level.cells["laboratory"]]
    finer = [None if d is None else d + 1 for d in places]
    kept = _gathered(pairs, "kept")
    return Table(
        "cells",
        [
            *_keys(pairs, each="laboratory"),
            Column("laboratory", _gathered(pairs, "laboratory")),
            *([] if split else [Column("n", _gathered(pairs, "n"))]),
            *(Column(key, _gathered(pairs, key), decimals=finer) for key in numbers),
            Column("kept", kept, marks=["" if yes else "unsatisfactory" for yes in kept]),
        ],
        caption="caption.cells",
        fold=True,
    )


def mandel_table(pairs: Pairs, *, split: bool) -> Table:
    """Mandel's statistics with their critical values; marked beyond them."""
    columns = [*_keys(pairs, each="laboratory"), Column("laboratory", _gathered(pairs, "laboratory"))]
    for statistic in statistics_of(split=split):
        marks = [mark for _, level in pairs for mark in level.marks(statistic)]
        columns.append(Column(statistic, _gathered(pairs, statistic), decimals=2, marks=marks))
        columns += (
            Column(key, _gathered(pairs, key), decimals=2)
            for key in (f"{statistic}_critical_straggler", f"{statistic}_critical_outlier")
        )
    return Table("mandel", columns, caption="caption.mandel_table", fold=True)


def statistics_of(*, split: bool) -> tuple[str, str]:
    return ("h", "h_difference") if split else ("h", "k")


def decisions_table(pairs: Pairs) -> Table:
    """A row a test of the outlier procedure, in the order in which they were made."""
    rows = [(one, level, step, d) for one, level in pairs for step, d in enumerate(level.decisions, 1)]

    def taken(key: str, **settings: Any) -> Column:
        return Column(key, [d[key] for _, _, _, d in rows], **settings)

    marks = [d["mark"] for _, _, _, d in rows]
    return Table(
        "decisions",
        [
            Column("measurand", [one.name for one, *_ in rows]),
            Column("level", [level.label for _, level, *_ in rows]),
            Column("step", [step for _, _, step, _ in rows]),
            taken("test", words="test"),
            taken("about", words="about"),
            Column("laboratories", [", ".join(d["laboratories"]) for *_, d in rows]),
            taken("p"),
            taken("statistic", decimals=3),
            taken("critical_straggler", decimals=3),
            taken("critical_outlier", decimals=3),
            taken("p_value", probability=True),
            taken("verdict", words="verdict", marks=marks),
            taken("decision", words="decision"),
        ],
        caption="caption.decisions",
    )


def relation_table(characteristics: Sequence[Characteristic]) -> Table:
    """Three models of each standard deviation; the chosen one is said."""
    records = [
        record
        for one in characteristics
        for of, relation in one.relations.items()
        for record in _relation_rows(one, of, relation)
    ]
    table = Table.of_records("relation", records, RELATION_SETTINGS)
    table.caption = "caption.relation_table"
    return table


def _relation_rows(one: Characteristic, of: str, relation: FunctionalRelation) -> list[dict[str, Any]]:
    nan = float("nan")
    coefficients = {
        "I": (nan, relation.b_I),
        "II": (relation.a_II, relation.b_II),
        "III": (relation.c_III, relation.d_III),
    }
    return [
        {
            "measurand": one.name,
            "of": of,
            "model": model,
            "equation": equation(relation, of, model),
            "intercept": coefficients[model][0],
            "slope": coefficients[model][1],
            "relative_sd": getattr(relation, f"relative_sd_{model}"),
            "chosen": model == relation.preferred,
            "n": relation.n,
        }
        for model in MODELS
    ]


def equation(relation: FunctionalRelation, of: str, model: str = "") -> str:
    """A relation, the chosen one if no model is named, as an equation with three figures."""
    model = model or relation.preferred
    numbers = {
        "I": (relation.b_I,),
        "II": (relation.a_II, relation.b_II),
        "III": (relation.c_III, relation.d_III),
    }[model]
    if not all(map(known, numbers)):
        return ""
    if model == "I":
        return f"{of} = {short(relation.b_I)} m"
    sign = "−" if numbers[1] < 0 else "+"
    right = f"{short(numbers[0])} {sign} {short(abs(numbers[1]))}"
    return f"{of} = {right} m" if model == "II" else f"lg {of} = {right} lg m"


def _keys(pairs: Pairs, each: str = "") -> list[Column]:
    """Measurand and level of every row; ``each``: a row for each of these entries of the cells."""
    times = [len(level.cells[each]) if each else 1 for _, level in pairs]
    repeated = list(zip(pairs, times, strict=True))
    return [
        Column("measurand", [one.name for (one, _), count in repeated for _ in range(count)]),
        Column("level", [level.label for (_, level), count in repeated for _ in range(count)]),
    ]


def _gathered(pairs: Pairs, key: str) -> list[Any]:
    return [value for _, level in pairs for value in level.cells[key]]
