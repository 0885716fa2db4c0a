"""Texts in English and Chinese: ``en/<area>.toml`` and ``zh/<area>.toml``, with equal keys (a test compares them)."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")


@functools.cache
def load(language: str, area: str) -> dict[str, Any]:
    """The texts of one area ("findings", "report", "workbook", "cli") in one language, as nested tables."""
    text = files(__package__).joinpath(language, f"{area}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
