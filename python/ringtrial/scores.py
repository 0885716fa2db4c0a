"""One result against an assigned value: scores, their signals, combined scores (ISO 13528:2022, clause 9).

All functions but :func:`rsz` and :func:`ssz` work element by element and broadcast as NumPy does. Numbers
only (also 0-d arrays) give a ``float`` or ``str``, else an array of the broadcast shape: float64, or float32
if every array argument is float32; columns of pandas and polars are read as arrays. NaN in any argument
gives NaN ("not_scored") at its position; an infinite ``x`` or ``x_pt``, a denominator of 0 and a result
beyond the largest number give NaN. A negative or infinite standard deviation or uncertainty is a
``ValueError`` that names argument, position and value; text and complex numbers are a ``TypeError``.
Scores are exact to 4 ulp. Time is proportional to the number of elements; no temporary arrays.

=====================================================  ======================================================
known                                                  use
=====================================================  ======================================================
sigma_pt fit for purpose, u_pt <= 0.3 sigma_pt         :func:`z`
sigma_pt, but u_pt > 0.3 sigma_pt                      :func:`z_prime`
laboratories' own uncertainties are to be judged       :func:`zeta` (standard), :func:`e_n` (expanded), with z
a legal maximum error                                  :func:`percent_allowance`, :func:`percent_difference`
=====================================================  ======================================================

If ``x_pt`` is a consensus of the same participants, x and x_pt are correlated; the formulas ignore it, as the
standard does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result, text_of_code

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Count, Number, Status

__all__ = [
    "CombinedScoreResult", "difference", "e_n", "ez_minus", "ez_plus", "percent_allowance",
    "percent_difference", "rsz", "screen_uncertainty", "signal", "signal_ez", "ssz", "standard_uncertainty",
    "z", "z_prime", "zeta",
]  # fmt: skip

_scores = _core.scores


class CombinedScoreResult(Result):
    """Result of :func:`rsz` and :func:`ssz`, without unit."""

    value: Number
    p_value: Number
    n: Count
    status: Status


def difference(x: ArrayLike, x_pt: ArrayLike, *, transform: str = "none") -> Number:
    """Difference from the assigned value, D = x - x_pt.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    transform : {"none", "log10", "ln"}
        Applied to ``x`` and ``x_pt`` first; what is not above 0 is then NaN.

    Returns
    -------
    float or ndarray
        In the unit of ``x``, with a transform in log units.

    Notes
    -----
    ISO 13528:2022, 9.3.1 (11). Says nothing about the size that matters: prefer :func:`z`.
    """
    return _scores.difference(x, x_pt, transform)


def percent_difference(x: ArrayLike, x_pt: ArrayLike) -> Number:
    """Per cent difference, D% = 100 (x - x_pt)/x_pt; the sign of ``x_pt`` counts, as printed.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.

    Returns
    -------
    float or ndarray
        In per cent; NaN for ``x_pt`` = 0.

    Notes
    -----
    ISO 13528:2022, 9.3.1 (12). Not for quantities whose zero is arbitrary, such as degrees Celsius or pH.
    """
    return _scores.percent_difference(x, x_pt)


def percent_allowance(x: ArrayLike, x_pt: ArrayLike, delta_e: ArrayLike, *, U_pt: ArrayLike = 0.0) -> Number:
    """Per cent of the allowance, P_A = 100 (x - x_pt)/sqrt(delta_e² + U_pt²).

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    delta_e : float or array_like
        Maximum permissible error >= 0 in that unit; 0 is no target and gives NaN.
    U_pt : float or array_like
        Expanded uncertainty (k = 2) of ``x_pt`` >= 0; 0 gives the plain form (13), else (16).

    Returns
    -------
    float or ndarray
        In per cent; within 100 passes (``signal(..., kind="percent_allowance")``).

    Notes
    -----
    ISO 13528:2022, 9.3.6 (13) and 9.5.2 (16). For a legal or contractual maximum error.
    """
    return _scores.percent_allowance(x, x_pt, delta_e, U_pt)


def z(x: ArrayLike, x_pt: ArrayLike, sigma_pt: ArrayLike, *, transform: str = "none") -> Number:
    """z score, z = (x - x_pt)/sigma_pt.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    sigma_pt : float or array_like
        Standard deviation for proficiency assessment >= 0; 0 is no target and gives NaN.
    transform : {"none", "log10", "ln"}
        Applied to ``x`` and ``x_pt`` first (``sigma_pt`` is in log units); not above 0 is then NaN.

    Returns
    -------
    float or ndarray
        Without unit.

    Notes
    -----
    ISO 13528:2022, 9.4.1 (14). For an assigned value whose uncertainty is negligible
    (:func:`ringtrial.assigned.negligible`), else :func:`z_prime`.
    """
    return _scores.z(x, x_pt, sigma_pt, transform)


def z_prime(
    x: ArrayLike, x_pt: ArrayLike, sigma_pt: ArrayLike, u_pt: ArrayLike, *, transform: str = "none"
) -> Number:
    """z' score, z' = (x - x_pt)/sqrt(sigma_pt² + u_pt²): z for an uncertain assigned value.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    sigma_pt : float or array_like
        Standard deviation for proficiency assessment >= 0; 0 gives NaN whatever ``u_pt``.
    u_pt : float or array_like
        Standard uncertainty of ``x_pt`` >= 0.
    transform : {"none", "log10", "ln"}
        Applied to ``x`` and ``x_pt`` first (``sigma_pt`` and ``u_pt`` are in log units).

    Returns
    -------
    float or ndarray
        Without unit; never larger than z in size.

    Notes
    -----
    ISO 13528:2022, 9.5.1 (15). For u_pt > 0.3 sigma_pt.
    """
    return _scores.z_prime(x, x_pt, sigma_pt, u_pt, transform)


def zeta(
    x: ArrayLike,
    x_pt: ArrayLike,
    u: ArrayLike,
    u_pt: ArrayLike,
    *,
    missing_u: str = "nan",
    transform: str = "none",
) -> Number:
    """Zeta score, (x - x_pt)/sqrt(u² + u_pt²), with standard uncertainties.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    u, u_pt : float or array_like
        Standard uncertainties >= 0 of the laboratory and of ``x_pt``; both 0 gives NaN.
    missing_u : {"nan", "zero"}
        What a NaN in ``u`` means: no score, or as if it were 0 (compared with ``u_pt`` alone).
    transform : {"none", "log10", "ln"}
        Applied to ``x`` and ``x_pt`` first (``u`` and ``u_pt`` are in log units).

    Returns
    -------
    float or ndarray
        Without unit.

    Notes
    -----
    ISO 13528:2022, 9.6.1 (19). Judges result and stated uncertainty together: show it beside z, since a
    large ``u`` makes any result agree. :func:`standard_uncertainty` turns U and k into ``u``.
    """
    return _scores.zeta(x, x_pt, u, u_pt, missing_u, transform)


def e_n(
    x: ArrayLike,
    x_pt: ArrayLike,
    U: ArrayLike,
    U_pt: ArrayLike,
    *,
    missing_u: str = "nan",
    transform: str = "none",
) -> Number:
    """E_n score, (x - x_pt)/sqrt(U² + U_pt²), with expanded uncertainties.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    U, U_pt : float or array_like
        Expanded uncertainties >= 0 of the laboratory and of ``x_pt`` (k = 2, or both with the same
        coverage); both 0 gives NaN.
    missing_u : {"nan", "zero"}
        What a NaN in ``U`` means: no score, or as if it were 0.
    transform : {"none", "log10", "ln"}
        Applied to ``x`` and ``x_pt`` first (``U`` and ``U_pt`` are in log units).

    Returns
    -------
    float or ndarray
        Without unit; within 1 passes.

    Notes
    -----
    ISO 13528:2022, 9.7.1 (20). Usual in calibration and with few participants.
    """
    return _scores.e_n(x, x_pt, U, U_pt, missing_u, transform)


def ez_minus(x: ArrayLike, x_pt: ArrayLike, U: ArrayLike, U_pt: ArrayLike) -> Number:
    """Ez- = (x - (x_pt - U_pt))/U.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    U, U_pt : float or array_like
        Expanded uncertainties >= 0 of the laboratory and of ``x_pt``; ``U`` = 0 gives NaN.

    Returns
    -------
    float or ndarray
        Without unit; judge the pair with :func:`signal_ez`.

    Notes
    -----
    ISO 13528:2005, p. 30; no longer in the standard: prefer :func:`e_n`.
    """
    return _scores.ez_minus(x, x_pt, U, U_pt)


def ez_plus(x: ArrayLike, x_pt: ArrayLike, U: ArrayLike, U_pt: ArrayLike) -> Number:
    """Ez+ = (x - (x_pt + U_pt))/U.

    Parameters
    ----------
    x, x_pt : float or array_like
        Result and assigned value in one unit.
    U, U_pt : float or array_like
        Expanded uncertainties >= 0 of the laboratory and of ``x_pt``; ``U`` = 0 gives NaN.

    Returns
    -------
    float or ndarray
        Without unit; judge the pair with :func:`signal_ez`.

    Notes
    -----
    ISO 13528:2005, p. 30; no longer in the standard: prefer :func:`e_n`.
    """
    return _scores.ez_plus(x, x_pt, U, U_pt)


def standard_uncertainty(U: ArrayLike, k: ArrayLike, *, missing_k: str | float = "nan") -> Number:
    """Standard uncertainty from an expanded one, u = U/k.

    Parameters
    ----------
    U : float or array_like
        Expanded uncertainty >= 0, in any unit.
    k : float or array_like
        Coverage factor > 0.
    missing_k : {"nan", "rectangular"} or float
        Where ``k`` is NaN: NaN; U/sqrt(3), the stated value taken as a half-width; U divided by this
        number > 0.

    Returns
    -------
    float or ndarray
        In the unit of ``U``.

    Notes
    -----
    ISO/IEC Guide 98-3, 6.2 and 4.3.7. For the ``u`` of :func:`zeta`.
    """
    return _scores.standard_uncertainty(U, k, missing_k)


def signal(
    score: ArrayLike, kind: str = "z", *, limits: ArrayLike | None = None, tolerance: float = 1e-9
) -> Status:
    """Say what a score means: "satisfactory", "questionable", "unsatisfactory" or "not_scored".

    With two limits a < b: abs(s) <= a satisfactory, abs(s) >= b unsatisfactory, between questionable; with
    one limit abs(s) <= a satisfactory, else unsatisfactory. NaN is not scored, an infinity unsatisfactory.

    Parameters
    ----------
    score : float or array_like
        Never rounded before it is compared.
    kind : {"z", "z_prime", "zeta", "e_n", "percent_allowance"}
        Limits 2 and 3 for the first three, 1 for "e_n", 100 for "percent_allowance".
    limits : float or pair, optional
        Limits of your own, > 0 and increasing; 2.0 alone is the two-class rule of 9.4.2 NOTE 1.
    tolerance : float
        Relative slack, 0 <= tolerance < 0.01: (0.34 - 0.30)/0.02 is 2.0000000000000018 in binary and counts
        as the 2 that it is in decimals. 0 compares the raw numbers.

    Returns
    -------
    str or ndarray of str

    Notes
    -----
    ISO 13528:2022, 9.4.2, 9.7.2, 9.3.6. A value exactly on a single limit passes, as in ISO/IEC 17043 annex B
    and CNAS-GL002; ISO 13528 would flag it.
    """
    return text_of_code(_scores.signal(score, kind, limits, tolerance), _scores.verdicts)


def signal_ez(ez_minus: ArrayLike, ez_plus: ArrayLike, *, tolerance: float = 1e-9) -> Status:
    """Signal of the pair (Ez-, Ez+): both within 1 satisfactory, one questionable, none unsatisfactory.

    Parameters
    ----------
    ez_minus, ez_plus : float or array_like
        From :func:`ez_minus` and :func:`ez_plus`; NaN in either is "not_scored".
    tolerance : float
        Relative slack, 0 <= tolerance < 0.01, as in :func:`signal`.

    Returns
    -------
    str or ndarray of str

    Notes
    -----
    ISO 13528:2005, p. 30.
    """
    return text_of_code(_scores.signal_ez(ez_minus, ez_plus, tolerance), _scores.verdicts)


def screen_uncertainty(u: ArrayLike, u_min: ArrayLike, u_max: ArrayLike) -> Status:
    """Screen stated standard uncertainties: information for the laboratory, never a verdict.

    Parameters
    ----------
    u : float or array_like
        Standard uncertainty >= 0 of the laboratory.
    u_min, u_max : float or array_like
        Plausible limits >= 0 in the same unit: the standard takes u(x_pt) and 1.5 s*, IMEP rounds u(x_pt)
        and sigma_pt. ``u_min`` > ``u_max`` is a ``ValueError``.

    Returns
    -------
    str or ndarray of str
        "a" within the limits (boundaries too, with a relative slack of 1e-12), "b" below (probably too
        small), "c" above (probably too large), "not_stated" for NaN in ``u``, "not_scored" for NaN limits.

    Notes
    -----
    ISO 13528:2022, 9.8.3 to 9.8.5. The flags printed in its example E.4 do not follow from the limits stated
    there, but from u_max = sigma_pt and a u_min between 0.002 and 0.0025.
    """
    return text_of_code(_scores.screen_uncertainty(u, u_min, u_max), _scores.screenings)


def rsz(z: ArrayLike, *, axis: int | None = None, offsets: ArrayLike | None = None) -> CombinedScoreResult:
    """Rescaled sum of scores, RSZ = sum(z)/sqrt(m) over the m scores that are not NaN.

    Parameters
    ----------
    z : array_like
        z scores of one laboratory; NaN is skipped.
    axis : int, optional
        One result per laboratory along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``z[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    CombinedScoreResult
        ``value``, ``p_value`` (two-sided normal), ``n``, ``status``: "too_few" without scores,
        "not_finite".

    Notes
    -----
    AMC; IUPAC harmonised protocol 1993. ISO 13528:2022, 9.9 gives no formula and is reserved about combined
    scores: large scores of opposite sign cancel here, and neither sum is valid for correlated scores (the
    same laboratory bias) or for a robust sigma_pt from the same round. Prefer showing all scores of a
    laboratory together.
    """
    return CombinedScoreResult(*_scores.rsz(z, axis, offsets))


def ssz(z: ArrayLike, *, axis: int | None = None, offsets: ArrayLike | None = None) -> CombinedScoreResult:
    """Sum of squared scores, SSZ = sum(z²) over the m scores that are not NaN.

    Parameters
    ----------
    z : array_like
        z scores of one laboratory; NaN is skipped.
    axis : int, optional
        One result per laboratory along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``z[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    CombinedScoreResult
        ``value``, ``p_value`` (upper chi-squared with m degrees of freedom), ``n``, ``status``.

    Notes
    -----
    Source and reservations as :func:`rsz`; the sign is lost, and one bad score hides in many good ones.
    """
    return CombinedScoreResult(*_scores.ssz(z, axis, offsets))
