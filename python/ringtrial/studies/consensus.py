"""``ringtrial consensus``: a reference value from results with uncertainties, and who agrees with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.report.numbers import fixed, short
from ringtrial.scheme.types import TEXT, integer, number, one_of
from ringtrial.studies import _consensus_data as input_
from ringtrial.studies import _consensus_tables as tables
from ringtrial.studies._consensus_evaluation import ESTIMATORS, Consensus
from ringtrial.studies._consensus_findings import correlate, findings_of, listed, refuse, refuse_too_few
from ringtrial.studies._consensus_pictures import drawings
from ringtrial.studies.laboratories import names_of
from ringtrial.studies.options import Option
from ringtrial.studies.page import compared
from ringtrial.studies.study import Definition, Number, Section, Statement, Study
from ringtrial.studies.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.findings import Finding
    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

TABLES = ("values", "estimators", "laboratories", "pairs", "tests", "uncertainties")
OPTIONS = (
    Option("estimator", one_of(*ESTIMATORS), None, "NAME"),
    Option("exclude", TEXT, None, "LABORATORY", several=True),
    Option("covariance", TEXT, None, "FILE"),
    Option("k", number(above=0), None, "K"),
    Option("coverage", number(above=0, below=1), 0.95, "P"),
    Option("coverage_factor", number(above=0), None, "K"),
    Option("draws", integer(least=2), 10_000, "N"),
    Option("seed", integer(least=0), 1, "N"),
)
_MOST_PAIRS_SHOWN = 120  # rows of pairs on the page


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """A consensus value, with its doubts, for every measurand that is a number."""
    findings: list[Finding] = []
    read, used = input_.read(data, options, scheme, findings)
    correlate(read, options["covariance"], options["estimator"])
    refuse(read, findings)
    all_ = [Consensus(stated, options) for stated in read]
    refuse_too_few(all_)
    made = [getattr(tables, key)(all_) for key in TABLES]
    for one in all_:
        findings += findings_of(one)
    made_by_key = dict(zip(TABLES, made, strict=True))
    sections = [_section(position, one, made_by_key) for position, one in enumerate(all_)]
    return Study(
        "consensus",
        title="",
        numbers=_numbers(all_),
        sections=[*sections, _method(options)],
        tables=made,
        results=[_record(one) for one in all_],
        findings=findings,
        options=options,
        laboratories=data.laboratories,
        columns=used,
    )


# --- the report --------------------------------------------------------------------------------


def _numbers(all_: Sequence[Consensus]) -> list[Number]:
    different = sum(len(tables.not_equivalent(one)) for one in all_)
    judged = any(one.equivalence is not None for one in all_)
    last = Number("not_equivalent", str(different) if judged else "–", "above_one")
    if len(all_) > 1:
        return [Number("measurands", str(len(all_))), _laboratories(all_), last]
    one = all_[0]
    if not one.ok:
        return [_laboratories(all_), last]
    fit, decimals, unit = one.fit, tables.decimals_in(one), one.stated.measurand.unit
    uncertainty = f"{unit} · u = {fixed(fit.standard_uncertainty, decimals)} · ".removeprefix(" · ")
    value = Number("value", fixed(fit.value, decimals), f"by.{one.choice.method}", unit=uncertainty)
    return [value, _laboratories(all_), last]


def _laboratories(all_: Sequence[Consensus]) -> Number:
    codes = {code for one in all_ for code in one.stated.codes}
    used = {code for one in all_ for code in one.stated.named(~np.isnan(one.x))}
    return Number("laboratories", str(len(codes)), "part", n=len(used))


def _section(position: int, one: Consensus, made: Mapping[str, Table]) -> Section:
    def part(key: str, *, hide: Sequence[str] = (), caption: str = "", **values: Any) -> Table:
        shown = _rows_of(one, made[key], hide, **values)
        shown.caption = caption or shown.caption
        return shown

    unit = one.stated.measurand.unit
    results, degrees, others, estimators = drawings(one, unit)
    said = ("estimator", "effects", "chosen_by", "status") if one.ok else ()
    fine = all(row[-1] == "ok" for row in tables.estimator_rows(one))
    ways, pairs = part("uncertainties"), part("pairs")
    parts: list[Any] = [
        *_statements(one),
        *_definitions(one),
        *results,
        part("values", hide=said),
        part("laboratories", hide=tables.AGAINST, caption="caption.results"),
        *degrees,
        part("laboratories", hide=tables.INPUT, caption="caption.degrees"),
        *others,
        *([pairs] if len(pairs) <= _MOST_PAIRS_SHOWN else []),
        *estimators,
        part("estimators", hide=("status",) if fine else (), draws=one.options["draws"]),
        part("tests"),
        *([ways] if len(ways) > 1 else []),
    ]
    kept = [item for item in parts if not isinstance(item, Table) or _says(item)]
    return Section(f"measurand-{position + 1}", kept, names=names_of(one.stated.measurand), unit=unit)


def _rows_of(one: Consensus, table: Table, hide: Sequence[str], **values: Any) -> Table:
    """A table's rows of one measurand, without the columns that its section says."""
    measurands, items = table.columns[0].values, table.columns[1].values
    mine = (one.stated.measurand.name, one.stated.measurand.item)
    rows = [row for row, found in enumerate(zip(measurands, items, strict=True)) if found == mine]
    return table.part(rows, hide=("measurand", "item", "unit", *hide), **values)


def _says(table: Table) -> bool:
    """Whether it has more than names in it."""
    return len(table) > 0 and not all(column.empty for column in table.columns[1:])


def _statements(one: Consensus) -> list[Statement]:
    if not one.ok:
        known = one.fit.status if one.fit.status in ("too_few", "zero_scale") else "not_finite"
        return [Statement(f"said.{known}", "unsatisfactory", n=one.n)]
    fit, decimals = one.fit, tables.decimals_in(one)
    unit = f" {one.stated.measurand.unit}".rstrip()
    said = [
        Statement(
            "said.value",
            value=fixed(fit.value, decimals),
            u=fixed(fit.standard_uncertainty, decimals),
            lower=fixed(fit.lower, decimals),
            upper=fixed(fit.upper, decimals),
            p=f"{100 * fit.coverage:g}",
            unit=unit,
            n=one.n,
        )
    ]
    said += [*_on_consistency(one), *_on_choice(one)]
    different = tables.not_equivalent(one)
    judged = int(np.count_nonzero(~np.isnan(one.degrees("score"))))
    if judged:
        key = "said.not_equivalent" if different else "said.equivalent"
        mark = "unsatisfactory" if different else "satisfactory"
        said.append(Statement(key, mark, n=len(different), of=judged, list=listed(different)))
    if not one.has_weights and judged:
        said.append(Statement("said.borrowed" if one.borrows_weights else "said.others"))
    return said


def _on_consistency(one: Consensus) -> list[Statement]:
    fit, said = one.fit, []
    if not math.isnan(fit.p_value):
        good = fit.p_value >= 0.05
        key = "said.consistent" if good else "said.inconsistent"
        mark = "satisfactory" if good else "questionable"
        values = {"q": short(fit.chi2, 3), "df": f"{fit.chi2_df:.0f}", "p": compared(fit.p_value)}
        said.append(Statement(key, mark, **values, i2=f"{100 * fit.i2:.0f}"))
    if one.subset is not None and one.subset.status == "ok" and not one.subset.consistent:
        left_out = [one.stated.codes[i] for i in one.subset.excluded.tolist()]
        said.append(
            Statement(
                "said.subset", "questionable", n=one.subset.subset_size, of=one.n, list=listed(left_out)
            )
        )
    return said


def _on_choice(one: Consensus) -> list[Statement]:
    said = []
    if one.estimators is not None and not math.isnan(one.estimators.spread):
        settled = one.estimators.spread <= 1
        key = "said.settled" if settled else "said.sensitive"
        mark = "satisfactory" if settled else "questionable"
        said.append(Statement(key, mark, spread=f"{one.estimators.spread:.2f}", n=len(one.estimators.method)))
    return said


def _definitions(one: Consensus) -> list[Definition]:
    """The estimator, why it, and what the guide found."""
    guide, reason = one.guide, one.choice.reason
    method = one.choice.method + ("_laplace" if one.choice.options.get("effects") == "laplace" else "")
    found = [Definition("term.estimator", f"about.{method}"), Definition("term.reason", f"reason.{reason}")]
    if guide is not None and guide.status == "ok":
        path = f"{_yes(guide.homogeneous)}{_yes(guide.normal)}{_yes(guide.symmetric)}"
        found.append(
            Definition(
                "term.guide",
                f"guide.{path if guide.homogeneous is False else path[:2] + 'n'}",
                "NIST Decision Tree",
                q=compared(guide.q_p_value),
                w=compared(guide.shapiro_p_value),
                s=compared(guide.symmetry_p_value),
                n=one.n,
            )
        )
    return found


def _yes(passed: bool) -> str:
    return "y" if passed else "n"


def _method(options: Mapping[str, Any]) -> Section:
    factor = options["coverage_factor"]
    k = f"{factor:g}" if factor else ""
    return Section(
        "method",
        [
            Definition("term.equivalence", "method.equivalence_k" if factor else "method.equivalence",
                       "CIPM MRA-D-05", k=k, p=f"{100 * options['coverage']:g}"),
            Definition("term.others", "method.others"),
            Definition("term.pairs", "method.pairs", "CIPM MRA-D-05"),
            Definition("term.subset", "method.subset", "Cox 2007"),
            Definition("term.sensitivity", "method.sensitivity"),
            Definition("term.bootstrap", "method.bootstrap", "JCGM 101",
                       draws=options["draws"], seed=options["seed"]),
        ],
        key="method",
    )  # fmt: skip


def _record(one: Consensus) -> dict[str, Any]:
    """Everything of a measurand for the JSON file."""
    stated = one.stated
    equivalence, others = one.equivalence, one.others
    return {
        "measurand": stated.measurand.name,
        "item": stated.measurand.item,
        "unit": stated.measurand.unit,
        "laboratories": stated.codes,
        "x": stated.x.tolist(),
        "u": stated.u.tolist(),
        "dof": None if stated.dof is None else stated.dof.tolist(),
        "part": (~np.isnan(one.x)).tolist(),
        "estimator": one.choice.method,
        "options": {key: value for key, value in one.choice.options.items() if isinstance(value, str)},
        "chosen_by": one.choice.reason,
        "fit": one.fit.to_dict(),
        "guide": one.guide.to_dict() if one.guide else None,
        "estimators": one.estimators.to_dict() if one.estimators else None,
        "largest_consistent_subset": one.subset.to_dict() if one.subset else None,
        "degrees_of_equivalence": equivalence.to_dict() if equivalence else None,
        "degrees_of_equivalence_to_the_others": others.to_dict() if others else None,
    }
