"""Point or comma: one decision for a file (methods/scheme.md, 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.intake.reading import Reading


def settle(readings: Sequence[Reading], option: str | None) -> str:
    """Decide the mark of a file's columns of numbers, and what each of their cells is by it.

    The mark is "." or ",", or "?" where both are proved and each cell counts by itself.
    """
    evidence: set[str] = set().union(*(reading.evidence() for reading in readings))
    mark = option or ("?" if len(evidence) == 2 else next(iter(evidence), "."))
    for reading in readings:
        reading.decide(mark)
        reading.assumed = not evidence and not option
    return mark
