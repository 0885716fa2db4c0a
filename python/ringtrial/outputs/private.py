"""What must not leave the organiser's desk: which laboratory has which code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ringtrial.errors import UsageError
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


def refuse_others(folder: str) -> None:
    """UsageError if ``folder``/private, which a second run replaces, holds anything else than the codes."""
    private = os.path.join(folder, FOLDER)
    others = sorted(set(os.listdir(private)) - {FILE}) if os.path.isdir(private) else []
    if others:
        raise UsageError.of("not_ours", path=private, name=others[0])


def mask(findings: Sequence[dict[str, Any]], codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings with the code in place of a name where the cell that they are about holds a name."""
    return [_masked(finding, codes) for finding in findings]


def _masked(finding: dict[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    cell = finding["cell"] or ""
    coded = codes.get(cell)
    if coded is None and cell.endswith("…"):  # a long cell is shortened in its finding
        coded = next((codes[name] for name in codes if name.startswith(cell[:-1])), None)
    if coded is None and finding["laboratory"] is None:  # a note or a title, which may name somebody
        coded = _coded(cell, codes)
    if coded is None or coded == cell:
        return finding
    return finding | {key: finding[key].replace(cell, coded) for key in ("cell", "text", "text_zh")}


def _coded(text: str, codes: Mapping[str, str]) -> str:
    """A free text with codes for all names in it, longer ones first; single letters are no names there."""
    for name in sorted((name for name in codes if len(name) > 1 and name in text), key=len, reverse=True):
        text = text.replace(name, codes[name])
    return text
