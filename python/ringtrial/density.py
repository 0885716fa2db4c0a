"""The shape of a distribution: kernel density and its modes.

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

__all__ = ["Kde", "Modes", "bandwidth", "kde", "modes"]

_density = _core.density


class Kde(Result):
    """Result of :func:`kde`; grid in the unit of x, density per unit of x."""

    grid: Array
    density: Array
    bandwidth: float
    n: int
    method: str
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


def bandwidth(
    x: ArrayLike, *, rule: str | float = "silverman", sigma_pt: float | None = None, axis: int | None = None
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
    return _density.bandwidth(x, rule, sigma_pt, axis)


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
