"""The report of a round: one HTML file that needs no network and no script."""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import re
from typing import TYPE_CHECKING, Any

from ringtrial.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from ringtrial.report.context import Context

# Characters that no page may hold, and those that turn the direction of whatever follows them.
_NOT_SHOWN = re.compile("[\0-\b\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_FOLDER = os.path.join(os.path.dirname(__file__), "templates")


def render(document: dict[str, Any], options: dict[str, Any], names: Mapping[str, str] | None = None) -> str:
    """The report of an evaluation as HTML, the same bytes for the same arguments.

    ``document`` is ``Evaluation.to_dict()``, ``options`` the table ``[report]`` of the scheme. ``names``
    (laboratories' names by code) are printed only where the options say ``names = true``.
    Raises :class:`UsageError` for a logo that cannot be read or is neither PNG nor SVG.
    """
    from ringtrial.report.context import Context

    context = Context(document, options, dict(names or {}))
    return fill("report.html", context, _pages(context))


def fill(template: str, context: Context, pages: Mapping[str, Any]) -> str:
    """A page of HTML from its template, with the figures of the context drawn."""
    from ringtrial.report.drawing import draw

    draw(context.figures)
    environment = _environment()
    style = environment.get_template("style.css").render()
    page = environment.get_template(template).render(
        pages,
        languages=context.languages,
        folded=context.folded,
        label=context.label,
        style_hash=_hash(style),
    )
    return _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", page)


def _pages(context: Context) -> dict[str, Any]:
    """What each page shows, by the name of its template."""
    from ringtrial.report.pages import (
        competition,
        findings,
        head,
        measurand,
        method,
        participants,
        provenance,
        summary,
    )

    context.warnings = findings.warnings(context)
    measurands = context.document["measurands"]
    return {
        "head": head.view(context) | {"logo": _logo(context.options.get("logo"))},
        "method": method.view(context),
        "participants": participants.view(context),
        "summary": summary.view(context),
        "competition": competition.view(context),
        "measurands": [measurand.view(context, i, entry) for i, entry in enumerate(measurands, 1)],
        "findings": findings.view(context),
        "provenance": provenance.view(context),
    }


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ringtrial.report.language import text
    from ringtrial.report.signals import MARKS
    from ringtrial.report.symbols import typeset

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["typeset"] = typeset
    environment.globals.update(text=text, marks=MARKS, tags={"en": "en", "zh": "zh-CN"})
    return environment


def _hash(style: str) -> str:
    """What the content security policy says of the style sheet in the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _logo(path: str | None) -> str:
    """The picture as a data address: in an ``img`` even an SVG can run no script."""
    if not path:
        return ""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as trouble:
        raise UsageError.of("logo_unreadable", path=repr(path), reason=trouble.strerror) from None
    if content.startswith(b"\x89PNG\r\n"):
        kind = "png"
    elif b"<svg" in content[:4096]:
        kind = "svg+xml"
    else:
        raise UsageError.of("logo_kind", path=repr(path))
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
