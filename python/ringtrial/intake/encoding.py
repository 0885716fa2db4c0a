"""From bytes to text: the encoding of a file, by rules that can be explained; no character is ever replaced.

In this order: byte-order mark; UTF-16 by its zero bytes; UTF-8; GB18030, if what it gives is mostly everyday
Chinese; Windows-1252, if what it gives are letters of Western Europe.
"""

from __future__ import annotations

import codecs
import re

from ringtrial.errors import UsageError
from ringtrial.findings import Finding
from ringtrial.intake.table import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
_SAMPLE = 4096
_ZERO_SHARE = 0.3
_GB2312_SHARE = 0.7
_CONTROL_SHARE = 0.01
_CONTROLS = bytes(set(range(32)) - set(b"\t\r\n\f")) + b"\x7f"
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_WESTERN = re.compile(r"[^\x00-\x7fÀ-öø-ÿŒœŠšŽžŸµ°±²³·]")
_MARKUP = re.compile(r"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str, list[Finding]]:
    """The text, the name of its codec, and ``encoding_guessed`` if nothing proves it; raises ``Refused``."""
    _refuse_markup(data[:_SAMPLE].decode("utf-8-sig", "replace"), file)
    codec = _asked_for(encoding) if encoding else _marked(data) or _utf16_by_zeros(data)
    if codec:
        return _strictly(data, codec, file), codec, []
    _refuse_binary(data, file)
    text, codec = _unmarked(data, file)
    guessed = [Finding("encoding_guessed", file=file)] if codec == "cp1252" else []
    return text, codec, guessed


def _asked_for(encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding).name
        b" ".decode(codec)
    except UnicodeDecodeError:
        pass  # a text encoding of more than one byte a character
    except (LookupError, ValueError):  # unknown, or not between bytes and text ("zip")
        raise UsageError(f"encoding: {encoding!r} is no text encoding that Python knows") from None
    return "gb18030" if codec in ("gb2312", "gbk") else codec  # the larger set reads the smaller


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _utf16_by_zeros(data: bytes) -> str | None:
    even, odd = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    big = even.count(0) > _ZERO_SHARE * len(even)
    little = odd.count(0) > _ZERO_SHARE * len(odd)
    if big == little:  # neither, or both as in a binary file
        return None
    codec = "utf-16-be" if big else "utf-16-le"
    return codec if _fits(data, codec) else None


def _strictly(data: bytes, codec: str, file: str) -> str:
    try:
        text = data.decode(codec)
        again = text.encode("utf-8")  # fails on half a surrogate pair, which some codecs let through
    except UnicodeError as error:
        before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        line = _line_number(before.decode(codec, "ignore"))
        raise Refused("encoding_unknown", file, "stated", row=line, encoding=codec) from None
    text = text.lstrip("\ufeff")
    _refuse_markup(text[:_SAMPLE], file)
    _refuse_binary(again, file)
    return text


def _unmarked(data: bytes, file: str) -> tuple[str, str]:
    if _fits(data, "utf-8"):
        return data.decode("utf-8"), "utf-8"
    mixed, line = _odd_line(data)
    if mixed:
        raise Refused("encoding_unknown", file, "mixed", row=line)
    if _fits(data, "gb18030"):
        text = data.decode("gb18030")
        if _gb2312_share(text) >= _GB2312_SHARE:
            return text, "gb18030"
    if _fits(data, "cp1252"):
        text = data.decode("cp1252")
        if not _NOT_WESTERN.search(text):
            return text, "cp1252"
    raise Refused("encoding_unknown", file, row=line)


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _gb2312_share(text: str) -> float:
    """Share of the characters above ASCII that are in GB2312, the everyday part of GB18030."""
    above = "".join(_ABOVE_ASCII.findall(text))
    return len(above.encode("gb2312", "ignore")) / 2 / len(above)


def _odd_line(data: bytes) -> tuple[bool, int]:
    """Whether some lines are UTF-8 and some are not, and the first line that neither it nor GB18030 explains.

    A few Chinese words in GB18030 happen to be valid UTF-8, but then they read as Latin Extended, Cyrillic or
    Arabic: only a line that reads as Chinese or Western European text is held to be UTF-8.
    """
    first, unfit = 0, 0
    kinds = set()
    for number, line in enumerate(data.splitlines(), 1):
        if line.isascii():
            continue
        kinds.add(_is_sensible_utf8(line))
        if len(kinds) == 2:
            return True, number
        first = first or number
        unfit = unfit or (0 if _fits(line, "gb18030") else number)
    return False, unfit or first


def _is_sensible_utf8(line: bytes) -> bool:
    if not _fits(line, "utf-8"):
        return False
    text = line.decode("utf-8")
    return not _NOT_WESTERN.search(text) or _gb2312_share(text) >= _GB2312_SHARE


def _line_number(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _refuse_markup(start: str, file: str) -> None:
    if _MARKUP.match(start):
        raise Refused("not_a_table", file, "markup")


def _refuse_binary(data: bytes, file: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls and (b"\0" in data or controls > _CONTROL_SHARE * len(data)):
        raise Refused("not_a_table", file, "binary")
