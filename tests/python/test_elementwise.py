"""Element-wise functions of scores, target and assigned: broadcasting, types, NaN, mistakes, exactness.

The formulas are those of docs/methods; the expected numbers are these formulas in mpmath with 2300 bits.
"""

import math

import mpmath
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt

mp = mpmath.mp.clone()
mp.prec = 2300  # sums of a largest and a smallest double are exact

NAN = math.nan
DATA, NOT_NEGATIVE, POSITIVE, AT_LEAST_1 = "data", "not negative", "positive", "at least 1"


def root(*parts):
    return mp.sqrt(sum(p * p for p in parts))


# name: (arguments with their rules, formula in mpmath)
FUNCTIONS = {
    "scores.difference": ({"x": DATA, "x_pt": DATA}, lambda x, x_pt: x - x_pt),
    "scores.percent_difference": ({"x": DATA, "x_pt": DATA}, lambda x, x_pt: 100 * (x - x_pt) / x_pt),
    "scores.percent_allowance": (
        {"x": DATA, "x_pt": DATA, "delta_e": NOT_NEGATIVE, "U_pt": NOT_NEGATIVE},
        lambda x, x_pt, delta_e, U_pt: 100 * (x - x_pt) / root(delta_e, U_pt) if delta_e else mp.nan,
    ),
    "scores.z": (
        {"x": DATA, "x_pt": DATA, "sigma_pt": NOT_NEGATIVE},
        lambda x, x_pt, sigma_pt: (x - x_pt) / sigma_pt,
    ),
    "scores.z_prime": (
        {"x": DATA, "x_pt": DATA, "sigma_pt": NOT_NEGATIVE, "u_pt": NOT_NEGATIVE},
        lambda x, x_pt, sigma_pt, u_pt: (x - x_pt) / root(sigma_pt, u_pt) if sigma_pt else mp.nan,
    ),
    "scores.zeta": (
        {"x": DATA, "x_pt": DATA, "u": NOT_NEGATIVE, "u_pt": NOT_NEGATIVE},
        lambda x, x_pt, u, u_pt: (x - x_pt) / root(u, u_pt),
    ),
    "scores.e_n": (
        {"x": DATA, "x_pt": DATA, "U": NOT_NEGATIVE, "U_pt": NOT_NEGATIVE},
        lambda x, x_pt, U, U_pt: (x - x_pt) / root(U, U_pt),
    ),
    "scores.ez_minus": (
        {"x": DATA, "x_pt": DATA, "U": NOT_NEGATIVE, "U_pt": NOT_NEGATIVE},
        lambda x, x_pt, U, U_pt: (x - (x_pt - U_pt)) / U,
    ),
    "scores.ez_plus": (
        {"x": DATA, "x_pt": DATA, "U": NOT_NEGATIVE, "U_pt": NOT_NEGATIVE},
        lambda x, x_pt, U, U_pt: (x - (x_pt + U_pt)) / U,
    ),
    "scores.standard_uncertainty": ({"U": NOT_NEGATIVE, "k": POSITIVE}, lambda U, k: U / k),
    "assigned.combine_uncertainty": (
        {"u_char": NOT_NEGATIVE, "u_hom": NOT_NEGATIVE, "u_trans": NOT_NEGATIVE, "u_stab": NOT_NEGATIVE},
        root,
    ),
    "target.fixed": ({"sigma_pt": POSITIVE}, lambda sigma_pt: sigma_pt),
    "target.perception": ({"delta_e": POSITIVE}, lambda delta_e: delta_e / 3),
    "target.percentage": (
        {"x_pt": DATA, "percent": POSITIVE},
        lambda x_pt, percent: abs(x_pt) * percent / 100 if x_pt else mp.nan,
    ),
    "target.horwitz": (
        {"c": NOT_NEGATIVE},
        lambda c: (
            0.22 * c
            if c < 1.2e-7
            else mp.mpf("0.02") * c ** mp.mpf("0.8495")
            if c <= 0.138
            else mp.sqrt(c) / 100
        ),
    ),
    "target.from_precision": (
        {"s_R": NOT_NEGATIVE, "s_r": NOT_NEGATIVE, "n": AT_LEAST_1},
        lambda s_R, s_r, n: mp.sqrt(s_R**2 - s_r**2 + s_r**2 / n) if s_r < s_R else s_R / mp.sqrt(n),
    ),
    "target.limit": (
        {"sigma_pt": NOT_NEGATIVE, "lower": NOT_NEGATIVE, "upper": NOT_NEGATIVE},
        lambda sigma_pt, lower, upper: max(lower, min(upper, sigma_pt)),
    ),
}
KEYWORDS = {"U_pt": ["scores.percent_allowance"], "delta_e": ["target.perception"]}
KEYWORDS |= {name: ["target.limit"] for name in ("lower", "upper")}


def call(name, values, **options):
    """Call by position where the signature allows it."""
    module, function = name.split(".")
    positional = [v for k, v in values.items() if name not in KEYWORDS.get(k, [])]
    keyword = {k: v for k, v in values.items() if name in KEYWORDS.get(k, [])}
    return getattr(getattr(rt, module), function)(*positional, **keyword, **options)


def ordinary(name, shape=(), seed=1):
    """Arguments that are no mistake."""
    rng = np.random.default_rng(seed)
    values = {k: rng.uniform(1, 2, shape) for k in FUNCTIONS[name][0]}
    if name == "target.horwitz":
        values["c"] = values["c"] / 4
    if name == "target.from_precision":
        values["s_r"] = values["s_r"] / 4
    if name == "target.limit":
        values["lower"], values["upper"] = values["lower"] - 0.5, values["upper"] + 0.5
    return values


def reference(name, values):
    """The formula at every position of the broadcast arguments, as doubles."""
    arrays = np.broadcast_arrays(*values.values())
    exact = [
        FUNCTIONS[name][1](*map(mp.mpf, row))
        for row in zip(*(a.ravel().tolist() for a in arrays), strict=True)
    ]
    return np.array([float(v) for v in exact]).reshape(arrays[0].shape)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_numbers_give_a_float(name):
    values = {k: float(v) for k, v in ordinary(name).items()}
    expected = float(reference(name, values))
    for wrap in (float, np.float64, np.array, lambda v: np.array(v)[()]):
        got = call(name, {k: wrap(v) for k, v in values.items()})
        assert type(got) is float
        assert got == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(5,), (1,), (0,), (3, 4), (2, 0, 3), (2, 3, 700)])
def test_arrays_give_an_array(name, shape):
    values = ordinary(name, shape)
    got = call(name, values)
    assert got.dtype == np.float64 and got.shape == shape
    if got.size < 100:
        np.testing.assert_allclose(got, reference(name, values), rtol=1e-15)
    else:  # longer than a block
        for index in ((0, 0, 0), (1, 2, 699), (1, 0, 256), (0, 2, 255)):
            assert got[index] == call(name, {k: float(v[index]) for k, v in values.items()})


MANY = [name for name in FUNCTIONS if len(FUNCTIONS[name][0]) > 1]
SHAPES = [
    ((3, 1), (4,)),
    ((), (5,)),
    ((5,), ()),
    ((2, 1, 3), (4, 1)),
    ((1,), (6,)),
    ((2, 3), (1, 1)),
    ((0,), ()),
]


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("shapes", SHAPES)
def test_shapes_broadcast_as_numpy_does(name, shapes):
    values = {k: ordinary(name, shapes[i % 2], seed=i)[k] for i, k in enumerate(FUNCTIONS[name][0])}
    got = call(name, values)
    full = np.broadcast_arrays(*values.values())
    same = call(name, {k: np.ascontiguousarray(v) for k, v in zip(values, full, strict=True)})
    assert got.shape == full[0].shape
    np.testing.assert_array_equal(got, same)


@pytest.mark.parametrize("name", MANY)
def test_shapes_that_do_not_broadcast_are_a_mistake(name):
    names = list(FUNCTIONS[name][0])
    values = ordinary(name, (3,)) | {names[1]: np.ones((2, 2))}
    with pytest.raises(ValueError) as caught:
        call(name, values)
    function = name.split(".")[1]
    assert f"{function}: {names[0]} of shape (3,) and {names[1]} of shape (2, 2)" in str(caught.value)
    assert "do not broadcast" in str(caught.value)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_memory_layout_does_not_matter(name):
    values = ordinary(name, (6, 5, 4))
    expected = call(name, values)
    readonly = {k: v.copy() for k, v in values.items()}
    for v in readonly.values():
        v.flags.writeable = False
    wide = {k: np.repeat(np.repeat(v, 2, axis=0), 3, axis=2) for k, v in values.items()}
    for layout in (
        readonly,
        {k: np.asfortranarray(v) for k, v in values.items()},
        {k: w[::2, :, ::3] for k, w in wide.items()},
        {k: v.astype(">f8") for k, v in values.items()},
        {
            k: np.frombuffer(b"\0" + v.tobytes(), "u1")[1:].view("f8").reshape(v.shape)
            for k, v in values.items()
        },
    ):
        np.testing.assert_array_equal(call(name, layout), expected)
    flipped = call(name, {k: v[::-1, :, ::-1] for k, v in values.items()})
    np.testing.assert_array_equal(flipped, expected[::-1, :, ::-1])
    turned = call(name, {k: v.T for k, v in values.items()})
    np.testing.assert_array_equal(turned, expected.T)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_results_lie_in_memory_as_numpy_lays_them_out(name, axes):
    values = {k: v.transpose(axes) for k, v in ordinary(name, (6, 5, 4)).items()}
    got = call(name, values)
    assert got.strides == (np.add(next(iter(values.values())), 1.0).astype(got.dtype)).strides
    whole = {k: np.ascontiguousarray(v) for k, v in values.items()}
    np.testing.assert_array_equal(got, call(name, whole))
    spread = {k: np.broadcast_to(v[0, 0], v.shape) for k, v in whole.items()}
    assert call(name, spread).flags.c_contiguous


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", [(), (1100, 1), (1000,), (1100, 1000)])
def test_z_of_tables_beyond_the_caches_is_the_formula(shape, order):
    rng = np.random.default_rng(1)
    x = rng.normal(10, 1, (1100, 1000)).copy(order)
    x[3, 5], x[7, 999] = NAN, math.inf
    x_pt, sigma_pt = rng.normal(10, 1, shape), rng.uniform(1, 2, shape)
    expected = (x - x_pt) / sigma_pt
    expected[np.isinf(expected)] = NAN
    np.testing.assert_array_equal(rt.scores.z(x, x_pt, sigma_pt), expected)
    expected = (x - x_pt) / 1.25
    expected[np.isinf(expected)] = NAN
    np.testing.assert_array_equal(rt.scores.z(x, x_pt, 1.25), expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_float32_is_computed_in_double_and_rounded_once(name):
    single = {k: v.astype("f4") for k, v in ordinary(name, (50,)).items()}
    double = call(name, {k: v.astype("f8") for k, v in single.items()})
    got = call(name, single)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, double.astype("f4"))
    if len(single) > 1:
        first, *others = single
        scalars = {k: float(single[k][0]) for k in others}  # numbers do not count
        assert call(name, {first: single[first]} | scalars).dtype == np.float32
        mixed = {first: single[first].astype("f8")} | {k: single[k] for k in others}
        np.testing.assert_array_equal(call(name, mixed), double)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_columns_and_masked_arrays_are_read_as_arrays(name):
    values = ordinary(name, (4,))
    hole = {k: np.where([0, 1, 0, 0], NAN, v) for k, v in values.items()}
    expected = call(name, hole)
    assert np.isnan(expected).tolist() == [False, True, False, False]

    def with_none(v):
        return [None if math.isnan(x) else x for x in v.tolist()]

    for column in (
        list, pd.Series, pl.Series, lambda v: pd.Series(with_none(v), dtype="Float64"),
        lambda v: pl.Series(with_none(v)), lambda v: pa.array(with_none(v)),
        lambda v: np.ma.masked_invalid(v),
    ):  # fmt: skip
        got = call(name, {k: column(v) for k, v in hole.items()})
        assert type(got) is np.ndarray
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_integers_and_booleans_are_converted(name):
    if name == "target.horwitz":
        assert rt.target.horwitz(1) == rt.target.horwitz(True) == 0.01
        return
    names = list(FUNCTIONS[name][0])
    whole = {k: np.array([2, 3]) for k in names}
    expected = call(name, {k: v.astype(float) for k, v in whole.items()})
    for convert in (list, lambda v: v.astype("u1"), lambda v: v.astype("f2")):
        np.testing.assert_array_equal(call(name, {k: convert(v) for k, v in whole.items()}), expected)
    assert call(name, dict.fromkeys(names, 3)) == expected[1]
    assert call(name, dict.fromkeys(names, True)) == pytest.approx(
        call(name, dict.fromkeys(names, 1.0)), nan_ok=True
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nan_stays_where_it_is(name):
    for position, argument in enumerate(FUNCTIONS[name][0]):
        values = ordinary(name, (7,))
        values[argument][position] = NAN
        got = call(name, values)
        assert np.flatnonzero(np.isnan(got)).tolist() == [position]
        assert math.isnan(call(name, {k: float(v[position]) for k, v in values.items()}))


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if DATA in FUNCTIONS[name][0].values()])
def test_infinite_data_give_nan(name):
    for argument, rule in FUNCTIONS[name][0].items():
        if rule == DATA:
            values = ordinary(name, (4,))
            values[argument][1:3] = math.inf, -math.inf
            assert np.isnan(call(name, values)).tolist() == [False, True, True, False]


RULES = [
    (name, argument, rule)
    for name, (arguments, _) in FUNCTIONS.items()
    for argument, rule in arguments.items()
    if rule != DATA
]
ALLOWED = {
    NOT_NEGATIVE: "finite and not negative", POSITIVE: "finite and positive",
    AT_LEAST_1: "finite and at least 1",
}  # fmt: skip


@pytest.mark.parametrize(("name", "argument", "rule"), RULES)
def test_mistakes_name_argument_position_value_and_what_is_allowed(name, argument, rule):
    function = name.split(".")[1]
    allowed = "from 0 to 1 in unit '1', a mass fraction" if function == "horwitz" else ALLOWED[rule]
    bad = [-0.25, math.inf, -math.inf] + ([0.0] if rule in (POSITIVE, AT_LEAST_1) else [])
    for value in bad:
        text = str(value).removesuffix(".0")
        for shape, where, index in (
            ((), "", ()),
            ((4,), "[2]", 2),
            ((2, 3), "[1, 0]", (1, 0)),
            ((3, 300), "[2, 299]", (2, 299)),
        ):
            values = ordinary(name, shape)
            if shape == ():
                values = {k: float(v) for k, v in values.items()} | {argument: value}
            else:
                values[argument][index] = value
            with pytest.raises(ValueError) as caught:
                call(name, values)
            assert str(caught.value) == f"{function}: {argument}{where} = {text}, must be {allowed}"


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "value", ["10.2", ["1", "2"], 1j, np.array([1j]), None, [None, 1.0], object(), {1.0: 2.0}]
)
def test_what_is_no_number_is_a_type_error(name, value):
    if value is None and (name in ("target.limit", "target.perception")):
        value = "None"
    for argument in FUNCTIONS[name][0]:
        with pytest.raises(TypeError, match=rf"^{name.split('.')[1]}: {argument} "):
            call(name, {k: float(v) for k, v in ordinary(name).items()} | {argument: value})


def test_mistakes_are_told_even_where_nothing_is_computed():
    with pytest.raises(ValueError, match="sigma_pt = -1"):
        rt.scores.z([], 1.0, -1.0)
    with pytest.raises(ValueError, match="sigma_pt = -1"):
        rt.scores.z(NAN, NAN, -1.0)


# --- exactness -----------------------------------------------------------------------------------

ANY = st.floats(allow_nan=False, allow_infinity=False)
SIZES = st.floats(min_value=0.0, allow_infinity=False)
STRATEGIES = {
    DATA: ANY,
    NOT_NEGATIVE: SIZES,
    POSITIVE: st.floats(min_value=5e-324, allow_infinity=False),
    AT_LEAST_1: st.floats(min_value=1.0, allow_infinity=False),
}
LARGEST_TERM = {"scores.ez_minus", "scores.ez_plus"}
BEYOND = mp.mpf(2) ** 1024 * (1 - mp.mpf(2) ** -54)


def draw(data, name):
    values = {k: data.draw(STRATEGIES[rule], label=k) for k, rule in FUNCTIONS[name][0].items()}
    if name == "target.horwitz":
        values["c"] = data.draw(st.floats(min_value=0, max_value=1))
    if name == "target.from_precision":
        values["s_r"] = data.draw(st.floats(min_value=0, max_value=values["s_R"]))
    if name == "target.limit":
        values["lower"], values["upper"] = sorted((values["lower"], values["upper"]))
    return values


def exact(name, values):
    try:
        return FUNCTIONS[name][1](*map(mp.mpf, values.values()))
    except ZeroDivisionError:
        return mp.nan


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(deadline=None, max_examples=400)
@given(data=st.data())
def test_within_4_ulp_of_the_formula_for_any_doubles(name, data):
    values = draw(data, name)
    got, expected = call(name, values), exact(name, values)
    largest = abs(expected)
    if name in LARGEST_TERM and not mp.isnan(expected):
        x, x_pt, U, U_pt = map(mp.mpf, values.values())
        largest = max(largest, abs(x - x_pt) / U, U_pt / U)
    if (name == "target.horwitz" and values["c"] == 0) or mp.isnan(expected):
        assert math.isnan(got)
    elif abs(expected) >= BEYOND * (1 + mp.mpf(2) ** -50):
        assert math.isnan(got) or largest > abs(expected)  # terms that cancel
    elif abs(expected) < BEYOND * (1 - mp.mpf(2) ** -50):
        ulp = mp.mpf(math.ulp(float(largest))) if largest < BEYOND else largest * mp.mpf(2) ** -52
        assert abs(mp.mpf(got) - expected) <= 4 * ulp


SCALED = {name for name in FUNCTIONS if name.startswith("scores.")} - {
    "scores.difference",
    "scores.standard_uncertainty",
}


@pytest.mark.parametrize("name", sorted(SCALED))
@pytest.mark.parametrize("scale", [1e290, 1e-290])
def test_scores_do_not_depend_on_the_unit(name, scale):
    values = ordinary(name, (40,))
    np.testing.assert_allclose(
        call(name, {k: v * scale for k, v in values.items()}), call(name, values), rtol=1e-13, atol=1e-13
    )


@pytest.mark.parametrize(
    "name", ["scores.difference", "assigned.combine_uncertainty", "target.limit", "target.perception"]
)
@pytest.mark.parametrize("exponent", [960, -960])
def test_numbers_with_a_unit_scale_exactly_with_powers_of_two(name, exponent):
    values = ordinary(name, (40,))
    scaled = call(name, {k: np.ldexp(v, exponent) for k, v in values.items()})
    np.testing.assert_array_equal(scaled, np.ldexp(call(name, values), exponent))
