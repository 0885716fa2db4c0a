"""What the tests of the studies share: run the command, read what it left."""

import csv
import json
from pathlib import Path

from ringtrial import cli

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"


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
