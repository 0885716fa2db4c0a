"""The output folder is there whole, or everything is as it was."""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
from json import loads as load
from pathlib import Path

import evaluations
import pytest

from ringtrial import messages
from ringtrial.errors import UsageError
from ringtrial.findings import Finding
from ringtrial.outputs import csv, json, staging, workbook, write
from ringtrial.outputs.columns import ASSIGNED, SCORES, SIGNALS
from ringtrial.outputs.folder import FORMATS

FILES = ["assigned.csv", "evaluation.json", "scores.csv", "workbook.xlsx"]
NO_REPORT = ("csv", "json", "xlsx")


def tree(folder):
    """Everything below a folder: contents, modes, links."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        content = path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None
        found[str(path.relative_to(folder))] = (content, stat.S_IMODE(path.lstat().st_mode))
    return found


def small():
    return evaluations.typical(5, 2)


@pytest.fixture
def report(monkeypatch):
    """A stand-in for the report, which has its own tests."""
    calls = []
    module = type(sys)("ringtrial.report")
    module.render = lambda *arguments: calls.append(arguments) or "<!doctype html>é"
    monkeypatch.setitem(sys.modules, "ringtrial.report", module)
    return calls


# --- what is written ------------------------------------------------------------------------------


def test_a_new_folder_holds_the_files_and_nothing_is_beside_it(tmp_path):
    assert write(small(), tmp_path / "out", formats=NO_REPORT) == tmp_path / "out"
    assert sorted(os.listdir(tmp_path / "out")) == FILES
    assert os.listdir(tmp_path) == ["out"]


def test_formats_are_those_of_the_scheme_unless_given(tmp_path):
    write(evaluations.typical(5, 2, output={"formats": ["json"]}), tmp_path / "a")
    assert os.listdir(tmp_path / "a") == ["evaluation.json"]
    write(small(), tmp_path / "b", formats=["csv"])
    assert sorted(os.listdir(tmp_path / "b")) == ["assigned.csv", "scores.csv"]


def test_an_unknown_format_is_named(tmp_path):
    with pytest.raises(ValueError, match="'pdf' is none of csv, json, xlsx, html"):
        write(small(), tmp_path / "out", formats=["pdf"])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("header", "given", "expected"), [
    ("Lab code", None, "en"), ("实验室代码", None, "zh"), ("实验室代码", "both", "both"),
])  # fmt: skip
def test_the_report_is_rendered_in_the_language_of_the_file(tmp_path, report, header, given, expected):
    made = evaluations.typical(5, 2, report={"language": given})
    document = made.to_dict()
    document["inputs"][0]["columns"] = {"laboratory": header}
    made.to_dict = lambda: document
    write(made, tmp_path / "out", formats=["html"])
    assert (tmp_path / "out" / "report.html").read_text("utf-8") == "<!doctype html>é"
    ((rendered, options, names),) = report
    assert names == {}
    assert rendered is document
    assert options["language"] == expected
    assert made.scheme.report["language"] == given


def test_progress_names_every_file_from_its_beginning_to_its_end(tmp_path, report):
    seen = {}
    write(
        small(),
        tmp_path / "out",
        formats=FORMATS,
        progress=lambda *step: seen.setdefault(step[0], []).append(step[1:]),
    )
    assert list(seen) == ["scores.csv", "assigned.csv", "evaluation.json", "workbook.xlsx", "report.html"]
    for steps in seen.values():
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]


def test_a_second_run_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write(evaluations.hostile(), tmp_path / name, formats=NO_REPORT)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_no_file_name_comes_from_the_data(tmp_path):
    write(evaluations.hostile(), tmp_path / "deep" / "out", formats=NO_REPORT)
    assert sorted(tree(tmp_path)) == ["deep", "deep/out", *(f"deep/out/{name}" for name in FILES)]


def test_a_missing_library_is_named_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ImportError, match=r"pip install 'ringtrial\[xlsx\]'"):
        write(small(), tmp_path / "out", formats=NO_REPORT)
    assert os.listdir(tmp_path) == []
    write(small(), tmp_path / "out", formats=["csv"])


# --- who is who -----------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_the_key_of_assigned_codes_is_for_the_owner_only(tmp_path, umask):
    names = ["Institute A", "=HYPERLINK(1)", "实验室, 北京", "D", "E"]
    before = os.umask(umask)
    try:
        write(
            evaluations.typical(5, 2, names=names, codes_assigned=True), tmp_path / "out", formats=NO_REPORT
        )
    finally:
        os.umask(before)
    private = tmp_path / "out" / "private"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE((private / "codes.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o777 & ~umask
    lines = (private / "codes.csv").read_text("utf-8-sig").splitlines()
    assert lines[:4] == ["laboratory,name", "L001,Institute A", "L002,'=HYPERLINK(1)", 'L003,"实验室, 北京"']


def test_names_are_in_no_other_file(tmp_path):
    import zipfile

    names = [f"Institute-{number}" for number in range(5)]
    write(evaluations.typical(5, 2, names=names, codes_assigned=True), tmp_path / "out", formats=NO_REPORT)
    for name in FILES:
        path = tmp_path / "out" / name
        contents = [path.read_bytes()]
        if name.endswith("xlsx"):
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(part) for part in archive.namelist()]
        assert not any(b"Institute-" in content for content in contents), name


def test_a_name_in_a_finding_becomes_its_code(tmp_path):
    found = evaluations.finding(cell="某海关", text="cell 某海关 is odd", text_zh="某海关有问题", row=3)
    other = evaluations.finding(cell="<0.05", text="cell <0.05")
    for wanted in (False, True):
        made = evaluations.typical(
            2, 1, names=["某海关", "B"], findings=[found, other], report={"names": wanted}
        )
        out = tmp_path / str(wanted)
        write(made, out, formats=["json"])
        document = load((out / "evaluation.json").read_text("utf-8"))
        cell, text, text_zh = (document["findings"][0][key] for key in ("cell", "text", "text_zh"))
        expected = "某海关" if wanted else "L001"
        assert (cell, text, text_zh) == (expected, f"cell {expected} is odd", f"{expected}有问题")
        assert document["findings"][1] == other


def test_a_long_name_shortened_in_a_finding_becomes_its_code_too(tmp_path):
    name = "Institute of " * 10
    found = Finding("few_laboratories", cell=name, n=6).to_dict()
    found["text"] = f"{found['cell']} is long"
    made = evaluations.typical(2, 1, names=[name, ""], findings=[found, evaluations.finding()])
    write(made, tmp_path / "out", formats=["json"])
    masked, other = load((tmp_path / "out" / "evaluation.json").read_text("utf-8"))["findings"]
    assert (masked["cell"], masked["text"]) == ("L001", "L001 is long")
    assert other == evaluations.finding()


def test_a_note_that_names_a_laboratory_shows_its_code(tmp_path):
    said = "Note: Kestrel AG (Bern) was late, Kestrel AG too"
    note = evaluations.finding(cell=said, text=f"A note: {said}.", text_zh=f"备注: {said}。")
    names = ["Kestrel AG", "Kestrel AG (Bern)"]
    made = evaluations.typical(2, 1, names=names, codes_assigned=True, findings=[note])
    write(made, tmp_path / "out", formats=["json"])
    (masked,) = load((tmp_path / "out" / "evaluation.json").read_text("utf-8"))["findings"]
    assert masked["cell"] == "Note: L002 was late, L001 too"
    assert "Kestrel" not in masked["text"] + masked["text_zh"]


def test_names_reach_the_report_only_if_the_scheme_wants_them(tmp_path, report):
    for wanted in (False, True):
        made = evaluations.typical(2, 1, names=["A", "B"], report={"names": wanted})
        write(made, tmp_path / str(wanted), formats=["html"])
    assert [names for _, _, names in report] == [{}, {"L001": "A", "L002": "B"}]


def test_codes_given_by_the_organiser_make_no_key(tmp_path):
    write(evaluations.typical(5, 2, names=list("ABCDE")), tmp_path / "out", formats=["csv"])
    assert "private" not in os.listdir(tmp_path / "out")


# --- where it goes --------------------------------------------------------------------------------


def test_missing_parents_are_made(tmp_path):
    write(small(), tmp_path / "a" / "b" / "out", formats=["csv"])
    assert sorted(os.listdir(tmp_path / "a" / "b" / "out")) == ["assigned.csv", "scores.csv"]


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "out").mkdir()
    write(small(), tmp_path / "out", formats=["csv"])
    assert sorted(os.listdir(tmp_path / "out")) == ["assigned.csv", "scores.csv"]


def test_a_folder_that_holds_something_needs_force(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match=r"out: exists and is not empty; --force"):
        write(small(), tmp_path / "out", formats=["csv"])
    assert tree(tmp_path) == before


def test_a_file_is_no_folder_even_with_force(tmp_path):
    (tmp_path / "out").write_text("mine")
    for force in (False, True):
        with pytest.raises(UsageError, match="out: is a file"):
            write(small(), tmp_path / "out", formats=["csv"], force=force)
    with pytest.raises(UsageError, match="cannot be written"):
        write(small(), tmp_path / "out" / "below", formats=["csv"])
    assert tree(tmp_path) == {"out": (b"mine", 0o644)}


def test_an_empty_name_is_refused():
    with pytest.raises(UsageError, match="empty"):
        write(small(), "", formats=["csv"], force=True)


def test_a_name_too_long_is_said(tmp_path):
    with pytest.raises(UsageError, match="File name too long"):
        write(small(), tmp_path / ("x" * 300), formats=["csv"])
    assert os.listdir(tmp_path) == []


def test_force_replaces_what_was_ours_and_leaves_the_rest(tmp_path):
    out = tmp_path / "out"
    write(evaluations.typical(5, 2, names=list("ABCDE"), codes_assigned=True), out, formats=NO_REPORT)
    (out / "mine").mkdir()
    (out / "mine" / "notes.txt").write_text("mine")
    out.chmod(0o750)
    write(evaluations.typical(7, 1), out, formats=["csv"], force=True)
    assert sorted(os.listdir(out)) == ["assigned.csv", "mine", "scores.csv"]
    assert (out / "mine" / "notes.txt").read_text() == "mine"
    assert len((out / "scores.csv").read_text().splitlines()) == 8
    assert stat.S_IMODE(out.stat().st_mode) == 0o750
    assert os.listdir(tmp_path) == ["out"]


def test_what_somebody_put_beside_the_codes_is_not_thrown_away(tmp_path):
    out = tmp_path / "out"
    write(evaluations.typical(5, 2, names=list("ABCDE"), codes_assigned=True), out, formats=["csv"])
    (out / "private" / "notes.txt").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match=r"private: holds notes\.txt, which ringtrial did not write"):
        write(small(), out, formats=["csv"], force=True)
    assert tree(tmp_path) == before


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write(small(), tmp_path / "out", formats=["csv"])
    assert (tmp_path / "out").is_symlink()
    assert sorted(os.listdir(tmp_path / "real")) == ["assigned.csv", "scores.csv"]
    with pytest.raises(UsageError, match="not empty"):
        write(small(), tmp_path / "out", formats=["csv"])


def test_a_link_to_nothing_makes_what_it_points_to(tmp_path):
    (tmp_path / "out").symlink_to("later")
    write(small(), tmp_path / "out", formats=["csv"])
    assert (tmp_path / "out").is_symlink()
    assert sorted(os.listdir(tmp_path / "later")) == ["assigned.csv", "scores.csv"]


def test_links_inside_the_folder_are_replaced_not_followed(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "out" / "scores.csv").symlink_to(tmp_path / "precious")
    write(small(), tmp_path / "out", formats=["csv"], force=True)
    assert (tmp_path / "precious").read_text() == "mine"
    assert not (tmp_path / "out" / "scores.csv").is_symlink()


def test_the_folder_one_stands_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results.csv").write_text("mine")
    write(small(), ".", formats=["csv"], force=True)
    assert sorted(os.listdir()) == ["assigned.csv", "results.csv", "scores.csv"]
    assert os.getcwd() == str(tmp_path)


@contextlib.contextmanager
def somebody_else(folder):
    """Somebody without rights on what root owns; root itself may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65534, 65534)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def own_folder():
    """Below /tmp: pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def test_where_one_may_not_write_is_a_usage_error(own_folder):
    with somebody_else(own_folder):
        own_folder.chmod(0o555)
        with pytest.raises(UsageError, match="out: cannot be written: Permission denied"):
            write(small(), own_folder / "out", formats=["csv"])
        with pytest.raises(UsageError, match="cannot be written: Permission denied"):
            write(small(), own_folder, formats=["csv"])
        own_folder.chmod(0o755)
    assert os.listdir(own_folder) == []


def test_a_folder_of_ours_in_one_that_is_not(own_folder):
    with somebody_else(own_folder):
        (own_folder / "out").mkdir()
        own_folder.chmod(0o555)
        write(small(), own_folder / "out", formats=["csv"])
        write(small(), own_folder / "out", formats=["csv"], force=True)
        assert sorted(os.listdir(own_folder / "out")) == ["assigned.csv", "scores.csv"]
        own_folder.chmod(0o755)


def test_a_folder_that_cannot_be_listed(own_folder):
    with somebody_else(own_folder):
        (own_folder / "out").mkdir()
        (own_folder / "out").chmod(0o000)
        with pytest.raises(UsageError, match="out: cannot be read: Permission denied"):
            write(small(), own_folder / "out", formats=["csv"])
        (own_folder / "out").chmod(0o755)


def test_a_mount_point_is_written_inside(tmp_path, monkeypatch):
    """It cannot be renamed and what is beside it is another disk."""
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path).endswith("out"))
    made_in = []
    make = tempfile.mkdtemp
    monkeypatch.setattr(
        tempfile, "mkdtemp", lambda **options: made_in.append(options["dir"]) or make(**options)
    )
    write(small(), tmp_path / "out", formats=["csv"])
    assert made_in == [str(tmp_path / "out")]
    assert sorted(os.listdir(tmp_path / "out")) == ["assigned.csv", "scores.csv"]


# --- what stops it --------------------------------------------------------------------------------

STEPS = {
    "scores.csv": (csv, "write_table"),
    "evaluation.json": (json, "write_document"),
    "workbook.xlsx": (workbook, "write_workbook"),
    "workbook closed": (workbook.Workbook, "close"),
    "put in place": (staging, "_put_in_place"),
}
STOPS = [
    KeyboardInterrupt(),
    ZeroDivisionError("a fault"),
    OSError(28, "No space left on device"),
    MemoryError(),
]


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: type(stop).__name__)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("old", ["absent", "parents absent", "empty", "full"])
def test_whatever_stops_it_leaves_everything_as_it_was(tmp_path, monkeypatch, old, step, stop):
    out = tmp_path / "a" / "out" if old == "parents absent" else tmp_path / "out"
    if old in ("empty", "full"):
        out.mkdir()
    if old == "full":
        write(evaluations.typical(4, 1, names=list("ABCD"), codes_assigned=True), out, formats=NO_REPORT)
        (out / "mine.txt").write_text("mine")
    before = tree(tmp_path)

    def fail(*_, **__):
        raise stop

    monkeypatch.setattr(*STEPS[step], fail)
    with pytest.raises(UsageError if isinstance(stop, OSError) else type(stop)) as raised:
        write(small(), out, formats=NO_REPORT, force=True)
    if isinstance(stop, OSError):
        assert str(raised.value) == f"{out}: cannot be written: No space left on device"
    assert tree(tmp_path) == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(9))
def test_every_rename_can_be_undone(tmp_path, monkeypatch, number, after, stop):
    """Nine renames put five new entries in the place of four old ones; each is stopped before or after."""
    out = tmp_path / "out"
    write(evaluations.typical(4, 1), out, formats=NO_REPORT)
    (out / "mine.txt").write_text("mine")
    before = tree(tmp_path)
    rename, count = os.rename, iter(range(1000))

    def stopped(source, goal):
        now = next(count)
        if now != number or after:
            rename(source, goal)
        if now == number:
            raise stop("now")

    monkeypatch.setattr(os, "rename", stopped)
    new = evaluations.typical(6, 1, names=list("ABCDEF"), codes_assigned=True)
    with pytest.raises((stop, UsageError)):
        write(new, out, formats=NO_REPORT, force=True)
    assert tree(tmp_path) == before


def test_nine_renames_are_all_there_are(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(evaluations.typical(4, 1), out, formats=NO_REPORT)
    rename, seen = os.rename, []
    monkeypatch.setattr(os, "rename", lambda *pair: seen.append(pair) or rename(*pair))
    write(
        evaluations.typical(6, 1, names=list("ABCDEF"), codes_assigned=True),
        out,
        formats=NO_REPORT,
        force=True,
    )
    assert len(seen) == 9


def test_a_file_that_the_report_misses_is_not_blamed_on_the_folder(tmp_path, monkeypatch):
    module = type(sys)("ringtrial.report")

    def render(*_):
        raise FileNotFoundError(2, "No such file or directory", "logo.png")

    module.render = render
    monkeypatch.setitem(sys.modules, "ringtrial.report", module)
    with pytest.raises(FileNotFoundError, match=r"logo\.png"):
        write(small(), tmp_path / "out", formats=["html"])
    assert os.listdir(tmp_path) == []


def test_parents_that_somebody_else_uses_meanwhile_stay(tmp_path, monkeypatch):
    def fail(*_, **__):
        (tmp_path / "a" / "theirs.txt").write_text("theirs")
        raise KeyboardInterrupt

    monkeypatch.setattr(csv, "write_table", fail)
    with pytest.raises(KeyboardInterrupt):
        write(small(), tmp_path / "a" / "b" / "out", formats=["csv"])
    assert sorted(tree(tmp_path)) == ["a", "a/theirs.txt"]


def test_nothing_heavy_is_imported_for_csv_and_json(tmp_path):
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "import evaluations; from ringtrial.outputs import write\n"
        "write(evaluations.typical(5, 2), sys.argv[1], formats=['csv', 'json']);"
        "print(*sorted({'xlsxwriter', 'openpyxl', 'pandas', 'polars', 'pyarrow', 'narwhals', 'jinja2',"
        "'rich', 'vl_convert', 'dataclasses'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "out"), *filter(None, sys.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_page_names_every_file_column_and_sheet():
    page = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text("utf-8")
    sheets = messages.load("en", "workbook")["sheets"].values()
    for name in (*FILES, *SCORES, *ASSIGNED, *SIGNALS, *sheets):
        assert f"`{name}`" in page, name
