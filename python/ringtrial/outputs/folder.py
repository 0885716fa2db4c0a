"""The folder that ``ringtrial score`` leaves: there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringtrial.outputs import private
from ringtrial.outputs.staging import replacing
from ringtrial.outputs.words import language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from ringtrial.evaluation import Evaluation

    Progress: TypeAlias = Callable[[str, int, int], None]

_FILES = {
    "csv": ("scores.csv", "assigned.csv", "ranking.csv"),
    "json": ("evaluation.json",),
    "xlsx": ("workbook.xlsx",),
    "html": ("report.html",),
}
FORMATS = tuple(_FILES)
_ENTRIES = (*(name for names in _FILES.values() for name in names), private.FOLDER)


def write(
    evaluation: Evaluation,
    directory: str | os.PathLike[str],
    *,
    formats: Sequence[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write the files of an evaluation into ``directory``: afterwards it holds all of them or is as before.

    formats: of "csv", "json", "xlsx", "html"; those of the scheme's [output] if None.
    force: replace what ringtrial wrote into a folder that is not empty; other files there stay.
    progress: called with (file, done, total), at least at the beginning and the end of each file.

    Missing folders above ``directory`` are made. UsageError if it is a file, is not empty (without ``force``)
    or cannot be written to; ImportError, naming the extra to install, before anything is written.
    """
    chosen = _chosen(evaluation.scheme.output["formats"] if formats is None else formats)
    writers = {name: _writer(name) for name in chosen}
    report = progress or (lambda step, done, total: None)
    with replacing(os.fspath(directory), _ENTRIES, force=force) as folder:
        private.refuse_others(os.fspath(directory))
        document = _document(evaluation) if {"json", "xlsx", "html"} & set(chosen) else {}
        for name in chosen:
            writers[name](evaluation, document, folder, report)
        if evaluation.codes_assigned and evaluation.laboratory_names is not None:
            private.write_codes(
                folder, evaluation.laboratories, evaluation.laboratory_names, bom=_bom(evaluation)
            )
    return Path(directory)


def _document(evaluation: Evaluation) -> dict[str, Any]:
    """What the files are made of; no name in it, unless the scheme wants names printed."""
    document = evaluation.to_dict()
    if evaluation.laboratory_names is not None and not evaluation.scheme.report["names"]:
        pairs = zip(evaluation.laboratory_names, evaluation.laboratories, strict=True)
        document["findings"] = private.mask(
            document["findings"], {name: code for name, code in pairs if name}
        )
    return document


def _chosen(formats: Sequence[str]) -> list[str]:
    for name in formats:
        if name not in _FILES:
            raise ValueError(f"write: formats = {list(formats)!r}, {name!r} is none of {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in formats]


def _writer(name: str) -> Callable[[Evaluation, dict[str, Any], str, Progress], None]:
    """The writer of a format, its libraries imported: what is missing is said before anything is written."""
    if name == "xlsx":
        try:
            import xlsxwriter  # noqa: F401
        except ImportError:
            raise ImportError("workbook.xlsx needs XlsxWriter: pip install 'ringtrial[xlsx]'") from None
    return {"csv": _write_csv, "json": _write_json, "xlsx": _write_workbook, "html": _write_report}[name]


def _write_csv(evaluation: Evaluation, _: dict[str, Any], folder: str, progress: Progress) -> None:
    from ringtrial.outputs import csv
    from ringtrial.outputs.columns import of_assigned

    tables = [evaluation.results, of_assigned(evaluation.summary)]
    if evaluation.competition:
        from ringtrial._competition import columns_of

        tables.append(columns_of(evaluation))
    for name, columns in zip(_FILES["csv"], tables, strict=False):
        progress(name, 0, 1)
        csv.write_table(os.path.join(folder, name), columns, bom=_bom(evaluation))
        progress(name, 1, 1)


def _write_json(_: Evaluation, document: dict[str, Any], folder: str, progress: Progress) -> None:
    from ringtrial.outputs import json

    (name,) = _FILES["json"]
    progress(name, 0, 1)
    json.write_document(os.path.join(folder, name), document)
    progress(name, 1, 1)


def _write_workbook(
    evaluation: Evaluation, document: dict[str, Any], folder: str, progress: Progress
) -> None:
    from ringtrial.outputs import workbook

    (name,) = _FILES["xlsx"]
    workbook.write_workbook(
        os.path.join(folder, name),
        evaluation,
        document,
        language(evaluation.scheme.report["language"], document["inputs"]),
        lambda done, total: progress(name, done, total),
    )


def _write_report(evaluation: Evaluation, document: dict[str, Any], folder: str, progress: Progress) -> None:
    from ringtrial.report import render

    (name,) = _FILES["html"]
    progress(name, 0, 1)
    options = evaluation.scheme.report
    options = options | {"language": language(options["language"], document["inputs"])}
    names = evaluation.laboratory_names if options["names"] else None
    page = render(document, options, dict(zip(evaluation.laboratories, names or [], strict=False)))
    (Path(folder) / name).write_bytes(page.encode("utf-8", "backslashreplace"))
    progress(name, 1, 1)


def _bom(evaluation: Evaluation) -> bool:
    return bool(evaluation.scheme.output["bom"])
