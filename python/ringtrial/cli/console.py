"""What the command prints: messages to stderr, results to stdout, in English or Chinese, on any terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from ringtrial import messages
from ringtrial._text import padded, printable, width, wrapped
from ringtrial.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringtrial.findings import Finding

_COLUMNS = 80
_MANY = 50  # findings of one code; above it only the first few are listed
_FEW = 5
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold"}


def text(language: str, key: str, **values: object) -> str:
    """A text of messages/<language>/command.toml, as ``say.error``, or of an area: ``youden/title``."""
    area, _, path = key.rpartition("/")
    entry: Any = messages.load(language, area or "command")
    for part in path.split("."):
        entry = entry[part]
    return str(entry).format_map(values) if values else str(entry)


class Console:
    """The two streams of one run and the language that it speaks."""

    def __init__(self, language: str = "en", *, quiet: bool = False) -> None:
        self.language = language
        self.quiet = quiet
        for stream in (sys.stdout, sys.stderr):
            if hasattr(
                stream, "reconfigure"
            ):  # a character that the terminal does not have is shown as its code
                stream.reconfigure(errors="backslashreplace")

    def text(self, key: str, **values: object) -> str:
        return text(self.language, key, **values)

    def out(self, line: str = "") -> None:
        """A line of results, to stdout."""
        _write(sys.stdout, line)

    def note(self, line: str) -> None:
        """A line for people, to stderr; not with --quiet."""
        if not self.quiet:
            _write(sys.stderr, line)

    def fail(self, line: str) -> None:
        """What stopped the run, to stderr."""
        _write(sys.stderr, self.text("say.error", text=line))

    def heading(self, severity: str, line: str, *, to_stderr: bool = True) -> None:
        """A heading above findings; in colour where a terminal shows it."""
        stream = sys.stderr if to_stderr else sys.stdout
        if in_colour(stream):
            from rich.console import Console as Rich

            Rich(file=stream, highlight=False).print(line, style=_STYLES[severity], markup=False)
        else:
            _write(stream, line)


def in_colour(stream: TextIO) -> bool:
    """Is it a terminal that takes colours, and is rich installed?"""
    if not is_terminal(stream) or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    import importlib.util

    return importlib.util.find_spec("rich") is not None


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _write(stream: TextIO | None, line: str) -> None:
    """A line; a reader that has gone away (``| head``) changes nothing about the run."""
    if stream is sys.stderr and sys.stdout is not None:
        with contextlib.suppress(OSError, ValueError):  # told by flush(), at the end
            sys.stdout.flush()  # both may go to one file: what was said before stands before
    try:
        print(line, file=stream)
    except BrokenPipeError:
        _abandon(stream)


def flush() -> None:
    """Everything out; raises OSError where a stream cannot take it (a full disk)."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except OSError as error:
            _abandon(stream)
            if not isinstance(error, BrokenPipeError):
                raise


def _abandon(stream: TextIO | None) -> None:
    """Send the rest of a stream to nowhere, so that its end is quiet too."""
    if stream is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def table(rows: Sequence[tuple[str, str]], columns: int = _COLUMNS) -> list[str]:
    """Lines of a table of two columns, the second wrapped; Chinese characters count two."""
    first = max((width(label) for label, _ in rows), default=0)
    lines = []
    for label, value in rows:
        for part in value.split("\n"):
            for line in wrapped(part, columns - first - 2):
                lines.append(f"{padded(label, first)}  {line}".rstrip())
                label = ""
    return lines


def grid(header: Sequence[str], rows: Sequence[Sequence[str]], columns: int = _COLUMNS) -> list[str]:
    """Lines of a table with a header, numbers to the right; cells that do not fit are wrapped."""
    right = [bool(rows) and all(row[i].isdigit() for row in rows) for i in range(len(header))]
    widths = [max(width(row[i]) for row in (header, *rows)) for i in range(len(header))]
    while sum(widths) + 2 * (len(widths) - 1) > columns and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in (header, *rows):
        cells = [wrapped(cell, w) for cell, w in zip(row, widths, strict=True)]
        for i in range(max(map(len, cells))):
            parts = [cell[i] if i < len(cell) else "" for cell in cells]
            lines.append("  ".join(map(_aligned, parts, widths, right)).rstrip())
    return lines


def _aligned(cell: str, columns: int, right: bool) -> str:
    return " " * (columns - width(cell)) + cell if right else padded(cell, columns)


def print_findings(
    console: Console,
    findings: Iterable[Finding],
    severities: Sequence[str] = SEVERITIES,
    *,
    to_stderr: bool = True,
) -> None:
    """The findings, gravest first, by code and what was done; of many alike the first few and a number."""
    findings = list(findings)
    stream = sys.stderr if to_stderr else sys.stdout
    for severity in sorted(severities, key=SEVERITIES.index, reverse=True):
        found = [finding for finding in findings if finding.severity == severity]
        if found:
            console.heading(severity, console.text(f"findings.{severity}", n=len(found)), to_stderr=to_stderr)
            for line in _by_code(console, found):
                for part in _fitted(line, stream):
                    _write(stream, part)


def _by_code(console: Console, findings: Sequence[Finding]) -> list[str]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        done = finding.action_zh if console.language == "zh" else finding.action
        groups.setdefault((finding.code, done), []).append(finding)
    lines = []
    for (code, action), group in groups.items():
        shown = group if len(group) <= _MANY else group[:_FEW]
        lines += [f"  {_sentence(console, finding)}" for finding in shown]
        if len(shown) < len(group):
            lines.append("  " + console.text("findings.more", n=len(group) - len(shown), code=code))
        lines.append("    " + console.text("findings.action", action=printable(action)))
    return lines


def _fitted(line: str, stream: TextIO) -> list[str]:
    """The line, on a terminal broken at its width under its own indent; in a pipe one finding is one line."""
    if not is_terminal(stream):
        return [line]
    try:
        columns = os.get_terminal_size(stream.fileno()).columns or _COLUMNS  # 0: it does not say
    except (OSError, ValueError):
        columns = _COLUMNS
    indent = line[: len(line) - len(line.lstrip())]
    first, *rest = wrapped(line.strip(), max(columns - len(indent) - 3, 20))
    return [indent + first, *(f"{indent}  {part}" for part in rest)]


def _sentence(console: Console, finding: Finding) -> str:
    in_chinese = console.language == "zh"
    place = _place_in_chinese(console, finding) if in_chinese else finding.place()
    sentence = finding.text_zh if in_chinese else finding.text
    return printable(f"{place}: {sentence} [{finding.code}]" if place else f"{sentence} [{finding.code}]")


def _place_in_chinese(console: Console, finding: Finding) -> str:
    parts = [
        finding.file or "",
        f"[{finding.sheet}]" if finding.sheet else "",
        console.text("findings.row", row=finding.row) if finding.row else "",
        console.text("findings.column", column=finding.column) if finding.column else "",
    ]
    return " ".join(part for part in parts if part)


def print_json(console: Console, findings: Iterable[Finding]) -> None:
    """One JSON object a line, to stdout."""
    import json

    for finding in findings:
        console.out(json.dumps(finding.to_dict(), ensure_ascii=not _is_utf8(sys.stdout)))


def _is_utf8(stream: TextIO | None) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") == "utf8"
