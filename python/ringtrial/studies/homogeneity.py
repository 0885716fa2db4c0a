"""``ringtrial homogeneity``: are the items of a round alike enough (ISO 13528, annex B)?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial import homogeneity
from ringtrial.findings import Finding
from ringtrial.report.numbers import decimals_of, fixed, short
from ringtrial.report.pictures import items as pictures
from ringtrial.studies import _homogeneity_tables as tables
from ringtrial.studies import items
from ringtrial.studies.laboratories import names_of
from ringtrial.studies.page import compared
from ringtrial.studies.study import Definition, Drawing, Number, Section, Statement, Study

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

KEY = "item"
TABLES = ("measurands", "anova", "items")
OPTIONS = items.OPTIONS
_SAID_ELSEWHERE = (
    "measurand", "unit", "significant", "p_value", "cochran_critical_5", "criterion_used", "status",
)  # fmt: skip
POWER = 0.8  # with which the design would find what it is said to find


class Checked:
    """A measurand's results on items and what was computed of them."""

    def __init__(
        self, data: Round, position: int, options: Mapping[str, Any], said: Mapping[str, float]
    ) -> None:
        self.measurand = data.measurands[position]
        self.label, self.unit = self.measurand.label, self.measurand.unit
        self.results, self.limits = items.results_on_items(data, position)
        settings = {"alpha": options["alpha"], "factor": options["factor"]}
        plain = homogeneity.check(self.results.values, **settings)
        self.sigma_pt = items.sigma_at(self.measurand, said, plain.mean)
        known = math.isfinite(self.sigma_pt)
        self.check = homogeneity.check(self.results.values, self.sigma_pt, **settings) if known else plain
        self.used, self.homogeneous = items.decision(self.check, options["criterion"])
        self.alpha = options["alpha"]
        self.decimals = decimals_of(max(self.check.s_w, self.check.s_x, 0.0)) or 0

    @property
    def cochran_mark(self) -> str:
        """Outlier at 1 %, straggler at 5 %."""
        c = self.check.cochran
        if not c.statistic > c.critical_5:
            return ""
        return "unsatisfactory" if c.statistic > c.critical_1 else "questionable"

    @property
    def cochran_item(self) -> str:
        c = self.check.cochran
        return self.results.labels[c.index] if c.status == "ok" else ""

    @property
    def detectable(self) -> float:
        """The standard deviation between items that this design finds with 80 % probability."""
        c = self.check
        if not (c.status == "ok" and c.m > 1):
            return math.nan
        return c.s_w * homogeneity.detectable_ratio(c.g, c.m, power=POWER, alpha=self.alpha)

    @property
    def power(self) -> float:
        """Probability to find a standard deviation between items as large as the criterion."""
        c = self.check
        if not (c.status == "ok" and c.m > 1 and math.isfinite(c.criterion)):
            return math.nan
        return homogeneity.design_power(c.g, c.m, c.criterion / c.s_w, alpha=self.alpha)

    def shown(self, x: float) -> str:
        return f"{fixed(x, self.decimals + 1)} {self.unit}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        return {
            "measurand": self.measurand.name,
            "item": self.measurand.item,
            "unit": self.unit,
            "sigma_pt": self.sigma_pt,
            "check": self.check.to_dict(),
            "criterion_used": self.used,
            "decision": self.homogeneous,
            "detectable": self.detectable,
            "power_at_criterion": self.power,
            "items": [
                {"item": label, "values": [v for v in values if math.isfinite(v)]}
                for label, values in zip(self.results.labels, self.results.values, strict=True)
            ],
        }


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """One check a measurand."""
    positions = items.quantitative(data)
    said = items.sigmas(data, positions, options)
    checked = [Checked(data, i, options, said[i]) for i in positions]
    measurands, anova, listed = (
        tables.measurands(checked), tables.anova(checked), tables.items(checked)
    )  # fmt: skip
    sections = [_method(options)]
    for position, one in enumerate(checked):
        parts: list[Any] = [*_statements(one), *_drawings(one, options)]
        parts.append(measurands.part([position], hide=_SAID_ELSEWHERE))
        if math.isfinite(one.check.ms_within):
            parts.append(anova.part([2 * position, 2 * position + 1], hide=("measurand", "unit")))
        rows = [row for row, label in enumerate(listed.columns[0].values) if label == one.label]
        parts.append(listed.part(rows, hide=("measurand", "unit")))
        names = names_of(one.measurand)
        sections.append(Section(f"measurand-{position + 1}", parts, names=names, unit=one.unit))
    return Study(
        "homogeneity",
        title="",
        numbers=_numbers(checked),
        sections=sections,
        tables=[measurands, anova, listed],
        results=[one.to_dict() for one in checked],
        findings=[finding for one in checked for finding in _findings(one)],
        options=options,
        laboratories=data.laboratories,
    )


def _numbers(checked: list[Checked]) -> list[Number]:
    most = max(checked, key=lambda one: one.check.n).check
    yes = sum(one.homogeneous is True for one in checked)
    return [
        Number("items", str(most.g), "replicates", m=short(most.m, 3).rstrip("0").rstrip(".")),
        Number("measurands", str(len(checked))),
        Number("homogeneous", f"{yes} / {len(checked)}"),
    ]


# --- words ------------------------------------------------------------------------------------


def _method(options: Mapping[str, Any]) -> Section:
    factor, alpha = f"{options['factor']:g}", f"{100 * options['alpha']:g}"
    used = options["criterion"] or "unsaid"
    return Section(
        "method",
        [
            Definition("term.criterion", "method.criterion", "ISO 13528, B.2.2", factor=factor),
            Definition("term.expanded", "method.expanded", "ISO 13528, B.2.3; IUPAC 2006", factor=factor),
            Definition("term.f_test", "method.f_test", "CNAS-GL003", alpha=alpha),
            Definition("term.decides", f"method.decides_{used}"),
            Definition("term.cochran", "method.cochran", "ISO 13528, B.2; ISO 5725-2"),
            Definition("term.u_bb", "method.u_bb", "ISO Guide 35"),
            Definition("term.power", "method.power", "Scheffé 1959", alpha=alpha),
        ],
        key="method",
    )


def _statements(one: Checked) -> list[Statement]:
    check = one.check
    if check.status in ("too_few", "not_finite"):
        return [Statement(f"said.{check.status}", "questionable", g=check.g, n=check.n)]
    said = [*_said_of_criterion(one)]
    if check.significant is not None:
        key, mark = ("differ", items.found_mark(one.used)) if check.significant else ("alike", "satisfactory")
        said.append(Statement(f"said.{key}", mark, f=fixed(check.f, 2), p=compared(check.p_value)))
    else:
        said.append(Statement("said.zero_scale", "questionable"))
    if check.repeatability_adequate is not None:
        good = check.repeatability_adequate
        key, mark = ("adequate", "satisfactory") if good else ("noisy", "questionable")
        said.append(Statement(f"said.{key}", mark, s_w=one.shown(check.s_w), sigma=one.shown(one.sigma_pt)))
    return [*said, *_said_of_trouble(one)]


def _said_of_criterion(one: Checked) -> list[Statement]:
    check = one.check
    if check.passes is None:
        return [Statement("said.no_sigma")]
    values = {"s_s": one.shown(check.s_s), "limit": one.shown(check.criterion)}
    if check.passes:
        return [Statement("said.passes", "satisfactory", **values)]
    if check.passes_expanded:
        expanded = one.shown(check.expanded_criterion)
        return [Statement("said.passes_expanded", "questionable", expanded=expanded, **values)]
    return [Statement("said.fails", "unsatisfactory", enlarged=one.shown(check.sigma_pt_expanded), **values)]


def _said_of_trouble(one: Checked) -> list[Statement]:
    """Cochran's test, a drift, and what the design could not have seen."""
    check, said = one.check, []
    if check.cochran.status == "ok":
        mark = one.cochran_mark or "satisfactory"
        said.append(
            Statement(f"said.cochran_{mark}", mark, item=one.cochran_item,
                      c=fixed(check.cochran.statistic, 3), critical=fixed(check.cochran.critical_1, 3))
        )  # fmt: skip
    if math.isfinite(check.trend_p_value):
        drifts = check.trend_p_value < one.alpha
        key, mark = ("drift", "questionable") if drifts else ("no_drift", "satisfactory")
        said.append(Statement(f"said.{key}", mark, p=compared(check.trend_p_value)))
    if math.isfinite(one.detectable):
        key = "power_at" if math.isfinite(one.power) else "power"
        said.append(
            Statement(f"said.{key}", s=one.shown(one.detectable), g=check.g, m=f"{check.m:.3g}",
                      percent=_percent(one.power) if key == "power_at" else "")
        )  # fmt: skip
    return said


def _percent(power: float) -> str:
    return f"{100 * power:.0f}" if power < 0.995 else "> 99"


def _drawings(one: Checked, options: Mapping[str, Any]) -> list[Drawing]:
    check, drawn = one.check, one.results.drawn
    lines = pictures.lines_about(check.mean, check.criterion, options["factor"])
    if not math.isfinite(check.mean) or not pictures.drawable_items(drawn, lines):
        return []
    values = {"n": check.g, "mean": one.shown(check.mean), "factor": f"{options['factor']:g}"}
    outlier = one.cochran_item if one.cochran_mark == "unsatisfactory" else ""
    key = "caption.chart" if math.isfinite(check.criterion) else "caption.chart_plain"
    chart = pictures.run_chart(drawn, lines, one.unit, outlier)
    drawings = [
        Drawing("items run-chart", [chart], title="picture.chart", caption=key,
                description="description.chart", **values)
    ]  # fmt: skip
    if check.s_w > 0:
        picture = pictures.item_means(drawn, check.s_w, lines, one.unit)
        drawings.append(
            Drawing("items item-means", [picture], title="picture.means", caption="caption.means",
                    description="description.means", **values)
        )  # fmt: skip
    return drawings


def _findings(one: Checked) -> list[Finding]:
    check, label = one.check, one.label
    found = items.limits_finding(one.measurand, one.limits)
    if check.status in ("too_few", "not_finite", "zero_scale"):
        variant: Literal["too_few", "not_finite", "zero_scale"] = check.status  # type: ignore[assignment]
        found.append(Finding("homogeneity_status", variant=variant, measurand=label, items=check.g))
    if one.homogeneous is False:
        found.append(Finding("homogeneity_failed", variant=one.used, measurand=label, s_s=short(check.s_s),
                             p=compared(check.p_value)))  # fmt: skip
    if one.cochran_mark == "unsatisfactory":
        found.append(
            Finding("homogeneity_outlier", measurand=label, item=one.cochran_item,
                    statistic=check.cochran.statistic, critical=check.cochran.critical_1)
        )  # fmt: skip
    if check.repeatability_adequate is False:
        found.append(Finding("homogeneity_repeatability", measurand=label, s_w=check.s_w, sigma=one.sigma_pt))
    if check.trend_p_value < one.alpha:
        found.append(Finding("homogeneity_drift", measurand=label, p=check.trend_p_value))
    return found
