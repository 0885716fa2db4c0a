"""``[competition]``: nobody wins by noise, codes only, and what cannot be ranked is said."""

import csv
import json
from pathlib import Path

import jsonschema
import numpy as np
import openpyxl
import pytest
from build_round import NAN, Reported, codes, evaluated

import ringtrial as rt
from ringtrial import outputs

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
SCHEMA = json.loads((Path(outputs.__file__).parent / "evaluation.schema.json").read_text("utf-8"))
CERTIFIED = {"assigned_value": 0.0, "assigned_u": 0.01, "sigma_pt": 1.0, "negative": "allow"}


def held(z, options=None, *, competition=None, **strata):
    """A round whose z scores are the given laboratories × measurands; NaN: not reported."""
    measurands = {}
    for j, column in enumerate(np.asarray(z, float).T):
        measurands[f"M{j + 1}"] = [
            Reported(f"L{i + 1}", value, **{name: labels[i] for name, labels in strata.items()})
            for i, value in enumerate(column)
        ]
    tables = {"measurand": {"*": CERTIFIED | (options or {})}, "competition": competition or {}}
    return evaluated(measurands, scheme=tables)


def noise(laboratories, measurands, seed=1):
    return np.random.default_rng(seed).normal(size=(laboratories, measurands))


def better(laboratories=6, measurands=30):
    """Noise, but one laboratory ten times as good as the others."""
    z = noise(laboratories, measurands)
    z[2] /= 10
    return z


def test_there_is_none_unless_the_scheme_asks():
    e = evaluated({"M": [Reported(f"L{i}", 1 + i / 10) for i in range(8)]})
    assert e.competition is None and e.to_dict()["competition"] is None


def test_numbers_are_those_of_ranking():
    z = noise(8, 12)
    rows = {row["laboratory"]: row for row in held(z).competition["laboratories"]}
    combined, ranks = rt.ranking.combined(z), rt.ranking.rank_intervals(z, ties="min")
    for i in range(8):
        found = rows[f"L{i + 1}"]
        assert found["statistic"] == pytest.approx(combined.mean_abs[i], rel=1e-12)
        assert found["rsz"] == pytest.approx(combined.rsz[i], rel=1e-12)
        assert found["rank"] == ranks.rank[i]
        assert (found["rank_lower"], found["rank_upper"]) == (ranks.lower[i], ranks.upper[i])
        assert found["probability_best"] == ranks.probability_best[i]


def test_nobody_wins_by_noise():
    competition = held(noise(10, 12)).competition
    assert competition["friedman"]["p_value"] > 0.05 and competition["first"] == []
    assert {row["group"] for row in competition["laboratories"]} == {"a"}


def test_who_is_better_by_more_than_noise_is_first():
    competition = held(better()).competition
    assert competition["friedman"]["p_value"] < 1e-3 and competition["first"] == ["L3"]
    first = competition["laboratories"][0]
    assert (first["laboratory"], first["rank"], first["rank_upper"], first["group"]) == ("L3", 1, 1, "a")


def test_two_that_are_equally_good_share_the_first_place():
    z = better()
    z[4] = -z[2]
    assert sorted(held(z).competition["first"]) == ["L3", "L5"]


def test_laboratories_with_few_scores_are_not_ranked():
    z = better()
    z[2, 3:] = NAN  # the best one reports three of thirty
    competition = held(z).competition
    last = competition["laboratories"][-1]
    assert (last["laboratory"], last["n_scores"], last["status"]) == ("L3", 3, "too_few")
    assert np.isnan(last["rank"]) and "L3" not in competition["first"]
    ranked = held(z, competition={"minimum_scores": 3}).competition
    assert ranked["laboratories"][0]["laboratory"] == "L3"


def test_equal_laboratories_share_every_place():
    z = np.tile([[0.5, -1.0, 2.0, 0.1]], (5, 1))
    competition = held(z).competition
    assert {row["rank"] for row in competition["laboratories"]} == {1.0}
    assert competition["friedman"]["status"] == "zero_scale"
    assert competition["first"] == []


@pytest.mark.parametrize("criterion", ["mean_abs", "rms", "ssz", "mean_points", "points"])
def test_every_criterion_finds_the_best(criterion):
    z = 2 * better(measurands=40)
    competition = held(z, competition={"criterion": criterion}).competition
    assert competition["laboratories"][0]["laboratory"] == "L3"


def test_one_measurand_or_one_laboratory_is_no_competition():
    for z in (noise(6, 1), noise(1, 6)):
        e = held(z, {"minimum_laboratories": 2})
        assert e.competition is None and "competition_too_few" in codes(e)


def test_measurands_without_z_are_left_out():
    tables = {
        "measurand": {"*": CERTIFIED, "word": {"kind": "nominal"}, "other": {"scores": ["zeta"]}},
        "competition": {},
    }
    measurands = {
        name: [Reported(f"L{i}", value, u=0.5) for i, value in enumerate(noise(6, 1, seed)[:, 0])]
        for seed, name in enumerate(("A", "B", "other"))
    }
    e = evaluated(measurands, scheme=tables)
    assert e.competition["measurands"] == ["A", "B"] and e.competition["left_out"] == ["other"]
    assert "competition_left_out" in codes(e)


def test_the_scheme_chooses_measurands():
    e = held(noise(6, 12), competition={"measurands": ["M1?", "lead"]})
    assert "lead" in next(f.text for f in e.all_findings if f.code == "scheme_unused")
    assert e.competition["measurands"] == ["M10", "M11", "M12"]


def test_z_prime_stands_in_for_z():
    z = noise(6, 4)
    e = held(z, {"assigned_u": 1.0})
    statistic = {row["laboratory"]: row["statistic"] for row in e.competition["laboratories"]}
    # z′ = D/√(σ_pt² + u²) = z/√2
    assert statistic["L1"] == pytest.approx(np.abs(z[0]).mean() / np.sqrt(2), rel=1e-12)


def test_tiers_are_compared():
    z = noise(12, 10)
    z[6:] *= 5
    tier = ["national"] * 6 + ["local"] * 6
    (found,) = held(z, competition={"strata": "tier"}, tier=tier).competition["strata"]
    assert [(g["stratum"], g["n"]) for g in found["groups"]] == [("local", 6), ("national", 6)]
    assert found["p_value"] < 0.01 and found["pairs"][0]["different"]
    e = held(z, competition={"strata": ["region"]}, tier=tier)
    assert e.competition["strata"] == [] and "scheme_unused" in codes(e)


def test_mistakes_in_the_table_are_told():
    with pytest.raises(rt.SchemeError, match=r'unknown key "critereon", did you mean "criterion"'):
        held(noise(4, 4), competition={"critereon": "rms"})
    with pytest.raises(rt.SchemeError, match="replicates = 10, must be a whole number ≥ 100"):
        held(noise(4, 4), competition={"replicates": 10})


def test_it_is_written_everywhere_and_by_code_only(tmp_path):
    text = (ROUNDS / "iron-ore.toml").read_text("utf-8") + '\n[competition]\nstrata = "method"\n'
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    e = rt.evaluate(ROUNDS / "iron-ore-utf8-bom.csv", tmp_path / "s.toml")
    out = e.write(tmp_path / "out")
    with open(out / "ranking.csv", encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["laboratory"] for row in table] == [
        row["laboratory"] for row in e.competition["laboratories"]
    ]
    assert len(table) == len(e.laboratories) and table[0]["rank"] == "1.0"
    document = json.loads((out / "evaluation.json").read_text("utf-8"))
    jsonschema.validate(document, SCHEMA)
    assert document["competition"]["first"] == []
    page = (out / "report.html").read_text("utf-8")
    assert 'id="competition"' in page and 'class="rank-intervals"' in page
    assert "Nobody has won" in page or "没有优胜者" in page
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    sheet = book["Ranking" if "Ranking" in book.sheetnames else "排名"]
    assert "13528" in sheet["A1"].value
    assert len(e.ranking) == len(table)


def test_the_same_round_gives_the_same_ranks():
    first, second = held(better()).competition, held(better()).competition
    assert json.dumps(first) == json.dumps(second)


def test_no_names_of_laboratories(tmp_path):
    lines = ["实验室名称,A,B,C"] + [
        f"海关{i},{1 + i / 50:.2f},{2 + i / 40:.2f},{3 - i / 30:.2f}" for i in range(9)
    ]
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    named = {"competition": {}, "report": {"names": True}}
    section = rt.evaluate(tmp_path / "r.csv", named).write(tmp_path / "named") / "report.html"
    page = section.read_text("utf-8")
    assert "海关1" in page and "海关" not in page.split('id="competition"')[1].split("</section>")[0]
    out = rt.evaluate(tmp_path / "r.csv", {"competition": {}}).write(tmp_path / "out")
    for name in ("ranking.csv", "evaluation.json", "report.html"):
        assert "海关" not in (out / name).read_text("utf-8-sig"), name
