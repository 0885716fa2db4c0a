"""The nearest known word to a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FARTHEST = 2


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word at an edit distance of at most 2, the first of the nearest; None if there is none."""
    best, name = _FARTHEST + 1.0, None
    for candidate in known:
        distance = 0.5 if candidate.lower() == word.lower() else edit_distance(word, candidate)
        if distance < min(best, len(word)):  # one letter is not "near" every other
            best, name = distance, candidate
    return name


def edit_distance(a: str, b: str) -> float:
    """Letters to insert, drop, replace, or swap with their neighbour (optimal string alignment)."""
    if abs(len(a) - len(b)) > _FARTHEST:
        return _FARTHEST + 1
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                row[j] = min(row[j], older[j - 2] + 1)
    return row[-1]
