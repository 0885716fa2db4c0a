"""Every reference case of tests/reference, through Python.

A case names the call, its input, what must come out and how closely, and where the number comes from:
``null`` is NaN (in data: not reported), ``"inf"`` and ``"-inf"`` are infinities; texts, booleans and
integers are compared exactly, numbers by ``|got - expected| <= atol + rtol * |expected|``.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import ringtrial as rt

FOLDER = Path(__file__).parents[1] / "reference"
CASES = [
    pytest.param(case, id=case["id"])
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
]
INFINITIES = {"inf": math.inf, "-inf": -math.inf}


def number(value):
    return math.nan if value is None else INFINITIES.get(value, value) if isinstance(value, str) else value


def is_number(value):
    """A number of the data, written as such or as null, "inf", "-inf"; lists of them too."""
    if isinstance(value, list):
        return all(map(is_number, value))
    return value is None or value in INFINITIES or (isinstance(value, (int, float)) and value is not True)


def numbers(value):
    return [numbers(item) for item in value] if isinstance(value, list) else number(value)


def is_ragged(value):
    """Whether it is a list of lists of different length."""
    return len({len(item) for item in value if isinstance(item, list)}) > 1


def data(value):
    """An argument: lists of numbers (of null too) become float64 arrays, texts stay with None for null."""
    if isinstance(value, list):
        return np.array(numbers(value), dtype=float) if is_number(value) and not is_ragged(value) else value
    return number(value)


def option(value):
    return numbers(value) if isinstance(value, list) and is_number(value) else number(value)


def field(got, name):
    return got[name] if isinstance(got, dict) else getattr(got, name)


def check(got, expected, pair, tolerances, where):
    if isinstance(expected, dict):
        for name, value in expected.items():
            check(field(got, name), value, tolerances.get(name, pair), tolerances, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(got) == len(expected), where
        for position, value in enumerate(expected):
            check(got[position], value, pair, tolerances, f"{where}[{position}]")
    elif got is None:  # a label, not a number
        assert expected is None, where
    elif isinstance(expected, bool):
        assert isinstance(got, (bool, np.bool_)) and bool(got) is expected, f"{where} = {got!r}"
    elif isinstance(expected, str) and expected not in INFINITIES:
        assert isinstance(got, str) and got == expected, f"{where} = {got!r}"
    elif isinstance(expected, int) and isinstance(got, (int, np.integer)):
        assert got == expected and not isinstance(got, bool), f"{where} = {got!r}"
    else:
        check_number(got, number(expected), pair, where)


def check_number(got, expected, pair, where):
    assert isinstance(got, (int, float, np.floating)), f"{where} = {got!r}"
    if math.isfinite(expected):
        rtol, atol = pair
        assert abs(got - expected) <= atol + rtol * abs(expected), f"{where} = {got!r}, not {expected!r}"
    else:
        assert got == expected or (math.isnan(got) and math.isnan(expected)), f"{where} = {got!r}"


def call(case):
    module, name = case["call"].rsplit(".", 1)
    function = getattr(getattr(rt, module), name)
    args = {key: data(value) for key, value in case["args"].items()}
    options = {key: option(value) for key, value in case.get("options", {}).items()}
    return function(**args, **options)


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    if "raises" in case:
        with pytest.raises({"ValueError": ValueError, "TypeError": TypeError}[case["raises"]]) as caught:
            call(case)
        missing = [word for word in case["match"] if word not in str(caught.value)]
        assert not missing, f"{caught.value!s} lacks {missing}"
        return
    pair = (case.get("rtol", 0.0), case.get("atol", 0.0))
    check(call(case), case["expect"], pair, case.get("tolerances", {}), case["call"])


def test_no_case_is_named_twice():
    ids = [param.id for param in CASES]
    assert len(ids) == len(set(ids))
