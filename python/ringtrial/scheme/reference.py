"""The tables of docs/scheme.md, made from the table of keys.

``python -m ringtrial.scheme.reference docs/scheme.md`` writes them anew between their marks.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from ringtrial._text import shown
from ringtrial.scheme import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS: dict[str, Sequence[keys.Key]] = {
    "round": keys.ROUND,
    "results": keys.RESULTS,
    "assigned": keys.VALUES,
    "formulation": keys.FORMULATION.keys,
    "estimator_options": keys.ESTIMATOR_OPTIONS.keys,
    "reference": keys.REFERENCE.keys,
    "items": keys.ITEMS,
    "target": keys.TARGET,
    "previous_rounds": keys.PREVIOUS_ROUNDS.keys,
    "scores": keys.SCORING,
    "intake": keys.INTAKE,
    "competition": keys.COMPETITION,
    "report": keys.REPORT,
    "output": keys.OUTPUT,
}
_BLOCK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(text: str) -> str:
    """The page with every table between ``<!-- keys: GROUP -->`` and ``<!-- end -->`` made anew."""
    return _BLOCK.sub(lambda block: block[1] + table(GROUPS[block[2]]) + block[3], text)


def table(group: Sequence[keys.Key]) -> str:
    rows = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    rows += [f"| `{key.name}` | {_type(key)} | {_default(key)} | {_cell(key.meaning)} |" for key in group]
    return "".join(f"{row}\n" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _type(key: keys.Key) -> str:
    return re.sub(r'"([\w.,]+)"', r"`\1`", key.type.text())


def _default(key: keys.Key) -> str:
    if key.default_text:
        return key.default_text
    if key.default in (None, ""):
        return "none"
    return f"`{key.default}`" if isinstance(key.default, str) else f"`{shown(key.default)}`"


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            page = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(updated(page))
