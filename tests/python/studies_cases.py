"""What the tests of the studies share: run the command, read what it left."""

import csv
import json
from pathlib import Path

import pytest

from ringtrial import cli

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
REFERENCE = Path(__file__).parents[1] / "reference"


def run(capsys, *arguments):
    """Exit code, stdout and stderr of the command."""
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def rows(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def document(folder, kind):
    """The JSON file without the time of day."""
    found = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))
    found.pop("created")
    return found


def written(tmp_path, text, name="file.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def reference_cases(call):
    """The reference cases of ``homogeneity.CALL`` that have a result."""
    cases = json.loads((REFERENCE / "homogeneity.json").read_text(encoding="utf-8"))["cases"]
    found = [case for case in cases if case["call"] == f"homogeneity.{call}" and "expect" in case]
    return [
        pytest.param(case, id=case["id"].rpartition("/")[2])
        for case in found
        if case["expect"]["status"] in ("ok", "zero_scale")
    ]


def agree(found, case):
    """Whether a study found what the reference case expects."""
    for name, value in case["expect"].items():
        if isinstance(value, float):
            assert found[name] == pytest.approx(value, rel=case["rtol"], abs=case["atol"] or 1e-300), name
        elif isinstance(value, bool | str):
            assert found[name] == value, name


def ends(capsys, kind, file, code, said, *arguments):
    """The command ends with this code and message; only code 0 leaves a folder, and no markup of the file."""
    out = file.parent / "out"
    found, _, err = run(capsys, kind, file, "--out", out, "--language", "both", *arguments)
    assert found == code, err
    assert said in err
    assert out.exists() == (code == 0)
    if code == 0:
        assert "<b>x</b>" not in (out / "report.html").read_text(encoding="utf-8")


def same_twice(capsys, kind, file, tables, *arguments):
    """The same tables and JSON again, in every language, and over a folder only by force; the last page."""
    one, other = file.parent / "one", file.parent / "other"
    for language in ("en", "zh", "both"):
        for out in (one, other):
            again = ["--out", out, "--language", language, "--force"]
            assert run(capsys, kind, file, *again, *arguments)[0] == 0
        for table in tables:
            assert (one / f"{table}.csv").read_bytes() == (other / f"{table}.csv").read_bytes()
        assert document(one, kind) == document(other, kind)
    assert run(capsys, kind, file, "--out", one, *arguments)[0] == 2
    return (one / "report.html").read_text(encoding="utf-8")
