"""Reading a scheme: a TOML file, a dict of the same tables, or nothing."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from ringtrial._text import printable
from ringtrial.errors import SchemeError, UsageError
from ringtrial.scheme import rules
from ringtrial.scheme.check import Mistakes, check, table_name
from ringtrial.scheme.keys import KEYS
from ringtrial.scheme.merge import Merged, Table, fill, merge
from ringtrial.scheme.patterns import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Options = dict[str, Any]

_LARGEST = 4 << 20  # bytes; a scheme is a page of text


class Scheme:
    """What is computed for each measurand and how the round is reported, every default filled in.

    ``round``, ``intake``, ``report`` and ``output`` are those tables; None stands for "none" and for what
    the results decide (``report["language"]``, ``intake["decimal"]``).
    """

    __slots__ = ("_mistakes", "_tables", "intake", "name", "output", "report", "round", "sha256")

    def __init__(
        self,
        sections: Mapping[str, Options],
        tables: list[Table],
        mistakes: Mistakes,
        *,
        name: str | None = None,
        sha256: str | None = None,
    ) -> None:
        self.name = name  # of the file, without folder
        self.sha256 = sha256
        self.round = _filled("round", sections)
        self.intake = _filled("intake", sections)
        self.report = _filled("report", sections)
        self.output = _filled("output", sections)
        self._tables = tables
        self._mistakes = mistakes

    def options(self, measurand: str, item: str = "") -> Options:
        """Every key of ``[measurand."…"]`` for this pair, merged.

        None where there is none, and for ``scores``, ``verdict`` and ``expert_method`` where the results
        decide. Raises SchemeError where the tables that match leave out what the winning method needs.
        """
        merged = merge(self._tables, measurand, item)
        mistakes = Mistakes(self._mistakes.file, self._mistakes.lines)
        check_merged(merged, measurand, item, mistakes)
        if mistakes.sentences():
            raise SchemeError(mistakes.sentences())
        return fill(merged.options)

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


def load(source: str | os.PathLike[str] | Mapping[str, Any] | None) -> Scheme:
    """The scheme of a TOML file, of a dict of the same tables, or (None) the standard's defaults.

    Raises SchemeError with all mistakes at once, UsageError where the file cannot be read.
    """
    if source is None:
        return _scheme({}, Mistakes("scheme", {}), os.getcwd())
    if isinstance(source, (str, os.PathLike)):
        return _from_file(os.fspath(source))
    if not hasattr(source, "items"):
        raise TypeError(f"scheme: {type(source).__name__}, must be a path, a dict of tables or None")
    return _scheme(_plain(source), Mistakes("scheme", {}), os.getcwd())


def _from_file(path: str) -> Scheme:
    import hashlib
    import tomllib

    from ringtrial.scheme.lines import locate

    content = _read(path)
    name = os.path.basename(path)
    text = _decode(content, printable(name))
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SchemeError([_not_toml(printable(name), text, error)]) from None
    mistakes = Mistakes(printable(name), locate(text))
    folder = os.path.dirname(os.path.abspath(path))
    return _scheme(document, mistakes, folder, name=name, sha256=hashlib.sha256(content).hexdigest())


def _read(path: str) -> bytes:
    if os.path.isdir(path):
        raise UsageError(f"scheme: {printable(path)} is a directory, must be a TOML file")
    try:
        with open(path, "rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"scheme: there is no file {printable(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"scheme: {printable(path)} cannot be read: {reason}") from None
    if len(content) > _LARGEST:
        raise SchemeError(
            [f"{printable(os.path.basename(path))}: over 4 MiB is no scheme; is this the results file?"]
        )
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SchemeError(
            [f"{name}, line {line}: not UTF-8 text; save the scheme with encoding UTF-8"]
        ) from None


def _not_toml(name: str, text: str, error: Exception) -> str:
    message = str(error) if not isinstance(error, RecursionError) else "nested too deeply"
    place = re.search(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$", message)
    if place is None:
        return f"{name}: not valid TOML: {printable(message)}"
    line = place[1] or str(text.rstrip().count("\n") + 1)
    what = message[: place.start()] + (f" (column {place[2]})" if place[2] else " at the end of the file")
    return f"{name}, line {line}: not valid TOML: {printable(what)}"


def _scheme(document: Options, mistakes: Mistakes, folder: str, **provenance: str) -> Scheme:
    sections, tables = check(document, mistakes)
    _find_logo(sections.get("report", {}), folder, mistakes)
    if not mistakes.sentences():
        _check_what_is_known_before_the_results(tables, mistakes)
    if mistakes.sentences():
        raise SchemeError(mistakes.sentences())
    return Scheme(sections, tables, mistakes, **provenance)


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
        mistakes.add(("report",), f"logo: there is no file {printable(path)}", at="logo")
        return
    if not start.startswith(b"\x89PNG\r\n\x1a\n") and b"<svg" not in start:
        mistakes.add(("report",), f"logo: {printable(path)} must be a PNG or SVG picture", at="logo")
    report["logo"] = path


def _check_what_is_known_before_the_results(tables: list[Table], mistakes: Mistakes) -> None:
    """Exact names can be merged now; of a pattern it is known when no table at all has what it needs."""
    everything = {key: value for table in tables for key, value in table.options.items()}
    for table in tables:
        if table.measurand.exact and (table.item is None or table.item.exact):
            item = table.item.text if table.item else ""
            check_merged(merge(tables, table.measurand.text, item), table.measurand.text, item, mistakes)
        else:
            for key, text in rules.needed(everything | table.options):
                if key in table.options:
                    mistakes.add(table.path, text, at=key)


def check_merged(merged: Merged, measurand: str, item: str, mistakes: Mistakes) -> None:
    """What is wrong with the options of one measurand after merging."""
    for key, text in (*rules.always(merged.options), *rules.needed(merged.options)):
        table = merged.source[key]
        exact = table.measurand.exact and (table.item is not None or not item)
        whose = "" if exact else f" (measurand {measurand}" + (f", item {item})" if item else ")")
        mistakes.add(table.path, text + printable(whose), at=key)


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
