"""Counts, as of colonies: exact Poisson intervals, scores of each laboratory, test of over-dispersion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial import qualitative
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.report.numbers import short
from ringtrial.report.pictures import counts as pictures
from ringtrial.studies.items import quantitative, results_on_items
from ringtrial.studies.laboratories import left_out, named_in, names_of
from ringtrial.studies.page import compared
from ringtrial.studies.study import Drawing, Section, Statement
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.round import Round

_LIMITS = (2.0, 3.0)


class Counted:
    """A measurand's counts; replicate counts of a laboratory are added and exposed so many times."""

    def __init__(self, data: Round, position: int, options: Mapping[str, Any]) -> None:
        self.measurand = data.measurands[position]
        self.label = self.measurand.label
        self.excluded, self.withdrawn = (named_in(data, position, key) for key in ("exclude", "withdraw"))
        results, _ = results_on_items(data, position)
        reported = results.reported.without(self.withdrawn)
        for code, values in zip(reported.labels, reported.values, strict=True):
            for value in values:
                if value < 0 or value % 1:
                    finding = Finding("no_count", measurand=self.label, laboratory=code, value=value)
                    raise DataError(finding.text, [finding])
        self.codes = reported.labels
        self.n = [len(values) for values in reported.values]
        self.total = [int(sum(values)) for values in reported.values]
        self.intervals = [
            qualitative.poisson_interval(total, exposure=float(n), confidence=options["confidence"])
            for total, n in zip(self.total, self.n, strict=True)
        ]
        used = [i for i, code in enumerate(self.codes) if code not in self.excluded]
        total, n = [self.total[i] for i in used], [self.n[i] for i in used]
        self.dispersion = qualitative.dispersion_test(total) if len(set(n)) == 1 else None
        self.expected = _number(options, self.label, self.measurand.name)
        every = qualitative.poisson_interval(sum(total), exposure=float(sum(n) or 1))
        self.assigned = self.expected if self.expected is not None else float(every.estimate)
        self.scores = [self._score(total, n) for total, n in zip(self.total, self.n, strict=True)]

    def _score(self, total: int, n: int) -> float:
        if not self.assigned > 0:
            return math.nan
        return float(qualitative.poisson_score(total, self.assigned * n))

    @property
    def marks(self) -> list[str]:
        return ["" if not abs(z) > _LIMITS[0] else "questionable" if abs(z) < _LIMITS[1] else "unsatisfactory"
                for z in self.scores]  # fmt: skip

    def findings(self) -> list[Finding]:
        return left_out(self.label, self.excluded, compared=True) + left_out(self.label, self.withdrawn)

    def to_dict(self) -> dict[str, Any]:
        return {
            "measurand": self.measurand.name,
            "item": self.measurand.item,
            "kind": "counts",
            "assigned": self.assigned,
            "assigned_source": "expected" if self.expected is not None else "consensus",
            "dispersion": self.dispersion.to_dict() if self.dispersion else None,
        }


def _number(options: Mapping[str, Any], *names: str) -> float | None:
    """What ``--expected`` says as a number above 0."""
    found = None
    for text in options["expected"] or ():
        name, _, value = str(text).rpartition("=")
        if name and name.strip() not in names:
            continue
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            finding = Finding("expected_no_count", named=str(text))
            raise DataError(finding.text, [finding])
        if name:
            return number
        found = number
    return found


def evaluate(data: Round, options: Mapping[str, Any]) -> list[Counted]:
    return [Counted(data, i, options) for i in quantitative(data)]


def tables(counted: Sequence[Counted]) -> list[Table]:
    return [_dispersion(counted), _counts(counted)]


def _dispersion(counted: Sequence[Counted]) -> Table:
    """One row a measurand."""
    found = [one.dispersion for one in counted]

    def column(key: str, none: Any = math.nan, **settings: Any) -> Column:
        return Column(key, [getattr(one, key) if one else none for one in found], **settings)

    return Table(
        "dispersion",
        [
            Column("measurand", [one.label for one in counted]),
            Column("laboratories", [len(one.codes) for one in counted]),
            Column("assigned", [one.assigned for one in counted]),
            column("statistic", decimals=2),
            column("df", 0),
            column("index", decimals=2),
            column("p_value", probability=True),
            column("p_lower", probability=True),
            column("status", "", words="status"),
        ],
        caption="caption.dispersion",
        upright=True,
    )


def _counts(counted: Sequence[Counted]) -> Table:
    """One row a laboratory."""
    rows = [(one, i) for one in counted for i in range(len(one.codes))]
    intervals = [one.intervals[i] for one, i in rows]
    scores, marks = [one.scores[i] for one, i in rows], [one.marks[i] for one, i in rows]
    return Table(
        "counts",
        [
            Column("measurand", [one.label for one, _ in rows]),
            Column("laboratory", [one.codes[i] for one, i in rows]),
            Column("replicates", [one.n[i] for one, i in rows]),
            Column("count", [one.total[i] for one, i in rows]),
            Column("rate", [interval.estimate for interval in intervals], decimals=1),
            Column("lower", [interval.lower for interval in intervals], decimals=1),
            Column("upper", [interval.upper for interval in intervals], decimals=1),
            Column("score", scores, decimals=2, marks=marks),
        ],
        caption="caption.counts",
    )


def section(position: int, one: Counted, made: Sequence[Table]) -> Section:
    dispersion, counts = made
    rows = [row for row, label in enumerate(counts.columns[0].values) if label == one.label]
    parts: list[Any] = [*_statements(one), *_drawings(one), dispersion.part([position], hide=("measurand",))]
    parts.append(counts.part(rows, hide=("measurand",)))
    return Section(f"measurand-{position + 1}", parts, names=names_of(one.measurand))


def _statements(one: Counted) -> list[Statement]:
    d = one.dispersion
    if d is None:
        return [Statement("said.unequal")]
    if d.status != "ok":
        return [Statement(f"said.counts_{d.status}", "questionable")]
    key, mark = ("over", "questionable") if d.p_value < 0.05 else ("poisson", "satisfactory")
    if d.p_lower < 0.05:
        key, mark = "under", "questionable"
    p = compared(d.p_lower if key == "under" else d.p_value)
    return [Statement(f"said.{key}", mark, index=short(d.index), p=p)]


def _drawings(one: Counted) -> list[Drawing]:
    if not one.codes:
        return []
    entries = sorted(
        zip(one.codes, one.intervals, one.marks, strict=True), key=lambda entry: entry[1].estimate
    )
    picture = pictures.ordered_counts(entries, one.assigned)
    return [
        Drawing("answers counts", [picture], title="picture.counts", caption="caption.plot_counts",
                description="description.counts", n=len(one.codes))
    ]  # fmt: skip
