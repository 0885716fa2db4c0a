"""Whole tables evaluated at once: the numbers, words and findings of the evaluation of a frame."""

from __future__ import annotations

import itertools
import pathlib
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ringtrial as rt
from ringtrial.errors import SchemeError

LABORATORIES = [f"L{i:02}" for i in range(16)]
MEASURANDS = ["Pb", "Cd", "As", "Hg", "ash", "S"]
NUMBERS = (
    "n_reported", "n_used", "n_excluded", "assigned_value", "assigned_u", "sigma_pt", "u_ratio",
    "robust_mean", "robust_sd", "median", "mad", "niqr", "mean", "sd", "minimum", "maximum",
)  # fmt: skip
SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
SCHEME = {
    "measurand": {
        "Cd": {"sigma_pt": 1.5, "verdict": "z"},
        "As": {"outliers": "grubbs", "transform": "ln"},
        "Hg": {"exclude": ["L03"], "withdraw": ["L05"], "scores": ["z", "z_prime", "percent_allowance"]},
        "S": {"assigned": "q_hampel", "delta_e": 3.0},
    }
}


def results(seed: int = 3, laboratories: int = 16) -> np.ndarray:
    generator = np.random.default_rng(seed)
    x = generator.normal(50, 2, (laboratories, 6))
    x[generator.random(x.shape) < 0.1] = np.nan
    x[3, 2] = 80
    x[:, 4] = np.round(x[:, 4] / 4) * 4
    return x


def frame(x: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame(x, columns=MEASURANDS)
    table.insert(0, "laboratory", LABORATORIES[: len(x)])
    return table


def assert_same(table: rt.table_evaluation.TableEvaluation, round_: rt.evaluation.Evaluation) -> None:
    for name in NUMBERS:
        expected = round_.assigned[name].to_numpy(float)
        np.testing.assert_array_equal(table.assigned[name].to_numpy(float), expected, err_msg=name)
    assert table.assigned["verdict_score"].tolist() == round_.assigned["verdict_score"].tolist()
    assert table.assigned["status"].tolist() == round_.assigned["status"].tolist()
    scores, expected = table.scores, round_.scores
    for name in {*SCORES, "assigned_value", "value", "sigma_pt"} & {*scores.columns}:
        np.testing.assert_array_equal(scores[name].to_numpy(float), expected[name].to_numpy(float), name)
    for name in {*SCORES} - {*scores.columns}:
        assert expected[name].isna().all()
    for name in ("signal", "reason", "used", "laboratory", "measurand", "verdict_score"):
        # scores.csv tells a verdict score only beside a verdict
        judged = expected["verdict_score"] != "" if name == "verdict_score" else slice(None)
        assert scores[name][judged].tolist() == expected[name][judged].tolist(), name


def told(evaluation: object) -> list[tuple[object, ...]]:
    return [
        (f.code, f.measurand, f.laboratory, f.text, f.text_zh)
        for f in evaluation.all_findings  # type: ignore[attr-defined]
        if f.file is None and f.column is None and f.row is None
    ]


@pytest.mark.parametrize("scheme", [None, SCHEME], ids=["defaults", "several ways"])
def test_is_the_evaluation_of_a_frame(scheme: dict[str, object] | None) -> None:
    x = results()
    table = rt.evaluate(x, scheme, laboratories=LABORATORIES, measurands=MEASURANDS)
    round_ = rt.evaluate(frame(x), scheme)
    assert_same(table, round_)
    assert told(table) == [f for f in told(round_) if f[0] != "scheme_unused"]
    assert table.totals() == round_.totals()
    assert sum(table.finding_counts().values()) == len(table.all_findings)


def test_reads_the_uncertainties_beside_the_results() -> None:
    x, u = results(), np.full((16, 6), 0.5)
    u[4] = np.nan
    long = pd.DataFrame(
        {
            "measurand": np.repeat(MEASURANDS, 16),
            "laboratory": LABORATORIES * 6,
            "value": x.T.ravel(),
            "u": u.T.ravel(),
        }
    )
    assert_same(rt.evaluate(x, u=u, laboratories=LABORATORIES, measurands=MEASURANDS), rt.evaluate(long))
    long = long.rename(columns={"u": "U"}).assign(k=2.2)
    assert_same(
        rt.evaluate(x, U=u, k=np.full(x.shape, 2.2), laboratories=LABORATORIES, measurands=MEASURANDS),
        rt.evaluate(long),
    )


@pytest.mark.parametrize("scheme", [None, SCHEME], ids=["defaults", "several ways"])
def test_every_orientation_gives_the_same(scheme: dict[str, object] | None) -> None:
    x = results()
    named = {"laboratories": LABORATORIES, "measurands": MEASURANDS}
    expected = rt.evaluate(x, scheme, **named)
    wide = np.full((32, 12), np.nan)
    wide[::2, ::2] = x
    for seen, axis in (
        (np.asfortranarray(x), 0),
        (np.ascontiguousarray(x.T), 1),
        (x.T, -1),
        (wide[::2, ::2], 0),
        (x[::-1][::-1], -2),
        (np.ma.masked_invalid(x), 0),
    ):
        table = rt.evaluate(seen, scheme, axis=axis, **named)
        assert table.signal.shape == seen.shape
        pd.testing.assert_frame_equal(table.assigned, expected.assigned)
        pd.testing.assert_frame_equal(table.scores, expected.scores)


def test_ragged_measurands_are_those_of_their_own() -> None:
    x, offsets = results().ravel(), [2, 2, 20, 21, 60, 96]
    scheme = {"measurand": {"2": {"sigma_pt": 3.0}, "4": {"sigma_pt": 3.0}}}
    table = rt.evaluate(x, scheme, offsets=offsets)
    assert table.status.tolist() == ["too_few", "ok", "too_few", "ok", "ok"]
    assert set(table.signal[:2]) == {"not_reported"}
    assert table.z is not None
    for j, (begin, end) in enumerate(itertools.pairwise(offsets)):
        sigma = {"measurand": {"*": {"sigma_pt": 3.0}}} if j in (1, 3) else None
        alone = rt.evaluate(x[begin:end, None], sigma)
        assert table.assigned_value[j : j + 1].tobytes() == alone.assigned_value.tobytes()
        assert table.signal[begin:end].tolist() == alone.signal.ravel().tolist()
        assert alone.z is not None
        np.testing.assert_array_equal(table.z[begin:end], alone.z.ravel())
    assert len(table.scores) == 94
    assert table.scores["laboratory"].tolist()[:18] == [str(i + 1) for i in range(18)]


@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(1, 9), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_threads_and_neighbours_show_in_no_bit(seed: int, p: int, m: int, threads: int) -> None:
    x = np.random.default_rng(seed).standard_cauchy((p, m))
    rt.set_threads(threads)
    table = rt.evaluate(x, review=False)
    rt.set_threads(1)
    for j in range(m):
        alone = rt.evaluate(x[:, j : j + 1], review=False)
        for name in NUMBERS:
            assert getattr(table, name)[j : j + 1].tobytes() == getattr(alone, name).tobytes()
        np.testing.assert_array_equal(table.signal_code[:, j : j + 1], alone.signal_code)


def test_float32_is_evaluated_in_double() -> None:
    x = results().astype(np.float32)
    single, double = rt.evaluate(x), rt.evaluate(x.astype(float))
    pd.testing.assert_frame_equal(single.assigned, double.assigned)
    np.testing.assert_array_equal(single.signal_code, double.signal_code)


def test_a_table_without_review_has_the_same_scores_and_fewer_findings() -> None:
    x = results()
    some, every = rt.evaluate(x, review=False), rt.evaluate(x)
    pd.testing.assert_frame_equal(some.scores, every.scores)
    assert "rounding_coarse" in every.finding_counts()
    assert "rounding_coarse" not in some.finding_counts()


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (1, 1)])
def test_next_to_nothing_is_too_few(shape: tuple[int, int]) -> None:
    table = rt.evaluate(np.ones(shape))
    assert table.status.tolist() == ["too_few"] * shape[1]
    assert table.signal.shape == shape
    assert len(table.scores) == shape[0] * shape[1]
    assert repr(table).startswith("TableEvaluation(")


def test_a_notebook_shows_names_as_text() -> None:
    shown = rt.evaluate(np.ones((6, 30)), measurands=["<b>"] * 30)._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown
    assert "the first 20 shown" in shown


X = results()
MISTAKES = [
    ({"results": X[:, 0]}, "evaluate: results has 1 dimensions, must have 2, or 1 with offsets"),
    ({"axis": 2}, "evaluate: axis = 2, must be from -2 to 1"),
    ({"axis": "0"}, "evaluate: axis = '0', must be an integer or None"),
    (
        {"u": -np.ones_like(X)},
        "evaluate: u of laboratory 0, measurand 0 = -1, must be finite and not negative",
    ),
    ({"k": 0 * X}, "evaluate: k of laboratory 0, measurand 0 = 0, must be finite and positive"),
    ({"u": np.ones(3)}, "evaluate: u = array([1., 1., 1.]), must be of the shape of the results"),
    ({"measurands": ["a"]}, "evaluate: measurands has 1 names, must have 6"),
    ({"laboratories": ["a"]}, "evaluate: laboratories has 1 names, must have 16"),
    ({"results": X[:, 0], "offsets": [0, 99]}, "evaluate: offsets[1] = 99, must be from 0 to 16"),
    ({"results": X.astype(str)}, "evaluate: results has dtype"),
    ({"columns": {}}, "evaluate: columns goes with frames and files, not with a NumPy array"),
    ({"results": frame(X), "u": X}, "evaluate: u goes with results in a NumPy array only"),
]


@pytest.mark.parametrize(("changed", "message"), MISTAKES)
def test_a_mistake_is_named(changed: dict[str, object], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        rt.evaluate(**({"results": X} | changed))  # type: ignore[arg-type]


SCHEME_MISTAKES = [
    ({"competition": {}}, "[competition] goes with frames and files only"),
    ({"measurand": {"*": {"exclude": ["L1"]}}}, "exclude names laboratories, but the rows"),
    ({"measurand": {"*": {"kind": "nominal"}}}, "kind is 'nominal', but a table holds numbers"),
    ({"measurand": {"*": {"count_exposure": 1.0}}}, "count_exposure goes with frames and files only"),
]


@pytest.mark.parametrize(("scheme", "message"), SCHEME_MISTAKES)
def test_a_scheme_that_asks_for_more_than_a_table_has_is_refused(
    scheme: dict[str, object], message: str
) -> None:
    with pytest.raises(SchemeError, match=re.escape(message)):
        rt.evaluate(X, scheme)


def test_files_of_items_are_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "items.csv").write_text("item,1\n1,2.0\n")
    scheme = {"measurand": {"*": {"homogeneity_file": str(tmp_path / "items.csv")}}}
    with pytest.raises(SchemeError, match="homogeneity_file goes with frames and files only"):
        rt.evaluate(X, scheme)
