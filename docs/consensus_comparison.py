"""Writes consensus-comparison.md: rt.consensus beside other programs, which are run where they are installed.

    python docs/consensus_comparison.py        needs statsmodels and SciPy; R with metafor where there is R

Numbers of programs that cannot be installed from a registry are cited as they were recorded.
"""

from __future__ import annotations

import importlib
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import ringtrial as rt
from ringtrial import consensus

PAGE = Path(__file__).parent / "consensus-comparison.md"


class DataSet(NamedTuple):
    """Results with standard uncertainties and where they are from."""

    name: str
    source: str
    x: list[float]
    u: list[float]


DATA = {
    "pcb28": DataSet(
        "PCB 28 in sediment, µg/kg, 6 institutes",
        "Koepke et al., Metrologia 54 (2017) S34",
        [34.3, 32.9, 34.53, 32.42, 31.9, 35.8],
        [1.03, 0.69, 0.83, 0.29, 0.4, 0.38],
    ),
    "newton": DataSet(
        "Newtonian constant of gravitation, 10⁻¹¹ m³ kg⁻¹ s⁻², 14 values",
        "Dataplot, CONSENSUS MEANS, program 3",
        [6.67248, 6.6729, 6.67398, 6.674255, 6.67559, 6.67422, 6.67387, 6.67222, 6.67425, 6.67349, 6.67234,
         6.67554, 6.67191, 6.67435],
        [0.00043, 0.0005, 0.0007, 9.2e-05, 0.00027, 0.00098, 0.00027, 0.00087, 0.00012, 0.00018, 0.00014,
         0.00016, 0.00099, 0.00013],
    ),
    "lead": DataSet(
        "Lead in wine, mg/kg, CCQM-K30, all 11 results",
        "Metrologia 45 (2008) 08001, as in metRology's data set Pb",
        [1.62, 2.893, 2.936, 2.94, 2.96, 2.98, 3.0, 3.001, 3.07, 3.13, 7.71],
        [0.044, 0.020658, 0.0125, 0.0165, 0.033333, 0.100503, 0.05, 0.068, 0.085, 0.06, 0.99],
    ),
    "apricots": DataSet(
        "Fibre in apricots, 9 laboratories, half differences of two replicates as u",
        "Li and Cardozo (1994), as in metRology's data set apricot",
        [25.315, 26.725, 27.89, 27.7, 27.42, 24.3, 27.11, 27.275, 25.37],
        [0.265, 0.435, 0.25, 1.31, 0.43, 0.15, 0.26, 0.065, 0.06],
    ),
    "consistent": DataSet(
        "Made for this page: 7 results that agree",
        "tests/reference/consensus.json",
        [10.02, 9.97, 10.11, 9.94, 10.05, 10.0, 9.89],
        [0.05, 0.08, 0.1, 0.06, 0.04, 0.12, 0.09],
    ),
}  # fmt: skip

OURS: dict[str, tuple[str, dict[str, Any]]] = {
    "weighted mean": ("weighted_mean", {}),
    "DL": ("dersimonian_laird", {}),
    "PM": ("mandel_paule", {}),
    "PM, Knapp–Hartung": ("mandel_paule", {"uncertainty": "knapp_hartung"}),
    "REML": ("reml", {}),
    "ML": ("vangel_rukhin", {}),
    "HO": ("hedges_olkin", {}),
    "SJ": ("sidik_jonkman", {}),
}


class Numbers(NamedTuple):
    """What a program says: value, standard uncertainty, τ."""

    value: float
    u: float
    tau: float


def ours(estimator: str, data: DataSet) -> Numbers:
    name, options = OURS[estimator]
    fit = getattr(consensus, name)(data.x, data.u, **options)
    return Numbers(fit.value, fit.standard_uncertainty, fit.between_sd)


# --- other programs ------------------------------------------------------------------------------


def in_statsmodels(data: DataSet) -> dict[str, Numbers]:
    import numpy as np
    from statsmodels.stats.meta_analysis import combine_effects

    x, variance = np.array(data.x), np.array(data.u) ** 2
    found = {}
    for key, method in (("DL", "chi2"), ("PM", "iterated")):
        r = combine_effects(x, variance, method_re=method)
        tau = math.sqrt(r.tau2) if r.tau2 >= 0 else math.nan
        found[key] = Numbers(r.mean_effect_re, r.sd_eff_w_re, tau)
        if key == "PM":
            found["PM, Knapp–Hartung"] = Numbers(r.mean_effect_re, r.sd_eff_w_re_hksj, tau)
        found["weighted mean"] = Numbers(r.mean_effect_fe, r.sd_eff_w_fe, 0.0)
    return found


R_PROGRAM = """
suppressMessages(library(metafor))
x <- c({x}); u <- c({u})
say <- function(name, f) cat(name, sprintf("%.17g", c(f$b, f$se, sqrt(f$tau2))), sep = "\\t", fill = 200)
say("weighted mean", rma(yi = x, sei = u, method = "FE"))
for (m in c("DL", "PM", "REML", "ML", "HO", "SJ"))
  try(say(m, rma(yi = x, sei = u, method = if (m == "HO") "HE" else m, control = list(maxiter = 1000))))
try(say("PM, Knapp-Hartung", rma(yi = x, sei = u, method = "PM", test = "knha")))
"""


def in_metafor(data: DataSet) -> dict[str, Numbers]:
    if shutil.which("Rscript") is None:
        return {}
    program = R_PROGRAM.format(x=", ".join(map(repr, data.x)), u=", ".join(map(repr, data.u)))
    ran = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True)
    found = {}
    for line in ran.stdout.splitlines():
        name, *numbers = line.split("\t")
        if len(numbers) == 3:
            found[name.replace("Knapp-", "Knapp–")] = Numbers(*map(float, numbers))
    return found


def version_of_metafor() -> str:
    if shutil.which("Rscript") is None:
        return ""
    ran = subprocess.run(
        ["Rscript", "-e", 'cat(as.character(packageVersion("metafor")))'], capture_output=True, text=True
    )
    return ran.stdout if ran.returncode == 0 else ""


# Programs that could not be installed where the page was made, as recorded. Value, u, τ; NaN: not printed.
RECORDED = {
    ("pcb28", "DL"): ("metRology `dsl`", Numbers(33.600432624, 0.744997910, math.nan)),
    ("pcb28", "REML"): ("metRology `reml.loc`", Numbers(33.5889775, 0.6513670, math.nan)),
}


# --- the page -------------------------------------------------------------------------------------


def shown(x: float) -> str:
    return "–" if math.isnan(x) else f"{x:.9g}".replace("-", "−")


def apart(ours_: Numbers, theirs: Numbers) -> str:
    """The largest difference, in units of our u."""
    gaps = [abs(a - b) / ours_.u for a, b in zip(ours_, theirs, strict=True) if not math.isnan(a - b)]
    largest = max(gaps)
    return "< 1e−12" if largest < 1e-12 else f"{largest:.0e}".replace("-", "−")


def rows(key: str, data: DataSet) -> list[str]:
    programs = {"statsmodels": in_statsmodels(data), "metafor": in_metafor(data)}
    lines = [
        "| estimator | program | value | u | τ | apart, in u |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for estimator in OURS:
        mine = ours(estimator, data)
        lines.append(
            f"| {estimator} | **ringtrial** `{OURS[estimator][0]}` | {' | '.join(map(shown, mine))} | |"
        )
        theirs = [(name, found[estimator]) for name, found in programs.items() if estimator in found]
        if (key, estimator) in RECORDED:
            theirs.append(RECORDED[key, estimator])
        for name, numbers in theirs:
            lines.append(f"| | {name} | {' | '.join(map(shown, numbers))} | {apart(mine, numbers)} |")
    return lines


def units() -> list[str]:
    """The same data in another unit."""
    data = DATA["newton"]
    small = DataSet(
        "", "", [x * 1e-11 for x in data.x], [u * 1e-11 for u in data.u]
    )  # as m³ kg⁻¹ s⁻², the unit it is published in
    lines = [
        "| program | τ, 10⁻¹¹ units | τ in SI units × 10¹¹ |",
        "| --- | --- | --- |",
        f"| **ringtrial** `mandel_paule` | {shown(ours('PM', data).tau)} "
        f"| {shown(ours('PM', small).tau * 1e11)} |",
    ]
    for name, program in (("statsmodels `iterated`", in_statsmodels), ("metafor `PM`", in_metafor)):
        first, second = program(data).get("PM"), program(small).get("PM")
        if first and second:
            lines.append(f"| {name} | {shown(first.tau)} | {shown(second.tau * 1e11)} |")
    return lines


def tests() -> list[str]:
    """The tests of the decision guide beside SciPy."""
    stats = importlib.import_module("scipy.stats")
    numpy = importlib.import_module("numpy")
    lines = [
        "| data | ringtrial Q, p | SciPy `chi2.sf` | ringtrial W, p | SciPy `shapiro` |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, data in DATA.items():
        guide = consensus.decision_guide(data.x, data.u)
        z = (numpy.array(data.x) - numpy.median(data.x)) / data.u
        other = stats.shapiro(z)
        lines.append(
            f"| {key} | {shown(guide.q)}, {guide.q_p_value:.6g} | {stats.chi2.sf(guide.q, guide.q_df):.6g} "
            f"| {guide.shapiro_w:.6f}, {guide.shapiro_p_value:.6g} "
            f"| {other.statistic:.6f}, {other.pvalue:.6g} |"
        )
    return lines


def alone() -> list[str]:
    """What no program here has a counterpart of."""
    lines = [
        "| data | " + " | ".join(f"`{name}`" for name in ALONE) + " |",
        "| --- |" + " --- |" * len(ALONE),
    ]
    for key, data in DATA.items():
        fits = [getattr(consensus, name)(data.x, data.u) for name in ALONE]
        cells = [f"{shown(fit.value)} ± {fit.standard_uncertainty:.3g}" for fit in fits]
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return lines


ALONE = ("median", "birge", "weighted_median", "largest_consistent_subset", "linear_pool", "hierarchical")

HEAD = """# Consensus values beside other programs

Written by `python docs/consensus_comparison.py`, which runs the other programs where they are installed: {programs}. "apart" is the largest difference of value, u and τ from ringtrial's, in units of u.
ringtrial's own numbers are held to 50-digit arithmetic by `tests/reference/consensus.json`; so a difference below is the other program's, or another definition.
"""

WHY = """## Where and why they differ

- **Weighted mean, DL, Hedges–Olkin, Sidik–Jonkman** are closed forms: the programs agree to rounding. Where Q is below n − 1, statsmodels lets τ² of DL be negative (no τ in the table, and a u below that of the weighted mean);
  here and in metafor it is 0.
- **Paule–Mandel, REML, ML** are roots. metafor stops when τ² moves by less than an absolute amount, so its answer depends on the unit: of the Newtonian constant its Paule–Mandel τ is nine times too large in the
  unit of the table, and in SI units it is worthless. statsmodels stops where the equation, which has no unit, is within 1e−5: seven digits. Roots are solved to rounding here, whatever the unit. metRology's
  `mpaule` starts Newton's method at var(x) and can step over the root to a false τ² = 0; `mandel_paule` starts at the left end of a bracket, from where it is monotone.
- **Knapp–Hartung** is one formula everywhere; the differences are those of τ.
- **Names.** gconsensus calls 1/√Σw "DL1" and Horn–Horn–Duncan "DL2", and its Paule–Mandel u is √(Σw²(x−m)²)/Σw; here `uncertainty=` says which.
- **Vangel–Rukhin with degrees of freedom** (PCB 28, ν = 60, 4, 18, 2, 13, 60): {vangel_rukhin}; metRology's `mle.1wre`, recorded: 33.58030879, τ² 1.77731401.
- **Largest consistent subset** (PCB 28): laboratories {subset}; metRology's `LCS`, recorded: 1, 2, 4, 5. It enumerates subsets (2ⁿ) and demands χ² strictly below the quantile; here the search is exact in O(n² log n).
- **Shapiro–Wilk** is Royston's AS R94 in both; the numbers agree to all digits shown.
- **Bayes.** The NIST Decision Tree and Consensus Builder sample by MCMC, so two runs differ in the third figure of u; `hierarchical` integrates, to 1e−8 of u, and gives the same bytes every time.
  PCB 28 with the half-Cauchy prior: {bayes}.
- **Dataplot** prints t or normal intervals by method and BOB with k = 2; here the factor is that of `coverage`.

Recorded numbers come with the reference cases, `tests/reference/consensus.json`; metRology and gconsensus could not be installed where this page was made.
"""


def page() -> str:
    scipy, statsmodels = (importlib.import_module(name) for name in ("scipy", "statsmodels"))
    metafor = version_of_metafor()
    programs = [
        f"ringtrial {rt.__version__}",
        f"statsmodels {statsmodels.__version__}",
        f"SciPy {scipy.__version__}",
    ]
    programs += [f"R with metafor {metafor}"] if metafor else []
    parts = [HEAD.format(programs=", ".join(programs))]
    for key, data in DATA.items():
        parts.append(f"## {data.name}\n\n{data.source}.\n")
        parts.append("\n".join(rows(key, data)) + "\n")
    parts.append("## The unit must not matter\n\nPaule–Mandel's τ of the Newtonian constant, in two units.\n")
    parts.append("\n".join(units()) + "\n")
    parts.append("## Tests of the decision guide\n")
    parts.append("\n".join(tests()) + "\n")
    parts.append("## Estimators without a counterpart above\n\nvalue ± u.\n")
    parts.append("\n".join(alone()) + "\n")
    data = DATA["pcb28"]
    exact = consensus.vangel_rukhin(data.x, data.u, [60, 4, 18, 2, 13, 60])
    subset = consensus.largest_consistent_subset(data.x, data.u)
    bayes = consensus.hierarchical(data.x, data.u)
    parts.append(
        WHY.format(
            vangel_rukhin=f"{exact.value:.10g}, τ² {exact.between_variance:.9g}",
            subset=", ".join(str(i + 1) for i in subset.indices),
            bayes=f"{bayes.value:.8g} ± {bayes.standard_uncertainty:.8g}",
        )
    )
    return "\n".join(parts)


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
