"""rt.density: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt

# ISO 13528:2022, Table E.11, averages of example E.13: two methods.
METHODS = [
    2.15, 1.85, 1.8, 1.8, 1.9, 1.9, 1.9, 2.05, 2.35, 2.03, 2.08, 1.25, 1.13,
    1.0, 1.08, 1.2, 1.35, 1.23, 1.23, 0.9, 1.48, 1.2, 1.73, 1.43, 1.28,
]  # fmt: skip


def test_results_are_arrays_and_plain_numbers():
    f = rt.density.kde(METHODS, points=5)
    assert f.grid.shape == f.density.shape == (5,)
    assert (f.n, f.method, f.status) == (25, "exact", "ok")
    m = rt.density.modes(METHODS)
    assert (type(m.main), type(m.count), m.count, m.antimode.shape) == (int, int, 2, (1,))
    assert np.isnan(m.standard_error).all() and np.isnan(m.bootstrap_support).all()
    assert m == rt.density.modes(np.array(METHODS))
    assert "location" in m.to_dict() and "count=2" in repr(m)


def test_a_rule_is_a_name_or_a_number():
    for rule in ("silverman", "scott", "normal", "robust", "sheather_jones"):
        h = rt.density.bandwidth(METHODS, rule=rule)
        assert h > 0
        assert rt.density.kde(METHODS, bandwidth=rule).bandwidth == h
        assert rt.density.modes(METHODS, bandwidth=h) == rt.density.modes(METHODS, bandwidth=rule)
    assert rt.density.bandwidth(METHODS, rule="iupac", sigma_pt=0.2) == 0.75 * 0.2
    assert rt.density.bandwidth(METHODS, rule=np.float64(0.5)) == 0.5
    assert rt.density.bandwidth(METHODS, rule=2) == 2.0


def test_bandwidth_along_an_axis():
    table = np.column_stack([METHODS, np.array(METHODS) * 3, np.full(25, 1.0)])
    h = rt.density.bandwidth(table, axis=0)
    assert h.dtype == np.float64 and h[0] == rt.density.bandwidth(METHODS)
    assert h[1] == pytest.approx(3 * h[0], rel=1e-14) and math.isnan(h[2])
    assert rt.density.bandwidth(table.astype("f4"), axis=0)[0] == pytest.approx(h[0], rel=1e-6)


def test_masked_values_integers_and_columns_are_read():
    masked = np.ma.masked_array([*METHODS, 99.0], [False] * 25 + [True])
    assert rt.density.modes(masked) == rt.density.modes(METHODS)
    assert rt.density.modes([1, 2, 3, 9], bandwidth=1).count == 2
    assert rt.density.kde(METHODS, grid=[1, 2]).grid.tolist() == [1.0, 2.0]


def test_what_the_data_do_is_the_status():
    assert rt.density.modes([]).status == "too_few"
    assert rt.density.modes([1.0, math.inf]).status == "not_finite"
    assert rt.density.kde([3.0, 3.0]).status == "zero_scale"
    nothing = rt.density.kde([math.nan], bandwidth=1.0, grid=[1.0, 2.0])
    assert np.isnan(nothing.density).all() and nothing.grid.tolist() == [1.0, 2.0]
    assert rt.density.kde([], points=5).grid.shape == (0,)


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda d: d.bandwidth([[1.0]]), ValueError, "bandwidth: x has 2 dimensions, must have 1"),
        (lambda d: d.bandwidth(METHODS, rule="x"), ValueError, "rule = 'x', must be 'silverman', 'scott'"),
        (lambda d: d.bandwidth(METHODS, rule=None), TypeError, "rule = None, must be a number"),
        (lambda d: d.bandwidth(METHODS, rule=0), ValueError, "rule = 0, must be finite and positive"),
        (lambda d: d.bandwidth(METHODS, rule="amc"), ValueError, "'amc' needs sigma_pt"),
        (lambda d: d.bandwidth(METHODS, sigma_pt=-1), ValueError, "sigma_pt = -1, must be finite"),
        (lambda d: d.bandwidth(METHODS, sigma_pt=math.nan), ValueError, "sigma_pt = nan, must be finite"),
        (lambda d: d.kde(["a"]), TypeError, "kde: x has dtype <U1"),
        (lambda d: d.kde(METHODS, grid=[]), ValueError, "kde: grid is empty"),
        (lambda d: d.kde(METHODS, grid=[1.0, math.inf]), ValueError, "grid[1] = inf, must be finite"),
        (lambda d: d.kde(METHODS, points=1), ValueError, "points = 1, must be at least 2"),
        (lambda d: d.kde(METHODS, points=2.5), ValueError, "points = 2.5, must be an integer"),
        (lambda d: d.kde(METHODS, cut=math.nan), ValueError, "cut = nan, must be finite and not negative"),
        (lambda d: d.kde(METHODS, method="fft"), ValueError, "method = 'fft', must be 'auto', 'exact'"),
        (lambda d: d.modes(METHODS, min_support=-0.1), ValueError, "min_support = -0.1, must be from 0"),
        (lambda d: d.modes(METHODS, replicates=-1), ValueError, "replicates = -1, must be an integer"),
        (lambda d: d.modes(METHODS, bandwidth=-2), ValueError, "modes: bandwidth = -2, must be finite"),
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call(rt.density)
    assert text in str(caught.value)


@settings(deadline=None, max_examples=60)
@given(
    x=st.lists(st.integers(-60, 60), min_size=2, max_size=40),
    h=st.floats(0.2, 20),
    shift=st.integers(-(2**30), 2**30),
    exponent=st.integers(-900, 900),
)
def test_modes_follow_the_unit_and_the_origin(x, h, shift, exponent):
    r = rt.density.modes(np.array(x, float), bandwidth=h)
    assert r.status == "ok" and r.count == len(r.antimode) + 1
    assert (np.diff(r.location) > 0).all() and sum(r.support) == pytest.approx(1, abs=1e-12)
    assert r.height[r.main] >= max(r.height) * (1 - 1e-12)
    moved = rt.density.modes((np.array(x, float) + shift) * 2.0**exponent, bandwidth=h * 2.0**exponent)
    assert moved.count == r.count
    assert moved.support == pytest.approx(r.support, rel=1e-9)
    unit = 2.0**exponent
    assert moved.location / unit - shift == pytest.approx(r.location, abs=1e-8 + 1e-15 * abs(shift))
