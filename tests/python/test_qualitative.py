"""rt.qualitative: what Python adds to the C++ tests; numbers are held by test_reference.py."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

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
