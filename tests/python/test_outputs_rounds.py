"""Real rounds from their file to the folder: every document is valid, every number the same in every file."""

import csv
import json
import math
from pathlib import Path

import jsonschema
import openpyxl
import pytest

import ringtrial as rt
import ringtrial.outputs
from ringtrial.outputs.columns import ASSIGNED, ITEMS, NUMBER, SCORES

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
SCHEMA = json.loads((Path(ringtrial.outputs.__file__).parent / "evaluation.schema.json").read_text("utf-8"))
WHICH = [
    ("atrazine.csv", None),
    ("ceramics.csv", None),
    ("censored-e1.csv", "censored-half.toml"),
    ("cosmetics.csv", "cosmetics.toml"),
    ("iron-ore.xlsx", "iron-ore.toml"),
    ("mercury-imep111.csv", "mercury-imep111.toml"),
    ("oyster-arsenic.csv", "oyster-arsenic.toml"),
    ("petroleum.xlsx", None),
    ("rmstudy-water.csv", None),
    ("solid-waste.csv", "solid-waste.toml"),
]


@pytest.fixture(scope="module", params=WHICH, ids=[name for name, _ in WHICH])
def written(request, tmp_path_factory):
    results, scheme = request.param
    evaluation = rt.evaluate(ROUNDS / results, scheme and ROUNDS / scheme)
    return evaluation, evaluation.write(
        tmp_path_factory.mktemp("out") / "out", formats=("csv", "json", "xlsx")
    )


def test_the_document_is_valid(written):
    _, folder = written
    jsonschema.validate(json.loads((folder / "evaluation.json").read_text("utf-8")), SCHEMA)


def test_numbers_are_the_same_in_every_file(written):
    evaluation, folder = written
    document = json.loads((folder / "evaluation.json").read_text("utf-8"))
    results = [row for entry in document["measurands"] for row in entry["results"]]
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    assigned = {column: kind for column, kind in ASSIGNED.items() if column not in ITEMS}
    for name, columns, rows, page, made in (
        ("scores.csv", SCORES, results, book.worksheets[1], evaluation.results),
        ("assigned.csv", assigned, document["measurands"], book.worksheets[2], evaluation.summary),
    ):
        with open(folder / name, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        assert list(lines[0]) == list(columns)
        for position, column in enumerate(columns):
            if columns[column] != NUMBER:
                continue
            expected = [None if math.isnan(x) else x for x in made[column]]
            assert [float(line[column]) if line[column] else None for line in lines] == expected
            assert [row[position].value for row in page.iter_rows(min_row=2)] == expected
            assert [row[column] for row in rows] == expected


def test_there_is_no_formula(written):
    for page in openpyxl.load_workbook(written[1] / "workbook.xlsx"):
        assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_a_second_run_gives_the_same_bytes(written, tmp_path):
    evaluation, folder = written
    again = evaluation.write(tmp_path / "out", formats=("csv", "json", "xlsx"))
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
