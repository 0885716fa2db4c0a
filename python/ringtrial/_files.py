"""Reading what a user names as a file: neither hung by a pipe nor drowned by a device."""

from __future__ import annotations

import os
import stat
import time

_PATIENCE = 5.0  # seconds within which somebody must begin to write to a pipe


def content(path: str | os.PathLike[str], most: int) -> bytes:
    """All bytes of a file or of a pipe that somebody writes to; of more than ``most`` the first few more.

    Raises OSError for what cannot be read, for a device, and for a pipe that nobody writes to.
    """
    with open(path, "rb", opener=_at_once) as file:
        about = os.fstat(file.fileno())
        if stat.S_ISCHR(about.st_mode) or stat.S_ISBLK(about.st_mode):
            raise OSError(None, "a device is no file")
        step = max(2**20, min(about.st_size, most) + 1)
        chunks = [_first_bytes(file.fileno())] if stat.S_ISFIFO(about.st_mode) else []
        while sum(map(len, chunks)) <= most and (chunk := file.read(step)):
            chunks.append(chunk)
        return b"".join(chunks)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody to write to a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _first_bytes(pipe: int) -> bytes:
    """What comes first out of a pipe; from then on, reading waits for whoever writes."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if some := os.read(pipe, 2**16):
                os.set_blocking(pipe, True)
                return some
        except BlockingIOError:  # somebody is there and has nothing yet
            until = time.monotonic() + _PATIENCE
        time.sleep(0.01)
    raise OSError(None, "nobody writes to the pipe")
