"""rt.ranking: what Python adds to the C++ tests, and the answers of SciPy and statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway

import ringtrial as rt

R = rt.ranking
nan, inf = math.nan, math.inf

seeds = st.integers(0, 2**32 - 1)


def table(seed, missing=0.0):
    random = np.random.default_rng(seed)
    z = random.normal(size=(seed % 5 + 3, seed % 4 + 4)).round(1)
    z[random.uniform(size=z.shape) < missing] = nan
    return z


def test_results_are_typed_and_plain():
    r = R.combined([[1.0, 2.5], [nan, nan]], lab=["x", 7])
    assert r.lab == ["x", "7"] and r.status == ["ok", "too_few"] and r.n.dtype == np.int64
    assert r.to_dict()["status"] == ["ok", "too_few"] and r == R.combined(
        [[1.0, 2.5], [nan, nan]], lab=["x", 7]
    )
    g = R.groups([[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]])
    assert g.groups == [[0], [1]] and g.p_value.shape == g.n_common.shape == (2, 2)
    s = R.strata([1.0, 2.0, 3.0, 5.0], ["a", "a", "b", "b"])
    assert type(s.pairs[0]) is R.Pair and s.to_dict()["pairs"][0]["a"] == "a" and "Pair(" in repr(s)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_combined_agrees_with_scores(seed):
    z = table(seed, missing=0.3)
    r = R.combined(z)
    rsz, ssz = rt.scores.rsz(z, axis=1), rt.scores.ssz(z, axis=1)
    assert np.array_equal(r.rsz, rsz.value, equal_nan=True) and np.array_equal(r.n, rsz.n)
    assert np.array_equal(r.p_ssz, ssz.p_value, equal_nan=True)
    for i in np.flatnonzero(r.n):
        size = np.abs(z[i][~np.isnan(z[i])])
        assert (r.mean_abs[i], r.median_abs[i]) == pytest.approx((size.mean(), np.median(size)))


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_ranks_are_those_of_scipy(seed):
    z = table(seed)
    sizes = (10 * np.abs(z)).round().sum(axis=1)  # whole tenths: ties are exact
    for ties, theirs in (("min", "min"), ("max", "max"), ("average", "average"), ("dense", "dense")):
        assert R.rank(z, ties=ties).rank == pytest.approx(stats.rankdata(sizes, theirs))
    order = R.rank(z).order
    assert np.array_equal(order, np.lexsort((np.arange(len(z)), sizes)))


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_order_of_laboratories_and_measurands_does_not_matter(seed):
    z = table(seed, missing=0.2)
    turned = z[::-1, ::-1]
    for criterion in ("mean_abs", "median_abs", "rms", "abs_rsz", "mean_points"):
        a, b = R.rank(z, criterion=criterion), R.rank(turned, criterion=criterion)
        assert np.array_equal(a.rank, b.rank[::-1], equal_nan=True)
    a, b = R.groups(z), R.groups(turned)
    assert a.p_value == pytest.approx(b.p_value[::-1, ::-1], rel=1e-9, abs=1e-12, nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_pairs_of_groups_are_paired_t_tests(seed):
    z = table(seed)
    r = R.groups(z, adjust="none")
    for a, b in zip(*np.triu_indices(len(z), 1), strict=True):
        d = np.abs(z[a]) - np.abs(z[b])
        if np.ptp(d) > 1e-9:
            assert r.p_value[a, b] == pytest.approx(stats.ttest_1samp(d, 0).pvalue, rel=1e-7, abs=1e-12)


def test_every_pair_within_a_group_agrees_and_groups_are_maximal():
    z = np.random.default_rng(5).normal(size=(12, 10)) * np.linspace(0.2, 4, 12)[:, None]
    r = R.groups(z, adjust="holm", alpha=0.2)
    assert len(r.groups) > 1
    place = {row: k for k, row in enumerate(r.order.tolist())}
    for members in r.groups:
        differ = [r.p_value[a, b] <= 0.2 for a in members for b in members if a < b]
        assert not any(differ)
        after = place[members[-1]] + 1
        if after < 12:
            assert any(r.p_value[a, r.order[after]] <= 0.2 for a in members)
    assert all(set(letters) for letters in r.letters)


def test_intervals_do_not_depend_on_who_else_is_unranked():
    z = np.random.default_rng(1).normal(size=(5, 8))
    a = R.rank_intervals(z, replicates=200)
    b = R.rank_intervals(np.vstack([z, np.full(8, nan), np.full(8, inf)]), replicates=200)
    for field in ("rank", "lower", "upper", "mean_rank", "probability_best", "probability_top"):
        assert np.array_equal(getattr(a, field), getattr(b, field)[:5])
    assert b.status[5:] == ["too_few", "not_finite"] and a.probability_best.sum() == pytest.approx(1)


def test_intervals_cover_what_noise_can_do():
    """With laboratories all alike every interval is wide; with a clear winner his is not."""
    random = np.random.default_rng(3)
    alike = R.rank_intervals(random.normal(size=(6, 12)))
    assert (alike.upper - alike.lower).min() >= 2
    clear = random.normal(size=(6, 12))
    clear[2] *= 0.01
    r = R.rank_intervals(clear)
    assert (r.lower[2], r.upper[2]) == (1, 1) and r.probability_best[2] == 1


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_friedman_is_that_of_scipy(seed):
    z = table(seed)
    r, theirs = R.friedman(z), stats.friedmanchisquare(*np.abs(z))
    assert r.statistic == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert r.p_value == pytest.approx(theirs.pvalue, rel=1e-7)
    assert r.mean_rank == pytest.approx(stats.rankdata(np.abs(z), axis=0).mean(axis=1))


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_strata_are_those_of_scipy_and_statsmodels(seed):
    random = np.random.default_rng(seed)
    x = (random.normal(size=30) * 2).round(1)
    labels = np.repeat(["a", "b", "c"], [9, 10, 11])
    groups = [x[labels == label] for label in "abc"]
    r, theirs = R.strata(x, labels), stats.kruskal(*groups)
    assert (r.statistic, r.p_value) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-8)
    w = R.strata(x, labels, method="welch", adjust="none")
    theirs = anova_oneway(groups, use_var="unequal")
    assert (w.statistic, w.df2, w.p_value) == pytest.approx(
        (theirs.statistic, theirs.df_denom, theirs.pvalue), rel=1e-8
    )
    pair = stats.ttest_ind(groups[0], groups[2], equal_var=False)
    assert (w.pairs[1].statistic, w.pairs[1].df, w.pairs[1].p_value) == pytest.approx(
        (pair.statistic, pair.df, pair.pvalue), rel=1e-8
    )


def test_labels_are_texts_integers_and_booleans():
    x = [1.0, 2.0, 3.0, 4.0, 9.0, 9.0]
    assert R.strata(x, [10, 10, np.int64(9), 9, None, nan]).stratum == ["10", "9"]
    assert R.strata(x, [True, True, False, False, "", None]).stratum == ["False", "True"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_p_values_are_those_of_statsmodels(p):
    for method, theirs in (("holm", "holm"), ("bonferroni", "bonferroni"), ("bh", "fdr_bh")):
        assert R.adjust(p, method=method) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-12)
    assert R.adjust([nan, *p])[1:] == pytest.approx(R.adjust(p), rel=1e-15)


@pytest.mark.parametrize("function", [R.combined, R.rank, R.rank_intervals, R.groups, R.friedman])
def test_no_laboratory_is_too_few_and_one_dimension_a_mistake(function):
    empty = function(np.empty((0, 4)))
    assert empty.status in ([], "too_few")
    with pytest.raises(ValueError, match="scores has 1 dimensions, must have 2"):
        function([1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            lambda: R.rank([[1.0]], criterion="best"),
            ValueError,
            "criterion = 'best', must be 'mean_abs', 'median",
        ),
        (lambda: R.rank([[1.0]], ties="mean"), ValueError, "ties = 'mean', must be 'min', 'max', 'average'"),
        (lambda: R.rank([[1.0]], min_scores=1.5), ValueError, "min_scores = 1.5, must be an integer"),
        (lambda: R.rank([[1.0], [2.0]], lab=["a", "a"]), ValueError, "lab[1] = 'a', must differ from lab[0]"),
        (
            lambda: R.rank([[1.0]], lab=[]),
            ValueError,
            "lab has length 0, must have one name a row of scores, 1",
        ),
        (lambda: R.rank([[1.0]], lab=[None]), ValueError, "rank: lab[0] is empty, must be a name"),
        (lambda: R.rank([[1.0]], lab="A"), TypeError, "rank: lab = 'A', must be a sequence"),
        (lambda: R.combined([[1.0]], limits=(2,)), ValueError, "limits has length 1, must have 2"),
        (
            lambda: R.groups([[1.0]], criterion="abs_rsz"),
            ValueError,
            "criterion = 'abs_rsz', must be 'mean_abs'",
        ),
        (lambda: R.groups([[1.0]], adjust="bh"), ValueError, "adjust = 'bh', must be 'holm', 'bonferroni'"),
        (lambda: R.strata([1.0], [1.5]), TypeError, "stratum[0] = 1.5, must be a text or an integer"),
        (lambda: R.strata([1.0, 2.0], ["a"]), ValueError, "stratum has length 1, must have that of x, 2"),
        (
            lambda: R.strata([1.0], ["a"], method="anova"),
            ValueError,
            "method = 'anova', must be 'kruskal_wallis'",
        ),
        (lambda: R.adjust([0.1, -0.5]), ValueError, "adjust: p[1] = -0.5, must be from 0 to 1"),
    ],
)
def test_a_mistake_is_named(call, error, text):
    with pytest.raises(error) as caught:
        call()
    assert text in str(caught.value)
