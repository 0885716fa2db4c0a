"""Provenance: what is needed to repeat the evaluation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringtrial.report.context import Context

_DELIMITERS = {"\t": "tab", ";": ";", ",": ",", "|": "|", "，": "，"}
_FILE_KEYS = ("bytes", "sha256", "encoding", "delimiter", "decimal", "sheet", "form", "rows")


def view(context: Context) -> dict[str, Any]:
    document = context.document
    return {
        "program": document["ringtrial"],
        "created": document["created"],
        "scheme": document["scheme"],
        "inputs": [_input(entry) for entry in document["inputs"]] + _item_files(document["measurands"]),
        "options": effective(document["scheme"]["effective"]),
    }


def _input(entry: dict[str, Any]) -> dict[str, Any]:
    facts = [(key, _text(key, entry[key])) for key in _FILE_KEYS if entry.get(key) not in (None, "")]
    columns = [f"{field} = {name}" for field, name in (entry.get("columns") or {}).items()]
    return {"name": entry["name"], "facts": facts, "columns": columns}


def _item_files(measurands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files of results on items, each once, with the columns that were read of it."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in measurands:
        for name, check in entry["items"].items():
            if check:
                columns = found.setdefault((check["file"], check["sha256"]), [])
                columns.append(f"{name} {entry['measurand']} = {check['column']}")
    return [
        {"name": name, "facts": [("sha256", sha256)], "columns": columns}
        for (name, sha256), columns in found.items()
    ]


def _text(key: str, value: Any) -> str:
    if key == "delimiter":
        return _DELIMITERS.get(value, str(value))
    return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else str(value)


def effective(schemes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The options as applied: first those that all measurands share, then what each has of its own."""
    tables = list(schemes.values())
    if not tables:
        return []
    common = {
        key: value
        for key, value in tables[0].items()
        if all(table.get(key, ...) == value for table in tables)
    }
    groups = [{"measurand": "", "options": _shown(common)}]
    groups += [
        {
            "measurand": name,
            "options": _shown({key: value for key, value in table.items() if key not in common}),
        }
        for name, table in schemes.items()
    ]
    return [group for group in groups if group["options"]]


def _shown(options: dict[str, Any]) -> list[tuple[str, str]]:
    """Options that have a value, as a scheme file writes them."""
    given = {key: value for key, value in options.items() if value not in (None, "", [], {})}
    return [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in given.items()
    ]
