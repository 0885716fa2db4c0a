"""The pictures of a measurand, made from its entry in the document, with what their captions must say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import fixed, known, plain, score, short
from ringtrial.report.pictures import extent
from ringtrial.report.pictures.categories import MOST_SHOWN, categories
from ringtrial.report.pictures.histogram import bin_width, histogram
from ringtrial.report.pictures.ordered_results import ordered_results
from ringtrial.report.pictures.ordered_scores import highest, ordered_scores
from ringtrial.report.pictures.points import MOST_DRAWN, SYMBOLS, Point, points_of, thinned

if TYPE_CHECKING:
    from ringtrial.report.context import Context

Note = tuple[str, dict[str, Any]]  # key of a text and what is filled in
_MOST_NAMED = 8  # results outside the picture that its caption names


def figures(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Ordered results, histogram, ordered scores: those for which there are results."""
    points = points_of(entry)
    if not points:
        return []
    made = [_ordered(context, entry, points), _histogram(context, entry, points), _scores(context, entry, points)]
    return [figure for figure in made if figure is not None]


def _numbers(points: list[Point]) -> list[float]:
    return [point.value for point in points if not point.qualifier]


def window_of(entry: dict[str, Any], points: list[Point]) -> tuple[float, float]:
    """The part of the axis on which results are drawn at their place."""
    centre = entry["assigned_value"] if known(entry["assigned_value"]) else entry["median"]
    spreads = [entry["sigma_pt"], entry["robust_sd"], entry["niqr"]]
    if transform_of(entry) != "none":
        spreads = [entry["niqr"], entry["mad"]]
    return extent.window(centre, spreads, [point.value for point in points])


def transform_of(entry: dict[str, Any]) -> str:
    return str(entry.get("transform") or "none")


def lines_of(entry: dict[str, Any], transform: str) -> list[tuple[float, str, str]]:
    """x_pt, then x_pt ± 3 and ± 2 σ_pt, the important ones first."""
    x, sigma = entry["assigned_value"], entry["sigma_pt"]
    if not known(x):
        return []
    lines = [(x, "xₚₜ", "value")]
    if known(sigma):
        lines += [
            (_away(x, side * times * sigma, transform), f"{'+' if side > 0 else '−'}{times}σ", kind)
            for times, kind in ((3, "action"), (2, "warning"))
            for side in (1, -1)
        ]
    return lines


def _away(x: float, step: float, transform: str) -> float:
    return x * 10**step if transform == "log10" else x * math.exp(step) if transform == "ln" else x + step


def _band(entry: dict[str, Any], transform: str) -> tuple[float, float] | None:
    x, u = entry["assigned_value"], entry["assigned_u"]
    if not (known(x) and known(u) and u > 0):
        return None
    return _away(x, -2 * u, transform), _away(x, 2 * u, transform)


def _ordered(context: Context, entry: dict[str, Any], points: list[Point]) -> dict[str, Any]:
    transform = str(context.scheme_of(entry).get("transform") or "none")
    window = window_of(entry, points)
    lines = lines_of(entry, transform)
    picture = ordered_results(points, lines, band=_band(entry, transform), window=window, unit=entry["unit"])
    decimals = context.decimals_of(entry)
    ends = [fixed(end(point.value for point in points), decimals) for end in (min, max)]
    figure = context.figure(
        "ordered", [picture], "measurand.ordered_description",
        n=len(points), low=ends[0], high=ends[1], unit=entry["unit"], value=fixed(entry["assigned_value"], decimals),
    )  # fmt: skip
    return {"title": ("measurand.ordered", {}), "figure": figure, "notes": _ordered_notes(entry, points, window, transform)}


def _ordered_notes(entry: dict[str, Any], points: list[Point], window: tuple[float, float], transform: str) -> list[Note]:
    notes: list[Note] = [("measurand.ordered_note" if known(entry["sigma_pt"]) else "measurand.ordered_plain", {})]
    if any(known(point.expanded) for point in points):
        notes.append(("measurand.bars_note", {}))
    if entry["verdict_score"] == "z_prime":
        notes.append(("measurand.z_prime_note", {}))
    if transform != "none":
        notes.append(("measurand.log_note", {}))
    if any(point.qualifier for point in points):
        notes.append(("measurand.censored_note", {}))
    outside = [point for point in points if not window[0] <= point.value <= window[1]]
    if outside:
        notes.append(("measurand.outside", _named([f"{point.code} {point.result}" for point in outside])))
    if len(points) > MOST_DRAWN:
        notes.append(("measurand.thinned_note", {"drawn": len(thinned(len(points))), "n": len(points)}))
    return notes


def _named(results: list[str]) -> dict[str, Any]:
    """The first results of a list, and how many more there are."""
    return {"list": ", ".join(results[:_MOST_NAMED]), "n": len(results) - _MOST_NAMED}


def _histogram(context: Context, entry: dict[str, Any], points: list[Point]) -> dict[str, Any] | None:
    values = _numbers(points)
    if len(values) < 3:
        return None
    window = window_of(entry, points)
    inside = [value for value in values if window[0] <= value <= window[1]]
    quartile_range = entry["niqr"] / 0.7413 if known(entry["niqr"]) else 0.0
    lines = [(value, kind) for value, _, kind in lines_of(entry, "none") if kind != "action"]
    picture = histogram(values, quartile_range=quartile_range, window=window, curve=None, lines=lines, unit=entry["unit"])
    notes: list[Note] = [
        ("measurand.histogram_note", {"n": len(values), "width": plain(bin_width(inside, quartile_range)), "unit": entry["unit"]})
    ]
    if len(inside) < len(values):
        notes.append(("measurand.histogram_outside", {}))
    figure = context.figure(
        "histogram", [picture], "measurand.histogram_description",
        n=len(values), low=short(min(values)), high=short(max(values)), unit=entry["unit"],
    )  # fmt: skip
    return {"title": ("measurand.histogram", {}), "figure": figure, "notes": notes}


def _scores(context: Context, entry: dict[str, Any], points: list[Point]) -> dict[str, Any] | None:
    name = entry["verdict_score"]
    limits = context.limits_of(entry, name)
    scores = [point.score for point in points if known(point.score)]
    if not limits or not scores:
        return None
    picture = ordered_scores(points, limits, symbol=SYMBOLS[name])
    figure = context.figure(
        "scores", [picture], "measurand.scores_description",
        n=len(scores), low=fixed(min(scores), 2), high=fixed(max(scores), 2),
    )  # fmt: skip
    notes: list[Note] = [("measurand.scores_note", {})]
    cut = [f"{point.code} {score(point.score)}" for point in points if abs(point.score) > highest(limits)]
    if cut:
        notes.append(("measurand.scores_cut", _named(cut)))
    if len(scores) > MOST_DRAWN:
        notes.append(("measurand.thinned_note", {"drawn": len(thinned(len(scores))), "n": len(scores)}))
    return {"title": ("measurand.scores", {"score": name}), "figure": figure, "notes": notes}


def categories_figures(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Counts of the answers, the most frequent first; ordinal ones in the order of their levels."""
    found: dict[str, dict[str, int]] = {}
    for row in entry["results"]:
        if row["signal"] not in ("not_reported", "withdrawn"):
            signals = found.setdefault(row["reported"], {})
            signals[row["signal"]] = signals.get(row["signal"], 0) + 1
    if not found:
        return []
    answers = [(name, sum(signals.values()), max(signals, key=lambda s: signals[s])) for name, signals in found.items()]
    levels = context.scheme_of(entry).get("levels") or []
    place = {level: i for i, level in enumerate(levels)}
    answers.sort(key=lambda answer: (place.get(answer[0], len(levels)), -answer[1]))
    notes: list[Note] = [("measurand.categories_note", {})]
    if len(answers) > MOST_SHOWN:
        notes.append(("measurand.categories_more", {"n": MOST_SHOWN}))
    listed = ", ".join(f"{name} {count}" for name, count, _ in answers[:MOST_SHOWN])
    figure = context.figure("categories", [categories(answers)], "measurand.categories_description", list=listed)
    return [{"title": ("measurand.categories", {}), "figure": figure, "notes": notes}]
