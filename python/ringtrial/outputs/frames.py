"""Tables as frames of pandas, polars or pyarrow: float64, text, bool, and the library's own missing."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ringtrial.outputs.columns import ANSWER, ASSIGNED, COUNT, FINDINGS, FLAG, NUMBER, RANKING, SCORES, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_TYPES = FINDINGS | RANKING | ASSIGNED | SCORES


def to_frame(columns: Mapping[str, Sequence[Any]], kind: str | None) -> Any:
    """The columns as a frame of ``kind``: "pandas", "polars", "pyarrow"; None takes the first installed.

    Numbers that were not computed are NaN in pandas and null in polars and pyarrow. A column that holds
    both numbers and categories is one of objects in pandas and one of text in the others.
    """
    if kind is None:
        from importlib.util import find_spec

        kind = next(filter(find_spec, _MAKERS), "pandas")
    if kind not in _MAKERS:
        raise ValueError(f"to_frame: kind = {kind!r}, must be one of {', '.join(_MAKERS)} or None")
    try:
        library = importlib.import_module(kind)
    except ImportError:
        raise ImportError(f"a frame needs {kind}: pip install {kind}") from None
    typed = {name: (_type(name, values), values) for name, values in columns.items()}
    return _MAKERS[kind](library, typed)


def _type(name: str, values: Sequence[Any]) -> str:
    known = _TYPES.get(name) or _guess(values)
    if known != ANSWER:
        return known
    return ANSWER if any(isinstance(value, str) for value in values) else NUMBER


def _guess(values: Sequence[Any]) -> str:
    held = {type(value) for value in values} - {type(None)}
    if held and held <= {bool}:
        return FLAG
    if held and held <= {int}:
        return COUNT
    return NUMBER if held and held <= {int, float} else TEXT


def _numbers(values: Sequence[Any]) -> Any:
    import numpy as np

    return np.asarray(values, dtype=np.float64)


def _known(values: Sequence[Any]) -> list[Any]:
    """The values with None for every NaN."""
    return [None if value != value else value for value in values]


def _pandas(pd: Any, typed: dict[str, tuple[str, Sequence[Any]]]) -> Any:
    def column(kind: str, values: Sequence[Any]) -> Any:
        if kind == NUMBER:
            return _numbers(values)
        if kind == TEXT:
            return pd.Series(values) if len(values) else pd.Series([""])[:0]
        if kind == ANSWER:
            return pd.Series(values, dtype=object)
        known = _known(values)
        plain, nullable = ("bool", "boolean") if kind == FLAG else ("int64", "Int64")
        return pd.array(known, dtype=nullable if None in known else plain)

    return pd.DataFrame({name: column(*pair) for name, pair in typed.items()}, copy=False)


def _polars(pl: Any, typed: dict[str, tuple[str, Sequence[Any]]]) -> Any:
    types = {COUNT: pl.Int64, FLAG: pl.Boolean}

    def column(name: str, kind: str, values: Sequence[Any]) -> Any:
        if kind == NUMBER:
            return pl.Series(name, _numbers(values), nan_to_null=True)
        if kind in types:
            return pl.Series(name, _known(values), dtype=types[kind])
        return pl.Series(name, _texts(values), dtype=pl.String)

    return pl.DataFrame([column(name, *pair) for name, pair in typed.items()])


def _pyarrow(pa: Any, typed: dict[str, tuple[str, Sequence[Any]]]) -> Any:
    types = {COUNT: pa.int64(), FLAG: pa.bool_()}

    def column(kind: str, values: Sequence[Any]) -> Any:
        if kind == NUMBER:
            return pa.array(_numbers(values), from_pandas=True)
        if kind in types:
            return pa.array(_known(values), types[kind])
        return pa.array(_texts(values), pa.string())

    return pa.table({name: column(*pair) for name, pair in typed.items()})


def _texts(values: Sequence[Any]) -> list[str | None]:
    """Texts as they are, the numbers among them in their shortest form."""
    return [value if value is None or isinstance(value, str) else repr(value) for value in _known(values)]


_MAKERS: dict[str, Callable[[Any, dict[str, tuple[str, Sequence[Any]]]], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
}
