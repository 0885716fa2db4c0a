"""Columns that the checks of items share: numbers in the unit of the results, verdicts, criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ringtrial.studies.table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringtrial.studies.homogeneity import Checked as Homogeneity
    from ringtrial.studies.stability import Checked as Stability

    One = TypeVar("One", Homogeneity, Stability)


def mark(passed: bool | None) -> str:
    """The signal of a verdict; None: not decided."""
    return "" if passed is None else "satisfactory" if passed else "unsatisfactory"


def lengths(checked: Sequence[One], key: str, of: Callable[[One], float]) -> Column:
    """Numbers in the unit of the results."""
    return Column(key, [of(one) for one in checked], decimals=[one.decimals + 1 for one in checked])


def column(checked: Sequence[One], key: str, of: Callable[[Any], Any], **settings: Any) -> Column:
    """A field of what was computed."""
    return Column(key, [of(one.check) for one in checked], **settings)


def verdict(checked: Sequence[One], key: str, of: Callable[[One], bool | None]) -> Column:
    passed = [of(one) for one in checked]
    return Column(key, passed, marks=[mark(one) for one in passed])


def measurands(checked: Sequence[One]) -> list[Column]:
    return [
        Column("measurand", [one.label for one in checked]),
        Column("unit", [one.unit for one in checked]),
    ]


def criteria(checked: Sequence[One]) -> list[Column]:
    """σ_pt, the criterion and the expanded one, and whether they are met."""
    return [
        lengths(checked, "sigma_pt", lambda one: one.sigma_pt),
        lengths(checked, "criterion", lambda one: one.check.criterion),
        verdict(checked, "passes", lambda one: one.check.passes),
        lengths(checked, "expanded_criterion", lambda one: one.check.expanded_criterion),
        verdict(checked, "passes_expanded", lambda one: one.check.passes_expanded),
    ]
