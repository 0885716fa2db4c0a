"""The words of a report, in one language or in both."""

from __future__ import annotations

from typing import Any

from ringtrial import messages


def languages_of(option: str | None) -> tuple[str, ...]:
    """The languages of ``[report] language``: "en", "zh" or "both"; None is English."""
    return messages.LANGUAGES if option == "both" else (option or "en",)


def text(language: str, key: str, **values: Any) -> str:
    """The text of a dotted key of messages/<language>/report.toml, its places filled in.

    ``area/key`` is that key of another file: ``precision/title``.
    """
    area, _, path = key.rpartition("/")
    entry: Any = messages.load(language, area or "report")
    for part in path.split("."):
        entry = entry[part]
    return str(entry).format_map(values) if values else str(entry)


def has_text(key: str) -> bool:
    """Whether there is a text of this key."""
    area, _, path = key.rpartition("/")
    entry: Any = messages.load("en", area or "report")
    for part in path.split("."):
        if not isinstance(entry, dict) or part not in entry:
            return False
        entry = entry[part]
    return isinstance(entry, str)


def both_names(entry: dict[str, Any], key: str) -> dict[str, str]:
    """``key`` and ``key_zh`` of a table, each standing in for the other where that is missing."""
    english, chinese = entry.get(key) or "", entry.get(f"{key}_zh") or ""
    return {"en": english or chinese, "zh": chinese or english}
