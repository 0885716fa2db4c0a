"""Tables as frames: the same kind as came in, each library's own idea of missing."""

import math
import sys

import evaluations
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ringtrial.outputs import to_frame
from ringtrial.outputs.columns import FINDINGS, SCORES

KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}
NAN = math.nan


def names(frame):
    return list(frame.column_names if isinstance(frame, pa.Table) else frame.columns)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_kind_columns_and_rows(kind, make):
    table = {name: list(map(whole, column)) for name, column in make().results.items()}
    frame = to_frame(table, kind)
    assert isinstance(frame, KINDS[kind])
    assert names(frame) == list(SCORES)
    assert len(frame) == len(table["z"])
    assert list(frame["laboratory"].to_numpy()) == table["laboratory"]


def whole(value):
    """No library holds half a surrogate pair."""
    return value.replace("\ud800", "") if isinstance(value, str) else value


def test_pandas_types():
    frame = to_frame(evaluations.typical().results, "pandas")
    assert frame["z"].dtype == np.float64
    assert frame["percent_allowance"].dtype == np.float64
    assert frame["percent_allowance"].isna().all()
    assert frame["n_replicates"].dtype == np.int64
    assert frame["used"].dtype == np.bool_
    assert frame["reason"].eq("").all()


def test_polars_types_and_nulls():
    frame = to_frame(evaluations.typical().results, "polars")
    assert frame.schema["z"] == pl.Float64
    assert frame.schema["n_replicates"] == pl.Int64
    assert frame.schema["used"] == pl.Boolean
    assert frame.schema["laboratory"] == pl.String
    assert frame["percent_allowance"].null_count() == len(frame)
    assert frame["percent_allowance"].is_nan().sum() == 0


def test_pyarrow_types_and_nulls():
    frame = to_frame(evaluations.typical().results, "pyarrow")
    assert frame.schema.field("z").type == pa.float64()
    assert frame.schema.field("n_replicates").type == pa.int64()
    assert frame.schema.field("used").type == pa.bool_()
    assert frame.schema.field("laboratory").type == pa.string()
    assert frame["percent_allowance"].null_count == len(frame)


@pytest.mark.parametrize("kind", KINDS)
def test_doubles_are_the_same(kind):
    values = [0.1, 1 / 3, 5e-324, -0.0, 1e300]
    column = to_frame({"z": values}, kind)["z"]
    assert [float(x).hex() for x in column.to_numpy()] == [x.hex() for x in values]


def test_pandas_and_polars_keep_an_array_without_copying_it():
    z = np.array([0.1, 0.2])
    assert np.shares_memory(to_frame({"z": z}, "pandas")["z"].to_numpy(), z)
    assert np.shares_memory(to_frame({"z": z}, "pyarrow")["z"].chunk(0).to_numpy(), z)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_without_rows_has_its_types(kind):
    frame = to_frame({name: [] for name in FINDINGS}, kind)
    assert len(frame) == 0
    assert names(frame) == list(FINDINGS)
    if kind == "polars":
        assert frame.schema == {name: pl.Int64 if name == "row" else pl.String for name in FINDINGS}
    if kind == "pyarrow":
        assert {str(field.type) for field in frame.schema} == {"int64", "string"}


def test_missing_flags_rows_and_texts():
    table = {"reference_agrees": [True, None, NAN], "row": [3, None, NAN], "file": ["a", None, ""]}
    pandas = to_frame(table, "pandas")
    assert pandas["reference_agrees"].dtype == "boolean"
    assert pandas["row"].dtype == "Int64"
    assert pandas["row"].isna().tolist() == [False, True, True]
    polars = to_frame(table, "polars")
    assert polars["reference_agrees"].to_list() == [True, None, None]
    assert polars["row"].to_list() == [3, None, None]
    assert polars["file"].to_list() == ["a", None, ""]
    assert to_frame(table, "pyarrow").to_pydict() == polars.to_dict(as_series=False)


def test_numbers_beside_categories():
    table = {"assigned_value": [0.1, "detected", NAN]}
    number, category, missing = to_frame(table, "pandas")["assigned_value"]
    assert (number, category) == (0.1, "detected")
    assert math.isnan(missing)
    assert to_frame(table, "polars")["assigned_value"].to_list() == ["0.1", "detected", None]
    assert to_frame(table, "pyarrow")["assigned_value"].to_pylist() == ["0.1", "detected", None]


def test_without_a_kind_the_first_installed_is_taken(monkeypatch):
    import importlib.util

    assert isinstance(to_frame({"z": [1.0]}, None), pd.DataFrame)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name == "pyarrow")
    assert isinstance(to_frame({"z": [1.0]}, None), pa.Table)


def test_a_wrong_kind_and_a_missing_library_are_named(monkeypatch):
    with pytest.raises(ValueError, match="kind = 'numpy', must be one of pandas, polars, pyarrow"):
        to_frame({"z": [1.0]}, "numpy")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="pip install polars"):
        to_frame({"z": [1.0]}, "polars")
