"""The reference value of ``consensus.degrees_of_equivalence``: a method by name, its result or a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial._arrays import read_real, said
from ringtrial._consensus_results import Fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from ringtrial._results import Array

_FUNCTION = "degrees_of_equivalence"


class Reference(NamedTuple):
    """What C++ wants to know of a fit, and the method for other arrays; a mapping has none."""

    known: tuple[Any, ...]
    refit: Callable[..., Fit] | None = None


def find_reference(
    x: ArrayLike,
    u: ArrayLike | None,
    fit: Any,
    covariance: ArrayLike | None,
    options: dict[str, Any],
    methods: dict[str, Callable[..., Fit]],
) -> Reference:
    """Return the reference value that ``fit`` means; ValueError where it means none."""
    if (u is None) == (covariance is None):
        raise ValueError(f"{_FUNCTION}: exactly one of u and covariance must be given")
    if isinstance(fit, str):
        return _of_method(x, u, fit, covariance, options, methods)
    if options:
        name = next(iter(options))
        raise TypeError(f"{_FUNCTION}: {name} is an option of a method, which fit must name then")
    if isinstance(fit, Fit):
        _require_weighted_mean(fit.method, covariance)
        method, chosen = methods[fit.method], fit._options
        return Reference(_known(fit), lambda x, u: method(x, u, **chosen))
    if isinstance(fit, Mapping):
        return Reference(_given(x, fit))
    raise TypeError(f"{_FUNCTION}: fit = {said(fit)}, must be the name of a method, its result or a mapping")


def leave_each_out(
    x: ArrayLike, u: ArrayLike | None, refit: Callable[..., Fit]
) -> tuple[Array, Array, Array]:
    """Return value, standard uncertainty and between_sd of the others for each laboratory, NaN for none."""
    rest = read_real(x, _FUNCTION, "x").astype(np.float64)
    numbers = np.full((3, len(rest)), np.nan)
    for position, own in enumerate(rest):
        rest[position] = np.nan
        fit = refit(rest, u)
        if fit.status == "ok":
            numbers[:, position] = fit.value, fit.standard_uncertainty, fit.between_sd
        rest[position] = own
    return numbers[0], numbers[1], numbers[2]


def _of_method(
    x: ArrayLike,
    u: ArrayLike | None,
    name: str,
    covariance: ArrayLike | None,
    options: dict[str, Any],
    methods: dict[str, Callable[..., Fit]],
) -> Reference:
    if name not in methods:
        allowed = ", ".join(f"'{method}'" for method in methods)
        raise ValueError(f"{_FUNCTION}: fit = {name!r}, must be a result, a mapping or one of {allowed}")
    _require_weighted_mean(name, covariance)
    correlated = {} if covariance is None else {"covariance": covariance}
    try:
        fit = methods[name](x, u, **correlated, **options)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{_FUNCTION}: {error}") from None
    return Reference(_known(fit), lambda x, u: methods[name](x, u, **options))


def _require_weighted_mean(name: str, covariance: ArrayLike | None) -> None:
    if covariance is not None and name != "weighted_mean":
        raise ValueError(
            f"{_FUNCTION}: fit = {name!r} cannot be had with covariance, must be 'weighted_mean' or a mapping"
        )


def _known(fit: Fit) -> tuple[Any, ...]:
    return fit.value, fit.standard_uncertainty, fit.between_sd, fit.weights, fit.method, fit.status_code


def _given(x: ArrayLike, fit: Mapping[str, Any]) -> tuple[Any, ...]:
    for name in ("value", "standard_uncertainty"):
        if name not in fit:
            raise ValueError(
                f"{_FUNCTION}: fit has no {name!r}, must have 'value' and 'standard_uncertainty'"
            )
    weights = fit.get("weights")
    if weights is None:
        weights = np.zeros(read_real(x, _FUNCTION, "x").size)
    between = fit.get("between_sd", np.nan)
    return fit["value"], fit["standard_uncertainty"], between, weights, "given", 0
