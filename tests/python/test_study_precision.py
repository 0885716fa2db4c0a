"""ringtrial precision: numbers of cited studies, decisions on record, every kind of bad input."""

import csv
import json
import math
import re
from pathlib import Path

import pandas as pd
import pytest

import ringtrial as rt
from ringtrial import cli
from ringtrial.errors import DataError

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
GLUCOSE = ROUNDS / "glucose-e691.csv"
WATER = ROUNDS / "rmstudy-water.csv"
CASES = {
    case["id"].removeprefix("precision/"): case
    for case in json.loads(
        (Path(__file__).parents[1] / "reference" / "precision.json").read_text(encoding="utf-8")
    )["cases"]
}


def run(capsys, *arguments):
    code = cli.main(["precision", *(str(argument) for argument in arguments)])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def file_of(tmp_path, rows, head=("laboratory", "result"), name="study.csv"):
    path = tmp_path / name
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def long(cells):
    """Rows of cells {(laboratory, level): results}."""
    return [(lab, level, value) for (lab, level), values in cells.items() for value in values]


def study_of(tmp_path, cells, **options):
    return rt.studies.run("precision", file_of(tmp_path, long(cells), ("lab", "item", "result")), **options)


def findings(study):
    return [(finding.code, finding.measurand) for finding in study.findings]


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("procedure", "case"), [("flag", "glucose"), ("remove", "glucose-remove")])
def test_glucose_has_the_numbers_of_astm_e691(procedure, case):
    # Data: ASTM E691, Table 1 (glucose in serum); values: tests/reference/precision.json, by mpmath
    expected = CASES[f"collaborative_study/{case}"]["expect"]["levels"]
    table = rt.studies.run("precision", GLUCOSE, procedure=procedure).table("levels", "pandas")
    assert list(table["level"]) == list("ABCDE")
    for row, level in zip(table.to_dict("records"), expected, strict=True):
        for key in ("p", "n", "mean", "s_r", "s_L", "s_R", "r_limit", "R_limit", "gamma"):
            assert row[key] == pytest.approx(level[key], rel=1e-9, abs=1e-12)
        for key in ("s_r", "s_R"):
            ends = [row[f"{key}_low"], row[f"{key}_high"]]
            assert ends == pytest.approx(level[f"{key}_interval"], rel=1e-8)
        assert row["rsd_R"] == pytest.approx(100 * level["rsd_R"], rel=1e-9)


@pytest.mark.parametrize("name", ["level", "Level", "水平", "水平(mg/kg)"])
def test_a_column_of_levels_names_them(tmp_path, name):
    """Pooled, the levels would pass for replicates: s_r would be their distance."""
    cells = {
        ("A", "5"): [5.1, 5.3],
        ("B", "5"): [5.0, 5.2],
        ("A", "10"): [9.9, 10.2],
        ("B", "10"): [10.4, 10.1],
    }
    expected = study_of(tmp_path, cells).table("levels", "pandas")
    file = file_of(tmp_path, long(cells), ("lab", name, "result"))
    for results in (file, pd.read_csv(file)):
        levels = rt.studies.run("precision", results).table("levels", "pandas")
        assert levels["level"].tolist() == ["5", "10"]
        assert levels["s_r"].tolist() == expected["s_r"].tolist()


def test_a_column_of_levels_gives_way_to_one_of_items(tmp_path):
    rows = [(lab, item, "low", i + x) for i, item in enumerate("st") for lab in "AB" for x in (0.1, 0.2)]
    study = rt.studies.run("precision", file_of(tmp_path, rows, ("lab", "sample", "level", "result")))
    assert study.table("levels", "pandas")["level"].tolist() == ["s", "t"]


def test_glucose_has_the_limits_that_astm_e691_prints():
    # ASTM E691, Table 5: p = 8, n = 3, 0.5 %: h 2.15, k 2.06
    study = rt.studies.run("precision", GLUCOSE, alpha_straggler=0.005, alpha_outlier=0.005)
    table = study.table("mandel", "pandas")
    assert set(table["h_critical_outlier"].round(2)) == {2.15}
    assert set(table["k_critical_outlier"].round(2)) == {2.06}
    beyond = table[table["k"] > table["k_critical_outlier"]]
    assert list(zip(beyond["level"], beyond["laboratory"], strict=True)) == [("C", "4"), ("E", "2")]


def test_every_test_of_the_procedure_is_on_record():
    expected = CASES["collaborative_study/glucose"]["expect"]["levels"]
    table = rt.studies.run("precision", GLUCOSE).table("decisions", "pandas")
    kept = [(level["level"], d) for level in expected for d in level["decisions"]]
    assert len(table) == len(kept)
    for row, (level, decision) in zip(table.to_dict("records"), kept, strict=True):
        assert row["level"] == "ABCDE"[level - 1]
        assert (row["test"], row["verdict"], row["p"]) == tuple(decision[k] for k in ("test", "verdict", "p"))
        assert row["laboratories"] == ", ".join(map(str, decision["labs"]))
        assert row["statistic"] == pytest.approx(decision["statistic"], rel=1e-9)
        assert row["critical_straggler"] == pytest.approx(decision["critical_5"], rel=1e-8)
        assert row["critical_outlier"] == pytest.approx(decision["critical_1"], rel=1e-8)
    found = table[table["decision"] == "flagged"]
    assert list(zip(found["level"], found["laboratories"], strict=True)) == [("C", "4"), ("E", "2")]


def test_unbalanced_wide_data_with_missing_results(tmp_path):
    # metRology RMstudy, "NA" among five rows a laboratory; values: tests/reference/precision.json
    table = rt.studies.run("precision", WATER, procedure="remove").table("levels", "pandas")
    for name in ("Arsenic", "Nickel"):
        expected = CASES[f"collaborative_study/rmstudy-{name.lower()}-remove"]["expect"]["levels"][0]
        row = table[table["measurand"] == name].iloc[0]
        for key in ("p", "n", "mean", "s_r", "s_R"):
            assert row[key] == pytest.approx(expected[key], rel=1e-9)
        assert row["removed"].split(", ") == [str(lab) for lab in expected["removed"]]


def test_robust_estimates_stand_beside_the_classical_ones():
    expected = CASES["robust_precision/rmstudy-arsenic"]["expect"]["levels"][0]
    study = rt.studies.run("precision", WATER, method="robust")
    row = study.table("levels", "pandas").query("measurand == 'Arsenic'").iloc[0]
    for key in ("mean", "s_r", "s_L", "s_R", "r_limit", "R_limit"):
        assert row[f"robust_{key}"] == pytest.approx(expected[key], rel=1e-8)
    said = study.sections[1].parts[0].values  # after the summary
    assert said["s_R"] == f"{expected['s_R']:.3f}"


def test_the_q_method_is_another_robust_estimate():
    study = rt.studies.run("precision", GLUCOSE, method="q-hampel", limit_factor=3.0)
    row = study.table("levels", "pandas").iloc[2]
    values = study.table("cells", "pandas")  # the study's own order of laboratories
    assert list(values[values["level"] == "C"]["laboratory"]) == [str(lab) for lab in range(1, 9)]
    case = CASES["collaborative_study/glucose"]["args"]
    chosen = [(y, lab) for y, lab, level in zip(*case.values(), strict=True) if level == 3]
    q = rt.robust.q_hampel([y for y, _ in chosen], [lab for _, lab in chosen])
    assert (row["robust_mean"], row["robust_s_r"], row["robust_s_R"]) == (
        q.location,
        q.repeatability,
        q.scale,
    )
    assert row["robust_R_limit"] == 3.0 * q.scale
    assert math.isnan(row["robust_s_L"])


def test_relations_are_those_of_the_levels():
    study = rt.studies.run("precision", GLUCOSE)
    levels = study.table("levels", "pandas")
    relation = study.table("relation", "pandas")
    assert list(relation["of"]) == ["s_r"] * 3 + ["s_R"] * 3
    for of in ("s_r", "s_R"):
        fit = rt.precision.functional_relation(levels["mean"], levels[of])
        rows = relation[relation["of"] == of].set_index("model")
        assert rows.loc["I", "slope"] == fit.b_I
        assert list(rows.loc["II", ["intercept", "slope"]]) == [fit.a_II, fit.b_II]
        assert list(rows.loc["III", ["intercept", "slope"]]) == [fit.c_III, fit.d_III]
        assert list(rows.index[rows["chosen"]]) == [fit.preferred]
    assert len(rt.studies.run("precision", GLUCOSE, no_relation=True).table("relation", "pandas")) == 0


def test_split_levels_take_items_in_pairs(tmp_path):
    case = CASES["split_level/nan"]
    a, b, expected = case["args"]["a"], case["args"]["b"], case["expect"]
    rows = [(i, x, "" if y is None else y) for i, (x, y) in enumerate(zip(a, b, strict=True), 1)]
    rows = [(i, "" if x is None else x, y) for i, x, y in rows]
    path = file_of(tmp_path, rows, ("laboratory", "A", "B"))
    options = {"design": "split-level", "levels": "measurands", "procedure": "none"}
    row = rt.studies.run("precision", path, **options).table("levels", "pandas").iloc[0]
    assert row["level"] == "A/B"
    assert row["p"] == 4
    for key in ("mean", "mean_difference", "s_D", "s_r", "s_L", "s_R", "r_limit", "R_limit"):
        assert row[key] == pytest.approx(expected[key], rel=1e-9)


def test_horrat_knows_the_unit(tmp_path):
    # Horwitz: 0.02 c^0.8495; 13.277 mg/kg arsenic in oyster tissue
    row = rt.studies.run("precision", ROUNDS / "oyster-arsenic.csv").table("levels", "pandas").iloc[0]
    c = row["mean"] * 1e-6
    assert row["horrat_R"] == pytest.approx(row["s_R"] * 1e-6 / (0.02 * c**0.8495), rel=1e-12)
    assert row["horrat_r"] == pytest.approx(row["s_r"] * 1e-6 / (0.66 * 0.02 * c**0.8495), rel=1e-12)
    water = rt.studies.run("precision", WATER).table("levels", "pandas")
    assert water["horrat_R"].isna().all()  # ug/L is no mass fraction
    told = rt.studies.run("precision", WATER, mass_fraction=1e-9).table("levels", "pandas").iloc[0]
    c = told["mean"] * 1e-9
    assert told["horrat_R"] == pytest.approx(told["s_R"] * 1e-9 / (0.02 * c**0.8495), rel=1e-12)
    without = rt.studies.run("precision", ROUNDS / "oyster-arsenic.csv", horrat="none")
    assert without.table("levels", "pandas")["horrat_R"].isna().all()


def test_measurands_can_be_levels(tmp_path):
    rows = [(lab, 10 + lab + k, 20 + lab + k, 30 + lab - k) for lab in range(1, 6) for k in (0.0, 0.5)]
    path = file_of(tmp_path, rows, ("laboratory", "L1 (mg/kg)", "L2 (mg/kg)", "L3 (mg/kg)"))
    study = rt.studies.run("precision", path, levels="measurands")
    assert list(study.table("levels", "pandas")["level"]) == ["L1", "L2", "L3"]
    assert len(study.results) == 1
    assert set(study.results[0]["relations"]) == {"s_r", "s_R"}
    with pytest.raises(DataError, match="levels of one method must have one unit"):
        mixed = file_of(tmp_path, rows, ("laboratory", "L1 (mg/kg)", "L2 (ug/kg)", "L3 (mg/kg)"), "mixed.csv")
        rt.studies.run("precision", mixed, levels="measurands")


def test_rows_without_a_number_are_replicates_and_equal_ones_count(tmp_path):
    rows = [("A", 1.0), ("A", 1.0), ("B", 1.2), ("B", 1.4), ("B", 1.3), ("C", 0.9)]
    cells = rt.studies.run("precision", file_of(tmp_path, rows)).table("cells", "pandas")
    assert list(zip(cells["laboratory"], cells["n"], strict=True)) == [("A", 2), ("B", 3), ("C", 1)]


def test_replicates_in_columns(tmp_path):
    rows = [("A", "S1", 1.0, 1.1, 1.2), ("B", "S1", 1.3, 1.2, 1.1), ("C", "S1", 0.9, 1.0, "")]
    path = file_of(tmp_path, rows, ("laboratory", "sample", "replicate 1", "replicate 2", "replicate 3"))
    row = rt.studies.run("precision", path).table("levels", "pandas").iloc[0]
    assert (row["p"], row["n"]) == (3, 8)
    assert row["s_r"] == pytest.approx(math.sqrt((0.02 + 0.02 + 0.005) / 5), rel=1e-9)  # by hand


# --- what the data do -------------------------------------------------------------------------


def test_a_level_that_cannot_be_computed_does_not_stop_the_others(tmp_path):
    cells = {(lab, "ok"): [lab, lab + 0.5] for lab in (1, 2, 4)}
    cells |= {(lab, "single"): [lab * 1.0] for lab in (1, 2, 4)}
    cells |= {(1, "alone"): [1.0, 2.0]}
    cells |= {(lab, "equal"): [float(lab)] * 2 for lab in (1, 2, 4)}
    study = study_of(tmp_path, cells)
    table = study.table("levels", "pandas").set_index("level")
    assert table["status"].to_dict() == {
        "ok": "ok", "single": "too_few", "alone": "too_few", "equal": "zero_scale",
    }  # fmt: skip
    assert table.loc["single", "mean"] == pytest.approx(7 / 3)
    assert math.isnan(table.loc["single", "s_R"])
    assert table.loc["equal", "s_r"] == 0
    told = [m for code, m in findings(study) if code == "precision_status"]
    assert [label.partition("|")[2] for label in told] == ["single", "alone", "equal"]
    page = (study.write(tmp_path / "out", language="both") / "report.html").read_text(encoding="utf-8")
    assert "Not computed" in page


def test_an_infinite_result_stops_its_level_only(tmp_path):
    pandas = pytest.importorskip("pandas")
    values = [1.0, 1.1, 2.0, 2.2, 3.0, math.inf, 1.0, 1.2, 2.0, 2.1, 3.0, 3.1]
    frame = pandas.DataFrame({"lab": [1, 1, 2, 2, 3, 3] * 2, "item": ["A"] * 6 + ["B"] * 6, "result": values})
    try:
        study = rt.studies.run("precision", frame)
    except DataError as error:  # refused with its cell where the intake takes no infinity
        assert "inf" in str(error)
        return
    assert list(study.table("levels", "pandas")["status"]) == ["not_finite", "ok"]


def test_limits_are_left_out_and_told(tmp_path):
    rows = [("A", "1.0"), ("A", "1.1"), ("B", "<0.5"), ("B", "1.2"), ("C", "1.4"), ("C", "1.3")]
    study = rt.studies.run("precision", file_of(tmp_path, rows))
    assert study.table("levels", "pandas")["n"][0] == 5
    assert "precision_limits" in {code for code, _ in findings(study)}


def test_laboratories_that_the_scheme_excludes_take_no_part():
    scheme = {"measurand": {"*": {"exclude": ["4"], "withdraw": ["2"]}}}
    study = rt.studies.run("precision", GLUCOSE, scheme)
    assert set(study.table("levels", "pandas")["p"]) == {6}
    assert not {"4", "2"} & set(study.table("cells", "pandas")["laboratory"])
    assert ("study_excluded", "glucose-e691|A") in findings(study)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("A", 1.0), ("A", 1.2)], "no level to compute"),
        ([("A", 1.0), ("B", 1.2), ("C", 1.1)], "split-level"),
        ([("A", "red"), ("A", "red"), ("B", "blue"), ("B", "red")], "no measurand with numbers"),
    ],
    ids=["one laboratory", "one replicate", "words"],
)
def test_nothing_to_compute_is_one_clear_message(tmp_path, capsys, rows, said):
    out = tmp_path / "out"
    code, _, err = run(capsys, file_of(tmp_path, rows), "--out", out)
    assert code == 3
    assert said in err
    assert not out.exists()


def test_wrong_options_are_refused(tmp_path, capsys):
    with pytest.raises(DataError, match="outlier lies beyond a straggler"):
        rt.studies.run("precision", GLUCOSE, alpha_outlier=0.1)
    with pytest.raises(DataError, match="odd number"):
        rt.studies.run("precision", GLUCOSE, design="split-level")
    with pytest.raises(DataError, match="no robust estimate"):
        rt.studies.run("precision", GLUCOSE, design="split-level", method="robust")
    with pytest.raises(ValueError, match='procedure = "drop", must be "flag", "remove" or "none"'):
        rt.studies.run("precision", GLUCOSE, procedure="drop")
    code, _, err = run(capsys, GLUCOSE, "--out", tmp_path / "out", "--confidence", "1.5")
    assert code == 2
    assert "--confidence" in err


def test_extreme_sizes_and_spreads_are_written(tmp_path):
    for scale in (1e-150, 1e-5, 1e150):
        cells = {
            (lab, level): [scale * (level + 0.1 * lab), scale * (level + 0.1 * lab + 0.02)]
            for lab in (1, 2, 4, 7)
            for level in (1, 2, 4)
        }
        study = study_of(tmp_path, cells)
        assert set(study.table("levels", "pandas")["status"]) == {"ok"}
        study.write(tmp_path / "out", force=True)


def test_levels_below_zero_have_no_relation(tmp_path):
    cells = {
        (lab, level): [level + 0.1 * lab, level + 0.1 * lab + 0.05]
        for lab in (1, 2, 4)
        for level in (-5, -3, 2)
    }
    study = study_of(tmp_path, cells)
    assert len(study.table("relation", "pandas")) == 0
    study.write(tmp_path / "out")


# --- report -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_the_report_tells_the_study_in_the_language(tmp_path, language):
    study = rt.studies.run("precision", GLUCOSE)
    page = (study.write(tmp_path / "out", language=language) / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert ("Outlier procedure, test by test" in page) == (language != "zh")
    assert ("离群值检验的步骤" in page) == (language != "en")
    assert page.count("<figure") == 3 + 5  # relation, h, k, five levels


def test_bars_beyond_their_critical_values_are_marked(tmp_path):
    study = rt.studies.run("precision", GLUCOSE)
    table = next(table for table in study.tables if table.key == "mandel")
    h, first, second = (next(c for c in table.columns if c.key == key) for key in (
        "h", "h_critical_straggler", "h_critical_outlier",
    ))  # fmt: skip
    for value, a, b, mark in zip(h.values, first.values, second.values, h.marks, strict=True):
        assert mark == ("unsatisfactory" if abs(value) > b else "questionable" if abs(value) > a else "")
    page = (study.write(tmp_path / "out", language="en") / "report.html").read_text(encoding="utf-8")
    assert re.search(r"<title>4, C: h = 2\.14</title>", page)


@pytest.mark.parametrize("laboratories", [2, 5, 60, 700])
def test_pictures_fit_for_few_and_for_many_laboratories(tmp_path, laboratories):
    cells = {
        (f"CC{lab:03d}", level): [level + lab * 7 % 5 / 10, level + lab * 11 % 7 / 10]
        for lab in range(laboratories)
        for level in (1, 2, 3)
    }
    page = (study_of(tmp_path, cells).write(tmp_path / "out") / "report.html").read_text(encoding="utf-8")
    widths = [float(width) for width in re.findall(r'<svg viewBox="[^"]*" width="([^"]*)"', page)]
    assert widths
    assert max(widths) <= 830


def test_a_hostile_name_stays_text(tmp_path):
    name = '=HYPERLINK("http://x")<script>alert(1)</script>'
    centres = {name: 1.0, "B": 2.0, "s_R": 4.0}
    rows = [(lab, f"{name}{level}", centres[lab] + level) for lab in centres for level in (0.0, 0.5, 0.7)]
    rows += [(lab, level, value + 0.1) for lab, level, value in rows]
    path = file_of(tmp_path, rows, ("lab", "item", "result"))
    out = rt.studies.run("precision", path).write(tmp_path / "out")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    with open(out / "cells.csv", encoding="utf-8-sig", newline="") as file:
        assert {row["laboratory"] for row in csv.DictReader(file)} == {"'" + name, "B", "s_R"}


def test_the_same_results_give_the_same_bytes(tmp_path):
    folders = []
    for position in range(2):
        study = rt.studies.run("precision", GLUCOSE, procedure="remove")
        study.created = "2026-01-01T00:00:00Z"
        folders.append(study.write(tmp_path / str(position), language="both"))
    names = {path.name for path in folders[0].iterdir()}
    assert names == {
        "levels.csv", "cells.csv", "decisions.csv", "mandel.csv", "relation.csv", "precision.json",
        "precision.xlsx", "report.html",
    }  # fmt: skip
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_the_command_replaces_its_folder_only_when_told(tmp_path, capsys):
    out = tmp_path / "out"
    assert run(capsys, GLUCOSE, "--out", out, "--language", "zh")[0] == 0
    assert run(capsys, GLUCOSE, "--out", out)[0] == 2
    code, printed, said = run(capsys, GLUCOSE, "--out", out, "--force", "--procedure", "none", "--no-pairs")
    assert code == 0
    assert "Laboratories 8 · Levels 5" in said
    assert not (out / "decisions.csv").exists()
    assert printed.splitlines()[-1] == str(out / "report.html")


def test_pictures_are_charts_in_a_notebook():
    altair = pytest.importorskip("altair")
    study = rt.studies.run("precision", GLUCOSE)
    for kind in ("relation", "mandel-h", "mandel-k", "level"):
        chart = rt.plots.of_study(study, kind)
        assert isinstance(chart, altair.TopLevelMixin)
        json.dumps(chart.to_dict(), allow_nan=False)  # validates against Vega-Lite's schema
    assert "vconcat" in rt.plots.of_study(study, "level", 4).to_dict()
    with pytest.raises(ValueError, match="this study has 5 such pictures; kinds are 'relation', 'mandel-h'"):
        rt.plots.of_study(study, "level", 5)
