"""Findings on the data, in full; of more than 500 the first 500."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._text import shortened

if TYPE_CHECKING:
    from ringtrial.report.context import Context

MOST_SHOWN = 500
MARKS = {"error": "▲", "warning": "◆", "info": "○"}


def view(context: Context) -> dict[str, Any]:
    findings = context.document["findings"]
    order = {severity: i for i, severity in enumerate(MARKS)}
    shown = sorted(findings, key=lambda finding: order[finding["severity"]])[:MOST_SHOWN]
    rows = [
        {
            "severity": finding["severity"],
            "mark": MARKS[finding["severity"]],
            "code": finding["code"],
            "file": " ".join(part for part in (finding["file"], _sheet(finding["sheet"])) if part),
            "row": finding["row"],
            "column": finding["column"],
            "cell": finding["cell"],
            "laboratory": finding["laboratory"] or "",
            "measurand": context.named(finding["measurand"] or ""),
            "texts": texts_of(finding),
            "actions": {"en": finding["action"], "zh": finding["action_zh"]},
        }
        for finding in shown
    ]
    return {"rows": rows, "total": len(findings), "several_files": len(context.document["inputs"]) > 1}


def texts_of(finding: dict[str, Any]) -> dict[str, str]:
    """The sentence by language, without the measurand and the laboratory it may begin with."""
    measurand, laboratory = (shortened(finding[key] or "") for key in ("measurand", "laboratory"))
    texts = {"en": finding["text"], "zh": finding["text_zh"] or finding["text"]}
    for start in (
        f"{measurand}, {laboratory}: ",
        f"{measurand}，{laboratory}：",
        f"{measurand}: ",
        f"{measurand}：",
    ):
        texts = {language: text.removeprefix(start) for language, text in texts.items()}
    return {language: text[:1].upper() + text[1:] for language, text in texts.items()}


def _sheet(sheet: str | None) -> str:
    return f"[{sheet}]" if sheet else ""


def warnings(context: Context) -> list[dict[str, Any]]:
    """Warnings and errors, one a measurand and code, with how many there are of it."""
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for finding in context.document["findings"]:
        if finding["severity"] == "info":
            continue
        key = (finding["measurand"] or "", finding["code"])
        group = grouped.setdefault(
            key, {"label": key[0], "measurand": context.named(key[0]), "texts": texts_of(finding), "times": 0}
        )
        group["times"] += 1
    return list(grouped.values())


def warnings_on(context: Context, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that are about one measurand, or about all items of it."""
    names = (entry["measurand"], f"{entry['measurand']}|{entry['item']}")
    return [group for group in context.warnings if group["label"] in names]
