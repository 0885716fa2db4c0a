"""The shape of a distribution: kernel density, modes, tests of modality, normal mixtures.

Looked at before a consensus value is trusted: a second mode (two methods, two units, two ways of sample
preparation) makes every robust mean meaningless (ISO 13528:2022, 10.3 and E.6; AMC Technical Brief 4).

``x`` is one sample; NaN and masked values mean "not reported" and are skipped, an infinity gives status
"not_finite". Locations and bandwidths are in the unit of ``x``, densities per unit of ``x``. The order of the
values does not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial import _core
from ringtrial._results import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ringtrial._results import Array, Number

__all__ = [
    "Dip", "Kde", "ModalityTest", "Modes", "NormalMixture",
    "bandwidth", "critical_bandwidth", "dip", "kde", "modality_test", "modes", "normal_mixture",
]  # fmt: skip

_density = _core.density


class Dip(Result):
    """Result of :func:`dip`; modal interval in the unit of x."""

    dip: float
    lower: float
    upper: float
    n: int
    status: str


class Kde(Result):
    """Result of :func:`kde`; grid in the unit of x, density per unit of x."""

    grid: Array
    density: Array
    bandwidth: float
    n: int
    method: str
    status: str


class ModalityTest(Result):
    """Result of :func:`modality_test`."""

    statistic: float
    p_value: float
    method: str
    modes: int
    n: int
    status: str


class Modes(Result):
    """Result of :func:`modes`; locations in the unit of x, heights per unit of x."""

    location: Array
    height: Array
    support: Array
    antimode: Array
    antimode_height: Array
    main: int
    count: int
    standard_error: Array
    bootstrap_support: Array
    bandwidth: float
    n: int
    status: str


class NormalMixture(Result):
    """Result of :func:`normal_mixture`; means and sds in the unit of x."""

    weight: Array
    mean: Array
    sd: Array
    k: int
    log_likelihood: float
    bic: float
    bic_by_k: Array
    responsibility: Array
    iterations: int
    n: int
    status: str


def bandwidth(
    x: ArrayLike,
    *,
    rule: str | float = "silverman",
    sigma_pt: float | None = None,
    axis: int | None = None,
    offsets: ArrayLike | None = None,
) -> Number:
    """Bandwidth h of a Gaussian kernel density: the standard deviation of one kernel.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    rule : {"silverman", "scott", "normal", "robust", "amc", "iupac", "sheather_jones"} or float
        "silverman": 0.9 A n^(-1/5), A = min(s, IQR/1.34); "scott": 1.06 A n^(-1/5); "normal":
        (4/3)^(1/5) s n^(-1/5); "robust": 0.9 s* n^(-1/5) with s* of Algorithm A, for inspection;
        "amc" or "iupac": 0.75 sigma_pt; "sheather_jones": solves their equation. A number is itself.
    sigma_pt : float, optional
        Standard deviation for proficiency assessment, > 0; "amc" needs it.
    axis : int, optional
        One result per sample along this axis.
    offsets : array_like of int, optional
        One result per ragged sample ``x[offsets[j]:offsets[j + 1]]``.

    Returns
    -------
    float or ndarray
        In the unit of ``x``; NaN for fewer than two values (one for "amc" and a number), without
        spread, with an infinity, or where the equation of Sheather and Jones has no root.

    Notes
    -----
    Silverman 1986, (3.31); ISO 13528:2022, 10.3.2; Sheather and Jones, J. R. Stat. Soc. B 53 (1991) 683.
    Prefer "amc" where the scheme has a sigma_pt; "sheather_jones" for several modes and n >= 50, because
    the other rules oversmooth two far groups.
    """
    return _density.bandwidth(x, rule, sigma_pt, axis, offsets)


def critical_bandwidth(x: ArrayLike, *, modes: int = 1) -> float:
    """Find the smallest bandwidth at which the kernel density has at most ``modes`` modes.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    modes : int
        At least 1.

    Returns
    -------
    float
        In the unit of ``x``; NaN for fewer than two values, no more distinct values than ``modes`` (any
        bandwidth does), or with an infinity.

    Notes
    -----
    Silverman, J. R. Stat. Soc. B 43 (1981) 97. Bisection to 1e-10; some 40 times the cost of :func:`modes`.
    """
    return _density.critical_bandwidth(x, modes)


def dip(x: ArrayLike) -> Dip:
    """Dip: how far the empirical distribution is from the nearest unimodal one.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.

    Returns
    -------
    Dip
        ``dip`` (without unit, at least 1/(2n), which it is for n < 4 and for equal values), ``lower`` and
        ``upper`` (ends of the modal interval), ``n, status``. Status "too_few": nothing is reported;
        "not_finite".

    Notes
    -----
    Hartigan and Hartigan, Ann. Statist. 13 (1985) 70; AS 217. O(n) after sorting.
    """
    return Dip(*_density.dip(x))


def kde(
    x: ArrayLike,
    *,
    bandwidth: str | float = "silverman",
    sigma_pt: float | None = None,
    grid: ArrayLike | None = None,
    points: int = 201,
    cut: float = 3.0,
    method: str = "auto",
) -> Kde:
    """Gaussian kernel density f(t) = 1/(n h) * sum phi((t - x_i)/h).

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    bandwidth : str or float
        As ``rule`` of :func:`bandwidth`.
    sigma_pt : float, optional
        For the bandwidth "amc".
    grid : array_like, optional
        Abscissae, finite, in any order. Without it ``points`` equally spaced ones from the smallest
        value - cut*h to the largest + cut*h.
    points : int
        At least 2.
    cut : float
        In bandwidths, not negative.
    method : {"auto", "exact", "binned"}
        "exact" sums every term; "binned" lets values share cells by their moments, with an error below
        1e-6 of one kernel's height; "auto" is exact up to 2**24 pairs of value and abscissa. A range
        of more than 2**16 bandwidths is always done "exact".

    Returns
    -------
    Kde
        ``grid, density, bandwidth, n, method, status``. Without a bandwidth ("too_few", "zero_scale",
        "too_sparse") or with an infinity ("not_finite") the density is NaN on a given grid, else empty.

    Notes
    -----
    Silverman 1986; ISO 13528:2022, 10.3.2. O(n * points); "binned" O(n + points).
    """
    return Kde(*_density.kde(x, bandwidth, sigma_pt, grid, points, cut, method))


def modality_test(
    x: ArrayLike, *, method: str = "silverman", modes: int = 1, replicates: int = 999, seed: int = 1
) -> ModalityTest:
    """Test whether there are at most ``modes`` modes.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    method : {"silverman", "dip"}
        "silverman": the statistic is the critical bandwidth, replicates come from the density there,
        shrunk to the variance of the sample. "dip": the statistic is the dip, replicates are uniform.
    modes : int
        At least 1; 1 for "dip".
    replicates : int
        At least 1.
    seed : int
        Of the replicates.

    Returns
    -------
    ModalityTest
        ``statistic``, ``p_value`` = (1 + count)/(replicates + 1), ``method, modes, n, status``. Status
        "too_few" for n < 4 or no more distinct values than ``modes``; "zero_scale" for equal values (with
        "dip" p = 1, "ok"); "not_finite".

    Notes
    -----
    Silverman, J. R. Stat. Soc. B 43 (1981) 97, conservative for one mode: a p a little above 0.05 is no
    proof of one mode. Hartigan and Hartigan 1985: the dip is for large n; it looks for a gap, not for a
    small side mode.
    """
    return ModalityTest(*_density.modality_test(x, method, modes, replicates, seed))


def modes(
    x: ArrayLike,
    *,
    bandwidth: str | float = "silverman",
    sigma_pt: float | None = None,
    min_support: float = 0.0,
    replicates: int = 0,
    seed: int = 1,
) -> Modes:
    """Modes: the local maxima of the kernel density itself, not of a grid.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    bandwidth : str or float
        As ``rule`` of :func:`bandwidth`.
    sigma_pt : float, optional
        For the bandwidth "amc".
    min_support : float
        While a mode has less area than this, the one with the least is joined to its neighbour across
        the higher antimode; from 0 to below 1.
    replicates : int
        Resamples for ``standard_error`` and ``bootstrap_support``; 0: these are NaN.
    seed : int
        Of the resamples.

    Returns
    -------
    Modes
        ``location`` ascending with ``height`` and ``support`` (area up to the neighbouring antimodes,
        sum 1), ``antimode`` and ``antimode_height`` between them, ``main`` (index of the highest),
        ``count``, ``standard_error`` of the locations, ``bootstrap_support`` (share of resamples that
        have a mode between the same antimodes), ``bandwidth, n, status``. Empty without a bandwidth
        ("too_few", "zero_scale", "too_sparse") or with an infinity ("not_finite").

    Notes
    -----
    ISO 13528:2022, 10.3 and E.6; AMC Technical Brief 4 (2006). A mode is taken as assigned value only where
    the other modes carry little of the area (about 10 %). Prefer ``robust.algorithm_a`` where there is one
    mode: the standard error of a mode is about twice that of a mean. O(n + range/h), times replicates.
    """
    return Modes(*_density.modes(x, bandwidth, sigma_pt, min_support, replicates, seed))


def normal_mixture(
    x: ArrayLike,
    *,
    k: str | int = "bic",
    k_max: int = 3,
    equal_sd: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 2000,
) -> NormalMixture:
    """Mixture of normals by maximum likelihood.

    Parameters
    ----------
    x : array_like
        The sample; NaN means not reported.
    k : int or "bic"
        Number of components; "bic": the one from 1 to ``k_max`` with the smallest BIC.
    k_max : int
        At least 1.
    equal_sd : bool
        One standard deviation for all components.
    tolerance : float
        Least rise of the log-likelihood l, relative to 1 + abs(l), > 0.
    max_iterations : int
        At least 1.

    Returns
    -------
    NormalMixture
        ``weight, mean, sd`` by ascending mean, ``k, log_likelihood, bic``, ``bic_by_k`` (from k = 1, NaN
        where not fitted), ``responsibility`` (a row for each value of ``x``, NaN where not reported),
        ``iterations, n, status``. Status "too_few": n < 2k + 1; "zero_scale"; "degenerate": a component
        rests on the least sd, 1e-3 of that of the sample; "max_iterations"; "not_finite".

    Notes
    -----
    To describe two groups once a second mode is established, not to find one: for n < 30 BIC likes two
    components for one skewed group.
    """
    return NormalMixture(*_density.normal_mixture(x, k, k_max, equal_sd, tolerance, max_iterations))
