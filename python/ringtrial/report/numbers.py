"""Numbers as a report prints them: digits, the minus sign, columns aligned at the decimal point.

Rounding happens here and nowhere before: correctly from the exact binary value with ties to even, which is
what ``format`` does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"  # stands for a number that was not computed
_FIGURE = "\N{FIGURE SPACE}"  # as wide as a digit
_POINT = "\N{PUNCTUATION SPACE}"  # as wide as a point
_DIGITS = tuple("0123456789")
_MOST_DECIMALS = 15
_MOST_ZEROS = 8  # decimals, or digits in front of the point that say nothing
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def known(x: object) -> TypeGuard[float]:
    """Whether x is a number: neither None nor NaN nor infinite, which all mean "not computed"."""
    return isinstance(x, (int, float)) and math.isfinite(x)


def positive(x: object) -> bool:
    return known(x) and x > 0


def decimals_of(uncertainty: object) -> int | None:
    """Decimals that reach the second significant figure of an uncertainty: 0.0041 gives 4, 1500 gives -2."""
    if not positive(uncertainty):
        return None
    return 1 - int(f"{uncertainty:.17e}".split("e")[1])


def fixed(x: object, decimals: int) -> str:
    """x with so many decimals, and never a negative zero.

    Fewer than none means a place in front of the point. A long row of zeros is written as a power of ten.
    """
    if not known(x):
        return NONE
    if x and not -_MOST_ZEROS <= decimals <= _MOST_ZEROS:
        return _power_of_ten(x, decimals)
    text = format(x, f".{max(decimals, 0)}f")
    return text.replace("-", MINUS) if float(text) else text.replace("-", "")


def _power_of_ten(x: float, decimals: int) -> str:
    exponent = int(f"{x:.0e}".split("e")[1])
    mantissa, power = f"{x:.{min(max(exponent + decimals, 0), _MOST_DECIMALS)}e}".split("e")
    return _typeset(mantissa, power)


def _typeset(mantissa: str, power: str) -> str:
    return mantissa.replace("-", MINUS) + "×10" + str(int(power)).translate(_SUPERSCRIPTS)


def short(x: object, figures: int = 3) -> str:
    """x with so many significant figures, trailing zeros kept, and no exponent where it is readable."""
    if not known(x):
        return NONE
    exponent = int(f"{x:.{figures - 1}e}".split("e")[1])
    return fixed(x, figures - 1 - exponent)


def probability(p: object) -> str:
    """A p value: three decimals, and what is below them as "< 0.001"."""
    if not known(p):
        return NONE
    return "< 0.001" if p < 0.0005 else f"{p:.3f}"


def p_value(p: object) -> str:
    """What follows the letter p in a sentence: "= 0.012", "< 0.001"."""
    text = probability(p)
    return text if text.startswith("<") else f"= {text}"


def plain(x: float) -> str:
    """x as somebody would type it, without the noise of binary numbers."""
    text = f"{x:.12g}"
    if "e" in text:
        return _typeset(*text.split("e"))
    return text.replace("-", MINUS)


def score(x: object, limits: Sequence[float] = (), decimals: int = 2) -> str:
    """A score: two decimals, or as many more as show on which side of its limits it is."""
    if not known(x):
        return NONE
    if not any(abs(abs(x) - limit) <= 10.0**-decimals for limit in limits):
        return fixed(x, decimals)
    while decimals < _MOST_DECIMALS and _sides(x, limits) != _sides(
        float(format(x, f".{decimals}f")), limits
    ):
        decimals += 1
    return fixed(x, decimals)


def _sides(x: float, limits: Sequence[float], tolerance: float = 1e-9) -> tuple[bool, ...]:
    """Beyond the first limit (which still passes), at or beyond the second, as ``scores.signal`` has it."""
    first = [abs(x) > limit * (1 + tolerance) for limit in limits[:1]]
    return (*first, *(abs(x) >= limit * (1 - tolerance) for limit in limits[1:2]))


def aligned(texts: Sequence[str]) -> list[str]:
    """The texts of a right-aligned column, filled up so that their decimal points stand in one line."""
    behind = [_decimals_typed(text) for text in texts]
    widest = max((digits for digits in behind if digits is not None), default=-1)
    return [
        text if digits is None else text + _filling(digits, widest)
        for text, digits in zip(texts, behind, strict=True)
    ]


def _decimals_typed(text: str) -> int | None:
    """Digits after the point, -1 without one; None for a text that is more than one number."""
    if text[-1:] not in _DIGITS or " " in text:
        return None
    return len(text) - text.index(".") - 1 if "." in text else -1


def _filling(digits: int, widest: int) -> str:
    if digits < 0 <= widest:
        return _POINT + _FIGURE * widest
    return _FIGURE * (widest - digits)
