"""scores.csv and assigned.csv: RFC 4180, every digit, nothing that a spreadsheet program would run."""

import csv
import io
import math
import random
import sys

import evaluations
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringtrial.outputs import csv as outputs_csv
from ringtrial.outputs.cells import harmless
from ringtrial.outputs.columns import ASSIGNED, ITEMS, SCORES, of_assigned


def text(columns):
    return "".join(outputs_csv.lines(columns))


def read_back(columns):
    return list(csv.DictReader(io.StringIO(text(columns), newline="")))


def test_bytes_of_a_small_table():
    columns = {"laboratory": ["a", 'b "c", d'], "z": [-0.1, math.nan], "n": [1, 2], "used": [True, False]}
    assert text(columns) == 'laboratory,z,n,used\na,-0.1,1,true\n"b ""c"", d",,2,false\n'


@pytest.mark.parametrize("bom", [True, False])
def test_byte_order_mark_only_if_wanted(tmp_path, bom):
    path = tmp_path / "scores.csv"
    outputs_csv.write_table(path, {"laboratory": ["实验室"]}, bom=bom)
    assert path.read_bytes() == b"\xef\xbb\xbf" * bom + "laboratory\n实验室\n".encode()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_comes_back(x):
    (row,) = read_back({"z": [x]})
    assert float(row["z"]) == x
    assert math.copysign(1, float(row["z"])) == math.copysign(1, x)


def test_a_column_of_doubles_comes_back_in_shortest_form():
    draw = random.Random(3)
    values = [draw.uniform(-1, 1) * 10.0 ** draw.randint(-300, 300) for _ in range(2000)]
    values += [0.1, 1 / 3, 5e-324, sys.float_info.max, -0.0, 1e22, 123456789012345680.0]
    cells = [row["z"] for row in read_back({"z": values})]
    assert [float(cell) for cell in cells] == values
    assert cells == [repr(value) for value in values]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None, ""])
def test_what_was_not_computed_is_empty(value):
    assert text({"a": [1], "z": [value]}) == "a,z\n1,\n"


@pytest.mark.parametrize(
    "x", ["=1", "+x", "-x", "@x", "\tx", "\rx", "\n=1", "＝1", "＋x", "－x", "＠x", "-", "=", "-1-1"]
)
def test_a_text_like_a_formula_gets_an_apostrophe(x):
    assert harmless(x) == "'" + x


@pytest.mark.parametrize(
    "x", ["-5.2", "+5", "-.5", "-1e-5", "-5,2", "－５．２", "", "x=1", "'=1", " x", "<0.05", "−5"]
)
def test_other_texts_and_numbers_stay_as_typed(x):
    assert harmless(x) == x


def test_hostile_texts_come_back_and_none_begins_like_a_formula():
    made = evaluations.hostile()
    rows = read_back(made.results)
    assert len(rows) == len(made.results["z"])
    for row, code in zip(rows, made.results["laboratory"], strict=True):
        assert row["laboratory"].removeprefix("'") in (code, code.removeprefix("'"))
        assert row["laboratory"][:1] not in "=+@\t\r\n＝" or not row["laboratory"]
        assert row["laboratory"][:1] != "-" or row["laboratory"] == "-5.2"


def test_a_lone_carriage_return_stays_inside_its_cell():
    assert text({"a": ["x\ry"], "b": ["\n"]}) == 'a,b\n"x\ry","\'\n"\n'


def test_half_a_surrogate_pair_does_not_stop_the_file(tmp_path):
    outputs_csv.write_table(tmp_path / "x.csv", {"laboratory": ["\ud800"]}, bom=False)
    assert (tmp_path / "x.csv").read_bytes() == b"laboratory\n\\ud800\n"


@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_columns_are_those_of_the_contract(make):
    made = make()
    assert text(made.results).split("\n")[0] == ",".join(SCORES)
    assert list(of_assigned(made.summary)) == [name for name in ASSIGNED if name not in ITEMS]


# A column of the items is there where one of them says something: a part of u(x_pt), a check, a refusal.
@pytest.mark.parametrize(
    ("told", "there"),
    [
        ({}, False),
        ({"u_transport": 0.0, "between_items_sd": math.nan, "stable": None}, False),
        ({"u_transport": 0.1}, True),
        ({"between_items_sd": 0.0, "homogeneous": True}, True),
        ({"homogeneous": False}, True),
    ],
)
def test_columns_of_the_items_are_there_where_they_say_something(told, there):
    made = evaluations.evaluation([evaluations.measurand("Fe", [evaluations.result("L1", 1.0)], **told)])
    assert (set(ITEMS) <= of_assigned(made.summary).keys()) is there
    assert list(of_assigned(made.summary)) == [name for name in ASSIGNED if there or name not in ITEMS]


@pytest.mark.parametrize("bom", [True, False])
def test_reading_it_as_the_page_says(tmp_path, bom):
    rows = [
        evaluations.scored(code, 1.0, z) for code, z in (("007", 0.1), ("NA", math.nan), ("实验室", 1 / 3))
    ]
    made = evaluations.evaluation([evaluations.measurand("Fe", rows)])
    path = tmp_path / "scores.csv"
    outputs_csv.write_table(path, made.results, bom=bom)
    pandas = pd.read_csv(path, dtype={"laboratory": str}, na_values=[""], keep_default_na=False)
    polars = pl.read_csv(path, schema_overrides={"laboratory": pl.String}, infer_schema_length=None)
    for frame in (pandas, polars):
        assert list(frame.columns) == list(SCORES)
        assert list(frame["laboratory"]) == ["007", "NA", "实验室"]
        assert frame["z"].to_numpy() == pytest.approx([0.1, math.nan, 1 / 3], rel=0, abs=0, nan_ok=True)


def test_an_existing_file_is_not_overwritten(tmp_path):
    (tmp_path / "x.csv").write_text("mine")
    with pytest.raises(FileExistsError):
        outputs_csv.write_table(tmp_path / "x.csv", {"a": [1]}, bom=False)
    assert (tmp_path / "x.csv").read_text() == "mine"


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        text({"a": [1, 2], "b": [1]})
