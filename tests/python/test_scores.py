"""rt.scores: logarithms, missing uncertainties, signals, combined scores.

Broadcasting, types, mistakes and exactness of the element-wise functions: test_elementwise.py; worked
examples with their sources: test_reference.py.
"""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import ringtrial as rt

NAN = math.nan
mp = mpmath.mp.clone()
mp.prec = 400
POSITIVE = st.floats(min_value=1e-300, max_value=1e300)


@pytest.mark.parametrize(("transform", "log"), [("log10", mp.log10), ("ln", mp.log)])
@settings(deadline=None, max_examples=200)
@given(x=POSITIVE, x_pt=POSITIVE, s=POSITIVE, u=POSITIVE)
def test_with_a_logarithm_within_4_ulp_of_the_largest_term(transform, log, x, x_pt, s, u):
    a, b, root = log(mp.mpf(x)), log(mp.mpf(x_pt)), mp.sqrt(mp.mpf(s) ** 2 + mp.mpf(u) ** 2)
    largest = max(abs(a), abs(b))
    for got, denominator in (
        (rt.scores.difference(x, x_pt, transform=transform), 1),
        (rt.scores.z(x, x_pt, s, transform=transform), s),
        (rt.scores.z_prime(x, x_pt, s, u, transform=transform), root),
        (rt.scores.zeta(x, x_pt, s, u, transform=transform), root),
        (rt.scores.e_n(x, x_pt, s, u, transform=transform), root),
    ):
        expected, size = (a - b) / denominator, float(largest / denominator)
        if math.isfinite(size):
            assert abs(mp.mpf(got) - expected) <= 4 * mp.mpf(math.ulp(size))


@pytest.mark.parametrize("transform", ["log10", "ln"])
def test_what_is_not_above_0_has_no_logarithm(transform):
    for score in (
        lambda x, x_pt: rt.scores.z(x, x_pt, 1.0, transform=transform),
        lambda x, x_pt: rt.scores.difference(x, x_pt, transform=transform),
        lambda x, x_pt: rt.scores.zeta(x, x_pt, 1.0, 1.0, transform=transform),
    ):
        for bad in (0.0, -0.0, -5.0, math.inf, NAN):
            assert math.isnan(score(bad, 10.0))
            assert math.isnan(score(10.0, bad))
            assert math.isnan(score(bad, bad))
        assert score(10.0, 10.0) == 0


@pytest.mark.parametrize("score", [rt.scores.zeta, rt.scores.e_n])
def test_a_missing_uncertainty_of_the_laboratory_only(score):
    x = np.array([1.0, 1.0, 1.0, 1.0])
    u = np.array([0.3, NAN, 0.3, NAN])
    u_pt = np.array([0.4, 0.4, NAN, 0.0])
    np.testing.assert_array_equal(score(x, 0.0, u, u_pt), [2.0, NAN, NAN, NAN])
    np.testing.assert_array_equal(score(x, 0.0, u, u_pt, missing_u="zero"), [2.0, 2.5, NAN, NAN])


def test_z_prime_is_never_larger_than_z():
    rng = np.random.default_rng(3)
    x, s, u = rng.normal(size=500), rng.uniform(0.1, 2, 500), rng.uniform(0, 2, 500)
    z, z_prime = rt.scores.z(x, 0.0, s), rt.scores.z_prime(x, 0.0, s, u)
    assert np.all(np.abs(z_prime) <= np.abs(z))
    np.testing.assert_array_equal(rt.scores.z_prime(x, 0.0, s, 0.0), z)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: rt.scores.z(1, 2, 1, transform="log2"),
            "z: transform = 'log2', must be 'none', 'log10' or 'ln'",
        ),
        (lambda: rt.scores.zeta(1, 2, 1, 1, missing_u="0"), "zeta: missing_u = '0', must be 'nan' or 'zero'"),
        (
            lambda: rt.scores.standard_uncertainty(1, 2, missing_k="2"),
            "standard_uncertainty: missing_k = '2', must be 'nan', 'rectangular' or a number",
        ),
        (
            lambda: rt.scores.standard_uncertainty(1, 2, missing_k=0),
            "standard_uncertainty: missing_k = 0, must be 'nan', 'rectangular' or a finite positive number",
        ),
        (
            lambda: rt.scores.signal(1, "zz"),
            "signal: kind = 'zz', must be 'z', 'z_prime', 'zeta', 'e_n' or 'percent_allowance'",
        ),
        (
            lambda: rt.scores.signal(1, limits=[3.0, 2.0]),
            "signal: limits = [3.0, 2.0], must be a finite positive number or two that increase",
        ),
        (lambda: rt.scores.signal(1, limits=(2, 2)), "signal: limits = (2, 2), must be"),
        (lambda: rt.scores.signal(1, limits=0), "signal: limits = 0, must be"),
        (lambda: rt.scores.signal(1, limits=NAN), "signal: limits = nan, must be"),
        (lambda: rt.scores.signal(1, limits=[1, math.inf]), "signal: limits = [1, inf], must be"),
        (lambda: rt.scores.signal(1, limits=[1, 2, 3]), "signal: limits = [1, 2, 3], must be"),
        (lambda: rt.scores.signal(1, limits=[]), "signal: limits = [], must be"),
        (
            lambda: rt.scores.signal(1, tolerance=0.01),
            "signal: tolerance = 0.01, must be from 0 to below 0.01",
        ),
        (lambda: rt.scores.signal(1, tolerance=-1e-9), "signal: tolerance = -1e-09, must be"),
        (lambda: rt.scores.signal_ez(1, 1, tolerance=NAN), "signal_ez: tolerance = nan, must be"),
        (
            lambda: rt.scores.screen_uncertainty([1, 1], [0.1, 0.3], 0.2),
            "screen_uncertainty: u_min[1] = 0.3, must be at most u_max = 0.2",
        ),
        (
            lambda: rt.scores.screen_uncertainty([[1], [1]], 0.3, [0.4, 0.2]),
            "screen_uncertainty: u_min = 0.3, must be at most u_max[1] = 0.2",
        ),
        (
            lambda: rt.scores.screen_uncertainty(-1, 0, 1),
            "screen_uncertainty: u = -1, must be finite and not negative",
        ),
        (lambda: rt.scores.rsz([[1.0]]), "rsz: z has 2 dimensions, must have 1, or give axis"),
    ],
)
def test_mistakes_say_what_is_allowed(call, text):
    with pytest.raises(ValueError) as caught:
        call()
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: rt.scores.z(1, 2, 1, transform=None), "z: transform = None"),
        (lambda: rt.scores.signal(1, limits="2"), "signal: limits"),
        (lambda: rt.scores.signal("2"), "signal: score"),
        (lambda: rt.scores.signal(1, tolerance="0"), "signal: tolerance = '0', must be a number"),
        (lambda: rt.scores.ssz(["1"]), "ssz: z has dtype <U1"),
    ],
)
def test_wrong_types_name_the_argument(call, text):
    with pytest.raises(TypeError) as caught:
        call()
    assert text in str(caught.value)


def test_options_are_keyword_only():
    with pytest.raises(TypeError):
        rt.scores.z(1.0, 2.0, 3.0, "none")
    with pytest.raises(TypeError):
        rt.scores.percent_allowance(1.0, 2.0, 3.0, 0.0)


def test_missing_k_of_standard_uncertainty():
    U, k = np.array([0.6, 0.6, NAN]), np.array([2.0, NAN, NAN])
    np.testing.assert_array_equal(rt.scores.standard_uncertainty(U, k), [0.3, NAN, NAN])
    # GUM 4.3.7: half-width over sqrt(3)
    got = rt.scores.standard_uncertainty(U, k, missing_k="rectangular")
    np.testing.assert_allclose(got, [0.3, 0.6 / math.sqrt(3), NAN], rtol=1e-15)
    np.testing.assert_array_equal(rt.scores.standard_uncertainty(U, k, missing_k=3), [0.3, 0.6 / 3, NAN])


# --- signals -----------------------------------------------------------------------------------

S, Q, U, N = "satisfactory", "questionable", "unsatisfactory", "not_scored"


@pytest.mark.parametrize(
    ("kind", "scores", "signals"),
    [
        ("z", [0, 2, 2.001, 2.999, 3, 1e300, math.inf, NAN], [S, S, Q, Q, U, U, U, N]),
        ("z_prime", [2.5], [Q]),
        ("zeta", [2.5], [Q]),
        ("e_n", [0.99, 1, 1.001, 5, math.inf, NAN], [S, S, U, U, U, N]),
        ("percent_allowance", [99.9, 100, 100.1, NAN], [S, S, U, N]),
    ],
)
def test_signals_of_each_kind(kind, scores, signals):
    assert rt.scores.signal(scores, kind).tolist() == signals
    assert rt.scores.signal(np.negative(scores), kind).tolist() == signals
    for score, expected in zip(scores, signals, strict=True):
        assert rt.scores.signal(score, kind) == expected and type(rt.scores.signal(score, kind)) is str


def test_equal_is_meant_in_decimals():
    assert (0.34 - 0.30) / 0.02 > 2
    assert rt.scores.signal(rt.scores.z(0.34, 0.30, 0.02)) == S
    assert rt.scores.signal(rt.scores.z(0.34, 0.30, 0.02), tolerance=0) == Q
    inside, outside = 1 - 1e-9, 1 + 1e-9
    assert rt.scores.signal([2 * outside, 3 * inside, 2 * 1.000000002]).tolist() == [S, U, Q]
    assert rt.scores.signal(2.004, tolerance=0.009) == S


def test_limits_override_the_kind():
    for limits in (2.0, [2.0], np.array(2.0), np.array([2])):
        assert rt.scores.signal([1.9, 2.0, 2.1, 9], limits=limits).tolist() == [S, S, U, U]
    for limits in ((1, 1.5), [1, 1.5], np.array([1, 1.5])):
        assert rt.scores.signal([1, 1.2, 1.5], "e_n", limits=limits).tolist() == [S, Q, U]


def test_signals_keep_the_shape():
    got = rt.scores.signal(np.array([[0.0, 2.5, 4.0]]).T)
    assert got.shape == (3, 1) and got.dtype.kind == "U"
    assert rt.scores.signal(np.empty((0, 2))).shape == (0, 2)
    assert rt.scores.signal(np.float32(2.5)) == Q
    assert rt.scores.signal(np.tile([0.0, 2.5, 4.0], 5000))[-3:].tolist() == [S, Q, U]


def test_signal_ez():
    got = rt.scores.signal_ez([[-1.0], [0.5], [1.1], [-math.inf], [NAN]], [0.0, 1.0 + 5e-10, 1.5])
    assert got.tolist() == [[S, S, Q], [S, S, Q], [Q, Q, U], [Q, Q, U], [N, N, N]]
    assert rt.scores.signal_ez(0.5, NAN) == N
    assert rt.scores.signal_ez(0.5, 1 + 5e-10, tolerance=0) == Q


def test_screening():
    u = [0.0999, 0.1, 0.1 - 1e-14, 0.3 + 1e-14, 0.3001, NAN]
    assert rt.scores.screen_uncertainty(u, 0.1, 0.3).tolist() == ["b", "a", "a", "a", "c", "not_stated"]
    assert rt.scores.screen_uncertainty(0.2, NAN, 0.3) == "not_scored"
    assert rt.scores.screen_uncertainty([0.2, 0.2], [0.1, 0.2], [NAN, 0.2]).tolist() == ["not_scored", "a"]


# --- combined scores ------------------------------------------------------------------------------

Z = [0.6, -0.8, 0.3, 1.7, 0.7, -0.1, NAN]


def test_combined_scores_of_the_definition():
    z = np.array(Z[:6])
    r, s = rt.scores.rsz(Z), rt.scores.ssz(Z)
    assert (r.n, r.status, s.n, s.status) == (6, "ok", 6, "ok")
    assert r.value == pytest.approx(z.sum() / math.sqrt(6), rel=1e-14)
    assert s.value == pytest.approx((z**2).sum(), rel=1e-14)
    # SciPy's distributions
    assert r.p_value == pytest.approx(2 * stats.norm.sf(abs(r.value)), rel=1e-13)
    assert s.p_value == pytest.approx(stats.chi2.sf(s.value, 6), rel=1e-12)


@pytest.mark.parametrize("combine", [rt.scores.rsz, rt.scores.ssz])
def test_combined_scores_along_an_axis(combine):
    rng = np.random.default_rng(5)
    table = rng.normal(size=(9, 4, 3))
    table[rng.random(table.shape) < 0.2] = NAN
    table[:, 0, 0], table[2, 1, 1] = NAN, math.inf
    batch = combine(table, axis=0)
    assert batch.status[0, 0] == "too_few" and batch.status[1, 1] == "not_finite"
    for i, j in np.ndindex(4, 3):
        single = combine(table[:, i, j])
        for field in ("value", "p_value", "n", "status"):
            np.testing.assert_array_equal(getattr(batch, field)[i, j], getattr(single, field))
        assert combine(table[::-1, i, j]) == single
    assert combine(table.astype("f4"), axis=0).value.dtype == np.float32


def test_combined_scores_neither_overflow_nor_underflow_needlessly():
    assert rt.scores.rsz([1e308, 1e308, 1e308, -1.2e308]).value == pytest.approx(0.9e308, rel=1e-14)
    assert rt.scores.rsz([3e-310, 1e-310]).value == pytest.approx(4e-310 / math.sqrt(2), rel=1e-13)
    assert rt.scores.ssz([3e150, 4e150]).value == pytest.approx(25e300, rel=1e-14)
    assert rt.scores.ssz([3e-150, 4e-150]).value == pytest.approx(25e-300, rel=1e-14)
    too_large = rt.scores.ssz([1e200, 1.0])
    assert too_large.status == "not_finite" and math.isnan(too_large.value) and math.isnan(too_large.p_value)


def test_combined_results_show_themselves():
    r = rt.scores.rsz([4.0, -4.0])
    assert repr(r) == "CombinedScoreResult(value=0, p_value=1, n=2, status='ok')"
    assert r.to_dict() == {"value": 0.0, "p_value": 1.0, "n": 2, "status": "ok"}
