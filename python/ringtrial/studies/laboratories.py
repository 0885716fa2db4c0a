"""A measurand's results as one number a laboratory, and the laboratories that the scheme leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ringtrial import _core
from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ringtrial.round import Measurand, Round


class LaboratoryResults(NamedTuple):
    """One entry a laboratory of the round; NaN: not reported. With a sign the value is a limit."""

    value: NDArray[np.float64]
    qualifier: NDArray[np.int8]
    n: NDArray[np.int64]


def results_of(data: Round, position: int) -> LaboratoryResults:
    """The results on ``data.measurands[position]``; replicates become their mean (in C++)."""
    here = entries_of(data, position)
    found = _core.round.laboratory_results(
        data.laboratory[here], data.value[here], data.qualifier[here], len(data.laboratories)
    )
    return LaboratoryResults(*found)


def named_in(data: Round, position: int, *keys: str) -> list[str]:
    """The laboratories that the scheme excludes or withdraws; ``keys``: only one of them."""
    options = data.measurands[position].options
    named = {code for key in keys or ("exclude", "withdraw") for code in options.get(key) or ()}
    return [code for code in data.laboratories if code in named]


def kept(data: Round, position: int, *keys: str) -> NDArray[np.bool_]:
    """Of each laboratory, whether it is not among them."""
    return ~np.isin(np.array(data.laboratories), named_in(data, position, *keys))


def left_out(label: str, codes: Iterable[str], *, compared: bool = False) -> list[Finding]:
    """Tell which laboratories the scheme leaves out; ``compared``: their results are scored all the same."""
    names = ", ".join(dict.fromkeys(codes))
    variant = "compared" if compared else None
    return [Finding("study_excluded", variant=variant, measurand=label, names=names)] if names else []


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
