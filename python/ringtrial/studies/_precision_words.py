"""Pieces of the sentences of a precision study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMED = 8  # levels or laboratories in a sentence


def after(unit: str) -> str:
    """The unit as it follows a number; nothing where there is none."""
    return f" {unit}" if unit else ""


def listed(names: Sequence[str]) -> str:
    """The first names of a list."""
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def percent(share: float) -> str:
    """0.05 as "5"."""
    return f"{100 * share:g}"
