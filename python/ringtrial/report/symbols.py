"""Symbols of the standards set as such: ``s_R`` of a text becomes an italic s with an upright subscript."""

from __future__ import annotations

import re

from markupsafe import Markup

_KNOWN = (
    "s_r", "s_L", "s_R", "s_I", "s_s", "s_w", "s_x", "s_D", "s_S", "A_r", "A_R", "RSD_r", "RSD_R", "u_bb",
    "u_lts", "u_ref", "x_pt", "x_ref", "σ_pt", "E_n",
)  # fmt: skip
_SYMBOL = re.compile(rf"(?<![\w&])({'|'.join(_KNOWN)})(?!\w)", re.ASCII)  # in Chinese no blank parts them
_PER_CENT = re.compile(r"(?<=\d) %")  # on the line of its number


def typeset(html: str) -> Markup:
    """The HTML, escaped already, with its symbols set and no line ending before a per cent sign."""
    return Markup(_PER_CENT.sub("\N{NO-BREAK SPACE}%", _SYMBOL.sub(_set, html)))


def _set(match: re.Match[str]) -> str:
    letter, _, below = match[1].partition("_")
    return f"<var>{letter}</var><sub>{below}</sub>" if len(letter) == 1 else f"{letter}<sub>{below}</sub>"
