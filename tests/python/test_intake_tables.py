"""From files to a Round: marks, limits, missing results, uncertainties, duplicates, sheets, findings."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringtrial import intake, messages, noticed, scheme
from ringtrial.findings import FIELDS, Finding
from ringtrial.intake import columns

from intake_cases import codes, errors, finding, long_table, read, values  # isort: skip

QUOTED = {"intake": {"delimiter": ";"}}


# --- 2.5 decimal mark: one decision for a file ------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected", "mark"),
    [
        (["1,5", "2,25", "1.234"], [1.5, 2.25, 1234.0], ","),
        (["1.5", "1,234"], [1.5, 1234.0], "."),
        (["1.5", "1,234.5"], [1.5, 1234.5], "."),
        (["0,123", "1,234"], [0.123, 1.234], ","),
        (["5", "1.234"], [5.0, 1.234], "."),
        (["1234,567", "1,234"], [1234.567, 1.234], ","),
        (["1.234,5", "1.234"], [1234.5, 1234.0], ","),
        (["1 234,5", "1,234"], [1234.5, 1.234], ","),
        (["<0,05", "1,234"], [("<", 0.05), 1.234], ","),
        (["1,5 mg/kg", "1,234"], [1.5, 1.234], ","),
    ],
)
def test_one_kind_of_evidence_decides(tmp_path, cells, expected, mark):
    found = read(tmp_path, long_table(cells), QUOTED)
    assert list(values(found).values()) == expected
    assert found.inputs[0]["decimal"] == mark
    assert not {"mixed_decimal", "grouping_assumed"} & set(codes(found))


def test_both_kinds_make_each_cell_count_by_itself(tmp_path):
    found = read(tmp_path, long_table(["1.5", "2,5", "12"]), QUOTED)
    assert list(values(found).values()) == [1.5, 2.5, 12.0]
    assert codes(found) == {"mixed_decimal": 1}
    assert found.inputs[0]["decimal"] == "mixed"


@pytest.mark.parametrize("cell", ["1,234", "1.234", "<1,234", "1,234 mg/kg"])
def test_what_can_be_read_in_two_ways_stops_in_such_a_file(tmp_path, cell):
    found = read(tmp_path, long_table(["1.5", "2,5", cell]), QUOTED)
    assert errors(found) == ["ambiguous_number"]
    told = finding(found, "ambiguous_number")
    assert (told.laboratory, told.cell, told.row) == ("L3", cell, 4)


def test_without_evidence_a_comma_groups_thousands_and_a_point_is_decimal(tmp_path):
    found = read(tmp_path, long_table(["1,234", "1.234", "7"]), QUOTED)
    assert list(values(found).values()) == [1234.0, 1.234, 7.0]
    assert finding(found, "grouping_assumed").cell == "1,234"


def test_the_scheme_can_say_the_mark(tmp_path):
    found = read(tmp_path, long_table(["1,234", "7"]), {"intake": {"delimiter": ";", "decimal": ","}})
    assert list(values(found).values()) == [1.234, 7.0]
    assert not found.findings
    wrong = read(tmp_path, long_table(["1,5", "7"]), {"intake": {"delimiter": ";", "decimal": "."}})
    assert errors(wrong) == ["unreadable"]


def test_uncertainties_prove_the_mark_too(tmp_path):
    data = read(tmp_path, "lab;result;U\nA;1,234;0,5\n", QUOTED).round
    assert (data.value[0], data.U[0]) == (1.234, 0.5)


def test_codes_and_other_texts_prove_nothing(tmp_path):
    found = read(tmp_path, "lab;result;note\n1,5;1.5;2,5\n1,6;2.5;x\n", QUOTED)
    assert found.inputs[0]["decimal"] == "."


@given(st.lists(st.floats(-1e6, 1e6).filter(lambda x: "e" not in repr(x)), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_files_with_comma_and_point_agree(tmp_path, numbers):
    cells = [repr(x) for x in [*numbers, 0.5]]
    point = values(read(tmp_path, long_table(cells), QUOTED))
    comma = values(read(tmp_path, long_table([cell.replace(".", ",") for cell in cells]), QUOTED))
    assert point == comma
    assert list(point.values()) == [x + 0.0 for x in [*numbers, 0.5]]


# --- 2.5 what becomes of cells ----------------------------------------------------------------


def test_blank_cells_are_told_once_a_laboratory_and_measurand(tmp_path):
    found = read(tmp_path, "lab;replicate;Fe;Cu\nA;1;;1\nA;2;;2\nB;1;5;\nB;2;6;3\n")
    told = [(f.laboratory, f.measurand, f.severity) for f in found.findings if f.code == "not_reported"]
    assert told == [("A", "Fe", "info"), ("B", "Cu", "info")]
    assert math.isnan(values(found)["A"])
    assert values(found, "Cu") == {"A": [1.0, 2.0], "B": 3.0}


def test_texts_for_not_reported_are_told(tmp_path):
    found = read(tmp_path, long_table(["5", "NA", "spät"]), {"intake": {"missing": ["Spät"]}})
    assert [f.cell for f in found.findings] == ["NA", "spät"]
    assert codes(found) == {"missing_text": 2}
    assert math.isnan(values(found)["L3"])


@pytest.mark.parametrize(
    ("option", "limit", "expected", "severity"),
    [
        ("censored", 0.01, ("<", 0.01), "info"),
        ("censored", None, None, "warning"),
        ("missing", 0.01, None, "info"),
        ("zero", None, 0.0, "warning"),
    ],
)
def test_not_detected_without_a_limit(tmp_path, option, limit, expected, severity):
    tables = {
        "intake": {"not_detected": option},
        "measurand": {"Cu": {"detection_limit": limit} if limit else {}},
    }
    found = read(tmp_path, long_table(["5", "未检出"], "mg/kg"), tables)
    result = values(found)["L2"]
    assert result == expected if expected is not None else math.isnan(result)
    assert finding(found, "not_detected").severity == severity


def test_not_detected_can_stop(tmp_path):
    assert errors(read(tmp_path, long_table(["5", "nd"]), {"intake": {"not_detected": "stop"}})) == [
        "not_detected"
    ]


def test_the_detection_limit_is_in_the_unit_of_the_measurand(tmp_path):
    text = "lab;measurand;result;unit\nA;Cu;5;mg/kg\nB;Cu;nd;ug/kg\nC;Cu;6;mg/kg\n"
    found = read(tmp_path, text, {"measurand": {"Cu": {"detection_limit": 0.01}}})
    assert values(found)["B"] == ("<", 0.01)


def test_limits_are_converted_like_results(tmp_path):
    found = read(tmp_path, "lab;measurand;result;unit\nA;Cu;5;mg/kg\nB;Cu;<2000;ug/kg\nC;Cu;>6;mg/kg\n")
    assert values(found) == {"A": 5.0, "B": ("<", 2.0), "C": (">", 6.0)}


def test_a_column_of_signs_does_what_the_sign_in_the_cell_does(tmp_path):
    text = "lab;sign;result\nA;;5\nB;<;0.5\nC;>=;7\nD;=;6\nE;<;<0.4\nF;ND;\nG;-;4\n"
    found = read(tmp_path, text, {"measurand": {"*": {"detection_limit": 0.1}}})
    assert values(found) == {
        "A": 5.0,
        "B": ("<", 0.5),
        "C": (">", 7.0),
        "D": 6.0,
        "E": ("<", 0.4),
        "F": ("<", 0.1),
        "G": 4.0,
    }


@pytest.mark.parametrize(("sign", "code"), [(">", "qualifier_conflict"), ("J", "qualifier_unknown")])
def test_signs_that_contradict_or_mean_nothing_stop(tmp_path, sign, code):
    assert errors(read(tmp_path, f"lab;sign;result\nA;{sign};<0.5\nB;;5\n")) == [code]


def test_approximate_results_are_told(tmp_path):
    found = read(tmp_path, long_table(["5", "≈6"]))
    assert values(found)["L2"] == 6.0
    assert finding(found, "approximate").severity == "warning"


def test_an_uncertainty_in_the_cell_stops_unless_the_scheme_says_what_it_is(tmp_path):
    text = "lab;result;unit\nA;5;mg/kg\nB;12.3±0.4;mg/kg\nC;12.30(4);mg/kg\nD;0.006±0.001 g/kg;\n"
    assert errors(read(tmp_path, text)) == ["uncertainty_in_cell"] * 3
    expanded = read(tmp_path, text, {"intake": {"uncertainty_in_cell": "expanded"}}).round
    assert expanded.U.tolist()[1:] == [0.4, 0.04, 1.0]
    assert expanded.value.tolist() == [5.0, 12.3, 12.3, 6.0]
    standard = read(tmp_path, text, {"intake": {"uncertainty_in_cell": "standard"}}).round
    assert standard.u.tolist()[1:] == [0.4, 0.04, 1.0]
    assert np.isnan(standard.U).all()


def test_an_uncertainty_in_the_cell_must_not_contradict_its_column(tmp_path):
    tables = {"intake": {"uncertainty_in_cell": "expanded"}}
    assert errors(read(tmp_path, "lab;result;U\nA;5±0.1;0.2\n", tables)) == ["uncertainty_conflict"]
    assert not errors(read(tmp_path, "lab;result;U\nA;5±0.1;0.1\n", tables))


def test_every_unreadable_cell_is_told_at_once(tmp_path):
    found = read(tmp_path, long_table(["5", "5.0.1", "见附件", "=1+1"]))
    assert [(f.cell, f.row, f.laboratory, f.column) for f in found.findings] == [
        ("5.0.1", 3, "L2", "result"),
        ("见附件", 4, "L3", "result"),
        ("=1+1", 5, "L4", "result"),
    ]
    assert found.round is None


def test_unreadable_cells_can_be_skipped(tmp_path):
    found = read(tmp_path, long_table(["5", "abc"]), {"intake": {"unreadable": "skip"}})
    assert math.isnan(values(found)["L2"])
    told = finding(found, "unreadable")
    assert told.severity == "warning" and "skipped" in told.action


@pytest.mark.parametrize(("option", "expected"), [("warn", "warning"), ("stop", "error"), ("allow", None)])
def test_results_below_zero(tmp_path, option, expected):
    found = read(tmp_path, long_table(["5", "−0.7", "-0"]), {"measurand": {"Cu": {"negative": option}}})
    assert [f.severity for f in found.findings if f.code == "negative"] == ([expected] if expected else [])
    if expected != "error":
        assert values(found) == {"L1": 5.0, "L2": -0.7, "L3": 0.0}


def test_kinds(tmp_path):
    text = "lab;measurand;result\n" + "".join(
        f"{lab};{measurand};{cell}\n"
        for measurand, cells in {
            "a": ("x", "1"),
            "b": ("检出", "未检出"),
            "c": ("<1", "nd"),
            "d": ("", "NA"),
            "e": ("nd", ""),
        }.items()
        for lab, cell in zip("AB", cells, strict=True)
    )
    found = read(tmp_path, text, {"intake": {"unreadable": "skip"}})
    kinds = {m.name: m.kind for m in found.round.measurands}
    assert kinds == {
        "a": "quantitative",
        "b": "nominal",
        "c": "quantitative",
        "d": "quantitative",
        "e": "nominal",
    }


def test_a_qualitative_result_is_the_trimmed_text(tmp_path):
    tables = {"measurand": {"Cu": {"kind": "nominal", "assigned_category": "无"}}}
    found = read(tmp_path, long_table([" 未检出 ", "<0.5", "5", "无", "NA", ""]), tables)
    assert found.round.text == ["未检出", "<0.5", "5", "无", "", ""]
    assert np.isnan(found.round.value).all() and not found.round.qualifier.any()
    assert codes(found) == {"missing_text": 1, "not_reported": 1}


def test_levels_of_an_ordinal_measurand_are_answers(tmp_path):
    tables = {"measurand": {"Cu": {"kind": "ordinal", "levels": ["-", "+", "++"], "assigned_category": "+"}}}
    assert read(tmp_path, long_table(["-", "+", "++"]), tables).round.text == ["-", "+", "++"]


def test_codes_of_goods_stay_texts(tmp_path):
    tables = {"measurand": {"Cu": {"kind": "code", "assigned_category": "2620190000"}}}
    data = read(tmp_path, long_table(["2620190000", "2620.19", "0101"]), tables).round
    assert data.text == ["2620190000", "2620.19", "0101"]


# --- uncertainties ----------------------------------------------------------------------------


def test_contradicting_uncertainties_stop(tmp_path):
    assert errors(read(tmp_path, "lab;result;u;U;k\nA;5;0.1;0.3;2\n")) == ["uncertainty_conflict"]
    assert not errors(read(tmp_path, "lab;result;u;U;k\nA;5;0.1;0.2018;2\n"))


@pytest.mark.parametrize("row", ["A;5;0.1;0", "A;5;0.1;-2", "A;5;<0.1;2"])
def test_impossible_uncertainties_stop(tmp_path, row):
    assert errors(read(tmp_path, f"lab;result;U;k\n{row}\n")) == ["uncertainty_invalid"]


# scoring.md: a negative uncertainty in a results file is a finding of the intake, which passes NaN on.
@pytest.mark.parametrize("field", ["u", "U"])
def test_a_negative_uncertainty_is_taken_as_not_stated(tmp_path, field):
    found = read(tmp_path, f"lab;result;{field}\nA;5;-0.1\nB;6;0.2\n")
    assert [(f.severity, f.code, f.row) for f in found.findings] == [("warning", "uncertainty_invalid", 2)]
    stated = getattr(found.round, field).tolist()
    assert math.isnan(stated[0]) and stated[1] == 0.2


def test_unreadable_uncertainties_stop_and_missing_ones_do_not(tmp_path):
    assert errors(read(tmp_path, "lab;result;U\nA;5;abc\n")) == ["unreadable"]
    data = read(tmp_path, "lab;result;U\nA;5;-\nB;6;\nC;;0.1\nD;7;0\n").round
    assert np.isnan(data.U[:3]).all() and data.U[3] == 0


def test_uncertainties_of_replicates_that_differ_are_told(tmp_path):
    found = read(tmp_path, "lab;replicate;result;U\nA;1;5;0.1\nA;2;6;0.2\nB;1;5;0.1\nB;2;6;\n")
    assert finding(found, "uncertainty_differs").laboratory == "A"


# --- 2.7 duplicates and replicates --------------------------------------------------------------


def test_a_replicate_column_numbers_replicates(tmp_path):
    found = read(tmp_path, "lab;replicate;result\nA;2;5\nA;1;6\nB;1;7\nB;2;8\n")
    assert found.round.replicate.tolist() == [1, 2, 1, 2]
    assert values(found) == {"A": [6.0, 5.0], "B": [7.0, 8.0]}
    assert not found.findings


def test_replicates_may_have_names(tmp_path):
    found = read(tmp_path, "lab;replicate;result\nA;a;5\nA;b;6\nB;b;8\nB;a;7\n")
    assert values(found) == {"A": [5.0, 6.0], "B": [7.0, 8.0]}


def test_the_same_replicate_twice_is_a_duplicate(tmp_path):
    assert errors(read(tmp_path, "lab;replicate;result\nA;1;5\nA;1;6\n")) == ["duplicate_conflict"]


def test_without_a_column_equal_numbers_of_rows_are_replicates(tmp_path):
    found = read(tmp_path, "lab;result\nA;5\nB;7\nA;\nB;8\n")
    assert values(found) == {"A": 5.0, "B": [7.0, 8.0]}
    assert found.round.replicate.tolist() == [1, 1, 2]
    assert codes(found) == {"not_reported": 1, "replicates_inferred": 1, "replicates_unbalanced": 1}
    assert "2 rows" in finding(found, "replicates_inferred").text


def test_otherwise_rows_with_a_value_are_duplicates(tmp_path):
    found = read(tmp_path, "lab;result\nA;5\nB;7\nA;6\n")
    told = finding(found, "duplicate_conflict")
    assert (told.severity, told.row, told.cell, told.laboratory) == ("error", 4, "6", "A")
    assert "row 2" in told.text


def test_a_row_without_value_beside_one_with_it_is_no_duplicate(tmp_path):
    found = read(tmp_path, "lab;result\nA;not tested\nA;5\nB;7\n")
    assert values(found) == {"A": 5.0, "B": 7.0}
    assert codes(found) == {"missing_text": 1}


def test_equal_rows_count_once(tmp_path):
    found = read(tmp_path, "no;lab;method;result\n1;A;x;5\n2;B;x;7\n3;A;x; 5\n", {"intake": {"ignore": []}})
    assert values(found) == {"A": 5.0, "B": 7.0}
    assert finding(found, "duplicate_same").row == 4


def test_rows_that_differ_in_any_field_are_in_conflict(tmp_path):
    assert errors(read(tmp_path, "lab;method;result\nA;x;5\nB;x;7\nA;y;5\n")) == ["duplicate_conflict"]


@pytest.mark.parametrize(
    ("option", "expected", "code"),
    [
        ("first", 5.0, "duplicate_left_out"),
        ("last", 6.0, "duplicate_left_out"),
        ("replicates", [5.0, 6.0], "replicates_unbalanced"),
    ],
)
def test_the_scheme_can_decide_on_duplicates(tmp_path, option, expected, code):
    found = read(tmp_path, "lab;result\nA;5\nB;7\nA;6\n", {"intake": {"duplicates": option}})
    assert values(found) == {"A": expected, "B": 7.0}
    assert codes(found) == {code: 1}


def test_the_scheme_can_stop_at_any_duplicate(tmp_path):
    found = read(tmp_path, "lab;result\nA;5\nB;7\nA;5\n", {"intake": {"duplicates": "stop"}})
    assert errors(found) == ["duplicate_conflict"]


def test_replicates_that_are_limits_are_told(tmp_path):
    found = read(tmp_path, "lab;replicate;result\nA;1;<5\nA;2;6\nB;1;5\nB;2;6\n")
    told = finding(found, "replicates_censored")
    assert (told.severity, told.laboratory, told.cell) == ("warning", "A", "<5")
    mixed = read(tmp_path, "lab;replicate;result\nA;1;<5\nA;2;>6\nB;1;5\nB;2;6\n")
    assert errors(mixed) == ["replicates_censored"]


def test_a_laboratory_without_any_value_stays_once(tmp_path):
    found = read(tmp_path, "lab;replicate;result\nA;1;\nA;2;NA\nB;1;5\nB;2;6\n")
    data = found.round
    assert data.laboratory.tolist() == [0, 1, 1]
    assert np.isnan(data.value[0])


# --- several files, sheets ----------------------------------------------------------------------


def test_several_files_are_one_round(tmp_path):
    from ringtrial import intake, scheme

    (tmp_path / "one.csv").write_text("lab;measurand;result\nA;Cu;1.234\nB;Cu;5.5\n")
    (tmp_path / "two.csv").write_text("lab;measurand;result\nA;Zn;1,234\nC;Cu;5,5\n")
    found = intake.read_files(
        [tmp_path / "one.csv", tmp_path / "two.csv"], scheme.load({"intake": {"delimiter": ";"}})
    )
    assert values(found, "Cu") == {"A": 1.234, "B": 5.5, "C": 5.5}
    assert values(found, "Zn") == {"A": 1.234}
    assert [entry["decimal"] for entry in found.inputs] == [".", ","]
    assert found.round.laboratories == ["A", "B", "C"]


def test_an_error_in_one_file_does_not_hide_those_of_another(tmp_path):
    from ringtrial import intake, scheme

    (tmp_path / "one.csv").write_text("sample;result\nA;1.234\n")
    (tmp_path / "two.csv").write_text("lab;result\nA;x1\nB;5\n")
    found = intake.read_files([tmp_path / "one.csv", tmp_path / "two.csv"], scheme.load(None))
    assert errors(found) == ["no_laboratory_column", "unreadable"]


def workbook(path, sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, merged) in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)


def read_workbook(tmp_path, sheets, tables=None, **options):
    from ringtrial import intake, scheme

    workbook(tmp_path / "round.xlsx", sheets)
    return intake.read_files([tmp_path / "round.xlsx"], scheme.load(tables), **options)


def test_sheets_with_the_same_fields_are_measurands(tmp_path):
    rows = [["lab", "result"], ["A", 5], ["B", 6.5]]
    found = read_workbook(tmp_path, {"Fe": (rows, []), "Cu": (rows, []), "notes": ([["hello"]], [])})
    assert values(found, "Cu") == {"A": 5.0, "B": 6.5}
    assert codes(found) == {"sheet_skipped": 1}
    assert [entry["sheet"] for entry in found.inputs] == ["Fe", "Cu"]


def test_sheets_with_different_fields_stop_unless_one_is_named(tmp_path):
    sheets = {
        "Fe": ([["lab", "result"], ["A", 5]], []),
        "Cu": ([["lab", "result", "unit"], ["A", 5, "%"]], []),
    }
    found = read_workbook(tmp_path, sheets)
    assert errors(found) == ["several_sheets"]
    assert "Fe" in finding(found, "several_sheets").text
    assert values(read_workbook(tmp_path, sheets, sheet="Cu")) == {"A": 5.0}


def test_sheets_that_repeat_measurands_are_items(tmp_path):
    rows = [["lab", "Fe", "Cu"], ["A", 5, 6], ["B", 7, 8]]
    found = read_workbook(tmp_path, {"sample 1": (rows, []), "sample 2": (rows, [])})
    assert [m.label for m in found.round.measurands] == [
        "Fe|sample 1",
        "Fe|sample 2",
        "Cu|sample 1",
        "Cu|sample 2",
    ]
    assert codes(found) == {"sheets_are_items": 1}


def test_merged_cells_count_for_all_rows_of_a_key_and_for_the_first_of_a_value(tmp_path):
    rows = [
        ["lab", "measurand", "result"],
        ["A", "Fe", 5],
        [None, "Cu", 6],
        ["B", "Fe", 7],
        ["B", "Cu", None],
    ]
    found = read_workbook(tmp_path, {"x": (rows, ["A2:A3", "C4:C5"])})
    assert values(found, "Cu")["A"] == 6.0
    assert math.isnan(values(found, "Cu")["B"])


def test_merged_header_cells_count_for_all_they_cover(tmp_path):
    rows = [["lab", "Fe", None, "Cu", None], [None, "result", "U", "result", "U"], ["A", 5, 0.5, 6, 0.6]]
    data = read_workbook(tmp_path, {"x": (rows, ["B1:C1", "D1:E1", "A1:A2"])}).round
    assert data.value.tolist() == [5.0, 6.0] and data.U.tolist() == [0.5, 0.6]


def test_findings_in_worksheets_name_the_letter_of_the_column(tmp_path):
    found = read_workbook(tmp_path, {"x": ([["lab", "Fe"], ["A", "x"], ["B", 5]], [])})
    assert finding(found, "unreadable").column == "Fe (B)"


def test_dates_and_truth_values_among_results_stop(tmp_path):
    import datetime

    rows = [["lab", "Fe"], ["A", datetime.date(2026, 5, 12)], ["B", True], ["C", 5], ["D", 6]]
    assert sorted(errors(read_workbook(tmp_path, {"x": (rows, [])}))) == ["date_in_value", "unreadable"]


def test_whole_numbers_of_a_worksheet_are_codes_without_decimals(tmp_path):
    found = read_workbook(tmp_path, {"x": ([["lab", "Fe"], [7, 5], [8.0, 6]], [])})
    assert found.round.laboratories == ["7", "8"]


# --- 2.8 findings -------------------------------------------------------------------------------


def test_every_finding_has_its_place_and_both_texts(tmp_path):
    text = "Title;;\nlab;result;unit\nA;abc;mg/kg\nB;;mg/kg\nC;5;mg/L\nD;-5;mg/kg\nmean;5;\nNote;;\n"
    found = read(tmp_path, text)
    assert {
        "title_rows",
        "unreadable",
        "not_reported",
        "unit_mismatch",
        "negative",
        "summary_row",
        "footer",
    } == set(codes(found))
    for one in found.findings:
        whole = one.to_dict()
        assert tuple(whole) == FIELDS
        assert (
            whole["file"] == "round.csv"
            and whole["row"]
            and whole["text"]
            and whole["text_zh"]
            and whole["action"]
        )
        assert whole["severity"] in ("info", "warning", "error")


def test_long_cells_are_shortened_in_findings(tmp_path):
    assert len(finding(read(tmp_path, long_table(["5", "x" * 500])), "unreadable").cell) == 60


def test_rows_are_counted_by_physical_lines(tmp_path):
    found = read(tmp_path, 'lab;result;note\nA;5;"two\nlines"\n\nB;x;\n')
    assert finding(found, "unreadable").row == 5


def test_every_code_has_words_in_both_languages():
    english, chinese = (messages.load(language, "findings") for language in ("en", "zh"))
    assert english.keys() == chinese.keys()


# --- order does not matter ----------------------------------------------------------------------

ROWS = [
    (
        f"L{i}",
        measurand,
        *((f"{i + j / 10:.1f}", "mg/kg") if i % 3 else (f"{1000 * i + 100 * j}", "ug/kg")),
        str(j),
    )
    for i in range(1, 8)
    for measurand in ("Cu", "Zn")
    for j in (1, 2)
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.permutations(range(len(ROWS))), st.permutations(range(5)))
def test_the_order_of_rows_and_columns_does_not_matter(tmp_path, rows, columns):
    def text(rows, columns):
        head = ("lab", "measurand", "result", "unit", "replicate")
        return "\n".join(";".join(row[c] for c in columns) for row in [head, *(ROWS[r] for r in rows)]) + "\n"

    one = read(tmp_path, text(range(len(ROWS)), range(5)))
    other = read(tmp_path, text(rows, columns))
    for measurand in ("Cu", "Zn"):
        assert values(one, measurand) == values(other, measurand)
    assert codes(one) == codes(other) == {"unit_converted": 4}


@given(
    st.lists(
        st.lists(st.text("ab5.,<;±%未\"'\n =", max_size=6), min_size=2, max_size=4), min_size=0, max_size=6
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_table_breaks_the_intake(tmp_path, rows):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["lab", "result", "U", "unit"], *rows])
    found = read(tmp_path, out.getvalue(), {"intake": {"delimiter": ","}})
    assert (found.round is None) == bool(errors(found))


# --- hostile ------------------------------------------------------------------------------------


def test_one_laboratory_is_a_round(tmp_path):
    assert values(read(tmp_path, "lab;Fe\nA;5\n")) == {"A": 5.0}


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "../../x", "{0.__class__}", "%s%n", "{cell}"],
)
def test_strange_names_of_laboratories_are_only_texts(tmp_path, name):
    quoted = '"' + name.replace('"', '""') + '"'
    found = read(tmp_path, f"lab;Fe\n{quoted};abc\nB;5\n")
    told = finding(found, "unreadable")
    assert told.laboratory == name and name in told.text
    found = read(tmp_path, f"lab;{quoted}\nB;5\n")
    assert found.round.measurands[0].name == columns.split_unit(name)[0]


@pytest.mark.parametrize(("cell", "value"), [("1e-400", 0.0), ("１２．３", 12.3), ("1e308", 1e308)])
def test_extreme_numbers(tmp_path, cell, value):
    assert values(read(tmp_path, long_table([cell, "5"])))["L1"] == value


def test_overflow_is_unreadable(tmp_path):
    assert errors(read(tmp_path, long_table(["1e400", "5"]))) == ["unreadable"]


def test_all_cells_blank(tmp_path):
    found = read(tmp_path, "lab;result\nA;\nB;\n")
    assert np.isnan(found.round.value).all()
    assert errors(read(tmp_path, "lab;Fe\nA;\nB;\n")) == ["no_values"]


def test_thousands_of_columns_and_laboratories(tmp_path):
    head = "lab;" + ";".join(f"M{j}" for j in range(1000))
    rows = "\n".join(f"L{i};" + ";".join(str(i + j) for j in range(1000)) for i in range(100))
    found = read(tmp_path, f"{head}\n{rows}\n")
    assert len(found.round.value) == 100_000


def test_formulas_without_a_value_stop_in_every_column_that_is_used(tmp_path):
    rows = [["lab", "result", "note"], ["=A1", 5, "=A1"], ["B", "=1+1", None], ["C", 6, None]]
    found = read_workbook(tmp_path, {"x": (rows, [])})
    assert errors(found) == ["formula_without_value"] * 2
    assert {f.column for f in found.findings if f.severity == "error"} == {"lab (A)", "result (B)"}


def test_a_second_column_of_names_stays_private(tmp_path):
    found = read(tmp_path, "lab;lab name;institute;result\nA;Alpha;Alpha GmbH;5\nB;Beta;Beta Ltd;6\n")
    assert found.round.strata == {}
    assert found.round.names == ["Alpha GmbH", "Beta Ltd"]  # the longer synonym
    assert codes(found) == {"column_kept": 1}


def test_the_columns_of_a_round_have_their_types(tmp_path):
    data = read(
        tmp_path, "lab;replicate;result;u;U;k;method\nA;1;5;0.1;0.2;2;x\nA;2;<6;;;;y\nB;1;7;;;;\n"
    ).round
    for kind, names in {
        "int32": "measurand laboratory replicate",
        "int8": "qualifier",
        "float64": "value u U k",
    }.items():
        assert [str(getattr(data, name).dtype) for name in names.split()] == [kind] * len(names.split())
    assert (data.text, data.reported, data.method) == (["5", "<6", "7"], ["5", "<6", "7"], ["x", "y", ""])


def test_the_same_file_twice_is_read_once(tmp_path):
    for name in ("a.csv", "copy of a.csv"):
        (tmp_path / name).write_text("lab,Fe\nA,1\nB,2\n", encoding="utf-8")
    paths = [tmp_path / "a.csv", tmp_path / "copy of a.csv"]
    found = intake.read_files(paths, scheme.load(None))
    assert [(f.code, f.file) for f in found.findings] == [("same_file", "copy of a.csv")]
    assert found.round.value.tolist() == [1.0, 2.0]
    assert [entry["name"] for entry in found.inputs] == ["a.csv"]


def test_more_results_than_can_be_evaluated_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MOST_RESULTS", 5)
    assert errors(read(tmp_path, "lab;Fe;Cu\nA;1;2\nB;3;4\nC;5;6\n")) == ["too_large"]
    assert errors(read(tmp_path, "lab;Fe;Cu\nA;1;2\nB;3;4\n")) == []


def test_findings_have_an_end_and_say_how_many_more_there_are(tmp_path):
    cells = ["5"] * 4000 + ["5.0.1"] * 1500
    rows = "".join(f"L{i},Pb,{cell}\n" for i, cell in enumerate(cells))
    rows += "".join(f"L{i},Cd,{cell}\n" for i, cell in enumerate(["5", "5", "5.0.1", "5.0.1"]))
    found = read(tmp_path, "laboratory,measurand,value\n" + rows)
    unreadable = [f for f in found.findings if f.code == "unreadable"]
    assert len(unreadable) == noticed.MOST + 1 and unreadable[-1].measurand == "Cd"
    more = finding(found, "more_findings")
    assert found.round is None and more.severity == "error" and more is found.findings[-1]
    assert "501 " in more.text and "unreadable" in more.text and "501 " in more.text_zh


def test_findings_are_counted_by_file_and_through_other_lists():
    findings, others = noticed.Findings(), noticed.Findings()
    for i in range(noticed.MOST + 7):
        findings.append(Finding("formula_without_value", file="a", row=i))
        others.append(Finding("formula_without_value", file="b", row=i))
    findings += others
    findings.close()
    assert len(findings) == 2 * noticed.MOST + 2
    assert [(f.code, f.file, f.severity) for f in findings[-2:]] == [
        ("more_findings", "a", "error"),
        ("more_findings", "b", "error"),
    ]
    assert all("7 more" in f.text for f in findings[-2:])
