"""Proportions and unordered categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result
from ringtrial.qualitative._texts import text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from ringtrial._results import Array


class Proportion(Result):
    """Result of :func:`proportion`; without unit."""

    estimate: float
    lower: float
    upper: float
    standard_error: float
    n: int
    method: str
    status: str


class ChanceTest(Result):
    """Result of :func:`chance_test`; ``expected`` is a count."""

    estimate: float
    p_value: float
    expected: float
    n: int
    status: str


class NominalConsensus(Result):
    """Result of :func:`consensus`."""

    mode: str
    count: int
    agreement: float
    lower: float
    upper: float
    categories: list[str]
    counts: NDArray[np.int64]
    proportions: Array
    n: int
    tied: bool
    variation_ratio: float
    entropy: float
    gini: float
    p_chance: float
    reached: bool
    status: str


class NominalScore(Result):
    """Result of :func:`nominal_score`."""

    correct: Array
    score: Array
    signal: list[str]
    n: int
    n_correct: int
    proportion: float
    lower: float
    upper: float
    status: str


def proportion(count: int, n: int, *, confidence: float = 0.95, method: str = "wilson") -> Proportion:
    """Proportion count/n with its confidence interval.

    Parameters
    ----------
    count, n : int
        0 <= count <= n; whole floats pass.
    confidence : float
        In (0, 1).
    method : {"wilson", "clopper_pearson", "jeffreys", "agresti_coull", "wald"}
        "wilson" is the score interval that AOAC prescribes for POD; "clopper_pearson" is exact and
        conservative; "wald" is there for comparison only.

    Returns
    -------
    Proportion
        ``estimate, lower, upper, standard_error, n, method, status``; NaN and "too_few" for n = 0.

    Notes
    -----
    Wilson, J. Am. Stat. Assoc. 22 (1927) 209; Brown, Cai, DasGupta, Stat. Sci. 16 (2001) 101.
    """
    return Proportion(*_core.qualitative.proportion(count, n, confidence, method))


def chance_test(count: int, n: int, probability: float, *, alternative: str = "greater") -> ChanceTest:
    """Exact binomial test of a count against a probability in [0, 1].

    ``"greater"``: P(X >= count); ``"less"``: P(X <= count); ``"two_sided"``: all outcomes no likelier
    than count, as R's ``binom.test``.

    Returns
    -------
    ChanceTest
        ``estimate, p_value, expected, n, status``; NaN and "too_few" for n = 0.
    """
    return ChanceTest(*_core.qualitative.chance_test(count, n, probability, alternative))


def consensus(
    x: Iterable[Any],
    *,
    categories: Iterable[Any] | None = None,
    confidence: float = 0.95,
    method: str = "wilson",
    required: float = 0.5,
) -> NominalConsensus:
    """Most frequent category with its agreement: an assigned value by consensus.

    Parameters
    ----------
    x : sequence
        One category a laboratory.
    categories : sequence, optional
        All possible categories in order; a value outside is a ValueError with its position. Without:
        those seen, in ascending order of the text.
    confidence, method
        Of the interval of the agreement, see :func:`proportion`.
    required : float
        Agreement that makes it a consensus, in (0, 1]; schemes usually ask for 0.75 or 0.8.

    Returns
    -------
    NominalConsensus
        ``mode`` (in a tie the first in order, ``tied`` True), ``count``, ``agreement`` = count/n with
        ``lower`` and ``upper``, ``categories``, ``counts``, ``proportions``, ``n``, ``tied``,
        ``variation_ratio`` = 1 - agreement, ``entropy`` and ``gini`` as shares of their maximum,
        ``p_chance`` = P(X >= count) by chance among K categories, ``reached`` (agreement >= required
        and no tie), ``status`` ("too_few" without results).

    Notes
    -----
    ISO 13528:2022, 11.3. ``p_chance`` is somewhat too small, the mode being chosen first; times K it is a
    strict bound.
    """
    known = [] if categories is None else texts(categories, "consensus", "categories")
    if categories is not None and not known:
        raise ValueError("consensus: categories is empty, must list the categories or be None")
    return NominalConsensus(
        *_core.qualitative.consensus(texts(x, "consensus", "x"), known, confidence, method, required)
    )


def nominal_score(
    x: Iterable[Any],
    assigned: Any,
    *,
    accepted: Iterable[Any] | None = None,
    partial: Mapping[Any, float] | None = None,
) -> NominalScore:
    """Score categories against the assigned one.

    Parameters
    ----------
    x : sequence
        One category a laboratory.
    assigned : str
        The right category.
    accepted : sequence, optional
        Further categories that are correct.
    partial : mapping, optional
        Category -> score in (0, 1).

    Returns
    -------
    NominalScore
        ``correct`` (1, 0, NaN not reported), ``score``, ``signal`` (score 1 "satisfactory", above 0
        "questionable", 0 "unsatisfactory", "not_scored"), ``n``, ``n_correct``, ``proportion`` with its
        Wilson 95 % interval ``lower, upper``, ``status``.

    Notes
    -----
    ISO 13528:2022, 11.4. A category both accepted and partial is correct.
    """
    name = "nominal_score"
    also = [] if accepted is None else texts(accepted, name, "accepted")
    if not isinstance(partial, (Mapping, type(None))):
        raise TypeError(f"{name}: partial = {partial!r}, must be a mapping of categories to scores")
    parts = dict(partial or {})
    return NominalScore(
        *_core.qualitative.nominal_score(
            texts(x, name, "x"),
            text(assigned, name, "assigned"),
            also,
            texts(list(parts), name, "partial"),
            list(parts.values()),
        )
    )
