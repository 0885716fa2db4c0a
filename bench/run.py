"""Every benchmark in one go: the C++ ones that were built, the peers, the whole commands.

./run bench [NAME]     only the C++ benchmarks whose name contains NAME, then nothing else
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BUILT = HERE.parent / "build" / "bench" / "bench"


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for program in sorted(BUILT.glob("*_bench")):
        if wanted in program.name:
            subprocess.run([program, "--benchmark_counters_tabular=true"], check=True)
    if not wanted:
        for script in ("peers.py", "consensus.py", "command.py"):
            print(f"\n{script}", flush=True)
            subprocess.run([sys.executable, HERE / script], check=True)


if __name__ == "__main__":
    main()
