"""rt.outliers: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt

MEANS = [133.1967, 135.4067, 134.59, 140.83, 133.2667, 136.6167, 132.4933, 134.7433]


def test_grubbs_names_only_the_suspects():
    assert rt.outliers.grubbs(MEANS).indices.tolist() == [3]
    assert rt.outliers.grubbs(MEANS, kind="opposite").indices.tolist() == [6, 3]
    r = rt.outliers.grubbs([1.0, 1.0, 1.0])
    assert r.indices.tolist() == [] and r.status == "zero_scale" and math.isnan(r.statistic)
    assert rt.outliers.grubbs([]).status == "too_few"
    assert rt.outliers.grubbs([1.0, 2.0, math.inf, 3.0]).status == "not_finite"


def test_a_pair_is_named_largest_first():
    r = rt.outliers.grubbs([1.0, 5.0, 2.0, math.nan, 5.0, 1.5], kind="two_max")
    assert r.indices.tolist() == [1, 4] and r.p_exact
    assert rt.outliers.grubbs([1.0, 2.0, 4.0], kind="two_min").status == "too_few"


def test_above_100_values_the_p_value_is_a_bound_where_two_can_deviate_so_far():
    x = np.linspace(0, 1, 150) ** 2
    assert not rt.outliers.grubbs(x).p_exact
    assert not rt.outliers.grubbs(x, kind="two_max").p_exact
    x[-1] = 1e6
    assert rt.outliers.grubbs(x).p_exact and rt.outliers.grubbs(x).p_value < 1e-100


@pytest.mark.parametrize("kind", ["max", "min", "two_max", "two_min"])
def test_p_values_of_normal_samples_are_uniform(kind):
    """4000 samples of 7: shares below 0.1, 0.3 and 0.7, within four standard errors of the share."""
    rng = np.random.default_rng(20)
    p = np.array([rt.outliers.grubbs(x, kind=kind, sided="one").p_value for x in rng.normal(size=(4000, 7))])
    for level in (0.1, 0.3, 0.7):
        assert abs((p < level).mean() - level) < 4 * math.sqrt(level * (1 - level) / len(p))


@pytest.mark.parametrize("ratio", ["r10", "r11", "r21", "r22"])
def test_dixons_p_values_of_normal_samples_are_uniform(ratio):
    """600 samples of 9: as above."""
    rng = np.random.default_rng(21)
    x = rng.normal(size=(600, 9))
    p = np.array([rt.outliers.dixon(v, kind="max", ratio=ratio, sided="one").p_value for v in x])
    for level in (0.1, 0.3, 0.7):
        assert abs((p < level).mean() - level) < 4 * math.sqrt(level * (1 - level) / len(p))


def test_dixon_tells_its_ratio_and_takes_either():
    assert [rt.outliers.dixon(np.arange(float(n))).ratio for n in (3, 7, 8, 10, 11, 13, 14)] == [
        "r10", "r10", "r11", "r11", "r21", "r21", "r22",
    ]  # fmt: skip
    assert rt.outliers.dixon([1.0, 2.0, 4.0, 9.0], ratio="r11").ratio == "r11"
    assert rt.outliers.dixon([math.nan, 3.0, 1.0, 1.1, 1.2]).index == 1


def test_mandel_takes_one_n_or_one_a_laboratory():
    sds = [0.1, 0.2, math.nan, 0.4]
    k = rt.outliers.mandel_k(sds)
    assert np.array_equal(rt.outliers.mandel_k(sds, 3), k, equal_nan=True)
    assert np.array_equal(rt.outliers.mandel_k(sds, [5.0, 5.0, 1.0, 5.0]), k, equal_nan=True)
    assert np.isnan(rt.outliers.mandel_k(sds, 1)).all()
    assert np.isnan(rt.outliers.mandel_h([])).all()


def test_cochran_takes_one_n_or_one_a_laboratory():
    variances = [0.1, 0.2, 0.9, 0.1]
    one = rt.outliers.cochran(variances, 3)
    assert rt.outliers.cochran(variances, [3, 3, 3, 3]) == one
    assert rt.outliers.cochran(variances, np.array([3.0, 3.0, 3.0, 3.0])) == one
    assert rt.outliers.cochran(variances, 3.0) == one


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda o: o.grubbs([[1.0, 2.0, 3.0]]), ValueError, "grubbs: x has 2 dimensions, must have 1"),
        (lambda o: o.grubbs(["a", "b", "c"]), TypeError, "grubbs: x has dtype <U1"),
        (lambda o: o.grubbs(MEANS, sided="three"), ValueError, "sided = 'three', must be 'two' or 'one'"),
        (lambda o: o.grubbs_critical(2, 0.05), ValueError, "n = 2, must be at least 3"),
        (lambda o: o.grubbs_critical(8.5, 0.05), ValueError, "n = 8.5, must be an integer"),
        (lambda o: o.grubbs_critical(8, 0), ValueError, "alpha = 0, must be between 0 and 1"),
        (lambda o: o.grubbs_critical(8, "5 %"), TypeError, "alpha = '5 %', must be a number"),
        (lambda o: o.cochran([0.1, 0.2], 2.5), ValueError, "n = 2.5, must be an integer"),
        (lambda o: o.cochran([0.1, 0.2], [2, 2.5]), ValueError, "n[1] = 2.5, must be an integer not below 0"),
        (lambda o: o.cochran([0.1, 0.2], [2, 2, 2]), ValueError, "n has length 3"),
        (lambda o: o.cochran([0.1, 0.2], -1), ValueError, "n = -1, must be an integer not below 0"),
        (lambda o: o.cochran([0.1, 0.2], 2, unequal="x"), ValueError, "'x', must be 't_lam' or 'mode'"),
        (lambda o: o.cochran_critical(3, 1, 0.05), ValueError, "n = 1, must be at least 2"),
        (lambda o: o.grubbs_critical(3, 0.05, kind="two_max"), ValueError, "n = 3, must be at least 4"),
        (lambda o: o.dixon(MEANS, ratio="r12"), ValueError, "ratio = 'r12', must be 'r10', 'r11'"),
        (lambda o: o.dixon(MEANS, kind="opposite"), ValueError, "kind = 'opposite', must be 'max', 'min'"),
        (lambda o: o.dixon(MEANS, sided="one"), ValueError, "must be 'two' for kind 'both'"),
        (lambda o: o.dixon(np.arange(101.0)), ValueError, "n of x = 101, must be at most 100; use grubbs"),
        (lambda o: o.dixon_critical(4, 0.05, ratio="r21"), ValueError, "n = 4, must be from 5 to 100"),
        (lambda o: o.mandel_k([0.1, 0.2], [2, 2.5]), ValueError, "n[1] = 2.5, must be an integer"),
        (lambda o: o.mandel_k([0.1, -0.2]), ValueError, "sds[1] = -0.2, must be not negative"),
        (lambda o: o.mandel_k([0.1, 0.2], [2]), ValueError, "n has length 1"),
        (lambda o: o.mandel_h_critical(2, 0.05), ValueError, "p = 2, must be at least 3"),
        (lambda o: o.mandel_k_critical(8, 3, 1.5), ValueError, "alpha = 1.5, must be between 0 and 1"),
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call(rt.outliers)
    assert text in str(caught.value)


@pytest.mark.parametrize("kind", ["max", "min", "both", "opposite", "two_max", "two_min"])
@settings(deadline=None, max_examples=80)
@given(
    x=st.lists(st.integers(-1000, 1000), min_size=3, max_size=30),
    shift=st.integers(-(2**40), 2**40),
    exponent=st.integers(-300, 300),
)
def test_grubbs_is_invariant_to_unit_and_origin(kind, x, shift, exponent):
    r = rt.outliers.grubbs(np.array(x, dtype=float), kind=kind)
    moved = rt.outliers.grubbs((np.array(x, dtype=float) + shift) * 2.0**exponent, kind=kind)
    assert moved.status == r.status
    assert moved.indices.tolist() == r.indices.tolist()
    if r.status == "ok":
        assert moved.statistic == pytest.approx(r.statistic, rel=1e-12)
        assert moved.p_value == pytest.approx(r.p_value, rel=1e-9)
        assert r.p_value <= 0.05 or not (r.statistic > r.critical_5) or "two" in kind
        assert "two" not in kind or (r.statistic < r.critical_5) == (r.p_value < 0.05)
