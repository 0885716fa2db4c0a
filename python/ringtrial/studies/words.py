"""The words of a study: messages/<language>/<kind>.toml or, where several share them, study.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import messages
from ringtrial.report import language as words

if TYPE_CHECKING:
    from ringtrial.studies.table import Column


class Words:
    """Looks texts up for one kind of study in the languages of its report."""

    def __init__(self, kind: str, languages: tuple[str, ...]) -> None:
        self.kind = kind
        self.languages = languages

    def key(self, path: str) -> str:
        """The full key of a text: the study's own, else the one that all share."""
        own = f"{self.kind}/{path}"
        return own if words.has_text(own) else f"study/{path}"

    def text(self, language: str, path: str, **values: Any) -> str:
        return words.text(language, self.key(path), **values)

    def texts(self, path: str, **values: Any) -> dict[str, str]:
        """The text in both languages."""
        return {language: self.text(language, path, **values) for language in messages.LANGUAGES}

    def joined(self, path: str, joint: str, **values: Any) -> str:
        """All languages of the report in one cell."""
        return joint.join(dict.fromkeys(self.text(language, path, **values) for language in self.languages))

    def title(self, column: Column) -> dict[str, str]:
        return self.texts(f"column.{column.key}")

    def code(self, language: str, table: str, code: Any) -> str:
        """A value that is a code, in words; an empty one stays empty."""
        if code in (None, ""):
            return ""
        code = str(code).lower() if isinstance(code, bool) else code
        return self.text(language, f"{table}.{code}")
