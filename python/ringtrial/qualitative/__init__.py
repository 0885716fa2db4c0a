"""Results that are words, ordered words, counts or tariff codes; detection (ISO 13528:2022, clause 11).

Categories are texts; integers (2.0 is one: gaps make floats of a column) and booleans become their text.
None, NaN and the empty text mean "not reported" and are skipped; blanks around a text are dropped, case
counts. ``n`` counts what was reported. Counts are integers or whole floats.

==================================================  =====================================================
question                                            use
==================================================  =====================================================
yes/no, species                                     :func:`consensus` to assign, :func:`nominal_score`
do two methods or laboratories agree                :func:`cohen_kappa`; the same number each
                                                    :func:`fleiss_kappa`; gaps, any scale
                                                    :func:`krippendorff_alpha`
semi-quantitative strips                            :func:`ordinal_summary`, :func:`ordinal_score`;
                                                    :func:`ridit` to compare groups
plate counts                                        :func:`poisson_score`; replicates :func:`dispersion_test`
validation of a qualitative method                  :func:`pod`, :func:`dpod`, :func:`lod`,
                                                    :func:`pod_collaborative`, :func:`diagnostic`
tariff classification                               :func:`code_agreement`; without a binding ruling
                                                    :func:`code_consensus`
==================================================  =====================================================

Kappa falls with unbalanced categories though agreement is high: show ``observed`` beside it. Fewer than 20
results carry wide intervals: show them.
"""

from ringtrial.qualitative._agreement import Alpha, Kappa, cohen_kappa, fleiss_kappa, krippendorff_alpha
from ringtrial.qualitative._codes import CodeAgreement, CodeConsensus, code_agreement, code_consensus
from ringtrial.qualitative._counts import (
    Dispersion,
    PoissonInterval,
    dispersion_test,
    poisson_interval,
    poisson_score,
)
from ringtrial.qualitative._detection import (
    Diagnostic,
    Dpod,
    Lod,
    Pod,
    PodCollaborative,
    diagnostic,
    dpod,
    lod,
    lod_spearman_karber,
    pod,
    pod_collaborative,
)
from ringtrial.qualitative._nominal import (
    ChanceTest,
    NominalConsensus,
    NominalScore,
    Proportion,
    chance_test,
    consensus,
    nominal_score,
    proportion,
)
from ringtrial.qualitative._ordinal import (
    OrdinalScore,
    OrdinalSummary,
    Ridit,
    ordinal_score,
    ordinal_summary,
    ridit,
)

__all__ = [
    "Alpha", "ChanceTest", "CodeAgreement", "CodeConsensus", "Diagnostic", "Dispersion", "Dpod", "Kappa",
    "Lod", "NominalConsensus", "NominalScore", "OrdinalScore", "OrdinalSummary", "Pod", "PodCollaborative",
    "PoissonInterval", "Proportion", "Ridit", "chance_test", "code_agreement", "code_consensus",
    "cohen_kappa", "consensus", "diagnostic", "dispersion_test", "dpod", "fleiss_kappa",
    "krippendorff_alpha", "lod", "lod_spearman_karber", "nominal_score", "ordinal_score", "ordinal_summary",
    "pod", "pod_collaborative", "poisson_interval", "poisson_score", "proportion", "ridit",
]  # fmt: skip
