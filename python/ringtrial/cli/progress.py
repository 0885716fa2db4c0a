"""Progress of long work: a bar with the time left on a terminal, nothing where output is piped."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ringtrial.cli.console import Console, is_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 100_000  # bytes of results; below it a round is done before a bar is drawn
_SHARES = {  # of the time that a round of 5000 laboratories and 20 measurands takes, in per cent
    "reading": 3,
    "evaluating": 1,
    "scores.csv": 9,
    "assigned.csv": 1,
    "evaluation.json": 9,
    "workbook.xlsx": 17,
    "report.html": 60,
}


class Progress:
    """A bar over the whole run, used as ``with``; called with a step, what of it is done, and its total."""

    def __init__(self, console: Console, paths: Sequence[str]) -> None:
        self._console = console
        self._bar: Any = None
        self._task: Any = None
        self._before = dict(zip(_SHARES, _sums(list(_SHARES.values())), strict=True))
        if not console.quiet and is_terminal(sys.stderr) and _size(paths) > _LONG:
            self._bar = _rich_bar()

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=sum(_SHARES.values()))
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        if self._bar is not None and step in _SHARES:
            completed = self._before[step] + _SHARES[step] * done / max(total, 1)
            self._bar.update(self._task, completed=completed, description=self._description(step))

    def _description(self, step: str) -> str:
        known = step in ("reading", "evaluating")
        return self._console.text(f"say.{step}") if known else self._console.text("say.writing", file=step)


def _sums(shares: Sequence[int]) -> list[int]:
    """What is done before each step."""
    return [sum(shares[:i]) for i in range(len(shares))]


def _size(paths: Sequence[str]) -> int:
    return sum(os.path.getsize(path) for path in paths if os.path.isfile(path))


def _rich_bar() -> Any:
    try:
        from rich.console import Console as Rich
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    except ImportError:
        return None
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Rich(stderr=True), transient=True)
