"""``ringtrial qualitative``: words, ordered words, tariff codes, counts, detection (ISO 13528, clause 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.spelling import plain
from ringtrial.scheme.types import TEXT, number, one_of
from ringtrial.studies import _qualitative_agreement as agreement
from ringtrial.studies import _qualitative_answers as answers
from ringtrial.studies import _qualitative_counts as counts
from ringtrial.studies import _qualitative_detection as detection
from ringtrial.studies import _qualitative_detection_tables as detection_tables
from ringtrial.studies import _qualitative_methods as methods
from ringtrial.studies.answers import Answers
from ringtrial.studies.laboratories import left_out, named_in
from ringtrial.studies.options import Option
from ringtrial.studies.study import Definition, Number, Section, Study

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme
    from ringtrial.studies.table import Table

TABLES = (
    "measurands", "answers", "laboratories", "digits", "agreement", "performance", "dpod", "detection", "lod",
    "dispersion", "counts",
)  # fmt: skip
KEY = "answer"
OPTIONS = (
    Option("kind", one_of("nominal", "ordinal", "code", "counts", "detection"), None, "NAME"),
    Option("expected", TEXT, None, "ANSWER", several=True),
    Option("levels", TEXT, None, "A,B,C"),
    Option("positive", TEXT, None, "ANSWER"),
    Option("required", number(above=0, most=1), None, "P"),
    Option("probability", number(above=0, below=1), None, "P"),
    Option("detection", number(above=0, below=1), 0.5, "P"),
    Option("compare", TEXT, None, "A,B"),
    Option("slope", one_of("fixed", "estimated"), "fixed", "NAME"),
    Option("confidence", number(above=0, below=1), 0.95, "P"),
)
_CODE_NAMES = ("*归类*", "*税则*", "*税号*", "*HS编码*", "*HS code*", "*tariff*")
_ANSWERS = ("nominal", "ordinal", "code")


def prepare(scheme: Scheme, options: Mapping[str, Any]) -> None:
    """The kind of the results, which says how their cells are read; repeated rows are replicates."""
    if scheme.intake["duplicates"] == "auto":
        scheme.intake["duplicates"] = "replicates"
    kind = options["kind"]
    if kind == "ordinal" and options["levels"]:
        levels = [level.strip() for level in options["levels"].split(",")]
        if len(set(levels)) < len(levels) or len(levels) < 2:
            finding = Finding("levels_unclear", named=options["levels"])
            raise DataError(finding.text, [finding])
        scheme.also("*", {"kind": "ordinal", "levels": levels})
    elif kind in ("nominal", "code"):
        scheme.also("*", {"kind": kind})
    elif kind in ("counts", "detection"):
        scheme.also("*", {"kind": "quantitative"})
    elif kind is None:
        for pattern in _CODE_NAMES:
            scheme.also(pattern, {"kind": "code"})


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """What the file holds decides: counts of positives, counts, or answers."""
    if options["kind"] == "counts":
        return _counts(data, options)
    columns = detection.columns_of(data) if options["kind"] in (None, "detection") else None
    if columns is not None:
        return _detection(data, columns, options)
    if options["kind"] == "detection":
        raise _error("detection_columns", names=", ".join(m.label for m in data.measurands))
    return _answers(data, options)


def _answers(data: Round, options: Mapping[str, Any]) -> Study:
    positions = [i for i, measurand in enumerate(data.measurands) if measurand.kind in _ANSWERS]
    if not positions:
        raise _error("no_qualitative", names=", ".join(m.label for m in data.measurands))
    evaluated = [answers.Evaluated(Answers(data, i, options), data.laboratories, options) for i in positions]
    made = {"measurands": answers.measurands(evaluated), "answers": answers.frequencies(evaluated),
            "laboratories": answers.laboratories(evaluated), "digits": answers.digits(evaluated)}  # fmt: skip
    groups, performance = agreement.groups(evaluated, options), agreement.Performance(evaluated, options)
    compared = agreement.table(groups)
    together = agreement.section(evaluated, groups, compared, performance)
    kinds = list(dict.fromkeys(one.kind for one in evaluated))
    sections = [_method(kinds, options, several=together is not None)]
    sections += [together] if together else []
    sections += [answers.section(i, one, made) for i, one in enumerate(evaluated)]
    extra = [compared] if groups else []
    extra += [performance.table()] if performance.worth else []
    results = [one.to_dict() for one in evaluated] + [group.to_dict() for group in groups]
    return _study(
        data, options, sections=sections, numbers=_numbers(evaluated, data),
        tables=[*made.values(), *extra], results=[*results, performance.to_dict()],
        findings=[finding for one in evaluated for finding in answers.findings(one)],
    )  # fmt: skip


def _numbers(evaluated: Sequence[answers.Evaluated], data: Round) -> list[Number]:
    signals = [signal for one in evaluated for signal in one.signals_counted]
    answering = {i for one in evaluated for i, text in enumerate(one.counted) if text}
    right = signals.count("satisfactory")
    agreed = sum(one.consensus.reached or one.source == "expected" for one in evaluated)
    return [
        Number("laboratories", str(len(answering))),
        Number("measurands", str(len(evaluated)), "assigned", n=agreed),
        Number("right", f"{right} / {len(signals)}"),
    ]


def _detection(data: Round, columns: Mapping[str, int], options: Mapping[str, Any]) -> Study:
    """Each method by itself and, of two, their difference."""
    excluded = [code for position in columns.values() for code in named_in(data, position)]
    rows, label = detection.rows_of(data, columns, excluded), data.measurands[columns["positive"]].label
    named, findings = methods.methods_of(rows, options["compare"])
    unit = detection.unit_of(data, columns)
    found = []
    for name in named:
        mine = [row for row in rows if not name or plain(row.method) == plain(name)]
        found.append(detection.Detection(mine, data.laboratories, unit, options, name))
    made, together = detection_tables.tables(found), _together(found)
    sections = [detection.section(position, one, made) for position, one in enumerate(found)]
    return _study(
        data, options, sections=[_method(_told(found), options), *together.sections, *sections],
        numbers=_numbers_of_detection(found), tables=[*together.tables, *made.values()],
        results=[*(one.to_dict() for one in found), *together.results],
        findings=[*left_out(label, excluded), *findings, *_unfitted(found)],
    )  # fmt: skip


class _Together(NamedTuple):
    """What is said of two methods together."""

    sections: list[Section]
    tables: list[Table]
    results: list[dict[str, Any]]


def _together(found: Sequence[detection.Detection]) -> _Together:
    if len(found) != 2:
        return _Together([], [], [])
    difference = methods.Difference(*found)
    table = methods.table(difference)
    return _Together([methods.section(difference, table)], [table], [difference.to_dict()])


def _told(found: Sequence[detection.Detection]) -> list[str]:
    """The methods of the study that the page explains."""
    said = {
        "pod": True,
        "dpod": len(found) == 2,
        "collaborative": any(one.several for one in found),
        "lod": any(one.lods for one in found),
    }
    return [name for name, used in said.items() if used]


def _numbers_of_detection(found: Sequence[detection.Detection]) -> list[Number]:
    rows = [row for one in found for row in one.rows]
    return [
        Number("laboratories", str(len({row.laboratory for row in rows}))),
        *([Number("methods", str(len(found)))] if len(found) > 1 else []),
        Number("levels", str(len({level for one in found for level in one.levels}))),
        Number("tests", str(sum(row.n for row in rows))),
    ]


def _unfitted(found: Sequence[detection.Detection]) -> list[Finding]:
    lods = [(one.method, one.lods["ml"]) for one in found if "ml" in one.lods]
    return [
        Finding("lod_status", variant=lod.status, measurand=name or None)
        for name, lod in lods
        if lod.status != "ok"
    ]


def _counts(data: Round, options: Mapping[str, Any]) -> Study:
    counted = counts.evaluate(data, options)
    made = counts.tables(counted)
    flagged = sum(mark == "unsatisfactory" for one in counted for mark in one.marks)
    return _study(
        data, options,
        sections=[_method(["counts"], options),
                  *(counts.section(i, one, made) for i, one in enumerate(counted))],
        numbers=[
            Number("laboratories", str(len({code for one in counted for code in one.codes}))),
            Number("measurands", str(len(counted))),
            Number("flagged", str(flagged)),
        ],
        tables=made, results=[one.to_dict() for one in counted],
        findings=[finding for one in counted for finding in one.findings()],
    )  # fmt: skip


def _study(data: Round, options: Mapping[str, Any], **parts: Any) -> Study:
    return Study("qualitative", title="", options=options, laboratories=data.laboratories, **parts)


_CLAUSES = {
    "nominal": "ISO 13528, 11.3",
    "ordinal": "ISO 13528, 11.4",
    "code": "",
    "agreement": "Fleiss 1971; Krippendorff 2004",
    "chance": "",
    "pod": "AOAC, appendix N",
    "dpod": "Newcombe 1998; AOAC, appendix J",
    "collaborative": "Wehling et al. 2011",
    "lod": "ISO 16140-2; Wilrich 2009",
    "counts": "Garwood 1936; Anscombe 1948",
}


def _method(kinds: Sequence[str], options: Mapping[str, Any], *, several: bool = False) -> Section:
    told = [*kinds, *(["agreement", "chance"] if several else [])]
    values = {"confidence": f"{100 * options['confidence']:g}", "p": f"{100 * options['detection']:g}"}
    return Section(
        "method",
        [Definition(f"term.{kind}", f"method.{kind}", _CLAUSES[kind], **values) for kind in told],
        key="method",
    )


def _error(code: str, **values: Any) -> DataError:
    finding = Finding(code, **values)
    return DataError(finding.text, [finding])
