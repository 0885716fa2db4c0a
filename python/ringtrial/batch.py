"""How many threads a call with ``axis`` or ``offsets`` uses. No result depends on it."""

from __future__ import annotations

from ringtrial import _core

__all__ = ["set_threads", "threads"]


def threads() -> int:
    """Return how many threads a call may use, the calling one among them.

    Until it is set: ``RINGTRIAL_THREADS`` of the environment, or else the processors this process may use.
    """
    return _core.batch.threads()


def set_threads(n: int) -> None:
    """Set how many threads a call may use, 1 to 1024."""
    _core.batch.set_threads(n)
