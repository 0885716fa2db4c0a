"""Pictures and tables of docs/simulation.md, from rt.simulate with a fixed seed.

    python docs/images/simulation.py            draw all pictures, renew all tables (some minutes)
    python docs/images/simulation.py efficiency only this one

A study is a function of a number of rounds that gives a table of numbers; the same function, with few rounds,
is what tests/python/test_simulation_page.py holds the page to.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ringtrial as rt
from ringtrial.report.drawing import VEGA_LITE
from ringtrial.report.pictures.theme import CONFIG, HAIR, INK, QUIET

HERE = Path(__file__).parent
PAGE = HERE.parent / "simulation.md"
ROUNDS = 100_000
MORE = {"false_signals": 10, "power": 4}  # times as many, where chances are small
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", INK)  # Okabe and Ito
OF_ESTIMATORS = {  # the same in every picture
    "mean": COLOURS[0], "median": COLOURS[1], "algorithm_a": COLOURS[2], "q_hampel": COLOURS[3],
    "biweight": COLOURS[4], "median_niqr": COLOURS[1], "median_mad": COLOURS[0], "median_qn": COLOURS[5],
    "algorithm_a, z only": COLOURS[4], "median_niqr, z only": COLOURS[3], "own scale s*": COLOURS[0],
    "known value": INK,
}  # fmt: skip
LOCATIONS = ("mean", "median", "algorithm_a", "q_hampel", "biweight")
SCALES = ("sd", "mad", "niqr", "qn", "sn", "algorithm_a.scale", "q_method")
population = rt.simulate.population
POPULATIONS = {
    "normal": population(),
    "heavy tails, t of 3": population("student", df=3),
    "skewed, g = 0.5": population("lognormal"),
    "10 % gross errors, both sides": population(gross_share=0.1),
    "10 % gross errors at +6 sd": population(gross_share=0.1, gross_shift=6, gross_scale=1),
    "20 % with a method 3 sd higher": population(method_share=0.2, method_bias=3),
}


class Table(NamedTuple):
    """Numbers by row and column."""

    head: str
    columns: list[str]
    rows: dict[str, list[float]]
    digits: int = 2


class Line(NamedTuple):
    """A curve with the name that stands at its end."""

    name: str
    x: Sequence[float]
    y: Sequence[float]


# --- studies ---------------------------------------------------------------------------------


def efficiency(rounds: int, sizes: Sequence[int] = (5, 10, 20, 50)) -> Table:
    return _efficiencies(LOCATIONS, rounds, sizes)


def efficiency_of_scales(rounds: int, sizes: Sequence[int] = (5, 10, 20, 50)) -> Table:
    return _efficiencies(SCALES, rounds, sizes)


def _efficiencies(names: Sequence[str], rounds: int, sizes: Sequence[int]) -> Table:
    r = rt.simulate.efficiency(sizes, estimators=names, rounds=rounds)
    found = r.efficiency.reshape(len(sizes), len(names))
    return Table("laboratories", list(names), {str(n): list(found[i]) for i, n in enumerate(sizes)})


def populations(rounds: int) -> Table:
    rows = {}
    for name, lab in POPULATIONS.items():
        r = rt.simulate.efficiency(20, population=lab, estimators=LOCATIONS, rounds=rounds)
        rows[name] = list(r.rmse)
    return Table("20 laboratories", list(LOCATIONS), rows, 3)


def breakdown(rounds: int, wrong: Sequence[int] = (1, 2, 4, 6, 8)) -> Table:
    columns = {}
    for name in LOCATIONS:
        r = rt.simulate.breakdown(name, laboratories=20, rounds=max(rounds // 50, 2), most_wrong=max(wrong))
        columns[name] = r.max_bias
    rows = {f"{m} of 20": [float(columns[name][m]) for name in LOCATIONS] for m in wrong}
    return Table("wrong results", list(LOCATIONS), rows)


def factors(rounds: int, sizes: Sequence[int] = (5, 10, 20, 50)) -> Table:
    """What the 1.25 of u = 1.25 s/√p would have to be."""
    names = ("algorithm_a", "q_hampel", "median_niqr", "median_mad", "median_qn", "biweight")
    columns = [rt.simulate.uncertainty(sizes, estimator=name, rounds=rounds).factor for name in names]
    return Table("laboratories", list(names), {str(n): [c[i] for c in columns] for i, n in enumerate(sizes)})


def false_signals(rounds: int, sizes: Sequence[int] = (5, 10, 20, 50)) -> Table:
    """Per cent of competent laboratories with an unsatisfactory score, all laboratories having sd σ_pt."""
    asked: dict[str, dict[str, Any]] = {
        "known value": {"estimator": None},
        "algorithm_a": {},
        "median_niqr": {"estimator": "median_niqr"},
        "algorithm_a, z only": {"score": "z"},
        "median_niqr, z only": {"estimator": "median_niqr", "score": "z"},
        "own scale s*": {"sigma_pt": None, "score": "z"},
    }
    columns = [
        100 * rt.simulate.signals(sizes, rounds=rounds, **options).unsatisfactory
        for options in asked.values()
    ]
    return Table("laboratories", list(asked), {str(n): [c[i] for c in columns] for i, n in enumerate(sizes)})


def power(rounds: int, biases: Sequence[float] = (1, 2, 3, 4, 5, 6)) -> Table:
    """Per cent of laboratories with that bias that get an unsatisfactory score."""
    sizes = (5, 10, 20, 50)
    r = rt.simulate.signals(sizes, biases, rounds=rounds)
    known = rt.simulate.signals(5, biases, estimator=None, rounds=rounds)
    by_size = 100 * r.unsatisfactory.reshape(len(sizes), len(biases))
    rows = {
        f"{bias:g} σ_pt": [*by_size[:, i], 100 * float(known.unsatisfactory[i])]
        for i, bias in enumerate(biases)
    }
    return Table("bias", [*(f"{n} laboratories" for n in sizes), "known value"], rows, 1)


def laboratories(rounds: int, spreads: Sequence[float] = (0.5, 0.75, 1, 1.25, 1.5)) -> Table:
    rows = {}
    for spread in spreads:
        clean = _needed(population(sd=spread), rounds)
        gross = _needed(population(sd=spread, gross_share=0.1), rounds)
        rows[f"{spread:g} σ_pt"] = [clean.needed, clean.needed_really, gross.needed, gross.needed_really]
    columns = ["stated u", "really", "stated u, 10 % gross errors", "really, 10 % gross errors"]
    return Table("sd of the laboratories", columns, rows, 0)


def _needed(lab: Any, rounds: int) -> Any:
    return rt.simulate.design(population=lab, laboratories=[], bias=[], rounds=rounds)


STUDIES: dict[str, Callable[[int], Table]] = {
    "efficiency": efficiency,
    "efficiency_of_scales": efficiency_of_scales,
    "populations": populations,
    "breakdown": breakdown,
    "factors": factors,
    "false_signals": false_signals,
    "power": power,
    "laboratories": laboratories,
}

# --- tables ----------------------------------------------------------------------------------


def markdown(table: Table) -> str:
    lines = [
        f"| {table.head} | " + " | ".join(table.columns) + " |",
        "| ---: |" + " ---: |" * len(table.columns),
    ]
    lines += [
        f"| {name} | " + " | ".join(_cell(value, table.digits) for value in row) + " |"
        for name, row in table.rows.items()
    ]
    return "\n".join(lines)


def _cell(value: float, digits: int) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}f}"


def renew(page: str, name: str, table: str) -> str:
    """The page with the table between its marks."""
    begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    assert pattern.search(page), f"no marks for {name}"
    return pattern.sub(lambda _: begin + table + end, page)


# --- pictures --------------------------------------------------------------------------------

WIDTH, HEIGHT = 620, 300


def chart(
    lines: Sequence[Line], x: str, y: str, *, domain: tuple[float, float], logarithmic: bool = False,
    ticks: Sequence[float] = (), rule: float | None = None, points: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """Curves with their names at the right end; one that leaves the picture at the top ends there."""
    rows = [
        {"name": line.name, "x": a, "y": b, "colour": OF_ESTIMATORS.get(line.name, COLOURS[i])}
        for i, line in enumerate(lines)
        for a, b in _inside(line, domain[1])
    ]
    ends = [min(row["x"] for row in rows), max(row["x"] for row in rows)]
    across = {"type": "log" if logarithmic else "linear", "domain": ends, "nice": False}
    axis = {"title": x, "format": "~g", "values": list(ticks or (3, 5, 10, 20, 50, 100))}
    above = {
        "title": y,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleX": -34,
        "titleY": -12,
    }
    mark = {"type": "line", "strokeWidth": 2}
    layers: list[dict[str, Any]] = []
    if rule is not None:
        look = {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1}
        whole = {"x": {"value": 0}, "x2": {"value": WIDTH}, "color": {"value": QUIET}}
        layers.append({"data": {"values": [{"y": rule}]}, "mark": look, "encoding": whole})
    layers.append({"mark": mark, "encoding": {"detail": {"field": "name"}}})
    if points:
        layers.append({"mark": {"type": "point", "filled": True, "size": 26, "opacity": 1}})
    layers.append(_names(rows, domain))
    return {
        "data": {"values": rows},
        "width": WIDTH,
        "height": HEIGHT,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": across, "axis": axis},
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": list(domain), "nice": False},
                "axis": above | {"tickCount": 6},
            },
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        },
        "layer": layers,
    }


def _inside(line: Line, top: float) -> list[tuple[float, float]]:
    """The curve up to where it first leaves the picture."""
    kept: list[tuple[float, float]] = []
    for x, y in zip(line.x, line.y, strict=True):
        if y > top:
            before = kept[-1]
            crossing = before[0] + (x - before[0]) * (top - before[1]) / (y - before[1])
            return [*kept, (crossing, top)]
        kept.append((x, y))
    return kept


def _names(rows: list[dict[str, Any]], domain: tuple[float, float]) -> dict[str, Any]:
    """The names at the ends of the curves, moved apart where they would touch."""
    gap = 13 * (domain[1] - domain[0]) / HEIGHT
    placed: list[dict[str, Any]] = []
    last = max(row["x"] for row in rows)
    ends = sorted({row["name"]: row for row in rows}.values(), key=lambda row: -row["y"])
    for row in ends:
        beside = [other["at"] for other in placed if other["x"] == row["x"] == last]
        placed.append(row | {"at": min([row["y"], *(at - gap for at in beside)])})
    return {
        "data": {"values": placed},
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12},
        "encoding": {"y": {"field": "at", "type": "quantitative"}, "text": {"field": "name"}},
    }


def dots(table: Table, x: str) -> dict[str, Any]:
    """One row a name, one dot a column."""
    rows = [
        {"name": name, "column": column, "x": value, "colour": COLOURS[i]}
        for name, values in table.rows.items()
        for i, (column, value) in enumerate(zip(table.columns, values, strict=True))
    ]
    colours = {"domain": table.columns, "range": list(COLOURS[: len(table.columns)])}
    legend = {"title": None, "orient": "top", "symbolSize": 90, "labelFontSize": 12}
    return {
        "data": {"values": rows},
        "width": WIDTH,
        "height": {"step": 34},
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.9},
        "encoding": {
            "x": {
                "field": "x", "type": "quantitative", "scale": {"zero": True},
                "axis": {"title": x, "grid": True, "gridColor": HAIR, "tickCount": 8},
            },
            "y": {
                "field": "name", "type": "nominal", "sort": list(table.rows),
                "axis": {"grid": True, "labelLimit": 240, "labelColor": INK, "labelFontSize": 12},
            },
            "color": {"field": "column", "type": "nominal", "scale": colours, "legend": legend},
        },
    }  # fmt: skip


def curves(table: Table, at: Iterable[float]) -> list[Line]:
    """The columns of a table as curves over its rows."""
    x, values = list(at), list(table.rows.values())
    return [Line(name, x, [row[i] for row in values]) for i, name in enumerate(table.columns)]


SIZES = (3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100)
FROM_5 = SIZES[2:]
SHARES = tuple(range(10))  # twentieths
SPREADS = tuple(s / 20 for s in range(6, 33))
BIASES = tuple(b / 4 for b in range(29))


def drawn(name: str) -> dict[str, Any]:
    """The picture of that name."""
    by_size: dict[str, Any] = {"x": "laboratories", "logarithmic": True}
    rounds = ROUNDS * MORE.get(name, 1)
    if name == "efficiency":
        return chart(curves(efficiency(rounds, SIZES), SIZES), y="efficiency", domain=(0.5, 1.02), **by_size)
    if name == "efficiency_of_scales":
        lines = curves(efficiency_of_scales(rounds, FROM_5), FROM_5)
        return chart(lines, y="efficiency of scales", domain=(0.2, 1.02), **by_size)
    if name == "populations":
        return dots(
            populations(rounds), "root mean square error of the assigned value, in sd (20 laboratories)"
        )
    if name == "breakdown":
        lines, at = curves(breakdown(rounds, SHARES), (5 * m for m in SHARES)), range(0, 50, 5)
        return chart(lines, "% of 20 results wrong", "largest bias, sd", domain=(0, 3), ticks=at)
    if name == "factors":
        lines = curves(factors(rounds, FROM_5), FROM_5)
        return chart(lines, y="sd of x_pt · √p / scale", domain=(0.8, 1.7), rule=1.25, **by_size)
    if name == "false_signals":
        lines = curves(false_signals(rounds, FROM_5), FROM_5)
        return chart(lines, y="% false |z| ≥ 3", domain=(0, 0.6), **by_size)
    if name == "power":
        lines = curves(power(rounds, BIASES), BIASES)
        return chart(lines, "bias, σ_pt", "% caught", domain=(0, 100), ticks=range(8), points=False)
    lines, at = curves(laboratories(rounds, SPREADS), SPREADS), [s / 5 for s in range(2, 9)]
    return chart(
        lines, "sd of the laboratories, σ_pt", "laboratories needed", domain=(0, 70), ticks=at, points=False
    )


def save(name: str) -> None:
    from vl_convert import vegalite_to_svg

    config = CONFIG | {"background": "white", "padding": 10}
    text = vegalite_to_svg(json.dumps(drawn(name) | {"config": config}), vl_version=VEGA_LITE)
    (HERE / "simulation" / f"{name}.svg").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in sys.argv[1:] or STUDIES:
        page = renew(page, name, markdown(STUDIES[name](ROUNDS * MORE.get(name, 1))))
        save(name)
        print(name, flush=True)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
