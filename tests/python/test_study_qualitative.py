"""ringtrial qualitative: answers, codes, counts, detection; published examples and troublesome answers."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from studies_cases import ROUNDS, document, ends, rows, run, same_twice, written

import ringtrial as rt

CASES = {
    case["id"].partition("/")[2]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "reference" / "qualitative.json").read_text(encoding="utf-8")
    )["cases"]
}


def file_of(tmp_path, answers, name="file.csv", head="lab,sample,result"):
    """``answers``: one list of texts a sample, one text a laboratory."""
    lines = [
        f"L{i + 1:02d},S{k + 1},{text}" for k, texts in enumerate(answers) for i, text in enumerate(texts)
    ]
    return written(tmp_path, "\n".join([head, *lines]) + "\n", name)


def test_solid_waste_is_told_by_digits(tmp_path, capsys):
    arguments = ["--scheme", ROUNDS / "solid-waste.toml", "--out", tmp_path / "q"]
    code, _, err = run(capsys, "qualitative", ROUNDS / "solid-waste.csv", *arguments)
    assert code == 0
    assert "18 / 25" in err
    (row,) = rows(tmp_path / "q", "measurands")
    # examples/rounds/README.md: 18 satisfactory, 4 questionable (right heading), 3 unsatisfactory
    assert [row[f"n_{s}"] for s in ("satisfactory", "questionable", "unsatisfactory")] == ["18", "4", "3"]
    assert [row["count"] for row in rows(tmp_path / "q", "digits")] == ["23", "22", "20", "19", "18"]
    by_laboratory = {row["laboratory"]: row for row in rows(tmp_path / "q", "laboratories")}
    assert (by_laboratory["W020"]["answer"], by_laboratory["W020"]["matched"]) == ("2620190000", "10.0")
    assert "W005" not in by_laboratory  # blank


def test_codes_are_known_by_the_name_of_the_column(tmp_path, capsys):
    code, _, _ = run(capsys, "qualitative", ROUNDS / "solid-waste.csv", "--out", tmp_path / "q")
    (row,) = rows(tmp_path / "q", "measurands")
    assert (code, row["kind"], row["assigned_source"]) == (0, "code", "consensus")


def test_agreement_and_consensus_of_codes_by_hand(tmp_path):
    case, consensus = CASES["code_agreement"], CASES["code_consensus"]
    path = file_of(tmp_path, [[code or "" for code in case["args"]["code"]]])
    study = rt.studies.run("qualitative", path, kind="code", expected=["8471300000"], required=0.5)
    found = study.results[0]
    assert found["code"]["agreement"] == pytest.approx(case["expect"]["agreement"])
    assert found["code"]["lower"] == pytest.approx(case["expect"]["lower"])
    assert found["code_consensus"]["code"] == consensus["expect"]["code"]


def test_a_column_of_words_for_each_sample_needs_no_kind(tmp_path):
    """检出 and 未检出 are the answers: no column of them may be lost because one holds 检出 only."""
    answers = [
        ["检出", "检出", "检出", "未检出"],
        ["未检出", "未检出", "未检出", "检出"],
        ["检出"] * 3 + [""],
    ]
    long = file_of(tmp_path, answers)
    lines = ["实验室,S1,S2,S3,日期,参考"]
    lines += [
        ",".join([f"L{i + 1:02d}", *texts, "2026-03-01", ""])
        for i, texts in enumerate(zip(*answers, strict=True))
    ]
    wide = written(tmp_path, "\n".join(lines) + "\n", "wide.csv")
    expected = rt.studies.run("qualitative", long)
    for results in (wide, pd.read_csv(wide)):
        study = rt.studies.run("qualitative", results)
        found = [(result["consensus"], result["assigned"]) for result in study.results[:3]]
        assert found == [(result["consensus"], result["assigned"]) for result in expected.results[:3]]
        assert study.table("performance", "pandas").equals(expected.table("performance", "pandas"))


def test_one_column_of_words_and_the_right_answer(tmp_path):
    path = written(tmp_path, "lab,species,reference\nA,oak,oak\nB,ash,oak\n", "species.csv")
    result = rt.studies.run("qualitative", path).results[0]
    assert (result["measurand"], result["assigned"], result["assigned_source"]) == (
        "species",
        "oak",
        "expected",
    )


def test_consensus_of_trees(tmp_path):
    case = CASES["consensus"]
    path = file_of(tmp_path, [[text or "" for text in case["args"]["x"]]])
    found = rt.studies.run("qualitative", path, required=0.5).results[0]
    for name in ("mode", "count", "categories", "n", "tied"):
        assert found["consensus"][name] == case["expect"][name]
    for name in ("agreement", "lower", "upper"):
        assert found["consensus"][name] == pytest.approx(case["expect"][name], rel=case["rtol"])
    assert found["assigned"] == "pine"
    assert rt.studies.run("qualitative", path, required=0.9).results[0]["assigned"] == ""


def test_agreement_beyond_chance_as_published(tmp_path):
    # Fleiss: 10 subjects, 14 raters, 5 categories, kappa 0.210; Krippendorff 2011: alpha 0.743 and 0.815
    counts = CASES["fleiss_kappa"]["args"]["counts"]
    answers = [[f"c{k}" for k, n in enumerate(row) for _ in range(n)] for row in counts]
    found = rt.studies.run("qualitative", file_of(tmp_path, answers)).results[len(counts)]
    assert found["fleiss"]["kappa"] == pytest.approx(0.20993070442195522)
    assert round(found["fleiss"]["kappa"], 3) == 0.210
    ratings = CASES["krippendorff_nominal"]["args"]["ratings"]
    answers = [["" if row[k] is None else f"a{row[k]}" for row in ratings] for k in range(12)]
    path = file_of(tmp_path, answers)
    alphas = [r["alpha"]["alpha"] for r in rt.studies.run("qualitative", path).results if "alpha" in r]
    assert round(alphas[0], 3) == 0.743
    ordered = rt.studies.run("qualitative", path, kind="ordinal", levels="a1,a2,a3,a4,a5")
    assert round(next(r for r in ordered.results if "alpha" in r)["alpha"]["alpha"], 3) == 0.815


def test_ordered_answers_have_distances_and_two_medians(tmp_path, capsys):
    path = file_of(tmp_path, [["none", "trace", "weak", "weak", "weak", "strong", "", "trace"]])
    arguments = ["--kind", "ordinal", "--levels", "none,trace,weak,strong", "--expected", "weak"]
    code, _, _ = run(capsys, "qualitative", path, "--out", tmp_path / "q", *arguments)
    assert code == 0
    (row,) = rows(tmp_path / "q", "measurands")
    assert (row["median_low"], row["median_high"]) == ("weak", "weak")
    distances = {row["laboratory"]: row["distance"] for row in rows(tmp_path / "q", "laboratories")}
    assert (distances["L01"], distances["L02"], distances["L03"], distances["L06"]) == (
        "-2.0",
        "-1.0",
        "0.0",
        "1.0",
    )


def test_sensitivity_and_specificity_against_a_reference_column(tmp_path, capsys):
    # tests/reference/qualitative.json, diagnostic, by hand: 45 of 50 and 92 of 100
    lines = ["lab,sample,test,result,reference"]
    for k in range(3):
        for i in range(50):
            truth = "positive" if k == 0 else "negative"
            wrong = i < (5 if k == 0 else 4)
            said = {"positive": "negative", "negative": "positive"}[truth] if wrong else truth
            lines.append(f"L{i + 1},S{k + 1},Listeria,{said},{truth}")
    path = written(tmp_path, "\n".join(lines) + "\n")
    code, _, _ = run(capsys, "qualitative", path, "--out", tmp_path / "q")
    assert code == 0
    total = document(tmp_path / "q", "qualitative")["results"][-1]["total"]
    assert total["sensitivity"]["estimate"] == pytest.approx(0.9)
    assert total["sensitivity"]["lower"] == pytest.approx(0.7863976856252035)
    assert total["specificity"]["estimate"] == pytest.approx(0.92)
    first = rows(tmp_path / "q", "performance")[0]
    assert [first[name] for name in ("tp", "fp", "fn", "tn", "n_correct")] == ["0", "2", "1", "0", "0"]
    assert float(first["p_chance"]) == 1.0


def detection(tmp_path, level, positive, n, name="pod.csv"):
    lines = ["lab,level (CFU/25 g),positive,n"]
    lines += [f"A,{d},{k},{m}" for d, k, m in zip(level, positive, n, strict=True)]
    return written(tmp_path, "\n".join(lines) + "\n", name)


def test_limit_of_detection_of_the_reference_cases(tmp_path):
    case = CASES["lod50"]
    study = rt.studies.run("qualitative", detection(tmp_path, **case["args"]))
    for name, value in case["expect"].items():
        if isinstance(value, float):
            assert study.results[0]["lod"]["ml"][name] == pytest.approx(value, rel=case["rtol"]), name
    karber = CASES["lod_spearman_karber"]
    study = rt.studies.run("qualitative", detection(tmp_path, **karber["args"]))
    for name in ("lod", "lower", "upper"):
        found = study.results[0]["lod"]["spearman_karber"][name]
        assert found == pytest.approx(karber["expect"][name], rel=karber["rtol"])


NEWCOMBE = "method,positive,n\nnew,56,70\nold,48,80\n"


def test_two_methods_have_their_difference(tmp_path, capsys):
    # Newcombe, Stat. Med. 17 (1998) 873, table II, method 10: 56/70 - 48/80, 0.0524 to 0.3339
    path = written(tmp_path, NEWCOMBE)
    code, _, err = run(capsys, "qualitative", path, "--out", tmp_path / "q", "--language", "both")
    assert code == 0 and "Methods 2" in err
    (row,) = rows(tmp_path / "q", "dpod")
    assert [round(float(row[name]), 4) for name in ("difference", "lower", "upper")] == [0.2, 0.0524, 0.3339]
    assert (row["positive_a"], row["n_a"], row["n_b"], row["differs"]) == ("56", "70", "80", "true")
    assert [row["test_method"] for row in rows(tmp_path / "q", "detection")] == ["new", "old"]
    page = (tmp_path / "q" / "report.html").read_text(encoding="utf-8")
    assert "new detects more than old" in page and "new 比 old 检出更多" in page
    results = document(tmp_path / "q", "qualitative")["results"]
    assert results[-1]["difference"] == ["new", "old"] and results[-1]["levels"][0]["level"] is None


VALIDATION = """level (CFU/25 g),method,positive,n
0,candidate,0,20
0,reference,1,20
0.5,candidate,11,20
0.5,reference,4,20
2,candidate,18,20
2,reference,14,20
10,candidate,20,20
"""


def test_each_method_is_evaluated_by_itself_without_a_column_of_laboratories(tmp_path):
    path = written(tmp_path, VALIDATION)
    study = rt.studies.run("qualitative", path)
    assert "one_laboratory" in {finding.code for finding in study.findings}
    levels, counts = [0.0, 0.5, 2.0, 10.0], ([0, 11, 18, 20], [20] * 4)
    assert study.results[0]["method"] == "candidate"
    expected = rt.qualitative.lod(levels, *counts)
    assert study.results[0]["lod"]["ml"]["lod"] == expected.lod
    found = study.table("dpod", "pandas")
    assert found["level"].tolist() == levels
    assert found["differs"].tolist()[:3] == [False, True, False]
    assert found["differs"].isna().tolist() == [False, False, False, True]
    assert found["status"].tolist() == ["ok", "ok", "ok", "too_few"]
    at = rt.qualitative.dpod(11, 20, 4, 20)
    assert found[["difference", "lower", "upper"]].iloc[1].tolist() == [at.difference, at.lower, at.upper]
    turned = rt.studies.run("qualitative", path, compare="reference, candidate")
    assert turned.table("dpod", "pandas")["difference"][1] == pytest.approx(-at.difference)
    section = next(section for section in study.sections if section.anchor == "difference")
    (picture,) = next(part for part in section.parts if hasattr(part, "pictures")).pictures
    assert len(picture.view["layer"][-1]["data"]["values"]) == 3
    assert rt.plots.of_study(study, "dpod").to_dict()


def test_a_frame_of_one_laboratory_needs_no_column_of_it_either(tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"level": [0.5, 2.0], "positive": [3, 9], "n": [10, 10]})
    study = rt.studies.run("qualitative", frame)
    assert study.laboratories == ["1"]
    assert study.table("detection", "pandas")["pod"].tolist() == [0.3, 0.9]
    path = written(tmp_path, "Validation 7,,\nlevel,positive,n\n0.5,3,10\n2.0,9,10\nNote: at 20 °C,,\n")
    assert rt.studies.run("qualitative", path).results[0]["pod"] == study.results[0]["pod"]


def test_of_three_methods_two_are_named(tmp_path, capsys):
    path = written(tmp_path, NEWCOMBE + "other,5,9\n,1,2\n")
    study = rt.studies.run("qualitative", path)
    assert {finding.code for finding in study.findings} >= {"detection_methods"}
    assert study.table("detection", "pandas")["n"].tolist() == [161]
    study = rt.studies.run("qualitative", path, compare="new,old")
    told = next(finding for finding in study.findings if finding.code == "detection_others")
    assert "(2)" in told.text
    assert study.table("dpod", "pandas")["lower"].tolist() == pytest.approx([0.0524], abs=5e-5)
    for wrong in ("new", "new,new", "new,newer"):
        code, _, err = run(capsys, "qualitative", path, "--out", tmp_path / "q", "--compare", wrong)
        assert code == 3 and "new, old, other" in err and not (tmp_path / "q").exists()


def test_other_files_still_need_laboratories(tmp_path, capsys):
    path = written(tmp_path, "sample,result\n1,yes\n2,no\n")
    code, _, err = run(capsys, "qualitative", path, "--out", tmp_path / "q")
    assert code == 3 and "no_laboratory_column" in err


def test_detection_over_laboratories(tmp_path, capsys):
    case = CASES["pod_collaborative"]
    lines = ["lab,level,positive,n"]
    for i, (positive, n) in enumerate(zip(case["args"]["positive"], case["args"]["n"], strict=True)):
        lines += [f"L{i},0,0,{n}", f"L{i},2,{positive},{n}"]
    path = written(tmp_path, "\n".join(lines) + "\n")
    assert run(capsys, "qualitative", path, "--out", tmp_path / "q", "--language", "both")[0] == 0
    row = rows(tmp_path / "q", "detection")[1]
    for name in ("s_r", "s_L", "s_R", "p_homogeneity"):
        assert float(row[name]) == pytest.approx(case["expect"][name], rel=case["rtol"])
    assert float(row["lpod_lower"]) == pytest.approx(case["expect"]["lower"], rel=case["rtol"])
    assert (row["positive"], row["n"]) == ("61", "96")


def test_counts_scatter_as_chance_or_not(tmp_path, capsys):
    case = CASES["dispersion"]
    lines = ["lab,colonies", *(f"L{i},{c}" for i, c in enumerate(case["args"]["counts"]))]
    path = written(tmp_path, "\n".join(lines) + "\n")
    assert (
        run(capsys, "qualitative", path, "--kind", "counts", "--out", tmp_path / "q", "--expected", "20")[0]
        == 0
    )
    (row,) = rows(tmp_path / "q", "dispersion")
    for name in ("statistic", "index", "p_value", "p_lower"):
        assert float(row[name]) == pytest.approx(case["expect"][name], rel=1e-9)
    score = float(rows(tmp_path / "q", "counts")[0]["score"])
    assert score == pytest.approx(2 * (math.sqrt(12.375) - math.sqrt(20.375)))  # Anscombe 1948


@pytest.mark.parametrize(
    ("text", "arguments", "code", "said"),
    [
        ("lab,result\n", [], 3, ""),
        ("lab,result\n1,yes\n", [], 0, ""),  # one laboratory
        ("lab,result\n1,yes\n2,yes\n", [], 0, ""),  # all equal
        ("lab,result\n1,yes\n1,no\n2,yes\n3,yes\n", [], 0, "different answers"),
        ("lab,result\n1,yes\n2,no\n", [], 0, "no consensus"),
        ("lab,result\n1,1.5\n2,2.5\n", [], 3, "All results are numbers"),
        ("lab,result\n1,0\n2,1\n3,1\n", ["--kind", "nominal"], 0, ""),
        ("lab,result\n1,8471\n2,84X1\n3,8471\n", ["--kind", "code"], 0, "no code of digits"),
        ("lab,result\n1,a\n2,b\n", ["--kind", "ordinal", "--levels", "a,c"], 0, "none of the levels"),
        ("lab,result\n1,a\n2,b\n", ["--kind", "ordinal", "--levels", "a"], 3, "no list of levels"),
        (
            "lab,result\n1,a\n2,b\n",
            ["--kind", "ordinal", "--levels", "a,b", "--expected", "x"],
            3,
            "none of the",
        ),
        ("lab,result\n1,4\n2,5\n", ["--kind", "detection"], 3, "positive and n"),
        ("lab,level,positive,n\n1,0,0,5\n1,1,6,5\n", [], 3, "cannot be"),
        ("lab,level,positive,n\n1,1,1.5,5\n", [], 3, "cannot be"),
        ("lab,level,positive,n\n1,1,5,5\n1,2,5,5\n", [], 0, "All or none"),
        ("lab,level,positive,n\n1,1,,5\n", [], 3, ""),
        ("lab,colonies\n1,2.5\n2,3\n", ["--kind", "counts"], 3, "no count"),
        ("lab,colonies\n1,0\n2,0\n", ["--kind", "counts"], 0, ""),
        ("lab,colonies\n1,4\n2,3\n", ["--kind", "counts", "--expected", "x"], 3, "no expected count"),
        ("lab,result,reference\n1,a,a\n2,b,b\n", [], 3, "right answers has several"),
        ('lab,result\n=1+1,<b>x</b>\n=2,=cmd\n"a,b",<b>x</b>\n', [], 0, ""),
    ],
)
def test_bad_answers_have_a_finding_or_one_clear_message(tmp_path, capsys, text, arguments, code, said):
    ends(capsys, "qualitative", written(tmp_path, text), code, said, *arguments)


def test_the_same_bytes_twice_and_only_by_force(tmp_path, capsys):
    path = file_of(tmp_path, [["a", "b", "a", "a"], ["b", "b", "b", "a"]])
    assert "一致性" in same_twice(capsys, "qualitative", path, ("measurands", "answers", "laboratories"))


def test_a_frame_is_taken_too():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"lab": ["a", "b", "c"], "result": ["yes", "yes", "no"]})
    found = rt.studies.run("qualitative", frame, expected=["yes"]).results[0]
    assert found["correct"]["estimate"] == pytest.approx(2 / 3)
