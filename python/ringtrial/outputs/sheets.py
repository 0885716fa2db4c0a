"""The worksheets of the workbook, one function a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._strata import names_of
from ringtrial.outputs import columns
from ringtrial.outputs.sheet import MAX_COLUMNS, Column
from ringtrial.outputs.styles import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format

    from ringtrial.evaluation import Evaluation
    from ringtrial.outputs.styles import Styles
    from ringtrial.outputs.words import Words

_SUMMARY = (
    "measurand", "item", "unit", "n_reported", "n_used", "assigned_value", "assigned_u", "sigma_pt",
    "target_method", "verdict_score", "n_satisfactory", "n_questionable", "n_unsatisfactory", "n_not_scored",
    "status", "warnings",
)  # fmt: skip
_SCORE_DECIMALS = {  # scoring.md, "Numbers in files and reports"
    "z": 2, "z_prime": 2, "zeta": 2, "e_n": 2, "percent_difference": 1, "percent_allowance": 1, "u_ratio": 2,
    "statistic": 2, "mean_abs": 2, "median_abs": 2, "rms": 2, "rsz": 2, "p_rsz": 4, "ssz": 2, "p_ssz": 4,
    "mean_points": 2, "share": 3, "lower": 3, "upper": 3, "critical_5": 3,
    "critical_1": 3, "probability_best": 3, "probability_top": 3, "p_value": 4,
}  # fmt: skip
_IN_UNIT = frozenset((
    "assigned_value", "assigned_u", "sigma_pt", "difference", "robust_mean", "robust_sd", "median", "mad",
    "niqr", "mean", "sd", "minimum", "maximum", "reference_value", "reference_u", "u_homogeneity",
    "u_transport", "u_stability", "between_items_sd", "item_change",
))  # fmt: skip
_CHECKS = (
    "file", "column", "n", "s_w", "s_s", "difference", "sigma_pt", "criterion_used", "criterion", "passes",
    "expanded_criterion", "passes_expanded", "p_value", "significant", "decision", "u", "status",
)  # fmt: skip
_WIDE_TEXT = 80


class Page:
    """One sheet: its key in the messages, columns, the lines above them, how many columns stay in sight."""

    __slots__ = ("above", "columns", "fixed", "key")

    def __init__(
        self,
        key: str,
        columns: Sequence[Column],
        *,
        above: Sequence[tuple[str, Format | None]] = (),
        fixed: int = 0,
    ) -> None:
        self.key = key
        self.columns = columns
        self.above = above
        self.fixed = fixed

    @property
    def rows(self) -> int:
        return len(self.columns[0].values)


class Sheets:
    """Makes the pages of one evaluation."""

    def __init__(
        self, evaluation: Evaluation, document: dict[str, Any], words: Words, styles: Styles
    ) -> None:
        self.evaluation = evaluation
        self.document = document
        self.words = words
        self.styles = styles
        summary = evaluation.summary
        pairs = list(zip(summary["measurand"], summary["item"], strict=True))
        chosen = evaluation.scheme.report.get("digits") or {}
        self._decimals = [
            styles.number(chosen.get(measurand, detail.get("digits")))
            for measurand, detail in zip(summary["measurand"], evaluation.details, strict=True)
        ]
        self._decimals_of = dict(zip(pairs, self._decimals, strict=True))

    def pages(self) -> list[Page]:
        return [
            self.summary(), self.scores(), self.assigned(), *self.matrix(),
            *self.answers(), *self.strata(), *self.outliers(), *self.items(), *self.ranking(),
            self.findings(), self.data(), self.about(),
        ]  # fmt: skip

    def summary(self) -> Page:
        table = self.evaluation.summary
        names = [name for name in _SUMMARY if name != "item" or any(table["item"])]
        return Page(
            "summary",
            [self._column(table, name, self._decimals) for name in names],
            above=self._head(),
            fixed=1,
        )

    def scores(self) -> Page:
        table = self.evaluation.results
        decimals = [self._decimals_of[pair] for pair in zip(table["measurand"], table["item"], strict=True)]
        return Page("scores", [self._column(table, name, decimals) for name in columns.SCORES])

    def assigned(self) -> Page:
        table = columns.of_assigned(self.evaluation.summary)
        return Page("assigned", [self._column(table, name, self._decimals) for name in table])

    def matrix(self) -> Iterator[Page]:
        """Laboratories × measurands; a sheet holds so many columns, the others go to further sheets."""
        ev = self.evaluation
        laboratories = [Column(self.words.title("laboratory"), ev.laboratories)]
        if ev.scheme.report["names"] and ev.laboratory_names is not None:
            laboratories.append(Column(self.words.title("name"), ev.laboratory_names))
        measurands = self._matrix_columns()
        room = MAX_COLUMNS - len(laboratories)
        for start in range(0, max(len(measurands), 1), room):
            yield Page("matrix", [*laboratories, *measurands[start : start + room]], fixed=1)

    def answers(self) -> Iterator[Page]:
        """How often each answer was given, of measurands whose results are words."""
        rows = [
            {name: entry[name] for name in ("measurand", "item", "kind")} | answer
            for entry in self.document["measurands"]
            if entry["categories"]
            for answer in entry["categories"]["answers"]
        ]
        yield from self._records("answers", rows)

    def outliers(self) -> Iterator[Page]:
        """The outlier tests that the scheme asks for."""
        rows = [
            {name: entry[name] for name in ("measurand", "item")}
            | test
            | {"laboratories": ", ".join(test["laboratories"])}
            for entry in self.document["measurands"]
            for test in entry["outlier_tests"]
        ]
        yield from self._records("outliers", rows)

    def strata(self) -> Iterator[Page]:
        """Groups of laboratories in every measurand that the scheme divides so."""
        rows = [
            {name: entry[name] for name in ("measurand", "item", "unit")}
            | {"by": strata["by"], "p_value": strata["test"]["p_value"]}
            | group
            for entry in self.document["measurands"]
            for strata in entry["strata"]
            for group in strata["groups"]
        ]
        yield from self._records("strata", rows)

    def items(self) -> Iterator[Page]:
        """The checks of the items."""
        rows = [
            {name: entry[name] for name in ("measurand", "item", "unit")}
            | {"check": check}
            | {name: found.get(name) for name in _CHECKS}
            for entry in self.document["measurands"]
            for check, found in entry["items"].items()
            if found
        ]
        yield from self._records("items", rows)

    def ranking(self) -> Iterator[Page]:
        """The competition, if there is one, with its cautions above."""
        competition = self.document.get("competition")
        if competition:
            names = [name for name in columns.RANKING if name != "round"]
            table = {name: [row[name] for row in competition["laboratories"]] for name in names}
            above = [(self.words.text("ranking_caution"), self.styles.note), ("", None)]
            yield Page("ranking", [self._column(table, name) for name in names], above=above, fixed=1)

    def _records(self, key: str, rows: list[dict[str, Any]]) -> Iterator[Page]:
        if rows:
            table = {name: [row[name] for row in rows] for name in rows[0]}
            yield Page(key, [self._column(table, name) for name in table], fixed=1)

    def findings(self) -> Page:
        table = {name: [finding[name] for finding in self.document["findings"]] for name in columns.FINDINGS}
        ends = [{"en": "", "zh": "_zh"}[language] for language in self.words.languages]
        texts = [f"text{end}" for end in ends]
        names = [name for name in columns.FINDINGS if not name.startswith(("action", "text"))]
        names += [f"action{end}" for end in ends]
        table["severity"] = [self.words.value("severities", code) for code in table["severity"]]
        wide = [
            Column(self.words.title(name), table[name], self.styles.wrapped, widest=_WIDE_TEXT)
            for name in texts
        ]
        return Page("findings", [*(self._column(table, name) for name in names), *wide])

    def data(self) -> Page:
        """Results as read, one row a replicate."""
        table = _read(self.evaluation)
        return Page("data", [Column(title, values) for title, values in self._titled(table)])

    def about(self) -> Page:
        rows = [*self._origin(), *self._legend()]
        topics, texts = ([row[position] for row in rows] for position in (0, 1))
        return Page(
            "about",
            [
                Column(self.words.title("topic"), topics, self.styles.wrapped),
                Column(self.words.title("meaning"), texts, self.styles.wrapped, widest=_WIDE_TEXT),
            ],
        )

    def _column(
        self, table: dict[str, list[Any]], name: str, decimals: list[Format | None] | None = None
    ) -> Column:
        title, values = self.words.title(name), table[name]
        if name in _SCORE_DECIMALS:
            return Column(title, values, self.styles.number(_SCORE_DECIMALS[name]))
        if name in _IN_UNIT:
            return Column(title, values, decimals)
        if name == "signal":
            formats: list[Format | None] = list(map(self.styles.signal, values))
            return Column(title, [self.words.value("signals", code) for code in values], formats)
        return Column(title, values)

    def _head(self) -> list[tuple[str, Format | None]]:
        about, totals = self.document["round"], self.document["totals"]
        titles = [about["title_zh" if language == "zh" else "title"] for language in self.words.languages]
        counts = ", ".join(
            f"{self.words.value('signals', code)} {totals[code]}"
            for code in columns.SIGNALS
            if totals.get(code)
        )
        facts = [about.get("organiser") or "", str(about.get("date") or ""), counts]
        return [
            (" ".join(dict.fromkeys(titles)), self.styles.title),
            (" · ".join(fact for fact in facts if fact), self.styles.note),
            ("", None),
        ]

    def _matrix_columns(self) -> list[Column]:
        ev = self.evaluation
        row_of = {code: row for row, code in enumerate(ev.laboratories)}
        found: dict[tuple[str, str], Column] = {}
        for measurand, item, verdict in zip(
            *(ev.summary[name] for name in ("measurand", "item", "verdict_score")), strict=True
        ):
            title = "\n".join(part for part in (measurand, item, verdict) if part)
            found[measurand, item] = Column(title, [None] * len(row_of), [None] * len(row_of))
        for row, pair in enumerate(zip(ev.results["measurand"], ev.results["item"], strict=True)):
            column, position = found[pair], row_of[ev.results["laboratory"][row]]
            column.values[position], column.formats[position] = self._verdict(row)  # type: ignore[index]
        return list(found.values())

    def _verdict(self, row: int) -> tuple[Any, Format]:
        """The score that made the signal, or the mark of the signal where that is no number."""
        results = self.evaluation.results
        name, signal = results["verdict_score"][row], results["signal"][row]
        value = results[name][row] if name in _SCORE_DECIMALS else None
        if value is None or value != value:
            return MARKS[signal], self.styles.signal(signal)
        return value, self.styles.score(signal, _SCORE_DECIMALS[name])

    def _titled(self, table: dict[str, list[Any]]) -> Iterator[tuple[str, list[Any]]]:
        for name, values in table.items():
            yield (self.words.title(name) if self.words.knows(name) else name), values

    def _origin(self) -> Iterator[tuple[str, str]]:
        made, scheme, about = (self.document[key] for key in ("ringtrial", "scheme", "round"))
        yield (
            "ringtrial",
            " · ".join(str(made[key]) for key in ("version", "commit", "compiler") if made.get(key)),
        )
        yield self.words.title("round"), about["id"]
        for entry in self.document["inputs"]:
            if entry["name"] is not None:  # a frame has none
                yield self.words.text("input"), f"{entry['name']}\nSHA-256 {entry['sha256']}"
        if scheme["name"] is not None:
            yield self.words.text("scheme"), f"{scheme['name']}\nSHA-256 {scheme['sha256']}"
        yield self.words.text("more"), self.words.text("more_meaning")

    def _ranking_columns(self) -> tuple[str, ...]:
        return tuple(columns.RANKING) if self.document.get("competition") else ()

    def _legend(self) -> Iterator[tuple[str, str]]:
        for signal in columns.SIGNALS:
            yield MARKS[signal], self.words.value("signals", signal)
        assigned = columns.of_assigned(self.evaluation.summary)
        for name in dict.fromkeys((*columns.SCORES, *assigned, *self._ranking_columns())):
            yield self.words.title(name), self.words.meaning(name)


def _read(evaluation: Evaluation) -> dict[str, list[Any]]:
    """The round as it was read. Of the file's other columns only those that the scheme names as strata:
    any of the rest may say whose laboratory it is.
    """
    data = evaluation.data
    measurands = [data.measurands[position] for position in data.measurand.tolist()]
    signs = {-1: "<", 0: "", 1: ">"}
    table = {
        "measurand": [measurand.name for measurand in measurands],
        "item": [measurand.item for measurand in measurands],
        "laboratory": [data.laboratories[position] for position in data.laboratory.tolist()],
        "replicate": data.replicate.tolist(),
        "reported": data.reported,
        "reported_unit": data.reported_unit,
        "qualifier": [signs[sign] for sign in data.qualifier.tolist()],
        "value": data.value.tolist(),
        "unit": [measurand.unit for measurand in measurands],
        "u": data.u.tolist(),
        "expanded_u": data.U.tolist(),
        "k": data.k.tolist(),
        "method": data.method,
    }
    named = {name for measurand in data.measurands for name in names_of(measurand.options.get("strata"))}
    named.update(names_of((getattr(evaluation.scheme, "competition", None) or {}).get("strata")))
    return table | {name: values for name, values in data.strata.items() if name in named}
