"""Progress of long work: a bar with the time left on a terminal, nothing where output is piped."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ringtrial.console import Console, is_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 1 << 20  # bytes of results; below it a round is done before a bar is drawn


class Progress:
    """Used as ``with``; :meth:`stage` names what is done now, calling it tells how much of a step of it is done."""

    def __init__(self, console: Console, paths: Sequence[str]) -> None:
        self._console = console
        self._bar: Any = None
        self._task: Any = None
        self._stage = self._step = ""
        if not console.quiet and is_terminal(sys.stderr) and _size(paths) > _LONG:
            self._bar = _rich_bar()

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def stage(self, name: str) -> None:
        if self._bar is not None:
            self._stage = self._console.text(f"say.{name}")
            self._begin(self._stage)

    def __call__(self, step: str, done: int, total: int) -> None:
        """So much of a step of the present stage is done; the first call of a step begins it anew."""
        if self._bar is None:
            return
        if step != self._step:
            self._begin(f"{self._stage}: {step}")
            self._step = step
        self._bar.update(self._task, completed=done, total=total)

    def _begin(self, description: str) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(description, total=None)
        self._step = ""


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
