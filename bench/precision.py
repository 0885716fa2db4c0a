"""Precision studies: how time grows with the number of results, and R's packages on the same data.

    python bench/precision.py [LARGEST]      largest study, 1 000 000 results by default

First whole studies (estimates, intervals, outlier procedure, Mandel's statistics), balanced and unbalanced to
the extreme: "per result" hardly grows where the cost is O(N log N). Then single functions against R's own aov
and, where they are installed, the packages outliers and metRology, in a process of their own; what is not
installed is left out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import ringtrial as rt

ROUNDS = 3
Data = tuple[Any, Any, Any]  # results, laboratories, levels

R_CALLS = {  # name of the function: (package, call on y, lab, means, variances)
    "oneway": [("stats", "anova(aov(y ~ lab))")],
    "grubbs": [("outliers", "outliers::grubbs.test(means)")],
    "cochran": [("outliers", "outliers::cochran.test(variances, rep(2, length(variances)))")],
    "mandel_h": [("metRology", "metRology::mandel.h(y, g = lab)")],
    "mandel_k": [("metRology", "metRology::mandel.k(y, g = lab)")],
}
R_PROGRAM = """
from <- commandArgs(TRUE)
if (!requireNamespace(from[3], quietly = TRUE)) q(status = 3)
y <- readBin(from[1], "double", 1e8)
lab <- factor(rep(seq_len(length(y) / 2), each = 2))
means <- tapply(y, lab, mean)
variances <- tapply(y, lab, var)
names(variances) <- NULL
f <- eval(parse(text = paste("function()", from[2])))
best <- Inf
for (round in 1:3) best <- min(best, sum(system.time(for (i in 1:5) f(), gcFirst = FALSE)[1:2]) / 5)
cat(best)
"""


def balanced(n: int, seed: int) -> Data:
    """Two replicates of every laboratory on ten levels."""
    random = np.random.default_rng(seed)
    labs = max(n // 20, 2)
    level, lab = (part.repeat(2) for part in (np.arange(10).repeat(labs), np.tile(np.arange(labs), 10)))
    bias = random.normal(0, 0.3, labs)
    return 10.0 + level + bias[lab] + random.normal(0, 0.2, len(lab)), lab, level


def unbalanced(n: int, seed: int) -> Data:
    """Rows in any order; half of the laboratories have one result on a level, a few have a great many."""
    random = np.random.default_rng(seed)
    labs = max(n // 10, 2)
    lab = np.minimum(random.zipf(1.3, n), labs) - 1
    level = random.integers(0, 10, n)
    return 10.0 + level + random.normal(0, 0.3, labs)[lab] + random.normal(0, 0.2, n), lab, level


def seconds(call: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The best of several rounds, in processor time."""
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        call()
        taken.append(time.process_time() - begin)
    return min(taken)


def growth(largest: int) -> None:
    print(f"{'results':>10}  {'design':<12}{'study':>10}{'per result':>12}{'robust':>10}{'per result':>12}")
    n = 1000
    while n <= largest:
        for design in (balanced, unbalanced):
            y, lab, level = design(n, n)
            study = seconds(lambda d=(y, lab, level): rt.precision.collaborative_study(*d))
            robust = seconds(lambda d=(y, lab, level): rt.precision.robust_precision(*d))
            print(
                f"{len(y):>10}  {design.__name__:<12}{study:>8.3f} s{1e9 * study / len(y):>9.0f} ns"
                f"{robust:>8.3f} s{1e9 * robust / len(y):>9.0f} ns",
                flush=True,
            )
        n *= 10


def in_r(package: str, call: str, data: Path) -> float | None:
    """Seconds of one call; None where R or the package is not there."""
    if shutil.which("Rscript") is None:
        return None
    program = data.with_suffix(".R")
    program.write_text(R_PROGRAM, encoding="ascii")
    ran = subprocess.run(["Rscript", program, data, call, package], capture_output=True, text=True)
    return float(ran.stdout) if ran.returncode == 0 else None


def against_r(labs: int, folder: Path) -> None:
    random = np.random.default_rng(labs)
    y = random.normal(10, 0.3, labs).repeat(2) + random.normal(0, 0.2, 2 * labs)
    lab = np.arange(labs).repeat(2)
    cells = y.reshape(-1, 2)
    means, sds = cells.mean(axis=1), cells.std(axis=1, ddof=1)
    ours: dict[str, Callable[[], Any]] = {
        "oneway": lambda: rt.precision.oneway(y, lab),
        "grubbs": lambda: rt.outliers.grubbs(means),
        "cochran": lambda: rt.outliers.cochran(sds**2, 2),
        "mandel_h": lambda: rt.outliers.mandel_h(means),
        "mandel_k": lambda: rt.outliers.mandel_k(sds, 2),
    }
    data = folder / "results.bin"
    y.tofile(data)
    for name, call in ours.items():
        call()  # tables of distributions are built once
        mine = seconds(call)
        peers = ((package, in_r(package, r, data)) for package, r in R_CALLS[name])
        shown = "  ".join(f"R {package} × {took / mine:.0f}" for package, took in peers if took is not None)
        print(f"{name:<10}{labs:>8} laboratories{1e6 * mine:>12.1f} µs  {shown}".rstrip(), flush=True)


def main() -> None:
    growth(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print()
    with tempfile.TemporaryDirectory() as folder:
        for labs in (10, 100, 1000):
            against_r(labs, Path(folder))


if __name__ == "__main__":
    main()
