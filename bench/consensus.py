"""Consensus values from Python against statsmodels and R's metafor, on the same results, in one run.

    python bench/consensus.py

The best of several rounds in processor time; R runs the same data in a process of its own. What is not
installed is left out. Goals: the sensitivity table of 20 laboratories in milliseconds, the largest
consistent subset of 1000 within a second, a hierarchical fit of 20 with finite degrees of freedom within
half a second.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ringtrial import consensus

METAFOR = """
suppressMessages(library(metafor))
x <- c({x}); u <- c({u}); n <- {n}
for (m in c("DL", "PM", "REML")) {{
  took <- system.time(for (i in seq_len(n)) rma(yi = x, sei = u, method = m), gcFirst = FALSE)
  cat(m, (took[["user.self"]] + took[["sys.self"]]) / n, "\\n")
}}
"""


def results(n: int) -> tuple[Any, Any]:
    """Values with a laboratory effect of the size of their uncertainties, a twentieth far off."""
    rng = np.random.default_rng(n)
    u = rng.uniform(0.5, 2, n)
    far = np.where(rng.random(n) < 0.05, rng.normal(0, 10, n), 0)
    return 100 + rng.normal(0, np.hypot(u, 1)) + far, u


def seconds(call: Callable[[], Any], least: float = 0.2) -> float:
    """Of one call, the best of five rounds, each long enough to be timed."""
    begin = time.process_time()
    call()
    once = time.process_time() - begin
    repeats = max(1, int(least / max(once, 1e-6) / 5))
    times = []
    for _ in range(5 if once < 1 else 1):
        begin = time.process_time()
        for _ in range(repeats):
            call()
        times.append((time.process_time() - begin) / repeats)
    return min(times)


def told(what: str, took: float, peers: dict[str, float] | None = None) -> None:
    beside = "".join(f"{name}: {time_ / took:10.1f} x   " for name, time_ in (peers or {}).items())
    print(f"{what:58}{1e3 * took:12.4f} ms   {beside}", flush=True)


def in_statsmodels(x: Any, u: Any) -> dict[str, float]:
    with contextlib.suppress(ImportError):
        from statsmodels.stats.meta_analysis import combine_effects

        variance = u**2
        return {
            key: seconds(lambda method=method: combine_effects(x, variance, method_re=method))
            for key, method in (("DL", "chi2"), ("PM", "iterated"))
        }
    return {}


def in_metafor(x: Any, u: Any) -> dict[str, float]:
    if shutil.which("Rscript") is None:
        return {}
    joined = [", ".join(map(repr, values.tolist())) for values in (x, u)]
    program = METAFOR.format(x=joined[0], u=joined[1], n=max(1, 1000 // len(x)))
    ran = subprocess.run(["Rscript", "-"], input=program, capture_output=True, text=True)
    return {line.split()[0]: float(line.split()[1]) for line in ran.stdout.splitlines()}


def main() -> None:
    for n in (20, 1000):
        x, u = results(n)
        peers = {"statsmodels": in_statsmodels(x, u), "metafor": in_metafor(x, u)}
        for key, method in (("DL", "dersimonian_laird"), ("PM", "mandel_paule"), ("REML", "reml")):
            call = getattr(consensus, method)
            times = {name: found[key] for name, found in peers.items() if key in found}
            told(f"{method}, {n} laboratories", seconds(lambda call=call, x=x, u=u: call(x, u)), times)
        told(
            f"largest_consistent_subset, {n} laboratories",
            seconds(lambda x=x, u=u: consensus.largest_consistent_subset(x, u)),
        )
    x, u = results(20)
    told(
        "sensitivity_table, 13 estimators, 20 laboratories",
        seconds(lambda: consensus.sensitivity_table(x, u)),
    )
    told(
        "monte_carlo, mandel_paule, 10 000 draws, 20 laboratories",
        seconds(lambda: consensus.monte_carlo(x, u)),
    )
    for effects in ("normal", "laplace"):
        for dof in (None, 5.0):
            told(
                f"hierarchical, {effects}, {'known u' if dof is None else '5 degrees of freedom'}",
                seconds(lambda e=effects, d=dof: consensus.hierarchical(x, u, effects=e, dof=d)),
            )


if __name__ == "__main__":
    main()
