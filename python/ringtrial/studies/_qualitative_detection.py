"""Detection methods: probability of detection by level, over laboratories, and the limit of detection."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial import qualitative
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.spelling import plain
from ringtrial.report.numbers import short
from ringtrial.report.pictures import detection as pictures
from ringtrial.studies._qualitative_answers import percent
from ringtrial.studies.laboratories import entries_of, named_in
from ringtrial.studies.page import compared
from ringtrial.studies.study import Drawing, Section, Statement
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.round import Measurand, Round

_OVER_LABORATORIES = ("laboratories", "lpod_lower", "lpod_upper", "s_r", "s_L", "s_R", "p_homogeneity")
_WORDS = {
    "positive": "positive positives pos detected npositive 阳性 阳性数 检出 检出数",
    "n": "n total tested tests trials portions ntotal 总数 试验数 检测数 份数 次数",
    "level": "level concentration conc spike dose 水平 浓度 添加水平 加标水平 接种量",
}


class Row(NamedTuple):
    """A laboratory's tests at one level; NaN: no levels in the file."""

    laboratory: int
    level: float
    positive: int
    n: int


def columns_of(data: Round) -> dict[str, int] | None:
    """The measurands that hold positives, numbers tested and levels; None where it is another file."""
    found: dict[str, int] = {}
    for field, words in _WORDS.items():
        known = frozenset(words.split())
        for i, measurand in enumerate(data.measurands):
            name = plain(_split(measurand.name)[0]).replace(" ", "").replace("_", "")
            if measurand.kind == "quantitative" and name in known:
                found.setdefault(field, i)
    return found if {"positive", "n"} <= found.keys() else None


def _split(name: str) -> tuple[str, str]:
    """A name, and what stands in brackets behind it, as "CFU/25 g"."""
    match = re.fullmatch(r"(.*?)\s*[(（](.*)[)）]", name)
    return (match[1], match[2]) if match else (name, "")


def rows_of(data: Round, columns: Mapping[str, int], excluded: Sequence[str]) -> list[Row]:
    """The rows of the file that say all, without some laboratories; DataError for counts that are none."""
    values = {field: _values(data, position) for field, position in columns.items()}
    levels = values.get("level")
    found = []
    for key, n in values["n"].items():
        positive = values["positive"].get(key, math.nan)
        level = math.nan if levels is None else levels.get(key, math.nan)
        code = data.laboratories[key[0]]
        if math.isnan(positive) or (levels is not None and math.isnan(level)) or code in excluded:
            continue
        if not (n % 1 == 0 and positive % 1 == 0 and 0 <= positive <= n and n >= 1) or level < 0:
            finding = Finding("detection_counts", laboratory=code, positive=positive, n=n, level=level)
            raise DataError(finding.text, [finding])
        found.append(Row(key[0], level, int(positive), int(n)))
    if not found:
        finding = Finding("detection_nothing")
        raise DataError(finding.text, [finding])
    return found


def _values(data: Round, position: int) -> dict[tuple[int, int], float]:
    here = entries_of(data, position)
    keys = zip(data.laboratory[here].tolist(), data.replicate[here].tolist(), strict=True)
    return dict(zip(keys, data.value[here].tolist(), strict=True))


def _unit(level: Measurand) -> str:
    return level.unit or _split(level.name)[1]


class Detection:
    """All that is computed of the rows."""

    def __init__(self, data: Round, columns: Mapping[str, int], options: Mapping[str, Any]) -> None:
        self.codes, self.label = data.laboratories, data.measurands[columns["positive"]].label
        self.excluded = [code for position in columns.values() for code in named_in(data, position)]
        self.rows = rows_of(data, columns, self.excluded)
        self.unit = _unit(data.measurands[columns["level"]]) if "level" in columns else ""
        self.confidence, self.fixed_slope = options["confidence"], options["slope"] == "fixed"
        self.levels = sorted({row.level for row in self.rows if not math.isnan(row.level)}) or [math.nan]
        self.at = [[row for row in self.rows if _same(row.level, level)] for level in self.levels]
        positive = [sum(row.positive for row in rows) for rows in self.at]
        n = [sum(row.n for row in rows) for rows in self.at]
        level = None if math.isnan(self.levels[0]) else self.levels
        self.pod = qualitative.pod(positive, n, level=level, confidence=self.confidence)
        self.collaborative = [_collaborative(rows) for rows in self.at]
        self.lods: dict[str, qualitative.Lod] = {}
        if level is not None and len(level) > 1:
            self._lods(positive, n, options)

    def _lods(self, positive: list[int], n: list[int], options: Mapping[str, Any]) -> None:
        settings = {"confidence": self.confidence}
        self.lods["ml"] = qualitative.lod(
            self.levels, positive, n, probability=options["detection"],
            slope=1.0 if options["slope"] == "fixed" else None, **settings,
        )  # fmt: skip
        above = [i for i, level in enumerate(self.levels) if level > 0]
        if len(above) > 1 and options["detection"] == 0.5:
            parts = ([values[i] for i in above] for values in (self.levels, positive, n))
            self.lods["spearman_karber"] = qualitative.lod_spearman_karber(*parts, **settings)

    @property
    def decimals(self) -> int:
        """As many as the levels were typed with."""
        return max(len(f"{level:.9g}".partition(".")[2]) for level in self.levels)

    @property
    def false_positives(self) -> tuple[int, int]:
        """Positives and tests of the blank level."""
        blank = [row for row in self.rows if row.level == 0]
        return sum(row.positive for row in blank), sum(row.n for row in blank)

    def to_dict(self) -> dict[str, Any]:
        return {
            "pod": self.pod.to_dict(),
            "collaborative": [found.to_dict() for found in self.collaborative],
            "lod": {name: found.to_dict() for name, found in self.lods.items()},
            "rows": [row._asdict() | {"laboratory": self.codes[row.laboratory]} for row in self.rows],
        }


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _collaborative(rows: Sequence[Row]) -> qualitative.PodCollaborative:
    """One entry a laboratory: its rows at the level together."""
    laboratories = dict.fromkeys(row.laboratory for row in rows)
    positive = [sum(row.positive for row in rows if row.laboratory == i) for i in laboratories]
    n = [sum(row.n for row in rows if row.laboratory == i) for i in laboratories]
    return qualitative.pod_collaborative(positive, n)


# --- tables -----------------------------------------------------------------------------------


def tables(one: Detection) -> list[Table]:
    return [_levels(one), *([_limits(one)] if one.lods else []), _laboratories(one)]


def _levels(one: Detection) -> Table:
    """One row a level."""
    found, pod = one.collaborative, one.pod

    def over(key: str, of: str) -> Column:
        return Column(key, [getattr(c, of) for c in found], decimals=3)

    return Table(
        "detection",
        [
            Column("level", one.levels, unit=one.unit, decimals=one.decimals),
            Column("laboratories", [c.p for c in found]),
            Column("positive", [int(k) for k in pod.positive]),
            Column("n", [int(k) for k in pod.n]),
            *_shares(pod),
            over("lpod_lower", "lower"),
            over("lpod_upper", "upper"),
            *(over(key, key) for key in ("s_r", "s_L", "s_R")),
            Column("p_homogeneity", [c.p_homogeneity for c in found], probability=True),
        ],
        caption="caption.detection",
    )


def _shares(pod: qualitative.Pod) -> list[Column]:
    columns = {"pod": pod.pod, "lower": pod.lower, "upper": pod.upper}
    return [Column(key, values.tolist(), decimals=3) for key, values in columns.items()]


def _limits(one: Detection) -> Table:
    """One row an estimator."""
    lods = list(one.lods.values())
    lengths = [
        Column(key, [getattr(lod, key) for lod in lods], unit=one.unit) for key in ("lod", "lower", "upper")
    ]
    return Table(
        "lod",
        [
            Column("method", list(one.lods), words="estimator"),
            Column("probability", [lod.probability for lod in lods], decimals=2),
            *lengths,
            Column("slope", [lod.slope for lod in lods], decimals=3),
            Column("deviance", [lod.deviance for lod in lods], decimals=2),
            Column("df", [lod.df for lod in lods], decimals=0),
            Column("status", [lod.status for lod in lods], words="status"),
        ],
        caption="caption.lod",
    )


def _laboratories(one: Detection) -> Table:
    """One row a row of the file."""
    positive, n = [row.positive for row in one.rows], [row.n for row in one.rows]
    return Table(
        "laboratories",
        [
            Column("laboratory", [one.codes[row.laboratory] for row in one.rows]),
            Column("level", [row.level for row in one.rows], unit=one.unit, decimals=one.decimals),
            Column("positive", positive),
            Column("n", n),
            *_shares(qualitative.pod(positive, n, confidence=one.confidence)),
        ],
        caption="caption.pods",
    )


# --- page -------------------------------------------------------------------------------------


def section(one: Detection, made: Sequence[Table]) -> Section:
    detection, *others = made
    rows = range(len(detection))
    over = detection.part(rows, hide=("positive", "n", "pod", "lower", "upper"))
    over.caption = "caption.collaborative"
    parts: list[Any] = [*_statements(one), *_drawings(one)]
    parts += [detection.part(rows, hide=_OVER_LABORATORIES), over]
    parts += [table.part(range(len(table)), hide=("deviance", "df")) for table in others]
    return Section("detection", parts, key="detection")


def _statements(one: Detection) -> list[Statement]:
    said = []
    lod = one.lods.get("ml")
    if lod is not None and lod.status == "ok":
        unit = f" {one.unit}".rstrip()
        ends = {name: short(getattr(lod, name)) + unit for name in ("lod", "lower", "upper")}
        confidence = f"{100 * one.confidence:g}"
        said.append(Statement("said.lod", p=percent(lod.probability), confidence=confidence, **ends))
    elif lod is not None:
        said.append(Statement(f"said.lod_{lod.status}", "questionable"))
    false, blanks = one.false_positives
    if blanks:
        mark = "unsatisfactory" if false else "satisfactory"
        said.append(Statement("said.blanks", mark, positive=false, n=blanks))
    differ = [
        (level, c) for level, c in zip(one.levels, one.collaborative, strict=True) if c.p_homogeneity < 0.05
    ]
    for level, c in differ:
        at = "–" if math.isnan(level) else f"{level:g} {one.unit}".rstrip()
        said.append(Statement("said.labs_differ", "questionable", level=at, p=compared(c.p_homogeneity)))
    if not differ and any(math.isfinite(c.p_homogeneity) for c in one.collaborative):
        said.append(Statement("said.labs_alike", "satisfactory"))
    return said


def _drawings(one: Detection) -> list[Drawing]:
    if math.isnan(one.levels[0]) or len(one.levels) < 2:
        return []
    several = len({row.laboratory for row in one.rows}) > 1
    singles = [(row.level, row.positive / row.n) for row in one.rows] if several else []
    lod = one.lods.get("ml")
    fitted = lod if lod is not None and lod.status == "ok" else None
    picture = pictures.pod_curve(one.pod, singles, fitted, one.unit, banded=one.fixed_slope)
    curve = "caption.plot_pod" if one.fixed_slope else "caption.plot_pod_line"
    key = curve if fitted else "caption.plot_pod_points"
    return [
        Drawing("answers pod", [picture], caption=key, description="description.pod", n=len(one.levels),
                confidence=f"{100 * one.confidence:g}")
    ]  # fmt: skip
