"""The pictures of a precision study, as drawings with their captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.context import natural
from ringtrial.report.numbers import known, positive
from ringtrial.report.pictures import extent, level_relation, level_results, mandel
from ringtrial.studies._precision_tables import equation, statistics_of
from ringtrial.studies._precision_words import after, listed, percent
from ringtrial.studies.study import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringtrial.precision import FunctionalRelation
    from ringtrial.studies._precision_level import Characteristic, Level

    Options = Mapping[str, Any]

_HALF = 300  # pixels: two such pictures stand side by side


# --- precision and level ----------------------------------------------------------------------


def relation(one: Characteristic, options: Options) -> Drawing | None:
    """s_r and s_R against the level, with the chosen relations."""
    method, plain = options["method"], _without_intervals(options)
    spreads = [
        _spread(of, level, method, plain=plain)
        for of in one.relations
        for level in one.levels
        if level.status == "ok" and positive(level.chosen("mean", method))
    ]
    if not spreads or not extent.drawable([number for one in spreads for number in (one.m, one.s)]):
        return None
    lines = [
        level_relation.Line(of, equation(found, of), _line(found)) for of, found in one.relations.items()
    ]
    return Drawing(
        "relation",
        [level_relation.level_relation(spreads, lines, one.unit)],
        title="drawing.relation",
        caption="caption.relation_plain" if plain else "caption.relation",
        description="description.relation",
        n=len({spread.level for spread in spreads}),
        p=percent(options["confidence"]),
    )


def _without_intervals(options: Options) -> bool:
    return bool(options["design"] == "split-level" or options["method"] != "classical")


def _spread(of: str, level: Level, method: str, *, plain: bool) -> level_relation.Spread:
    ends = [float("nan")] * 2 if plain else [level.numbers[f"{of}_{end}"] for end in ("low", "high")]
    return level_relation.Spread(
        of, level.label, level.chosen("mean", method), level.chosen(of, method), *ends
    )


def _line(relation: FunctionalRelation) -> Callable[[float], float]:
    """The chosen relation, to be drawn."""
    if relation.preferred == "I":
        return lambda m: relation.b_I * m
    if relation.preferred == "II":
        return lambda m: relation.a_II + relation.b_II * m
    return lambda m: float(relation.C_III * m**relation.d_III)


# --- Mandel's statistics ----------------------------------------------------------------------


def mandels(one: Characteristic, options: Options) -> list[Drawing]:
    """A drawing of each statistic that could be computed."""
    levels = sorted(one.levels, key=lambda level: (not known(m := level.numbers["mean"]), m))
    drawn = levels[: mandel.MOST_LEVELS]
    return [
        drawing
        for statistic in statistics_of(split=options["design"] == "split-level")
        if (drawing := _mandel(statistic, drawn, options)) is not None
    ]


def _mandel(statistic: str, levels: Sequence[Level], options: Options) -> Drawing | None:
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
    pictures = mandel.mandel_bars(statistic, drawn, labels, bars, _limits(statistic, levels, options))
    beyond = list(dict.fromkeys(bar.code for bar in bars if bar.signal == "unsatisfactory"))
    ends = ("_one" if len(levels) == 1 else "", "_beyond" if beyond else "")
    return Drawing(
        f"mandel mandel-{statistic[0]}",
        pictures,
        title=f"drawing.{statistic}" + ("" if len(drawn) == len(codes) else "_some"),
        caption=f"caption.mandel{ends[0]}{ends[1]}",
        description="description.mandel",
        statistic=statistic[0],
        n=len(drawn),
        of=len(codes),
        levels=len(levels),
        list=listed(sorted(beyond, key=natural)),
        alpha=percent(options["alpha_outlier"]),
    )


def _limits(statistic: str, levels: Sequence[Level], options: Options) -> list[tuple[float, str, str]]:
    """The critical values that most cells have."""
    lines = []
    for verdict, kind in (("straggler", "warning"), ("outlier", "action")):
        values = [v for level in levels for v in level.cells[f"{statistic}_critical_{verdict}"] if known(v)]
        if values:
            common = max(sorted(set(values)), key=values.count)
            lines.append((common, f"{percent(options[f'alpha_{verdict}'])} %", kind))
    return lines[::-1]


# --- results of a level ------------------------------------------------------------------------


def results(one: Characteristic, level: Level, options: Options) -> Drawing | None:
    """What each laboratory found on a level."""
    method = options["method"]
    values = [value for results in level.results.values() for value in results]
    mean, s_R = (level.chosen(name, method) for name in ("mean", "s_R"))
    if not values or not extent.drawable([*values, mean, s_R]):
        return None
    centre, spread = level.numbers["robust_mean"], level.numbers["robust_s_R"]
    if not positive(spread):
        centre, spread = level.numbers["mean"], level.numbers["s_R"]
    window = extent.window(centre, [spread], values)
    cells = sorted(_cells(level, options), key=lambda cell: natural(cell.code))
    pictures = level_results.level_results(cells, mean=mean, s_R=s_R, window=window, unit=one.unit)
    narrow = pictures[0].view["width"] <= _HALF and len(one.levels) > 1
    return Drawing(
        "half level" if narrow else "level",
        pictures,
        title="drawing.level" if level.label else "drawing.results",
        caption="caption.level_outliers" if level.removed else "caption.level",
        description="description.level",
        level=level.label,
        n=len(cells),
        mean=level.shown("mean", method),
        s_r=level.shown("s_r", method),
        s_R=level.shown("s_R", method),
        unit=after(one.unit),
        list=listed(level.removed),
    )


def _cells(level: Level, options: Options) -> list[level_results.Cell]:
    signals = _signals(level)
    spread = "difference" if options["design"] == "split-level" else "sd"
    return [
        level_results.Cell(code, level.results.get(code, ()), mean, s, *signals.get(code, ("", "")))
        for code, mean, s in zip(*(level.cells[key] for key in ("laboratory", "mean", spread)), strict=True)
    ]


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
