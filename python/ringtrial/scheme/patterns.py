"""Measurands' names and the patterns that a scheme has for them."""

from __future__ import annotations

import re
import unicodedata


def normal(name: str) -> str:
    """As names are compared: NFKC, trimmed, blanks collapsed; case counts."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


class Pattern:
    """An exact name, or one with ``*`` (any characters, also none) and ``?`` (one character)."""

    __slots__ = ("_match", "exact", "literals", "text")

    def __init__(self, pattern: str) -> None:
        self.text = normal(pattern)
        self.exact = not re.search(r"[*?]", self.text)
        self.literals = len(re.sub(r"[*?]", "", self.text))
        expression = re.escape(self.text).replace(r"\*", ".*").replace(r"\?", ".")
        self._match = re.compile(re.sub(r"(?:\.\*)+", ".*", expression), re.DOTALL).fullmatch

    def matches(self, name: str) -> bool:
        name = normal(name)
        return name == self.text or self._match(name) is not None

    def weight(self, name: str) -> tuple[bool, int]:
        """How strong it is against others that match the name: exact first, then more literal characters."""
        return (self.exact or normal(name) == self.text, self.literals)
