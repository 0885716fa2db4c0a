"""ringtrial rank: ranks and groups of reference cases, who has won and who has not, troublesome scores."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from studies_cases import ROUNDS, ends, rows, run, same_twice, written

import ringtrial as rt

CASES = {
    case["id"].partition("/")[2]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "reference" / "ranking.json").read_text(encoding="utf-8")
    )["cases"]
}
IRON = ROUNDS / "iron-ore.xlsx"
SCHEME = ROUNDS / "iron-ore.toml"


def file_of(tmp_path, scores, name="scores.csv", strata=None):
    names = [f"M{k + 1}" for k in range(len(scores[0]))]
    lines = [",".join(["lab", *names, *(["tier"] if strata else [])])]
    for i, row in enumerate(scores):
        cells = ["" if value is None else str(value) for value in row]
        lines.append(",".join([f"L{i + 1:02d}", *cells, *([strata[i]] if strata else [])]))
    return written(tmp_path, "\n".join(lines) + "\n", name)


def study(tmp_path, scores, **options):
    return rt.studies.run("rank", file_of(tmp_path, scores), scores=True, **options).results[0]


def by_laboratory(found, name):
    return [row[name] for row in sorted(found["laboratories"], key=lambda row: row["laboratory"])]


def test_ranks_and_combined_scores_by_hand(tmp_path):
    case, combined = CASES["rank_mean_abs"], CASES["combined"]
    found = study(tmp_path, case["args"]["scores"])
    ranks = by_laboratory(found, "rank")  # the laboratory without scores is not in the round
    assert ranks[:5] == case["expect"]["rank"][:5]
    assert by_laboratory(found, "statistic")[:5] == pytest.approx(case["expect"]["statistic"][:5])
    for name in ("rms", "rsz", "ssz", "p_rsz", "p_ssz"):
        if name in combined["expect"]:
            assert by_laboratory(found, name)[:5] == pytest.approx(combined["expect"][name][:5], rel=1e-9)
    points = study(tmp_path, case["args"]["scores"], criterion="mean_points")
    assert by_laboratory(points, "rank")[:5] == CASES["rank_points"]["expect"]["rank"][:5]


def test_clear_and_hopeless_competitions(tmp_path):
    clear = study(tmp_path, CASES["intervals_clear"]["args"]["scores"], replicates=100)
    assert [by_laboratory(clear, name) for name in ("rank", "rank_lower", "rank_upper")] == [[1, 2, 3]] * 3
    assert (clear["outcome"], clear["first"]) == ("one", ["L01"])
    mixed = study(tmp_path, CASES["intervals_mixed"]["args"]["scores"])
    assert (mixed["outcome"], mixed["first"]) == ("nobody", [])


def test_groups_that_cannot_be_told_apart(tmp_path):
    case = CASES["groups"]
    found = study(tmp_path, case["args"]["scores"], alpha=0.01)
    assert by_laboratory(found, "group") == case["expect"]["letters"]
    assert found["outcome"] == "several"
    assert found["first"] == ["L01", "L02"]


def test_friedman_as_published(tmp_path):
    # Hollander and Wolfe 1973, rounding first base; R friedman.test: 11.143, p = 0.003805
    found = study(tmp_path, CASES["friedman_rounding_times"]["args"]["scores"])
    assert round(found["friedman"]["statistic"], 3) == 11.143
    assert round(found["friedman"]["p_value"], 6) == 0.003805


def test_strata_as_published(tmp_path):
    # R PlantGrowth, kruskal.test: 7.9882, p = 0.01842
    args = CASES["strata_kruskal_plantgrowth"]["args"]
    path = file_of(tmp_path, [[x, x] for x in args["x"]], strata=args["stratum"])
    found = rt.studies.run("rank", path, scores=True, strata=["tier"]).results[0]
    (strata,) = found["strata"]
    assert (strata["by"], round(strata["statistic"], 4), round(strata["p_value"], 5)) == (
        "tier",
        7.9882,
        0.01842,
    )


def test_results_are_scored_as_score_does(tmp_path, capsys):
    code, _, err = run(
        capsys, "rank", IRON, "--scheme", SCHEME, "--out", tmp_path / "r", "--language", "both"
    )
    assert code == 0
    assert "Laboratories ranked 35" in err
    evaluation = rt.evaluate(IRON, SCHEME)
    expected = {}
    keys = ("measurand", "laboratory", "z", "z_prime")
    for measurand, laboratory, z, z_prime in zip(*(evaluation.results[key] for key in keys), strict=True):
        score = z if np.isfinite(z) else z_prime
        if np.isfinite(score):
            expected[measurand, laboratory] = score
    found = {
        (row["measurand"], row["laboratory"]): float(row["score"]) for row in rows(tmp_path / "r", "scores")
    }
    assert found == expected
    best = rows(tmp_path / "r", "ranking")[0]
    mine = [abs(z) for (_, laboratory), z in expected.items() if laboratory == best["laboratory"]]
    assert float(best["statistic"]) == pytest.approx(np.mean(mine))
    page = (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    assert "ISO 13528 advises against combining them" in page
    assert "不建议合并比分数" in page


def test_too_few_scores_are_not_ranked(tmp_path):
    scores = [[0.1, 0.2, 0.3, 0.1], [1.0, 1.1, None, 0.9], [2.0, None, None, None], [2.0, 2.2, 2.5, 2.6]]
    found = study(tmp_path, scores)
    assert found["minimum_scores"] == 2
    assert [math.isnan(rank) for rank in by_laboratory(found, "rank")] == [False, False, True, False]
    assert by_laboratory(study(tmp_path, scores, minimum_scores=1), "rank")[2] == 3


@pytest.mark.parametrize(
    ("text", "arguments", "code", "said"),
    [
        ("lab,a,b\n", [], 3, ""),
        ("lab,a\n1,0.5\n2,1.5\n", ["--scores"], 0, "A ranking needs two measurands"),
        ("lab,a,b\n1,0.5,0.1\n", ["--scores"], 0, "A ranking needs two measurands"),
        ("lab,a,b\n1,0.5,0.1\n2,0.5,0.1\n", ["--scores"], 0, ""),  # all equal
        ("lab,a,b\n1,0,0\n2,0,0\n3,0,0\n", ["--scores"], 0, ""),
        ("lab,a,b\n1,0.5,x\n2,1.5,0.2\n3,1,1\n", ["--scores"], 3, "x"),
        ("lab,a,b\n1,<0.5,<1\n2,<1.5,<2\n", ["--scores"], 3, "no scores to rank by"),
        ("lab,a,b\n1,0.5,1\n2,1.5,2\n", ["--scores", "--strata", "tier"], 3, "no column “tier”"),
        ("lab,a,b\n1,0.5,1\n2,1.5,2\n", [], 3, ""),  # results of too few laboratories
        ("lab,a,b,tier\n=1+1,0.5,1,<b>x</b>\n=2,1.5,2,=cmd\n", ["--scores", "--strata", "tier"], 0, ""),
    ],
)
def test_bad_scores_have_a_finding_or_one_clear_message(tmp_path, capsys, text, arguments, code, said):
    ends(capsys, "rank", written(tmp_path, text), code, said, *arguments)


def test_an_infinite_score_of_a_frame_ranks_nobody_by_it():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"lab": ["a", "b", "c"], "x": [math.inf, 1.0, 2.0], "y": [0.1, 1.1, 2.2]})
    try:
        found = rt.studies.run("rank", frame, scores=True).results[0]
    except ValueError as refused:
        assert "inf" in str(refused)
    else:
        assert all(math.isfinite(row["statistic"]) for row in found["laboratories"] if row["status"] == "ok")


def test_the_same_bytes_twice_and_only_by_force(tmp_path, capsys):
    path = file_of(tmp_path, CASES["rank_mean_abs"]["args"]["scores"])
    same_twice(capsys, "rank", path, ("ranking", "scores"), "--scores")
