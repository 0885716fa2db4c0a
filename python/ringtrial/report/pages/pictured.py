"""The pictures of a measurand with what their captions must say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import fixed, known, plain, positive, score, short
from ringtrial.report.pictures import of_measurand as make
from ringtrial.report.pictures.categories import MOST_SHOWN
from ringtrial.report.pictures.curve import curve_of
from ringtrial.report.pictures.extent import drawable
from ringtrial.report.pictures.histogram import bin_width
from ringtrial.report.pictures.ordered_scores import highest
from ringtrial.report.pictures.points import MOST_DRAWN, Point, points_of, thinned
from ringtrial.report.pictures.scale import on_scale

if TYPE_CHECKING:
    from ringtrial.report.context import Context

Note = tuple[str, dict[str, Any]]  # key of a text and what is filled in
_MOST_NAMED = 8  # results that a caption names
_FEWEST = 3  # results that have a distribution


def figures(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Ordered results, histogram, ordered scores: those for which there are results."""
    transform = context.transform_of(entry)
    entry = on_scale(entry, transform)
    points = points_of(entry)
    if not points or not _drawable(entry, points):
        return []
    made = [
        _ordered(context, entry, points, transform),
        _histogram(context, entry, points),
        _scores(context, entry, points),
    ]
    return [figure for figure in made if figure is not None]


def _drawable(entry: dict[str, Any], points: list[Point]) -> bool:
    spreads = (entry["sigma_pt"], entry["assigned_u"], *(point.expanded for point in points))
    return drawable(point.value for point in points) and all(drawable((0.0, spread)) for spread in spreads)


def _ordered(context: Context, entry: dict[str, Any], points: list[Point], transform: str) -> dict[str, Any]:
    decimals = context.decimals_of(entry, on_scale=True)
    low, high = (fixed(end(point.value for point in points), decimals) for end in (min, max))
    figure = context.figure(
        "ordered", [make.of_results(entry, points)], "measurand.ordered_description",
        n=len(points), low=low, high=high, unit=entry["unit"], value=fixed(entry["assigned_value"], decimals),
    )  # fmt: skip
    return {
        "title": ("measurand.ordered", {}),
        "figure": figure,
        "notes": _ordered_notes(entry, points, transform),
    }


def _ordered_notes(entry: dict[str, Any], points: list[Point], transform: str) -> list[Note]:
    wanted = {
        "measurand.ordered_note": positive(entry["sigma_pt"]),
        "measurand.ordered_plain": not known(entry["assigned_value"]),
        "measurand.bars_note": any(known(point.expanded) for point in points),
        "measurand.z_prime_note": entry["verdict_score"] == "z_prime",
        "measurand.log_note": transform != "none",
        "measurand.censored_note": any(point.qualifier for point in points),
    }
    notes: list[Note] = [(key, {}) for key, said in wanted.items() if said]
    low, high = make.window_of(entry, points)
    outside = [f"{point.code} {point.result}" for point in points if not low <= point.value <= high]
    if outside:
        notes.append(("measurand.outside", _named(outside)))
    return notes + _thinned(len(points))


def _named(results: list[str]) -> dict[str, Any]:
    """The first results of a list, and how many more there are."""
    return {"list": ", ".join(results[:_MOST_NAMED]), "n": len(results) - _MOST_NAMED}


def _thinned(count: int) -> list[Note]:
    return (
        [("measurand.thinned_note", {"drawn": len(thinned(count)), "n": count})] if count > MOST_DRAWN else []
    )


def _histogram(context: Context, entry: dict[str, Any], points: list[Point]) -> dict[str, Any] | None:
    values, unit = make.numbers_of(points), entry["unit"]
    if len(values) < _FEWEST:
        return None
    low, high = make.window_of(entry, points)
    inside = [value for value in values if low <= value <= high]
    curve = curve_of(values, (low, high)) if context.options.get("density", True) else None
    width = f"{plain(bin_width(inside, make.quartile_range_of(entry)))} {unit}".rstrip()
    notes: list[Note] = [("measurand.histogram_note", {"n": len(values), "width": width})]
    if curve:
        notes.append(("measurand.density_note", {"bandwidth": f"{short(curve.bandwidth)} {unit}".rstrip()}))
    if len(inside) < len(values):
        notes.append(("measurand.histogram_outside", {}))
    figure = context.figure(
        "histogram", [make.of_distribution(entry, points, curve)], "measurand.histogram_description",
        n=len(values), low=short(min(values)), high=short(max(values)), unit=unit,
    )  # fmt: skip
    return {"title": ("measurand.histogram", {}), "figure": figure, "notes": notes}


def _scores(context: Context, entry: dict[str, Any], points: list[Point]) -> dict[str, Any] | None:
    name = entry["verdict_score"]
    limits = context.limits_of(entry, name)
    scores = [point.score for point in points if known(point.score)]
    if not limits or not scores:
        return None
    figure = context.figure(
        "scores", [make.of_scores(entry, points, limits)], "measurand.scores_description",
        n=len(scores), low=fixed(min(scores), 2), high=fixed(max(scores), 2),
    )  # fmt: skip
    notes: list[Note] = [("measurand.scores_note", {})]
    cut = [f"{point.code} {score(point.score)}" for point in points if abs(point.score) > highest(limits)]
    if cut:
        notes.append(("measurand.scores_cut", _named(cut)))
    return {
        "title": ("measurand.scores", {"score": name}),
        "figure": figure,
        "notes": notes + _thinned(len(scores)),
    }


def categories_figures(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The one picture of a qualitative measurand."""
    levels = context.scheme_of(entry).get("levels") or ()
    answers = make.answers_of(entry, levels)
    if not answers:
        return []
    notes: list[Note] = [("measurand.categories_note", {})]
    if len(answers) > MOST_SHOWN:
        notes.append(("measurand.categories_more", {"n": MOST_SHOWN}))
    listed = ", ".join(f"{name} {count}" for name, count, _ in answers[:MOST_SHOWN])
    figure = context.figure(
        "categories", [make.of_answers(entry, levels)], "measurand.categories_description", list=listed
    )
    return [{"title": ("measurand.categories", {}), "figure": figure, "notes": notes}]
