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
_MOST_DECIMALS = 15


def known(x: object) -> TypeGuard[float]:
    """Whether x is a number: neither None nor NaN, which both mean "not computed"."""
    return isinstance(x, (int, float)) and x == x


def decimals_of(uncertainty: object) -> int | None:
    """Decimals that reach the second significant figure of an uncertainty: 0.0041 gives 4."""
    if not known(uncertainty) or not 0 < uncertainty < math.inf:
        return None
    exponent = int(f"{uncertainty:.1e}".split("e")[1])
    return min(max(1 - exponent, 0), _MOST_DECIMALS)


def fixed(x: object, decimals: int) -> str:
    """x with so many decimals; never a negative zero."""
    if not known(x):
        return NONE
    text = format(x, f".{decimals}f")
    return text.replace("-", MINUS) if float(text) else text.replace("-", "")


def short(x: object, figures: int = 3) -> str:
    """x with so many significant figures, trailing zeros kept, and no exponent where it is readable."""
    if not known(x):
        return NONE
    if x and not 1e-6 <= abs(x) < 1e9:
        return f"{x:.{figures - 1}e}".replace("-", MINUS)
    decimals = figures - 1 - (int(f"{x:.{figures - 1}e}".split("e")[1]) if x else 0)
    return fixed(x, max(decimals, 0))


def plain(x: float) -> str:
    """x as somebody would type it, without the noise of binary numbers."""
    text = f"{x:.12g}"
    return (text if "e" not in text else f"{x:.15f}".rstrip("0")).replace("-", MINUS)


def score(x: object, limits: Sequence[float] = (), decimals: int = 2) -> str:
    """A score: two decimals, or as many more as show on which side of its limits it is."""
    if not known(x):
        return NONE
    while decimals < _MOST_DECIMALS and _sides(x, limits) != _sides(float(format(x, f".{decimals}f")), limits):
        decimals += 1
    return fixed(x, decimals)


def _sides(x: float, limits: Sequence[float], tolerance: float = 1e-9) -> tuple[bool, ...]:
    """Beyond the first limit (which still passes), at or beyond the second, as ``scores.signal`` has it."""
    first = [abs(x) > limit * (1 + tolerance) for limit in limits[:1]]
    return (*first, *(abs(x) >= limit * (1 - tolerance) for limit in limits[1:2]))


def aligned(texts: Sequence[str]) -> list[str]:
    """The texts of a right-aligned column, filled up behind so that their decimal points stand in one line."""
    behind = [len(text) - text.index(".") - 1 if "." in text else -1 for text in texts]
    widest = max((digits for text, digits in zip(texts, behind, strict=True) if text[-1:].isdigit()), default=-1)
    return [
        text + _filling(digits, widest) if text[-1:].isdigit() else text
        for text, digits in zip(texts, behind, strict=True)
    ]


def _filling(digits: int, widest: int) -> str:
    if digits < 0 <= widest:
        return _POINT + _FIGURE * widest
    return _FIGURE * (widest - digits)
