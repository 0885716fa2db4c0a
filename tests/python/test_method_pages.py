"""The pages of docs/methods: their Python examples give what they show."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "methods").glob("*.md"))
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def examples(page):
    return "\n".join(block for block in BLOCK.findall(page.read_text(encoding="utf-8")) if ">>>" in block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples(page):
    test = doctest.DocTestParser().get_doctest(examples(page), {}, page.stem, str(page), 0)
    report = []
    with np.printoptions(legacy="1.21"):  # numbers without their type, as older NumPy writes them
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+\.md)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_lists_every_page():
    folder = Path(__file__).parents[2] / "docs" / "methods"
    listed = re.findall(r"\]\(([^)]+)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(page.name for page in PAGES if page.stem != "README")
