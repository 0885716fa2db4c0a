"""Result objects: named, typed, read-only fields that show themselves well.

A result class lists its fields as annotations, in the order of the C++ struct; its instances are made
from the values in that order. Where a field is called ``status`` the value given is the code of the C++
``outcome`` (or an array of codes); the object then has ``status_code`` and, made on demand, ``status``
with the text::

    class HuberResult(Result):
        location: Number
        n: Count
        iterations: Count
        status: Status

    HuberResult(*_core.robust.huber(x, scale, k, None, None))

With ``axis`` or ``offsets`` the same class holds arrays in every field. ``repr``, ``_repr_html_``,
``to_dict``, equality and pickling come from :class:`Result`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    Number: TypeAlias = float | NDArray[np.floating[Any]]
    Count: TypeAlias = int | NDArray[np.int64]
    Status: TypeAlias = str | NDArray[np.str_]
    Array: TypeAlias = NDArray[np.float64]

_SHOWN_ROWS = 20


class Result:
    """Base of every result; see the module's docstring for how to add one."""

    __slots__ = ("_values",)
    _fields: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)
        for position, field in enumerate(cls._fields):
            if field == "status":
                cls.status_code = _getter(position, "Code of ``status``: a number, or an array of uint8.")
                cls.status = _status_getter(position)
            else:
                setattr(cls, field, _getter(position, None))

    status_code: Any
    status: Any

    def __init__(self, *values: Any) -> None:
        self._values = values

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain Python objects: floats, integers, texts, lists of them."""
        return {field: _plain(getattr(self, field)) for field in self._fields}

    def __repr__(self) -> str:
        shown = ", ".join(f"{field}={_text(getattr(self, field))}" for field in self._fields)
        return f"{type(self).__name__}({shown})"

    def _repr_html_(self) -> str:
        lengths = {getattr(value, "shape", None) for value in self._values}
        shape = lengths.pop()
        return self._table_of_results() if shape and not lengths else self._table_of_fields()

    def _table_of_fields(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{field}</th>"
            f"<td style='text-align:left'>{_escaped(_text(getattr(self, field), quote=False))}</td></tr>"
            for field in self._fields
        )
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"

    def _table_of_results(self) -> str:
        columns = [getattr(self, field).ravel() for field in self._fields]
        head = "".join(f"<th>{field}</th>" for field in self._fields)
        count = len(columns[0])
        body = "".join(
            f"<tr><th>{row}</th>"
            + "".join(f"<td>{_escaped(_text(column[row].item(), quote=False))}</td>" for column in columns)
            + "</tr>"
            for row in range(min(count, _SHOWN_ROWS))
        )
        more = f", the first {_SHOWN_ROWS} shown" if count > _SHOWN_ROWS else ""
        caption = f"{type(self).__name__}, {count} results{more}"
        return f"<table><caption>{caption}</caption><thead><tr><th></th>{head}</tr></thead>{body}</table>"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        assert isinstance(other, Result)
        return all(map(_same, self._values, other._values))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[Result], tuple[Any, ...]]:
        return type(self), self._values


def _getter(position: int, doc: str | None) -> Any:
    read: Callable[[Result], Any] = lambda self: self._values[position]  # noqa: E731
    return property(read, doc=doc)


def _status_getter(position: int) -> Any:
    read: Callable[[Result], Any] = lambda self: status_text(self._values[position])  # noqa: E731
    return property(read, doc="How it ended: 'ok' means that every number is finite.")


def status_text(code: Any) -> Any:
    """Return the text of a status code, or the array (list) of texts of an array (list) of codes."""
    from ringtrial._core import status_names

    if isinstance(code, list):
        return [status_names[item] for item in code]
    return text_of_code(code, status_names)


def text_of_code(code: Any, names: tuple[str, ...]) -> Status:
    """Return the name of a code, or the array of names of an array of codes."""
    if hasattr(code, "shape"):
        import numpy as np

        texts: NDArray[np.str_] = np.array(names)[code]
        return texts
    text: str = names[code]
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, Result):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value


def _text(value: Any, *, quote: bool = True) -> str:
    if isinstance(value, str):
        return repr(value) if quote else value
    if getattr(value, "ndim", 0):
        import numpy as np

        with np.printoptions(precision=7, threshold=8, edgeitems=3):
            return str(np.array2string(value, separator=", ").replace("\n", ""))
    if isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "") == "f":
        return format(value, ".7g")
    return repr(value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _same(a: Any, b: Any) -> bool:
    if hasattr(a, "shape") or hasattr(b, "shape"):
        import numpy as np

        numbers = getattr(a, "dtype", np.dtype(float)).kind == "f"
        return bool(np.array_equal(a, b, equal_nan=numbers))
    return bool(a == b or (a != a and b != b))
