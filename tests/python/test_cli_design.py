"""ringtrial design: what it says, in two languages, and what it writes."""

import csv
import json

import pytest

import ringtrial as rt
from ringtrial import cli
from ringtrial._text import width

QUICK = ("--rounds", "2000")


def run(capsys, *arguments):
    code = cli.main(["design", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_answers_in_tables_of_80_columns(capsys, language):
    code, out, err = run(capsys, *QUICK, "--laboratories", "8", "20", "--language", language)
    assert (code, err) == (0, "")
    assert max(map(width, out.splitlines())) <= 80
    expected = rt.simulate.design(rounds=2000, laboratories=[8, 20])
    words = {
        "en": ("Laboratories needed", f"{expected.needed}: from here on the stated u(x_pt) meets the goal"),
        "zh": ("需要的实验室", f"{expected.needed} 家：从此数起给出的 u(x_pt) 达到目标"),
    }[language]
    assert any(all(word in line for word in words) for line in out.splitlines())
    row = next(line for line in out.splitlines() if line.split()[:1] == ["20"])
    assert row.split()[1] == f"{expected.u[list(expected.laboratories).index(20)]:.3g}"


def test_it_describes_the_population(capsys):
    code, out, _ = run(
        capsys, *QUICK, "--sigma-pt", "0.05", "--sd", "0.04", "--with", "gross_share=0.1",
        "--with", "method_share=0.2", "--with", "rounding=0.01", "--bias", "3", "--estimator", "q_hampel",
    )  # fmt: skip
    assert code == 0
    out = " ".join(out.split())
    for part in ("normal, sd 0.04", "gross errors 0.1", "another method 0.2", "rounded to 0.01", "q_hampel"):
        assert part in out


def test_it_says_where_laboratories_do_not_help(capsys):
    code, out, _ = run(capsys, "--rounds", "100", "--population", "bimodal")
    assert code == 0
    assert "not even 1000 meet the goal" in " ".join(out.split())


def test_json_and_files_hold_the_same(capsys, tmp_path):
    code, out, _ = run(capsys, *QUICK, "--u", "0.2", "--bias", "3", "--json", "--out", str(tmp_path / "new"))
    assert code == 0
    document = json.loads(out)
    assert json.loads((tmp_path / "new" / "design.json").read_text(encoding="utf-8")) == document
    expected = rt.simulate.design(rounds=2000, u=0.2, bias=[3])
    assert document["needed"] == expected.needed
    assert document["goal"] == 0.2
    assert document["population"]["shape"] == "normal"
    with open(tmp_path / "new" / "assigned.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["u"]) for row in rows] == expected.u.tolist()
    with open(tmp_path / "new" / "signals.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["caught_at_3_sigma_pt"]) for row in rows] == expected.caught[:, 0].tolist()
    assert run(capsys, *QUICK, "--out", str(tmp_path / "new"))[0] == 2
    assert run(capsys, *QUICK, "--out", str(tmp_path / "new"), "--force")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--estimator", "algoritm_a"), "did you mean algorithm_a?"),
        (("--estimator", "x"), "must be one of algorithm_a, q_hampel"),
        (("--population", "norml"), "did you mean normal?"),
        (("--with", "gros_share=1"), "did you mean gross_share?"),
        (("--with", "df"), '--with "df", must be KEY=VALUE'),
        (("--with", "df=many"), '--with df = "many", must be a number'),
        (("--sd", "-1"), "sd = -1, must be finite and not negative"),
        (("--sd", "nan"), "sd = nan, must be finite and not negative"),
        (("--laboratories", "2.5"), '--laboratories = "2.5", must be a whole number'),
        (("--laboratories", "1"), "laboratories = 1, must be from 2 to 1000000"),
        (("--rounds", "0"), "rounds = 0, must be at least 2"),
        (("--u", "1", "--ratio", "1"), "give one"),
        (("--labs", "3"), 'unknown option "--labs"'),
    ],
)
def test_mistakes_are_one_line_and_exit_2(capsys, arguments, said):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("ringtrial: ") and err.count("\n") == 1
    assert said in err
