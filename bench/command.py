"""Whole commands against what Python takes to start and import NumPy, run in turn, as medians of ratios.

python bench/command.py [RUNS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = Path(__file__).parents[1] / "examples" / "rounds"
NUMPY = [sys.executable, "-c", "import numpy"]
PACKAGE = [sys.executable, "-c", "import ringtrial"]
COMMAND = [str(Path(sys.executable).with_name("ringtrial"))]
LIMITS = {"import ringtrial": 1.5, "check 35 x 8": 3.0, "score 35 x 8, no report": 3.0}


def wide_round(folder: Path) -> Path:
    """35 laboratories x 8 measurands: the iron ore round with one more measurand."""
    lines = (ROUNDS / "iron-ore-utf8-bom.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [line.split(",") for line in lines if line]
    for i, row in enumerate(rows):
        row.append("LOI（%）" if i == 0 else f"{3.2 + 0.01 * ((7 * i) % 23):.2f}")
    path = folder / "round-35x8.csv"
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def seconds(command: list[str], out: Path | None = None) -> float:
    if out is not None:
        shutil.rmtree(out, ignore_errors=True)
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results, out = str(wide_round(folder)), folder / "out"
        big = str(ROUNDS / "national-5000x20.csv")
        score = [*COMMAND, "score", results, "--out", str(out), "--quiet"]
        commands = {
            "import ringtrial": PACKAGE,
            "check 35 x 8": [*COMMAND, "check", results],
            "score 35 x 8, no report": [*score, "--no-report"],
            "score 35 x 8, with report": score,
        }
        print(f"{'':28}{'seconds':>9}{'of import numpy':>18}{'limit':>8}")
        for label, command in commands.items():
            seconds(NUMPY), seconds(command, out)  # warm
            pairs = [(seconds(NUMPY), seconds(command, out)) for _ in range(runs)]
            ratio = statistics.median(b / a for a, b in pairs)
            limit = f"{LIMITS[label]:.1f}" if label in LIMITS else "2 s"
            print(f"{label:28}{statistics.median(b for _, b in pairs):9.3f}{ratio:18.2f}{limit:>8}")
        for label, extra in (("5000 x 20, no report", ["--no-report"]), ("5000 x 20, with report", [])):
            took = min(
                seconds([*COMMAND, "score", big, "--out", str(out), "--quiet", *extra], out) for _ in range(3)
            )
            print(f"{label:28}{took:9.3f}{'':18}{'seconds':>8}")


if __name__ == "__main__":
    main()
