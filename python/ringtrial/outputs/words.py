"""The words of the workbook in English, in Chinese, or in both."""

from __future__ import annotations

import re
from typing import Any

from ringtrial import messages


def language(option: str | None, inputs: list[dict[str, Any]]) -> str:
    """The language of [report] if it is given, else "zh" for Chinese headers and "en" for others."""
    if option is not None:
        return option
    headers = "".join(str(name) for entry in inputs for name in (entry.get("columns") or {}).values())
    return "zh" if re.search("[\u3400-\u9fff]", headers) else "en"


class Words:
    """Looks up the texts of messages/<language>/workbook.toml; "both" joins the two."""

    def __init__(self, language: str) -> None:
        self.languages = messages.LANGUAGES if language == "both" else (language,)

    def sheet(self, name: str) -> str:
        """The name of a worksheet: one language only, the first."""
        return str(messages.load(self.languages[0], "workbook")["sheets"][name])

    def knows(self, column: str) -> bool:
        return column in messages.load(self.languages[0], "workbook")["columns"]

    def title(self, column: str) -> str:
        return self._join("\n", "columns", column, "title")

    def meaning(self, column: str) -> str:
        return self._join("\n", "columns", column, "meaning")

    def value(self, table: str, code: str) -> str:
        """A code of one of the tables "signals", "severities" in words."""
        return self._join(" ", table, code)

    def text(self, key: str) -> str:
        return self._join("\n", "texts", key)

    def _join(self, joint: str, *keys: str) -> str:
        found = []
        for name in self.languages:
            entry: Any = messages.load(name, "workbook")
            for key in keys:
                entry = entry[key]
            found.append(str(entry))
        return joint.join(dict.fromkeys(found))
