"""Every public function with every kind of bad input: an answer, a status or a clear error.

Each argument in turn is replaced by each of the values below, the others being sound; so are two arguments at
once, and the first with every other choice of an option. Allowed are a result, and a ValueError or TypeError
of one sentence that begins with the function; never another error, a warning, a result from what is no
number, or an infinity under status "ok".
"""

import datetime
import faulthandler
import importlib
import inspect
import itertools
import math
import re
import warnings

import numpy as np
import pytest

MODULES = (
    "robust", "scores", "assigned", "target", "outliers", "censored", "qualitative", "density",
    "consensus", "homogeneity", "paired", "precision", "ranking", "simulate",
)  # fmt: skip
# What works on evaluations and files, not on numbers; its bad input is that of test_plots and test_studies.
OTHERS = ("plots", "studies")
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
    "falling integers": list(range(N, 0, -1)),
    "negative integers": list(range(-N, 0)),
    "integers with a fraction among them": [0, 2.5, N],
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
    "ridit.levels", "ridit.reference", "collaborative_study.lab", "collaborative_study.level",
    "robust_precision.lab", "robust_precision.level", "oneway.group", "strata.stratum",
)  # fmt: skip
# Items with different numbers of replicates are given as rows of unequal length.
ROWS = ("check.y", "stability.y_before", "stability.y_after")
# What may be infinite: degrees of freedom, Q of uncertainties near 0 and what is made of it, variances,
# densities, scores of uncertainties that are 0, differences of results of 1.7e308.
INFINITE = (
    "df", "dof", "df2", "chi2", "birge_ratio", "uncertainty_external", "q", "subset_chi2", "between_variance",
    "log_likelihood", "density", "height", "antimode_height", "score", "pair_score",
    "difference", "pair_difference", "expanded_uncertainty", "pair_uncertainty", "pair_expanded",
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
    "y": SOUND, "lab": ["a", "b", "c"] * 4, "group": ["a", "b", "c"] * 4, "m": [1.0, 2.0, 4.0],
    "scores": np.reshape(SOUND, (3, 4)), "stratum": ["a", "b", "c"] * 4,
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
    "graybill_deal": {"u": [0.1] * N, "dof": 9},
    "fairweather": {"u": [0.1] * N, "dof": 9},
    "cox_b": {"u": [0.1] * N, "draws": 1000},
    "check": {"y": np.reshape(SOUND, (6, 2))},
    "expanded_factors": {"g": 10, "m": 2},
    "design_power": {"g": 10, "m": 2, "ratio": 1.0},
    "detectable_ratio": {"g": 10, "m": 2},
    "stability": {"y_before": np.reshape(SOUND, (6, 2)), "y_after": np.reshape(SOUND[::-1], (6, 2))},
    "stability_trend": {"time": list(range(N))},
    "functional_relation": {"s": [0.1, 0.2, 0.3]},
    "horrat": {"s": 0.01, "c": 0.1},
    "split_level": {"a": SOUND, "b": SOUND[::-1]},
    "uncertainty_factors": {"gamma": 2.0},
    "monte_carlo": {"u": [0.1] * N, "draws": 100},
    "weighted_mean": {"u": [0.1] * N},
    "degrees_of_equivalence": {"u": [0.1] * N},
    "adjust": {"p": [0.01, 0.02, 0.9]},
}


def functions():
    for name in MODULES:
        module = importlib.import_module(f"ringtrial.{name}")
        for public in module.__all__ if hasattr(module, "__all__") else dir(module):
            if inspect.isfunction(getattr(module, public)) and not public.startswith("_"):
                yield pytest.param(getattr(module, public), id=f"{name}.{public}")


def test_every_module_of_numbers_is_here():
    modules = set(importlib.import_module("ringtrial")._MODULES)
    assert set(MODULES) == modules - set(OTHERS)


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


def shaped(value, good):
    """A list of N numbers in the shape of what the function takes, where that has N too."""
    row = (
        value.shape == (N,) if isinstance(value, np.ndarray) else isinstance(value, list) and len(value) == N
    )
    table = isinstance(good, np.ndarray) and good.ndim == 2 and good.size == N
    return np.asarray(value).reshape(good.shape) if row and table else value


def infinities(result):
    """The fields of a result that are infinite though its status is "ok"; also of the results in it."""
    fields = getattr(result, "_fields", ())
    status = getattr(result, "status", None)
    if isinstance(status, str) and status == "ok":
        for name in fields:
            value = getattr(result, name)
            numeric = isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
            if numeric and name not in (*INFINITE, "level") and np.isinf(value).any():
                yield name
    for name in fields:
        if isinstance(getattr(result, name), list):
            for part in getattr(result, name):
                yield from infinities(part)


def hold(function, arguments, case):
    """Attempt it; what comes back is a result in order or a clear complaint."""
    result, complaint = attempt(function, arguments)
    if complaint is not None:
        assert complaint.startswith(f"{function.__name__}: "), f"{case}: {complaint}"
        assert len(complaint) < 500, f"{case}: {complaint}"
    else:
        assert not list(infinities(result)), f"{case}: {result!r:.500}"
    return result, complaint


def columns(function):
    """The arguments that are numbers in a row or a table."""
    taken = sound(function).items()
    labels = [name for name, _ in taken if f"{function.__name__}.{name}" in LABELS]
    return [name for name, value in taken if name not in labels and np.ndim(value) > 0]


def choices(function):
    """The words of each option, from its description: name : {"a", "b"}."""
    for name, words in re.findall(r"^    (\w+) : \{(.*?)\}", function.__doc__ or "", re.M):
        yield from ((name, word) for word in re.findall(r'"(\w+)"', words))


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
            case, place = f"{function.__name__}({name} = {what})", f"{function.__name__}.{name}"
            good = sound(function)
            result, complaint = hold(function, good | {name: shaped(bad, good.get(name))}, case)
            allowed = place in LABELS or (place in ROWS and what == "rows of unequal length")
            if complaint is None and what in NO_NUMBERS and not allowed:
                assert name in NONES and what == "Nones", f"{case} was taken: {result!r:.200}"


@pytest.mark.parametrize("function", [f for f in functions() if len(columns(f.values[0])) > 1])
def test_two_bad_columns_give_an_answer_or_a_clear_complaint(function):
    good = sound(function)
    for one, other in itertools.combinations(columns(function), 2):
        for (what, value), (what_other, value_other) in itertools.product(NUMBERS.items(), repeat=2):
            bad = {one: shaped(value, good[one]), other: shaped(value_other, good[other])}
            hold(function, good | bad, f"{function.__name__}({one} = {what}, {other} = {what_other})")


@pytest.mark.parametrize(
    "function", [f for f in functions() if "offsets" in inspect.signature(f.values[0]).parameters]
)
@pytest.mark.parametrize("offsets", [[0, 5, 5, N], [1, 3], [0], [2 * N]])
def test_bad_columns_are_cut_into_an_answer_or_a_clear_complaint(function, offsets):
    good = sound(function) | {"offsets": offsets}
    for name, (what, value) in itertools.product(sound(function), VALUES.items()):
        bad = (float(i) for i in range(N)) if what == "a generator" else value
        case = f"{function.__name__}({name} = {what}, offsets = {offsets})"
        result, complaint = hold(function, good | {name: bad}, case)
        if complaint is None and what in NO_NUMBERS:
            assert f"{function.__name__}.{name}" in LABELS, f"{case} was taken: {result!r:.200}"


@pytest.mark.parametrize("function", [f for f in functions() if columns(f.values[0])])
def test_every_choice_takes_bad_numbers(function):
    good = sound(function)
    first = columns(function)[0]
    for (option, word), (what, value) in itertools.product(choices(function), NUMBERS.items()):
        bad = {first: shaped(value, good[first]), option: word}
        hold(function, good | bad, f"{function.__name__}({first} = {what}, {option} = {word!r})")
