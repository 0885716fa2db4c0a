"""rt.censored: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

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
