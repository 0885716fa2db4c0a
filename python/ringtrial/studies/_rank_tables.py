"""The tables of ``ringtrial rank``: ranking, scores, Friedman's test, groups of laboratories."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.ranking import Friedman, Strata
    from ringtrial.studies._rank_scores import Scores


class Stratified(NamedTuple):
    """Laboratories by a column, and whether the groups differ."""

    by: str
    test: Strata


_SETTINGS: dict[str, dict[str, Any]] = {
    "laboratory": {},
    "rank": {"decimals": 0},
    "rank_lower": {"decimals": 0},
    "rank_upper": {"decimals": 0},
    "group": {},
    "n_scores": {},
    "statistic": {"decimals": 3},
    "probability_best": {"decimals": 2},
    "probability_top": {"decimals": 2},
    "mean_abs": {"decimals": 3},
    "median_abs": {"decimals": 3},
    "rms": {"decimals": 3},
    "rsz": {"decimals": 2},
    "p_rsz": {"probability": True},
    "ssz": {"decimals": 1},
    "p_ssz": {"probability": True},
    "mean_points": {"decimals": 2},
    "n_satisfactory": {},
    "n_questionable": {},
    "n_unsatisfactory": {},
    "status": {"words": "status"},
}


def ranking(rows: Sequence[Mapping[str, Any]], least: int) -> Table:
    """One row a laboratory, the best first."""
    table = Table.of_records("ranking", rows, _SETTINGS)
    table.caption, table.values = "caption.ranking", {"least": least}
    return table


def scores(found: Scores) -> Table:
    """The scores that count, one row a laboratory and measurand."""
    entries = [
        (label, code, float(found.table[i, k]))
        for k, label in enumerate(found.labels_of_measurands)
        for i, code in enumerate(found.laboratories)
        if math.isfinite(found.table[i, k])
    ]
    return Table(
        "scores",
        [
            Column("measurand", [label for label, _, _ in entries]),
            Column("laboratory", [code for _, code, _ in entries]),
            Column("score", [score for _, _, score in entries], decimals=2),
        ],
    )


def friedman(found: Friedman) -> Table:
    return Table(
        "friedman",
        [
            Column("n_labs", [found.n_labs]),
            Column("n_measurands", [found.n_measurands]),
            Column("chi_squared", [found.statistic], decimals=2),
            Column("df", [found.df]),
            Column("p_value", [found.p_value], probability=True),
            Column("kendall_w", [found.kendall_w], decimals=3),
            Column("status", [found.status], words="status"),
        ],
        caption="caption.friedman",
        upright=True,
    )


def strata(stratified: Sequence[Stratified]) -> Table:
    """One row a group of laboratories; the test of all groups stands with each."""
    rows = [(one, k) for one in stratified for k in range(len(one.test.stratum))]
    return Table(
        "strata",
        [
            Column("by", [one.by for one, _ in rows]),
            Column("stratum", [one.test.stratum[k] for one, k in rows]),
            Column("n", [int(one.test.n[k]) for one, k in rows]),
            Column("median", [float(one.test.location[k]) for one, k in rows], decimals=3),
            Column("mad", [float(one.test.scale[k]) for one, k in rows], decimals=3),
            Column("p_value", [one.test.p_value for one, _ in rows], probability=True),
            Column("status", [one.test.status for one, _ in rows], words="status"),
        ],
        caption="caption.strata",
    )


def pairs(stratified: Sequence[Stratified]) -> Table:
    rows = [(one, pair) for one in stratified for pair in one.test.pairs]
    return Table(
        "pairs",
        [
            Column("by", [one.by for one, _ in rows]),
            Column("a", [pair.a for _, pair in rows]),
            Column("b", [pair.b for _, pair in rows]),
            Column("difference", [pair.difference for _, pair in rows], decimals=3),
            Column("statistic_dunn", [pair.statistic for _, pair in rows], decimals=2),
            Column("p_adjusted", [pair.p_adjusted for _, pair in rows], probability=True),
            Column("different", [pair.different for _, pair in rows]),
        ],
        caption="caption.pairs",
    )
