"""Mandel's h and k: bars grouped by laboratory, a bar a level, with the critical values as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial.report.numbers import known
from ringtrial.report.pictures.theme import (
    BARS,
    HAIR,
    LEFT,
    PLOT_WIDTH,
    RIGHT,
    Picture,
    code_axis,
    layer,
    literal,
    reference_lines,
    up,
)
from ringtrial.report.signals import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Spec

MOST_LEVELS = 40
_HEIGHT = 170  # of a picture with both signs; one from zero has less
_WIDEST, _NARROWEST = 12, 3  # of a bar, pixels
_GAP = 1.2  # between laboratories, in bars
_MOST_STRIPS = 5


class Bar(NamedTuple):
    """One statistic of one laboratory on one level; ``signal`` is "" within the critical values."""

    code: str
    level: str
    value: float
    signal: str


def laboratories_drawn(codes: Sequence[str], levels: int, size: dict[str, float]) -> list[str]:
    """All laboratories or, of more than fit in five strips, those with the largest ``size``."""
    most = _MOST_STRIPS * _in_a_strip(levels)
    if len(codes) <= most:
        return list(codes)
    largest = set(sorted(codes, key=lambda code: -size.get(code, 0.0))[:most])
    return [code for code in codes if code in largest]


def mandel_bars(
    statistic: str,
    codes: Sequence[str],
    levels: Sequence[str],
    bars: Sequence[Bar],
    lines: Sequence[tuple[float, str, str]],
) -> list[Picture]:
    """Strips of laboratories; ``lines`` as of ``reference_lines``, above zero."""
    strips = max(-(-len(codes) // _in_a_strip(len(levels))), 1)
    length = max(-(-len(codes) // strips), 1)
    by_code: dict[str, list[Bar]] = {code: [] for code in codes}
    for bar in bars:
        if bar.code in by_code and known(bar.value):
            by_code[bar.code].append(bar)
    domain = _domain([bar.value for part in by_code.values() for bar in part], lines, statistic)
    parts = [list(codes[start : start + length]) for start in range(0, len(codes), length)]
    return [
        _strip(
            statistic, part, levels, [bar for code in part for bar in by_code[code]], lines, domain, length
        )
        for part in parts
    ]


def _domain(values: Sequence[float], lines: Sequence[tuple[float, str, str]], statistic: str) -> list[float]:
    """All bars and critical values; k begins at zero."""
    limits = [value for value, *_ in lines]
    high = 1.08 * max([*values, *limits, 0.1])
    return (
        [1.08 * min([*values, *(-limit for limit in limits), -0.1]), high]
        if statistic[0] == "h"
        else [0.0, high]
    )


def _in_a_strip(levels: int) -> int:
    """Laboratories beside each other, so that no bar is thinner than three pixels."""
    return max(int(PLOT_WIDTH / (_NARROWEST * (levels + _GAP))), 1)


def _strip(
    statistic: str,
    codes: list[str],
    levels: Sequence[str],
    bars: list[Bar],
    lines: Sequence[tuple[float, str, str]],
    domain: list[float],
    length: int,
) -> Picture:
    step = min(PLOT_WIDTH / length, max(_WIDEST * (len(levels) + _GAP), 26))
    width = step * len(codes)
    height = _HEIGHT if domain[0] < 0 else int(0.75 * _HEIGHT)
    x, bottom = code_axis(codes, width)
    y = up(domain, statistic[0], 5)
    y["axis"] = y["axis"] | {"tickMinStep": 1, "grid": False}
    signs = (1, -1) if domain[0] < 0 else (1,)
    limits = [(sign * value, name, kind) for value, name, kind in lines for sign in signs]
    rows = [_row(statistic, bar) for bar in bars]
    layers = [
        *_separators(codes, x, step),
        *reference_lines(limits, width, y, height / (domain[1] - domain[0])),
        _bars(rows, levels, x, y, step),
        layer(
            [{"y": 0.0}],
            ("y",),
            {"type": "rule", "stroke": "#5b6570"},
            {"y": y, "x": {"value": 0}, "x2": {"value": width}},
        ),
    ]
    return Picture({"width": width, "height": height, "layer": layers}, LEFT, RIGHT, 24, bottom)


def _separators(codes: list[str], x: Spec, step: float) -> list[Spec]:
    """Hair lines between the groups of laboratories."""
    if step < 12 or len(codes) < 2:
        return []
    rows = [{"code": code} for code in codes[:-1]]
    channel = x | {"bandPosition": 1}
    return [layer(rows, ("code",), {"type": "rule", "stroke": HAIR}, {"x": channel})]


def _row(statistic: str, bar: Bar) -> dict[str, Any]:
    name = statistic[0]
    level = f", {bar.level}" if bar.level else ""
    return {
        "code": bar.code,
        "level": bar.level,
        "y": bar.value,
        "fill": COLOURS.get(bar.signal, BARS),
        "text": f"{bar.code}{level}: {name} = {bar.value:.2f}".replace("-", "−"),
    }


def _bars(rows: list[dict[str, Any]], levels: Sequence[str], x: Spec, y: Spec, step: float) -> Spec:
    inside = min(step, _WIDEST * (len(levels) + _GAP)) * len(levels) / (len(levels) + _GAP)
    edge = max((step - inside) / 2, 0.0)
    offset = {
        "field": "level",
        "type": "nominal",
        "scale": {
            "domain": list(levels),
            "range": [edge, step - edge],
            "paddingInner": 0.12,
            "paddingOuter": 0,
        },
    }
    mark = {"type": "bar", "cornerRadius": 0}
    encoding = {
        "x": x,
        "xOffset": offset,
        "y": y,
        "fill": literal("fill"),
        "description": {"field": "text"},
    }
    return layer(rows, ("code", "level", "y", "fill", "text"), mark, encoding)
