"""Every round of examples/rounds from the file to its scores; expected.json there says what must come out.

Its numbers were computed from the values before they were written to any file (examples/rounds/README.md).
"""

import json
from pathlib import Path

import pytest
from build_round import row
from pytest import approx

import ringtrial as rt

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
EXPECTED = json.loads((ROUNDS / "expected.json").read_text(encoding="utf-8"))
CASES = [(file, case) for file, cases in EXPECTED.items() for case in cases]
EXIT = {None: 0, rt.DataError: 3, rt.SchemeError: 4}


def run(file, case):
    """The evaluation, or the error in its place."""
    scheme = case.get("scheme")
    try:
        return rt.evaluate(ROUNDS / file, scheme and ROUNDS / scheme)
    except (rt.DataError, rt.SchemeError) as error:
        return error


def name_of(case):
    return f"{case[0]}-{case[1].get('scheme', 'no-scheme')}"


@pytest.mark.parametrize(("file", "case"), CASES, ids=map(name_of, CASES))
def test_a_round_comes_out_as_expected(file, case):
    found = run(file, case)
    failed = type(found) if isinstance(found, Exception) else None
    assert EXIT[failed] == case["exit"], found
    if failed is rt.SchemeError:
        return
    findings = found.findings if failed else found.all_findings
    assert set(case.get("findings", ())) <= {finding.code for finding in findings}
    for label, expected in case.get("measurands", {}).items():
        name, _, item = label.partition("|")
        position = list(zip(found.summary["measurand"], found.summary["item"], strict=True)).index(
            (name, item)
        )
        check(found, position, expected)


def check(evaluation, position, expected):
    summary = row(evaluation, position)
    for column, value in expected.items():
        if column == "scores":
            check_scores(evaluation, summary, value)
        elif column != "note":
            assert summary[column] == (approx(value, rel=1e-9) if isinstance(value, float) else value), column


def check_scores(evaluation, summary, expected):
    columns = evaluation.results
    keys = zip(columns["measurand"], columns["item"], columns["laboratory"], strict=True)
    rows = {key: i for i, key in enumerate(keys)}
    for laboratory, score in expected.items():
        i = rows[summary["measurand"], summary["item"], laboratory]
        assert columns[summary["verdict_score"]][i] == approx(score, rel=1e-9), laboratory
