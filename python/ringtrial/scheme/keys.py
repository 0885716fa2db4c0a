"""What a scheme may say, in one table: checks, defaults, suggestions and docs/scheme.md are made from it.

Clauses are those of ISO 13528:2022 unless another standard is named.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ringtrial.scheme.types import (
    BOOL,
    DATE,
    DELIMITER,
    ENCODING,
    TEXT,
    Type,
    distinct,
    either,
    increasing,
    integer,
    list_of,
    number,
    one_number_of,
    one_of,
    table,
    table_of,
)

NUMBER = number()
POSITIVE = number(above=0)
NOT_NEGATIVE = number(least=0)
TEXTS = list_of(TEXT, "texts")
CODES = list_of(TEXT, "codes")
CATEGORIES = distinct("categories", least=1)


class Key(NamedTuple):
    """``default_text`` says the default where it depends on something else; ``default`` is then None."""

    name: str
    type: Type
    default: Any
    meaning: str
    default_text: str = ""


PARTICIPANTS = ("algorithm_a", "q_hampel", "median_niqr", "median_mad", "median_qn", "biweight", "mean")
ASSIGNED = (*PARTICIPANTS, "certified", "formulation", "expert", "none")
TARGETS = ("data", "fixed", "perception", "percent", "horwitz", "precision", "previous_rounds")
SCALES = (*PARTICIPANTS, "q_method", "qn", "mad", "niqr", "sd")
SCORES = ("difference", "percent_difference", "percent_allowance", "z", "z_prime", "zeta", "e_n")
VERDICTS = ("z", "z_prime", "percent_allowance", "e_n", "zeta")
EXPERT_METHODS = ("mean", "median", "weighted_mean", "birge", "dersimonian_laird", "mandel_paule")
QUALITATIVE = ("nominal", "ordinal", "code")
FIELDS = (
    "laboratory", "name", "measurand", "item", "replicate", "value", "qualifier", "u", "U", "k", "unit",
    "method", "dof", "round", "remark",
)  # fmt: skip
FORMATS = ("csv", "json", "xlsx", "html")

ROUND = (
    Key("schema", one_number_of(1), 1, "Version of this page."),
    Key("id", TEXT, None, "Column `round` of the outputs.", "stem of the results file"),
    Key("title", TEXT, None, "Title of the report.", "title row of the file, else `id`"),
    Key(
        "title_zh",
        TEXT,
        None,
        "The same in Chinese; one serves both languages if the other is missing.",
        "`title`",
    ),
    Key("organiser", TEXT, "", "Report head (ISO/IEC 17043, 7.4.3)."),
    Key("organiser_zh", TEXT, "", "The same in Chinese."),
    Key("contact", TEXT, "", "Report head: whom to ask."),
    Key("scheme_name", TEXT, "", "Report head: the proficiency testing scheme that the round belongs to."),
    Key("scheme_name_zh", TEXT, "", "The same in Chinese."),
    Key("date", DATE, None, "Date of the round."),
    Key("issued", DATE, None, "Date of the report.", "the day of evaluation is printed"),
    Key("notes", TEXT, "", "Plain text for the report, paragraphs by blank lines; markup is shown as typed."),
    Key("notes_zh", TEXT, "", "The same in Chinese."),
)

RESULTS = (
    Key("name", TEXT, None, "How the report calls the measurand.", "as in the file"),
    Key("name_zh", TEXT, None, "The same in Chinese.", "as in the file"),
    Key(
        "kind",
        one_of("auto", "quantitative", *QUALITATIVE),
        "auto",
        "`auto`: at least one cell reads as a number → quantitative, else nominal. `ordinal` and `code` must "
        "be said.",
    ),
    Key(
        "unit",
        TEXT,
        None,
        "Unit of evaluation; results in other units of its family are converted.",
        "the header's unit, else the most frequent",
    ),
    Key(
        "replicates",
        one_of("mean", "median", "first"),
        "mean",
        "How replicates become a laboratory's result (5.4).",
    ),
    Key(
        "censored",
        one_of("exclude", "half", "limit", "zero", "sqrt2"),
        "exclude",
        "What `<L` and `>L` do in the statistics. They are never scored as numbers, see `censored_signal`.",
    ),
    Key(
        "censored_signal",
        one_of("check", "none"),
        "check",
        "Signal of a censored result: the one that its limit decides, else `not_scored`; `none`: always "
        "`not_scored`.",
    ),
    Key("exclude", CODES, [], "Not in the statistics, but scored (5.3: known blunders, late results)."),
    Key("withdraw", CODES, [], "Neither in the statistics nor scored; shown as withdrawn."),
    Key(
        "outliers",
        one_of("none", "grubbs", "cochran", "grubbs_cochran"),
        "none",
        "Outlier tests; flagged results leave the statistics and are still scored. Robust estimators need "
        "none (6.5.1).",
    ),
    Key("outlier_alpha", one_number_of(0.05, 0.01), 0.01, "Significance level of `outliers`."),
    Key(
        "gross_error_percent",
        POSITIVE,
        None,
        "Results further than this from the median of all, in per cent of it, leave the statistics (a "
        "blunder screen, 6.5.2; IUPAC 2006 uses 50).",
    ),
    Key("negative", one_of("warn", "allow", "stop"), "warn", "What is done about results below 0."),
    Key(
        "minimum_laboratories",
        integer(least=2),
        5,
        "Fewer used results: no assigned value from participants, no scores (`too_few`). Our choice.",
    ),
    Key(
        "strata",
        either(TEXT, list_of(TEXT, "texts")),
        None,
        '`"method"`, another column such as `"region"` or `"tier"`, or a list of them: statistics and '
        "signals per group and a test whether the groups differ, beside the evaluation, never separate "
        "assigned values.",
    ),
    Key(
        "count_exposure",
        POSITIVE,
        None,
        "Results are counts (colonies, particles) divided by this, what one replicate was counted on, such "
        "as 0.1 (mL): the report then compares their spread with what counting alone gives (Poisson).",
    ),
    Key(
        "detection_limit",
        POSITIVE,
        None,
        "In `unit`: where results without a limit (`ND`, `未检出`) are censored.",
    ),
)

FORMULATION = table(
    Key("masses", list_of(POSITIVE, "positives", filled=True), None, "Masses of the components."),
    Key(
        "fractions",
        list_of(NOT_NEGATIVE, "not_negatives", filled=True),
        None,
        "Their mass fractions, in `unit`.",
    ),
    Key(
        "u_masses",
        list_of(NOT_NEGATIVE, "not_negatives"),
        None,
        "Standard uncertainties of the masses.",
    ),
    Key("u_fractions", list_of(NOT_NEGATIVE, "not_negatives"), None, "Of the fractions."),
    Key("total", POSITIVE, None, "Final mass, if weighed on its own."),
    Key("u_total", NOT_NEGATIVE, None, "Its standard uncertainty."),
    Key("u_other", NOT_NEGATIVE, 0.0, "Anything else, in `unit`."),
)
ESTIMATOR_OPTIONS = table(
    Key("k", POSITIVE, None, "`algorithm_a`: half-width of the window in units of s*."),
    Key(
        "correction",
        either(one_of("printed", "exact"), POSITIVE),
        None,
        "`algorithm_a`: factor that makes s* consistent for normal data.",
    ),
    Key("stopping", one_of("fixed_point", "three_figures"), None, "`algorithm_a`: when to stop."),
    Key("max_iterations", integer(least=1), None, "`algorithm_a` with `three_figures`."),
    Key("a", POSITIVE, None, "`q_hampel`: first corner of ψ."),
    Key("b", POSITIVE, None, "`q_hampel`: second corner."),
    Key("c", POSITIVE, None, "`q_hampel`: third corner; `biweight`: half-width in raw MADs, of both."),
    Key("quartiles", one_of("inclusive", "exclusive", "tukey"), None, "`median_niqr`: quartile rule."),
    Key(
        "finite_sample",
        either(BOOL, one_of("1993")),
        None,
        '`median_qn`: with the factors for few results; `"1993"`: with those of the first paper.',
    ),
)
OPTIONS_OF = {
    "algorithm_a": ("k", "correction", "stopping", "max_iterations"),
    "q_hampel": ("a", "b", "c"),
    "median_niqr": ("quartiles",),
    "niqr": ("quartiles",),
    "median_qn": ("finite_sample",),
    "qn": ("finite_sample",),
    "biweight": ("c",),
}
REFERENCE = table(
    Key("value", NUMBER, None, "In `unit`."),
    Key("u", NOT_NEGATIVE, None, "Standard uncertainty."),
    Key("U", NOT_NEGATIVE, None, "Expanded uncertainty, with `k`."),
    Key("k", POSITIVE, None, "Coverage factor."),
    Key("name", TEXT, None, "How the report calls it."),
)
VALUES = (
    Key(
        "assigned",
        one_of(*ASSIGNED),
        "algorithm_a",
        "Where the assigned value comes from (clause 7). From participants (7.7): `algorithm_a`, `q_hampel`, "
        "`median_niqr`, `median_mad`, `median_qn`, `biweight`, `mean`. `certified` (7.4): `assigned_value` "
        "with `assigned_u`, or `assigned_U` and `assigned_k`. `formulation` (7.3): table `formulation`, or "
        "`assigned_value` and `assigned_u` if computed elsewhere. `expert` (7.5, 7.6): results of "
        "`expert_laboratories`. `none`: statistics only, no scores.",
    ),
    Key("assigned_value", NUMBER, None, "In `unit`. Without `assigned` it implies `certified`."),
    Key(
        "assigned_u",
        NOT_NEGATIVE,
        None,
        "Standard uncertainty of `assigned_value`; without any it is 0, with a finding.",
    ),
    Key(
        "assigned_U", NOT_NEGATIVE, None, "Expanded uncertainty, with `assigned_k`, in place of `assigned_u`."
    ),
    Key("assigned_k", POSITIVE, None, "Coverage factor of `assigned_U`."),
    Key("formulation", FORMULATION, None, "Gravimetric mixture (7.3). Implies `formulation`."),
    Key("estimator_options", ESTIMATOR_OPTIONS, {}, "Options of the estimator, passed on."),
    Key("u_factor", POSITIVE, None, "Factor of u(x_pt) = factor · s*/√p (7.7.7).", "1.25 (`mean`: 1)"),
    Key("u_homogeneity", NOT_NEGATIVE, 0.0, "Standard uncertainty from inhomogeneity, in `unit` (7.2.2)."),
    Key("u_transport", NOT_NEGATIVE, 0.0, "From transport (7.2.2)."),
    Key("u_stability", NOT_NEGATIVE, 0.0, "From instability (7.2.2)."),
    Key("expert_laboratories", CODES, [], "Their results make the assigned value. Implies `expert`."),
    Key(
        "expert_method",
        one_of(*EXPERT_METHODS),
        None,
        "How their results are joined.",
        "`mean`, with uncertainties `dersimonian_laird`",
    ),
    Key("expert_u_common", NOT_NEGATIVE, 0.0, "Standard uncertainty that they share (a common calibrant)."),
    Key("score_experts", BOOL, False, "Score the experts too."),
    Key(
        "reference",
        REFERENCE,
        None,
        "An independent reference to compare the assigned value with (7.8); disagreement is a finding.",
    ),
    Key(
        "assigned_category",
        TEXT,
        None,
        "The right answer of a nominal, ordinal or code measurand (11.3).",
        "the consensus of at least `required`",
    ),
    Key("accepted", CATEGORIES, [], "Nominal: further answers that are right."),
    Key(
        "partial",
        table_of(number(above=0, below=1), "partial"),
        {},
        "Nominal: answers that are partly right, with their score.",
    ),
    Key(
        "levels",
        distinct("levels", least=2),
        None,
        "Ordinal: the categories, lowest first. Must be given.",
    ),
    Key("required", number(above=0, most=1), 0.75, "Share of equal answers that makes a consensus."),
    Key(
        "code_levels",
        increasing(integer(least=1), "increasing"),
        [2, 4, 6, 8, 10],
        "Code: numbers of digits that are compared.",
    ),
)

PREVIOUS_ROUNDS = table(
    Key(
        "level",
        list_of(NUMBER, "three_numbers", filled=True),
        None,
        "Assigned values of earlier rounds.",
    ),
    Key(
        "sd",
        list_of(NOT_NEGATIVE, "three_not_negatives", filled=True),
        None,
        "Their standard deviations.",
    ),
    Key("relation", one_of("linear", "proportional", "power"), "linear", "How the one depends on the other."),
)
TARGET = (
    Key(
        "target",
        one_of(*TARGETS),
        "data",
        "Where σ_pt comes from (clause 8). `data` (8.6): the scale of this round, `target_estimator`. "
        "`fixed` (8.1): `sigma_pt`. `perception` (8.2): `sigma_pt` or `delta_e`. `percent`: `target_percent` "
        "of x_pt. `horwitz` (8.4): at x_pt, a mass fraction. `precision` (8.5): `s_R`, `s_r`, `precision_n`. "
        "`previous_rounds` (8.3): table `previous_rounds` at x_pt. A parameter alone implies its method.",
    ),
    Key(
        "target_estimator",
        one_of(*SCALES),
        None,
        "Scale estimator of `data`.",
        "that of `assigned` if from participants, else `algorithm_a`",
    ),
    Key("sigma_pt", POSITIVE, None, "In `unit` (with `transform` in log units). Implies `fixed`."),
    Key(
        "delta_e",
        POSITIVE,
        None,
        "Maximum permissible error, in `unit`. Alone it implies `perception` (σ_pt = δ_E/3); it always "
        "serves `percent_allowance` too.",
    ),
    Key("target_percent", POSITIVE, None, "σ_pt in per cent of x_pt. Implies `percent`."),
    Key("s_R", POSITIVE, None, "Reproducibility standard deviation, in `unit`. Implies `precision`."),
    Key("s_r", NOT_NEGATIVE, None, "Repeatability standard deviation, in `unit`."),
    Key(
        "precision_n",
        number(least=1),
        None,
        "Results averaged by each laboratory.",
        "`replicates_requested`, else 1",
    ),
    Key("previous_rounds", PREVIOUS_ROUNDS, None, 'Implies `target = "previous_rounds"`.'),
    Key("horwitz_modified", BOOL, True, "With Thompson's branches; `false`: the middle branch everywhere."),
    Key("replicates_requested", number(least=1), None, "How many replicates each laboratory was asked for."),
    Key("sigma_lower", POSITIVE, None, "σ_pt is at least this (8.6.2), in `unit`."),
    Key("sigma_upper", POSITIVE, None, "σ_pt is at most this (8.6.2), in `unit`."),
)

ITEMS = (
    Key(
        "homogeneity_file",
        TEXT,
        "",
        "Table of the organiser's check of homogeneity (annex B): a column of items, one of replicates or a "
        'column for each, and the results. The path is seen from the scheme\'s folder; `""`: no check.',
    ),
    Key(
        "homogeneity_column",
        TEXT,
        "",
        "Name of the column of results in it.",
        "the measurand's name, or a word such as `result`",
    ),
    Key(
        "stability_file",
        TEXT,
        "",
        "The same for the check of stability: a column such as `time` tells the two times apart, the earlier "
        "first; with one time only the check of homogeneity is what stood before.",
    ),
    Key("stability_column", TEXT, "", "Name of the column of results in it.", "as above"),
    Key(
        "item_criterion",
        one_of("basic", "expanded", "test"),
        "basic",
        "What decides. `basic`: s_s ≤ 0.3 σ_pt, |change| ≤ 0.3 σ_pt (B.2.2, B.5.1). `expanded`: with the "
        "noise of the check (B.2.3, B.5.2). `test`: F test and t test (CNAS-GL003). All are reported.",
    ),
    Key("item_factor", POSITIVE, 0.3, "Fraction of σ_pt in the criteria."),
    Key("item_alpha", number(above=0, below=1), 0.05, "Significance level of the tests."),
    Key(
        "when_inhomogeneous",
        one_of("uncertainty", "target", "warn", "stop"),
        None,
        "What a failed check of homogeneity does, always with a finding. `uncertainty`: u(x_pt) contains "
        "s_s. `target`: σ_pt becomes √(σ_pt² + s_s²). `warn`: nothing else. `stop`: exit code 3.",
        '`uncertainty`; with `target = "data"` `warn`, since the spread of the results contains the '
        "differences between the items already (B.2)",
    ),
    Key(
        "when_unstable",
        one_of("uncertainty", "warn", "stop"),
        "uncertainty",
        "What a failed check of stability does. `uncertainty`: u(x_pt) contains |change|/√3.",
    ),
)

SCORING = (
    Key(
        "scores",
        list_of(one_of(*SCORES), filled=True),
        None,
        "Which scores are computed (clause 9).",
        "`difference`, `percent_difference`, `z`; with `delta_e` also `percent_allowance`; with an "
        "uncertainty of one laboratory or more also `zeta`, `e_n`",
    ),
    Key(
        "transform",
        one_of("none", "log10", "ln"),
        "none",
        "Logarithms of results first; statistics, σ_pt and scores are in log units, x_pt is shown "
        "back-transformed.",
    ),
    Key("u_ratio", POSITIVE, 0.3, "Limit of u(x_pt)/σ_pt (9.2.1)."),
    Key(
        "when_u_large",
        one_of("z_prime", "warn", "no_scores"),
        "z_prime",
        "Beyond it: z is replaced by z′, or kept with a finding, or there are no scores.",
    ),
    Key(
        "verdict",
        one_of(*VERDICTS),
        None,
        "The score that makes the signal.",
        "the first given of `z` or `z_prime`, `percent_allowance`, `e_n`, `zeta`",
    ),
    Key(
        "limits",
        increasing(POSITIVE, "limits", most=2),
        [2.0, 3.0],
        "Of z, z′ and ζ (9.4.2): where questionable and unsatisfactory begin; one number: no questionable.",
    ),
    Key("e_n_limit", POSITIVE, 1.0, "Limit of |E_n|."),
    Key("allowance_limit", POSITIVE, 100.0, "Limit of |P_A|, in per cent."),
    Key(
        "signal_tolerance",
        number(least=0, below=0.01),
        1e-9,
        "Relative slack at a limit, so that a decimal tie is a tie in binary too.",
    ),
    Key(
        "missing_u",
        one_of("nan", "zero"),
        "nan",
        "A laboratory without uncertainty: no ζ and E_n, or as if it were 0.",
    ),
    Key(
        "missing_k",
        either(one_of("nan", "rectangular"), POSITIVE),
        "nan",
        "U without k: no u; or U/√3; or U divided by this number. Every use is a finding.",
    ),
)

INTAKE = (
    Key("encoding", ENCODING, None, "Of text files.", "detected"),
    Key("delimiter", DELIMITER, None, "One character between cells.", "detected"),
    Key("decimal", one_of(".", ","), None, "Decimal mark.", "detected"),
    Key(
        "sheet",
        either(TEXT, list_of(TEXT, "texts", filled=True)),
        None,
        "Worksheet(s) to read.",
        "all with a table",
    ),
    Key(
        "header_row", integer(least=1), None, "Row of the column names, as a spreadsheet counts.", "detected"
    ),
    Key(
        "columns",
        table(*(Key(field, TEXT, None, "") for field in FIELDS)),
        {},
        'Field = column name in the file, as `laboratory = "参加单位"`; wins over the known names.',
    ),
    Key("ignore", TEXTS, [], "Patterns of columns to leave out."),
    Key("unreadable", one_of("stop", "skip"), "stop", "Cells that are no number."),
    Key(
        "duplicates",
        one_of("auto", "stop", "first", "last", "replicates"),
        "auto",
        "A laboratory's rows for the same measurand and item; `auto`: equal ones are kept once, "
        "different ones stop.",
    ),
    Key("missing", TEXTS, [], "More texts that mean not reported."),
    Key(
        "not_detected",
        one_of("censored", "missing", "zero", "stop"),
        "censored",
        "`ND`, `未检出` without a limit; `censored`: at the measurand's `detection_limit` if there is one, "
        "else not reported, with a finding.",
    ),
    Key(
        "codes",
        one_of("auto", "as_given", "assign"),
        "auto",
        "`auto`: a code column is kept; only names: codes L001 … are assigned and the key goes to "
        "`private/codes.csv`.",
    ),
    Key(
        "uncertainty_in_cell",
        one_of("stop", "expanded", "standard"),
        "stop",
        "What `12.3±0.4` in a cell means.",
    ),
)

COMPETITION = (
    Key(
        "measurands",
        TEXTS,
        ["*"],
        "Names or patterns of the measurands that count; of them those with z or z′.",
    ),
    Key(
        "criterion",
        one_of("mean_abs", "rms", "ssz", "mean_points", "points"),
        "mean_abs",
        "What is compared, of a laboratory's scores: mean of |z|; root mean square; sum of z²; mean or sum "
        "of points (2, 1, 0 for the three signals). `ssz` and `points` punish or favour laboratories with "
        "more scores.",
    ),
    Key(
        "minimum_scores",
        integer(least=1),
        None,
        "Laboratories with fewer scores are not ranked.",
        "half of the measurands that count",
    ),
    Key("confidence", number(above=0, below=1), 0.95, "Of the rank intervals (bootstrap over measurands)."),
    Key("replicates", integer(least=100), 2000, "Draws of the bootstrap."),
    Key("seed", integer(least=0), 1, "Of the draws: the same seed gives the same intervals."),
    Key("alpha", number(above=0, below=1), 0.05, "Level of the tests that tell laboratories apart."),
    Key(
        "adjust",
        one_of("bonferroni", "holm", "none"),
        "bonferroni",
        "How the p values of the pairs are adjusted for their number.",
    ),
    Key(
        "strata",
        either(TEXT, list_of(TEXT, "texts")),
        [],
        'Columns, such as `"tier"` or `"region"`, by which the laboratories are compared in groups.',
    ),
)

REPORT = (
    Key(
        "language",
        one_of("en", "zh", "both"),
        None,
        "Language of report and workbook.",
        "`en`, or `zh` if the file's headers are Chinese",
    ),
    Key("names", BOOL, False, "Print laboratories' names beside their codes."),
    Key("order", one_of("code", "result"), "code", "Order of rows in tables."),
    Key(
        "digits",
        table_of(integer(least=0), "digits"),
        {},
        "Measurand = decimals of results and assigned value, as `Fe = 2`.",
        "place of the second significant figure of u(x_pt)",
    ),
    Key("density", BOOL, True, "Kernel density over the histogram."),
    Key("heatmap", BOOL, True, "Picture of laboratories × measurands."),
    Key("logo", TEXT, None, "Path of a PNG or SVG file, seen from the scheme's folder; embedded."),
)

OUTPUT = (
    Key("bom", BOOL, True, "CSV files begin with a byte-order mark, for spreadsheet programs."),
    Key(
        "formats",
        list_of(one_of(*FORMATS), filled=True),
        list(FORMATS),
        "Files to write.",
    ),
)

KEYS: dict[str, tuple[Key, ...]] = {
    "round": ROUND,
    "measurand": RESULTS + VALUES + ITEMS + TARGET + SCORING,
    "intake": INTAKE,
    "competition": COMPETITION,
    "report": REPORT,
    "output": OUTPUT,
}
