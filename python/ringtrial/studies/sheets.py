"""The workbook of a study: a sheet a table, the findings, and what everything means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.outputs import columns as known_columns
from ringtrial.outputs.sheet import Column as SheetColumn
from ringtrial.outputs.sheets import Page
from ringtrial.outputs.words import Words as WorkbookWords
from ringtrial.report.language import languages_of
from ringtrial.studies.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format

    from ringtrial.outputs.styles import Styles
    from ringtrial.studies.study import Study
    from ringtrial.studies.table import Column, Table

_WIDE_TEXT = 80
_LONGEST_NAME = 31  # of a worksheet


class Sheets:
    """Makes the pages of one study; its name of a sheet is ``sheet``."""

    def __init__(self, study: Study, document: dict[str, Any], language: str) -> None:
        self.study = study
        self.document = document
        self.words = Words(study.kind, languages_of(language))
        self.common = WorkbookWords(language)

    def sheet(self, key: str) -> str:
        """The name of a worksheet, in the first language of the report."""
        if key in ("findings", "about"):
            return self.common.sheet(key)
        return self.words.text(self.words.languages[0], f"table.{key}")[:_LONGEST_NAME]

    def pages(self, styles: Styles) -> list[Page]:
        tables = [self._table(table, styles) for table in self.study.tables if len(table)]
        return [*tables, self._findings(styles), self._about(styles)]

    def _table(self, table: Table, styles: Styles) -> Page:
        return Page(table.key, [self._column(column, styles) for column in table.columns], fixed=1)

    def _column(self, column: Column, styles: Styles) -> SheetColumn:
        title = self.words.joined(f"column.{column.key}", "\n") + (f"\n{column.unit}" if column.unit else "")
        return SheetColumn(title, self._values(column), self._formats(column, styles))

    def _values(self, column: Column) -> list[Any]:
        if not column.words:
            return column.values
        languages = self.words.languages
        return [
            " ".join(dict.fromkeys(self.words.code(name, column.words, value) for name in languages))
            for value in column.values
        ]

    def _formats(self, column: Column, styles: Styles) -> Format | list[Format | None] | None:
        if column.marks is None:
            if not isinstance(column.decimals, list):
                return styles.number(column.decimals)
            return [styles.number(decimals) for decimals in column.decimals]
        return [
            self._marked(column, row, mark, styles) if mark else styles.number(column.decimals_at(row))
            for row, mark in enumerate(column.marks)
        ]

    def _marked(self, column: Column, row: int, mark: str, styles: Styles) -> Format:
        if isinstance(column.values[row], float):
            decimals = column.decimals_at(row)
            return styles.score(mark, 4 if decimals is None else decimals)
        return styles.signal(mark)

    def _findings(self, styles: Styles) -> Page:
        ends = [{"en": "", "zh": "_zh"}[language] for language in self.common.languages]
        names = [name for name in known_columns.FINDINGS if not name.startswith(("action", "text"))]
        names += [f"{name}{end}" for name in ("action", "text") for end in ends]
        found = self.document["findings"]
        return Page(
            "findings",
            [
                SheetColumn(
                    self.common.title(name),
                    [finding[name] for finding in found],
                    styles.wrapped if name.startswith("text") else None,
                    widest=_WIDE_TEXT,
                )
                for name in names
            ],
        )

    def _about(self, styles: Styles) -> Page:
        rows = list(self._origin())
        topics, texts = ([row[position] for row in rows] for position in (0, 1))
        return Page(
            "about",
            [
                SheetColumn(self.common.title("topic"), topics, styles.wrapped),
                SheetColumn(self.common.title("meaning"), texts, styles.wrapped, widest=_WIDE_TEXT),
            ],
        )

    def _origin(self) -> Iterator[tuple[str, str]]:
        made = self.document["ringtrial"]
        yield (
            "ringtrial",
            " · ".join(str(made[key]) for key in ("version", "commit", "compiler") if made.get(key)),
        )
        yield self.words.joined("title", "\n"), self.words.joined("standards", "\n")
        for entry in self.document["inputs"]:
            if entry["name"] is not None:  # a frame has none
                yield self.common.text("input"), f"{entry['name']}\nSHA-256 {entry['sha256']}"
        for key, value in self.study.options.items():
            if value is not None:
                yield key, str(value)
