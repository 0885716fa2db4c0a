"""Categories and codes as the texts that the core reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._arrays import items, whole

if TYPE_CHECKING:
    from collections.abc import Iterable


def texts(values: Iterable[Any], function: str, name: str) -> list[str]:
    """Return categories as texts, missing ones as the empty text."""
    return [
        value if type(value) is str else text(value, function, f"{name}[{i}]")
        for i, value in enumerate(items(values, function, name))
    ]


def levels_of(values: Iterable[Any] | None, function: str) -> list[str]:
    """Return the levels of an ordinal scale as texts."""
    if values is None:
        raise ValueError(f"{function}: levels is None, must list the categories, lowest first")
    return texts(values, function, "levels")


def text(value: Any, function: str, name: str) -> str:
    """Return one category as text, a missing one as the empty text."""
    if isinstance(value, str):
        return str(value)
    if missing(value):
        return ""
    if isinstance(value, (bool, int)) or type(value).__name__ in ("bool", "bool_"):
        return str(value)
    number = whole(value)
    if number is not None:
        return str(number)
    raise TypeError(f"{function}: {name} = {value!r}, must be a text, an integer or a boolean")


def missing(value: Any) -> bool:
    """Whether a value stands for "not reported"."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):  # pandas
        return True
    return isinstance(value, float) and value != value


def codes(values: Iterable[Any], function: str, name: str) -> list[str]:
    """Return codes, which must be texts, missing ones as the empty text."""
    found = []
    for i, value in enumerate(items(values, function, name)):
        if not isinstance(value, str) and not missing(value):
            where = name if name == "assigned" else f"{name}[{i}]"
            raise TypeError(f"{function}: {where} = {value!r}, must be a text: a number has lost its zeros")
        found.append(str(value) if isinstance(value, str) else "")
    return found
