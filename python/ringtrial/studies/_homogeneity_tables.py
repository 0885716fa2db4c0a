"""The tables of ``ringtrial homogeneity``: measurands, analysis of variance, items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.studies import _check_columns as make
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.studies.homogeneity import Checked

_MOST_REPLICATES = 6  # that have columns of their own; the JSON file holds all


def measurands(checked: Sequence[Checked]) -> Table:
    """One row a measurand: everything that was computed."""
    columns = [
        *_spread(checked),
        *make.criteria(checked),
        *_adequate(checked),
        *_tests(checked),
        *_decision(checked),
    ]
    return Table("measurands", columns, caption="caption.measurand", upright=True)


def _spread(checked: Sequence[Checked]) -> list[Column]:
    whole = [0 if one.check.m % 1 == 0 else 2 for one in checked]
    return [
        *make.measurands(checked),
        make.column(checked, "g", lambda c: c.g),
        make.column(checked, "n", lambda c: c.n),
        make.column(checked, "m", lambda c: c.m, decimals=whole),
        make.lengths(checked, "mean", lambda one: one.check.mean),
        make.lengths(checked, "s_x", lambda one: one.check.s_x),
        make.lengths(checked, "s_w", lambda one: one.check.s_w),
        make.lengths(checked, "s_s", lambda one: one.check.s_s),
    ]


def _adequate(checked: Sequence[Checked]) -> list[Column]:
    return [make.column(checked, "repeatability_adequate", lambda c: c.repeatability_adequate)]


def _tests(checked: Sequence[Checked]) -> list[Column]:
    return [
        make.column(checked, "significant", lambda c: c.significant),
        make.column(checked, "p_value", lambda c: c.p_value, probability=True),
        make.lengths(checked, "u_bb_min", lambda one: one.check.u_bb_min),
        make.lengths(checked, "u_bb", lambda one: one.check.u_bb),
        make.lengths(checked, "sigma_pt_expanded", lambda one: one.check.sigma_pt_expanded),
        make.column(checked, "cochran", lambda c: c.cochran.statistic, decimals=3),
        make.column(checked, "cochran_critical_5", lambda c: c.cochran.critical_5, decimals=3),
        make.column(checked, "cochran_critical_1", lambda c: c.cochran.critical_1, decimals=3),
        Column("cochran_item", [one.cochran_item for one in checked]),
        make.column(checked, "trend_slope", lambda c: c.trend_slope),
        make.column(checked, "trend_p_value", lambda c: c.trend_p_value, probability=True),
    ]


def _decision(checked: Sequence[Checked]) -> list[Column]:
    return [
        make.lengths(checked, "detectable", lambda one: one.detectable),
        Column("power_at_criterion", [one.power for one in checked], decimals=2),
        Column("criterion_used", [one.used for one in checked], words="criterion"),
        make.verdict(checked, "decision", lambda one: one.homogeneous),
        Column("status", [one.check.status for one in checked], words="status"),
    ]


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
    rows = [
        _Item(one, position)
        for one in checked
        for position, mean in enumerate(one.results.means)
        if math.isfinite(mean)
    ]
    decimals = [row.one.decimals + 1 for row in rows]
    return Table(
        "items",
        [
            Column("measurand", [row.one.label for row in rows]),
            Column("unit", [row.one.unit for row in rows]),
            Column("item", [row.one.results.labels[row.position] for row in rows]),
            Column("n", [len(row.values) for row in rows]),
            *_replicates(rows),
            Column("mean", [row.one.results.means[row.position] for row in rows], decimals=decimals),
            Column("range", [row.range for row in rows], decimals=decimals, marks=[row.mark for row in rows]),
        ],
        caption="caption.items",
    )


class _Item(NamedTuple):
    """An item of a measurand, by its position."""

    one: Checked
    position: int

    @property
    def values(self) -> list[float]:
        return self.one.results.values[self.position]

    @property
    def range(self) -> float:
        return max(self.values) - min(self.values) if len(self.values) > 1 else math.nan

    @property
    def mark(self) -> str:
        """Of the item with the largest variance, where that is an outlier or a straggler."""
        return self.one.cochran_mark if self.position == self.one.check.cochran.index else ""


def _replicates(rows: Sequence[_Item]) -> list[Column]:
    """A column each, unless they are many."""
    most = max((len(row.values) for row in rows), default=0)
    if most > _MOST_REPLICATES:
        return []
    decimals = [row.one.decimals for row in rows]
    return [
        Column(
            f"replicate_{k + 1}",
            [row.values[k] if k < len(row.values) else math.nan for row in rows],
            decimals=decimals,
        )
        for k in range(most)
    ]
