"""One level of a precision study, whatever its design: numbers by name, cells as columns, decisions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from ringtrial import outliers
from ringtrial.report.numbers import decimals_of, fixed, positive, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.precision import Decision, FunctionalRelation

    Options = Mapping[str, Any]

NAN = float("nan")
ESTIMATES = ("mean", "s_r", "s_L", "s_R", "r_limit", "R_limit")
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
        self.excluded: list[str] = []  # laboratories, by the scheme

    @property
    def computed(self) -> bool:
        """Whether there is a precision at all."""
        return self.status in ("ok", "zero_scale")

    @property
    def decimals(self) -> int | None:
        """Of the mean and of single results; standard deviations have one more.

        The smaller of the two s_R decides: outliers widen the classical one.
        """
        spreads = (self.numbers[name] for name in ("s_R", "robust_s_R"))
        return decimals_of(min(filter(positive, spreads), default=NAN))

    def chosen(self, name: str, method: str) -> float:
        """An estimate by the method that the study was asked for."""
        return float(self.numbers[name if method == "classical" else f"robust_{name}"])

    def shown(self, name: str, method: str) -> str:
        """The same as text: the mean as single results, what is a spread with one decimal more."""
        x = self.chosen(name, method)
        decimals = self.decimals
        return short(x, 4) if decimals is None else fixed(x, decimals + (name != "mean"))

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


# --- outlier procedure and critical values ----------------------------------------------------


def decision_of(decision: Decision, laboratories: list[str], options: Options) -> dict[str, Any]:
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


def h_limits(name: str, p: int, options: Options) -> dict[str, list[float]]:
    """The two critical values of Mandel's h, as columns with an entry for each of ``p`` laboratories."""
    return {f"{name}_critical_{verdict}": [_h(p, alpha)] * p for verdict, alpha in _alphas(options)}


def k_limits(counts: list[int], options: Options) -> dict[str, list[float]]:
    """Those of Mandel's k, for laboratories with so many results each."""
    p = sum(n > 1 for n in counts)
    return {f"k_critical_{verdict}": [_k(p, n, alpha) for n in counts] for verdict, alpha in _alphas(options)}


def _alphas(options: Options) -> list[tuple[str, float]]:
    return [(verdict, options[f"alpha_{verdict}"]) for verdict in ("straggler", "outlier")]


@functools.lru_cache(maxsize=4096)
def _h(p: int, alpha: float) -> float:
    return outliers.mandel_h_critical(p, alpha) if p >= 3 else NAN


@functools.lru_cache(maxsize=4096)
def _k(p: int, n: int, alpha: float) -> float:
    return outliers.mandel_k_critical(p, n, alpha) if p >= 2 and n >= 2 else NAN
