"""Ordered categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result
from ringtrial.qualitative._texts import levels_of, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from ringtrial._results import Array


class OrdinalScore(Result):
    """Result of :func:`ordinal_score`; ``distance`` in categories."""

    distance: Array
    signal: list[str]
    n: int
    n_satisfactory: int
    status: str


class OrdinalSummary(Result):
    """Result of :func:`ordinal_summary`; ``counts``, ``proportions`` and ``cumulative`` by level."""

    levels: list[str]
    counts: NDArray[np.int64]
    proportions: Array
    cumulative: Array
    median: str
    median_low: str
    median_high: str
    mode: str
    mean_rank: float
    dispersion: float
    n: int
    status: str


class Ridit(Result):
    """Result of :func:`ridit`: ``ridit`` by level, ``score`` by result."""

    ridit: Array
    score: Array
    mean: float
    standard_error: float
    n: int
    status: str


def ordinal_summary(x: Iterable[Any], *, levels: Iterable[Any] | None = None) -> OrdinalSummary:
    """Counts, median and dispersion of ordered categories.

    Parameters
    ----------
    x : sequence
        One category a laboratory; one that is not in ``levels`` is a ValueError.
    levels : sequence
        All categories, lowest first; always needed.

    Returns
    -------
    OrdinalSummary
        By level ``levels, counts, proportions, cumulative``; ``median``, empty if it lies between the
        levels ``median_low`` and ``median_high``; ``mode`` (of several the lowest); ``mean_rank``,
        positions from 1, for information only; ``dispersion`` from 0 (all agree) to 1 (half at each
        end); ``n``; ``status`` ("too_few" without results).

    Notes
    -----
    ISO 13528:2022, clause 11; dispersion l-squared of Blair and Lacy, Sociol. Methods Res. 28 (2000) 251.
    """
    name = "ordinal_summary"
    return OrdinalSummary(*_core.qualitative.ordinal_summary(texts(x, name, "x"), levels_of(levels, name)))


def ridit(
    x: Iterable[Any], *, levels: Iterable[Any] | None = None, reference: Iterable[Any] | None = None
) -> Ridit:
    """Ridits: ordered categories as ranks relative to a reference sample.

    Parameters
    ----------
    x : sequence
        One category a laboratory; one that is not in ``levels`` is a ValueError.
    levels : sequence
        All categories, lowest first; always needed.
    reference : sequence, optional
        The sample that gives the ridits; default ``x``.

    Returns
    -------
    Ridit
        ``ridit`` by level = P(below) + P(level)/2 in the reference; ``score`` by result, NaN not reported;
        their ``mean`` (0.5 in the reference itself) with ``standard_error`` = 1/sqrt(12 n); ``n``;
        ``status`` ("too_few" if nothing of x or of the reference is reported).

    Notes
    -----
    Bross, Biometrics 14 (1958) 18.
    """
    name = "ridit"
    base = [] if reference is None else texts(reference, name, "reference") or [""]
    return Ridit(*_core.qualitative.ridit(texts(x, name, "x"), levels_of(levels, name), base))


def ordinal_score(
    x: Iterable[Any],
    assigned: Any,
    *,
    levels: Iterable[Any] | None = None,
    tolerance: int = 0,
    warning: int = 1,
) -> OrdinalScore:
    """Score ordered categories by their distance from the assigned one, in whole categories.

    Parameters
    ----------
    x : sequence
        One category a laboratory; one that is not in ``levels`` is a ValueError.
    assigned : str
        The assigned category.
    levels : sequence
        All categories, lowest first; always needed.
    tolerance, warning : int
        Distances up to ``tolerance`` are satisfactory, up to ``tolerance + warning`` questionable.

    Returns
    -------
    OrdinalScore
        ``distance`` (signed, NaN not reported), ``signal``, ``n``, ``n_satisfactory``, ``status``.

    Notes
    -----
    ISO 13528:2022, 11.4; the defaults are ours.
    """
    name = "ordinal_score"
    return OrdinalScore(
        *_core.qualitative.ordinal_score(
            texts(x, name, "x"),
            text(assigned, name, "assigned"),
            levels_of(levels, name),
            tolerance,
            warning,
        )
    )
