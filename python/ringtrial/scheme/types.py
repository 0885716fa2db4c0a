"""What a value in a scheme may be: its name in messages and documentation, and the test for it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringtrial.scheme.keys import Key


class Type(NamedTuple):
    """``phrase`` names the text of messages/<language>/scheme.toml that completes "must be …"."""

    phrase: str
    test: Callable[[Any], bool]
    filled_in: tuple[tuple[str, Any], ...] = ()
    words: tuple[str, ...] = ()  # all that is allowed, to suggest from
    keys: tuple[Key, ...] = ()  # of a table
    whole: bool = False  # its numbers stay integers

    def text(self, language: str = "en") -> str:
        values = {name: _told(value, language) for name, value in self.filled_in}
        return say(language, f"type.{self.phrase}", **values)

    def read(self, value: Any) -> Any:
        """The value as the evaluation wants it: a copy, with floats where numbers are expected."""
        if isinstance(value, dict):
            types = {key.name: key.type for key in self.keys}
            defaults = {key.name: key.default for key in self.keys if key.default is not None}
            return defaults | {name: types.get(name, self).read(v) for name, v in value.items()}
        if isinstance(value, list):
            return [self.read(v) for v in value]
        return (
            float(value)
            if isinstance(value, int) and not isinstance(value, bool) and not self.whole
            else value
        )


def say(language: str, key: str, **values: object) -> str:
    """A text of messages/<language>/scheme.toml, as ``mistake.unknown_key``, filled in."""
    area, _, name = key.partition(".")
    return str(messages.load(language, "scheme")[area][name]).format_map(values)


def listed(words: tuple[str, ...], language: str = "en") -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + say(language, "or.last") + words[-1]


def _told(value: Any, language: str) -> str:
    if isinstance(value, Type):
        return value.text(language)
    return listed(value, language) if isinstance(value, tuple) else str(value)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond the largest double
        return False


def is_date(value: Any) -> bool:
    import datetime

    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


TEXT = Type("text", is_text)
BOOL = Type("bool", lambda v: isinstance(v, bool))
DATE = Type("date", is_date)
TABLE = Type("table", lambda v: isinstance(v, dict))


def one_of(*words: str) -> Type:
    in_quotes = tuple(f'"{word}"' for word in words)
    return Type("one_of", lambda v: is_text(v) and v in words, (("words", in_quotes),), words)


def one_number_of(*numbers: float) -> Type:
    whole = all(isinstance(number, int) for number in numbers)
    texts = tuple(map(str, numbers))
    return Type("one_of", lambda v: is_number(v) and v in numbers, (("words", texts),), whole=whole)


def number(
    *,
    above: float | None = None,
    least: float | None = None,
    below: float | None = None,
    most: float | None = None,
) -> Type:
    """A finite number; integers are accepted."""

    def test(value: Any) -> bool:
        return (
            is_number(value)
            and (above is None or value > above)
            and (least is None or value >= least)
            and (below is None or value < below)
            and (most is None or value <= most)
        )

    signs = [(">", above), ("≥", least), ("<", below), ("≤", most)]
    bounds = ", ".join(f"{sign} {bound:g}" for sign, bound in signs if bound is not None)
    return Type("bounded", test, (("bounds", bounds),)) if bounds else Type("number", test)


def integer(*, least: int) -> Type:
    def test(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53

    return Type("whole", test, (("least", least),), whole=True)


def either(first: Type, second: Type) -> Type:
    def test(value: Any) -> bool:
        return first.test(value) or second.test(value)

    return Type("either", test, (("first", first), ("second", second)), first.words + second.words)


def list_of(what: Type, phrase: str = "list_of", *, filled: bool = False) -> Type:
    def test(value: Any) -> bool:
        return isinstance(value, list) and (bool(value) or not filled) and all(map(what.test, value))

    return Type(phrase, test, (("what", what),), what.words, whole=what.whole)


def increasing(what: Type, phrase: str, *, most: int | None = None) -> Type:
    """A list that is not empty, each entry above the one before."""
    some = list_of(what, filled=True)

    def test(value: Any) -> bool:
        return (
            some.test(value)
            and len(value) <= (most or len(value))
            and all(a < b for a, b in itertools.pairwise(value))
        )

    return Type(phrase, test, whole=what.whole)


def distinct(phrase: str, *, least: int) -> Type:
    """A list of different texts."""

    def test(value: Any) -> bool:
        return isinstance(value, list) and all(map(is_text, value)) and len(set(value)) == len(value) >= least

    return Type(phrase, test)


def table_of(what: Type, phrase: str) -> Type:
    """A table whose keys are free and whose values are all of one type."""

    def test(value: Any) -> bool:
        return isinstance(value, dict) and all(map(what.test, value.values()))

    return Type(phrase, test, whole=what.whole)


def table(*keys: Key) -> Type:
    """A table with these keys, each checked."""
    return Type("table_of_keys", TABLE.test, (("keys", ", ".join(k.name for k in keys)),), keys=keys)


def _is_encoding(value: Any) -> bool:
    import codecs

    try:
        return is_text(value) and bool(codecs.lookup(value)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _is_delimiter(value: Any) -> bool:
    return is_text(value) and len(value) == 1 and value not in "\"'\r\n"


ENCODING = Type("encoding", _is_encoding)
DELIMITER = Type("delimiter", _is_delimiter)
