"""Summary: the measurands in one table, and the signals of all laboratories at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial.report.context import counts
from ringtrial.report.language import has_text
from ringtrial.report.numbers import NONE, fixed, known, short
from ringtrial.report.pages.method import CATEGORIES
from ringtrial.report.pictures.heatmap import heatmap
from ringtrial.report.pictures.points import SYMBOLS
from ringtrial.report.pictures.scale import factor
from ringtrial.report.signals import MARKS

if TYPE_CHECKING:
    from ringtrial.report.context import Context, Figure
    from ringtrial.report.pictures.theme import Picture

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
    qualitative = entry["kind"] in CATEGORIES
    decimals, scale = context.decimals_of(entry), context.decimals_of(entry, on_scale=True)
    return {
        "anchor": f"measurand-{position}",
        "names": context.name_of(entry),
        "unit": entry["unit"],
        "n": f"{entry['n_used']} / {entry['n_reported']}",
        "qualitative": qualitative,
        "assigned": category_of(entry) if qualitative else fixed(entry["assigned_value"], decimals),
        "expanded": expanded(context, entry),
        "sigma": fixed(entry["sigma_pt"], scale),
        "source": _source(entry),
        "robust_sd": fixed(entry["robust_sd"], scale),
        "ratio": fixed(entry["u_ratio"], 2),
        "shares": shares(counts(entry["results"])),
        "warnings": len([code for code in (entry["warnings"] or "").split(";") if code]),
    }


def category_of(entry: dict[str, Any]) -> str:
    """The assigned category, "" where there is none."""
    return entry["assigned_value"] if isinstance(entry["assigned_value"], str) else ""


def expanded(context: Context, entry: dict[str, Any]) -> str:
    """U(x_pt) with k = 2; of logarithms the factor that it is for the value."""
    u, transform = entry["assigned_u"], context.transform_of(entry)
    if not known(u):
        return NONE
    if transform != "none":
        return f"×÷ {short(factor(2 * u, transform))}"
    return fixed(2 * u, context.decimals_of(entry))


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
    return context.figure(
        "heatmap",
        heatmap_of(context),
        "summary.heatmap_description",
        laboratories=len(document["laboratories"]),
        measurands=len(document["measurands"]),
        unsatisfactory=document["totals"].get("unsatisfactory", 0),
        questionable=document["totals"].get("questionable", 0),
    )


def heatmap_of(context: Context) -> list[Picture]:
    """The signals of all results, in strips of laboratories."""
    entries = context.document["measurands"]
    names = [_label(context, entry) for entry in entries]
    cells = [
        {"code": row["laboratory"], "name": name, "signal": row["signal"], "text": _cell_text(row, name)}
        for name, entry in zip(names, entries, strict=True)
        for row in entry["results"]
    ]
    return heatmap(context.laboratories, names, cells)


def _label(context: Context, entry: dict[str, Any]) -> str:
    names = context.name_of(entry)
    return " ".join(dict.fromkeys(names[language] for language in context.languages))


def _cell_text(row: dict[str, Any], name: str) -> str:
    score = row.get(row["verdict_score"])
    said = f" {SYMBOLS.get(row['verdict_score'], '')} = {score:.2f}".replace("-", "−") if known(score) else ""
    return f"{row['laboratory']}, {name}:{said} {MARKS[row['signal']]}"
