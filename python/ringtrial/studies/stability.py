"""``ringtrial stability``: have the items changed between two times, or over several (ISO 13528, annex B)?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial import homogeneity
from ringtrial.findings import Finding
from ringtrial.intake.times import Times, times_of
from ringtrial.report.numbers import decimals_of, fixed, short
from ringtrial.report.pictures import stability as pictures
from ringtrial.report.pictures.items import lines_about
from ringtrial.scheme.types import number
from ringtrial.studies import _stability_tables as tables
from ringtrial.studies import items
from ringtrial.studies.laboratories import names_of
from ringtrial.studies.options import Option
from ringtrial.studies.page import compared
from ringtrial.studies.study import Definition, Drawing, Number, Section, Statement, Study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

KEY = "item"
TABLES = ("measurands", "trend", "times")
OPTIONS = (*items.OPTIONS, Option("shelf_life", number(least=0), None, "T"))
_SAID_ELSEWHERE = ("measurand", "unit", "significant", "criterion_used", "status")


def prepare(scheme: Scheme, options: Mapping[str, Any]) -> None:
    """An item measured again is no duplicate."""
    if scheme.intake["duplicates"] == "auto":
        scheme.intake["duplicates"] = "replicates"


class Checked:
    """A measurand's results on items at all times and what was computed of them."""

    def __init__(
        self, data: Round, position: int, times: Times, options: Mapping[str, Any], said: Mapping[str, float]
    ) -> None:
        self.measurand = data.measurands[position]
        self.label, self.unit, self.times = self.measurand.label, self.measurand.unit, times
        found = [items.results_on_items(data, position, times.rows(k)) for k in range(len(times.labels))]
        self.results = [results.reported for results, _ in found]
        self.limits = sum(limits for _, limits in found)
        before, after = self.results[0].values, self.results[-1].values
        settings = {"alpha": options["alpha"], "factor": options["factor"]}
        plain = homogeneity.stability(before or [[math.nan]], after or [[math.nan]], **settings)
        self.sigma_pt = items.sigma_at(self.measurand, said, plain.mean_before)
        self.check = plain
        if math.isfinite(self.sigma_pt):
            self.check = homogeneity.stability(before, after, self.sigma_pt, **settings)
        self.trend = self._trend(options)
        self.used, self.stable = items.decision(self.check, options["criterion"])
        spreads = (self.check.u_before, self.check.u_after, abs(self.check.difference), self.sigma_pt)
        self.decimals = next((d for d in map(decimals_of, spreads) if d is not None), 3)

    def _trend(self, options: Mapping[str, Any]) -> homogeneity.StabilityTrend | None:
        """The straight line through the item means; None where times are words or two."""
        numbers = self.times.numbers
        if numbers is None or len(numbers) < 3:
            return None
        pairs = [(t, mean) for t, at in zip(numbers, self.results, strict=True) for mean in at.means]
        return homogeneity.stability_trend(
            [t for t, _ in pairs], [y for _, y in pairs],
            shelf_life=options["shelf_life"], alpha=options["alpha"],
        )  # fmt: skip

    def shown(self, x: float) -> str:
        return f"{fixed(x, self.decimals + 1)} {self.unit}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        return {
            "measurand": self.measurand.name,
            "item": self.measurand.item,
            "unit": self.unit,
            "sigma_pt": self.sigma_pt,
            "check": self.check.to_dict(),
            "trend": self.trend.to_dict() if self.trend else None,
            "criterion_used": self.used,
            "decision": self.stable,
            "times": [
                {
                    "time": label,
                    "items": [
                        {"item": item, "values": values}
                        for item, values in zip(at.labels, at.values, strict=True)
                    ],
                }
                for label, at in zip(self.times.labels, self.results, strict=True)
            ],
        }


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """The first time compared with the last; with three or more numbers or dates the line over all."""
    positions = items.quantitative(data)
    said = items.sigmas(data, positions, options)
    times = times_of(data)
    checked = [Checked(data, i, times, options, said[i]) for i in positions]
    trends = [one for one in checked if one.trend is not None]
    measurands, trend, listed = (
        tables.measurands(checked),
        tables.trend(trends, options),
        tables.times(checked),
    )
    sections = [_method(options, trends=bool(trends))]
    for position, one in enumerate(checked):
        parts: list[Any] = [*_statements(one, options), *_drawings(one, options)]
        parts.append(measurands.part([position], hide=_SAID_ELSEWHERE))
        if one in trends:
            parts.append(trend.part([trends.index(one)], hide=_SAID_ELSEWHERE))
        rows = [row for row, label in enumerate(listed.columns[0].values) if label == one.label]
        parts.append(listed.part(rows, hide=("measurand", "unit")))
        names = names_of(one.measurand)
        sections.append(Section(f"measurand-{position + 1}", parts, names=names, unit=one.unit))
    return Study(
        "stability",
        title="",
        numbers=_numbers(checked, times),
        sections=sections,
        tables=[measurands, *([trend] if trends else []), listed],
        results=[one.to_dict() for one in checked],
        findings=[finding for one in checked for finding in _findings(one)],
        options=options,
        laboratories=data.laboratories,
    )


def _numbers(checked: list[Checked], times: Times) -> list[Number]:
    stable = sum(one.stable is True for one in checked)
    first, last = times.labels[0], times.labels[-1]
    return [
        Number(
            "times", str(len(times.labels)), "span", first=first, last=last, unit=f" {times.unit}".rstrip()
        ),
        Number("measurands", str(len(checked))),
        Number("stable", f"{stable} / {len(checked)}"),
    ]


# --- words ------------------------------------------------------------------------------------


def _method(options: Mapping[str, Any], *, trends: bool) -> Section:
    factor, alpha = f"{options['factor']:g}", f"{100 * options['alpha']:g}"
    told = [
        Definition("term.criterion", "method.criterion", "ISO 13528, B.5.1", factor=factor),
        Definition("term.expanded", "method.expanded", "ISO 13528, B.5.2", factor=factor),
        Definition("term.t_test", "method.t_test", "CNAS-GL003", alpha=alpha),
        Definition("term.decides", f"method.decides_{options['criterion'] or 'unsaid'}"),
        Definition("term.u", "method.u", "ISO 13528, B.5"),
    ]
    if trends:
        told.append(Definition("term.trend", "method.trend", "ISO Guide 35", alpha=alpha))
    return Section("method", told, key="method")


def _statements(one: Checked, options: Mapping[str, Any]) -> list[Statement]:
    check = one.check
    if not math.isfinite(check.difference):
        return [Statement(f"said.{check.status}", "questionable")]
    said = [*_said_of_criterion(one)]
    if check.significant is not None:
        key, mark = (
            ("changed", items.found_mark(one.used)) if check.significant else ("alike", "satisfactory")
        )
        said.append(Statement(f"said.{key}", mark, t=fixed(check.t, 2), p=compared(check.p_value)))
    else:
        said.append(Statement(f"said.no_test_{check.status}", "questionable"))
    return [*said, *_said_of_trend(one, options)]


def _said_of_criterion(one: Checked) -> list[Statement]:
    check = one.check
    values = {"change": one.shown(check.difference), "limit": one.shown(check.criterion)}
    if check.passes is None:
        return [Statement("said.no_sigma", change=values["change"])]
    if check.passes:
        return [Statement("said.passes", "satisfactory", **values)]
    if check.passes_expanded:
        expanded = one.shown(check.expanded_criterion)
        return [Statement("said.passes_expanded", "questionable", expanded=expanded, **values)]
    return [Statement("said.fails", "unsatisfactory", u=one.shown(check.u_stability), **values)]


def _said_of_trend(one: Checked, options: Mapping[str, Any]) -> list[Statement]:
    trend = one.trend
    if trend is None:
        return []
    if trend.significant is None:
        return [Statement(f"said.trend_{trend.status}", "questionable", n=trend.n)]
    key, mark = ("trend", "unsatisfactory") if trend.significant else ("no_trend", "satisfactory")
    per = f"{one.unit}/{one.times.unit}" if one.times.unit else one.unit
    said = [Statement(f"said.{key}", mark, slope=f"{short(trend.slope)} {per}".rstrip(),
                      p=compared(trend.p_value))]  # fmt: skip
    if options["shelf_life"] is not None:
        life = f"{options['shelf_life']:g} {one.times.unit}".rstrip()
        said.append(
            Statement("said.life", life=life, u=one.shown(trend.u_lts), change=one.shown(trend.change))
        )
    return said


def _drawings(one: Checked, options: Mapping[str, Any]) -> list[Drawing]:
    check = one.check
    values = [value for at in one.results for value in at.flat]
    if not pictures.drawable_times(values) or not math.isfinite(check.mean_before):
        return []
    factor = f"{options['factor']:g}"
    lines = lines_about(check.mean_before, check.criterion, options["factor"])
    drawable = one.trend is not None and math.isfinite(one.trend.slope)
    if drawable:
        assert one.times.numbers is not None
        picture = pictures.over_time(
            one.times.numbers, one.times.unit, one.results, lines, one.trend, one.unit
        )
    else:
        picture = pictures.over_times(one.times.labels, one.results, lines, one.unit)
    key = "caption.line" if drawable else "caption.times"
    if math.isfinite(check.criterion):
        key += "_criterion"
    return [
        Drawing("items over-time", [picture], caption=key, description="description.plot",
                n=len(one.times.labels), factor=factor, p=f"{100 * (1 - options['alpha']):g}")
    ]  # fmt: skip


def _findings(one: Checked) -> list[Finding]:
    check, label = one.check, one.label
    found = items.limits_finding(one.measurand, one.limits)
    if check.status != "ok":
        found.append(
            Finding("stability_status", variant=check.status, measurand=label, before=check.g_before,
                    after=check.g_after)
        )  # fmt: skip
    if one.stable is False:
        found.append(
            Finding("stability_failed", variant=one.used, measurand=label, u=short(check.u_stability),
                    change=short(check.difference), p=compared(check.p_value))
        )  # fmt: skip
    if one.trend is not None and one.trend.significant:
        found.append(Finding("stability_trend", measurand=label, p=one.trend.p_value))
    return found
