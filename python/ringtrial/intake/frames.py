"""A frame of pandas, polars, pyarrow or narwhals as a source of results (through narwhals)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.intake import alone, header, recognise, spelling
from ringtrial.intake.columns import Column, Wanted, named
from ringtrial.intake.reading import Numbers, Reading
from ringtrial.intake.source import Source
from ringtrial.intake.table import SpecialCell, StoredNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.findings import Finding


class FrameSource(Source):
    """The rows of a frame; messages count them from 1."""

    def __init__(
        self, frame: Any, options: Mapping[str, Any], columns: Mapping[str, str] | None = None
    ) -> None:
        self.options = options
        self.named = {**options["columns"], **named(columns)}
        wanted = Wanted(self.named, options.get("key", "laboratory"))
        self.frame = _narwhal(_with_index(frame, wanted))
        nothing = dict.fromkeys(("name", "sha256", "bytes", "encoding", "delimiter"))
        self.input = recognise.entry(nothing, None)
        self.missing = frozenset(spelling.folded(text) for text in options["missing"])
        self.records = np.arange(len(self.frame))
        self._cells: dict[int, list[str]] = {}
        self._readings: dict[int, Reading] = {}
        self.names: list[str] = self.frame.columns  # asked of the frame once: it makes them anew
        self.columns = [header.column(position, name, wanted) for position, name in enumerate(self.names)]
        self.alone = alone.is_alone(self.columns, options)
        if self.alone:
            self._add_laboratory()

    def _add_laboratory(self) -> None:
        import narwhals as nw

        name = "".join(self.names) + "\N{SYMBOL FOR NULL}"  # of no other column
        self.frame = self.frame.with_columns(nw.lit(alone.CODE).alias(name))
        self.columns.append(alone.column(len(self.columns)))
        self.names.append(name)

    def recognise(self, findings: list[Finding]) -> bool:
        """Look at the columns; False if no results can be found."""
        if self.alone:
            findings.append(self.finding("one_laboratory"))
        header.settle_unit_or_name(self.columns, self.cells)
        header.settle_factor(self.columns)
        recognise.tell_missing_columns(self, self.named, findings)
        recognise.leave_out(self, self.options["ignore"], findings)
        if not alone.has_laboratory(self.columns):
            names = [column.name for column in self.columns]
            findings.append(recognise.no_laboratory(self, names, self.options))
            return False
        return self._use_rows(findings)

    def _use_rows(self, findings: list[Finding]) -> bool:
        """Rows that are wholly blank are passed over; one with a result but no laboratory is told."""
        key, values = recognise.key_and_values(self)
        blank = [i for i, text in enumerate(self.cells(key)) if not spelling.trim(text)]
        for i in blank:
            if any(spelling.trim(self.cells(column)[i]) for column in values):
                findings.append(self.finding("laboratory_missing", i, key))
        if blank:
            self.records = np.setdiff1d(self.records, blank)
            self.frame = self.frame[self.records.tolist()]
            self._cells.clear()
        if not len(self):
            findings.append(self.finding("no_rows"))
        self.input["rows"] = len(self)
        return len(self) > 0

    def row(self, i: int) -> int:
        return int(self.records[i]) + 1

    def cells(self, column: Column) -> list[str]:
        if column.position not in self._cells:
            series = self.frame[self.names[column.position]]
            self._cells[column.position] = _texts(series)
        return self._cells[column.position]

    def reading(self, column: Column) -> Reading:
        if column.position not in self._readings:
            numbers = _numbers(self.frame[self.names[column.position]])
            cells = self.cells(column)
            self._readings[column.position] = (
                Reading(cells, self.missing) if numbers is None else Numbers(numbers, cells)
            )
        return self._readings[column.position]


def _with_index(frame: Any, wanted: Wanted) -> Any:
    """pandas: an index whose names are all those of fields, such as the laboratory's, as columns."""
    names = getattr(getattr(frame, "index", None), "names", None)
    if names and all(isinstance(name, str) and header.column(0, name, wanted).field for name in names):
        return frame.reset_index()
    return frame


def _narwhal(frame: Any) -> Any:
    try:
        import narwhals as nw
    except ModuleNotFoundError:
        advice = "frames need the package narwhals: pip install 'ringtrial[frames]'"
        raise ModuleNotFoundError(advice) from None
    try:
        read = nw.from_native(frame, eager_only=True)
        if all(isinstance(name, str) for name in read.columns):
            return read
        renamed = read.to_native().copy(deep=False)  # pandas: names may be numbers or tuples
        renamed.columns = [str(name) for name in renamed.columns]
        return nw.from_native(renamed, eager_only=True)
    except TypeError:
        raise TypeError(
            f"results: {type(frame).__module__}.{type(frame).__qualname__}, must be a path, "
            "or a frame of pandas, polars, pyarrow or narwhals that is in memory"
        ) from None
    except Exception as error:  # narwhals has its own kinds of error for names that repeat
        raise ValueError(f"results: the frame cannot be used: {' '.join(str(error).split())}") from None


def _numbers(series: Any) -> Any:
    """A column of numbers as float64, NaN where there is none; None for a column of something else."""
    import narwhals as nw

    if not series.dtype.is_numeric() or series.dtype.is_decimal():
        return None
    if series.null_count():
        series = series.cast(nw.Float64).fill_null(math.nan)
    return series.to_numpy().astype(np.float64, copy=False)


def _texts(series: Any) -> list[str]:
    """The cells as texts, blank for null and NaN; numbers as the shortest decimals that read back."""
    return [_text(value) for value in series.to_list()]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return SpecialCell(str(bool(value)), "boolean")
    if isinstance(value, (int, np.integer)):
        return StoredNumber(str(int(value)))
    if isinstance(value, (float, np.floating)):
        return StoredNumber(repr(float(value)))
    if type(value).__name__ == "Decimal":
        return StoredNumber(str(value))
    if type(value).__name__ == "Fraction":
        return StoredNumber(repr(value.numerator / value.denominator))
    if hasattr(value, "isoformat"):
        return SpecialCell(value.isoformat(), "date")
    return SpecialCell(str(value), "error")  # names and codes may be of any type, results may not
