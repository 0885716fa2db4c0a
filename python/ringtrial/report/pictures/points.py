"""A laboratory's result as the pictures take it."""

from __future__ import annotations

from typing import Any, NamedTuple

from ringtrial.report.numbers import known

MOST_DRAWN = 500  # above so many results a picture is thinned
_THINNED, _ENDS = 300, 25

SYMBOLS = {
    "z": "z",
    "z_prime": "z′",
    "zeta": "ζ",
    "e_n": "Eₙ",
    "percent_allowance": "P_A",
    "difference": "D",
    "percent_difference": "D%",
}


class Point(NamedTuple):
    """One result."""

    code: str
    value: float
    expanded: float  # half length of the uncertainty bar, NaN: none stated
    qualifier: str
    signal: str
    score: float  # the one that makes the signal, NaN: none
    said: str  # the score in words
    result: str  # as reported, with the unit

    @property
    def text(self) -> str:
        """What hovering and a screen reader say."""
        return f"{self.code}: {self.result}{self.said}"


def points_of(entry: dict[str, Any]) -> list[Point]:
    """The results of a measurand of the evaluation document that are numbers."""
    return [_point(row, entry["unit"]) for row in entry["results"] if known(row["value"])]


def _point(row: dict[str, Any], unit: str) -> Point:
    value, name = row["value"], row["verdict_score"]
    score = row[name] if name in SYMBOLS and known(row[name]) else float("nan")
    expanded = (
        row["expanded_u"] if known(row["expanded_u"]) else 2 * row["u"] if known(row["u"]) else float("nan")
    )
    said = f", {SYMBOLS[name]} = {score:.2f}".replace("-", "−") if known(score) else ""
    result = _result(row, unit)
    return Point(
        row["laboratory"], value, expanded, row["qualifier"] or "", row["signal"], score, said, result
    )


def _result(row: dict[str, Any], unit: str) -> str:
    """As reported; the value where it is that of several replicates."""
    if row["reported"] and row.get("n_replicates", 1) <= 1:
        return f"{row['reported']} {row['reported_unit'] or unit}".rstrip()
    return f"{row['value']:.6g} {unit}".rstrip().replace("-", "−")


def thinned(count: int) -> list[int]:
    """Positions to draw of so many ordered results: all, or an even choice with every one at the ends."""
    if count <= MOST_DRAWN:
        return list(range(count))
    even = {round(i * (count - 1) / (_THINNED - 1)) for i in range(_THINNED)}
    return sorted(even | set(range(_ENDS)) | set(range(count - _ENDS, count)))
