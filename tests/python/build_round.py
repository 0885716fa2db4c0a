"""Rounds made in a test, as the intake would hand them on."""

import math
from types import SimpleNamespace

import numpy as np

from ringtrial import scheme as schemes
from ringtrial.evaluation import evaluate_round
from ringtrial.round import Measurand, Round

NAN = math.nan


class Reported:
    """One entry of a results file."""

    def __init__(
        self, laboratory, value=NAN, *, qualifier="", u=NAN, U=NAN, k=NAN, text=None, method="", **strata
    ):
        self.laboratory, self.value = laboratory, float(value)
        self.qualifier = {"": 0, "<": -1, ">": 1}[qualifier]
        self.u, self.U, self.k, self.method, self.strata = u, U, k, method, strata
        self.text = text if text is not None else "" if math.isnan(self.value) else f"{qualifier}{value}"


def laboratories(values, prefix="L"):
    """One entry a laboratory, with codes L1, L2, ..."""
    return [Reported(f"{prefix}{i}", value) for i, value in enumerate(values, 1)]


def build(measurands, scheme, *, unit="mg/kg", kind="quantitative", title=""):
    """The Round of {name or (name, item): [Reported]}."""
    data = Round()
    pairs = [key if isinstance(key, tuple) else (key, "") for key in measurands]
    data.measurands = [Measurand(*pair, unit, kind, scheme.options(*pair)) for pair in pairs]
    entries = [(m, e) for m, column in enumerate(measurands.values()) for e in column]
    data.laboratories = list(dict.fromkeys(e.laboratory for _, e in entries))
    entries.sort(key=lambda pair: (pair[0], data.laboratories.index(pair[1].laboratory)))
    data.names, data.codes_assigned, data.title, data.form = None, False, title, "long"
    data.measurand = np.array([m for m, _ in entries], "i4")
    data.laboratory = np.array([data.laboratories.index(e.laboratory) for _, e in entries], "i4")
    data.replicate = np.ones(len(entries), "i4")
    for name in ("value", "u", "U", "k"):
        setattr(data, name, np.array([getattr(e, name) for _, e in entries], float))
    data.qualifier = np.array([e.qualifier for _, e in entries], "i1")
    data.text = data.reported = [e.text for _, e in entries]
    data.reported_unit = [unit] * len(entries)
    data.method = [e.method for _, e in entries]
    strata = dict.fromkeys(name for _, e in entries for name in e.strata)
    data.strata = {name: [e.strata.get(name, "") for _, e in entries] for name in strata}
    return data


def evaluated(measurands, options=None, *, scheme=None, findings=(), **how):
    """Evaluate; ``options`` are those of every measurand."""
    loaded = schemes.load(scheme or ({"measurand": {"*": options}} if options else None))
    if not isinstance(measurands, dict):
        measurands = {"Pb": measurands}
    data = build(measurands, loaded, **how)
    inputs = [{"name": "results.csv"}]
    return evaluate_round(SimpleNamespace(round=data, findings=list(findings), inputs=inputs), loaded)


def row(evaluation, position=0):
    """One row of the summary as a dict."""
    return {name: column[position] for name, column in evaluation.summary.items()}


def results(evaluation, laboratory, measurand=None):
    """The row of one laboratory as a dict."""
    columns = evaluation.results
    for i, code in enumerate(columns["laboratory"]):
        if code == laboratory and measurand in (None, columns["measurand"][i]):
            return {name: column[i] for name, column in columns.items()}
    raise LookupError(laboratory)


def codes(evaluation):
    return [finding.code for finding in evaluation.all_findings]
