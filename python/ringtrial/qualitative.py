"""Results that are words, ordered words or tariff codes, and proportions (ISO 13528:2022, clause 11).

Categories are texts; integers and booleans become their text. None, NaN and the empty text mean "not
reported" and are skipped; blanks around a text are dropped, case counts. ``n`` counts what was reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from ringtrial._results import Array

__all__ = [
    "ChanceTest", "CodeAgreement", "CodeConsensus", "NominalConsensus", "NominalScore", "OrdinalScore",
    "Proportion", "chance_test", "code_agreement", "code_consensus", "consensus", "nominal_score",
    "ordinal_score", "proportion",
]  # fmt: skip

_LEVELS = (2, 4, 6, 8, 10)


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


class OrdinalScore(Result):
    """Result of :func:`ordinal_score`; ``distance`` in categories."""

    distance: Array
    signal: list[str]
    n: int
    n_satisfactory: int
    status: str


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
    known = [] if categories is None else _texts(categories, "consensus", "categories")
    if categories is not None and not known:
        raise ValueError("consensus: categories is empty, must list the categories or be None")
    return NominalConsensus(
        *_core.qualitative.consensus(_texts(x, "consensus", "x"), known, confidence, method, required)
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
    also = [] if accepted is None else _texts(accepted, name, "accepted")
    parts = {} if partial is None else dict(partial)
    return NominalScore(
        *_core.qualitative.nominal_score(
            _texts(x, name, "x"),
            _text(assigned, name, "assigned"),
            also,
            _texts(list(parts), name, "partial"),
            list(parts.values()),
        )
    )


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
    if levels is None:
        raise ValueError(f"{name}: levels is None, must list the categories, lowest first")
    return OrdinalScore(
        *_core.qualitative.ordinal_score(
            _texts(x, name, "x"),
            _text(assigned, name, "assigned"),
            _texts(levels, name, "levels"),
            tolerance,
            warning,
        )
    )


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
    return CodeAgreement(
        *_core.qualitative.code_agreement(
            _codes(code, name, "code"), _codes([assigned], name, "assigned")[0], tuple(levels), weights
        )
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
        *_core.qualitative.code_consensus(_codes(code, name, "code"), tuple(levels), required)
    )


def _texts(values: Iterable[Any], function: str, name: str) -> list[str]:
    from ringtrial._arrays import items

    return [
        value if type(value) is str else _text(value, function, f"{name}[{i}]")
        for i, value in enumerate(items(values, function, name))
    ]


def _text(value: Any, function: str, name: str) -> str:
    if isinstance(value, str):
        return str(value)
    if _missing(value):
        return ""
    if isinstance(value, (bool, int)) or type(value).__name__ in ("bool", "bool_"):
        return str(value)
    if hasattr(value, "__index__"):  # NumPy's integers
        return str(value.__index__())
    raise TypeError(f"{function}: {name} = {value!r}, must be a text, an integer or a boolean")


def _missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):  # pandas
        return True
    return isinstance(value, float) and value != value


def _codes(values: Iterable[Any], function: str, name: str) -> list[str]:
    from ringtrial._arrays import items

    found = []
    for i, value in enumerate(items(values, function, name)):
        if not isinstance(value, str) and not _missing(value):
            where = name if name == "assigned" else f"{name}[{i}]"
            raise TypeError(f"{function}: {where} = {value!r}, must be a text: a number has lost its zeros")
        found.append(str(value) if isinstance(value, str) else "")
    return found
