"""Texts that nobody's spreadsheet program takes for a formula."""

from __future__ import annotations

import re

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")  # the wide ones are formulas in Chinese and Japanese programs
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """The text, with a leading ``'`` if it begins like a formula and is no number."""
    if text[:1] not in _STARTS or not text or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
    return _NUMBER.fullmatch(text) is not None


def encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which no UTF-8 file can hold, written as ``\\udc80``."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")
