"""rt.robust: axis, dtypes, options, errors; every number is held by test_reference.py."""

import math
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ringtrial as rt

NUMBERS = {
    "median": {}, "mad": {}, "niqr": {}, "qn": {}, "sn": {}, "biweight": {}, "biweight_scale": {},
    "tau_scale": {},
}  # fmt: skip
RESULTS = {
    "algorithm_a": {}, "algorithm_s": {"df": 3}, "huber": {"scale": 1.5}, "hampel": {"scale": 1.5},
    "q_method": {}, "q_hampel": {},
}  # fmt: skip
ALL = NUMBERS | RESULTS
LOCATIONS = ("median", "biweight", "algorithm_a", "q_hampel")
SCALES = ("mad", "niqr", "qn", "sn", "biweight_scale", "tau_scale", "algorithm_a", "q_method", "q_hampel")


def call(name, x, **options):
    return getattr(rt.robust, name)(x, **ALL[name] | options)


def fields(result):
    """The values of a result as a dict of arrays; number-valued results under one name."""
    if hasattr(result, "to_dict"):
        return {name: np.asarray(getattr(result, name)) for name in (*result._fields, "status_code")}
    return {"value": np.asarray(result)}


def assert_same(a, b):
    a, b = fields(a), fields(b)
    assert a.keys() == b.keys()
    for name in a:
        np.testing.assert_array_equal(a[name], b[name], err_msg=name)


def table(shape=(7, 5, 4), dtype=float):
    rng = np.random.default_rng(20)
    x = np.abs(rng.normal(10, 2, shape))
    x[rng.random(shape) < 0.1] = np.nan
    x[0, 0, :] = np.nan  # too few in places
    x[:, 1, 1] = 3.0  # all equal
    x[2, 3, 3] = np.inf
    return x.astype(dtype)


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
@pytest.mark.parametrize("name", ALL)
def test_axis_gives_the_single_results_bit_for_bit(name, axis):
    x = table()
    batch = fields(call(name, x, axis=axis))
    samples = np.moveaxis(x, axis, -1)
    for index in np.ndindex(samples.shape[:-1]):
        single = fields(call(name, samples[index].copy()))
        for field, values in batch.items():
            assert values.shape == samples.shape[:-1]
            np.testing.assert_array_equal(values[index], single[field], err_msg=f"{field} at {index}")


@pytest.mark.parametrize("name", ALL)
def test_memory_layout_does_not_matter(name):
    x = table()
    expected = call(name, x, axis=0)
    readonly = x.copy()
    readonly.flags.writeable = False
    wide = np.empty((7, 10, 8))
    wide[:, ::2, ::2] = x
    for same in (np.asfortranarray(x), readonly, wide[:, ::2, ::2], x[::-1], x.astype(">f8")):
        assert_same(call(name, same, axis=0), expected)


@pytest.mark.parametrize("name", ALL)
def test_single_samples_of_any_stride(name):
    x = table()[:, 2, 0]
    expected = call(name, x.copy())
    unaligned = np.frombuffer(b"\0" + x.tobytes(), dtype=np.uint8)[1:].view("f8")
    for same in (x, x.copy()[::-1], list(x), tuple(x), unaligned):
        assert_same(call(name, same), expected)


@pytest.mark.parametrize("name", ALL)
def test_frames_and_masked_arrays_are_read_as_arrays(name):
    x = [9.5, 10.25, math.nan, 11.0, 9.0, 12.5]
    expected = call(name, np.array(x))
    holes = [None if math.isnan(v) else v for v in x]
    for column in (
        pd.Series(x),
        pd.Series(holes, dtype="Float64"),
        pd.Series(holes, dtype="double[pyarrow]"),
        pl.Series(holes),
        pa.array(holes),
        pa.chunked_array([holes[:2], holes[2:]]),
        np.ma.masked_array([9.5, 10.25, 99.0, 11.0, 9.0, 12.5], mask=[0, 0, 1, 0, 0, 0]),
    ):
        assert_same(call(name, column), expected)


@pytest.mark.parametrize("name", ALL)
def test_integers_and_booleans_are_converted(name):
    whole = np.array([3, 1, 4, 1, 5, 9, 2, 6])
    expected = call(name, whole.astype(float))
    for same in (whole, whole.astype("u1"), whole.tolist(), whole.astype("f2"), pd.Series(whole)):
        assert_same(call(name, same), expected)
    assert_same(call(name, [True, False, True, True]), call(name, [1.0, 0.0, 1.0, 1.0]))


@pytest.mark.parametrize("name", ALL)
def test_float32_stays_float32(name):
    x = table(dtype="f4")
    double = fields(call(name, x.astype(float), axis=0))
    for field, values in fields(call(name, x, axis=0)).items():
        if double[field].dtype.kind == "f":
            assert values.dtype == np.float32
            np.testing.assert_allclose(values, double[field], rtol=1e-6)
        else:
            np.testing.assert_array_equal(values, double[field])
    single = call(name, x[:, 2, 0])
    number = single if name in NUMBERS else getattr(single, single._fields[0])
    assert type(number) is np.float32


def test_double_results_are_plain_python():
    r = rt.robust.algorithm_a(np.arange(9.0))
    assert [type(getattr(r, f)) for f in r._fields] == [float, float, int, int, int, str]
    assert type(rt.robust.median([1, 2])) is float


def test_with_axis_statuses_are_texts_made_of_codes():
    r = rt.robust.algorithm_a(np.array([[1.0, np.nan, 5.0, 1.0], [2.0, 1.0, 5.0, np.inf]]), axis=0)
    assert r.status.tolist() == ["ok", "too_few", "zero_scale", "not_finite"]
    assert r.status_code.dtype == np.uint8
    assert r.n.dtype == np.int64 and r.n.tolist() == [2, 1, 2, 2]


@pytest.mark.parametrize("name", ALL)
def test_empty_input(name):
    first = fields(call(name, []))
    for values in first.values():
        assert values.dtype.kind in "iuU" or np.isnan(values)
    assert fields(call(name, np.empty((0, 3)), axis=0))[next(iter(first))].shape == (3,)
    assert fields(call(name, np.empty((3, 0)), axis=0))[next(iter(first))].shape == (0,)
    assert fields(call(name, np.empty((3, 0)), axis=1))[next(iter(first))].shape == (3,)


@pytest.mark.parametrize("name", ALL)
def test_one_dimension_with_axis_is_one_sample(name):
    x = table()[:, 2, 0]
    assert_same(call(name, x, axis=-1), call(name, x))
    assert_same(call(name, x, axis=0), call(name, x))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("x", "kind", "words"),
    [
        ([[1.0, 2.0], [3.0, 4.0]], ValueError, ["2 dimensions", "axis"]),
        (3.0, ValueError, ["0 dimensions"]),
        ([1.0, 2.0j], TypeError, ["complex128"]),
        (["1", "2"], TypeError, ["<U1"]),
        ("123", TypeError, ["<U3"]),
        (None, TypeError, ["NoneType"]),
        ([1.0, None], TypeError, ["object"]),
        (np.array(["2024-01-01"], dtype="M8[D]"), TypeError, ["datetime64"]),
        ([[1.0, 2.0], [3.0]], ValueError, ["not an array"]),
        ({1.0: 2.0}, TypeError, ["dict"]),
    ],
)
def test_what_is_no_sample_is_refused(name, x, kind, words):
    argument = "s" if name == "algorithm_s" else "x"
    with pytest.raises(kind, match=f"^{name}: {argument} ") as caught:
        call(name, x)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("name", ALL)
def test_axis_is_checked(name):
    x = np.ones((2, 3))
    with pytest.raises(ValueError, match=f"^{name}: axis = 2, must be from -2 to 1$"):
        call(name, x, axis=2)
    with pytest.raises(TypeError, match=f"^{name}: axis = 1.0, must be an integer or None$"):
        call(name, x, axis=1.0)


OPTIONS = [
    ("mad", {"factor": 0}, ValueError, "mad: factor = 0, must be finite and positive"),
    ("mad", {"factor": "x"}, TypeError, "mad: factor = 'x', must be a number"),
    ("niqr", {"quartiles": 3}, TypeError, "niqr: quartiles = 3, must be 'inclusive', 'exclusive' or 'tukey'"),
    ("niqr", {"factor": math.inf}, ValueError, "niqr: factor = inf, must be finite and positive"),
    (
        "qn",
        {"finite_sample": "best"},
        ValueError,
        "qn: finite_sample = 'best', must be True, False or '1993'",
    ),
    ("qn", {"finite_sample": 1993}, TypeError, "qn: finite_sample = 1993, must be True, False or '1993'"),
    ("sn", {"finite_sample": "1993"}, ValueError, "sn: finite_sample = '1993', must be True or False"),
    ("biweight", {"c": -1}, ValueError, "biweight: c = -1, must be finite and positive"),
    ("tau_scale", {"c2": math.nan}, ValueError, "tau_scale: c2 = nan, must be finite and positive"),
    ("algorithm_a", {"k": 0}, ValueError, "algorithm_a: k = 0, must be"),
    ("algorithm_a", {"k": 2.0}, ValueError, "exact"),
    ("algorithm_a", {"correction": "best"}, ValueError, "'best', must be 'printed', 'exact' or a number"),
    ("algorithm_a", {"correction": -1}, ValueError, "correction = -1"),
    ("algorithm_a", {"stopping": "soon"}, ValueError, "'soon', must be 'fixed_point' or 'three_figures'"),
    ("algorithm_a", {"max_iterations": 0}, ValueError, "max_iterations = 0, must be an integer from 1 on"),
    ("algorithm_a", {"max_iterations": 2.5}, ValueError, "max_iterations = 2.5, must be an integer"),
    ("algorithm_s", {"df": 0.5}, ValueError, "algorithm_s: df = 0.5, must be"),
    (
        "algorithm_s",
        {"df": [1, 2]},
        ValueError,
        "algorithm_s: df has length 2, must be one number or one per",
    ),
    ("algorithm_s", {"df": [1, 2, 0]}, ValueError, "algorithm_s: df[2] = 0, must be"),
    ("algorithm_s", {"kind": "span"}, ValueError, "kind = 'span', must be 'sd' or 'range'"),
    ("algorithm_s", {"kind": "range", "df": 2}, ValueError, "algorithm_s: df = 2, must be 1"),
    ("huber", {"scale": 0}, ValueError, "huber: scale = 0, must be finite and positive"),
    ("huber", {"scale": [1.0]}, TypeError, "huber: scale = [1.0], must be a number"),
    ("huber", {"scale": np.ones(1)}, ValueError, "huber: scale has shape (1,), must be one number"),
    ("huber", {"scale": "x"}, TypeError, "huber: scale = 'x', must be a number"),
    ("hampel", {"a": 4}, ValueError, "hampel: b = 3, must be"),
    ("q_method", {"lab": [1, 2]}, ValueError, "q_method: lab has length 2, must have one label per value, 3"),
    ("q_method", {"lab": [1, [], 2]}, TypeError, "q_method: lab[1] = [], must be hashable"),
    ("q_method", {"lab": [1.5, math.nan, 2]}, ValueError, "q_method: lab[1] = nan, must be a label"),
    ("q_hampel", {"c": 1}, ValueError, "q_hampel: c = 1, must be"),
]


@pytest.mark.parametrize(("name", "options", "kind", "text"), OPTIONS)
def test_options_are_checked(name, options, kind, text):
    with pytest.raises(kind) as caught:
        call(name, [1.0, 2.0, 4.0], **options)
    assert text in str(caught.value)
    if all(np.isscalar(value) for value in options.values()):
        with pytest.raises((ValueError, TypeError)):  # also where there is nothing to estimate
            call(name, np.empty((3, 0)), axis=0, **options)


def test_options_are_keyword_only():
    with pytest.raises(TypeError):
        rt.robust.mad([1.0, 2.0], 1.0)


def test_huber_and_hampel_scales_broadcast_over_the_result():
    x = table((7, 5, 4))
    x[~np.isfinite(x)] = 9.0
    scale = np.linspace(0.5, 2, 4)
    for estimator in (rt.robust.huber, rt.robust.hampel):
        batch = estimator(x, scale, axis=0)
        for i, j in np.ndindex(5, 4):
            assert batch.location[i, j] == estimator(x[:, i, j], scale[j]).location
        with pytest.raises(ValueError, match=r"scale\[1, 0\] = -1, must be finite and positive"):
            estimator(x, [[1.0], [-1.0], [1.0], [1.0], [1.0]], axis=0)
        with pytest.raises(ValueError, match=r"scale has shape \(3,\), must be one number or broadcast to"):
            estimator(x, [1.0, 2.0, 3.0], axis=0)


def test_algorithm_s_degrees_of_freedom_run_along_the_axis():
    s = np.abs(table())
    df = np.arange(1, 8)
    batch = rt.robust.algorithm_s(s, df, axis=0)
    assert batch.scale[3, 2] == rt.robust.algorithm_s(s[:, 3, 2], df).scale
    s[1, 3, 2] = -0.5
    with pytest.raises(ValueError, match=r"^algorithm_s: s\[1, 3, 2\] = -0.5, must be not negative$"):
        rt.robust.algorithm_s(s, df, axis=0)


def test_laboratories_may_have_any_hashable_label():
    rng = np.random.default_rng(3)
    x = rng.normal(10, 1, 24)
    lab = np.repeat(np.arange(8), 3)
    expected = rt.robust.q_method(x, lab)
    names = [f"L{i}" for i in lab]
    for labels in (
        lab.tolist(), lab.astype("i2"), lab.astype(float), names, np.array(names), pd.Series(names),
        pd.Categorical(names), pl.Series(names), [(i, "x") for i in lab],
        [None if i == 0 else i for i in lab],
    ):  # fmt: skip
        assert rt.robust.q_method(x, labels) == expected
    batch = rt.robust.q_hampel(np.stack([x, x + 1]), names, axis=1)
    assert batch.repeatability.tolist()[0] == expected.repeatability
    assert batch.location[0] == rt.robust.q_hampel(x, lab).location


def test_results_show_themselves():
    r = rt.robust.algorithm_a([1.0, 2.0, 3.0, 4.0, 50.0])
    assert repr(r).startswith("AlgorithmAResult(location=") and repr(r).endswith("status='ok')")
    assert r.to_dict() == {field: getattr(r, field) for field in r._fields}
    assert r.status_code == 0
    assert "<td" in r._repr_html_() and "location" in r._repr_html_()
    assert pickle.loads(pickle.dumps(r)) == r
    with pytest.raises(AttributeError):
        r.location = 1.0
    batch = rt.robust.algorithm_a(np.arange(300.0).reshape(3, 100), axis=0)
    assert "100 results, the first 20 shown" in batch._repr_html_()
    assert batch.to_dict()["status"] == ["ok"] * 100
    assert "..." in repr(batch)
    assert batch == batch and batch != r


# --- properties -------------------------------------------------------------------------------

FINITE = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda v: round(v, 3))
SAMPLES = st.lists(FINITE, min_size=3, max_size=40)


def number(name, x):
    r = call(name, np.array(x, dtype=float))
    return r if name in NUMBERS else (r.location if hasattr(r, "location") else r.scale)


@pytest.mark.parametrize("name", ALL)
@settings(deadline=None, max_examples=60)
@given(x=SAMPLES, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_values_does_not_matter(name, x, seed):
    x = np.abs(x)
    shuffled = np.random.default_rng(seed).permutation(x)
    assert_same(call(name, x), call(name, shuffled))


@pytest.mark.parametrize("name", ALL)
@settings(deadline=None, max_examples=60)
@given(x=SAMPLES, holes=st.integers(1, 5))
def test_what_is_not_reported_does_not_matter(name, x, holes):
    x = np.abs(x)
    assert_same(call(name, x), call(name, np.insert(x, len(x) // 2, [np.nan] * holes)))


@pytest.mark.parametrize("name", LOCATIONS)
@settings(deadline=None, max_examples=60)
@given(x=SAMPLES, exponent=st.integers(-300, 300))
def test_locations_are_exactly_equivariant_to_powers_of_two(name, x, exponent):
    factor = 2.0**exponent
    assert number(name, np.array(x) * factor) == number(name, x) * factor
    assert number(name, -np.array(x)) == pytest.approx(
        -number(name, x), rel=1e-9, abs=1e-9 * np.max(np.abs(x))
    )


@pytest.mark.parametrize("name", SCALES)
@settings(deadline=None, max_examples=60)
@given(x=SAMPLES, exponent=st.integers(-300, 300))
def test_scales_are_exactly_equivariant_to_powers_of_two(name, x, exponent):
    scale = number(name, x) if name not in ("algorithm_a", "q_hampel") else call(name, x).scale
    moved = np.array(x) * 2.0**exponent
    got = number(name, moved) if name not in ("algorithm_a", "q_hampel") else call(name, moved).scale
    assert got == scale * 2.0**exponent


@pytest.mark.parametrize("name", ["median", "mad", "niqr", "qn", "sn", "q_method"])
@settings(deadline=None, max_examples=60)
@given(x=st.lists(st.integers(-1000, 1000), min_size=3, max_size=40), shift=st.integers(-(2**20), 2**20))
def test_a_shift_moves_locations_and_leaves_scales(name, x, shift):
    moved = number(name, np.array(x, dtype=float) + shift)
    expected = number(name, x) + (shift if name == "median" else 0)
    assert moved == pytest.approx(expected, rel=1e-13)


@settings(deadline=None, max_examples=60)
@given(x=SAMPLES)
def test_one_gross_error_moves_the_median_no_further_than_its_neighbours(x):
    assume(len(x) >= 5)
    ordered = np.sort(x)
    spoiled = np.array(x)
    spoiled[0] = 1e300
    low, high = ordered[(len(x) - 1) // 2 - 1], ordered[len(x) // 2 + 1]
    assert low <= rt.robust.median(spoiled) <= high


@pytest.mark.parametrize("n", [5, 10, 31, 100])
def test_an_independent_program_finds_the_same(n):
    # pt13528 0.1.8 (its factor of MADe is 1.483, its Qn has other small-sample factors: left out)
    other = pytest.importorskip("pt13528.robust")
    x = np.random.default_rng(n).normal(10, 1, n).round(3)
    x[0] = 25
    assert rt.robust.median(x) == pytest.approx(other.median(x), rel=1e-15)
    assert rt.robust.niqr(x) == pytest.approx(other.niqr(x), rel=1e-12)
    ours, theirs = rt.robust.algorithm_a(x), other.algorithm_a(x)  # theirs iterates, ours is exact
    assert ours.location == pytest.approx(theirs["location"], rel=1e-9)
    assert ours.scale == pytest.approx(theirs["scale"], rel=1e-8)
    assert rt.robust.q_method(x).scale == pytest.approx(other.q_method(list(x)), rel=1e-12)
    assert rt.robust.q_hampel(x).location == pytest.approx(other.q_hampel(list(x))["location"], rel=1e-11)
