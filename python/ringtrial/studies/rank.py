"""``ringtrial rank``: laboratories over measurands, ranks with the noise that they have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial import ranking
from ringtrial.findings import Finding
from ringtrial.report.numbers import fixed, known, short
from ringtrial.report.pictures.rank_intervals import MOST_SHOWN
from ringtrial.report.pictures.ranking import ranking as picture
from ringtrial.scheme.types import BOOL, TEXT, integer, number, one_of
from ringtrial.studies import _rank_tables as tables
from ringtrial.studies._rank_scores import Scores, scores_of
from ringtrial.studies.options import Option
from ringtrial.studies.page import compared
from ringtrial.studies.study import Definition, Drawing, Number, Section, Statement, Study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

TABLES = ("ranking", "scores", "friedman", "strata", "pairs")
OPTIONS = (
    Option("scores", BOOL, False),
    Option("criterion", one_of("mean_abs", "rms", "ssz", "mean_points", "points"), "mean_abs", "NAME"),
    Option("minimum_scores", integer(least=1), None, "N"),
    Option("confidence", number(above=0, below=1), 0.95, "P"),
    Option("replicates", integer(least=100), 2000, "N"),
    Option("seed", integer(least=0), 1, "N"),
    Option("alpha", number(above=0, below=1), 0.05, "P"),
    Option("adjust", one_of("bonferroni", "holm", "none"), "bonferroni", "NAME"),
    Option("strata", TEXT, None, "COLUMN", several=True),
)  # the words and defaults of a scheme's [competition]
_COMBINED = (
    "mean_abs", "median_abs", "rms", "rsz", "p_rsz", "ssz", "p_ssz", "mean_points", "n_satisfactory",
    "n_questionable", "n_unsatisfactory",
)  # fmt: skip
_ONLY_IN_FILES = (
    "mean_abs", "median_abs", "rms", "mean_points", "p_rsz", "p_ssz", "probability_top", "status",
)  # fmt: skip
_MOST_COMPARED = 1500  # laboratories in pairs; a matrix of more is hundreds of megabytes
_MOST_NAMED = 12  # laboratories that share the first place, by code


def prepare(scheme: Scheme, options: Mapping[str, Any]) -> None:
    """Scores have a sign."""
    if options["scores"]:
        scheme.also("*", {"kind": "quantitative", "negative": "allow"})


class Ranked:
    """All that is computed of the scores: who is ranked, where, and who cannot be told apart."""

    def __init__(self, scores: Scores, options: Mapping[str, Any]) -> None:
        self.scores, self.options = scores, options
        table = scores.table
        self.least = options["minimum_scores"] or max(1, math.ceil(table.shape[1] / 2))
        self.in_it: NDArray[np.bool_] = np.isfinite(table).sum(axis=1) >= self.least
        self.compared = np.where(self.in_it[:, None], table, np.nan)
        self.friedman = ranking.friedman(table[self.in_it])
        self.groups = self._groups()
        self.rows = self._rows()
        self.ranked = [row for row in self.rows if known(row["rank"])]

    @property
    def several(self) -> bool:
        """One measurand says nothing about noise in a ranking, one laboratory wins nothing."""
        return self.scores.table.shape[1] > 1 and int(self.in_it.sum()) > 1

    def _groups(self) -> ranking.Groups | None:
        if not 1 < int(self.in_it.sum()) <= _MOST_COMPARED:
            return None
        settings = {name: self.options[name] for name in ("criterion", "alpha", "adjust")}
        return ranking.groups(self.compared, **settings)

    def _rows(self) -> list[dict[str, Any]]:
        """One entry a laboratory, the best first, those without a rank at the end."""
        combined = ranking.combined(self.scores.table)
        settings = {name: self.options[name] for name in ("criterion", "confidence", "replicates", "seed")}
        intervals = ranking.rank_intervals(self.compared, ties="min", **settings)
        places = ranking.rank(self.compared, criterion=self.options["criterion"], ties="min").rank
        places = places if self.several else np.full(len(places), np.nan)
        statistic = ranking.rank(self.scores.table, criterion=self.options["criterion"]).statistic
        letters = self.groups.letters if self.groups else [""] * len(self.in_it)
        rows = [
            {
                "laboratory": code,
                "n_scores": int(combined.n[i]),
                "rank": float(places[i]),
                "rank_lower": float(intervals.lower[i]),
                "rank_upper": float(intervals.upper[i]),
                "probability_best": float(intervals.probability_best[i]),
                "probability_top": float(intervals.probability_top[i]),
                "group": letters[i],
                "statistic": float(statistic[i]),
                **{name: getattr(combined, name)[i].item() for name in _COMBINED},
                "status": "ok" if known(float(places[i])) else "too_few",
            }
            for i, code in enumerate(self.scores.laboratories)
        ]
        return sorted(rows, key=lambda row: row["rank"] if known(row["rank"]) else math.inf)

    @property
    def first(self) -> list[str]:
        """Who cannot be told apart from the best; nobody where laboratories do not differ at all."""
        if self.outcome not in ("one", "several"):
            return []
        assert self.groups is not None
        return [self.scores.laboratories[i] for i in self.groups.groups[0]]

    @property
    def outcome(self) -> str:
        """What may be said of the first place."""
        if not self.several or self.groups is None or self.groups.status != "ok":
            return "untested"
        if self.friedman.status == "ok" and self.friedman.p_value > self.options["alpha"]:
            return "nobody"
        if len(self.groups.groups[0]) == int(self.in_it.sum()):
            return "alike"
        return "one" if len(self.groups.groups[0]) == 1 else "several"

    def strata(self, data: Round) -> list[tables.Stratified]:
        """The criterion by groups of laboratories, as region or tier."""
        found = []
        statistic = {row["laboratory"]: row["statistic"] for row in self.rows}
        chosen = np.flatnonzero(self.in_it).tolist()
        x = [statistic[self.scores.laboratories[i]] for i in chosen]
        for name in self.options["strata"] or ():
            labels = self.scores.labels(data, name)
            test = ranking.strata(x, [labels[i] for i in chosen], alpha=self.options["alpha"])
            found.append(tables.Stratified(name, test))
        return found


def study(data: Round, options: Mapping[str, Any], scheme: Scheme) -> Study:
    """Scores of the file, or those that ``ringtrial score`` would give to its results."""
    scores = scores_of(data, options, scheme)
    ranked = Ranked(scores, options)
    stratified = ranked.strata(data)
    table = tables.ranking(ranked.rows, ranked.least)
    friedman = tables.friedman(ranked.friedman)
    strata, pairs = tables.strata(stratified), tables.pairs(stratified)
    sections = [
        _outcome(ranked, table, friedman),
        *_strata(stratified, strata, pairs, options["alpha"]),
        _method(ranked),
    ]
    return Study(
        "rank",
        title="",
        numbers=[
            Number("ranked", str(len(ranked.ranked)), "of", n=len(scores.laboratories), least=ranked.least),
            Number("measurands", str(len(scores.labels_of_measurands))),
            Number("first", str(len(ranked.first)) if ranked.first else "–", f"outcome_{ranked.outcome}"),
        ],
        sections=sections,
        tables=[table, tables.scores(scores), friedman, *([strata, pairs] if stratified else [])],
        results=[_to_dict(ranked, stratified)],
        findings=[*scores.findings, *_findings(ranked)],
        options=options,
        laboratories=data.laboratories,
    )


def _to_dict(ranked: Ranked, stratified: list[tables.Stratified]) -> dict[str, Any]:
    return {
        "measurands": ranked.scores.labels_of_measurands,
        "left_out": ranked.scores.left_out,
        "minimum_scores": ranked.least,
        "outcome": ranked.outcome,
        "first": ranked.first,
        "friedman": ranked.friedman.to_dict(),
        "laboratories": ranked.rows,
        "strata": [{"by": one.by} | one.test.to_dict() for one in stratified],
    }


def _findings(ranked: Ranked) -> list[Finding]:
    found = [Finding("rank_left_out", measurand=label) for label in ranked.scores.left_out]
    if not ranked.several:
        count = len(ranked.scores.labels_of_measurands)
        found.append(Finding("rank_too_few", measurands=count, laboratories=int(ranked.in_it.sum())))
    return found


# --- words ------------------------------------------------------------------------------------


def _outcome(ranked: Ranked, table: Any, friedman: Any) -> Section:
    parts: list[Any] = [Statement("said.caution", "questionable"), *_statements(ranked)]
    if ranked.several and any(known(row["rank_lower"]) for row in ranked.ranked):
        shown = min(len(ranked.ranked), MOST_SHOWN)
        caption = "caption.plot_first" if shown < len(ranked.ranked) else "caption.plot"
        confidence = f"{100 * ranked.options['confidence']:g}"
        parts.append(
            Drawing(
                "rank-intervals",
                [picture(ranked.ranked)],
                caption=caption,
                description="description.plot",
                n=len(ranked.ranked),
                shown=shown,
                confidence=confidence,
            )
        )
    parts.append(table.part(range(len(table)), hide=_ONLY_IN_FILES))
    parts.append(friedman.part([0], hide=("status",)))
    return Section("ranking", parts, key="ranking")


def _statements(ranked: Ranked) -> list[Statement]:
    if not ranked.several:
        return [Statement("said.too_few", "questionable", n=int(ranked.in_it.sum()))]
    f, first = ranked.friedman, ranked.first
    shown = ", ".join(first[:_MOST_NAMED]) + (", …" if len(first) > _MOST_NAMED else "")
    p = compared(f.p_value) if known(f.p_value) else ""
    said = [Statement(f"said.{ranked.outcome}", n=len(first), list=shown, p=p)]
    if f.status == "ok":
        key = "friedman_differ" if f.p_value <= ranked.options["alpha"] else "friedman_alike"
        said.append(
            Statement(f"said.{key}", chi=short(f.statistic), df=f.df, p=p, w=fixed(f.kendall_w, 2),
                      n=f.n_measurands)
        )  # fmt: skip
    else:
        said.append(Statement(f"said.friedman_{f.status}"))
    return said


def _strata(stratified: list[tables.Stratified], strata: Any, pairs: Any, alpha: float) -> list[Section]:
    sections = []
    for position, one in enumerate(stratified):
        parts: list[Any] = []
        if one.test.status == "ok":
            differ = any(pair.different for pair in one.test.pairs) or one.test.p_value <= alpha
            key = "strata_differ" if differ else "strata_alike"
            parts.append(
                Statement(f"said.{key}", h=short(one.test.statistic), df=f"{one.test.df:g}",
                          p=compared(one.test.p_value))
            )  # fmt: skip
        else:
            parts.append(Statement("said.strata_untested", "questionable"))
        for table in (strata, pairs):
            rows = [row for row, by in enumerate(table.columns[0].values) if by == one.by]
            if rows:
                parts.append(table.part(rows, hide=("by", "p_value", "status")))
        sections.append(Section(f"strata-{position + 1}", parts, names={"en": one.by, "zh": one.by}))
    return sections


def _method(ranked: Ranked) -> Section:
    o, scores = ranked.options, ranked.scores
    given = "given" if o["scores"] else "scored"
    values = {"confidence": f"{100 * o['confidence']:g}", "replicates": o["replicates"], "seed": o["seed"],
              "alpha": f"{100 * o['alpha']:g}", "least": ranked.least,
              "measurands": len(scores.labels_of_measurands)}  # fmt: skip
    return Section(
        "method",
        [
            Definition("term.scores", f"method.{given}", "", **values),
            Definition("term.criterion", f"method.by_{o['criterion']}", "ISO 13528, 10.6", **values),
            Definition("term.intervals", "method.intervals", "", **values),
            Definition("term.groups", f"method.groups_{o['adjust']}", "", **values),
            Definition("term.friedman", "method.friedman", "Friedman 1937", **values),
            Definition("term.sums", "method.sums", "IUPAC 2006; AMC TB 16", **values),
        ],
        key="method",
    )
