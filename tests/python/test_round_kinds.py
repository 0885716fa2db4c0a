"""Every kind of measurand reported in full: words, codes, counts, limits, outlier tests, groups by method."""

import json
import math
from pathlib import Path

import jsonschema
import numpy as np
import openpyxl
import pytest
from build_round import Reported, codes, evaluated, laboratories, row
from pytest import approx

import ringtrial as rt
from ringtrial import outputs

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
SCHEMA = json.loads((Path(outputs.__file__).parent / "evaluation.schema.json").read_text("utf-8"))


def answers(texts, **more):
    return [Reported(f"L{i}", text=text, **more) for i, text in enumerate(texts, 1)]


def page_of(evaluation, tmp_path, language="en"):
    """The report, after its document has been held against the schema."""
    evaluation.scheme.report["language"] = language
    made_here = dict.fromkeys(("sha256", "bytes", "encoding", "delimiter", "decimal", "sheet"))
    made_here |= {"form": "long", "rows": 0, "columns": {}}
    evaluation.inputs = [made_here | entry for entry in evaluation.inputs]
    out = evaluation.write(tmp_path / language)
    jsonschema.validate(json.loads((out / "evaluation.json").read_text("utf-8")), SCHEMA)
    return (out / "report.html").read_text("utf-8")


# --- words ----------------------------------------------------------------------------------------

TESTS = ["detected"] * 9 + ["not detected"] * 2 + [""]


def test_answers_are_counted_with_the_certainty_of_the_consensus(tmp_path):
    e = evaluated(answers(TESTS), {"kind": "nominal"}, kind="nominal")
    found = e.details[0]["categories"]
    expected = rt.qualitative.consensus(TESTS, required=0.75)
    assert (found["mode"], found["n"], found["reached"]) == ("detected", 11, True)
    assert (found["lower"], found["upper"]) == (expected.lower, expected.upper)
    assert found["p_chance"] == approx(sum(math.comb(11, k) for k in (9, 10, 11)) / 2**11)  # by hand
    assert [(a["category"], a["count"]) for a in found["answers"]] == [("detected", 9), ("not detected", 2)]
    assert found["distance"] is None and found["between"] is None
    page = page_of(e, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "en" / "workbook.xlsx")["Answers"]
    assert [cell.value for cell in sheet["E"]] == ["count", 9, 2]
    assert "Answers in numbers" in page and "Consensus of the participants" in page and "82 %" in page


def test_without_a_consensus_there_is_no_category(tmp_path):
    measurands = {"word": answers(["a", "b"] * 6), "other": answers(TESTS)}
    e = evaluated(measurands, {"kind": "nominal"}, kind="nominal")
    assert e.details[0]["categories"]["tied"] and row(e)["status"] == "no_consensus"
    page = page_of(e, tmp_path)
    assert 'class="number">nan' not in page and "nan</strong>" not in page


def test_an_answer_that_is_left_out_is_not_counted():
    e = evaluated(answers(TESTS), {"kind": "nominal", "exclude": ["L1"], "withdraw": ["L10"]}, kind="nominal")
    assert [a["count"] for a in e.details[0]["categories"]["answers"]] == [8, 1]


def test_nobody_answered():
    e = evaluated(
        {"word": answers([""] * 12), "other": answers(TESTS)}, {"kind": "nominal"}, kind="nominal"
    )  # fmt: skip
    found = e.details[0]["categories"]
    assert (found["n"], found["mode"], found["answers"]) == (0, "", [])


def test_levels_have_a_median_and_distances(tmp_path):
    levels = ["none", "trace", "weak", "strong"]
    texts = ["weak"] * 9 + ["trace", "strong", "none"]
    e = evaluated(answers(texts), {"kind": "ordinal", "levels": levels}, kind="ordinal")
    found = e.details[0]["categories"]
    summary = rt.qualitative.ordinal_summary(texts, levels=levels)
    assert found["ordinal"]["dispersion"] == summary.dispersion and found["ordinal"]["median_low"] == "weak"
    assert [a["category"] for a in found["answers"]] == levels
    assert found["distance"][-3:] == [-1, 1, -2]
    page = page_of(e, tmp_path)
    assert "Levels from the assigned one" in page and "<td>−2" in page and "Up to here" in page


def test_codes_agree_by_digits(tmp_path):
    e = rt.evaluate(ROUNDS / "solid-waste.csv", ROUNDS / "solid-waste.toml")
    found = e.details[0]["categories"]
    given = [text for text in e.results["reported"]]
    expected = rt.qualitative.code_agreement(given, "2620190000")
    assert [level["count"] for level in found["code"]["levels"]] == expected.count.tolist()
    assert found["distance"] == approx(expected.matched.tolist(), nan_ok=True)
    page = page_of(e, tmp_path)
    assert "Agreement by number of digits" in page and "Digits that agree" in page


def test_items_of_one_measurand_show_agreement_beyond_chance(tmp_path):
    rng = np.random.default_rng(4)
    truth = ["+", "-", "+"]
    given = [[t if rng.random() < 0.9 else "-+"["+-".index(t)] for _ in range(12)] for t in truth]
    e = evaluated(
        {("Salmonella", f"S{i}"): answers(texts) for i, texts in enumerate(given)},
        {"kind": "nominal", "assigned_category": "+"}, kind="nominal",
    )  # fmt: skip
    alpha = rt.qualitative.krippendorff_alpha([list(lab) for lab in zip(*given, strict=True)])
    for details in e.details:
        assert details["categories"]["between"]["alpha"] == alpha.alpha
        assert details["categories"]["between"]["items"] == 3
    assert "Agreement beyond chance over 3 items" in page_of(e, tmp_path)


def test_shares_of_groups_are_compared():
    right = [Reported(f"A{i}", text="yes", method="PCR") for i in range(10)]
    wrong = [Reported(f"B{i}", text="yes" if i < 3 else "no", method="culture") for i in range(10)]
    options = {"kind": "nominal", "assigned_category": "yes", "strata": "method"}
    (found,) = evaluated(right + wrong, options, kind="nominal").details[0]["strata"]
    assert [(g["stratum"], g["n"], g["n_satisfactory"]) for g in found["groups"]] == [
        ("PCR", 10, 10), ("culture", 10, 3),
    ]  # fmt: skip
    # by hand, Pearson's χ² of [[10, 0], [3, 7]] by hand: 20·(70)²/(10·10·13·7) = 10.769, 1 degree of freedom
    assert found["test"]["p_value"] == approx(math.erfc(math.sqrt(10.769230769 / 2)), rel=1e-6)


def test_hostile_answers_are_shown_as_typed(tmp_path):
    texts = ["<script>alert(1)</script>"] * 9 + ["=1+1"] * 3
    page = page_of(evaluated(answers(texts), {"kind": "nominal"}, kind="nominal"), tmp_path)
    assert "<script" not in page and "&lt;script&gt;" in page


# --- limits ---------------------------------------------------------------------------------------


def test_limits_are_taken_as_limits_beside_the_evaluation(tmp_path):
    e = rt.evaluate(ROUNDS / "censored-e1.csv")
    found = e.details[0]["limits"]
    # ISO 13528:2022, Table E.1: 23 results, five of them below 10, 10, 20, 30, 50
    assert (found["n"], found["n_below"], found["n_above"]) == (23, 5, 0)
    assert found["share"] == approx(5 / 23)
    x, signs = zip(
        *((float(t.strip("<")), "<" if "<" in t else "") for t in e.results["reported"]), strict=True
    )
    fit, robust = rt.censored.normal_ml(x, signs), rt.censored.robust(x, signs)
    assert found["location"] == fit.location and found["scale"] == fit.scale
    assert (found["median_lower"], found["median_upper"]) == (robust.location_lower, robust.location_upper)
    page = page_of(e, tmp_path)
    assert "Maximum likelihood with limits as limits" in page and "22 %" in page


def test_no_limits_no_block():
    assert evaluated(laboratories(range(10, 22))).details[0]["limits"] is None


def test_limits_with_a_logarithm():
    entries = [*laboratories([10.0, 12, 14, 9, 11, 13, 10, 12]), Reported("C1", 8, qualifier="<")]
    found = evaluated(entries, {"transform": "log10"}).details[0]["limits"]
    fit = rt.censored.normal_ml(
        [10.0, 12, 14, 9, 11, 13, 10, 12, 8], [""] * 8 + ["<"], distribution="lognormal"
    )  # fmt: skip
    assert found["distribution"] == "lognormal" and found["location"] == approx(fit.median)


# --- counts ---------------------------------------------------------------------------------------


def test_counts_are_compared_with_counting_alone(tmp_path):
    counts = [52, 47, 61, 50, 44, 58, 49, 55, 63, 41, 57, 46]
    options = {"count_exposure": 0.1, "sigma_pt": 100.0, "assigned_value": 500.0, "assigned_u": 1.0}
    e = evaluated(laboratories([10 * c for c in counts]), options, unit="CFU/mL")
    found, expected = e.details[0]["counts"], rt.qualitative.dispersion_test(counts)
    assert found["whole"] and found["index"] == expected.index and found["p_value"] == expected.p_value
    assert found["sd"] == approx(math.sqrt(500 / 0.1))  # √(x_pt/exposure), of 50 counts
    assert found["share"] == approx(5000 / 100**2)
    assert "Dispersion of the counts" in page_of(e, tmp_path)


def test_counts_in_log_units():
    options = {"count_exposure": 1, "transform": "log10", "sigma_pt": 0.2, "assigned_value": 100.0}
    found = evaluated(laboratories(range(90, 110)), options).details[0]["counts"]
    assert found["sd"] == approx(10 / 100 / math.log(10))  # √100 at 100


def test_results_that_are_no_counts_are_told():
    e = evaluated(laboratories([5.05, 5.2, 5.3, 5.4, 5.5, 5.6]), {"count_exposure": 10})
    assert "counts_broken" in codes(e) and math.isnan(e.details[0]["counts"]["index"])


# --- outlier tests --------------------------------------------------------------------------------

WITH_OUTLIER = [10.0, 10.1, 9.9, 10.2, 9.8, 10.05, 9.95, 10.15, 9.85, 10.0, 14.0]


def test_outlier_tests_are_on_record(tmp_path):
    e = evaluated(laboratories(WITH_OUTLIER), {"outliers": "grubbs"})
    tests = {test["test"]: test for test in e.details[0]["outlier_tests"]}
    assert set(tests) == {"both", "opposite", "two_max", "two_min"}  # the two pair tests too
    grubbs = rt.outliers.grubbs(WITH_OUTLIER, kind="both")
    assert tests["both"]["statistic"] == grubbs.statistic and tests["both"]["verdict"] == "outlier"
    assert tests["both"]["laboratories"] == ["L11"] and tests["two_min"]["verdict"] == "none"
    pair = rt.outliers.grubbs(WITH_OUTLIER, kind="two_max")
    assert tests["two_max"]["statistic"] == pair.statistic
    page = page_of(e, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "en" / "workbook.xlsx")["Outlier tests"]
    assert [cell.value for cell in sheet["D"]][:2] == ["laboratories", "L11"]
    assert "Outlier tests" in page and "Left out of the statistics at 0.01" in page


def test_a_pair_that_hides_itself_is_seen_by_the_pair_test():
    e = evaluated(laboratories([*WITH_OUTLIER[:-1], 14.0, 14.1]), {"outliers": "grubbs"})
    tests = {test["test"]: test["verdict"] for test in e.details[0]["outlier_tests"]}
    assert tests["both"] != "outlier" and tests["two_max"] == "outlier"
    assert "outlier_removed" not in codes(e)  # the scheme's rule takes single results only


def test_variances_are_tested_where_there_are_replicates():
    entries = [Reported(f"L{i}", v + d) for i, v in enumerate(WITH_OUTLIER[:-1]) for d in (0, 0.05)]
    entries[1].value += 3
    tests = evaluated(entries, {"outliers": "cochran"}).details[0]["outlier_tests"]
    assert [(t["test"], t["laboratories"], t["verdict"]) for t in tests] == [("cochran", ["L0"], "outlier")]


def test_no_tests_unless_asked():
    assert evaluated(laboratories(WITH_OUTLIER)).details[0]["outlier_tests"] == []
    equal = evaluated(laboratories([5.0] * 8), {"outliers": "grubbs", "assigned_value": 5.0, "sigma_pt": 1})
    assert equal.details[0]["outlier_tests"] == []  # no spread: no test


# --- two modes ------------------------------------------------------------------------------------


def two_groups(methods):
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(10, 0.2, 20), rng.normal(13, 0.2, 20)])
    return [Reported(f"L{i}", v, method=methods[i]) for i, v in enumerate(values)]


def multimodal(entries):
    (found,) = [f for f in evaluated(entries).all_findings if f.code == "multimodal"]
    return found


def test_two_modes_are_told_by_method():
    found = multimodal(two_groups(["ICP-MS"] * 20 + ["XRF"] * 20))
    assert (
        "the methods differ" in found.text
        and "ICP-MS (n = 20)" in found.text
        and "XRF (n = 20)" in found.text
    )
    assert "methods" in found.action and "众数" in found.text_zh and "ICP-MS" in found.text_zh


def test_or_that_the_methods_do_not_explain_them():
    found = multimodal(two_groups(["A", "B"] * 20))
    assert "do not explain them" in found.text


@pytest.mark.parametrize("method", ["", "ICP-MS"])
def test_one_method_says_nothing_about_modes(method):
    assert "method" not in multimodal(two_groups([method] * 40)).text


def test_reports_are_in_chinese_too(tmp_path):
    e = evaluated(laboratories(WITH_OUTLIER), {"outliers": "grubbs"})
    page = page_of(e, tmp_path, "zh")
    assert "离群值检验" in page and "Outlier tests" not in page


def test_coarse_rounding_is_taken_as_intervals(tmp_path):
    values = [10.0] * 7 + [10.5] * 4 + [9.5] * 3
    options = {"assigned_value": 10.0, "assigned_u": 0.01, "sigma_pt": 0.5}
    e = evaluated(laboratories(values), options)
    fit = rt.censored.rounded_ml(values, 0.5)
    assert e.details[0]["rounding"] == {
        "step": 0.5, "location": fit.location, "scale": fit.scale, "status": "ok",
    }  # fmt: skip
    assert "each result an interval of one step" in page_of(e, tmp_path)
    assert evaluated(laboratories(values), options | {"sigma_pt": 2.0}).details[0]["rounding"] is None
    equal = evaluated(laboratories([10.0] * 12 + [10.5]), options | {"sigma_pt": 0.2})
    assert math.isnan(equal.details[0]["rounding"]["scale"])  # two cells: no maximum


def test_a_spread_beyond_all_factors_is_reported(tmp_path):
    entries = laboratories([1e-300, 1e300] * 6)
    e = evaluated(entries, {"transform": "log10", "target": "fixed", "sigma_pt": 100.0})
    assert "×÷" in page_of(e, tmp_path)


def test_warnings_do_not_repeat_the_name_of_the_measurand(tmp_path):
    entries = [Reported(f"L{i}", 10 + i / 10 + 3 * (i > 9), method="AB"[i > 9]) for i in range(20)]
    for language in ("en", "zh"):
        page = page_of(evaluated({("Pb", "S1"): entries}, {"strata": "method"}), tmp_path, language)
        assert "Pb|S1" not in page.split('class="warnings"')[1].split("</ul>")[0]
