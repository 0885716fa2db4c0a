"""rt.consensus: properties of every method, naive twins in mpmath and by enumeration, bad input, results.

The reference cases (tests/reference/consensus.json) hold the numbers; here is what must hold for any data.
"""

import itertools
import math
import pickle

import mpmath as mp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import log_ndtr

import ringtrial as rt
from ringtrial import consensus
from ringtrial.consensus import _METHODS

mp.mp.dps = 40
NAN, INF = math.nan, math.inf
# PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34.
X = np.array([34.3, 32.9, 34.53, 32.42, 31.9, 35.8])
U = np.array([1.03, 0.69, 0.83, 0.29, 0.4, 0.38])
DOF = np.array([60.0, 14.0, 18.0, 12.0, 13.0, 60.0])
NUMBERS = ("value", "standard_uncertainty", "between_sd", "lower", "upper")
NEEDS_DOF = ("graybill_deal", "fairweather")
ACCEPTS_ZERO = ("arithmetic_mean", "median", "hedges_olkin", "mandel_paule", "sidik_jonkman", "bob")
RANDOM_EFFECTS = (
    "dersimonian_laird",
    "mandel_paule",
    "reml",
    "vangel_rukhin",
    "hedges_olkin",
    "sidik_jonkman",
)
DRAWN = {"cox_b": {"draws": 2000}}
VARIANTS = [
    *((name, DRAWN.get(name, {})) for name in _METHODS),
    ("weighted_mean", {"uncertainty": "larger"}),
    ("arithmetic_mean", {"uncertainty": "both"}),
    ("median", {"uncertainty": "maritz_jarrett"}),
    ("median", {"uncertainty": "stated"}),
    ("weighted_median", {"uncertainty": "bootstrap", "draws": 500}),
    ("graybill_deal", {"uncertainty": "zhang2"}),
    ("birge", {"rule": "bayes"}),
    ("mandel_paule", {"modified": True, "uncertainty": "horn_horn_duncan"}),
    ("reml", {"uncertainty": "knapp_hartung_floor"}),
    ("vangel_rukhin", {"dof": DOF}),
    ("linear_pool", {"dof": DOF, "weights": [1, 2, 3, 4, 5, 6]}),
    ("schiller_eberhardt", {"dof": DOF, "material_sd": 0.0}),
    ("hierarchical", {"prior": "uniform"}),
    ("hierarchical", {"effects": "laplace"}),
    ("hierarchical", {"dof": DOF}),
]
EVERY = pytest.mark.parametrize(("name", "options"), VARIANTS, ids=lambda v: str(v)[:40])


def fit(name, x, u, options=None, dof=DOF):
    options = dict(options or {})
    if name in NEEDS_DOF:
        options.setdefault("dof", dof)
    return _METHODS[name](x, u, **options)


def reordered(options, order):
    arrays = {key: np.asarray(options[key])[order] for key in ("dof", "weights") if key in options}
    return options | arrays


# --- what holds for every method ------------------------------------------------------------------


@EVERY
def test_the_order_of_the_laboratories_changes_no_bit(name, options):
    r = fit(name, X, U, options)
    for order in ([5, 4, 3, 2, 1, 0], [2, 0, 5, 1, 4, 3]):
        other = fit(name, X[order], U[order], reordered(options, order), DOF[order])
        for field in (*NUMBERS, "chi2", "coverage_factor", "df"):
            np.testing.assert_equal(getattr(other, field), getattr(r, field))
        np.testing.assert_array_equal(other.weights, r.weights[order])


@EVERY
@pytest.mark.parametrize("exponent", [-600, -3, 500])
def test_the_unit_changes_no_bit(name, options, exponent):
    r = fit(name, X, U, options)
    scaled = fit(name, np.ldexp(X, exponent), np.ldexp(U, exponent), options)
    assert scaled.status == r.status
    for field in NUMBERS:
        np.testing.assert_equal(getattr(scaled, field), math.ldexp(getattr(r, field), exponent))
    for field in ("chi2", "p_value", "coverage_factor", "df", "n"):
        np.testing.assert_equal(getattr(scaled, field), getattr(r, field))
    np.testing.assert_array_equal(scaled.weights, r.weights)


@EVERY
def test_an_offset_moves_only_the_value(name, options):
    x = np.round(X * 64) / 64
    near, far = fit(name, x, U, options), fit(name, x + 2.0**30, U, options)
    for field in ("value", "lower", "upper"):
        assert getattr(far, field) - 2.0**30 == pytest.approx(getattr(near, field), abs=2.0**-22)
    for field in ("standard_uncertainty", "between_sd", "chi2"):
        assert getattr(far, field) == pytest.approx(getattr(near, field), rel=1e-12, nan_ok=True)


@EVERY
def test_a_mirror_image_has_the_mirrored_value(name, options):
    # Half the midpoint between 6 weighted medians or draws is no linear thing; draws are not mirrored.
    if name in ("cox_b", "weighted_median"):
        return
    r, mirrored = fit(name, X, U, options), fit(name, -X, U, options)
    assert mirrored.value == pytest.approx(-r.value, rel=1e-12)
    assert mirrored.lower == pytest.approx(-r.upper, rel=1e-10)
    assert mirrored.standard_uncertainty == pytest.approx(r.standard_uncertainty, rel=1e-10)


@EVERY
def test_a_laboratory_without_a_number_is_skipped(name, options):
    keep = [0, 2, 3, 4, 5]
    x, u = X.copy(), U.copy()
    x[1] = NAN
    without = fit(name, X[keep], U[keep], reordered(options, keep), DOF[keep])
    for arrays in ((x, U), (X, np.where(np.arange(6) == 1, NAN, u))):
        r = fit(name, *arrays, options)
        assert (r.n, r.status) == (5, without.status)
        for field in (*NUMBERS, "chi2", "p_value"):
            np.testing.assert_equal(getattr(r, field), getattr(without, field))
        assert math.isnan(r.weights[1]) and math.isnan(r.x[1]) and math.isnan(r.u[1])
        np.testing.assert_array_equal(r.weights[keep], without.weights)


@EVERY
def test_a_result_keeps_its_promises(name, options):
    r = fit(name, X, U, options)
    assert (r.status, r.method, r.n, r.coverage) == ("ok", name, 6, 0.95)
    assert math.isfinite(r.value) and math.isfinite(r.standard_uncertainty) and r.lower < r.value < r.upper
    assert r.coverage_factor == pytest.approx((r.upper - r.lower) / (2 * r.standard_uncertainty), rel=1e-9)
    if not math.isnan(r.weights[0]):
        assert r.weights.sum() == pytest.approx(1, rel=1e-14)
    if name not in ("median", "weighted_median", "cox_b") and not math.isnan(r.weights[0]):
        assert r.weights @ X == pytest.approx(r.value, rel=1e-13)
    assert r.chi2 == pytest.approx(68.21539802784476, rel=1e-13)  # reference case weighted_mean/pcb28
    wide = fit(name, X, U, options | {"coverage": 0.999})
    assert wide.lower < r.lower and wide.upper > r.upper and wide.value == r.value
    again = pickle.loads(pickle.dumps(r))
    assert again == r and again._options.keys() == r._options.keys() and type(again) is type(r)
    assert list(r.to_dict()) == list(r._fields) and r.to_dict()["status"] == "ok"
    assert r.method in repr(r) and "standard_uncertainty" in r._repr_html_()


@EVERY
def test_what_the_data_do_is_a_status(name, options):
    if "dof" in options or "weights" in options:
        options = {k: v for k, v in options.items() if k not in ("dof", "weights")}
    for x, u, status, n in (
        ([], [], "too_few", 0),
        ([NAN, 1.0], [1.0, NAN], "too_few", 0),
        ([1.0, INF, 2.0, 3.0, 4.0], [1.0] * 5, "not_finite", 5),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, INF, 1.0, 1.0, 1.0], "not_finite", 5),
    ):
        r = fit(name, x, u, options, np.full(len(x), 9.0))
        assert (r.status, r.n) == (status, n)
        assert np.isnan([r.value, r.standard_uncertainty, r.lower, r.upper, r.chi2, *r.weights]).all()


@pytest.mark.parametrize("name", _METHODS)
def test_an_uncertainty_of_zero(name):
    x, u = [1.0, 1.4, 0.9, 1.3], [0.1, 0.0, 0.1, 0.1]
    r = fit(name, x, u, DRAWN.get(name), np.full(4, 9.0))
    if name in ACCEPTS_ZERO:
        assert r.status == "ok" and math.isfinite(r.value)
        assert np.isnan([r.chi2, r.chi2_df, r.p_value, r.birge_ratio, r.i2]).all()
    else:
        assert r.status == "zero_scale" and np.isnan([r.value, r.lower, *r.weights]).all()
    if name in ("mandel_paule", "hedges_olkin"):
        flat = fit(name, [1.0, 1.01, 0.99, 1.0], u)
        assert flat.status == "zero_scale" and np.isnan([flat.value, flat.between_variance]).all()


@pytest.mark.parametrize("name", _METHODS)
def test_equal_values_are_no_error(name):
    r = fit(name, [0.1] * 5, [0.02, 0.03, 0.05, 0.01, 0.02], DRAWN.get(name), np.full(5, 9.0))
    assert (r.chi2, r.p_value, r.i2) == (0, 1, 0)
    if name == "median":
        assert (r.status, r.value) == ("zero_scale", 0.1)
        assert math.isnan(r.standard_uncertainty) and r.weights.tolist() == [0.2] * 5
    elif name in ("cox_b",):
        assert r.value == pytest.approx(0.1, abs=1e-3)
    else:
        assert (r.status, r.value) == ("ok", 0.1)
        if name in RANDOM_EFFECTS:
            assert r.at_boundary and r.between_sd == 0


@pytest.mark.parametrize("name", [*_METHODS, "sensitivity_table", "decision_guide", "degrees_of_equivalence"])
@pytest.mark.parametrize(
    ("x", "u", "error", "words"),
    [
        ([1.0, 2.0, 3.0], [0.1, -0.5, 0.2], ValueError, ["u[1] = -0.5", "not negative"]),
        ([1.0, NAN, 3.0], [0.1, -0.5, 0.2], ValueError, ["u[1] = -0.5"]),
        ([1.0, 2.0, 3.0], [0.1, 0.5], ValueError, ["x has 3", "u has 2"]),
        ([[1.0, 2.0], [3.0, 4.0]], [0.1, 0.5], ValueError, ["x has 2 dimensions"]),
        (["a", "b"], [0.1, 0.5], TypeError, ["x", "real numbers"]),
        ([1.0, 2.0], [0.1, 1j], TypeError, ["u", "real numbers"]),
    ],
)
def test_mistakes_in_the_arrays(name, x, u, error, words):
    function = getattr(consensus, name)
    options = {"dof": 9.0} if name in NEEDS_DOF else {}
    with pytest.raises(error) as caught:
        function(x, u, **options)
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


@EVERY
@pytest.mark.parametrize("coverage", [0, 1, 95, -0.5, NAN])
def test_coverage_is_a_probability(name, options, coverage):
    with pytest.raises(ValueError, match=rf"{name}: coverage = .*must be above 0 and below 1"):
        fit(name, X, U, options | {"coverage": coverage})


@pytest.mark.parametrize(
    ("name", "options", "text"),
    [
        ("graybill_deal", {"dof": [9, 9, 9, 0, 9, 9]}, "graybill_deal: dof[3] = 0, must be above 0"),
        ("graybill_deal", {"dof": 2, "uncertainty": "zhang2"}, "graybill_deal: dof[0] = 2, must be above 2"),
        ("graybill_deal", {"dof": [9, 9]}, "graybill_deal: x has 6 values and dof has 2"),
        ("fairweather", {"dof": 4.0}, "fairweather: dof[0] = 4, must be above 4"),
        ("linear_pool", {"dof": [3, 2, 3, 3, 3, 3]}, "linear_pool: dof[1] = 2, must be above 2"),
        ("linear_pool", {"weights": [1, -1, 1, 1, 1, 1]}, "linear_pool: weights[1] = -1, must be finite"),
        ("linear_pool", {"weights": [0] * 6}, "linear_pool: weights are all 0"),
        ("linear_pool", {"weights": [1]}, "linear_pool: x has 6 values and weights has 1"),
        ("hierarchical", {"prior_scale": 0}, "hierarchical: prior_scale = 0, must be finite and above 0"),
        ("hierarchical", {"prior": "cauchy"}, "'half_cauchy', 'half_normal' or 'uniform'"),
        ("hierarchical", {"effects": "t"}, "hierarchical: effects = 't', must be 'normal' or 'laplace'"),
        ("cox_a", {"alpha": 1.0}, "cox_a: alpha = 1, must be above 0 and below 1"),
        ("cox_b", {"draws": 1}, "cox_b: draws = 1, must be at least 2"),
        ("cox_b", {"seed": -1}, "cox_b: seed = -1, must be an integer not below 0"),
        ("weighted_median", {"draws": 0}, "weighted_median: draws = 0, must be at least 2"),
        ("largest_consistent_subset", {"alpha": 0}, "largest_consistent_subset: alpha = 0, must be above 0"),
        ("power_moderated_mean", {"alpha": 2.5}, "power_moderated_mean: alpha = 2.5, must be from 0 to 2"),
        ("schiller_eberhardt", {"material_sd": -1}, "schiller_eberhardt: material_sd = -1, must be finite"),
        ("schiller_eberhardt", {"material_dof": 0}, "schiller_eberhardt: material_dof = 0, must be above 0"),
        ("birge", {"rule": "best"}, "birge: rule = 'best', must be 'classical', 'floored' or 'bayes'"),
        ("reml", {"uncertainty": "t"}, "'horn_horn_duncan', 'knapp_hartung' or 'knapp_hartung_floor'"),
        ("median", {"uncertainty": "x"}, "'ccqm', 'iso13528', 'mueller', 'maritz_jarrett' or 'stated'"),
    ],
)  # fmt: skip
def test_mistakes_in_the_options(name, options, text):
    with pytest.raises(ValueError) as caught:
        _METHODS[name](X, U, **options)
    assert text in str(caught.value)


def test_uncertainties_that_are_missing():
    with pytest.raises(ValueError, match="median: u is missing, must be given with uncertainty 'stated'"):
        consensus.median(X, uncertainty="stated")
    with pytest.raises(ValueError, match="arithmetic_mean: u is missing"):
        consensus.arithmetic_mean(X, uncertainty="both")
    with pytest.raises(TypeError, match="birge: u = None, must be an array"):
        consensus.birge(X, None)
    r = consensus.arithmetic_mean(X)
    assert r.u is None and r.between_sd == pytest.approx(np.std(X, ddof=1), rel=1e-14)
    assert np.isnan([r.chi2, r.p_value]).all()
    assert consensus.median(X).standard_uncertainty == consensus.median(X, U).standard_uncertainty


@pytest.mark.parametrize(
    ("call", "least"),
    [
        (lambda x, u: consensus.weighted_mean(x, u), 1),
        (lambda x, u: consensus.weighted_mean(x, u, uncertainty="external"), 2),
        (lambda x, u: consensus.arithmetic_mean(x, u, uncertainty="stated"), 1),
        (lambda x, u: consensus.linear_pool(x, u), 1),
        (lambda x, u: consensus.birge(x, u, rule="bayes"), 4),
        (lambda x, u: consensus.hierarchical(x, u, prior="half_normal"), 2),
        (lambda x, u: consensus.hierarchical(x, u), 3),
        (lambda x, u: consensus.hierarchical(x, u, prior="uniform"), 5),
        *((lambda x, u, f=_METHODS[name]: f(x, u), 2) for name in ("median", "bob", "mandel_paule", "cox_a")),
    ],
)
def test_how_many_a_method_needs(call, least):
    assert call(X[: least - 1], U[: least - 1]).status == "too_few"
    r = call(X[:least], U[:least])
    assert (r.status, r.n) == ("ok", least)
    if least == 1:
        assert (r.value, r.chi2, r.p_value, r.birge_ratio, r.i2, r.between_sd) == (34.3, 0, 1, 0, 0, 0)


@given(
    exponent=st.integers(-1000, 1000),
    x=st.lists(st.floats(-1, 1), min_size=5, max_size=5),
    u=st.lists(st.floats(1e-3, 1), min_size=5, max_size=5),
)
@settings(deadline=None, max_examples=30)
def test_nothing_is_called_ok_that_is_not_finite(exponent, x, u):
    x, u = np.ldexp(x, exponent), np.ldexp(u, exponent)
    for name in _METHODS:
        r = fit(name, x, u, DRAWN.get(name), np.full(5, 9.0))
        assert r.status in ("ok", "zero_scale", "not_finite")
        assert r.status != "ok" or np.isfinite([r.value, r.standard_uncertainty, r.lower, r.upper]).all()


# --- naive twins ----------------------------------------------------------------------------------

LAB = st.tuples(st.floats(-50, 50).map(lambda v: round(v, 2)), st.floats(0.05, 20).map(lambda v: round(v, 2)))
LABS = st.lists(LAB, min_size=2, max_size=8)


def mpf(values):
    return [mp.mpf(float(v)) for v in values]


def weighted(x, u, tau2):
    w = [1 / (v * v + tau2) for v in u]
    total = mp.fsum(w)
    mean = mp.fsum(a * b for a, b in zip(w, x, strict=True)) / total
    return mean, [a / total for a in w], total


def q_of(x, u, tau2):
    mean, _, _ = weighted(x, u, tau2)
    return mp.fsum((a - mean) ** 2 / (b * b + tau2) for a, b in zip(x, u, strict=True))


def naive_tau2(name, x, u):
    n = len(x)
    mean = mp.fsum(x) / n
    squares = mp.fsum((v - mean) ** 2 for v in x)
    if name == "dersimonian_laird":
        s1, s2 = (mp.fsum(v ** (-2 * k) for v in u) for k in (1, 2))
        return max(mp.mpf(0), (q_of(x, u, 0) - (n - 1)) / (s1 - s2 / s1))
    if name == "hedges_olkin":
        return max(mp.mpf(0), squares / (n - 1) - mp.fsum(v * v for v in u) / n)
    if name == "sidik_jonkman":
        t0 = squares / n
        if t0 == 0:
            return t0
        v = [b * b / t0 + 1 for b in u]
        m = mp.fsum(a / b for a, b in zip(x, v, strict=True)) / mp.fsum(1 / b for b in v)
        return mp.fsum((a - m) ** 2 / b for a, b in zip(x, v, strict=True)) / (n - 1)
    low, high = mp.mpf(0), squares
    for _ in range(140):
        middle = (low + high) / 2
        low, high = (middle, high) if q_of(x, u, middle) > n - 1 else (low, middle)
    return low if q_of(x, u, 0) > n - 1 else mp.mpf(0)


def naive_uncertainty(rule, x, u, tau2):
    mean, w, total = weighted(x, u, tau2)
    knapp = mp.sqrt(mp.fsum(a * (b - mean) ** 2 for a, b in zip(w, x, strict=True)) / (len(x) - 1))
    if rule == "naive":
        return 1 / mp.sqrt(total)
    if rule == "horn_horn_duncan":
        return mp.sqrt(mp.fsum(a * a * (b - mean) ** 2 / (1 - a) for a, b in zip(w, x, strict=True)))
    return knapp if rule == "knapp_hartung" else max(knapp, 1 / mp.sqrt(total))


@pytest.mark.parametrize("name", ["dersimonian_laird", "mandel_paule", "hedges_olkin", "sidik_jonkman"])
@given(labs=LABS, rule=st.sampled_from(["naive", "horn_horn_duncan", "knapp_hartung", "knapp_hartung_floor"]))
@settings(deadline=None, max_examples=40)
def test_random_effects_are_those_of_the_definition(name, labs, rule):
    x, u = map(np.array, zip(*labs, strict=True))
    exact_x, exact_u = mpf(x), mpf(u)
    tau2 = naive_tau2(name, exact_x, exact_u)
    assume(tau2 == 0 or tau2 > 1e-3 * min(u) ** 2)  # near 0 the last digits of x decide
    r = fit(name, x, u, {"uncertainty": rule})
    mean, weights, _ = weighted(exact_x, exact_u, tau2)
    uncertainty = naive_uncertainty(rule, exact_x, exact_u, tau2)
    scale = naive_uncertainty("naive", exact_x, exact_u, tau2)
    assert abs(r.value - mean) <= 1e-12 * scale + 2e-16 * abs(mean)
    assert r.between_variance == pytest.approx(float(tau2), rel=2e-12)
    assert r.standard_uncertainty == pytest.approx(float(uncertainty), rel=1e-11, abs=1e-13 * float(scale))
    np.testing.assert_allclose(r.weights, [float(w) for w in weights], rtol=3e-12)
    df = INF if rule == "naive" else len(x) - 1
    k = stats.norm.ppf(0.975) if rule == "naive" else stats.t.ppf(0.975, df)
    assert r.df == df and r.coverage_factor == pytest.approx(k, rel=1e-8)  # scipy's t is good to 1e-9


def log_likelihood(x, u, tau2, restricted):
    _, _, total = weighted(x, u, tau2)
    value = mp.fsum(mp.log(v * v + tau2) for v in u) + q_of(x, u, tau2)
    return -(value + (mp.log(total) if restricted else 0)) / 2


@pytest.mark.parametrize("name", ["reml", "vangel_rukhin"])
@given(labs=LABS)
@settings(deadline=None, max_examples=25)
def test_no_other_tau_has_a_larger_likelihood(name, labs):
    x, u = map(np.array, zip(*labs, strict=True))
    r = fit(name, x, u)
    exact_x, exact_u = mpf(x), mpf(u)
    best = log_likelihood(exact_x, exact_u, mp.mpf(r.between_variance), name == "reml")
    assert r.log_likelihood == pytest.approx(float(best), rel=1e-12, abs=1e-11)
    others = [0.0, *np.geomspace(1e-4, 1e4, 120), r.between_variance * 1.001, r.between_variance * 0.999]
    assert max(log_likelihood(exact_x, exact_u, mp.mpf(t), name == "reml") for t in others) <= best + 1e-13
    mean, _, total = weighted(exact_x, exact_u, mp.mpf(r.between_variance))
    assert r.value == pytest.approx(float(mean), rel=1e-13, abs=1e-12 / float(mp.sqrt(total)))


def vangel_rukhin_likelihood(x, u, dof, mean, tau2, xi):
    finite = np.isfinite(dof)
    d2 = (x - mean) ** 2
    terms = np.log(xi + tau2) + d2 / (xi + tau2)
    terms[finite] += dof[finite] * (np.log(xi[finite]) + u[finite] ** 2 / xi[finite])
    return -0.5 * terms.sum()


@pytest.mark.parametrize("seed", range(6))
def test_vangel_rukhin_is_at_the_top_of_its_likelihood(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 8))
    x, u = rng.normal(0, 2, n), rng.uniform(0.2, 2, n)
    dof = np.where(rng.random(n) < 0.2, INF, rng.integers(2, 30, n).astype(float))
    r = consensus.vangel_rukhin(x, u, dof)
    xi = r.within_sd**2
    top = vangel_rukhin_likelihood(x, u, dof, r.value, r.between_variance, xi)
    assert r.log_likelihood == pytest.approx(top, rel=1e-12)
    np.testing.assert_allclose(xi[np.isinf(dof)], u[np.isinf(dof)] ** 2, rtol=1e-14)
    for _ in range(4000):
        size = 10.0 ** rng.uniform(-4, 0.5)
        near = np.where(np.isinf(dof), xi, xi * np.exp(size * rng.normal(size=n)))
        tau2 = abs(r.between_variance + size * rng.normal())
        other = vangel_rukhin_likelihood(x, u, dof, r.value + size * rng.normal(), tau2, near)
        assert other <= top + 1e-12


def enumerated_subset(x, u, alpha=0.05):
    for size in range(len(x), 1, -1):
        found = []
        for chosen in map(list, itertools.combinations(range(len(x)), size)):
            w = 1 / u[chosen] ** 2
            mean = (w * x[chosen]).sum() / w.sum()
            found.append(((w * (x[chosen] - mean) ** 2).sum(), chosen))
        least = min(chi2 for chi2, _ in found)
        if least <= stats.chi2.ppf(1 - alpha, size - 1):
            return next(chosen for chi2, chosen in found if chi2 <= least * (1 + 1e-12) + 1e-25)
    return [0]


@pytest.mark.parametrize("kind", ["plain", "rounded", "equal u", "few u"])
def test_the_largest_consistent_subset_is_that_of_all_subsets(kind):
    rng = np.random.default_rng(11)
    for _ in range(60):
        n = int(rng.integers(2, 9))
        x, u = rng.normal(0, 3, n), rng.uniform(0.1, 1.5, n)
        if kind != "plain":
            x = np.round(x / (2 if kind == "few u" else 1))
        if kind == "rounded":
            u = np.round(2 * u + 0.5) / 2
        elif kind != "plain":
            u = np.full(n, 0.5) if kind == "equal u" else rng.choice([0.1, 0.2, 0.4], n)
        r = consensus.largest_consistent_subset(x, u)
        expected = enumerated_subset(x, u)
        assert r.indices.tolist() == expected, (x, u)
        assert sorted([*r.indices, *r.excluded]) == list(range(n)) and r.subset_size == len(expected)
        plain = consensus.weighted_mean(x[expected], u[expected])
        assert (r.value, r.standard_uncertainty) == pytest.approx((plain.value, plain.standard_uncertainty))
        assert r.subset_chi2 == pytest.approx(plain.chi2, rel=1e-12, abs=1e-20)
        assert r.consistent == (len(expected) == n)


def test_the_subset_of_many_laboratories_is_a_prefix_about_its_own_mean():
    rng = np.random.default_rng(7)
    x, u = rng.normal(0, 3, 400), rng.uniform(0.5, 1.5, 400)
    r = consensus.largest_consistent_subset(x, u)
    order = np.argsort(abs(x - r.value) / u)
    assert sorted(order[: r.subset_size]) == r.indices.tolist()
    assert r.subset_chi2 <= r.critical == pytest.approx(stats.chi2.ppf(0.95, r.subset_size - 1), rel=1e-12)


def test_of_equal_subsets_the_first_positions_are_taken():
    assert consensus.largest_consistent_subset([NAN, 0.0, 9.0], [1.0, 0.1, 0.1]).indices.tolist() == [1]
    r = consensus.largest_consistent_subset([5.0, 1.0, 5.0, 1.0], [0.1, 0.1, 0.2, 0.3])
    assert r.indices.tolist() == [0, 2] and r.subset_chi2 == 0 and r.weights[1] == 0


def test_correlated_results_are_generalised_least_squares():
    rng = np.random.default_rng(5)
    a = rng.normal(size=(8, 8))
    V, x = a @ a.T + 0.1 * np.eye(8), rng.normal(size=8)
    r = consensus.weighted_mean(x, covariance=V)
    inverse = mp.matrix(V.tolist()) ** -1
    ones = mp.ones(8, 1)
    w = inverse * ones / (ones.T * inverse * ones)[0]
    assert r.value == pytest.approx(float((w.T * mp.matrix(x.tolist()))[0]), rel=1e-12)
    assert r.standard_uncertainty == pytest.approx(
        float(1 / mp.sqrt((ones.T * inverse * ones)[0])), rel=1e-12
    )
    np.testing.assert_allclose(r.weights, [float(v) for v in w], rtol=1e-11)
    z = mp.matrix((x - r.value).tolist())
    assert r.chi2 == pytest.approx(float((z.T * inverse * z)[0]), rel=1e-11)
    np.testing.assert_array_equal(r.u, np.sqrt(np.diag(V)))


def test_a_diagonal_covariance_is_no_covariance():
    r, plain = consensus.weighted_mean(X, covariance=np.diag(U**2)), consensus.weighted_mean(X, U)
    for field in ("value", "standard_uncertainty", "chi2", "lower", "upper"):
        assert getattr(r, field) == pytest.approx(getattr(plain, field), rel=1e-15)
    np.testing.assert_allclose(r.weights, plain.weights, rtol=1e-15)


@pytest.mark.parametrize(
    ("V", "words"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], ["covariance[", "positive definite"]),
        ([[1.0, 1.0], [1.0, 1.0]], ["positive definite"]),
        ([[0.0, 0.0], [0.0, 1.0]], ["covariance[0, 0] = 0", "positive definite"]),
        ([[1.0, 0.5], [0.4, 1.0]], ["covariance[0, 1] = 0.5", "covariance[1, 0] = 0.4", "symmetric"]),
        ([[1.0, 0.5]], ["covariance", "(1, 2)", "2"]),
        ([1.0, 0.5], ["covariance", "1 dimensions"]),
    ],
)
def test_a_matrix_that_is_no_covariance_matrix(V, words):
    for call in (
        lambda: consensus.weighted_mean([1.0, 1.1], covariance=V),
        lambda: consensus.degrees_of_equivalence(
            [1.0, 1.1], covariance=V, fit={"value": 1.0, "standard_uncertainty": 0.1}
        ),
    ):
        with pytest.raises(ValueError) as caught:
            call()
        assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_covariance_or_uncertainties_and_what_is_missing():
    for arguments in ({}, {"u": U, "covariance": np.diag(U)}):
        with pytest.raises(ValueError, match="exactly one of u and covariance"):
            consensus.weighted_mean(X, **arguments)
    V = np.diag(U**2)
    V[0, 1] = NAN  # between the first two
    assert consensus.weighted_mean(X, covariance=V).n == 4
    V[0, 1] = INF
    assert consensus.weighted_mean(X, covariance=V).status == "not_finite"


def test_procedure_b_is_the_median_of_independent_normals():
    x, u = X[:5], U[:5]
    r = consensus.cox_b(x, u, draws=200_000)
    t = np.linspace(28, 40, 24_001)
    p = stats.norm.cdf((t[:, None] - x) / u)
    below = np.zeros((len(t), 6))
    below[:, 0] = 1
    for i in range(5):  # Poisson binomial: how many of the events happened
        below[:, 1:] = below[:, 1:] * (1 - p[:, [i]]) + below[:, :-1] * p[:, [i]]
        below[:, 0] *= 1 - p[:, i]
    cdf = below[:, 3:].sum(axis=1)
    density = np.gradient(cdf, t)
    mean = np.trapezoid(t * density, t) if hasattr(np, "trapezoid") else np.trapz(t * density, t)
    assert r.value == pytest.approx(mean, abs=5 * r.monte_carlo_error)
    assert r.monte_carlo_error == pytest.approx(r.standard_uncertainty / math.sqrt(200_000), rel=1e-14)
    for field, probability in (("lower", 0.025), ("median_of_draws", 0.5), ("upper", 0.975)):
        assert np.interp(getattr(r, field), t, cdf) == pytest.approx(probability, abs=5e-3)
    assert consensus.cox_b(x, u, draws=1000, seed=7).value != consensus.cox_b(x, u, draws=1000).value


def test_maritz_and_jarrett_are_the_bootstrap_of_the_median():
    x = np.array([3.0, 1.0, 4.5, 1.5, 9.0])
    medians = [np.median(x[list(i)]) for i in itertools.product(range(5), repeat=5)]
    r = consensus.median(x, uncertainty="maritz_jarrett")
    assert r.standard_uncertainty == pytest.approx(np.std(medians), rel=1e-12)


def test_the_weighted_median_by_hand():
    r = consensus.weighted_median([1.0, 2.0, 3.0], [1.0, 0.5, 1.0])
    assert r.value == 2.0 and r.weights == pytest.approx([1 / 6, 4 / 6, 1 / 6])
    boot = consensus.weighted_median(X, U, uncertainty="bootstrap", draws=20_000)
    rng = np.random.default_rng(1)
    draws = X + rng.laplace(0, U / math.sqrt(2), (20_000, 6))
    order = np.argsort(draws, axis=1)
    sums = np.cumsum((U**-2 / sum(U**-2))[order], axis=1)
    medians = np.take_along_axis(draws, order, 1)[np.arange(20_000), (sums > 0.5).argmax(axis=1)]
    assert boot.standard_uncertainty == pytest.approx(medians.std(), rel=0.05)
    assert boot.between_sd == 0 and math.isnan(boot.df)


@given(labs=LABS, dof=st.sampled_from([2.5, 4.0, 30.0, INF]), p=st.sampled_from([0.5, 0.95, 0.999]))
@settings(deadline=None, max_examples=40)
def test_quantiles_of_the_pool_have_their_probabilities(labs, dof, p):
    x, u = map(np.array, zip(*labs, strict=True))
    r = consensus.linear_pool(x, u, dof=dof, coverage=p)

    def cdf(at):
        z = (at - x) / u
        return np.mean(stats.norm.cdf(z) if math.isinf(dof) else stats.t.cdf(z, dof))

    assert cdf(r.lower) == pytest.approx((1 - p) / 2, rel=1e-9)
    assert cdf(r.upper) == pytest.approx((1 + p) / 2, rel=1e-12)
    assert cdf(r.median) == pytest.approx(0.5, rel=1e-10)
    variance = np.mean(u**2) * (1 if math.isinf(dof) else dof / (dof - 2))
    assert r.standard_uncertainty == pytest.approx(math.sqrt(variance + np.var(x)), rel=1e-12)


def test_a_pool_with_weights_forgets_those_without():
    r = consensus.linear_pool(X, U, weights=[1, 0, NAN, 2, 0, 1])
    few = consensus.linear_pool(X[[0, 3, 5]], U[[0, 3, 5]], weights=[1, 2, 1])
    assert (r.value, r.lower, r.median) == pytest.approx((few.value, few.lower, few.median), rel=1e-14)
    assert r.n == 5 and r.weights[1] == 0 and math.isnan(r.weights[2])
    assert consensus.linear_pool([1.0, NAN], [1.0, 1.0], weights=[0, 1]).status == "too_few"


# --- the hierarchical model against plain sums ----------------------------------------------------


def log_t_with_normal(d, u, tau, dof=4.0):
    """ln density of u T + N(0, tau) by the trapezoidal rule, over the narrower of the two."""
    if tau < u:
        z = np.linspace(-9, 9, 241)
        return np.log(
            (stats.t.pdf((d[:, None] - tau * z) / u, dof) / u) @ (stats.norm.pdf(z) * (z[1] - z[0]))
        )
    s = np.linspace(-9, 9, 601)  # of v = sinh s, as far as the tails of T reach
    weights = stats.t.pdf(np.sinh(s), dof) * np.cosh(s) * (s[1] - s[0])
    return np.log((stats.norm.pdf((d[:, None] - u * np.sinh(s)) / tau) / tau) @ weights)


def log_laplace_with_normal(d, u, tau):
    b = tau / math.sqrt(2)
    sides = [
        u * u / (2 * b * b) + sign * d / b + log_ndtr(-u / b - sign * d / u) for sign in (1, -1)
    ]  # fmt: skip
    return np.logaddexp(*sides) - math.log(2 * b)


@pytest.mark.parametrize(
    ("options", "log_density"),
    [({"effects": "laplace"}, log_laplace_with_normal), ({"dof": 4.0}, log_t_with_normal)],
)
def test_a_posterior_is_the_plain_double_sum(options, log_density):
    x, u = X[:4], U[:4]
    r = consensus.hierarchical(x, u, prior="half_normal", prior_scale=1.0, **options)
    y = np.linspace(math.log(1e-6), math.log(8), 159)  # of ln tau
    mu = np.linspace(x.mean() - 9, x.mean() + 9, 361)
    logs = np.array(
        [
            at - 0.5 * math.exp(2 * at)
            + sum(log_density(a - mu, b, math.exp(at)) for a, b in zip(x, u, strict=True))
            for at in y
        ]
    )  # fmt: skip
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = weights.sum(axis=0) @ mu
    sd = math.sqrt(weights.sum(axis=0) @ (mu - mean) ** 2)
    tau = weights.sum(axis=1) @ np.exp(y)
    assert (r.value, r.standard_uncertainty, r.between_mean) == pytest.approx((mean, sd, tau), rel=2e-5)


def test_no_degrees_of_freedom_are_infinite_ones():
    for name in ("graybill_deal", "fairweather", "vangel_rukhin", "schiller_eberhardt"):
        results = [_METHODS[name](X, U, dof) for dof in (None, [], INF, [INF] * 6)]
        assert all(r == results[0] for r in results)
    for name in ("linear_pool", "hierarchical"):
        assert _METHODS[name](X, U, dof=[]) == _METHODS[name](X, U) == _METHODS[name](X, U, dof=INF)


def test_normal_effects_are_the_limit_of_many_degrees_of_freedom():
    known, nearly = consensus.hierarchical(X, U), consensus.hierarchical(X, U, dof=1e7)
    for field in ("value", "standard_uncertainty", "lower", "median", "between_sd", "between_upper"):
        assert getattr(nearly, field) == pytest.approx(getattr(known, field), rel=1e-6)
    assert np.isnan(nearly.weights).all() and known.weights @ X == pytest.approx(known.value, rel=1e-14)


@pytest.mark.parametrize("options", [{}, {"effects": "laplace"}, {"dof": 3.0}])
def test_the_posterior_of_awkward_data_is_in_order(options):
    for x, u in (
        ([1.0, 1.1, 0.9, 1e6], [0.1] * 4),
        ([0.0, 0.1, 0.2, 100.0, 100.1], [0.1] * 5),
        ([1.0, 2.0, 3.0], [1e-8, 1e-3, 1e-9]),
        ([1.0, 2.0, 3.0], [1e6, 1e3, 1e7]),
    ):
        r = consensus.hierarchical(x, u, **options)
        assert r.status == "ok" and r.lower < r.median < r.upper
        assert 0 < r.between_lower < r.between_sd < r.between_upper


def test_the_scale_of_the_prior():
    assert consensus.hierarchical(X, U).prior_scale == pytest.approx(1.4826 * 1.055, rel=1e-12)
    x = np.array([1.0, 1.0, 1.0, 2.0])
    assert consensus.hierarchical(x, [0.1] * 4).prior_scale == pytest.approx(0.5, rel=1e-14)
    assert consensus.hierarchical([1.0] * 4, [0.1, 0.2, 0.4, 0.8]).prior_scale == pytest.approx(
        0.3, rel=1e-14
    )


# --- peers ----------------------------------------------------------------------------------------


def test_statsmodels_agrees_where_tau_is_positive():
    # statsmodels.stats.meta_analysis.combine_effects: "chi2" is DerSimonian-Laird, "iterated" Paule-Mandel.
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    for method, name in (("chi2", "dersimonian_laird"), ("iterated", "mandel_paule")):
        peer = meta.combine_effects(X, U**2, method_re=method, atol=1e-12)
        r = fit(name, X, U)
        assert r.between_variance == pytest.approx(peer.tau2, rel=1e-7)
        assert r.value == pytest.approx(peer.mean_effect_re, rel=1e-9)
        assert r.standard_uncertainty == pytest.approx(peer.sd_eff_w_re, rel=1e-7)
    assert consensus.weighted_mean(X, U).chi2 == pytest.approx(peer.q, rel=1e-12)
    hartung = consensus.mandel_paule(X, U, uncertainty="knapp_hartung").standard_uncertainty
    assert hartung == pytest.approx(peer.sd_eff_w_re_hksj, rel=1e-7)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 11, 12, 50, 1000])
def test_shapiro_and_wilk_are_those_of_scipy(n):
    x = np.random.default_rng(n).exponential(size=n) + 0.1
    r = consensus.decision_guide(x, np.ones(n))
    w, p = stats.shapiro(x - np.median(x))
    assert (r.shapiro_w, r.shapiro_p_value) == (pytest.approx(w, rel=1e-6), pytest.approx(p, rel=2e-4))


# --- around the fits ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in _METHODS if name not in NEEDS_DOF])
@pytest.mark.parametrize("between", ["excluded", "included"])
def test_degrees_of_equivalence_are_those_of_the_definition(name, between):
    options = DRAWN.get(name, {})
    f = fit(name, X, U, options)
    if between == "included" and name == "median":
        with pytest.raises(ValueError, match="between"):
            consensus.degrees_of_equivalence(X, U, f, between=between)
        return
    r = consensus.degrees_of_equivalence(X, U, f, between=between, coverage_factor=2)
    named = consensus.degrees_of_equivalence(X, U, name, between=between, coverage_factor=2, **options)
    tau2 = f.between_sd**2 if between == "included" else 0.0
    variance = (U**2 + tau2) * (1 - 2 * f.weights) + f.standard_uncertainty**2
    expected = np.sqrt(np.where(variance < 0, NAN, variance))
    np.testing.assert_allclose(r.standard_uncertainty, expected, rtol=1e-9)
    np.testing.assert_array_equal(r.difference, X - f.value)
    np.testing.assert_allclose(r.score, r.difference / (2 * expected), rtol=1e-9)
    np.testing.assert_array_equal(r.equivalent, np.abs(r.score) <= 1)
    pairs = np.sqrt(U[:, None] ** 2 + U**2 + 2 * tau2)
    np.fill_diagonal(pairs, 0)
    np.testing.assert_allclose(r.pair_uncertainty, pairs, rtol=1e-12)
    np.testing.assert_array_equal(r.pair_difference, X[:, None] - X)
    assert (np.diag(r.pair_score) == 0).all() and r.pair_expanded[0, 1] == 2 * r.pair_uncertainty[0, 1]
    assert named == r and (r.method, r.status, r.coverage_factor) == (name, "ok", 2.0)
    assert r.reference is None and r.reference_uncertainties is None


@pytest.mark.parametrize("name", ["mandel_paule", "hierarchical", "median", "linear_pool"])
def test_each_laboratory_against_the_others(name):
    dof = {"dof": DOF} if name == "linear_pool" else {}
    f = fit(name, X, U, dof)
    r = consensus.degrees_of_equivalence(X, U, f, leave_one_out=True)
    assert consensus.degrees_of_equivalence(X, U, name, leave_one_out=True, **dof) == r
    for i in range(6):
        keep = [j for j in range(6) if j != i]
        others = fit(name, X[keep], U[keep], {key: DOF[keep] for key in dof})
        assert (r.reference[i], r.reference_uncertainties[i]) == (others.value, others.standard_uncertainty)
        assert r.difference[i] == X[i] - others.value
        assert r.standard_uncertainty[i] == pytest.approx(math.hypot(U[i], others.standard_uncertainty))
    assert r.value == f.value
    two = consensus.degrees_of_equivalence([1.0, 2.0], [0.1, 0.1], "mandel_paule", leave_one_out=True)
    assert two.status == "ok" and np.isnan(two.score).all() and not two.equivalent.any()


def test_a_given_reference_with_and_without_weights():
    own = consensus.weighted_mean(X, U)
    mapping = {name: getattr(own, name) for name in ("value", "standard_uncertainty", "weights")}
    r = consensus.degrees_of_equivalence(X, U, mapping)
    expected = np.sqrt(U**2 - own.standard_uncertainty**2)
    np.testing.assert_allclose(r.standard_uncertainty, expected, rtol=1e-12)
    assert consensus.degrees_of_equivalence(X, U, own.to_dict()).score.tolist() == r.score.tolist()
    apart = consensus.degrees_of_equivalence(X, U, {"value": 33.0, "standard_uncertainty": 0.0})
    np.testing.assert_array_equal(apart.standard_uncertainty, U)
    exact = consensus.degrees_of_equivalence(
        [1.0, 2.0], [0.0, 0.0], {"value": 1.0, "standard_uncertainty": 0.0}
    )
    assert exact.score.tolist() == [0.0, INF] and exact.equivalent.tolist() == [True, False]
    one = consensus.degrees_of_equivalence([3.0], [0.1], "weighted_mean")
    assert (one.score[0], one.equivalent[0], one.n) == (0.0, True, 1)


def test_correlated_degrees_of_equivalence():
    V = np.array([[0.09, 0.02, 0.01], [0.02, 0.16, 0.03], [0.01, 0.03, 0.25]])
    x = np.array([10.1, 10.6, 9.8])
    f = consensus.weighted_mean(x, covariance=V)
    r = consensus.degrees_of_equivalence(x, covariance=V, fit="weighted_mean")
    a = np.eye(3) - f.weights
    np.testing.assert_allclose(r.standard_uncertainty, np.sqrt(np.diag(a @ V @ a.T)), rtol=1e-12)
    assert consensus.degrees_of_equivalence(x, covariance=V, fit=f) == r
    assert r.pair_uncertainty[0, 2] == pytest.approx(math.sqrt(0.09 + 0.25 - 0.02), rel=1e-14)


def test_degrees_of_equivalence_pass_a_status_on():
    r = consensus.degrees_of_equivalence([1.0, INF], [0.1, 0.1], "birge")
    assert (r.status, r.n, r.method) == ("not_finite", 2, "birge") and not r.equivalent.any()
    assert np.isnan([r.value, r.reference_uncertainty, *r.difference, *r.pair_score.ravel()]).all()
    tied = consensus.degrees_of_equivalence([5.0, 5.0, 5.0, 5.5], [0.1] * 4, "median")
    assert tied.status == "zero_scale" and np.isnan([tied.value, *tied.difference]).all()
    mapping = {"value": 1.0, "standard_uncertainty": 0.1}
    assert consensus.degrees_of_equivalence([NAN], [0.1], mapping).status == "too_few"
    assert consensus.degrees_of_equivalence([INF], [0.1], mapping).status == "not_finite"


@pytest.mark.parametrize(
    ("fit_", "options", "error", "words"),
    [
        ("kcrv", {}, ValueError, ["fit = 'kcrv'", "mandel_paule"]),
        (3.0, {}, TypeError, ["fit = 3.0"]),
        ({"value": 1.0}, {}, ValueError, ["standard_uncertainty"]),
        ({"value": NAN, "standard_uncertainty": 1.0}, {}, ValueError, ["fit['value'] = nan", "finite"]),
        (
            {"value": 1.0, "standard_uncertainty": -1.0},
            {},
            ValueError,
            ["fit['standard_uncertainty'] = -1.0"],
        ),
        (
            {"value": 1.0, "standard_uncertainty": 1.0, "weights": [1.0]},
            {},
            ValueError,
            ["fit", "1 weights", "6"],
        ),
        ({"value": 1.0, "standard_uncertainty": 1.0}, {"leave_one_out": True}, ValueError, ["leave_one_out"]),
        ({"value": 1.0, "standard_uncertainty": 1.0}, {"between": "included"}, ValueError, ["between"]),
        ({"value": 1.0, "standard_uncertainty": 1.0}, {"alpha": 1}, TypeError, ["alpha"]),
        ("birge", {"between": "some"}, ValueError, ["between = 'some'", "'excluded' or 'included'"]),
        ("birge", {"coverage_factor": 0}, ValueError, ["coverage_factor = 0"]),
        ("hierarchical", {"effects": "laplace"}, ValueError, ["fit", "weights", "leave_one_out"]),
    ],
)
def test_mistakes_in_the_reference(fit_, options, error, words):
    with pytest.raises(error) as caught:
        consensus.degrees_of_equivalence(X, U, fit_, **options)
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_what_goes_not_with_a_covariance():
    V = np.diag(U**2)
    for arguments in (
        {"fit": "birge"},
        {"fit": consensus.birge(X, U)},
        {"fit": "weighted_mean", "leave_one_out": True},
        {"fit": "weighted_mean", "between": "included"},
        {"fit": "weighted_mean", "u": U},
    ):
        with pytest.raises(ValueError, match="covariance"):
            consensus.degrees_of_equivalence(X, covariance=V, **arguments)


def test_the_table_is_the_methods_side_by_side():
    table = consensus.sensitivity_table(X, U, methods=[*_METHODS], dof=DOF)
    assert table.method.tolist() == [*_METHODS] and table.n == 6
    for row, name in enumerate(table.method):
        takes = name in (*NEEDS_DOF, "vangel_rukhin", "schiller_eberhardt", "linear_pool", "hierarchical")
        f = fit(name, X, U, {"dof": DOF} if takes else {})
        for field in NUMBERS:
            np.testing.assert_equal(getattr(table, field)[row], getattr(f, field))
    ok = table.status == "ok"
    spread = np.ptp(table.value[ok]) / np.median(table.standard_uncertainty[ok])
    assert table.spread == pytest.approx(spread, rel=1e-14)


def test_a_method_that_fails_is_a_row():
    few = consensus.sensitivity_table(X[:2], U[:2])
    status = dict(zip(few.method, few.status, strict=True))
    assert status["hierarchical"] == "too_few" and status["mandel_paule"] == "ok"
    assert math.isnan(few.value[few.method.tolist().index("hierarchical")])
    short = consensus.sensitivity_table(X, U, dof=[2, 9, 9, 9, 9, NAN], methods=["linear_pool", "birge"])
    assert short.status.tolist() == ["too_few", "ok"] and short.n == 5
    none = consensus.sensitivity_table([], [])
    assert set(none.status) == {"too_few"} and math.isnan(none.spread) and none.n == 0
    with pytest.raises(
        ValueError, match="sensitivity_table: methods = 'kcrv', must be among 'arithmetic_mean'"
    ):
        consensus.sensitivity_table(X, U, methods=["kcrv"])


def test_the_table_as_a_frame_and_a_page():
    table = consensus.sensitivity_table(X, U)
    frame = table.to_frame("pandas")
    assert frame.columns.tolist() == ["method", *NUMBERS, "status"] and len(frame) == 13
    assert "<td>reml</td>" in table._repr_html_()
    assert table.to_dict()["status"] == ["ok"] * 13


def test_the_guide_takes_every_way():
    rng = np.random.default_rng(0)
    n = 60
    z = stats.norm.ppf((np.arange(n) + 0.5) / n)
    heavy = stats.cauchy.ppf((np.arange(n) + 0.5) / n)
    skew = stats.expon.ppf((np.arange(n) + 0.5) / n)
    ways = {
        "dersimonian_laird": (z, 1.0),
        "weighted_median": (np.where(abs(z) > 1.9, 2.4 * z, 0.6 * z), 1.5),
        "hierarchical": (3 * z, 1.0),
        "linear_pool": (3 * skew, 0.5),
    }
    for name, (x, u) in ways.items():
        order = rng.permutation(n)
        r = consensus.decision_guide(x[order], np.full(n, u))
        assert (r.recommended, r.options, r.status) == (name, {}, "ok"), (name, r)
        assert callable(getattr(consensus, r.recommended))
    r = consensus.decision_guide(heavy, np.full(n, 1.0))
    assert (r.recommended, r.options) == ("hierarchical", {"effects": "laplace"})
    assert not r.homogeneous and not r.normal and r.symmetric


def test_what_the_guide_cannot_judge():
    for x, u, status in (
        ([1.0, 2.0], [1.0, 1.0], "too_few"),
        ([1.0] * 4, [1.0, 2.0, 1.0, 2.0], "zero_scale"),
        ([1.0, 2.0, 3.0], [1.0, 0.0, 1.0], "zero_scale"),
        ([1.0, 2.0, INF], [1.0, 1.0, 1.0], "not_finite"),
    ):
        r = consensus.decision_guide(x, u)
        assert (r.status, r.recommended, r.options, r.homogeneous) == (status, "", {}, False)
        assert np.isnan([r.q, r.shapiro_w, r.symmetry_statistic]).all()
    with pytest.raises(ValueError, match="5001, must be at most 5000"):
        consensus.decision_guide(np.arange(5001.0), np.ones(5001))
    with pytest.raises(ValueError, match="alpha_symmetry = 0, must be above 0 and below 1"):
        consensus.decision_guide(X, U, alpha_symmetry=0)


def test_every_method_is_public():
    names = {"sensitivity_table", "monte_carlo", "degrees_of_equivalence", "decision_guide", *_METHODS}
    assert names == {name for name in consensus.__all__ if name.islower()}
    assert rt.consensus is consensus
