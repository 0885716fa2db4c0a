"""Text for people: nothing that a terminal would obey, values as a scheme would write them."""

from __future__ import annotations

from typing import Any

_LONGEST = 60


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
