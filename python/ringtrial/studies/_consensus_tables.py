"""The tables of ``ringtrial consensus``, over all measurands."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.report.numbers import decimals_of
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.studies._consensus_evaluation import Consensus

MOST_PAIRED = 200  # laboratories; of more, all pairs would be tens of thousands of rows


def decimals_in(one: Consensus) -> int:
    """Decimals of a measurand's numbers: to the second figure of the value's uncertainty."""
    spread = one.fit.standard_uncertainty if one.ok else float(np.nanmax(one.u, initial=0.0))
    found = decimals_of(spread)
    if found is None:
        found = decimals_of(float(np.max(np.abs(one.stated.x), initial=0.0)))
    return 3 if found is None else found


def values(all_: Sequence[Consensus]) -> Table:
    """A row a measurand."""
    decimals = [decimals_in(one) for one in all_]

    def fit(key: str, name: str = "", **settings: Any) -> Column:
        return Column(key, [getattr(one.fit, name or key) for one in all_], **settings)

    return Table(
        "values",
        [
            *_about(all_, lambda _: 1),
            Column("n", [one.n for one in all_]),
            Column("excluded", [int(np.count_nonzero(~one.stated.included)) for one in all_]),
            Column("estimator", [one.choice.method for one in all_], words="estimator"),
            Column("effects", [one.choice.options.get("effects", "") for one in all_], words="effects"),
            Column("chosen_by", [one.choice.reason for one in all_], words="chosen_by"),
            fit("value", decimals=decimals),
            fit("u", "standard_uncertainty", decimals=decimals),
            fit("lower", decimals=decimals),
            fit("upper", decimals=decimals),
            fit("coverage_factor", decimals=2),
            fit("between_sd", decimals=decimals),
            fit("chi2", decimals=2),
            fit("chi2_df", decimals=0),
            fit("p_value", probability=True),
            fit("birge_ratio", decimals=2),
            fit("i2", decimals=2),
            Column("subset_size", [one.subset.subset_size if one.subset else None for one in all_]),
            Column(
                "spread", [one.estimators.spread if one.estimators else math.nan for one in all_], decimals=2
            ),
            Column("not_equivalent", [len(not_equivalent(one)) for one in all_]),
            fit("status", words="status"),
        ],
        caption="caption.values",
        upright=True,
    )


def not_equivalent(one: Consensus) -> list[str]:
    """Codes of the laboratories with abs(E) > 1."""
    return one.stated.named(np.abs(one.degrees("score")) > 1)


def _about(all_: Sequence[Consensus], rows: Callable[[Consensus], int]) -> list[Column]:
    """Which measurand: so many rows of each."""

    def of(key: str, value: Callable[[Any], str]) -> Column:
        return Column(key, [value(one.stated.measurand) for one in all_ for _ in range(rows(one))])

    return [of("measurand", lambda m: m.name), of("item", lambda m: m.item), of("unit", lambda m: m.unit)]


def _columns(
    all_: Sequence[Consensus],
    rows: Callable[[Consensus], int],
    settings: dict[str, dict[str, Any]],
    records: Callable[[Consensus], Sequence[Sequence[Any]]],
) -> list[Column]:
    """Columns from the rows of each measurand; "in_unit": decimals of the measurand, with so many more."""
    cells: list[list[Any]] = [[] for _ in settings]
    decimals: list[int] = []
    for one in all_:
        found = records(one)
        decimals += [decimals_in(one)] * len(found)
        for row in found:
            for column, cell in zip(cells, row, strict=True):
                column.append(cell)
    columns = _about(all_, rows)
    for (key, more), column in zip(settings.items(), cells, strict=True):
        given = dict(more)
        if "in_unit" in given:
            given["decimals"] = [places + given["in_unit"] for places in decimals]
            del given["in_unit"]
        columns.append(Column(key, column, **given))
    return columns


# --- estimators -------------------------------------------------------------------------------

_IN_UNIT: dict[str, Any] = {"in_unit": 0}
_ESTIMATORS: dict[str, dict[str, Any]] = {
    "estimator": {"words": "estimator"},
    "chosen": {},
    "value": _IN_UNIT,
    "u": _IN_UNIT,
    "lower": _IN_UNIT,
    "upper": _IN_UNIT,
    "between_sd": _IN_UNIT,
    "u_bootstrap": _IN_UNIT,
    "status": {"words": "status"},
}


def estimators(all_: Sequence[Consensus]) -> Table:
    """A row a measurand and estimator."""
    columns = _columns(all_, lambda one: len(estimator_rows(one)), _ESTIMATORS, estimator_rows)
    return Table("estimators", columns, caption="caption.estimators")


def estimator_rows(one: Consensus) -> list[list[Any]]:
    """Those with default options; the chosen one as it was used."""
    table = one.estimators
    if table is None:
        return [_of_fit(one)]
    rows = []
    for i, method in enumerate(table.method.tolist()):
        if method == one.choice.method:
            rows.append(_of_fit(one))
            continue
        numbers = [
            getattr(table, name)[i]
            for name in ("value", "standard_uncertainty", "lower", "upper", "between_sd")
        ]
        drawn = one.simulated.get(method)
        u = drawn.standard_uncertainty if drawn else math.nan
        rows.append([method, None, *map(float, numbers), u, str(table.status[i])])
    return rows if any(row[1] for row in rows) else [_of_fit(one), *rows]


def _of_fit(one: Consensus) -> list[Any]:
    correlated = one.choice.reason == "correlated"  # the simulation takes results for independent
    fit, drawn = one.fit, None if correlated else one.simulated.get(one.choice.method)
    u = drawn.standard_uncertainty if drawn else math.nan
    return [
        one.choice.method, True, fit.value, fit.standard_uncertainty, fit.lower, fit.upper, fit.between_sd, u,
        fit.status,
    ]  # fmt: skip


# --- laboratories -----------------------------------------------------------------------------

_DIFFERENCE: dict[str, Any] = {"in_unit": 0}
_LABORATORIES: dict[str, dict[str, Any]] = {
    "laboratory": {},
    "result": {"in_unit": 1},
    "u": {"in_unit": 1},
    "dof": {"decimals": 0},
    "part": {},
    "weight": {"decimals": 4},
    "subset": {},
    "difference": _DIFFERENCE,
    "u_difference": _DIFFERENCE,
    "expanded_difference": _DIFFERENCE,
    "score": {"decimals": 2},
    "equivalent": {},
    "reference_others": _DIFFERENCE,
    "difference_others": _DIFFERENCE,
    "expanded_others": _DIFFERENCE,
    "score_others": {"decimals": 2},
}
INPUT = ("result", "u", "dof", "part", "weight", "subset")  # the columns that say what went in
AGAINST = tuple(key for key in _LABORATORIES if key not in ("laboratory", *INPUT))


def laboratories(all_: Sequence[Consensus]) -> Table:
    """A row a measurand and laboratory, in the order of the file."""
    columns = _columns(all_, lambda one: len(one.stated.codes), _LABORATORIES, _laboratory_rows)
    for column in columns:
        if column.key in ("score", "score_others"):
            column.marks = ["unsatisfactory" if abs(score) > 1 else "" for score in column.values]
    return Table("laboratories", columns, caption="caption.laboratories")


def _laboratory_rows(one: Consensus) -> list[list[Any]]:
    stated = one.stated
    subset = None if one.subset is None or one.subset.status != "ok" else set(one.subset.indices.tolist())
    weights = np.where(np.isnan(one.x), np.nan, one.fit.weights)
    used = ~np.isnan(one.x)
    names = ("difference", "standard_uncertainty", "expanded_uncertainty", "score")
    degrees = [one.degrees(name) for name in names]
    others = [one.against_others(n) for n in ("reference", "difference", "expanded_uncertainty", "score")]
    rows = []
    for i, code in enumerate(stated.codes):
        score = float(degrees[3][i])
        rows.append(
            [
                code,
                float(stated.x[i]),
                float(stated.u[i]),
                math.nan if stated.dof is None else float(stated.dof[i]),
                bool(used[i]),
                float(weights[i]),
                i in subset if subset is not None and used[i] else None,
                *(float(column[i]) for column in degrees),
                None if math.isnan(score) else abs(score) <= 1,
                *(float(column[i]) for column in others),
            ]
        )
    return rows


# --- pairs, tests, uncertainties --------------------------------------------------------------

_PAIRS: dict[str, dict[str, Any]] = {
    "laboratory": {},
    "other": {},
    "difference": _DIFFERENCE,
    "u_difference": _DIFFERENCE,
    "expanded_difference": _DIFFERENCE,
    "score": {"decimals": 2},
}


def pairs(all_: Sequence[Consensus]) -> Table:
    """A row a measurand and pair of laboratories."""
    columns = _columns(all_, lambda one: len(_pair_rows(one)), _PAIRS, _pair_rows)
    score = columns[-1]
    score.marks = ["unsatisfactory" if abs(value) > 1 else "" for value in score.values]
    return Table("pairs", columns, caption="caption.pairs", fold=True)


def _pair_rows(one: Consensus) -> list[list[Any]]:
    codes, found = one.stated.codes, one.equivalence
    if found is None or len(codes) > MOST_PAIRED:
        return []
    columns = [found.pair_difference, found.pair_uncertainty, found.pair_expanded, found.pair_score]
    numbers = [column.tolist() for column in columns]
    return [
        [codes[i], codes[j], *(column[i][j] for column in numbers)]
        for i in range(len(codes))
        for j in range(i + 1, len(codes))
    ]


_TESTS: dict[str, dict[str, Any]] = {
    "test": {"words": "test"},
    "statistic": {"decimals": 3},
    "df": {"decimals": 0},
    "p_value": {"probability": True},
    "alpha": {"decimals": 2},
    "passed": {},
}


def tests(all_: Sequence[Consensus]) -> Table:
    """A row a measurand and test of the decision guide."""
    columns = _columns(all_, lambda one: len(_test_rows(one)), _TESTS, _test_rows)
    return Table("tests", columns, caption="caption.tests")


def _test_rows(one: Consensus) -> list[list[Any]]:
    guide = one.guide
    if guide is None or guide.status != "ok":
        return []
    nan = math.nan
    return [
        ["homogeneity", guide.q, guide.q_df, guide.q_p_value, 0.10, guide.homogeneous],
        ["normality", guide.shapiro_w, nan, guide.shapiro_p_value, 0.05, guide.normal],
        ["symmetry", guide.symmetry_statistic, nan, guide.symmetry_p_value, 0.05, guide.symmetric],
    ]


_UNCERTAINTIES: dict[str, dict[str, Any]] = {
    "way": {"words": "way"},
    "chosen": {},
    "u": {"in_unit": 1},
    "lower": {"in_unit": 1},
    "upper": {"in_unit": 1},
    "coverage_factor": {"decimals": 2},
}


def uncertainties(all_: Sequence[Consensus]) -> Table:
    """A row a measurand and way to get the uncertainty of the chosen estimator."""
    found = {id(one): _way_rows(one) for one in all_}
    columns = _columns(all_, lambda one: len(found[id(one)]), _UNCERTAINTIES, lambda one: found[id(one)])
    return Table("uncertainties", columns, caption="caption.uncertainties")


def _way_rows(one: Consensus) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for way, fit in one.ways():
        chosen = True if not rows else None
        rows.append([way, chosen, fit.standard_uncertainty, fit.lower, fit.upper, fit.coverage_factor])
    return rows
