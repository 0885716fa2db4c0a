"""The pictures of ``ringtrial consensus``: results, degrees of equivalence, pairs, weights, estimators."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ringtrial import robust
from ringtrial.report.numbers import known
from ringtrial.report.pictures import extent
from ringtrial.report.pictures.duewer import Laboratory, drawable_duewer, duewer_plot
from ringtrial.report.pictures.forest import Row, forest
from ringtrial.report.pictures.ordered_results import ordered_results
from ringtrial.report.pictures.pairs import MOST_DRAWN, pair_map
from ringtrial.report.pictures.points import Point
from ringtrial.report.pictures.theme import QUIET
from ringtrial.report.signals import COLOURS
from ringtrial.studies._consensus_tables import decimals_in, estimator_rows
from ringtrial.studies.study import Drawing

if TYPE_CHECKING:
    from ringtrial.studies._consensus_evaluation import Consensus

_MOST_ROWS = 80  # laboratories below one another
_CHOSEN, _OTHER = "#1d2329", "#8b97a3"


def drawings(one: Consensus, unit: str) -> tuple[list[Drawing], ...]:
    """Of the results, of their differences, of pairs and precision, of estimators; or none."""
    if not one.ok or not extent.drawable([*one.stated.x.tolist(), one.fit.lower, one.fit.upper]):
        return [], [], [], []
    results = [_results(one, unit)]
    if len(one.stated.codes) <= _MOST_ROWS and one.has_weights and not one.without_u:
        results.append(_weights(one, unit))
    scores = one.degrees("score")
    if np.isnan(scores).all():
        return results, [], [], _estimators(one, unit)
    others = [*_pairs(one), *_duewer(one, unit)]
    return results, [_differences(one, unit)], others, _estimators(one, unit)


def _factor(one: Consensus) -> float:
    return one.equivalence.coverage_factor if one.equivalence else math.nan


def _signal(score: float) -> str:
    return "not_scored" if math.isnan(score) else "unsatisfactory" if abs(score) > 1 else "satisfactory"


def _window(one: Consensus) -> tuple[float, float]:
    """What is further from the consensus than six of the largest spread is an arrow at the edge."""
    used = one.x[~np.isnan(one.x)]
    spreads = [float(robust.mad(used)), one.fit.between_sd, float(robust.median(one.u[~np.isnan(one.x)]))]
    return extent.window(one.fit.value, [s for s in spreads if known(s)], one.stated.x.tolist())


def _results(one: Consensus, unit: str) -> Drawing:
    fit, factor = one.fit, _factor(one)
    scores, used = one.degrees("score"), ~np.isnan(one.x)
    columns = [column.tolist() for column in (one.stated.x, one.u, scores, used)]
    points = [
        Point(
            code, x, factor * u, "", _signal(score) if part else "withdrawn", score,
            "" if math.isnan(score) else f", E = {score:.2f}".replace("-", "−"),
            f"{x:.6g} {unit}".rstrip().replace("-", "−"),
        )
        for code, x, u, score, part in zip(one.stated.codes, *columns, strict=True)
    ]  # fmt: skip
    picture = ordered_results(
        points, [(fit.value, "x_ref", "value")], band=(fit.lower, fit.upper), window=_window(one), unit=unit
    )
    caption = "caption.plot_results" if used.all() else "caption.plot_results_excluded"
    caption = "caption.plot_results_without_u" if one.without_u else caption
    values = {"n": len(points), "p": f"{100 * fit.coverage:g}", "k": _said(factor)}
    return Drawing(
        "results",
        [picture],
        title="heading.results",
        caption=caption,
        description="description.results",
        **values,
    )


def _said(factor: float) -> str:
    return f"{factor:.4g}"


def _differences(one: Consensus, unit: str) -> Drawing:
    names = ("difference", "expanded_uncertainty", "score")
    columns = [one.degrees(name).tolist() for name in names]
    points = [
        Point(code, d, expanded, "", _signal(score), score, f", E = {score:.2f}".replace("-", "−"),
              f"d = {d:.4g} {unit}".rstrip().replace("-", "−"))
        for code, d, expanded, score in zip(one.stated.codes, *columns, strict=True)
        if known(d)
    ]  # fmt: skip
    low, high = _window(one)
    window = (low - one.fit.value, high - one.fit.value)
    picture = ordered_results(points, [(0.0, "", "value")], band=None, window=window, unit=unit)
    return Drawing(
        "differences", [picture], title="heading.differences", caption="caption.plot_differences",
        description="description.differences", k=_said(_factor(one)), n=len(points),
    )  # fmt: skip


def _weights(one: Consensus, unit: str) -> Drawing:
    weights = np.where(np.isnan(one.x), np.nan, one.fit.weights)
    largest = float(np.nanmax(np.abs(weights)))
    scores, factor = one.degrees("score").tolist(), _factor(one)
    rows = []
    for i in sorted(range(len(one.stated.codes)), key=lambda i: one.stated.x[i]):
        x, u, weight = float(one.stated.x[i]), float(one.u[i]), float(weights[i])
        rows.append(
            Row(
                one.stated.codes[i], x, x - factor * u, x + factor * u,
                abs(weight) / largest if known(weight) and largest > 0 else 0.0,
                COLOURS[_signal(scores[i])] if known(weight) and known(scores[i]) else QUIET,
                f"{100 * weight:.1f} %".replace("-", "−") if known(weight) else "–",
                "square" if known(weight) else "cross",
            )
        )  # fmt: skip
    band = (one.fit.lower, one.fit.upper)
    picture = forest(rows, value=one.fit.value, band=band, window=_window(one), unit=unit)
    return Drawing(
        "forest", [picture], title="heading.weights", caption="caption.plot_weights",
        description="description.weights", n=len(rows),
    )  # fmt: skip


def _pairs(one: Consensus) -> list[Drawing]:
    order = sorted(range(len(one.stated.codes)), key=lambda i: one.stated.x[i])
    if one.equivalence is None or not 2 <= len(order) <= MOST_DRAWN:
        return []
    scores = one.equivalence.pair_score[np.ix_(order, order)].tolist()
    picture = pair_map([one.stated.codes[i] for i in order], scores)
    apart = int(np.count_nonzero(np.abs(np.triu(scores, 1)) > 1))
    return [
        Drawing(
            "pairs", [picture], title="heading.pairs", caption="caption.plot_pairs",
            description="description.pairs", n=len(order), apart=apart, of=len(order) * (len(order) - 1) // 2,
        )
    ]  # fmt: skip


def _duewer(one: Consensus, unit: str) -> list[Drawing]:
    names = ("difference", "standard_uncertainty", "expanded_uncertainty", "score")
    columns = [one.degrees(name).tolist() for name in names]
    laboratories = [
        Laboratory(code, d, u, expanded, _signal(score))
        for code, d, u, expanded, score in zip(one.stated.codes, *columns, strict=True)
        if known(score)
    ]
    if not drawable_duewer(laboratories):
        return []
    picture = duewer_plot(laboratories, _factor(one), unit)
    values = {"k": _said(_factor(one)), "n": len(laboratories)}
    return [
        Drawing(
            "duewer", [picture], title="heading.duewer", caption="caption.plot_duewer",
            description="description.duewer", **values,
        )
    ]  # fmt: skip


def _estimators(one: Consensus, unit: str) -> list[Drawing]:
    rows, decimals = [], decimals_in(one)
    for method, chosen, value, u, low, high, *_ in estimator_rows(one):
        if known(value) and known(u):
            colour = _CHOSEN if chosen else _OTHER
            said = f"{value:.{max(decimals, 0)}f} ± {u:.{max(decimals, 0)}f}".replace("-", "−")
            rows.append(Row(method, value, low, high, 0.25, colour, said, "diamond" if chosen else "circle"))
    if len(rows) < 2 or not extent.drawable([row.value for row in rows]):
        return []
    ends = [end for row in rows for end in (row.low, row.high) if known(end)]
    window = (min(ends), max(ends))
    picture = forest(rows, value=one.fit.value, band=(one.fit.lower, one.fit.upper), window=window, unit=unit)
    return [
        Drawing(
            "estimators", [picture], title="heading.estimators", caption="caption.plot_estimators",
            description="description.estimators", n=len(rows), p=f"{100 * one.fit.coverage:g}",
        )
    ]  # fmt: skip
