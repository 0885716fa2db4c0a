"""workbook.xlsx: what an organiser opens first, made of the same numbers as the CSV files."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from ringtrial.outputs.sheet import MAX_ROWS, Sheet
from ringtrial.outputs.sheets import Sheets
from ringtrial.outputs.styles import Styles
from ringtrial.outputs.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringtrial.evaluation import Evaluation
    from ringtrial.outputs.sheets import Page

_CREATED = datetime(2000, 1, 1)  # fixed: the same evaluation gives the same bytes
_A4 = 9
_MOST_IN_MEMORY = 5_000  # results; temporary files cost milliseconds each, the sheets some kilobytes a result


def write_workbook(
    path: str,
    evaluation: Evaluation,
    document: dict[str, Any],
    language: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the workbook in "en", "zh" or "both"; ``progress`` is told the rows done and their total."""
    small = len(evaluation.results["laboratory"]) <= _MOST_IN_MEMORY
    words = Words(language)
    write_pages(
        path,
        lambda styles: Sheets(evaluation, document, words, styles).pages(),
        words.sheet,
        progress,
        in_memory=small,
    )


def write_pages(
    path: str,
    make: Callable[[Styles], list[Page]],
    name_of: Callable[[str], str],
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    in_memory: bool,
) -> None:
    """Write the pages that ``make`` gives for the book's styles; ``name_of``: a key's name of its sheet."""
    book = Workbook(path, _options(os.path.dirname(path), in_memory=in_memory))
    book.set_properties({"created": _CREATED})
    styles = Styles(book)
    pages = [part for page in make(styles) for part in _parts(page)]
    done, total = 0, sum(page.rows for page in pages)

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    advance(0)
    names = _names([name_of(page.key) for page in pages])
    for page, name in zip(pages, names, strict=True):
        sheet = book.add_worksheet(name, Sheet)
        sheet.fill(page.columns, styles.header, above=page.above, fixed=page.fixed, advance=advance)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(len(page.above))
    book.close()


def _options(folder: str, *, in_memory: bool) -> dict[str, Any]:
    """Nothing becomes a formula, a link or a number by its looks. ``constant_memory`` is not needed, since
    rows are made while they are written; temporary files are, unless everything fits into memory.
    """
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "in_memory": in_memory,
        "tmpdir": folder,  # so that an interrupted run leaves nothing behind
    }


def _parts(page: Page) -> Iterator[Page]:
    """The page, cut where a worksheet ends."""
    room = MAX_ROWS - len(page.above) - 1
    for start in range(0, max(page.rows, 1), room):
        columns = [column.part(start, start + room) for column in page.columns]
        yield type(page)(page.key, columns, above=page.above, fixed=page.fixed)


def _names(wanted: list[str]) -> Iterator[str]:
    """Sheet names, the second of one name numbered."""
    seen: dict[str, int] = {}
    for name in wanted:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
