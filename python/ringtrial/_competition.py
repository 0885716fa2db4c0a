"""The scheme's ``[competition]``: laboratories over measurands, ranks with the noise that they have.

Every number comes from ``ringtrial.ranking``; what is made here is the table that goes in and what goes into
the documents: codes only, never names.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial._strata import compared, first_texts, names_of
from ringtrial.findings import Finding
from ringtrial.scheme.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ringtrial.evaluation import Evaluation

    Scores = NDArray[np.float64]

COLUMNS = (
    "round", "laboratory", "n_scores", "rank", "rank_lower", "rank_upper", "probability_best",
    "probability_top", "group", "statistic", "mean_abs", "median_abs", "rms", "rsz", "p_rsz", "ssz", "p_ssz",
    "mean_points", "n_satisfactory", "n_questionable", "n_unsatisfactory", "status",
)  # fmt: skip
_COMBINED = COLUMNS[COLUMNS.index("mean_abs") : COLUMNS.index("status")]
_MOST_COMPARED = 1500  # laboratories in pairs; a matrix of more is hundreds of megabytes


def hold(evaluation: Evaluation) -> dict[str, Any] | None:
    """The competition of an evaluated round; None, with a finding, where there is nothing to rank."""
    options = evaluation.scheme.competition
    if options is None:
        return None
    labels, left_out, scores = _table(evaluation, options["measurands"])
    evaluation.all_findings += _unused(evaluation, options["measurands"])
    evaluation.all_findings += (Finding("competition_left_out", measurand=label) for label in left_out)
    ranked = _ranked(scores, options["minimum_scores"])
    if len(labels) < 2 or int(ranked.sum()) < 2:
        evaluation.all_findings.append(
            Finding("competition_too_few", measurands=len(labels), laboratories=int(ranked.sum()))
        )
        return None
    least = _least(scores.shape[1], options["minimum_scores"])
    head = options | {"minimum_scores": least, "measurands": labels, "left_out": left_out}
    compared_scores = np.where(ranked[:, None], scores, np.nan)
    letters, first = _groups(evaluation, options, compared_scores, ranked)
    laboratories = _laboratories(evaluation, options, scores, compared_scores, letters)
    friedman = _friedman(scores[ranked])
    differ = friedman["p_value"] <= options["alpha"] or friedman["status"] != "ok"
    told_apart = differ and len(first) < int(ranked.sum())
    return head | {
        "friedman": friedman,
        "first": first if told_apart else [],
        "laboratories": laboratories,
        "strata": _strata(evaluation, options, laboratories),
    }


def columns_of(evaluation: Evaluation) -> dict[str, list[Any]]:
    """The columns of ranking.csv."""
    competition = evaluation.competition or {"laboratories": []}
    identity = evaluation.round_info["id"]
    rows = [{"round": identity} | row for row in competition["laboratories"]]
    return {name: [row[name] for row in rows] for name in COLUMNS}


def _table(evaluation: Evaluation, wanted: Iterable[str]) -> tuple[list[str], list[str], Scores]:
    """Measurands with z or z′, those that are wanted and have none, and laboratories × measurands."""
    patterns = [Pattern(text) for text in wanted]
    labels, left_out, columns = [], [], []
    for row, details in enumerate(evaluation.details):
        name = evaluation.summary["measurand"][row]
        if not any(pattern.matches(name) for pattern in patterns):
            continue
        column = _scores(evaluation, details["rows"])
        if np.isfinite(column).any():
            labels.append(details["label"])
            columns.append(column)
        else:
            left_out.append(details["label"])
    count = len(evaluation.laboratories)
    return labels, left_out, np.column_stack(columns) if columns else np.empty((count, 0))


def _unused(evaluation: Evaluation, wanted: Iterable[str]) -> list[Finding]:
    """Patterns of the competition that match no measurand."""
    names = evaluation.summary["measurand"]
    idle = (text for text in wanted if not any(map(Pattern(text).matches, names)))
    return [Finding("scheme_unused", what=f'competition: measurands = "{text}"') for text in idle]


def _scores(evaluation: Evaluation, rows: tuple[int, int]) -> Scores:
    """z of each laboratory, or z′ where that took its place."""
    if rows[0] == rows[1]:
        return np.full(len(evaluation.laboratories), np.nan)
    z, z_prime = (np.array(evaluation.results[name][slice(*rows)], float) for name in ("z", "z_prime"))
    return np.where(np.isfinite(z), z, np.where(np.isfinite(z_prime), z_prime, np.nan))


def _least(measurands: int, wanted: int | None) -> int:
    """Scores that a laboratory needs to be ranked: the scheme's, else those of half of the measurands."""
    return wanted or max(1, math.ceil(measurands / 2))


def _ranked(scores: Scores, wanted: int | None) -> NDArray[np.bool_]:
    enough: NDArray[np.bool_] = np.isfinite(scores).sum(axis=1) >= _least(scores.shape[1], wanted)
    return enough


def _laboratories(
    evaluation: Evaluation, options: dict[str, Any], scores: Scores, compared: Scores, letters: list[str]
) -> list[dict[str, Any]]:
    """One entry a laboratory, the best first, those without a rank at the end."""
    from ringtrial import ranking

    combined = ranking.combined(scores)
    intervals = ranking.rank_intervals(
        compared,
        criterion=options["criterion"],
        confidence=options["confidence"],
        replicates=options["replicates"],
        seed=options["seed"],
        ties="min",
    )
    statistic = ranking.rank(scores, criterion=options["criterion"]).statistic
    rows = zip(
        evaluation.laboratories, combined.n.tolist(), intervals.rank.tolist(), intervals.lower.tolist(),
        intervals.upper.tolist(), intervals.probability_best.tolist(), intervals.probability_top.tolist(),
        letters, statistic.tolist(),
        *(getattr(combined, name).tolist() for name in _COMBINED),
        ["ok" if rank == rank else "too_few" for rank in intervals.rank.tolist()], strict=True,
    )  # fmt: skip
    entries = [dict(zip(COLUMNS[1:], row, strict=True)) for row in rows]
    return sorted(entries, key=lambda entry: _place(entry["rank"]))


def _place(rank: float) -> float:
    return rank if rank == rank else math.inf


def _groups(
    evaluation: Evaluation, options: dict[str, Any], compared: Scores, ranked: NDArray[np.bool_]
) -> tuple[list[str], list[str]]:
    """Letters of the groups that cannot be told apart, by laboratory, and who is in the first of them.

    No groups where there are too many laboratories to compare all pairs.
    """
    from ringtrial import ranking

    if int(ranked.sum()) > _MOST_COMPARED:
        return [""] * len(compared), []
    found = ranking.groups(
        compared, criterion=options["criterion"], alpha=options["alpha"], adjust=options["adjust"]
    )
    return found.letters, [evaluation.laboratories[row] for row in found.groups[0]]


def _friedman(scores: Scores) -> dict[str, Any]:
    from ringtrial import ranking

    found = ranking.friedman(scores)
    names = ("statistic", "df", "p_value", "kendall_w", "n_labs", "n_measurands", "status")
    return {name: getattr(found, name) for name in names}


def _strata(
    evaluation: Evaluation, options: dict[str, Any], laboratories: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The criterion by groups of laboratories, as region or tier."""
    found = []
    for name in names_of(options["strata"]):
        column = evaluation.data.column(name)
        if column is None:
            evaluation.all_findings.append(Finding("scheme_unused", what=f'strata = "{name}"'))
            continue
        texts = first_texts(evaluation.data.laboratory, column, len(evaluation.laboratories))
        labels = dict(zip(evaluation.laboratories, texts, strict=True))
        ranked = [entry for entry in laboratories if entry["status"] == "ok"]
        x = [entry["statistic"] for entry in ranked]
        found.append({"by": name} | compared(x, [labels[entry["laboratory"]] for entry in ranked]))
    return found
