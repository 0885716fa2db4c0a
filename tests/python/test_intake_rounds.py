"""Every file of examples/rounds gives the findings, the shape and the values that expected.json settles."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from ringtrial import intake, robust, scheme

from intake_cases import codes, errors, finding, values  # isort: skip

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
EXPECTED = json.loads((ROUNDS / "expected.json").read_text(encoding="utf-8"))
OF_EVALUATION = {"few_laboratories", "estimators_disagree"}
RUNS = [(name, run) for name, runs in EXPECTED.items() for run in runs if run["exit"] != 4]


def read(name, tables=None):
    return intake.read_files([ROUNDS / name], scheme.load(ROUNDS / tables if tables else None))


def means(data, position):
    """The mean of each laboratory's found values, as `replicates = "mean"` takes it."""
    mine = (data.measurand == position) & (data.qualifier == 0) & ~np.isnan(data.value)
    return [data.value[mine & (data.laboratory == lab)].mean() for lab in np.unique(data.laboratory[mine])]


@pytest.mark.parametrize(("name", "run"), RUNS, ids=[f"{n}-{r.get('scheme', '')}" for n, r in RUNS])
def test_findings_and_values(name, run):
    found = read(name, run.get("scheme"))
    assert set(run.get("findings", [])) - OF_EVALUATION <= set(codes(found))
    assert (found.round is None) == (run["exit"] == 3)
    if found.round is None:
        return
    measurands = {m.label: i for i, m in enumerate(found.round.measurands)}
    assert measurands.keys() == run["measurands"].keys()
    for label, expected in run["measurands"].items():
        data, position = found.round, measurands[label]
        if data.measurands[position].kind != "quantitative":
            continue
        results = means(data, position)
        censored = np.unique(data.laboratory[(data.measurand == position) & (data.qualifier != 0)])
        if "n_censored" in expected:
            assert (len(results), len(censored)) == (expected["n_used"], expected["n_censored"])
        if "robust_mean" in expected and not run.get("scheme", "").startswith("censored"):
            fitted = robust.algorithm_a(results)
            assert fitted.location == pytest.approx(expected["robust_mean"], rel=1e-9)
            assert fitted.scale == pytest.approx(expected["robust_sd"], rel=1e-9)


def test_one_number_in_sixteen_spellings():
    found = values(read("number-forms.csv"))
    assert [found[f"F{i:02}"] for i in range(1, 17)] == [12.3] * 16
    assert (found["H01"], found["H02"], found["H03"]) == (1234.5, -0.5, -0.7)
    told = codes(read("number-forms.csv"))
    assert (told["unit_assumed"], told["unit_converted"], told["negative"]) == (11, 4, 2)


def test_one_round_sent_in_six_ways_is_the_same_round():
    names = [name for name in EXPECTED if name.startswith("iron-ore")]
    assert len(names) == 6
    rounds = [read(name).round for name in names]
    for data in rounds:
        assert [m.label for m in data.measurands] == [m.label for m in rounds[0].measurands]
        assert data.laboratories == rounds[0].laboratories
        assert data.title == ("" if data.title == "" else "2026年铁矿石X射线荧光光谱能力验证结果汇总表")
        np.testing.assert_array_equal(data.value, rounds[0].value)
        np.testing.assert_array_equal(data.qualifier, rounds[0].qualifier)
        assert {m.unit for m in data.measurands} <= {"%", "％"}
    told = finding(read("iron-ore-semicolon.csv"), "suspected_unit")
    assert (told.laboratory, told.measurand) == ("CC018", "MnO")


def test_the_workbook_of_iron_ore():
    found = read("iron-ore.xlsx")
    assert codes(found) == {
        "title_rows": 1,
        "footer": 1,
        "sheet_skipped": 1,
        "not_reported": 2,
        "suspected_unit": 1,
    }
    assert found.inputs[0]["form"] == "wide" and found.inputs[0]["rows"] == 35


def test_units_of_petroleum_are_converted_exactly():
    found = read("petroleum.xlsx")
    data = found.round
    assert [(m.name, m.unit) for m in data.measurands] == [
        ("硫含量", "mg/kg"),
        ("密度(20℃)", "kg/m3"),
        ("馏程T50", "℃"),
    ]
    assert values(found, "硫含量")["P006"] == 8.8
    assert values(found, "密度(20℃)")["P004"] == 743.8


def test_limits_and_full_width_digits_of_ceramics():
    found = read("ceramics.csv")
    cadmium = values(found, "镉溶出量|B")
    assert [cadmium[lab] for lab in ("T003", "T009", "T016")] == [("<", 0.02)] * 3
    assert cadmium["T007"] == 0.0182
    assert math.isnan(cadmium["T021"])
    assert found.round.U[1] == 0.22 and found.round.k[1] == 2 and math.isnan(found.round.U[0])


def test_an_answer_that_looks_like_not_detected():
    data = read("cosmetics.csv", "cosmetics.toml").round
    position = [m.label for m in data.measurands].index("地塞米松|S2")
    texts = [text for text, m in zip(data.text, data.measurand, strict=True) if m == position]
    assert (texts.count("检出"), texts.count("未检出")) == (20, 2)
    assert values(read("cosmetics.csv"), "methylparaben|S1")["C008"] == 0.1751


def test_dirty_cells():
    found = read("dirty.csv")
    assert errors(found) == ["unreadable"]
    told = finding(found, "unreadable")
    assert (told.row, told.column, told.cell, told.laboratory) == (13, "Result", "12 28.4", "L10")
    skipped = intake.read_files([ROUNDS / "dirty.csv"], scheme.load({"intake": {"unreadable": "skip"}}))
    results = values(skipped)
    assert results | {"L6": None, "L7": None, "L10": None} == {
        "L1": 1234.5,
        "L2": 1229.8,
        "L3": 1241.0,
        "L4": -1231.0,
        "L5": 1236.0,
        "L6": None,
        "L7": None,
        "L8": 1233.0,
        "L9": 1240.0,
        "L10": None,
        "L11": ("<", 2000.0),
        "L12": 1235.1,
    }
    assert codes(skipped) == {
        "title_rows": 1,
        "summary_row": 1,
        "footer": 1,
        "unit_converted": 1,
        "negative": 1,
        "not_detected": 1,
        "not_reported": 1,
        "missing_text": 1,
        "unreadable": 1,
    }
    assert finding(skipped, "summary_row").row == 17
    assert skipped.round.title == "Results of round 7"


def test_both_unreadable_cells_are_named_in_one_run():
    assert [f.cell for f in read("unreadable.csv").findings] == ["5.0.1", "见附件"]


def test_rows_of_a_wide_table_are_replicates():
    found = read("rmstudy-water.csv")
    data = found.round
    assert codes(found)["replicates_inferred"] == 8 and data.replicate.max() == 5
    assert codes(found)["replicates_unbalanced"] == 8


def test_files_of_a_homogeneity_study_are_no_round():
    for name in ("arsenic-chocolate-homogeneity.csv", "arsenic-chocolate-stability.csv"):
        assert errors(read(name)) == ["no_laboratory_column"]


def test_what_inputs_say():
    entry = read("mercury-imep111.csv").inputs[0]
    assert entry["name"] == "mercury-imep111.csv" and len(entry["sha256"]) == 64
    assert (entry["form"], entry["rows"], entry["decimal"]) == ("long", 21, ".")
    assert entry["columns"] == {
        "laboratory": "Lab code",
        "measurand": "Measurand",
        "value": "Result",
        "U": "Expanded uncertainty",
        "k": "k",
        "unit": "Unit",
    }
