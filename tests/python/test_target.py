"""rt.target: Horwitz's branches and units, earlier rounds, the round itself.

Broadcasting, types, mistakes and exactness of the element-wise functions: test_elementwise.py; worked
examples with their sources: test_reference.py.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import ringtrial as rt

NAN = math.nan


# --- single figures -------------------------------------------------------------------------------


def test_exactly_one_of_sigma_pt_and_delta_e():
    assert rt.target.perception(0.3) == 0.3
    assert rt.target.perception(delta_e=0.3) == 0.3 / 3
    for given_, words in ((dict(), "missing"), (dict(sigma_pt=1, delta_e=3), "given")):
        with pytest.raises(
            ValueError, match=f"perception: sigma_pt and delta_e are both {words}, exactly one"
        ):
            rt.target.perception(**given_)
    with pytest.raises(ValueError, match="perception: sigma_pt = 0, must be finite and positive"):
        rt.target.perception(0)


UNITS = {
    "1": 0, "%": 2, "g/100g": 2, "g/kg": 3, "mg/g": 3, "mg/100g": 5, "mg/kg": 6, "ug/g": 6, "ppm": 6,
    "ug/kg": 9, "ng/g": 9, "ppb": 9, "ng/kg": 12, "pg/g": 12, "ppt": 12,
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("modified", [True, False])
def test_horwitz_in_each_unit(unit, modified):
    factor = 10.0 ** UNITS[unit]
    fractions = np.array([3e-11, 5e-8, 2e-6, 0.01, 0.1, 0.3, 1.0])
    got = rt.target.horwitz(fractions * factor, unit=unit, modified=modified)
    np.testing.assert_allclose(got, rt.target.horwitz(fractions, modified=modified) * factor, rtol=1e-14)
    for micro in ("µ", "μ"):
        if unit.startswith("u"):
            same = rt.target.horwitz(fractions * factor, unit=unit.replace("u", micro), modified=modified)
            np.testing.assert_array_equal(same, got)


def test_horwitz_without_thompsons_branches():
    c = np.array([1e-9, 1e-3, 0.9])
    np.testing.assert_allclose(rt.target.horwitz(c, modified=False), 0.02 * c**0.8495, rtol=1e-14)


@pytest.mark.parametrize(
    ("unit", "low", "high"), [("1", 1.2e-7, 0.138), ("mg/kg", 0.12, 138000), ("%", 1.2e-5, 13.8)]
)
def test_break_points_belong_to_the_middle_branch(unit, low, high):
    for point, branch in ((low, lambda c: c < low), (high, lambda c: c > high)):
        middle = rt.target.horwitz(point, unit=unit, modified=False)
        for c in (
            point,
            point * (1 - 9e-13),
            point * (1 + 9e-13),
            np.nextafter(point, 0),
            np.nextafter(point, 1e9),
        ):
            assert rt.target.horwitz(c, unit=unit) == pytest.approx(middle, rel=1e-11)
        for c in (point * (1 - 3e-12), point * (1 + 3e-12)):
            jumped = abs(rt.target.horwitz(c, unit=unit) / middle - 1) > 1e-4
            assert jumped == branch(c)


@pytest.mark.parametrize(
    "unit", ["mg/L", "g/l", "kg/kg", "ug/KG", "PPM", "mg/kg ", "", "mol/kg", "g/mL", "%v/v"]
)
def test_other_units_are_refused(unit):
    with pytest.raises(ValueError) as caught:
        rt.target.horwitz(0.1, unit=unit)
    for word in (f"horwitz: unit = '{unit}'", "mass fraction", "'mg/kg'", "'ppt'"):
        assert word in str(caught.value)


def test_horwitz_takes_no_more_than_a_mass_fraction_of_1():
    assert rt.target.horwitz(100 * (1 + 1e-13), unit="%") == pytest.approx(1.0)
    with pytest.raises(ValueError) as caught:
        rt.target.horwitz([50, 101], unit="%")
    assert str(caught.value) == "horwitz: c[1] = 101, must be from 0 to 100 in unit '%', a mass fraction"
    with pytest.raises(TypeError, match="horwitz: unit = 1, must be a text"):
        rt.target.horwitz(0.1, unit=1)
    with pytest.raises(TypeError, match="horwitz: modified = 1, must be True or False"):
        rt.target.horwitz(0.1, modified=1)


def test_from_precision_at_its_ends():
    assert rt.target.from_precision(0.0, 0.0, 3) == 0
    assert rt.target.from_precision(2.0, 2.0, 1e300) == pytest.approx(2e-150, rel=1e-14)
    assert rt.target.from_precision(1.0, 1.0 + 5e-13, 4) == pytest.approx(0.5, rel=1e-12)
    with pytest.raises(ValueError) as caught:
        rt.target.from_precision([[1.0], [2.0]], [0.5, 1.5], 2)
    assert str(caught.value) == "from_precision: s_r[1] = 1.5, must be at most s_R[0, 0] = 1"


def test_limit():
    sigma = np.array([0.0, 0.01, 0.05, 0.2, NAN])
    np.testing.assert_array_equal(rt.target.limit(sigma, lower=0.02), [0.02, 0.02, 0.05, 0.2, NAN])
    np.testing.assert_array_equal(rt.target.limit(sigma, upper=0.1), [0.0, 0.01, 0.05, 0.1, NAN])
    np.testing.assert_array_equal(rt.target.limit(sigma), sigma)
    np.testing.assert_array_equal(rt.target.limit(0.05, lower=[NAN, 0.1]), [NAN, 0.1])
    with pytest.raises(ValueError) as caught:
        rt.target.limit(sigma, lower=[0.1, 0.1, 0.3, 0.1, 0.1], upper=0.2)
    assert str(caught.value) == "limit: lower[2] = 0.3, must be at most upper = 0.2"


# --- earlier rounds -------------------------------------------------------------------------------

LEVELS = np.array([4.1, 5.5, 7.2, 9.9, 12.3, 15.0, 18.8])
SDS = np.array([0.7, 0.9, 1.6, 1.5, 2.6, 2.4, 3.9])


def test_a_line_is_that_of_scipy():
    r, line = rt.target.from_previous_rounds(LEVELS, SDS, at=10.0), stats.linregress(LEVELS, SDS)
    assert (r.b, r.a) == pytest.approx((line.slope, line.intercept), rel=1e-12)
    assert r.r_squared == pytest.approx(line.rvalue**2, rel=1e-12)
    sse = np.sum((SDS - r.a - r.b * LEVELS) ** 2)
    assert r.residual_sd == pytest.approx(math.sqrt(sse / 5), rel=1e-12)
    assert r.adjusted_r_squared == pytest.approx(1 - (1 - r.r_squared) * 6 / 5, rel=1e-12)
    assert r.sigma_pt == pytest.approx(r.a + 10 * r.b, rel=1e-14)
    assert (r.n, r.extrapolated, r.relation, r.status) == (7, False, "linear", "ok")


def test_a_proportion_has_one_parameter():
    r = rt.target.from_previous_rounds(LEVELS, SDS, relation="proportional", at=[2.0, 4.1, 20.0])
    b = np.sum(LEVELS * SDS) / np.sum(LEVELS**2)
    sse, sst = np.sum((SDS - b * LEVELS) ** 2), np.sum((SDS - SDS.mean()) ** 2)
    assert (r.a, r.b) == (0.0, pytest.approx(b, rel=1e-13))
    assert r.residual_sd == pytest.approx(math.sqrt(sse / 6), rel=1e-12)
    assert r.r_squared == pytest.approx(1 - sse / sst, rel=1e-12)
    assert r.adjusted_r_squared == pytest.approx(1 - (sse / 6) / (sst / 6), rel=1e-12)
    np.testing.assert_allclose(r.sigma_pt, np.array([2.0, 4.1, 20.0]) * b, rtol=1e-13)
    assert r.extrapolated.tolist() == [True, False, True]
    falling = rt.target.from_previous_rounds([1, 2, 3], [3, 2, 1], relation="proportional")
    assert falling.r_squared < 0 and falling.status == "ok"


def test_a_power_is_a_line_in_logarithms():
    r = rt.target.from_previous_rounds(LEVELS, SDS, relation="power", at=10.0)
    line = rt.target.from_previous_rounds(np.log(LEVELS), np.log(SDS) + 10, at=math.log(10))
    assert r.b == pytest.approx(line.b, rel=1e-12)
    assert r.a == pytest.approx(math.exp(line.a - 10), rel=1e-12)
    assert r.sigma_pt == pytest.approx(math.exp(line.sigma_pt - 10), rel=1e-12)
    assert (r.r_squared, r.residual_sd) == pytest.approx((line.r_squared, line.residual_sd), rel=1e-10)
    assert math.isnan(rt.target.from_previous_rounds(LEVELS, SDS, relation="power", at=-1).sigma_pt)


@pytest.mark.parametrize("relation", ["linear", "proportional", "power"])
def test_rounds_neither_order_nor_unit_matter(relation):
    at = np.array([3.0, 10.0, 30.0])
    r = rt.target.from_previous_rounds(LEVELS, SDS, relation=relation, at=at)
    order = np.random.default_rng(2).permutation(7)
    assert rt.target.from_previous_rounds(LEVELS[order], SDS[order], relation=relation, at=at) == r
    for size in (1e290, 1e-290):
        scaled = rt.target.from_previous_rounds(LEVELS * size, SDS * size, relation=relation, at=at * size)
        np.testing.assert_allclose(scaled.sigma_pt, r.sigma_pt * size, rtol=1e-11)
        assert scaled.r_squared == pytest.approx(r.r_squared, rel=1e-9)
        assert scaled.status == "ok" and scaled.extrapolated.tolist() == r.extrapolated.tolist()


def test_rounds_far_from_zero():
    r = rt.target.from_previous_rounds(LEVELS + 2.0**30, SDS, at=2.0**30 + 10)
    near = rt.target.from_previous_rounds(LEVELS, SDS, at=10.0)
    assert r.sigma_pt == pytest.approx(near.sigma_pt, rel=1e-6)  # rounding the levels moves it by so much
    assert r.b == pytest.approx(near.b, rel=1e-6)


def test_rounds_that_say_too_little():
    numbers = ("a", "b", "r_squared", "adjusted_r_squared", "residual_sd", "sigma_pt")
    for level, sd, n, status in (
        ([], [], 0, "too_few"),
        ([1, 2, NAN], [1, 2, 3], 2, "too_few"),
        ([2, 2, 2, 2], [1, 2, 3, 4], 4, "too_few"),
        ([1, 2, math.inf], [1, 2, 3], 3, "not_finite"),
        ([1, 2, 3], [1, 2, math.inf], 3, "not_finite"),
        ([1e-308, 2e-308, 3e-308], [1e308, 1, 1.5e308], 3, "not_finite"),
    ):
        r = rt.target.from_previous_rounds(level, sd, at=1.5)
        assert (r.n, r.status, r.extrapolated) == (n, status, False)
        assert all(math.isnan(getattr(r, field)) for field in numbers)
    equal = rt.target.from_previous_rounds([1, 2, 3], [0.1, 0.1, 0.1], at=2)
    assert math.isnan(equal.r_squared) and math.isnan(equal.adjusted_r_squared)
    assert (equal.a, equal.b, equal.residual_sd, equal.sigma_pt, equal.status) == (0.1, 0.0, 0.0, 0.1, "ok")


def test_at_may_be_anything_that_is_a_level():
    def fit(at):
        return rt.target.from_previous_rounds(LEVELS, SDS, at=at)

    assert math.isnan(fit(None).sigma_pt) and fit(None).extrapolated is False
    assert type(fit(5).sigma_pt) is float and type(fit(5).extrapolated) is bool
    assert fit([[5.0], [50.0]]).sigma_pt.shape == (2, 1)
    assert fit([[5.0], [50.0]]).extrapolated.tolist() == [[False], [True]]
    assert np.isnan(fit([NAN, math.inf, -100.0]).sigma_pt).all()
    assert fit([NAN, math.inf, -100.0]).extrapolated.tolist() == [False, True, True]
    with pytest.raises(TypeError, match="from_previous_rounds: at has dtype"):
        fit(["10"])


@pytest.mark.parametrize(
    ("level", "sd", "options", "text"),
    [
        ([1, 2, 3], [1, 2], {}, "from_previous_rounds: sd has 2 values, must have one for each of 3 levels"),
        ([1, 2, 3], [1, 2, -3], {}, "from_previous_rounds: sd[2] = -3, must be not negative"),
        ([1, NAN, 3], [1, -2, 3], {}, "from_previous_rounds: sd[1] = -2, must be not negative"),
        ([1, 0, 3], [1, 2, 3], {"relation": "power"}, "level[1] = 0, must be positive with relation 'power'"),
        ([1, 2, 3], [1, 0, 3], {"relation": "power"}, "sd[1] = 0, must be positive with relation 'power'"),
        ([1, 2, 3], [1, 2, 3], {"relation": "cubic"}, "'cubic', must be 'linear', 'proportional' or 'power'"),
        ([[1, 2, 3]], [1, 2, 3], {}, "from_previous_rounds: level has 2 dimensions, must have 1"),
    ],
)  # fmt: skip
def test_mistakes_in_rounds(level, sd, options, text):
    with pytest.raises(ValueError) as caught:
        rt.target.from_previous_rounds(level, sd, **options)
    assert text in str(caught.value)


# --- the round itself -----------------------------------------------------------------------------

X = np.array([9.1, 10.2, 9.7, 10.9, 9.9, 10.4, 14.0, 9.6, 10.1, 10.0, 8.7, 10.3])


@pytest.mark.parametrize(
    ("estimator", "scale"),
    [
        ("algorithm_a", lambda x: rt.robust.algorithm_a(x).scale),
        ("q_hampel", lambda x: rt.robust.q_hampel(x).scale),
        ("q_method", lambda x: rt.robust.q_method(x).scale),
        ("median_niqr", rt.robust.niqr), ("niqr", rt.robust.niqr), ("median_mad", rt.robust.mad),
        ("mad", rt.robust.mad), ("median_qn", rt.robust.qn), ("qn", rt.robust.qn),
        ("biweight", rt.robust.biweight_scale), ("mean", lambda x: np.std(x, ddof=1)),
        ("sd", lambda x: np.std(x, ddof=1)),
    ],
)  # fmt: skip
def test_every_estimator_is_the_robust_one(estimator, scale):
    r = rt.target.from_data(X, estimator=estimator)
    assert r.scale == pytest.approx(scale(X), rel=1e-14) and r.sigma_pt == r.scale
    assert (r.limited, r.n, r.estimator, r.status) == ("none", 12, estimator, "ok")


def test_options_are_passed_on():
    for estimator, options, expected in (
        ("niqr", {"quartiles": "tukey"}, rt.robust.niqr(X, quartiles="tukey")),
        ("mad", {"factor": 1.0}, rt.robust.mad(X, factor=1.0)),
        ("qn", {"finite_sample": "1993"}, rt.robust.qn(X, finite_sample="1993")),
        (
            "algorithm_a",
            {"k": 2.0, "correction": "exact"},
            rt.robust.algorithm_a(X, k=2.0, correction="exact").scale,
        ),
        ("q_method", {"lab": np.arange(12) // 2}, rt.robust.q_method(X, np.arange(12) // 2).scale),
    ):
        assert rt.target.from_data(X, estimator=estimator, **options).scale == pytest.approx(
            expected, rel=1e-14
        )
    assert rt.target.from_data(X, estimator="q_method", lab=np.arange(12) // 2).n == 6


@pytest.mark.parametrize(
    ("lower", "upper", "sigma", "limited"),
    [
        (None, 0.1, 0.1, "upper"),
        (5.0, None, 5.0, "lower"),
        (0.1, 5.0, None, "none"),
        (2.0, 2.0, 2.0, "lower"),
    ],
)
def test_limits_of_the_scale(lower, upper, sigma, limited):
    r = rt.target.from_data(X, lower=lower, upper=upper)
    assert r.limited == limited
    assert r.sigma_pt == (r.scale if sigma is None else sigma)
    assert r.sigma_pt == rt.target.limit(r.scale, lower=lower, upper=upper)


def test_rounds_without_a_scale():
    for x, status, n in (
        ([], "too_few", 0),
        ([1.0, NAN], "too_few", 1),
        ([1.0, 2.0, math.inf], "not_finite", 3),
    ):
        for estimator in ("algorithm_a", "niqr", "sd", "q_method", "biweight"):
            r = rt.target.from_data(x, estimator=estimator, lower=0.1)
            assert (r.status, r.n, r.limited) == (status, n, "none")
            assert math.isnan(r.sigma_pt) and math.isnan(r.scale)
    for estimator in ("algorithm_a", "q_hampel", "niqr", "sd", "mad", "qn", "biweight"):
        r = rt.target.from_data([2.0] * 5, estimator=estimator)
        assert (r.status, r.scale, r.limited) == ("zero_scale", 0.0, "none") and math.isnan(r.sigma_pt)
        r = rt.target.from_data([2.0] * 5, estimator=estimator, lower=0.3, upper=0.5)
        assert (r.status, r.scale, r.limited, r.sigma_pt) == ("zero_scale", 0.0, "lower", 0.3)


def test_along_an_axis():
    table = np.column_stack([X, X * 3, np.full(12, 2.0), np.where(np.arange(12) > 0, NAN, X)])
    batch = rt.target.from_data(table, axis=0, upper=1.0)
    assert batch.status.tolist() == ["ok", "ok", "zero_scale", "too_few"]
    assert batch.limited.tolist() == ["none", "upper", "none", "none"]
    assert batch.estimator == "algorithm_a"
    for column in range(4):
        single = rt.target.from_data(table[:, column], upper=1.0)
        for field in ("sigma_pt", "scale", "limited", "n", "status"):
            np.testing.assert_array_equal(getattr(batch, field)[column], getattr(single, field))
    assert rt.target.from_data(table.astype("f4"), axis=0).scale.dtype == np.float32


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"lower": 2, "upper": 1}, "from_data: lower = 2, must be at most upper = 1"),
        ({"lower": -1}, "from_data: lower = -1, must be finite and not negative"),
        ({"upper": math.inf}, "from_data: upper = inf, must be finite and not negative"),
        ({"estimator": "madn"}, "from_data: estimator = 'madn', must be 'algorithm_a'"),
        ({"estimator": "sd", "k": 1.5}, "from_data: k is no option of estimator 'sd', which has none"),
        (
            {"estimator": "niqr", "k": 1.5},
            "from_data: k is no option of estimator 'niqr', which has quartiles, factor",
        ),
        ({"estimator": "mad", "factor": 0}, "from_data: factor = 0, must be finite and positive"),
    ],
)
def test_mistakes_in_options(options, text):
    for x in (X, []):
        with pytest.raises(ValueError) as caught:
            rt.target.from_data(x, **options)
        assert text in str(caught.value)


@settings(deadline=None, max_examples=60)
@given(x=st.lists(st.integers(-100, 100), min_size=2, max_size=30), exponent=st.integers(-900, 900))
def test_the_scale_follows_the_unit(x, exponent):
    x = np.array(x, dtype=float)
    for estimator in ("algorithm_a", "q_hampel", "niqr", "qn", "sd"):
        one, other = (rt.target.from_data(v, estimator=estimator) for v in (x, np.ldexp(x, exponent)))
        assert one.status == other.status
        assert math.ldexp(one.scale, exponent) == other.scale
