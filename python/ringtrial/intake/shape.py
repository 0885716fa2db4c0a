"""Long or wide: which columns hold results, of what, with what beside them (2.3, 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.intake import columns as columns_
from ringtrial.intake import spelling, units
from ringtrial.intake.columns import Column
from ringtrial.noticed import Findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringtrial.intake.source import Source

BESIDE = ("u", "U", "k", "unit", "method", "qualifier")  # what stands beside a value
_KEPT = ("dof", "round", "remark")  # recognised, and kept as they are


class Block:
    """The results of one column of values: a whole long table, or one measurand of a wide one."""

    __slots__ = ("beside", "item", "measurand", "replicate", "source", "strata", "value")

    def __init__(self, source: Source, value: Column, beside: dict[str, Column], measurand: str) -> None:
        self.source = source
        self.value = value
        self.beside = beside  # field → column, for every recognised column that belongs to the value
        self.measurand = measurand  # "" where a column says it, or where it has no name of its own
        self.item = ""  # "" where a column says it, or where there are none
        self.replicate = value.replicate
        self.strata: list[Column] = []


class Shape:
    """The blocks of a source, whether it is long or wide, and what was noticed."""

    __slots__ = ("blocks", "findings", "form")

    def __init__(self) -> None:
        self.form = "long"
        self.blocks: list[Block] = []
        self.findings = Findings()


def fields(columns: list[Column]) -> dict[str, Column]:
    """The one column of each field that is not said to belong to a measurand."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.field and not column.measurand:
            found.setdefault(column.field, []).append(column)
    return {field: columns_.better(several) for field, several in found.items()}


def shape(source: Source, qualitative: Callable[[str], bool], *, words: bool) -> Shape:
    """Recognise a source; ``qualitative(name)``: whether the scheme says that this measurand is no number.

    ``words``: where no column of a wide table holds numbers, all that hold words are results.
    """
    result = Shape()
    chosen = fields(source.columns)
    if "value" in chosen:
        _long(source, result, chosen)
    else:
        _Wide(source, result, chosen, qualitative).recognise(words=words)
    if not result.blocks and not any(finding.severity == "error" for finding in result.findings):
        result.findings.append(source.finding("no_values", names=_names(source.columns)))
    return result


def is_used(field: str, shape: Shape) -> bool:
    """Whether a field of the table counts; the values of a wide table are named by its measurands."""
    return field in _KEPT or any(field == "value" or field in block.beside for block in shape.blocks)


def _names(columns: list[Column]) -> str:
    return ", ".join(column.name for column in columns if column.name)


def _long(source: Source, result: Shape, chosen: dict[str, Column]) -> None:
    value = chosen["value"]
    beside = {field: column for field, column in chosen.items() if field not in ("value", *_KEPT)}
    named = "measurand" not in beside and not columns_.means_result(value.stem)
    block = Block(source, value, beside, value.stem if named else "")
    used = {column.position for column in (value, *beside.values())}
    block.strata = _kept(source, result, [c for c in source.columns if c.position not in used])
    result.blocks = [block]


def _kept(source: Source, result: Shape, columns: list[Column]) -> list[Column]:
    """Columns that are no result and no field are kept as they are, but not blank ones, nor names again."""
    kept = []
    of_items = any(column.is_item for column in source.columns)
    for column in columns:
        if not any(spelling.trim(cell) for cell in source.cells(column)):
            if column.name:
                result.findings.append(source.finding("column_blank", column=column))
            continue
        private = column.field == "name"
        if not private:
            kept.append(column)
        if column.field not in _KEPT and not (of_items and columns_.says_time(column.name)):
            variant = "private" if private else None
            name = column.name or source.shown(column)
            result.findings.append(source.finding("column_kept", column=column, name=name, variant=variant))
    return kept


class _Wide:
    """A table with a column a measurand."""

    def __init__(
        self, source: Source, result: Shape, chosen: dict[str, Column], qualitative: Callable[[str], bool]
    ) -> None:
        result.form = "wide"
        self.source, self.result, self.qualitative = source, result, qualitative
        self.common = {field: column for field, column in chosen.items() if field not in (*BESIDE, *_KEPT)}
        self.of_items = "laboratory" in chosen and chosen["laboratory"].is_item
        self.named_in_full: set[int] = set()  # positions of columns whose bracket is no unit
        self.unknown = [
            c for c in source.columns if not c.field and not (self.of_items and columns_.says_time(c.name))
        ]

    def recognise(self, *, words: bool) -> None:
        self._tell_apart()
        self._attributes()
        unknown = [c for c in self.unknown if not c.field and not c.is_row_number]
        values = [c for c in unknown if self._holds_results(c)]
        if words and not any(self.source.reading(c).holds_numbers() for c in values):
            values = [c for c in unknown if self._holds_answers(c)]
        self._replicates(values)
        if "measurand" in self.common and not all(columns_.means_result(c.stem) for c in values):
            return  # neither long nor wide: a column of measurands, and columns of numbers with other names
        owners = self._owners(values)
        beside_values = [column for beside in owners.values() for column in beside.values()]
        used = {column.position for column in (*values, *self.common.values(), *beside_values)}
        strata = _kept(self.source, self.result, [c for c in self.source.columns if c.position not in used])
        for column in values:
            beside = self.common | owners[column.position]
            name = "" if columns_.means_result(column.stem) else column.stem
            block = Block(self.source, column, beside, name)
            block.strata = strata
            self.result.blocks.append(block)

    def _tell_apart(self) -> None:
        """Brackets without a unit belong to the name where columns differ in them: Pb (ICP) and Pb (AAS)."""
        alike: dict[str, dict[str, list[Column]]] = {}
        for column in self.unknown:
            stem, bracket = columns_.split_bracket(self._without_number(column))
            alike.setdefault(spelling.plain(stem), {}).setdefault(bracket, []).append(column)
        for found in alike.values():
            several = [column for columns in found.values() for column in columns]
            renamed = [column for column in several if len(found) > 1 and self._name_in_full(column)]
            if renamed:
                severity = None if any(map(units.known, found)) else "info"
                self._tell("bracket_named", renamed[0], severity=severity, names=_names(several))

    def _without_number(self, column: Column) -> str:
        """A name without the number of a replicate behind its bracket."""
        stem, number = self._replicate_of(column)
        return stem if number and not column.unit else column.name

    def _name_in_full(self, column: Column) -> bool:
        """Let the name keep its bracket if that is no unit; "Pb U (ICP)" is the U of "Pb (ICP)"."""
        stem, unit, _ = columns_.split_unit(self._without_number(column))
        if not unit or units.known(unit):
            return False
        self.named_in_full.add(column.position)
        name, field = columns_.split_attribute(stem) if column.unit else ("", "")
        column.stem = f"{name} ({unit}) {field}" if field else column.name
        column.unit = ""
        return True

    def _attributes(self) -> None:
        """Columns such as "Fe U" belong to the measurand whose column is "Fe"."""
        stems = {spelling.plain(_without_replicate(c.stem)) for c in self.unknown}
        split = {c.position: columns_.split_attribute(c.stem) for c in self.unknown}
        owned = {spelling.plain(stem) for stem, field in split.values() if field and field != "value"}
        for column in self.unknown:
            stem, field = split[column.position]
            name = spelling.plain(stem)
            if field == "value" and name in owned:
                column.stem = stem
            elif field and field != "value" and (name in stems or self._has_value(name, split)):
                column.field, column.measurand = field, stem

    @staticmethod
    def _has_value(name: str, split: dict[int, tuple[str, str]]) -> bool:
        return any(field == "value" and spelling.plain(stem) == name for stem, field in split.values())

    def _holds_results(self, column: Column) -> bool:
        """Half or more of what is not blank is a number, limit or missing text, and not all is missing."""
        name = _without_replicate(column.stem)
        filled, readable, results = self.source.reading(column).readable()
        return filled > 0 and ((results > 0 and 2 * readable >= filled) or self.qualitative(name))

    def _holds_answers(self, column: Column) -> bool:
        is_other = columns_.says_time(column.name) or columns_.says_reference(column.name)
        return not is_other and self.source.reading(column).readable()[0] > 0

    def _replicates(self, values: list[Column]) -> None:
        """Numbers at the ends of names are replicates if they count 1, 2, … for one stem."""
        stems: dict[str, list[tuple[Column, str, str]]] = {}
        units_in_stems: dict[int, str] = {}
        for column in values:
            stem, number = self._replicate_of(column)
            if number and not column.replicate:
                whole = column.unit or column.position in self.named_in_full
                stem, unit, _ = (stem, column.unit, "") if whole else columns_.split_unit(stem)  # "Fe (%)_1"
                stems.setdefault(spelling.plain(stem), []).append((column, stem, number))
                units_in_stems[column.position] = unit
        for several in stems.values():
            if sorted(int(n) for _, _, n in several) == list(range(1, len(several) + 1)) and len(several) > 1:
                for column, stem, number in several:
                    column.stem, column.replicate = stem, number
                    column.unit = units_in_stems[column.position]
        self._repeated(values)

    def _replicate_of(self, column: Column) -> tuple[str, str]:
        """Stem and number of a name; in a table of items a bare number is that of a replicate."""
        stem, number = columns_.split_replicate(column.stem)
        if number or not self.of_items:
            return stem, number
        number = columns_.replicate_label(column.stem)
        return ("", number) if number else (stem, "")

    def _repeated(self, values: list[Column]) -> None:
        """Columns of one measurand with different numbers are its replicates."""
        groups: dict[str, list[Column]] = {}
        for column in values:
            groups.setdefault(spelling.plain(column.stem), []).append(column)
        for name, several in groups.items():
            if len(several) == 1:
                continue
            if not any(column.replicate for column in several):
                for number, column in enumerate(several, 1):
                    column.replicate = str(number)
            one_unit = len({units.read(c.unit).size for c in several}) == 1
            distinct = len({c.replicate for c in several}) == len(several) and all(
                c.replicate for c in several
            )
            code = "replicate_columns" if one_unit and distinct else "column_repeated"
            self._tell(code, several[0], measurand=name or None, names=_names(several))

    def _owners(self, values: list[Column]) -> dict[int, dict[str, Column]]:
        """What stands beside each column of results, by its position."""
        owners: dict[int, dict[str, Column]] = {column.position: {} for column in values}
        for field in BESIDE:
            bare = [c for c in self.source.columns if c.field == field and not c.measurand]
            for column in self.source.columns:
                if column.field == field and column.measurand:
                    for value in values:
                        if spelling.plain(value.stem) == spelling.plain(column.measurand):
                            owners[value.position][field] = column
            self._bare(field, bare, values, owners)
        return owners

    def _bare(
        self, field: str, bare: list[Column], values: list[Column], owners: dict[int, dict[str, Column]]
    ) -> None:
        """Columns that do not say to which measurand they belong: the only one, all, or that at the left."""
        one = len({spelling.plain(value.stem) for value in values}) == 1
        if len(bare) == 1 and (one or field in ("unit", "method", "k")):
            for value in values:
                owners[value.position].setdefault(field, bare[0])
            return
        for column in bare:
            left = [value for value in values if value.position < column.position]
            if len(bare) == 1 or not left or field in owners[left[-1].position]:
                self._tell("column_ambiguous", column, field=field)
                return
            owners[left[-1].position][field] = column

    def _tell(self, code: str, column: Column, **values: Any) -> None:
        self.result.findings.append(self.source.finding(code, column=column, **values))


def _without_replicate(stem: str) -> str:
    return columns_.split_replicate(stem)[0]
