"""ringtrial consensus: the value, who takes part, who agrees, and what happens to bad input."""

import csv
import json
import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ringtrial as rt
from ringtrial import cli
from ringtrial.errors import DataError

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
CASES = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "reference" / "consensus.json").read_text(encoding="utf-8")
    )["cases"]
}
# PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34
X, U = [34.3, 32.9, 34.53, 32.42, 31.9, 35.8], [1.03, 0.69, 0.83, 0.29, 0.4, 0.38]


def file_of(tmp_path, rows, header=("laboratory", "result", "u"), name="results.csv"):
    path = tmp_path / name
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def pcb28(tmp_path, **more):
    return file_of(tmp_path, [(f"L{i}", x, u) for i, (x, u) in enumerate(zip(X, U, strict=True), 1)], **more)


def run(path, **options):
    return rt.studies.run("consensus", path, **({"draws": 50} | options))


def first(study, table="values"):
    return study.table(table, "pandas").iloc[0]


def codes(study):
    return {finding.code for finding in study.findings}


# --- numbers ----------------------------------------------------------------------------------


def test_the_estimators_hold_the_numbers_of_the_reference_case(tmp_path):
    # tests/reference/consensus.json, consensus/table/pcb28: 50 digits by mpmath
    expected = CASES["consensus/table/pcb28"]["expect"]
    table = (
        run(pcb28(tmp_path), estimator="mandel_paule").table("estimators", "pandas").set_index("estimator")
    )
    for name, value, u in zip(
        expected["method"], expected["value"], expected["standard_uncertainty"], strict=True
    ):
        assert table.loc[name, "value"] == pytest.approx(value, rel=1e-9)
        assert table.loc[name, "u"] == pytest.approx(u, rel=1e-7)
    assert list(table.index[table["chosen"] == True]) == ["mandel_paule"]  # noqa: E712
    assert table.loc["mandel_paule", "u_bootstrap"] == pytest.approx(0.63, rel=0.4)  # 50 draws


def test_degrees_of_equivalence_are_those_of_the_reference_cases(tmp_path):
    # consensus/doe/mandel-paule and, for the others, the same function on what is left
    expected = CASES["consensus/doe/mandel-paule"]["expect"]
    study = run(pcb28(tmp_path), estimator="mandel_paule")
    table = study.table("laboratories", "pandas")
    assert first(study)["value"] == pytest.approx(expected["value"], rel=1e-12)
    assert list(table["u_difference"]) == pytest.approx(expected["standard_uncertainty"], rel=1e-9)
    others = rt.consensus.degrees_of_equivalence(X, U, "mandel_paule", leave_one_out=True)
    assert list(table["difference_others"]) == pytest.approx(list(others.difference), rel=1e-12)
    assert list(table["equivalent"]) == [abs(score) <= 1 for score in table["score"]]
    pair = study.table("pairs", "pandas").iloc[0]
    assert (pair["laboratory"], pair["other"]) == ("L1", "L2")
    assert pair["difference"] == pytest.approx(34.3 - 32.9)
    assert pair["u_difference"] == pytest.approx(math.hypot(1.03, 0.69))


def test_the_decision_guide_chooses_and_its_tests_are_told():
    # consensus/guide/pb11 takes all eleven; the file excludes two
    study = run(ROUNDS / "lead-wine-k30.csv")
    values = first(study)
    table = study.table("laboratories", "pandas")
    guide = rt.consensus.decision_guide(
        [2.893, 2.936, 2.94, 2.96, 2.98, 3, 3.001, 3.07, 3.13],
        [0.044 / 2.13, 0.0125, 0.0165, 0.08 / 2.4, 0.2 / 1.99, 0.05, 0.068, 0.085, 0.06],
    )
    assert (values["estimator"], values["chosen_by"]) == (guide.recommended, "guide")
    assert (values["n"], values["excluded"]) == (9, 2)
    assert list(table["laboratory"][~table["part"]]) == ["INMETRO", "INM"]
    assert study.table("tests", "pandas")["p_value"][0] == pytest.approx(guide.q_p_value, rel=1e-12)
    excluded = table.set_index("laboratory").loc["INM"]
    assert excluded["u_difference"] == pytest.approx(math.hypot(0.99, values["u"]), rel=1e-12)
    assert excluded["difference"] == pytest.approx(7.71 - values["value"])
    assert "column_kept" not in codes(study)


def test_the_largest_consistent_subset_of_all_eleven_is_that_of_the_reference_case(tmp_path):
    # consensus/lcs/pb11
    case = CASES["consensus/lcs/pb11"]
    rows = [(f"L{i:02d}", x, u) for i, (x, u) in enumerate(zip(*case["args"].values(), strict=True))]
    study = run(file_of(tmp_path, rows), estimator="largest_consistent_subset")
    assert first(study)["value"] == pytest.approx(case["expect"]["value"], rel=1e-12)
    table = study.table("laboratories", "pandas")
    assert list(np.flatnonzero(~table["subset"].astype(bool))) == case["expect"]["excluded"]


# --- what goes in -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dof", "自由度", "Degrees of freedom"])
def test_degrees_of_freedom_are_honoured(tmp_path, name):
    # consensus/hierarchical/pcb28-dof: 1e-6 of u is what the method promises
    case = CASES["consensus/hierarchical/pcb28-dof"]
    dof = case["options"].get("dof") or case["args"]["dof"]
    dof = dof if isinstance(dof, list) else [dof] * len(X)
    rows = [(f"L{i}", *row) for i, row in enumerate(zip(X, U, dof, strict=True))]
    for header in (("laboratory", "result", "u", name), ("laboratory", "PCB 28", "u", name)):
        study = run(file_of(tmp_path, rows, header), estimator="hierarchical")
        assert first(study)["value"] == pytest.approx(case["expect"]["value"], abs=1e-6)
        assert list(study.table("laboratories", "pandas")["dof"]) == dof
        assert codes(study) == {"consensus_sensitive"}


def test_each_measurand_of_a_wide_table_has_its_degrees_of_freedom(tmp_path):
    header = ("lab", "Pb", "u(Pb)", "dof(Pb)", "Cd", "u(Cd)", "Cd dof", "excluded")
    rows = [(f"L{i}", 10 + i / 9, 0.1, 5, 3 + i / 7, 0.2, 9, int(i == 3)) for i in range(6)]
    study = run(file_of(tmp_path, rows, header))
    table = study.table("laboratories", "pandas")
    assert list(table["measurand"].unique()) == ["Pb", "Cd"]
    assert list(table["dof"].unique()) == [5, 9]
    assert list(study.table("values", "pandas")["n"]) == [5, 5]


def test_expanded_uncertainties_are_divided_by_their_factor(tmp_path):
    rows = [(f"L{i}", x, 3 * u, 3) for i, (x, u) in enumerate(zip(X, U, strict=True))]
    study = run(file_of(tmp_path, rows, ("lab", "result", "U", "k")))
    assert list(study.table("laboratories", "pandas")["u"]) == pytest.approx(U)
    without = file_of(tmp_path, [row[:3] for row in rows], ("lab", "result", "U"))
    assert list(run(without, k=3.0).table("laboratories", "pandas")["u"]) == pytest.approx(U)
    assert codes(run(without)) >= {"consensus_k", "consensus_u"}


def test_laboratories_are_excluded_by_name(tmp_path):
    study = run(pcb28(tmp_path), estimator="weighted_mean", exclude=["L6", "results:L1"])
    expected = rt.consensus.weighted_mean(X[1:5], U[1:5])
    assert first(study)["value"] == pytest.approx(expected.value, rel=1e-14)
    with pytest.raises(DataError, match="“L9”: no such laboratory; there are L1, L2"):
        run(pcb28(tmp_path), exclude=["L9"])


def test_a_covariance_matrix_makes_the_mean_of_correlated_results(tmp_path):
    # consensus/weighted_mean/covariance
    case = CASES["consensus/weighted_mean/covariance"]
    matrix, x = np.array(case["options"].get("covariance") or case["args"]["covariance"]), case["args"]["x"]
    path = file_of(tmp_path, [(f"L{i}", value) for i, value in enumerate(x)], ("lab", "result"))
    plain, named = tmp_path / "plain.txt", tmp_path / "named.csv"
    np.savetxt(plain, matrix, fmt="%.17g")
    order = [2, 0, 3, 1]
    with open(named, "w") as file:
        file.write("," + ",".join(f"L{i}" for i in order) + "\n")
        for i in order:
            file.write(f"L{i}," + ",".join(repr(float(matrix[i, j])) for j in order) + "\n")
    for given in (plain, named):
        study = run(path, covariance=str(given))
        assert first(study)["value"] == pytest.approx(case["expect"]["value"], rel=1e-12)
        assert first(study)["u"] == pytest.approx(case["expect"]["standard_uncertainty"], rel=1e-12)
        expected = CASES["consensus/doe/covariance"]["expect"]["standard_uncertainty"]
        assert list(study.table("laboratories", "pandas")["u_difference"]) == pytest.approx(
            expected, rel=1e-9
        )


def test_only_the_weighted_mean_takes_a_covariance_matrix(tmp_path):
    path = file_of(tmp_path, [("A", 1), ("B", 2)], ("lab", "result"))
    (tmp_path / "v.txt").write_text("1 0.5\n0.5 2\n")
    with pytest.raises(DataError, match="Only weighted_mean takes a covariance matrix, not reml"):
        run(path, covariance=str(tmp_path / "v.txt"), estimator="reml")
    study = run(path, covariance=str(tmp_path / "v.txt"), estimator="weighted_mean")
    chosen = study.table("estimators", "pandas").query("chosen == True").iloc[0]
    assert chosen["value"] == pytest.approx(1.25)  # weights V⁻¹1 ∝ (1.5, 0.5)
    assert math.isnan(chosen["u_bootstrap"])  # which would take them for independent


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 0\n0 1\n", "has 2 × 2 numbers; 3 × 3 are needed"),
        ("1 2 0\n2 1 0\n0 0 1\n", "no covariance matrix: .*positive definite"),
        ("1 2 0\n0 9 0\n0 0 1\n", "no covariance matrix: .*symmetric"),
        ("1 0 0\n0 x 0\n0 0 1\n", "row 2, number 2: “x” is no finite number"),
        (",A,B,C\nA,1,0,0\nC,0,1,0\nB,0,0,1\n", "must name the same laboratories"),
        (",A,B\nA,1,0\nB,0,1\n", "has no row for C"),
        ("", "holds no matrix"),
        (None, "cannot be read"),
    ],
)
def test_a_matrix_that_is_none_is_told(tmp_path, text, message):
    path = file_of(tmp_path, [("A", 1), ("B", 2), ("C", 4)], ("lab", "result"))
    if text is not None:
        (tmp_path / "v.txt").write_text(text)
    with pytest.raises(DataError, match=message):
        run(path, covariance=str(tmp_path / "v.txt"))


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "status", "told"),
    [
        ([("A", 1, 0.1), ("B", 2, 0.1)], "ok", {"consensus_fallback"}),
        ([("A", 5, 0.1), ("B", 5, 0.2), ("C", 5, 0.3)], "ok", {"consensus_fallback"}),
        ([("A", 5, 0), ("B", 6, 0.2), ("C", 9, 0.3)], "ok", {"consensus_zero", "consensus_fallback"}),
        ([("A", 5, 0), ("B", 5, 0), ("C", 5, 0.3)], "zero_scale", {"consensus_zero", "consensus_status"}),
        ([("A", 5, ""), ("B", 6, ""), ("C", 9, "")], "ok", {"consensus_u", "consensus_fallback"}),
        ([("A", 5, ""), ("B", 6, 0.1), ("C", 9, 0.1), ("D", 7, 2)], "ok", {"consensus_u"}),
        ([("A", "<5", 0.1), ("B", 6, 0.1), ("C", 9, 0.1), ("D", 7, 2)], "ok", {"consensus_limits"}),
        ([("A", 1e308, 1e307), ("B", -1e308, 1e307), ("C", 0, 1e307)], None, set()),
        ([("A", 1e-300, 1e-301), ("B", 2e-300, 1e-301), ("C", 5e-300, 1e-301)], "ok", set()),
        ([("A", 1e9, 1e-3), ("B", 1e9 + 1, 1e-3), ("C", 1e9 + 2, 5)], "ok", set()),
    ],
)
def test_what_the_data_do_is_told_and_reported(tmp_path, rows, status, told):
    study = run(file_of(tmp_path, rows))
    assert status in (None, first(study)["status"])
    assert told <= codes(study)
    folder = study.write(tmp_path / "out", language="both")
    assert set(os.listdir(folder)) >= {"values.csv", "consensus.json", "consensus.xlsx", "report.html"}
    json.loads((folder / "consensus.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("header", "rows", "message"),
    [
        (("lab", "result", "U", "k"), [("A", 1, 0.1, -2), ("B", 2, 0.1, 2)], "a coverage factor is above 0"),
        (("lab", "result", "u"), [("A", 1, -0.1), ("B", 2, 0.1)], "too few results with an uncertainty"),
        (("lab", "result", "u"), [("A", "abc", 0.1), ("B", 2, 0.1)], "no number that can be read"),
        (("lab", "result", "u"), [("A", 1, "abc"), ("B", 2, 0.1)], "no number that can be read"),
        (("lab", "result", "u", "dof"), [("A", 1, 0.1, 0), ("B", 2, 0.1, 5)], "“0” is no number of degrees"),
        (("lab", "result", "u", "dof"), [("A", 1, 0.1, "five"), ("B", 2, 0.1, 5)], "“five” is no number"),
        (("lab", "result", "u", "in KCRV"), [("A", 1, 0.1, "perhaps")], "“perhaps” in the column “in KCRV”"),
        (("lab", "result", "u"), [("A", 1, 0.1)], "too few results with an uncertainty"),
        (("lab", "result", "u"), [], ""),
    ],
)
def test_a_mistake_in_the_file_is_one_clear_message(tmp_path, capsys, header, rows, message):
    path = file_of(tmp_path, rows, header)
    code = cli.main(["consensus", str(path), "--out", str(tmp_path / "out")])
    err = capsys.readouterr().err
    assert code == 3
    assert message in err
    assert not (tmp_path / "out").exists()


def test_an_estimator_that_needs_more_degrees_of_freedom_is_told(tmp_path):
    rows = [(f"L{i}", x, u, 3) for i, (x, u) in enumerate(zip(X, U, strict=True))]
    path = file_of(tmp_path, rows, ("lab", "result", "u", "dof"))
    with pytest.raises(DataError, match="needs more than 4 degrees of freedom"):
        run(path, estimator="fairweather")


def test_hostile_names_do_no_harm(tmp_path):
    names = ["<script>alert(1)</script>", "=1+1", "../../x", '"><img src=x>', "L\u202e5", "日本"]
    rows = [(name, x, u) for name, x, u in zip(names, X, U, strict=True)]
    folder = run(file_of(tmp_path, rows)).write(tmp_path / "out")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\n'=1+1," in "\n" + (folder / "laboratories.csv").read_text("utf-8-sig").replace("results,,,", "")
    assert sorted(os.listdir(tmp_path)) == ["out", "results.csv"]


def test_one_measurand_without_a_value_does_not_stop_the_others(tmp_path):
    rows = [("A", 5, 0.1, 1, 0.1), ("B", 6, 0.1, "", ""), ("C", 7, 0.2, "", "")]
    study = run(file_of(tmp_path, rows, ("lab", "Pb", "u(Pb)", "Cd", "u(Cd)")))
    assert list(study.table("values", "pandas")["status"]) == ["ok", "too_few"]
    assert "consensus_status" in codes(study)
    page = (study.write(tmp_path / "out") / "report.html").read_text(encoding="utf-8")
    assert "There is no consensus value" in page


# --- the command ------------------------------------------------------------------------------


def test_the_same_bytes_twice_and_only_with_force(tmp_path, capsys):
    path, out = pcb28(tmp_path), tmp_path / "out"
    arguments = ["consensus", str(path), "--out", str(out), "--draws", "100", "--language", "zh"]
    assert cli.main(arguments) == 0
    before = {name: (out / name).read_bytes() for name in os.listdir(out) if name.endswith(".csv")}
    assert cli.main(arguments) == 2
    assert cli.main([*arguments, "--force"]) == 0
    assert {name: (out / name).read_bytes() for name in before} == before
    assert "公议值" in (out / "report.html").read_text(encoding="utf-8")
    assert cli.main(["consensus", str(path), "--out", str(tmp_path / "x"), "--estimator", "mean"]) == 2
    assert "--estimator" in capsys.readouterr().err


def test_a_frame_gives_what_the_file_gives(tmp_path):
    frame = pd.DataFrame({"laboratory": [f"L{i}" for i in range(1, 7)], "result": X, "u": U})
    ours, theirs = run(frame), run(pcb28(tmp_path))
    assert list(ours.table("laboratories", "pandas")["score"]) == list(
        theirs.table("laboratories", "pandas")["score"]
    )
    assert isinstance(json.dumps(ours.to_dict(), default=str), str)


def test_many_laboratories_are_evaluated_without_refits(tmp_path):
    rng = np.random.default_rng(3)
    rows = [(f"L{i:04d}", 10 + rng.normal(), 0.5) for i in range(400)]
    study = run(file_of(tmp_path, rows))
    assert {"consensus_pairs"} <= codes(study)
    assert "pairs.csv" not in os.listdir(study.write(tmp_path / "out", formats=["csv"]))
