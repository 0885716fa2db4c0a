"""Standard deviation for proficiency assessment sigma_pt, the target of a score (ISO 13528:2022, clause 8).

All results are in the unit of the level. :func:`fixed`, :func:`perception`, :func:`percentage`,
:func:`horwitz`, :func:`from_precision` and :func:`limit` work element by element: they broadcast as NumPy
does, numbers give a ``float``, arrays an array (float32 if every array is), NaN in any argument gives NaN at
its position; a mistake is a ``ValueError`` that names argument, position and value.

=============================================  ================================================
known                                          use
=============================================  ================================================
the scheme's own figure                        :func:`fixed`, :func:`percentage`
a maximum permissible error                    :func:`perception`
a mass fraction of an analyte                  :func:`horwitz`
a collaborative study of the method            :func:`from_precision`
earlier rounds                                 :func:`from_previous_rounds`
nothing but this round                         :func:`from_data`
=============================================  ================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result, text_of_code

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Count, Number, Status

__all__ = [
    "FromDataResult", "FromPreviousRoundsResult", "fixed", "from_data", "from_precision",
    "from_previous_rounds", "horwitz", "limit", "percentage", "perception",
]  # fmt: skip

_target = _core.target


class FromPreviousRoundsResult(Result):
    """Result of :func:`from_previous_rounds`; sigma_pt in the unit of sd."""

    a: float
    b: float
    r_squared: float
    adjusted_r_squared: float
    residual_sd: float
    n: int
    sigma_pt: Number
    extrapolated: Any
    relation: str
    status: str


class FromDataResult(Result):
    """Result of :func:`from_data`; sigma_pt and scale in the unit of x."""

    sigma_pt: Number
    scale: Number
    limited: Status
    n: Count
    estimator: str
    status: Status


def fixed(sigma_pt: ArrayLike) -> Number:
    """Return the scheme's own sigma_pt, checked: finite and > 0 (0 is a mistake here); NaN passes.

    Parameters
    ----------
    sigma_pt : float or array_like
        Chosen beforehand.

    Returns
    -------
    float or ndarray

    Notes
    -----
    ISO 13528:2022, 8.1. A target fit for purpose, the same in every round, is what makes scores comparable.
    """
    return _target.fixed(sigma_pt)


def perception(sigma_pt: ArrayLike | None = None, *, delta_e: ArrayLike | None = None) -> Number:
    """Target by expert judgement or law: sigma_pt itself, or delta_e/3.

    Parameters
    ----------
    sigma_pt, delta_e : float or array_like
        Exactly one of them, > 0: a standard deviation, or a maximum permissible error.

    Returns
    -------
    float or ndarray

    Notes
    -----
    ISO 13528:2022, 8.2.
    """
    return _target.perception(sigma_pt, delta_e)


def percentage(x_pt: ArrayLike, percent: ArrayLike) -> Number:
    """Return a percentage of the assigned value, abs(x_pt) * percent/100.

    Parameters
    ----------
    x_pt : float or array_like
        Assigned value; 0 gives NaN.
    percent : float or array_like
        > 0.

    Returns
    -------
    float or ndarray
        In the unit of ``x_pt``.

    Notes
    -----
    ISO 13528:2022, 8.2. Simple, but too strict at low levels: there prefer :func:`horwitz` or a lower
    :func:`limit`.
    """
    return _target.percentage(x_pt, percent)


def horwitz(c: ArrayLike, *, unit: str = "1", modified: bool = True) -> Number:
    """Horwitz's function in Thompson's form, for a mass fraction c.

    0.22 c below 1.2e-7; 0.02 c^0.8495; 0.01 sqrt(c) above 0.138.

    Parameters
    ----------
    c : float or array_like
        Level in ``unit``, at most 1 as a mass fraction; 0 gives NaN.
    unit : str
        Of ``c`` and of the result: "1", "%", "g/100g", "g/kg", "mg/g", "mg/100g", "mg/kg", "ug/g", "ppm",
        "ug/kg", "ng/g", "ppb", "ng/kg", "pg/g" or "ppt"; µ may be written for u. Volume concentrations such
        as mg/L are a ``ValueError``: the model needs a mass fraction.
    modified : bool
        False: the middle branch everywhere (Horwitz 1980).

    Returns
    -------
    float or ndarray
        In ``unit``.

    Notes
    -----
    ISO 13528:2022, 8.4 (8); Thompson, Analyst 125 (2000) 385. A c within a relative 1e-12 of a break point is
    in the middle branch. The branches do not meet: at 1.2e-7 they give 2.6400e-8 and 2.6412e-8, at 0.138
    3.7184e-3 and 3.7148e-3. Not for physical properties, enzymes, counts, operationally defined measurands.
    """
    return _target.horwitz(c, unit, modified)


def from_precision(s_R: ArrayLike, s_r: ArrayLike, n: ArrayLike) -> Number:
    """Target from a collaborative study, sqrt(s_R² - s_r² (1 - 1/n)).

    Parameters
    ----------
    s_R, s_r : float or array_like
        Reproducibility and repeatability standard deviation >= 0 in one unit; s_r at most s_R.
    n : float or array_like
        Results averaged per laboratory, >= 1.

    Returns
    -------
    float or ndarray
        In that unit; 0 only for ``s_R`` = 0.

    Notes
    -----
    ISO 13528:2022, 8.5.1 (9). What laboratories reach with this method, which need not be what the purpose
    needs.
    """
    return _target.from_precision(s_R, s_r, n)


def from_previous_rounds(
    level: ArrayLike, sd: ArrayLike, *, relation: str = "linear", at: ArrayLike | None = None
) -> FromPreviousRoundsResult:
    """Target from earlier rounds: least squares of their standard deviations on their levels.

    Parameters
    ----------
    level, sd : array_like
        Assigned value and (robust) standard deviation >= 0, one pair a round; pairs with a NaN are skipped.
    relation : {"linear", "proportional", "power"}
        s = a + b m; s = b m; s = a m^b, fitted as ln s on ln m (level and sd must then be > 0).
    at : float or array_like, optional
        Where ``sigma_pt`` is wanted.

    Returns
    -------
    FromPreviousRoundsResult
        ``a, b, r_squared, adjusted_r_squared, residual_sd`` (in the fitted scale), ``n``, ``sigma_pt`` (at
        ``at``; NaN where not positive), ``extrapolated`` (outside the levels), ``relation``, ``status``:
        "too_few" below 3 pairs or with equal levels, "not_finite".

    Notes
    -----
    ISO 13528:2022, 8.3; unweighted. r_squared = 1 - SSE/SST with SST about the mean, NaN where all sd are
    equal, perhaps negative for "proportional"; the standard's example E.8 prints the adjusted one. Do not use
    it outside the levels of the earlier rounds.
    """
    return FromPreviousRoundsResult(*_target.from_previous_rounds(level, sd, relation, at))


def from_data(
    x: ArrayLike,
    *,
    estimator: str = "algorithm_a",
    lower: float | None = None,
    upper: float | None = None,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
    **estimator_options: Any,
) -> FromDataResult:
    """Target from the round itself: its robust scale, kept within limits.

    Parameters
    ----------
    x : array_like
        One result a laboratory; NaN means not reported.
    estimator : str
        Those of :func:`ringtrial.assigned.from_participants`, and "q_method", "qn", "mad", "niqr", "sd" for
        the scale alone.
    lower, upper : float, optional
        Limits >= 0 as in :func:`limit`.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.
    **estimator_options
        Passed on as in :func:`ringtrial.assigned.from_participants`; also ``factor`` of MADe and nIQR and
        ``lab`` of "q_method".

    Returns
    -------
    FromDataResult
        ``sigma_pt, scale, limited`` ("none", "lower", "upper"), ``n, estimator, status``: "too_few" below 2
        results, "zero_scale" (scale 0; sigma_pt is ``lower``, or NaN without it), "not_finite",
        "max_iterations".

    Notes
    -----
    ISO 13528:2022, 8.6. z scores from the data compare laboratories with each other, not with a purpose, and
    need many participants: prefer any other target.
    """
    sigma_pt, scale, limited, n, status = _target.from_data(
        x, estimator, lower, upper, axis, offsets, estimator_options
    )
    return FromDataResult(sigma_pt, scale, text_of_code(limited, _target.limited), n, estimator, status)


def limit(sigma_pt: ArrayLike, *, lower: ArrayLike | None = None, upper: ArrayLike | None = None) -> Number:
    """Keep sigma_pt within limits, max(lower, min(upper, sigma_pt)).

    Parameters
    ----------
    sigma_pt : float or array_like
        Finite and >= 0; NaN stays NaN.
    lower, upper : float or array_like, optional
        Finite and >= 0; None is no limit. ``lower`` > ``upper`` anywhere is a ``ValueError``.

    Returns
    -------
    float or ndarray

    Notes
    -----
    ISO 13528:2022, 8.6.2.
    """
    return _target.limit(sigma_pt, lower, upper)
