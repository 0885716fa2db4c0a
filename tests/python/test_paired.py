"""rt.paired: what Python adds to the C++ tests, and the answers of SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import ringtrial as rt

P = rt.paired

# National Institute of Biologicals (2013), within and between laboratory z-scores: 11 pairs.
X = [8.25, 8.13, 8.22, 8.14, 7.98, 8.3, 8.2, 8.01, 7.96, 8.24, 8.16]
Y = [8.22, 8.28, 8.24, 8.17, 8.08, 8.14, 8.27, 8.06, 8.09, 8.09, 8.12]

seeds = st.integers(0, 2**32 - 1)


def pairs(seed):
    random = np.random.default_rng(seed)
    n = seed % 20 + 4
    common = random.normal(size=n)
    return (10 + common + random.normal(0, 0.5, n)).round(1), (9 + common + random.normal(0, 0.5, n)).round(1)


def test_the_result_is_typed_and_plain():
    r = P.youden(X, Y)
    assert r.center.shape == r.sd.shape == r.semi_axes.shape == (2,)
    assert r.inside.dtype == bool and r.inside.all()
    assert type(r.n) is int and r == P.youden(np.array(X), np.array(Y))
    assert r.to_dict()["inside"] == [True] * 11 and "angle" in repr(r)
    assert P.z_between(X, Y).dtype == np.float64


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_correlations_are_those_of_scipy(seed):
    x, y = pairs(seed)
    r = P.youden(x, y)
    for mine, p, theirs in (
        (r.pearson, r.pearson_p_value, stats.pearsonr(x, y)),
        (r.spearman, r.spearman_p_value, stats.spearmanr(x, y)),
    ):
        assert mine == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-12)
        assert p == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_the_ellipse_is_that_of_the_covariance(seed):
    x, y = pairs(seed)
    r = P.youden(x, y)
    values, vectors = np.linalg.eigh(np.cov(x, y))
    assert r.semi_axes == pytest.approx(np.sqrt(values[::-1] * r.t_squared), rel=1e-7)
    along = np.array([math.cos(r.angle), math.sin(r.angle)])
    assert abs(along @ vectors[:, 1]) == pytest.approx(1, abs=1e-9)
    n = len(x)
    assert r.t_squared == pytest.approx(2 * (n - 1) / (n - 2) * stats.f.isf(0.05, 2, n - 2), rel=1e-10)
    centred = np.array([x - x.mean(), y - y.mean()])
    mahalanobis = np.sqrt(np.einsum("ik,ij,jk->k", centred, np.linalg.inv(np.cov(x, y)), centred))
    assert r.distance == pytest.approx(mahalanobis, rel=1e-7, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_robust_ellipse_is_made_of_algorithm_a_and_spearman(seed):
    x, y = pairs(seed)
    r = P.youden(x, y, method="robust")
    for k, values in enumerate((x, y)):
        a = rt.robust.algorithm_a(values)
        assert r.center[k] == pytest.approx(a.location, rel=1e-12)
        assert r.sd[k] == pytest.approx(a.scale, rel=1e-10)
    assert r.correlation == pytest.approx(2 * math.sin(math.pi * r.spearman / 6), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_split_is_what_its_formulas_say(seed):
    x, y = pairs(seed)
    r = P.split(x, y)
    s, d = (x + y) / math.sqrt(2), (x - y) / math.sqrt(2)
    assert r.s_total == pytest.approx(s.std(ddof=1), rel=1e-9)
    assert r.s_random == pytest.approx(d.std(ddof=1), rel=1e-9)
    assert r.s_systematic == pytest.approx(math.sqrt(max(0, np.cov(x, y)[0, 1])), rel=1e-7, abs=1e-7)
    paired = stats.ttest_rel(x, y)
    assert (r.t, r.p_value_difference) == pytest.approx((paired.statistic, paired.pvalue), rel=1e-7)
    assert r.p_value == pytest.approx(stats.f.sf(r.f, r.n - 1, r.n - 1), rel=1e-8)


def test_masked_values_are_not_reported():
    masked = np.ma.masked_array([*X, 99.0], [False] * 11 + [True])
    r = P.youden(masked, [*Y, 8.0])
    assert r.n == 11 and math.isnan(r.distance[-1]) and not r.inside[-1]
    assert math.isnan(P.z_within(masked, [*Y, 8.0])[-1])


@pytest.mark.parametrize("quartiles", ["inclusive", "exclusive", "tukey"])
def test_scores_use_the_quartiles_asked_for(quartiles):
    s = np.add(X, Y)
    expected = (s - np.median(s)) / rt.robust.niqr(s, quartiles=quartiles)
    assert P.z_between(X, Y, quartiles=quartiles) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: P.youden(X, Y[:3]), ValueError, "youden: y has length 3, must have that of x, 11"),
        (lambda: P.youden(X, Y, method="mcd"), ValueError, "method = 'mcd', must be 'classical' or 'robust'"),
        (lambda: P.youden(X, Y, confidence=1.0), ValueError, "confidence = 1, must be between 0 and 1"),
        (lambda: P.youden([X], [Y]), ValueError, "youden: x has 2 dimensions, must have 1"),
        (lambda: P.split(X, ["a"] * 11), TypeError, "split: y has dtype <U1"),
        (lambda: P.z_within(X, Y, quartiles="R-6"), ValueError, "quartiles = 'R-6', must be 'inclusive'"),
    ],
)
def test_a_mistake_is_named(call, error, text):
    with pytest.raises(error) as caught:
        call()
    assert text in str(caught.value)
