"""Assigned value of a round and its standard uncertainty (ISO 13528:2022, clause 7).

Results are objects with ``value``, ``standard_uncertainty``, ..., ``status`` and a method
``expanded_uncertainty(k=2)``; ``u_pt`` of :mod:`ringtrial.scores` is their ``standard_uncertainty``. Values
and uncertainties are in one unit, that of the data. NaN and infinity in a scalar argument are a
``ValueError``; in samples NaN means not reported and is skipped, an infinity gives the status "not_finite".

==================================  =====================================================================
known                               use
==================================  =====================================================================
the item was mixed by weight        :func:`formulation`, checked with :func:`compare`
a certificate                       :func:`certified`
a CRM measured beside the item      :func:`crm_comparison`
results of expert laboratories      :func:`expert_laboratories`
only the participants' results      :func:`from_participants`
==================================  =====================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Array, Count, Number, Status

__all__ = [
    "CertifiedResult", "CompareResult", "CrmComparisonResult", "ExpertLaboratoriesResult",
    "FormulationResult", "FromParticipantsResult", "certified", "combine_uncertainty", "compare",
    "crm_comparison", "expert_laboratories", "formulation", "from_participants", "minimum_laboratories",
    "negligible",
]  # fmt: skip

_assigned = _core.assigned


class _AssignedResult(Result):
    """A value with its standard uncertainty."""

    if TYPE_CHECKING:
        standard_uncertainty: Any

    def expanded_uncertainty(self, k: float = 2) -> Number:
        """Return U = k times the standard uncertainty; ``k`` > 0, 2 for a coverage of about 95 %."""
        return _assigned.expanded_uncertainty(self.standard_uncertainty, k)


class FromParticipantsResult(_AssignedResult):
    """Result of :func:`from_participants`; numbers in the unit of x."""

    value: Number
    standard_uncertainty: Number
    scale: Number
    n: Count
    estimator: str
    status: Status


class FormulationResult(_AssignedResult):
    """Result of :func:`formulation`; numbers in the unit of the fractions."""

    value: float
    standard_uncertainty: float
    contributions: Array
    status: str


class CertifiedResult(_AssignedResult):
    """Result of :func:`certified`; numbers in the unit of value."""

    value: float
    standard_uncertainty: float
    status: str


class ExpertLaboratoriesResult(_AssignedResult):
    """Result of :func:`expert_laboratories`; value, uncertainty and between_sd in the unit of x."""

    value: float
    standard_uncertainty: float
    between_sd: float
    chi2: float
    weights: Array
    n: int
    method: str
    status: str


class CrmComparisonResult(_AssignedResult):
    """Result of :func:`crm_comparison`; numbers in the unit of value_crm."""

    value: float
    standard_uncertainty: float
    mean_difference: float
    u_difference: float
    n: int
    status: str


class CompareResult(Result):
    """Result of :func:`compare`; difference and u_difference in the unit of the values."""

    difference: float
    u_difference: float
    ratio: float
    agrees: bool
    status: str


def from_participants(
    x: ArrayLike,
    *,
    estimator: str = "algorithm_a",
    factor: float | None = None,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
    **estimator_options: Any,
) -> FromParticipantsResult:
    """Assigned value from the participants' own results, with u = factor * scale/sqrt(p).

    Parameters
    ----------
    x : array_like
        One result a laboratory; NaN means not reported.
    estimator : str
        ===============  =========================  ==========================================  ======
        name             location                   scale                                       factor
        ===============  =========================  ==========================================  ======
        "algorithm_a"    :func:`robust.algorithm_a`  its s*                                     1.25
        "q_hampel"       :func:`robust.q_hampel`    Q method                                    1.25
        "median_niqr"    median                     :func:`robust.niqr`                         1.25
        "median_mad"     median                     :func:`robust.mad`                          1.25
        "median_qn"      median                     :func:`robust.qn`                           1.25
        "biweight"       :func:`robust.biweight`    :func:`robust.biweight_scale`               1.25
        "mean"           arithmetic mean            standard deviation with divisor p - 1       1
        ===============  =========================  ==========================================  ======
    factor : float, optional
        > 0; by default that of the table (7.7.7 NOTE 2).
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.
    **estimator_options
        Passed on: ``k``, ``correction``, ``stopping``, ``max_iterations`` of "algorithm_a"; ``a``, ``b``,
        ``c`` of "q_hampel" and its ``lab``, one label per value for replicates (n and p are then
        laboratories); ``quartiles`` of "median_niqr"; ``finite_sample`` of "median_qn"; ``c`` of "biweight",
        for location and scale. One that the estimator does not have is a ``ValueError``.

    Returns
    -------
    FromParticipantsResult
        ``value, standard_uncertainty, scale, n, estimator, status``: "too_few" below 2 results, "zero_scale"
        where so many agree that the scale is 0 (then value is theirs, scale and uncertainty 0),
        "not_finite", "max_iterations".

    Notes
    -----
    ISO 13528:2022, 7.7 and 7.7.7 (6). 1.25 is sqrt(pi/2) = 1.2533 rounded, the median's loss of efficiency at
    the normal, and on the safe side for the others. Prefer "algorithm_a" for a dozen or more unimodal results
    with up to a fifth of outliers; "q_hampel" for more outliers, discrete or replicated data; "median_niqr"
    for few results by hand; "mean" only after outlier removal.
    """
    *numbers, status = _assigned.from_participants(x, estimator, factor, axis, offsets, estimator_options)
    return FromParticipantsResult(*numbers, estimator, status)


def formulation(
    masses: ArrayLike,
    fractions: ArrayLike,
    *,
    u_masses: ArrayLike | None = None,
    u_fractions: ArrayLike | None = None,
    total: float | None = None,
    u_total: float | None = None,
    u_other: float = 0.0,
) -> FormulationResult:
    """Assigned value of a gravimetric mixture, w = sum(m w)/M.

    M is the sum of the masses, or ``total`` if the final mass was weighed on its own. With the sensitivities
    (w_i - w)/M of the masses (with ``total`` w_i/M, and -w/M of the total) and m_i/M of the fractions,
    u² = sum of all (c u)² + u_other².

    Parameters
    ----------
    masses : array_like
        One mass > 0 a component, all in one unit.
    fractions : array_like
        Mass fraction >= 0 of the analyte in each, in any one unit; a blank matrix 0 or its own content.
    u_masses, u_fractions : array_like, optional
        Their standard uncertainties >= 0; by default 0.
    total, u_total : float, optional
        Final mass (made up with solvent, say), not below the sum of the masses, and its uncertainty.
    u_other : float
        Anything else, in the unit of the fractions.

    Returns
    -------
    FormulationResult
        ``value, standard_uncertainty`` in the unit of the fractions, ``contributions`` abs(c) u of the
        masses, the fractions, the total (only with ``total``) and u_other, ``status``.

    Notes
    -----
    ISO 13528:2022, 7.3. NaN anywhere is a ``ValueError`` naming the argument. Homogeneity, transport and
    stability are added by :func:`combine_uncertainty`. Prefer it to a consensus whenever the material can be
    made so; check it with :func:`compare`.
    """
    return FormulationResult(
        *_assigned.formulation(masses, fractions, u_masses, u_fractions, total, u_total, u_other)
    )


def certified(
    value: float,
    *,
    u: float | None = None,
    U: float | None = None,
    k: float | None = None,
    distribution: str = "normal",
) -> CertifiedResult:
    """Assigned value from a certificate: u as stated, or U/k.

    Parameters
    ----------
    value : float
        Certified value.
    u, U : float
        Standard or expanded uncertainty >= 0; exactly one of them.
    k : float
        Coverage factor > 0 of ``U``, to be stated even if it is 2.
    distribution : {"normal", "rectangular", "triangular"}
        The last two take ``U`` as a tolerance without coverage factor: U/sqrt(3), U/sqrt(6).

    Returns
    -------
    CertifiedResult
        ``value, standard_uncertainty, status``.

    Notes
    -----
    ISO 13528:2022, 7.4. Needs no participants' results; add homogeneity and stability of the items with
    :func:`combine_uncertainty` where the certificate does not cover them.
    """
    return CertifiedResult(*_assigned.certified(value, u, U, k, distribution))


def expert_laboratories(
    x: ArrayLike, u: ArrayLike | None = None, *, method: str | None = None, u_common: float = 0.0
) -> ExpertLaboratoriesResult:
    """Assigned value from the results of expert laboratories (7.6), or of one laboratory (7.5).

    Parameters
    ----------
    x : array_like
        One value a laboratory; NaN is skipped.
    u : array_like, optional
        Standard uncertainties >= 0, as many; a laboratory without one is skipped by weighted methods.
    method : str, optional
        =====================  ====================================  =============================
        name                   value                                 standard uncertainty
        =====================  ====================================  =============================
        "mean"                 mean (default without ``u``)          s/sqrt(n)
        "median"               median                                1.25 MADe/sqrt(n)
        "weighted_mean"        weights w = 1/u²                      1/sqrt(sum w)
        "birge"                same                                  times max(1, sqrt(Q/(n - 1)))
        "dersimonian_laird"    w = 1/(u² + tau²), tau² from Q        1/sqrt(sum w)
                               (default with ``u``)
        "mandel_paule"         tau² such that                        1/sqrt(sum w)
                               sum(w (x - value)²) = n - 1
        =====================  ====================================  =============================
    u_common : float
        What all laboratories share (a common calibrant), added in quadrature.

    Returns
    -------
    ExpertLaboratoriesResult
        ``value, standard_uncertainty, between_sd`` (tau; for the mean s, with ``u`` less what u explains; NaN
        for the median), ``chi2`` (Q at tau = 0; NaN without ``u``), ``weights`` (sum 1, NaN for a skipped
        laboratory), ``n, method, status``: "too_few" without a result or with one without ``u``, "zero_scale"
        where a u of 0 would weigh infinitely or MADe is 0, "not_finite".

    Notes
    -----
    The standard prescribes no procedure; report the method. Birge, Phys. Rev. 40 (1932) 207; DerSimonian and
    Laird, Control. Clin. Trials 7 (1986) 177; Paule and Mandel, J. Res. NBS 87 (1982) 377. Prefer
    "mandel_paule" where laboratories disagree beyond their uncertainties, "weighted_mean" only where Q does
    not contradict it. O(n log n).
    """
    return ExpertLaboratoriesResult(*_assigned.expert_laboratories(x, u, method, u_common))


def crm_comparison(value_crm: float, u_crm: float, differences: ArrayLike) -> CrmComparisonResult:
    """Assigned value of an item measured side by side with a certified reference material.

    value = value_crm + mean difference, u = sqrt(u_crm² + s_d²/n).

    Parameters
    ----------
    value_crm, u_crm : float
        Certified value and its standard uncertainty >= 0.
    differences : array_like
        Item mean - CRM mean per sample, in the same unit; NaN is skipped.

    Returns
    -------
    CrmComparisonResult
        ``value, standard_uncertainty, mean_difference, u_difference, n, status``: "too_few" for one
        difference (value given, uncertainties NaN) or none, "not_finite".

    Notes
    -----
    ISO 13528:2022, 7.5.2 (4) and (5). For one laboratory under repeatability conditions and a CRM of the same
    kind and level.
    """
    return CrmComparisonResult(*_assigned.crm_comparison(value_crm, u_crm, differences))


def compare(assigned: Any, reference: Any, *, k: float = 2.0) -> CompareResult:
    """Compare an assigned value with an independent reference: abs(difference) <= k u_difference?

    Parameters
    ----------
    assigned, reference : result or pair
        Anything with ``value`` and ``standard_uncertainty``, or (value, standard uncertainty), in one unit.
    k : float
        > 0.

    Returns
    -------
    CompareResult
        ``difference`` (reference - assigned), ``u_difference``, ``ratio`` (abs(difference)/u_difference),
        ``agrees`` (a tie agrees, relative slack 1e-12), ``status``: "zero_scale" without any uncertainty
        (agrees only where equal), "too_few" for a NaN in either.

    Notes
    -----
    ISO 13528:2022, 7.8 (7). A consensus that disagrees with a reference points to a common bias of methods.
    """
    return CompareResult(*_assigned.compare(assigned, reference, k))


def combine_uncertainty(
    u_char: ArrayLike, u_hom: ArrayLike = 0.0, u_trans: ArrayLike = 0.0, u_stab: ArrayLike = 0.0
) -> Number:
    """Combined standard uncertainty, sqrt(u_char² + u_hom² + u_trans² + u_stab²), element by element.

    Parameters
    ----------
    u_char, u_hom, u_trans, u_stab : float or array_like
        Standard uncertainties >= 0 of characterisation, homogeneity, transport and stability, in one unit;
        NaN gives NaN.

    Returns
    -------
    float or ndarray

    Notes
    -----
    ISO 13528:2022, 7.2.2 (3).
    """
    return _assigned.combine_uncertainty(u_char, u_hom, u_trans, u_stab)


def negligible(
    u_pt: ArrayLike,
    sigma_pt: ArrayLike | None = None,
    *,
    delta_e: ArrayLike | None = None,
    ratio: float | None = None,
) -> Any:
    """Say whether the uncertainty of the assigned value is negligible: u_pt <= ratio * target.

    Parameters
    ----------
    u_pt : float or array_like
        Standard uncertainty >= 0 of the assigned value.
    sigma_pt, delta_e : float or array_like
        The target, exactly one of them, >= 0 and in the same unit.
    ratio : float, optional
        > 0; 0.3 of ``sigma_pt`` or 0.1 of ``delta_e``.

    Returns
    -------
    bool or ndarray of bool
        False for NaN and for a target of 0. A tie counts as negligible, with a relative slack of 1e-12 (the
        standard prints <; a decision at exactly 0.300 must not hang on binary rounding).

    Notes
    -----
    ISO 13528:2022, 9.2.1 (10). If not, use :func:`ringtrial.scores.z_prime`.
    """
    return _assigned.negligible(u_pt, sigma_pt, delta_e, ratio)


def minimum_laboratories(scale: float, sigma_pt: float, *, factor: float = 1.25, ratio: float = 0.3) -> int:
    """Fewest laboratories for a negligible uncertainty of a consensus.

    The smallest p >= 2 with factor * scale/sqrt(p) <= ratio * sigma_pt; 18 where scale = sigma_pt.

    Parameters
    ----------
    scale : float
        Robust standard deviation to be expected, >= 0.
    sigma_pt : float
        Standard deviation for proficiency assessment, > 0, in the same unit.
    factor, ratio : float
        > 0; as in :func:`from_participants` and :func:`negligible`.

    Returns
    -------
    int

    Notes
    -----
    Derived from ISO 13528:2022, 7.7.7 (6) and 9.2.1 (10): a figure for planning. The standard's own advice
    for few participants is its annex D. More than 2**53 is a ``ValueError``.
    """
    return _assigned.minimum_laboratories(scale, sigma_pt, factor, ratio)
