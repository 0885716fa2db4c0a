"""Groups of laboratories, by method, region or tier: who is in which, and whether they differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringtrial.ranking import Strata

_COUNTED = ("satisfactory", "questionable", "unsatisfactory", "not_scored")


def names_of(option: str | list[str] | None) -> list[str]:
    """The columns that the key ``strata`` names: one, several or none."""
    return [option] if isinstance(option, str) else list(option or ())


def first_texts(laboratory: np.ndarray, texts: Sequence[str], count: int) -> list[str]:
    """The first text of each of ``count`` laboratories that is not blank."""
    out = [""] * count
    for lab, text in zip(laboratory.tolist(), texts, strict=True):
        if text and not out[lab]:
            out[lab] = text
    return out


def groups_of(by: str, labels: Sequence[str], x: np.ndarray | None, signals: Sequence[str]) -> dict[str, Any]:
    """Groups of laboratories: statistics of x, signals, and whether they differ; x None: signals only."""
    from ringtrial import _core

    known: dict[str, int] = {}
    numbers = [known.setdefault(label, len(known)) if label else -1 for label in labels]
    values = np.full(len(labels), np.nan) if x is None else x
    statistics = _core.round.describe_strata(values, np.array(numbers, np.int32), len(known))
    given = Counter(zip(labels, signals, strict=False))
    groups = [
        {"stratum": name} | figures | {f"n_{signal}": given[name, signal] for signal in _COUNTED}
        for name, figures in zip(known, statistics, strict=True)
    ]
    if x is None:
        groups = [group | {"n": sum(group[f"n_{signal}"] for signal in _COUNTED)} for group in groups]
        return {"by": by, "groups": groups, "test": compared_shares(groups), "pairs": []}
    test = compared(x.tolist(), labels)
    pairs, _ = test.pop("pairs"), test.pop("groups")
    return {"by": by, "groups": groups, "test": test, "pairs": pairs}


def compared_shares(groups: Sequence[dict[str, Any]], alpha: float = 0.05) -> dict[str, Any]:
    """Do the shares of satisfactory results differ? Pearson's chi-squared test, for the documents."""
    from ringtrial.qualitative import pod_collaborative

    scored = [
        (
            group["n_satisfactory"],
            group["n_satisfactory"] + group["n_questionable"] + group["n_unsatisfactory"],
        )
        for group in groups
    ]
    right, n = zip(*((r, m) for r, m in scored if m), strict=True) if any(m for _, m in scored) else ((), ())
    several = len(n) > 1
    found = pod_collaborative(right, n) if several else None
    return {
        "method": "chi_squared",
        "statistic": float("nan"),
        "df": float(len(n) - 1) if several else float("nan"),
        "p_value": found.p_homogeneity if found else float("nan"),
        "alpha": alpha,
        "status": found.status if found else "too_few",
    }


def compared(x: Iterable[float], labels: Iterable[str], alpha: float = 0.05) -> dict[str, Any]:
    """Do groups of laboratories differ? Kruskal–Wallis with Dunn's pairs, for the documents."""
    from ringtrial import ranking

    found: Strata = ranking.strata(list(x), list(labels), alpha=alpha)
    numbers = zip(found.stratum, found.n.tolist(), found.location.tolist(), found.scale.tolist(), strict=True)
    names = ("a", "b", "difference", "statistic", "p_value", "p_adjusted", "different")
    return {
        "method": found.method,
        "statistic": found.statistic,
        "df": found.df,
        "p_value": found.p_value,
        "alpha": alpha,
        "status": found.status,
        "groups": [dict(zip(("stratum", "n", "median", "mad"), row, strict=True)) for row in numbers],
        "pairs": [{name: getattr(pair, name) for name in names} for pair in found.pairs],
    }
