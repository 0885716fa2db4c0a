"""Levels of a precision study with replicates in each laboratory (ISO 5725-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import precision, robust
from ringtrial.report.numbers import known
from ringtrial.studies._precision_level import (
    ESTIMATES,
    NAN,
    Level,
    decision_of,
    h_limits,
    k_limits,
)
from ringtrial.studies.laboratories import entries_of, kept, named_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.precision import LevelPrecision
    from ringtrial.round import Round

    Options = Mapping[str, Any]
    Values = NDArray[np.float64]

_INTERVALS = ("s_r", "s_L", "s_R")


def uniform_levels(data: Round, group: list[int], labels: list[str], options: Options) -> list[Level]:
    """The levels of one characteristic: classical and robust estimates of each."""
    entries = [entries_of(data, i) for i in group]
    values = [_values(data, i, e) for i, e in zip(group, entries, strict=True)]
    y = np.concatenate(values)
    lab = np.concatenate([data.laboratory[e] for e in entries])
    code = np.repeat(np.arange(len(group)), [len(part) for part in values])
    study = precision.collaborative_study(y, lab, code, **_settings(options))
    if options["method"] == "q-hampel":
        pairs = zip(values, entries, strict=True)
        others = {i: _q_hampel(part, data.laboratory[e], options) for i, (part, e) in enumerate(pairs)}
    else:
        others = _algorithms(y, lab, code, options)
    levels = []
    for record in study.levels:
        here = entries[record.level]
        level = _uniform_level(record, others[record.level], labels[record.level], data.laboratories, options)
        level.results = _grouped(values[record.level], data.laboratory[here], data.laboratories)
        level.limits = int(np.count_nonzero(data.qualifier[here]))
        level.excluded = named_in(data, group[record.level])
        levels.append(level)
    return levels


def _values(data: Round, position: int, entries: slice) -> Values:
    """The results of a level; NaN where they are limits or of a laboratory that the scheme leaves out."""
    counts = kept(data, position)[data.laboratory[entries]] & (data.qualifier[entries] == 0)
    return np.where(counts, data.value[entries], np.nan)


def _settings(options: Options) -> dict[str, Any]:
    return {
        "procedure": options["procedure"],
        "alpha": (options["alpha_straggler"], options["alpha_outlier"]),
        "pairs": not options["no_pairs"],
        "repeat": not options["no_repeat"],
        "limit_factor": options["limit_factor"],
        "confidence": options["confidence"],
        "interval": options["interval"],
    }


def _algorithms(y: Values, lab: Any, code: Any, options: Options) -> dict[int, dict[str, float]]:
    """Robust estimates of each level by Algorithms A and S."""
    levels = precision.robust_precision(y, lab, code, limit_factor=options["limit_factor"]).levels
    return {level.level: {name: getattr(level, name) for name in ESTIMATES} for level in levels}


def _q_hampel(y: Values, lab: NDArray[Any], options: Options) -> dict[str, float]:
    """Those of one level by the Q method and Hampel's estimator, which give no s_L."""
    found, factor = robust.q_hampel(y, lab), options["limit_factor"]
    mean, s_r, s_R = map(float, (found.location, found.repeatability, found.scale))
    numbers = (mean, s_r, NAN, s_R, factor * s_r, factor * s_R)
    return dict(zip(ESTIMATES, numbers, strict=True))


def _uniform_level(
    record: LevelPrecision, other: dict[str, float], label: str, codes: list[str], options: Options
) -> Level:
    numbers: dict[str, Any] = {name: getattr(record, name) for name in ("p", "n", *ESTIMATES)}
    numbers["replicates"] = int(record.replicates) if known(record.replicates) else None
    for name in _INTERVALS:
        low, high = getattr(record, f"{name}_interval").tolist()
        numbers |= {f"{name}_low": low, f"{name}_high": high}
    numbers |= {"rsd_r": 100 * record.rsd_r, "rsd_R": 100 * record.rsd_R, "gamma": record.gamma}
    numbers |= _factors(record)
    numbers |= {f"robust_{name}": other[name] for name in ESTIMATES}
    level = Level(label, record.status, numbers, _uniform_cells(record, codes, options))
    level.removed = [codes[i] for i in record.removed]
    level.decisions = [decision_of(d, [codes[i] for i in d.labs], options) for d in record.decisions]
    return level


def _factors(record: LevelPrecision) -> dict[str, float]:
    """What the design can know: relative half-widths of the intervals, for equal numbers of replicates."""
    n = record.replicates
    if record.p < 2 or not (known(n) and n >= 2 and known(record.gamma) and record.gamma >= 1):
        return {"A_r": NAN, "A_R": NAN}
    factors = precision.uncertainty_factors(record.p, int(n), record.gamma)
    return {"A_r": factors.A_r, "A_R": factors.A_R}


def _uniform_cells(record: LevelPrecision, codes: list[str], options: Options) -> dict[str, list[Any]]:
    counts = record.counts.tolist()
    return {
        "laboratory": [codes[i] for i in record.labs],
        "n": counts,
        "mean": record.means.tolist(),
        "sd": record.sds.tolist(),
        "kept": list(record.kept),
        "h": record.h.tolist(),
        **h_limits("h", len(counts), options),
        "k": record.k.tolist(),
        **k_limits(counts, options),
    }


def _grouped(values: Values, laboratory: NDArray[Any], codes: list[str]) -> dict[str, list[float]]:
    """The reported results of each laboratory; entries of a laboratory stand together."""
    reported = np.isfinite(values)
    values, laboratory = values[reported], laboratory[reported]
    if not values.size:
        return {}
    starts = np.flatnonzero(np.r_[True, np.diff(laboratory) != 0])
    parts = np.split(values, starts[1:])
    return {codes[laboratory[start]]: part.tolist() for start, part in zip(starts, parts, strict=True)}
