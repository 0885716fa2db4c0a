"""Single calls from Python against SciPy, statsmodels, NumPy, pt13528 and R's robustbase, on the same data.

    python bench/peers.py [NAME]      only the functions whose name contains NAME

Each row is one function at one sample size: the time of a ringtrial call, then how many times as long each
peer takes. Ours and the peers run in turn, on samples that change from call to call; of several rounds the
best counts, in processor time. R runs the same samples in a process of its own. What is not installed is
left out.

At the end whole tables, laboratories x measurands, on one thread: also in copies, the time that copying the
same bytes takes. A peer without an axis goes through some of the columns in a loop. Ragged measurands, whose
numbers of laboratories differ, stand beside loops of single calls.
"""

from __future__ import annotations

import contextlib
import importlib
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import ringtrial as rt

SIZES = (10, 30, 100, 1000, 10_000, 100_000, 1_000_000)
ROUNDS = 5
PATIENCE = 4.0  # seconds: a peer that needs more for one call is not asked about larger samples
Call = Callable[[Any], Any]
Peers = dict[str, Call]


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


stats = module("scipy.stats")
robust = module("statsmodels.robust.scale")
norms = module("statsmodels.robust.norms")
pt13528 = module("pt13528.robust")


def partition(x: Any) -> Any:
    return np.partition(x, x.size // 2)


def python_peers() -> dict[str, tuple[Call, Peers]]:
    """Every function with the Python calls that do the same."""
    peers: dict[str, tuple[Call, Peers]] = {
        "median": (rt.robust.median, {"numpy": np.median, "numpy.partition": partition}),
        "mad": (rt.robust.mad, {}),
        "niqr": (rt.robust.niqr, {}),
        "qn": (rt.robust.qn, {}),
        "sn": (rt.robust.sn, {}),
        "tau_scale": (rt.robust.tau_scale, {}),
        "biweight": (rt.robust.biweight, {}),
        "biweight_scale": (rt.robust.biweight_scale, {}),
        "algorithm_a": (rt.robust.algorithm_a, {}),
        "huber": (lambda x: rt.robust.huber(x, 1.0), {}),
        "hampel": (lambda x: rt.robust.hampel(x, 1.0), {}),
        "q_method": (rt.robust.q_method, {}),
        "q_hampel": (rt.robust.q_hampel, {}),
        "kde": (rt.density.kde, {}),
        "modes": (rt.density.modes, {}),
    }
    if stats:
        peers["mad"][1]["scipy"] = stats.median_abs_deviation
        peers["niqr"][1]["scipy"] = stats.iqr
        peers["kde"][1]["scipy"] = lambda x: stats.gaussian_kde(x)(np.linspace(x.min(), x.max(), 201))
    if robust:
        peers["mad"][1]["statsmodels"] = robust.mad
        peers["qn"][1]["statsmodels"] = robust.qn_scale
        peers["algorithm_a"][1]["statsmodels"] = robust.Huber(maxiter=200)
    if norms:
        locate = norms.estimate_location
        peers["huber"][1]["statsmodels"] = lambda x: locate(x, 1.0, norms.HuberT(1.5))
        peers["hampel"][1]["statsmodels"] = lambda x: locate(x, 1.0, norms.Hampel(1.5, 3.0, 4.5))
    if pt13528:
        peers["hampel"][1]["pt13528"] = lambda x: pt13528.hampel(x, 1.0)
        for name in ("median", "niqr", "qn", "algorithm_a", "q_method", "q_hampel"):
            peers[name][1]["pt13528"] = getattr(pt13528, name)
        peers["mad"][1]["pt13528"] = pt13528.made
    return peers


R_PEERS = {
    "median": {"R": "median(x)"},
    "mad": {"R": "mad(x)"},
    "niqr": {"R": "IQR(x)"},
    "qn": {"robustbase": "Qn(x)"},
    "sn": {"robustbase": "Sn(x)"},
    "tau_scale": {"robustbase": "scaleTau2(x)"},
    "huber": {"robustbase": "huberM(x, k = 1.5, s = 1)"},
}

R_PROGRAM = """
if (!suppressWarnings(require(robustbase, quietly = TRUE))) q(status = 3)
from <- commandArgs(TRUE)
n <- as.integer(from[2])
all <- readBin(from[1], "double", n * as.integer(from[3]))
sets <- split(all, rep(seq_len(length(all) / n), each = n))
for (call in from[-(1:3)]) {
  f <- eval(parse(text = paste("function(x)", call)))
  best <- Inf
  for (round in 1:3) {
    took <- system.time(for (x in sets) f(x), gcFirst = FALSE)
    best <- min(best, took[["user.self"]] + took[["sys.self"]])
    if (best > 5) break
  }
  cat(best / length(sets), "\\n")
}
"""


def samples(n: int) -> list[Any]:
    """As in samples.hpp: normal, a twentieth displaced, a quarter of a million values in all."""
    rng = np.random.default_rng(n)
    count = max(2, min(4000, 2**18 // n))
    table = rng.normal(10, 1, (count, n))
    table += np.where(rng.random((count, n)) < 0.05, rng.normal(0, 8, (count, n)), 0)
    return list(np.abs(table))


def seconds(call: Call, sets: list[Any]) -> float:
    begin = time.thread_time()
    for x in sets:
        call(x)
    return (time.thread_time() - begin) / len(sets)


def fewer(call: Call, sets: list[Any]) -> list[Any]:
    """As many of the samples as a peer manages in half a second."""
    once = seconds(call, sets[:1])
    return sets[: max(1, min(len(sets), int(0.5 / max(once, 1e-9))))]


def in_turn(ours: Call, peers: Peers, sets: list[Any]) -> tuple[float, dict[str, float]]:
    """Best seconds a call; a peer that fails on such a sample is not in the answer."""
    asked: dict[str, list[Any]] = {}
    for name, call in peers.items():
        with contextlib.suppress(Exception):
            asked[name] = fewer(call, sets)
    mine: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        mine.append(seconds(ours, sets))
        for name, some in asked.items():
            theirs[name].append(seconds(peers[name], some))
    return min(mine), {name: min(times) for name, times in theirs.items()}


def in_r(calls: list[str], sets: list[Any]) -> list[float]:
    """Seconds a call takes in R, one after the other; nothing without R or robustbase."""
    if not calls or shutil.which("Rscript") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        data, program = Path(folder) / "samples", Path(folder) / "peers.R"
        data.write_bytes(np.concatenate(sets).tobytes())
        program.write_text(R_PROGRAM, encoding="utf-8")
        command = ["Rscript", program, data, str(sets[0].size), str(len(sets)), *calls]
        ran = subprocess.run(command, capture_output=True, text=True)
    return [float(line) for line in ran.stdout.split()] if ran.returncode == 0 else []


def shown(time_of_one: float) -> str:
    for unit, size in (("s ", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if time_of_one >= size:
            return f"{time_of_one / size:7.2f} {unit}"
    return f"{time_of_one * 1e9:7.1f} ns"


def compare(name: str, ours: Call, peers: Peers) -> None:
    r_peers = dict(R_PEERS.get(name, {}))
    print(f"\n{name:16}{'ringtrial':>12}" + "".join(f"{peer:>17}" for peer in [*peers, *r_peers]))
    for n in SIZES:
        sets = samples(n)
        mine, theirs = in_turn(ours, peers, sets)
        took = in_r(list(r_peers.values()), sets[: max(2, 2**17 // n)])
        theirs.update(zip(r_peers, took, strict=False))
        ratios = "".join(
            f"{theirs[peer] / mine:15.1f} x" if peer in theirs else f"{'-':>17}"
            for peer in [*python_peers()[name][1], *R_PEERS.get(name, {})]
        )
        print(f"{n:>14,}{'':2}{shown(mine):>12}{ratios}", flush=True)
        peers = {peer: call for peer, call in peers.items() if theirs.get(peer, PATIENCE) < PATIENCE / 10}
        r_peers = {peer: call for peer, call in r_peers.items() if theirs.get(peer, PATIENCE) < PATIENCE / 10}


TABLES = ((50, 100_000, 0.0), (50, 100_000, 0.05), (20, 200_000, 0.0), (200, 25_000, 0.0))
LOOPED = 100  # columns of a table that a peer without an axis is asked about


def down(call: Call) -> Call:
    return lambda x: call(x, axis=0)


def looped(call: Call) -> Call:
    """The call on some columns, told as if it had been all."""
    return lambda x: [call(column) for column in np.ascontiguousarray(x[:, :LOOPED].T)]


def table_peers() -> dict[str, tuple[Call, Peers]]:
    peers: dict[str, tuple[Call, Peers]] = {
        "median": (down(rt.robust.median), {"nanmedian": down(np.nanmedian), "median": down(np.median)}),
        "mad": (down(rt.robust.mad), {}),
        "niqr": (down(rt.robust.niqr), {}),
        "algorithm_a": (down(rt.robust.algorithm_a), {}),
        "sn": (down(rt.robust.sn), {}),
        "qn": (down(rt.robust.qn), {}),
        "q_method": (down(rt.robust.q_method), {}),
        "q_hampel": (down(rt.robust.q_hampel), {}),
        "z": (lambda x: rt.scores.z(x, 10.0, 1.25), {"numpy": lambda x: (x - 10.0) / 1.25}),
    }
    if stats:
        mad, iqr = stats.median_abs_deviation, stats.iqr
        peers["mad"][1]["scipy"] = down(mad)
        peers["mad"][1]["scipy omit"] = lambda x: mad(x[:, :LOOPED], axis=0, nan_policy="omit")
        peers["niqr"][1]["scipy"] = down(iqr)
    if robust:
        peers["algorithm_a"][1]["statsmodels"] = looped(robust.Huber(maxiter=200))
        peers["qn"][1]["statsmodels"] = looped(robust.qn_scale)
    return peers


def best_seconds(call: Call, x: Any, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = time.thread_time()
        call(x)
        times.append(time.thread_time() - begin)
    return min(times)


def compare_tables(name: str, ours: Call, peers: Peers) -> None:
    print(f"\n{'table ' + name:24}{'ringtrial':>12}{'copies':>9}" + "".join(f"{peer:>17}" for peer in peers))
    for laboratories, measurands, missing in TABLES:
        rng = np.random.default_rng(laboratories)
        x = rng.normal(10, 1, (laboratories, measurands))
        x[rng.random(x.shape) < missing] = np.nan
        room = np.empty_like(x)
        mine = best_seconds(ours, x, ROUNDS)
        copy = best_seconds(lambda values, to=room: np.copyto(to, values), x, ROUNDS)
        row = f"{laboratories:>5} x {measurands:>9,} {missing:4.0%}  {shown(mine):>12}{mine / copy:9.1f}"
        for peer, call in peers.items():
            part = measurands / LOOPED if peer in ("statsmodels", "scipy omit") else 1
            try:
                row += f"{best_seconds(call, x, 2) * part / mine:15.1f} x"
            except Exception:  # a peer that finds no answer for such values
                row += f"{'-':>17}"
        print(row, flush=True)


def compare_ragged() -> None:
    """Measurands of different lengths by offsets, and loops over some of them told as if it had been all."""
    loops: dict[str, Peers] = {
        "median": {"numpy loop": np.median, "ringtrial loop": rt.robust.median},
        "algorithm_a": {"ringtrial loop": rt.robust.algorithm_a},
        "q_hampel": {"ringtrial loop": rt.robust.q_hampel},
    }
    for name, calls in loops.items():
        print(f"\n{'ragged ' + name:24}{'ringtrial':>12}" + "".join(f"{peer:>17}" for peer in calls))
        for most, measurands in ((40, 100_000), (200, 20_000)):
            rng = np.random.default_rng(most)
            offsets = np.cumsum([0, *rng.integers(1, most, measurands)])
            x = rng.normal(10, 1, offsets[-1])
            pieces = np.split(x, offsets[1:1001])[:-1]
            estimate = getattr(rt.robust, name)
            mine = best_seconds(lambda x, o=offsets, e=estimate: e(x, offsets=o), x, ROUNDS)
            row = f"{f'1 to {most - 1}':>10} x {measurands:>9,}  {shown(mine):>12}"
            for call in calls.values():
                loop = best_seconds(lambda sets, c=call: [c(piece) for piece in sets], pieces, ROUNDS)
                row += f"{loop / len(pieces) * measurands / mine:15.1f} x"
            print(row, flush=True)


def compare_evaluation() -> None:
    """A whole table beside a copy of it, with review, as a frame, and NumPy's z of median and MAD alone."""
    import pandas as pd

    peers_told = "".join(f"{peer:>17}" for peer in ("copy", "reviewed", "frame", "numpy, z only"))
    print(f"\n{'table evaluated':24}{'ringtrial':>12}{peers_told}")
    for p, measurands, framed in ((50, 200_000, 200), (20, 400_000, 200), (5000, 200, 20)):
        x = np.random.default_rng(p).normal(50, 2, (p, measurands))
        few = x[:, :framed].copy()
        frame = pd.DataFrame(few).assign(laboratory=[f"L{i}" for i in range(p)])
        mine = best_seconds(lambda x: rt.evaluate(x, review=False), x, ROUNDS)
        peers: dict[str, tuple[Call, Any]] = {
            "copy": (lambda x: x.copy(), x),
            "reviewed": (rt.evaluate, few),
            "frame": (rt.evaluate, frame),
            "numpy": (z_by_numpy, x),
        }
        row = f"{p:>10} x {measurands:>9,}  {shown(mine):>12}"
        for call, values in peers.values():
            part = framed / measurands if values is few or values is frame else 1
            row += f"{best_seconds(call, values, 3) / part / mine:15.2f} x"
        print(row, flush=True)


def z_by_numpy(x: Any) -> Any:
    centre = np.nanmedian(x, axis=0)
    return (x - centre) / (1.4826 * np.nanmedian(np.abs(x - centre), axis=0))


def compare_bootstrap() -> None:
    """9999 resamples on one thread, SciPy's vectorised over them."""
    calls = {
        "median": np.median,
        "mean": np.mean,
        "algorithm_a": lambda x, axis: rt.robust.algorithm_a(x, axis=axis).location,
    }
    for name, statistic in calls.items():
        print(f"\n{'bootstrap ' + name:24}{'ringtrial':>12}{'scipy':>17}")
        for n in (10, 30, 100, 1000):
            sets = samples(n)[:20]
            mine, theirs = in_turn(
                lambda x, e=name: rt.bootstrap(x, e),
                {"scipy": lambda x, s=statistic: stats.bootstrap((x,), s, axis=-1)},
                sets,
            )
            print(f"{n:>14,}{'':10}{shown(mine):>12}{theirs['scipy'] / mine:15.1f} x", flush=True)


def main() -> None:
    warnings.simplefilter("ignore")
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, (ours, peers) in python_peers().items():
        if wanted in name:
            compare(name, ours, dict(peers))
    rt.set_threads(1)
    for name, (ours, peers) in table_peers().items():
        if wanted in f"table {name}":
            compare_tables(name, ours, peers)
    if wanted in "ragged":
        compare_ragged()
    if wanted in "evaluation":
        compare_evaluation()
    if stats and wanted in "bootstrap":
        compare_bootstrap()


if __name__ == "__main__":
    main()
