"""Files of the example rounds with random damage: findings or one usage message, never another error.

Seeded, so that a failure comes back; ``HYPOTHESIS_PROFILE=long`` tries a hundred times as many.
"""

import os
import random
from pathlib import Path

import pytest

from ringtrial import intake, scheme
from ringtrial.errors import DataError, SchemeError, UsageError
from ringtrial.evaluation import evaluate_round

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
FILES = (
    "dirty.csv", "number-forms.csv", "iron-ore-utf16.txt", "iron-ore-gb18030.csv", "duplicates-conflict.csv",
    "censored-e1.csv", "iron-ore.xlsx", "petroleum.xlsx",
)  # fmt: skip
BITS = (
    b'"', b",", b";", b"\t", b"\n", b"\r", b"<", b"1e999", b"=1+1", b"\xff", b"\x00", b"NaN", b"%", b"mg/kg",
    b"\xef\xbb\xbf", b"-", b".", b"+/-", b"\xc2\xb1",
)  # fmt: skip
MANY = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 200


def damaged(content, chance):
    """The bytes with pieces put in, taken out, changed or copied."""
    data = bytearray(content)
    if not data.startswith(b"PK"):
        data = data[: chance.randrange(200, 4000)]
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, other = chance.randrange(len(data)), chance.randrange(len(data))
        how = chance.randrange(4)
        if how == 0:
            data[at:at] = chance.choice(BITS)
        elif how == 1 and len(data) > 100:
            del data[at : at + chance.randrange(1, 20)]
        elif how == 2:
            data[at] = chance.randrange(256)
        else:
            data[at:at] = data[other : other + chance.randrange(1, 60)]
    return bytes(data)


@pytest.mark.filterwarnings("ignore")  # of openpyxl, about the workbook
@pytest.mark.parametrize("name", FILES)
def test_damaged_files_give_findings(tmp_path, name):
    content = (ROUNDS / name).read_bytes()
    options = scheme.load(None)
    for seed in range(MANY // len(FILES)):
        path = tmp_path / "damaged"
        path.write_bytes(damaged(content, random.Random(seed)))
        try:
            found = intake.read_files([path], options)
            assert found.round is not None or found.findings, f"{name}, seed {seed}"
            evaluate_round(found, options)
        except (DataError, SchemeError, UsageError):
            continue
        except Exception as error:
            raise AssertionError(f"{name}, seed {seed}: {error!r}") from error


def test_a_second_header_row_may_be_longer_than_the_first(tmp_path):
    path = tmp_path / "round.csv"
    path.write_text("Lab code,Sample\n,Analyte,Result,Unit\nL1,S1,Fe,5.1,mg/kg\nL2,S1,Fe,5.2,mg/kg\n")
    assert "ragged_row" in {finding.code for finding in intake.read_files([path], scheme.load(None)).findings}


def test_a_table_where_no_row_can_be_used_has_no_results(tmp_path):
    path = tmp_path / "round.csv"
    path.write_text("sent,,, code,Sample,Analyte,Result,Unit\nL1,S1,Fe,5,mg/kg\nL2,S1,Fe,6,mg/kg\n")
    with pytest.raises(DataError):
        evaluate_round(intake.read_files([path], scheme.load(None)), scheme.load(None))
