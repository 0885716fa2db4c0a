"""Nominal, ordinal and code answers: frequencies, consensus, what each laboratory's answer is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial import qualitative
from ringtrial.findings import Finding
from ringtrial.report.pictures import answers as pictures
from ringtrial.report.pictures.categories import MOST_SHOWN
from ringtrial.report.pictures.categories import categories as bars
from ringtrial.studies.laboratories import left_out, names_of
from ringtrial.studies.page import compared
from ringtrial.studies.study import Drawing, Section, Statement
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringtrial.studies.answers import Answers

_OF_WORDS = ("reached", "tied", "p_chance", "entropy", "gini")  # say little of codes
_MARKS = {"satisfactory": "satisfactory", "questionable": "questionable", "unsatisfactory": "unsatisfactory"}


class Evaluated:
    """One measurand: the consensus of its answers, and their scores against the right one."""

    def __init__(self, answers: Answers, laboratories: Sequence[str], options: Mapping[str, Any]) -> None:
        self.answers, self.laboratories = answers, laboratories
        self.label, self.kind = answers.label, answers.kind
        self.texts, self.counted = answers.texts, answers.counted
        self.required = options["required"] or answers.measurand.options["required"]
        settings = {"confidence": options["confidence"], "required": self.required}
        self.consensus = qualitative.consensus(self.counted, categories=answers.levels, **settings)
        self.assigned = answers.assigned(self.required)
        self.source = "expected" if answers.expected is not None else "consensus" if self.assigned else "none"
        self.ordinal: qualitative.OrdinalSummary | None = None
        self.code: qualitative.CodeAgreement | None = None
        self.code_consensus: qualitative.CodeConsensus | None = None
        self.score: qualitative.NominalScore | qualitative.OrdinalScore | qualitative.CodeAgreement | None = (
            None
        )
        if self.kind == "code":
            self._codes()
        elif self.kind == "ordinal":
            self._ordinal()
        elif self.assigned:
            accepted, partial = answers.accepted, answers.partial
            self.score = qualitative.nominal_score(
                self.texts, self.assigned, accepted=accepted, partial=partial
            )

    def _ordinal(self) -> None:
        levels = self.answers.levels
        self.ordinal = qualitative.ordinal_summary(self.counted, levels=levels)
        if self.assigned:
            self.score = qualitative.ordinal_score(self.texts, self.assigned, levels=levels)

    def _codes(self) -> None:
        digits = self.answers.digits
        self.code_consensus = qualitative.code_consensus(self.counted, levels=digits, required=self.required)
        if self.assigned:
            self.code = qualitative.code_agreement(self.counted, self.assigned, levels=digits)
            self.score = qualitative.code_agreement(self.texts, self.assigned, levels=digits)

    @property
    def signals(self) -> list[str]:
        """One a laboratory: of those that did not answer "not_reported"."""
        if self.score is None:
            return ["not_scored" if text else "not_reported" for text in self.texts]
        pairs = zip(self.texts, self.score.signal, strict=True)
        return [str(signal) if text else "not_reported" for text, signal in pairs]

    @property
    def signals_counted(self) -> list[str]:
        """Those of the laboratories that are in the statistics."""
        pairs = zip(self.counted, self.signals, strict=True)
        return [signal for text, signal in pairs if text]

    @property
    def correct(self) -> Any:
        """Share of satisfactory answers, with its interval; None without an assigned answer."""
        if self.score is None:
            return None
        signals = self.signals_counted
        return qualitative.proportion(signals.count("satisfactory"), len(signals))

    @property
    def signal_of(self) -> dict[str, str]:
        """The signal of each answer."""
        return dict(zip(self.texts, self.signals, strict=True))

    def to_dict(self) -> dict[str, Any]:
        parts = {"consensus": self.consensus, "ordinal": self.ordinal, "code": self.code,
                 "code_consensus": self.code_consensus}  # fmt: skip
        return {
            "measurand": self.answers.measurand.name,
            "item": self.answers.measurand.item,
            "kind": self.kind,
            "assigned": self.assigned,
            "assigned_source": self.source,
            **{name: part.to_dict() if part is not None else None for name, part in parts.items()},
            "correct": self.correct.to_dict() if self.correct is not None else None,
        }


# --- tables -----------------------------------------------------------------------------------


def measurands(evaluated: Sequence[Evaluated]) -> Table:
    """One row a measurand."""
    columns = [*_consensus(evaluated), *_ordered(evaluated), *_correct(evaluated)]
    status = Column("status", [one.consensus.status for one in evaluated], words="status")
    return Table("measurands", [*columns, status], caption="caption.measurand", upright=True)


def _consensus(evaluated: Sequence[Evaluated]) -> list[Column]:
    def column(key: str, of: Callable[[Any], Any], **settings: Any) -> Column:
        return Column(key, [of(one.consensus) for one in evaluated], **settings)

    return [
        Column("measurand", [one.label for one in evaluated]),
        Column("kind", [one.kind for one in evaluated], words="kind"),
        column("n", lambda c: c.n),
        column("categories", lambda c: len(c.categories)),
        Column("assigned", [one.assigned for one in evaluated]),
        Column("assigned_source", [one.source for one in evaluated], words="source"),
        column("mode", lambda c: c.mode),
        column("count", lambda c: c.count),
        column("agreement", lambda c: c.agreement, decimals=3),
        column("lower", lambda c: c.lower, decimals=3),
        column("upper", lambda c: c.upper, decimals=3),
        column("reached", lambda c: c.reached),
        column("tied", lambda c: c.tied),
        column("p_chance", lambda c: c.p_chance, probability=True),
        column("entropy", lambda c: c.entropy, decimals=3),
        column("gini", lambda c: c.gini, decimals=3),
    ]


def _ordered(evaluated: Sequence[Evaluated]) -> list[Column]:
    found = [one.ordinal for one in evaluated]
    return [
        Column("median_low", [one.median_low if one else "" for one in found]),
        Column("median_high", [one.median_high if one else "" for one in found]),
        Column("dispersion", [one.dispersion if one else math.nan for one in found], decimals=3),
    ]


def _correct(evaluated: Sequence[Evaluated]) -> list[Column]:
    """The satisfactory share with its interval, and how often each signal was given."""
    shares = [one.correct for one in evaluated]
    names = {"correct": "estimate", "correct_lower": "lower", "correct_upper": "upper"}
    return [
        *(
            Column(key, [getattr(share, name) if share else math.nan for share in shares], decimals=3)
            for key, name in names.items()
        ),
        *(
            Column(f"n_{signal}", [one.signals_counted.count(signal) for one in evaluated])
            for signal in ("satisfactory", "questionable", "unsatisfactory")
        ),
    ]


def frequencies(evaluated: Sequence[Evaluated]) -> Table:
    """One row an answer of a measurand."""
    rows = [(one, k) for one in evaluated for k in range(len(one.consensus.categories))]
    answers = [one.consensus.categories[k] for one, k in rows]
    signals = [one.signal_of.get(answer, "") for (one, _), answer in zip(rows, answers, strict=True)]
    return Table(
        "answers",
        [
            Column("measurand", [one.label for one, _ in rows]),
            Column("answer", answers, marks=[_MARKS.get(signal, "") for signal in signals]),
            Column("count", [int(one.consensus.counts[k]) for one, k in rows]),
            Column("proportion", [float(one.consensus.proportions[k]) for one, k in rows], decimals=3),
            Column("signal", signals, words="signal"),
        ],
        caption="caption.answers",
    )


def laboratories(evaluated: Sequence[Evaluated]) -> Table:
    """One row a laboratory's answer."""
    rows = [(one, i) for one in evaluated for i in range(len(one.laboratories)) if one.texts[i]]
    signals = [one.signals[i] for one, i in rows]

    def of(name: str, kinds: tuple[str, ...]) -> list[float]:
        return [
            float(getattr(one.score, name)[i]) if one.score is not None and one.kind in kinds else math.nan
            for one, i in rows
        ]

    return Table(
        "laboratories",
        [
            Column("measurand", [one.label for one, _ in rows]),
            Column("laboratory", [one.laboratories[i] for one, i in rows]),
            Column("answer", [one.texts[i] for one, i in rows]),
            Column("matched", of("matched", ("code",)), decimals=0),
            Column("distance", of("distance", ("ordinal",)), decimals=0),
            Column("score", of("score", ("nominal", "code")), decimals=2),
            Column("signal", signals, words="signal", marks=[_MARKS.get(signal, "") for signal in signals]),
        ],
        caption="caption.laboratories",
    )


def digits(evaluated: Sequence[Evaluated]) -> Table:
    """One row a level of a code: how many agree with the right one so far, and with each other."""
    rows = [(one, one.code, k) for one in evaluated if one.code for k in range(len(one.code.levels))]

    def agreed(one: Evaluated, level: int) -> tuple[str, float]:
        found = one.code_consensus
        assert found is not None
        places = {int(at): k for k, at in enumerate(found.levels)}
        k = places.get(level)
        return ("", math.nan) if k is None else (found.prefix[k], float(found.agreement[k]))

    common = [agreed(one, int(code.levels[k])) for one, code, k in rows]
    return Table(
        "digits",
        [
            Column("measurand", [one.label for one, _, _ in rows]),
            Column("digits", [int(code.levels[k]) for _, code, k in rows]),
            Column("count", [int(code.count[k]) for _, code, k in rows]),
            Column("n", [code.n for _, code, _ in rows]),
            Column("agreement", [float(code.agreement[k]) for _, code, k in rows], decimals=3),
            Column("lower", [float(code.lower[k]) for _, code, k in rows], decimals=3),
            Column("upper", [float(code.upper[k]) for _, code, k in rows], decimals=3),
            Column("prefix", [prefix for prefix, _ in common]),
            Column("prefix_agreement", [share for _, share in common], decimals=3),
        ],
        caption="caption.digits",
    )


# --- page -------------------------------------------------------------------------------------


def section(position: int, one: Evaluated, tables: Mapping[str, Table]) -> Section:
    """Verdicts, pictures and the rows of the measurand in each table."""
    parts: list[Any] = [*_statements(one), *_drawings(one)]
    hide = _OF_WORDS if one.kind == "code" else ()
    parts.append(tables["measurands"].part([position], hide=("measurand", "status", *hide)))
    drawn = 0 < len(one.consensus.categories) <= MOST_SHOWN
    for key in ("digits", "laboratories") if drawn else ("digits", "answers", "laboratories"):
        table = tables[key]
        rows = [row for row, label in enumerate(table.columns[0].values) if label == one.label]
        if rows:
            parts.append(table.part(rows, hide=("measurand",)))
    return Section(f"measurand-{position + 1}", parts, names=names_of(one.answers.measurand))


def percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def _statements(one: Evaluated) -> list[Statement]:
    c = one.consensus
    if not c.n:
        return [Statement("said.nobody", "questionable")]
    values = {"mode": c.mode, "count": c.count, "n": c.n, "required": percent(one.required)}
    values |= {"share": percent(c.agreement), "lower": percent(c.lower), "upper": percent(c.upper)}
    if one.kind == "code":
        said = [_said_of_codes(one)]
    else:
        key = "tied" if c.tied else "reached" if c.reached else "not_reached"
        said = [Statement(f"said.{key}", "satisfactory" if c.reached else "questionable", **values)]
        if len(c.categories) > 1:
            said.append(Statement("said.chance", p=compared(c.p_chance), k=len(c.categories)))
    if one.correct is not None:
        p, right = one.correct, one.signals_counted.count("satisfactory")
        said.append(
            Statement("said.correct", assigned=one.assigned, count=right, n=p.n,
                      share=percent(p.estimate), lower=percent(p.lower), upper=percent(p.upper))
        )  # fmt: skip
    if one.source == "expected" and one.kind != "code" and c.mode != one.assigned:
        said.append(Statement("said.against", "unsatisfactory", assigned=one.assigned, mode=c.mode))
    return said


def _said_of_codes(one: Evaluated) -> Statement:
    found = one.code_consensus
    assert found is not None
    if not found.digits:
        return Statement("said.no_code", "questionable", n=one.consensus.n, required=percent(one.required))
    share = percent(float(found.agreement[-1]))
    return Statement("said.code", "satisfactory", code=found.code, digits=found.digits, share=share,
                     n=one.consensus.n)  # fmt: skip


def _drawings(one: Evaluated) -> list[Drawing]:
    c = one.consensus
    if not c.n:
        return []
    drawn = []
    if one.code is not None and one.code.n:
        picture = pictures.digits(one.code)
        values = {"n": one.code.n, "assigned": one.assigned}
        drawn.append(
            Drawing("answers digits", [picture], title="picture.digits", caption="caption.plot_digits",
                    description="description.digits", **values)
        )  # fmt: skip
    pairs = [(text, int(n), one.signal_of.get(text, "not_scored"))
             for text, n in zip(c.categories, c.counts, strict=True)]  # fmt: skip
    if one.kind != "ordinal":
        pairs.sort(key=lambda pair: -pair[1])
    drawn.append(
        Drawing("answers categories", [bars(pairs)], title="picture.answers", caption="caption.plot_answers",
                description="description.answers", n=c.n, k=len(pairs))
    )  # fmt: skip
    return drawn


def findings(one: Evaluated) -> list[Finding]:
    label, answers = one.label, one.answers
    found = left_out(label, answers.excluded, compared=True) + left_out(label, answers.withdrawn)
    for i in one.answers.differ:
        found.append(Finding("answers_differ", measurand=label, laboratory=one.laboratories[i]))
    for i in one.answers.unknown:
        found.append(
            Finding("answer_unknown", variant=one.kind, measurand=label, laboratory=one.laboratories[i])
        )
    if one.consensus.n and one.source == "none":
        found.append(
            Finding("no_right_answer", measurand=label, share=percent(one.consensus.agreement),
                    required=percent(one.required))
        )  # fmt: skip
    if not one.consensus.n:
        found.append(Finding("no_answers", measurand=label))
    return found
