"""What a consensus is made of: results with standard uncertainties, degrees of freedom, who takes part."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import scores
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.results import is_missing
from ringtrial.studies.laboratories import entries_of, kept, named_in, results_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ringtrial.round import Measurand, Round
    from ringtrial.scheme import Scheme

    Array = NDArray[np.float64]

_DOF = frozenset(["dof", "df", "nu", "ν", "νeff", "degreesoffreedom", "自由度", "有效自由度"])
_DOF_OF = re.compile(r"(?P<a>.+?)[\s_]+(?P<b>\S+)|(?P<c>[^(（]+)[(（](?P<d>.+)[)）]")
_TAKES_PART = frozenset(
    ["inkcrv", "inreference", "inconsensus", "included", "include", "used",
     "参与kcrv", "参与参考值", "参与公议值", "是否参与"]
)  # fmt: skip
_LEFT_OUT = frozenset(["excluded", "exclude", "leftout", "omitted", "剔除", "排除", "是否剔除"])
_YES = frozenset(["true", "yes", "y", "1", "x", "是", "√", "✓", "t"])
_NO = frozenset(["false", "no", "n", "0", "否", "×", "f"])
_INFINITE = frozenset(["inf", "infinity", "infinite", "∞", "无穷", "无穷大"])


class Stated:
    """The laboratories that have a result for one measurand, in the order of the file."""

    def __init__(self, data: Round, position: int, measurand: Measurand, missing_k: str | float) -> None:
        results = results_of(data, position)
        here = np.flatnonzero(~np.isnan(results.value) & kept(data, position, "withdraw"))
        self.withdrawn = named_in(data, position, "withdraw")
        self.limits = int(np.count_nonzero(results.qualifier[here]))
        self.positions: list[int] = here[results.qualifier[here] == 0].tolist()
        self.measurand = measurand
        self.codes = [data.laboratories[i] for i in self.positions]
        self.entry = _first_entries(data, position, self.positions)
        self.x: Array = results.value[self.positions]
        u, U, k = (_first(data, position, name)[self.positions] for name in "uUk")
        self.without_k = self.named(np.isnan(u) & ~np.isnan(U) & np.isnan(k))
        self.missing_k = missing_k
        self.u: Array = np.where(np.isnan(u), scores.standard_uncertainty(U, k, missing_k=missing_k), u)
        self.dof: Array | None = None
        self.included: NDArray[np.bool_] = kept(data, position, "exclude")[self.positions]
        self.covariance: Array | None = None

    @property
    def label(self) -> str:
        return self.measurand.label

    @property
    def takes_part(self) -> NDArray[np.bool_]:
        """In the consensus value: not excluded, and with an uncertainty."""
        part: NDArray[np.bool_] = self.included & ~np.isnan(self.u)
        return part

    def named(self, mask: NDArray[np.bool_]) -> list[str]:
        return [self.codes[i] for i in np.flatnonzero(mask)]


class Columns:
    """Further columns of the file that say more about results; ``used``: their names."""

    def __init__(self, data: Round) -> None:
        self.data = data
        by_word = {_word(name): name for name in data.strata}
        self.dof = next((by_word[word] for word in by_word if word in _DOF), "")
        self.takes_part = next((by_word[word] for word in by_word if word in _TAKES_PART), "")
        self.left_out = next((by_word[word] for word in by_word if word in _LEFT_OUT), "")

    @property
    def used(self) -> list[str]:
        return [name for name in (self.dof, self.takes_part, self.left_out) if name]

    def cells(self, name: str, stated: Stated) -> list[str]:
        return [self.data.strata[name][i] for i in stated.entry]


def read(
    data: Round, options: Mapping[str, Any], scheme: Scheme, findings: list[Finding]
) -> tuple[list[Stated], list[str]]:
    """The measurands of the round, and the further columns that were used; mistakes go to ``findings``."""
    columns = Columns(data)
    numeric = [i for i, measurand in enumerate(data.measurands) if measurand.kind == "quantitative"]
    flags = [i for i in numeric if _word(data.measurands[i].name) in _TAKES_PART | _LEFT_OUT]
    numeric = [i for i in numeric if i not in flags]
    owners = _degrees_of_freedom(data, numeric)
    read: list[Stated] = []
    for i in numeric:
        if i in owners.values():
            continue
        measurand = data.measurands[i]
        missing_k = options["k"] or measurand.options.get("missing_k", "nan")
        stated = Stated(data, i, measurand, missing_k)
        if i in owners:
            values = results_of(data, owners[i]).value[stated.positions]
            stated.dof = _checked_dof(values, stated, findings)
        elif columns.dof:
            stated.dof = _dof_of_cells(columns.cells(columns.dof, stated), stated, findings)
        _settle_parts(stated, columns, findings)
        for flag in flags:  # 1 and 0 in a wide table look like results
            said = results_of(data, flag).value[stated.positions]
            left_out = _word(data.measurands[flag].name) in _LEFT_OUT
            stated.included &= np.isnan(said) | ((said != 0) != left_out)
        read.append(stated)
    _exclude(read, data, options["exclude"] or [], findings)
    return read, columns.used


def _first(data: Round, position: int, name: str) -> Array:
    """Of each laboratory the first number in this column."""
    here = entries_of(data, position)
    values, laboratory = getattr(data, name)[here], data.laboratory[here]
    first = np.full(len(data.laboratories), np.nan)
    stated = np.flatnonzero(~np.isnan(values))[::-1]
    first[laboratory[stated]] = values[stated]
    return first


def _first_entries(data: Round, position: int, laboratories: Sequence[int]) -> list[int]:
    here = entries_of(data, position)
    first = {int(lab): here.start + i for i, lab in reversed(list(enumerate(data.laboratory[here])))}
    return [first[i] for i in laboratories]


def _word(name: str) -> str:
    return re.sub(r"[\s_\-.]", "", name).casefold()


# --- degrees of freedom -----------------------------------------------------------------------


def _degrees_of_freedom(data: Round, numeric: Sequence[int]) -> dict[int, int]:
    """In a wide table: measurand → the "measurand" that holds its degrees of freedom, as "dof(Pb)"."""
    names = {_word(data.measurands[i].name): i for i in numeric}
    owners: dict[int, int] = {}
    for i in numeric:
        owner = _owner(data.measurands[i].name, names)
        if owner is not None and owner != i:
            owners[owner] = i
        elif _word(data.measurands[i].name) in _DOF and len(numeric) == 2:
            owners[next(j for j in numeric if j != i)] = i
    return owners


def _owner(name: str, names: Mapping[str, int]) -> int | None:
    match = _DOF_OF.fullmatch(name)
    if not match:
        return None
    first, second = (match["a"], match["b"]) if match["a"] else (match["c"], match["d"])
    pair = (_word(first), _word(second))
    return next((names.get(other) for word, other in (pair, pair[::-1]) if word in _DOF), None)


def _dof_of_cells(cells: Sequence[str], stated: Stated, findings: list[Finding]) -> Array | None:
    values = np.full(len(cells), math.inf)
    for i, cell in enumerate(cells):
        if is_missing(cell) or cell.casefold() in _INFINITE:
            continue
        try:
            values[i] = float(cell.replace(",", "."))
        except ValueError:
            values[i] = math.nan
        if not values[i] > 0:
            findings.append(
                Finding("consensus_dof", laboratory=stated.codes[i], measurand=stated.label, cell=cell)
            )
    return values if np.isfinite(values).any() else None


def _checked_dof(values: Array, stated: Stated, findings: list[Finding]) -> Array:
    values = np.where(np.isnan(values), math.inf, values)
    for i in np.flatnonzero(~(values > 0)).tolist():
        findings.append(
            Finding(
                "consensus_dof", laboratory=stated.codes[i], measurand=stated.label, cell=f"{values[i]:g}"
            )
        )
    return values


# --- who takes part ---------------------------------------------------------------------------


def _settle_parts(stated: Stated, columns: Columns, findings: list[Finding]) -> None:
    for name, inverted in ((columns.takes_part, False), (columns.left_out, True)):
        if not name:
            continue
        for i, cell in enumerate(columns.cells(name, stated)):
            word = cell.casefold()
            if word in _YES or word in _NO:
                stated.included[i] &= (word in _YES) != inverted
            elif not is_missing(cell):
                findings.append(
                    Finding(
                        "consensus_part", laboratory=stated.codes[i], measurand=stated.label, cell=cell,
                        column=name,
                    )
                )  # fmt: skip


def _exclude(read: Sequence[Stated], data: Round, named: Sequence[str], findings: list[Finding]) -> None:
    """Those that ``--exclude`` names: everywhere, or for one measurand as MEASURAND:LABORATORY."""
    for text in named:
        hits = 0
        for stated in read:
            code = text.removeprefix(f"{stated.label}:")
            if code in stated.codes:
                stated.included[stated.codes.index(code)] = False
                hits += 1
        if not hits and text not in data.laboratories:
            raise DataError(*_unknown(text, data))


def _unknown(text: str, data: Round) -> tuple[str, list[Finding]]:
    finding = Finding("consensus_exclude", named=text, names=", ".join(data.laboratories) or "–")
    return finding.text, [finding]
