"""rt.assigned: estimators, mixtures, certificates, expert laboratories, comparisons.

Broadcasting, types, mistakes and exactness of combine_uncertainty: test_elementwise.py; worked examples with
their sources: test_reference.py. Twins below are the formulas of docs/methods in mpmath.
"""

import math
import pickle

import mpmath
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ringtrial as rt

NAN, INF = math.nan, math.inf
mp = mpmath.mp.clone()
mp.prec = 400


# --- from participants ----------------------------------------------------------------------------

X = np.array([9.1, 10.2, 9.7, 10.9, 9.9, 10.4, 14.0, 9.6, 10.1, 10.0, 8.7, 10.3])
PARTS = {
    "algorithm_a": lambda x: (rt.robust.algorithm_a(x).location, rt.robust.algorithm_a(x).scale),
    "q_hampel": lambda x: (rt.robust.q_hampel(x).location, rt.robust.q_hampel(x).scale),
    "median_niqr": lambda x: (rt.robust.median(x), rt.robust.niqr(x)),
    "median_mad": lambda x: (rt.robust.median(x), rt.robust.mad(x)),
    "median_qn": lambda x: (rt.robust.median(x), rt.robust.qn(x)),
    "biweight": lambda x: (rt.robust.biweight(x), rt.robust.biweight_scale(x)),
    "mean": lambda x: (np.mean(x), np.std(x, ddof=1)),
}


@pytest.mark.parametrize("estimator", PARTS)
def test_each_estimator_is_the_robust_one(estimator):
    r = rt.assigned.from_participants(X, estimator=estimator)
    location, scale = PARTS[estimator](X)
    factor = 1 if estimator == "mean" else 1.25
    assert (r.value, r.scale) == pytest.approx((location, scale), rel=1e-14)
    assert r.standard_uncertainty == pytest.approx(factor * scale / math.sqrt(12), rel=1e-14)
    assert (r.n, r.estimator, r.status) == (12, estimator, "ok")
    assert rt.assigned.from_participants(
        X, estimator=estimator, factor=2
    ).standard_uncertainty == pytest.approx(2 * scale / math.sqrt(12), rel=1e-14)


@pytest.mark.parametrize("estimator", PARTS)
def test_too_little_equal_and_infinite(estimator):
    for x, n in (([], 0), ([4.2], 1), ([NAN, 4.2, NAN], 1)):
        r = rt.assigned.from_participants(x, estimator=estimator)
        assert (r.n, r.status) == (n, "too_few")
        assert all(math.isnan(v) for v in (r.value, r.standard_uncertainty, r.scale))
    r = rt.assigned.from_participants([0.1] * 7 + [NAN], estimator=estimator)
    assert (r.value, r.standard_uncertainty, r.scale, r.n, r.status) == (0.1, 0.0, 0.0, 7, "zero_scale")
    for bad in (INF, -INF):
        r = rt.assigned.from_participants([1.0, 2.0, bad, 3.0], estimator=estimator)
        assert (r.n, r.status) == (4, "not_finite")
        assert all(math.isnan(v) for v in (r.value, r.standard_uncertainty, r.scale))


@pytest.mark.parametrize("estimator", PARTS)
@settings(deadline=None, max_examples=60)
@given(
    x=st.lists(st.integers(-1000, 1000), min_size=2, max_size=30),
    exponent=st.integers(-900, 900),
    seed=st.integers(0),
)
def test_neither_order_nor_unit_matters(estimator, x, exponent, seed):
    x = np.array(x, dtype=float)
    r = rt.assigned.from_participants(x, estimator=estimator)
    shuffled = np.random.default_rng(seed % 2**32).permutation(x)
    assert rt.assigned.from_participants(shuffled, estimator=estimator) == r
    scaled = rt.assigned.from_participants(np.ldexp(x, exponent), estimator=estimator)
    assert scaled.value == math.ldexp(r.value, exponent)
    assert scaled.standard_uncertainty == pytest.approx(
        math.ldexp(r.standard_uncertainty, exponent), rel=1e-15
    )
    assert scaled.status == r.status


@pytest.mark.parametrize("estimator", PARTS)
def test_along_an_axis(estimator):
    rng = np.random.default_rng(8)
    table = rng.normal(10, 1, (9, 4, 3))
    table[rng.random(table.shape) < 0.15] = NAN
    table[:, 1, 1], table[2, 0, 2], table[1:, 3, 0] = 5.0, INF, NAN
    batch = rt.assigned.from_participants(table, estimator=estimator, axis=0)
    assert batch.estimator == estimator and batch.value.shape == (4, 3)
    for i, j in np.ndindex(4, 3):
        single = rt.assigned.from_participants(table[:, i, j].copy(), estimator=estimator)
        for field in ("value", "standard_uncertainty", "scale", "n", "status"):
            np.testing.assert_array_equal(getattr(batch, field)[i, j], getattr(single, field))
    single = rt.assigned.from_participants(table.astype("f4"), estimator=estimator, axis=0)
    double = rt.assigned.from_participants(table.astype("f4").astype("f8"), estimator=estimator, axis=0)
    assert single.value.dtype == np.float32
    np.testing.assert_array_equal(single.standard_uncertainty, double.standard_uncertainty.astype("f4"))


def test_replicates_count_laboratories():
    lab = ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f"]
    r, q = rt.assigned.from_participants(X, estimator="q_hampel", lab=lab), rt.robust.q_hampel(X, lab)
    assert (r.value, r.scale, r.n) == (q.location, q.scale, 6)
    assert r.standard_uncertainty == pytest.approx(1.25 * q.scale / math.sqrt(6), rel=1e-15)
    batch = rt.assigned.from_participants(np.stack([X, X + 1]), estimator="q_hampel", lab=lab, axis=1)
    assert batch.value[0] == r.value and batch.n.tolist() == [6, 6]


def test_options_are_passed_on():
    exact = rt.robust.algorithm_a(X, k=2.0, correction="exact")
    r = rt.assigned.from_participants(X, k=2.0, correction="exact")
    assert (r.value, r.scale) == (exact.location, exact.scale)
    for estimator, options, scale in (
        ("algorithm_a", {"correction": 1.2}, rt.robust.algorithm_a(X, correction=1.2).scale),
        (
            "algorithm_a",
            {"stopping": "three_figures"},
            rt.robust.algorithm_a(X, stopping="three_figures").scale,
        ),
        ("median_niqr", {"quartiles": "exclusive"}, rt.robust.niqr(X, quartiles="exclusive")),
        ("median_qn", {"finite_sample": False}, rt.robust.qn(X, finite_sample=False)),
        ("median_qn", {"finite_sample": "1993"}, rt.robust.qn(X, finite_sample="1993")),
        ("biweight", {"c": 7.0}, rt.robust.biweight_scale(X, c=7.0)),
    ):
        assert rt.assigned.from_participants(X, estimator=estimator, **options).scale == scale
    hampel = rt.assigned.from_participants(X, estimator="q_hampel", a=1.0, b=2.0, c=3.0)
    assert hampel.value == rt.robust.q_hampel(X, a=1.0, b=2.0, c=3.0).location
    stopped = rt.assigned.from_participants(X, stopping="three_figures", max_iterations=1)
    assert stopped.status == "max_iterations" and math.isfinite(stopped.value)


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"estimator": "median"}, ValueError, "estimator = 'median', must be 'algorithm_a', 'q_hampel'"),
        ({"estimator": None}, TypeError, "from_participants: estimator = None"),
        ({"factor": 0}, ValueError, "from_participants: factor = 0, must be finite and positive"),
        ({"factor": NAN}, ValueError, "from_participants: factor = nan, must be finite and positive"),
        ({"factor": "1"}, TypeError, "from_participants: factor = '1', must be a number"),
        (
            {"estimator": "mean", "quartiles": "tukey"},
            ValueError,
            "from_participants: quartiles is no option of estimator 'mean', which has none",
        ),
        ({"c": 6}, ValueError, "c is no option of estimator 'algorithm_a', which has k, correction"),
        ({"estimator": "median_mad", "lab": [1] * 12}, ValueError, "lab is no option of estimator"),
        ({"estimator": "q_hampel", "lab": [1, 2]}, ValueError, "lab has length 2, must have one label per"),
        ({"estimator": "biweight", "c": -1}, ValueError, "c = -1, must be finite and positive"),
        ({"k": 0}, ValueError, "k = 0, must be"),
        ({"stopping": "soon"}, ValueError, "from_participants: stopping = 'soon', must be 'fixed_point' or"),
        ({"max_iterations": 0}, ValueError, "from_participants: max_iterations = 0, must be"),
        ({"axis": 1}, ValueError, "from_participants: axis = 1, must be from -1 to 0"),
    ],
)  # fmt: skip
def test_mistakes_in_options(options, kind, text):
    with pytest.raises(kind) as caught:
        rt.assigned.from_participants(X, **options)
    assert text in str(caught.value)


def test_frames_are_read_as_arrays():
    expected = rt.assigned.from_participants(np.append(X, NAN))
    for column in (
        pd.Series(np.append(X, NAN)),
        pl.Series([*X, None]),
        np.ma.masked_invalid(np.append(X, NAN)),
    ):
        assert rt.assigned.from_participants(column) == expected


# --- formulation ----------------------------------------------------------------------------------

MASS = st.floats(1e-6, 1e6)
UNCERTAINTY = st.floats(0, 10).map(lambda v: v if v > 1e-9 else 0.0)
SHARE = st.floats(0, 1e6).map(lambda v: v if v > 1e-9 else 0.0)


def mixture(masses, fractions, u_masses, u_fractions, total, u_total, u_other):
    m, w, um, uw = ([mp.mpf(v) for v in values] for values in (masses, fractions, u_masses, u_fractions))
    all_ = mp.mpf(total) if total is not None else mp.fsum(m)
    value = mp.fsum(a * b for a, b in zip(m, w, strict=True)) / all_
    parts = [abs(b if total is not None else b - value) / all_ * u for b, u in zip(w, um, strict=True)]
    parts += [a / all_ * u for a, u in zip(m, uw, strict=True)]
    parts += [value / all_ * mp.mpf(u_total)] if total is not None else []
    parts += [mp.mpf(u_other)]
    return value, parts, mp.sqrt(mp.fsum(p * p for p in parts))


@settings(deadline=None, max_examples=150)
@given(data=st.data(), n=st.integers(1, 6), weighed=st.booleans(), alike=st.booleans())
def test_a_mixture_is_that_of_the_formula(data, n, weighed, alike):
    def some(strategy):
        return np.array(data.draw(st.lists(strategy, min_size=n, max_size=n)))

    masses, u_masses, u_fractions = some(MASS), some(UNCERTAINTY), some(UNCERTAINTY)
    fractions = np.nextafter(0.25, some(st.integers(0, 1))) if alike else some(SHARE)
    total = float(masses.sum() * data.draw(st.floats(1.0001, 1e6))) if weighed else None
    u_total = data.draw(st.floats(0, 10)) if weighed else None
    r = rt.assigned.formulation(
        masses,
        fractions,
        u_masses=u_masses,
        u_fractions=u_fractions,
        total=total,
        u_total=u_total,
        u_other=0.5,
    )
    value, parts, u = mixture(masses, fractions, u_masses, u_fractions, total, u_total, 0.5)
    assert r.status == "ok" and len(r.contributions) == 2 * n + 1 + weighed
    assert r.value == pytest.approx(float(value), rel=1e-14)
    assert r.standard_uncertainty == pytest.approx(float(u), rel=1e-14)
    for got, part, u_mass in zip(r.contributions, parts, [*u_masses, *[0] * (n + 2)], strict=False):
        rounding = 1e-15 * float(max(fractions)) / float(masses.sum()) * u_mass  # of the value in w - value
        assert got == pytest.approx(float(part), rel=1e-12, abs=rounding)


def test_equal_fractions_depend_on_no_mass():
    r = rt.assigned.formulation([0.1, 0.2, 0.3], [0.1, 0.1, 0.1], u_masses=[1, 1, 1])
    assert r.value == 0.1 and r.standard_uncertainty == 0 and r.contributions.tolist() == [0.0] * 7


@pytest.mark.parametrize("size", [1e290, 1e-290])
def test_a_mixture_in_any_unit(size):
    masses, fractions, u = np.array([10.0, 90.0]), np.array([0.05, 0.002]), np.array([0.01, 0.02])
    one = rt.assigned.formulation(masses, fractions, u_masses=u, u_fractions=u / 100, u_other=1e-5)
    for m, w in ((size, 1.0), (1.0, size)):
        other = rt.assigned.formulation(
            masses * m, fractions * w, u_masses=u * m, u_fractions=u / 100 * w, u_other=1e-5 * w
        )
        assert other.value / w == pytest.approx(one.value, rel=1e-14)
        assert other.standard_uncertainty / w == pytest.approx(one.standard_uncertainty, rel=1e-14)


@pytest.mark.parametrize(
    ("args", "options", "text"),
    [
        (([], []), {}, "formulation: masses is empty, must have at least one value"),
        (([1, 3], [0.8]), {}, "formulation: fractions has 1 values, must have one for each of 2 masses"),
        (([1, 3], [0.8, 0.1]), {"u_masses": [0.1]}, "formulation: u_masses has 1 values"),
        (([1, 3], [0.8, 0.1]), {"u_fractions": []}, "formulation: u_fractions has 0 values"),
        (([1, 0], [0.8, 0.1]), {}, "formulation: masses[1] = 0, must be finite and positive"),
        (([1, NAN], [0.8, 0.1]), {}, "formulation: masses[1] = nan, must be finite and positive"),
        (([1, 3], [0.8, -0.1]), {}, "formulation: fractions[1] = -0.1, must be finite and not negative"),
        (([1, 3], [INF, 0.1]), {}, "formulation: fractions[0] = inf, must be finite and not negative"),
        (([1, 3], [0.8, 0.1]), {"u_masses": [0.1, -0.1]}, "formulation: u_masses[1] = -0.1, must be"),
        (([1, 3], [0.8, 0.1]), {"u_fractions": [NAN, 0]}, "formulation: u_fractions[0] = nan, must be"),
        (
            ([1, 3], [0.8, 0.1]),
            {"total": 3.9},
            "formulation: total = 3.9, must be finite and not below the sum",
        ),
        (([1, 3], [0.8, 0.1]), {"total": NAN}, "formulation: total = nan, must be"),
        (
            ([1, 3], [0.8, 0.1]),
            {"u_total": 0.1},
            "formulation: u_total = 0.1, must be left out without total",
        ),
        (([1, 3], [0.8, 0.1]), {"total": 4, "u_total": -1}, "formulation: u_total = -1, must be"),
        (([1, 3], [0.8, 0.1]), {"u_other": -1}, "formulation: u_other = -1, must be finite and not negative"),
        (([[1, 3]], [0.8, 0.1]), {}, "formulation: masses has 2 dimensions, must have 1"),
    ],
)
def test_mistakes_in_a_mixture(args, options, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.formulation(*args, **options)
    assert text in str(caught.value)


def test_a_total_may_round_below_the_sum():
    r = rt.assigned.formulation([0.1, 0.2], [1.0, 0.0], total=0.3 * (1 - 5e-13))
    assert r.value == pytest.approx(1 / 3, rel=1e-11)


# --- certified ------------------------------------------------------------------------------------


def test_certificates():
    for options, u in (
        ({"u": 0.3}, 0.3),
        ({"U": 0.3, "k": 2}, 0.15),
        ({"U": 0, "k": 2}, 0.0),
        ({"U": 0.3, "distribution": "rectangular"}, 0.3 / math.sqrt(3)),
        ({"U": 0.3, "distribution": "triangular"}, 0.3 / math.sqrt(6)),
    ):  # fmt: skip
        r = rt.assigned.certified(-7, **options)
        assert (r.value, r.status) == (-7.0, "ok")
        assert r.standard_uncertainty == pytest.approx(u, rel=1e-15)
    r = rt.assigned.certified(1.0, U=1e300, k=1e-300)
    assert r.status == "not_finite" and math.isnan(r.standard_uncertainty)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "certified: u and U are both missing, exactly one of them must be given"),
        ({"u": 1, "U": 2, "k": 2}, "certified: u and U are both given, exactly one of them must be given"),
        ({"U": 1}, "certified: k is missing, must be stated with U, even if it is 2"),
        ({"u": 1, "k": 2}, "certified: k = 2, must be left out with u"),
        (
            {"U": 1, "k": 2, "distribution": "rectangular"},
            "k = 2, must be left out with distribution 'rectangular'",
        ),
        (
            {"u": 1, "distribution": "triangular"},
            "certified: distribution = 'triangular', must be 'normal' with u",
        ),
        (
            {"U": 1, "distribution": "t"},
            "distribution = 't', must be 'normal', 'rectangular' or 'triangular'",
        ),
        ({"u": -1}, "certified: u = -1, must be finite and not negative"),
        ({"U": INF, "k": 2}, "certified: U = inf, must be finite and not negative"),
        ({"U": 1, "k": 0}, "certified: k = 0, must be finite and positive"),
        ({"U": 1, "k": NAN}, "certified: k = nan, must be finite and positive"),
        ({"value": NAN, "u": 1}, "certified: value = nan, must be finite"),
        ({"value": INF, "u": 1}, "certified: value = inf, must be finite"),
    ],
)
def test_mistakes_in_a_certificate(options, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.certified(**({"value": 1.0} | options))
    assert text in str(caught.value)


# --- expert laboratories --------------------------------------------------------------------------

METHODS = ("mean", "median", "weighted_mean", "birge", "dersimonian_laird", "mandel_paule")
WEIGHTED = METHODS[2:]


def weighted(x, u, tau2):
    w = [1 / (v * v + tau2) for v in u]
    mean = mp.fsum(a * b for a, b in zip(w, x, strict=True)) / mp.fsum(w)
    return mean, 1 / mp.sqrt(mp.fsum(w)), mp.fsum(a * (b - mean) ** 2 for a, b in zip(w, x, strict=True))


def twin(method, x, u):
    """Value, standard uncertainty, tau² of the definitions."""
    x, u = [mp.mpf(v) for v in x], [mp.mpf(v) for v in u]
    n = len(x)
    value, internal, q = weighted(x, u, 0)
    if method == "weighted_mean":
        return value, internal, mp.mpf(0)
    if method == "birge":
        return value, internal * max(1, mp.sqrt(q / (n - 1))), mp.mpf(0)
    if method == "dersimonian_laird":
        s1, s2 = (mp.fsum(v ** (-2 * k) for v in u) for k in (1, 2))
        tau2 = max(0, (q - (n - 1)) / (s1 - s2 / s1))
    else:
        low, high = mp.mpf(0), (max(x) - min(x)) ** 2 * n
        for _ in range(600):
            middle = (low + high) / 2
            low, high = (middle, high) if weighted(x, u, middle)[2] > n - 1 else (low, middle)
        tau2 = low if q > n - 1 else mp.mpf(0)
    return *weighted(x, u, tau2)[:2], tau2


LAB = st.tuples(st.floats(-1e3, 1e3).map(lambda v: round(v, 3)), st.floats(1e-4, 1e4))


@pytest.mark.parametrize("method", WEIGHTED)
@settings(deadline=None, max_examples=60)
@given(labs=st.lists(LAB, min_size=2, max_size=8))
def test_weighted_methods_are_those_of_the_definition(method, labs):
    x, u = map(np.array, zip(*labs, strict=True))
    value, uncertainty, tau2 = twin(method, x, u)
    boundary = float(tau2) < 1e-3 * min(u) ** 2
    assume(not (boundary and tau2 > 0))  # there the last digits of x decide
    r = rt.assigned.expert_laboratories(x, u, method=method)
    assert (r.status, r.n, r.method) == ("ok", len(x), method)
    assert abs(mp.mpf(r.value) - value) <= 1e-12 * uncertainty + 2e-16 * abs(value)
    assert r.standard_uncertainty == pytest.approx(float(uncertainty), rel=1e-11)
    assert r.between_sd == pytest.approx(math.sqrt(float(tau2)), rel=1e-11)
    assert r.weights.sum() == pytest.approx(1, rel=1e-14)


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, max_examples=60)
@given(
    labs=st.lists(LAB, min_size=2, max_size=8),
    exponent=st.integers(-600, 600),
    seed=st.integers(0, 2**32 - 1),
)
def test_laboratories_neither_order_nor_unit_matter(method, labs, exponent, seed):
    x, u = map(np.array, zip(*labs, strict=True))
    r = rt.assigned.expert_laboratories(x, u, method=method)
    order = np.random.default_rng(seed).permutation(len(x))
    shuffled = rt.assigned.expert_laboratories(x[order], u[order], method=method)
    assert sorted(shuffled.weights) == sorted(r.weights)
    scaled = rt.assigned.expert_laboratories(np.ldexp(x, exponent), np.ldexp(u, exponent), method=method)
    for field in ("value", "standard_uncertainty", "between_sd"):
        number = getattr(r, field)
        np.testing.assert_equal(getattr(shuffled, field), number)
        np.testing.assert_equal(getattr(scaled, field), math.ldexp(number, exponent))
    np.testing.assert_equal(scaled.chi2, r.chi2)
    np.testing.assert_equal((shuffled.n, shuffled.status, scaled.status), (r.n, r.status, r.status))


def test_an_offset_moves_only_the_value():
    x, u = np.array([1.25, 1.5, 2.0, 1.75]), np.array([0.125, 0.25, 0.125, 0.5])
    for method in METHODS:
        near = rt.assigned.expert_laboratories(x, u, method=method)
        far = rt.assigned.expert_laboratories(x + 2.0**40, u, method=method)
        assert far.value - 2.0**40 == pytest.approx(near.value, abs=2.0**-12)  # half an ulp of 2**40
        np.testing.assert_equal(
            (far.standard_uncertainty, far.between_sd, far.chi2),
            (near.standard_uncertainty, near.between_sd, near.chi2),
        )


def test_one_dominating_laboratory_does_not_cancel():
    x, u = np.array([0.0, 1e-9, 3.0]), np.array([1e-9, 1.0, 1.0])
    value, uncertainty, tau2 = twin("dersimonian_laird", x, u)
    r = rt.assigned.expert_laboratories(x, u)
    assert r.between_sd == pytest.approx(math.sqrt(float(tau2)), rel=1e-12)
    assert (r.value, r.standard_uncertainty) == pytest.approx((float(value), float(uncertainty)), rel=1e-12)


@pytest.mark.parametrize("method", [None, *METHODS])
def test_few_laboratories(method):
    weighted_method = method not in ("mean", "median")
    name = method or "dersimonian_laird"
    for x, u in (([], []), ([NAN], [0.1]), ([NAN, NAN], [0.1, NAN])):
        r = rt.assigned.expert_laboratories(x, u, method=method)
        assert (r.n, r.status, r.method) == (0, "too_few", name)
        assert np.isnan([r.value, r.standard_uncertainty, r.between_sd, r.chi2, *r.weights]).all()
    r = rt.assigned.expert_laboratories([NAN, 0.3], [1.0, 0.05], method=method, u_common=0.12)
    assert (r.value, r.between_sd, r.chi2, r.n, r.status) == (0.3, 0.0, 0.0, 1, "ok")
    assert r.standard_uncertainty == pytest.approx(0.13, rel=1e-15)
    np.testing.assert_array_equal(r.weights, [NAN, 1.0])
    r = rt.assigned.expert_laboratories([0.3], [NAN], method=method)
    assert (r.n, r.status) == ((0, "too_few") if weighted_method else (1, "too_few"))
    assert np.isnan([r.standard_uncertainty, r.between_sd, r.chi2, *r.weights]).all()
    assert math.isnan(r.value) if weighted_method else r.value == 0.3


@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_weighted(method):
    r = rt.assigned.expert_laboratories([1.0, 1.5, 2.0], [0.1, 0.0, 0.2], method=method)
    if method in ("mean", "median", "mandel_paule"):
        assert r.status == "ok" and math.isfinite(r.standard_uncertainty) and math.isnan(r.chi2)
    else:
        assert (r.n, r.status) == (3, "zero_scale")
        assert np.isnan([r.value, r.standard_uncertainty, r.between_sd, r.chi2, *r.weights]).all()
    for x, u in (([1.0, INF, 2.0], [1.0, 1.0, 1.0]), ([1.0, 2.0, 3.0], [1.0, INF, 1.0])):
        r = rt.assigned.expert_laboratories(x, u, method=method)
        assert (r.n, r.status) == (3, "not_finite")
        assert np.isnan([r.value, r.standard_uncertainty, r.between_sd, r.chi2, *r.weights]).all()


def test_exact_laboratories_that_agree_leave_no_between_variance():
    for x, u in (([1.0, 1.0, 1.1], [0.0, 0.0, 0.2]), ([1.0, 1.0], [0.0, 0.0])):
        r = rt.assigned.expert_laboratories(x, u, method="mandel_paule")
        assert r.status == "zero_scale" and math.isnan(r.value)


def test_equal_results():
    for method in METHODS:
        r = rt.assigned.expert_laboratories([0.1] * 3, [0.1, 0.2, 0.3], method=method)
        assert (r.value, r.chi2) == (0.1, 0.0)
        if method == "median":  # MADe 0
            assert r.status == "zero_scale" and math.isnan(r.standard_uncertainty)
        else:
            assert (r.status, r.between_sd) == ("ok", 0.0)


def test_mean_and_median_without_some_uncertainties():
    r = rt.assigned.expert_laboratories([1.0, 2.0, 4.0], [0.1, NAN, 0.1], method="mean")
    assert (r.n, r.status) == (3, "ok") and math.isnan(r.between_sd) and math.isnan(r.chi2)
    assert r.standard_uncertainty == pytest.approx(np.std([1, 2, 4], ddof=1) / math.sqrt(3), rel=1e-14)
    m = rt.assigned.expert_laboratories([1.0, 2.0, 4.0], method="median")
    assert m.value == 2.0 and math.isnan(m.between_sd)
    assert m.standard_uncertainty == pytest.approx(1.25 * 1.4826 / math.sqrt(3), rel=1e-14)


@pytest.mark.parametrize(
    ("args", "options", "text"),
    [
        (
            ([1, 2],),
            {"method": "birge"},
            "expert_laboratories: u is missing, must be given with method 'birge'",
        ),
        (([1, 2], [0.1]), {}, "expert_laboratories: u has 1 values, must have one for each of 2 values of x"),
        (([1, NAN], [0.1, -0.2]), {}, "expert_laboratories: u[1] = -0.2, must be not negative"),
        (([1, 2],), {"method": "dsl"}, "method = 'dsl', must be 'mean', 'median', 'weighted_mean'"),
        (([1, 2],), {"u_common": -1}, "expert_laboratories: u_common = -1, must be finite and not negative"),
        (([1, 2],), {"u_common": NAN}, "expert_laboratories: u_common = nan, must be"),
        (([[1, 2]],), {}, "expert_laboratories: x has 2 dimensions, must have 1"),
    ],
)
def test_mistakes_about_laboratories(args, options, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.expert_laboratories(*args, **options)
    assert text in str(caught.value)


# --- beside a reference ---------------------------------------------------------------------------


def test_beside_a_certified_material():
    d = np.array([0.5, 0.25, NAN, 0.75])
    r = rt.assigned.crm_comparison(10.0, 0.3, d)
    assert (r.value, r.mean_difference, r.n, r.status) == (10.5, 0.5, 3, "ok")
    assert r.u_difference == pytest.approx(0.25 / math.sqrt(3), rel=1e-15)
    assert r.standard_uncertainty == pytest.approx(math.hypot(0.3, r.u_difference), rel=1e-15)
    equal = rt.assigned.crm_comparison(10.0, 0.3, [0.1] * 3)
    assert (equal.u_difference, equal.standard_uncertainty, equal.status) == (0.0, 0.3, "ok")
    for d, status, n in (([], "too_few", 0), ([NAN], "too_few", 0), ([1.0, INF], "not_finite", 2)):
        r = rt.assigned.crm_comparison(10.0, 0.3, d)
        assert (r.status, r.n) == (status, n)
        assert np.isnan([r.value, r.standard_uncertainty, r.mean_difference, r.u_difference]).all()
    for size in (1e290, 1e-290):
        scaled = rt.assigned.crm_comparison(10.0 * size, 0.3 * size, np.array([0.5, 0.25, 0.75]) * size)
        assert scaled.standard_uncertainty == pytest.approx(
            math.hypot(0.3, 0.25 / math.sqrt(3)) * size, rel=1e-14
        )


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ((NAN, 0.1, [1.0]), "crm_comparison: value_crm = nan, must be finite"),
        ((1.0, -0.1, [1.0]), "crm_comparison: u_crm = -0.1, must be finite and not negative"),
        ((1.0, INF, [1.0]), "crm_comparison: u_crm = inf, must be finite and not negative"),
        ((1.0, 0.1, 1.0), "crm_comparison: differences has 0 dimensions, must have 1"),
    ],
)
def test_mistakes_beside_a_certified_material(args, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.crm_comparison(*args)
    assert text in str(caught.value)


def test_results_compare_as_they_are():
    reference = rt.assigned.certified(10.5, U=0.4, k=2)
    r = rt.assigned.from_participants(X)
    by_results = rt.assigned.compare(r, reference)
    assert by_results == rt.assigned.compare((r.value, r.standard_uncertainty), [10.5, 0.2])
    assert by_results == rt.assigned.compare(np.array([r.value, r.standard_uncertainty]), reference)
    assert by_results.difference == 10.5 - r.value
    assert by_results.ratio == pytest.approx(by_results.difference / by_results.u_difference, rel=1e-15)
    assert rt.assigned.compare(r, reference, k=by_results.ratio).agrees is True
    assert rt.assigned.compare(r, reference, k=by_results.ratio * (1 - 1e-11)).agrees is False


def test_comparisons_without_uncertainty_or_value():
    different = rt.assigned.compare((5.0, 0.0), (5.1, 0.0))
    assert (different.agrees, different.status) == (False, "zero_scale") and math.isnan(different.ratio)
    missing = rt.assigned.from_participants([])
    for pair in ((missing, (5.0, 0.1)), ((5.0, 0.1), (5.0, NAN))):
        r = rt.assigned.compare(*pair)
        assert (r.agrees, r.status) == (False, "too_few")
        assert np.isnan([r.difference, r.u_difference, r.ratio]).all()
    tiny = rt.assigned.compare((3e-300, 3e-300), (1e-299, 4e-300))
    assert tiny.ratio == pytest.approx(1.4, rel=1e-13)


@pytest.mark.parametrize(
    ("args", "kind", "text"),
    [
        (([5.0], (5.0, 0.1)), ValueError, "compare: assigned = [5.0], must be a result with value"),
        (((5.0, 0.1), (5.0, 0.1, 0.2)), ValueError, "compare: reference = (5.0, 0.1, 0.2), must be a result"),
        ((5.0, (5.0, 0.1)), TypeError, "compare: assigned = 5.0, must be a result with value"),
        ((None, (5.0, 0.1)), TypeError, "compare: assigned = None, must be"),
        (("ab", (5.0, 0.1)), TypeError, "compare: assigned"),
        (((5.0, -0.1), (5.0, 0.1)), ValueError, "compare: assigned.standard_uncertainty = -0.1, must be"),
        (((5.0, 0.1), (INF, 0.1)), ValueError, "compare: reference.value = inf, must be finite"),
    ],
)
def test_what_cannot_be_compared(args, kind, text):
    with pytest.raises(kind) as caught:
        rt.assigned.compare(*args)
    assert text in str(caught.value)
    with pytest.raises(ValueError, match="compare: k = 0, must be finite and positive"):
        rt.assigned.compare((1, 1), (1, 1), k=0)
    batch = rt.assigned.from_participants(np.ones((3, 2)), axis=0)
    with pytest.raises(TypeError, match=r"compare: assigned\.value = .*must be a number"):
        rt.assigned.compare(batch, (1, 1))


# --- negligible, planning -------------------------------------------------------------------------


def test_negligible():
    assert rt.assigned.negligible(0.03, 0.1) is True
    assert rt.assigned.negligible(0.3 * (1 + 1e-11), 1) is False
    assert rt.assigned.negligible(0.1, delta_e=1) is True and rt.assigned.negligible(0.11, delta_e=1) is False
    assert rt.assigned.negligible(0.4, 1, ratio=0.5) is True
    assert rt.assigned.negligible(0.0, 0.0) is False and rt.assigned.negligible(NAN, 1) is False
    table = rt.assigned.negligible([[0.1], [0.4]], [1.0, 2.0, NAN])
    assert table.dtype == bool and table.tolist() == [[True, True, False], [False, True, False]]
    for size in (1e290, 1e-290):
        assert rt.assigned.negligible(0.03 * size, 0.1 * size) is True
        assert rt.assigned.negligible(0.031 * size, 0.1 * size) is False
    assert rt.assigned.negligible(5e-324, 1e-323) is False  # 0.5 of the target, whatever 0.3 of it rounds to


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"u_pt": 1}, "negligible: sigma_pt and delta_e are both missing, exactly one of them must be given"),
        ({"u_pt": 1, "sigma_pt": 1, "delta_e": 1}, "negligible: sigma_pt and delta_e are both given"),
        ({"u_pt": -1, "sigma_pt": 1}, "negligible: u_pt = -1, must be finite and not negative"),
        ({"u_pt": 1, "sigma_pt": [1, -1]}, "negligible: sigma_pt[1] = -1, must be finite and not negative"),
        ({"u_pt": 1, "delta_e": INF}, "negligible: delta_e = inf, must be finite and not negative"),
        ({"u_pt": 1, "sigma_pt": 1, "ratio": 0}, "negligible: ratio = 0, must be finite and positive"),
        (
            {"u_pt": [1, 1], "delta_e": [1, 1, 1]},
            "negligible: u_pt of shape (2,) and delta_e of shape (3,) do not",
        ),
    ],
)
def test_mistakes_in_negligible(options, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.negligible(**options)
    assert text in str(caught.value)


def test_fewest_laboratories():
    assert (
        rt.assigned.minimum_laboratories(1, 1) == 18 and type(rt.assigned.minimum_laboratories(1, 1)) is int
    )
    assert rt.assigned.minimum_laboratories(0, 1) == 2
    assert (
        rt.assigned.minimum_laboratories(1e-300, 1e-300)
        == rt.assigned.minimum_laboratories(1e300, 1e300)
        == 18
    )
    for scale in np.linspace(0.2, 5, 40):
        p = rt.assigned.minimum_laboratories(scale, 1.0)
        assert rt.assigned.negligible(1.25 * scale / math.sqrt(p), 1.0)
        assert p == 2 or not rt.assigned.negligible(1.25 * scale / math.sqrt(p - 1), 1.0)


@pytest.mark.parametrize(
    ("args", "options", "text"),
    [
        ((-1, 1), {}, "minimum_laboratories: scale = -1, must be finite and not negative"),
        ((NAN, 1), {}, "minimum_laboratories: scale = nan, must be finite and not negative"),
        ((1, 0), {}, "minimum_laboratories: sigma_pt = 0, must be finite and positive"),
        ((1, 1), {"factor": 0}, "minimum_laboratories: factor = 0, must be"),
        ((1, 1), {"ratio": INF}, "minimum_laboratories: ratio = inf, must be"),
        ((1e300, 1e-300), {}, "minimum_laboratories: scale = 1e+300, must be small enough beside sigma_pt"),
    ],
)
def test_mistakes_in_planning(args, options, text):
    with pytest.raises(ValueError) as caught:
        rt.assigned.minimum_laboratories(*args, **options)
    assert text in str(caught.value)


# --- result objects -------------------------------------------------------------------------------


def test_every_result_has_an_expanded_uncertainty():
    for r in (
        rt.assigned.from_participants(X),
        rt.assigned.formulation([1, 2], [0.1, 0.2], u_masses=[0.1, 0.1]),
        rt.assigned.certified(1, u=0.2),
        rt.assigned.expert_laboratories([1, 2, 3]),
        rt.assigned.crm_comparison(1, 0.1, [0.1, 0.2]),
    ):
        assert r.expanded_uncertainty() == 2 * r.standard_uncertainty
        assert r.expanded_uncertainty(k=3) == 3 * r.standard_uncertainty
        assert type(r.expanded_uncertainty()) is float
        assert pickle.loads(pickle.dumps(r)) == r and r.to_dict()["status"] == "ok"
        with pytest.raises(ValueError, match="expanded_uncertainty: k = 0, must be finite and positive"):
            r.expanded_uncertainty(0)
    batch = rt.assigned.from_participants(np.stack([X, X * 2]), axis=1)
    np.testing.assert_array_equal(batch.expanded_uncertainty(), 2 * batch.standard_uncertainty)
    assert math.isnan(rt.assigned.from_participants([]).expanded_uncertainty())
