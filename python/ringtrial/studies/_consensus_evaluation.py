"""One measurand's consensus: which estimator and why, its fit, all others, degrees of equivalence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial import consensus
from ringtrial.errors import DataError
from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ringtrial._consensus_results import (
        DecisionGuide,
        DegreesOfEquivalence,
        Fit,
        LargestConsistentSubsetFit,
        SensitivityTable,
    )
    from ringtrial.studies._consensus_data import Stated

    Array = NDArray[np.float64]

ESTIMATORS = (
    "arithmetic_mean", "median", "weighted_mean", "birge", "weighted_median", "largest_consistent_subset",
    "dersimonian_laird", "mandel_paule", "reml", "vangel_rukhin", "hedges_olkin", "sidik_jonkman",
    "linear_pool", "hierarchical", "cox_b", "bob", "schiller_eberhardt", "power_moderated_mean",
    "graybill_deal", "fairweather",
)  # fmt: skip
MOST_LABORATORIES = 2000  # every pair of them is looked at
_MOST_GUIDED = 5000
_MOST_REFITTED = 300  # laboratories; of more none is left out, and nothing is simulated
_MOST_SLOW = 100  # where a fit is more than sums
_MOST_INTEGRATED = 30  # where it is integrals over integrals
_OF_FEW_READINGS = ("graybill_deal", "fairweather")  # they are for finite degrees of freedom
_TAKE_DOF = ("vangel_rukhin", "linear_pool", "hierarchical", "schiller_eberhardt", *_OF_FEW_READINGS)
_WITHOUT_U = ("arithmetic_mean", "median")
_LEAST_DOF = {"linear_pool": 2, "fairweather": 4}
_SIMULATED = tuple(
    name
    for name in ESTIMATORS
    if name not in ("reml", "vangel_rukhin", "hierarchical", "linear_pool", "cox_b")
)  # quick enough to be drawn thousands of times beside the others
_SLOW = ("largest_consistent_subset", "reml", "vangel_rukhin")
_NOT_SIMULATED = ("hierarchical", "linear_pool", "cox_b")  # their intervals are distributions already
_RULES = {
    "weighted_mean": ("internal", "external"),
    "arithmetic_mean": ("scatter", "stated", "both"),
    "median": ("ccqm", "iso13528", "mueller", "maritz_jarrett", "stated"),
    "graybill_deal": ("naive", "sinha"),
} | dict.fromkeys(
    ("dersimonian_laird", "mandel_paule", "reml", "vangel_rukhin", "hedges_olkin", "sidik_jonkman"),
    ("naive", "horn_horn_duncan", "knapp_hartung", "knapp_hartung_floor"),
)


class Choice(NamedTuple):
    """The estimator with its options; ``reason``: guide, asked, correlated, or why the guide had no say."""

    method: str
    options: dict[str, Any]
    reason: str


class Consensus:
    """All that is computed of one measurand, in the order of its laboratories."""

    def __init__(self, stated: Stated, options: Mapping[str, Any]) -> None:
        self.stated = stated
        self.options = options
        self.x: Array = np.where(stated.takes_part, stated.x, np.nan)
        self.u = stated.u
        self.without_u = not np.any(stated.takes_part)
        if self.without_u:  # nobody states one: only methods that ask for none
            self.x = np.where(stated.included, stated.x, np.nan)
        self.n = int(np.count_nonzero(~np.isnan(self.x)))
        self.guide = self._guide()
        self.choice = self._choice()
        self.fit = self._fit()
        self.estimators = self._estimators()
        self.subset = self._subset()
        self.simulated = self._simulated()
        self.equivalence, self.others = self._equivalence()

    @property
    def ok(self) -> bool:
        return self.fit.status in ("ok", "max_iterations")

    @property
    def dof(self) -> Array | None:
        """Degrees of freedom of those that take part."""
        stated = self.stated.dof
        return None if stated is None else np.where(np.isnan(self.x), np.nan, stated)

    # --- which ------------------------------------------------------------------------------

    def _guide(self) -> DecisionGuide | None:
        if self.without_u or self.n > _MOST_GUIDED:
            return None
        return consensus.decision_guide(self.x, self.u)

    def _choice(self) -> Choice:
        asked = self.options["estimator"]
        if self.stated.covariance is not None:
            return Choice("weighted_mean", {"covariance": self.stated.covariance}, "correlated")
        if asked:
            return Choice(asked, {}, "asked")
        if self.guide is None:
            return Choice("median", {}, "no_u")
        if self.guide.status != "ok":
            return Choice("mandel_paule", {}, str(self.guide.status))
        if not self._has_dof_for(self.guide.recommended):
            return Choice("mandel_paule", {}, "dof")
        return Choice(self.guide.recommended, dict(self.guide.options), "guide")

    def _has_dof_for(self, method: str) -> bool:
        return self.dof is None or not bool(np.any(self.dof <= _LEAST_DOF.get(method, 0)))

    # --- what -------------------------------------------------------------------------------

    def _fit(self) -> Fit:
        method = self.choice.method
        if not self._has_dof_for(method):
            finding = Finding("consensus_dof_small", measurand=self.stated.label, least=_LEAST_DOF[method])
            raise DataError(finding.text, [finding])
        return self._call(method, **self.choice.options)

    def _call(self, method: str, **options: Any) -> Fit:
        function = getattr(consensus, method)
        coverage = {"coverage": self.options["coverage"]}
        if "covariance" in options or (self.without_u and method in _WITHOUT_U):
            return function(self.x, **coverage, **options)  # type: ignore[no-any-return]
        if method in _TAKE_DOF and (self.dof is not None or method in _OF_FEW_READINGS):
            options["dof"] = np.inf if self.dof is None else self.dof
        return function(self.x, self.u, **coverage, **options)  # type: ignore[no-any-return]

    def _estimators(self) -> SensitivityTable | None:
        if self.without_u:
            return None
        names = [name for name in ESTIMATORS if self.dof is not None or name not in _OF_FEW_READINGS]
        return consensus.sensitivity_table(
            self.x, self.u, dof=self.dof, methods=names, coverage=self.options["coverage"]
        )

    def _subset(self) -> LargestConsistentSubsetFit | None:
        return None if self.without_u else consensus.largest_consistent_subset(self.x, self.u)

    # --- how certain ------------------------------------------------------------------------

    def _simulate(self, method: str, model: str) -> Fit:
        return consensus.monte_carlo(
            self.x,
            self.u,
            dof=self.dof,
            estimator=method,
            model=model,
            draws=self.options["draws"],
            seed=self.options["seed"],
            coverage=self.options["coverage"],
        )

    def _simulated(self) -> dict[str, Fit]:
        """The estimators that are quick, and the chosen one, by parametric bootstrap."""
        if self.estimators is None:
            return {}
        names = [str(name) for name in self.estimators.method if name in _SIMULATED]
        names += [self.choice.method] if self.choice.method not in names else []
        return {name: self._simulate(name, "bootstrap") for name in names if self._can_be_simulated(name)}

    def _can_be_simulated(self, name: str) -> bool:
        most = _MOST_SLOW if name in _SLOW else _MOST_REFITTED
        return name not in _NOT_SIMULATED and self.n <= most and self._has_dof_for(name)

    def ways(self) -> list[tuple[str, Fit]]:
        """The chosen estimator's uncertainty by every rule and by simulation, first the rule in force."""
        method = self.choice.method
        if not self.ok or self.without_u or self.choice.reason == "correlated":
            return []
        found = [("default", self.fit)]
        for rule in _RULES.get(method, ()):
            fit = self._call(method, uncertainty=rule)
            if fit.standard_uncertainty != self.fit.standard_uncertainty:
                found.append((rule, fit))
            elif found[0][0] == "default":
                found[0] = (rule, fit)
        if method in self.simulated:
            found.append(("bootstrap", self.simulated[method]))
        if self._can_be_simulated(method) and (self.dof is None or not bool(np.any(self.dof <= 2))):
            found.append(("propagated", self._simulate(method, "stated")))
        return [found[0], *(way for way in found[1:] if way[1].status == "ok")]

    # --- how equivalent ---------------------------------------------------------------------

    def _equivalence(self) -> tuple[DegreesOfEquivalence | None, DegreesOfEquivalence | None]:
        """Against the consensus value, and against that of the others; None where it cannot be had."""
        if not self.ok or self.without_u:
            return None, None
        factor = {"coverage": self.options["coverage"], "coverage_factor": self.options["coverage_factor"]}
        fit, stated = self.fit, self.stated
        reference = {"value": fit.value, "standard_uncertainty": fit.standard_uncertainty}
        weights = np.where(np.isnan(self.x), 0.0, fit.weights)
        if stated.covariance is not None:
            known = reference | {"weights": weights}
            return (
                consensus.degrees_of_equivalence(
                    stated.x, None, known, covariance=stated.covariance, **factor
                ),
                None,
            )
        if self.borrows_weights:
            weights = np.where(np.isnan(self.x), 0.0, consensus.hierarchical(self.x, self.u).weights)
        weights = np.where(np.isnan(weights), 0.0, weights)
        alone = consensus.degrees_of_equivalence(stated.x, self.u, reference | {"weights": weights}, **factor)
        others = None
        if 2 < self.n <= (_MOST_REFITTED if self.has_weights else _MOST_INTEGRATED):
            others = consensus.degrees_of_equivalence(self.x, self.u, fit, leave_one_out=True, **factor)
        return alone, others

    @property
    def has_weights(self) -> bool:
        """Whether the fit says how much each result counts; Bayesian fits may not."""
        return not bool(np.isnan(self.fit.weights[~np.isnan(self.x)]).any())

    @property
    def borrows_weights(self) -> bool:
        """Too many refits for a Bayesian fit without weights: those with normal effects and known u serve."""
        return not self.has_weights and self.n > _MOST_INTEGRATED

    def against_others(self, name: str) -> Array:
        """A number of each laboratory against the others; one that is not in the value, against the value."""
        if self.equivalence is None or self.others is None:
            return np.full(len(self.stated.codes), np.nan)
        own = {"reference": self.fit.value, "reference_uncertainties": self.fit.standard_uncertainty}
        alone = own[name] if name in own else getattr(self.equivalence, name)
        merged: Array = np.where(np.isnan(self.x), alone, getattr(self.others, name))
        return merged

    def degrees(self, name: str) -> Array:
        """A number of each laboratory against the consensus value; without weights against the others."""
        if self.equivalence is None:
            return np.full(len(self.stated.codes), np.nan)
        if self.has_weights or self.borrows_weights:
            own: Array = getattr(self.equivalence, name)
            return own
        return self.against_others(name)
