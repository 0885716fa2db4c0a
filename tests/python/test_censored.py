"""rt.censored: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

import ringtrial as rt

X = [10.0, 12.0, 20.0, math.nan]
MARKS = ["<", "", ">", "<"]


def test_qualifiers_come_as_any_sequence():
    expected = rt.censored.substitute(X, MARKS)
    assert expected.tolist()[:3] == [5.0, 12.0, 20.0] and math.isnan(expected[3])
    for marks in (
        tuple(MARKS), np.array(MARKS), pd.Series(MARKS), pl.Series(MARKS), ["<", None, ">", "≤"],
        ["ND", math.nan, "≥", "<="], ["<", "=", ">=", "<"],
    ):  # fmt: skip
        np.testing.assert_array_equal(rt.censored.substitute(X, marks), expected)
    np.testing.assert_array_equal(rt.censored.substitute(X), X)


def test_treatments_of_table_e1_followed_by_algorithm_a():
    """ISO 13528:2022, Table E.1: 26.01, 7.23; 26.81, 5.29; 23.95, 8.60."""
    x = [10, 10, 12, 19, 20, 20, 23, 23, 25, 25, 26, 28, 28, 30, 28, 29, 30, 30, 31, 32, 32, 45, 50]
    marks = ["<" if i in (0, 1, 4, 13, 22) else "" for i in range(23)]
    printed = {"limit": (26.01, 7.23), "omit": (26.81, 5.29), "half": (23.95, 8.60)}
    for rule, (location, scale) in printed.items():
        r = rt.robust.algorithm_a(rt.censored.substitute(x, marks, rule=rule))
        assert r.location == pytest.approx(location, abs=0.02)
        assert r.scale == pytest.approx(scale, abs=0.05)


def test_z_takes_one_or_many_targets():
    one = rt.censored.z(X, MARKS, 12.0, 1.0)
    assert rt.censored.z(X, MARKS, [12.0] * 4, np.ones(4)) == one
    assert one.signal == ["undetermined", "satisfactory", "unsatisfactory", "not_scored"]
    assert one.decided.dtype == bool
    assert rt.censored.z([], [], 1.0, 1.0).status == "too_few"
    assert rt.censored.z([], None, [], []).signal == []


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda c: c.substitute(X, ["<", "?", "", ""]),
            ValueError,
            "substitute: qualifier[1] = '?', must be",
        ),
        (lambda c: c.substitute(X, ["<", 3, "", ""]), TypeError, "substitute: qualifier[1] = 3, must be"),
        (lambda c: c.substitute(X, "<"), TypeError, "substitute: qualifier = '<', must be"),
        (lambda c: c.substitute(X, ["<"]), ValueError, "qualifier has length 1, must have that of x, 4"),
        (lambda c: c.substitute(X, []), ValueError, "qualifier has length 0, must have that of x, 4"),
        (lambda c: c.substitute(X, MARKS, rule="third"), ValueError, "rule = 'third', must be 'half'"),
        (lambda c: c.substitute(X, ["..", "", "", ""]), ValueError, "qualifier[0] = '..' needs upper"),
        (lambda c: c.intervals(X, MARKS, upper=[1.0]), ValueError, "upper has length 1"),
        (lambda c: c.intervals(X, MARKS, lower_bound="0"), TypeError, "lower_bound = '0', must be a number"),
        (lambda c: c.intervals(X, MARKS, lower_bound=11), ValueError, "x[0] = 10, must be not below"),
        (
            lambda c: c.z(X, MARKS, 1, [1, 2]),
            ValueError,
            "sigma_pt has length 2, must be one number or one a",
        ),
        (lambda c: c.z(X, MARKS, 1, math.inf), ValueError, "sigma_pt = inf, must be finite and not negative"),
        (lambda c: c.z(X, MARKS, 1, 1, limits=(2,)), ValueError, "limits = (2,), must be two numbers"),
        (lambda c: c.z(X, MARKS, 1, 1, limits=(3, 2)), ValueError, "limits[1] = 2"),
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call(rt.censored)
    assert text in str(caught.value)


# NADA/Helsel 2005, Oahu arsenic in ug/L: 13 of 24 below 0.9, 1 or 2.
OAHU = [
    1, 1, 1.7, 1, 1, 2, 3.2, 2, 2, 2.8, 2, 2, 2, 2, 2, 0.7, 0.9, 0.5, 0.5, 0.9, 0.5, 0.7, 0.6, 1.5,
]  # fmt: skip
BELOW = ["" if i in (2, 6, 9, 15, 16, 17, 18, 20, 21, 22, 23) else "<" for i in range(24)]

results = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(["", "<", ">", ".."]), st.integers(0, 9)),
    min_size=2,
    max_size=25,
)


def split(rows):
    x = np.array([float(value) for value, _, _ in rows])
    return x, [mark for _, mark, _ in rows], x + np.array([width for _, _, width in rows])


def naive_likelihood(mu, sigma, lower, upper):
    """The sum of the page, by SciPy."""
    a, b = (lower - mu) / sigma, (upper - mu) / sigma
    exact = lower == upper
    found = np.sum(stats.norm.logpdf(a[exact]) - math.log(sigma))
    a, b = a[~exact], b[~exact]
    flip = a > 0
    a, b = np.where(flip, -b, a), np.where(flip, -a, b)
    return found + np.sum(np.log(stats.norm.cdf(b) - stats.norm.cdf(a)))


@settings(deadline=None, max_examples=60)
@given(rows=results)
def test_no_other_normal_is_likelier(rows):
    x, marks, upper = split(rows)
    r = rt.censored.normal_ml(x, marks, upper=upper)
    if r.status != "ok":
        assert r.status in ("zero_scale", "not_identified") and not r.scale > 0
        return
    ends = rt.censored.intervals(x, marks, upper=upper)
    best = naive_likelihood(r.location, r.scale, ends.lower, ends.upper)
    assert r.log_likelihood == pytest.approx(best, rel=1e-9, abs=1e-9)
    for mu, sigma in [(1e-3, 1), (-1e-3, 1), (0, 1.001), (0, 0.999), (0.3, 1.2), (-0.3, 0.8)]:
        other = naive_likelihood(r.location + mu * r.scale, r.scale * sigma, ends.lower, ends.upper)
        assert other <= best + 1e-9


def test_normal_ml_without_limits_is_mean_and_sd():
    r = rt.censored.normal_ml(OAHU)
    assert r.location == pytest.approx(np.mean(OAHU), rel=1e-14)
    assert r.scale == pytest.approx(np.std(OAHU), rel=1e-14)
    assert r.standard_error_location == pytest.approx(np.std(OAHU) / math.sqrt(24), rel=1e-12)
    assert r.standard_error_scale == pytest.approx(np.std(OAHU) / math.sqrt(48), rel=1e-12)
    assert r.log_likelihood == pytest.approx(np.sum(stats.norm.logpdf(OAHU, r.location, r.scale)), rel=1e-13)


def test_normal_ml_of_limits_alone():
    """Probit regression: 5 of 10 below 1 and 8 of 10 below 2 give mu = 1 and sigma = 1/z(0.8)."""
    x, marks = [1.0] * 10 + [2.0] * 10, ["<"] * 5 + [">"] * 5 + ["<"] * 8 + [">"] * 2
    r = rt.censored.normal_ml(x, marks)
    assert r.status == "ok"
    assert r.location == pytest.approx(1, abs=1e-9)
    assert r.scale == pytest.approx(1 / stats.norm.ppf(0.8), rel=1e-9)
    marks = ["<"] * 8 + [">"] * 2 + ["<"] * 5 + [">"] * 5  # falls: the maximum is at infinity
    assert rt.censored.normal_ml(x, marks).status == "not_identified"


@pytest.mark.parametrize("factor", [1e-300, 1e-12, 1e6, 1e299])
def test_methods_follow_the_unit(factor):
    x = np.array(OAHU)
    a, b = rt.censored.normal_ml(x, BELOW), rt.censored.normal_ml(x * factor, BELOW)
    assert (b.location / factor, b.scale / factor) == pytest.approx((a.location, a.scale), rel=1e-9)
    logs = [rt.censored.normal_ml(v, BELOW, distribution="lognormal") for v in (x, x * factor)]
    assert logs[1].location - math.log(factor) == pytest.approx(logs[0].location, abs=1e-9)
    assert logs[1].scale == pytest.approx(logs[0].scale, rel=1e-8)
    robust = [rt.censored.robust(v, BELOW, scale_method="upper") for v in (x, x * factor)]
    assert robust[1].location_upper / factor == pytest.approx(robust[0].location_upper, rel=1e-14)
    cells = [rt.censored.turnbull(v, BELOW) for v in (x, x * factor)]
    assert cells[1].mass == pytest.approx(cells[0].mass, rel=1e-12)


def test_lognormal_moments_and_jacobian():
    r = rt.censored.normal_ml(OAHU, BELOW, distribution="lognormal")
    law = stats.lognorm(s=r.scale, scale=math.exp(r.location))
    assert (r.mean, r.sd, r.median) == pytest.approx((law.mean(), law.std(), law.median()), rel=1e-12)
    parts = [law.logcdf(v) if m else law.logpdf(v) for v, m in zip(OAHU, BELOW, strict=True)]
    assert r.log_likelihood == pytest.approx(sum(parts), rel=1e-12)


@pytest.mark.parametrize(
    ("x", "marks", "status"),
    [
        ([5, 5, 5, 7], ["", "", "", "<"], "zero_scale"),
        ([5, 7], ["", "<"], "zero_scale"),
        ([5, 5], ["", "<"], "zero_scale"),
        ([5, 3], ["", "<"], "ok"),
        ([1, 2, 2], ["<"] * 3, "not_identified"),
        ([1, 2], ["<", ">"], "not_identified"),
        ([3, 2], ["<", ">"], "not_identified"),
        ([0, 0], ["<", ">"], "not_identified"),
        ([5, math.nan], ["", ""], "too_few"),
        ([5, 6, math.inf], ["", "", "<"], "not_finite"),
    ],
)
def test_normal_ml_says_what_the_data_do(x, marks, status):
    r = rt.censored.normal_ml(x, marks)
    assert r.status == status
    assert math.isnan(r.location) == (status not in ("ok", "zero_scale"))


def test_normal_ml_far_limits_and_bounds():
    x, marks = [0.0, 1.0, 2.0, 1.5, 60.0], ["", "", "", "", "<"]
    assert rt.censored.normal_ml(x, marks).location == pytest.approx(np.mean(x[:4]), rel=1e-12)
    far = rt.censored.normal_ml([*np.linspace(0, 1, 200), -50.0, 51.0], [""] * 200 + ["<", ">"])
    assert far.status == "ok" and far.location == pytest.approx(0.5, abs=1e-9)
    bounded = rt.censored.normal_ml([2, 4, 5, 6], ["<", "", "", ""], lower_bound=0)
    between = rt.censored.normal_ml([0, 4, 5, 6], ["..", "", "", ""], upper=[2, 0, 0, 0])
    assert bounded.location == pytest.approx(between.location, rel=1e-12)
    assert (bounded.n_left, between.n_interval) == (1, 1)


def test_rounded_ml_and_sheppard_agree_where_the_step_is_small():
    x = np.round(np.random.default_rng(3).normal(10, 0.4, 400), 1)
    r = rt.censored.rounded_ml(x, 0.1)
    assert r.location == pytest.approx(x.mean(), abs=1e-4)
    assert r.scale == pytest.approx(rt.censored.sheppard(np.std(x), 0.1), rel=1e-4)
    assert rt.censored.rounded_ml(x, 0.0).scale == pytest.approx(np.std(x), rel=1e-12)
    assert rt.censored.rounded_ml(x, np.full(400, 0.1)) == r
    assert rt.censored.rounded_ml([0.12, 0.13, 0.13], 0.01).status == "not_identified"
    assert rt.censored.rounded_ml([0.12, 0.13, 0.14], 0.01).status == "ok"


def test_sheppard_broadcasts():
    assert rt.censored.sheppard(0.02, 0.01) == pytest.approx(math.sqrt(0.02**2 - 0.01**2 / 12), rel=1e-15)
    got = rt.censored.sheppard([[1.0], [0.1]], [0.0, 1.0])
    assert got.shape == (2, 2) and got[0, 0] == 1.0 and math.isnan(got[1, 1])
    assert rt.censored.sheppard(1e300, 1e300) == pytest.approx(1e300 * math.sqrt(11 / 12))


@settings(deadline=None, max_examples=60)
@given(rows=results)
def test_robust_bounds_hold_whatever_the_true_values_are(rows):
    x, marks, upper = split(rows)
    r = rt.censored.robust(x, marks, upper=upper, lower_bound=0, upper_bound=50)
    ends = rt.censored.intervals(x, marks, upper=upper, lower_bound=0, upper_bound=50)
    for share in (0, 0.3, 1):
        true = ends.lower + share * (ends.upper - ends.lower)
        assert r.location_lower - 1e-12 <= np.median(true) <= r.location_upper + 1e-12
        if r.status == "ok":
            assert r.scale == pytest.approx(1.4826 * np.median(np.abs(true - r.location)), rel=1e-12)


def test_robust_statuses():
    robust = rt.censored.robust
    assert robust([], []).status == "too_few"
    assert robust([7.0]).status == "zero_scale" and robust([7.0]).location == 7
    assert robust([7.0], ["<"]).status == "not_identified"
    assert robust([1.0, math.inf]).status == "not_finite"
    pair = robust([3.0, 4.0], ["<", ">"])
    assert (pair.location_lower, pair.location_upper) == (-math.inf, math.inf)
    lower = robust([1, 2, 3, 4, 4, 4], ["", "", "", ">", ">", ">"], scale_method="lower")
    assert math.isnan(lower.location) and lower.location_upper == math.inf


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=20))
def test_left_and_right_product_limits_mirror_each_other_and_turnbull(rows):
    x = np.array([float(v) for v, _ in rows])
    left = rt.censored.kaplan_meier(x, ["<" if limit else "" for _, limit in rows])
    right = rt.censored.kaplan_meier(-x, [">" if limit else "" for _, limit in rows])
    assert left.value.tolist() == (-right.value[::-1]).tolist()
    assert left.cdf == pytest.approx(1 - right.cdf_below[::-1], abs=1e-12)
    if left.n_left and len(left.value):
        assert left.standard_error == pytest.approx(right.standard_error[::-1], abs=1e-12)
        assert left.mean == pytest.approx(-right.mean, rel=1e-12)
    cells = rt.censored.turnbull(x, ["<" if limit else "" for _, limit in rows])
    assert cells.status == "ok" and sum(cells.mass) == pytest.approx(1, abs=1e-12)
    if len(left.value):
        mass = dict(zip(left.value.tolist(), (left.cdf - left.cdf_below).tolist(), strict=True))
        points = cells.lower == cells.upper
        assert cells.lower[points].tolist() == list(mass)
        assert cells.mass[points] == pytest.approx(list(mass.values()), abs=1e-6)


def test_kaplan_meier_statuses():
    km = rt.censored.kaplan_meier
    assert km([1.0, 2.0], ["<", "<"]).status == "too_few" and km([]).status == "too_few"
    assert km([1, 1, 4], ["<", "<", ""]).status == "not_identified"
    assert km([4.0, math.inf]).status == "not_finite"
    assert km([1.0, 2.0, 4.0, 8.0]).median == 3.0
    assert km([1.0, math.nan], ["", ".."]).n == 1


@settings(deadline=None, max_examples=40)
@given(rows=results)
def test_turnbull_is_the_maximum(rows):
    """Kuhn and Tucker, and no better masses by SciPy."""
    x, marks, upper = split(rows)
    r = rt.censored.turnbull(x, marks, upper=upper)
    assert r.status == "ok" and (r.mass > 0).all()
    ends = rt.censored.intervals(x, marks, upper=upper)
    inside = (r.lower >= ends.lower[:, None]) & (r.upper <= ends.upper[:, None])
    point = r.lower == r.upper
    open_end = np.array([m == "<" for m in marks])[:, None] & point & (r.upper == ends.upper[:, None])
    open_start = np.array([m == ">" for m in marks])[:, None] & point & (r.lower == ends.lower[:, None])
    inside &= ~open_end & ~open_start
    share = inside @ r.mass
    assert r.log_likelihood == pytest.approx(np.sum(np.log(share)), rel=1e-9, abs=1e-9)
    assert (inside / share[:, None]).mean(axis=0) == pytest.approx(np.ones(len(r.mass)), abs=2e-6)
    start = np.full(len(r.mass), 1 / len(r.mass))
    other = optimize.minimize(
        lambda m: -np.sum(np.log(inside @ m + 1e-300)), start, bounds=[(0, 1)] * len(start),
        constraints={"type": "eq", "fun": lambda m: m.sum() - 1}, method="SLSQP",
    )  # fmt: skip
    assert not other.success or -other.fun <= r.log_likelihood + 1e-5


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda c: c.kaplan_meier([1, 2, 3], ["", "..", ""]), "qualifier[1] = '..', must be '<' only"),
        (lambda c: c.kaplan_meier([1, 2, 3], ["<", "", ">"]), "qualifier[2] = '>', must be '<' only"),
        (lambda c: c.normal_ml(X, MARKS, distribution="gamma"), "must be 'normal' or 'lognormal'"),
        (lambda c: c.normal_ml(X, MARKS, max_iterations=0), "max_iterations = 0, must be at least 1"),
        (lambda c: c.normal_ml([0.0, 1], ["<", ""], distribution="lognormal"), "x[0] = 0, must be positive"),
        (lambda c: c.robust(X, MARKS, scale_method="iqr"), "must be 'mad', 'upper' or 'lower'"),
        (lambda c: c.turnbull(X, MARKS, tolerance=0), "tolerance = 0, must be finite and positive"),
        (lambda c: c.rounded_ml(X, -1), "step = -1, must be finite and not negative"),
        (lambda c: c.rounded_ml(X, [0, 0, math.nan, 0]), "step[2] = nan, must be finite and not negative"),
        (lambda c: c.rounded_ml(X, [1, 1]), "step has length 2, must be one number or one a result, 4"),
        (lambda c: c.sheppard(-1, 1), "scale = -1, must be"),
        (lambda c: c.sheppard(1, math.nan), "step = nan, must be finite and not negative"),
    ],
)
def test_mistakes_in_estimates_are_told(call, text):
    with pytest.raises(ValueError, match=r"^[a-z_]+: ") as caught:
        call(rt.censored)
    assert text in str(caught.value)
