"""Detection methods: probability of detection by level, over laboratories, and the limit of detection."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial import qualitative
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.columns import counts_detection
from ringtrial.report.numbers import short
from ringtrial.report.pictures import detection as pictures
from ringtrial.studies._qualitative_answers import percent
from ringtrial.studies.laboratories import entries_of
from ringtrial.studies.page import compared
from ringtrial.studies.study import Drawing, Section, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.round import Round
    from ringtrial.studies.table import Table

_OVER = ("laboratories", "lpod_lower", "lpod_upper", "s_r", "s_L", "s_R", "p_homogeneity")


_NOTHING = (math.nan, "")


class Row(NamedTuple):
    """A laboratory's tests at one level; NaN: no levels in the file."""

    laboratory: int
    level: float
    positive: int
    n: int
    method: str


def columns_of(data: Round) -> dict[str, int] | None:
    """The measurands that hold positives, numbers tested and levels; None where it is another file."""
    found: dict[str, int] = {}
    for i, measurand in enumerate(data.measurands):
        field = counts_detection(measurand.name)
        if measurand.kind == "quantitative" and field:
            found.setdefault(field, i)
    return found if {"positive", "n"} <= found.keys() else None


def rows_of(data: Round, columns: Mapping[str, int], excluded: Sequence[str]) -> list[Row]:
    """The rows of the file that say all, without some laboratories; DataError for counts that are none."""
    values = {field: _values(data, position) for field, position in columns.items()}
    levels = values.get("level")
    found = []
    for key, (n, method) in values["n"].items():
        positive, _ = values["positive"].get(key, _NOTHING)
        level, _ = _NOTHING if levels is None else levels.get(key, _NOTHING)
        code = data.laboratories[key[0]]
        if math.isnan(positive) or (levels is not None and math.isnan(level)) or code in excluded:
            continue
        if not (n % 1 == 0 and positive % 1 == 0 and 0 <= positive <= n and n >= 1) or level < 0:
            finding = Finding("detection_counts", laboratory=code, positive=positive, n=n, level=level)
            raise DataError(finding.text, [finding])
        found.append(Row(key[0], level, int(positive), int(n), method))
    if not found:
        finding = Finding("detection_nothing")
        raise DataError(finding.text, [finding])
    return found


def _values(data: Round, position: int) -> dict[tuple[int, int], tuple[float, str]]:
    """Value and method by laboratory and row."""
    here = entries_of(data, position)
    keys = zip(data.laboratory[here].tolist(), data.replicate[here].tolist(), strict=True)
    return dict(zip(keys, zip(data.value[here].tolist(), data.method[here], strict=True), strict=True))


def unit_of(data: Round, columns: Mapping[str, int]) -> str:
    """The unit of the levels; brackets hold it too where it is none that is known, as "CFU/25 g"."""
    if "level" not in columns:
        return ""
    level = data.measurands[columns["level"]]
    match = re.fullmatch(r".*?\s*[(（](.*)[)）]", level.name)
    return level.unit or (match[1] if match else "")


class Detection:
    """All that is computed of the rows of one method; ``method``: its name where there are several."""

    def __init__(
        self,
        rows: Sequence[Row],
        codes: Sequence[str],
        unit: str,
        options: Mapping[str, Any],
        method: str = "",
    ) -> None:
        self.rows, self.codes, self.unit, self.method = rows, codes, unit, method
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

    @property
    def several(self) -> bool:
        """Whether there is more than one laboratory."""
        return len({row.laboratory for row in self.rows}) > 1

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
        rows = [row._asdict() | {"laboratory": self.codes[row.laboratory]} for row in self.rows]
        return {
            "method": self.method or None,
            "pod": self.pod.to_dict(),
            "collaborative": [found.to_dict() for found in self.collaborative],
            "lod": {name: found.to_dict() for name, found in self.lods.items()},
            "rows": rows,
        }


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _collaborative(rows: Sequence[Row]) -> qualitative.PodCollaborative:
    """One entry a laboratory: its rows at the level together."""
    laboratories = dict.fromkeys(row.laboratory for row in rows)
    positive = [sum(row.positive for row in rows if row.laboratory == i) for i in laboratories]
    n = [sum(row.n for row in rows if row.laboratory == i) for i in laboratories]
    return qualitative.pod_collaborative(positive, n)


# --- page -------------------------------------------------------------------------------------


def section(position: int, one: Detection, made: Mapping[str, Table]) -> Section:
    """Verdicts, picture and the rows of the method in each table."""

    def part(key: str, *hide: str) -> Table | None:
        table = made[key]
        first = table.columns[0]
        rows = [i for i, name in enumerate(first.values) if first.key != "test_method" or name == one.method]
        return table.part(rows, hide=("test_method", *hide)) if rows else None

    over = part("detection", "positive", "n", "pod", "lower", "upper") if one.several else None
    if over is not None:
        over.caption = "caption.collaborative"
    limits = part("lod", "deviance", "df") if one.lods else None
    single = () if one.several else ("laboratory",)
    tests = part("laboratories", *single) if one.several or len(one.rows) > len(one.levels) else None
    shown = (part("detection", *_OVER), over, limits, tests)
    parts: list[Any] = [*_statements(one), *_drawings(one), *(table for table in shown if table is not None)]
    if one.method:
        return Section(f"method-{position + 1}", parts, names={"en": one.method, "zh": one.method})
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
    singles = [(row.level, row.positive / row.n) for row in one.rows] if one.several else []
    lod = one.lods.get("ml")
    fitted = lod if lod is not None and lod.status == "ok" else None
    picture = pictures.pod_curve(one.pod, singles, fitted, one.unit, banded=one.fixed_slope)
    curve = "caption.plot_pod" if one.fixed_slope else "caption.plot_pod_line"
    key = curve if fitted else "caption.plot_pod_points"
    return [
        Drawing("answers pod", [picture], caption=key, description="description.pod", n=len(one.levels),
                confidence=f"{100 * one.confidence:g}")
    ]  # fmt: skip
