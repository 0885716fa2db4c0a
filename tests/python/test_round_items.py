"""Homogeneity and stability inside a round: what a scheme may name, and what a failed check does."""

import json
import math
import shutil
from pathlib import Path

import jsonschema
import openpyxl
import pandas
import pytest
from build_round import codes, row
from pytest import approx

import ringtrial as rt
from ringtrial import outputs
from ringtrial.outputs.columns import ITEMS

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
SCHEMA = json.loads((Path(outputs.__file__).parent / "evaluation.schema.json").read_text("utf-8"))
RESULTS = "lab,X (mg/kg)\n" + "".join(f"L{i:02d},{11 + 0.1 * i:.1f}\n" for i in range(1, 21))
# By hand: item means 10.1, 12.1, 14.1, so s_x = 2; ranges 0.2, so s_w² = 3·0.04/6 = 0.02; s_s² = 4 − 0.01.
UNEQUAL = "item,replicate,X (mg/kg)\n1,1,10.0\n1,2,10.2\n2,1,12.0\n2,2,12.2\n3,1,14.0\n3,2,14.2\n"
S_S = math.sqrt(3.99)
CERTIFIED = {"assigned_value": 12.0, "assigned_u": 0.5, "sigma_pt": 1.0}


@pytest.fixture
def evaluate(tmp_path):
    """Evaluate RESULTS with tables of items beside the scheme."""

    def run(options, *, homogeneity=None, stability=None, results=RESULTS, measurand="X", encoding="utf-8"):
        (tmp_path / "r.csv").write_text(results, encoding="utf-8")
        for name, text in (("homogeneity", homogeneity), ("stability", stability)):
            if isinstance(text, str):
                (tmp_path / f"{name}.csv").write_text(text, encoding=encoding)
                options = {f"{name}_file": f"{name}.csv"} | options
        lines = [f"[measurand.{json.dumps(measurand, ensure_ascii=False)}]"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in options.items()]
        (tmp_path / "s.toml").write_text("\n".join(lines), encoding="utf-8")
        return rt.evaluate(tmp_path / "r.csv", tmp_path / "s.toml")

    return run


def items_of(evaluation):
    return evaluation.details[0]["items"]


def refused(run, code):
    with pytest.raises(rt.DataError) as caught:
        run()
    assert code in [finding.code for finding in caught.value.findings]
    return next(finding for finding in caught.value.findings if finding.code == code)


# --- the standard's example -----------------------------------------------------------------------


def test_arsenic_in_chocolate(tmp_path):
    for name in ("arsenic-chocolate-homogeneity.csv", "arsenic-chocolate-stability.csv"):
        shutil.copy(ROUNDS / name, tmp_path)
    (tmp_path / "r.csv").write_text(RESULTS.replace("X", "arsenic"), encoding="utf-8")
    (tmp_path / "s.toml").write_text(
        '[measurand.arsenic]\nassigned_value = 0.19\nassigned_u = 0.002\nsigma_pt = 0.015\n'
        'homogeneity_file = "arsenic-chocolate-homogeneity.csv"\n'
        'stability_file = "arsenic-chocolate-stability.csv"\n',
        encoding="utf-8",
    )  # fmt: skip
    e = rt.evaluate(tmp_path / "r.csv", tmp_path / "s.toml")
    homogeneity, stability = items_of(e)["homogeneity"], items_of(e)["stability"]
    # ISO 13528:2022, Table E.2: s_x 0.00398, s_w 0.00556, s_s 0.00060 (examples/rounds/README.md)
    assert [round(homogeneity[name], 5) for name in ("s_x", "s_w", "s_s")] == [0.00398, 0.00556, 0.0006]
    assert homogeneity["decision"] is True and homogeneity["criterion"] == approx(0.0045)
    # Table E.3: the means of two items afterwards, 0.1945 and 0.193, against 0.18715 before
    assert stability["difference"] == approx(0.19375 - 0.18715)
    assert stability["decision"] is False and stability["passes_expanded"] is True
    u_stability = (0.19375 - 0.18715) / math.sqrt(3)
    assert row(e)["assigned_u"] == approx(math.hypot(0.002, u_stability))
    assert e.details[0]["uncertainty"]["shares"]["stability"] == approx(
        u_stability**2 / (0.002**2 + u_stability**2)
    )
    assert (row(e)["homogeneous"], row(e)["stable"]) == (True, False)
    assert row(e)["u_stability"] == approx(u_stability)
    assert "unstable" in codes(e) and "inhomogeneous" not in codes(e)


# --- what a failed check does ---------------------------------------------------------------------


def test_items_that_differ_widen_the_uncertainty(evaluate):
    e = evaluate(CERTIFIED, homogeneity=UNEQUAL)
    assert row(e)["between_items_sd"] == approx(S_S) and row(e)["homogeneous"] is False
    assert row(e)["assigned_u"] == approx(math.hypot(0.5, S_S)) and row(e)["sigma_pt"] == 1.0
    assert row(e)["verdict_score"] == "z_prime"  # u(x_pt) is no longer negligible
    (found,) = [f for f in e.all_findings if f.code == "inhomogeneous"]
    assert "1.997, is above 0.3 of the target standard deviation, 0.3" in found.text
    assert "contained in the uncertainty" in found.action and "样品间标准差 1.997" in found.text_zh


def test_or_they_widen_the_target(evaluate):
    e = evaluate(CERTIFIED | {"when_inhomogeneous": "target"}, homogeneity=UNEQUAL)
    assert row(e)["sigma_pt"] == approx(math.sqrt(1 + 3.99)) and row(e)["assigned_u"] == 0.5
    assert items_of(e)["homogeneity"]["sigma_pt"] == 1.0  # what the criterion was a fraction of
    assert row(e)["verdict_score"] == "z"


def test_or_they_are_only_told_or_stop(evaluate):
    e = evaluate(CERTIFIED | {"when_inhomogeneous": "warn"}, homogeneity=UNEQUAL)
    assert (row(e)["assigned_u"], row(e)["sigma_pt"]) == (0.5, 1.0) and "inhomogeneous" in codes(e)
    stop = CERTIFIED | {"when_inhomogeneous": "stop"}
    assert refused(lambda: evaluate(stop, homogeneity=UNEQUAL), "inhomogeneous").severity == "error"


def test_a_target_from_the_data_contains_the_differences_already(evaluate):
    e = evaluate({"minimum_laboratories": 5}, homogeneity=UNEQUAL)
    plain = evaluate({"minimum_laboratories": 5, "homogeneity_file": ""})
    assert row(e)["assigned_u"] == row(plain)["assigned_u"] and row(e)["sigma_pt"] == row(plain)["sigma_pt"]
    assert e.details[0]["effective"]["when_inhomogeneous"] == "warn"
    with pytest.raises(rt.SchemeError, match="contains the differences between the items already"):
        evaluate({"when_inhomogeneous": "target"}, homogeneity=UNEQUAL)


def test_the_larger_of_stated_and_found_uncertainties_counts(evaluate):
    more = evaluate(CERTIFIED | {"u_homogeneity": 3.0}, homogeneity=UNEQUAL)
    assert row(more)["u_homogeneity"] == 3.0
    less = evaluate(CERTIFIED | {"u_homogeneity": 0.1}, homogeneity=UNEQUAL)
    assert row(less)["u_homogeneity"] == approx(S_S)


def test_the_criterion_is_the_schemes(evaluate):
    # F₁ = χ²₀.₉₅(2)/2 = 2.996, F₂ = (F₀.₉₅(2, 3) − 1)/2 = 4.276: √(2.996·0.09 + 4.276·0.02) = 0.596
    e = evaluate(CERTIFIED | {"item_criterion": "expanded"}, homogeneity=UNEQUAL)
    assert items_of(e)["homogeneity"]["expanded_criterion"] == approx(0.596, abs=5e-4)
    wide = CERTIFIED | {"item_factor": 2.0}
    assert row(evaluate(wide, homogeneity=UNEQUAL))["homogeneous"] is True  # s_s < 2 σ_pt
    test = evaluate(wide | {"item_criterion": "test"}, homogeneity=UNEQUAL)
    assert row(test)["homogeneous"] is False  # F = 2·4/0.02 = 400
    assert "400 > 9.552" in next(f.text for f in test.all_findings if f.code == "inhomogeneous")


def test_the_check_is_in_log_units_where_the_scheme_transforms(evaluate):
    options = {"transform": "ln", "assigned_value": 12.0, "assigned_u": 0.01, "sigma_pt": 0.5}
    e = evaluate(options, homogeneity=UNEQUAL)
    y = [[math.log(a), math.log(a + 0.2)] for a in (10, 12, 14)]
    assert row(e)["between_items_sd"] == approx(rt.homogeneity.check(y).s_s)
    zero = UNEQUAL.replace("10.0", "0.0")
    assert refused(lambda: evaluate(options, homogeneity=zero), "items_unreadable").cell == "0.0"


def test_the_picture_is_on_the_scale_of_its_mean(evaluate):
    options = {"transform": "ln", "assigned_value": 12.0, "assigned_u": 0.01, "sigma_pt": 0.5}
    e = evaluate(options, homogeneity=UNEQUAL)
    chart = rt.plots.items(e, "X").to_dict()
    y = chart["layer"][0]["encoding"]["y"]
    low, high = y["scale"]["domain"]
    assert low < math.log(10.0) < math.log(14.2) < high < 3
    assert y["axis"]["title"] == "ln(mg/kg)"


METHODS = "item,Pb (ICP),Pb (AAS)\n1,10.0,10.1\n1,10.2,10.3\n2,10.1,10.4\n2,10.3,10.0\n"


def test_of_two_columns_that_brackets_tell_apart_the_scheme_names_one(evaluate):
    about = {"homogeneity": METHODS, "results": RESULTS.replace("X", "Pb"), "measurand": "Pb"}
    e = evaluate(CERTIFIED | {"homogeneity_column": "Pb (AAS)"}, **about)
    found = items_of(e)["homogeneity"]
    assert [item["values"] for item in found["items"]] == [[10.1, 10.3], [10.4, 10.0]]
    told = refused(lambda: evaluate(CERTIFIED, **about), "items_column")
    assert "Pb (ICP), Pb (AAS)" in told.text and "homogeneity_column" in told.text


def test_brackets_are_names_in_round_and_items_alike(evaluate):
    results = "lab,Pb (ICP),Pb (AAS)\n" + "".join(f"L{i:02d},{11 + 0.1 * i},12\n" for i in range(1, 21))
    e = evaluate(CERTIFIED, homogeneity=METHODS, results=results, measurand="Pb (AAS)")
    assert e.details[0]["items"]["homogeneity"] is None
    assert e.details[1]["items"]["homogeneity"]["mean"] == approx(10.2)


def test_a_change_beyond_the_criterion_widens_the_uncertainty(evaluate):
    times = "time,item,X\nbefore,1,12.0\nbefore,2,12.2\nafter,1,13.0\nafter,2,13.2\n"
    e = evaluate(CERTIFIED, stability=times)
    assert row(e)["item_change"] == approx(1.0) and row(e)["stable"] is False
    assert row(e)["u_stability"] == approx(1 / math.sqrt(3))
    assert row(evaluate(CERTIFIED | {"when_unstable": "warn"}, stability=times))["u_stability"] == 0.0
    stop = CERTIFIED | {"when_unstable": "stop"}
    assert refused(lambda: evaluate(stop, stability=times), "unstable")


# --- the tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("sample;X_1;X_2\n1;10,0;10,2\n2;12,0;12,2\n3;14,0;14,2\n", {}),
        ("bottle,1,2\nA,10.0,10.2\nB,12.0,12.2\nC,14.0,14.2\n", {}),
        ("item,result\n1,10.0\n1,10.2\n2,12.0\n2,12.2\n3,14.0\n3,14.2\n", {}),
        ("item,X (ug/kg)\n1,10000\n1,10200\n2,12000\n2,12200\n3,14000\n3,14200\n", {}),
        ("title\n样品编号,平行,X\n1,1,10.0\n1,2,10.2\n2,1,12.0\n2,2,12.2\n3,1,14.0\n3,2,14.2\n",
         {"encoding": "gb18030"}),
        ("item,measurand,value\n1,X,10.0\n1,X,10.2\n1,Y,5\n2,X,12.0\n2,X,12.2\n3,X,14.0\n3,X,14.2\n", {}),
    ],
    ids=["wide", "numbered", "long", "unit", "chinese", "measurands"],
)  # fmt: skip
def test_tables_of_any_form(evaluate, text, how):
    assert row(evaluate(CERTIFIED, homogeneity=text, **how))["between_items_sd"] == approx(S_S)


def test_a_column_that_the_scheme_names(evaluate):
    text = UNEQUAL.replace("X (mg/kg)", "lead by ICP")
    assert refused(lambda: evaluate(CERTIFIED, homogeneity=text), "items_column")
    named = CERTIFIED | {"homogeneity_column": "lead by ICP"}
    assert row(evaluate(named, homogeneity=text))["between_items_sd"] == approx(S_S)


def test_a_worksheet(evaluate, tmp_path):
    book = openpyxl.Workbook()
    for line in UNEQUAL.splitlines():
        book.active.append([float(c) if c[0].isdigit() else c for c in line.split(",")])
    book.save(tmp_path / "items.xlsx")
    e = evaluate(CERTIFIED | {"homogeneity_file": "items.xlsx"})
    assert row(e)["between_items_sd"] == approx(S_S)


def test_the_sheet_of_the_measurand(evaluate, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["item", "result"])
    book.active.append(["1", 99.0])
    for sheet, factor in (("Y", 2.0), ("X", 1.0)):
        page = book.create_sheet(sheet)
        page.append(["item", "result"])
        for item, value in ((1, 10.0), (1, 10.2), (2, 12.0), (2, 12.2), (3, 14.0), (3, 14.2)):
            page.append([item, factor * value])
    book.save(tmp_path / "items.xlsx")
    e = evaluate(CERTIFIED | {"homogeneity_file": "items.xlsx"})
    assert row(e)["between_items_sd"] == approx(S_S)


AWKWARD = (
    "均匀性检验\n瓶号;备注;铅 (μg/kg)_1;铅 (μg/kg)_2;铅 (μg/kg)_3\n"
    "甲;;10000,5;10200,0;10100,0\n乙;;12000,0;;12200,5\n丙;;14000,25;14200,0;NA\n"
)


def test_score_and_homogeneity_read_a_file_alike(tmp_path):
    """Decimal commas, GB18030, a title, wide replicates with gaps, a unit that is converted."""
    (tmp_path / "items.csv").write_text(AWKWARD, encoding="gb18030")
    (tmp_path / "r.csv").write_text(RESULTS.replace("X", "铅"), encoding="utf-8")
    options = CERTIFIED | {"unit": "mg/kg"}
    scheme = {"measurand": {"铅": options | {"homogeneity_file": tmp_path / "items.csv"}}}
    scored = items_of(rt.evaluate(tmp_path / "r.csv", scheme))["homogeneity"]
    study = rt.studies.run("homogeneity", tmp_path / "items.csv", {"measurand": {"铅": options}})
    assert scored["items"] == study.results[0]["items"] == [
        {"item": "甲", "values": [10.0005, 10.2, 10.1]},
        {"item": "乙", "values": [12.0, 12.2005]},
        {"item": "丙", "values": [14.00025, 14.2]},
    ]  # fmt: skip
    assert scored["s_s"] == study.results[0]["check"]["s_s"]


def test_the_named_column_and_no_other_counts(evaluate):
    text = "item,result,lead by ICP (ug/kg)\n" + "".join(
        f"{i},99,{1000 * x}\n" for i, x in ((1, 10.0), (1, 10.2), (2, 12.0), (2, 12.2), (3, 14.0), (3, 14.2))
    )
    named = CERTIFIED | {"homogeneity_column": "lead by ICP"}
    e = evaluate(named, homogeneity=text)
    assert row(e)["between_items_sd"] == approx(S_S)
    assert items_of(e)["homogeneity"]["column"] == "lead by ICP (ug/kg)"
    refused(lambda: evaluate(CERTIFIED | {"homogeneity_column": "mean"}, homogeneity=text), "items_column")
    refused(lambda: evaluate(named, homogeneity="item,1,2\n1,10,10.2\n2,12,12.2\n"), "items_column")
    e = evaluate(CERTIFIED, homogeneity=text.replace("lead by ICP", "X"))
    assert row(e)["between_items_sd"] == approx(S_S)


def test_the_order_of_times_is_not_that_of_the_file(evaluate):
    e = evaluate(CERTIFIED, stability="days,item,X\n14,1,13.0\n14,2,13.2\n0,1,12.0\n0,2,12.2\n")
    assert items_of(e)["stability"]["before"][0] == {"item": "1", "values": [12.0]}
    gap = "time,item,X\n0,1,12\n,2,12.1\n7,1,12.2\n"
    assert refused(lambda: evaluate(CERTIFIED, stability=gap), "stability_no_time")


def test_several_measurands_in_one_file(tmp_path):
    results = "lab,Pb (mg/kg),Cd (mg/kg)\n" + "".join(
        f"L{i},{11 + 0.1 * i},{5 + 0.1 * i}\n" for i in range(12)
    )
    (tmp_path / "r.csv").write_text(results, encoding="utf-8")
    text = "bottle;Cd (µg/kg);Pb (mg/kg)\n1;5000,5;10,0\n1;5100;10,2\n2;5200;12,0\n2;5000;12,2\n"
    (tmp_path / "i.csv").write_text(text, encoding="utf-8")
    options = CERTIFIED | {"homogeneity_file": tmp_path / "i.csv"}
    e = rt.evaluate(tmp_path / "r.csv", {"measurand": {"*": options}})
    values = [d["items"]["homogeneity"]["items"][0]["values"] for d in e.details]
    assert values == [[10.0, 10.2], [5.0005, 5.1]]


def test_missing_replicates_are_left_out(evaluate):
    e = evaluate(CERTIFIED, homogeneity=UNEQUAL + "4,1,\n4,2,NA\n5,1,12.1\n")
    y = [[10.0, 10.2], [12.0, 12.2], [14.0, 14.2], [12.1]]
    assert row(e)["between_items_sd"] == approx(rt.homogeneity.check(y).s_s)
    assert items_of(e)["homogeneity"]["g"] == 4


# --- what cannot be read or decided ---------------------------------------------------------------


def test_a_file_that_is_not_there_is_a_mistake_in_the_scheme(evaluate):
    with pytest.raises(
        rt.SchemeError, match=r"s\.toml, line 2: .*homogeneity_file: there is no file nowhere"
    ):
        evaluate({"homogeneity_file": "nowhere.csv"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("code,X\n1,10\n", "no_item_column"),
        ("item,Y\n1,10\n1,11\n", "items_column"),
        ("item,X\n1,10\n1,ten\n", "unreadable"),
        ("item,X\n1,<10\n1,11\n", "items_unreadable"),
        ("item,X\n1,inf\n1,11\n", "unreadable"),
        ("item,X (mol/L)\n1,10\n1,11\n", "unit_mismatch"),
        ("item,X\n", "no_rows"),
        ("item,X\n1,\n2,NA\n", "items_no_rows"),
        ("", "empty_file"),
    ],
)
def test_tables_that_cannot_be_read_stop(evaluate, text, code):
    assert refused(lambda: evaluate(CERTIFIED, homogeneity=text), code).severity == "error"


def test_stability_needs_two_times(evaluate):
    one = "item,X\n1,12.0\n2,12.1\n"
    assert refused(lambda: evaluate(CERTIFIED, stability=one), "items_before")
    three = "day,item,X\n0,1,12\n7,1,12\n14,1,12\n"
    assert refused(lambda: evaluate(CERTIFIED, stability=three), "items_times")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (CERTIFIED, "item,X\n1,10\n1,10.2\n"),  # one item
        (CERTIFIED, "item,X\n1,10\n2,10.2\n3,10.1\n"),  # nothing within items
        (
            CERTIFIED | {"item_criterion": "test"},
            "item,X\n1,10\n1,10\n2,10\n2,10\n",
        ),  # no spread to test with
        ({"scores": ["difference"]}, UNEQUAL),  # no target that anything could be a fraction of
    ],
    ids=["one-item", "no-replicates", "all-equal", "no-target"],
)
def test_what_cannot_be_decided_adds_nothing(evaluate, options, text):
    e = evaluate(options, homogeneity=text)
    assert "homogeneity_undecided" in codes(e)
    assert row(e)["homogeneous"] is None and row(e)["u_homogeneity"] == 0.0


def test_equal_replicates_pass_the_criterion(evaluate):
    e = evaluate(CERTIFIED, homogeneity="item,X\n1,10\n1,10\n2,10\n2,10\n")
    assert row(e)["homogeneous"] is True and items_of(e)["homogeneity"]["status"] == "zero_scale"


def test_stability_of_one_item_is_decided_by_the_plain_criterion(evaluate):
    e = evaluate(CERTIFIED, stability="time,item,X\n0,1,12.0\n1,1,12.1\n")
    assert row(e)["stable"] is True and items_of(e)["stability"]["status"] == "too_few"
    e = evaluate(CERTIFIED | {"item_criterion": "test"}, stability="time,item,X\n0,1,12.0\n1,1,12.1\n")
    assert row(e)["stable"] is None and "stability_undecided" in codes(e)


def test_trouble_of_the_check_itself(evaluate):
    steady = "".join(f"{i},12.0\n{i},12.1\n" for i in range(1, 10))
    e = evaluate(CERTIFIED, homogeneity="item,X\n" + steady + "odd,11.0\nodd,13.1\n")
    (found,) = [f for f in e.all_findings if f.code == "item_outlier"]
    assert "item odd" in found.text
    noisy = "item,X\n" + "".join(f"{i},{11.2 + 0.1 * i}\n{i},{12.8 - 0.1 * i}\n" for i in range(1, 5))
    assert "item_repeatability" in codes(evaluate(CERTIFIED, homogeneity=noisy))
    drift = "item,X\n" + "".join(f"{i},{12 + 0.05 * i}\n{i},{12.01 + 0.05 * i}\n" for i in range(9))
    assert "item_trend" in codes(evaluate(CERTIFIED, homogeneity=drift))


def test_qualitative_measurands_have_no_check(evaluate):
    results = "lab,X\n" + "".join(f"L{i},yes\n" for i in range(12))
    e = evaluate({"kind": "nominal"}, results=results)
    assert items_of(e) == {"homogeneity": None, "stability": None} and row(e)["homogeneous"] is None


# --- what comes out -------------------------------------------------------------------------------


def test_everything_shows_the_checks(evaluate, tmp_path):
    stability = "item,X\n7,13.0\n8,13.4\n"
    out = evaluate(CERTIFIED, homogeneity=UNEQUAL, stability=stability).write(tmp_path / "out")
    document = json.loads((out / "evaluation.json").read_text("utf-8"))
    jsonschema.validate(document, SCHEMA)
    found = document["measurands"][0]["items"]
    assert found["homogeneity"]["file"] == "homogeneity.csv" and len(found["homogeneity"]["sha256"]) == 64
    assert found["stability"]["after"] == [
        {"item": "7", "values": [13.0]}, {"item": "8", "values": [13.4]},
    ]  # fmt: skip
    page = (out / "report.html").read_text("utf-8")
    assert "Homogeneity and stability of the items" in page and "criterion not met" in page
    assert "Share of u²" in page and 'class="run-chart"' in page
    assert str(tmp_path) not in page and str(tmp_path) not in json.dumps(document)
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert [cell.value for cell in book["Items"]["D"]] == ["check", "homogeneity", "stability"]
    header = (out / "assigned.csv").read_text("utf-8-sig").splitlines()[0]
    assert ",".join(ITEMS) in header


def test_a_frame_and_an_absolute_path(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text(UNEQUAL, encoding="utf-8")
    frame = pandas.DataFrame({"lab": [f"L{i}" for i in range(12)], "X": [11.5 + 0.1 * i for i in range(12)]})
    e = rt.evaluate(frame, {"measurand": {"X": CERTIFIED | {"homogeneity_file": path}}})
    assert row(e)["between_items_sd"] == approx(S_S)
    assert str(tmp_path) not in json.dumps(e.to_dict(), default=str)


def test_a_folder_is_no_file(evaluate, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(rt.SchemeError, match="there is no file folder"):
        evaluate({"homogeneity_file": "folder"})


def test_names_of_items_are_shown_as_typed(evaluate, tmp_path):
    text = UNEQUAL.replace("\n1,1", "\n<b>1</b>,1").replace("\n1,2", "\n<b>1</b>,2")
    out = evaluate(CERTIFIED, homogeneity=text).write(tmp_path / "out")
    page = (out / "report.html").read_text("utf-8")
    assert "<b>1</b>" not in page and "&lt;b&gt;1&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("options", "homogeneity", "stability"),
    [
        (CERTIFIED, "item,X\n1,10\n1,10.2\n", None),
        (CERTIFIED, "item,X\n1,10\n1,10\n2,10\n2,10\n", "item,X\n1,10\n"),
        (CERTIFIED, "item,X\n1,1e300\n1,-1e300\n2,1e300\n2,1e299\n", None),
        (CERTIFIED, "item,X\n1,1e-300\n1,2e-300\n2,1e-300\n2,3e-300\n", None),
        (CERTIFIED, "item,X\n" + "".join(f"{i},{12 + i % 3}\n{i},12.5\n" for i in range(300)), None),
        (CERTIFIED, None, "time,item,X\n1,1,12\n1,2,12.1\n2,1,12.2\n2,1,\n"),
        ({"scores": ["difference"]}, UNEQUAL, None),
    ],
    ids=["one-item", "all-equal", "huge", "tiny", "many", "stability-only", "no-target"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_odd_checks_are_reported_too(evaluate, tmp_path, options, homogeneity, stability, language):
    e = evaluate(options, homogeneity=homogeneity, stability=stability)
    e.scheme.report["language"] = language
    out = e.write(tmp_path / "out")
    jsonschema.validate(json.loads((out / "evaluation.json").read_text("utf-8")), SCHEMA)
    page = (out / "report.html").read_text("utf-8")
    assert ("Homogeneity and stability of the items" if language == "en" else "物品的均匀性与稳定性") in page
    assert "nan" not in page.split('class="checks"')[1].split("</section>")[0]
