"""Tables of a study: columns that know how they are called, rounded, marked and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Column:
    """Values of one kind: numbers (NaN: not computed), texts, or True and False (None: not asked).

    ``key``: name of the column in files and JSON, its title in the messages under ``column.KEY``.
    ``decimals``: shown on page and in workbook, one for all or one a value; None: four significant figures.
    ``words``: key of a table of texts by code, as "value.status": then the values are such codes.
    ``probability``: a p value, shown with two significant figures and as "< 0.0001" where it is smaller.
    ``marks``: a signal a value, "" for none; the cell gets its colour and mark.
    """

    __slots__ = ("decimals", "key", "marks", "probability", "unit", "values", "words")

    def __init__(
        self,
        key: str,
        values: Sequence[Any],
        *,
        decimals: int | Sequence[int | None] | None = None,
        unit: str = "",
        words: str = "",
        probability: bool = False,
        marks: Sequence[str] | None = None,
    ) -> None:
        self.key = key
        self.values = list(values)
        self.decimals = decimals if decimals is None or isinstance(decimals, int) else list(decimals)
        self.unit = unit
        self.words = words
        self.probability = probability
        self.marks = None if marks is None else list(marks)

    def decimals_at(self, row: int) -> int | None:
        return self.decimals[row] if isinstance(self.decimals, list) else self.decimals

    def part(self, rows: Sequence[int]) -> Column:
        """The same column with some of its rows."""
        decimals = self.decimals
        return Column(
            self.key,
            [self.values[row] for row in rows],
            decimals=[decimals[row] for row in rows] if isinstance(decimals, list) else decimals,
            unit=self.unit,
            words=self.words,
            probability=self.probability,
            marks=None if self.marks is None else [self.marks[row] for row in rows],
        )

    @property
    def empty(self) -> bool:
        """Whether no row says anything."""
        return all(value is None or value == "" or value != value for value in self.values)


class Table:
    """Columns of one length. ``caption``: key of its title on the page; ``upright``: the page shows a line a
    column, for few rows with many numbers; ``fold``: long, shown on demand.
    """

    __slots__ = ("caption", "columns", "fold", "key", "upright", "values")

    def __init__(
        self,
        key: str,
        columns: Sequence[Column],
        *,
        caption: str = "",
        upright: bool = False,
        fold: bool = False,
        **values: Any,
    ) -> None:
        self.key = key  # of the CSV file and the worksheet
        self.columns = list(columns)
        self.caption = caption
        self.upright = upright
        self.fold = fold
        self.values = values  # filled into the caption

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def raw(self) -> dict[str, list[Any]]:
        """The values by the keys of their columns, as files and frames hold them."""
        return {column.key: column.values for column in self.columns}

    def part(self, rows: Sequence[int], *, hide: Sequence[str] = (), **values: Any) -> Table:
        """Some rows for a section of the page, without the columns that the section says itself.

        ``values`` are filled into the caption.
        """
        columns = [column.part(rows) for column in self.columns if column.key not in hide]
        settings = {"caption": self.caption, "upright": self.upright, "fold": self.fold}
        return Table(self.key, columns, **settings, **(self.values | values))  # type: ignore[arg-type]

    @classmethod
    def of_records(
        cls, key: str, records: Sequence[Mapping[str, Any]], columns: Mapping[str, Mapping[str, Any]]
    ) -> Table:
        """A table of records: ``columns`` gives, for each key taken from them, the settings of its column."""
        made = [Column(name, [r[name] for r in records], **settings) for name, settings in columns.items()]
        return cls(key, made)
