"""What a precision study computes: a characteristic is one measurand at several levels of it.

Every number comes from :mod:`ringtrial.precision` and :mod:`ringtrial.outliers`. Both designs, replicates in
each laboratory and split levels, end as :class:`Level`: numbers by name, cells as columns, decisions.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import outliers, precision
from ringtrial.intake import units
from ringtrial.report.numbers import decimals_of, known, positive
from ringtrial.studies.laboratories import entries_of, names_of, results_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ringtrial.precision import Decision, FunctionalRelation, LevelPrecision, RobustLevel, SplitLevel
    from ringtrial.round import Round

    Options = Mapping[str, Any]
    Values = NDArray[np.float64]

NAN = float("nan")
LEAST_LEVELS = 3  # for a relation between precision and level
_ESTIMATES = ("mean", "s_r", "s_L", "s_R", "r_limit", "R_limit")
_INTERVALS = ("s_r", "s_L", "s_R")
_MARKS = {"none": "", "straggler": "questionable", "outlier": "unsatisfactory"}


class Level:
    """One level: ``numbers`` of its row in the table of levels, ``cells`` with an entry a laboratory."""

    def __init__(self, label: str, status: str, numbers: dict[str, Any], cells: dict[str, list[Any]]) -> None:
        self.label = label
        self.status = status
        self.numbers = numbers
        self.cells = cells
        self.decisions: list[dict[str, Any]] = []
        self.removed: list[str] = []
        self.results: dict[str, list[float]] = {}  # of each laboratory, for the picture
        self.limits = 0  # results that are no numbers but limits

    @property
    def decimals(self) -> int | None:
        """Of the mean and of single results; standard deviations have one more."""
        spread = self.numbers["s_R"] if positive(self.numbers["s_R"]) else self.numbers["robust_s_R"]
        return decimals_of(spread)

    def chosen(self, name: str, method: str) -> float:
        """An estimate by the method that the study was asked for."""
        return float(self.numbers[name if method == "classical" else f"robust_{name}"])

    def marks(self, statistic: str) -> list[str]:
        """The signal of every laboratory's Mandel statistic, beyond the first or the second limit."""
        first, second = (
            self.cells[f"{statistic}_{end}"] for end in ("critical_straggler", "critical_outlier")
        )
        values = self.cells[statistic]
        return [
            "unsatisfactory" if abs(x) > b else "questionable" if abs(x) > a else ""
            for x, a, b in zip(values, first, second, strict=True)
        ]


class Characteristic:
    """A measurand with its levels; ``relations``: of s_r and s_R with the level, where there are enough."""

    def __init__(self, name: str, names: dict[str, str] | None, unit: str, levels: list[Level]) -> None:
        self.name = name
        self.names = names  # None: all measurands of the file are its levels
        self.unit = unit
        self.levels = levels
        self.relations: dict[str, FunctionalRelation] = {}

    def label(self, level: Level) -> str:
        """As in findings: measurand and level."""
        return "|".join(part for part in (self.name, level.label) if part)

    @property
    def laboratories(self) -> list[str]:
        return list(dict.fromkeys(lab for level in self.levels for lab in level.cells["laboratory"]))


def characteristics_of(
    data: Round, groups: Sequence[Sequence[int]], options: Options
) -> list[Characteristic]:
    """``groups``: the positions in ``data.measurands`` that are the levels of one characteristic."""
    return [_characteristic(data, list(group), options) for group in groups]


def _characteristic(data: Round, group: list[int], options: Options) -> Characteristic:
    first = data.measurands[group[0]]
    one_name = options["levels"] == "items"
    labels = [data.measurands[i].item if one_name else data.measurands[i].label for i in group]
    make = _split_levels if options["design"] == "split-level" else _uniform_levels
    levels = make(data, group, labels, options)
    names = names_of(first) if one_name else None
    if names and first.item:
        names = {language: name.removesuffix(f" · {first.item}") for language, name in names.items()}
    made = Characteristic(first.name if one_name else "", names, first.unit, levels)
    for level in levels:
        level.numbers |= _horrat(level, made.unit, options)
    if not options["no_relation"]:
        made.relations = _relations(levels, options["method"])
    return made


# --- replicates in each laboratory ------------------------------------------------------------


def _uniform_levels(data: Round, group: list[int], labels: list[str], options: Options) -> list[Level]:
    entries = [entries_of(data, i) for i in group]
    values = [np.where(data.qualifier[e] == 0, data.value[e], np.nan) for e in entries]
    y = np.concatenate(values)
    lab = np.concatenate([data.laboratory[e] for e in entries])
    code = np.repeat(np.arange(len(group)), [len(part) for part in values])
    study = precision.collaborative_study(y, lab, code, **_settings(options))
    robust = precision.robust_precision(y, lab, code, limit_factor=options["limit_factor"])
    levels = []
    for record, other, part, e in zip(study.levels, robust.levels, values, entries, strict=True):
        level = _uniform_level(record, other, labels[record.level], data.laboratories, options)
        level.results = _grouped(part, data.laboratory[e], data.laboratories)
        level.limits = int(np.count_nonzero(data.qualifier[e]))
        levels.append(level)
    return levels


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


def _uniform_level(
    record: LevelPrecision, robust: RobustLevel, label: str, codes: list[str], options: Options
) -> Level:
    numbers: dict[str, Any] = {name: getattr(record, name) for name in ("p", "n", "replicates", *_ESTIMATES)}
    for name in _INTERVALS:
        low, high = getattr(record, f"{name}_interval").tolist()
        numbers |= {f"{name}_low": low, f"{name}_high": high}
    numbers |= {"rsd_r": 100 * record.rsd_r, "rsd_R": 100 * record.rsd_R, "gamma": record.gamma}
    numbers |= _factors(record)
    numbers |= {f"robust_{name}": getattr(robust, name) for name in _ESTIMATES}
    level = Level(label, record.status, numbers, _uniform_cells(record, codes, options))
    level.removed = [codes[i] for i in record.removed]
    level.decisions = [_decision(d, [codes[i] for i in d.labs], options) for d in record.decisions]
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
    p, with_sd = len(counts), sum(n > 1 for n in counts)
    return {
        "laboratory": [codes[i] for i in record.labs],
        "n": counts,
        "mean": record.means.tolist(),
        "sd": record.sds.tolist(),
        "kept": list(record.kept),
        "h": record.h.tolist(),
        **_critical("h", [_h_critical(p, a) for a in _alphas(options)], [True] * p),
        "k": record.k.tolist(),
        **{
            f"k_critical_{verdict}": [_k_critical(with_sd, n, alpha) for n in counts]
            for verdict, alpha in zip(("straggler", "outlier"), _alphas(options), strict=True)
        },
    }


def _critical(name: str, values: Sequence[float], where: Sequence[bool]) -> dict[str, list[float]]:
    return {
        f"{name}_critical_{verdict}": [value if there else NAN for there in where]
        for verdict, value in zip(("straggler", "outlier"), values, strict=True)
    }


def _alphas(options: Options) -> tuple[float, float]:
    return options["alpha_straggler"], options["alpha_outlier"]


@functools.lru_cache(maxsize=4096)
def _h_critical(p: int, alpha: float) -> float:
    return outliers.mandel_h_critical(p, alpha) if p >= 3 else NAN


@functools.lru_cache(maxsize=4096)
def _k_critical(p: int, n: int, alpha: float) -> float:
    return outliers.mandel_k_critical(p, n, alpha) if p >= 2 and n >= 2 else NAN


def _decision(decision: Decision, laboratories: list[str], options: Options) -> dict[str, Any]:
    """One test of the procedure; ``test`` of a split level says first what it was about."""
    about, _, test = decision.test.rpartition(":")
    return {
        "about": about or ("sd" if test == "cochran" else "mean"),
        "test": test,
        "laboratories": laboratories,
        "p": decision.p,
        "statistic": decision.statistic,
        "critical_straggler": decision.critical_5,
        "critical_outlier": decision.critical_1,
        "p_value": decision.p_value,
        "verdict": decision.verdict,
        "decision": _done(decision, options["procedure"]),
        "mark": _MARKS[decision.verdict],
    }


def _done(decision: Decision, procedure: str) -> str:
    if decision.verdict == "outlier":
        return ("removed" if procedure == "remove" else "flagged") if decision.excluded else "weaker"
    return "kept"


def _grouped(values: Values, laboratory: NDArray[Any], codes: list[str]) -> dict[str, list[float]]:
    """The reported results of each laboratory; entries of a laboratory stand together."""
    reported = np.isfinite(values)
    values, laboratory = values[reported], laboratory[reported]
    if not values.size:
        return {}
    starts = np.flatnonzero(np.r_[True, np.diff(laboratory) != 0])
    parts = np.split(values, starts[1:])
    return {codes[laboratory[start]]: part.tolist() for start, part in zip(starts, parts, strict=True)}


# --- split levels -----------------------------------------------------------------------------


def _split_levels(data: Round, group: list[int], labels: list[str], options: Options) -> list[Level]:
    """Items one after the other are the two halves of a level."""
    levels = []
    for first in range(0, len(group), 2):
        halves = [results_of(data, group[i]) for i in (first, first + 1)]
        a, b = (np.where(half.qualifier == 0, half.value, np.nan) for half in halves)
        label = "/".join(labels[first : first + 2])
        level = _split_level(a, b, label, data.laboratories, options)
        level.limits = sum(int(np.count_nonzero(half.qualifier)) for half in halves)
        levels.append(level)
    return levels


def _split_level(a: Values, b: Values, label: str, codes: list[str], options: Options) -> Level:
    found = precision.split_level(
        a, b, procedure=options["procedure"], alpha=_alphas(options), limit_factor=options["limit_factor"]
    )
    both = np.flatnonzero(~np.isnan(a) & ~np.isnan(b)).tolist()
    numbers: dict[str, Any] = {name: getattr(found, name) for name in ("p", *_ESTIMATES)}
    numbers |= {"n": 2 * found.p, "mean_difference": found.mean_difference, "s_D": found.s_D}
    numbers |= {f"robust_{name}": NAN for name in _ESTIMATES}
    level = Level(label, found.status, numbers, _split_cells(found, both, a, b, codes, options))
    level.removed = [codes[i] for i in found.removed]
    level.decisions = [_decision(d, [codes[i] for i in d.labs], options) for d in found.decisions]
    level.results = {codes[i]: [float(a[i]), float(b[i])] for i in both}
    return level


def _split_cells(
    found: SplitLevel, both: list[int], a: Values, b: Values, codes: list[str], options: Options
) -> dict[str, list[Any]]:
    limits = [_h_critical(len(both), alpha) for alpha in _alphas(options)]
    removed = set(found.removed) if options["procedure"] == "remove" else set()
    return {
        "laboratory": [codes[i] for i in both],
        "result_a": a[both].tolist(),
        "result_b": b[both].tolist(),
        "mean": (a[both] / 2 + b[both] / 2).tolist(),
        "difference": (a[both] - b[both]).tolist(),
        "kept": [i not in removed for i in both],
        "h": found.h_y[both].tolist(),
        **_critical("h", limits, [True] * len(both)),
        "h_difference": found.h_D[both].tolist(),
        **_critical("h_difference", limits, [True] * len(both)),
    }


# --- across levels ----------------------------------------------------------------------------


def _horrat(level: Level, unit: str, options: Options) -> dict[str, float]:
    """HorRat of both standard deviations, where the unit says what a mass fraction is."""
    nothing = {"horrat_r": NAN, "horrat_R": NAN}
    factor = mass_fraction(unit, options)
    mean = level.chosen("mean", options["method"])
    if options["horrat"] == "none" or factor is None or not (positive(mean) and mean * factor <= 1):
        return nothing
    for kind in ("r", "R"):
        s = level.chosen(f"s_{kind}", options["method"])
        if known(s):
            ratio = precision.horrat(s * factor, mean * factor, kind=kind, model=options["horrat"])
            nothing[f"horrat_{kind}"] = float(ratio)
    return nothing


def mass_fraction(unit: str, options: Options) -> float | None:
    """What one unit of the results is as a mass fraction; None where nobody says so."""
    if options["mass_fraction"] is not None:
        return float(options["mass_fraction"])
    read = units.read(unit)
    return float(f"1e{read.ten}") if read.family == "mass fraction" else None


def _relations(levels: list[Level], method: str) -> dict[str, FunctionalRelation]:
    """Of the levels that were computed and have a positive mean."""
    means = [level.chosen("mean", method) if level.status == "ok" else NAN for level in levels]
    m = [mean if positive(mean) else NAN for mean in means]
    if sum(map(known, m)) < LEAST_LEVELS:
        return {}
    found = {}
    for name in ("s_r", "s_R"):
        s = [level.chosen(name, method) for level in levels]
        relation = precision.functional_relation(m, s)
        if relation.preferred != "none":
            found[name] = relation
    return found
