"""The tables of ``ringtrial homogeneity``: measurands, analysis of variance, items."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.studies.homogeneity import Checked

_MOST_REPLICATES = 6  # that have columns of their own; the JSON file holds all


def measurands(checked: Sequence[Checked]) -> Table:
    """One row a measurand: everything that was computed."""
    columns = [*_spread(checked), *_criteria(checked), *_tests(checked), *_decision(checked)]
    return Table("measurands", columns, caption="caption.measurand", upright=True)


def _lengths(checked: Sequence[Checked], key: str, of: Callable[[Checked], float]) -> Column:
    """Numbers in the unit of the results."""
    return Column(key, [of(one) for one in checked], decimals=[one.decimals + 1 for one in checked])


def _column(checked: Sequence[Checked], key: str, of: Callable[[Any], Any], **settings: Any) -> Column:
    return Column(key, [of(one.check) for one in checked], **settings)


def _verdict(checked: Sequence[Checked], key: str, of: Callable[[Checked], bool | None]) -> Column:
    passed = [of(one) for one in checked]
    return Column(key, passed, marks=[_mark(one) for one in passed])


def _spread(checked: Sequence[Checked]) -> list[Column]:
    whole = [0 if one.check.m % 1 == 0 else 2 for one in checked]
    return [
        Column("measurand", [one.label for one in checked]),
        Column("unit", [one.unit for one in checked]),
        _column(checked, "g", lambda c: c.g),
        _column(checked, "n", lambda c: c.n),
        _column(checked, "m", lambda c: c.m, decimals=whole),
        _lengths(checked, "mean", lambda one: one.check.mean),
        _lengths(checked, "s_x", lambda one: one.check.s_x),
        _lengths(checked, "s_w", lambda one: one.check.s_w),
        _lengths(checked, "s_s", lambda one: one.check.s_s),
    ]


def _criteria(checked: Sequence[Checked]) -> list[Column]:
    return [
        _lengths(checked, "sigma_pt", lambda one: one.sigma_pt),
        _lengths(checked, "criterion", lambda one: one.check.criterion),
        _verdict(checked, "passes", lambda one: one.check.passes),
        _lengths(checked, "expanded_criterion", lambda one: one.check.expanded_criterion),
        _verdict(checked, "passes_expanded", lambda one: one.check.passes_expanded),
        _column(checked, "repeatability_adequate", lambda c: c.repeatability_adequate),
    ]


def _tests(checked: Sequence[Checked]) -> list[Column]:
    return [
        _column(checked, "significant", lambda c: c.significant),
        _column(checked, "p_value", lambda c: c.p_value, probability=True),
        _lengths(checked, "u_bb_min", lambda one: one.check.u_bb_min),
        _lengths(checked, "u_bb", lambda one: one.check.u_bb),
        _lengths(checked, "sigma_pt_expanded", lambda one: one.check.sigma_pt_expanded),
        _column(checked, "cochran", lambda c: c.cochran.statistic, decimals=3),
        _column(checked, "cochran_critical_5", lambda c: c.cochran.critical_5, decimals=3),
        _column(checked, "cochran_critical_1", lambda c: c.cochran.critical_1, decimals=3),
        Column("cochran_item", [one.cochran_item for one in checked]),
        _column(checked, "trend_slope", lambda c: c.trend_slope),
        _column(checked, "trend_p_value", lambda c: c.trend_p_value, probability=True),
    ]


def _decision(checked: Sequence[Checked]) -> list[Column]:
    return [
        _lengths(checked, "detectable", lambda one: one.detectable),
        Column("power_at_criterion", [one.power for one in checked], decimals=2),
        Column("criterion_used", [one.used for one in checked], words="criterion"),
        _verdict(checked, "decision", lambda one: one.homogeneous),
        Column("status", [one.check.status for one in checked], words="status"),
    ]


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
