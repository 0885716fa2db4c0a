"""From a workbook to tables: shown values, marks, hidden and merged cells, and archives that mean harm."""

import datetime
import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ringtrial import intake, scheme
from ringtrial.intake import archive, xlsx
from ringtrial.intake.files import read_tables
from ringtrial.intake.table import SpecialCell, StoredNumber

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(fill, **options):
    """The bytes of a workbook with one sheet, filled by a function of (workbook, sheet) with XlsxWriter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    fill(book, book.add_worksheet("Results"))
    book.close()
    return out.getvalue()


def plain(rows):
    def fill(_, sheet):
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)

    return workbook(fill)


def rewrite(data, replaced=(), **options):
    """The same archive with some parts replaced: by bytes, by a function of the old, by nothing (None)."""
    replaced, out = dict(replaced), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8, **options) as new:
        for name in old.namelist():
            part = replaced.pop(name, old.read(name))
            if part is not None:
                new.writestr(name, part(old.read(name)) if callable(part) else part)
        for name, part in replaced.items():
            new.writestr(name, part)
    return out.getvalue()


def sheet_xml(rows, before="", after=""):
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def with_sheet(rows, before="", after=""):
    return rewrite(plain([["lab", "Fe"]]), {"xl/worksheets/sheet1.xml": sheet_xml(rows, before, after)})


@pytest.fixture
def read(tmp_path):
    def write_and_read(data, options=None, **arguments):
        path = tmp_path / "round.xlsx"
        path.write_bytes(data)
        result = read_tables(path, options or {}, **arguments)
        return result.tables, result.findings + [f for table in result.tables for f in table.findings]

    return write_and_read


def refused(read, data, code, says):
    tables, findings = read(data)
    assert tables == []
    assert [(f.code, f.severity, f.file) for f in findings] == [(code, "error", "round.xlsx")]
    assert says in findings[0].text


# --- shown values


def test_text_is_text_and_numbers_are_the_shortest_that_read_back(read):
    numbers = [7, 7.0, 0.1, 0.3333333333333333, 12.30, -0.5, 1e-7, 1e15, 1e22, 123456789012]
    (table,), findings = read(plain([["lab", "007", "1,5", " x ", "＜0.02", "'5"], numbers]))
    assert table.rows[0][:6] == ["lab", "007", "1,5", " x ", "＜0.02", "'5"]
    assert not any(isinstance(cell, StoredNumber | SpecialCell) for cell in table.rows[0])
    assert all(isinstance(cell, StoredNumber) and cell.unit == "" for cell in table.rows[1])
    assert table.rows[1][:8] == ["7", "7", "0.1", repr(1 / 3), "12.3", "-0.5", "1e-07", "1" + 15 * "0"]
    assert [float(cell) for cell in table.rows[1]] == numbers
    assert (table.sheet, table.file, table.column_letters, findings) == ("Results", "round.xlsx", True, [])


@pytest.mark.parametrize(
    ("stored", "number_format", "text", "unit"),
    [
        (0.0052, "0.00%", "0.52", "%"),
        (0.0052, "0%;[Red]-0%", "0.52", "%"),
        (0.000523, "0%", "0.0523", "%"),
        (0.07, "0%", "7", "%"),  # 0.07 * 100 in binary is 7.000000000000001
        (12, "0%", "1200", "%"),
        (1e-9, "0%", "0.0000001", "%"),
        (0.52, '0.00"%"', "0.52", "%"),  # a sign that is only written
        (0.52, "0.00\\%", "0.52", "%"),
        (0.52, "0.00", "0.52", ""),
        (1234.5, "#,##0", "1234.5", ""),
        (0.52, '0.00" mg/kg"', "0.52", ""),
        (5.12, "[Red]0.00;-0.00", "5.12", ""),
    ],
)
def test_number_formats(read, stored, number_format, text, unit):
    def fill(book, sheet):
        sheet.write_number(0, 0, stored, book.add_format({"num_format": number_format}))

    cell = read(workbook(fill))[0][0].rows[0][0]
    assert isinstance(cell, StoredNumber)
    assert (cell, cell.unit) == (text, unit)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.datetime(2026, 12, 5), "2026-12-05"),
        (datetime.datetime(2026, 12, 5, 8, 30), "2026-12-05 08:30:00"),
        (datetime.time(8, 30), "08:30:00"),
    ],
)
def test_dates_are_marked(read, value, text):
    def fill(book, sheet):
        number_format = "hh:mm" if isinstance(value, datetime.time) else "d-mmm"
        sheet.write_datetime(0, 0, value, book.add_format({"num_format": number_format}))

    (cell,) = read(workbook(fill))[0][0].rows[0]
    assert (cell, cell.trouble) == (text, "date")


def test_dates_of_the_other_epoch_and_dates_that_are_none(read):
    def fill(book, sheet):
        sheet.write_datetime(
            0, 0, datetime.datetime(2026, 12, 5), book.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write_number(0, 1, 1e9, book.add_format({"num_format": "yyyy"}))

    row = read(workbook(fill, date_1904=True))[0][0].rows[0]
    assert [(cell, cell.trouble) for cell in row] == [("2026-12-05", "date"), ("#VALUE!", "error")]


def test_errors_and_booleans_are_marked(read):
    def fill(_, sheet):
        sheet.write_row(0, 0, [True, False])
        sheet.write_formula(0, 2, "=1/0", value="#DIV/0!")
        sheet.write_formula(0, 3, "=NA()", value="#N/A")

    row = read(workbook(fill))[0][0].rows[0]
    assert [(cell, cell.trouble) for cell in row] == [
        ("TRUE", "boolean"),
        ("FALSE", "boolean"),
        ("#DIV/0!", "error"),
        ("#N/A", "error"),
    ]


def test_a_column_of_dates_holds_no_answers(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["lab", "result"])
        for row in range(1, 9):
            sheet.write(row, 0, f"L{row}")
            sheet.write_datetime(
                row, 1, datetime.datetime(2026, 5, row), book.add_format({"num_format": "d.m"})
            )

    (tmp_path / "round.xlsx").write_bytes(workbook(fill))
    found = intake.read_files([tmp_path / "round.xlsx"], scheme.load(None))
    assert {f.code for f in found.findings if f.severity == "error"} == {"date_in_value"}


def test_rich_and_inline_text(read):
    def fill(book, sheet):
        sheet.write_rich_string(0, 0, "H", book.add_format({"font_script": 2}), "2", "O")

    assert read(workbook(fill))[0][0].rows == [["H2O"]]
    inline = '<row r="1"><c r="A1" t="inlineStr"><is><t>lab</t></is></c><c r="B1" t="n"><v>1.50</v></c></row>'
    assert read(with_sheet(inline))[0][0].rows == [["lab", "1.5"]]


# --- formulas


def test_formulas_by_their_stored_value(read):
    def fill(_, sheet):
        sheet.write_formula(0, 0, "=1+1", value=2.5)
        sheet.write_formula(0, 1, '="a"', value="a")
        sheet.write_string(0, 2, "=1+1")

    (table,), findings = read(workbook(fill))
    assert (table.rows, findings) == ([["2.5", "a", "=1+1"]], [])
    assert not isinstance(table.rows[0][2], SpecialCell)


def test_formulas_that_were_never_calculated(read, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["lab", "=B2*2", 5])
    book.save(tmp_path / "written.xlsx")
    cell = read((tmp_path / "written.xlsx").read_bytes())[0][0].rows[0][1]
    assert (cell, cell.trouble) == ("=B2*2", "formula")


def test_a_nought_that_a_library_wrote_for_a_formula_is_no_value(read):
    data = workbook(lambda _, sheet: sheet.write_formula(0, 0, "=B2*2"))  # XlsxWriter stores 0
    cell = read(data)[0][0].rows[0][0]
    assert (cell, cell.trouble) == ("=B2*2", "formula")
    calculated = rewrite(data, {"xl/workbook.xml": lambda xml: xml.replace(b' fullCalcOnLoad="1"', b"")})
    assert calculated != data
    assert isinstance(read(calculated)[0][0].rows[0][0], StoredNumber)


@pytest.mark.parametrize(
    ("cell", "text", "trouble"),
    [
        ('<c r="A1" t="str"><f>""</f><v></v></c>', "", None),  # an empty text is a value
        ('<c r="A1"><f>B1</f></c>', "=B1", "formula"),
        ('<c r="A1"><f>IF(A2&lt;1,"a",2)</f><v/></c>', '=IF(A2<1,"a",2)', "formula"),
        ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', "3", None),
        ('<c r="A1"><f>B1</f><v>0</v></c>', "0", None),
    ],
)
def test_what_counts_as_a_stored_value(read, cell, text, trouble):
    data = with_sheet(f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>')
    data = rewrite(data, {"xl/workbook.xml": lambda xml: xml.replace(b' fullCalcOnLoad="1"', b"")})
    row = read(data)[0][0].rows[0]
    assert (row[0], getattr(row[0], "trouble", None), row[1]) == (text, trouble, "1")


# --- rows, columns, merged and hidden


def test_blank_rows_are_left_out_and_rows_keep_their_number(read):
    def fill(book, sheet):
        sheet.write_row(2, 1, ["lab", "Fe"])
        sheet.write_row(5, 1, ["A", 1, "x"])
        sheet.write_blank(9, 40, None, book.add_format({"bold": True}))

    (table,), _ = read(workbook(fill))
    assert table.rows == [["", "lab", "Fe", ""], ["", "A", "1", "x"]]
    assert list(table.row_numbers) == [3, 6]


def test_the_size_that_the_file_states_is_not_believed(read):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="C2"><v>3</v></c></row>'
    )
    (table,), _ = read(with_sheet(rows, before='<dimension ref="A1"/>'))
    assert table.rows == [["1", "2", ""], ["", "", "3"]]


def test_merged_cells_in_terms_of_records(read):
    def fill(_, sheet):
        sheet.merge_range("A1:C1", "Round 7")
        sheet.write_row("A3", ["lab", "Fe", "S"])
        sheet.merge_range("A4:A6", "L1")
        sheet.write_column("B4", [1, 2])  # row 6 is blank but for the merged cell
        sheet.write_row("A7", ["L2", 3])
        sheet.merge_range("E20:F21", "")

    (table,), _ = read(workbook(fill))
    assert list(table.row_numbers) == [1, 3, 4, 5, 6, 7]
    assert table.merged == [(0, 0, 0, 2), (2, 4, 0, 0)]
    assert [row[0] for row in table.rows] == ["Round 7", "lab", "L1", "", "", "L2"]


def test_hidden_rows_columns_and_sheets_are_read_and_noticed(read):
    def fill(book, sheet):
        for i in range(9):
            sheet.write_row(i, 0, [f"L{i}", i, i])
        for row in (2, 4, 5, 6, 30):
            sheet.set_row(row, options={"hidden": True})
        sheet.set_column("C:C", options={"hidden": True})
        sheet.set_column("F:XFD", options={"hidden": True})
        other = book.add_worksheet("备用")
        other.write(0, 0, "x")
        other.hide()

    (first, second), findings = read(workbook(fill))
    assert (first.hidden_rows, first.hidden_columns, first.hidden) == ({2, 4, 5, 6}, {2}, False)
    assert (second.hidden_rows, second.hidden_columns, second.hidden) == (set(), set(), True)
    assert len(first.rows) == 9 and second.rows == [["x"]]
    assert [(f.code, f.severity, f.sheet, f.row, f.column) for f in findings] == [
        ("hidden", "warning", "Results", 3, None),
        ("hidden", "warning", "Results", None, "C"),
        ("hidden", "warning", "备用", None, None),
    ]
    assert "3, 5:7" in findings[0].text and "3, 5:7" in findings[0].text_zh
    assert "备用" in findings[2].text


def test_sheets(read):
    def fill(book, sheet):
        sheet.write(0, 0, "a")
        book.add_worksheet("Blank")
        book.add_chartsheet("Picture").set_chart(chart := book.add_chart({"type": "bar"}))
        chart.add_series({"values": "=Results!$A$1:$A$2"})
        book.add_worksheet("硫含量").write(0, 0, "b")

    data = workbook(fill)

    def names(options=None, **arguments):
        return [table.sheet for table in read(data, options, **arguments)[0]]

    assert names() == ["Results", "硫含量"]  # a blank sheet and a picture hold nothing
    assert names(sheet="硫含量") == ["硫含量"]
    assert names({"sheet": ["硫含量", "Results"]}) == ["Results", "硫含量"]
    assert names({"sheet": "Results"}, sheet="硫含量") == ["硫含量"]
    tables, (finding,) = read(data, sheet="Sheet1")
    assert (tables, finding.code, finding.severity) == ([], "sheet_missing", "error")
    assert "Sheet1" in finding.text and "硫含量" in finding.text


def test_an_empty_workbook(read):
    refused(read, workbook(lambda *_: None), "empty_file", "empty")


def test_long_cells_and_lost_characters(read):
    long = "x" * 40_000
    data = with_sheet(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>'
        '<row r="2"><c r="B2" t="inlineStr"><is><t>M\ufffdller</t></is></c></row>'
    )
    (table,), findings = read(data)
    assert table.rows[0][0] == long
    places = [(f.code, f.row, f.column) for f in findings]
    assert places == [("long_cell", 1, "A"), ("replacement_character", 2, "B")]


def test_a_large_sheet_with_merged_and_hidden_rows(read):
    """Beyond 50 000 rows merged and hidden cells count all the same."""

    def fill(_, sheet):
        for i in range(60_000):
            sheet.write_row(i, 0, ["L", i])
        sheet.merge_range("D59999:D60000", "end")
        sheet.set_row(59_000, options={"hidden": True})

    (table,), _ = read(workbook(fill))
    assert (len(table.rows), table.merged, table.hidden_rows) == (60_000, [(59_998, 59_999, 3, 3)], {59_000})


# --- the example rounds, as their README says


def test_iron_ore_has_merged_titles_a_unit_row_and_a_remark_sheet():
    results, remarks = read_tables(ROUNDS / "iron-ore.xlsx", {}).tables
    assert (results.sheet, remarks.sheet) == ("结果", "说明")
    assert results.merged == [(0, 0, 0, 7), (1, 1, 0, 7)]
    assert results.rows[2][:2] == ["实验室代码", "TFe"] and results.rows[3] == ["", *["%"] * 7]
    text = read_tables(ROUNDS / "iron-ore-utf8-bom.csv", {}).tables[0]
    assert results.rows[4:39] == [[_number(cell) for cell in row] for row in text.rows[1:36]]


def _number(cell):
    """Text as a workbook stores the number: trailing noughts are not kept."""
    return repr(float(cell)).removesuffix(".0") if cell[:1].isdigit() else cell


def test_petroleum_has_a_sheet_a_measurand():
    result = read_tables(ROUNDS / "petroleum.xlsx", {})
    assert [table.sheet for table in result.tables] == ["硫含量", "密度(20℃)", "馏程T50", "填报说明"]
    assert {len(table.rows) for table in result.tables[:3]} == {29}
    assert (result.input["encoding"], result.input["delimiter"], result.findings) == (None, None, [])


# --- archives that are no workbook, broken, or mean harm


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("content.xml", ".ods"),
        ("word/document.xml", ".docx"),
        ("ppt/presentation.xml", ".pptx"),
        ("xl/workbook.bin", ".xlsb"),
        ("results.csv", "archive"),
    ],
)
def test_other_archives(read, part, says):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr(part, "<x/>")
    refused(read, out.getvalue(), "not_a_table", says)


def test_a_workbook_cut_off_anywhere_is_damaged(read):
    data = plain([["lab", "Fe"], ["A", 1]])
    for end in range(4, len(data), 97):
        refused(read, data[:end], "not_a_table", "damaged")


def test_a_workbook_with_bytes_changed_is_read_or_refused(read):
    data = plain([["lab", "Fe"], ["A", 1]])
    for place in range(0, len(data), 41):
        tables, findings = read(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        assert tables or [f.severity for f in findings] == ["error"]


@pytest.mark.parametrize(
    "replaced",
    [
        {"xl/worksheets/sheet1.xml": None},
        {"xl/worksheets/sheet1.xml": b"<worksheet"},
        {"xl/sharedStrings.xml": None},
        {"xl/styles.xml": b"no xml"},
        {"xl/_rels/workbook.xml.rels": None},
        {"[Content_Types].xml": None},
        {"xl/workbook.xml": b"<a/>"},
    ],
)
def test_a_workbook_whose_parts_are_missing_or_broken(read, replaced):
    tables, findings = read(rewrite(plain([["lab", "Fe"], ["A", 1]]), replaced))
    assert tables == [] and [f.severity for f in findings] == ["error"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="99999999999"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 5000}</v></c></row>',
    ],
)
def test_cells_out_of_order_or_place_are_damage_and_no_cell_is_lost(read, rows):
    refused(read, with_sheet(rows), "not_a_table", "damaged")


def test_an_endless_number_is_left_for_the_cell_to_say(read):
    assert read(with_sheet('<row r="1"><c r="A1"><v>1e999</v></c></row>'))[0][0].rows == [["inf"]]


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        b'<!-- long --><!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types_are_refused_in_every_part(read, doctype, part, codec):
    def insert(xml):
        text = xml.decode()
        end = text.index("?>") + 2 if text.startswith("<?xml") else 0
        return (f'<?xml version="1.0" encoding="{codec}"?>' + doctype.decode() + text[end:]).encode(codec)

    data = rewrite(plain([["lab", "Fe"]]), {part: insert})
    refused(read, data, "not_a_table", "document type")
    assert part in read(data)[1][0].text


def test_a_zip_bomb_is_not_unpacked(read):
    data = rewrite(plain([["lab", "Fe"]]), {"xl/media/image1.bin": bytes(101 * 2**20)}, compresslevel=9)
    refused(read, data, "too_large", "unpack")


def test_more_than_two_gigabytes_by_the_directory(read):
    data = bytearray(plain([["lab", "Fe"]]))
    entry = data.rindex(b"PK\1\2")
    data[entry + 24 : entry + 28] = struct.pack("<I", 2**32 - 2)  # uncompressed size in the central directory
    refused(read, bytes(data), "too_large", "2 GiB")


def test_a_part_larger_than_its_directory_says_is_damage(read):
    """zipfile unpacks no more than stated, so that the limit cannot be passed by."""
    data = bytearray(rewrite(plain([["lab", "Fe"]]), {"xl/worksheets/sheet1.xml": sheet_xml(" " * 2**20)}))
    entry = data.index(b"PK\1\2")
    while b"sheet1.xml" not in data[entry : entry + 80]:
        entry = data.index(b"PK\1\2", entry + 1)
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    refused(read, bytes(data), "not_a_table", "damaged")


def test_an_encrypted_part(read):
    data = bytearray(plain([["lab", "Fe"]]))
    entry = data.rindex(b"PK\1\2")
    data[entry + 8] |= 1
    refused(read, bytes(data), "not_a_table", "encrypted")


def test_strict_workbooks_are_named(read):
    def strict(xml):
        return xml.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")

    refused(read, rewrite(plain([["lab"]]), {"xl/workbook.xml": strict}), "not_a_table", "Strict")


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 50_000 + "</mergeCells>",
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_over_a_whole_sheet_end(read, after):  # cell by cell they would not
    (table,), _ = read(
        with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>', after=after)
    )
    assert table.rows == [["1", "2"]]


def test_a_formula_of_many_megabytes(read):
    (table,), _ = read(with_sheet(f'<row r="1"><c r="A1"><f>{"1+" * 15_000_000}1</f></c></row>'))
    assert len(table.rows[0][0]) == 30_000_002 and table.rows[0][0].trouble == "formula"


def test_merged_ranges_that_overlap_again_and_again_are_damage(read):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 100))
    after = "<mergeCells>" + '<mergeCell ref="A1:A99"/>' * 9 + "</mergeCells>"
    refused(read, with_sheet(rows, after=after), "not_a_table", "damaged")


def test_hidden_columns_over_and_over(read):
    before = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + "</cols>"
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    (table,), _ = read(with_sheet(rows, before=before))
    assert table.hidden_columns == {0, 16_383}


def test_a_cell_far_below_and_one_far_to_the_right(read):
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    (table,), _ = read(with_sheet(rows))
    assert list(table.row_numbers) == [1, 1_048_576] and len(table.rows[1]) == 16_384


def test_a_sheet_of_holes_is_too_large(read, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_CELLS", 100)
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 11))
    assert read(with_sheet(rows))[0][0].rows == [["1"]] * 10
    refused(read, with_sheet(rows + '<row r="11"><c r="K11"><v>1</v></c></row>'), "too_large", "40 million")
    refused(read, with_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_large", "Results")


def test_openpyxl_that_is_not_installed_is_named(read, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"pip install 'ringtrial\[xlsx\]'"):
        read(plain([["lab", "Fe"]]))


# --- properties

TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co", "Cc"]), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)


@given(rows=st.lists(st.lists(st.one_of(TEXTS, NUMBERS), min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_is_written_is_read_again(rows, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "written.xlsx"

    def fill(_, sheet):
        for i, row in enumerate(rows):
            sheet.write_string(i, 0, "lab")
            for j, value in enumerate(row, 1):
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(i, j, value)

    path.write_bytes(workbook(fill))
    (table,) = read_tables(path, {}).tables
    for row, written in zip(table.rows, rows, strict=True):
        for cell, value in zip(row[1:], written, strict=False):  # longer by blanks, shorter by "" at the end
            if isinstance(value, str):
                assert cell == value and type(cell) is str
            else:  # XlsxWriter stores 16 digits
                assert float(cell) == float(f"{value:.16G}") and type(cell) is StoredNumber


def test_reading_limits_come_before_reading(read, monkeypatch):
    monkeypatch.setattr(archive, "RATIO_FROM", 0)
    monkeypatch.setattr(archive, "MOST_RATIO", 1)
    refused(read, plain([["lab", "Fe"]]), "too_large", "unpack")
