"""The pictures of one measurand, from its entry in the evaluation document (docs/scheme.md, section 4).

``report.pages.pictured`` adds captions, ``ringtrial.plots`` makes charts of them. Entries are those of
``pictures.scale.on_scale``: results, assigned value and σ_pt on one scale; points are ``points_of`` them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known, positive
from ringtrial.report.pictures import extent
from ringtrial.report.pictures.categories import categories
from ringtrial.report.pictures.histogram import histogram
from ringtrial.report.pictures.ordered_results import ordered_results
from ringtrial.report.pictures.ordered_scores import ordered_scores
from ringtrial.report.pictures.points import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.curve import Curve
    from ringtrial.report.pictures.points import Point
    from ringtrial.report.pictures.theme import Picture


def of_results(entry: dict[str, Any], points: Sequence[Point]) -> Picture:
    """Results in ascending order, with x_pt, its uncertainty and x_pt ± 2 and ± 3 σ_pt."""
    window = window_of(entry, points)
    return ordered_results(points, lines_of(entry), band=_band(entry), window=window, unit=entry["unit"])


def of_distribution(entry: dict[str, Any], points: Sequence[Point], curve: Curve | None) -> Picture:
    """Histogram and density, with x_pt and x_pt ± 2 σ_pt."""
    return histogram(
        numbers_of(points),
        quartile_range=quartile_range_of(entry),
        window=window_of(entry, points),
        curve=curve,
        lines=[(value, kind) for value, _, kind in lines_of(entry) if kind != "action"],
        unit=entry["unit"],
    )


def of_scores(entry: dict[str, Any], points: Sequence[Point], limits: Sequence[float]) -> Picture:
    """The scores that make the signals, in ascending order."""
    return ordered_scores(points, limits, symbol=SYMBOLS[entry["verdict_score"]])


def of_answers(entry: dict[str, Any], levels: Sequence[str] = ()) -> Picture:
    """How many laboratories gave each answer."""
    return categories(answers_of(entry, levels))


def answers_of(entry: dict[str, Any], levels: Sequence[str] = ()) -> list[tuple[str, int, str]]:
    """Answer, laboratories, signal: the most frequent first, ordinal ones in the order of their levels."""
    found: dict[str, dict[str, int]] = {}
    for row in entry["results"]:
        if row["signal"] not in ("not_reported", "withdrawn"):
            signals = found.setdefault(row["reported"].strip(), {})
            signals[row["signal"]] = signals.get(row["signal"], 0) + 1
    answers = [(name, sum(n.values()), max(n, key=n.__getitem__)) for name, n in found.items()]
    place = {level: i for i, level in enumerate(levels)}
    return sorted(answers, key=lambda answer: (place.get(answer[0], len(place)), -answer[1]))


def numbers_of(points: Sequence[Point]) -> list[float]:
    """The results that are numbers and no limits."""
    return [point.value for point in points if not point.qualifier]


def quartile_range_of(entry: dict[str, Any]) -> float:
    """Q3 − Q1, from the normalised interquartile range."""
    return float(entry["niqr"]) / 0.7413 if known(entry["niqr"]) else 0.0


def window_of(entry: dict[str, Any], points: Sequence[Point]) -> tuple[float, float]:
    """The part of the axis on which results are drawn at their place."""
    centre = entry["assigned_value"] if known(entry["assigned_value"]) else entry["median"]
    spreads = (entry[key] for key in ("sigma_pt", "robust_sd", "niqr"))
    return extent.window(centre, spreads, [point.value for point in points])


def lines_of(entry: dict[str, Any]) -> list[tuple[float, str, str]]:
    """x_pt, then x_pt ± 3 and ± 2 σ_pt, the important ones first."""
    x, sigma = entry["assigned_value"], entry["sigma_pt"]
    if not known(x):
        return []
    lines = [(x, "xₚₜ", "value")]
    if positive(sigma):
        lines += [
            (x + side * times * sigma, f"{'+' if side > 0 else '−'}{times}σ", kind)
            for times, kind in ((3, "action"), (2, "warning"))
            for side in (1, -1)
        ]
    return lines


def _band(entry: dict[str, Any]) -> tuple[float, float] | None:
    x, u = entry["assigned_value"], entry["assigned_u"]
    return (x - 2 * u, x + 2 * u) if known(x) and positive(u) else None
