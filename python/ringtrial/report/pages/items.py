"""The items of a measurand: checks of homogeneity and stability, and what they add to u(x_pt)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial._items import PARTS, means_of
from ringtrial.report.numbers import known, p_value, positive, short
from ringtrial.report.pictures.items import Item, drawable_items, lines_about, run_chart
from ringtrial.report.pictures.scale import numbers_on_scale, unit_on_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.context import Context, Figure
    from ringtrial.report.pictures.theme import Picture


def view(context: Context, entry: dict[str, Any]) -> dict[str, Any] | None:
    """Tables and picture of the checks; None where the round has none."""
    homogeneity, stability = entry["items"]["homogeneity"], entry["items"]["stability"]
    first = homogeneity or stability
    if first is None:
        return None
    checks = [
        _check("homogeneity", homogeneity, _homogeneity, entry["sigma_pt"]),
        _check("stability", stability, _stability, entry["sigma_pt"]),
    ]
    return {
        "checks": [check for check in checks if check],
        "figure": _figure(context, entry),
        "after": stability is not None,
        "factor": f"{first['factor']:g}" if known(first["criterion"]) else "",
    }


def budget(entry: dict[str, Any]) -> list[dict[str, str]]:
    """Parts of u(x_pt) with their share; nothing where there is one part only and no check."""
    parts = entry["uncertainty"]
    checked = any(entry["items"].values())
    if not known(entry["assigned_u"]) or not (checked or any(positive(parts[part]) for part in PARTS[1:])):
        return []
    return [
        {"name": part, "u": short(parts[part], 2) if positive(parts[part]) else "0", "share": _percent(share)}
        for part in PARTS
        if (share := parts["shares"][part]) is not None
    ]


def _percent(share: object) -> str:
    return f"{100 * share:.0f} %" if known(share) else "–"


def _check(name: str, found: dict[str, Any] | None, rows: Any, sigma_pt: float) -> dict[str, Any] | None:
    if found is None:
        return None
    decision = {True: "met", False: "failed", None: "undecided"}[found["decision"]]
    return {
        "name": name,
        "decision": decision,
        "mark": {"met": "satisfactory", "failed": "unsatisfactory"}.get(decision, "not_scored"),
        "source": f"{found['file']}: {found['column']}",
        "rows": [row for row in (*rows(found), *_added(found, sigma_pt)) if row["value"] not in ("", "–")],
    }


def _row(
    name: str, value: str, symbol: str = "", verdict: bool | None = None, used: bool = False
) -> dict[str, Any]:
    mark = {True: "satisfactory", False: "unsatisfactory", None: ""}[verdict]
    return {"name": name, "value": value, "symbol": symbol, "mark": mark, "used": used}


def _added(r: dict[str, Any], sigma_pt: float) -> list[dict[str, Any]]:
    """What a failed check did to u(x_pt) or to σ_pt."""
    widened = r["decision"] is False and r["rule"] == "target"
    return [
        _row("added", short(r["u"]) if positive(r["u"]) else ""),
        _row("enlarged", f"{short(r['sigma_pt'])} → {short(sigma_pt)}" if widened else ""),
    ]


def _homogeneity(r: dict[str, Any]) -> list[dict[str, Any]]:
    used = r["criterion_used"]
    different = r["significant"]
    return [
        _row("design", f"{r['g']} × " + (f"{r['m']:.3g}" if known(r["m"]) else "–")),
        _row("mean", short(r["mean"], 4), "mean"),
        _row("s_w", short(r["s_w"]), "s_w", r["repeatability_adequate"]),
        _row("s_s", short(r["s_s"]), "s_s"),
        _row("criterion", short(r["criterion"]), "", r["passes"], used == "basic"),
        _row("expanded", short(r["expanded_criterion"]), "", r["passes_expanded"], used == "expanded"),
        _row("f_test", _test(r["f"], r["f_critical"], r["p_value"]), "F",
             None if different is None else not different, used == "test"),
        _row("u_bb_min", short(r["u_bb_min"])),
    ]  # fmt: skip


def _stability(r: dict[str, Any]) -> list[dict[str, Any]]:
    used = r["criterion_used"]
    different = r["significant"]
    return [
        _row("design_times", f"{r['g_before']}, {r['g_after']}"),
        _row("means", f"{short(r['mean_before'], 4)}, {short(r['mean_after'], 4)}"),
        _row("difference", short(r["difference"])),
        _row("criterion", short(r["criterion"]), "", r["passes"], used == "basic"),
        _row("expanded", short(r["expanded_criterion"]), "", r["passes_expanded"], used == "expanded"),
        _row("t_test", _test(r["t"], r["t_critical"], r["p_value"]), "t",
             None if different is None else not different, used == "test"),
    ]  # fmt: skip


def _test(statistic: object, critical: object, p: object) -> str:
    """Statistic (critical value; p)."""
    if not known(statistic):
        return ""
    return f"{short(statistic)} ({short(critical)}; p {p_value(p)})"


def picture_of(entry: dict[str, Any], transform: str) -> Picture | None:
    """The results on items, on the scale of their statistics; None where they cannot be drawn."""
    homogeneity, stability = entry["items"]["homogeneity"], entry["items"]["stability"]
    first = homogeneity or stability
    if first is None:
        return None
    before = first["items"] if homogeneity else first["before"]
    items = [
        *_drawn(before, transform),
        *_drawn(stability["after"] if stability else [], transform, again=True),
    ]
    centre = first["mean"] if homogeneity else first["mean_before"]
    lines = lines_about(centre, first["criterion"], first["factor"])
    if not known(centre) or not drawable_items(items, lines):
        return None
    return run_chart(items, lines, unit_on_scale(entry["unit"], transform))


def _drawn(entries: Sequence[dict[str, Any]], transform: str, *, again: bool = False) -> list[Item]:
    """Items with results, as the picture takes them."""
    found = [(e["item"], numbers_on_scale(e["values"], transform)) for e in entries]
    means = means_of([values for _, values in found])
    items = zip(found, means, strict=True)
    return [Item(label, values, mean, again) for (label, values), mean in items if values]


def _figure(context: Context, entry: dict[str, Any]) -> Figure | None:
    picture = picture_of(entry, context.transform_of(entry))
    if picture is None:
        return None
    homogeneity, stability = entry["items"]["homogeneity"], entry["items"]["stability"]
    n, mean = (
        (homogeneity["g"], homogeneity["mean"])
        if homogeneity
        else (stability["g_before"], stability["mean_before"])
    )
    return context.figure("run-chart", [picture], "items.description", n=n, mean=short(mean, 4))
