"""A folder that is there whole or not at all: written beside its place, moved there at the end.

A folder that does not exist yet comes into being by one rename. In one that exists, the entries named by
the caller change places with the new ones, by renames that are undone if anything stops them; whatever
else lies there (and a mount point, a link to the folder, a shell that stands in it) is left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ringtrial.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def replacing(directory: str, entries: Sequence[str], *, force: bool) -> Iterator[str]:
    """Give a new folder to write ``entries`` into; leaving the block without an error puts them in place.

    UsageError if ``directory`` is a file, holds something (without ``force``) or cannot be written to.
    """
    target = os.path.realpath(directory)  # a link keeps pointing to the folder
    _check(directory, target, force=force)
    parents: list[str] = []
    work = None
    try:
        _make_parents(os.path.dirname(target), parents)
        work = tempfile.mkdtemp(prefix=".ringtrial-", dir=_workplace(target))
        new = os.path.join(work, "new")
        os.mkdir(new)
        yield new
        _put_in_place(new, target, os.path.join(work, "old"), entries)
    except BaseException as error:
        _remove(work, parents)
        if isinstance(error, OSError) and _is_ours(error, target, work):
            raise UsageError.of("unwritable", path=directory, reason=error.strerror or error) from error
        raise
    _remove(work, [])


def _check(directory: str, target: str, *, force: bool) -> None:
    if not directory:
        raise UsageError.of("no_folder_name")
    if not os.path.lexists(target):
        return
    if not os.path.isdir(target):
        raise UsageError.of("file_in_place", path=directory)
    try:
        with os.scandir(target) as entries:
            holds_something = any(entries)
    except OSError as error:
        raise UsageError.of("folder_unreadable", path=directory, reason=error.strerror) from None
    if holds_something and not force:
        raise UsageError.of("not_empty", path=directory)
    if not os.access(target, os.W_OK | os.X_OK):
        raise UsageError.of("unwritable", path=directory, reason="Permission denied")


def _is_ours(error: OSError, target: str, work: str | None) -> bool:
    """Whether it is about a place we write to: a full disk has no file name, a missing logo another one."""
    name = error.filename
    return name is None or work is None or str(name).startswith((work, target))


def _make_parents(folder: str, made: list[str]) -> None:
    """Make the folder and those above it that are missing, and note the ones made, outermost first."""
    if not os.path.isdir(folder):
        _make_parents(os.path.dirname(folder), made)
        os.mkdir(folder)
        made.append(folder)


def _workplace(target: str) -> str:
    """Beside the folder; inside it where beside would be another disk or is not ours to write to."""
    parent = os.path.dirname(target)
    inside = os.path.isdir(target) and (os.path.ismount(target) or not os.access(parent, os.W_OK | os.X_OK))
    return target if inside else parent


def _put_in_place(new: str, target: str, old: str, entries: Sequence[str]) -> None:
    if not os.path.isdir(target):
        os.rename(new, target)
        return
    os.mkdir(old)
    done: list[tuple[str, str]] = []
    try:
        for entry in entries:
            place = os.path.join(target, entry)
            for source, goal in ((place, os.path.join(old, entry)), (os.path.join(new, entry), place)):
                if os.path.lexists(source):
                    done.append((source, goal))
                    os.rename(source, goal)
    except BaseException:
        for source, goal in reversed(done):
            if os.path.lexists(goal) and not os.path.lexists(source):
                os.rename(goal, source)
        raise


def _remove(work: str | None, parents: list[str]) -> None:
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)
    for folder in reversed(parents):
        try:
            os.rmdir(folder)
        except OSError:  # somebody else has put something there
            return
