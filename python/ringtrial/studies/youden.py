"""``ringtrial youden``: two similar items, a point a laboratory; systematic and random parts of errors."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import paired
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.report.numbers import decimals_of, fixed
from ringtrial.report.pictures import youden as picture
from ringtrial.scheme.types import TEXT, number, one_of
from ringtrial.studies.laboratories import kept, left_out, names_of, results_of
from ringtrial.studies.options import Option
from ringtrial.studies.page import compared
from ringtrial.studies.study import Definition, Drawing, Number, Section, Statement, Study
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

TABLES = ("pairs", "laboratories")
OPTIONS = (
    Option("pair", TEXT, None, "A,B", several=True),
    Option("method", one_of("robust", "classical"), "robust", "NAME"),
    Option("confidence", number(above=0, below=1), 0.95, "P"),
)
_LIMITS = (2.0, 3.0)  # of |ZB| and |ZW|


class _Pair:
    """Two measurands and what was computed of them."""

    def __init__(self, data: Round, positions: tuple[int, int], options: Mapping[str, Any]) -> None:
        self.measurands = [data.measurands[position] for position in positions]
        self.labels = [measurand.label for measurand in self.measurands]
        self.unit = self.measurands[0].unit
        results = [results_of(data, position) for position in positions]
        self.limits = [int(np.count_nonzero(r.qualifier)) for r in results]
        part = kept(data, positions[0]) & kept(data, positions[1])
        self.x, self.y = (np.where((r.qualifier == 0) & part, r.value, np.nan) for r in results)
        self.excluded = [
            code for code, takes_part in zip(data.laboratories, part, strict=True) if not takes_part
        ]
        self.youden = paired.youden(
            self.x, self.y, method=options["method"], confidence=options["confidence"]
        )
        self.split = paired.split(self.x, self.y)
        self.zb = paired.z_between(self.x, self.y)
        self.zw = paired.z_within(self.x, self.y)
        self.complete = np.flatnonzero(np.isfinite(self.x + self.y)).tolist()
        self.decimals = decimals_of(float(np.fmax.reduce(self.youden.sd))) or 0

    @property
    def names(self) -> dict[str, str]:
        first, second = map(names_of, self.measurands)
        return {language: f"{first[language]} – {second[language]}" for language in first}

    def to_dict(self, laboratories: list[str]) -> dict[str, Any]:
        return {
            "x": self.labels[0],
            "y": self.labels[1],
            "unit": self.unit,
            "youden": self.youden.to_dict(),
            "split": self.split.to_dict(),
            "z_between": self.zb.tolist(),
            "z_within": self.zw.tolist(),
            "laboratories": laboratories,
        }


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """Youden plots of every pair of items of a measurand, or of the pairs that are named."""
    pairs = [_Pair(data, positions, options) for positions in _positions(data, options["pair"])]
    pairs_table, laboratories_table = _pairs_table(pairs), _laboratories_table(pairs, data.laboratories)
    rows = _rows_of(pairs)
    sections = [_method(options)]
    for position, pair in enumerate(pairs):
        sections.append(
            _section(position, pair, pairs_table, laboratories_table.part(rows[position]), data.laboratories)
        )
    complete = {index for pair in pairs for index in pair.complete}
    return Study(
        "youden",
        title="",
        numbers=[
            Number("laboratories", str(len(complete)), "complete"),
            Number("pairs", str(len(pairs))),
            Number("outside", str(sum(_outside(pair) for pair in pairs)), "confidence", p=_percent(options)),
        ],
        sections=sections,
        tables=[pairs_table, laboratories_table],
        results=[pair.to_dict(data.laboratories) for pair in pairs],
        findings=_findings(pairs),
        options=options,
        laboratories=data.laboratories,
    )


# --- which pairs ------------------------------------------------------------------------------


def _positions(data: Round, named: list[str] | None) -> list[tuple[int, int]]:
    """Those named; else the two items of each measurand; else the only two measurands."""
    numeric = [i for i, measurand in enumerate(data.measurands) if measurand.kind == "quantitative"]
    if named:
        return [_named(data, text, numeric) for text in named]
    by_name: dict[str, list[int]] = {}
    for i in numeric:
        by_name.setdefault(data.measurands[i].name, []).append(i)
    found = [(group[0], group[1]) for group in by_name.values() if len(group) == 2]
    if not found and len(numeric) == 2:
        found = [(numeric[0], numeric[1])]
    if not found:
        raise _unclear(data, numeric)
    for pair in found:
        _same_unit(data, pair)
    return found


def _named(data: Round, text: str, numeric: list[int]) -> tuple[int, int]:
    labels = {
        name: i for i in numeric for name in (data.measurands[i].label, data.measurands[i].item) if name
    }
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or any(part not in labels for part in parts) or parts[0] == parts[1]:
        raise _unclear(data, numeric, text)
    pair = (labels[parts[0]], labels[parts[1]])
    _same_unit(data, pair)
    return pair


def _unclear(data: Round, numeric: list[int], named: str = "") -> DataError:
    labels = ", ".join(data.measurands[i].label for i in numeric) or "–"
    variant = "named" if named else None
    finding = Finding("pair_unclear", variant=variant, names=labels, named=named)
    return DataError(finding.text, [finding])


def _same_unit(data: Round, pair: tuple[int, int]) -> None:
    first, second = (data.measurands[i] for i in pair)
    if first.unit != second.unit:
        finding = Finding(
            "pair_units",
            measurand=first.label,
            other=second.label,
            unit=first.unit or "–",
            other_unit=second.unit or "–",
        )
        raise DataError(finding.text, [finding])


# --- tables -----------------------------------------------------------------------------------


def _pairs_table(pairs: list[_Pair]) -> Table:
    def per_pair(key: str, values: list[Any], *, in_unit: bool = False, **settings: Any) -> Column:
        decimals: Any = [pair.decimals + 1 for pair in pairs] if in_unit else settings.pop("decimals", None)
        return Column(key, values, decimals=decimals, **settings)

    fit, parts = [pair.youden for pair in pairs], [pair.split for pair in pairs]
    return Table(
        "pairs",
        [
            Column("x", [pair.labels[0] for pair in pairs]),
            Column("y", [pair.labels[1] for pair in pairs]),
            Column("unit", [pair.unit for pair in pairs]),
            Column("n", [y.n for y in fit]),
            per_pair("center_x", [float(y.center[0]) for y in fit], in_unit=True),
            per_pair("center_y", [float(y.center[1]) for y in fit], in_unit=True),
            per_pair("sd_x", [float(y.sd[0]) for y in fit], in_unit=True),
            per_pair("sd_y", [float(y.sd[1]) for y in fit], in_unit=True),
            per_pair("pearson", [y.pearson for y in fit], decimals=3),
            per_pair("pearson_p_value", [y.pearson_p_value for y in fit], probability=True),
            per_pair("spearman", [y.spearman for y in fit], decimals=3),
            per_pair("spearman_p_value", [y.spearman_p_value for y in fit], probability=True),
            per_pair("s_random", [s.s_random for s in parts], in_unit=True),
            per_pair("s_systematic", [s.s_systematic for s in parts], in_unit=True),
            per_pair("s_total", [s.s_total for s in parts], in_unit=True),
            per_pair("f", [s.f for s in parts], decimals=2),
            per_pair("p_value", [s.p_value for s in parts], probability=True),
            per_pair("mean_difference", [s.mean_difference for s in parts], in_unit=True),
            per_pair("p_value_difference", [s.p_value_difference for s in parts], probability=True),
            per_pair("outside", [_outside(pair) for pair in pairs]),
            per_pair("status", [y.status for y in fit], words="status"),
        ],
        caption="caption.pair",
        upright=True,
    )


def _laboratories_table(pairs: list[_Pair], laboratories: list[str]) -> Table:
    rows = [(pair, i) for pair in pairs for i in pair.complete]
    decimals = [pair.decimals + 1 for pair, _ in rows]

    def numbers(key: str, of: Any) -> Column:
        return Column(key, [float(of(pair)[i]) for pair, i in rows], decimals=decimals)

    def scores(key: str, of: Any) -> Column:
        values = [float(of(pair)[i]) for pair, i in rows]
        return Column(key, values, decimals=2, marks=[_mark(value) for value in values])

    inside = [bool(pair.youden.inside[i]) if pair.youden.status == "ok" else None for pair, i in rows]
    return Table(
        "laboratories",
        [
            Column("x", [pair.labels[0] for pair, _ in rows]),
            Column("y", [pair.labels[1] for pair, _ in rows]),
            Column("laboratory", [laboratories[i] for _, i in rows]),
            numbers("result_x", lambda pair: pair.x),
            numbers("result_y", lambda pair: pair.y),
            numbers("systematic", lambda pair: pair.youden.systematic),
            numbers("random", lambda pair: pair.youden.random),
            Column("distance", [float(pair.youden.distance[i]) for pair, i in rows], decimals=2),
            Column("inside", inside, marks=["unsatisfactory" if one is False else "" for one in inside]),
            scores("zb", lambda pair: pair.zb),
            scores("zw", lambda pair: pair.zw),
        ],
        caption="caption.laboratories",
    )


def _rows_of(pairs: list[_Pair]) -> list[list[int]]:
    """The rows of each pair in the table of laboratories."""
    starts = np.cumsum([0, *(len(pair.complete) for pair in pairs)]).tolist()
    return [list(range(start, stop)) for start, stop in itertools.pairwise(starts)]


def _mark(score: float) -> str:
    if not abs(score) > _LIMITS[0]:
        return ""
    return "questionable" if abs(score) < _LIMITS[1] else "unsatisfactory"


def _outside(pair: _Pair) -> int:
    """Laboratories outside the ellipse."""
    if pair.youden.status != "ok":
        return 0
    inside: NDArray[np.bool_] = pair.youden.inside
    return int(np.count_nonzero(~inside[pair.complete]))


# --- words ------------------------------------------------------------------------------------


def _percent(options: Mapping[str, Any]) -> str:
    return f"{100 * options['confidence']:g}"


def _method(options: Mapping[str, Any]) -> Section:
    ellipse = f"method.{options['method']}"
    return Section(
        "method",
        [
            Definition("term.ellipse", ellipse, "ISO 13528, 10", p=_percent(options)),
            Definition("term.parts", "method.parts", "Youden 1959; ISO 5725-5"),
            Definition("term.scores", "method.scores", "CNAS-GL002"),
        ],
        key="method",
    )


def _section(
    position: int, pair: _Pair, pairs_table: Table, laboratories: Table, codes: list[str]
) -> Section:
    parts: list[Any] = [*_statements(pair)]
    if pair.youden.status == "ok" and picture.drawable_pair(pair.x, pair.y):
        parts.append(_drawing(pair, codes))
    parts.append(pairs_table.part([position], hide=("x", "y", "unit", "status")))
    parts.append(laboratories.part(range(len(laboratories)), hide=("x", "y")))
    return Section(f"pair-{position + 1}", parts, names=pair.names, unit=pair.unit)


def _statements(pair: _Pair) -> list[Statement]:
    if pair.youden.status != "ok":
        return [Statement(f"said.{pair.youden.status}", "questionable", n=pair.youden.n)]
    said = [Statement("said.outside", "unsatisfactory" if _outside(pair) else "satisfactory",
                      n=_outside(pair), of=pair.youden.n)]  # fmt: skip
    p = pair.split.p_value
    if math.isfinite(p):
        systematic, random = (
            fixed(s, pair.decimals + 1) for s in (pair.split.s_systematic, pair.split.s_random)
        )
        key = "said.systematic" if p < 0.05 else "said.no_systematic"
        unit = f" {pair.unit}".rstrip()
        said.append(Statement(key, s_systematic=systematic, s_random=random, unit=unit, p=compared(p)))
    return said


def _drawing(pair: _Pair, codes: list[str]) -> Drawing:
    points = [
        picture.Laboratory(codes[i], float(pair.x[i]), float(pair.y[i]), inside=bool(pair.youden.inside[i]))
        for i in pair.complete
    ]
    outside = [point.code for point in points if not point.inside]
    return Drawing(
        "youden",
        [picture.youden_plot(points, pair.youden, pair.labels, pair.unit)],
        caption="caption.plot_outside" if outside else "caption.plot",
        description="description.plot",
        n=len(points),
        x=pair.labels[0],
        y=pair.labels[1],
        list=", ".join(outside[:12]) + (", …" if len(outside) > 12 else ""),
    )


def _findings(pairs: list[_Pair]) -> list[Finding]:
    found = []
    for pair in pairs:
        found += left_out(" – ".join(pair.labels), pair.excluded)
        for label, limits in zip(pair.labels, pair.limits, strict=True):
            if limits:
                found.append(Finding("pair_limits", measurand=label, count=limits))
        if pair.youden.status != "ok":
            found.append(
                Finding(
                    "pair_status", variant=pair.youden.status, measurand=" – ".join(pair.labels),
                    n=pair.youden.n,
                )
            )  # fmt: skip
    return found
