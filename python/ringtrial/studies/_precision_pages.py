"""The pages of a precision study: what was done, and a page a characteristic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.numbers import known
from ringtrial.studies import _precision_pictures as pictures
from ringtrial.studies._precision_tables import equation
from ringtrial.studies._precision_words import MOST_NAMED, after, listed, percent
from ringtrial.studies.study import Definition, Section, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.studies._precision_level import Characteristic, Level
    from ringtrial.studies.table import Table

    Options = Mapping[str, Any]

_MOST_PICTURED = 12  # levels of a characteristic whose results are drawn
_MOST_IN_ALL = 60  # pictures of levels in a report
_FEW_LEVELS = 3  # so few have a sentence each
_MOST_CELLS = 3000  # of a characteristic on the page
_MOST_TESTS = 40  # of the outlier procedure: more are shown on demand
_ESTIMATES = ("mean", "s_r", "s_L", "s_R", "r_limit", "R_limit")
_DESIGN = ("level", "p", "n", "replicates")
_HALVES = ("mean_difference", "s_D")
_INTERVALS = ("s_r_low", "s_r_high", "s_L_low", "s_L_high", "s_R_low", "s_R_high", "A_r", "A_R")
_RATIOS = ("rsd_r", "rsd_R", "gamma", "horrat_r", "horrat_R")
_OTHERS = {  # beside the estimates asked for
    "classical": (*_RATIOS, "robust_mean", "robust_s_r", "robust_s_L", "robust_s_R"),
    "robust": ("mean", "s_r", "s_L", "s_R", *_RATIOS),
    "split": _RATIOS,
}


class Pages:
    """Makes the sections; ``made``: the tables of all characteristics, of which each section shows a part."""

    def __init__(
        self, characteristics: Sequence[Characteristic], made: Mapping[str, Table], options: Options
    ) -> None:
        self.characteristics = characteristics
        self.tables = made
        self.options = options
        self.split = options["design"] == "split-level"
        self.pictures_left = _MOST_IN_ALL
        self.rows = {key: _rows_of(table) for key, table in made.items()}

    def sections(self) -> list[Section]:
        pages = [self._page(position, one) for position, one in enumerate(self.characteristics)]
        return [*self._summary(), *pages, self._method()]

    def _summary(self) -> list[Section]:
        """The levels of all characteristics in one table, where there are several."""
        if len(self.characteristics) < 2:
            return []
        table = self.tables["levels"]
        shown = ("measurand", "level", "unit", "p", *self._chosen(*_ESTIMATES), "horrat_R")
        hide = [column.key for column in table.columns if column.key not in shown or "s_L" in column.key]
        return [Section("summary", [table.part(range(len(table)), hide=hide)], key="summary")]

    def _chosen(self, *names: str) -> list[str]:
        """The columns of these estimates by the method asked for."""
        return [name if self.options["method"] == "classical" else f"robust_{name}" for name in names]

    # --- one characteristic -------------------------------------------------------------------

    def _page(self, position: int, one: Characteristic) -> Section:
        parts: list[Any] = self._statements(one)
        parts += self._levels_tables(position, one)
        parts += self._relation(position, one)
        parts += pictures.mandels(one, self.options)
        parts += self._decisions(position)
        parts += self._results(one)
        parts += self._cells(position)
        parts = [part for part in parts if part is not None]
        anchor = f"characteristic-{position + 1}"
        if one.names is None:
            return Section(anchor, parts, key="all_measurands", unit=one.unit)
        return Section(anchor, parts, names=one.names, unit=one.unit)

    def _part(self, key: str, position: int, *, only: Sequence[str] = (), caption: str = "") -> Table | None:
        """The rows of a characteristic in one of the tables; None where there are none."""
        table = self.tables[key]
        hide = ["measurand", *(c.key for c in table.columns if only and c.key not in only)]
        part = table.part(self.rows[key].get(self.characteristics[position].name, []), hide=hide)
        part.caption = caption or part.caption
        part.values |= {"p": percent(self.options["confidence"])}
        return part if len(part) else None

    def _levels_tables(self, position: int, one: Characteristic) -> list[Table]:
        """Estimates, intervals, ratios: one table would be too wide."""
        computed = all(level.status == "ok" for level in one.levels)
        main = [*_DESIGN, *self._chosen(*_ESTIMATES), *_HALVES, "removed", *([] if computed else ["status"])]
        kind = "split" if self.split else "classical" if self.options["method"] == "classical" else "robust"
        tables = (
            (main, "levels"),
            (("level", *_INTERVALS), "intervals"),
            (("level", *_OTHERS[kind]), "others"),
        )
        parts = []
        for only, caption in tables:
            part = self._part("levels", position, only=only, caption=f"caption.{caption}_{kind}")
            if part is not None and any(not column.empty for column in part.columns if column.key != "level"):
                parts.append(part)
        return parts

    def _statements(self, one: Characteristic) -> list[Statement]:
        said = [self._estimates(one, level) for level in one.levels[:_FEW_LEVELS]]
        if len(one.levels) > _FEW_LEVELS:
            said = self._ranges(one)
        return [*said, *self._outliers(one), *self._relations_said(one)]

    def _estimates(self, one: Characteristic, level: Level) -> Statement:
        """The standard deviations and limits of a level in one sentence."""
        where = f"{level.label}: " if level.label else ""
        method = self.options["method"]
        status = level.status
        if not known(level.chosen("s_R", method)):
            return Statement(f"said.{status}", "questionable", where=where)
        values = {name: level.shown(name, method) for name in ("s_r", "s_R", "r_limit", "R_limit")}
        return Statement("said.estimates", where=where, unit=after(one.unit), **values)

    def _ranges(self, one: Characteristic) -> list[Statement]:
        method = self.options["method"]
        computed = [level for level in one.levels if known(level.chosen("s_R", method))]
        said = []
        if computed:
            values = {}
            for name in ("s_r", "s_R"):
                low = min(computed, key=lambda level, n=name: level.chosen(n, method))  # type: ignore[misc]
                high = max(computed, key=lambda level, n=name: level.chosen(n, method))  # type: ignore[misc]
                for end, level in (("low", low), ("high", high)):
                    values[f"{name}_{end}"] = level.shown(name, method)
            said.append(Statement("said.ranges", n=len(computed), unit=after(one.unit), **values))
        missing = [level.label for level in one.levels if level not in computed]
        if missing:
            said.append(Statement("said.missing", "questionable", list=listed(missing)))
        return said

    def _outliers(self, one: Characteristic) -> list[Statement]:
        """What the procedure found, and what was done about it."""
        if self.options["procedure"] == "none":
            return [Statement("said.untested")]
        found = [level for level in one.levels if level.removed]
        if not found:
            return [Statement("said.no_outliers", "satisfactory")]
        done = "removed" if self.options["procedure"] == "remove" else "flagged"
        said = [
            Statement(
                f"said.{done}_level" if level.label else f"said.{done}",
                "unsatisfactory",
                level=level.label,
                list=listed(level.removed),
            )
            for level in found[:MOST_NAMED]
        ]
        more = len(found) - MOST_NAMED
        return said if more <= 0 else [*said, Statement("said.more_outliers", "unsatisfactory", n=more)]

    def _relations_said(self, one: Characteristic) -> list[Statement]:
        said = []
        for of, relation in one.relations.items():
            values = {"of": of, "equation": equation(relation, of), "model": relation.preferred}
            said.append(Statement("said.relation", **values))
        return said

    # --- pictures -----------------------------------------------------------------------------

    def _relation(self, position: int, one: Characteristic) -> list[Any]:
        table = self._part("relation", position, only=("of", "model", "equation", "relative_sd", "chosen"))
        return [pictures.relation(one, self.options), table] if one.relations else []

    def _results(self, one: Characteristic) -> list[Any]:
        """The results of the levels, the first of many, and before them how to read the pictures."""
        drawn: list[Any] = []
        for level in one.levels[:_MOST_PICTURED]:
            drawing = pictures.results(one, level, self.options) if self.pictures_left else None
            if drawing is not None:
                self.pictures_left -= 1
                drawn.append(drawing)
        legend = "said.legend_split" if self.split else "said.legend"
        rest = len(one.levels) - _MOST_PICTURED
        more = [Statement("said.first_levels", n=_MOST_PICTURED, of=len(one.levels))] if rest > 0 else []
        return [Statement(legend), *more, *drawn] if drawn else []

    def _cells(self, position: int) -> list[Any]:
        """Every cell and its Mandel statistics, on demand; very many stand only in the files."""
        count = len(self.rows["cells"].get(self.characteristics[position].name, ()))
        if count > _MOST_CELLS:
            return [Statement("said.in_files", n=count)]
        return [self._part(key, position) for key in ("cells", "mandel")]

    # --- decisions and methods ----------------------------------------------------------------

    def _decisions(self, position: int) -> list[Table]:
        table = self.tables["decisions"]
        shown = [column.key for column in table.columns if self.split or column.key != "about"]
        part = self._part("decisions", position, only=shown)
        if part is None:
            return []
        part.fold = len(part) > _MOST_TESTS
        return [part]

    def _method(self) -> Section:
        options = self.options
        alphas = {name: percent(options[f"alpha_{name}"]) for name in ("straggler", "outlier")}
        design = "method.split" if self.split else f"method.{options['method']}"
        clause = {
            "method.split": "ISO 5725-5, 4",
            "method.robust": "ISO 5725-5, 6",
            "method.q-hampel": "ISO 13528, C.5",
        }.get(design, "ISO 5725-2, 7.4")
        parts = [
            Definition("term.estimates", design, clause),
            Definition("term.limits", "method.limits", "ISO 5725-6", factor=f"{options['limit_factor']:g}"),
            Definition("term.outliers", f"method.{options['procedure']}", "ISO 5725-2, 7.3", **alphas),
            Definition("term.mandel", "method.mandel", "ISO 5725-2, 7.3.1; ASTM E691", **alphas),
        ]
        if not self.split:
            interval = f"method.{options['interval']}"
            source = {"mls": "Graybill, Wang 1980", "satterthwaite": "Satterthwaite 1946"}[
                options["interval"]
            ]
            parts.append(Definition("term.intervals", interval, source, p=percent(options["confidence"])))
        if any(one.relations for one in self.characteristics):
            parts.append(Definition("term.relation", "method.relation", "ISO 5725-2, 7.5"))
        if any(known(level.numbers["horrat_R"]) for one in self.characteristics for level in one.levels):
            parts.append(Definition("term.horrat", f"method.{options['horrat']}", "Horwitz, Albert 2006"))
        return Section("method", parts, key="method")


def _rows_of(table: Table) -> dict[str, list[int]]:
    """The rows of each measurand."""
    column = next(column for column in table.columns if column.key == "measurand")
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(column.values):
        rows.setdefault(name, []).append(row)
    return rows
