"""``ringtrial qualitative``: words, ordered words, tariff codes, counts, detection (ISO 13528, clause 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.scheme.types import TEXT, number, one_of
from ringtrial.studies import _qualitative_agreement as agreement
from ringtrial.studies import _qualitative_answers as answers
from ringtrial.studies import _qualitative_counts as counts
from ringtrial.studies import _qualitative_detection as detection
from ringtrial.studies.answers import Answers
from ringtrial.studies.laboratories import left_out
from ringtrial.studies.options import Option
from ringtrial.studies.study import Definition, Number, Section, Study

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

TABLES = (
    "measurands", "answers", "laboratories", "digits", "agreement", "performance", "detection", "lod",
    "dispersion", "counts",
)  # fmt: skip
OPTIONS = (
    Option("kind", one_of("nominal", "ordinal", "code", "counts", "detection"), None, "NAME"),
    Option("expected", TEXT, None, "ANSWER", several=True),
    Option("levels", TEXT, None, "A,B,C"),
    Option("positive", TEXT, None, "ANSWER"),
    Option("required", number(above=0, most=1), None, "P"),
    Option("probability", number(above=0, below=1), None, "P"),
    Option("detection", number(above=0, below=1), 0.5, "P"),
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
    found = detection.Detection(data, columns, options)
    made = detection.tables(found)
    lod = found.lods.get("ml")
    method = ["pod", "collaborative", *(["lod"] if found.lods else [])]
    numbers = [
        Number("laboratories", str(len({row.laboratory for row in found.rows}))),
        Number("levels", str(len(found.levels))),
        Number("tests", str(sum(row.n for row in found.rows))),
    ]
    findings = left_out(found.label, found.excluded)
    if lod is not None and lod.status != "ok":
        findings.append(Finding("lod_status", variant=lod.status))
    return _study(
        data, options, sections=[_method(method, options), detection.section(found, made)], numbers=numbers,
        tables=made, results=[found.to_dict()], findings=findings,
    )  # fmt: skip


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
