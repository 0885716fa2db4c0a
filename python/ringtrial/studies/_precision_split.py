"""Levels of a precision study whose laboratories have one result on each of two halves (ISO 5725-5, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import precision
from ringtrial.studies._precision_level import ESTIMATES, NAN, Level, decision_of, h_limits
from ringtrial.studies.laboratories import kept, named_in, results_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.precision import SplitLevel
    from ringtrial.round import Round

    Options = Mapping[str, Any]
    Values = NDArray[np.float64]


def split_levels(data: Round, group: list[int], labels: list[str], options: Options) -> list[Level]:
    """Items one after the other are the two halves of a level."""
    levels = []
    for first in range(0, len(group), 2):
        pair = group[first : first + 2]
        halves = [results_of(data, i) for i in pair]
        a, b = (
            np.where((half.qualifier == 0) & kept(data, i), half.value, np.nan)
            for half, i in zip(halves, pair, strict=True)
        )
        label = "/".join(labels[first : first + 2])
        level = _split_level(a, b, label, data.laboratories, options)
        level.excluded = list(dict.fromkeys(code for i in pair for code in named_in(data, i)))
        level.limits = sum(int(np.count_nonzero(half.qualifier)) for half in halves)
        levels.append(level)
    return levels


def _split_level(a: Values, b: Values, label: str, codes: list[str], options: Options) -> Level:
    found = precision.split_level(
        a,
        b,
        procedure=options["procedure"],
        alpha=(options["alpha_straggler"], options["alpha_outlier"]),
        limit_factor=options["limit_factor"],
    )
    both = np.flatnonzero(~np.isnan(a) & ~np.isnan(b)).tolist()
    numbers: dict[str, Any] = {name: getattr(found, name) for name in ("p", *ESTIMATES)}
    numbers |= {"n": 2 * found.p, "mean_difference": found.mean_difference, "s_D": found.s_D}
    numbers |= {f"robust_{name}": NAN for name in ESTIMATES}
    level = Level(label, found.status, numbers, _split_cells(found, both, a, b, codes, options))
    level.removed = [codes[i] for i in found.removed]
    level.decisions = [decision_of(d, [codes[i] for i in d.labs], options) for d in found.decisions]
    level.results = {codes[i]: [float(a[i]), float(b[i])] for i in both}
    return level


def _split_cells(
    found: SplitLevel, both: list[int], a: Values, b: Values, codes: list[str], options: Options
) -> dict[str, list[Any]]:
    removed = set(found.removed) if options["procedure"] == "remove" else set()
    return {
        "laboratory": [codes[i] for i in both],
        "result_a": a[both].tolist(),
        "result_b": b[both].tolist(),
        "mean": (a[both] / 2 + b[both] / 2).tolist(),
        "difference": (a[both] - b[both]).tolist(),
        "kept": [i not in removed for i in both],
        "h": found.h_y[both].tolist(),
        **h_limits("h", len(both), options),
        "h_difference": found.h_D[both].tolist(),
        **h_limits("h_difference", len(both), options),
    }
