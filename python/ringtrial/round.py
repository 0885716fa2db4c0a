"""A round as columns: what the intake makes of a file and the evaluation works on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

QUALIFIERS = {0: "", -1: "<", 1: ">"}


class Measurand:
    """A pair (measurand, item): what is evaluated on its own."""

    __slots__ = ("item", "kind", "name", "options", "unit")

    def __init__(self, name: str, item: str, unit: str, kind: str, options: dict[str, Any]) -> None:
        self.name = name  # as in the file
        self.item = item  # "" where the file has no items
        self.unit = unit  # of evaluation; "" where none is known
        self.kind = kind  # "quantitative", "nominal", "ordinal", "code": never "auto" any more
        self.options = options  # every key of the scheme with its value after merging

    @property
    def label(self) -> str:
        """The name of the pair: ``Pb``, or ``Pb|S1`` with an item."""
        return f"{self.name}|{self.item}" if self.item else self.name


class Round:
    """Reported results, one entry a replicate, sorted by measurand, laboratory, replicate.

    Text columns are lists, number columns NumPy arrays; all have the length of ``value``.
    A laboratory that has an entry with NaN did not report; one without an entry neither.
    """

    __slots__ = (
        "U", "codes_assigned", "form", "k", "laboratories", "laboratory", "measurand", "measurands", "method",
        "names", "qualifier", "replicate", "reported", "reported_unit", "source", "sources", "strata", "text",
        "title", "u", "value",
    )  # fmt: skip

    laboratories: list[str]  # codes, in the order of the file
    names: list[str] | None  # laboratories' names, if the file has them (private)
    codes_assigned: bool  # codes were made by us (L001 ...): the key goes to private/codes.csv
    measurands: list[Measurand]  # in the order of the file, items of a measurand in the order of the file
    title: str  # first title row of the file, or ""
    form: str  # "long" or "wide"
    measurand: np.ndarray  # int32, position in measurands
    laboratory: np.ndarray  # int32, position in laboratories
    replicate: np.ndarray  # int32, 1, 2, ...
    value: np.ndarray  # float64, unit of evaluation; NaN: not reported; with a qualifier the limit
    qualifier: np.ndarray  # int8: 0 found, -1 "<", +1 ">"
    u: np.ndarray  # float64, standard uncertainty, unit of evaluation, NaN: not stated
    U: np.ndarray  # float64, expanded uncertainty, unit of evaluation, NaN: not stated
    k: np.ndarray  # float64, coverage factor, NaN: not stated
    text: list[str]  # trimmed cell text: the result of a qualitative kind
    reported: list[str]  # cell text as typed
    reported_unit: list[str]  # unit as reported
    method: list[str]
    source: np.ndarray  # int32, position in sources
    sources: list[str]  # files, or "" for a frame; a worksheet each
    strata: dict[str, list[str]]  # further columns of the file, by name

    def column(self, name: str) -> list[str] | None:
        """The column that groups laboratories: "method" or a further one; None where there is none."""
        column = self.method if name == "method" else self.strata.get(name)
        return column if column is not None and any(column) else None


class Measured(NamedTuple):
    """Values in the unit of evaluation, the number of the item of each from 0, and how items are called."""

    value: np.ndarray  # float64, NaN: missing
    item: np.ndarray  # uintp
    labels: list[str]

    def by_item(self) -> list[dict[str, Any]]:
        """One entry an item, for the document and its picture."""
        entries: list[dict[str, Any]] = [{"item": label, "values": []} for label in self.labels]
        for value, item in zip(self.value.tolist(), self.item.tolist(), strict=True):
            entries[item]["values"].append(value)
        return entries


NOTHING = Measured(np.empty(0), np.empty(0, np.uintp), [])


class ItemResults(NamedTuple):
    """Of one measurand; ``sources``: name, hash and column of the file, by check."""

    homogeneity: Measured = NOTHING
    before: Measured = NOTHING
    after: Measured = NOTHING
    sources: dict[str, dict[str, Any]] = {}  # noqa: RUF012 (never changed)
