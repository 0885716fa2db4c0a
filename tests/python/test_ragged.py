"""offsets: ragged samples give single results bit for bit, whatever the lengths, lanes and threads."""

import inspect
import math
from importlib import import_module
from itertools import pairwise

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt

# Every function with axis, and the options that some of them need.
CALLS = {
    "robust.median": {}, "robust.mad": {}, "robust.niqr": {}, "robust.qn": {}, "robust.sn": {},
    "robust.biweight": {}, "robust.biweight_scale": {}, "robust.tau_scale": {}, "robust.algorithm_a": {},
    "robust.algorithm_s": {"df": 3}, "robust.huber": {"scale": 1.5}, "robust.hampel": {"scale": 1.5},
    "robust.q_method": {}, "robust.q_hampel": {}, "assigned.from_participants": {},
    "target.from_data": {"estimator": "qn"}, "density.bandwidth": {}, "scores.rsz": {}, "scores.ssz": {},
}  # fmt: skip
FIRST = {"robust.algorithm_s": "s", "scores.rsz": "z", "scores.ssz": "z"}  # else x
EVERY = pytest.mark.parametrize("name", CALLS)


@pytest.fixture(autouse=True)
def _threads():
    before = rt.threads()
    yield
    rt.set_threads(before)


def function(name):
    module, attribute = name.split(".")
    return getattr(import_module(f"ringtrial.{module}"), attribute)


def call(name, x, **options):
    return function(name)(x, **CALLS[name] | options)


def word(name):
    """The function as errors name it."""
    return name.split(".")[1]


def rounds(measurands=400, dtype=float):
    """0 to 300 laboratories a measurand, most of few; some missing, tied, infinite, huge or tiny."""
    rng = np.random.default_rng(measurands)
    lengths = np.where(np.arange(measurands) % 50 == 7, 300, rng.integers(0, 40, measurands))
    offsets = np.concatenate([[0], np.cumsum(lengths)]) + 3  # what is before belongs to none
    x = np.abs(rng.normal(10, 1, offsets[-1] + 2))
    kind = np.repeat(np.arange(measurands) % 9, lengths)
    dice = rng.integers(0, 20, len(kind))
    inside = x[3:-2]
    inside[(kind == 1) & (dice < 6)] = np.nan
    inside[kind == 2] = np.round(inside[kind == 2])
    inside[(kind == 3) & (dice < 1)] = np.inf
    inside[kind == 4] *= 1.2e307
    inside[kind == 5] *= 5e-324
    inside[kind == 6] = np.nan
    with np.errstate(over="ignore"):
        return x.astype(dtype), offsets


def fields(result):
    """The values of a result as a dict of arrays; number-valued results under one name."""
    if hasattr(result, "to_dict"):
        taken = [name for name in (*result._fields, "status_code") if name != "estimator"]
        return {name: np.asarray(getattr(result, name)) for name in taken}
    return {"value": np.asarray(result)}


def assert_singles(batch, singles):
    """Every field of the batch holds what the single results hold, to the bit."""
    singles = [fields(single) for single in singles]
    for field, values in fields(batch).items():
        assert values.shape == (len(singles),)
        expected = np.array([single[field] for single in singles], dtype=values.dtype)
        np.testing.assert_array_equal(values, expected, err_msg=field)
        if values.dtype.kind == "f":
            assert {single[field].dtype for single in singles} <= {values.dtype}


def pieces(x, offsets):
    return [x[first:last] for first, last in pairwise(offsets)]


def test_every_function_with_axis_is_here():
    found = set()
    for name in ("robust", "assigned", "target", "density", "scores", "censored", "consensus", "outliers"):
        for public in import_module(f"ringtrial.{name}").__all__:
            taken = getattr(import_module(f"ringtrial.{name}"), public)
            if inspect.isfunction(taken) and "axis" in inspect.signature(taken).parameters:
                found.add(f"{name}.{public}")
                assert "offsets" in inspect.signature(taken).parameters
    assert found == set(CALLS)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@EVERY
def test_ragged_samples_give_the_single_results_bit_for_bit(name, dtype):
    x, offsets = rounds(dtype=dtype)
    singles = [call(name, piece) for piece in pieces(x, offsets)]
    for threads in (1, 2, 5):
        rt.set_threads(threads)
        assert_singles(call(name, x, offsets=offsets), singles)


@EVERY
@settings(deadline=None, max_examples=25)
@given(
    lengths=st.lists(st.one_of(st.integers(0, 6), st.integers(240, 270)), max_size=8),
    first=st.integers(0, 3),
    dtype=st.sampled_from([np.float64, np.float32]),
    integers=st.sampled_from([np.int64, np.int32, np.uint16, np.uint64, np.float64, list]),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_lengths_and_integers(name, lengths, first, dtype, integers, seed):
    offsets = first + np.cumsum([0, *lengths])
    x = np.random.default_rng(seed).exponential(1, offsets[-1] + first).round(2).astype(dtype)
    given = offsets.tolist() if integers is list else offsets.astype(integers)
    assert_singles(call(name, x, offsets=given), [call(name, piece) for piece in pieces(x, offsets)])


@EVERY
def test_options_reach_the_ragged_form(name):
    options = {
        "robust.mad": {"factor": 2.0}, "robust.niqr": {"quartiles": "tukey"},
        "robust.sn": {"finite_sample": False}, "robust.qn": {"finite_sample": "1993"},
        "robust.algorithm_a": {"stopping": "three_figures"}, "robust.q_hampel": {"a": 1.0},
        "robust.algorithm_s": {"df": 1, "kind": "range"},
        "assigned.from_participants": {"estimator": "median_mad", "factor": 1.0},
        "target.from_data": {"estimator": "sd", "lower": 0.9}, "density.bandwidth": {"rule": "scott"},
    }.get(name, {})  # fmt: skip
    x, offsets = rounds(60)
    batch = call(name, x, offsets=offsets, **options)
    assert_singles(batch, [call(name, piece, **options) for piece in pieces(x, offsets)])


@EVERY
def test_values_may_be_strided_read_only_or_of_another_type(name):
    x, offsets = rounds(60)
    expected = fields(call(name, x, offsets=offsets))
    wide = np.empty((len(x), 3))
    wide[:, 1] = x
    readonly = x.copy()
    readonly.flags.writeable = False
    for same in (wide[:, 1], x[::-1].copy()[::-1], readonly, x.astype(">f8"), x.tolist(), pd.Series(x)):
        for field, values in fields(call(name, same, offsets=offsets)).items():
            np.testing.assert_array_equal(values, expected[field], err_msg=field)
    whole = np.arange(20)
    assert_singles(call(name, whole, offsets=[0, 7, 20]), [call(name, whole[:7]), call(name, whole[7:])])


@EVERY
def test_lists_of_arrow_are_taken_by_values_and_offsets(name):
    rows = [[9.5, 10.25, None, 11.0, 9.0], [], None, [12.5], [8.0, 9.0, 10.5, 12.0]]
    numbers = [[math.nan if v is None else v for v in row or []] for row in rows]
    singles = [call(name, row) for row in numbers]
    for kind in (pa.list_(pa.float64()), pa.large_list(pa.float64())):
        lists = pa.array(rows, kind)
        assert_singles(call(name, lists.values, offsets=lists.offsets), singles)
        assert_singles(call(name, lists[1:4].values, offsets=lists[1:4].offsets), singles[1:4])


@pytest.mark.parametrize(
    "kind", [pd.Series, pl.Series, pa.array, tuple, lambda x: pd.Series(x, dtype="Int64")]
)
def test_offsets_may_be_a_column(kind):
    x = np.arange(12.0)
    assert rt.robust.median(x, offsets=kind([1, 4, 4, 11])).tolist()[::2] == [2.0, 7.0]


@EVERY
def test_empty_samples_are_too_few(name):
    for x, offsets, count in (([], [0, 0, 0], 2), ([], [0], 0), ([1.0, 2.0], [2], 0), ([1.0], [1, 1], 1)):
        for field, values in fields(call(name, x, offsets=offsets)).items():
            assert values.shape == (count,)
            if field == "status":
                assert set(values) <= {"too_few"}
            elif values.dtype.kind == "f":
                assert np.isnan(values).all()


@EVERY
def test_an_infinity_spoils_its_own_measurand_only(name):
    x = np.abs(np.random.default_rng(8).normal(10, 1, 400))
    offsets = np.arange(0, 401, 20)
    before = fields(call(name, x, offsets=offsets))
    x[45] = np.inf
    after = fields(call(name, x, offsets=offsets))
    others = np.arange(20) != 2
    for field, values in after.items():
        np.testing.assert_array_equal(values[others], before[field][others])
    number = after[next(iter(after))]
    assert np.isnan(number[2]) and np.isfinite(number[others]).all()


@pytest.mark.parametrize("name", ["robust.q_method", "robust.q_hampel", "assigned.from_participants"])
def test_labels_run_along_the_values(name):
    rng = np.random.default_rng(4)
    offsets = np.array([2, 26, 26, 50, 350])
    x, lab = rng.normal(10, 1, 352), rng.integers(0, 9, 352)
    options = {"estimator": "q_hampel"} if name.startswith("assigned") else {}
    singles = [
        call(name, piece, lab=labels, **options)
        for piece, labels in zip(pieces(x, offsets), pieces(lab, offsets), strict=True)
    ]
    for labels in (lab, [f"L{i}" for i in lab]):
        assert_singles(call(name, x, lab=labels, offsets=offsets, **options), singles)
    with pytest.raises(ValueError, match=r"lab has length 351, must have one label per value, 352$"):
        call(name, x, lab=lab[1:], offsets=offsets, **options)


def test_degrees_of_freedom_run_along_the_standard_deviations():
    rng = np.random.default_rng(5)
    offsets = [1, 9, 9, 30]
    s, df = rng.exponential(1, 31), rng.integers(1, 6, 31)
    singles = [rt.robust.algorithm_s(s[a:b], df[a:b]) for a, b in ((1, 9), (9, 9), (9, 30))]
    assert_singles(rt.robust.algorithm_s(s, df, offsets=offsets), singles)
    with pytest.raises(
        ValueError, match=r"^algorithm_s: df has length 8, must be one number or one per labo"
    ):
        rt.robust.algorithm_s(s, df[1:9], offsets=offsets)
    for name, wrong in (("df", df), ("s", s)):
        wrong[20] = -1
        with pytest.raises(ValueError, match=rf"^algorithm_s: {name}\[20\] = -1, must be "):
            rt.robust.algorithm_s(s, df, offsets=offsets)
        wrong[20] = 2


@pytest.mark.parametrize("estimator", [rt.robust.huber, rt.robust.hampel])
def test_scales_are_one_or_one_a_measurand(estimator):
    x, offsets = rounds(60)
    scale = np.linspace(0.5, 2, 60)
    singles = [estimator(piece, s) for piece, s in zip(pieces(x, offsets), scale, strict=True)]
    assert_singles(estimator(x, scale, offsets=offsets), singles)
    with pytest.raises(
        ValueError, match=r"scale has shape \(59,\), must be one number or broadcast to \(60,\)"
    ):
        estimator(x, scale[1:], offsets=offsets)
    scale[4] = 0
    with pytest.raises(ValueError, match=r"scale\[4\] = 0, must be finite and positive"):
        estimator(x, scale, offsets=offsets)


INTEGERS = "must be integers, where each measurand begins and the last ends"
BAD_OFFSETS = [
    ([], ValueError, " is empty, must hold one for each measurand and one for the end"),
    ([0, 3, 2], ValueError, "[2] = 2, must be from 3 to 5"),
    ([0, 6], ValueError, "[1] = 6, must be from 0 to 5"),
    ([-1, 3], ValueError, "[0] = -1, must be from 0 to 5"),
    ([0, 2.5], ValueError, "[1] = 2.5, must be an integer"),
    ([0, math.nan], ValueError, "[1] = nan, must be an integer"),
    ([0, math.inf], ValueError, "[1] = inf, must be an integer"),
    (np.ma.array([0, 3], mask=[0, 1]), ValueError, "[1] = nan, must be an integer"),
    (np.array([0, 2**63], "u8"), ValueError, "[1] = 9.223372036854776e+18, must be an integer below 2**63"),
    (3, ValueError, " has 0 dimensions, must have 1"),
    ([[0, 3]], ValueError, " has 2 dimensions, must have 1"),
    ([[0], [1, 2]], ValueError, " is not an array of numbers"),
    ([False, True], TypeError, f" has dtype bool, {INTEGERS}"),
    (["0", "3"], TypeError, f" has dtype <U1, {INTEGERS}"),
    ([0, None], TypeError, f" has dtype object, {INTEGERS}"),
    (b"abc", TypeError, f" has type bytes, {INTEGERS}"),
    ({0: 3}, TypeError, f" has type dict, {INTEGERS}"),
]


@pytest.mark.parametrize(("offsets", "kind", "text"), BAD_OFFSETS)
@EVERY
def test_offsets_are_checked(name, offsets, kind, text):
    with pytest.raises(kind) as caught:
        call(name, np.ones(5), offsets=offsets)
    assert str(caught.value).startswith(f"{word(name)}: offsets{text}")


@EVERY
def test_offsets_need_one_dimension_and_no_axis(name):
    text = f"^{word(name)}: axis and offsets are both given, at most one of them may be$"
    with pytest.raises(ValueError, match=text):
        call(name, np.ones(5), axis=0, offsets=[0, 5])
    for x, dimensions in ((np.ones((5, 1)), 2), (1.0, 0)):
        text = f"^{word(name)}: {FIRST.get(name, 'x')} has {dimensions} dimensions, must have 1 with offsets$"
        with pytest.raises(ValueError, match=text):
            call(name, x, offsets=[0, 1])


def test_wrong_options_are_told_without_any_measurand():
    with pytest.raises(ValueError, match=r"^mad: factor = 0, must be finite and positive"):
        rt.robust.mad([1.0, 2.0], factor=0, offsets=[0])


@EVERY
def test_out_of_memory_says_what_was_asked_for(name):
    many = 10**14  # one number in memory, but as many offsets, or values to be laid in one block
    text = f"^{word(name)}: out of memory for 1{'0' * 14} offsets \\(int64, 727.6 TiB\\)$"
    with pytest.raises(MemoryError, match=text):
        call(name, np.ones(5), offsets=np.broadcast_to(np.int64(0), many))
    if name != "robust.algorithm_s":  # which looks at every value for its sign first
        text = f"^{word(name)}: out of memory for 1{'0' * 14} results \\(float64, 727.6 TiB\\)$"
        with pytest.raises(MemoryError, match=text):
            call(name, np.broadcast_to(1.5, many), offsets=[0, 3])


def test_many_measurands_and_one_giant_keep_their_places():
    rng = np.random.default_rng(6)
    lengths = np.full(40_000, 6)
    lengths[17] = 50_000
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    x = rng.normal(10, 1, offsets[-1])
    for name in ("robust.median", "robust.algorithm_a", "robust.q_method", "robust.biweight"):
        batch = fields(call(name, x, offsets=offsets))
        for j in (0, 16, 17, 18, 16_383, 16_384, 32_768, 39_999):
            single = fields(call(name, x[offsets[j] : offsets[j + 1]]))
            for field, values in batch.items():
                np.testing.assert_array_equal(values[j], single[field], err_msg=f"{field} of {j}")
