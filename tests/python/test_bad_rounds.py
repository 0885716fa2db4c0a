"""Rounds that no laboratory should send, through the whole command: it ends well, and nothing does harm."""

import csv
import json
import os
import re

import openpyxl
import pytest

from ringtrial import cli

LABORATORIES = [f"L{i:02d}" for i in range(20)]
TABLES = {"scores.csv", "assigned.csv", "evaluation.json", "workbook.xlsx"}


def wide(results, column="Fe (mg/kg)"):
    """A wide table of one measurand: the results as typed."""
    lines = [f"lab,{column}", *(f"{lab},{cell}" for lab, cell in zip(LABORATORIES, results, strict=False))]
    return "\n".join(lines) + "\n"


def spread(centre, share=0.05):
    """Twenty results about the centre."""
    return [f"{centre * (1 + share * (i - 9.5) / 9.5):.6e}" for i in range(20)]


def with_one(other):
    """Nineteen results about 6 and another one."""
    return [other, *(f"{5.1 + i / 10:.1f}" for i in range(19))]


ORDINARY = spread(5.0)
EXTREME = {
    "equal": ["5.0"] * 20,
    "zeros": ["0"] * 20,
    "an offset of 1e9": [f"{1e9 + i * 1e-3:.6f}" for i in range(20)],
    "neighbouring doubles": [f"{1e9 + i * 1.2e-7:.17g}" for i in range(20)],
    "tiny": spread(5e-300),
    "subnormal": spread(5e-320, 0.5),
    "a few bits": spread(1e-322, 0.3),
    "huge": spread(5e307),
    "both ends of the numbers": ["1.7e308", "-1.7e308"] * 10,
    "all sizes": [f"1e{30 * i - 300}" for i in range(20)],
    "zero and huge": ["0", "1e308"] * 10,
    "one missing value code": with_one("1.7976931348623157e308"),
    "one tiny": with_one("1e-300"),
    "many digits": with_one("5." + "1" * 50_000),
    "a vanishing exponent": with_one("1e-999999999"),
}


def command(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "fault of ringtrial" not in err, err
    return code, out, err


@pytest.mark.parametrize("results", EXTREME.values(), ids=EXTREME)
def test_numbers_of_any_size_give_a_report_or_say_why_not(tmp_path, capsys, results):
    (tmp_path / "round.csv").write_text(wide(results), encoding="utf-8")
    checked, _, _ = command(capsys, "check", tmp_path / "round.csv")
    code, _, _ = command(
        capsys, "score", tmp_path / "round.csv", "--out", tmp_path / "out", "--language", "both"
    )
    assert code == checked
    assert code in (0, 3)
    assert set(os.listdir(tmp_path)) == ({"round.csv", "out"} if code == 0 else {"round.csv"})
    if code == 0:
        assert set(os.listdir(tmp_path / "out")) == TABLES | {"report.html"}
        json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))


def test_uncertainties_of_any_size(tmp_path, capsys):
    sizes = ["1e308", "1e-320", "0", "1e-300", "0.2"]
    lines = [
        f"{lab},{5 + i / 10},{sizes[i % 5]},{['2', '1e-300', '1e308'][i % 3]}"
        for i, lab in enumerate(LABORATORIES)
    ]
    (tmp_path / "round.csv").write_text("lab,result,U,k\n" + "\n".join(lines), encoding="utf-8")
    assert command(capsys, "score", tmp_path / "round.csv", "--out", tmp_path / "out")[0] == 0


def test_a_far_outlier_leaves_the_others_their_scores(tmp_path, capsys):
    """The scale is that of the same results with an outlier of ordinary size."""
    scores = []
    for name, outlier in (("near", "1e4"), ("far", "1e30")):
        (tmp_path / "round.csv").write_text(wide(with_one(outlier)), encoding="utf-8")
        scheme = tmp_path / "round.toml"
        scheme.write_text('[measurand."*"]\nassigned = "q_hampel"', encoding="utf-8")
        arguments = ["score", tmp_path / "round.csv", "--scheme", scheme, "--out", tmp_path / name]
        assert command(capsys, *arguments, "--no-report")[0] == 0
        with open(tmp_path / name / "scores.csv", encoding="utf-8-sig", newline="") as file:
            scores.append([float(row["z"] or row["z_prime"]) for row in csv.DictReader(file)][1:])
    assert scores[0] == pytest.approx(scores[1], rel=1e-9)


HOSTILE = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "../../x", "{{7*7}}", "{0}", "{file}", "%s",
    "<img src=x onerror=alert(1)>", "+1+1", "-2+3", "@SUM(1)", "\tTAB", "]]>", "-->", "</style>", "${7*7}",
    '"quoted"', "'apos", "|cmd' /C calc'!A0", "\x1b[31mred", "\x07bell", "line\nbreak", "a\rb", "C:\\x",
    "mirror\u202eabc", "line\u2028end", "\ufeffmark", "A" * 10_000, "\U0001f469\u200d\U0001f467", "null",
    "__proto__", "/etc/passwd", "&lt;b&gt;", "e\u0301",
)  # fmt: skip
NO_PAGE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def written(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


def hostile_laboratories(path):
    written(path, [["lab", "Fe"], *([name, 5 + i / 10] for i, name in enumerate(HOSTILE))])


def hostile_names(path):
    written(path, [["lab name", "Fe"], *([name, 5 + i / 10] for i, name in enumerate(HOSTILE))])


def hostile_measurands(path):
    rows = [[f"L{i}", name, name, 5 + i / 10, name, name] for name in HOSTILE[:14] for i in range(6)]
    written(path, [["lab", "measurand", "item", "result", "unit", "method"], *rows])


@pytest.mark.parametrize("make", [hostile_laboratories, hostile_names, hostile_measurands])
def test_hostile_names_do_no_harm(tmp_path, capsys, make):
    make(tmp_path / "round.csv")
    arguments = ("score", tmp_path / "round.csv", "--out", tmp_path / "out", "--language", "both")
    code, _, err = command(capsys, *arguments)
    assert code == 0
    assert not NO_PAGE.search(err)
    assert max(map(len, err.splitlines())) < 700
    assert set(os.listdir(tmp_path)) == {"round.csv", "out"}
    assert set(os.listdir(tmp_path / "out")) - {"private"} == TABLES | {"report.html"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert not NO_PAGE.search(page)
    assert not re.search(r"<script|<img src=x|(href|src)=[\"']?http", page)
    for name in ("scores.csv", "assigned.csv"):
        with open(tmp_path / "out" / name, encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert not [
            c for c in cells if re.match(r"[=+\-@\t\r]", c) and not re.fullmatch(r"[-+]?[\d.]+(e[-+]\d+)?", c)
        ]
    book = openpyxl.load_workbook(tmp_path / "out" / "workbook.xlsx")
    assert not [
        c
        for sheet in book
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f" or (c.hyperlink and c.hyperlink.target)
    ]


def test_what_check_says_of_hostile_names_fits_a_terminal(tmp_path, capsys):
    hostile_measurands(tmp_path / "round.csv")
    _, out, _ = command(capsys, "check", tmp_path / "round.csv")
    assert not NO_PAGE.search(out)
    assert len(out.splitlines()) < 250
