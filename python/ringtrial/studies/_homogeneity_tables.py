"""The tables of ``ringtrial homogeneity``: measurands, analysis of variance, items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.studies.homogeneity import Checked

_MOST_REPLICATES = 6  # that have columns of their own; the JSON file holds all


def measurands(checked: Sequence[Checked]) -> Table:
    """One row a measurand: everything that was computed."""

    def lengths(key: str, of: Callable[[Checked], float]) -> Column:
        """Numbers in the unit of the results."""
        return Column(key, [of(one) for one in checked], decimals=[one.decimals + 1 for one in checked])

    def column(key: str, of: Callable[[Any], Any], **settings: Any) -> Column:
        return Column(key, [of(one.check) for one in checked], **settings)

    return Table(
        "measurands",
        [
            Column("measurand", [one.label for one in checked]),
            Column("unit", [one.unit for one in checked]),
            column("g", lambda c: c.g),
            column("n", lambda c: c.n),
            column("m", lambda c: c.m, decimals=[0 if one.check.m % 1 == 0 else 2 for one in checked]),
            lengths("mean", lambda one: one.check.mean),
            lengths("s_x", lambda one: one.check.s_x),
            lengths("s_w", lambda one: one.check.s_w),
            lengths("s_s", lambda one: one.check.s_s),
            lengths("sigma_pt", lambda one: one.sigma_pt),
            lengths("criterion", lambda one: one.check.criterion),
            column("passes", lambda c: c.passes, marks=[_mark(one.check.passes) for one in checked]),
            lengths("expanded_criterion", lambda one: one.check.expanded_criterion),
            column(
                "passes_expanded",
                lambda c: c.passes_expanded,
                marks=[_mark(one.check.passes_expanded) for one in checked],
            ),
            column("repeatability_adequate", lambda c: c.repeatability_adequate),
            column("significant", lambda c: c.significant),
            column("p_value", lambda c: c.p_value, probability=True),
            lengths("u_bb_min", lambda one: one.check.u_bb_min),
            lengths("u_bb", lambda one: one.check.u_bb),
            lengths("sigma_pt_expanded", lambda one: one.check.sigma_pt_expanded),
            column("cochran", lambda c: c.cochran.statistic, decimals=3),
            column("cochran_critical_5", lambda c: c.cochran.critical_5, decimals=3),
            column("cochran_critical_1", lambda c: c.cochran.critical_1, decimals=3),
            Column("cochran_item", [one.cochran_item for one in checked]),
            column("trend_slope", lambda c: c.trend_slope, decimals=None),
            column("trend_p_value", lambda c: c.trend_p_value, probability=True),
            lengths("detectable", lambda one: one.detectable),
            Column("power_at_criterion", [one.power for one in checked], decimals=2),
            Column("criterion_used", [one.used for one in checked], words="criterion"),
            Column(
                "decision",
                [one.homogeneous for one in checked],
                marks=[_mark(one.homogeneous) for one in checked],
            ),
            Column("status", [one.check.status for one in checked], words="status"),
        ],
        caption="caption.measurand",
        upright=True,
    )


def _mark(passed: bool | None) -> str:
    return "" if passed is None else "satisfactory" if passed else "unsatisfactory"


def anova(checked: Sequence[Checked]) -> Table:
    """Two rows a measurand: between and within items."""

    def pairs(first: Callable[[Any], Any], second: Callable[[Any], Any]) -> list[Any]:
        return [of(one.check) for one in checked for of in (first, second)]

    def none(_: Any) -> float:
        return math.nan

    return Table(
        "anova",
        [
            Column("measurand", [one.label for one in checked for _ in range(2)]),
            Column("unit", [one.unit for one in checked for _ in range(2)]),
            Column("source", ["between", "within"] * len(checked), words="source"),
            Column("df", pairs(lambda c: c.df_between, lambda c: c.df_within)),
            Column("ms", pairs(lambda c: c.ms_between, lambda c: c.ms_within)),
            Column("f", pairs(lambda c: c.f, none), decimals=3),
            Column("f_critical", pairs(lambda c: c.f_critical, none), decimals=3),
            Column("p_value", pairs(lambda c: c.p_value, none), probability=True),
        ],
        caption="caption.anova",
    )


def items(checked: Sequence[Checked]) -> Table:
    """One row an item that has results."""
    rows = [(one, position) for one in checked for position, values in enumerate(one.results.values)
            if math.isfinite(values[0])]  # fmt: skip
    decimals = [one.decimals + 1 for one, _ in rows]

    def values(row: tuple[Checked, int]) -> list[float]:
        one, position = row
        return one.results.values[position]

    def outlying(row: tuple[Checked, int]) -> str:
        one, position = row
        return one.cochran_mark if position == one.check.cochran.index else ""

    replicates = max(map(len, map(values, rows)), default=0)
    replicates = replicates if replicates <= _MOST_REPLICATES else 0
    columns = [
        Column(
            f"replicate_{k + 1}",
            [values(row)[k] if k < len(values(row)) else math.nan for row in rows],
            decimals=[one.decimals for one, _ in rows],
        )
        for k in range(replicates)
    ]
    return Table(
        "items",
        [
            Column("measurand", [one.label for one, _ in rows]),
            Column("unit", [one.unit for one, _ in rows]),
            Column("item", [one.results.labels[position] for one, position in rows]),
            Column("n", [len(values(row)) for row in rows]),
            *columns,
            Column("mean", [one.results.means[position] for one, position in rows], decimals=decimals),
            Column(
                "range",
                [max(values(row)) - min(values(row)) if len(values(row)) > 1 else math.nan for row in rows],
                decimals=decimals,
                marks=[outlying(row) for row in rows],
            ),
        ],
        caption="caption.items",
    )
