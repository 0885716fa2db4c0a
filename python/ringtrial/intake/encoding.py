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
_ASCII = bytes(set(range(128)) - set(b"\r\n"))
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
        raise UsageError.of("encoding", encoding=repr(encoding)) from None
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
    return codec if _decoded(data, codec) is not None else None


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
    text = _decoded(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    if _may_be_mixed(data) and (line := _second_encoding(data)):
        raise Refused("encoding_unknown", file, "mixed", row=line)
    text = _decoded(data, "gb18030")
    if text is not None and _gb2312_share(text) >= _GB2312_SHARE:
        return text, "gb18030"
    text = _decoded(data, "cp1252")
    if text is not None and not _NOT_WESTERN.search(text):
        return text, "cp1252"
    raise Refused("encoding_unknown", file, row=_odd_line(data))


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _gb2312_share(text: str) -> float:
    """Share of the characters above ASCII that are in GB2312, the everyday part of GB18030."""
    ascii_ = len(text.encode("ascii", "ignore"))
    return (len(text.encode("gb2312", "ignore")) - ascii_) / 2 / (len(text) - ascii_)


def _may_be_mixed(data: bytes) -> bool:
    """Whether a line may be UTF-8: then so is what it holds above ASCII, and few lines differ in that."""
    return any(map(_is_sensible_utf8, set(data.translate(None, _ASCII).splitlines())))


def _second_encoding(data: bytes) -> int | None:
    """The first line that is UTF-8 where those before are not, or the reverse."""
    lines = ((number, line) for number, line in enumerate(data.splitlines(), 1) if not line.isascii())
    kinds = ((number, _is_sensible_utf8(line)) for number, line in lines)
    _, first = next(kinds)
    return next((number for number, kind in kinds if kind != first), None)


def _is_sensible_utf8(line: bytes) -> bool:
    """A line that is UTF-8 and reads as Chinese or Western European text.

    A few Chinese words in GB18030 happen to be valid UTF-8, but then they read as Latin Extended or Arabic.
    """
    text = _decoded(line, "utf-8")
    if not text or text.isascii():
        return False
    return not _NOT_WESTERN.search(text) or _gb2312_share(text) >= _GB2312_SHARE


def _odd_line(data: bytes) -> int:
    """The first line that neither UTF-8 nor GB18030 explains, else the first above ASCII."""
    above = [(number, line) for number, line in enumerate(data.splitlines(), 1) if not line.isascii()]
    odd = (n for n, line in above if _decoded(line, "utf-8") is None and _decoded(line, "gb18030") is None)
    return next(odd, above[0][0])


def _line_number(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _refuse_markup(start: str, file: str) -> None:
    if _MARKUP.match(start):
        raise Refused("not_a_table", file, "markup")


def _refuse_binary(data: bytes, file: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls and (b"\0" in data or controls > _CONTROL_SHARE * len(data)):
        raise Refused("not_a_table", file, "binary")
