"""The report of a study: one HTML file without network or script, in the dress of a round's report."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ringtrial.report.context import MANY_LABORATORIES, Context
from ringtrial.report.numbers import aligned, fixed, known, short
from ringtrial.studies.study import Definition, Drawing, Section, Statement, Study
from ringtrial.studies.table import Column, Table
from ringtrial.studies.words import Words

if TYPE_CHECKING:
    from ringtrial.studies.study import Number

_MOST_WARNINGS = 12
_SMALLEST_P = 1e-4
_FIGURES = 4  # significant, where a column does not say its decimals


def render(study: Study, document: dict[str, Any], language: str) -> str:
    """The report in "en", "zh" or "both", the same bytes for the same study."""
    from ringtrial.report import fill
    from ringtrial.report.pages import findings, provenance

    context = Context(document | {"measurands": []}, {"language": language}, {})
    context.warnings = findings.warnings(context)
    view = _View(study, context)
    pages = {
        "head": view.head(),
        "sections": [view.section(section) for section in study.sections],
        "findings": findings.view(context),
        "provenance": provenance.view(context),
    }
    return fill("study.html", context, pages)


class _View:
    """Turns the parts of one study into what the templates print."""

    def __init__(self, study: Study, context: Context) -> None:
        self.study = study
        self.context = context
        self.words = Words(study.kind, context.languages)

    def head(self) -> dict[str, Any]:
        warnings = self.context.warnings
        return {
            "kind": self.words.key("title"),
            "standards": self.words.texts("standards"),
            "titles": {"en": self.study.title, "zh": self.study.title},
            "numbers": [self._number(number) for number in self.study.numbers],
            "warnings": warnings[:_MOST_WARNINGS],
            "more_warnings": max(len(warnings) - _MOST_WARNINGS, 0),
        }

    def _number(self, number: Number) -> dict[str, Any]:
        detail = self.words.texts(f"number.{number.detail}", **number.values) if number.detail else None
        return {"names": self.words.texts(f"number.{number.key}"), "text": number.text, "detail": detail}

    def section(self, section: Section) -> dict[str, Any]:
        parts: list[dict[str, Any]] = []
        for kind, group in groupby(section.parts, type):
            items = list(group)
            if kind is Statement:
                parts.append({"type": "statements", "entries": [self._statement(item) for item in items]})
            elif kind is Definition:
                parts.append({"type": "definitions", "entries": [self._definition(item) for item in items]})
            else:
                parts += [
                    self._drawing(item) if isinstance(item, Drawing) else self._table(item)  # type: ignore[arg-type]
                    for item in items
                ]
        return {
            "anchor": section.anchor,
            "names": section.names or self.words.texts(f"section.{section.key}"),
            "is_measurand": section.names is not None,
            "unit": section.unit,
            "lead": self.words.texts(section.lead) if section.lead else None,
            "parts": parts,
        }

    def _statement(self, statement: Any) -> dict[str, Any]:
        return {"mark": statement.mark, "texts": self.words.texts(statement.key, **statement.values)}

    def _definition(self, definition: Any) -> dict[str, Any]:
        return {
            "term": self.words.texts(definition.term),
            "texts": self.words.texts(definition.key, **definition.values),
            "clause": definition.clause,
        }

    def _drawing(self, drawing: Drawing) -> dict[str, Any]:
        key = self.words.key(drawing.description)
        return {
            "type": "drawing",
            "title": self.words.texts(drawing.title, **drawing.values) if drawing.title else None,
            "caption": self.words.texts(drawing.caption, **drawing.values),
            "figure": self.context.figure(drawing.kind, drawing.pictures, key, **drawing.values),
        }

    def _table(self, table: Table) -> dict[str, Any]:
        columns = [self._column(column, alone=table.upright) for column in table.columns if not column.empty]
        caption = self.words.texts(table.caption, **table.values) if table.caption else None
        fold = table.fold or len(table) > MANY_LABORATORIES
        return {
            "type": "table",
            "caption": None if fold else caption,
            "summary": caption,  # what a folded table is called where it is opened
            "upright": table.upright,
            "fold": fold,
            "columns": columns,
            "rows": list(zip(*(column["cells"] for column in columns), strict=True)),
        }

    def _column(self, column: Column, *, alone: bool) -> dict[str, Any]:
        texts = {language: self._texts(column, language) for language in ("en", "zh")}
        numbers = not column.words and any(type(value) in (int, float) for value in column.values)
        if numbers and not alone:
            texts = dict.fromkeys(texts, aligned(texts["en"]))
        marks = column.marks or [""] * len(column.values)
        return {
            "title": self.words.title(column),
            "unit": column.unit,
            "is_number": numbers,
            "is_word": bool(column.words),
            "cells": [
                {"texts": {"en": en, "zh": zh}, "mark": mark}
                for en, zh, mark in zip(texts["en"], texts["zh"], marks, strict=True)
            ],
        }

    def _texts(self, column: Column, language: str) -> list[str]:
        if column.words or any(isinstance(value, bool) for value in column.values):
            table = column.words or "value"
            return [self.words.code(language, table, value) for value in column.values]
        if column.probability:
            return [probability(value) for value in column.values]
        return [_shown(value, column.decimals_at(row)) for row, value in enumerate(column.values)]


def probability(p: Any) -> str:
    """A p value as people read it: two significant figures, "< 0.0001" below that."""
    return "< 0.0001" if known(p) and p < _SMALLEST_P else short(p, 2)


def compared(p: Any) -> str:
    """A p value in a sentence: "p = 0.03", "p < 0.0001"."""
    text = probability(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def _shown(value: Any, decimals: int | None) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, int):
        return fixed(value, 0)
    return short(value, _FIGURES) if decimals is None else fixed(value, decimals)
