"""Every public function with every kind of bad input: an answer, a status or a clear error.

Each argument in turn is replaced by each of the values below, the others being sound. Allowed are a result,
and a ValueError or TypeError of one sentence that begins with the function; never another error, a
warning, or a result from what is no number.
"""

import datetime
import faulthandler
import importlib
import inspect
import math
import warnings

import numpy as np
import pytest

MODULES = (
    "robust",
    "scores",
    "assigned",
    "target",
    "outliers",
    "censored",
    "qualitative",
    "density",
    "simulate",
)
N = 12
SOUND = [5.1, 5.2, 5.3, 4.9, 5.0, 5.4, 5.6, 4.8, 5.15, 5.25, 5.35, 5.45]


class Thing:
    """Nothing that a function could want."""


# What may be asked of a function: it may have an answer.
NUMBERS = {
    "empty": [],
    "one value": [1.0],
    "two values": [1.0, 2.0],
    "all equal": [5.0] * N,
    "zeros": [0.0] * N,
    "negative": [-1.0] * N,
    "all NaN": [math.nan] * N,
    "one NaN": [math.nan, *SOUND[1:]],
    "one infinity": [math.inf, *SOUND[1:]],
    "all infinite": [-math.inf] * N,
    "an offset of 1e9": [1e9 + i * 1e-3 for i in range(N)],
    "tiny": [1e-300 * (1 + i / 10) for i in range(N)],
    "subnormal": [5e-324 * (i + 1) for i in range(N)],
    "huge": [1e300 * (1 + i) for i in range(N)],
    "both ends of the numbers": [1.7e308 * (-1) ** i for i in range(N)],
    "integers": list(range(1, N + 1)),
    "large integers": np.arange(2**62, 2**62 + N),
    "unsigned": np.arange(2**63, 2**63 + N, dtype="u8"),
    "booleans": [True, False] * (N // 2),
    "float32": np.arange(N, dtype="f4"),
    "float16": np.arange(N, dtype="f2"),
    "long double": np.arange(N, dtype="g"),
    "two dimensions": np.ones((3, 4)),
    "columns of a matrix": np.asfortranarray(np.arange(36.0).reshape(N, 3)),
    "three dimensions": np.ones((2, 2, 3)),
    "no dimension": np.array(3.0),
    "a number": 3.0,
    "an integer": 3,
    "None": None,
    "backwards": np.arange(N, 0.0, -1)[::-1],
    "other byte order": np.arange(N, dtype=">f8"),
    "masked": np.ma.array(np.arange(float(N)), mask=[True] + [False] * (N - 1)),
    "a range": range(N),
}
# What is no number, nor a list of numbers.
NO_NUMBERS = {
    "a text": "abc",
    "texts": ["a"] * N,
    "digits": ["1.5"] * N,
    "an array of texts": np.array(["a"] * N),
    "Nones": [None] * N,
    "some None": [None, *SOUND[1:]],
    "complex": [1 + 2j] * N,
    "a complex array": np.ones(N, complex),
    "objects": [Thing()] * N,
    "an array of objects": np.array([Thing()] * N, dtype=object),
    "too large integers": [10**400] * N,
    "a dict": {"a": 1.0},
    "a set": {1.0, 2.0, 3.0},
    "bytes": b"abc",
    "a bytearray": bytearray(b"abc"),
    "a view of bytes": memoryview(b"abcdefgh"),
    "dates": [datetime.date(2026, 1, 1)] * N,
    "datetime64": np.array(["2026-01-01"] * N, "M8[D]"),
    "timedelta64": np.arange(N).astype("m8[s]"),
    "records": np.zeros(N, dtype=[("a", "f8")]),
    "rows of unequal length": [[1.0, 2.0], [3.0]],
    "a generator": "filled in below, since it can be read but once",
    "a function": len,
    "a class": int,
    "an ellipsis": ...,
}
VALUES = NUMBERS | NO_NUMBERS
# Arguments that are categories, codes or labels: any texts, integers or hashable things will do.
LABELS = (
    "q_method.lab", "q_hampel.lab", "consensus.x", "consensus.categories", "nominal_score.x",
    "nominal_score.accepted", "nominal_score.assigned", "ordinal_score.x", "ordinal_score.levels",
    "ordinal_score.assigned", "code_agreement.code", "code_agreement.assigned", "code_consensus.code",
    "cohen_kappa.a", "cohen_kappa.b", "cohen_kappa.categories", "krippendorff_alpha.ratings",
    "krippendorff_alpha.categories", "ordinal_summary.x", "ordinal_summary.levels", "ridit.x",
    "ridit.levels", "ridit.reference",
)  # fmt: skip
# In a column of signs None is a result without one.
NONES = ("qualifier",)

COMMON = {
    "x": SOUND, "s": [0.1] * N, "df": 3, "scale": 0.2, "x_pt": 5.0, "U": [0.2] * N, "U_pt": 0.1, "z": SOUND,
    "delta_e": 1.0, "u": [0.1] * N, "u_min": 0.05, "u_max": 0.3, "score": SOUND, "ez_minus": SOUND,
    "ez_plus": SOUND, "k": 2.0, "sigma_pt": 0.2, "u_pt": 0.05, "value": 5.0, "u_char": 0.1,
    "assigned": (5.0, 0.1), "reference": (5.1, 0.1), "value_crm": 5.0, "u_crm": 0.1, "differences": SOUND,
    "masses": [1.0, 2.0, 3.0], "fractions": [0.1, 0.2, 0.3], "s_R": 0.3, "s_r": 0.1, "n": 3,
    "level": [1.0, 2.0, 3.0, 4.0], "sd": [0.1, 0.2, 0.3, 0.4], "c": 1e-6, "percent": 10.0, "p": 5,
    "variances": [0.1, 0.2, 0.3, 0.4], "alpha": 0.05, "means": SOUND, "sds": [0.1, 0.2, 0.3], "step": 0.1,
    "qualifier": None, "count": 3, "probability": 0.5, "code": ["2620190000", "26201900"],
}  # fmt: skip
OWN = {
    "certified": {"u": 0.1},
    "negligible": {"sigma_pt": 0.2},
    "perception": {"sigma_pt": 0.2},
    "proportion": {"n": 10},
    "chance_test": {"n": 10},
    "consensus": {"x": ["a", "b", "a"]},
    "nominal_score": {"x": ["a", "b", "a"], "assigned": "a"},
    "ordinal_score": {"x": ["a", "b", "a"], "assigned": "a", "levels": ["a", "b"]},
    "ordinal_summary": {"x": ["a", "b", "a"], "levels": ["a", "b"]},
    "ridit": {"x": ["a", "b", "a"], "levels": ["a", "b"]},
    "code_agreement": {"assigned": "2620190000"},
    "cohen_kappa": {"a": ["a", "b", "a"], "b": ["a", "b", "b"]},
    "krippendorff_alpha": {"ratings": [[1.0, 2.0, 3.0], [1.0, 2.0, 2.0]]},
    "fleiss_kappa": {"counts": [[3, 0], [1, 2], [0, 3]]},
    "dispersion_test": {"counts": [3, 4, 5, 6]},
    "diagnostic": {"tp": 8, "fp": 2, "fn": 1, "tn": 9},
    "dpod": {"positive_a": 8, "n_a": 10, "positive_b": 6, "n_b": 10},
    "pod": {"positive": [3, 5], "n": [6, 6]},
    "pod_collaborative": {"positive": [3, 5], "n": [6, 6]},
    "lod": {"level": [0.1, 1.0, 10.0], "positive": [1, 3, 6], "n": [6, 6, 6]},
    "lod_spearman_karber": {"level": [0.1, 1.0, 10.0], "positive": [0, 3, 6], "n": [6, 6, 6]},
    "poisson_score": {"count": [3, 4], "assigned": 3.5},
    "bootstrap": {"resamples": 50},
    "breakdown": {"laboratories": 5, "rounds": 10},
    "design": {"rounds": 10, "laboratories": [5], "most": 50},
    "efficiency": {"laboratories": [5], "rounds": 10},
    "signals": {"laboratories": [5], "rounds": 10},
    "uncertainty": {"laboratories": [5], "rounds": 10},
}


def functions():
    for name in MODULES:
        module = importlib.import_module(f"ringtrial.{name}")
        for public in module.__all__ if hasattr(module, "__all__") else dir(module):
            if inspect.isfunction(getattr(module, public)) and not public.startswith("_"):
                yield pytest.param(getattr(module, public), id=f"{name}.{public}")


def sound(function):
    """Arguments that the function takes."""
    own = OWN.get(function.__name__, {})
    parameters = inspect.signature(function).parameters.values()
    needed = [p.name for p in parameters if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
    unknown = [name for name in needed if name not in COMMON | own]
    assert not unknown, f"say in COMMON or OWN what {function.__name__} takes for {unknown}"
    return {name: COMMON[name] for name in needed if name not in own} | own


@pytest.fixture(autouse=True)
def no_hang():
    """End the whole run, with the place in sight, if a call does not come back: C++ cannot be interrupted."""
    faulthandler.dump_traceback_later(120, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def attempt(function, arguments):
    """The result, or the complaint of a ValueError or TypeError; all else, also warnings, fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return function(**arguments), None
        except (ValueError, TypeError) as error:
            return None, str(error)


@pytest.mark.parametrize("function", list(functions()))
def test_sound_arguments_are_taken(function):
    _, complaint = attempt(function, sound(function))
    assert complaint is None


@pytest.mark.parametrize("function", list(functions()))
def test_bad_arguments_give_an_answer_or_a_clear_complaint(function):
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        for what, value in VALUES.items():
            bad = (float(i) for i in range(N)) if what == "a generator" else value
            result, complaint = attempt(function, sound(function) | {name: bad})
            case = f"{function.__name__}({name} = {what})"
            if complaint is not None:
                assert complaint.startswith(f"{function.__name__}: "), f"{case}: {complaint}"
                assert len(complaint) < 500, f"{case}: {complaint}"
            elif what in NO_NUMBERS and f"{function.__name__}.{name}" not in LABELS:
                assert name in NONES and what == "Nones", f"{case} was taken: {result!r:.200}"
