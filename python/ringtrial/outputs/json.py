"""evaluation.json: one record a line, NaN as null, the same bytes for the same evaluation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator


def write_document(path: str | os.PathLike[str], document: dict[str, Any]) -> None:
    """Write the document; a lone surrogate becomes its JSON escape."""
    with open(path, "x", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.writelines(pieces(document))


def pieces(document: dict[str, Any]) -> Iterator[str]:
    """The text of the document, piece by piece."""
    opening = "{\n"
    for key, value in document.items():
        yield f"{opening}{_encode(key)}: "
        yield from _value(value)
        opening = ",\n"
    yield "\n}\n"


def _value(value: Any) -> Iterator[str]:
    """Lists of records get a line a record: such files can be compared and searched by line."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        yield _encode(_plain(value))
        return
    opening = "[\n"
    for record in value:
        yield opening
        yield from _record(record)
        opening = ",\n"
    yield "\n]"


def _record(record: dict[str, Any]) -> Iterator[str]:
    if "results" not in record:
        yield _encode(_plain(record))
        return
    head = _encode(_plain({key: value for key, value in record.items() if key != "results"}))
    yield head[:-1] + ', "results": '
    yield from _value(record["results"])
    yield "}"


def _plain(value: Any) -> Any:
    """The value with null for every number that is not finite."""
    if isinstance(value, float):
        return None if value - value else value  # true for NaN and infinities
    if isinstance(value, dict):
        return {key: _plain(item) if type(item) not in _AS_IT_IS else item for key, item in value.items()}
    return list(map(_plain, value)) if isinstance(value, (list, tuple)) else value


_AS_IT_IS = frozenset((str, int, bool, type(None)))


def _other(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)  # a NumPy scalar; a date of the scheme


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_other).encode
