"""Results on items, for the checks of homogeneity and stability; σ_pt as the command or the scheme says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial import target
from ringtrial._items import means_of
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.report.pictures.items import Item
from ringtrial.scheme.types import TEXT, either, number, one_of
from ringtrial.studies.laboratories import entries_of
from ringtrial.studies.options import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ringtrial.round import Measurand, Round

CRITERIA = ("basic", "expanded", "test")  # as item_criterion of a scheme
OPTIONS = (
    Option("sigma_pt", either(number(above=0), TEXT), None, "X", several=True),
    Option("sigma_percent", either(number(above=0), TEXT), None, "P", several=True),
    Option("criterion", one_of(*CRITERIA), None, "NAME"),
    Option("factor", number(above=0), 0.3, "F"),
    Option("alpha", number(above=0, below=1), 0.05, "P"),
)
_MISSING = [math.nan]


class ItemResults(NamedTuple):
    """Of one measurand: every item with its replicates and their mean, in the order of the file."""

    labels: list[str]
    values: list[list[float]]  # [NaN]: none
    means: list[float]  # NaN: none

    @property
    def reported(self) -> ItemResults:
        """Only the items that have results."""
        rows = zip(self.labels, self.values, self.means, strict=True)
        kept = [row for row in rows if math.isfinite(row[2])]
        return ItemResults([row[0] for row in kept], [row[1] for row in kept], [row[2] for row in kept])

    def without(self, labels: Sequence[str]) -> ItemResults:
        rows = [row for row in zip(*self, strict=True) if row[0] not in labels]
        return ItemResults([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])

    @property
    def flat(self) -> list[float]:
        return [value for item in self.values for value in item if math.isfinite(value)]

    @property
    def drawn(self) -> list[Item]:
        """As the pictures take them: items that have results."""
        return list(map(Item, *self.reported))


def quantitative(data: Round) -> list[int]:
    """Positions of the measurands with numbers; DataError where there is none."""
    found = [i for i, measurand in enumerate(data.measurands) if measurand.kind == "quantitative"]
    if not found:
        raise _error("study_no_numbers", names=", ".join(m.label for m in data.measurands))
    return found


def results_on_items(
    data: Round, position: int, rows: NDArray[np.bool_] | None = None
) -> tuple[ItemResults, int]:
    """The results of a measurand, of some ``rows`` of all entries; and how many were limits, left out."""
    here = entries_of(data, position)
    chosen = np.ones(len(data.value), bool) if rows is None else rows
    values: list[list[float]] = [[] for _ in data.laboratories]
    limits = 0
    for i in range(here.start, here.stop):
        if not chosen[i] or math.isnan(data.value[i]):
            continue
        if data.qualifier[i]:
            limits += 1
        else:
            values[data.laboratory[i]].append(float(data.value[i]))
    return _with_means(data.laboratories, values), limits


def _with_means(labels: list[str], values: list[list[float]]) -> ItemResults:
    return ItemResults(labels, [item or _MISSING for item in values], means_of(values))


# --- σ_pt -------------------------------------------------------------------------------------


def sigmas(data: Round, positions: Sequence[int], options: Mapping[str, Any]) -> dict[int, dict[str, float]]:
    """What the command says of σ_pt, by measurand: "sigma_pt" in its unit, "sigma_percent" of the mean."""
    said: dict[int, dict[str, float]] = {i: {} for i in positions}
    for name in ("sigma_pt", "sigma_percent"):
        general = [value for value in options[name] or () if not isinstance(value, str)]
        named = [value for value in options[name] or () if isinstance(value, str)]
        for value in general:
            for i in positions:
                said[i] = {name: value}
        for text in named:
            label, value = _named(text, [data.measurands[i].label for i in positions])
            for i in positions:
                if label in (data.measurands[i].label, data.measurands[i].name):
                    said[i] = {name: value}
    return said


def _named(text: str, labels: list[str]) -> tuple[str, float]:
    """``NAME=X``: the measurand and its value."""
    label, _, value = text.rpartition("=")
    label = label.strip()
    try:
        sigma = float(value)
    except ValueError:
        sigma = math.nan
    known = {*labels, *(name.partition("|")[0] for name in labels)}
    if not (math.isfinite(sigma) and sigma > 0) or label not in known:
        raise _error("sigma_unclear", named=text, names=", ".join(labels))
    return label, sigma


def sigma_at(measurand: Measurand, said: Mapping[str, float], mean: float) -> float:
    """σ_pt at the mean of the items: the command's, else the scheme's, else NaN."""
    if "sigma_pt" in said:
        return float(target.fixed(said["sigma_pt"]))
    if "sigma_percent" in said:
        return _positive(target.percentage(mean, said["sigma_percent"]))
    return _of_scheme(measurand, mean)


def _of_scheme(measurand: Measurand, mean: float) -> float:
    """What the scheme's target gives without results of laboratories; NaN where it gives nothing."""
    if measurand.options["transform"] != "none":
        return math.nan
    try:
        sigma = _positive(_target(measurand, mean))
    except ValueError:  # Horwitz's function in a unit that is no mass fraction
        return math.nan
    options = measurand.options
    return float(target.limit(sigma, lower=options["sigma_lower"], upper=options["sigma_upper"]))


def _target(measurand: Measurand, mean: float) -> Any:
    options = measurand.options
    match options["target"]:
        case "fixed":
            return target.fixed(options["sigma_pt"])
        case "perception":
            sigma_pt = options["sigma_pt"]
            return target.perception(sigma_pt, delta_e=None if sigma_pt else options["delta_e"])
        case "percent":
            return target.percentage(mean, options["target_percent"])
        case "horwitz":
            return target.horwitz(mean, unit=measurand.unit, modified=options["horwitz_modified"])
        case "precision":
            return target.from_precision(options["s_R"], options["s_r"] or 0.0, options["precision_n"])
        case "previous_rounds":
            return target.from_previous_rounds(**options["previous_rounds"], at=mean).sigma_pt
    return math.nan


def _positive(sigma: Any) -> float:
    value = float(sigma)
    return value if math.isfinite(value) and value > 0 else math.nan


# --- decisions --------------------------------------------------------------------------------


def decision(found: Any, criterion: str | None) -> tuple[str, bool | None]:
    """Which comparison decides, and its outcome: the one asked for, else the basic one, else the test."""
    used = criterion or ("basic" if math.isfinite(found.criterion) else "test")
    if used == "test":
        return used, None if found.significant is None else not found.significant
    return used, found.passes if used == "basic" else found.passes_expanded


def found_mark(used: str) -> str:
    """The mark of a test that finds something: grave only where it decides."""
    return "unsatisfactory" if used == "test" else "questionable"


def limits_finding(measurand: Measurand, count: int) -> list[Finding]:
    return [Finding("items_limits", measurand=measurand.label, count=count)] if count else []


def _error(code: str, **values: Any) -> DataError:
    finding = Finding(code, **values)
    return DataError(finding.text, [finding])
