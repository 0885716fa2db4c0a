"""``rt.evaluate``: results and a scheme in, scores, assigned values and findings out."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, overload

from ringtrial import _core
from ringtrial._evaluate_round import RESULT_COLUMNS, SUMMARY_COLUMNS, Evaluated, evaluate_measurands
from ringtrial._evaluation_findings import unused
from ringtrial.errors import DataError, SchemeError
from ringtrial.findings import FIELDS, Finding
from ringtrial.noticed import Findings

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from ringtrial.intake import Intake
    from ringtrial.round import ItemResults, Round
    from ringtrial.scheme import Scheme
    from ringtrial.table_evaluation import TableEvaluation

SIGNALS = ("satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported", "withdrawn")
_FRAMES = ("pandas", "polars", "pyarrow")


class Evaluation:
    """A round evaluated: what stands in the files, as columns.

    ``results`` and ``summary`` are the columns of scores.csv and assigned.csv (NaN: not computed);
    ``scores``, ``assigned`` and ``findings`` the same as frames of the kind that came in.
    """

    results: dict[str, list[Any]]
    summary: dict[str, list[Any]]
    details: list[dict[str, Any]]  # one a row of summary
    all_findings: Findings
    competition: dict[str, Any] | None  # where the scheme holds one and there is something to rank

    def __init__(self, intake: Intake, scheme: Scheme, frame_kind: str | None = None) -> None:
        assert intake.round is not None
        self.data: Round = intake.round
        self.scheme = scheme
        self.inputs: list[dict[str, Any]] = intake.inputs
        self.frame_kind = frame_kind
        self.round_info = _round_info(scheme.round, self.data, self.inputs)
        self.laboratories = self.data.laboratories
        self.laboratory_names = self.data.names
        self.codes_assigned = self.data.codes_assigned
        self.created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.results = {name: [] for name in RESULT_COLUMNS}
        self.summary = {name: [] for name in SUMMARY_COLUMNS}
        self.details = []
        self.competition = None
        self.all_findings = Findings()
        self.all_findings += intake.findings

    def add(self, part: Evaluated) -> None:
        """Append one measurand."""
        start = len(self.results["laboratory"])
        for name, column in self.results.items():
            column.extend(part.results[name])
        self.all_findings += part.findings
        part.row["warnings"] = ";".join(self._warnings(part.row["measurand"], part.details["label"]))
        for name, column in self.summary.items():
            column.append(part.row[name])
        chosen = self.scheme.digits(part.row["measurand"])
        digits = part.details["digits"] if chosen is None else chosen
        rows = (start, len(self.results["laboratory"]))
        self.details.append(part.details | {"digits": digits, "rows": rows})

    def _warnings(self, *names: str) -> list[str]:
        """The codes of the warnings on a measurand, each once."""
        return list(
            dict.fromkeys(
                f.code for f in self.all_findings if f.severity == "warning" and f.measurand in names
            )
        )

    @property
    def scores(self) -> Any:
        """One row a laboratory's result: scores.csv as a frame."""
        return self._frame(self.results)

    @property
    def assigned(self) -> Any:
        """One row a measurand: assigned.csv as a frame."""
        from ringtrial.outputs.columns import of_assigned

        return self._frame(of_assigned(self.summary))

    @property
    def ranking(self) -> Any:
        """One row a laboratory, the best first: ranking.csv as a frame; no rows without a competition."""
        from ringtrial._competition import columns_of

        return self._frame(columns_of(self))

    @property
    def findings(self) -> Any:
        """What was noticed in the data and in the evaluation, as a frame."""
        return self._frame({name: [getattr(f, name) for f in self.all_findings] for name in FIELDS})

    def _frame(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        from ringtrial.outputs import to_frame

        return to_frame(columns, self.frame_kind)

    def write(self, directory: str | os.PathLike[str], **options: Any) -> pathlib.Path:
        """Write tables, workbook, document and report into a new folder; see ``ringtrial.outputs.write``."""
        from ringtrial.outputs import write

        path: pathlib.Path = write(self, directory, **options)
        return path

    def totals(self) -> dict[str, int]:
        """How often each signal was given."""
        return {signal: self.results["signal"].count(signal) for signal in SIGNALS}

    def to_dict(self) -> dict[str, Any]:
        """The document of evaluation.json (docs/scheme.md, section 4); NaN where nothing was computed."""
        return {
            "schema": "ringtrial/evaluation/1",
            "created": self.created,
            "ringtrial": {
                "version": _core.version,
                "commit": _core.commit,
                "compiler": _core.compiler,
                "instruction_set": _core.instruction_set,
            },
            "inputs": self.inputs,
            "scheme": {
                "name": self.scheme.name,
                "sha256": self.scheme.sha256,
                "effective": {details["label"]: details["effective"] for details in self.details},
            },
            "round": self.round_info,
            "laboratories": self.laboratories,
            "measurands": [self._measurand(position) for position in range(len(self.details))],
            "competition": self.competition,
            "findings": [finding.to_dict() for finding in self.all_findings],
            "totals": self.totals(),
        }

    def _measurand(self, position: int) -> dict[str, Any]:
        details = self.details[position]
        rows = slice(*details["rows"])
        names = RESULT_COLUMNS[RESULT_COLUMNS.index("unit") + 1 :]
        columns = (self.results[name][rows] for name in names)
        return {name: column[position] for name, column in self.summary.items()} | {
            "estimator": details["estimator"],
            "uncertainty": details["uncertainty"],
            "items": details["items"],
            "categories": details["categories"],
            "outlier_tests": details["outlier_tests"],
            "limits": details["limits"],
            "rounding": details["rounding"],
            "counts": details["counts"],
            "strata": details["strata"],
            "results": [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)],
        }

    def __repr__(self) -> str:
        totals = ", ".join(f"{number} {signal}" for signal, number in self.totals().items() if number)
        laboratories = counted(len(self.laboratories), "laboratory", "laboratories")
        measurands = counted(len(self.details), "measurand", "measurands")
        return f"Evaluation({self.round_info['id']}: {laboratories}, {measurands}; {totals})"

    def _repr_html_(self) -> str:
        from ringtrial._evaluation_html import page

        return page(self)


def evaluate_round(intake: Intake, scheme: Scheme, *, frame_kind: str | None = None) -> Evaluation:
    """Apply the scheme to what the intake has read.

    Raises DataError, with all findings, where the results cannot be decided or nothing can be scored.
    """
    stop_on_errors(intake.findings)
    if intake.round is None:
        raise DataError("there are no results", intake.findings)
    evaluation = Evaluation(intake, scheme, frame_kind)
    pairs = [(m.name, m.item) for m in evaluation.data.measurands]
    evaluation.all_findings += unused(evaluation.data, scheme.unused(pairs))
    items, identity = _measured_items(evaluation), evaluation.round_info["id"]
    for part in evaluate_measurands(evaluation.data, identity, items, scheme.language):
        evaluation.add(part)
    if any(details["categories"] for details in evaluation.details):
        from ringtrial._categories import compare_items

        compare_items(evaluation.data.measurands, evaluation.details)
    if scheme.competition is not None:
        from ringtrial._competition import hold

        evaluation.competition = hold(evaluation)
    if not _has_scores(evaluation):
        evaluation.all_findings.append(Finding("nothing_to_score"))
    evaluation.all_findings.close()
    stop_on_errors(evaluation.all_findings)
    return evaluation


@overload
def evaluate(
    results: NDArray[Any],
    scheme: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    axis: int = 0,
    offsets: ArrayLike | None = None,
    laboratories: Sequence[str] | None = None,
    measurands: Sequence[str] | None = None,
    u: ArrayLike | None = None,
    U: ArrayLike | None = None,
    k: ArrayLike | None = None,
    review: bool = True,
) -> TableEvaluation: ...
@overload
def evaluate(
    results: Any,
    scheme: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
) -> Evaluation: ...
def evaluate(
    results: Any,
    scheme: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    axis: int = 0,
    offsets: ArrayLike | None = None,
    laboratories: Sequence[str] | None = None,
    measurands: Sequence[str] | None = None,
    u: ArrayLike | None = None,
    U: ArrayLike | None = None,
    k: ArrayLike | None = None,
    review: bool = True,
) -> Evaluation | TableEvaluation:
    """Evaluate the results of a round, or a whole table of results.

    ``results`` is a long or wide frame of pandas, polars, pyarrow or narwhals, a path, or a list of paths
    (one round); ``scheme`` a path, a dict of the same tables, or None for the standard's defaults;
    ``columns`` names columns that are not recognised: ``{"laboratory": "who", "value": "found"}``.

    A NumPy array is a table, one result a laboratory and measurand, NaN where none was reported; it is
    evaluated as a whole, with the same numbers (docs/tables.md):

    axis : int, optional
        Along which the laboratories lie, 0 or 1.
    offsets : array-like of int, optional
        Of a ragged table in one dimension: measurand j holds ``results[offsets[j]:offsets[j + 1]]``.
    laboratories, measurands : sequence of str, optional
        Their names, which the scheme and the findings use; without them 1, 2, 3 ... Of a ragged table
        ``laboratories`` are those of each result.
    u, U, k : array-like, optional
        Uncertainties, expanded uncertainties and their coverage factors, in the shape of ``results``.
    review : bool, optional
        False leaves out what is looked for in each measurand beyond its scores (several modes, coarse
        rounding, estimators that disagree): it takes most of the time.

    Raises DataError for results that cannot be decided, SchemeError for mistakes in the scheme; both are
    ValueErrors.
    """
    from ringtrial import intake
    from ringtrial import scheme as schemes
    from ringtrial.intake.columns import named

    loaded = schemes.load(scheme)
    if type(results).__module__.partition(".")[0] == "numpy":
        if columns is not None:
            raise TypeError("evaluate: columns goes with frames and files, not with a NumPy array")
        by = (axis, offsets, (u, U, k), laboratories, measurands)
        return _evaluate_table(results, loaded, *by, review=review)
    of_arrays = {"offsets": offsets, "laboratories": laboratories, "measurands": measurands}
    for name, value in (of_arrays | {"u": u, "U": U, "k": k}).items():
        if value is not None:
            raise TypeError(f"evaluate: {name} goes with results in a NumPy array only")
    loaded.intake["columns"] |= named(columns)
    paths = [results] if isinstance(results, (str, os.PathLike)) else results
    if isinstance(paths, (list, tuple)) and all(isinstance(p, (str, os.PathLike)) for p in paths):
        return evaluate_round(intake.read_files(paths, loaded), loaded)
    return evaluate_round(intake.read_frame(results, loaded), loaded, frame_kind=_kind_of(results))


def _evaluate_table(results: NDArray[Any], scheme: Scheme, *by: Any, review: bool) -> TableEvaluation:
    from ringtrial._result_table import ResultTable
    from ringtrial.table_evaluation import TableEvaluation

    if scheme.competition is not None:
        raise SchemeError(["[competition] goes with frames and files only"])
    return TableEvaluation(ResultTable(results, *by), scheme, review=review)


def counted(number: int, one: str, more: str) -> str:
    """``1 laboratory``, ``2 laboratories``."""
    return f"{number} {one if number == 1 else more}"


def _measured_items(evaluation: Evaluation) -> dict[str, ItemResults]:
    """Results on items that the scheme names; what cannot be read is an error among the findings."""
    files = ("homogeneity_file", "stability_file")
    if not any(m.options[name] for m in evaluation.data.measurands for name in files):
        return {}
    from ringtrial.intake.items import read_items

    return read_items(evaluation.data.measurands, evaluation.scheme, evaluation.all_findings)


def _kind_of(frame: Any) -> str | None:
    native = frame.to_native() if hasattr(frame, "to_native") else frame
    library = type(native).__module__.partition(".")[0]
    return library if library in _FRAMES else None


def stop_on_errors(findings: Sequence[Finding]) -> None:
    """Raise DataError, with all findings, if one of them is an error."""
    errors = [finding.text for finding in findings if finding.severity == "error"]
    if errors:
        more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
        raise DataError("\n".join(errors[:3]) + more, findings)


def _has_scores(evaluation: Evaluation) -> bool:
    judged = set(SIGNALS[:3]).intersection(evaluation.results["signal"])
    numbers = evaluation.results["difference"] + evaluation.results["percent_difference"]
    return bool(judged) or any(number == number for number in numbers)


def _round_info(said: dict[str, Any], data: Round, inputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The table [round] with what the results say where the scheme is silent."""
    file = inputs[0].get("name") if inputs else None
    identity = said["id"] or (os.path.splitext(file)[0] if file else "round")
    title = said["title"] or said["title_zh"] or data.title or identity
    title_zh = said["title_zh"] or title
    head = {"id": identity, "title": title, "title_zh": title_zh, "organiser": said["organiser"]}
    rest = {key: value for key, value in said.items() if key not in (*head, "date", "schema")}
    return head | {"date": _day(said["date"])} | {k: _day(v) if k == "issued" else v for k, v in rest.items()}


def _day(date: Any) -> str | None:
    return None if date is None else str(date)
