"""From a path to tables of text cells: what a file is, delimiters, quotes, line ends, and every refusal."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringtrial.errors import UsageError
from ringtrial.intake import archive, delimited, files
from ringtrial.intake.files import read_tables
from ringtrial.intake.table import SpecialCell, StoredNumber, Table, column_letter

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"


@pytest.fixture
def read(tmp_path):
    """Write content to a file and read it: the table (or None) and the codes of all findings."""

    def write_and_read(content, options=None, name="round.csv", **arguments):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        result = read_tables(path, options or {}, **arguments)
        table = result.tables[0] if result.tables else None
        return table, result.findings + (table.findings if table else [])

    return write_and_read


def refused(read, content, code, **arguments):
    table, findings = read(content, **arguments)
    assert table is None
    assert [(f.code, f.severity, f.file) for f in findings] == [(code, "error", "round.csv")]
    assert findings[0].text and findings[0].text_zh and findings[0].action
    return findings[0]


# --- what is in a file and what its entry says


def test_the_entry_of_a_file(tmp_path):
    content = b"\xef\xbb\xbflab;Fe\r\nA;1\r\n"
    path = tmp_path / "结果 <b>.csv"
    path.write_bytes(content)
    assert read_tables(path, {}).input == {
        "name": "结果 <b>.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "encoding": "utf-8-sig",
        "delimiter": ";",
    }


def test_a_refused_file_has_an_entry_too(tmp_path):
    (tmp_path / "empty.csv").touch()
    result = read_tables(str(tmp_path / "empty.csv"), {})
    assert (result.input["bytes"], result.input["encoding"], result.tables) == (0, None, [])
    assert result.input["sha256"] == hashlib.sha256(b"").hexdigest()


def test_what_is_not_a_file(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read_tables(tmp_path / "missing.csv", {})
    with pytest.raises(UsageError, match="is a folder"):
        read_tables(tmp_path, {})
    with pytest.raises(UsageError, match="cannot be read"):
        read_tables("a\0b", {})
    with pytest.raises(UsageError, match="cannot be read"):
        read_tables(tmp_path / ("x" * 1000), {})


def test_a_file_without_permission(tmp_path, monkeypatch):
    def no_permission(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", no_permission)
    with pytest.raises(UsageError, match=r"cannot be read \(Permission denied\)"):
        read_tables(tmp_path / "round.csv", {})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    code = f"open({str(pipe)!r}, 'wb').write(b'lab,Fe\\nA,1\\n' * 99999)"
    writer = subprocess.Popen([sys.executable, "-c", code])
    assert len(read_tables(pipe, {}).tables[0].rows) == 2 * 99999
    writer.wait()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_nobody_writes_to(tmp_path, monkeypatch):
    monkeypatch.setattr("ringtrial._files._PATIENCE", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="nobody writes to the pipe"):
        read_tables(tmp_path / "pipe", {})


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_a_device():
    with pytest.raises(UsageError, match="a device is no file"):
        read_tables("/dev/zero", {})


@pytest.mark.parametrize("content", ["", "\ufeff", " ", "\n\r\n \t\n", ",,\n,,\n", "\ufeffsep=;\n"])
def test_empty(read, content):
    refused(read, content, "empty_file")


def test_one_byte_is_one_column(read):
    refused(read, "a", "one_column")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"<html><table><tr><td>lab", "web page"),
        (b"\x1f\x8b\x08\0\0\0", "binary"),
        (b"PK\5\6" + bytes(18), "archive"),
        (b"PK\3\4 cut off", "damaged"),
    ],
)
def test_what_is_no_table_says_what_to_do(read, content, says):
    assert says in refused(read, content, "not_a_table").text


def test_a_laboratory_called_pk_is_no_archive(read):
    assert read("PK,Fe\nPK01,1\n")[0].rows == [["PK", "Fe"], ["PK01", "1"]]


def test_too_much_text(read, monkeypatch):
    monkeypatch.setattr(files, "MOST_TEXT", 100)
    assert read("lab,Fe\n" + "A,1\n" * 23)[0] is not None
    assert "1 GiB" in refused(read, "lab,Fe\n" + "A,1\n" * 24, "too_large").text


# --- text tables


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends(read, end, last):
    table, findings = read(end.join(["lab,Fe", "A,1", "", "B,2"]) + last.replace("\n", end))
    assert table.rows == [["lab", "Fe"], ["A", "1"], ["B", "2"]]
    assert (list(table.row_numbers), findings) == ([1, 2, 4], [])


def test_mixed_line_ends(read):
    table, _ = read('lab,Fe\rA,1\r\nB,"2\r3"\n\rC,4')
    assert table.rows == [["lab", "Fe"], ["A", "1"], ["B", "2\r3"], ["C", "4"]]
    assert list(table.row_numbers) == [1, 2, 3, 6]


def test_other_separators_of_lines_are_characters(read):
    assert read("lab,Fe\nA\x0c,1\x85\u2028\nB,2\n")[0].rows[1] == ["A\x0c", "1\x85\u2028"]


def test_quotes(read):
    table, findings = read('lab,"Fe, total","say ""x"""\n"A\nB",1,\nC,2,3\n')
    assert table.rows == [["lab", "Fe, total", 'say "x"'], ["A\nB", "1", ""], ["C", "2", "3"]]
    assert (list(table.row_numbers), findings) == ([1, 2, 4], [])


@pytest.mark.parametrize("cell", ['"12"3', 'a"b', '3"', '"a" '])
def test_stray_quotes_stay_as_typed(read, cell):
    assert read(f'lab,"Fe"\n{cell},1\nB,2\n')[0].rows == [["lab", "Fe"], [cell, "1"], ["B", "2"]]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('lab,Fe\n\nA,1\n"B,2\nC,3\n', 4),
        ('lab,Fe\nA,"1', 2),
        ('lab,Fe\nA,"', 2),
        ('lab,Fe\n"A,1\nB,2\n"C",3\n', 2),  # closed, but by the quote of another cell
        ('"x\ny",Fe\nA,"1\nB,2\n', 3),
    ],
)
def test_an_unclosed_quote_is_named_by_its_row(read, content, row):
    finding = refused(read, content, "unclosed_quote")
    assert finding.row == row and finding.cell == content.split("\n")[row - 1]


@pytest.mark.parametrize("delimiter", delimited.DELIMITERS)
def test_delimiters(read, delimiter):
    text = "\n".join(delimiter.join(row) for row in (["lab", "Fe 1"], ["A", "0.1"], ["B", "0.2"]))
    assert read(text)[0].rows == [["lab", "Fe 1"], ["A", "0.1"], ["B", "0.2"]]


def test_the_delimiter_that_splits_most_records_alike(read):
    assert read("lab;Fe\nA;1,5\nB;2,5\n")[0].rows[1] == ["A", "1,5"]  # ; three records, comma two
    assert read("Round 7; iron, ore; 2026\nlab,Fe\nA,1\nB,2\n")[0].rows[1] == ["lab", "Fe"]
    assert read("a;b,c\nd;e,f\n")[0].rows == [["a", "b,c"], ["d", "e,f"]]  # tie
    assert read("x" + "\n" * 500 + "title\n" * 30 + "lab|Fe\nA|1\n")[0].rows[-1] == ["A", "1"]


def test_the_delimiter_asked_for_wins(read):
    assert read("lab,Fe;x\nA,1;y\n", {"delimiter": ","})[0].rows[1] == ["A", "1;y"]
    assert read("sep=;\nlab,Fe;x\nA,1;y\n", {"delimiter": ","})[0].rows[1] == ["A", "1;y"]
    refused(read, "lab,Fe\nA,1\n", "one_column", options={"delimiter": "|"})


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;  "])
def test_a_line_that_states_the_delimiter_is_obeyed_and_counted(read, line):
    table, _ = read(line + "\r\nlab,a;Fe\r\n\r\nA,b;1\r\n")
    assert (table.rows, list(table.row_numbers)) == ([["lab,a", "Fe"], ["A,b", "1"]], [2, 4])


def test_one_column(read):
    finding = refused(read, "laboratory\nA\nB\n", "one_column")
    assert (finding.row, finding.cell) == (1, "laboratory")


def test_cells_are_as_typed(read):
    assert read(" lab ,Fe\n007,１２．３\nＡ,　<0,05\n", {"delimiter": ","})[0].rows[1:] == [
        ["007", "１２．３"],
        ["Ａ", "　<0", "05"],
    ]


def test_ten_thousand_columns(read):
    table, findings = read(",".join(map(str, range(10_000))) + "\n" + "," * 9_999 + "1\n")
    assert [len(row) for row in table.rows] == [10_000, 10_000] and findings == []


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_long_cell_is_read_and_noticed(read, quote):
    long = "x" * 200_000  # beyond the csv module's own limit
    table, findings = read(f"lab,Fe\nA,1\n{quote}{long}{quote},2\n{'y' * 32_767},3\n")
    assert table.rows[2] == [long, "2"]
    (finding,) = findings
    assert (finding.code, finding.severity, finding.row, finding.column) == ("long_cell", "warning", 3, "1")
    assert len(finding.cell) == 60 and "200000" in finding.text
    assert csv.field_size_limit() == 131_072  # left as it was


def test_a_long_cell_over_many_lines(read):
    cell = "line\n" * 8_000
    table, findings = read(f'lab,Fe\n"{cell}",1\nB,2\n')
    assert table.rows[1][0] == cell and list(table.row_numbers) == [1, 2, 8_003]
    assert [f.code for f in findings] == ["long_cell"]


def test_lost_characters_are_noticed(read):
    _, findings = read("lab,Fe\nM\ufffdller,1\n\ufffd,\ufffd\n")
    (finding,) = findings
    assert (finding.code, finding.severity) == ("replacement_character", "warning")
    assert (finding.row, finding.column) == (2, "1")
    assert finding.cell == "M\ufffdller" and "3" in finding.text and "3" in finding.text_zh


# --- the table


def test_fit_fills_and_cuts_to_the_header(read):
    table, _ = read("title\nlab,Fe,S\nA,1\nB,1,2,, \nC,1,2,3,,4\nD,1,2\n")
    found = {record: table.ragged(record, told, 3) for record, told in table.fit(2, 3).items()}
    assert table.rows[:2] == [["title"], ["lab", "Fe", "S"]]
    assert table.rows[2:] == [["A", "1", ""], ["B", "1", "2"], ["C", "1", "2"], ["D", "1", "2"]]
    assert {record: (f.code, f.severity, f.row) for record, f in found.items()} == {
        2: ("ragged_row", "warning", 3),
        4: ("ragged_row", "error", 5),
    }
    assert (found[4].column, found[4].cell) == ("4", "3")
    assert "more cells (6) than the header (3)" in found[4].text
    assert "another number of cells (2) than the header (3)" in found[2].text


def test_columns_for_people():
    assert [column_letter(i) for i in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    text, sheet = Table("f", [["a"]], [1]), Table("f", [["a"]], [1], sheet="S", column_letters=True)
    assert (text.column(1), text.column(1, "Fe")) == ("2", "Fe")
    assert (sheet.column(1), sheet.column(1, "Fe")) == ("B", "Fe (B)")
    assert sheet.finding("long_cell", 0, 0, name="Fe", length=1).place() == "f [S] row 1, column Fe (A)"


def test_marked_cells_are_text():
    assert StoredNumber("0.52", "%") == "0.52" and StoredNumber("0.52", "%").unit == "%"
    assert SpecialCell("#N/A", "error") == "#N/A" and SpecialCell("#N/A", "error").trouble == "error"


# --- the example rounds, as their README says


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("iron-ore-gb18030.csv", "gb18030", ","),
        ("iron-ore-utf8-bom.csv", "utf-8-sig", ","),
        ("iron-ore-utf16.txt", "utf-16-le", "\t"),
        ("iron-ore-semicolon.csv", "utf-8", ";"),
        ("iron-ore-long.tsv", "utf-8", "\t"),
        ("ceramics.csv", "gb18030", ","),
        ("creosote.csv", "utf-8", "\t"),
    ],
)
def test_encoding_and_delimiter_of_example_rounds(name, encoding, delimiter):
    entry = read_tables(ROUNDS / name, {}).input
    assert (entry["encoding"], entry["delimiter"]) == (encoding, delimiter)


@pytest.mark.parametrize("path", sorted(ROUNDS.glob("*.csv")), ids=lambda path: path.name)
def test_example_rounds_are_read_without_a_finding(path):
    result = read_tables(path, {})
    (table,) = result.tables
    assert result.findings + table.findings == []
    assert len(table.rows) == len([line for line in path.read_bytes().splitlines() if line.strip(b",; ")])


def test_one_round_sent_in_several_ways_has_the_same_cells():
    def cells(name):
        return [row for row in read_tables(ROUNDS / name, {}).tables[0].rows if row[0].startswith("CC")]

    gb18030 = cells("iron-ore-gb18030.csv")
    assert len(gb18030) == 35 and all(len(row) == 8 for row in gb18030)
    assert gb18030 == cells("iron-ore-utf8-bom.csv") == cells("iron-ore-utf16.txt")


# --- properties

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd"), max_size=8)
QUOTABLE = st.text(st.sampled_from(['"', ",", ";", "\n", "\r", "\t", "a", "检", " "]), max_size=6)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@given(rows=st.lists(st.lists(st.one_of(CELLS, QUOTABLE), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_csv_writes_is_read_again(delimiter, encoding, rows, tmp_path_factory):
    rows = [["lab", *row] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    result = read_tables(path, {"delimiter": delimiter})
    assert result.findings == []
    (table,) = result.tables
    assert table.rows == rows
    lines = [1 + len(re.findall(r"\r\n|\r|\n", "\t".join(row))) for row in rows]
    assert list(table.row_numbers) == [1 + sum(lines[:i]) for i in range(len(rows))]


@given(text=st.text(st.sampled_from(['"', ",", "\n", "\r", "a", "1"]), max_size=40))
def test_no_text_is_lost(text, tmp_path_factory):
    """Cells hold every character of the file but delimiters, line ends and quotes, or the file is refused."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("lab,Fe\n" + text, encoding="utf-8", newline="")
    result = read_tables(path, {"delimiter": ","})
    if result.tables:
        cells = "".join(cell for row in result.tables[0].rows[1:] for cell in row)
        assert [c for c in cells if c in "a1"] == [c for c in text if c in "a1"]
    else:
        assert [f.code for f in result.findings] == ["unclosed_quote"]


# --- cost


def test_only_the_standard_library_is_imported_for_text():
    code = (
        "import sys; from ringtrial.intake.files import read_tables; "
        f"read_tables({str(ROUNDS / 'atrazine.csv')!r}, {{}}); "
        "heavy = {'openpyxl', 'numpy', 'zipfile', 'xml', 'dataclasses', 'inspect'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_limits_are_those_of_the_contract():
    assert (files.MOST_TEXT, archive.MOST_UNPACKED) == (2**30, 2**31)
    assert (archive.MOST_RATIO, archive.RATIO_FROM) == (200, 100 * 2**20)
