"""Schemes: every key is checked, every mistake is told with its line, tables merge as docs/scheme.md says."""

import datetime
import inspect
import os
import re
import sys
import textwrap
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringtrial import messages, scheme
from ringtrial.errors import SchemeError, UsageError
from ringtrial.scheme import KEYS, reference
from ringtrial.scheme.lines import locate
from ringtrial.scheme.patterns import Pattern
from ringtrial.scheme.spelling import edit_distance, nearest

ROOT = Path(__file__).parents[2]
ROUNDS = ROOT / "examples" / "rounds"


@pytest.fixture
def written(tmp_path):
    """Write a scheme and load it."""

    def load(text, **options):
        path = tmp_path / "round.toml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return scheme.load(path, **options)

    return load


@pytest.fixture
def mistakes(written):
    """The mistakes of a scheme text."""

    def found(text, **options):
        with pytest.raises(SchemeError) as caught:
            written(text, **options)
        return caught.value.mistakes

    return found


# --- the schemes beside the example rounds


@pytest.mark.parametrize("path", sorted(ROUNDS.glob("*.toml")), ids=lambda path: path.name)
def test_the_schemes_of_the_example_rounds_load_unless_misspelt(path):
    if path.name == "scheme-misspelt.toml":
        with pytest.raises(
            SchemeError, match=r'line 2: measurand\."\*": unknown key "asigned", did you mean "assigned"\?'
        ):
            scheme.load(path)
    else:
        assert scheme.load(path).name == path.name


BAD = {
    "bad_value.toml": [
        'line 2: measurand."Fe": assigned = "average", must be "algorithm_a"',
        'line 4: round: date = "soon", must be a date',
    ],
    "contradiction.toml": ['line 3: measurand."Fe": target = "horwitz" does not use sigma_pt'],
    "misspelt_key.toml": ['line 2: measurand."Fe": unknown key "asigned", did you mean "assigned"?'],
    "not_toml.toml": ["line 1: not valid TOML"],
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_schemes_name_file_line_key_and_what_is_allowed(name):
    with pytest.raises(SchemeError) as caught:
        scheme.load(str(ROUNDS / "bad-schemes" / name))
    assert len(caught.value.mistakes) == len(BAD[name])
    for said, expected in zip(caught.value.mistakes, BAD[name], strict=True):
        assert said.startswith(f"{name}, {expected}")


def test_no_bad_scheme_is_forgotten():
    assert {path.name for path in (ROUNDS / "bad-schemes").iterdir()} == set(BAD)


# --- defaults


def test_nothing_at_all_is_the_standards_defaults():
    for source in (None, {}):
        s = scheme.load(source)
        assert (s.name, s.sha256, s.only_measurand(), s.unused([("Fe", "")])) == (None, None, None, [])
        options = s.options("Fe")
        assert list(options) == [key.name for key in KEYS["measurand"]]
        assert (options["assigned"], options["target"], options["limits"]) == (
            "algorithm_a",
            "data",
            [2.0, 3.0],
        )
        assert (options["u_factor"], options["target_estimator"], options["precision_n"]) == (
            1.25,
            "algorithm_a",
            1.0,
        )
        assert options["scores"] is options["verdict"] is options["sigma_pt"] is options["unit"] is None
        assert s.round["id"] is s.report["language"] is s.intake["encoding"] is None
        assert s.output == {"bom": True, "formats": ["csv", "json", "xlsx", "html"]}


def test_an_empty_file_is_a_scheme(written):
    assert written("").name == "round.toml"
    assert len(written("").sha256) == 64


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "s.toml"
    path.write_bytes('[round]\r\nid = "A"\r\n'.encode("utf-8-sig"))
    assert scheme.load(path).round["id"] == "A"


def test_options_are_the_callers_own():
    s = scheme.load({})
    s.options("Fe")["limits"].append(4.0)
    s.options("Fe")["exclude"].append("L1")
    assert s.options("Fe")["limits"] == [2.0, 3.0]
    assert s.options("Fe")["exclude"] == []


def test_defaults_that_depend_on_others():
    s = scheme.load(
        {
            "measurand": {
                "mean": {"assigned": "mean"},
                "qh": {"assigned": "q_hampel"},
                "crm": {"assigned_value": 1},
                "own": {"assigned": "mean", "target_estimator": "qn", "u_factor": 1.1},
                "n": {"replicates_requested": 3},
            }
        }
    )
    assert (s.options("mean")["u_factor"], s.options("mean")["target_estimator"]) == (1.0, "mean")
    assert (s.options("qh")["u_factor"], s.options("qh")["target_estimator"]) == (1.25, "q_hampel")
    assert s.options("crm")["target_estimator"] == "algorithm_a"
    assert (s.options("own")["u_factor"], s.options("own")["target_estimator"]) == (1.1, "qn")
    assert s.options("n")["precision_n"] == 3.0


def test_integers_are_accepted_for_numbers_and_become_floats(written):
    options = written('[measurand."*"]\nsigma_pt = 20\nlimits = [2, 3]\nminimum_laboratories = 8').options(
        "Fe"
    )
    assert [type(options[key]) for key in ("sigma_pt", "minimum_laboratories")] == [float, int]
    assert [type(limit) for limit in options["limits"]] == [float, float]


# --- methods implied by their parameters


@pytest.mark.parametrize(
    ("table", "target"),
    [
        ({"sigma_pt": 1}, "fixed"),
        ({"sigma_pt": 1, "delta_e": 3}, "fixed"),
        ({"target_percent": 5}, "percent"),
        ({"sigma_pt": 1, "target_percent": 5}, "fixed"),
        ({"s_R": 2, "s_r": 1}, "precision"),
        ({"previous_rounds": {"level": [1, 2, 3], "sd": [1, 2, 3]}}, "previous_rounds"),
        ({"delta_e": 3}, "perception"),
        ({"target": "data", "delta_e": 3}, "data"),
        ({}, "data"),
    ],
)
def test_a_parameter_implies_its_target(table, target):
    assert scheme.load({"measurand": {"Fe": table}}).options("Fe")["target"] == target


@pytest.mark.parametrize(
    ("table", "assigned"),
    [
        ({"assigned_value": 1}, "certified"),
        ({"formulation": {"masses": [1, 2], "fractions": [1, 0]}}, "formulation"),
        ({"expert_laboratories": ["L1"]}, "expert"),
        ({"assigned": "formulation", "assigned_value": 1, "assigned_u": 0.1}, "formulation"),
    ],
)
def test_a_parameter_implies_where_the_assigned_value_comes_from(table, assigned):
    assert scheme.load({"measurand": {"Fe": table}}).options("Fe")["assigned"] == assigned


# --- merging


def test_an_exact_name_wins_over_patterns_and_more_literals_over_fewer(written):
    s = written(
        """
        [measurand.Fe2O3]
        u_ratio = 0.1
        [measurand."Fe*"]
        u_ratio = 0.2
        negative = "allow"
        [measurand."*"]
        u_ratio = 0.5
        negative = "stop"
        outliers = "grubbs"
        """
    )
    exact, pattern, other = (s.options(name) for name in ("Fe2O3", "FeO", "Cu"))
    assert [options["u_ratio"] for options in (exact, pattern, other)] == [0.1, 0.2, 0.5]
    assert [options["negative"] for options in (exact, pattern, other)] == ["allow", "allow", "stop"]
    assert exact["outliers"] == "grubbs"


def test_of_equally_strong_patterns_the_later_wins(written):
    assert (
        written('[measurand."F*"]\nu_ratio = 0.1\n[measurand."*e"]\nu_ratio = 0.2').options("Fe")["u_ratio"]
        == 0.2
    )
    assert (
        written('[measurand."*e"]\nu_ratio = 0.2\n[measurand."F*"]\nu_ratio = 0.1').options("Fe")["u_ratio"]
        == 0.1
    )


def test_an_implied_method_wins_over_a_weaker_tables_method(written):
    s = written('[measurand.TFe]\nsigma_pt = 0.15\n[measurand."*"]\ntarget = "data"')
    assert (s.options("TFe")["target"], s.options("P")["target"]) == ("fixed", "data")


def test_parameters_of_a_weaker_table_do_not_disturb(written):
    s = written(
        """
        [measurand."*"]
        target_percent = 5
        assigned = "algorithm_a"
        estimator_options = { k = 1.4, correction = "exact" }
        [measurand.Fe]
        target = "horwitz"
        unit = "%"
        assigned = "q_hampel"
        """
    )
    assert s.options("Fe")["target"] == "horwitz"
    assert s.options("Fe")["estimator_options"] == {}
    assert s.options("Cu")["estimator_options"] == {"k": 1.4, "correction": "exact"}


def test_items_win_over_their_measurand(written):
    s = written(
        """
        [measurand."Pb*".item."A"]
        sigma_pt = 1
        [measurand."Pb*"]
        sigma_pt = 2
        [measurand."Pb*".item."?"]
        sigma_pt = 3
        """
    )
    assert [s.options("Pb", item)["sigma_pt"] for item in ("A", "B", "", "A1")] == [1.0, 3.0, 2.0, 2.0]


def test_names_are_compared_after_nfkc_trimming_and_collapsing():
    s = scheme.load({"measurand": {" 密度  （20℃） ": {"sigma_pt": 1}}})
    assert s.options("密度 (20°C)")["sigma_pt"] == 1.0
    assert scheme.load({"measurand": {"fe": {"sigma_pt": 1}}}).options("Fe")["sigma_pt"] is None


@pytest.mark.parametrize(
    ("pattern", "names", "others"),
    [
        ("*", ["", "Fe", "a\nb"], []),
        ("F?", ["Fe", "F?"], ["F", "Fee"]),
        ("a.b", ["a.b"], ["axb"]),
        ("[ab]*", ["[ab]c"], ["ac"]),
    ],
)
def test_patterns_have_a_star_and_a_question_mark_and_nothing_else(pattern, names, others):
    assert all(map(Pattern(pattern).matches, names))
    assert not any(map(Pattern(pattern).matches, others))


def test_many_stars_match_in_reasonable_time():
    assert not Pattern("a" + "*" * 40 + "b").matches("a" * 5000)


def test_of_two_ways_to_say_an_uncertainty_the_stronger_table_counts(written):
    s = written(
        """
        [measurand."*"]
        assigned_value = 1
        assigned_U = 0.2
        assigned_k = 2
        [measurand.Fe]
        assigned_u = 0.3
        """
    )
    fe, cu = s.options("Fe"), s.options("Cu")
    assert (fe["assigned_u"], fe["assigned_U"]) == (0.3, None)
    assert (cu["assigned_u"], cu["assigned_U"]) == (None, 0.2)


def test_a_permissible_error_wins_over_a_weaker_tables_sigma(written):
    s = written('[measurand."*"]\nsigma_pt = 0.2\ndelta_e = 0.5\n[measurand.Fe]\ndelta_e = 0.3')
    assert (s.options("Fe")["target"], s.options("Fe")["sigma_pt"], s.options("Fe")["delta_e"]) == (
        "perception",
        None,
        0.3,
    )
    assert (s.options("Cu")["target"], s.options("Cu")["sigma_pt"]) == ("fixed", 0.2)


def test_unused_patterns_and_the_only_measurand(written):
    s = written('[measurand."*"]\n[measurand.Fe]\n[measurand.Fe.item.B]\n[measurand."C*"]')
    assert s.unused([("Fe", "A"), ("Mn", "A")]) == ['measurand."Fe".item."B"', 'measurand."C*"']
    assert s.only_measurand() == "Fe"
    assert written('[measurand."*"]\n[measurand.Fe]\n[measurand.Cu]').only_measurand() is None
    assert written('[measurand."*"]').only_measurand() is None


def test_report_digits(written):
    s = written('[report]\ndigits = { Fe = 2, "total  mercury" = 4 }')
    assert (s.digits("Fe"), s.digits("total mercury"), s.digits("Cu")) == (2, 4, None)
    assert type(s.report["digits"]["Fe"]) is int


# --- mistakes


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(mistakes):
    found = mistakes(
        """\
        [round]
        idd = "x"
        schema = 2
        [measurand."*"]
        sigma_pt = -1
        scores = ["z", "zprime"]
        [reports]
        """
    )
    assert found == [
        'round.toml, line 2: round: unknown key "idd", did you mean "id"?',
        "round.toml, line 3: round: schema = 2, must be 1",
        'round.toml, line 5: measurand."*": sigma_pt = -1, must be a number > 0',
        'round.toml, line 6: measurand."*": scores = ["z", "zprime"], must be a list of "difference", '
        '"percent_difference", "percent_allowance", "z", "z_prime", "zeta" or "e_n"; did you mean "z_prime"?',
        'round.toml, line 7: unknown table "reports", did you mean "report"?',
    ]


CONTRADICTIONS = [
    ('target = "horwitz"\nsigma_pt = 1', "sigma_pt", "does not use sigma_pt"),
    ('target = "fixed"\ntarget_percent = 1', "target_percent", "does not use target_percent"),
    ('assigned = "algorithm_a"\nassigned_value = 1', "assigned_value", "does not use assigned_value"),
    (
        'assigned = "certified"\nassigned_value = 1\nexpert_laboratories = ["a"]',
        "expert_laboratories",
        "does not use",
    ),
    ('kind = "nominal"\nsigma_pt = 1', "sigma_pt", 'kind = "nominal" does not use sigma_pt'),
    ('kind = "quantitative"\nassigned_category = "a"', "assigned_category", "does not use"),
    ('kind = "code"\nlevels = ["a", "b"]', "levels", "does not use"),
    ("assigned_value = 1\nassigned_u = 1\nassigned_U = 1", "assigned_U", "either assigned_u, or assigned_U"),
    ("assigned_value = 1\nassigned_U = 1", "assigned_U", "needs assigned_k"),
    ('target = "horwitz"\nunit = "mg/L"', "unit", "needs a mass fraction"),
    ('target = "horwitz"\ntransform = "ln"', "transform", "none for logarithms"),
    ("sigma_lower = 2\nsigma_upper = 1", "sigma_lower", "is above sigma_upper"),
    ("s_R = 1\ns_r = 2", "s_r", "is above s_R"),
    ('scores = ["z"]\nverdict = "zeta"', "verdict", "is not among scores"),
    ('exclude = ["a"]\nwithdraw = ["a"]', "withdraw", "is in exclude and in withdraw"),
    ('kind = "ordinal"', "kind", "needs levels"),
    (
        'kind = "ordinal"\nlevels = ["a", "b"]\nassigned_category = "c"',
        "assigned_category",
        "is not among levels",
    ),
    ('kind = "nominal"\naccepted = ["a"]\npartial = {a = 0.5}', "partial", "is right and in partial"),
    ('target = "fixed"', "target", "needs sigma_pt"),
    ('target = "perception"', "target", "needs sigma_pt or delta_e"),
    ('target = "precision"\ns_R = 1\nprecision_n = 2', "target", "needs s_r"),
    ('assigned = "certified"', "assigned", "needs assigned_value"),
    ('assigned = "formulation"', "assigned", "needs the table formulation"),
    ('assigned = "expert"', "assigned", "needs expert_laboratories"),
    ('assigned = "q_hampel"\nestimator_options = {k = 1}', "estimator_options", 'has no option "k"'),
    ("reference = {value = 1}", "reference", "needs either u, or U with k"),
    ("reference = {value = 1, U = 1}", "reference", "needs k with U"),
    ("reference = {u = 1}", "reference", "needs value"),
    ("previous_rounds = {level = [1, 2], sd = [1, 2]}", "previous_rounds", "three or more"),
    ("previous_rounds = {level = [1, 2, 3], sd = [1, 2]}", "previous_rounds", "as many of one"),
    (
        'previous_rounds = {level = [0, 1, 2], sd = [1, 1, 1], relation = "power"}',
        "previous_rounds",
        "above 0",
    ),
    ("formulation = {masses = [1, 2], fractions = [1]}", "formulation", "as many of one"),
    (
        "formulation = {masses = [1, 2], fractions = [1, 0], total = 2.9}",
        "formulation",
        "masses = 3 is above total",
    ),
    (
        "formulation = {masses = [1], fractions = [1]}\nassigned_value = 1",
        "formulation",
        "leave one of them out",
    ),
    ("estimator_options = {b = 5}", "estimator_options", "a ≤ b < c"),
    ('assigned = "q_hampel"\nestimator_options = {c = 2.5}', "estimator_options", "a ≤ b < c"),
    ("estimator_options = {k = 2}", "estimator_options", "1.134 belongs to k = 1.5"),
    ('transform = "ln"\nassigned_value = 0', "assigned_value", "needs a value above 0"),
    ('transform = "log10"\nreference = {value = -1, u = 1}', "reference", "needs a value above 0"),
    ('kind = "code"\nassigned_category = "26x"', "assigned_category", "must be a code of 2 digits or more"),
    ('kind = "code"\ncode_levels = [4, 6]\nassigned_category = "26.2"', "assigned_category", "of 4 digits"),
]


@pytest.mark.parametrize(
    ("table", "key", "text"), CONTRADICTIONS, ids=lambda case: case if "\n" not in case else None
)
def test_what_does_not_fit_together_is_told_at_its_line(mistakes, table, key, text):
    found = mistakes(f'\n[measurand."Fe"]\n{table}\n')
    line = 3 + next(i for i, row in enumerate(table.split("\n")) if row.startswith(key))
    assert len(found) == 1
    assert found[0].startswith(f'round.toml, line {line}: measurand."Fe"')
    assert text in found[0]


WRONG = {
    "sigma_pt": ["nan", "inf", "-inf", "0", "true", '"1"', "[1]", "1" + "0" * 400],
    "limits": ["[3, 2]", "[2, 2]", "[]", "[1, 2, 3]", "2", "[0, 1]", "[2, nan]"],
    "minimum_laboratories": ["1", "5.0", "true"],
    "outlier_alpha": ["0.1", "1"],
    "missing_k": ['"none"', "0", "nan"],
    "exclude": ["[7]", '"L1"'],
    "signal_tolerance": ["0.01", "-1e-9"],
    "verdict": ['"difference"'],
    "code_levels": ["[4, 2]", "[2.0]", "[]"],
    "levels": ['["a"]', '["a", "a"]'],
    "unit": ["1"],
    "score_experts": ['"yes"', "1"],
    "partial": ["{a = 1}", "{a = 0}"],
    "estimator_options": ["{stopping = 1}", "{quartile = 1}"],
    "required": ["1.5"],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG.items() for value in values]
)
def test_wrong_values_are_refused(mistakes, key, value):
    (found,) = mistakes(f'[measurand."Fe"]\n{key} = {value}')
    assert found.startswith('round.toml, line 2: measurand."Fe"')
    assert len(found) < 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[round]\ndate = 2026-03-01T10:00:00", "must be a date without quotes and time"),
        ('[intake]\nencoding = "base64"', "must be the name of a text encoding"),
        ('[intake]\nencoding = "gb18031"', "must be the name of a text encoding"),
        ('[intake]\ndelimiter = ";;"', "must be one character"),
        ('[intake]\ndecimal = "·"', 'must be "." or ","'),
        ('[intake]\nheader_row = 0', "must be a whole number ≥ 1"),
        ('[intake.columns]\nlaboratry = "x"', 'did you mean "laboratory"?'),
        ('[intake.columns]\nvalue = "x"\nlaboratory = "x"', 'column "x" is given to value and to laboratory'),
        ('[output]\nformats = ["pdf"]', 'must be a list of "csv", "json", "xlsx" or "html"'),
        ("[output]\nformats = []", "must be a list of"),
        ("[report]\ndigits = {Fe = 2.5}", "each with a whole number ≥ 0"),
        ('[report]\nlanguage = "fr"', 'must be "en", "zh" or "both"'),
        ('[report]\nlogo = "nowhere.png"', "there is no file"),
        ("sigma_pt = 1", 'it belongs in [measurand."*"]'),
        ('[round]\nlanguage = "en"', "it belongs in [report]"),
        ("[measurand]\nsigma_pt = 1", 'write [measurand."*"] for all'),
        ("measurand = 1", 'must be a table: [measurand."*"]'),
        ('[measurand.Fe]\nitem = "A"', 'must be a table: [measurand."Fe".item."…"]'),
        ("[measurand.Fe.item]\nA = 1", 'must be a table: [measurand."Fe".item."A"]'),
        ("[measurand.Fe.item.A]\nitem = 1", 'measurand."Fe".item."A": unknown key "item"'),
        ("[nothing]", 'must be "round", "measurand", "intake", "competition", "report", "output"'),
    ],
)  # fmt: skip
def test_other_mistakes(mistakes, text, said):
    (found,) = mistakes(text)
    assert said in found
    assert ", line " in found


def test_a_pattern_that_lacks_a_parameter_is_told_before_the_results_are_read(mistakes, written):
    assert mistakes('[measurand."*"]\ntarget = "fixed"') == [
        'round.toml, line 2: measurand."*": target = "fixed" needs sigma_pt'
    ]
    s = written('[measurand."*"]\ntarget = "fixed"\n[measurand."Fe*"]\nsigma_pt = 1')
    assert s.options("FeO")["sigma_pt"] == 1.0
    with pytest.raises(
        SchemeError, match=r'line 2: measurand\."\*": target = "fixed" needs sigma_pt \(measurand "Cu"\)'
    ):
        s.options("Cu")


def test_contradictions_by_merging_are_told_with_the_measurand(written):
    s = written('[measurand."*"]\ntarget = "horwitz"\n[measurand."V*"]\nunit = "mg/L"')
    with pytest.raises(
        SchemeError, match=r'line 4: measurand\."V\*": unit = "mg/L".*\(measurand "Vitamin C", item "B"\)'
    ):
        s.options("Vitamin C", "B")


@pytest.mark.parametrize(
    "unit", ["mg/kg", "µg/kg", "μg / kg", "%", "wt%", "ppm", "g/100g", "1", "ｍｇ/ｋｇ", "质量分数%"]
)
def test_horwitz_takes_every_mass_fraction(unit):
    assert (
        scheme.load({"measurand": {"Fe": {"target": "horwitz", "unit": unit}}}).options("Fe")["unit"] == unit
    )


def test_mistakes_are_told_in_chinese_too(mistakes):
    (found,) = mistakes('[measurand."Fe"]\nasigned = "mean"', language="zh")
    assert found == 'round.toml 第 2 行：measurand."Fe": 未知的键 "asigned"，是否为 "assigned"？'
    for table, _, _ in CONTRADICTIONS:
        assert not mistakes(f"[measurand.Fe]\n{table}", language="zh")[0].isascii()


def test_what_is_right_beside_the_new_mistakes(mistakes):
    for table in (
        'kind = "code"\nassigned_category = " 26.20-19 "',
        'estimator_options = {k = 2, correction = "exact"}',
        "estimator_options = {k = 2}\nassigned_value = 10\nassigned_u = 0.1\nsigma_pt = 1",
        "assigned_value = -1\nassigned_u = 0.1\nsigma_pt = 1",
    ):
        scheme.load({"measurand": {"Fe": tomllib.loads(table)}}).options("Fe")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[round", "表头末尾应为 ']'（文件末尾）"),
        ("a b", "键之后应为 '='（第 3 列）"),
        ('a = "x', "字符串没有结束引号（文件末尾）"),
        ("a = 1\na = 2", "不能覆盖已有的值"),
        ("a = [1", "数组没有结束括号"),
        ("[round]\n[round]", "('round',) 被声明两次"),
        ("a = nothing", "值无效（第 5 列）"),
    ],
)
def test_what_is_no_toml_is_told_in_chinese_too(tmp_path, text, said):
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        scheme.load(path, language="zh")
    assert said in caught.value.mistakes[0]


def test_every_reason_of_tomllib_is_known():
    """Its texts as they stand in its source, up to what is filled in."""
    source = inspect.getsource(sys.modules[tomllib.loads.__module__])
    told = re.findall(r"suffixed_err\(\s*src,\s*(?:new_)?pos,\s*f?([\"'])(.*?)\1", source)
    known = messages.load("en", "scheme")["toml"].values()
    texts = {re.sub(r"\{.*?\}", "{what}", text.replace("\\\\", "\\")) for _, text in told}
    assert len(texts) > 15
    assert texts <= set(known)


def test_what_a_message_shows_is_printable_and_short(mistakes):
    (found,) = mistakes('[measurand."a\\u001b[31m\\n\\"b"]\nkind = "' + "x" * 5000 + '"')
    assert found.isprintable()
    assert len(found) < 300
    assert r'measurand."a\x1b[31m\n\"b"' in found


# --- files that are no scheme


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match="there is no file"):
        scheme.load(tmp_path / "nowhere.toml")
    with pytest.raises(UsageError, match="is a directory"):
        scheme.load(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        scheme.load("nul\0byte")
    with pytest.raises(UsageError, match="cannot be read"):
        scheme.load(os.devnull)
    with pytest.raises(TypeError, match="must be a path, a dict of tables or None"):
        scheme.load(3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[round]\nid = \"铁\"".encode("gb18030"), "s.toml, line 2: not UTF-8 text"),
        (b"a = [\n" + b"[" * 10_000, "nested too deeply"),
        (b"a = 1\nb = \n", "s.toml, line 2: not valid TOML: Invalid value (column 5)"),
        (b'[round]\nid = """\n\n', "not valid TOML: Unterminated string"),
        (b"[a]\n[a]\n", "s.toml, line 2: not valid TOML"),
        (b"\0" * 100, "line 1: not valid TOML"),
        (b"#" * (5 << 20), "is this the results file?"),
    ],
    ids=["gb18030", "deep", "value", "string", "twice", "binary", "large"],
)  # fmt: skip
def test_files_that_are_no_toml(tmp_path, content, said):
    path = tmp_path / "s.toml"
    path.write_bytes(content)
    with pytest.raises(SchemeError) as caught:
        scheme.load(path)
    assert said in caught.value.mistakes[0]


# --- dicts


def test_a_dict_gets_the_same_checks_without_lines():
    with pytest.raises(SchemeError) as caught:
        scheme.load({"measurand": {"Fe": {"asigned": "mean", "sigma_pt": float("nan")}}})
    assert caught.value.mistakes == [
        'scheme: measurand."Fe": unknown key "asigned", did you mean "assigned"?',
        'scheme: measurand."Fe": sigma_pt = nan, must be a number > 0',
    ]


def test_a_dict_may_hold_tuples_dates_numpy_numbers_and_none():
    day = datetime.date(2026, 3, 1)
    table = {
        "sigma_pt": np.float32(0.5),
        "limits": (2, np.int64(3)),
        "delta_e": None,
        "exclude": np.array(["L1"]),
    }
    s = scheme.load({"round": {"date": day}, "measurand": {"Fe": table}})
    assert s.round["date"] == day
    assert s.options("Fe")["sigma_pt"] == 0.5
    assert s.options("Fe")["limits"] == [2.0, 3.0]
    assert s.options("Fe")["exclude"] == ["L1"]
    assert s.options("Fe")["delta_e"] is None


# --- lines of keys


TRICKY = r'''# [round] id = "no"
title = """
[round]
id = "not a key" \"""
"""" # two quotes touch
"quoted.key" = 'it"s # no comment'
[ a . "b c" . 'd' ]  # a comment
list = [
  1, # [x]
  { deep = 2, "other" = [ { deeper = 3 } ] },
  "]",
]
x.y = 1
x.z = {p = 1, q = {r = "}"}}
[[tables]]
first = 2026-03-01T00:00:00Z
[[tables]]
second = +1.5e-3
escaped = "\\"
last = 1
'''


def test_lines_are_found_in_tricky_texts():
    document = tomllib.loads(TRICKY)
    lines = locate(TRICKY)
    rows = TRICKY.split("\n")
    assert lines["title",] == 2
    assert lines["quoted.key",] == 6
    assert rows[lines["a", "b c", "d"] - 1].startswith("[ a")
    for path in (("list",), ("list", "deep"), ("list", "other", "deeper"), ("x", "y"), ("x", "z", "q", "r")):
        assert path[-1] in rows[lines["a", "b c", "d", *path] - 1]
    assert [rows[lines["tables", key] - 1].split()[0] for key in ("first", "second", "escaped", "last")] == [
        "first", "second", "escaped", "last",
    ]  # fmt: skip
    assert set(document) == {path[0] for path in lines}


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES, max_size=4), max_size=4))
def test_every_key_of_any_text_is_found_on_its_line(document):
    rows, expected = [], {}
    for table, keys in document.items():
        rows.append(f"[{_quoted(table)}]")
        expected[table,] = len(rows)
        for key, value in keys.items():
            rows.append(f"{_quoted(key)} = {_quoted(value)}")
            expected[table, key] = len(rows)
    assert tomllib.loads("\n".join(rows)) == document
    assert locate("\n".join(rows)) == expected


def _quoted(text):
    return '"' + "".join(f"\\U{ord(c):08X}" if not c.isalnum() else c for c in text) + '"'


# --- spelling


def test_edit_distances():
    assert [
        edit_distance(*pair) for pair in (("asigned", "assigned"), ("taget", "target"), ("s_r", "s_R"))
    ] == [1, 1, 1]
    assert edit_distance("sigam_pt", "sigma_pt") == 1  # neighbours swapped
    assert edit_distance("abc", "xyzuvw") > 2
    assert nearest("S_R", ["s_r", "s_R"]) == "s_r"
    assert nearest("x", ["u", "k"]) is None
    assert nearest("unknown", ["assigned"]) is None


# --- the documentation


def test_the_documentation_holds_the_table_of_keys():
    text = (ROOT / "docs" / "scheme.md").read_text(encoding="utf-8")
    assert text == reference.updated(text), "run python -m ringtrial.scheme.reference docs/scheme.md"
    for keys in KEYS.values():
        assert all(f"| `{key.name}` |" in text for key in keys)


def test_the_schemes_in_the_documentation_load(written, tmp_path):
    text = (ROOT / "docs" / "scheme.md").read_text(encoding="utf-8")
    examples = [part.split("```")[0] for part in text.split("```toml\n")[1:]]
    for name in ("arsenic-chocolate-homogeneity.csv", "arsenic-chocolate-stability.csv"):
        (tmp_path / name).touch()
    assert len(examples) >= 3
    for example in examples:
        written(example)


def test_every_default_is_allowed():
    for keys in KEYS.values():
        for key in keys:
            if key.default not in (None, [], {}, ""):
                assert key.type.test(key.default), key.name
