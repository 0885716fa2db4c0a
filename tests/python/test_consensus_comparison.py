"""docs/consensus-comparison.md says what the library says now."""

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "consensus-comparison.md").read_text(encoding="utf-8")
SCRIPT = importlib.util.spec_from_file_location("consensus_comparison", DOCS / "consensus_comparison.py")
comparison = importlib.util.module_from_spec(SCRIPT)
SCRIPT.loader.exec_module(comparison)


def number(cell):
    return float(cell.replace("−", "-"))


@pytest.mark.parametrize("key", comparison.DATA)
def test_our_numbers_are_those_of_the_library(key):
    data = comparison.DATA[key]
    table = PAGE.split(f"## {data.name}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| \*\*ringtrial\*\* `(\w+)` \| (\S+) \| (\S+) \| (\S+) \|", table, re.M)
    assert [row[0] for row in rows] == list(comparison.OURS)
    for estimator, name, *cells in rows:
        assert name == comparison.OURS[estimator][0]
        assert list(map(number, cells)) == pytest.approx(list(comparison.ours(estimator, data)), rel=1e-8)


@pytest.mark.parametrize("program", ["statsmodels", "metafor"])
def test_closed_forms_agree_with_other_programs(program):
    apart = re.findall(rf"^\| \| {program} \|.*\| (.+?) \|$", PAGE, re.M)
    assert len(apart) > 15
    assert apart.count("< 1e−12") >= 5  # the weighted mean of every data set, but for rounding


def test_statsmodels_says_now_what_the_page_cites():
    pytest.importorskip("statsmodels")
    for data in comparison.DATA.values():
        found = comparison.in_statsmodels(data)["PM"]
        mine = comparison.ours("PM", data)
        assert (found.value - mine.value) / mine.u == pytest.approx(0, abs=1e-6)
        assert found.u == pytest.approx(mine.u, rel=1e-6)
