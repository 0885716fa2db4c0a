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
    columns = {"laboratory": laboratories, "name": names}
    csv.write_table(os.path.join(private, FILE), columns, bom=bom, mode=0o600)
