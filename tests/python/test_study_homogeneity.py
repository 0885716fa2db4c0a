"""ringtrial homogeneity: published examples, its files, and troublesome results on items."""

import math

import pytest
from studies_cases import ROUNDS, agree, ends, reference_cases, rows, run, same_twice, written

import ringtrial as rt
from ringtrial.errors import DataError

CHOCOLATE = ROUNDS / "arsenic-chocolate-homogeneity.csv"


def frame_of(y):
    pandas = pytest.importorskip("pandas")
    records = [
        {"item": f"i{i + 1}", "replicate": k + 1, "result": value}
        for i, item in enumerate(y)
        for k, value in enumerate(item)
    ]
    return pandas.DataFrame(records)


def test_chocolate_as_published(tmp_path, capsys):
    code, out, err = run(capsys, "homogeneity", CHOCOLATE, "--out", tmp_path / "h", "--sigma-percent", "15")
    assert (code, out.strip()) == (0, str(tmp_path / "h" / "report.html"))
    assert "Homogeneous enough 1 / 1" in err
    (row,) = rows(tmp_path / "h", "measurands")
    # ISO 13528:2022, Table E.2: s_x 0.00398, s_w 0.00556, s_s 0.00060, mean 0.18715
    found = {name: round(float(row[name]), 5) for name in ("mean", "s_x", "s_w", "s_s")}
    assert found == {"mean": 0.18715, "s_x": 0.00398, "s_w": 0.00556, "s_s": 0.0006}
    assert (row["passes"], row["criterion_used"], row["decision"]) == ("true", "basic", "true")
    assert float(row["sigma_pt"]) == pytest.approx(0.15 * 0.18715)
    assert float(row["detectable"]) == pytest.approx(0.00556327 * 1.4784291483994887, rel=1e-6)


@pytest.mark.parametrize("case", reference_cases("check"))
def test_every_reference_case_comes_through_the_study(case):
    y, sigma = case["args"]["y"], case["args"].get("sigma_pt")
    study = rt.studies.run("homogeneity", frame_of(y), sigma_pt=sigma)
    agree(study.results[0]["check"], case)


def test_copper_of_the_harmonised_protocol(tmp_path, capsys):
    """Thompson, Ellison and Wood, Pure Appl. Chem. 78 (2006) 145, appendix 1: sample 12 items, duplicates."""
    y = [[10.5, 10.4], [9.6, 9.5], [10.4, 9.9], [9.5, 9.9], [10.0, 9.7], [9.6, 10.1],
         [9.8, 10.4], [9.8, 10.2], [10.8, 10.7], [10.2, 10.0], [9.8, 9.5], [10.2, 10.0]]  # fmt: skip
    text = "sample,1,2\n" + "".join(f"S{i + 1},{a},{b}\n" for i, (a, b) in enumerate(y))
    file = written(tmp_path, text, "copper.csv")
    code, _, _ = run(capsys, "homogeneity", file, "--out", tmp_path / "h", "--sigma-pt", "1.1")
    assert code == 0
    (row,) = rows(tmp_path / "h", "measurands")
    assert [round(float(row[name]), 2) for name in ("s_w", "f", "cochran") if name in row] == [0.25, 0.24]
    assert round(float(row["s_s"]), 4) == 0.2916
    assert round(float(rows(tmp_path / "h", "anova")[0]["f"]), 2) == 3.78
    assert [row["item"] for row in rows(tmp_path / "h", "items")][:2] == ["S1", "S2"]


def two(tmp_path):
    text = "item,rep,Pb (mg/kg),Cd (mg/kg)\n"
    for i in range(8):
        for k in range(2):
            text += f"{i + 1},{k + 1},{50 + i * (i % 2) + 0.1 * k},{0.5 + 0.01 * ((i * 7 + k * 3) % 5)}\n"
    return written(tmp_path, text)


def test_each_measurand_has_its_own_target(tmp_path, capsys):
    file = two(tmp_path)
    arguments = ["--sigma-pt", "Pb=2", "--sigma-percent", "Cd=20", "--criterion", "expanded"]
    code, _, err = run(capsys, "homogeneity", file, "--out", tmp_path / "h", *arguments)
    assert code == 0
    assert "Pb: the items are not homogeneous enough, by the expanded criterion." in err
    pb, cd = rows(tmp_path / "h", "measurands")
    assert (pb["sigma_pt"], pb["decision"]) == ("2.0", "false")
    assert float(cd["sigma_pt"]) == pytest.approx(0.2 * float(cd["mean"]))
    assert "enlarge" in (tmp_path / "h" / "report.html").read_text(encoding="utf-8")


def test_the_scheme_may_say_the_target(tmp_path, capsys):
    scheme = written(
        tmp_path, '[measurand."Pb"]\nsigma_pt = 8\n[measurand."Cd"]\ntarget_percent = 30\n', "s.toml"
    )
    code, _, _ = run(capsys, "homogeneity", two(tmp_path), "--scheme", scheme, "--out", tmp_path / "h")
    assert code == 0
    pb, cd = rows(tmp_path / "h", "measurands")
    assert (pb["sigma_pt"], cd["criterion_used"]) == ("8.0", "basic")


def test_without_a_target_the_f_test_decides(tmp_path, capsys):
    code, _, _ = run(capsys, "homogeneity", CHOCOLATE, "--out", tmp_path / "h")
    (row,) = rows(tmp_path / "h", "measurands")
    assert (code, row["criterion"], row["passes"], row["criterion_used"]) == (0, "", "", "test")
    assert row["decision"] == "true"


def test_missing_replicates_limits_and_an_outlying_item():
    y = [[10.0, 10.1], [10.1, math.nan], [9.9, 10.0], [10.0, 14.0], [10.2, 10.1], [9.8, 9.9], [10.0, 10.1]]
    study = rt.studies.run("homogeneity", frame_of(y), sigma_pt=2)
    assert {finding.code for finding in study.findings} >= {"homogeneity_outlier"}
    assert [column.values for column in study.tables[2].columns if column.key == "n"] == [
        [2, 1, 2, 2, 2, 2, 2]
    ]
    assert study.results[0]["check"]["m"] < 2


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("item,result\n1,2.0\n1,2.1\n", 0, "so few results"),  # one item
        ("item,result\n1,2.0\n2,2.1\n3,2.2\n", 0, "so few results"),  # one replicate
        ("item,result\n1,2\n1,2\n2,2\n2,2\n", 0, "all replicates agree"),
        ("item,result\n1,2\n1,x\n2,2\n2,2\n", 3, "x"),  # text where a number belongs
        ("item,result\n", 3, ""),
        ("lab,result\n1,2\n", 3, "item"),
        ("item,result\n1,yes\n2,no\n", 3, "No column of results holds numbers"),
        ("item,result\n=1+1,2.0\n=1+1,2.1\n<b>x</b>,2.2\n<b>x</b>,2.4\n", 0, ""),
        ("item,result\n1,<2\n1,2.1\n2,2.2\n2,2.4\n3,2.2\n3,2.3\n", 0, ""),
    ],
)
def test_bad_results_have_a_status_or_one_clear_message(tmp_path, capsys, text, code, said):
    ends(capsys, "homogeneity", written(tmp_path, text), code, said, "--sigma-pt", "1")


def test_rows_without_numbers_are_replicates_however_many(tmp_path):
    path = written(tmp_path, "item,result\n1,2.0\n1,2.0\n1,2.2\n2,2.1\n2,2.1\n3,2.3\n")
    study = rt.studies.run("homogeneity", path)
    assert [len(item["values"]) for item in study.results[0]["items"]] == [3, 2, 1]


@pytest.mark.parametrize("word", ["item", "Sample", "bottle", "样品编号", "瓶号", "编号"])
def test_words_for_items(tmp_path, word):
    path = written(tmp_path, f"{word},1,2\n" + "".join(f"B{i},2.{i},2.{i}1\n" for i in range(4)))
    assert rt.studies.run("homogeneity", path).results[0]["check"]["g"] == 4


def test_the_scheme_names_the_column_of_items():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"where": ["a", "a", "b", "b"], "lab": "X", "result": [1.0, 1.1, 1.2, 1.0]})
    study = rt.studies.run("homogeneity", frame, columns={"item": "where"})
    assert study.results[0]["check"]["m"] == 2


def test_a_replicate_that_is_there_twice_stops_the_run(tmp_path, capsys):
    path = written(tmp_path, "item,rep,result\n1,1,2.0\n1,1,2.4\n1,2,2.2\n2,1,2.1\n2,2,2.1\n")
    code, _, err = run(capsys, "homogeneity", path, "--out", tmp_path / "h")
    assert code == 3
    assert "duplicate_conflict" in err


@pytest.mark.parametrize("wrong", ["Pb=2", "arsenic=-1", "arsenic=x", "-3"])
def test_a_target_that_is_none_stops_the_run(tmp_path, capsys, wrong):
    code, _, err = run(capsys, "homogeneity", CHOCOLATE, "--out", tmp_path / "h", f"--sigma-pt={wrong}")
    assert code == 3
    assert "gives no standard deviation" in err
    assert not (tmp_path / "h").exists()


def test_the_same_bytes_twice_in_both_languages_and_only_by_force(tmp_path, capsys):
    file = written(tmp_path, CHOCOLATE.read_text(encoding="utf-8"))
    tables = ("measurands", "items", "anova")
    page = same_twice(capsys, "homogeneity", file, tables, "--sigma-pt", "0.03")
    assert "均匀性" in page
    assert "<var>s</var><sub>w</sub>" in page


def test_a_wrong_option_is_named():
    with pytest.raises(ValueError, match=r"^homogeneity: alpha = 2, must be"):
        rt.studies.run("homogeneity", str(CHOCOLATE), alpha=2)
    with pytest.raises(DataError):
        rt.studies.run("homogeneity", str(CHOCOLATE), sigma_pt="Pb=2")
