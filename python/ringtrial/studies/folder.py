"""The folder that a study leaves: there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringtrial.outputs import FORMATS, private
from ringtrial.outputs.staging import replacing
from ringtrial.outputs.words import language as language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.studies.study import Study

_MOST_IN_MEMORY = 5_000  # rows of a workbook


def write(
    study: Study,
    directory: str | os.PathLike[str],
    *,
    formats: Sequence[str] | None = None,
    language: str | None = None,
    force: bool = False,
) -> Path:
    """Write a CSV file a table, <kind>.json, <kind>.xlsx and report.html into ``directory``.

    formats: of "csv", "json", "xlsx", "html"; all if None. language: "en", "zh", "both"; None: by the file.
    force: replace what ringtrial wrote there; other files stay. UsageError where nothing can be written.
    """
    chosen = _chosen(formats)
    language = language_of(language, study.inputs)
    document = _document(study)
    with replacing(os.fspath(directory), entries(study), force=force) as folder:
        private.refuse_others(os.fspath(directory))
        if "csv" in chosen:
            _write_tables(study, folder)
        if "json" in chosen:
            _write_json(study, document, folder)
        if "xlsx" in chosen:
            _write_workbook(study, document, folder, language)
        if "html" in chosen:
            _write_report(study, document, folder, language)
        if study.laboratory_names is not None:
            private.write_codes(folder, study.laboratories, study.laboratory_names, bom=True)
    return Path(directory)


def entries(study: Study) -> list[str]:
    """All that a study of this kind may write; an older run's are replaced together."""
    from ringtrial.studies import tables_of

    tables = [f"{key}.csv" for key in tables_of(study.kind)]
    return [*tables, f"{study.kind}.json", f"{study.kind}.xlsx", "report.html", private.FOLDER]


def _document(study: Study) -> dict[str, Any]:
    """What the files are made of; no laboratory's name in it."""
    document = study.to_dict()
    if study.laboratory_names is not None:
        pairs = zip(study.laboratory_names, study.laboratories, strict=True)
        codes = {name: code for name, code in pairs if name}
        document["findings"] = private.mask(document["findings"], codes)
    return document


def _chosen(formats: Sequence[str] | None) -> list[str]:
    for name in formats or ():
        if name not in FORMATS:
            allowed = ", ".join(FORMATS)
            raise ValueError(f"write: formats = {list(formats or ())!r}, {name!r} is none of {allowed}")
    return [name for name in FORMATS if formats is None or name in formats]


def _write_tables(study: Study, folder: str) -> None:
    from ringtrial.outputs import csv

    for table in study.tables:
        if len(table):
            csv.write_table(os.path.join(folder, f"{table.key}.csv"), table.raw(), bom=True)


def _write_json(study: Study, document: dict[str, Any], folder: str) -> None:
    from ringtrial.outputs import json

    json.write_document(os.path.join(folder, f"{study.kind}.json"), document)


def _write_workbook(study: Study, document: dict[str, Any], folder: str, language: str) -> None:
    try:
        from ringtrial.outputs.workbook import write_pages
    except ImportError:
        raise ImportError(f"{study.kind}.xlsx needs XlsxWriter: pip install 'ringtrial[xlsx]'") from None
    from ringtrial.studies.sheets import Sheets

    sheets = Sheets(study, document, language)
    small = sum(map(len, study.tables)) <= _MOST_IN_MEMORY
    path = os.path.join(folder, f"{study.kind}.xlsx")
    write_pages(path, sheets.pages, sheets.sheet, in_memory=small)


def _write_report(study: Study, document: dict[str, Any], folder: str, language: str) -> None:
    from ringtrial.studies.page import render

    page = render(study, document, language)
    (Path(folder) / "report.html").write_bytes(page.encode("utf-8", "backslashreplace"))
