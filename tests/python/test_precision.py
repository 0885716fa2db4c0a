"""rt.precision: exact twins, properties and mistakes; numbers are held by test_reference.py and C++ tests."""

import math
import pickle
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt

P = rt.precision
GLUCOSE = [
    132.66, 133.83, 133.1, 132.92, 136.9, 136.4, 132.61, 135.8, 135.36, 138.5, 148.3, 135.69,
    131.9, 134.14, 133.76, 137.21, 135.14, 137.5, 130.97, 131.59, 134.92, 135.46, 135.14, 133.63,
]  # fmt: skip
EIGHT = [lab for lab in "ABCDEFGH" for _ in range(3)]


def exact_study(y, lab):
    """m, s_r², s_d², n_bar and s_L² (sign kept) in fractions: methods of ISO 5725-2, 7.4, word for word."""
    cells = {}
    for value, label in zip(y, lab, strict=True):
        cells.setdefault(label, []).append(Fraction(value))
    n = {label: len(values) for label, values in cells.items()}
    mean = {label: sum(values) / n[label] for label, values in cells.items()}
    total = sum(n.values())
    m = sum(n[label] * mean[label] for label in cells) / total
    within = sum((v - mean[label]) ** 2 for label, values in cells.items() for v in values)
    s_r2 = within / (total - len(cells))
    s_d2 = sum(n[label] * (mean[label] - m) ** 2 for label in cells) / (len(cells) - 1)
    n_bar = (total - Fraction(sum(k * k for k in n.values()), total)) / (len(cells) - 1)
    return m, s_r2, s_d2, n_bar, (s_d2 - s_r2) / n_bar


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_estimates_are_those_of_exact_arithmetic(data):
    counts = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=8).filter(lambda n: max(n) > 1))
    offset = data.draw(st.sampled_from([0.0, 1e3, 1e9, -1e12]))
    lab = [i for i, n in enumerate(counts) for _ in range(n)]
    y = [offset + data.draw(st.floats(-100, 100)) for _ in lab]
    m, s_r2, s_d2, n_bar, var_L = exact_study(y, lab)
    r = P.collaborative_study(y, lab, procedure="none").levels[0]
    assert r.mean == pytest.approx(float(m), rel=4e-16)
    assert r.n_bar == pytest.approx(float(n_bar), rel=1e-15)
    if s_r2 > Fraction(1, 10**20):
        assert r.s_r == pytest.approx(math.sqrt(s_r2), rel=1e-15)
        assert r.s_d == pytest.approx(math.sqrt(s_d2), rel=1e-15, abs=1e-20)
        assert r.var_L == pytest.approx(float(var_L), rel=1e-12, abs=1e-28)
        assert r.s_R == pytest.approx(math.sqrt(s_r2 + max(var_L, 0)), rel=1e-15)
        anova = P.oneway(y, lab)
        assert anova.var_between == r.var_L and anova.ms_within == pytest.approx(float(s_r2), rel=1e-15)


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(24)), st.sampled_from(["flag", "remove"]))
def test_the_order_of_rows_does_not_matter(order, procedure):
    r = P.collaborative_study(GLUCOSE, EIGHT, procedure=procedure).levels[0]
    s = P.collaborative_study(
        [GLUCOSE[i] for i in order], [EIGHT[i] for i in order], procedure=procedure
    ).levels[0]
    for name in ("mean", "s_r", "s_L", "s_R", "gamma", "removed"):
        assert getattr(s, name) == getattr(r, name)
    assert np.array_equal(s.s_R_interval, r.s_R_interval) and np.array_equal(s.s_L_interval, r.s_L_interval)
    assert s.decisions == r.decisions
    assert dict(zip(s.labs, s.h, strict=True)) == dict(zip(r.labs, r.h, strict=True))


@pytest.mark.parametrize("exponent", [-500, 500])
def test_units_scale_out(exponent):
    factor = 2.0**exponent
    r = P.collaborative_study(GLUCOSE, EIGHT).levels[0]
    s = P.collaborative_study(np.array(GLUCOSE) * factor, EIGHT).levels[0]
    for name in ("mean", "s_r", "s_L", "s_R", "r_limit", "R_limit"):
        assert getattr(s, name) == getattr(r, name) * factor
    assert s.gamma == r.gamma and s.rsd_R == r.rsd_R
    assert [d.p_value for d in s.decisions] == [d.p_value for d in r.decisions]
    robust = P.robust_precision(GLUCOSE, EIGHT).levels[0]
    assert P.robust_precision(np.array(GLUCOSE) * factor, EIGHT).levels[0].s_R == robust.s_R * factor


def test_intervals_cover_what_they_promise():
    """2000 studies of 8 laboratories with 3 results, sigma_r = sigma_L = 1: the exact one within three
    standard errors, the approximate ones near what they promise."""
    rng = np.random.default_rng(7)
    lab = np.repeat(np.arange(8), 3)
    hits = {"s_r": 0, "s_R": 0, "s_L": 0, "satterthwaite": 0}
    for _ in range(2000):
        y = np.repeat(rng.normal(size=8), 3) + rng.normal(size=24)
        r = P.collaborative_study(y, lab, procedure="none").levels[0]
        s = P.collaborative_study(y, lab, procedure="none", interval="satterthwaite").levels[0]
        for name, interval, true in (
            ("s_r", r.s_r_interval, 1.0), ("s_L", r.s_L_interval, 1.0),
            ("s_R", r.s_R_interval, math.sqrt(2)), ("satterthwaite", s.s_R_interval, math.sqrt(2)),
        ):  # fmt: skip
            hits[name] += interval[0] <= true <= interval[1]
    assert abs(hits["s_r"] / 2000 - 0.95) < 0.015
    assert abs(hits["s_R"] / 2000 - 0.95) < 0.02
    assert abs(hits["s_L"] / 2000 - 0.95) < 0.02
    assert abs(hits["satterthwaite"] / 2000 - 0.95) < 0.03


def test_the_procedure_step_by_step():
    def tests(**options):
        return [
            (d.test, d.verdict, d.excluded)
            for d in P.collaborative_study(GLUCOSE, EIGHT, **options).levels[0].decisions
        ]

    assert tests()[:2] == [("cochran", "outlier", True), ("cochran", "none", False)]
    assert [name for name, *_ in tests()[2:]] == [
        "grubbs_max",
        "grubbs_min",
        "grubbs_two_max",
        "grubbs_two_min",
    ]
    assert [name for name, *_ in tests(pairs=False)[2:]] == ["grubbs_max", "grubbs_min"]
    assert [name for name, *_ in tests(repeat=False)][:2] == ["cochran", "grubbs_max"]
    assert tests(procedure="none") == []
    assert tests(alpha=(1e-4, 1e-5))[0] == ("cochran", "none", False)
    assert tests(alpha=(0.05, 1e-5))[0] == ("cochran", "straggler", False)


def test_labels_of_any_type_come_back():
    labs = [("HK", 1), None, "x", 3.5, True, ("HK", 1), None, "x", 3.5, True]
    r = P.collaborative_study(range(10), labs, level=["a"] * 5 + ["b"] * 5)
    assert r.labs == [("HK", 1), None, "x", 3.5, True]
    assert [level.level for level in r.levels] == ["a", "b"] and r.levels[0].labs == r.labs
    numbers = P.oneway([1.0, 2.0, 3.0, 4.0], np.array([7, 7, 8, 8]))
    assert numbers.groups == [7, 8] and type(numbers.groups[0]) is int
    for frame in (pd.DataFrame, pl.DataFrame):
        data = frame({"y": [1.0, 2.0, 4.0, 3.0], "lab": ["a", "a", "b", "b"]})
        assert P.collaborative_study(data["y"], data["lab"]).levels[0].labs == ["a", "b"]


def test_levels_without_data_and_without_rows():
    r = P.collaborative_study([1.0, 2.0, 3.0, 4.0, math.nan], list("aabbc"), [1, 1, 1, 1, 2])
    assert [(level.level, level.p, level.status) for level in r.levels] == [(1, 2, "ok"), (2, 0, "too_few")]
    assert r.labs == ["a", "b", "c"] and r.p.tolist() == [2, 0] and math.isnan(r.s_R[1])
    assert P.collaborative_study([], [], []).levels == []
    assert P.collaborative_study([], []).levels[0].status == "too_few"
    assert P.robust_precision([], [], []).levels == []
    assert P.split_level([], []).status == "too_few"
    assert P.functional_relation([], []).status == "too_few"


def test_one_laboratory_of_very_many_results():
    y = [*(np.arange(5000) % 7), 3.0, 4.0]
    r = P.collaborative_study(y, ["a"] * 5000 + ["b"] * 2).levels[0]
    assert r.status == "ok" and r.n_bar == pytest.approx(4, rel=1e-3) and r.s_R >= r.s_r


def test_results_are_plain_and_picklable():
    r = P.collaborative_study(GLUCOSE, EIGHT, procedure="remove")
    again = pickle.loads(pickle.dumps(r))
    assert again.levels[0].s_R == r.levels[0].s_R and again.levels[0].decisions == r.levels[0].decisions
    plain = r.to_dict()["levels"][0]
    assert plain["removed"] == ["D"] and type(plain["s_r_interval"]) is list
    assert plain["decisions"][0]["labs"] == ["D"] and plain["status"] == "ok"
    assert repr(r).startswith("CollaborativeStudy(levels=[LevelPrecision(level=None, p=7, n=21")


def test_horrat_is_elementwise():
    one = P.horrat(0.001, 0.01)
    assert isinstance(one, float) and P.horrat([0.001], [0.01]).tolist() == [one]
    table = P.horrat([[0.001], [0.002]], [0.01, 0.02, math.nan])
    assert table.shape == (2, 3) and table[1, 0] == pytest.approx(2 * one) and np.isnan(table[:, 2]).all()
    assert P.horrat(0.0, 0.01) == 0 and P.horrat([], 0.5).shape == (0,)


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda: P.collaborative_study([1.0, 2.0], ["a"]),
            ValueError,
            "lab has length 1, must have that of y, 2",
        ),
        (lambda: P.collaborative_study([1.0], ["a"], ["x", "y"]), ValueError, "level has length 2"),
        (lambda: P.collaborative_study([1.0], "a"), TypeError, "lab = 'a', must be a sequence"),
        (lambda: P.collaborative_study([1.0], [math.nan]), ValueError, "lab[0] = nan, must be a label"),
        (lambda: P.collaborative_study([1.0], [[1]]), TypeError, "lab[0] = [1], must be hashable"),
        (lambda: P.collaborative_study([1.0], np.ones((1, 1))), ValueError, "lab has 2 dimensions"),
        (lambda: P.collaborative_study(["1"], ["a"]), TypeError, "collaborative_study: y has dtype"),
        (lambda: P.collaborative_study([1.0], ["a"], procedure="drop"), ValueError, "procedure = 'drop'"),
        (lambda: P.collaborative_study([1.0], ["a"], interval="exact"), ValueError, "interval = 'exact'"),
        (lambda: P.collaborative_study([1.0], ["a"], alpha=(0.01, 0.05)), ValueError, "alpha[1] = 0.05"),
        (lambda: P.collaborative_study([1.0], ["a"], alpha=(1, 0.05)), ValueError, "alpha[0] = 1"),
        (lambda: P.collaborative_study([1.0], ["a"], alpha=(0.1,)), ValueError, "must be two numbers"),
        (lambda: P.collaborative_study([1.0], ["a"], pairs="yes"), TypeError, "pairs = 'yes'"),
        (lambda: P.collaborative_study([1.0], ["a"], confidence=95), ValueError, "confidence = 95"),
        (lambda: P.collaborative_study([1.0], ["a"], limit_factor=0), ValueError, "limit_factor = 0"),
        (
            lambda: P.functional_relation([1.0], [0.1, 0.2]),
            ValueError,
            "s has length 2, must have that of m, 1",
        ),
        (lambda: P.functional_relation([0.0], [0.1]), ValueError, "m[0] = 0, must be positive"),
        (lambda: P.functional_relation([1.0], [0.1], iterations=-1), ValueError, "iterations = -1"),
        (lambda: P.horrat(0.1, 0.0), ValueError, "c = 0, must be above 0 and at most 1"),
        (lambda: P.horrat([0.1, -0.1], 0.5), ValueError, "s[1] = -0.1, must be finite and not negative"),
        (
            lambda: P.horrat([0.1, 0.2], [0.1, 0.2, 0.3]),
            ValueError,
            "of shape (2,) and c of shape (3,) do not",
        ),
        (lambda: P.horrat(0.1, 0.1, model="x"), ValueError, "model = 'x', must be 'horwitz' or 'thompson'"),
        (lambda: P.oneway([1.0], []), ValueError, "oneway: group has length 0, must have that of y, 1"),
        (lambda: P.robust_precision([1.0], ["a"], limit_factor=-1), ValueError, "limit_factor = -1"),
        (lambda: P.split_level([1.0], [1.0, 2.0]), ValueError, "b has length 2, must have that of a, 1"),
        (lambda: P.split_level([1.0], [1.0], procedure=None), TypeError, "procedure = None"),
        (lambda: P.uncertainty_factors(1, 2, 1), ValueError, "p = 1, must be at least 2"),
        (lambda: P.uncertainty_factors(5, 2, 1, z=-1), ValueError, "z = -1, must be finite and positive"),
    ],
)
def test_mistakes_are_told(call, kind, text):
    with pytest.raises(kind) as caught:
        call()
    assert text in str(caught.value)
