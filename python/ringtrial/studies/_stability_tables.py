"""The tables of ``ringtrial stability``: two times, the line over all times, item means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.studies import _check_columns as make
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringtrial.studies.stability import Checked


def measurands(checked: Sequence[Checked]) -> Table:
    """One row a measurand: the first time compared with the last."""
    columns = [*_means(checked), *make.criteria(checked), *_test(checked)]
    return Table("measurands", columns, caption="caption.measurand", upright=True)


def _means(checked: Sequence[Checked]) -> list[Column]:
    return [
        *make.measurands(checked),
        Column("time_before", [one.times.labels[0] for one in checked]),
        Column("time_after", [one.times.labels[-1] for one in checked]),
        make.column(checked, "g_before", lambda c: c.g_before),
        make.column(checked, "g_after", lambda c: c.g_after),
        make.lengths(checked, "mean_before", lambda one: one.check.mean_before),
        make.lengths(checked, "mean_after", lambda one: one.check.mean_after),
        make.lengths(checked, "u_before", lambda one: one.check.u_before),
        make.lengths(checked, "u_after", lambda one: one.check.u_after),
        make.lengths(checked, "difference", lambda one: one.check.difference),
    ]


def _test(checked: Sequence[Checked]) -> list[Column]:
    return [
        make.column(checked, "t", lambda c: c.t, decimals=3),
        make.column(checked, "df", lambda c: c.df),
        make.column(checked, "t_critical", lambda c: c.t_critical, decimals=3),
        make.column(checked, "p_value", lambda c: c.p_value, probability=True),
        make.column(checked, "significant", lambda c: c.significant),
        make.lengths(checked, "u_stability", lambda one: one.check.u_stability),
        Column("criterion_used", [one.used for one in checked], words="criterion"),
        make.verdict(checked, "decision", lambda one: one.stable),
        Column("status", [one.check.status for one in checked], words="status"),
    ]


def trend(checked: Sequence[Checked], options: Mapping[str, Any]) -> Table:
    """One row a measurand with three times or more: the straight line."""

    def column(key: str, of: Callable[[Any], Any], **settings: Any) -> Column:
        return Column(key, [of(one.trend) for one in checked], **settings)

    decimals = [one.decimals + 1 for one in checked]
    life = options["shelf_life"]
    return Table(
        "trend",
        [
            Column("measurand", [one.label for one in checked]),
            Column("unit", [one.unit for one in checked]),
            column("n", lambda c: c.n),
            column("slope", lambda c: c.slope),
            column("s_slope", lambda c: c.s_slope),
            column("intercept", lambda c: c.intercept, decimals=decimals),
            column("residual_sd", lambda c: c.residual_sd, decimals=decimals),
            column("t", lambda c: c.t, decimals=3),
            column("df", lambda c: c.df),
            column("t_critical", lambda c: c.t_critical, decimals=3),
            column("p_value", lambda c: c.p_value, probability=True),
            column("significant", lambda c: c.significant, marks=[_trend_mark(one) for one in checked]),
            Column("shelf_life", [life for _ in checked], decimals=0 if life and life % 1 == 0 else None),
            column("change", lambda c: c.change, decimals=decimals),
            column("u_lts", lambda c: c.u_lts, decimals=decimals),
            column("status", lambda c: c.status, words="status"),
        ],
        caption="caption.trend",
        upright=True,
    )


def _trend_mark(one: Checked) -> str:
    assert one.trend is not None
    significant = one.trend.significant
    return make.mark(None if significant is None else not significant)


def times(checked: Sequence[Checked]) -> Table:
    """One row an item at a time."""
    rows = [
        (one, time, position)
        for one in checked
        for time, at in enumerate(one.results)
        for position in range(len(at.labels))
    ]
    return Table(
        "times",
        [
            Column("measurand", [one.label for one, _, _ in rows]),
            Column("unit", [one.unit for one, _, _ in rows]),
            Column("time", [one.times.labels[time] for one, time, _ in rows]),
            Column("item", [one.results[time].labels[i] for one, time, i in rows]),
            Column("n", [len(one.results[time].values[i]) for one, time, i in rows]),
            Column(
                "mean",
                [one.results[time].means[i] for one, time, i in rows],
                decimals=[one.decimals + 1 for one, _, _ in rows],
            ),
        ],
        caption="caption.items",
    )
