"""What all pages of one report share: document, languages, measurands by name, figures to draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringtrial.report import language
from ringtrial.report.numbers import decimals_of, known, positive
from ringtrial.report.pictures.scale import factor
from ringtrial.report.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.report.pictures.theme import Picture

MANY_LABORATORIES = 400  # more: long tables are folded and no map of single results is drawn
_LIMIT_OF = {
    "z": "limits",
    "z_prime": "limits",
    "zeta": "limits",
    "e_n": "e_n_limit",
    "percent_allowance": "allowance_limit",
}
_STANDARD_LIMITS = {"limits": [2.0, 3.0], "e_n_limit": 1.0, "allowance_limit": 100.0}


class Figure:
    """Pictures that belong together, drawn later; ``kind`` names the CSS class."""

    __slots__ = ("description", "kind", "pictures", "svgs")

    def __init__(self, kind: str, pictures: Sequence[Picture], description: str) -> None:
        self.kind = kind
        self.pictures = list(pictures)
        self.description = description
        self.svgs: list[str] = []


class Context:
    """One report being made."""

    def __init__(self, document: dict[str, Any], options: dict[str, Any], names: dict[str, str]) -> None:
        self.document = document
        self.options = options
        self.languages = language.languages_of(options.get("language"))
        self.names = names if options.get("names") else {}
        self.figures: list[Figure] = []
        self.warnings: list[dict[str, Any]] = []  # one a measurand and code
        self.laboratories = sorted(document["laboratories"], key=natural)
        self.place = {code: i for i, code in enumerate(self.laboratories)}
        self.folded = len(document["laboratories"]) > MANY_LABORATORIES

    def figure(self, kind: str, pictures: Sequence[Picture], key: str, **values: Any) -> Figure:
        """A figure of the report; ``key`` is that of its description."""
        figure = Figure(kind, pictures, self.label(key, **values))
        self.figures.append(figure)
        return figure

    def label(self, key: str, **values: Any) -> str:
        """A text for an attribute, which cannot hold two elements: both languages one after the other."""
        return " / ".join(language.text(name, key, **values) for name in self.languages)

    def scheme_of(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The scheme's options of a measurand."""
        effective = self.document["scheme"]["effective"]
        found = effective.get(f"{entry['measurand']}|{entry['item']}") or effective.get(entry["measurand"])
        return dict(found or {})

    def name_of(self, entry: dict[str, Any]) -> dict[str, str]:
        """What a measurand is called, by language, with its item."""
        scheme, plain = self.scheme_of(entry), entry["measurand"]
        item = f" · {entry['item']}" if entry["item"] else ""
        return {"en": (scheme.get("name") or plain) + item, "zh": (scheme.get("name_zh") or plain) + item}

    def named(self, label: str) -> dict[str, Any] | None:
        """The names and the anchor of the measurand that a finding is about."""
        for position, entry in enumerate(self.document["measurands"], 1):
            if label in (entry["measurand"] + "|" + entry["item"], entry["measurand"]):
                return {"names": self.name_of(entry), "anchor": f"measurand-{position}"}
        return {"names": {"en": label, "zh": label}, "anchor": ""} if label else None

    def transform_of(self, entry: dict[str, Any]) -> str:
        """The scale of the evaluation: "none", "log10" or "ln"."""
        return self.scheme_of(entry).get("transform") or "none"

    def decimals_of(self, entry: dict[str, Any], *, on_scale: bool = False) -> int:
        """Decimals of a measurand's numbers: the scheme's, else the second significant figure of u(x_pt).

        ``on_scale``: of the statistics, which with a transform are logarithms.
        """
        transform = self.transform_of(entry)
        if transform != "none" and not on_scale:
            return self._decimals_in_unit(entry, transform)
        chosen = (self.options.get("digits") or {}).get(entry["measurand"])
        if isinstance(chosen, int):
            return chosen
        spreads = (decimals_of(entry[key]) for key in ("assigned_u", "sigma_pt", "robust_sd", "sd"))
        return next((decimals for decimals in spreads if decimals is not None), 3)

    def _decimals_in_unit(self, entry: dict[str, Any], transform: str) -> int:
        """Those of x_pt where its uncertainty is one of logarithms."""
        x, u = entry["assigned_value"], entry["assigned_u"]
        if not (known(x) and positive(u)):
            return 3
        return decimals_of(abs(x) * (factor(u, transform) - 1)) or 0

    def limits_of(self, entry: dict[str, Any], score: str) -> tuple[float, ...]:
        """The limits of a score, one or two; none for a score that makes no signal."""
        key = _LIMIT_OF.get(score)
        if key is None:
            return ()
        limits: Any = self.scheme_of(entry).get(key) or _STANDARD_LIMITS[key]
        return tuple(limits) if isinstance(limits, (list, tuple)) else (limits,)


def natural(code: str) -> list[tuple[int, int, str]]:
    """Sorting key: numbers within codes by their size, "Lab 9" before "Lab 10"."""
    parts = re.split(r"([0-9]+)", code)
    return [(1, 0, part) if i % 2 == 0 else (0, int(part), part) for i, part in enumerate(parts)]


def counts(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many rows have each signal."""
    found = dict.fromkeys(SIGNALS, 0)
    for row in rows:
        found[row["signal"]] += 1
    return found
