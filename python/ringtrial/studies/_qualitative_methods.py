"""Two detection methods beside each other: the difference of their probabilities of detection, by level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial import qualitative
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.spelling import plain
from ringtrial.report.numbers import fixed
from ringtrial.report.pictures import detection as pictures
from ringtrial.studies._qualitative_detection_tables import level_column
from ringtrial.studies.study import Drawing, Section, Statement
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.studies._qualitative_detection import Detection, Row


def methods_of(rows: Sequence[Row], asked: str | None) -> tuple[list[str], list[Finding]]:
    """The two methods to compare, [""] where all rows are taken together, and what there is to tell.

    DataError where ``--compare`` does not name two that the file has.
    """
    there = list({plain(row.method): row.method for row in rows if row.method}.values())
    if asked is not None:
        wanted = [name.strip() for name in asked.split(",")]
        known = {plain(name): name for name in there}
        if len(wanted) != 2 or wanted[0] == wanted[1] or any(plain(name) not in known for name in wanted):
            finding = Finding("detection_compare", named=asked, names=", ".join(there) or "–")
            raise DataError(finding.text, [finding])
        chosen = [known[plain(name)] for name in wanted]
    elif len(there) == 2:
        chosen = there
    else:
        several = [Finding("detection_methods", names=", ".join(there))] if len(there) > 2 else []
        return [""], several
    others = sum(plain(row.method) not in map(plain, chosen) for row in rows)
    return chosen, [Finding("detection_others", count=others, names=", ".join(chosen))] if others else []


class Level(NamedTuple):
    """A level, the positives and tests of both methods at it, and their difference."""

    level: float
    a: tuple[int, int]
    b: tuple[int, int]
    dpod: qualitative.Dpod

    @property
    def differs(self) -> bool | None:
        """Whether the interval excludes 0; None where a method was not tested."""
        if self.dpod.status != "ok":
            return None
        return self.dpod.lower > 0 or self.dpod.upper < 0


class Difference:
    """The first method minus the second."""

    def __init__(self, a: Detection, b: Detection) -> None:
        self.a, self.b = a, b
        self.levels = [self._at(level) for level in _union(a.levels, b.levels)]

    def _at(self, level: float) -> Level:
        counts = [_counts(one, level) for one in (self.a, self.b)]
        dpod = qualitative.dpod(*counts[0], *counts[1], confidence=self.a.confidence)
        return Level(level, counts[0], counts[1], dpod)

    def to_dict(self) -> dict[str, Any]:
        return {
            "difference": [self.a.method, self.b.method],
            "levels": [
                {
                    "level": at.level,
                    "positive_a": at.a[0],
                    "n_a": at.a[1],
                    "positive_b": at.b[0],
                    "n_b": at.b[1],
                }
                | at.dpod.to_dict()
                for at in self.levels
            ],
        }


def _union(a: Sequence[float], b: Sequence[float]) -> list[float]:
    found = sorted({level for level in (*a, *b) if not math.isnan(level)})
    return found or [math.nan]


def _counts(one: Detection, level: float) -> tuple[int, int]:
    rows = [row for row in one.rows if row.level == level or (math.isnan(level) and math.isnan(row.level))]
    return sum(row.positive for row in rows), sum(row.n for row in rows)


def table(found: Difference) -> Table:
    """One row a level."""
    levels = found.levels
    finer = max((found.a, found.b), key=lambda one: one.decimals)
    marks = {True: "questionable", False: "", None: ""}

    def column(key: str) -> Column:
        return Column(key, [getattr(at.dpod, key) for at in levels], decimals=3)

    return Table(
        "dpod",
        [
            level_column([(finer, at.level) for at in levels]),
            Column("positive_a", [at.a[0] for at in levels]),
            Column("n_a", [at.a[1] for at in levels]),
            column("pod_a"),
            Column("positive_b", [at.b[0] for at in levels]),
            Column("n_b", [at.b[1] for at in levels]),
            column("pod_b"),
            column("difference"),
            column("lower"),
            column("upper"),
            Column("differs", [at.differs for at in levels], marks=[marks[at.differs] for at in levels]),
            Column("status", [at.dpod.status for at in levels], words="status"),
        ],
        caption="caption.dpod",
        a=found.a.method,
        b=found.b.method,
    )


def section(found: Difference, made: Table) -> Section:
    parts: list[Any] = [*_statements(found), *_drawings(found), made.part(range(len(made)), hide=("status",))]
    return Section("difference", parts, key="difference")


def _statements(found: Difference) -> list[Statement]:
    tested = [at for at in found.levels if at.differs is not None]
    names = {"a": found.a.method, "b": found.b.method}
    if not tested:
        return [Statement("said.dpod_nothing", "questionable", **names)]
    differ = [at for at in tested if at.differs]
    said = [_said(at, found) for at in differ]
    return said or [Statement("said.dpod_alike", "satisfactory", n=len(tested), **names)]


def _said(at: Level, found: Difference) -> Statement:
    key = "said.dpod_more" if at.dpod.difference > 0 else "said.dpod_less"
    if math.isnan(at.level):
        key += "_all"
    d = at.dpod
    numbers = {name: fixed(value, 2) for name, value in
               (("d", d.difference), ("lower", d.lower), ("upper", d.upper))}  # fmt: skip
    level = f"{at.level:g} {found.a.unit}".rstrip()
    return Statement(key, "questionable", level=level, a=found.a.method, b=found.b.method,
                     confidence=f"{100 * found.a.confidence:g}", **numbers)  # fmt: skip


def _drawings(found: Difference) -> list[Drawing]:
    drawn = [
        (at.level, at.dpod) for at in found.levels if at.differs is not None and not math.isnan(at.level)
    ]
    if not drawn:
        return []
    picture = pictures.dpod_by_level(drawn, found.a.unit)
    values: Mapping[str, Any] = {"n": len(drawn), "confidence": f"{100 * found.a.confidence:g}"}
    return [
        Drawing("answers dpod", [picture], caption="caption.plot_dpod", description="description.dpod",
                a=found.a.method, b=found.b.method, **values)
    ]  # fmt: skip
