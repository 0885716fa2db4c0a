"""The tree of headers: the umbrella is complete, each header keeps the rules of its floor."""

import re
from pathlib import Path

import pytest

INCLUDE = Path(__file__).parents[2] / "include"
HEADERS = sorted(path.relative_to(INCLUDE) for path in INCLUDE.rglob("*.hpp"))
PUBLIC = [h for h in HEADERS if "detail" not in h.parts and h.name != "ringtrial.hpp"]
OPT_IN = {"ringtrial/eigen.hpp"}
FLOORS = {"round": 2, "batch": 3}


def includes(header: Path) -> list[str]:
    return re.findall(r"^#include\s+[<\"](.+?)[>\"]", (INCLUDE / header).read_text(encoding="utf-8"), re.M)


def test_the_umbrella_lists_every_public_header():
    listed = includes(Path("ringtrial/ringtrial.hpp"))
    assert set(listed) == {str(h) for h in PUBLIC} - OPT_IN
    assert listed == sorted(listed)


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_a_header_includes_only_the_standard_library_and_ringtrial(header):
    foreign = [name for name in includes(header) if "/" in name and not name.startswith("ringtrial/")]
    assert foreign == []
    assert [name for name in includes(header) if name.endswith(".h")] == []


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_a_header_begins_with_its_licence_and_is_short(header):
    lines = (INCLUDE / header).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "// SPDX-License-Identifier: BSL-1.0"
    assert "#pragma once" in lines[:4]
    assert len(lines) <= 400


@pytest.mark.parametrize("header", [h for h in HEADERS if len(h.parts) == 3], ids=str)
def test_a_header_needs_no_floor_above_its_own(header):
    floor = FLOORS.get(header.parts[1], 1)
    folders = [name.split("/")[1] for name in includes(header) if name.startswith("ringtrial/")]
    assert [folder for folder in folders if FLOORS.get(folder, 1) > floor] == []
