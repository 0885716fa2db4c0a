"""Reading a scheme: a TOML file, a dict of the same tables, or nothing."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from ringtrial import _files, messages
from ringtrial._text import printable, quoted
from ringtrial.errors import SchemeError, UsageError
from ringtrial.scheme import rules
from ringtrial.scheme.check import check
from ringtrial.scheme.keys import KEYS
from ringtrial.scheme.merge import Merged, Table, fill, merge
from ringtrial.scheme.mistakes import Mistakes, table_name
from ringtrial.scheme.patterns import normal
from ringtrial.scheme.types import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Options = dict[str, Any]

_LARGEST = 4 << 20  # bytes; a scheme is a page of text


class Scheme:
    """What is computed for each measurand and how the round is reported, every default filled in.

    ``round``, ``intake``, ``report`` and ``output`` are those tables, ``competition`` too where the scheme
    holds one; None stands for "none" and for what
    the results decide (``report["language"]``, ``intake["decimal"]``).
    """

    __slots__ = (
        "_known",
        "_mistakes",
        "_tables",
        "competition",
        "folder",
        "intake",
        "name",
        "output",
        "report",
        "round",
        "sha256",
    )

    def __init__(
        self,
        sections: Mapping[str, Options],
        tables: list[Table],
        mistakes: Mistakes,
        *,
        folder: str = "",
        name: str | None = None,
        sha256: str | None = None,
    ) -> None:
        self.folder = folder  # from which paths in the scheme are seen
        self.name = name  # of the file, without folder
        self.sha256 = sha256
        self.round = _filled("round", sections)
        self.intake = _filled("intake", sections)
        self.competition = _filled("competition", sections) if "competition" in sections else None
        self.report = _filled("report", sections)
        self.output = _filled("output", sections)
        self._tables = tables
        self._mistakes = mistakes
        self._known: dict[tuple[Any, ...], Options] = {}

    @property
    def language(self) -> str:
        """Of what is told of its mistakes."""
        return self._mistakes.language

    def options(self, measurand: str, item: str = "") -> Options:
        """Every key of ``[measurand."…"]`` for this pair, merged.

        None where there is none, and for ``scores``, ``verdict`` and ``expert_method`` where the results
        decide. Raises SchemeError where the tables that match leave out what the winning method needs.
        """
        which = self._which(measurand, item)
        if which not in self._known:
            self._known[which] = self._merged(measurand, item)
        known = self._known[which]
        return {
            key: value.copy() if isinstance(value, (list, dict)) else value for key, value in known.items()
        }

    def _which(self, measurand: str, item: str) -> tuple[Any, ...]:
        """The tables that match the pair, and how strongly: what its options follow from."""
        pair = (measurand, item)
        return tuple(table.weight(*pair) if table.matches(*pair) else None for table in self._tables)

    def _merged(self, measurand: str, item: str) -> Options:
        merged = merge(self._tables, measurand, item)
        mistakes = self._mistakes.fresh()
        _check_merged(merged, measurand, item, mistakes)
        if mistakes.sentences():
            raise SchemeError(mistakes.sentences())
        return fill(merged.options)

    def groups(self, names: Iterable[str]) -> list[list[int]]:
        """Positions of the names that the same tables match; fewer than two groups: all names are alike."""
        if all(table.measurand.text == "*" for table in self._tables):
            return []
        found: dict[tuple[Any, ...], list[int]] = {}
        for position, name in enumerate(names):
            found.setdefault(self._which(name, ""), []).append(position)
        return list(found.values())

    def also(self, pattern: str, options: Options) -> None:
        """Options of the measurands that match, as if the scheme had a further table for them."""
        self._tables.append(Table(("measurand", pattern), options))
        self._known.clear()

    def digits(self, measurand: str) -> int | None:
        """Decimals that ``[report] digits`` sets for the measurand."""
        found = {normal(name): digits for name, digits in self.report["digits"].items()}
        return found.get(normal(measurand))

    def unused(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """The tables, as ``measurand."PATTERN"``, that match none of the (measurand, item) pairs."""
        pairs = list(pairs)
        return [table_name(t.path) for t in self._tables if not any(t.matches(*pair) for pair in pairs)]

    def only_measurand(self) -> str | None:
        """The one measurand that is named without wildcard, if there is exactly one."""
        names = {t.measurand.text: t.path[1] for t in self._tables if t.measurand.exact}
        return next(iter(names.values())) if len(names) == 1 else None


def load(source: str | os.PathLike[str] | Mapping[str, Any] | None, *, language: str = "en") -> Scheme:
    """The scheme of a TOML file, of a dict of the same tables, or (None) the standard's defaults.

    Raises SchemeError with all mistakes at once, UsageError where the file cannot be read; ``language``
    ("en", "zh") is that of their texts.
    """
    if isinstance(source, (str, os.PathLike)):
        return _from_file(os.fspath(source), language)
    if source is not None and not hasattr(source, "items"):
        raise TypeError(f"scheme: {type(source).__name__}, must be a path, a dict of tables or None")
    return _scheme(_plain(source or {}), Mistakes("scheme", {}, language), os.getcwd())


def _from_file(path: str, language: str) -> Scheme:
    import hashlib
    import tomllib

    from ringtrial.scheme.lines import locate

    content = _read(path, language)
    name = os.path.basename(path)
    text = _decode(content, printable(name), language)
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SchemeError([_not_toml(printable(name), text, error, language)]) from None
    mistakes = Mistakes(printable(name), locate(text), language)
    folder = os.path.dirname(os.path.abspath(path))
    return _scheme(document, mistakes, folder, name=name, sha256=hashlib.sha256(content).hexdigest())


def _read(path: str, language: str) -> bytes:
    shown_path = printable(path)
    if os.path.isdir(path):
        raise UsageError(say(language, "file.directory", path=shown_path))
    try:
        content = _files.content(path, _LARGEST)
    except FileNotFoundError:
        raise UsageError(say(language, "file.missing", path=shown_path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(say(language, "file.unreadable", path=shown_path, reason=reason)) from None
    if len(content) > _LARGEST:
        raise SchemeError([say(language, "file.too_large", name=printable(os.path.basename(path)))])
    return content


def _decode(content: bytes, name: str, language: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SchemeError([say(language, "file.not_utf8", name=name, line=line)]) from None


def _not_toml(name: str, text: str, error: Exception, language: str) -> str:
    """The sentence of ``tomllib``, with its line before it."""
    reason = (
        printable(str(error)) if not isinstance(error, RecursionError) else say(language, "file.too_deep")
    )
    last_line = text.rstrip().count("\n") + 1
    place = re.search(r" \(at line (\d+), column (\d+)\)$", reason)
    if place is None:
        told = _reason(reason.removesuffix(" (at end of document)"), language)
        told = say(language, "file.at_end", reason=told)
        return say(language, "file.not_toml", name=name, line=last_line, reason=told)
    told = _reason(reason[: place.start()], language)
    told = say(language, "file.column", reason=told, column=place[2])
    return say(language, "file.not_toml", name=name, line=place[1], reason=told)


def _reason(reason: str, language: str) -> str:
    """What ``tomllib`` says, in this language as far as it is known in it."""
    if language == "en":
        return reason
    for name, template in messages.load("en", "scheme")["toml"].items():
        match = re.fullmatch("(.*)".join(map(re.escape, template.split("{what}"))), reason)
        if match:
            return say(language, f"toml.{name}", what="".join(match.groups()))
    return reason


def _scheme(document: Options, mistakes: Mistakes, folder: str, **provenance: str) -> Scheme:
    sections, tables = check(document, mistakes)
    _find_logo(sections.get("report", {}), folder, mistakes)
    _find_item_files(tables, folder, mistakes)
    if not mistakes.sentences():
        _check_what_is_known_before_the_results(tables, mistakes)
    if mistakes.sentences():
        raise SchemeError(mistakes.sentences())
    return Scheme(sections, tables, mistakes, folder=folder, **provenance)


def _filled(section: str, sections: Mapping[str, Options]) -> Options:
    said = sections.get(section, {})
    return {key.name: key.type.read(said.get(key.name, key.default)) for key in KEYS[section]}


def _find_logo(report: Options, folder: str, mistakes: Mistakes) -> None:
    if "logo" not in report:
        return
    path = os.path.join(folder, report["logo"])
    try:
        with open(path, "rb") as file:
            start = file.read(4096)
    except (OSError, ValueError):
        mistakes.add(("report",), mistakes.text("no_logo", path=printable(path)), at="logo")
        return
    if not start.startswith(b"\x89PNG\r\n\x1a\n") and b"<svg" not in start:
        mistakes.add(("report",), mistakes.text("not_a_logo", path=printable(path)), at="logo")
    report["logo"] = path


def _find_item_files(tables: list[Table], folder: str, mistakes: Mistakes) -> None:
    """Results on items that are named are there, before any result of a laboratory is read."""
    for table in tables:
        for key in ("homogeneity_file", "stability_file"):
            path = table.options.get(key)
            if path and not os.path.isfile(os.path.join(folder, path)):
                mistakes.add(table.path, mistakes.text("no_file", name=key, path=printable(path)), at=key)


def _check_what_is_known_before_the_results(tables: list[Table], mistakes: Mistakes) -> None:
    """Exact names can be merged now; of a pattern it is known when no table at all has what it needs."""
    everything = {key: value for table in tables for key, value in table.options.items()}
    for table in tables:
        if table.measurand.exact and (table.item is None or table.item.exact):
            item = table.item.text if table.item else ""
            _check_merged(merge(tables, table.measurand.text, item), table.measurand.text, item, mistakes)
        else:
            for at, phrase, values in rules.needed(everything | table.options):
                if at in table.options:
                    mistakes.add(table.path, mistakes.text(phrase, **values), at=at)


def _check_merged(merged: Merged, measurand: str, item: str, mistakes: Mistakes) -> None:
    """What is wrong with the options of one measurand after merging."""
    wrong = (rules.always, rules.needed, rules.merged)
    for at, phrase, values in (mistake for rule in wrong for mistake in rule(merged.options)):
        table = merged.source[at]
        text = mistakes.text(phrase, **values)
        if not table.measurand.exact or (item and table.item is None):
            whose = {"measurand": quoted(measurand), "item": quoted(item)}
            text = mistakes.text("of_item" if item else "of_measurand", text=text, **whose)
        mistakes.add(table.path, text, at=at)


def _plain(value: Any) -> Any:
    """A copy with Python's own types: tuples as lists, NumPy's numbers as floats, None left out."""
    if hasattr(value, "items"):
        return {str(key): _plain(v) for key, v in value.items() if v is not None}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
