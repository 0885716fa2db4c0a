"""How texts are compared: blanks, full-width forms and case do not count; what is shown stays as typed."""

from __future__ import annotations

import re
from unicodedata import normalize

from ringtrial._core import intake as core

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # zero-width characters and byte-order marks
_ENDS = re.compile(rf"^[\s{_INVISIBLE}]+|[\s{_INVISIBLE}]+$")
_BLANKS = re.compile(r"\s+")


def trim(text: str) -> str:
    """Without the blanks of any kind, and the invisible characters, at both ends."""
    text = text.strip()
    return text if text.isascii() else _ENDS.sub("", text)


def trimmed(texts: list[str]) -> list[str]:
    """Each text trimmed; the same list if there is nothing to trim."""
    positions = core.untrimmed(texts).tolist()
    if positions:
        texts = list(texts)
        for i in positions:
            texts[i] = trim(texts[i])
    return texts


def plain(text: str) -> str:
    """NFKC, trimmed, blanks collapsed: how names of measurands and categories are compared."""
    text = trim(text)
    if not text.isascii():
        text = normalize("NFKC", text)
    return _BLANKS.sub(" ", text)


def folded(text: str) -> str:
    """NFKC, without case and blanks: two codes that agree in this may be one laboratory typed twice."""
    return plain(text).casefold().replace(" ", "")
