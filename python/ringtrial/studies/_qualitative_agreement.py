"""Several items: do laboratories agree beyond chance, and how good is each against the right answers?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial import qualitative
from ringtrial.report.pictures import answers as pictures
from ringtrial.studies._qualitative_answers import percent
from ringtrial.studies.answers import positive_answer
from ringtrial.studies.page import compared
from ringtrial.studies.study import Drawing, Section, Statement
from ringtrial.studies.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.studies._qualitative_answers import Evaluated

_MOST_IN_MATRIX = 40


class Agreement:
    """Laboratories as raters, items as units, over the measurands of one kind and one list of answers."""

    def __init__(self, items: Sequence[Evaluated], options: Mapping[str, Any]) -> None:
        self.items, self.codes = items, items[0].laboratories
        self.levels = items[0].answers.levels
        self.name = items[0].answers.measurand.name
        ratings = [[one.counted[i] or None for one in items] for i in range(len(self.codes))]
        level = "ordinal" if self.levels else "nominal"
        self.alpha = qualitative.krippendorff_alpha(ratings, level=level, categories=self.levels)
        self.fleiss = self._fleiss(options["confidence"])
        self.answering = [i for i, row in enumerate(ratings) if any(row)]

    def _fleiss(self, confidence: float) -> qualitative.Kappa | None:
        """Fleiss' kappa, where every item has the same number of answers."""
        answers = sorted({text for one in self.items for text in one.counted if text})
        counts = [[one.counted.count(answer) for answer in answers] for one in self.items]
        if len({sum(row) for row in counts}) != 1 or sum(counts[0]) < 2:
            return None
        return qualitative.fleiss_kappa(counts, confidence=confidence)

    def shares(self) -> list[list[float]]:
        """Share of common items on which two laboratories agree."""
        return [[self._share(i, j) for j in self.answering] for i in self.answering]

    def _share(self, i: int, j: int) -> float:
        pairs = [(one.counted[i], one.counted[j]) for one in self.items if one.counted[i] and one.counted[j]]
        equal = sum(a == b for a, b in pairs)
        return float(qualitative.proportion(equal, len(pairs)).estimate) if pairs else math.nan

    def to_dict(self) -> dict[str, Any]:
        return {
            "measurand": self.name,
            "items": [one.label for one in self.items],
            "alpha": self.alpha.to_dict(),
            "fleiss": self.fleiss.to_dict() if self.fleiss else None,
        }


def groups(evaluated: Sequence[Evaluated], options: Mapping[str, Any]) -> list[Agreement]:
    """Items that can be compared: those of a measurand or, of one item each, all that share answers."""
    by_name: dict[tuple[str, ...], list[Evaluated]] = {}
    several = len({one.answers.measurand.name for one in evaluated}) < len(evaluated)
    for one in evaluated:
        if one.kind in ("nominal", "ordinal") and one.consensus.n:
            name = one.answers.measurand.name if several else ""
            by_name.setdefault((name, one.kind, *(one.answers.levels or ())), []).append(one)
    return [Agreement(items, options) for items in by_name.values() if len(items) > 1]


def table(found: Sequence[Agreement]) -> Table:
    """One row a group of items."""

    def fleiss(name: str) -> list[float]:
        return [getattr(one.fleiss, name) if one.fleiss else math.nan for one in found]

    return Table(
        "agreement",
        [
            Column("measurand", [one.name for one in found]),
            Column("items", [len(one.items) for one in found]),
            Column("laboratories", [len(one.answering) for one in found]),
            Column("alpha", [one.alpha.alpha for one in found], decimals=3),
            Column("observed", [one.alpha.observed for one in found], decimals=3),
            Column("expected", [one.alpha.expected for one in found], decimals=3),
            Column("kappa", fleiss("kappa"), decimals=3),
            Column("lower", fleiss("lower"), decimals=3),
            Column("upper", fleiss("upper"), decimals=3),
            Column("p_value", fleiss("p_value"), probability=True),
            Column("status", [one.alpha.status for one in found], words="status"),
        ],
        caption="caption.agreement",
        upright=True,
    )


class Performance:
    """Right and wrong answers of each laboratory over items whose right answer is known or agreed."""

    def __init__(self, items: Sequence[Evaluated], options: Mapping[str, Any]) -> None:
        self.items = [one for one in items if one.assigned and one.kind == "nominal"]
        self.codes = items[0].laboratories
        answers = {text for one in self.items for text in (*one.texts, one.assigned) if text}
        self.positive = positive_answer(answers, options["positive"])
        self.k = len(answers)
        self.probability = options["probability"] or (1 / self.k if self.k else math.nan)
        rows = map(self._row, range(len(self.codes))) if self.items else ()
        self.rows = [row for row in rows if row["n"]]
        self.total = self._total(options["confidence"])

    @property
    def worth(self) -> bool:
        """One item says nothing about a laboratory."""
        return len(self.items) > 1 and bool(self.rows)

    def _row(self, i: int) -> dict[str, Any]:
        answered = [(one.signals[i], one.texts[i], one.assigned) for one in self.items if one.texts[i]]
        right = sum(signal == "satisfactory" for signal, _, _ in answered)
        row: dict[str, Any] = {"laboratory": self.codes[i], "n": len(answered), "n_correct": right}
        test = qualitative.chance_test(right, len(answered), self.probability)
        share = qualitative.proportion(right, len(answered))
        row |= {
            "correct": share.estimate,
            "lower": share.lower,
            "upper": share.upper,
            "p_chance": test.p_value,
        }
        for name, positive, true in (
            ("tp", True, True),
            ("fp", True, False),
            ("fn", False, True),
            ("tn", False, False),
        ):
            row[name] = sum(
                (text == self.positive) == positive and (assigned == self.positive) == true
                for _, text, assigned in answered
            )
        return row | self._rates(row)

    def _rates(self, row: Mapping[str, Any]) -> dict[str, float]:
        if self.positive is None:
            return {"sensitivity": math.nan, "specificity": math.nan}
        found = qualitative.diagnostic(row["tp"], row["fp"], row["fn"], row["tn"])
        return {"sensitivity": found.sensitivity.estimate, "specificity": found.specificity.estimate}

    def _total(self, confidence: float) -> qualitative.Diagnostic | None:
        if self.positive is None or not self.rows:
            return None
        counts = [sum(row[name] for row in self.rows) for name in ("tp", "fp", "fn", "tn")]
        return qualitative.diagnostic(*counts, confidence=confidence)

    def table(self) -> Table:
        decimals = {name: 3 for name in ("correct", "lower", "upper", "sensitivity", "specificity")}
        names = ["laboratory", "n", "n_correct", "correct", "lower", "upper", "p_chance"]
        if self.positive is not None:
            names += ["tp", "fp", "fn", "tn", "sensitivity", "specificity"]
        columns = [
            Column(name, [row[name] for row in self.rows], decimals=decimals.get(name),
                   probability=name == "p_chance")
            for name in names
        ]  # fmt: skip
        return Table("performance", columns, caption="caption.performance")

    def to_dict(self) -> dict[str, Any]:
        return {
            "positive": self.positive,
            "probability": self.probability,
            "items": [one.label for one in self.items],
            "total": self.total.to_dict() if self.total else None,
        }


def section(
    evaluated: Sequence[Evaluated], found: Sequence[Agreement], agreement: Table, performance: Performance
) -> Section | None:
    """Answers of all items, agreement of laboratories, their performance; None for a single item."""
    parts: list[Any] = []
    rows = [one for one in evaluated if one.kind in ("nominal", "ordinal") and one.consensus.n]
    for position, one in enumerate(found):
        parts += [*_statements(one)]
        parts += _drawings(one)
        parts.append(
            agreement.part([position], hide=("measurand", "status") if len(found) == 1 else ("status",))
        )
    if len(rows) > 1 and not found:
        parts.append(_stacked(rows, None))
    if performance.worth:
        parts += [*_said_of_rates(performance), performance.table()]
    return Section("agreement", parts, key="agreement") if parts else None


def _statements(one: Agreement) -> list[Statement]:
    if one.alpha.status != "ok":
        return [Statement(f"said.alpha_{one.alpha.status}", "questionable")]
    said = [Statement("said.alpha", alpha=f"{one.alpha.alpha:.3f}".replace("-", "−"), items=len(one.items),
                      n=len(one.answering))]  # fmt: skip
    if one.fleiss is not None and one.fleiss.status == "ok":
        k = one.fleiss
        said.append(
            Statement("said.fleiss", kappa=f"{k.kappa:.3f}".replace("-", "−"), observed=percent(k.observed),
                      p=compared(k.p_value))
        )  # fmt: skip
    return said


def _drawings(one: Agreement) -> list[Drawing]:
    drawn = [_stacked(one.items, one.levels)]
    if 1 < len(one.answering) <= _MOST_IN_MATRIX:
        codes = [one.codes[i] for i in one.answering]
        drawn.append(
            Drawing("answers matrix", [pictures.matrix(codes, one.shares())], title="picture.matrix",
                    caption="caption.plot_matrix", description="description.matrix", n=len(codes),
                    items=len(one.items))
        )  # fmt: skip
    return drawn


def _stacked(items: Sequence[Evaluated], levels: Sequence[str] | None) -> Drawing:
    common = len({one.answers.measurand.name for one in items}) == 1
    rows = [
        (
            one.answers.measurand.item if common else one.label,
            list(zip(one.consensus.categories, one.consensus.counts.tolist(), strict=True)),
            one.assigned,
        )
        for one in items
    ]
    most = pictures.MOST_ITEMS
    drawn = [pictures.stacked(rows[start : start + most], levels) for start in range(0, len(rows), most)]
    return Drawing(
        "answers stacked",
        drawn,
        title="picture.stacked",
        caption="caption.plot_levels" if levels else "caption.plot_stacked",
        description="description.stacked",
        n=len(rows),
        list=", ".join(levels or ()),
    )


def _said_of_rates(performance: Performance) -> list[Statement]:
    total = performance.total
    if total is None:
        return []
    se, sp = total.sensitivity, total.specificity
    return [
        Statement("said.rates", positive=performance.positive, sensitivity=percent(se.estimate),
                  se_lower=percent(se.lower), se_upper=percent(se.upper), specificity=percent(sp.estimate),
                  sp_lower=percent(sp.lower), sp_upper=percent(sp.upper))
    ]  # fmt: skip
