"""Laboratories × measurands: the results of ``rt.evaluate`` as an array, and what a scheme says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import _core
from ringtrial.errors import SchemeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ringtrial.scheme import Scheme

_OF_FILES = ("homogeneity_file", "stability_file", "count_exposure")
_OF_NAMES = ("exclude", "withdraw", "expert_laboratories")


class Part:
    """Measurands with the same options: their positions and those of their results, None for all."""

    __slots__ = ("measurands", "options", "results")

    def __init__(self, options: dict[str, Any], measurands: Any = None, results: Any = None) -> None:
        self.options = options
        self.measurands = measurands
        self.results = results


class ResultTable:
    """Results and the uncertainties stated beside them, cut into measurands by an axis or by offsets."""

    def __init__(
        self,
        results: NDArray[Any],
        axis: int,
        offsets: Any,
        stated: Sequence[Any],
        laboratories: Sequence[str] | None,
        measurands: Sequence[str] | None,
    ) -> None:
        by = (axis, None) if offsets is None else (None, offsets)
        self.results = results
        self.stated = [u if u is None else np.asanyarray(u) for u in stated]
        self.axis, rows, self.count, self.offsets = _core.round.table_shape(results, *by)
        self.laboratories = _names("laboratories", laboratories, rows)
        self.measurands = _names("measurands", measurands, self.count)

    @property
    def size(self) -> str:
        """How large it is, in words."""
        if self.offsets is None:
            return f"{self.results.shape[self.axis]} laboratories, {self.count} measurands"
        return f"{self.offsets[-1] - self.offsets[0]} results, {self.count} measurands"

    def measurand(self, position: int) -> str:
        return str(position + 1) if self.measurands is None else self.measurands[position]

    def laboratory(self, measurand: int, position: int) -> str:
        """The name of a laboratory of a measurand."""
        if self.laboratories is None:
            return str(position + 1)
        first = 0 if self.offsets is None else int(self.offsets[measurand])
        return self.laboratories[first + position]

    def parts(self, scheme: Scheme) -> list[Part]:
        """The measurands by what the scheme says of them."""
        groups = scheme.groups(self.measurand(j) for j in range(self.count))
        if len(groups) < 2:  # all alike
            return [Part(self._options(scheme, 0))]
        return [
            Part(self._options(scheme, group[0]), np.array(group), self._results_of(np.array(group)))
            for group in groups
        ]

    def evaluate(self, part: Part, review: bool) -> tuple[Any, ...]:
        """What ``_core.round.evaluate_table`` makes of a part."""
        results, *stated = (
            x if x is None or part.results is None else x[part.results] for x in (self.results, *self.stated)
        )
        offsets = self.offsets
        if offsets is not None and part.measurands is not None:
            offsets = np.concatenate([[0], np.cumsum(np.diff(offsets)[part.measurands])])
        axis = self.axis if offsets is None else None
        u, expanded_u, k = stated
        return _core.round.evaluate_table(results, axis, offsets, u, expanded_u, k, part.options, review)

    def by_measurand(self, of_results: NDArray[Any]) -> NDArray[Any]:
        """One entry a result, measurand by measurand."""
        if self.offsets is not None:
            return of_results[self.offsets[0] : self.offsets[-1]]
        return (of_results.T if self.axis == 0 else of_results).ravel()

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Measurand and laboratory of each result, measurand by measurand."""
        lengths: Any = np.diff(self.offsets) if self.offsets is not None else self.results.shape[self.axis]
        measurand = np.repeat(np.arange(self.count), lengths)
        first = np.repeat(np.cumsum(np.full(self.count, lengths)) - lengths, lengths)
        return measurand, np.arange(len(measurand)) - first

    def _results_of(self, measurands: NDArray[np.int64]) -> Any:
        if self.offsets is not None:
            runs = [np.arange(self.offsets[j], self.offsets[j + 1]) for j in measurands.tolist()]
            return np.concatenate(runs)
        return (slice(None), measurands) if self.axis == 0 else (measurands, slice(None))

    def _options(self, scheme: Scheme, measurand: int) -> dict[str, Any]:
        """What the scheme says of a measurand, the laboratories that it names by position."""
        from ringtrial.intake.units import mass_fraction

        name = self.measurand(measurand)
        options = scheme.options(name)
        unit = options["unit"] or ""
        mistakes = [f"{key} goes with frames and files only" for key in _OF_FILES if options[key]]
        if options["kind"] not in ("auto", "quantitative"):
            mistakes.append(f"kind is '{options['kind']}', but a table holds numbers")
        if self.laboratories is None or self.offsets is not None:
            named = [key for key in _OF_NAMES if options[key]]
            mistakes += [
                f"{key} names laboratories, but the rows of this table have no names" for key in named
            ]
        if mistakes:
            raise SchemeError([f"measurand {name}: {mistake}" for mistake in mistakes])
        positions = {code: i for i, code in enumerate(self.laboratories or ())}
        known = {key: [positions[code] for code in options[key] if code in positions] for key in _OF_NAMES}
        own = {
            "unit": mass_fraction(unit) if options["target"] == "horwitz" else unit,
            "kind": "quantitative",
        }
        return options | known | own


def _names(argument: str, names: Sequence[str] | None, count: int) -> list[str] | None:
    if names is None:
        return None
    given = [str(name) for name in names]
    if len(given) != count:
        raise ValueError(f"evaluate: {argument} has {len(given)} names, must have {count}")
    return given
