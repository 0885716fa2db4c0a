"""What must not leave the organiser's desk: which laboratory has which code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ringtrial.outputs import csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = "private"
FILE = "codes.csv"


def write_codes(folder: str, laboratories: Sequence[str], names: Sequence[str], *, bom: bool) -> None:
    """Write ``folder``/private/codes.csv, which only its owner may read."""
    private = os.path.join(folder, FOLDER)
    os.mkdir(private, 0o700)
    columns = {"laboratory": laboratories, "name": names}
    csv.write_table(os.path.join(private, FILE), columns, bom=bom, mode=0o600)


def mask(findings: Sequence[dict[str, Any]], codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings with the code in place of a name where the cell that they are about holds a name."""
    return [
        finding | {key: finding[key].replace(finding["cell"], codes[finding["cell"]]) for key in _TOLD}
        if finding["cell"] in codes
        else finding
        for finding in findings
    ]


_TOLD = ("cell", "text", "text_zh")
