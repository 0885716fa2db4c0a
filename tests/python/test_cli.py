"""The command: exit codes, messages, languages. The parts that it calls are stand-ins here."""

import io
import json
import os
import signal
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from ringtrial import cli
from ringtrial._text import padded, printable, width, wrapped
from ringtrial.cli import console
from ringtrial.errors import DataError, UsageError
from ringtrial.findings import FIELDS
from ringtrial.round import Measurand, Round

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
COMMANDS = ("score", "check", "demo", "design")


class Said:
    """A finding without a code of the message files."""

    def __init__(self, severity, code, place="a.csv row 3", text="it is odd", text_zh="有异常"):
        self.severity, self.code, self.text, self.text_zh = severity, code, text, text_zh
        self.action, self.action_zh = "kept", "保留"
        self._place = place
        self.file, self.sheet, self.row, self.column = "a.csv", "表", 3, "Fe"

    def place(self):
        return self._place

    def to_dict(self):
        return dict.fromkeys(FIELDS) | {"severity": self.severity, "code": self.code, "text": self.text}


def small_round():
    data = Round()
    data.laboratories = ["L1", "L2", "L3"]
    data.measurands = [
        Measurand("铁 Fe", "A", "mg/kg", "quantitative", {}),
        Measurand("kind", "", "", "nominal", {}),
    ]
    data.measurand = np.array([0, 0, 0, 1, 1], dtype=np.int32)
    data.value = np.array([1.0, 2.0, np.nan, np.nan, np.nan])
    data.qualifier = np.array([0, -1, 0, 0, 0], dtype=np.int8)
    data.text = ["1", "<2", "", "yes", ""]
    return data


class Parts:
    """Stand-ins for intake, evaluation and outputs, and what they were called with."""

    def __init__(self, monkeypatch):
        self.findings = []
        self.round = small_round()
        self.inputs = [
            {
                "name": "结果\x1b[31m.csv", "bytes": 12, "encoding": "gb18030", "delimiter": "\t",
                "decimal": ",", "sheet": None, "form": "wide", "rows": 3,
                "columns": {"laboratory": "实验室代码", "value": "测定结果" * 20},
            }
        ]  # fmt: skip
        self.raises = {}
        self.read, self.written = None, None
        for name, function in (
            ("intake", "read_files"),
            ("evaluation", "evaluate_round"),
            ("outputs", "write"),
        ):
            module = types.ModuleType(f"ringtrial.{name}")
            setattr(module, function, getattr(self, function))
            monkeypatch.setitem(sys.modules, f"ringtrial.{name}", module)

    def read_files(self, paths, scheme, *, sheet=None, encoding=None):
        self.read = {"paths": list(paths), "sheet": sheet, "encoding": encoding}
        self._raise("read_files")
        has_errors = any(finding.severity == "error" for finding in self.findings)
        data = None if has_errors else self.round
        return types.SimpleNamespace(round=data, findings=self.findings, inputs=self.inputs)

    def evaluate_round(self, intake, scheme):
        self._raise("evaluate_round")
        if intake.round is None:
            raise DataError("the results cannot be decided", intake.findings)
        signals = ["satisfactory", "questionable", "unsatisfactory", "not_scored", "not_reported"]
        return types.SimpleNamespace(
            all_findings=intake.findings,
            results={"signal": signals},
            details=[{}, {}],
            laboratories=["L1", "L2", "L3"],
        )

    def write(self, evaluation, directory, *, formats, force=False, progress=None):
        progress("report.html", 0, 1)
        self._raise("write")
        self.written = {"directory": directory, "formats": formats, "force": force}
        os.makedirs(directory, exist_ok=True)
        return Path(directory)

    def _raise(self, where):
        if where in self.raises:
            raise self.raises[where]


@pytest.fixture
def parts(monkeypatch):
    return Parts(monkeypatch)


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A file of results in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("lab,x\nL1,1\n")
    return tmp_path


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


# --- score


def test_score_writes_and_ends_stdout_with_the_reports_path(parts, results, capsys):
    code, out, err = run(capsys, "score", "a.csv", "--out", "new")
    assert (code, out) == (0, f"{os.path.join('new', 'report.html')}\n")
    assert err == (
        "Laboratories 3, measurands 2, results 4: "
        "satisfactory 1, questionable 1, unsatisfactory 1, without a signal 1.\n"
    )
    assert parts.read == {"paths": ["a.csv"], "sheet": None, "encoding": None}
    assert parts.written == {"directory": "new", "formats": ("csv", "json", "xlsx", "html"), "force": False}


def test_score_passes_its_options_on(parts, results, capsys):
    (results / "b.csv").write_text("lab,x\n")
    arguments = (
        "score a.csv b.csv --out new --sheet 1 --sheet 2 --encoding gb18030 --force --no-report --quiet"
    )
    assert run(capsys, *arguments.split()) == (0, "new\n", "")
    assert parts.read == {"paths": ["a.csv", "b.csv"], "sheet": ["1", "2"], "encoding": "gb18030"}
    assert parts.written == {"directory": "new", "formats": ("csv", "json", "xlsx"), "force": True}


def test_score_tells_warnings_and_counts_notes(parts, results, capsys):
    parts.findings = [Said("info", "not_reported")] * 3 + [Said("warning", "suspected_unit")]
    code, out, err = run(capsys, "score", "a.csv", "--out", "new")
    assert code == 0
    assert "Warnings (1)\n  a.csv row 3: it is odd [suspected_unit]\n    done about it: kept\n" in err
    assert "Notes on the data: 3, see" in err
    assert "not_reported" not in err
    assert out.count("\n") == 1


def test_data_that_cannot_be_decided(parts, results, capsys):
    parts.findings = [Said("error", "unreadable", f"a.csv row {n}") for n in range(60)]
    parts.findings.append(Said("error", "unit_mismatch"))
    code, out, err = run(capsys, "score", "a.csv", "--out", "new")
    assert (code, out) == (3, "")
    assert err.startswith("Errors (61)\n  a.csv row 0: it is odd [unreadable]\n")
    assert "a.csv row 4:" in err
    assert "a.csv row 5:" not in err
    assert "… and 55 more of unreadable\n" in err
    assert "[unit_mismatch]" in err
    assert err.endswith("ringtrial: the results cannot be decided (errors: 61), nothing was written\n")
    assert not (results / "new").exists()


def test_fifty_findings_of_one_code_are_all_listed(parts, results, capsys):
    parts.findings = [Said("warning", "negative", f"row {n}") for n in range(50)]
    assert run(capsys, "score", "a.csv", "--out", "new")[2].count("[negative]") == 50


def test_findings_as_json_lines(parts, results, capsys):
    parts.findings = [Said("info", "one", text="铁"), Said("warning", "two")]
    code, out, err = run(capsys, "score", "a.csv", "--out", "new", "--findings", "json")
    *lines, last = out.splitlines()
    assert code == 0
    assert [json.loads(line)["code"] for line in lines] == ["one", "two"]
    assert set(json.loads(lines[0])) == set(FIELDS)
    assert last == os.path.join("new", "report.html")
    assert "[two]" not in err
    parts.findings = [Said("error", "three")]
    code, out, err = run(capsys, "score", "a.csv", "--out", "other", "--findings", "json")
    assert (code, json.loads(out)["code"]) == (3, "three")


def test_a_wrong_scheme_stops_before_the_results_are_read(parts, results, capsys):
    scheme = str(ROUNDS / "bad-schemes" / "bad_value.toml")
    code, out, err = run(capsys, "score", "a.csv", "--scheme", scheme, "--out", "new")
    assert (code, out, parts.read) == (4, "", None)
    first, second, third = err.splitlines()
    assert first == "ringtrial: the scheme is wrong (mistakes: 2), nothing was computed:"
    assert second.startswith(
        'ringtrial: bad_value.toml, line 2: measurand."Fe": assigned = "average", must be'
    )
    assert third.startswith("ringtrial: bad_value.toml, line 4: round: date")
    assert run(capsys, "check", "a.csv", "--scheme", scheme)[0] == 4


def test_no_report_and_only_the_report(parts, results, capsys):
    (results / "s.toml").write_text('[output]\nformats = ["html"]')
    code, out, err = run(capsys, "score", "a.csv", "--scheme", "s.toml", "--out", "new", "--no-report")
    assert (code, out) == (2, "")
    assert "hold nothing but the report" in err


# --- usage


def test_usage_mistakes_are_one_line_and_exit_2(parts, results, capsys):
    (results / "full").mkdir()
    (results / "full" / "x").write_text("")
    (results / "d").mkdir()
    for arguments, said in {
        "": "Give a command, as score or check",
        "scor a.csv": 'unknown command "scor", did you mean `ringtrial score`?',
        "a.csv": 'unknown command "a.csv", did you mean `ringtrial score a.csv`?',
        "nonsense": 'unknown command "nonsense"; see `ringtrial --help`',
        "--nonsense": "--nonsense",
        "score": "the following arguments are required: RESULTS, --out; see `ringtrial score --help`",
        "score a.csv": "required: --out",
        "score a.csv --out new --shceme x": 'unknown option "--shceme", did you mean --scheme?',
        "score a.csv --out new --no-such-thing": 'unknown option "--no-such-thing"; see `',
        "score a.csv --out new --sch x": 'unknown option "--sch"',
        "score a.csv --out new --language fr": "invalid choice: 'fr'",
        "score nowhere.csv --out new": "there is no file nowhere.csv",
        "score d --out new": "d is a directory, must be a file of results",
        "score a.csv --out full": "full exists and is not empty: choose another --out, or --force",
        "score a.csv --out a.csv": "a.csv is a file, must be a folder",
        "score a.csv --out new --scheme nowhere.toml": "there is no file nowhere.toml",
        "score a.csv --out new --scheme d": "d is a directory",
        "check": "required: RESULTS",
        "check nowhere.csv": "there is no file nowhere.csv",
        "demo --out full": "full exists and is not empty",
    }.items():
        code, out, err = run(capsys, *arguments.split())
        assert (code, out) == (2, ""), arguments
        assert err.startswith("ringtrial: "), arguments
        assert err.count("\n") == 1, arguments
        assert said in err
    assert parts.read is parts.written is None


def test_an_empty_folder_may_be_written_to_and_a_full_one_by_force(parts, results, capsys):
    (results / "there").mkdir()
    assert run(capsys, "score", "a.csv", "--out", "there")[0] == 0
    (results / "there" / "x").write_text("")
    assert run(capsys, "score", "a.csv", "--out", "there")[0] == 2
    assert run(capsys, "score", "a.csv", "--out", "there", "--force")[0] == 0


def test_the_demo_needs_no_files(parts, results, capsys):
    code, out, _ = run(capsys, "demo")
    assert (code, out) == (0, os.path.join("ringtrial-demo", "report.html") + "\n")
    assert [os.path.isfile(path) for path in parts.read["paths"]] == [True]
    (results / "ringtrial-demo" / "x").write_text("")
    code, out, err = run(capsys, "demo")
    assert (code, out) == (2, "")
    assert "ringtrial-demo exists and is not empty: choose another --out, or --force to replace it" in err


# --- what else may happen


@pytest.mark.parametrize("where", ["read_files", "evaluate_round", "write"])
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted; nothing was written"),
        (UsageError("b.csv cannot be read"), 2, "b.csv cannot be read"),
        (OSError(28, "No space left on device", "x"), 2, "cannot read or write: No space left on device: x"),
        (ImportError("XLSX needs more: pip install 'ringtrial[xlsx]'"), 2, "pip install 'ringtrial[xlsx]'"),
        (
            ImportError("no module"),
            1,
            "a fault of ringtrial itself (ImportError: no module); please report it.",
        ),
        (MemoryError(), 1, "not enough memory"),
        (
            ValueError("first\nsecond \x1b"),
            1,
            "a fault of ringtrial itself (ValueError: first); please report it.",
        ),
        (RecursionError("deep"), 1, "a fault of ringtrial itself"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_trouble_has_its_exit_code_and_one_message(parts, results, capsys, where, error, code, said):
    parts.raises[where] = error
    found, out, err = run(capsys, "score", "a.csv", "--out", "new")
    assert (found, out) == (code, "")
    assert err.startswith("ringtrial: ")
    assert err.count("\n") == 1
    assert said in err
    assert not (results / "new").exists()


def test_debug_shows_the_traceback_of_a_fault(parts, results, capsys):
    parts.raises["evaluate_round"] = ZeroDivisionError("oh")
    assert cli.main(["score", "a.csv", "--out", "new", "--debug"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.endswith("--debug shows where it happened\n")


def test_warnings_of_libraries_are_not_shown(parts, results, capsys):
    import warnings

    read_files = parts.read_files

    def noisy(*arguments, **options):
        warnings.warn("unknown extension", UserWarning, stacklevel=1)
        return read_files(*arguments, **options)

    sys.modules["ringtrial.intake"].read_files = noisy
    assert "unknown extension" not in run(capsys, "score", "a.csv", "--out", "new")[2]


# --- check


def test_check_says_what_is_recognised_and_every_finding(parts, results, capsys):
    parts.findings = [Said("info", "title_rows"), Said("warning", "negative")]
    code, out, err = run(capsys, "check", "a.csv")
    assert code == 0
    assert "ringtrial: no errors: score would go through\n" in err
    lines = out.splitlines()
    assert max(map(width, lines)) <= 80
    assert "File          结果\\x1b[31m.csv" in lines
    assert "Encoding      gb18030" in lines
    assert "Delimiter     tab" in lines
    assert "Columns       laboratory ← 实验室代码" in lines
    assert "Laboratories  3" in lines
    header = next(i for i, line in enumerate(lines) if line.startswith("Measurand "))
    assert lines[header : header + 3] == [
        "Measurand  Item  Unit   Kind          Results  Censored  Not reported",
        "铁 Fe      A     mg/kg  quantitative        2         1             1",
        "kind                    nominal             1         0             1",
    ]
    assert out.index("Warnings (1)") < out.index("Notes (1)")
    assert "[title_rows]" in out


def test_check_exits_3_at_errors_and_when_strict_at_warnings(parts, results, capsys):
    assert run(capsys, "check", "a.csv", "--strict")[0] == 0
    parts.findings = [Said("info", "x")]
    assert run(capsys, "check", "a.csv", "--strict")[0] == 0
    parts.findings = [Said("warning", "x")]
    code, _, err = run(capsys, "check", "a.csv", "--strict")
    assert (code, err) == (3, "ringtrial: warnings: 1, and --strict was given\n")
    assert run(capsys, "check", "a.csv")[0] == 0
    parts.findings = [Said("error", "x"), Said("warning", "y")]
    code, out, err = run(capsys, "check", "a.csv")
    assert (code, err) == (3, "ringtrial: errors: 1, score would stop here\n")
    assert "Errors (1)" in out
    assert "[y]" in out


def test_check_finds_what_only_the_evaluation_finds(parts, results, capsys):
    parts.raises["evaluate_round"] = DataError("nothing", [Said("error", "nothing_to_score")])
    code, out, _ = run(capsys, "check", "a.csv")
    assert code == 3
    assert "[nothing_to_score]" in out
    assert "Laboratories  3" in out


def test_check_prints_json_lines_and_nothing_else_on_stdout(parts, results, capsys):
    parts.findings = [Said("warning", "x"), Said("error", "y")]
    code, out, _ = run(capsys, "check", "a.csv", "--findings", "json")
    assert code == 3
    assert [json.loads(line)["code"] for line in out.splitlines()] == ["x", "y"]


def test_check_without_findings_says_so_and_writes_nothing(parts, results, capsys):
    assert "No findings." in run(capsys, "check", "a.csv")[1]
    assert os.listdir(results) == ["a.csv"]


def test_check_speaks_chinese(parts, results, capsys):
    parts.findings = [Said("error", "x")]
    code, out, err = run(capsys, "check", "a.csv", "--language", "zh")
    assert code == 3
    assert "错误（1）\n  a.csv [表] 第 3 行 列 Fe: 有异常 [x]" in out
    assert "编码    gb18030" in out
    assert err == "ringtrial: 1 个错误：score 会在此停止\n"
    assert max(map(width, out.splitlines())) <= 80


# --- help


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option_exit_code_and_an_example(capsys, command, language):
    code, out, err = run(capsys, command, "--language", language, "--help")
    assert (code, err) == (0, "")
    assert max(map(width, out.splitlines())) <= 80
    options = {
        "score": "--scheme --out --sheet --encoding --language --force --quiet --no-report --findings",
        "check": "--scheme --sheet --encoding --language --strict --findings",
        "demo": "--out --language --force --quiet --no-report",
        "design": "--sigma-pt --sd --ratio --u --estimator --population --with --laboratories --bias --json",
    }[command]
    for option in [*options.split(), "--debug", "--help"]:
        assert f"  {option}" in out or f", {option}" in out
    for exit_code in (0, 1, 2, 3, 4, 130):
        assert f"\n  {exit_code} " in out
    assert f"  ringtrial {command} " in out or f"  ringtrial {command}\n" in out


def test_help_of_the_whole_names_the_commands(capsys):
    for arguments in (["--help"], ["-h"]):
        code, out, _ = run(capsys, *arguments)
        assert code == 0
        assert all(f"\n    {command} " in out for command in COMMANDS)


def test_help_needs_no_core():
    code = "import sys; from ringtrial.cli import main; main(['score', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "ringtrial._core", "rich"}.isdisjoint(done.stdout.split())


def test_the_version(capsys):
    pytest.importorskip("ringtrial._core")
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert out.startswith("ringtrial ")
    assert out.count("\n") == 1


# --- streams


def module(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "ringtrial", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def test_a_reader_that_goes_away_changes_nothing():
    with module("score", "--help") as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_a_terminal_without_chinese_shows_codes():
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    with module("demo", "--help", "--language", "zh", env=environment) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert rb"\u7528\u6cd5" in out  # 用法


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_told():
    command = [sys.executable, "-m", "ringtrial", "--help"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=buffered
        )
    assert done.returncode == 2
    assert done.stderr == "ringtrial: cannot read or write: No space left on device\n"


SLOW = """
import sys, time, types
from ringtrial import cli

def read_files(*arguments, **options):
    print("reading", flush=True)
    time.sleep(60)

sys.modules["ringtrial.intake"] = types.SimpleNamespace(read_files=read_files)
sys.exit(cli.main(["check", sys.argv[1]]))
"""


def test_an_interrupted_run_ends_quietly():
    command = [sys.executable, "-c", SLOW, __file__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert err == b"ringtrial: interrupted; nothing was written\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.in_colour(Terminal())
    assert not console.in_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console.in_colour(Terminal())


def test_progress_is_drawn_on_a_terminal_for_long_work_only(parts, results, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    for size, drawn in ((10, False), (2 << 20, True)):
        (results / "a.csv").write_bytes(b"x" * size)
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert cli.main(["score", "a.csv", "--out", f"out{size}"]) == 0
        assert ("report.html" in terminal.getvalue()) is drawn


def test_findings_are_broken_at_the_terminals_width_and_whole_in_a_pipe(parts, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    said = Said("error", "x", text="铁矿石 word " * 20)
    for stream, broken in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        console.print_findings(console.Console(), [said])
        lines = stream.getvalue().splitlines()
        assert (max(map(width, lines)) <= 80) is broken
        assert "".join(stream.getvalue().split()).count("铁矿石word") == 20


def test_findings_of_one_code_are_listed_by_what_was_done_about_them(capsys):
    said = [Said("warning", "x", text=text) for text in ("first", "second", "third")]
    said[1].action = "left out"
    console.print_findings(console.Console(), said)
    lines = [line.strip().removeprefix("a.csv row 3: ") for line in capsys.readouterr().err.splitlines()]
    done = ["first [x]", "third [x]", "done about it: kept", "second [x]", "done about it: left out"]
    assert lines == ["Warnings (3)", *done]


def test_what_was_done_is_said_in_the_language_of_the_run(capsys):
    console.print_findings(console.Console("zh"), [Said("warning", "x")])
    assert capsys.readouterr().err.splitlines()[-1].strip() == "处理：保留"


def test_a_terminal_that_does_not_say_how_wide_it_is_gets_80_columns(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((0, 0)))
    stream = Terminal()
    stream.fileno = lambda: 2
    monkeypatch.setattr(sys, "stderr", stream)
    console.print_findings(console.Console(), [Said("error", "x", text="word " * 40)])
    assert 70 < max(map(len, stream.getvalue().splitlines())) <= 80


# --- text


def test_widths_and_lines():
    assert [width(text) for text in ("", "Fe", "铁", "e\u0301", "ｆ", "½")] == [0, 2, 2, 1, 2, 1]
    assert padded("铁", 4) == "铁  "
    assert wrapped("a 铁矿石, bb", 6) == ["a 铁矿", "石, bb"]
    assert wrapped("abcdef", 4) == ["abcd", "ef"]
    assert wrapped("", 4) == [""]
    assert all(width(line) <= 7 for line in wrapped("质量分数,ug/kg 的平均值abcdefghijk" * 5, 7))
    assert "".join("".join(wrapped("铁矿石abcdefghij" * 5, 7)).split()) == "铁矿石abcdefghij" * 5


def test_nothing_that_a_terminal_obeys_is_printed():
    assert printable("a\x1b[2J\r\n\u202e铁") == "a\\x1b[2J\\r\\n\\u202e铁"
