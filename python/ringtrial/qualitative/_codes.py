"""Hierarchical categories: tariff codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._arrays import items
from ringtrial._results import Result
from ringtrial.qualitative._texts import codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

_LEVELS = (2, 4, 6, 8, 10)


class CodeAgreement(Result):
    """Result of :func:`code_agreement`: per level, then per result."""

    levels: NDArray[np.int64]
    agreement: Array
    lower: Array
    upper: Array
    count: NDArray[np.int64]
    matched: Array
    score: Array
    signal: list[str]
    n: int
    status: str


class CodeConsensus(Result):
    """Result of :func:`code_consensus`; lists hold the levels that held."""

    code: str
    digits: int
    levels: NDArray[np.int64]
    prefix: list[str]
    count: NDArray[np.int64]
    agreement: Array
    lower: Array
    upper: Array
    n: NDArray[np.int64]
    tied: bool
    status: str


def code_agreement(
    code: Iterable[str | None],
    assigned: str,
    *,
    levels: Iterable[int] = _LEVELS,
    weights: ArrayLike | None = None,
) -> CodeAgreement:
    """Compare hierarchical codes (tariff numbers) with the assigned one, level by level.

    Parameters
    ----------
    code : sequence of str
        One a laboratory; dots, blanks and hyphens are dropped. Codes are text: "0106" is not 106.
    assigned : str
        The binding code; levels beyond its length are not evaluated.
    levels : sequence of int
        Numbers of digits, increasing.
    weights : array_like, optional
        One a level, not negative; default equal.

    Returns
    -------
    CodeAgreement
        Per level ``levels, agreement, lower, upper`` (Wilson 95 %), ``count``; per result ``matched``
        (digits of the highest level matched, NaN not reported), ``score`` = weights matched/weights
        evaluated, ``signal`` (score 1 "satisfactory", 4 digits or more matched "questionable", else
        "unsatisfactory"); ``n``, ``status``.
    """
    name = "code_agreement"
    results, right = codes(code, name, "code"), codes([assigned], name, "assigned")[0]
    return CodeAgreement(
        *_core.qualitative.code_agreement(results, right, items(levels, name, "levels"), weights)
    )


def code_consensus(
    code: Iterable[str | None], *, levels: Iterable[int] = _LEVELS, required: float = 0.5
) -> CodeConsensus:
    """Return the code that most laboratories agree on, from the top down, as far as it holds.

    At each level, among the results that begin with the prefix so far and are long enough, the most
    frequent prefix is taken (in a tie the smallest text, ``tied`` True); it ends where its share of all
    results falls below ``required``, in (0, 1].

    Returns
    -------
    CodeConsensus
        ``code, digits`` ("" and 0 if nothing held), and for the levels that held ``levels, prefix,
        count, agreement, lower, upper, n``; ``tied``, ``status``.
    """
    name = "code_consensus"
    return CodeConsensus(
        *_core.qualitative.code_consensus(codes(code, name, "code"), items(levels, name, "levels"), required)
    )
