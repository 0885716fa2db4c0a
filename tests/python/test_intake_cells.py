"""What a cell says: each sentence of methods/scheme.md 2.5, and that no text breaks the reading."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ringtrial._core import intake as core
from ringtrial.intake import cells
from ringtrial.intake.cells import BLANK, BROKEN, MISSING, NOT_DETECTED, NUMBER, UNREADABLE
from ringtrial.intake.reading import Reading
from ringtrial.intake.table import SpecialCell, StoredNumber


def number(text, mark="."):
    """The double that a column with this one cell reads."""
    reading = Reading([text])
    reading.decide(mark)
    return float(reading.value[0]) if reading.status[0] == NUMBER else None


def status(text, mark="."):
    reading = Reading([text])
    reading.decide(mark)
    return int(reading.status[0])


@pytest.mark.parametrize("text", ["", " ", "\t", "\u3000", "\u00a0", "\u200b", "\ufeff"])
def test_blank_cells_are_not_reported(text):
    assert status(text) == BLANK


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "\\",
        "*",
        ".",
        "na",
        "NA",
        "n/a",
        "N/A",
        "nan",
        "NaN",
        "null",
        "None",
        "nr",
        "#N/A",
        "未报",
        "未做",
        "未测",
        "未检测",
        "未报告",
        "无",
        "缺",
        "缺失",
        "不适用",
        "ＮＡ",
        "not reported",
        "Not  Tested",
        "not analysed",
        "no result",
        " NA ",
    ],
)
def test_texts_that_mean_not_reported(text):
    assert status(text) == MISSING


def test_the_scheme_can_add_texts_that_mean_not_reported():
    reading = Reading(["Späte Abgabe", "12"], frozenset(["späteabgabe"]))
    reading.decide(".")
    assert reading.status.tolist() == [MISSING, NUMBER]


@pytest.mark.parametrize(
    "text",
    ["nd", "ND", "n.d.", "Not detected", "BDL", "<LOD", "< LOQ", "<dl", "未检出", "未检测出", "低于检出限"],
)
def test_texts_that_mean_not_detected(text):
    assert status(text) == NOT_DETECTED


@pytest.mark.parametrize(
    "text",
    [
        "未检出(<0.05)",
        "未检出（＜0.05）",
        "nd (0.05)",
        "ND<0.05",
        "n.d. (<0.05)",
        "未检出(检出限0.05)",
        "nd (LOD: 0.05)",
    ],
)
def test_not_detected_with_a_limit_is_below_it(text):
    cell = cells.read(text)
    assert (cell.qualifier, cell.number.as_point) == (-1, "5e-2")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        (sign + "0.02", -1)
        for sign in ("<", "< ", "<=", "≤", "＜", "less than ", "below ", "小于", "低于", "不大于")
    ]
    + [
        (sign + "0.02", 1)
        for sign in (">", ">=", "≥", "＞", "greater than ", "above ", "大于", "高于", "不小于")
    ],
)
def test_qualifiers(text, qualifier):
    cell = cells.read(text)
    assert (cell.status, cell.qualifier, cell.number.as_point) == (NUMBER, qualifier, "2e-2")


@pytest.mark.parametrize("text", ["≈12.3", "~12.3", "ca. 12.3", "ca 12.3", "约12.3", "约 12.3"])
def test_the_sign_for_about_is_dropped(text):
    cell = cells.read(text)
    assert cell.approximate and cell.qualifier == 0 and number(text) == 12.3


@pytest.mark.parametrize(
    ("text", "uncertainty"),
    [
        ("12.3±0.4", "4e-1"),
        ("12.3 +/- 0.4", "4e-1"),
        ("12.3(4)", "4e-1"),
        ("(12.3 ± 0.4) mg/kg", "4e-1"),
        ("12(1)", "1e0"),
    ],
)
def test_an_uncertainty_in_the_cell_is_seen(text, uncertainty):
    assert cells.read(text).uncertainty.as_point == uncertainty


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12.3 mg/kg", "mg/kg"),
        ("12.3mg/kg", "mg/kg"),
        ("0.5%", "%"),
        ("5 ‰", "‰"),
        ("5 mg kg⁻¹", "mg kg-1"),
        ("7㎎/㎏", "mg/kg"),
    ],
)
def test_a_unit_in_the_cell_is_seen(text, unit):
    assert cells.read(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "12.3",
        "１２．３",
        " 12.3\u00a0",
        "\u300012.3 ",
        "12.30",
        "1.23E1",
        "1.23e+01",
        "+12.3",
        "0012.3",
        "1.23×10^1",
        "1.23 x 10^1",
        "1.23*10^1",
        "1.23×10¹",
        "123×10⁻¹",
        "'12.3",
        '"12.3"',
        "“12.3”",
        "１２.３",
        "١٢.٣",
        "0.0123e3",
    ],
)
def test_spellings_of_one_number(text):
    assert number(text) == 12.3


@pytest.mark.parametrize("minus", ["-", "−", "–", "—", "﹣", "－"])
def test_every_minus_before_a_digit_is_one(minus):
    assert number(f"{minus}0.7") == -0.7


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234", 1234.0),
        ("1\u202f234,5", None),
        ("1\u2009234.5", 1234.5),
        ("1'234.5", 1234.5),
        ("1’234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("12 345 678.25", 12345678.25),
        ("1,234", 1234.0),
        (".5", 0.5),
        ("12.", 12.0),
    ],
)
def test_grouping_in_threes(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "12 28.4",
        "1 2345",
        "1,23,456",
        "1,2345.6",
        "1.234.56",
        "1,234 567",
        "12 3",
        "1'23",
        "1..2",
        "1,,2",
        "0,123,456",
    ],
)
def test_other_groups_are_no_number(text):
    assert status(text) == UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "inf",
        "-inf",
        "∞",
        "infinity",
        "1.2.3",
        "12/5",
        "=1+1",
        "=A1",
        "0x1F",
        "about 5 or so",
        "5 apples",
        "12abc",
        "abc",
        "见附件",
        "1e",
        "e5",
        "1e5.5",
        "1e400",
        "-1e400",
        "1e999999999999",
        "5²",
        "12.3①",
        "½",
        "1_000",
        "1×103",
        "1x10-3",
        "++5",
        "--5",
        "5-",
        "5–7",
        "1 e5",
        "True",
        "1.2e3e4",
        "NaN1",
        "<",
        "> ",
        "<<5",
        "±0.4",
        "12±",
        "%",
        "mg/kg",
    ],
)
def test_anything_else_is_unreadable(text):
    assert status(text) in (UNREADABLE, BROKEN)


def test_too_small_a_number_is_zero_and_minus_zero_is_zero():
    assert number("1e-400") == 0.0
    assert math.copysign(1, number("-0")) == 1.0
    assert math.copysign(1, number("−0.0 ")) == 1.0
    assert math.copysign(1, number("-1e-400")) == 1.0


def test_thousands_of_digits_are_read():
    assert number("0." + "1" * 30_000) == 0.1111111111111111
    assert number("1" * 300) == float("1" * 300)
    assert status("1" * 400) == BROKEN


@pytest.mark.parametrize(
    ("text", "point", "comma", "evidence"),
    [
        ("12.5", "125e-1", None, "."),
        ("12,5", None, "125e-1", ","),
        ("0.123", "123e-3", None, "."),
        ("0,123", None, "123e-3", ","),
        ("1234.567", "1234567e-3", None, "."),
        ("1234,567", None, "1234567e-3", ","),
        ("1.234", "1234e-3", "1234e0", "?"),
        ("1,234", "1234e0", "1234e-3", "?"),
        ("1,234.5", "12345e-1", None, "."),
        ("1.234,5", None, "12345e-1", ","),
        ("1.234,567", None, "1234567e-3", ","),
        ("1234", "1234e0", "1234e0", ""),
        ("1.234e5", "1234e2", None, "."),
        ("1 234,5", None, "12345e-1", ","),
        ("1.234.567", None, "1234567e0", ","),
    ],
)
def test_what_a_number_proves_about_the_decimal_mark(text, point, comma, evidence):
    found = cells.read(text).number
    assert (found.as_point, found.as_comma, found.evidence) == (point, comma, evidence)


def test_stored_numbers_of_a_worksheet_are_read_with_a_point_and_prove_nothing():
    reading = Reading([StoredNumber("1.234"), StoredNumber("0.52", "%"), StoredNumber("1e-07"), "1,5"])
    assert reading.evidence() == {","}
    reading.decide(",")
    assert reading.value.tolist() == [1.234, 0.52, 1e-7, 1.5]
    assert reading.units() == {1: "%"}


def test_special_cells_of_a_worksheet_are_no_numbers():
    special = [
        ("2026-05-12", "date"),
        ("#DIV/0!", "error"),
        ("TRUE", "boolean"),
        ("=A1", "formula"),
        ("12", "error"),
    ]
    reading = Reading([SpecialCell(text, trouble) for text, trouble in special])
    reading.decide(".")
    assert reading.status.tolist() == [cells.DATE, BROKEN, UNREADABLE, cells.FORMULA, BROKEN]


# --- properties -----------------------------------------------------------------------------

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def spellings(x):
    """The same double as people and programs write it."""
    text = repr(x)
    mantissa, _, exponent = text.partition("e")
    yield text
    yield text.replace("-", "−")
    yield text.translate({ord(d): ord("０") + int(d) for d in "0123456789"} | {ord("."): "．"})
    yield f" {text}\u00a0"
    yield f"{x:.17g}"
    yield f"{x:.17e}"
    yield f"'{text}"
    if exponent:
        raised = str(int(exponent)).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
        yield f"{mantissa}×10{raised}"
        yield f"{mantissa} x 10^{int(exponent)}"
    elif "." in mantissa:
        yield f"{x:,}" if "e" not in f"{x:,}" else text


@given(FINITE)
@example(5e-324)
@example(1.7976931348623157e308)
@example(0.1)
def test_any_double_is_read_back_from_any_spelling(x):
    for text in spellings(x):
        found = number(text)
        assert found is not None, text
        assert found == x, text


@given(FINITE)
def test_a_decimal_comma_reads_as_a_decimal_point(x):
    text = repr(x)
    assert number(text.replace(".", ","), ",") == number(text, ".")


@settings(max_examples=300, deadline=2000)  # milliseconds: no text takes long either
@given(st.text(max_size=40))
@example("\ud800")
@example("1" * 5000)
@example("(" * 2000 + ")" * 2000)
@example("<" * 1000 + "1")
@example("(" + "+" * 32_000)
@example("1" + " " * 32_000 + "x")
@example("nd" + " " * 32_000 + "x")
@example("1/" * 16_000)
@example("10⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹")
def test_no_text_breaks_the_reading(text):
    for mark in (".", ",", "?"):
        reading = Reading([text])
        reading.decide(mark)
        assert np.isfinite(reading.value[0]) == (reading.status[0] == NUMBER)


ALPHABET = "0123456789.,-+eE <>()±%×^'\"/gkm０．未检出nd"


@settings(max_examples=500)
@given(st.text(ALPHABET, max_size=12), st.sampled_from(".,"))
def test_the_fast_way_reads_what_the_slow_one_reads(text, mark):
    value, kind = core.scan([text], 0)
    reading = Reading([text])
    reading.decide(mark)
    if kind[0] in (1, 2 if mark == "." else 3, 4 if mark == "." else 5):
        cell = cells.read(text)
        assert cell.status == NUMBER and cell.qualifier == 0 and not cell.unit
        assert float(cell.number.text(mark)) + 0.0 == value[0] == reading.value[0]


def test_scan_takes_nothing_that_is_not_a_plain_number():
    texts = [
        "nan",
        "inf",
        "1_000",
        "0x1",
        "1e",
        "e1",
        ".",
        "-",
        "+",
        "+-1",
        "1-",
        "1.2.3",
        "1,2,3",
        "1 2",
        "1\u00a0",
        "１",
    ]
    values, kinds = core.scan(texts, 0)
    assert np.isnan(values).all()
    assert set(kinds.tolist()) == {6}


def test_core_functions_tell_wrong_arguments():
    with pytest.raises(TypeError):
        core.scan([1.5], 0)
    with pytest.raises(IndexError):
        core.take(["a"], np.array([1]))
