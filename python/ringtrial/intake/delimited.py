"""From text to a table: delimiter, quotes, line ends, and the line in the file of every record."""

from __future__ import annotations

import csv
import gc
import re
from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from ringtrial.intake.table import LONGEST_CELL, Refused, Table, is_blank, note_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITERS = ("\t", ";", ",", "，", "|")  # at a tie the first
_SAMPLE_CHARACTERS = 2**20
_SAMPLE_RECORDS = 100
_STATED = re.compile(r'"?sep=([^"\r\n])"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_CONTENT = re.compile(r"[^\s;,，|]")
_SHARED = 20_000  # records among which cells are compared
_END = "\0"  # stands in no text: control characters were refused before


class Lines:
    """The physical lines of a text, with their ends; ``longest`` grows as they are gone through."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.longest = 0

    def __iter__(self) -> Iterator[str]:
        single_returns = self._text.count("\r") != self._text.count("\r\n")
        return self._by_any_end() if single_returns else self._by_newlines()

    def _by_newlines(self) -> Iterator[str]:
        text, start, longest = self._text, 0, 0
        while end := text.find("\n", start) + 1:
            if end - start > longest:
                self.longest = longest = end - start
            yield text[start:end]
            start = end
        if start < len(text):
            self.longest = max(longest, len(text) - start)
            yield text[start:]

    def _by_any_end(self) -> Iterator[str]:
        for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", self._text):
            self.longest = max(self.longest, match.end() - match.start())
            yield match[0]


def read_text(text: str, file: str, delimiter: str | None = None) -> tuple[Table, str]:
    """The table of a delimited text, and its delimiter; raises ``Refused``."""
    stated = _STATED.match(text)
    body = text[stated.end() :] if stated else text
    if not _CONTENT.search(body):
        raise Refused("empty_file", file)
    lines = Lines(body)
    with _any_length(), _without_collection():
        delimiter = delimiter or (stated[1] if stated else _detect(body))
        rows, numbers = _records(lines, '"' in body, delimiter, file)
    rows, numbers = _without_blanks(rows, numbers, 1 if stated else 0)
    if not rows:
        raise Refused("empty_file", file)
    if all(len(row) == 1 for row in rows):
        raise Refused("one_column", file, row=numbers[0], cell=rows[0][0])
    table = Table(file, rows, numbers)
    note_cells(table, long='"' in body or lines.longest > LONGEST_CELL, replaced="\ufffd" in body)
    return table, delimiter


def _detect(text: str) -> str:
    """The delimiter that splits most of the first records into one number (two or more) of fields."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _alike(sample, delimiter, whole=len(sample) == len(text)))


def _alike(sample: str, delimiter: str, whole: bool) -> int:
    reader = csv.reader(Lines(sample), delimiter=delimiter)
    records = list(islice((row for row in reader if not all(map(is_blank, row))), _SAMPLE_RECORDS))
    if not whole and 1 < len(records) < _SAMPLE_RECORDS:
        del records[-1]  # cut off in the middle
    counts = Counter(len(row) for row in records if len(row) > 1)
    return max(counts.values(), default=0)


def _records(lines: Lines, quoted: bool, delimiter: str, file: str) -> tuple[list[list[str]], Sequence[int]]:
    """All records, and the first line of each."""
    if not quoted:
        rows = list(_sharing(csv.reader(lines, delimiter=delimiter)))
        return rows, range(1, len(rows) + 1)
    rows, numbers, number = [], [], 1
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for row in _sharing(reader):
            rows.append(row)
            numbers.append(number)
            number = reader.line_num + 1
    except csv.Error:
        return _records_with_stray_quotes(lines, delimiter, file)
    return rows, numbers


def _sharing(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """The records, with one text for all cells of short columns that are typed alike: codes, names, units.

    A table of a million rows has as many texts of each, which take more room than its numbers.
    """
    for number, row in enumerate(records):
        if number % _SHARED == 0:
            known: dict[str, str] = {}
        share = known.setdefault
        yield [share(cell, cell) for cell in row]


def _records_with_stray_quotes(
    lines: Lines, delimiter: str, file: str
) -> tuple[list[list[str]], Sequence[int]]:
    rows, numbers, number = [], [], 1
    seen: list[str] = []

    def remembered() -> Iterator[str]:
        for line in lines:
            seen.append(line)
            yield line

    for _ in csv.reader(remembered(), delimiter=delimiter):
        row = _split(seen, delimiter)
        if row is None:
            raise Refused("unclosed_quote", file, row=number, cell=seen[0].rstrip("\r\n"))
        rows.append(row)
        numbers.append(number)
        number += len(seen)
        seen.clear()
    return rows, numbers


def _split(lines: list[str], delimiter: str) -> list[str] | None:
    """The fields of one record; None if its quote was never closed, or closed by that of another cell.

    Stray quotes within one line (``"12"3``) stay as typed: taking them away would make another number.
    """
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        is_open = list(csv.reader([*lines, _END], delimiter=delimiter))[-1] != [_END]
        if is_open or len(lines) > 1:
            return None
        return next(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _without_blanks(
    rows: list[list[str]], numbers: Sequence[int], before: int
) -> tuple[list[list[str]], Sequence[int]]:
    """Leave out blank records; the others keep their line, counted from the ``before`` lines cut off."""
    kept = [i for i, row in enumerate(rows) if row and (row[0].strip() or not all(map(is_blank, row)))]
    if len(kept) == len(rows) and isinstance(numbers, range):
        return rows, range(1 + before, len(rows) + before + 1)
    return [rows[i] for i in kept], [numbers[i] + before for i in kept]


@contextmanager
def _any_length() -> Iterator[None]:
    """Let the csv module read cells of any length: they are judged afterwards."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of new lists make the cycle collector run again and again, for twice the time and no gain."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
