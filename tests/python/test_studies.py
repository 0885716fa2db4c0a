"""What all studies share: the command, the folder, the tables in every format, words in two languages."""

import csv
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest

import ringtrial as rt
from ringtrial import cli, messages
from ringtrial.report import language as words
from ringtrial.report.symbols import typeset
from ringtrial.studies import KINDS, options_of, tables_of
from ringtrial.studies.page import compared, probability
from ringtrial.studies.table import Column, Table

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
PAIR = ROUNDS / "allergen-pair.csv"


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_every_table_workbook_json_and_report(tmp_path, capsys):
    out = tmp_path / "out"
    code, printed, said = run(capsys, "youden", PAIR, "--out", out)
    assert code == 0
    assert printed.splitlines()[-1] == str(out / "report.html")
    assert "Laboratories 29" in said
    assert set(os.listdir(out)) == {
        "pairs.csv", "laboratories.csv", "youden.json", "youden.xlsx", "report.html",
    }  # fmt: skip
    assert os.listdir(tmp_path) == ["out"]


def test_csv_workbook_and_frame_hold_the_same_numbers(tmp_path):
    study = rt.studies.run("youden", PAIR)
    out = study.write(tmp_path / "out", language="en")
    sheet = openpyxl.load_workbook(out / "youden.xlsx")["Laboratories"]
    frame = study.table("laboratories", "pandas")
    written = rows(out / "laboratories.csv")
    title = [cell.value for cell in sheet[1]].index("Systematic") + 1
    for position, row in enumerate(written):
        assert float(row["systematic"]) == frame["systematic"][position]
        assert sheet.cell(position + 2, title).value == frame["systematic"][position]
        assert row["laboratory"] == frame["laboratory"][position]


def test_the_same_results_give_the_same_bytes(tmp_path):
    kept = [rt.studies.run("youden", PAIR) for _ in range(2)]
    folders = []
    for position, study in enumerate(kept):
        study.created = "2026-01-01T00:00:00Z"
        folders.append(study.write(tmp_path / str(position), language="both"))
    for name in os.listdir(folders[0]):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_the_document_says_from_what_and_by_what(tmp_path):
    study = rt.studies.run("youden", PAIR, confidence=0.9)
    document = json.loads((study.write(tmp_path / "out") / "youden.json").read_text(encoding="utf-8"))
    assert document["schema"] == "ringtrial/youden/1"
    assert document["ringtrial"]["version"] == rt.__version__
    assert document["inputs"][0]["name"] == PAIR.name
    assert len(document["inputs"][0]["sha256"]) == 64
    assert document["scheme"]["effective"][""]["confidence"] == 0.9
    assert document["results"][0]["x"] == "Allergen A"


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_the_report_needs_no_network_and_no_script_and_speaks_the_language(tmp_path, language):
    study = rt.studies.run("youden", PAIR)
    page = (study.write(tmp_path / "out", language=language) / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []
    assert ("Confidence ellipse" in page) == (language != "zh")
    assert ("置信椭圆" in page) == (language != "en")


def test_a_hostile_name_stays_text_everywhere(tmp_path):
    name = '=HYPERLINK("http://x")<script>alert(1)</script>'
    columns = {"laboratory": [name, "B", "C", "D"], "A": [1.0, 2.0, 3.0, 4.5], "B": [1.5, 2.0, 2.5, 4.0]}
    pandas = pytest.importorskip("pandas")
    out = rt.studies.run("youden", pandas.DataFrame(columns)).write(tmp_path / "out", language="en")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert rows(out / "laboratories.csv")[0]["laboratory"] == "'" + name
    sheet = openpyxl.load_workbook(out / "youden.xlsx")["Laboratories"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "b"}


def test_names_become_codes_and_their_key_stays_private(tmp_path, capsys):
    file = tmp_path / "named.csv"
    lines = ["单位名称,A,B", *(f"海关实验室{i},{i}.5,{i * i}.25" for i in range(1, 8))]
    file.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    assert run(capsys, "youden", file, "--out", out)[0] == 0
    assert {row["name"] for row in rows(out / "private" / "codes.csv")} == {
        f"海关实验室{i}" for i in range(1, 8)
    }
    for path in out.iterdir():
        if path.is_file():
            assert "海关实验室".encode() not in path.read_bytes(), path.name


def test_an_occupied_folder_is_left_alone_without_force(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    code, _, said = run(capsys, "youden", PAIR, "--out", out)
    assert code == 2
    assert "--force" in said
    assert run(capsys, "youden", PAIR, "--out", out, "--force")[0] == 0
    assert (out / "mine.txt").read_text() == "mine"
    assert (out / "report.html").exists()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"laboratory,A,B\n", b"a,b\n1,2\n", b"lab,A,B\n1,x,2\n"])
def test_a_bad_file_gets_a_message_and_leaves_nothing(tmp_path, capsys, content):
    file, out = tmp_path / "bad.csv", tmp_path / "out"
    file.write_bytes(content)
    for kind in KINDS:
        code, printed, said = run(capsys, kind, file, "--out", out)
        assert code == 3, kind
        assert printed == ""
        assert "ringtrial: " in said
        assert not out.exists()


def test_a_wrong_option_is_named_with_what_is_allowed(tmp_path, capsys):
    out = tmp_path / "out"
    code, _, said = run(capsys, "youden", PAIR, "--out", out, "--confidence", "1.5")
    assert code == 2
    assert '--confidence = "1.5", must be a number > 0, < 1' in said
    code, _, said = run(capsys, "youden", PAIR, "--out", out, "--confidnce", "0.9")
    assert code == 2
    assert "did you mean --confidence?" in said
    with pytest.raises(ValueError, match=r"youden: confidence = 1\.5, must be a number > 0, < 1"):
        rt.studies.run("youden", PAIR, confidence=1.5)
    with pytest.raises(ValueError, match=r"youden: unknown option 'confidnce', did you mean confidence\?"):
        rt.studies.run("youden", PAIR, confidnce=0.9)
    with pytest.raises(ValueError, match=r"run: kind = 'youdn', must be one of .*youden"):
        rt.studies.run("youdn", PAIR)
    with pytest.raises(ValueError, match="table: 'labs' is no table of this study, must be one of pairs"):
        rt.studies.run("youden", PAIR).table("labs")
    with pytest.raises(ValueError, match=r"write: formats = \['pdf'\], 'pdf' is none of csv, json"):
        rt.studies.run("youden", PAIR).write(out, formats=["pdf"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_study_has_its_words(kind):
    for language in messages.LANGUAGES:
        for key in (
            "title",
            "standards",
            "help.about",
            "help.after",
            *(f"table.{t}" for t in tables_of(kind)),
        ):
            assert words.text(language, f"{kind}/{key}"), key
        for option in options_of(kind):
            assert words.text(language, f"{kind}/help.{option.name}")
        assert messages.load(language, "command")["help"][kind]["short"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_help_fits_the_terminal(capsys, kind, language):
    from ringtrial._text import width

    code, out, _ = run(capsys, kind, "--help", "--language", language)
    assert code == 0
    assert max(width(line) for line in out.splitlines() if "ringtrial " not in line) <= 80
    assert f"ringtrial {kind}" in out


def test_a_table_keeps_its_settings_in_its_parts():
    column = Column("a", [1.0, 2.0, 3.0], decimals=[0, 1, 2], marks=["", "questionable", ""], unit="mg/kg")
    part = Table("t", [column, Column("b", ["x", "y", "z"])], upright=True).part([2, 1], hide=("b",))
    assert [c.key for c in part.columns] == ["a"]
    assert (part.columns[0].values, part.columns[0].decimals) == ([3.0, 2.0], [2, 1])
    assert (part.columns[0].marks, part.columns[0].unit, part.upright) == (
        ["", "questionable"],
        "mg/kg",
        True,
    )


def test_p_values_are_said_as_people_read_them():
    assert [probability(p) for p in (0.5, 0.0312, 0.00099, 1e-4, 9.9e-5, float("nan"))] == [
        "0.50", "0.031", "0.00099", "0.00010", "< 0.0001", "–",
    ]  # fmt: skip
    assert (compared(0.0312), compared(1e-9)) == ("p = 0.031", "p < 0.0001")


def test_yes_and_no_are_said_in_the_language(tmp_path):
    page = (rt.studies.run("youden", PAIR).write(tmp_path / "out", language="zh") / "report.html").read_text(
        encoding="utf-8"
    )
    cells = re.findall(r"<td[^>]*>(?:<b[^>]*>[^<]*</b> )?([^<]*)</td>", page)
    assert {"是", "否"} <= set(cells)
    assert not {"yes", "no"} & set(cells)


def test_symbols_are_set_and_nothing_else():
    assert typeset("s_r = 2 and s_R, RSD_R") == (
        "<var>s</var><sub>r</sub> = 2 and <var>s</var><sub>R</sub>, RSD<sub>R</sub>"
    )
    for text in ("class_s_r", "s_rr", "lab_7", "&s_r;", "a_b"):
        assert typeset(text) == text
