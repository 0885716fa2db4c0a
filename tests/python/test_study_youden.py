"""ringtrial youden: which results are pairs, and what is said of them."""

import csv
import json
import math
from pathlib import Path

import pytest

import ringtrial as rt
from ringtrial.errors import DataError

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
CASES = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "reference" / "paired.json").read_text(encoding="utf-8")
    )["cases"]
}


def file_of(tmp_path, x, y, name="pairs.csv"):
    path = tmp_path / name
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["laboratory", "A", "B"])
        writer.writerows((f"L{i:02d}", *pair) for i, pair in enumerate(zip(x, y, strict=True), 1))
    return path


@pytest.mark.parametrize(("case", "method"), [("chromium", "classical"), ("chromium-robust", "robust")])
def test_the_tables_hold_the_numbers_of_the_reference_cases(tmp_path, case, method):
    # tests/reference/paired.json: chromium in the R package metRology, by R's own functions
    found = CASES[f"paired/youden/{case}"]
    path = file_of(tmp_path, found["args"]["x"], found["args"]["y"])
    study = rt.studies.run("youden", path, method=method)
    pair = study.table("pairs", "pandas").iloc[0]
    for key in ("pearson", "spearman", "pearson_p_value"):
        assert pair[key] == pytest.approx(found["expect"][key], rel=1e-9)
    assert [pair["center_x"], pair["center_y"]] == pytest.approx(found["expect"]["center"], rel=1e-9)
    assert [pair["sd_x"], pair["sd_y"]] == pytest.approx(found["expect"]["sd"], rel=1e-9)


def test_the_two_items_of_each_measurand_are_pairs(tmp_path):
    path = tmp_path / "items.csv"
    lines = ["lab,measurand,sample,result,unit"]
    for lab in range(1, 9):
        for measurand, unit in (("Pb", "mg/kg"), ("Cd", "ug/kg")):
            for item, shift in (("S1", 0.0), ("S2", 1.0)):
                lines.append(f"{lab},{measurand},{item},{10 + shift + (lab * 7 % 5) / 10 + lab / 100},{unit}")
    path.write_text("\n".join(lines))
    study = rt.studies.run("youden", path)
    table = study.table("pairs", "pandas")
    assert list(zip(table["x"], table["y"], strict=True)) == [("Pb|S1", "Pb|S2"), ("Cd|S1", "Cd|S2")]
    assert list(table["n"]) == [8, 8]
    named = rt.studies.run("youden", path, pair=["Cd|S2,Cd|S1"]).table("pairs", "pandas")
    assert list(zip(named["x"], named["y"], strict=True)) == [("Cd|S2", "Cd|S1")]
    with pytest.raises(DataError, match=r"Pb\|S1 is in mg/kg, Cd\|S1 in ug/kg: .* one unit"):
        rt.studies.run("youden", path, pair=["Pb|S1,Cd|S1"])


def test_what_is_no_pair_is_told_with_what_there_is():
    with pytest.raises(DataError, match="Which results are pairs"):
        rt.studies.run("youden", ROUNDS / "creosote.csv")
    with pytest.raises(DataError, match="“A” is no pair: it must be two of Allergen A, Allergen B"):
        rt.studies.run("youden", ROUNDS / "allergen-pair.csv", pair=["A"])


def test_replicates_become_their_mean(tmp_path):
    path = tmp_path / "replicates.csv"
    lines = ["lab,sample,replicate,result"]
    for lab in range(1, 6):
        for item, base in (("S1", 2.0), ("S2", 5.0)):
            lines += [f"{lab},{item},1,{base + lab}", f"{lab},{item},2,{base + lab + 0.5}"]
    path.write_text("\n".join(lines))
    table = rt.studies.run("youden", path).table("laboratories", "pandas")
    assert list(table["result_x"]) == [2.25 + lab for lab in range(1, 6)]
    assert list(table["result_y"]) == [5.25 + lab for lab in range(1, 6)]


@pytest.mark.parametrize(
    ("x", "y", "status"),
    [
        ([1.0, 2.0], [1.0, 3.0], "too_few"),
        ([1.0] * 6, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "zero_scale"),
        ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0], "zero_scale"),
        ([1.0, "", 3.0, ""], ["", 2.0, 5.0, 1.0], "too_few"),
    ],
)
def test_results_without_an_ellipse_are_told_and_reported(tmp_path, x, y, status):
    study = rt.studies.run("youden", file_of(tmp_path, x, y), method="classical")
    assert study.table("pairs", "pandas")["status"][0] == status
    assert [finding.code for finding in study.findings if finding.severity == "warning"] == ["pair_status"]
    page = (study.write(tmp_path / "out", language="en") / "report.html").read_text(encoding="utf-8")
    assert "What needs attention" in page
    assert '<figure class="youden"' not in page


def test_limits_take_no_part(tmp_path):
    x, y = [1.0, 2.0, "<3", 4.0, 6.0], [1.5, 2.0, 3.0, 3.5, 7.0]
    study = rt.studies.run("youden", file_of(tmp_path, x, y))
    assert study.table("pairs", "pandas")["n"][0] == 4
    assert "pair_limits" in {finding.code for finding in study.findings}


def test_marks_follow_the_scores():
    study = rt.studies.run("youden", ROUNDS / "allergen-pair.csv")
    column = next(c for c in study.tables[1].columns if c.key == "zb")
    for score, mark in zip(column.values, column.marks, strict=True):
        expected = "" if abs(score) <= 2 else "questionable" if abs(score) < 3 else "unsatisfactory"
        assert mark == expected
    assert not any(math.isnan(score) for score in column.values)
