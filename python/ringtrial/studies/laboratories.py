"""A measurand's results as one number a laboratory; replicates become their mean (in C++)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ringtrial import _core

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringtrial.round import Measurand, Round


class LaboratoryResults(NamedTuple):
    """One entry a laboratory of the round; NaN: not reported. With a sign the value is a limit."""

    value: NDArray[np.float64]
    qualifier: NDArray[np.int8]
    n: NDArray[np.int64]


def results_of(data: Round, position: int) -> LaboratoryResults:
    """The results on ``data.measurands[position]``."""
    here = entries_of(data, position)
    found = _core.round.laboratory_results(
        data.laboratory[here], data.value[here], data.qualifier[here], len(data.laboratories)
    )
    return LaboratoryResults(*found)


def entries_of(data: Round, position: int) -> slice:
    """The entries of a measurand; they stand together."""
    start, stop = np.searchsorted(data.measurand, [position, position + 1]).tolist()
    return slice(start, stop)


def names_of(measurand: Measurand) -> dict[str, str]:
    """What a measurand is called, by language, with its item."""
    item = f" · {measurand.item}" if measurand.item else ""
    options = measurand.options
    return {
        "en": (options.get("name") or measurand.name) + item,
        "zh": (options.get("name_zh") or measurand.name) + item,
    }
