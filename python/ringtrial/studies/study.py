"""What a study has to say: tables and pictures in sections, made once for page, workbook, CSV and JSON."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ringtrial import _core

if TYPE_CHECKING:
    import os
    import pathlib
    from collections.abc import Mapping, Sequence

    from ringtrial.findings import Finding
    from ringtrial.report.pictures.theme import Picture
    from ringtrial.studies.table import Table

    Values = Mapping[str, Any]


class Statement:
    """A sentence ``<kind>/KEY`` of the messages; ``mark``: a signal, "" for none."""

    __slots__ = ("key", "mark", "values")

    def __init__(self, key: str, mark: str = "", **values: Any) -> None:
        self.key = key
        self.mark = mark
        self.values = values


class Definition:
    """A term and what it means here, with its clause: methods are told as a list of them."""

    __slots__ = ("clause", "key", "term", "values")

    def __init__(self, term: str, key: str, clause: str = "", **values: Any) -> None:
        self.term = term
        self.key = key
        self.clause = clause
        self.values = values


class Drawing:
    """Pictures that belong together under one caption; ``title`` may be "" where the section says it.

    ``description`` is the key of what a screen reader says instead of the pictures.
    """

    __slots__ = ("caption", "description", "kind", "pictures", "title", "values")

    def __init__(
        self,
        kind: str,
        pictures: Sequence[Picture],
        *,
        title: str = "",
        caption: str,
        description: str,
        **values: Any,
    ) -> None:
        self.kind = kind  # CSS class
        self.pictures = list(pictures)
        self.title = title
        self.caption = caption
        self.description = description
        self.values = values


class Section:
    """A page of the report: heading ``<kind>/section.KEY`` or names of a measurand, and what is below it."""

    __slots__ = ("anchor", "key", "lead", "names", "parts", "unit")

    def __init__(
        self,
        anchor: str,
        parts: Sequence[Statement | Definition | Drawing | Table],
        *,
        key: str = "",
        names: Mapping[str, str] | None = None,
        unit: str = "",
        lead: str = "",
    ) -> None:
        self.anchor = anchor  # letters, digits and hyphens
        self.parts = list(parts)
        self.key = key
        self.names = names
        self.unit = unit
        self.lead = lead


class Number:
    """One of the few numbers that the report begins with: large, with a word and a detail."""

    __slots__ = ("detail", "key", "text", "values")

    def __init__(self, key: str, text: str, detail: str = "", **values: Any) -> None:
        self.key = key
        self.text = text
        self.detail = detail
        self.values = values


class Study:
    """The outcome of a command. ``tables``: the CSV files and worksheets; ``results``: for the JSON file."""

    def __init__(
        self,
        kind: str,
        *,
        title: str,
        numbers: Sequence[Number],
        sections: Sequence[Section],
        tables: Sequence[Table],
        results: Sequence[Mapping[str, Any]],
        findings: Sequence[Finding],
        options: Mapping[str, Any],
        laboratories: Sequence[str] = (),
        columns: Sequence[str] = (),
    ) -> None:
        self.kind = kind
        self.title = title  # of the file or the scheme
        self.numbers = list(numbers)
        self.sections = list(sections)
        self.tables = list(tables)
        self.results = list(results)
        self.findings = list(findings)
        self.options = dict(options)
        self.laboratories = list(laboratories)
        self.columns = list(columns)  # further columns of the file that it made use of
        self.laboratory_names: list[str] | None = None  # private; only where codes were made by us
        self.inputs: list[dict[str, Any]] = []
        self.scheme: dict[str, Any] = {"name": None, "sha256": None}
        self.created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def to_dict(self) -> dict[str, Any]:
        """The document of the JSON file: what was computed, from what, and by which program."""
        return {
            "schema": f"ringtrial/{self.kind}/1",
            "created": self.created,
            "ringtrial": {
                "version": _core.version,
                "commit": _core.commit,
                "compiler": _core.compiler,
                "instruction_set": _core.instruction_set,
            },
            "inputs": self.inputs,
            "scheme": self.scheme | {"effective": {"": self.options}},
            "title": self.title,
            "laboratories": self.laboratories,
            "results": self.results,
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def table(self, key: str, kind: str | None = None) -> Any:
        """A table as a frame of ``kind`` ("pandas", "polars", "pyarrow"; None: the first installed)."""
        from ringtrial.outputs import to_frame

        for table in self.tables:
            if table.key == key:
                return to_frame(table.raw(), kind)
        known = ", ".join(table.key for table in self.tables)
        raise ValueError(f"table: {key!r} is no table of this study, must be one of {known}")

    def write(
        self,
        directory: str | os.PathLike[str],
        *,
        formats: Sequence[str] | None = None,
        language: str | None = None,
        force: bool = False,
    ) -> pathlib.Path:
        """Write CSV files, workbook, JSON and report into ``directory``: all of them or nothing."""
        from ringtrial.studies.folder import write

        return write(self, directory, formats=formats, language=language, force=force)

    def said(self, language: str) -> list[str]:
        """The numbers that the report begins with, as "Laboratories 29"."""
        from ringtrial.studies.words import Words

        words = Words(self.kind, (language,))
        return [f"{words.text(language, f'number.{number.key}')} {number.text}" for number in self.numbers]

    def __repr__(self) -> str:
        tables = ", ".join(f"{table.key} ({len(table)})" for table in self.tables)
        return f"Study({self.kind}: {tables})"
