"""The tables of detection methods: levels, limits of detection, rows of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import qualitative
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.studies._qualitative_detection import Detection


def tables(found: Sequence[Detection]) -> dict[str, Table]:
    limits = [_limits(found)] if any(one.lods for one in found) else []
    return {table.key: table for table in (_levels(found), *limits, _laboratories(found))}


def _methods(found: Sequence[Detection], lengths: Sequence[int]) -> list[Column]:
    """The name of the method in each row, where there are several."""
    names = [one.method for one, count in zip(found, lengths, strict=True) for _ in range(count)]
    return [Column("test_method", names)] if len(found) > 1 else []


def _levels(found: Sequence[Detection]) -> Table:
    """One row a level."""
    over = [c for one in found for c in one.collaborative]

    def column(key: str, of: str) -> Column:
        return Column(key, [getattr(c, of) for c in over], decimals=3)

    return Table(
        "detection",
        [
            *_methods(found, [len(one.levels) for one in found]),
            level_column([(one, level) for one in found for level in one.levels]),
            Column("laboratories", [c.p for c in over]),
            Column("positive", [int(k) for one in found for k in one.pod.positive]),
            Column("n", [int(k) for one in found for k in one.pod.n]),
            *_shares([one.pod for one in found]),
            column("lpod_lower", "lower"),
            column("lpod_upper", "upper"),
            *(column(key, key) for key in ("s_r", "s_L", "s_R")),
            Column("p_homogeneity", [c.p_homogeneity for c in over], probability=True),
        ],
        caption="caption.detection",
    )


def level_column(levels: Sequence[tuple[Detection, float]]) -> Column:
    """With as many decimals as the levels were typed with."""
    decimals = [one.decimals for one, _ in levels]
    return Column("level", [level for _, level in levels], unit=levels[0][0].unit, decimals=decimals)


def _shares(pods: Sequence[qualitative.Pod]) -> list[Column]:
    def column(key: str) -> Column:
        return Column(key, [x for pod in pods for x in getattr(pod, key).tolist()], decimals=3)

    return [column(key) for key in ("pod", "lower", "upper")]


def _limits(found: Sequence[Detection]) -> Table:
    """One row an estimator."""
    lods = [lod for one in found for lod in one.lods.values()]
    unit = found[0].unit
    lengths = [
        Column(key, [getattr(lod, key) for lod in lods], unit=unit) for key in ("lod", "lower", "upper")
    ]
    return Table(
        "lod",
        [
            *_methods(found, [len(one.lods) for one in found]),
            Column("method", [name for one in found for name in one.lods], words="estimator"),
            Column("probability", [lod.probability for lod in lods], decimals=2),
            *lengths,
            Column("slope", [lod.slope for lod in lods], decimals=3),
            Column("deviance", [lod.deviance for lod in lods], decimals=2),
            Column("df", [lod.df for lod in lods], decimals=0),
            Column("status", [lod.status for lod in lods], words="status"),
        ],
        caption="caption.lod",
    )


def _laboratories(found: Sequence[Detection]) -> Table:
    """One row a row of the file."""
    rows = [(one, row) for one in found for row in one.rows]
    positive, n = [row.positive for _, row in rows], [row.n for _, row in rows]
    return Table(
        "laboratories",
        [
            *_methods(found, [len(one.rows) for one in found]),
            Column("laboratory", [one.codes[row.laboratory] for one, row in rows]),
            level_column([(one, row.level) for one, row in rows]),
            Column("positive", positive),
            Column("n", n),
            *_shares([qualitative.pod(positive, n, confidence=found[0].confidence)]),
        ],
        caption="caption.pods",
    )
