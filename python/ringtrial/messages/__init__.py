"""Texts in two languages: ``en/<area>.toml`` and ``zh/<area>.toml``, with equal keys (a test sees to it)."""

from __future__ import annotations

import functools
import os
import tomllib
from typing import Any

LANGUAGES = ("en", "zh")
_FOLDER = os.path.dirname(__file__)


@functools.cache
def load(language: str, area: str) -> dict[str, Any]:
    """The texts of one area ("findings", "report", "workbook", "cli") in one language, as nested tables."""
    with open(os.path.join(_FOLDER, language, f"{area}.toml"), "rb") as file:
        return tomllib.load(file)
