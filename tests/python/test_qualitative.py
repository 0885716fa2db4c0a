"""rt.qualitative: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import mpmath
import numpy as np
import pandas as pd
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import inter_rater

import ringtrial as rt

q = rt.qualitative
WOOD = ["pine", "pine", " spruce ", None, "", math.nan, "pine"]


def test_categories_come_as_any_sequence():
    expected = q.consensus(WOOD)
    assert expected.mode == "pine" and expected.n == 4 and expected.counts.tolist() == [3, 1]
    texts = [w if isinstance(w, str) else None for w in WOOD]
    for x in (tuple(WOOD), pd.Series(WOOD), pd.Series(texts, dtype="string"), pl.Series(texts)):
        assert q.consensus(x) == expected
    assert q.consensus(np.array(["a", "b", "a"])).mode == "a"


def test_integers_and_booleans_become_their_text():
    assert q.consensus([7, 7, "7", 8]).counts.tolist() == [3, 1]
    assert q.consensus(np.array([7, 8, 7])).mode == "7"
    assert q.consensus([True, False, True]).mode == "True"
    assert q.nominal_score([True, False], True).n_correct == 1


def test_whole_floats_are_integers():
    """A column of integers with gaps is one of floats (pandas, NumPy): 2.0 is the category 2."""
    r = q.consensus(pd.Series([1, 2, None, 2]))
    assert (r.mode, r.n, r.categories) == ("2", 3, ["1", "2"])
    assert q.cohen_kappa(np.array([1.0, 2.0]), [1, 2]).kappa == 1
    summary = q.ordinal_summary(np.array([0.0, 2.0, math.nan]), levels=np.array([0.0, 1.0, 2.0]))
    assert summary.levels == ["0", "1", "2"] and summary.counts.tolist() == [1, 0, 1]
    assert rt.ranking.strata([1.0, 2.0, 3.0], np.array([1.0, math.nan, 2.0])).stratum == ["1", "2"]


def test_nothing_reported():
    r = q.consensus([None, ""])
    assert (r.mode, r.n, r.status) == ("", 0, "too_few") and math.isnan(r.agreement)
    assert q.nominal_score([], "a").status == "too_few"
    assert q.code_consensus([]).status == "too_few"


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda: q.consensus("pine"), TypeError, "consensus: x = 'pine', must be a sequence"),
        (lambda: q.consensus(["a", 1.5]), TypeError, "consensus: x[1] = 1.5, must be a text"),
        (lambda: q.consensus(["a"], categories=[]), ValueError, "categories is empty"),
        (lambda: q.consensus(["a"], method="exact"), ValueError, "method = 'exact', must be 'wilson'"),
        (lambda: q.consensus(["a"], confidence=1.0), ValueError, "confidence = 1, must be between 0 and 1"),
        (lambda: q.nominal_score(["a"], None), ValueError, "assigned = '', must be a category"),
        (lambda: q.nominal_score(["a"], "a", partial={"b": "x"}), TypeError, "must be a number"),
        (lambda: q.ordinal_score(["a"], "a"), ValueError, "levels is None"),
        (lambda: q.ordinal_score(["a"], "a", levels=[]), ValueError, "levels is empty"),
        (lambda: q.ordinal_score(["a"], "a", levels=["a"], tolerance=-1), ValueError, "tolerance = -1"),
        (lambda: q.proportion(2.5, 4), ValueError, "count = 2.5, must be an integer"),
        (lambda: q.proportion(5, 4), ValueError, "count = 5, must be an integer from 0 to n = 4"),
        (lambda: q.proportion("5", 4), TypeError, "count = '5', must be a number"),
        (lambda: q.chance_test(1, 2, 1.5), ValueError, "probability = 1.5, must be from 0 to 1"),
        (lambda: q.chance_test(1, 2, 0.5, alternative="both"), ValueError, "alternative = 'both'"),
        (lambda: q.code_agreement([106], "0106"), TypeError, "code[0] = 106, must be a text"),
        (lambda: q.code_agreement(["0106"], 106), TypeError, "assigned = 106, must be a text"),
        (lambda: q.code_agreement(["0106"], "01.06", levels=[4, 2]), ValueError, "levels[1] = 2"),
        (lambda: q.code_consensus(["01x6"]), ValueError, "code[0] = '01x6', must be digits"),
        (lambda: q.code_consensus(["0106"], required=0), ValueError, "required = 0"),
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert text in str(caught.value)


def test_two_sided_chance_is_certain_at_the_mode():
    assert q.chance_test(5, 10, 0.5, alternative="two_sided").p_value == 1.0
    assert q.chance_test(3, 10, 0.0, alternative="two_sided").p_value == 0.0


# --- naive twins: the formulas of the pages, term by term ----------------------------------------------

LEVELS = ["none", "trace", "weak", "strong"]
ANSWERS = st.lists(st.sampled_from([*LEVELS, None]), min_size=2, max_size=40)
SCALES = {
    "nominal": lambda c, d, _: float(c != d),
    "ordinal": lambda c, d, n: (sum(n[g] for g in n if min(c, d) <= g <= max(c, d)) - (n[c] + n[d]) / 2) ** 2,
    "interval": lambda c, d, _: (c - d) ** 2,
    "ratio": lambda c, d, _: ((c - d) / (c + d)) ** 2 if c + d else 0.0,
}


def naive_kappa(a, b, weight):
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x and y]
    n, ks = len(pairs), range(len(LEVELS))
    p = np.zeros((4, 4))
    for x, y in pairs:
        p[LEVELS.index(x), LEVELS.index(y)] += 1 / n
    w = np.array([[weight(abs(i - j) / 3) for j in ks] for i in ks])
    rows, columns = p.sum(1), p.sum(0)
    observed, expected = (w * p).sum(), rows @ w @ columns
    k = (observed - expected) / (1 - expected)
    means = (w @ columns)[:, None] + (rows @ w)[None, :]
    var = (p * (w - means * (1 - k)) ** 2).sum() - (k - expected * (1 - k)) ** 2
    null = (np.outer(rows, columns) * (w - means) ** 2).sum() - expected**2
    return k, var / (n * (1 - expected) ** 2), null / (n * (1 - expected) ** 2)


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(st.tuples(*[st.sampled_from([*LEVELS, None])] * 2), min_size=2, max_size=40))
def test_cohen_kappa_is_its_formula(pairs):
    a, b = zip(*pairs, strict=True)
    weights = {None: lambda d: float(d == 0), "linear": lambda d: 1 - d, "quadratic": lambda d: 1 - d * d}
    for name, weight in weights.items():
        r = q.cohen_kappa(a, b, weights=name, categories=LEVELS)
        if r.status != "ok":
            assert math.isnan(r.z)
            continue
        k, var, null = naive_kappa(a, b, weight)
        assert r.kappa == pytest.approx(k, abs=1e-12)
        assert r.standard_error**2 == pytest.approx(var, abs=1e-12)
        assert r.standard_error_null**2 == pytest.approx(null, abs=1e-12)
        assert q.cohen_kappa(b, a, weights=name, categories=LEVELS).kappa == pytest.approx(k, abs=1e-12)


def test_cohen_kappa_is_that_of_statsmodels():
    table = np.array([[22, 4, 1], [3, 17, 5], [2, 6, 30]])
    a = [i for i in range(3) for j in range(3) for _ in range(table[i, j])]
    b = [j for i in range(3) for j in range(3) for _ in range(table[i, j])]
    for ours, theirs in ((None, None), ("linear", "linear"), ("quadratic", "quadratic")):
        expected = inter_rater.cohens_kappa(table, wt=theirs)
        r = q.cohen_kappa(a, b, weights=ours)
        got = (r.kappa, r.standard_error, r.standard_error_null, r.z, r.p_value, r.lower, r.upper)
        wanted = (
            expected.kappa, expected.std_kappa, expected.std_kappa0, expected.z_value,
            expected.pvalue_two_sided, expected.kappa_low, expected.kappa_upp,
        )  # fmt: skip
        assert got == pytest.approx(wanted, rel=1e-12)


def test_fleiss_kappa_is_that_of_statsmodels():
    counts = np.random.default_rng(7).multinomial(6, [0.5, 0.3, 0.2], size=25)
    assert q.fleiss_kappa(counts).kappa == pytest.approx(inter_rater.fleiss_kappa(counts), rel=1e-13)
    assert q.fleiss_kappa(counts.astype("f4")) == q.fleiss_kappa(counts.tolist())


def naive_alpha(ratings, scale):
    units = [[v for v in unit if v == v] for unit in np.transpose(ratings).tolist()]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted(v for unit in units for v in unit)
    n = {v: values.count(v) for v in values}
    delta = SCALES[scale]
    observed = sum(
        delta(unit[i], unit[j], n) / (len(unit) - 1)
        for unit in units
        for i in range(len(unit))
        for j in range(len(unit))
        if i != j
    )
    expected = sum(n[c] * n[d] * delta(c, d, n) for c in n for d in n)
    return 1 - (len(values) - 1) * observed / expected if expected else math.nan


@settings(max_examples=40, deadline=None)
@given(
    ratings=st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.5, 4.0, math.nan]), min_size=3, max_size=3),
        min_size=2,
        max_size=9,
    ),
    scale=st.sampled_from(list(SCALES)),
)
def test_krippendorff_alpha_is_its_formula(ratings, scale):
    ratings = np.transpose(ratings)
    r = q.krippendorff_alpha(ratings, level=scale)
    if r.status == "too_few":
        return
    assert r.alpha == pytest.approx(naive_alpha(ratings, scale), abs=1e-10, nan_ok=True)
    assert math.isnan(r.alpha) == (r.status == "no_variation")


def test_krippendorff_alpha_reads_texts_gaps_and_categories():
    texts = [["low", "mid", None, "high"], ["low", "high", "mid", "high"]]
    numbers = [[1, 2, None, 3], [1, 3, 2, 3]]
    order = {"level": "ordinal", "categories": ["low", "mid", "high"]}
    expected = q.krippendorff_alpha(np.array(numbers, dtype=float), level="ordinal")
    assert q.krippendorff_alpha(texts, **order) == expected
    assert q.krippendorff_alpha(np.array(texts, dtype=object), **order) == expected
    assert q.krippendorff_alpha(pd.DataFrame(texts), **order) == expected
    assert q.krippendorff_alpha(numbers, level="ordinal") == expected
    assert q.krippendorff_alpha(numbers, level="ordinal", categories=[1, 2, 3]) == expected
    assert q.krippendorff_alpha([["1", "2"], ["1", ""]]).n_values == 2


@settings(max_examples=60, deadline=None)
@given(x=ANSWERS, reference=ANSWERS)
def test_ordinal_summary_and_ridit_are_their_formulas(x, reference):
    r = q.ordinal_summary(x, levels=LEVELS)
    ranks = sorted(LEVELS.index(v) + 1 for v in x if v)
    n = len(ranks)
    if n:
        assert r.mean_rank == pytest.approx(sum(ranks) / n)
        assert (r.median_low, r.median_high) == tuple(
            LEVELS[ranks[i] - 1] for i in ((n + 1) // 2 - 1, n // 2)
        )
        shares = [sum(rank <= k for rank in ranks) / n for k in (1, 2, 3)]
        assert r.dispersion == pytest.approx(sum(f * (1 - f) for f in shares) / 0.75)
        assert q.ridit(x, levels=LEVELS).mean == pytest.approx(0.5)
    base = [LEVELS.index(v) + 1 for v in reference if v]
    got = q.ridit(x, levels=LEVELS, reference=reference)
    assert got.status == ("ok" if n and base else "too_few")
    if n and base:  # the mean is P(X > Y) + P(X = Y)/2
        wins = sum((a > b) + (a == b) / 2 for a in ranks for b in base)
        assert got.mean == pytest.approx(wins / (n * len(base)))


def test_an_empty_reference_is_not_the_sample_itself():
    assert q.ridit(["weak"], levels=LEVELS, reference=[]).status == "too_few"


@pytest.mark.parametrize("mean", [0.3, 4.0, 20.0, 1500.0, 1e5])
def test_poisson_scores_are_mid_p_normal_quantiles(mean):
    sd = mean**0.5
    counts = np.unique(np.clip(np.rint(mean + sd * np.linspace(-8, 8, 23)), 0, None))
    with mpmath.workdps(60):
        got = q.poisson_score(counts, mean, method="exact")
        for c, score in zip(counts, got, strict=True):
            pmf = mpmath.exp(c * mpmath.log(mean) - mpmath.mpf(mean) - mpmath.loggamma(c + 1))
            below = mpmath.gammainc(c, mean, regularized=True) if c else mpmath.mpf(0)
            above = mpmath.gammainc(c + 1, 0, mean, regularized=True)
            tail = min(below, above) + pmf / 2
            assert float(mpmath.ncdf(-abs(mpmath.mpf(score))) / tail) == pytest.approx(1, rel=2e-11)
            assert (score < 0) == (below < above)


def test_poisson_scores_broadcast():
    scores = q.poisson_score(np.array([[12], [30]]), np.array([20.0, 25.0]))
    assert scores.shape == (2, 2)
    assert isinstance(q.poisson_score(12, 20), float)
    with pytest.raises(ValueError, match=r"poisson_score: count\[1\] = 2.5, must be an integer not below 0"):
        q.poisson_score([2, 2.5], 20)
    with pytest.raises(ValueError, match=r"assigned\[1\] = 0, must be finite and positive"):
        q.poisson_score(2, [20, 0])


@pytest.mark.parametrize("count", [0, 1, 7, 250, 10**7])
def test_poisson_interval_leaves_half_of_alpha_on_each_side(count):
    r = q.poisson_interval(count, confidence=0.9)
    assert stats.poisson.cdf(count, r.upper) == pytest.approx(0.05, rel=1e-9)
    assert (stats.poisson.sf(count - 1, r.lower) if count else 0.05) == pytest.approx(0.05, rel=1e-9)


def test_dispersion_test_is_that_of_scipy():
    counts = np.random.default_rng(3).negative_binomial(5, 0.2, size=40)
    expected = stats.chisquare(counts)
    r = q.dispersion_test(counts)
    assert (r.statistic, r.p_value) == pytest.approx(tuple(expected), rel=1e-11)
    assert q.dispersion_test(counts[::-1].astype(float)) == r


def glm(level, positive, n, slope):
    """The same model in statsmodels: offset ln d, or ln d as a covariate."""
    x = np.log(level)
    design = np.ones((len(x), 1)) if slope else np.column_stack([np.ones(len(x)), x])
    return sm.GLM(
        np.column_stack([positive, n - positive]),
        design,
        sm.families.Binomial(sm.families.links.CLogLog()),
        offset=slope * x if slope else None,
    ).fit(tol=1e-14, maxiter=500)


@pytest.mark.parametrize("slope", [1.0, 0.6, None])
@pytest.mark.parametrize("seed", range(6))
def test_lod_is_that_of_a_generalised_linear_model(slope, seed):
    rng = np.random.default_rng(seed)
    level = np.array([0.1, 0.5, 1, 3, 8, 20.0])
    n = rng.integers(5, 30, size=6)
    positive = rng.binomial(n, -np.expm1(-0.4 * level**1.1))
    fit = glm(level, positive, n, slope)
    r = q.lod(level, positive, n, slope=slope, probability=0.9, confidence=0.8)
    assert (r.status, r.df) == ("ok", fit.df_resid)
    line = [r.log_f0, r.slope][: len(fit.params)]
    errors = [r.standard_error, r.standard_error_slope][: len(fit.params)]
    assert line == pytest.approx(fit.params, abs=1e-6)  # the other stops at 1e-8
    assert errors == pytest.approx(fit.bse, rel=1e-6)
    assert r.deviance == pytest.approx(fit.deviance, abs=1e-9)
    log_lod = (math.log(math.log(10)) - r.log_f0) / r.slope
    assert r.lod == pytest.approx(math.exp(log_lod), rel=1e-13)
    gradient = np.array([-1 / r.slope, -log_lod / r.slope])[: len(fit.params)]
    half = 1.2815515655446004 * math.sqrt(gradient @ fit.cov_params() @ gradient)
    assert (r.lower, r.upper) == pytest.approx((r.lod * math.exp(-half), r.lod * math.exp(half)), rel=1e-5)


@pytest.mark.parametrize("slope", [1.0, None])
def test_the_likelihood_of_lod_has_its_maximum_there(slope):
    level, positive, n = np.array([0.3, 1, 3, 10]), np.array([4, 11, 19, 20]), np.full(4, 20)
    r = q.lod(level, positive, n, slope=slope)
    hits = np.exp(r.log_f0) * level**r.slope
    score = positive * hits / np.expm1(hits) - (n - positive) * hits
    assert score.sum() == pytest.approx(0, abs=1e-12)
    assert slope or score @ np.log(level) == pytest.approx(0, abs=1e-12)


def test_pod_collaborative_is_an_analysis_of_variance():
    positive, n = np.array([7, 9, 5, 8, 3]), np.array([12, 12, 10, 11, 12])
    zeros_and_ones = [
        answer for p, m in zip(positive, n, strict=True) for answer in [1.0] * p + [0.0] * (m - p)
    ]
    one = rt.precision.oneway(zeros_and_ones, np.repeat(np.arange(5), n))
    r = q.pod_collaborative(positive, n)
    variances = (r.s_r**2, r.s_L**2, r.s_R**2)
    assert variances == pytest.approx(
        (one.ms_within, one.var_between, one.ms_within + one.var_between), rel=1e-12
    )
    chi2 = stats.chi2_contingency([positive, n - positive], correction=False)
    assert r.p_homogeneity == pytest.approx(chi2.pvalue, rel=1e-11)


def test_diagnostic_holds_proportions():
    r = q.diagnostic(45, 8, 5.0, 92, confidence=0.9, method="clopper_pearson")
    assert r.sensitivity == q.proportion(45, 50, confidence=0.9, method="clopper_pearson")
    assert r.to_dict()["specificity"]["n"] == 100
    truth = [1] * 50 + [0] * 100
    answer = [1] * 45 + [0] * 5 + [1] * 8 + [0] * 92
    assert r.kappa == pytest.approx(q.cohen_kappa(truth, answer).kappa, rel=1e-14)
    assert r.mcc == pytest.approx(np.corrcoef(truth, answer)[0, 1], rel=1e-13)


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda: q.cohen_kappa(["a"], ["a"], weights="cubic"), ValueError, "must be 'linear' or 'quadratic'"),
        (lambda: q.cohen_kappa(["a"], ["a"], categories=[]), ValueError, "categories is empty"),
        (lambda: q.cohen_kappa(["a", "b"], ["a"]), ValueError, "b has 1 values, must have as many as a, 2"),
        (lambda: q.fleiss_kappa([1, 2]), ValueError, "counts has 1 dimensions, must have 2"),
        (lambda: q.fleiss_kappa([[1, -2]]), ValueError, "counts[0, 1] = -2, must be an integer not below 0"),
        (lambda: q.krippendorff_alpha([1, 2]), TypeError, "ratings[0] = 1, must be a sequence"),
        (lambda: q.krippendorff_alpha([["a"], ["a", "b"]]), ValueError, "the length of ratings[1] = 2"),
        (lambda: q.krippendorff_alpha([["a", 1.5]]), TypeError, "ratings[0][1] = 1.5, must be a text"),
        (lambda: q.krippendorff_alpha([["a"]], level="ratio"), ValueError, "level = 'ratio', must be"),
        (lambda: q.krippendorff_alpha([[1]], level="fuzzy"), ValueError, "level = 'fuzzy', must be"),
        (lambda: q.ordinal_summary(["a"]), ValueError, "levels is None"),
        (lambda: q.ridit(["a", "z"], levels=["a"]), ValueError, "ridit: x[1] = 'z', must be one of levels"),
        (lambda: q.poisson_interval(math.nan), ValueError, "count = nan, must be an integer"),
        (
            lambda: q.poisson_interval(2, exposure=-1),
            ValueError,
            "exposure = -1, must be finite and positive",
        ),
        (lambda: q.poisson_score(2, 3, method="z"), ValueError, "method = 'z', must be 'anscombe'"),
        (lambda: q.poisson_score(2, 3, u=-1), ValueError, "u = -1, must be finite and not negative"),
        (lambda: q.dispersion_test([1, 2.5]), ValueError, "counts[1] = 2.5, must be an integer not below 0"),
        (lambda: q.diagnostic(1, 2, -3, 4), ValueError, "fn = -3, must be an integer not below 0"),
        (lambda: q.pod([1], [2], level=[1, 2]), ValueError, "level has 2 values, must have as many as n, 1"),
        (lambda: q.pod([1], [2], level=[]), ValueError, "must be one an entry, or None"),
        (lambda: q.pod(1, 2), ValueError, "n = 2, must be a sequence of counts"),
        (lambda: q.pod([1, 2.5], [4, 4]), ValueError, "positive[1] = 2.5, must be an integer not below 0"),
        (lambda: q.dpod(1, 2, 3, 2), ValueError, "positive_b = 3, must be an integer from 0 to n_b = 2"),
        (lambda: q.lod([1], [1], [2], slope=0), ValueError, "slope = 0, must be finite and positive"),
        (
            lambda: q.lod([1], [1], [2], slope=math.nan),
            ValueError,
            "slope = nan, must be finite",
        ),
        (lambda: q.lod([1], [1], [2], max_iterations=0), ValueError, "max_iterations = 0, must be"),
        (lambda: q.lod([-1], [1], [2]), ValueError, "level[0] = -1, must be finite and not negative"),
        (lambda: q.lod_spearman_karber([1, 1], [0, 2], [2, 2]), ValueError, "level[1] = 1, must be above"),
        (lambda: q.pod_collaborative([3], [2]), ValueError, "positive[0] = 3, must be an integer from 0"),
    ],
)
def test_mistakes_of_agreement_counts_and_detection_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert text in str(caught.value)
