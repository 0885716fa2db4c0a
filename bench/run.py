"""Every benchmark in one go: the C++ ones that were built, the peers, the whole commands.

./run bench [NAME]     only the C++ benchmarks whose name contains NAME, then nothing else

Those of whole tables (batch_*) are told in one table: each kernel in copies, the time that copying the
same bytes takes, measured in turn with it; and how its cost grows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BUILT = HERE.parent / "build" / "bench" / "bench"


def results_of(program: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results.json"
        command = [program, f"--benchmark_out={out}", "--benchmark_out_format=json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        read: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["benchmarks"]
    return read


def shape_of(name: str) -> str:
    """The shape in words, from "batch_sn/labs:50/measurands:200000/rows:1/missing:0/threads:1/..."."""
    part = dict(field.split(":") for field in name.split("/")[1:] if field.count(":") == 1)
    words = (
        f"{part['labs']:>4} x {int(part['measurands']):>9,}  {'rows' if part['rows'] == '1' else 'columns':8}"
    )
    return f"{words}{part['missing']:>3} % missing, {part['threads']} thread(s)"


def tell_tables(programs: list[Path]) -> None:
    cells: dict[str, dict[str, str]] = {}
    kernels: list[str] = []
    for program in programs:
        for result in results_of(program):
            kernel = result["name"].split("/")[0].removeprefix("batch_")
            if kernel not in kernels:
                kernels.append(kernel)
            cell = f"{result['copies']:.1f} ({result['ns_measurand']:.0f} ns)"
            cells.setdefault(shape_of(result["name"]), {})[kernel] = cell
    print("\nwhole tables: copies of the same bytes, and ns a measurand")
    print(f"{'':52}" + "".join(f"{kernel:>18}" for kernel in kernels))
    for shape, row in cells.items():
        print(f"{shape:52}" + "".join(f"{row.get(kernel, ''):>18}" for kernel in kernels), flush=True)


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    programs = [program for program in sorted(BUILT.glob("*_bench")) if wanted in program.name]
    for program in programs:
        if not program.name.startswith("batch_"):
            subprocess.run([program, "--benchmark_counters_tabular=true"], check=True)
    if tables := [program for program in programs if program.name.startswith("batch_")]:
        tell_tables(tables)
    if not wanted:
        for script in ("peers.py", "precision.py", "consensus.py", "command.py"):
            print(f"\n{script}", flush=True)
            subprocess.run([sys.executable, HERE / script], check=True)


if __name__ == "__main__":
    main()
