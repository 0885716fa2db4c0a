"""Whatever a caller calls numbers, as a plain NumPy array of float64 or float32.

The C++ side takes plain float arrays at once (``python/src/arrays.hpp``) and comes here for everything
else: lists, integers, masked arrays, columns of pandas, polars and pyarrow.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_SEQUENCES = (str, bytes, bytearray, memoryview, dict, set, frozenset, type)
_CONVERSIONS = ("tolist", "to_list", "to_pylist")  # NumPy and pandas, polars, pyarrow
_LONGEST = 80  # characters of a value in a message
_REAL = "must be real numbers (float64, float32, integers or booleans)"
_OFFSETS = "must be integers, where each measurand begins and the last ends"


def read_real(x: Any, function: str, name: str) -> np.ndarray[Any, Any]:
    """Return ``x`` as a plain, aligned array in native byte order; masked values become NaN.

    float64 and float32 stay what they are; integers, booleans and float16 become float64.
    Anything else is a TypeError that names the argument.
    """
    values = _as_array(x, function, name)
    kind = values.dtype.kind
    if kind == "f" and values.dtype.itemsize in (4, 8):
        wanted = np.dtype(f"f{values.dtype.itemsize}")
    elif kind in "iub" or values.dtype == np.float16:
        wanted = np.dtype("f8")
    else:
        raise TypeError(f"{function}: {name} has {_describe(x, values)}, {_REAL}")
    mask = getattr(values, "mask", None)
    plain: np.ndarray[Any, Any] = np.require(np.asarray(values), dtype=wanted, requirements=["ALIGNED"])
    if mask is not None and np.any(mask):
        plain = np.where(mask, wanted.type(np.nan), plain)
    return plain


def offsets(given: Any, function: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return where ragged measurands begin and end, as int64 in one block; whole floats pass."""
    values = _as_array(given, function, "offsets", _OFFSETS)
    if values.dtype.kind not in "iuf":
        raise TypeError(f"{function}: offsets has {_describe(given, values)}, {_OFFSETS}")
    if values.ndim != 1:
        raise ValueError(f"{function}: offsets has {values.ndim} dimensions, must have 1")
    if values.dtype.kind == "f" or np.ma.isMaskedArray(values):
        values = np.ma.filled(values.astype("f8"), np.nan)
        whole = (np.abs(values) < 2.0**53) & (values == np.trunc(values))
        _require(whole, values, function, "offsets", "an integer")
    elif values.dtype == np.uint64:
        _require(values < 2**63, values, function, "offsets", "an integer below 2**63")
    return np.ascontiguousarray(values, dtype="i8")


def _as_array(x: Any, function: str, name: str, allowed: str = _REAL) -> np.ndarray[Any, Any]:
    if isinstance(x, (bytes, bytearray)) or (isinstance(x, memoryview) and x.format in ("B", "b", "c")):
        raise TypeError(f"{function}: {name} has type {type(x).__name__}, {allowed}")
    try:
        values: np.ndarray[Any, Any] = np.asanyarray(x)
    except ValueError as error:  # rows of unequal length
        raise ValueError(f"{function}: {name} is not an array of numbers: {error}") from None
    if values.dtype.kind == "O" and getattr(getattr(x, "dtype", None), "kind", "O") in "iufb":
        kind, size = x.dtype.kind, getattr(x.dtype, "itemsize", 8)  # a pandas column with missing values
        return np.asarray(x.to_numpy(dtype="f4" if (kind, size) == ("f", 4) else "f8", na_value=np.nan))
    return values


def _describe(x: Any, values: np.ndarray[Any, Any]) -> str:
    if values.ndim == 0 and values.dtype.kind == "O":
        return f"type {type(x).__name__}"
    return f"dtype {values.dtype}"


def out_of_memory(x: Any, function: str, what: str) -> str:
    """Return the text of a MemoryError: how many results (or offsets) of which type were asked for."""
    shape = getattr(x, "shape", None)
    if shape is None:
        return f"{function}: out of memory for the {what} given"
    dtype = getattr(x, "dtype", np.dtype("f8"))
    size, unit = float(np.prod(shape, dtype="f8")) * getattr(dtype, "itemsize", 8), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB", "PiB"):
        if size >= 1000:
            size, unit = size / 1024, larger
    return f"{function}: out of memory for {' x '.join(map(str, shape))} {what} ({dtype}, {size:.1f} {unit})"


def said(value: Any) -> str:
    """The value as an error message shows it: its repr on one line, cut where it is long."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # an integer of thousands of digits, an object that cannot be shown
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 20]}…{text[-19:]}"


def positive(
    x: Any, shape: tuple[int, ...], function: str, name: str
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return ``x``, finite and positive, as a contiguous float64 array broadcast to ``shape``."""
    values = read_real(x, function, name).astype("f8", copy=False)
    _require(np.isfinite(values) & (values > 0), values, function, name, "finite and positive")
    try:
        return np.ascontiguousarray(np.broadcast_to(values, shape))
    except ValueError:
        allowed = f"one number or broadcast to {shape}" if shape else "one number"
        raise ValueError(f"{function}: {name} has shape {values.shape}, must be {allowed}") from None


def require_not_negative(values: np.ndarray[Any, Any], function: str, name: str) -> None:
    """Raise a ValueError that names the position of the first negative value."""
    _require(~(values < 0), values, function, name, "not negative")


def _require(holds: Any, values: np.ndarray[Any, Any], function: str, name: str, allowed: str) -> None:
    if np.all(holds):
        return
    position = tuple(int(i) for i in np.argwhere(~holds)[0])
    where = f"{name}[{', '.join(map(str, position))}]" if position else name
    raise ValueError(f"{function}: {where} = {_short(values[position])}, must be {allowed}")


def _short(value: Any) -> str:
    return repr(float(value)).removesuffix(".0")


def flattened(rows: Sequence[Any], function: str, name: str) -> tuple[np.ndarray[Any, Any], Any]:
    """Return the numbers of rows of different length in one array, and the row of each."""
    read = [read_real(row, function, f"{name}[{i}]") for i, row in enumerate(rows)]
    for i, row in enumerate(read):
        if row.ndim != 1:
            raise ValueError(f"{function}: {name}[{i}] has {row.ndim} dimensions, must have 1")
    return np.concatenate(read), np.repeat(np.arange(len(read), dtype="i8"), [len(row) for row in read])


def items(values: Any, function: str, name: str) -> list[Any]:
    """Return the items of any sequence or column as Python objects."""
    found: Any = None
    if not isinstance(values, _NO_SEQUENCES) and hasattr(values, "__iter__"):
        convert = next((name for name in _CONVERSIONS if hasattr(values, name)), None)
        found = getattr(values, convert)() if convert else list(values)
    if isinstance(found, list):
        return found
    raise TypeError(f"{function}: {name} = {said(values)}, must be a sequence")


def whole(value: Any) -> int | None:
    """The value if it is an integer or a whole float, which a column with gaps makes of one; else None."""
    try:
        return operator.index(value)
    except TypeError:
        is_whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
        return int(value) if is_whole else None


def codes(labels: Any, function: str, name: str) -> np.ndarray[Any, Any]:
    """Return one int64 code per label; labels may be any hashable things, integers stay as they are."""
    if not isinstance(labels, np.ndarray):
        labels = labels.to_numpy() if hasattr(labels, "to_numpy") else items(labels, function, name)
    array = labels if isinstance(labels, np.ndarray) else None
    if array is None and labels and all(type(label) is int for label in labels):
        array = np.array(labels)
    if array is not None and array.ndim != 1:
        raise ValueError(f"{function}: {name} has {array.ndim} dimensions, must have 1")
    if array is not None and _holds_integers(array):
        return np.ascontiguousarray(array, dtype="i8")
    return _hashed(labels if isinstance(labels, list) else labels.tolist(), function, name)


def labels(values: Any, function: str, name: str) -> tuple[np.ndarray[Any, Any], list[Any]]:
    """Return codes 0, 1, … in order of first appearance, and the labels they stand for."""
    if getattr(values, "ndim", 1) != 1:
        raise ValueError(f"{function}: {name} has {values.ndim} dimensions, must have 1")
    given = items(values, function, name)
    found = _hashed(given, function, name)
    _, first = np.unique(found, return_index=True)
    return found, [given[position] for position in first.tolist()]


def _holds_integers(array: np.ndarray[Any, Any]) -> bool:
    if array.dtype.kind == "f":
        array = array.astype("f8")
        return bool(np.all(np.abs(array) < 2.0**53) and np.all(array == np.trunc(array)))
    return array.dtype.kind in "iub" and array.dtype != np.uint64


def _hashed(labels: list[Any], function: str, name: str) -> np.ndarray[Any, Any]:
    seen: dict[Any, int] = {}
    found = np.empty(len(labels), dtype="i8")
    for position, label in enumerate(labels):
        if isinstance(label, float) and label != label:
            raise ValueError(f"{function}: {name}[{position}] = nan, must be a label")
        try:
            found[position] = seen.setdefault(label, len(seen))
        except TypeError:
            raise TypeError(f"{function}: {name}[{position}] = {said(label)}, must be hashable") from None
    return found
