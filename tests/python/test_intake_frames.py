"""Frames of pandas, polars, pyarrow and narwhals as results."""

import datetime
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from ringtrial import intake, scheme

from intake_cases import codes, errors, finding, values  # isort: skip

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
nw = pytest.importorskip("narwhals")

MAKERS = {
    "pandas": pd.DataFrame,
    "polars": lambda data: pl.DataFrame(data, strict=False),
    "pyarrow": pa.table,
    "narwhals": lambda data: nw.from_native(pl.DataFrame(data)),
}


def read(frame, columns=None, **tables):
    return intake.read_frame(frame, scheme.load(tables), columns)


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request):
    return request.param


def test_a_wide_frame(make):
    found = read(make({"lab": ["A", "B", "C"], "Fe (%)": [5.5, None, 6.25], "Cu": ["<0.1", "1,5", "NA"]}))
    assert values(found, "Fe")["A"] == 5.5 and math.isnan(values(found, "Fe")["B"])
    assert values(found, "Cu") | {"C": None} == {"A": ("<", 0.1), "B": 1.5, "C": None}
    assert [(m.name, m.unit) for m in found.round.measurands] == [("Fe", "%"), ("Cu", "")]
    told = finding(found, "missing_text")
    assert (told.file, told.row, told.column, told.cell) == (None, 3, "Cu", "NA")


def test_a_long_frame(make):
    data = {
        "lab": ["A", "B"],
        "analyte": ["Pb", "Pb"],
        "result": [5.0, 0.0006],
        "unit": ["mg/kg", "%"],
        "U": [0.5, None],
    }
    found = read(make(data))
    assert values(found) == {"A": 5.0, "B": 6.0}
    assert found.inputs == [
        {
            "name": None,
            "sha256": None,
            "bytes": None,
            "encoding": None,
            "delimiter": None,
            "sheet": None,
            "decimal": ".",
            "form": "long",
            "rows": 2,
            "columns": {
                "laboratory": "lab",
                "measurand": "analyte",
                "value": "result",
                "unit": "unit",
                "U": "U",
            },
        }
    ]


def test_numbers_are_used_as_they_are(make):
    numbers = [0.1 + 0.2, 1e-300, 123456.789, -0.0]
    data = read(make({"lab": list("abcd"), "x": numbers}), measurand={"*": {"negative": "allow"}}).round
    assert data.value.tolist() == numbers
    assert not np.signbit(data.value).any()


def test_the_frame_stays_as_it_is():
    frame = pd.DataFrame({"lab": list("abc"), "x": [1.0, -0.0, np.inf]})
    before = frame.copy()
    read(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert np.signbit(frame["x"][1])


def test_nulls_and_nan_are_not_reported(make):
    found = read(make({"lab": list("abc"), "x": [1.0, None, float("nan")]}))
    assert codes(found) == {"not_reported": 2}


def test_infinities_are_unreadable(make):
    found = read(make({"lab": list("abc"), "x": [1.0, float("inf"), float("-inf")]}))
    assert [(f.cell, f.row) for f in found.findings] == [("inf", 2), ("-inf", 3)]
    assert errors(found) == ["unreadable"] * 2


@pytest.mark.parametrize("dtype", ["int8", "uint64", "float32", "Int64", "Float64", "float64[pyarrow]"])
def test_types_of_numbers_of_pandas(dtype):
    found = read(pd.DataFrame({"lab": list("ab"), "x": pd.array([1, 2], dtype=dtype)}))
    assert values(found) == {"a": 1.0, "b": 2.0}


def test_missing_values_of_pandas():
    found = read(pd.DataFrame({"lab": list("abc"), "x": pd.array([1, None, 3], dtype="Int64")}))
    assert values(found)["c"] == 3.0 and math.isnan(values(found)["b"])
    objects = pd.DataFrame({"lab": ["a", "b", "c", None], "x": [1, pd.NA, "<3", pd.NaT]})
    assert values(read(objects)) | {"b": None} == {"a": 1.0, "b": None, "c": ("<", 3.0)}


def test_categories_are_texts():
    frame = pd.DataFrame(
        {
            "lab": pd.Categorical(["a", "b", "a", "b"]),
            "el": pd.Categorical(["Fe", "Fe", "Cu", "Cu"]),
            "x": [1, 2, 3, 4],
        }
    )
    assert values(read(frame, {"measurand": "el"}), "Cu") == {"a": 3.0, "b": 4.0}
    enum = pl.DataFrame({"lab": ["a", "b"], "x": [1, 2]}).with_columns(pl.col("lab").cast(pl.Categorical))
    assert values(read(enum)) == {"a": 1.0, "b": 2.0}


def test_mixed_objects():
    frame = pd.DataFrame(
        {
            "lab": [1, 2.0, "3", "4", "5"],
            "x": [Decimal("1.10"), "1,5", 2, np.float32(0.5), datetime.date(2026, 5, 12)],
        }
    )
    found = read(frame)
    assert errors(found) == ["date_in_value"]
    found = read(frame[:4])
    assert values(found) == {"1": 1.1, "2": 1.5, "3": 2.0, "4": 0.5}


def test_whole_codes_stay_whole():
    frame = pd.DataFrame({"lab": [1.0, 2.0, np.nan], "x": [1.0, 2.0, np.nan]})
    assert read(frame).round.laboratories == ["1", "2"]


def test_a_result_without_laboratory_is_told(make):
    assert errors(read(make({"lab": ["a", None], "x": [1.0, 2.0]}))) == ["laboratory_missing"]


def test_columns_can_be_named(make):
    frame = make({"who": ["a", "b"], "found": [1.0, 2.0]})
    assert values(read(frame, {"laboratory": "who", "value": "found"}), "found") == {"a": 1.0, "b": 2.0}
    assert errors(read(frame, {"laboratory": "whom"})) == ["column_missing", "no_laboratory_column"]
    with pytest.raises(ValueError, match="columns: 'labo' is no field, must be one of laboratory"):
        read(frame, {"labo": "who"})
    with pytest.raises(TypeError, match=r"columns: 'laboratory' = 3\.5"):
        read(frame, {"laboratory": 3.5})
    with pytest.raises(TypeError, match="columns: 3, must be a dict"):
        read(frame, 3)


def test_names_of_columns_that_are_no_texts():
    frame = pd.DataFrame({"lab": ["a", "b"], 2026: [1.0, 2.0]})
    assert values(read(frame), "2026") == {"a": 1.0, "b": 2.0}
    assert values(read(frame, {"value": 2026}), "2026") == {"a": 1.0, "b": 2.0}
    assert list(frame.columns) == ["lab", 2026]


def test_an_index_of_laboratories_is_a_column():
    frame = pd.DataFrame({"lab": ["a", "b"], "Fe": [1.0, 2.0]}).set_index("lab")
    assert values(read(frame), "Fe") == {"a": 1.0, "b": 2.0}
    assert list(frame.columns) == ["Fe"]
    assert values(read(frame.rename_axis("who"), {"laboratory": "who"}), "Fe") == {"a": 1.0, "b": 2.0}
    assert errors(read(frame.rename_axis("who"))) == ["no_laboratory_column"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (datetime.date(2026, 5, 12), "date_in_value"),
        (pd.Timestamp("2026-05-12"), "date_in_value"),
        (1 + 2j, "unreadable"),
        (10**400, "unreadable"),
        (b"5", "unreadable"),
        ([5.0, 5.1], "unreadable"),
        (pd.Interval(5, 6), "unreadable"),
        (pd.Period("2026-05"), "unreadable"),
        ("1e400", "unreadable"),
    ],
    ids=str,
)
def test_what_is_no_result_is_no_answer_either(value, code):
    """Were it text, a measurand of such cells would be qualitative, and all laboratories agree."""
    frame = pd.DataFrame({"lab": ["a", "b"], "result": pd.Series([value, value])})
    assert set(errors(read(frame))) == {code}


def test_fractions_are_numbers():
    frame = pd.DataFrame({"lab": ["a", "b"], "result": [Fraction(5, 4), Fraction(3, 2)]})
    assert values(read(frame), "result") == {"a": 1.25, "b": 1.5}


def test_empty_frames(make):
    assert errors(read(make({"lab": [], "x": []}))) == ["no_rows"]
    assert errors(read(make({}))) == ["no_laboratory_column"]


def test_repeated_names_are_told():
    frame = pd.DataFrame([["a", 1, 2]], columns=["lab", "x", "x"])
    with pytest.raises(ValueError, match=r"results: the frame cannot be used.*'x'"):
        read(frame)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        3,
        "lab",
        [1, 2],
        {"lab": ["a"]},
        np.zeros((2, 2)),
        pd.Series([1.0]),
        pl.LazyFrame({"lab": ["a"]}),
    ],
)
def test_what_is_no_frame_is_a_type_error(wrong):
    with pytest.raises(TypeError, match=r"results: .*must be a path, or a frame"):
        read(wrong)


def test_a_frame_and_its_file_agree(tmp_path, make):
    text = "lab,measurand,result,unit\nA,Cu,12.5,mg/kg\nB,Cu,0.0013,%\nC,Cu,,mg/kg\nD,Cu,13.1,mg/kg\n"
    path = tmp_path / "round.csv"
    path.write_text(text)
    frame = make(
        {
            "lab": list("ABCD"),
            "measurand": ["Cu"] * 4,
            "result": [12.5, 0.0013, None, 13.1],
            "unit": ["mg/kg", "%", "mg/kg", "mg/kg"],
        }
    )
    file, read_frame = intake.read_files([path], scheme.load(None)), read(frame)
    assert codes(file) == codes(read_frame)
    np.testing.assert_array_equal(file.round.value, read_frame.round.value)
