"""Agreement beyond chance: kappa of Cohen and Fleiss, alpha of Krippendorff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._arrays import items
from ringtrial._results import Result
from ringtrial.qualitative._texts import missing, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


class Kappa(Result):
    """Result of :func:`cohen_kappa` and :func:`fleiss_kappa`; without unit."""

    kappa: float
    observed: float
    expected: float
    standard_error: float
    standard_error_null: float
    z: float
    p_value: float
    lower: float
    upper: float
    n: int
    categories: list[str]
    status: str


class Alpha(Result):
    """Result of :func:`krippendorff_alpha`; ``observed`` and ``expected`` are disagreements."""

    alpha: float
    observed: float
    expected: float
    n_units: int
    n_values: int
    status: str


def cohen_kappa(
    a: Iterable[Any],
    b: Iterable[Any],
    *,
    weights: str | None = None,
    categories: Iterable[Any] | None = None,
    confidence: float = 0.95,
) -> Kappa:
    """Agreement of two raters beyond chance, plain or weighted by distance.

    Parameters
    ----------
    a, b : sequence
        One category an item, equal in length; pairs with both reported are used.
    weights : {None, "linear", "quadratic"}
        None: equal or not. Else partial agreement by position in ``categories``.
    categories : sequence, optional
        All categories in order; a value outside is a ValueError with its position. Without: those
        seen, in ascending order of the text.
    confidence : float
        In (0, 1).

    Returns
    -------
    Kappa
        ``kappa`` = (observed - expected)/(1 - expected), ``observed, expected``, ``standard_error`` with
        ``lower, upper``, ``standard_error_null, z, p_value`` (two-sided) of no agreement beyond chance,
        ``n`` pairs, ``categories``, ``status``: "too_few" for fewer than 2 pairs, "no_variation" if all
        are in one category, "zero_scale" if one rater named one category only (kappa 0, no test).

    Notes
    -----
    Cohen, Educ. Psychol. Meas. 20 (1960) 37; Fleiss, Cohen, Everitt, Psychol. Bull. 72 (1969) 323.
    """
    name = "cohen_kappa"
    return Kappa(
        *_core.qualitative.cohen_kappa(
            texts(a, name, "a"), texts(b, name, "b"), weights, _categories(categories, name), confidence
        )
    )


def fleiss_kappa(counts: ArrayLike, *, confidence: float = 0.95) -> Kappa:
    """Agreement beyond chance of the same number of raters on every subject.

    Parameters
    ----------
    counts : array_like, subjects x categories
        How many raters chose each category; every row with the same total of at least 2, rows of zeros
        are skipped.
    confidence : float
        In (0, 1).

    Returns
    -------
    Kappa
        As :func:`cohen_kappa`; both standard errors and the limits are those of no agreement beyond
        chance. ``n`` subjects, ``categories`` "0", "1", ...

    Notes
    -----
    Fleiss, Psychol. Bull. 76 (1971) 378; Fleiss, Nee, Landis, Psychol. Bull. 86 (1979) 974.
    """
    return Kappa(*_core.qualitative.fleiss_kappa(counts, confidence))


def krippendorff_alpha(
    ratings: ArrayLike | Iterable[Iterable[Any]],
    *,
    level: str = "nominal",
    categories: Iterable[Any] | None = None,
) -> Alpha:
    """Agreement beyond chance of any number of raters, with gaps, on any scale.

    Parameters
    ----------
    ratings : array_like, raters x units
        Numbers (NaN or None not reported), or texts for a nominal or ordinal level.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What differences mean; a ratio scale has no negative values.
    categories : sequence, optional
        All categories of a nominal or ordinal level, lowest first; a value outside is a ValueError.
        Without: ascending order of the numbers or texts.

    Returns
    -------
    Alpha
        ``alpha`` = 1 - observed/expected, disagreements ``observed, expected``, ``n_units`` with two
        values at least, ``n_values`` in them, ``status``: "too_few" without such a unit, "no_variation" if
        all values agree, "not_finite" for an infinity.

    Notes
    -----
    Krippendorff, Content Analysis, 3rd ed. (2013), chapter 12.
    """
    name = "krippendorff_alpha"
    known = _categories(categories, name)
    rows = _rows_of_texts(ratings, name)
    if rows is None:
        return Alpha(*_core.qualitative.alpha_of_numbers(ratings, level, known))
    if any(isinstance(value, str) and value for row in rows for value in row):
        by_rater = [texts(row, name, f"ratings[{i}]") for i, row in enumerate(rows)]
        return Alpha(*_core.qualitative.alpha_of_texts(by_rater, level, known))
    numbers = [[float("nan") if missing(value) or value == "" else value for value in row] for row in rows]
    return Alpha(*_core.qualitative.alpha_of_numbers(numbers, level, known))


def _rows_of_texts(ratings: Any, function: str) -> list[list[Any]] | None:
    """Return the rows of what may hold texts or gaps; None for an array of numbers."""
    kind = getattr(getattr(ratings, "dtype", None), "kind", "O")
    if kind in "iufb":
        return None
    if hasattr(ratings, "columns"):  # a frame: one row a rater
        ratings = ratings.to_numpy()
    rows = items(ratings, function, "ratings")
    return [items(row, function, f"ratings[{i}]") for i, row in enumerate(rows)]


def _categories(categories: Iterable[Any] | None, function: str) -> list[str]:
    known = [] if categories is None else texts(categories, function, "categories")
    if categories is not None and not known:
        raise ValueError(f"{function}: categories is empty, must list the categories or be None")
    return known
