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


def test_the_pair_kinds_are_not_offered_yet():
    with pytest.raises(ValueError, match="kind = 'two_max', must be 'max', 'min', 'both' or 'opposite'"):
        rt.outliers.grubbs(MEANS, kind="two_max")


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
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call(rt.outliers)
    assert text in str(caught.value)


@pytest.mark.parametrize("kind", ["max", "min", "both", "opposite"])
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
        assert (r.statistic > r.critical_5) == (r.p_value < 0.05)
