"""Where the table is and what its columns mean: methods/scheme.md 2.2, 2.3, 2.4."""

from pathlib import Path

import pytest

from ringtrial.intake import columns

from intake_cases import codes, errors, finding, read, values  # isort: skip


# --- 2.2 header -----------------------------------------------------------------------------


def test_rows_above_the_header_are_titles_and_the_first_names_the_round(tmp_path):
    found = read(tmp_path, "Round 7;;\nsent by mail;;\nlab;result;unit\nA;5;g\nB;6;g\n")
    assert found.round.title == "Round 7"
    told = finding(found, "title_rows")
    assert (told.severity, told.row, told.cell) == ("info", 1, "Round 7")


def test_a_title_that_is_a_known_name_alone_in_its_row_is_no_header(tmp_path):
    found = read(tmp_path, "Laboratory;;\nlab;Fe;Cu\nA;5;7\n")
    assert values(found, "Cu") == {"A": 7.0}


def test_the_header_is_looked_for_in_thirty_rows(tmp_path):
    def text(titles):
        return "".join(f"title {i};\n" for i in range(titles)) + "lab;Fe\nA;5\n"

    assert values(read(tmp_path, text(29))) == {"A": 5.0}
    assert errors(read(tmp_path, text(30))) == ["no_laboratory_column"]


def test_the_scheme_can_say_in_which_row_the_header_is(tmp_path):
    text = "lab;Fe\nlab;Cu\nA;5\n"
    assert values(read(tmp_path, text, {"intake": {"header_row": 2}}), "Cu") == {"A": 5.0}
    assert errors(read(tmp_path, text, {"intake": {"header_row": 3}})) == ["no_laboratory_column"]


def test_without_a_laboratory_column_the_names_seen_and_known_are_listed(tmp_path):
    found = read(tmp_path, "sample;Pb\nA;5\n")
    text = finding(found, "no_laboratory_column").text
    assert "sample, Pb" in text and "laboratory" in text and "实验室" in text


@pytest.mark.parametrize(
    "second",
    [";mg/kg;%", ";％;‰", "; mg/kg ;"],
)
def test_a_second_header_row_of_units_is_joined(tmp_path, second):
    found = read(tmp_path, f"lab;Fe;Cu\n{second}\nA;5;7\nB;6;8\n")
    assert values(found) == {"A": 5.0, "B": 6.0}
    assert found.round.measurands[0].unit == second.split(";")[1].strip()


@pytest.mark.parametrize("labels", [("1", "2"), ("rep 1", "rep 2"), ("平行1", "平行2"), ("#1", "#2")])
@pytest.mark.parametrize("head", ["lab;Fe;Fe;Cu;Cu", "lab;Fe;;Cu;"])
def test_a_second_header_row_of_replicates_is_joined(tmp_path, labels, head):
    one, two = labels
    found = read(tmp_path, f"{head}\n;{one};{two};{one};{two}\nA;5;6;7;8\n")
    assert values(found) == {"A": [5.0, 6.0]}
    assert values(found, "Cu") == {"A": [7.0, 8.0]}


def test_a_second_header_row_of_fields_is_joined(tmp_path):
    found = read(tmp_path, "实验室代码;Fe;;;Cu;;\n;结果;U;k;结果;U;k\nA;5;0.5;2;7;0.7;2.1\nB;6;;;8;;\n")
    assert values(found, "Cu") == {"A": 7.0, "B": 8.0}
    assert found.round.U.tolist()[::2] == [0.5, 0.7]
    assert found.round.k.tolist()[::2] == [2.0, 2.1]


def test_a_row_of_numbers_below_the_header_is_no_second_header_row(tmp_path):
    found = read(tmp_path, "lab;Fe;Cu\n;5;7\nA;5;7\n")
    assert errors(found) == ["laboratory_missing"]


def test_two_columns_with_the_same_content_are_one(tmp_path):
    found = read(tmp_path, "lab;Fe;Fe\nA;5;5\nB;6;6 \n")
    assert values(found) == {"A": 5.0, "B": 6.0}
    assert codes(found) == {"duplicate_column": 1}


def test_measurand_columns_of_one_name_are_replicates_if_they_differ(tmp_path):
    found = read(tmp_path, "lab;Fe;Fe\nA;5;5.5\nB;6;6\n")
    assert values(found) == {"A": [5.0, 5.5], "B": [6.0, 6.0]}
    assert finding(found, "replicate_columns").severity == "info"


@pytest.mark.parametrize(
    "text",
    [
        "lab;result;result\nA;5;6\n",
        "lab;Fe (%);Fe (mg/kg)\nA;5;6\n",
        "lab;lab;Fe\nA;B;6\n",
        "lab;Fe;Fe_1;Fe_2\nA;5;6;7\n",
    ],
)
def test_other_columns_of_one_name_with_different_content_stop(tmp_path, text):
    assert errors(read(tmp_path, text)) == ["column_repeated"]


def test_brackets_without_a_unit_are_names_where_they_tell_columns_apart(tmp_path):
    text = "lab;Pb (ICP);U(Pb (ICP));k;Pb (AAS) (mg/kg);Pb (AAS) U\nA;5;0.2;2;6;0.4\n"
    found = read(tmp_path, text)
    assert [(m.name, m.unit) for m in found.round.measurands] == [("Pb (ICP)", ""), ("Pb (AAS)", "mg/kg")]
    assert found.round.U.tolist() == [0.2, 0.4]
    found = read(tmp_path, "lab;Pb (ICP);Pb U (ICP);Pb (AAS);Pb U (AAS)\nA;5;0.2;6;0.4\n")
    assert values(found, "Pb (AAS)") == {"A": 6.0}
    assert found.round.U.tolist() == [0.2, 0.4]
    assert {f.severity for f in found.findings if f.code == "bracket_named"} == {"info"}


def test_replicates_of_columns_that_their_brackets_tell_apart(tmp_path):
    found = read(tmp_path, "lab;Pb (ICP)_1;Pb (ICP)_2;Pb (AAS)_1;Pb (AAS)_2\nA;5;5.5;6;6.5\n")
    assert values(found, "Pb (ICP)") == {"A": [5.0, 5.5]}
    assert values(found, "Pb (AAS)") == {"A": [6.0, 6.5]}


def test_a_bracket_beside_a_unit_is_told_since_it_may_be_a_misspelt_one(tmp_path):
    found = read(tmp_path, "lab;Pb (mg/kg);Pb (AAS)\nA;5;6\n")
    assert [(m.name, m.unit) for m in found.round.measurands] == [("Pb", "mg/kg"), ("Pb (AAS)", "")]
    assert finding(found, "bracket_named").severity == "warning"
    alone = read(tmp_path, "lab;Pb (AAS)\nA;5\n")
    assert [(m.name, m.unit) for m in alone.round.measurands] == [("Pb", "AAS")]


def test_no_row_below_the_header_stops(tmp_path):
    assert errors(read(tmp_path, "lab;Fe\n")) == ["no_rows"]
    assert errors(read(tmp_path, "lab;Fe\n;\n;;\n")) == ["no_rows"]
    assert errors(read(tmp_path, "lab;Fe\nmean;5\n")) == ["no_rows"]


def test_blank_rows_are_passed_over(tmp_path):
    found = read(tmp_path, "lab;Fe\nA;5\n;\n \t; \nB;6\n")
    assert values(found) == {"A": 5.0, "B": 6.0}
    assert not found.findings


@pytest.mark.parametrize("note", ["备注:干基", "说明 1", "注:", "注1", "Note: dry basis", "NOTES", "remark"])
def test_a_note_ends_the_table(tmp_path, note):
    found = read(tmp_path, f"lab;Fe;Cu\nA;5;7\n{note};;\nmore text;;\n")
    assert values(found) == {"A": 5.0}
    told = finding(found, "footer")
    assert (told.severity, told.row) == ("info", 3)


@pytest.mark.parametrize("name", ["Notex Labs", "注册检验中心", "Norwegian"])
def test_a_laboratory_whose_name_only_begins_alike_is_none(tmp_path, name):
    assert values(read(tmp_path, f"lab;Fe\nA;5\n{name};6\n"))[name] == 6.0


def test_a_text_beside_a_blank_laboratory_ends_the_table(tmp_path):
    found = read(tmp_path, "lab;Fe;Cu\nA;5;7\n;checked by N.N.;\n")
    assert values(found) == {"A": 5.0}
    assert codes(found) == {"footer": 1}


def test_results_below_a_note_are_not_lost_in_silence(tmp_path):
    found = read(tmp_path, "lab;Fe\nA;5\nNote: late;\nB;6\n")
    assert finding(found, "footer").severity == "warning"
    assert "rows that look like results (1)" in finding(found, "footer").text


def test_a_result_without_laboratory_stops(tmp_path):
    found = read(tmp_path, "lab;measurand;result\nA;Fe;5\n;Fe;6\n")
    told = finding(found, "laboratory_missing")
    assert (told.severity, told.row) == ("error", 3)


def test_a_result_without_measurand_stops(tmp_path):
    assert errors(read(tmp_path, "lab;measurand;result\nA;Fe;5\nA;;6\n")) == ["measurand_missing"]
    assert values(read(tmp_path, "lab;measurand;result\nA;Fe;5\nA;;\n")) == {"A": 5.0}


@pytest.mark.parametrize(
    "word",
    [
        "mean",
        "Average",
        "MEDIAN",
        "SD",
        "rsd",
        "平均值",
        "中位值",
        "标准差",
        "合计",
        "Total",
        "Mean:",
        "平均值：",
        "RSD(%)",
    ],
)
def test_summary_rows_are_left_out(tmp_path, word):
    found = read(tmp_path, f"lab;Fe\nA;5\n{word};5.2\nB;6\n")
    assert values(found) == {"A": 5.0, "B": 6.0}
    told = finding(found, "summary_row")
    assert (told.severity, told.row, told.cell) == ("warning", 3, word)


def test_a_summary_beside_a_blank_laboratory_is_one_too(tmp_path):
    assert codes(read(tmp_path, "no;lab;Fe\n1;A;5\n平均值;;5.2\n")) == {"column_kept": 1, "summary_row": 1}


def test_more_fields_than_the_header_are_told_only_for_results(tmp_path):
    found = read(tmp_path, "lab;Fe\nA;5\nB;6;7\nNote: x;y;z;z\n", {"intake": {"delimiter": ";"}})
    assert errors(found) == ["ragged_row"]


# --- 2.3 columns ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "word"),
    [(field, word) for field, texts in columns.SYNONYMS.items() for text in texts for word in text.split()],
)
def test_every_synonym_is_recognised_however_it_is_typed(field, word):
    if word == "单位":  # the unit or the name, by its cells
        return
    for typed in (
        word,
        f" {word.upper()} " if word != "k" else "k",
        f"{word}*:",
        f"{word}：",
        "_".join(word) if word != "u" else "u",
    ):
        assert columns.Column(0, typed).field == field, typed


def test_full_width_names_and_units_in_brackets_are_recognised():
    for typed in (
        "Ｒｅｓｕｌｔ",
        "Result (mg/kg)",
        "测定结果（mg/kg）",
        "结果/%",
        "result, mg/kg",
        "Result [%]",
    ):
        assert columns.Column(0, typed).field == "value"
    assert columns.Column(0, "结果/%").unit == "%"


def test_a_bare_u_is_standard_and_a_bare_capital_u_expanded(tmp_path):
    data = read(tmp_path, "lab;result;u;U;k\nA;5;0.1;0.2;2\n").round
    assert (data.u[0], data.U[0], data.k[0]) == (0.1, 0.2, 2.0)


def test_the_coverage_factor_may_stand_in_the_header(tmp_path):
    data = read(tmp_path, "lab;result;扩展不确定度(k=2)\nA;5;0.2\nB;6;\n").round
    assert data.k[0] == 2.0 and data.k[1] != data.k[1]


@pytest.mark.parametrize(
    ("cells", "field"), [(("mg/kg", "mg/kg"), "unit"), (("NTU", "NTU"), "unit"), (("甲所", "乙所"), "name")]
)
def test_danwei_is_the_unit_or_the_name_by_its_cells(tmp_path, cells, field):
    found = read(tmp_path, f"代码,结果,单位\nA,5,{cells[0]}\nB,6,{cells[1]}\n")
    assert found.inputs[0]["columns"][field] == "单位"
    if field == "name":
        assert found.round.names == ["甲所", "乙所"]


def test_an_uncertainty_of_unknown_kind_is_taken_as_expanded(tmp_path):
    found = read(tmp_path, "lab;result;uncertainty\nA;5;0.2\n")
    assert found.round.U[0] == 0.2
    assert finding(found, "uncertainty_kind").severity == "warning"
    assert not codes(read(tmp_path, "lab;result;uncertainty;k\nA;5;0.2;2\n"))


def test_code_is_the_laboratory_unless_a_better_name_is_there(tmp_path):
    assert values(read(tmp_path, "code;result\nA;5\n")) == {"A": 5.0}
    found = read(tmp_path, "code;lab;result\nX;A;5\n")
    assert values(found) == {"A": 5.0}
    assert found.round.strata == {"code": ["X"]}


@pytest.mark.parametrize("name", ["mean", "平均值"])
def test_the_mean_is_the_value_only_if_nothing_else_is(tmp_path, name):
    assert values(read(tmp_path, f"lab;{name};sd\nA;5;1\n")) == {"A": 5.0}
    assert values(read(tmp_path, f"lab;{name};x\nA;5;1\n")) == {"A": 1.0}


def test_the_longest_synonym_wins(tmp_path):
    found = read(tmp_path, "lab;result;reported result\nA;5;6\n")
    assert values(found) == {"A": 6.0}
    assert found.round.strata == {"result": ["5"]}


def test_unknown_columns_are_kept(tmp_path):
    found = read(tmp_path, "lab;result;Instrument type;remark\nA;5; XRF ;ok\nB;6;;\n")
    assert found.round.strata == {"Instrument type": ["XRF", ""], "remark": ["ok", ""]}
    assert codes(found) == {"column_kept": 1}


def test_columns_can_be_left_out(tmp_path):
    found = read(tmp_path, "lab;Fe;Cu raw;Zn raw\nA;5;6;7\n", {"intake": {"ignore": ["* raw", "none*"]}})
    assert [m.name for m in found.round.measurands] == ["Fe"]
    assert codes(found) == {"scheme_unused": 1}


def test_the_scheme_can_name_columns(tmp_path):
    text = "参加方;lab;数据\nA;x;5\n"
    found = read(tmp_path, text, {"intake": {"columns": {"laboratory": "参加方", "value": "数据"}}})
    assert values(found, "数据") == {"A": 5.0}
    assert found.round.strata == {"lab": ["x"]}


def test_a_column_that_the_scheme_names_must_be_there(tmp_path):
    found = read(tmp_path, "lab;result\nA;5\n", {"intake": {"columns": {"unit": "Einheit"}}})
    assert errors(found) == ["column_missing"]
    assert "Einheit" in finding(found, "column_missing").text


# --- laboratory codes -----------------------------------------------------------------------


def test_codes_are_texts(tmp_path):
    assert values(read(tmp_path, "lab;Fe\n007;5\n7;6\n07;7\n")) == {"007": 5.0, "7": 6.0, "07": 7.0}


def test_blanks_around_a_code_do_not_count(tmp_path):
    found = read(tmp_path, "lab;replicate;result\nL 1;1;5\n L 1\u00a0;2;6\n")
    assert values(found) == {"L 1": [5.0, 6.0]}
    assert not codes(found)


@pytest.mark.parametrize("other", ["lab01", "LAB 01", "Ｌａｂ ０１", "Lab  01"])
def test_codes_that_are_typed_nearly_alike_are_told_and_kept_apart(tmp_path, other):
    found = read(tmp_path, f"lab;Fe\nLab 01;5\n{other};6\n")
    assert values(found) == {"Lab 01": 5.0, other: 6.0}
    told = finding(found, "similar_codes")
    assert (told.severity, told.row, told.laboratory) == ("warning", 3, other)


NAMED = "organisation;Fe\nAlpha GmbH;5\nBeta Ltd;6\nGamma SA;7\n"


def test_names_get_codes_and_stay_private(tmp_path):
    found = read(tmp_path, NAMED)
    data = found.round
    assert data.codes_assigned
    assert sorted(data.laboratories) == ["L001", "L002", "L003"]
    assert data.names == ["Alpha GmbH", "Beta Ltd", "Gamma SA"]
    assert finding(found, "codes_assigned").severity == "info"


def test_assigned_codes_follow_the_hash_of_file_and_name(tmp_path):
    from hashlib import sha256

    data = read(tmp_path, NAMED).round
    salt = sha256(NAMED.encode()).hexdigest()
    order = sorted(data.names, key=lambda name: sha256((salt + name).encode()).hexdigest())
    assert [data.laboratories[data.names.index(name)] for name in order] == ["L001", "L002", "L003"]
    assert read(tmp_path, NAMED).round.laboratories == data.laboratories


def test_no_finding_gives_a_name_away(tmp_path):
    found = read(tmp_path, "organisation;Fe;Cu\nAlpha GmbH;5;\nalpha gmbh;-1;x\nBeta Ltd;n.d.;7\n")
    shown = "".join(str(finding.to_dict()) for finding in found.findings)
    assert "lpha" not in shown and "Beta" not in shown


def test_codes_can_be_kept_or_made_by_the_scheme(tmp_path):
    kept = read(tmp_path, NAMED, {"intake": {"codes": "as_given"}}).round
    assert not kept.codes_assigned and kept.laboratories == ["Alpha GmbH", "Beta Ltd", "Gamma SA"]
    made = read(tmp_path, "lab;Fe\nA;5\nB;6\n", {"intake": {"codes": "assign"}}).round
    assert made.codes_assigned and made.names == ["A", "B"] and sorted(made.laboratories) == ["L001", "L002"]


def test_a_code_with_several_names_is_told(tmp_path):
    found = read(tmp_path, "lab;lab name;measurand;result\nA;Alpha;Fe;5\nA;Alfa;Cu;6\nB;;Fe;7\n")
    assert found.round.names == ["Alpha", ""]
    assert finding(found, "name_differs").laboratory == "A"


# --- 2.4 long or wide -----------------------------------------------------------------------


def test_a_long_table_needs_no_measurand_column(tmp_path):
    text = "lab;result\nA;5\n"
    assert read(tmp_path, text, name="lead in wine.csv").round.measurands[0].name == "lead in wine"
    assert read(tmp_path, text, {"measurand": {"Pb": {}, "*": {}}}).round.measurands[0].name == "Pb"
    named = {"intake": {"columns": {"value": "Pb (mg/kg)"}}}
    found = read(tmp_path, "lab;Pb (mg/kg)\nA;5\n", named)
    assert (found.round.measurands[0].name, found.round.measurands[0].unit) == ("Pb", "mg/kg")
    assert found.round.form == "long"


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("Fe", "Fe", ""),
        ("Fe (%)", "Fe", "%"),
        ("Fe [mg/kg]", "Fe", "mg/kg"),
        ("Fe/%", "Fe", "%"),
        ("Fe，%", "Fe", "%"),
        ("Fe/(mg/kg)", "Fe", "mg/kg"),
        ("TFe（％）", "TFe", "％"),
        ("Turbidity (NTU)", "Turbidity", "NTU"),
        ("密度(20℃)", "密度(20℃)", ""),
        ("Lead (Pb)", "Lead (Pb)", ""),
        ("pH (in water at 25)", "pH (in water at 25)", ""),
        ("Fe (3)", "Fe (3)", ""),
        ("PCB (28) (ug/kg)", "PCB (28)", "ug/kg"),
        ("Ca/Mg", "Ca/Mg", ""),
        ("Na/K", "Na/K", ""),
        ("density, g/cm³", "density", "g/cm³"),
        ("铅溶出量（mg/L）", "铅溶出量", "mg/L"),
    ],
)
def test_columns_of_a_wide_table_are_measurands_with_units(tmp_path, head, name, unit):
    data = read(tmp_path, f"lab;{head}\nA;5\nB;6\n").round
    assert data.form == "wide"
    assert (data.measurands[0].name, data.measurands[0].unit) == (name, unit)


@pytest.mark.parametrize(
    "one",
    [
        "Fe_{}",
        "Fe-{}",
        "Fe#{}",
        "Fe（{}）",
        "Fe 平行{}",
        "Fe rep{}",
        "Fe rep {} (%)",
        "Fe (%)_{}",
        "Fe_{} (%)",
    ],
)
def test_numbered_columns_are_replicates(tmp_path, one):
    found = read(tmp_path, f"lab;{one.format(1)};{one.format(2)};Cu_1\nA;5;6;7\n")
    assert values(found, "Fe") == {"A": [5.0, 6.0]}
    assert values(found, "Cu_1") == {"A": 7.0}
    assert found.round.measurands[0].unit == ("%" if "%" in one else "")


def test_numbers_that_do_not_count_from_one_are_part_of_the_name(tmp_path):
    found = read(tmp_path, "lab;PCB-28;PCB-52;PCB-101\nA;5;6;7\n")
    assert [m.name for m in found.round.measurands] == ["PCB-28", "PCB-52", "PCB-101"]


@pytest.mark.parametrize("head", ["Result 1;Result 2", "结果1;结果2", "平行1;平行2", "rep 1;rep 2"])
def test_columns_that_are_only_called_results_are_replicates(tmp_path, head):
    found = read(tmp_path, f"lab;{head}\nA;5;6\n", name="Pb.csv")
    assert values(found, "Pb") == {"A": [5.0, 6.0]}
    found = read(tmp_path, f"lab;analyte;{head}\nA;Pb;5;6\nA;Cd;7;8\n")
    assert values(found, "Cd") == {"A": [7.0, 8.0]}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Fe U", "U"),
        ("Fe_U", "U"),
        ("U(Fe)", "U"),
        ("U Fe", "U"),
        ("U_Fe", "U"),
        ("Fe u", "u"),
        ("u(Fe)", "u"),
        ("Fe k", "k"),
        ("Fe 不确定度", "U"),
        ("Fe不确定度", "U"),
        ("Fe 标准不确定度", "u"),
        ("Fe U (%)", "U"),
        ("Fe 包含因子", "k"),
    ],
)
def test_columns_that_belong_to_a_measurand(tmp_path, name, field):
    data = read(tmp_path, f"lab;Fe (%);Cu (%);{name}\nA;5;6;2\n").round
    assert [m.name for m in data.measurands] == ["Fe", "Cu"]
    stated = getattr(data, field)
    assert stated[0] == 2.0 and stated[1] != stated[1]


@pytest.mark.parametrize("name", ["Fe 方法", "Fe method"])
def test_the_method_of_a_measurand(tmp_path, name):
    assert read(tmp_path, f"lab;Fe;Cu;{name}\nA;5;6;XRF\n").round.method == ["XRF", ""]


@pytest.mark.parametrize("name", ["Fe 单位", "Fe unit"])
def test_the_unit_of_a_measurand(tmp_path, name):
    assert [m.unit for m in read(tmp_path, f"lab;Fe;Cu;{name}\nA;5;6;%\n").round.measurands] == ["%", ""]


def test_values_may_be_called_so(tmp_path):
    data = read(tmp_path, "lab;Fe result;Fe U;Cu result;Cu U\nA;5;0.5;6;0.6\n").round
    assert [m.name for m in data.measurands] == ["Fe", "Cu"]
    assert data.U.tolist() == [0.5, 0.6]


def test_uncertainties_at_the_right_of_their_measurand_belong_to_it(tmp_path):
    data = read(tmp_path, "lab;Fe;U;k;Cu;U;k\nA;5;0.5;2;6;0.6;3\n").round
    assert data.U.tolist() == [0.5, 0.6] and data.k.tolist() == [2.0, 3.0]


def test_an_uncertainty_that_may_belong_to_several_measurands_stops(tmp_path):
    assert errors(read(tmp_path, "lab;Fe;Cu;U\nA;5;6;0.6\n")) == ["column_ambiguous"]
    assert read(tmp_path, "lab;Fe;U\nA;5;0.6\n").round.U[0] == 0.6


def test_potassium_is_no_coverage_factor_and_an_element_no_unit(tmp_path):
    data = read(tmp_path, "lab;Na;K;Ca\nA;5;6;7\n").round
    assert [m.name for m in data.measurands] == ["Na", "K", "Ca"]
    data = read(tmp_path, "lab;K (mg/kg);Ca (mg/kg)\nA;6;7\n").round
    assert [m.name for m in data.measurands] == ["K", "Ca"]


def test_half_of_the_cells_must_be_results(tmp_path):
    found = read(tmp_path, "lab;Fe;how;what\nA;5;x;-\nB;<1;3;-\nC;nd;y;NA\nD;NA;z;-\nE;;;\n")
    assert [m.name for m in found.round.measurands] == ["Fe"]
    assert found.round.strata == {"how": ["x", "3", "y", "z", ""], "what": ["-", "-", "NA", "-", ""]}
    found = read(tmp_path, "lab;Fe;how\nA;5;3\nB;5;x\nC;5;\n", {"intake": {"unreadable": "skip"}})
    assert [m.name for m in found.round.measurands] == ["Fe", "how"]


def test_no_column_of_results_stops(tmp_path):
    found = read(tmp_path, "lab;city;what\nA;Bern;x\n")
    assert errors(found) == ["no_values"]
    assert "city" in finding(found, "no_values").text
    assert errors(read(tmp_path, "lab;element;found\nA;Fe;5\n")) == ["no_values"]


def test_a_table_that_is_both_is_long(tmp_path):
    found = read(tmp_path, "lab;result;year\nA;5;2026\nB;6;2025\n")
    assert found.round.form == "long"
    assert found.round.strata == {"year": ["2026", "2025"]}


@pytest.mark.parametrize("name", ["序号", "No.", "#", ""])
def test_row_numbers_are_no_measurand(tmp_path, name):
    found = read(tmp_path, f"{name};lab;Fe\n1;A;5\n2;B;6\n")
    assert [m.name for m in found.round.measurands] == ["Fe"]


def test_a_qualitative_measurand_of_a_wide_table_is_known_by_the_scheme(tmp_path):
    text = "lab;Fe;Salmonella\nA;5;检出\nB;6;未检出\nC;7;\n"
    found = read(tmp_path, text, {"measurand": {"Salmonella": {"kind": "nominal"}}})
    assert [m.kind for m in found.round.measurands] == ["quantitative", "nominal"]
    assert found.round.text[3:] == ["检出", "未检出", ""]


def test_blank_columns_are_left_out(tmp_path):
    found = read(tmp_path, "lab;Fe;Cu;\nA;5;;\n")
    assert [m.name for m in found.round.measurands] == ["Fe"]
    assert codes(found) == {"column_blank": 1}


def test_measurands_that_differ_only_in_case_are_told(tmp_path):
    found = read(tmp_path, "lab;measurand;result\nA;Pb;5\nB;pb;6\n")
    assert [m.name for m in found.round.measurands] == ["Pb", "pb"]
    assert codes(found) == {"similar_measurands": 1}


def test_names_of_measurands_that_differ_in_blanks_or_width_are_one(tmp_path):
    found = read(tmp_path, "lab;measurand;result\nA;total  Pb;5\nB; total Pb;6\nC;ｔｏｔａｌ Pb;7\n")
    assert len(found.round.measurands) == 1


def test_items_and_measurands_keep_the_order_of_the_file(tmp_path):
    text = "lab;measurand;sample;result\nA;Zn;S2;1\nA;Cu;S1;2\nA;Zn;S1;3\nB;Cu;S2;4\n"
    data = read(tmp_path, text).round
    assert [m.label for m in data.measurands] == ["Zn|S2", "Zn|S1", "Cu|S2", "Cu|S1"]


def test_several_rounds_in_one_file_are_told(tmp_path):
    found = read(tmp_path, "lab;round;result\nA;1;5\nB;2;6\n")
    assert finding(found, "several_rounds").severity == "warning"


def test_columns_named_by_the_scheme_may_have_two_header_rows(tmp_path):
    tables = {"intake": {"columns": {"laboratory": "who"}}}
    assert values(read(tmp_path, "who;Fe;Cu\n;%;%\nA;5;6\n", tables), "Cu") == {"A": 6.0}


def test_the_laboratory_column_cannot_be_left_out(tmp_path):
    assert errors(read(tmp_path, "lab;Fe\nA;5\n", {"intake": {"ignore": ["*"]}})) == ["no_laboratory_column"]


def test_the_documentation_lists_every_synonym():
    page = (Path(__file__).parents[2] / "docs" / "intake-tables.md").read_text(encoding="utf-8")
    for field, (english, chinese) in columns.SYNONYMS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{field}` |"))
        assert set(f"{english} {chinese}".split()) <= set(row.replace("|", ",").replace(" ", "").split(","))
