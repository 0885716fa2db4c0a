"""What one cell of results says (methods/scheme.md, 2.5): missing, not detected, limit, number, unit.

A cell is read once for both decimal marks; which of the two counts is decided for the whole file
(``decimal_mark.py``).
"""

from __future__ import annotations

import re
from unicodedata import category, decimal, normalize

from ringtrial.intake import spelling, units

# What a cell holds, once the decimal mark is known.
NUMBER, BLANK, MISSING, NOT_DETECTED, UNREADABLE, AMBIGUOUS, DATE, FORMULA, BROKEN = range(9)
NO_TEXTS = (DATE, FORMULA, BROKEN)  # neither numbers nor answers in words

MISSING_TEXTS = frozenset([
    "-", "/", "\\", "*", ".", "na", "n/a", "nan", "null", "none", "nr", "#n/a",
    "not reported", "not tested", "not analysed", "no result",
    "未报", "未做", "未测", "未检测", "未报告", "无", "缺", "缺失", "不适用",
])  # fmt: skip
NOT_DETECTED_TEXTS = frozenset([
    "nd", "n.d.", "not detected", "bdl", "<lod", "<loq", "<dl", "未检出", "未检测出", "低于检出限",
])  # fmt: skip
_DASHES = re.compile(r"[-‐‑‒–—―−_]+")
_WITH_LIMIT = re.compile(
    r"(?:nd|n\.d\.|not detected|bdl|<lod|<loq|<dl|未检出|未检测出|低于检出限)"
    r" ?[(:]? ?(?:lod|loq|dl|检出限|定量限)? ?[:=]? ?(?:<=|<|≤)? ?(?P<limit>[-+]?[.,]?\d[^()]*?) ?\)?",
    re.IGNORECASE,
)
BELOW = ("<=", "≤", "<", "less than", "below", "小于", "低于", "不大于")
ABOVE = (">=", "≥", ">", "greater than", "above", "大于", "高于", "不小于")
_ABOUT = ("≈", "~", "ca.", "ca ", "约")
_QUOTES = {'"': '"', "“": "”", "‘": "'", "'": "'", "„": "“", "«": "»"}
_MINUS = re.compile("[−–—﹣](?=[0-9.,])")
_SUPERSCRIPT = re.compile("(?<=10)([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<mantissa>[.,]?\d(?:[\d.,' ]*\d)?[.,]?)"
    r"(?:[eE](?P<e>[+-]?\d+)(?![\d.,])| ?[×xX*] ?10 ?\^ ?(?P<ten>[+-]?\d+)(?![\d.,]))?"
)
_PLUS_MINUS = re.compile(r" ?(?:±|\+/-|\+-) ?")
_GROUPED = {
    mark: re.compile(rf"[1-9]\d{{0,2}}(?:([{other} '])\d{{3}})(?:\1\d{{3}})*")
    for mark, other in ((".", ","), (",", "."))
}
_LONGEST_QUANTITY = 100  # characters of a number with its uncertainty and unit
_LARGEST_EXPONENT = 100_000  # beyond it a double is 0 or infinite whatever the digits (cells have < 32 768)


class Number:
    """A decimal number under both readings of its marks, as texts like "-1234e-2"; None: not one."""

    __slots__ = ("as_comma", "as_point", "evidence")

    def __init__(self, as_point: str | None, as_comma: str | None) -> None:
        self.as_point, self.as_comma = as_point, as_comma
        # the mark that this number proves, "?" where it may be either, "" where it has none
        if as_point == as_comma:
            self.evidence = ""
        else:
            self.evidence = "," if as_point is None else "." if as_comma is None else "?"

    def text(self, mark: str) -> str | None:
        return self.as_comma if mark == "," else self.as_point


class Cell:
    """One distinct text of a column of numbers."""

    __slots__ = ("approximate", "number", "qualifier", "status", "uncertainty", "unit")

    def __init__(self, status: int) -> None:
        self.status = status
        self.qualifier = 0  # -1 "<", +1 ">"
        self.number: Number | None = None
        self.unit = ""
        self.uncertainty: Number | None = None
        self.approximate = False


def read(text: str, missing: frozenset[str] = frozenset()) -> Cell:
    """A cell's text; ``missing``: further texts, folded, that mean not reported."""
    text = _unified(text)
    if not text:
        return Cell(BLANK)
    word = " ".join(text.split()).casefold()
    if word in MISSING_TEXTS or _DASHES.fullmatch(word) or word.replace(" ", "") in missing:
        return Cell(MISSING)
    if word in NOT_DETECTED_TEXTS or word.replace(" ", "") in NOT_DETECTED_TEXTS:
        return Cell(NOT_DETECTED)
    limit = _WITH_LIMIT.fullmatch(text)
    if limit:
        cell = _quantity(limit["limit"])
        return _censored(cell, -1)
    qualifier, rest = _qualifier(_unquoted(text))
    cell = _quantity(rest)
    if qualifier == "~":
        cell.approximate = True
        return cell
    return _censored(cell, {"<": -1, ">": 1}[qualifier]) if qualifier else cell


def _censored(cell: Cell, qualifier: int) -> Cell:
    if cell.uncertainty is not None:
        return Cell(UNREADABLE)
    cell.qualifier = qualifier
    return cell


def _unified(text: str) -> str:
    """NFKC and trimmed, digits of every script as 0 … 9; raised digits only as powers of ten.

    A raised or circled digit elsewhere is most likely a footnote and must not become a digit of the number.
    """
    text = spelling.trim(text)
    if text.isascii():
        return text
    text = _SUPERSCRIPT.sub(lambda m: "^" + m[1].translate(_RAISED), text)
    text = "".join(c if c.isascii() else _character(c, text, i) for i, c in enumerate(text))
    return _MINUS.sub("-", spelling.trim(text))


def _character(c: str, text: str, i: int) -> str:
    if c == "’":
        return "'"
    kind = category(c)
    if kind == "Nd":
        return str(decimal(c))
    if kind == "No":
        raised_unit = c in "²³⁻¹" and i > 0 and not text[i - 1].isdigit()
        return c.translate(_RAISED) if raised_unit else c
    return normalize("NFKC", c)


def _unquoted(text: str) -> str:
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text[1:].lstrip() if text[:1] == "'" else text


def _qualifier(text: str) -> tuple[str, str]:
    """The sign "<", ">", "~" or "", and what follows."""
    lower = text.casefold()
    for sign, words in (("<", BELOW), (">", ABOVE), ("~", _ABOUT)):
        for word in words:
            if lower.startswith(word):
                return sign, text[len(word) :].lstrip()
    return "", text


def _quantity(text: str) -> Cell:
    """A number with its uncertainty and unit, if it has them."""
    unreadable = Cell(UNREADABLE)
    inner = re.fullmatch(r"\(([^()]*[±+][^()]*)\) ?(.*)", text[:_LONGEST_QUANTITY])  # (12.3 ± 0.4) mg/kg
    if inner:
        text = f"{inner[1]} {inner[2]}".rstrip()
    match = _NUMBER.match(text)
    number = _number(match) if match else None
    if match is None or number is None:
        return unreadable
    cell = Cell(NUMBER)
    cell.number = number
    rest = _uncertainty(cell, match, text[match.end() :])
    if rest is None:
        return unreadable
    cell.unit = rest.strip()
    is_unit = units.known(cell.unit) and units.spelled(cell.unit) != "1"
    return cell if is_unit or not cell.unit else unreadable


def _uncertainty(cell: Cell, number: re.Match[str], rest: str) -> str | None:
    """Reads "±0.4" or "(4)" after a number into the cell; gives what follows, None if it is no number."""
    sign = _PLUS_MINUS.match(rest)
    if sign:
        second = _NUMBER.match(rest, sign.end())
        cell.uncertainty = _number(second) if second and not second["sign"] else None
        return rest[second.end() :] if second and cell.uncertainty else None
    brief = re.match(r"\((\d{1,4})\)", rest)
    if brief and cell.number is not None:
        readings = (cell.number.as_point, cell.number.as_comma)
        cell.uncertainty = Number(*(_last_digits(reading, brief[1]) for reading in readings))
        return rest[brief.end() :]
    return rest


def _last_digits(text: str | None, digits: str) -> str | None:
    return None if text is None else f"{digits}e{text.partition('e')[2]}"


def _number(match: re.Match[str]) -> Number | None:
    exponent = match["e"] or match["ten"]
    mantissa = match["mantissa"]
    point, comma = _interpreted(mantissa, "."), _interpreted(mantissa, ",")
    if point and comma and point != comma and exponent:  # no thousands are grouped before an exponent
        point, comma = (point, None) if "." in mantissa else (None, comma)
    texts = [_canonical(match["sign"], parts, exponent or "0") for parts in (point, comma)]
    return Number(*texts) if any(texts) else None


def _interpreted(mantissa: str, mark: str) -> tuple[str, str] | None:
    """The digits before and after ``mark``, or None: not a number with this decimal mark."""
    head, found, tail = mantissa.partition(mark)
    if (tail and not tail.isdigit()) or (not head and not tail) or (found == "," and not tail):
        return None
    if head and not head.isdigit():
        if not _GROUPED[mark].fullmatch(head):
            return None
        head = re.sub(r"\D", "", head)
    return head, tail


def _canonical(sign: str, parts: tuple[str, str] | None, exponent: str) -> str | None:
    if parts is None:
        return None
    head, tail = parts
    digits = (head + tail).lstrip("0") or "0"
    power = int(exponent[:12])  # thousands of digits need not become a number
    power = max(-_LARGEST_EXPONENT, min(_LARGEST_EXPONENT, power)) - len(tail)
    return f"{'-' if sign == '-' else ''}{digits}e{power}"
