"""workbook.xlsx, read back: numbers are numbers with every digit, texts are texts, nothing is a formula."""

import itertools
import math
import random
import re
import time
import zipfile
from xml.etree import ElementTree

import evaluations
import openpyxl
import pytest
import xlsxwriter

from ringtrial import messages
from ringtrial.outputs import sheet as outputs_sheet
from ringtrial.outputs import sheets, workbook
from ringtrial.outputs.columns import ASSIGNED, ITEMS, NUMBER, RANKING, SCORES, SIGNALS
from ringtrial.outputs.styles import MARKS

SHEETS = ["Summary", "Scores", "Assigned values", "Matrix", "Findings", "Data", "About"]


def written(tmp_path, made, language="en", name="workbook.xlsx"):
    path = tmp_path / name
    workbook.write_workbook(str(path), made, made.to_dict(), language)
    return path


def read(tmp_path, made, language="en"):
    return openpyxl.load_workbook(written(tmp_path, made, language))


def column(page, title, first=1):
    titles = [cell.value for cell in page[first]]
    return [row[titles.index(title)] for row in page.iter_rows(min_row=first + 1)]


@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_sheets_and_columns_of_the_contract(tmp_path, make):
    book = read(tmp_path, make())
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["Scores"][1]] == list(SCORES)
    assert [cell.value for cell in book["Assigned values"][1]] == [c for c in ASSIGNED if c not in ITEMS]


def test_header_is_frozen_and_filtered_and_prints_on_every_page(tmp_path):
    for page in read(tmp_path, evaluations.typical()):
        header = 4 if page.title == "Summary" else 1
        assert page.freeze_panes[1:] == str(header + 1)
        assert page.auto_filter.ref.startswith(f"A{header}:")
        assert page.print_title_rows == f"${header}:${header}"


def test_numbers_are_the_very_doubles(tmp_path):
    draw = random.Random(5)
    values = [draw.uniform(-1, 1) * 10.0 ** draw.randint(-300, 300) for _ in range(500)] + [
        0.1,
        1 / 3,
        5e-324,
    ]
    made = evaluations.evaluation(
        [evaluations.measurand("Fe", [evaluations.scored(f"L{i}", x, x) for i, x in enumerate(values)])]
    )
    book = read(tmp_path, made)
    for page, title in (("Scores", "z"), ("Scores", "value"), ("Data", "value")):
        cells = column(book[page], title)
        assert all(cell.data_type == "n" for cell in cells)
        assert [float(cell.value) for cell in cells] == values
    assert [float(cell.value) for cell in column(book["Matrix"], "Fe")] == values


def test_scores_are_shown_with_two_decimals_and_values_with_the_digits_of_u(tmp_path):
    page = read(tmp_path, evaluations.typical())["Scores"]
    assert {cell.number_format for cell in column(page, "z")} == {"0.00"}
    assert {cell.number_format for cell in column(page, "percent_difference")} == {"0.0"}
    assert {cell.number_format for cell in column(page, "assigned_value")} == {"0.000"}
    assert {cell.number_format for cell in column(page, "value")} == {"General"}


def test_what_was_not_computed_is_an_empty_cell(tmp_path):
    book = read(tmp_path, evaluations.nothing_known())
    for name, kind in SCORES.items():
        if kind == NUMBER:
            assert {cell.value for cell in column(book["Scores"], name)} == {None}
    assert [cell.value for cell in column(book["Matrix"], "Fe")] == [MARKS["not_reported"]] * 3


def test_flags_are_booleans(tmp_path):
    cells = column(read(tmp_path, evaluations.typical())["Scores"], "used")
    assert {(cell.data_type, cell.value) for cell in cells} == {("b", True)}


def test_hostile_texts_are_texts(tmp_path):
    path = written(tmp_path, evaluations.hostile(), "both")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            tree = ElementTree.fromstring(archive.read(name))  # well-formed, whatever the texts were
            tags = {element.tag.split("}")[1] for element in tree.iter()}
            assert not tags & {"f", "hyperlink", "r"}, name
    book = openpyxl.load_workbook(path)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                assert cell.hyperlink is None
                text = cell.value if isinstance(cell.value, str) else ""
                assert text[:1] not in ("=", "+", "@", "\t", "\r"), cell
                assert len(text.encode("utf-16-le")) <= 2 * 32767
    assert book.sheetnames == SHEETS
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)


def test_texts_come_back_as_they_were(tmp_path):
    codes = [
        "007",
        "1e5",
        "NaN",
        "</t></is></c>",
        "<r><t>rich</t></r>",
        " blanks ",
        "实验室",
        'a "b" & c',
        "a\nb",
    ]
    rows = [evaluations.scored(code, 1.0, 0.0) for code in codes]
    page = read(tmp_path, evaluations.evaluation([evaluations.measurand("Fe", rows)]))["Scores"]
    assert [(cell.data_type, cell.value) for cell in column(page, "laboratory")] == [
        ("s", code) for code in codes
    ]


def test_a_text_too_long_for_a_cell_ends_with_an_ellipsis(tmp_path):
    rows = [evaluations.scored(code, 1.0, 0.0) for code in ("x" * 40000, "😀" * 20000, "y" * 32767)]
    page = read(tmp_path, evaluations.evaluation([evaluations.measurand("Fe", rows)]))["Scores"]
    long, wide, fits = (cell.value for cell in column(page, "laboratory"))
    assert long == "x" * 32766 + "…"
    assert wide == "😀" * 16383 + "…"
    assert fits == "y" * 32767


def test_the_matrix_says_the_signal_by_colour_and_mark(tmp_path):
    rows = [
        *(evaluations.scored(code, 1.0, z) for code, z in (("L1", 0.5), ("L2", -2.5), ("L3", 4.0))),
        evaluations.result("L4", reason="censored"), evaluations.result("L5", signal="not_reported"),
        evaluations.result("L6", signal="withdrawn"),
    ]  # fmt: skip
    made = evaluations.evaluation([evaluations.measurand("Fe", rows, verdict_score="z")])
    page = read(tmp_path, made)["Matrix"]
    good, doubtful, bad, *without = column(page, "Fe\nz")
    assert [cell.value for cell in (good, doubtful, bad)] == [0.5, -2.5, 4.0]
    assert [MARKS["questionable"] in cell.number_format for cell in (good, doubtful, bad)] == [
        False,
        True,
        False,
    ]
    assert [MARKS["unsatisfactory"] in cell.number_format for cell in (good, doubtful, bad)] == [
        False,
        False,
        True,
    ]
    assert [cell.value for cell in without] == [MARKS[s] for s in ("not_scored", "not_reported", "withdrawn")]
    assert len({cell.fill.fgColor.rgb for cell in (good, doubtful, bad)}) == 3
    grey = [_lightness(cell.fill.fgColor.rgb) for cell in (good, doubtful, bad)]
    assert grey == sorted(grey, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(grey)) > 0.1


def _lightness(argb):
    red, green, blue = (int(argb[i : i + 2], 16) / 255 for i in (2, 4, 6))
    return 0.299 * red + 0.587 * green + 0.114 * blue  # ITU-R BT.601, what grey printers use


def test_the_marks_are_those_of_the_report():
    report = pytest.importorskip("ringtrial.report.signals")
    assert report.MARKS == MARKS


def test_qualitative_results_are_marks_in_the_matrix(tmp_path):
    page = read(tmp_path, evaluations.qualitative())["Matrix"]
    marks = [cell.value for cell in column(page, "test\ncategory")]
    assert marks == [MARKS["satisfactory"], MARKS["satisfactory"], MARKS["unsatisfactory"]]


@pytest.mark.parametrize(("language", "title", "signal"), [
    ("en", "signal", "satisfactory"), ("zh", "判定", "满意"), ("both", "signal\n判定", "satisfactory 满意"),
])  # fmt: skip
def test_languages(tmp_path, language, title, signal):
    book = read(tmp_path, evaluations.typical(), language)
    names = messages.load("zh" if language == "zh" else "en", "workbook")["sheets"]
    always = [key for key in names if key not in ("answers", "strata", "outliers", "items", "ranking")]
    assert book.sheetnames == [names[key] for key in always]
    assert signal in {cell.value for cell in column(book[names["scores"]], title)}


def test_every_column_and_signal_has_words():
    for language in messages.LANGUAGES:
        words = messages.load(language, "workbook")
        assert {*SCORES, *ASSIGNED, *RANKING} <= words["columns"].keys()
        assert set(SIGNALS) == words["signals"].keys()


def test_columns_are_wide_enough_for_chinese(tmp_path):
    rows = [evaluations.scored("某某海关技术中心实验室", 1.0, 0.0)]
    page = read(tmp_path, evaluations.evaluation([evaluations.measurand("铁", rows)]))["Scores"]
    position = list(SCORES).index("laboratory")
    assert page.column_dimensions[openpyxl.utils.get_column_letter(position + 1)].width >= 22


def test_names_are_in_no_sheet_unless_the_scheme_wants_them(tmp_path):
    names = [f"Institute {number}" for number in range(35)]
    for wanted in (False, True):
        made = evaluations.typical(names=names, report={"names": wanted})
        texts = {cell.value for page in read(tmp_path, made) for row in page.iter_rows() for cell in row}
        assert bool(texts & set(names)) is wanted


def test_other_columns_of_the_file_stay_out_unless_the_scheme_names_them(tmp_path):
    made = evaluations.typical(3, 1)
    made.data.strata = {"contact": ["Ms Li"] * 3, "region": ["north"] * 3}
    made.data.measurands[0].options["strata"] = "region"
    titles = [cell.value for cell in read(tmp_path, made)["Data"][1]]
    assert "region" in titles
    assert "contact" not in titles


@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_the_same_evaluation_gives_the_same_bytes(tmp_path, make, monkeypatch):
    first = written(tmp_path, make(), "both", "a.xlsx").read_bytes()
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert written(tmp_path, make(), "both", "b.xlsx").read_bytes() == first


def test_rows_beyond_a_worksheet_go_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 101)
    made = evaluations.typical(35, 8)
    book = read(tmp_path, made)
    parts = [name for name in book.sheetnames if name.startswith("Scores")]
    assert parts == ["Scores", "Scores (2)", "Scores (3)"]
    cells = [cell.value for part in parts for cell in column(book[part], "z")]
    assert cells == made.results["z"]


def test_columns_beyond_a_worksheet_go_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_COLUMNS", 4)
    book = read(tmp_path, evaluations.typical(3, 8))
    parts = [book[name] for name in book.sheetnames if name.startswith("Matrix")]
    found = [cell.value for part in parts for cell in part[1][1:]]
    assert found == [f"M{number}\nz" for number in range(1, 9)]


def test_progress_ends_with_the_total(tmp_path):
    seen = []
    made = evaluations.typical(500, 8)
    workbook.write_workbook(str(tmp_path / "x.xlsx"), made, made.to_dict(), "en", lambda *n: seen.append(n))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len({total for _, total in seen}) == 1
    assert seen[-1][0] == seen[-1][1] > 2 * 4000


# --- the rows against those that XlsxWriter makes itself ------------------------------------------

CELLS = [
    [1.5, -0.25, 1e-5, 1e300, math.nan, 0.5, 100.0],
    ["plain", "", "a & b <c>", " blanks ", "tab\there", "_x0041_", "nul\x00"],
    [True, False, None, 3, 10**6, True, None],
    ["实验室", "😀", "quo\"te'", "a\nb", "\uffff", "x" * 150, "1"],
]


def sheet_xml(path, options, fill_in, kind=None):
    book = xlsxwriter.Workbook(path, options)
    page = book.add_worksheet("S", kind)
    fill_in(page, book.add_format({"num_format": "0.00"}), book.add_format({"bold": True}))
    book.close()
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.sub(r' s="\d+"', ' s=""', xml)  # styles are numbered in the order in which they are met


def ours(cells):
    def fill_in(page, style, bold):
        page.fill([outputs_sheet.Column(f"t{i}", values, style) for i, values in enumerate(cells)], bold)

    return fill_in


def cell_by_cell(cells):
    def fill_in(page, style, bold):
        for position in range(len(cells)):
            page.write_string(0, position, f"t{position}", bold)
        for row, values in enumerate(zip(*cells, strict=True), 1):
            for position, value in enumerate(values):
                if isinstance(value, bool):
                    page.write_boolean(row, position, value, style)
                elif isinstance(value, str) and value:
                    page.write_string(row, position, value, style)
                elif isinstance(value, (int, float)) and value == value:
                    page.write_number(row, position, value, style)
        page.autofilter(0, 0, len(cells[0]), len(cells) - 1)
        page.freeze_panes(1, 0)
        for position, values in enumerate(cells):
            width = outputs_sheet._width(outputs_sheet.Column("t0", values, style))
            page.set_column(position, position, width)

    return fill_in


@pytest.mark.parametrize("in_memory", [False, True])
def test_rows_are_those_of_xlsxwriter(tmp_path, in_memory):
    """Only the digits may differ, so the numbers here are short ones."""
    options = workbook._options(str(tmp_path), in_memory=in_memory)
    made = sheet_xml(tmp_path / "a.xlsx", options, ours(CELLS), outputs_sheet.Sheet)
    expected = sheet_xml(tmp_path / "b.xlsx", {"constant_memory": True}, cell_by_cell(CELLS))
    for theirs, shortest in (("1E-05", "1e-05"), ("1E+300", "1e+300"), ("<v>100<", "<v>100.0<")):
        expected = expected.replace(theirs, shortest)
    assert made == expected


def test_rows_are_made_faster_than_by_xlsxwriter(tmp_path):
    """A ratio, so that the machine does not matter; it is some 0.25."""
    draw = random.Random(7)
    cells = [[draw.random() for _ in range(4000)] for _ in range(8)] + [
        [f"L{i % 50}" for i in range(4000)]
    ] * 4

    def best(*arguments):
        times = []
        for _ in range(3):
            start = time.process_time()
            sheet_xml(tmp_path / "a.xlsx", *arguments)
            times.append(time.process_time() - start)
        return min(times)

    options = workbook._options(str(tmp_path), in_memory=False)
    fast = best(options, ours(cells), outputs_sheet.Sheet)
    assert fast < 0.6 * best({"constant_memory": True}, cell_by_cell(cells))


@pytest.mark.parametrize("make", evaluations.ALL.values(), ids=evaluations.ALL)
def test_in_memory_or_not_the_sheets_are_the_same(tmp_path, make, monkeypatch):
    def parts(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    quick = parts(written(tmp_path, make(), name="a.xlsx"))
    monkeypatch.setattr(workbook, "_MOST_IN_MEMORY", 0)
    assert parts(written(tmp_path, make(), name="b.xlsx")) == quick
