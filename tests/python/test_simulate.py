"""rt.bootstrap and rt.simulate against SciPy and exact cases; bits that no number of threads changes."""

import hashlib
import os
import pickle
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from scipy import stats

import ringtrial as rt
from ringtrial import _core

SAMPLE = np.array([12.1, 10.3, 9.8, 10.9, 11.4, 10.0, 13.7, 10.6, 9.1, 10.2, 11.8, 10.7, 10.1, 9.9, 12.6])
ESTIMATORS = _core.simulate.estimators


def options(estimator):
    return {"scale": 1.25} if estimator in ("huber", "hampel") else {}


def called(estimator, x):
    """What the function of that name gives."""
    name, _, part = estimator.partition(".")
    if name in ("mean", "sd"):
        return np.mean(x) if name == "mean" else np.std(x, ddof=1)
    extra = {"algorithm_s": (1,), "huber": (1.25,), "hampel": (1.25,)}.get(name, ())
    found = getattr(rt.robust, name)(x, *extra)
    if isinstance(found, float):
        return found
    return getattr(found, part or ("location" if hasattr(found, "location") else "scale"))


# --- bootstrap


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_bootstrap_knows_every_estimator(estimator):
    r = rt.bootstrap(SAMPLE, estimator, resamples=500, **options(estimator))
    assert (r.estimator, r.status, r.n) == (estimator, "ok", 15)
    assert r.estimate == pytest.approx(called(estimator, SAMPLE), rel=1e-14)
    assert r.lower < r.estimate < r.upper
    assert r.standard_error == pytest.approx(np.std(r.distribution, ddof=1), rel=1e-12)
    assert r.bias == pytest.approx(np.mean(r.distribution) - r.estimate, abs=1e-12)


# SciPy draws other resamples, so its numbers agree within their chance: a standard error from B resamples
# has a relative standard deviation of sqrt((k - 1)/4B), k the kurtosis of the resamples (below 4 here): 5 of
# them on either side are 6 % at B = 9999; a quantile of them 5*sqrt(0.025*0.975/B)/density, the density
# of a normal of that standard error at 1.96 being 0.058/se: 0.13 se for each.
@pytest.mark.parametrize("method", ["percentile", "basic", "BCa"])
@pytest.mark.parametrize(
    ("estimator", "statistic"),
    [
        ("mean", np.mean),
        ("sd", lambda x, axis: np.std(x, ddof=1, axis=axis)),
        ("algorithm_a", lambda x, axis: rt.robust.algorithm_a(x, axis=axis).location),
        ("q_hampel", lambda x, axis: rt.robust.q_hampel(x, axis=axis).location),
    ],
)
def test_bootstrap_agrees_with_scipy(estimator, statistic, method):
    x = np.random.default_rng(5).gamma(4, 1, 40)
    theirs = stats.bootstrap((x,), statistic, method=method, axis=-1, random_state=2, n_resamples=9999)
    ours = rt.bootstrap(x, estimator, method=method.lower(), seed=3)
    assert ours.standard_error == pytest.approx(theirs.standard_error, rel=0.06)
    low, high = theirs.confidence_interval
    assert ours.lower == pytest.approx(low, abs=0.26 * ours.standard_error)
    assert ours.upper == pytest.approx(high, abs=0.26 * ours.standard_error)


# Efron and Tibshirani 1993, (14.9) to (14.15), with SciPy's normal distribution and NumPy's quantiles.
@pytest.mark.parametrize("estimator", ["median", "algorithm_a", "algorithm_a.scale", "qn"])
def test_bca_is_the_formula(estimator):
    r = rt.bootstrap(SAMPLE, estimator, confidence=0.9)
    share = np.mean(r.distribution < r.estimate) + np.mean(r.distribution == r.estimate) / 2
    z0 = stats.norm.ppf(share)
    jackknife = np.array([called(estimator, np.delete(SAMPLE, i)) for i in range(SAMPLE.size)])
    d = jackknife.mean() - jackknife
    a = np.sum(d**3) / (6 * np.sum(d**2) ** 1.5)
    assert r.bias_correction == pytest.approx(z0, abs=1e-9)
    assert r.acceleration == pytest.approx(a, abs=1e-9)
    z = z0 + stats.norm.ppf([0.05, 0.95])
    expected = np.quantile(r.distribution, stats.norm.cdf(z0 + z / (1 - a * z)))
    assert [r.lower, r.upper] == pytest.approx(list(expected), abs=1e-7)


def test_the_interval_covers_what_it_says():
    """Of 400 normal samples of 40, 95 % intervals of the mean hold it in 92 to 97 % (binomial, 3 sigma)."""
    table = rt.simulate.draw(laboratories=40, rounds=400, seed=11)
    held = 0
    for x in table:
        r = rt.bootstrap(x, "mean", resamples=999)
        held += r.lower <= 0 <= r.upper
    assert 0.91 <= held / 400 <= 0.98


def test_bootstrap_passes_options_on():
    a = rt.bootstrap(SAMPLE, "algorithm_a", k=2.0, correction="exact", resamples=100)
    assert a.estimate == rt.robust.algorithm_a(SAMPLE, k=2.0, correction="exact").location
    n = rt.bootstrap(SAMPLE, "niqr", quartiles="tukey", resamples=100)
    assert n.estimate == rt.robust.niqr(SAMPLE, quartiles="tukey")
    q = rt.bootstrap(SAMPLE, "qn", finite_sample="1993", resamples=100)
    assert q.estimate == rt.robust.qn(SAMPLE, finite_sample="1993")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: rt.bootstrap(SAMPLE, "medium"), "bootstrap: estimator = 'medium', must be one of 'mean'"),
        (lambda: rt.bootstrap(SAMPLE, "median", k=1), "bootstrap: k is no option of estimator 'median'"),
        (lambda: rt.bootstrap(SAMPLE, "huber"), "huber: scale is missing"),
        (lambda: rt.bootstrap(SAMPLE, method="bc"), "bootstrap: method = 'bc', must be one of 'bca'"),
        (lambda: rt.bootstrap(SAMPLE, resamples=-1), "bootstrap: resamples = -1, must be"),
        (lambda: rt.bootstrap(np.ones((2, 2))), "bootstrap: x has 2 dimensions, must have 1"),
        (lambda: rt.simulate.population("norml"), "population: shape = 'norml', must be one of 'normal'"),
        (lambda: rt.simulate.population(sd=-1), "population: sd = -1, must be finite and not negative"),
        (lambda: rt.simulate.signals(5, estimator=None, sigma_pt=None), "signals: without an estimator"),
        (lambda: rt.simulate.uncertainty(5, lab=[1]), "uncertainty: lab = 'lab', must be left out"),
        (lambda: rt.simulate.design(k=1, estimator="mean"), "design: k is no option of estimator 'mean'"),
        (lambda: rt.simulate.efficiency(5, estimators=[]), "efficiency: statistics is empty"),
    ],
)
def test_mistakes_are_told(call, said):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value).startswith(said)


def test_out_of_memory_says_for_what():
    for resamples in (2**50, 2**62):
        with pytest.raises(MemoryError, match=f"^bootstrap: out of memory for {resamples} resamples$"):
            rt.bootstrap(SAMPLE, resamples=resamples)
    for rounds in (2**44, 2**62):
        said = f"^draw: out of memory for {rounds} rounds of 20 laboratories$"
        with pytest.raises(MemoryError, match=said):
            rt.simulate.draw(rounds=rounds)


def test_wrong_types_are_told():
    with pytest.raises(TypeError, match=r"^bootstrap: estimator = 3, must be one of 'mean'"):
        rt.bootstrap(SAMPLE, 3)
    with pytest.raises(TypeError, match=r"^draw: population = 7, must be a population or"):
        rt.simulate.draw(7)


# --- draws

SHAPES = {
    "normal": (rt.simulate.population(), stats.norm()),
    "student": (rt.simulate.population("student", df=3), stats.t(3)),
    "half": (rt.simulate.population("student", df=0.7), stats.t(0.7)),
    "lognormal": (
        rt.simulate.population("lognormal", skewness=0.4),
        stats.lognorm(0.4, loc=-1 / 0.4, scale=1 / 0.4),
    ),
    "gamma": (
        rt.simulate.population("gamma", skewness=1.6),  # k = 4/1.6² = 1.5625
        stats.gamma(1.5625, loc=-stats.gamma(1.5625).median() / 1.25, scale=1 / 1.25),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_draws_have_the_distribution(shape):
    """Kolmogorov and Smirnov's test with SciPy's distributions, 200 000 numbers."""
    population, distribution = SHAPES[shape]
    x = rt.simulate.draw(population, laboratories=20, rounds=10_000, seed=2).ravel()
    assert stats.kstest(x, distribution.cdf).pvalue > 0.001
    order = np.corrcoef(x[:-1], x[1:])[0, 1] if shape == "normal" else 0
    assert abs(order) < 5 / np.sqrt(x.size)


def test_draw_gives_rounds_by_laboratories_in_the_unit():
    p = rt.simulate.population(centre=50, sd=2)
    table = rt.simulate.draw(p, laboratories=8, rounds=5, seed=4)
    assert table.shape == (5, 8)
    assert np.allclose(table, 50 + 2 * rt.simulate.draw(laboratories=8, rounds=5, seed=4))
    assert np.array_equal(table[3:], rt.simulate.draw(p, laboratories=8, rounds=2, seed=4, first=3))


# --- the studies: columns of a table drawn here, by the public functions


def test_efficiency_is_that_of_the_drawn_table():
    p = rt.simulate.population("student", df=4, centre=10)
    table = rt.simulate.draw(p, laboratories=9, rounds=700, seed=6)
    names = ["median", "mad", "algorithm_a", "q_hampel", "qn", ("niqr", {"quartiles": "tukey"})]
    r = rt.simulate.efficiency(9, population=p, estimators=names, rounds=700, seed=6)
    values = [
        rt.robust.median(table, axis=1),
        rt.robust.mad(table, axis=1),
        rt.robust.algorithm_a(table, axis=1).location,
        rt.robust.q_hampel(table, axis=1).location,
        rt.robust.qn(table, axis=1),
        rt.robust.niqr(table, axis=1, quartiles="tukey"),
    ]
    assert list(r.mean) == pytest.approx([v.mean() for v in values], rel=1e-12)
    assert list(r.sd) == pytest.approx([v.std(ddof=1) for v in values], rel=1e-10)
    mean, sd = table.mean(axis=1), table.std(axis=1, ddof=1)
    assert r.efficiency[0] == pytest.approx(mean.var() / values[0].var(), rel=1e-10)
    relative = (sd.var() / sd.mean() ** 2) / (values[1].var() / values[1].mean() ** 2)
    assert r.efficiency[1] == pytest.approx(relative, rel=1e-10)


def test_signals_are_those_of_the_scores():
    table = rt.simulate.draw(laboratories=12, rounds=900, seed=3)
    r = rt.simulate.signals(12, [0, 2.5], rounds=900, seed=3, sigma_pt=0.8)
    for row, bias in enumerate([0, 2.5]):
        x = table.copy()
        x[:, 0] += bias
        of = rt.assigned.from_participants(x, axis=1)
        z = rt.scores.z(x[:, 0], of.value, 0.8)
        z_prime = rt.scores.z_prime(x[:, 0], of.value, 0.8, of.standard_uncertainty)
        small = rt.assigned.negligible(of.standard_uncertainty, 0.8)
        signal = rt.scores.signal(np.where(small, z, z_prime))
        assert r.unsatisfactory[row] == pytest.approx(np.mean(signal == "unsatisfactory"), abs=1e-12)
        assert r.questionable[row] == pytest.approx(np.mean(signal == "questionable"), abs=1e-12)
        assert r.z_prime[row] == pytest.approx(np.mean(~small), abs=1e-12)


def test_breakdown_is_that_of_the_drawn_table():
    table = rt.simulate.draw(laboratories=10, rounds=300, seed=8)
    r = rt.simulate.breakdown(laboratories=10, positions=[2, 6], rounds=300, seed=8, most_wrong=3)
    for m in range(4):
        for column, position in enumerate([2, 6]):
            x = table.copy()
            x[:, 10 - m :] = position
            expected = rt.robust.algorithm_a(x, axis=1).location.mean()
            assert r.bias[m, column] == pytest.approx(expected, abs=1e-12)
    assert list(r.max_bias) == pytest.approx(list(np.abs(r.bias).max(axis=1)))


def test_design_keeps_its_promise():
    r = rt.simulate.design(rounds=20_000, laboratories=[8, 30], bias=[3])
    at = {n: i for i, n in enumerate(r.laboratories.tolist())}
    assert sorted(at) == sorted({8, 30, r.needed, r.needed_really})
    assert r.stated[at[r.needed]] <= 0.3 and r.u[at[r.needed_really]] <= 0.3
    before = rt.simulate.uncertainty([r.needed - 1, r.needed_really - 1], rounds=20_000)
    assert before.stated[0] > 0.3 and before.rmse[1] > 0.3
    assert r.by_formula == rt.assigned.minimum_laboratories(1, 1) == 18


def test_results_show_themselves():
    r = rt.simulate.uncertainty([5, 10], rounds=100)
    assert repr(r).startswith("UncertaintyResult(laboratories=[ 5, 10], bias=[")
    assert r.to_dict()["laboratories"] == [5, 10]
    assert pickle.loads(pickle.dumps(r)) == r
    p = rt.simulate.population("bimodal", sd=3, repeatability=4, replicates=4)
    assert p.total_sd == pytest.approx(np.hypot(3, 2))
    assert "shape='bimodal'" in repr(p)
    assert "<table>" in p._repr_html_()


# --- threads, memory

EVERYTHING = """
import ringtrial as rt, hashlib, numpy as np
x = np.arange(1.0, 31.0) ** 1.5
p = rt.simulate.population("gamma", gross_share=0.1, repeatability=0.2, replicates=2, rounding=0.01)
parts = [rt.bootstrap(x, e, resamples=700).distribution for e in ("median", "algorithm_a", "qn")]
parts.append(rt.simulate.draw(p, laboratories=11, rounds=3000))
e = rt.simulate.efficiency([7, 20], population=p, rounds=2000, estimators=["median", "mad", "q_hampel"])
u = rt.simulate.uncertainty([9], population=p, rounds=2000)
s = rt.simulate.signals([9], [0, 3], population=p, rounds=2000)
parts += [e.mean, e.sd, e.efficiency_error, u.sd, u.stated, u.sd_error, s.unsatisfactory]
print(hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest())
"""


def test_bytes_do_not_depend_on_threads_or_processor():
    def digest(**environment):
        done = subprocess.run(
            [sys.executable, "-c", EVERYTHING],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    one = digest(RINGTRIAL_THREADS="1")
    assert len(one.strip()) == len(hashlib.sha256().hexdigest())
    assert one == digest(RINGTRIAL_THREADS="2") == digest(RINGTRIAL_THREADS="4")
    assert one == digest(RINGTRIAL_THREADS="2", RINGTRIAL_ISA="baseline")


def test_rounds_are_never_all_held():
    """A million rounds of 20 laboratories would be 160 MB: the peak stays far below."""
    code = (
        "import resource, ringtrial as rt\n"
        "rt.simulate.uncertainty(20, rounds=1000)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "rt.simulate.uncertainty(20, rounds=1_000_000)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000  # KiB


LONG = """
import numpy as np
import ringtrial as rt
print("begun", flush=True)
{call}
print("ended")
"""
LONG_CALLS = {
    "simulation": "rt.simulate.signals(20, rounds=10**11)",
    "bootstrap": "rt.bootstrap(np.arange(1000.0), 'qn', resamples=10**7)",
    "table": "x = np.tile(np.random.default_rng(1).normal(size=(30, 1)), 10**5)\nwhile True: rt.evaluate(x)",
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("call", LONG_CALLS.values(), ids=LONG_CALLS)
def test_ctrl_c_stops_what_takes_long(call):
    command = [sys.executable, "-c", LONG.format(call=call)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=300)
    assert errors.strip().endswith("KeyboardInterrupt")
    assert output == ""
    assert process.returncode != 0
