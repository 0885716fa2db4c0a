"""English and Chinese texts have the same keys and the same places to fill in."""

import string
import tomllib
from pathlib import Path

import pytest

from ringtrial import messages

FOLDER = Path(messages.__file__).parent
AREAS = sorted({path.stem for language in messages.LANGUAGES for path in (FOLDER / language).glob("*.toml")})


def flat(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def texts(language, area):
    return dict(flat(tomllib.loads((FOLDER / language / f"{area}.toml").read_text(encoding="utf-8"))))


def places(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("area", AREAS)
def test_the_languages_have_equal_keys(area):
    en, zh = texts("en", area), texts("zh", area)
    if area == "findings":  # severity and action are said once
        en, zh = ({k: t for k, t in table.items() if k.endswith(".text")} for table in (en, zh))
    assert en.keys() == zh.keys()
    different = [k for k, t in en.items() if isinstance(t, str) and places(t) != places(zh[k])]
    assert different == []


def test_findings_say_how_severe_they_are_and_what_was_done():
    table = tomllib.loads((FOLDER / "en" / "findings.toml").read_text(encoding="utf-8"))
    for code, entry in table.items():
        assert entry["severity"] in ("info", "warning", "error"), code
        assert entry["action"], code
        assert entry["text"], code
