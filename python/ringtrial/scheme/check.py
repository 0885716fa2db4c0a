"""Every key of a scheme against the table of keys: known, in its place, with a value that is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._text import quoted, shown
from ringtrial.scheme import rules
from ringtrial.scheme.keys import KEYS, Key
from ringtrial.scheme.merge import Table
from ringtrial.scheme.mistakes import Mistakes, Path, table_name
from ringtrial.scheme.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringtrial.scheme.types import Type

Options = dict[str, Any]

_FEW_KEYS = 16  # of a table: they are listed where nothing is near


def check(document: Options, mistakes: Mistakes) -> tuple[dict[str, Options], list[Table]]:
    """The checked sections and the measurands' tables; what is wrong is left out and told to ``mistakes``."""
    sections: dict[str, Options] = {}
    tables: list[Table] = []
    for name, value in document.items():
        if name not in KEYS:
            mistakes.add((), _unknown_table(name, mistakes), at=name)
        elif not isinstance(value, dict):
            _no_table((), name, value, _header(name), mistakes)
        elif name == "measurand":
            tables = _measurands(value, mistakes)
        else:
            sections[name] = _table((name,), value, KEYS[name], mistakes)
    return sections, tables


def _measurands(patterns: Options, mistakes: Mistakes) -> list[Table]:
    tables: list[Table] = []
    for pattern, value in patterns.items():
        path: Path = ("measurand", pattern)
        if isinstance(value, dict):
            tables.append(_measurand(path, {k: v for k, v in value.items() if k != "item"}, mistakes))
            tables += _items(path, value.get("item", {}), mistakes)
        elif pattern in {key.name for key in KEYS["measurand"]}:
            text = mistakes.text("no_pattern", name=pattern, value=shown(value))
            mistakes.add(("measurand",), text, at=pattern)
        else:
            _no_table(("measurand",), pattern, value, table_name(path), mistakes)
    return tables


def _items(path: Path, items: Any, mistakes: Mistakes) -> list[Table]:
    if not isinstance(items, dict):
        _no_table(path, "item", items, f'{table_name(path)}.item."…"', mistakes)
        return []
    tables = []
    for item, value in items.items():
        if isinstance(value, dict):
            tables.append(_measurand((*path, "item", item), value, mistakes))
        else:
            _no_table((*path, "item"), item, value, table_name((*path, "item", item)), mistakes)
    return tables


def _measurand(path: Path, value: Options, mistakes: Mistakes) -> Table:
    options = _table(path, value, KEYS["measurand"], mistakes)
    table = Table(path, options)
    for at, phrase, values in (*rules.in_one_table(options), *rules.always(table.options)):
        mistakes.add(path, mistakes.text(phrase, **values), at=at)
    return table


def _table(path: Path, table: Options, keys: Iterable[Key], mistakes: Mistakes) -> Options:
    """The keys of one table that are known and have a value that is allowed."""
    known = {key.name: key for key in keys}
    good: Options = {}
    for name, value in table.items():
        if name not in known:
            mistakes.add(path, _unknown_key(path, name, known, mistakes), at=name)
        elif not known[name].type.test(value):
            mistakes.add(path, _wrong_value(name, value, known[name].type, mistakes), at=name)
        elif known[name].type.keys:
            inner = _nested((*path, name), value, known[name].type, mistakes)
            good |= {name: inner} if inner is not None else {}
        else:
            good[name] = known[name].type.read(value)
    return good


def _nested(path: Path, table: Options, of: Type, mistakes: Mistakes) -> Options | None:
    options = _table(path, table, of.keys, mistakes)
    if len(options) < len(table):
        return None
    wrong = list(rules.NESTED[path[-1]](options)) if path[-1] in rules.NESTED else []
    for at, phrase, values in wrong:
        mistakes.add(path, mistakes.text(phrase, **values), at=at)
    return None if wrong else options


def _no_table(path: Path, name: str, value: Any, header: str, mistakes: Mistakes) -> None:
    shown_name = name if name.isidentifier() else quoted(name)
    text = mistakes.text("no_table", name=shown_name, value=shown(value), header=header)
    mistakes.add(path, text, at=name)


def _header(section: str) -> str:
    return 'measurand."*"' if section == "measurand" else section


def _home(name: str, section: str) -> str | None:
    """The table that the key belongs in, if it is known elsewhere."""
    homes = (
        _header(other) for other in KEYS if other != section and name in {key.name for key in KEYS[other]}
    )
    return next(homes, None)


def _unknown_table(name: str, mistakes: Mistakes) -> str:
    text = mistakes.text("unknown_table", name=quoted(name))
    near, home = nearest(name, KEYS), _home(name, "")
    if near:
        return mistakes.text("near", text=text, near=quoted(near))
    if home:
        return mistakes.text("in_no_table", name=quoted(name), home=home)
    return mistakes.text("allowed", text=text, allowed=", ".join(map(quoted, KEYS)))


def _unknown_key(path: Path, name: str, known: Mapping[str, Key], mistakes: Mistakes) -> str:
    text = mistakes.text("unknown_key", name=quoted(name))
    is_measurand = path[0] == "measurand" and len(path) == 2
    near = nearest(name, [*known, "item"] if is_measurand else known)
    home = _home(name, path[0]) if len(path) == 1 or is_measurand else None
    if near:
        return mistakes.text("near", text=text, near=quoted(near))
    if home:
        return mistakes.text("belongs", text=text, home=home)
    if len(known) <= _FEW_KEYS:
        return mistakes.text("allowed", text=text, allowed=", ".join(map(quoted, known)))
    return text


def _wrong_value(name: str, value: Any, expected: Type, mistakes: Mistakes) -> str:
    allowed = expected.text(mistakes.language)
    text = mistakes.text("wrong", name=name, value=shown(value), expected=allowed)
    words = [word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)]
    near = [nearest(word, expected.words) for word in words if word not in expected.words]
    return next((mistakes.text("wrong_near", text=text, near=quoted(word)) for word in near if word), text)
