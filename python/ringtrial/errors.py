"""What can be wrong with what a user gives: the data (exit 3), the scheme (exit 4), the call (exit 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    """A file that is not there, a directory in its place, an output folder that is not empty.

    ``UsageError(text)``, or, to be said in any language, ``UsageError.of(key, **values)`` with a key of
    ``[usage]`` in messages/*/command.toml.
    """

    key: str | None = None
    values: dict[str, Any]

    @classmethod
    def of(cls, key: str, **values: Any) -> UsageError:
        error = cls(_usage("en", key, values))
        error.key, error.values = key, values
        return error

    def said(self, language: str) -> str:
        """The sentence in this language, where it is known in it."""
        return str(self) if self.key is None else _usage(language, self.key, self.values)


def _usage(language: str, key: str, values: dict[str, Any]) -> str:
    from ringtrial import messages

    text: str = messages.load(language, "command")["usage"][key].format_map(values)
    return text
