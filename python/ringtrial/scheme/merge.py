"""The options of one measurand: its tables merged key by key, methods implied, defaults filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.scheme.keys import KEYS, OPTIONS_OF, PARTICIPANTS
from ringtrial.scheme.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

Options = dict[str, Any]

_TARGET_OF = {
    "sigma_pt": "fixed",
    "target_percent": "percent",
    "s_R": "precision",
    "previous_rounds": "previous_rounds",
    "delta_e": "perception",
}
_ASSIGNED_OF = {"assigned_value": "certified", "formulation": "formulation", "expert_laboratories": "expert"}


class Table:
    """One ``[measurand."PATTERN"]`` or ``[measurand."PATTERN".item."PATTERN"]``, its values checked."""

    __slots__ = ("item", "measurand", "options", "path")

    def __init__(self, path: tuple[str, ...], options: Options) -> None:
        self.path = path
        self.measurand = Pattern(path[1])
        self.item = Pattern(path[3]) if len(path) > 2 else None
        self.options = implied(options)

    def matches(self, measurand: str, item: str) -> bool:
        return self.measurand.matches(measurand) and (self.item is None or self.item.matches(item))

    def weight(self, measurand: str, item: str) -> tuple[Any, ...]:
        of_item = (False, 0) if self.item is None else self.item.weight(item)
        return (*self.measurand.weight(measurand), self.item is not None, *of_item)


class Merged:
    """The options of a measurand and, for messages, the table that each one comes from."""

    __slots__ = ("options", "source")

    def __init__(self, options: Options, source: dict[str, Table]) -> None:
        self.options = options
        self.source = source


def implied(options: Options) -> Options:
    """The options of one table with the methods that its parameters imply."""
    options = dict(options)
    for method, of in (("target", _TARGET_OF), ("assigned", _ASSIGNED_OF)):
        if method not in options:
            meant = next((value for key, value in of.items() if key in options), None)
            if meant:
                options[method] = meant
    return options


def merge(tables: Sequence[Table], measurand: str, item: str) -> Merged:
    """All tables that match, the stronger over the weaker; of equals the later over the earlier."""
    matching = [table for table in tables if table.matches(measurand, item)]
    matching.sort(key=lambda table: table.weight(measurand, item))
    said: Options = {}
    rank: dict[str, int] = {}
    for position, table in enumerate(matching):
        said |= table.options
        rank |= dict.fromkeys(table.options, position)
    _drop_weaker_alternatives(said, rank)
    return Merged(said, {key: matching[position] for key, position in rank.items()})


def _drop_weaker_alternatives(said: Options, rank: dict[str, int]) -> None:
    """Of two ways to say one thing, the one of the stronger table counts."""
    pairs = [("assigned_u", "assigned_U"), ("assigned_U", "assigned_u")]
    if said.get("target") == "perception":
        pairs.append(("sigma_pt", "delta_e"))  # a weaker delta_e stays: it serves percent_allowance
    if said.get("assigned") == "formulation":
        pairs += [("assigned_value", "formulation"), ("formulation", "assigned_value")]
    for weaker, stronger in pairs:
        if rank.get(weaker, len(rank)) < rank.get(stronger, -1):
            del said[weaker]


def fill(said: Options) -> Options:
    """Every key of a measurand, with the defaults that depend on others."""
    options = {key.name: key.type.read(said.get(key.name, key.default)) for key in KEYS["measurand"]}
    from_participants = options["assigned"] in PARTICIPANTS
    if options["u_factor"] is None:
        options["u_factor"] = 1.0 if options["assigned"] == "mean" else 1.25
    if options["target_estimator"] is None:
        options["target_estimator"] = options["assigned"] if from_participants else "algorithm_a"
    if options["precision_n"] is None:
        options["precision_n"] = options["replicates_requested"] or 1.0
    if options["when_inhomogeneous"] is None:
        options["when_inhomogeneous"] = "warn" if options["target"] == "data" else "uncertainty"
    used = {name for key in ("assigned", "target_estimator") for name in OPTIONS_OF.get(options[key], ())}
    options["estimator_options"] = {k: v for k, v in options["estimator_options"].items() if k in used}
    return options
