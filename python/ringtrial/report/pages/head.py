"""Head: what round this is, its three numbers, and what needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.qualitative import proportion
from ringtrial.report.context import counts
from ringtrial.report.language import both_names

if TYPE_CHECKING:
    from ringtrial.report.context import Context

_MOST_WARNINGS = 12


def view(context: Context) -> dict[str, Any]:
    document = context.document
    about = document["round"]
    return {
        "kind": "report.kind",
        "id": about["id"],
        "titles": both_names(about, "title"),
        "organisers": both_names(about, "organiser"),
        "schemes": both_names(about, "scheme_name"),
        "contact": about.get("contact") or "",
        "date": about.get("date") or "",
        "issued": about.get("issued") or document["created"][:10],
        "notes": {name: _paragraphs(text) for name, text in both_names(about, "notes").items()},
        "laboratories": len(document["laboratories"]),
        "measurands": len(document["measurands"]),
        **_numbers(document),
        "warnings": context.warnings[:_MOST_WARNINGS],
        "more_warnings": max(len(context.warnings) - _MOST_WARNINGS, 0),
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _numbers(document: dict[str, Any]) -> dict[str, Any]:
    """Results reported, and the share of the scored ones that are satisfactory."""
    found = counts([row for entry in document["measurands"] for row in entry["results"]])
    expected = sum(found.values())
    scored = found["satisfactory"] + found["questionable"] + found["unsatisfactory"]
    share = proportion(found["satisfactory"], scored)
    percent = {key: f"{100 * getattr(share, key):.1f}" for key in ("estimate", "lower", "upper")}
    return {
        "results": expected - found["not_reported"],
        "expected": expected,
        "scored": scored,
        "satisfactory": found["satisfactory"],
        "share": percent if scored else None,
    }
