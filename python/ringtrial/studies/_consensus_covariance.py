"""The covariance matrix of correlated results: a file of numbers, perhaps with codes at its edges."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

import numpy as np

from ringtrial.errors import DataError
from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MOST_BYTES = 64_000_000


def read_covariance(path: str, codes: Sequence[str]) -> NDArray[np.float64]:
    """n x n numbers in the order of ``codes``; with codes in the first row and column, in any order.

    DataError where the file is no such matrix. Whether it is a covariance matrix is for the method to say.
    """
    rows = _rows(path)
    if not rows or (len(rows[0]) < 2 and len(codes) > 1):
        raise _wrong(path, "empty")
    if _number(rows[0][-1]) is None:
        return _with_codes(path, rows, codes)
    return _square(path, rows, len(codes))


def _rows(path: str) -> list[list[str]]:
    try:
        if os.path.getsize(path) > _MOST_BYTES:
            raise _wrong(path, "empty")
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except OSError as error:
        raise _wrong(path, "unreadable", reason=error.strerror or type(error).__name__) from None
    except UnicodeDecodeError:
        raise _wrong(path, "unreadable", reason="not UTF-8") from None
    first = text.split("\n", 1)[0]
    mark = next((mark for mark in ("\t", ";", ",") if mark in first), None)
    if mark is None:
        return [line.split() for line in text.splitlines() if line.strip()]
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=mark)]
    return [row for row in rows if any(row)]


def _with_codes(path: str, rows: list[list[str]], codes: Sequence[str]) -> NDArray[np.float64]:
    header = rows[0][1:]
    named = [row[0] for row in rows[1:]]
    if header != named or len(set(named)) < len(named):
        raise _wrong(path, "codes")
    missing = [code for code in codes if code not in named]
    if missing:
        raise _wrong(path, "missing", names=", ".join(missing))
    whole = _square(path, [row[1:] for row in rows[1:]], len(named))
    order = [named.index(code) for code in codes]
    return whole[np.ix_(order, order)]


def _square(path: str, rows: list[list[str]], n: int) -> NDArray[np.float64]:
    if len(rows) != n or any(len(row) != n for row in rows):
        shape = f"{len(rows)} × {max(map(len, rows), default=0)}"
        raise _wrong(path, "shape", shape=shape, n=n)
    matrix = np.empty((n, n))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            number = _number(cell)
            if number is None:
                raise _wrong(path, "number", cell=cell, row=i + 1, place=j + 1)
            matrix[i, j] = number
    return matrix


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _wrong(path: str, variant: str, **values: object) -> DataError:
    finding = Finding("consensus_covariance", variant=variant, file=os.path.basename(path), **values)  # type: ignore[arg-type]
    return DataError(finding.text, [finding])
