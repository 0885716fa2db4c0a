"""All mistakes of a scheme at once, each with its line, key, value and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._text import quoted, shown
from ringtrial.scheme import rules
from ringtrial.scheme.keys import KEYS, Key
from ringtrial.scheme.merge import Table
from ringtrial.scheme.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringtrial.scheme.types import Type

Path = tuple[str, ...]
Options = dict[str, Any]


class Mistakes:
    """Sentences with the place where each belongs, in the order of the file."""

    def __init__(self, file: str, lines: Mapping[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self._found: list[tuple[int, str]] = []

    def add(self, path: Path, text: str, *, at: str = "") -> None:
        """A mistake in the table ``path``; ``at`` is the key that it is about."""
        line = self.line((*path, at) if at else path)
        place = f"{self.file}, line {line}" if line else self.file
        sentence = f"{place}: {table_name(path)}: {text}" if path else f"{place}: {text}"
        if (line, sentence) not in self._found:
            self._found.append((line, sentence))

    def line(self, path: Path) -> int:
        """Of the key, or of the nearest table around it; 0 where there is no file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def sentences(self) -> list[str]:
        return [text for _, text in sorted(self._found, key=lambda found: found[0])]


def table_name(path: Path) -> str:
    """``measurand."Fe".item."S1".reference``: as the scheme's author writes it."""
    free = {1, 3} if path[0] == "measurand" else set()
    parts = [quoted(part) if i in free or not part.isidentifier() else part for i, part in enumerate(path)]
    return ".".join(parts)


def check(document: Options, mistakes: Mistakes) -> tuple[dict[str, Options], list[Table]]:
    """The checked sections and the measurands' tables; what is wrong is left out and told to ``mistakes``."""
    sections: dict[str, Options] = {}
    tables: list[Table] = []
    for name, value in document.items():
        if name not in KEYS:
            mistakes.add((), _unknown_section(name), at=name)
        elif not isinstance(value, dict):
            mistakes.add((), f"{name} = {shown(value)}, must be a table: [{_header(name)}]", at=name)
        elif name == "measurand":
            tables = _measurands(value, mistakes)
        else:
            sections[name] = _table((name,), value, KEYS[name], mistakes)
    return sections, tables


def _header(section: str) -> str:
    return 'measurand."*"' if section == "measurand" else section


def _unknown_section(name: str) -> str:
    near = nearest(name, KEYS)
    if near:
        return f"unknown table {quoted(name)}, did you mean {quoted(near)}?"
    home = _home(name, "")
    if home:
        return f"{quoted(name)} stands in no table: it belongs in [{home}]"
    return f"unknown table {quoted(name)}, must be {', '.join(map(quoted, KEYS))}"


def _home(name: str, section: str) -> str | None:
    """The table that the key belongs in, if it is known elsewhere."""
    homes = [
        _header(other)
        for other, keys in KEYS.items()
        if other != section and name in {key.name for key in keys}
    ]
    return homes[0] if homes else None


def _measurands(patterns: Options, mistakes: Mistakes) -> list[Table]:
    tables: list[Table] = []
    for pattern, value in patterns.items():
        path: Path = ("measurand", pattern)
        if not isinstance(value, dict):
            mistakes.add(("measurand",), _no_pattern(pattern, value), at=pattern)
            continue
        items = value.get("item", {})
        tables.append(_measurand(path, {k: v for k, v in value.items() if k != "item"}, mistakes))
        if not isinstance(items, dict):
            mistakes.add(
                path, f'item = {shown(items)}, must be a table: [{table_name(path)}.item."…"]', at="item"
            )
            continue
        for item, options in items.items():
            if isinstance(options, dict):
                tables.append(_measurand((*path, "item", item), options, mistakes))
            else:
                header = table_name((*path, "item", item))
                text = f"{quoted(item)} = {shown(options)}, must be a table: [{header}]"
                mistakes.add((*path, "item"), text, at=item)
    return tables


def _no_pattern(name: str, value: Any) -> str:
    if name in {key.name for key in KEYS["measurand"]}:
        header = '[measurand."*"] for all, or [measurand."NAME"] for one'
        return f"{name} = {shown(value)} stands under no measurand: write {header}"
    return f"{quoted(name)} = {shown(value)}, must be a table: [measurand.{quoted(name)}]"


def _measurand(path: Path, value: Options, mistakes: Mistakes) -> Table:
    options = _table(path, value, KEYS["measurand"], mistakes)
    table = Table(path, options)
    for key, text in (*rules.in_one_table(options), *rules.always(table.options)):
        mistakes.add(path, text, at=key)
    return table


def _table(path: Path, table: Options, keys: Iterable[Key], mistakes: Mistakes) -> Options:
    """The keys of one table that are known and have a value that is allowed."""
    known = {key.name: key for key in keys}
    good: Options = {}
    for name, value in table.items():
        if name not in known:
            mistakes.add(path, _unknown_key(path, name, known), at=name)
        elif not known[name].type.test(value):
            mistakes.add(path, _wrong_value(name, value, known[name].type), at=name)
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
    wrong = list(rules.NESTED[path[-1]](options))
    for key, text in wrong:
        mistakes.add(path, text, at=key)
    return None if wrong else options


def _unknown_key(path: Path, name: str, known: Mapping[str, Key]) -> str:
    text = f"unknown key {quoted(name)}"
    near = nearest(name, [*known, "item"] if path[0] == "measurand" and len(path) == 2 else known)
    if near:
        return f"{text}, did you mean {quoted(near)}?"
    home = _home(name, path[0]) if len(path) <= 2 else None
    if home:
        return f"{text}, it belongs in [{home}]"
    return f"{text}, must be {', '.join(map(quoted, known))}" if len(known) <= 16 else text


def _wrong_value(name: str, value: Any, expected: Type) -> str:
    text = f"{name} = {shown(value)}, must be {expected.text}"
    words = [word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)]
    near = [nearest(word, expected.allowed) for word in words if word not in expected.allowed]
    return next((f"{text}; did you mean {quoted(word)}?" for word in near if word), text)
