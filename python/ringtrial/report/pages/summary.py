"""Summary: the measurands in one table, and the signals of all laboratories at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.context import counts
from ringtrial.report.language import has_text
from ringtrial.report.numbers import fixed, known
from ringtrial.report.pages.method import CATEGORIES
from ringtrial.report.pictures.heatmap import heatmap
from ringtrial.report.pictures.points import SYMBOLS
from ringtrial.report.signals import MARKS

if TYPE_CHECKING:
    from ringtrial.report.context import Context, Figure

_SHARE_WIDTH = 64  # of the bar of shares, pixels


def view(context: Context) -> dict[str, Any]:
    entries = context.document["measurands"]
    rows = [_row(context, position, entry) for position, entry in enumerate(entries, 1)]
    wanted = context.options.get("heatmap", True) and entries
    return {
        "rows": rows,
        "heatmap": _heatmap(context) if wanted and not context.folded else None,
        "too_large": bool(wanted) and context.folded,
        "laboratories": len(context.document["laboratories"]),
    }


def _row(context: Context, position: int, entry: dict[str, Any]) -> dict[str, Any]:
    decimals = context.decimals_of(entry)
    qualitative = entry["kind"] in CATEGORIES
    u = entry["assigned_u"]
    return {
        "anchor": f"measurand-{position}",
        "names": context.name_of(entry),
        "unit": entry["unit"],
        "n": f"{entry['n_used']} / {entry['n_reported']}",
        "qualitative": qualitative,
        "assigned": entry["assigned_value"] if qualitative else fixed(entry["assigned_value"], decimals),
        "expanded": fixed(2 * u if known(u) else None, decimals),
        "sigma": fixed(entry["sigma_pt"], decimals),
        "source": _source(entry),
        "robust_sd": fixed(entry["robust_sd"], decimals),
        "ratio": fixed(entry["u_ratio"], 2),
        "shares": shares(counts(entry["results"])),
        "findings": [code for code in (entry["warnings"] or "").split(";") if code],
    }


def _source(entry: dict[str, Any]) -> str:
    """The key of the words that say where the target comes from, if there is one."""
    method = entry["target_method"]
    return method if known(entry["sigma_pt"]) and has_text(f"source.{method}") else ""


def shares(found: dict[str, int]) -> dict[str, Any]:
    """Counts of signals, and the bar that shows their shares."""
    scored = [(signal, found[signal]) for signal in ("satisfactory", "questionable", "unsatisfactory")]
    total = sum(count for _, count in scored)
    parts, start = [], 0.0
    for signal, count in scored:
        width = _SHARE_WIDTH * count / total if total else 0.0
        if width:
            parts.append({"signal": signal, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"counts": scored, "parts": parts, "width": _SHARE_WIDTH}


def _heatmap(context: Context) -> Figure:
    document = context.document
    names = [_label(context, entry) for entry in document["measurands"]]
    cells = [
        {"code": row["laboratory"], "name": name, "signal": row["signal"], "text": _cell_text(row, name)}
        for name, entry in zip(names, document["measurands"], strict=True)
        for row in entry["results"]
    ]
    return context.figure(
        "heatmap",
        heatmap(context.laboratories, names, cells),
        "summary.heatmap_description",
        laboratories=len(document["laboratories"]),
        measurands=len(names),
        unsatisfactory=sum(cell["signal"] == "unsatisfactory" for cell in cells),
        questionable=sum(cell["signal"] == "questionable" for cell in cells),
    )


def _label(context: Context, entry: dict[str, Any]) -> str:
    names = context.name_of(entry)
    return " ".join(dict.fromkeys(names[language] for language in context.languages))


def _cell_text(row: dict[str, Any], name: str) -> str:
    score = row.get(row["verdict_score"])
    said = f" {SYMBOLS.get(row['verdict_score'], '')} = {score:.2f}".replace("-", "−") if known(score) else ""
    return f"{row['laboratory']}, {name}:{said} {MARKS[row['signal']]}"
