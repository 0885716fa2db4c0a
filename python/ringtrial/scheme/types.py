"""What a value in a scheme may be: its name in messages and documentation, and the test for it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringtrial.scheme.keys import Key


class Type(NamedTuple):
    """``text`` completes "must be …"; ``allowed`` are words to suggest from, ``keys`` those of a table."""

    text: str
    test: Callable[[Any], bool]
    allowed: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    whole: bool = False  # its numbers stay integers

    def read(self, value: Any) -> Any:
        """The value as the evaluation wants it: a copy, with floats where numbers are expected."""
        if isinstance(value, dict):
            types = {key.name: key.type for key in self.keys}
            return {name: types.get(name, self).read(v) for name, v in value.items()}
        if isinstance(value, list):
            return [self.read(v) for v in value]
        return (
            float(value)
            if isinstance(value, int) and not isinstance(value, bool) and not self.whole
            else value
        )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond the largest double
        return False


def _is_date(value: Any) -> bool:
    import datetime

    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


TEXT = Type("text in quotes", _is_text)
BOOL = Type("true or false", lambda v: isinstance(v, bool))
DATE = Type("a date without quotes and time, such as 2026-03-01", _is_date)
TABLE = Type("a table", lambda v: isinstance(v, dict))


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def one_of(*words: str) -> Type:
    return Type(_listed(tuple(f'"{w}"' for w in words)), lambda v: _is_text(v) and v in words, words)


def one_number_of(*numbers: float) -> Type:
    whole = all(isinstance(n, int) for n in numbers)
    return Type(_listed(tuple(map(str, numbers))), lambda v: _is_number(v) and v in numbers, whole=whole)


def number(*, above: float | None = None, least: float | None = None, below: float | None = None) -> Type:
    """A finite number; integers are accepted."""
    bounds = [(">", above), ("≥", least), ("<", below)]
    text = " and ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)

    def test(value: Any) -> bool:
        return (
            _is_number(value)
            and (above is None or value > above)
            and (least is None or value >= least)
            and (below is None or value < below)
        )

    return Type(f"a number {text}".strip(), test)


def integer(*, least: int) -> Type:
    return Type(
        f"a whole number ≥ {least}",
        lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v < 2**53,
        whole=True,
    )


def either(first: Type, second: Type) -> Type:
    return Type(
        f"{first.text}, or {second.text}",
        lambda v: first.test(v) or second.test(v),
        first.allowed + second.allowed,
    )


def list_of(what: Type, text: str, *, filled: bool = False) -> Type:
    def test(value: Any) -> bool:
        return isinstance(value, list) and (bool(value) or not filled) and all(map(what.test, value))

    return Type(text, test, what.allowed, whole=what.whole)


def increasing(what: Type, text: str, *, most: int | None = None) -> Type:
    """A list that is not empty, each entry above the one before."""

    def test(value: Any) -> bool:
        return (
            isinstance(value, list)
            and 1 <= len(value) <= (most or len(value))
            and all(map(what.test, value))
            and all(a < b for a, b in itertools.pairwise(value))
        )

    return Type(text, test, whole=what.whole)


def distinct(what: Type, text: str, *, least: int) -> Type:
    def test(value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(set(map(str, value))) == len(value) >= least
            and all(map(what.test, value))
        )

    return Type(text, test)


def table_of(what: Type, text: str) -> Type:
    """A table whose keys are free and whose values are all of one type."""
    return Type(text, lambda v: isinstance(v, dict) and all(map(what.test, v.values())), whole=what.whole)


def table(*keys: Key) -> Type:
    """A table with these keys, each checked."""
    return Type("a table { " + ", ".join(k.name for k in keys) + " }", TABLE.test, keys=keys)


def _is_encoding(value: Any) -> bool:
    import codecs

    try:
        return _is_text(value) and bool(codecs.lookup(value)._is_text_encoding)
    except (LookupError, ValueError):
        return False


ENCODING = Type('the name of a text encoding that Python knows, such as "gb18030" or "utf-8"', _is_encoding)
DELIMITER = Type(
    r'one character, such as ";" or "\t", no quote and no line end',
    lambda v: _is_text(v) and len(v) == 1 and v not in "\"'\r\n",
)
