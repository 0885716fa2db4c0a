"""Units: spellings, families, exact conversion (methods/scheme.md 2.6)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringtrial.intake import units

from intake_cases import codes, errors, finding, read, values  # isort: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mg/kg", "mg / kg"),
        ("µg/kg", "μg/kg"),
        ("ug/kg", "µg/kg"),
        ("mg/kg", "mg kg⁻¹"),
        ("mg/kg", "mg·kg⁻¹"),
        ("mg/kg", "ppm"),
        ("ug/g", "mg/kg"),
        ("g/t", "ppm"),
        ("%", "％"),
        ("g/100g", "%"),
        ("g/kg", "‰"),
        ("mg/L", "mg/l"),
        ("g/cm3", "g/cm³"),
        ("kg/m3", "g/L"),
        ("cSt", "mm2/s"),
        ("cSt", "mm²/s"),
        ("℃", "°C"),
        ("degC", "°C"),
        ("J/g", "kJ/kg"),
        ("%(m/m)", "% m/m"),
        ("mL/L", "ml/l"),
        ("ppb", "ng/g"),
        ("wt%", "质量分数%"),
        ("µL/L", "uL/L"),
    ],
)
def test_units_that_mean_the_same(one, other):
    assert units.known(one) and units.known(other)
    assert units.read(one).same(units.read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mg/kg", "mg/L"),
        ("%", "%(V/V)"),
        ("CFU/g", "CFU/mL"),
        ("CFU/g", "MPN/g"),
        ("mol/L", "mol/kg"),
        ("mPa", "MPa"),
        ("NTU", "mg/L"),
        ("NTU", "FTU"),
        ("", "mg/kg"),
    ],
)
def test_units_that_do_not_convert(one, other):
    assert not units.read(one).converts_to(units.read(other))


# from the definitions: 1 % = 10 000 mg/kg, 1 kcal = 4.1868 kJ, 1 bar = 100 kPa, 0 °C = 273.15 K = 32 °F
@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("0.0523", "%", "mg/kg", 523.0),
        ("0.1241", "%", "mg/kg", 1241.0),
        ("12300", "ug/kg", "mg/kg", 12.3),
        ("0.7438", "g/cm3", "kg/m3", 743.8),
        ("0.00088", "%", "mg/kg", 8.8),
        ("5.12", "mg/100g", "mg/kg", 51.2),
        ("1", "ppt", "ppb", 0.001),
        ("0.1", "g/100mL", "g/L", 1.0),
        ("3.3", "vol%", "mL/L", 33.0),
        ("37", "°C", "K", 310.15),
        ("300.15", "K", "°C", 27.0),
        ("212", "°F", "°C", 100.0),
        ("98.6", "°F", "°C", 37.0),
        ("36.6", "°C", "°F", 97.88),
        ("0", "°C", "°F", 32.0),
        ("1", "h", "min", 60.0),
        ("90", "s", "min", 1.5),
        ("1", "kcal/kg", "kJ/kg", 4.1868),
        ("10", "MJ/kg", "kJ/kg", 10000.0),
        ("1.5", "bar", "kPa", 150.0),
        ("0.1", "MPa", "bar", 1.0),
        ("1", "t", "kg", 1000.0),
        ("2.54", "cm", "mm", 25.4),
        ("7", "mmol/L", "umol/L", 7000.0),
        ("1e-400", "%", "mg/kg", 0.0),
        ("1e306", "g/kg", "g/g", 1e303),
    ],
)
def test_conversion_is_exact(text, source, target, expected):
    assert units.convert([text], units.read(source), units.read(target)) == [expected]


def test_uncertainties_convert_by_the_factor_only():
    kelvin, celsius, fahrenheit = units.read("K"), units.read("°C"), units.read("°F")
    assert units.convert(["0.5"], kelvin, celsius, difference=True) == [0.5]
    assert units.convert(["1.8"], fahrenheit, celsius, difference=True) == [1.0]


POWERS = [
    ("%", "mg/kg"),
    ("ug/kg", "mg/kg"),
    ("ppt", "1"),
    ("kg/L", "ng/L"),
    ("min", "h"),
    ("°F", "K"),
    ("cal/g", "MJ/kg"),
]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9),
    st.sampled_from(POWERS),
)
def test_conversion_is_the_nearest_double(value, pair):
    source, target = (units.read(text) for text in pair)
    one = Fraction(source.factor * 10 ** (source.ten + 20), source.divisor)
    other = Fraction(target.factor * 10 ** (target.ten + 20), target.divisor)
    exact = (Fraction(value) - Fraction(*source.offset)) * one / other + Fraction(*target.offset)
    assert units.convert([str(value)], source, target) == [float(exact)]


def table(*rows):
    return "lab;measurand;result;unit\n" + "".join(f"L{i};Pb;{row}\n" for i, row in enumerate(rows, 1))


def test_a_result_is_converted_to_the_unit_of_most_and_told_once(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6;mg/kg", "0.0007;%"))
    assert values(found) == {"L1": 5.0, "L2": 6.0, "L3": 7.0}
    told = finding(found, "unit_converted")
    assert (told.laboratory, told.row, told.cell, told.severity) == ("L3", 4, "0.0007", "info")
    assert found.round.measurands[0].unit == "mg/kg"
    assert found.round.reported_unit[2] == "%"


def test_of_units_equally_frequent_the_first_is_taken(tmp_path):
    found = read(tmp_path, table("5000;ug/kg", "6;mg/kg"))
    assert found.round.measurands[0].unit == "ug/kg"
    assert values(found)["L2"] == 6000.0


def test_the_unit_of_the_scheme_wins_then_that_of_the_header(tmp_path):
    text = "lab;Pb (%)\nA;0.5\nB;0.6\n"
    assert read(tmp_path, text).round.measurands[0].unit == "%"
    found = read(tmp_path, text, {"measurand": {"Pb": {"unit": "g/kg"}}})
    assert values(found) == {"A": 5.0, "B": 6.0}
    assert codes(found)["unit_converted"] == 2


def test_units_of_different_families_do_not_mix(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6;mg/L", "7;mg/kg"))
    assert errors(found) == ["unit_mismatch"]
    told = finding(found, "unit_mismatch")
    assert (told.laboratory, told.row, told.column, told.cell) == ("L2", 3, "result", "6")
    assert found.round is None


def test_an_unknown_unit_does_not_mix_with_a_known_one(tmp_path):
    assert errors(read(tmp_path, table("5;mg/kg", "6;NTU"))) == ["unit_mismatch"]


def test_an_unknown_unit_that_is_everywhere_the_same_is_used(tmp_path):
    found = read(tmp_path, table("5;NTU", "6; NTU "))
    assert not found.findings
    assert found.round.measurands[0].unit == "NTU"


def test_a_missing_unit_is_assumed_where_others_have_one(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6;", "7;-"))
    assert values(found)["L2"] == 6.0
    assert codes(found) == {"unit_assumed": 2}


def test_no_units_at_all_are_no_trouble(tmp_path):
    found = read(tmp_path, table("5;", "6;"), {"measurand": {"Pb": {"unit": "mg/kg"}}})
    assert not found.findings
    assert found.round.measurands[0].unit == "mg/kg"


def test_a_unit_in_the_cell_is_that_of_the_result(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6000 ug/kg;", "7 ppm;mg/kg"))
    assert values(found) == {"L1": 5.0, "L2": 6.0, "L3": 7.0}


def test_a_unit_in_the_cell_must_not_contradict_the_column(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6 %;mg/kg"))
    assert errors(found) == ["unit_conflict"]


def test_uncertainties_are_converted_with_their_result(tmp_path):
    text = "lab;Pb (mg/kg);U;k;unit\nA;5;0.5;2;mg/kg\nB;0.0006;0.0001;2;%\n"
    data = read(tmp_path, text).round
    assert data.U.tolist() == [0.5, 1.0]
    assert data.k.tolist() == [2.0, 2.0]


def test_an_uncertainty_may_have_a_unit_of_its_own(tmp_path):
    data = read(tmp_path, "lab;result (mg/kg);U (ug/kg)\nA;5;500\nB;6;600\n").round
    assert data.U.tolist() == [0.5, 0.6]


def test_an_uncertainty_in_per_cent_is_not_guessed_at(tmp_path):
    found = read(tmp_path, "lab;result (mg/kg);U (%)\nA;5;10\n")
    assert errors(found) == ["uncertainty_unit"]
    assert errors(read(tmp_path, "lab;result (mg/kg);U\nA;5;10 %\n")) == ["uncertainty_unit"]


def test_a_number_too_large_in_its_new_unit_is_unreadable(tmp_path):
    found = read(tmp_path, table("5;mg/kg", "6;mg/kg", "1e305;%"))
    assert errors(found) == ["unreadable"]


SUSPECTED = [9.9, 10.0, 10.1, 9.8, 10.2, 10.05]


@pytest.mark.parametrize("factor", [10, 100, 1000, 1e4, 1e6, 0.1, 0.01, 0.001, 14.9, 0.07])
def test_a_result_that_looks_like_another_unit_is_told_and_kept(tmp_path, factor):
    odd = 10 * factor
    found = read(tmp_path, table(*(f"{v};mg/kg" for v in [*SUSPECTED, odd])))
    told = finding(found, "suspected_unit")
    assert (told.laboratory, told.severity) == ("L7", "warning")
    assert values(found)["L7"] == odd


@pytest.mark.parametrize("factor", [1.3, 3, 5, 20, 31.6, 1e5, 0.2, -10])
def test_other_results_are_not_suspected(tmp_path, factor):
    found = read(tmp_path, table(*(f"{v};mg/kg" for v in [*SUSPECTED, 10 * factor])))
    assert "suspected_unit" not in codes(found)


def test_nothing_is_suspected_among_few_or_scattered_results(tmp_path):
    few = read(tmp_path, table("10;g", "10;g", "10;g", "100;g"))
    wide = read(tmp_path, table(*(f"{v};g" for v in (4, 7, 10, 14, 19, 100))))
    assert "suspected_unit" not in codes(few) + codes(wide)
