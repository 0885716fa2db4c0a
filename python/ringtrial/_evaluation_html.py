"""How an evaluation shows itself in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ringtrial.evaluation import counted

if TYPE_CHECKING:
    from ringtrial.evaluation import Evaluation

_SHOWN = 40  # measurands, and warnings
_DECIMALS, _LARGE = 12, 1e12  # more, or larger, are shown by figures
_HEAD = (
    "measurand", "item", "unit", "n", "x<sub>pt</sub>", "u(x<sub>pt</sub>)", "σ<sub>pt</sub>", "score",
    "satisfactory", "questionable", "unsatisfactory", "not scored",
)  # fmt: skip
_COLUMNS = (
    "measurand", "item", "unit", "n_used", "assigned_value", "assigned_u", "sigma_pt", "verdict_score",
    "n_satisfactory", "n_questionable", "n_unsatisfactory", "n_not_scored",
)  # fmt: skip


def page(evaluation: Evaluation) -> str:
    """Title, signals, a row a measurand, warnings; everything from the data escaped."""
    totals = " · ".join(
        f"{number} {escape(signal.replace('_', ' '))}"
        for signal, number in evaluation.totals().items()
        if number
    )
    laboratories = counted(len(evaluation.laboratories), "laboratory", "laboratories")
    return (
        f"<div><h4 style='margin:0'>{escape(evaluation.round_info['title'])}</h4>"
        f"<p style='margin:.3em 0'>{laboratories} · {totals}</p>"
        f"{_table(evaluation)}{_warnings(evaluation)}</div>"
    )


def _table(evaluation: Evaluation) -> str:
    columns = [evaluation.summary[name] for name in _COLUMNS]
    digits = [details["digits"] for details in evaluation.details]
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = zip(zip(*columns, strict=True), digits, strict=True)
    body = "".join(f"<tr>{_cells(values, places)}</tr>" for values, places in list(rows)[:_SHOWN])
    more = len(digits) - _SHOWN
    note = f"<caption>the first {_SHOWN} of {len(digits)} measurands</caption>" if more > 0 else ""
    return f"<table>{note}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(values: tuple[Any, ...], digits: int | None) -> str:
    return "".join(
        f"<td style='text-align:{'left' if isinstance(value, str) else 'right'}'>{_text(value, digits)}</td>"
        for value in values
    )


def _text(value: Any, digits: int | None) -> str:
    if isinstance(value, float):
        plain = digits is not None and digits <= _DECIMALS and abs(value) < _LARGE
        return "" if value - value else f"{value:.{digits}f}" if plain else f"{value:.4g}"
    return escape(str(value))


def _warnings(evaluation: Evaluation) -> str:
    texts = [f.text for f in evaluation.all_findings if f.severity != "info"]
    if not texts:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts[:_SHOWN])
    more = f"<li>and {len(texts) - _SHOWN} more</li>" if len(texts) > _SHOWN else ""
    return f"<p style='margin:.3em 0'><b>Warnings</b></p><ul style='margin:0'>{items}{more}</ul>"
