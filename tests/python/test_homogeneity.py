"""rt.homogeneity: what Python adds to the C++ tests, and the answers of SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import ringtrial as rt

H = rt.homogeneity

# IUPAC harmonised protocol, Pure Appl. Chem. 78 (2006) 145, appendix 1: copper in soya flour, ppm.
COPPER = [
    [10.5, 10.4], [9.6, 9.5], [10.4, 9.9], [9.5, 9.9], [10.0, 9.7], [9.6, 10.1],
    [9.8, 10.4], [9.8, 10.2], [10.8, 10.7], [10.2, 10.0], [9.8, 9.5], [10.2, 10.0],
]  # fmt: skip

tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(size=(seed % 7 + 3, seed % 3 + 2))
)


def test_the_result_is_typed_and_plain():
    r = H.check(COPPER, 1.1)
    assert (r.g, r.n, r.df_between, r.df_within) == (12, 24, 11, 12)
    assert type(r.g) is int and r.passes is True and r.significant is True
    assert r.cochran == rt.outliers.cochran(np.var(COPPER, axis=1, ddof=1), 2)
    assert r.to_dict()["cochran"]["status"] == "ok" and "s_s=0.2916" in repr(r)
    assert H.check(COPPER).passes is None and math.isnan(H.check(COPPER).criterion)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_check_is_the_analysis_of_variance_of_scipy(y):
    r = H.check(y, 1.0, alpha=0.1)
    f = stats.f_oneway(*y)
    assert r.f == pytest.approx(f.statistic, rel=1e-9)
    assert r.p_value == pytest.approx(f.pvalue, rel=1e-8)
    assert r.f_critical == pytest.approx(stats.f.isf(0.1, r.df_between, r.df_within), rel=1e-9)
    line = stats.linregress(np.arange(1, len(y) + 1), y.mean(axis=1))
    assert r.trend_slope == pytest.approx(line.slope, rel=1e-7, abs=1e-12)
    assert r.trend_p_value == pytest.approx(line.pvalue, rel=1e-6)
    assert r.s_x == pytest.approx(y.mean(axis=1).std(ddof=1), rel=1e-10)


def test_check_is_the_analysis_of_variance_of_precision():
    y = np.array(COPPER)
    oneway = rt.precision.oneway(y.ravel(), np.repeat(np.arange(12), 2))
    r = H.check(y)
    assert (r.ms_between, r.ms_within, r.f, r.p_value) == (
        oneway.ms_between, oneway.ms_within, oneway.f, oneway.p_value,
    )  # fmt: skip


def test_items_may_differ_in_length():
    ragged = [[1.0, 1.2], [1.1, 1.3, 1.25], [], [1.4], (1.15, 1.05, 1.1, 1.2)]
    padded = np.full((5, 4), np.nan)
    for i, row in enumerate(ragged):
        padded[i, : len(row)] = row
    assert H.check(ragged, 0.5) == H.check(padded, 0.5)
    assert H.check([np.array(row) for row in ragged], 0.5) == H.check(padded, 0.5)
    assert H.check(np.array(ragged, dtype=object), 0.5) == H.check(padded, 0.5)
    assert H.check(np.ma.masked_invalid(padded), 0.5) == H.check(padded, 0.5)
    assert H.stability(ragged, padded, 0.5).difference == 0.0


def test_one_long_item_needs_no_table():
    y = [np.zeros(200_000), *([0.0, 1.0] for _ in range(20_000))]
    r = H.check(y)
    assert (r.g, r.n, r.status) == (20_001, 240_000, "ok")


def test_integers_and_frames_are_read():
    import pandas as pd

    y = [[1, 2], [4, 3], [5, 5]]
    assert H.check(y) == H.check(np.array(y, dtype=float)) == H.check(pd.DataFrame(y))


@settings(max_examples=30, deadline=None)
@given(tables)
def test_stability_is_the_pooled_t_test_of_scipy(y):
    before, after = y[:-1].mean(axis=1), y + 0.1
    if len(before) < 2:
        return
    r = H.stability(before, after, 0.5)
    expected = stats.ttest_ind(after.mean(axis=1), before)
    assert r.t == pytest.approx(expected.statistic, rel=1e-9)
    assert r.p_value == pytest.approx(expected.pvalue, rel=1e-8)
    assert r.u_before == pytest.approx(stats.sem(before), rel=1e-10)
    assert r.expanded_criterion == pytest.approx(0.15 + 2 * math.hypot(r.u_before, r.u_after), rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_trend_is_the_regression_of_scipy(seed):
    random = np.random.default_rng(seed)
    time, y = random.uniform(0, 36, 9), random.normal(10, 1, 9)
    r, line = H.stability_trend(time, y, shelf_life=24), stats.linregress(time, y)
    assert (r.slope, r.intercept) == pytest.approx((line.slope, line.intercept), rel=1e-9)
    assert (r.s_slope, r.s_intercept) == pytest.approx((line.stderr, line.intercept_stderr), rel=1e-9)
    assert r.p_value == pytest.approx(line.pvalue, rel=1e-7)
    assert r.u_lts == 24 * r.s_slope and r.change == 24 * r.slope


def test_expanded_factors_take_whole_items():
    assert H.expanded_factors(10, 2).f1 == pytest.approx(1.88, abs=5e-3)
    assert H.expanded_factors(np.int64(10), 2.0) == H.expanded_factors(10, 2)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: H.check([1.0, 2.0]), ValueError, "check: y has 1 dimensions, must have 2"),
        (lambda: H.check(COPPER, math.nan), ValueError, "check: sigma_pt = nan, must be finite and positive"),
        (lambda: H.check(COPPER, "1"), TypeError, "check: sigma_pt = '1', must be a number"),
        (lambda: H.check(COPPER, factor=0), ValueError, "check: factor = 0, must be finite and positive"),
        (lambda: H.check(COPPER, alpha=1), ValueError, "check: alpha = 1, must be between 0 and 1"),
        (lambda: H.check([[1.0], ["a", "b"]]), TypeError, "check: y[1] has dtype <U1"),
        (lambda: H.check([[1.0], [[2.0], [3.0]]]), ValueError, "check: y[1] has 2 dimensions, must have 1"),
        (lambda: H.stability(np.ones((2, 2, 2)), [1.0]), ValueError, "stability: y_before has 3 dimensions"),
        (lambda: H.stability([1.0], "ab"), TypeError, "stability: y_after"),
        (lambda: H.stability_trend([1, 2], [1]), ValueError, "y has length 1, must have that of time, 2"),
        (lambda: H.stability_trend([1], [1], shelf_life=math.nan), ValueError, "shelf_life = nan, must be"),
        (lambda: H.expanded_factors(2.5, 2), ValueError, "g = 2.5, must be a whole number from 2 on"),
    ],
)
def test_a_mistake_is_named(call, error, text):
    with pytest.raises(error) as caught:
        call()
    assert text in str(caught.value)
