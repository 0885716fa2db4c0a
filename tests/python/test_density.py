"""rt.density: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

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


def naive_dip(x):
    """Half-width of the narrowest band around F_n that holds a unimodal distribution: one LP a mode."""
    x, n = np.unique(x), len(x)
    m = len(x)
    best = math.inf
    for mode in range(m):
        # G left of the mode at x[0..mode], right of it at x[mode..]; the last unknown is the distance
        left, right = list(range(mode + 1)), list(range(mode + 1, m + 1))
        at = {0: x[: mode + 1], 1: x[mode:]}
        rows, bounds = [], []
        for side, index in ((0, left), (1, right)):
            sign = 1 if side == 0 else -1  # slopes rise, then fall
            for j in range(1, len(index) - 1):
                row = np.zeros(m + 2)
                first, second = at[side][j] - at[side][j - 1], at[side][j + 1] - at[side][j]
                row[index[j]] += sign * (1 / first + 1 / second)
                row[index[j - 1]] -= sign / first
                row[index[j + 1]] -= sign / second
                rows.append(row)
                bounds.append(0)
        for j in range(len(left) + len(right)):
            value = j if j <= mode else j - 1
            if j == mode:  # the left limit of G at the mode sees F_n from below only
                steps = [value / n]
            elif j == mode + 1:
                steps = [(value + 1) / n]
            else:
                steps = [value / n, (value + 1) / n]
            for step in steps:
                for sign in (1, -1):
                    row = np.zeros(m + 2)
                    row[j], row[-1] = sign, -1
                    rows.append(row)
                    bounds.append(sign * step)
        for below, above in ((mode, mode + 1), (0, 1), (m - 1, m)):  # it never falls
            row = np.zeros(m + 2)
            row[below], row[above] = 1, -1
            rows.append(row)
            bounds.append(0)
        cost = np.zeros(m + 2)
        cost[-1] = 1
        found = optimize.linprog(cost, A_ub=rows, b_ub=bounds, bounds=[(0, 1)] * (m + 2))
        best = min(best, found.fun)
    return best


@settings(deadline=None, max_examples=25)
@given(x=st.lists(st.integers(0, 60), min_size=4, max_size=12, unique=True))
def test_dip_is_the_narrowest_band(x):
    r = rt.density.dip(x)
    assert r.dip == pytest.approx(max(naive_dip(np.array(x, float)), 0.5 / len(x)), abs=1e-9)
    assert r.lower in x and r.upper in x and r.lower <= r.upper
    assert rt.density.dip(np.array(x) * -(2.0**700)).dip == pytest.approx(r.dip, rel=1e-12)


def test_dip_of_few_and_tied_values():
    assert rt.density.dip([1.0, 5.0, 9.0]).dip == 1 / 6
    equal = rt.density.dip([4.0] * 5)
    assert (equal.dip, equal.lower, equal.upper, equal.status) == (0.1, 4, 4, "ok")
    assert rt.density.dip([0, 0, 0, 0, 1, 1, 1, 1]).dip == pytest.approx(0.25)
    assert rt.density.dip([1, 2, 3, math.inf]).status == "not_finite"


def test_critical_bandwidth_is_where_the_number_of_modes_changes():
    for k in (1, 2, 3, 6):
        h = rt.density.critical_bandwidth(METHODS, modes=k)
        assert rt.density.modes(METHODS, bandwidth=h).count <= k
        assert rt.density.modes(METHODS, bandwidth=h * (1 - 1e-6)).count > k
    assert rt.density.critical_bandwidth([0, 1e-300]) == pytest.approx(5e-301, rel=1e-9)
    assert rt.density.critical_bandwidth([-1.5e308, 1.5e308]) == pytest.approx(1.5e308, rel=1e-9)
    assert rt.density.critical_bandwidth(np.array(METHODS) + 2**20) == pytest.approx(
        rt.density.critical_bandwidth(METHODS), rel=1e-8
    )
    symmetric = np.array([0.0, 1.0, 3.0, 4.0])  # its mode splits where f'' is 0 in the middle

    def middle(h):
        return np.sum((((symmetric - 2) / h) ** 2 - 1) * np.exp(-(((symmetric - 2) / h) ** 2) / 2))

    split = optimize.brentq(middle, 1, 2, xtol=1e-14)
    assert rt.density.critical_bandwidth(symmetric) == pytest.approx(split, rel=1e-9)
    for nothing in ([], [1.0], [2.0, 2.0], [1.0, 2.0, math.inf]):
        assert math.isnan(rt.density.critical_bandwidth(nothing))


def test_modality_tests():
    one = np.random.default_rng(5).normal(size=60)
    two = np.concatenate([one[:30], one[30:] + 8])
    for method in ("silverman", "dip"):
        kept = rt.density.modality_test(one, method=method, replicates=99)
        rejected = rt.density.modality_test(two, method=method, replicates=99)
        assert kept.p_value > 0.1 > 0.02 >= rejected.p_value >= 0.01
        assert rejected == rt.density.modality_test(two[::-1] * 2.0**40, method=method, replicates=99) or (
            method == "silverman"
        )
    again = rt.density.modality_test(two * 2.0**40, replicates=99)
    assert again.p_value == rt.density.modality_test(two, replicates=99).p_value
    assert again.statistic == pytest.approx(rt.density.critical_bandwidth(two * 2.0**40), rel=1e-9)
    assert rt.density.modality_test(two, modes=2, replicates=99).p_value > 0.1
    tied = rt.density.modality_test([4.0] * 9)
    assert (tied.status, math.isnan(tied.p_value)) == ("zero_scale", True)
    assert rt.density.modality_test([4.0] * 9, method="dip").p_value == 1
    assert rt.density.modality_test([1, 1, 1, 2], modes=2).status == "too_few"


def naive_mixture(x, r):
    return np.sum(np.log(stats.norm.pdf(np.asarray(x)[:, None], r.mean, r.sd) @ r.weight))


def test_normal_mixture_is_a_maximum():
    r = rt.density.normal_mixture(METHODS, k=2)
    assert r.log_likelihood == pytest.approx(naive_mixture(METHODS, r), rel=1e-12)

    def deviance(p):
        weight = np.array([p[0], 1 - p[0]])
        return -np.sum(np.log(stats.norm.pdf(np.array(METHODS)[:, None], p[1:3], p[3:5]) @ weight))

    best = optimize.minimize(deviance, [0.5, 1.2, 2, 0.2, 0.2], method="Nelder-Mead",
                             options={"xatol": 1e-9, "fatol": 1e-12, "maxfev": 10000})  # fmt: skip
    assert r.log_likelihood == pytest.approx(-best.fun, rel=1e-9)
    assert [r.weight[0], *r.mean, *r.sd] == pytest.approx(best.x, rel=1e-5)
    assert r.responsibility.shape == (25, 2)
    assert r.responsibility.mean(axis=0) == pytest.approx(r.weight, rel=1e-7)
    assert r.responsibility.T @ METHODS / r.responsibility.sum(axis=0) == pytest.approx(r.mean, rel=1e-7)


def test_normal_mixture_chooses_by_bic():
    x = [*METHODS, math.nan]
    r = rt.density.normal_mixture(x)
    fits = [rt.density.normal_mixture(x, k=k) for k in (1, 2, 3)]
    assert r.bic_by_k == pytest.approx([f.bic for f in fits]) and r.bic == min(r.bic_by_k)
    assert r.k == 1 + int(np.argmin(r.bic_by_k))
    assert np.isnan(r.responsibility[-1]).all() and not np.isnan(r.responsibility[:-1]).any()
    assert fits[0].mean[0] == pytest.approx(np.mean(METHODS)) and fits[0].sd[0] == pytest.approx(
        np.std(METHODS)
    )
    assert np.isnan(fits[1].bic_by_k).tolist() == [True, False]
    equal = rt.density.normal_mixture(METHODS, k=2, equal_sd=True)
    assert equal.sd[0] == equal.sd[1]
    assert equal.bic == pytest.approx(-2 * equal.log_likelihood + 4 * math.log(25))


@pytest.mark.parametrize("unit", [1e-290, 1e290, -1.0])
def test_normal_mixture_follows_the_unit(unit):
    a = rt.density.normal_mixture(METHODS, k=2)
    b = rt.density.normal_mixture(np.array(METHODS) * unit, k=2)
    order = slice(None, None, -1) if unit < 0 else slice(None)
    assert b.mean[order] / unit == pytest.approx(a.mean, rel=1e-7)
    assert b.weight[order] == pytest.approx(a.weight, rel=1e-7)
    assert b.log_likelihood == pytest.approx(a.log_likelihood - 25 * math.log(abs(unit)), rel=1e-9)


def test_normal_mixture_statuses():
    mixture = rt.density.normal_mixture
    assert mixture([1, 2, 3, 4], k=2).status == "too_few" and mixture([1, 2]).status == "too_few"
    assert np.isnan(mixture([1, 2, 3, 5]).bic_by_k).tolist() == [False, True, True]
    assert mixture([3.0] * 6, k=2).status == "zero_scale"
    assert mixture([1, 2, 3, 4, math.inf], k=1).status == "not_finite"
    assert mixture([1, 1, 1, 1, 5.0, 5.2, 5.1, 5.4], k=2).status == "degenerate"
    assert mixture([1.0, math.nan], k=1).responsibility.shape == (2, 0)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda d: d.critical_bandwidth(METHODS, modes=0), "modes = 0, must be at least 1"),
        (lambda d: d.modality_test(METHODS, modes=2, method="dip"), "modes = 2, must be 1 for method 'dip'"),
        (lambda d: d.modality_test(METHODS, modes=0), "modes = 0, must be at least 1"),
        (lambda d: d.modality_test(METHODS, replicates=0), "replicates = 0, must be at least 1"),
        (lambda d: d.modality_test(METHODS, method="h"), "method = 'h', must be 'silverman' or 'dip'"),
        (lambda d: d.normal_mixture(METHODS, k=0), "k = 0, must be 'bic' or an integer of at least 1"),
        (lambda d: d.normal_mixture(METHODS, k="aic"), "k = 'aic', must be 'bic' or an integer"),
        (lambda d: d.normal_mixture(METHODS, k_max=0), "k_max = 0, must be at least 1"),
        (lambda d: d.normal_mixture(METHODS, tolerance=0), "tolerance = 0, must be finite and positive"),
        (lambda d: d.normal_mixture(METHODS, max_iterations=0), "max_iterations = 0, must be at least 1"),
    ],
)
def test_mistakes_in_tests_and_mixtures_are_told(call, text):
    with pytest.raises(ValueError, match=r"^[a-z_]+: ") as caught:
        call(rt.density)
    assert text in str(caught.value)
