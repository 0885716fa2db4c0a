"""The pages of a precision study: what was done, and a page a characteristic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.context import natural
from ringtrial.report.numbers import fixed, known, positive
from ringtrial.report.pictures import extent, level_relation, level_results, mandel
from ringtrial.studies import _precision_tables as tables
from ringtrial.studies.study import Definition, Drawing, Section, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringtrial.precision import FunctionalRelation
    from ringtrial.studies._precision_levels import Characteristic, Level
    from ringtrial.studies.table import Table

    Options = Mapping[str, Any]

MOST_PICTURED = 12  # levels of a characteristic whose results are drawn
_MOST_IN_ALL = 60  # pictures of levels in a report
_MOST_NAMED = 8  # levels or laboratories in a sentence
_HALF = 300  # pixels: two such pictures stand side by side
_FEW_LEVELS = 3  # so few have a sentence each
_MOST_TESTS = 40  # of the outlier procedure: more are shown on demand
_MAIN = (
    "level", "p", "n", "replicates", "mean", "mean_difference", "s_D", "s_r", "s_L", "s_R", "r_limit",
    "R_limit", "removed", "status",
)  # fmt: skip
_INTERVALS = ("level", "s_r_low", "s_r_high", "s_L_low", "s_L_high", "s_R_low", "s_R_high", "A_r", "A_R")
_RATIOS = (
    "level", "rsd_r", "rsd_R", "gamma", "horrat_r", "horrat_R", "robust_mean", "robust_s_r", "robust_s_L",
    "robust_s_R",
)  # fmt: skip


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

    def sections(self) -> list[Section]:
        pages = [self._page(position, one) for position, one in enumerate(self.characteristics)]
        return [*pages, self._method()]

    # --- one characteristic -------------------------------------------------------------------

    def _page(self, position: int, one: Characteristic) -> Section:
        parts: list[Any] = self._statements(one)
        parts += self._levels_tables(position, one)
        parts += self._relation(position, one)
        parts += self._mandel(one)
        parts += self._decisions(position)
        parts += self._levels(one)
        parts += [self._part(key, position) for key in ("cells", "mandel")]
        parts = [part for part in parts if part is not None]
        anchor = f"characteristic-{position + 1}"
        if one.names is None:
            return Section(anchor, parts, key="all_measurands", unit=one.unit)
        return Section(anchor, parts, names=one.names, unit=one.unit)

    def _part(self, key: str, position: int, *, only: Sequence[str] = (), caption: str = "") -> Table | None:
        """The rows of a characteristic in one of the tables; None where there are none."""
        table = self.tables[key]
        name = self.characteristics[position].name
        column = next(column for column in table.columns if column.key == "measurand")
        hide = ["measurand", *(c.key for c in table.columns if only and c.key not in only)]
        part = table.part([row for row, value in enumerate(column.values) if value == name], hide=hide)
        part.caption = caption or part.caption
        part.values |= {"p": _percent(self.options["confidence"])}
        return part if len(part) else None

    def _levels_tables(self, position: int, one: Characteristic) -> list[Table | None]:
        """Estimates, intervals, ratios: one table would be too wide."""
        computed = all(level.status == "ok" for level in one.levels)
        main = [key for key in _MAIN if key != "status" or not computed]
        parts = [self._part("levels", position, only=main, caption="caption.levels")]
        ratios = "term.horrat" if self.split else "caption.ratios"
        for only, caption in ((_INTERVALS, "caption.intervals"), (_RATIOS, ratios)):
            part = self._part("levels", position, only=only, caption=caption)
            if part is not None and any(not column.empty for column in part.columns[1:]):
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
        decimals = (level.decimals or 0) + 1
        values = {
            name: fixed(level.chosen(name, method), decimals) for name in ("s_r", "s_R", "r_limit", "R_limit")
        }
        return Statement("said.estimates", where=where, unit=_after(one.unit), **values)

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
                    values[f"{name}_{end}"] = fixed(level.chosen(name, method), (level.decimals or 0) + 1)
            said.append(Statement("said.ranges", n=len(computed), unit=_after(one.unit), **values))
        missing = [level.label for level in one.levels if level not in computed]
        if missing:
            said.append(Statement("said.missing", "questionable", list=_listed(missing)))
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
                list=_listed(level.removed),
            )
            for level in found[:_MOST_NAMED]
        ]
        more = len(found) - _MOST_NAMED
        return said if more <= 0 else [*said, Statement("said.more_outliers", "unsatisfactory", n=more)]

    def _relations_said(self, one: Characteristic) -> list[Statement]:
        said = []
        for of, relation in one.relations.items():
            values = {"of": of, "equation": tables.equation(relation, of), "model": relation.preferred}
            said.append(Statement("said.relation", **values))
        return said

    # --- pictures -----------------------------------------------------------------------------

    def _relation(self, position: int, one: Characteristic) -> list[Any]:
        if not one.relations:
            return []
        method = self.options["method"]
        spreads = [
            level_relation.Spread(of, level.label, level.chosen("mean", method), level.chosen(of, method),
                                  *self._interval(level, of))
            for of in one.relations
            for level in one.levels
            if level.status == "ok" and positive(level.chosen("mean", method))
        ]  # fmt: skip
        lines = [
            level_relation.Line(of, tables.equation(relation, of), line(relation))
            for of, relation in one.relations.items()
        ]
        drawing = Drawing(
            "relation",
            [level_relation.level_relation(spreads, lines, one.unit)],
            title="drawing.relation",
            caption="caption.relation"
            if method == "classical" and not self.split
            else "caption.relation_plain",
            description="description.relation",
            n=len({spread.level for spread in spreads}),
            p=_percent(self.options["confidence"]),
        )
        drawable = extent.drawable([number for one in spreads for number in (one.m, one.s)])
        table = self._part("relation", position, only=("of", "model", "equation", "relative_sd", "chosen"))
        return [drawing, table] if drawable else [table]

    def _interval(self, level: Level, of: str) -> tuple[float, float]:
        if self.split or self.options["method"] == "robust":
            return float("nan"), float("nan")
        return level.numbers[f"{of}_low"], level.numbers[f"{of}_high"]

    def _mandel(self, one: Characteristic) -> list[Drawing]:
        """A drawing of each statistic that could be computed."""
        levels = sorted(one.levels, key=lambda level: (not known(m := level.numbers["mean"]), m))
        drawn = levels[: mandel.MOST_LEVELS]
        return [
            drawing
            for statistic in tables.statistics_of(split=self.split)
            if (drawing := self._mandel_of(statistic, one, drawn)) is not None
        ]

    def _mandel_of(self, statistic: str, one: Characteristic, levels: list[Level]) -> Drawing | None:
        bars = [
            mandel.Bar(code, level.label, value, mark)
            for level in levels
            for code, value, mark in zip(
                level.cells["laboratory"], level.cells[statistic], level.marks(statistic), strict=True
            )
            if known(value)
        ]
        if not bars:
            return None
        size: dict[str, float] = {}
        for bar in bars:
            size[bar.code] = max(size.get(bar.code, 0.0), abs(bar.value))
        codes = sorted(size, key=natural)
        drawn = mandel.laboratories_drawn(codes, len(levels), size)
        labels = [level.label for level in levels]
        pictures = mandel.mandel_bars(statistic, drawn, labels, bars, self._lines(statistic, levels))
        beyond = list(dict.fromkeys(bar.code for bar in bars if bar.signal == "unsatisfactory"))
        ends = ("_one" if len(levels) == 1 else "", "_beyond" if beyond else "")
        return Drawing(
            "mandel",
            pictures,
            title=f"drawing.{statistic}" + ("" if len(drawn) == len(codes) else "_some"),
            caption=f"caption.mandel{ends[0]}{ends[1]}",
            description="description.mandel",
            statistic=statistic[0],
            n=len(drawn),
            of=len(codes),
            levels=len(levels),
            list=_listed(sorted(beyond, key=natural)),
            alpha=_percent(self.options["alpha_outlier"]),
        )

    def _lines(self, statistic: str, levels: list[Level]) -> list[tuple[float, str, str]]:
        """The critical values that most cells have."""
        lines = []
        for verdict, kind in (("straggler", "warning"), ("outlier", "action")):
            values = [
                v for level in levels for v in level.cells[f"{statistic}_critical_{verdict}"] if known(v)
            ]
            if values:
                common = max(sorted(set(values)), key=values.count)
                lines.append((common, f"{_percent(self.options[f'alpha_{verdict}'])} %", kind))
        return lines[::-1]

    def _levels(self, one: Characteristic) -> list[Any]:
        """The results of the levels, the first of many, and before them how to read the pictures."""
        drawn: list[Any] = []
        for level in one.levels[:MOST_PICTURED]:
            if self.pictures_left <= 0:
                break
            drawing = self._level(one, level)
            if drawing is not None:
                self.pictures_left -= 1
                drawn.append(drawing)
        legend = "said.legend_split" if self.split else "said.legend"
        return [Statement(legend), *drawn] if drawn else []

    def _level(self, one: Characteristic, level: Level) -> Drawing | None:
        method = self.options["method"]
        values = [value for results in level.results.values() for value in results]
        mean, s_R = (level.chosen(name, method) for name in ("mean", "s_R"))
        if not values or not extent.drawable([*values, mean, s_R]):
            return None
        centre, spread = level.numbers["robust_mean"], level.numbers["robust_s_R"]
        if not positive(spread):
            centre, spread = level.numbers["mean"], level.numbers["s_R"]
        window = extent.window(centre, [spread], values)
        cells = sorted(self._cells(level), key=lambda cell: natural(cell.code))
        pictures = level_results.level_results(cells, mean=mean, s_R=s_R, window=window, unit=one.unit)
        narrow = pictures[0].view["width"] <= _HALF and len(one.levels) > 1
        decimals = level.decimals or 0
        return Drawing(
            "level half" if narrow else "level",
            pictures,
            title="drawing.level" if level.label else "drawing.results",
            caption="caption.level_outliers" if level.removed else "caption.level",
            description="description.level",
            level=level.label,
            n=len(cells),
            mean=fixed(mean, decimals),
            s_r=fixed(level.chosen("s_r", method), decimals + 1),
            s_R=fixed(s_R, decimals + 1),
            unit=_after(one.unit),
            list=_listed(level.removed),
        )

    def _cells(self, level: Level) -> list[level_results.Cell]:
        signals = _signals(level)
        spread = "difference" if self.split else "sd"
        return [
            level_results.Cell(code, level.results.get(code, ()), mean, s, *signals.get(code, ("", "")))
            for code, mean, s in zip(
                *(level.cells[key] for key in ("laboratory", "mean", spread)), strict=True
            )
        ]

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
        alphas = {name: _percent(options[f"alpha_{name}"]) for name in ("straggler", "outlier")}
        design = "method.split" if self.split else f"method.{options['method']}"
        clause = {"method.split": "ISO 5725-5, 4", "method.robust": "ISO 5725-5, 6"}.get(
            design, "ISO 5725-2, 7.4"
        )
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
            parts.append(Definition("term.intervals", interval, source, p=_percent(options["confidence"])))
        if any(one.relations for one in self.characteristics):
            parts.append(Definition("term.relation", "method.relation", "ISO 5725-2, 7.5"))
        if any(known(level.numbers["horrat_R"]) for one in self.characteristics for level in one.levels):
            parts.append(Definition("term.horrat", f"method.{options['horrat']}", "Horwitz, Albert 2006"))
        return Section("method", parts, key="method")


def line(relation: FunctionalRelation) -> Callable[[float], float]:
    """The chosen relation, to be drawn."""
    if relation.preferred == "I":
        return lambda m: relation.b_I * m
    if relation.preferred == "II":
        return lambda m: relation.a_II + relation.b_II * m
    return lambda m: float(relation.C_III * m**relation.d_III)


def _signals(level: Level) -> dict[str, tuple[str, str]]:
    """Of each laboratory that a decision is about: the signal of its mean and of its spread."""
    found: dict[str, tuple[str, str]] = {}
    for decision in level.decisions:
        if decision["verdict"] == "none" or decision["decision"] == "weaker":
            continue
        place = 0 if decision["about"] in ("mean", "average") else 1
        for code in decision["laboratories"]:
            both = list(found.get(code, ("", "")))
            both[place] = decision["mark"]
            found[code] = (both[0], both[1])
    return found


def _after(unit: str) -> str:
    return f" {unit}" if unit else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


def _percent(share: float) -> str:
    return f"{100 * share:g}"
