"""What can be wrong with what a user gives: the data (exit 3), the scheme (exit 4), the call (exit 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.findings import Finding


class DataError(ValueError):
    """The results cannot be decided; ``findings`` says where and what to change."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)


class SchemeError(ValueError):
    """The scheme is wrong; ``mistakes`` are all of them, one sentence each."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


class UsageError(ValueError):
    """A file that is not there, a directory in its place, an output folder that is not empty."""
