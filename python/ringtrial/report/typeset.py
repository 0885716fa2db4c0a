"""Symbols as people print them: s_r with its index below the line, m^0.7 with its power above.

Messages write symbols in plain letters, which files and screen readers keep; pages and pictures set them.
"""

from __future__ import annotations

import re

_SYMBOL = re.compile(
    r"(?<![\w/.|])(?:(?P<base>RSD|s|A|m|u)_(?P<below>random|systematic|total|r|R|L|D|w|s)(?![A-Za-z0-9_])"
    r"|(?P<raised>[mc])\^(?P<above>[-−]?\d+(?:\.\d+)?))"
)
_SMALLER, _SHIFT = 8, 3  # pixels of a picture


def html(text: str) -> str:
    """Escaped text, or HTML whose tags hold no symbols."""
    return _SYMBOL.sub(_html, text)


def svg(text: str) -> str:
    """Escaped text of a ``<text>`` element."""
    return _SYMBOL.sub(_svg, text)


def _html(match: re.Match[str]) -> str:
    if match["raised"]:
        return f"{match['raised']}<sup>{match['above']}</sup>"
    base = match["base"] if len(match["base"]) > 1 else f"<var>{match['base']}</var>"
    return f"{base}<sub>{match['below']}</sub>"


def _svg(match: re.Match[str]) -> str:
    """A smaller tspan, and one without width that goes back to the line."""
    base, index, shift = (
        (match["raised"], match["above"], -_SHIFT)
        if match["raised"]
        else (match["base"], match["below"], _SHIFT)
    )
    return (
        f'{base}<tspan dy="{shift}" font-size="{_SMALLER}px">{index}</tspan>'
        f'<tspan dy="{-shift}">\N{ZERO WIDTH SPACE}</tspan>'
    )
