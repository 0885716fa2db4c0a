"""docs/simulation.md: some of its numbers come out again exactly, all of them from few rounds by chance."""

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "simulation.md").read_text(encoding="utf-8")
SPEC = importlib.util.spec_from_file_location("simulation", DOCS / "images" / "simulation.py")
simulation = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(simulation)

ROUNDS = 4000
# What 4000 rounds may differ by (5 standard errors): absolute, relative.
TOLERANCE = {
    "efficiency": (0.08, 0),
    "efficiency_of_scales": (0.08, 0),
    "populations": (0, 0.15),  # heavy tails: the variance of a variance is large
    "breakdown": (0.15, 0.05),  # 80 rounds
    "factors": (0, 0.08),
    "false_signals": (0.45, 0),
    "power": (4.5, 0),
    "laboratories": (1, 0.12),
}


def printed(name):
    """The cells of a table of the page, by row."""
    text = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", PAGE, re.S)[1]
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines()]
    return lines[0], {cells[0]: cells[1:] for cells in lines[2:]}


def test_the_page_shows_every_picture():
    shown = re.findall(r"\]\(images/simulation/(\w+)\.svg\)", PAGE)
    assert sorted(shown) == sorted(simulation.STUDIES) == sorted(TOLERANCE)
    for name in shown:
        svg = (DOCS / "images" / "simulation" / f"{name}.svg").read_text(encoding="utf-8")
        assert svg.startswith("<svg") and "<script" not in svg


@pytest.mark.parametrize("name", TOLERANCE)
def test_few_rounds_give_the_printed_numbers(name):
    table = simulation.STUDIES[name](ROUNDS)
    head, rows = printed(name)
    assert head == [table.head, *table.columns]
    assert list(rows) == list(table.rows)
    absolute, relative = TOLERANCE[name]
    for row, cells in rows.items():
        numbers = [float(cell.replace(",", "")) for cell in cells]
        assert table.rows[row] == pytest.approx(numbers, abs=absolute, rel=relative), row


def test_all_rounds_give_the_printed_figures():
    names = ("median", "algorithm_a")
    table = simulation._efficiencies(names, simulation.ROUNDS, (5, 10, 20))
    head, rows = printed("efficiency")
    for row, values in table.rows.items():
        cells = dict(zip(head[1:], rows[row], strict=True))
        assert [f"{value:.2f}" for value in values] == [cells[name] for name in names]
