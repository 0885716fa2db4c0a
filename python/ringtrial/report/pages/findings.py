"""Findings on the data, in full; of more than 500 the first 500."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
            "measurand": finding["measurand"] or "",
            "texts": {"en": finding["text"], "zh": finding["text_zh"] or finding["text"]},
        }
        for finding in shown
    ]
    return {"rows": rows, "total": len(findings), "several_files": len(context.document["inputs"]) > 1}


def _sheet(sheet: str | None) -> str:
    return f"[{sheet}]" if sheet else ""
