"""Probability of detection over the level: points and intervals, the fitted curve, differences of methods."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ringtrial.report.pictures.theme import (
    BAND,
    BARS,
    FONT_SIZE,
    INK,
    LEFT,
    PAPER,
    PLOT_WIDTH,
    QUIET,
    RIGHT,
    Picture,
    layer,
    literal,
    number,
    reference_lines,
    up,
)
from ringtrial.report.signals import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.qualitative import Dpod, Lod, Pod
    from ringtrial.report.pictures.theme import Spec

_HEIGHT, _STEPS = 270, 120


def pod_curve(
    pod: Pod, singles: Sequence[tuple[float, float]], lod: Lod | None, unit: str, *, banded: bool
) -> Picture:
    """``singles``: level and share of each laboratory; ``banded``: the curve's interval is a shift of it."""
    most = float(max(pod.level))
    x = _level_axis(most, unit)
    axis = {"title": "POD", "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -56}
    y = number("y", scale={"domain": [0, 1], "nice": False}, axis=axis | {"titleY": -10, "tickCount": 5})
    layers = [*_curve(lod, most, x, y, banded=banded)] if lod is not None else []
    layers += _points(pod, singles, x, y)
    view = {"width": PLOT_WIDTH, "height": _HEIGHT, "layer": layers}
    return Picture(view, LEFT, RIGHT, 26, _below(unit))


def dpod_by_level(found: Sequence[tuple[float, Dpod]], unit: str) -> Picture:
    """Differences of two methods with their intervals, about the line of none."""
    rows: list[dict[str, Any]] = [
        {"at": level, "y": d.difference, "low": d.lower, "high": d.upper,
         "edge": INK if d.lower <= 0 <= d.upper else COLOURS["questionable"],
         "text": f"{level:g}: {d.difference:.2f} ({d.lower:.2f} – {d.upper:.2f})".replace("-", "−")}
        for level, d in found
    ]  # fmt: skip
    x = _level_axis(max(level for level, _ in found), unit)
    reach = max(0.1, *(max(abs(row["low"]), abs(row["high"])) for row in rows)) * 1.08
    y = up([-reach, reach], "dPOD", 5)
    rule, edge = {"type": "rule", "strokeWidth": 1.25}, literal("edge")
    dot = {"type": "point", "shape": "circle", "size": 70, "opacity": 1, "stroke": PAPER}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "description": {"field": "text"}}
    layers = [
        *reference_lines([(0.0, "", "value")], PLOT_WIDTH, y, 1.0),
        layer(rows, ("at", "low", "high", "edge", "text"), rule, ends | {"stroke": edge}),
        layer(rows, ("at", "y", "edge"), dot, {"x": x, "y": y, "fill": edge}),
    ]
    view = {"width": PLOT_WIDTH, "height": _HEIGHT - 60, "layer": layers}
    return Picture(view, LEFT, RIGHT, 26, _below(unit))


def _level_axis(most: float, unit: str) -> Spec:
    axis = {"title": unit or None, "titleAnchor": "end", "tickCount": 8, "grid": False}
    return number("at", scale={"domain": [-0.03 * (most or 1), 1.05 * (most or 1)], "nice": False}, axis=axis)


def _below(unit: str) -> int:
    """Room for the labels of the levels and their unit."""
    return 24 + (FONT_SIZE + 6 if unit else 0)


def _curve(lod: Lod, most: float, x: Any, y: Any, *, banded: bool) -> list[Any]:
    """1 − exp(−F₀ dᵇ); with a fixed slope its limits are the same curve at other levels."""
    f0 = math.exp(lod.log_f0)

    def height(level: float) -> float:
        return -math.expm1(-f0 * level**lod.slope) if level > 0 else 0.0

    rows = []
    for step in range(_STEPS + 1):
        level = 1.05 * most * step / _STEPS
        rows.append({"at": level, "line": height(level), "low": height(level * lod.lod / lod.upper),
                     "high": height(level * lod.lod / lod.lower)})  # fmt: skip
    area = {"type": "area", "fill": BAND, "fillOpacity": 0.7, "clip": True}
    line = {"type": "line", "stroke": INK, "strokeWidth": 1.5, "clip": True}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}
    layers = [layer(rows, ("at", "low", "high"), area, ends)] if banded else []
    layers.append(layer(rows, ("at", "line"), line, {"x": x, "y": y | {"field": "line"}}))
    if lod.lod <= 1.05 * most:
        layers += _limit(lod, x, y)
    return layers


def _limit(lod: Lod, x: Any, y: Any) -> list[Any]:
    """From the axis to the curve and back: where the LOD comes from."""
    down = [{"at": lod.lod, "y": 0, "top": lod.probability}]
    across = [{"at": 0, "y": lod.probability, "end": lod.lod}]
    name = [{"at": lod.lod, "y": 0.03, "name": f"LOD{100 * lod.probability:g}"}]
    rule = {"type": "rule", "stroke": QUIET, "strokeDash": [4, 3]}
    text = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "dx": 5,
        "fill": QUIET,
        "fontSize": FONT_SIZE,
    }
    return [
        layer(down, ("at", "y", "top"), rule, {"x": x, "y": y, "y2": {"field": "top"}}),
        layer(across, ("at", "y", "end"), rule, {"x": x, "y": y, "x2": {"field": "end"}}),
        layer(name, ("at", "y", "name"), text, {"x": x, "y": y, "text": {"field": "name"}}),
    ]


def _points(pod: Pod, singles: Sequence[tuple[float, float]], x: Any, y: Any) -> list[Any]:
    rows = [
        {
            "at": level,
            "y": p,
            "low": low,
            "high": high,
            "text": f"{level:g}: {p:.2f} ({low:.2f} – {high:.2f})",
        }
        for level, p, low, high in zip(
            pod.level.tolist(), pod.pod.tolist(), pod.lower.tolist(), pod.upper.tolist(), strict=True
        )
        if math.isfinite(p)
    ]
    small = [{"at": level, "y": share} for level, share in singles]
    faint = {"type": "point", "shape": "circle", "size": 26, "fill": BARS, "opacity": 0.8, "strokeWidth": 0}
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.25}
    dot = {"type": "point", "shape": "circle", "size": 70, "opacity": 1, "fill": INK, "stroke": PAPER}
    ends = {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "description": {"field": "text"}}
    layers = [layer(small, ("at", "y"), faint, {"x": x, "y": y})] if small else []
    layers.append(layer(rows, ("at", "low", "high", "text"), rule, ends))
    layers.append(layer(rows, ("at", "y"), dot, {"x": x, "y": y}))
    return layers
