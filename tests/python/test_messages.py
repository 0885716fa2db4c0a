"""English and Chinese texts have the same keys and the same places to fill in."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from ringtrial import messages
from ringtrial.findings import Finding

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
    if area == "findings":  # how severe they are is said once
        en = {k: t for k, t in en.items() if not k.endswith(".severity")}
    assert en.keys() == zh.keys()
    different = [k for k, t in en.items() if isinstance(t, str) and places(t) != places(zh[k])]
    assert different == []


def test_findings_are_counted_without_a_plural_that_one_would_break():
    for text in texts("en", "findings").values():
        assert not re.search(r"\{\w+(:\.0f)?\} (rows|fields|results|usable results|laboratories)", text) or (
            "rests on" in text
            or "All laboratories" in text
            or "of the {n" in text
            or "with {n" in text
            or "of {reported" in text
        ), text  # those never count fewer than two


def test_findings_say_how_severe_they_are_and_what_was_done():
    table = tomllib.loads((FOLDER / "en" / "findings.toml").read_text(encoding="utf-8"))
    for code, entry in table.items():
        assert entry["severity"] in ("info", "warning", "error"), code
        assert entry["action"], code
        assert entry["text"], code


def test_a_sentence_holds_names_of_any_length():
    long = "A" * 10_000
    found = Finding("not_reported", file="a.csv", column=long, cell=long, laboratory=long, measurand=long)
    assert (len(found.text), len(found.text_zh)) < (200, 200)
    assert len(found.place()) < 100
    assert (found.laboratory, found.measurand) == (long, long)  # for programs that look them up
