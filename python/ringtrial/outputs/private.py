"""What must not leave the organiser's desk: which laboratory has which code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ringtrial.outputs import csv

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "private"
FILE = "codes.csv"


def write_codes(folder: str, laboratories: Sequence[str], names: Sequence[str], *, bom: bool) -> None:
    """Write ``folder``/private/codes.csv, which only its owner may read."""
    private = os.path.join(folder, FOLDER)
    os.mkdir(private, 0o700)
    path = os.path.join(private, FILE)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    csv.write_table(path, {"laboratory": laboratories, "name": names}, bom=bom)
