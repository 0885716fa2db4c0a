"""A table of results evaluated at once; the numbers are those of a frame, to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import _core

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ringtrial._result_table import Part, ResultTable
    from ringtrial.findings import Finding
    from ringtrial.scheme import Scheme

SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
MEASURANDS = (
    "n_reported", "n_used", "n_excluded", "assigned_value", "assigned_u", "sigma_pt", "u_ratio",
    "robust_mean", "robust_sd", "median", "mad", "niqr", "mean", "sd", "minimum", "maximum",
)  # fmt: skip
_SIGNALS, _REASONS = np.array(_core.round.signals), np.array(_core.round.reasons)
_STATUS = np.array(("ok", *_core.round.reasons[1:]))
_VERDICTS = np.array((*SCORES, ""))
_SHOWN = 20  # measurands in a notebook


class TableEvaluation:
    """A table of results, evaluated.

    One entry a measurand: ``n_reported``, ``n_used``, ``n_excluded``, ``assigned_value`` in the unit of the
    results, ``assigned_u``, ``sigma_pt``, ``u_ratio``, ``verdict_score``, ``status`` and the statistics
    ``robust_mean`` to ``maximum``.

    In the shape of the results: ``used``, ``signal``, ``reason`` and the scores ``difference`` to ``e_n``,
    None where the scheme gives no such score, NaN where a result has none. Values of a ragged table that
    belong to no measurand are "not_reported".

    As frames: ``assigned``, a row a measurand; ``scores``, a row a result; ``findings``.
    """

    SIGNALS: tuple[str, ...] = _core.round.signals
    REASONS: tuple[str, ...] = _core.round.reasons

    n_reported: NDArray[np.int64]
    n_used: NDArray[np.int64]
    n_excluded: NDArray[np.int64]
    assigned_value: NDArray[np.float64]
    assigned_u: NDArray[np.float64]
    sigma_pt: NDArray[np.float64]
    u_ratio: NDArray[np.float64]
    robust_mean: NDArray[np.float64]
    robust_sd: NDArray[np.float64]
    median: NDArray[np.float64]
    mad: NDArray[np.float64]
    niqr: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    minimum: NDArray[np.float64]
    maximum: NDArray[np.float64]
    difference: NDArray[np.float64] | None
    percent_difference: NDArray[np.float64] | None
    percent_allowance: NDArray[np.float64] | None
    z: NDArray[np.float64] | None
    z_prime: NDArray[np.float64] | None
    zeta: NDArray[np.float64] | None
    e_n: NDArray[np.float64] | None
    used: NDArray[np.bool_]
    signal_code: NDArray[np.uint8]  # SIGNALS[code] is the signal: a byte a result in place of a text
    reason_code: NDArray[np.uint8]
    _verdict_score: NDArray[np.uint8]
    _status: NDArray[np.uint8]

    def __init__(self, table: ResultTable, scheme: Scheme, *, review: bool) -> None:
        self._table = table
        self._parts = table.parts(scheme)
        columns, scores, signal, reason, use, self._noticed = zip(
            *(table.evaluate(part, review) for part in self._parts), strict=True
        )
        for name in MEASURANDS:
            setattr(self, name, self._by_measurand([column[name] for column in columns]))
        self._verdict_score = self._by_measurand([column["verdict_score"] for column in columns])
        self._status = self._by_measurand([column["status"] for column in columns])
        for name in SCORES:
            given = any(name in column for column in scores)
            every = [column.get(name) for column in scores]
            setattr(self, name, self._by_result(every, np.nan) if given else None)
        self.signal_code = self._by_result(signal, self.SIGNALS.index("not_reported"))
        self.reason_code = self._by_result(reason, self.REASONS.index("not_reported"))
        self.used = self._by_result(use, 1) == 0

    def _by_measurand(self, columns: list[NDArray[Any]]) -> Any:
        if len(columns) == 1:
            return columns[0]
        whole = np.empty(self._table.count, columns[0].dtype)
        for part, column in zip(self._parts, columns, strict=True):
            whole[part.measurands] = column
        return whole

    def _by_result(self, columns: Any, missing: float) -> Any:
        if len(columns) == 1:
            return columns[0]
        kind = next(column.dtype for column in columns if column is not None)
        whole = np.full(self._table.results.shape, missing, kind)
        for part, column in zip(self._parts, columns, strict=True):
            if column is not None:
                whole[part.results] = column
        return whole

    @property
    def signal(self) -> NDArray[np.str_]:
        """The signal of each result."""
        words: NDArray[np.str_] = _SIGNALS[self.signal_code]
        return words

    @property
    def reason(self) -> NDArray[np.str_]:
        """Why a result has no verdict, "" where it has one."""
        words: NDArray[np.str_] = _REASONS[self.reason_code]
        return words

    @property
    def verdict_score(self) -> NDArray[np.str_]:
        """The score that makes the signals of each measurand, "" where there is none."""
        words: NDArray[np.str_] = _VERDICTS[self._verdict_score]
        return words

    @property
    def status(self) -> NDArray[np.str_]:
        """Why a measurand has no verdicts, "ok" where it has."""
        words: NDArray[np.str_] = _STATUS[self._status]
        return words

    def totals(self) -> dict[str, int]:
        """How often each signal was given."""
        counts = np.bincount(self.signal_code.ravel(), minlength=len(self.SIGNALS))
        return dict(zip(self.SIGNALS, counts.tolist(), strict=True))

    def finding_counts(self) -> dict[str, int]:
        """How often each thing was noticed, by its code: quick, however many there are."""
        codes = np.concatenate([code for _, code, _, _ in self._noticed])
        counts = np.bincount(codes, minlength=len(_core.round.finding_codes))
        return {code: n for code, n in zip(_core.round.finding_codes, counts.tolist(), strict=True) if n}

    @property
    def all_findings(self) -> list[Finding]:
        """What was noticed, measurand by measurand; the words take some microseconds each."""
        found = [pair for part, noticed in zip(self._parts, self._noticed, strict=True)
                 for pair in self._worded(part, noticed)]  # fmt: skip
        return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]

    def _worded(self, part: Part, noticed: tuple[Any, ...]) -> Iterator[tuple[int, Finding]]:
        from ringtrial._evaluation_findings import to_finding
        from ringtrial.round import Measurand

        table = self._table
        for j, code, laboratory, numbers in zip(*(column.tolist() for column in noticed), strict=True):
            at = j if part.measurands is None else int(part.measurands[j])
            unit = part.options["unit"]
            measurand = Measurand(table.measurand(at), "", unit, "quantitative", part.options)
            name = [table.laboratory(at, laboratory)] if laboratory >= 0 else []
            position = 0 if name else -1
            yield at, to_finding(_core.round.finding_codes[code], position, numbers, measurand, name)

    @property
    def findings(self) -> Any:
        """What was noticed, as a frame."""
        from ringtrial.findings import FIELDS

        found = self.all_findings
        return _frame({name: [getattr(finding, name) for finding in found] for name in FIELDS})

    @property
    def assigned(self) -> Any:
        """One row a measurand, as a frame."""
        names = [self._table.measurand(j) for j in range(self._table.count)]
        columns = {name: getattr(self, name).tolist() for name in (*MEASURANDS, "verdict_score", "status")}
        return _frame({"measurand": names} | columns)

    @property
    def scores(self) -> Any:
        """One row a result, measurand by measurand, as a frame."""
        table = self._table
        at, laboratory = table.places()
        pairs = zip(at.tolist(), laboratory.tolist(), strict=True)
        columns: dict[str, Any] = {
            "measurand": [table.measurand(j) for j in at.tolist()],
            "laboratory": [table.laboratory(j, i) for j, i in pairs],
            "value": table.by_measurand(np.ma.filled(table.results.astype(float), np.nan)),
            "used": table.by_measurand(self.used).tolist(),
        }
        columns |= {name: getattr(self, name)[at] for name in ("assigned_value", "assigned_u", "sigma_pt")}
        given = [name for name in SCORES if getattr(self, name) is not None]
        columns |= {name: table.by_measurand(getattr(self, name)) for name in given}
        columns["verdict_score"] = self.verdict_score[at].tolist()
        columns |= {name: table.by_measurand(getattr(self, name)).tolist() for name in ("signal", "reason")}
        return _frame(columns)

    def __repr__(self) -> str:
        totals = ", ".join(f"{number} {signal}" for signal, number in self.totals().items() if number)
        return f"TableEvaluation({self._table.size}; {totals})"

    def _repr_html_(self) -> str:
        from html import escape

        names = ("n_used", "assigned_value", "assigned_u", "sigma_pt", "verdict_score", "status")
        columns = [getattr(self, name)[:_SHOWN].tolist() for name in names]
        head = "".join(f"<th>{name}</th>" for name in ("measurand", *names))
        rows = "".join(
            f"<tr><th>{escape(self._table.measurand(j))}</th>"
            + "".join(f"<td>{_shown(value)}</td>" for value in row)
            + "</tr>"
            for j, row in enumerate(zip(*columns, strict=True))
        )
        more = f", the first {_SHOWN} shown" if self._table.count > _SHOWN else ""
        caption = f"<caption>{escape(repr(self))}{more}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead>{rows}</table>"


def _frame(columns: Mapping[str, Any]) -> Any:
    from ringtrial.outputs import to_frame

    return to_frame(columns, None)


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
