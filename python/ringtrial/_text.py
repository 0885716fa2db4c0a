"""Text for people: nothing that a terminal would obey, values as a scheme would write them."""

from __future__ import annotations

import unicodedata
from typing import Any

_LONGEST = 60
_CLOSING = "，。；：、）」》！？"  # never at the beginning of a line


def printable(text: str) -> str:
    """The text with control and other unprintable characters escaped, so that it stays on its line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text, cut with "…" where it is longer than that many characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def quoted(text: str) -> str:
    """The text in double quotes, on one line, shortened."""
    text = printable(text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{shortened(text)}"'


def shown(value: Any) -> str:
    """A value as TOML writes it, shortened: for messages."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return shortened("[" + ", ".join(shown(v) for v in value[:_LONGEST]) + "]")
    if isinstance(value, dict):
        return shortened("{" + ", ".join(f"{k} = {shown(v)}" for k, v in value.items()) + "}")
    if isinstance(value, int) and abs(value) >= 10**_LONGEST:
        return "a number of too many digits"
    return printable(shortened(str(value)))


def width(text: str) -> int:
    """Columns of a terminal: two for Chinese characters, none for marks that combine."""
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most that many columns, broken at blanks and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        while width(lines[-1]) + width(piece.rstrip()) > columns:
            if lines[-1]:
                lines.append("")
                continue
            lines[-1], piece = _split(piece, columns)
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Words, blanks between them, and Chinese characters one by one, each with the marks that close it."""
    pieces: list[str] = []
    for character in text:
        if pieces and (character in _CLOSING or _belong_together(pieces[-1][-1], character)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _belong_together(before: str, character: str) -> bool:
    if before.isspace() or character.isspace():
        return before.isspace() and character.isspace()
    return _columns(before) < 2 and _columns(character) < 2


def _split(piece: str, columns: int) -> tuple[str, str]:
    """As much of a long word as fits, at least one character, and the rest."""
    end = 1
    while end < len(piece) and width(piece[: end + 1]) <= columns:
        end += 1
    return piece[:end], piece[end:]
