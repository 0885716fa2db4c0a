"""From Vega-Lite specifications to SVG that is safe to put into a page.

All pictures of a report are views of one specification and drawn in one call, because the converter's start
and each compilation cost more than a picture. Its answer is taken apart and rebuilt from a short list of
elements and attributes, so that nothing else can reach the page whatever the data held.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from ringtrial.report.pictures.theme import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringtrial.report.context import Figure
    from ringtrial.report.pictures.theme import Picture

VEGA_LITE = "6.1"
_FITS_A_PHONE = 520  # pixels: drawn smaller there; wider ones are scrolled, or their labels were too small
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"g", "line", "path", "rect", "text", "tspan"}
_ATTRIBUTES = (
    "transform", "d", "x", "y", "x2", "y2", "width", "height", "fill", "stroke", "stroke-width",
    "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "font-size",
)  # fmt: skip
_DEFAULTS = {
    ("transform", "translate(0,0)"), ("x2", "0"), ("y2", "0"), ("opacity", "1"), ("stroke-width", "1"),
    ("text-anchor", "start"),
}  # fmt: skip
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SYMBOL = re.compile(r"(?<![\w/.|])(s|u|x|A|RSD)_([A-Za-z]{1,3})(?![\w;])")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def draw(figures: Sequence[Figure]) -> None:
    """Give every figure its pictures as ``<svg>`` elements."""
    pictures = [picture for figure in figures for picture in figure.pictures]
    if not pictures:
        return
    root = ElementTree.fromstring(convert(pictures))
    groups = {name: group for group in root.iter(f"{_SVG}g") for name in group.get("class", "").split()}
    drawn = iter([_svg(picture, groups[f"picture{i}_group"]) for i, picture in enumerate(pictures)])
    for figure in figures:
        figure.svgs = [next(drawn) for _ in figure.pictures]


def convert(pictures: Sequence[Picture]) -> str:
    """The converter's SVG of all pictures, one below the other; their groups are named picture0_group …"""
    from vl_convert import vegalite_to_svg

    views = [picture.view | {"name": f"picture{i}"} for i, picture in enumerate(pictures)]
    specification = _drawable({"config": CONFIG, "vconcat": views})
    return str(vegalite_to_svg(json.dumps(specification, allow_nan=False), vl_version=VEGA_LITE))


def _drawable(value: Any) -> Any:
    """The specification without characters that XML cannot hold; texts of hostile files have them."""
    if isinstance(value, str):
        return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list) else value


def _svg(picture: Picture, group: ElementTree.Element) -> str:
    width = picture.left + picture.view["width"] + picture.right
    height = picture.top + picture.view["height"] + picture.bottom
    box = f"{-picture.left} {-picture.top} {width:.6g} {height:.6g}"
    content = "".join(part for child in group for part in _rebuilt(child, inside=False))
    wide = ' class="wide"' if width > _FITS_A_PHONE else ""
    return f'<svg viewBox="{box}" width="{width:.6g}" height="{height:.6g}"{wide} fill="none">{content}</svg>'


def _rebuilt(element: ElementTree.Element, *, inside: bool = True) -> Iterator[str]:
    """The element and what it holds, from the allowed names only; ``inside``: keep its place."""
    tag = element.tag.removeprefix(_SVG)
    if (
        tag not in _ELEMENTS
        or element.get("display") == "none"
        or element.get("class") in ("background", "foreground")
    ):
        return
    attributes = _attributes(element) if inside else ""
    label = element.get("aria-label")
    parts = [f"<title>{escape(label)}</title>"] if label and tag != "g" else []
    if element.text and tag in ("text", "tspan"):
        parts.append(_SYMBOL.sub(_lowered, escape(element.text)))
    parts += (part for child in element for part in _rebuilt(child))
    if tag != "g":
        yield f"<{tag}{attributes}>{''.join(parts)}</{tag}>" if parts else f"<{tag}{attributes}/>"
    elif parts:
        yield f"<g{attributes}>{''.join(parts)}</g>" if attributes else "".join(parts)


def _lowered(match: re.Match[str]) -> str:
    """The index of a symbol below the line, and something without width that goes back to it."""
    return (
        f'{match[1]}<tspan dy="3" font-size="8px">{match[2]}</tspan>'
        '<tspan dy="-3">\N{ZERO WIDTH SPACE}</tspan>'
    )


def _attributes(element: ElementTree.Element) -> str:
    shown = ((name, element.get(name)) for name in _ATTRIBUTES)
    return "".join(
        f" {name}={quoteattr(_LONG_NUMBER.sub(_rounded, value))}"
        for name, value in shown
        if value is not None and (name, value) not in _DEFAULTS
    )


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
