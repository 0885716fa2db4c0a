"""From the tables of a file to blocks of results: which sheets, records and columns count (2.1 to 2.4)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.findings import Finding
from ringtrial.intake import alone, spelling
from ringtrial.intake import columns as columns_
from ringtrial.intake import header as header_
from ringtrial.intake import shape as shape_
from ringtrial.intake.source import TableSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.intake.columns import Column
    from ringtrial.intake.shape import Block
    from ringtrial.intake.source import Source
    from ringtrial.intake.table import FileTables, Table
    from ringtrial.scheme import Scheme


def entry(file: dict[str, Any], sheet: str | None) -> dict[str, Any]:
    """The entry of a table in ``inputs``; what is not known yet is None."""
    unknown: dict[str, Any] = {"decimal": None, "form": None, "rows": None, "columns": {}}
    return file | {"sheet": sheet} | unknown


def sources(tables: FileTables, options: Mapping[str, Any], findings: list[Finding]) -> list[Source]:
    """The tables of a file in which results were found, as far as header and columns go."""
    missing = frozenset(spelling.folded(text) for text in options["missing"])
    found: list[TableSource] = []
    without: list[Table] = []
    for table in tables.tables:
        header = header_.find(table, options)
        if header is None:
            without.append(table)
            continue
        findings += table.findings
        source = TableSource(table, header, entry(tables.input, table.sheet), missing)
        if _prepare(source, options, findings):
            found.append(source)
    _tell_without(without, bool(found) or len(without) < len(tables.tables), options, findings)
    return list(_of_one_kind(found, findings))


def _tell_without(
    tables: list[Table], others: bool, options: Mapping[str, Any], findings: list[Finding]
) -> None:
    """Tables without a laboratory column: a sheet is passed over if another has one."""
    for table in tables:
        if others:
            findings.append(table.finding("sheet_skipped"))
        else:
            findings.extend(table.findings)
            findings.append(no_laboratory(table, _seen(table, options["header_row"]), options))


def _seen(table: Table, header_row: int | None) -> list[str]:
    """The texts of the row that looks most like a header."""
    rows = [r for r, n in zip(table.rows, table.row_numbers, strict=False) if header_row in (None, n)][:30]
    return max(rows, key=lambda row: sum(1 for cell in row if spelling.trim(cell)), default=[])


def no_laboratory(place: Table | Source, names: list[str], options: Mapping[str, Any]) -> Finding:
    seen = [spelling.trim(name) for name in names if spelling.trim(name)]
    shown = ", ".join(seen[:20]) + (", …" if len(seen) > 20 else "")
    if options.get("key") == "item":
        return place.finding("no_item_column", names=shown or "–", known=_known("item"))
    return place.finding("no_laboratory_column", names=shown or "–", known=_known("laboratory", "name"))


def _known(*fields: str) -> str:
    words = [columns_.SYNONYMS[field] for field in fields]
    return ", ".join(
        word for english, chinese in words for word in [*english.split()[:4], *chinese.split()[:4]]
    )


def _prepare(source: TableSource, options: Mapping[str, Any], findings: list[Finding]) -> bool:
    """Find the records of results; tell titles, rows left out, columns that are named but not there."""
    header, table = source.header, source.table
    if header.titles:
        title = table.finding("title_rows", 0, cell=header.titles[0], rows=len(header.titles))
        findings.append(title)
    tell_missing_columns(source, options["columns"], findings)
    leave_out(source, options["ignore"], findings)
    if not alone.has_laboratory(source.columns):
        findings.append(no_laboratory(table, [column.name for column in source.columns], options))
        return False
    key, values = key_and_values(source)
    ragged = table.fit(header.first, len(header.columns))
    body = header_.body(table, header.first, key, source.cells(key), values)
    source.use(body.records)
    findings += body.findings
    for record in sorted(set(ragged).intersection(body.records.tolist())):
        findings.append(table.ragged(record, ragged[record], len(header.columns)))
    if not len(source):
        findings.append(table.finding("no_rows", row=int(table.row_numbers[header.record])))
        return False
    drop_repeated(source, findings)
    _drop_nameless(source, findings)
    source.input["rows"] = len(source)
    return True


def _drop_nameless(source: TableSource, findings: list[Finding]) -> None:
    """Records of a long table whose measurand is blank: an error if they hold something."""
    fields = shape_.fields(source.columns)
    if "value" not in fields or "measurand" not in fields:
        return
    column, value = fields["measurand"], source.cells(fields["value"])
    blank = [i for i, text in enumerate(source.cells(column)) if not text or not spelling.trim(text)]
    for i in blank:
        variant = None if spelling.trim(value[i]) else "empty"
        findings.append(source.finding("measurand_missing", i, column, variant=variant))
    if blank:
        source.use(np.delete(source.records, blank))


def key_and_values(source: Source) -> tuple[Column, list[Column]]:
    """The column of laboratories, and the columns that may hold results."""
    fields = shape_.fields(source.columns)
    unknown = [column for column in source.columns if not column.field and not column.is_row_number]
    return fields.get("laboratory") or fields["name"], [fields["value"]] if "value" in fields else unknown


def leave_out(source: Source, patterns: list[str], findings: list[Finding]) -> None:
    """The columns that a pattern of the scheme leaves out."""
    for pattern in patterns:
        wanted = spelling.plain(pattern)
        matched = [c for c in source.columns if fnmatchcase(spelling.plain(c.name), wanted)]
        source.columns = [c for c in source.columns if c not in matched]
        if not matched:
            findings.append(source.finding("scheme_unused", what=f'ignore = "{pattern}"'))


def tell_missing_columns(source: Source, named: Mapping[str, str], findings: list[Finding]) -> None:
    """Columns that the scheme names and the table does not have."""
    there = {
        "item" if column.is_item else column.field
        for column in source.columns
        if column.word == columns_.NAMED
    }
    if any(column.is_item for column in source.columns):
        there |= {"laboratory", "name"}  # of the round, not of its items
    for field, name in named.items():
        if field not in there:
            names = ", ".join(column.name for column in source.columns if column.name)
            findings.append(source.finding("column_missing", name=name, field=field, names=names))


def drop_repeated(source: Source, findings: list[Finding]) -> None:
    """Of two columns of one name and content the second goes; other columns that may not repeat are told."""
    long = "value" in shape_.fields(source.columns)
    first: dict[str, Column] = {}
    for column in list(source.columns):
        name = spelling.plain(column.name)
        other = first.setdefault(name, column)
        beside = column.field in shape_.BESIDE
        if other is column or not name or (beside and not long):
            continue
        if _same(source, other, column):
            source.columns.remove(column)
            findings.append(source.finding("duplicate_column", column=column, name=column.name))
        elif long or column.field:
            findings.append(source.finding("column_repeated", column=column, names=column.name))


def _same(source: Source, one: Column, other: Column) -> bool:
    pairs = zip(source.cells(one), source.cells(other), strict=True)
    return all(spelling.trim(a) == spelling.trim(b) for a, b in pairs)


def _of_one_kind(sources: list[TableSource], findings: list[Finding]) -> list[TableSource]:
    """Sheets are read together if the same fields are recognised in them."""
    kinds = {frozenset(shape_.fields(source.columns)) for source in sources}
    if len(kinds) < 2:
        return sources
    names = ", ".join(f"“{source.sheet}”" for source in sources)
    findings.append(Finding("several_sheets", file=sources[0].file, names=names))
    return []


def blocks(source: Source, scheme: Scheme, findings: list[Finding], *, words: bool) -> list[Block]:
    """The blocks of results of a source; none if an error is told. ``words``: results may all be words."""

    def qualitative(name: str) -> bool:
        return scheme.options(name)["kind"] not in ("auto", "quantitative")

    shape = shape_.shape(source, qualitative, words=words)
    findings += shape.findings
    source.input["form"] = shape.form
    fields = shape_.fields(source.columns)
    source.input["columns"] = {
        field: column.name for field, column in fields.items() if column.name and shape_.is_used(field, shape)
    }
    _tell_rounds(source, findings)
    _tell_formulas(source, shape.blocks, findings)
    return shape.blocks


def _tell_formulas(source: Source, blocks: list[Block], findings: list[Finding]) -> None:
    """Formulas without a value beside the results; those among numbers are told with the other cells."""
    used = {
        c.position: c for block in blocks for field, c in block.beside.items() if field not in ("u", "U", "k")
    }
    for column in used.values():
        findings += [source.finding("formula_without_value", i, column) for i in source.formulas(column)]


def _tell_rounds(source: Source, findings: list[Finding]) -> None:
    column = shape_.fields(source.columns).get("round")
    if column is not None:
        rounds = list(dict.fromkeys(spelling.trim(cell) for cell in source.cells(column)))
        if len(rounds) > 1:
            findings.append(source.finding("several_rounds", column=column, names=", ".join(rounds[:5])))
