"""The command with all its parts: the demo, the example rounds and their exit codes, nothing half-written."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ringtrial import cli
from ringtrial._text import width

ROUNDS = Path(__file__).parents[2] / "examples" / "rounds"
EXPECTED = json.loads((ROUNDS / "expected.json").read_text(encoding="utf-8"))
CASES = [(file, run) for file, runs in EXPECTED.items() for run in runs if not file.startswith("national")]
COMMAND = f"import sys; sys.path[:] = {sys.path!r}; import ringtrial.cli; sys.exit(ringtrial.cli.main())"
FILES = {"assigned.csv", "evaluation.json", "report.html", "scores.csv", "workbook.xlsx"}


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_the_demo_writes_a_whole_folder_and_says_where_the_report_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "demo")
    assert code == 0
    assert out.splitlines()[-1] == os.path.join("ringtrial-demo", "report.html")
    assert set(os.listdir("ringtrial-demo")) == FILES
    assert "Laboratories 21, measurands 1, results 21: " in err
    assert os.listdir(tmp_path) == ["ringtrial-demo"]
    with open("ringtrial-demo/scores.csv", encoding="utf-8-sig", newline="") as file:
        scores = {row["laboratory"]: row for row in csv.DictReader(file)}
    # ISO 13528:2022, E.4, Table E.7: laboratory L04, 0.013 mg/kg against 0.044 mg/kg
    assert [round(float(scores["L04"][name]), 2) for name in ("difference", "z_prime", "e_n")] == [
        -0.03,
        -3.99,
        -3.55,
    ]
    page = Path("ringtrial-demo/report.html").read_text(encoding="utf-8")
    assert "Total mercury in feed" in page
    assert "饲料中的总汞" in page


def test_the_packaged_round_is_the_example_round():
    data = Path(cli.__file__).parents[1] / "data" / "imep-111.csv"
    assert data.read_bytes() == (ROUNDS / "mercury-imep111.csv").read_bytes()


@pytest.mark.parametrize(("file", "case"), CASES, ids=lambda value: value if isinstance(value, str) else None)
def test_example_rounds_end_with_their_exit_code_and_findings(tmp_path, capsys, file, case):
    scheme = ["--scheme", ROUNDS / case["scheme"]] if "scheme" in case else []
    out = tmp_path / "out"
    code, stdout, stderr = run(
        capsys, "score", ROUNDS / file, *scheme, "--out", out, "--no-report", "--findings", "json"
    )
    assert code == case["exit"], stderr
    assert out.exists() == (code == 0)
    assert os.listdir(tmp_path) == ["out"] * (code == 0)
    codes = {json.loads(line)["code"] for line in stdout.splitlines() if line.startswith("{")}
    assert codes >= set(case.get("findings", []))
    checked, _, _ = run(capsys, "check", ROUNDS / file, *scheme)
    assert checked == code


@pytest.mark.parametrize("name", ["README.md", "expected.json"])
def test_files_that_are_no_results_are_refused(tmp_path, capsys, name):
    code, out, err = run(capsys, "score", ROUNDS / name, "--out", tmp_path / "out")
    assert (code, out) == (3, "")
    assert "nothing was written" in err
    assert os.listdir(tmp_path) == []


def test_the_same_round_twice_gives_the_same_bytes(tmp_path, capsys):
    for name in ("a", "b"):
        assert run(capsys, "score", ROUNDS / "atrazine.csv", "--out", tmp_path / name, "--no-report")[0] == 0
    for name in ("scores.csv", "assigned.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    documents = [
        json.loads((tmp_path / name / "evaluation.json").read_text(encoding="utf-8")) for name in ("a", "b")
    ]
    for document in documents:
        del document["created"]
    assert documents[0] == documents[1]


def test_stdout_and_stderr_in_one_file_keep_their_order(tmp_path):
    command = [sys.executable, "-c", COMMAND, "check", str(ROUNDS / "petroleum.xlsx")]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    with open(tmp_path / "said", "w+b") as both:
        subprocess.run(command, stdout=both, stderr=both, env=environment, check=True)
        both.seek(0)
        lines = both.read().decode("utf-8").splitlines()
    assert lines[0].split() == ["File", "petroleum.xlsx"]
    assert lines[-1] == "ringtrial: no errors: score would go through"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_an_interrupted_run_leaves_nothing(tmp_path, number):
    command = [sys.executable, "-c", COMMAND, "score", str(ROUNDS / "national-5000x20.csv"), "--out", "out"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    def heed() -> None:  # whoever runs the tests may ignore the signal, as nohup does
        signal.signal(number, signal.SIG_DFL)

    with subprocess.Popen(command, cwd=tmp_path, preexec_fn=heed, **pipes) as process:
        while not os.listdir(tmp_path) and process.poll() is None:  # until it begins to write
            time.sleep(0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"ringtrial: interrupted; nothing was written\n"
    assert os.listdir(tmp_path) == []


def test_what_check_prints_fits_80_columns_and_names_every_measurand(capsys):
    code, out, _ = run(capsys, "check", ROUNDS / "petroleum.xlsx")
    assert code == 0
    recognised = out[: out.rindex("馏程T50 ")].splitlines()
    assert max(map(width, recognised)) <= 80
    for name in ("硫含量", "密度(20℃)"):
        assert any(line.startswith(name) for line in recognised)


def test_a_file_that_is_nothing_is_called_nothing(tmp_path, capsys):
    (tmp_path / "empty.csv").touch()
    code, out, _ = run(capsys, "check", tmp_path / "empty.csv")
    assert code == 3
    assert "Format" not in out
    assert "The file is empty" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["score", "--language", "zh"], "缺少必需的参数：RESULTS, --out；见 `ringtrial score --help`"),
        (["check", "x.csv", "--language", "zh", "--findings", "xml"], "参数 --findings 的取值 'xml' 无效"),
        (["check", "--language=zh", "x.csv", "--scheme"], "参数 --scheme 缺少值"),
        (["check", "--language=zh", "x.csv", "--strict=1"], "参数 --strict 不带值，却给出了 '1'"),
        (["check", "--language=zh", "DATA", "--encoding", "klingon"], "编码 'klingon' 不是 Python 认识的"),
    ],
)
def test_mistakes_are_told_in_chinese(capsys, arguments, expected):
    arguments = [str(ROUNDS / "mercury-imep111.csv") if a == "DATA" else a for a in arguments]
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "") and expected in err


def test_ctrl_c_while_the_command_is_loaded_is_quiet(monkeypatch, capsys):
    import ringtrial.cli
    from ringtrial import __main__

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(ringtrial.cli, "main", interrupted)
    assert __main__.run() == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("after", [0.03, 0.05, 0.08, 0.12])
def test_ctrl_c_at_any_early_moment_shows_no_place_of_ours(tmp_path, after):
    command = [sys.executable, "-m", "ringtrial", "check", str(ROUNDS / "petroleum.xlsx")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert b"ringtrial/cli" not in err and process.returncode in (0, 130, 1, -signal.SIGINT)
