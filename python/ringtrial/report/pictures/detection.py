"""Probability of detection over the level: points with intervals, the fitted curve and its band, the LOD."""

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
    number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.qualitative import Lod, Pod

_HEIGHT, _STEPS = 270, 120


def pod_curve(
    pod: Pod, singles: Sequence[tuple[float, float]], lod: Lod | None, unit: str, *, banded: bool
) -> Picture:
    """``singles``: level and share of each laboratory; ``banded``: the curve's interval is a shift of it."""
    most = float(max(pod.level))
    x = number("at", scale={"domain": [-0.03 * most, 1.05 * most], "nice": False},
               axis={"title": unit or None, "titleAnchor": "end", "tickCount": 8, "grid": False})  # fmt: skip
    axis = {"title": "POD", "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -56}
    y = number("y", scale={"domain": [0, 1], "nice": False}, axis=axis | {"titleY": -10, "tickCount": 5})
    layers = [*_curve(lod, most, x, y, banded=banded)] if lod is not None else []
    layers += _points(pod, singles, x, y)
    bottom = 24 + (FONT_SIZE + 6 if unit else 0)
    return Picture({"width": PLOT_WIDTH, "height": _HEIGHT, "layer": layers}, LEFT, RIGHT, 26, bottom)


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
