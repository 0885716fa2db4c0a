"""Pictures of a round for notebooks: the same specifications as the report's, as Altair charts.

Each takes an :class:`ringtrial.Evaluation` (or the document of its evaluation.json) and the name of a
measurand, which may be left out where there is only one; ``item`` where the round has several. A chart
shows itself in a notebook; ``chart.save("x.svg")`` writes it. Needs ``pip install 'ringtrial[plots]'``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from ringtrial.evaluation import Evaluation
    from ringtrial.report.context import Context
    from ringtrial.report.pictures.theme import Picture
    from ringtrial.studies.study import Study

__all__ = [
    "categories", "heatmap", "histogram", "items", "of_study", "ordered_results", "ordered_scores",
    "rank_intervals",
]  # fmt: skip


def ordered_results(
    evaluation: Evaluation | dict[str, Any], measurand: str | None = None, *, item: str = ""
) -> Any:
    """Results in ascending order with their uncertainties, the assigned value and its limits."""
    from ringtrial.report.pictures.of_measurand import of_results
    from ringtrial.report.pictures.points import points_of
    from ringtrial.report.pictures.scale import on_scale

    context, entry = _find("ordered_results", evaluation, measurand, item)
    entry = on_scale(entry, context.transform_of(entry))
    return _chart([of_results(entry, points_of(entry))])


def histogram(
    evaluation: Evaluation | dict[str, Any] | ArrayLike,
    measurand: str | None = None,
    *,
    item: str = "",
    density: bool = True,
    unit: str = "",
) -> Any:
    """Histogram of results with their kernel density.

    Also of plain numbers: NaN means not reported; ``unit`` is written at their axis.
    """
    from ringtrial.report.pictures.curve import curve_of
    from ringtrial.report.pictures.of_measurand import numbers_of, of_distribution, window_of
    from ringtrial.report.pictures.points import points_of
    from ringtrial.report.pictures.scale import on_scale

    if isinstance(evaluation, dict) or hasattr(evaluation, "all_findings"):
        context, entry = _find("histogram", evaluation, measurand, item)
        entry = on_scale(entry, context.transform_of(entry))
    else:
        entry = _sample(evaluation, unit)
    points = points_of(entry)
    curve = curve_of(numbers_of(points), window_of(entry, points)) if density else None
    return _chart([of_distribution(entry, points, curve)])


def ordered_scores(
    evaluation: Evaluation | dict[str, Any], measurand: str | None = None, *, item: str = ""
) -> Any:
    """The scores that make the signals, as bars in ascending order."""
    from ringtrial.report.pictures.of_measurand import of_scores
    from ringtrial.report.pictures.points import points_of

    context, entry = _find("ordered_scores", evaluation, measurand, item)
    limits = context.limits_of(entry, entry["verdict_score"])
    if not limits:
        raise ValueError(f"ordered_scores: measurand {entry['measurand']!r} has no score that makes signals")
    return _chart([of_scores(entry, points_of(entry), limits)])


def categories(
    evaluation: Evaluation | dict[str, Any], measurand: str | None = None, *, item: str = ""
) -> Any:
    """How many laboratories gave each answer to a qualitative measurand."""
    from ringtrial.report.pictures.of_measurand import of_answers

    context, entry = _find("categories", evaluation, measurand, item)
    return _chart([of_answers(entry, context.scheme_of(entry).get("levels") or ())])


def heatmap(evaluation: Evaluation | dict[str, Any]) -> Any:
    """The signals of all laboratories and measurands."""
    from ringtrial.report.pages.summary import heatmap_of

    return _chart(heatmap_of(_context(evaluation)))


def of_study(study: Study, kind: str, position: int = 0) -> Any:
    """A picture of a study (:func:`ringtrial.studies.run`), of several of a kind the one at ``position``.

    Kinds: "youden"; of a precision study "relation", "mandel-h", "mandel-k", "level"; others as the
    classes of the figures in the report.
    """
    from ringtrial.studies.study import Drawing

    drawings = [part for section in study.sections for part in section.parts if isinstance(part, Drawing)]
    found = [drawing for drawing in drawings if kind in drawing.kind.split()]
    if not 0 <= position < len(found):
        known = ", ".join(dict.fromkeys(repr(drawing.kind.split()[-1]) for drawing in drawings))
        raise ValueError(
            f"of_study: kind = {kind!r}, position = {position}: this study has {len(found)} such pictures; "
            f"kinds are {known or 'none'}"
        )
    return _chart(found[position].pictures)


def _find(function: str, evaluation: Any, measurand: str | None, item: str) -> tuple[Context, dict[str, Any]]:
    """The measurand meant, and the context that knows its scheme."""
    context = _context(evaluation)
    entries = context.document["measurands"]
    found = [
        entry for entry in entries if measurand in (None, entry["measurand"]) and item in ("", entry["item"])
    ]
    if len(found) != 1:
        known = ", ".join(dict.fromkeys(repr(entry["measurand"]) for entry in entries))
        said = "measurand" if measurand is None else f"measurand = {measurand!r}, item = {item!r}"
        raise ValueError(
            f"{function}: {said} must name one of {known}"
            + (" and one of its items" if len(found) > 1 else "")
        )
    return context, found[0]


def items(evaluation: Evaluation | dict[str, Any], measurand: str | None = None, *, item: str = "") -> Any:
    """Results on items in the order of the check of homogeneity, with those measured for stability."""
    from ringtrial.report.pages.items import picture_of

    context, entry = _find("items", evaluation, measurand, item)
    picture = picture_of(entry, context.transform_of(entry))
    if picture is None:
        raise ValueError(f"items: {entry['measurand']!r} has no check of its items that can be drawn")
    return _chart([picture])


def rank_intervals(evaluation: Evaluation | dict[str, Any]) -> Any:
    """Ranks of the competition with their intervals, the best at the top."""
    from ringtrial.report.pages.competition import picture_of

    picture = picture_of(_context(evaluation).document)
    if picture is None:
        raise ValueError("rank_intervals: the evaluation has no competition with ranks")
    return _chart([picture])


def _context(evaluation: Any) -> Context:
    from ringtrial.report.context import Context

    document = evaluation if isinstance(evaluation, dict) else evaluation.to_dict()
    return Context(document, {}, {})


def _sample(values: ArrayLike, unit: str) -> dict[str, Any]:
    """Numbers as an entry of the document: no assigned value, no scores."""
    import numpy as np

    from ringtrial import robust

    x = np.asarray(values, dtype=np.float64).ravel()
    x = x[~np.isnan(x)]
    if not x.size or not np.isfinite(x).all():
        raise ValueError("histogram: values must hold one number or more, all finite")
    row = dict.fromkeys(("u", "expanded_u"), math.nan) | {"signal": "not_scored"}
    row |= dict.fromkeys(("qualifier", "verdict_score", "reported", "reported_unit"), "")
    return {
        "unit": unit,
        "assigned_value": math.nan,
        "assigned_u": math.nan,
        "sigma_pt": math.nan,
        "median": robust.median(x),
        "niqr": robust.niqr(x),
        "robust_sd": robust.algorithm_a(x).scale,
        "results": [{"laboratory": str(i), "value": value} | row for i, value in enumerate(x.tolist(), 1)],
    }


def _chart(pictures: Sequence[Picture]) -> Any:
    try:
        import altair
    except ImportError:
        raise ImportError("rt.plots needs Altair: pip install 'ringtrial[plots]'") from None
    from ringtrial.report.pictures.theme import CONFIG

    views = [picture.view for picture in pictures]
    view = views[0] if len(views) == 1 else {"vconcat": views}
    return altair.Chart.from_dict({"config": CONFIG, **view})
