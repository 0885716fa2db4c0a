"""Answers of laboratories: one a laboratory and measurand, and the answer that is known to be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringtrial import qualitative
from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.columns import says_reference
from ringtrial.intake.spelling import plain
from ringtrial.studies.laboratories import entries_of, kept, named_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.round import Round

_POSITIVE_WORDS = "positive pos detected present yes true + 1 p 阳性 检出 有 是"
_NEGATIVE_WORDS = "negative neg not_detected absent no false - − 0 n nd 阴性 未检出 无 否"
_SEPARATORS = re.compile(r"[.\s-]")  # in codes
_POSITIVE = frozenset(_POSITIVE_WORDS.split())
_NEGATIVE = frozenset(_NEGATIVE_WORDS.split())


class Answers:
    """The answers on one measurand, in the order of the laboratories; "" where there is none.

    ``texts`` are scored, and ``counted`` are those of them that the scheme does not exclude.
    """

    def __init__(self, data: Round, position: int, options: Mapping[str, Any]) -> None:
        self.measurand = data.measurands[position]
        self.label, self.kind = self.measurand.label, self.measurand.kind
        here = entries_of(data, position)
        given: list[list[str]] = [[] for _ in data.laboratories]
        for laboratory, text in zip(data.laboratory[here].tolist(), data.text[here], strict=True):
            if text:
                given[laboratory].append(text)
        for code in named_in(data, position, "withdraw"):
            given[data.laboratories.index(code)] = []
        if self.kind == "code":
            given = [[_SEPARATORS.sub("", text) for text in texts] for texts in given]
        self.differ = [i for i, texts in enumerate(given) if len(set(texts)) > 1]
        self.texts = [texts[0] if len(set(texts)) == 1 else "" for texts in given]
        said = self.measurand.options
        self.levels: list[str] | None = said["levels"]
        self.digits: list[int] = said["code_levels"]
        self.expected = _expected(options, self.label, self.measurand.name) or said["assigned_category"]
        if self.expected is None:
            self.expected = _of_reference(data, here)
        self.accepted, self.partial = said["accepted"] or [], said["partial"] or {}
        self.unknown = self._unknown()
        for i in self.unknown:
            self.texts[i] = ""
        self.excluded, self.withdrawn = (named_in(data, position, key) for key in ("exclude", "withdraw"))
        counts = kept(data, position)
        self.counted = [text if in_it else "" for text, in_it in zip(self.texts, counts, strict=True)]

    def _unknown(self) -> list[int]:
        """Laboratories whose answers are no levels, or no codes; DataError for such a right answer."""

        def known(text: str) -> bool:
            if self.kind == "ordinal":
                return text in (self.levels or ())
            return self.kind != "code" or (text.isascii() and text.isdigit())

        right = _SEPARATORS.sub("", str(self.expected)) if self.kind == "code" else self.expected
        if self.expected is not None and not known(str(right)):
            finding = Finding("right_unknown", measurand=self.label, named=str(self.expected))
            raise DataError(finding.text, [finding])
        return [i for i, text in enumerate(self.texts) if text and not known(text)]

    def assigned(self, required: float) -> str:
        """The right answer: the one that is known, else the consensus, "" without either."""
        if self.expected is not None:
            return str(self.expected)
        if self.kind == "code":
            found = qualitative.code_consensus(self.counted, levels=self.digits, required=required)
            return found.code
        consensus = qualitative.consensus(self.counted, categories=self.levels, required=required)
        return consensus.mode if consensus.reached else ""


def positive_answer(texts: set[str], named: str | None) -> str | None:
    """Which of the answers means "detected"; None where that is not clear, or where there are others."""
    if named is not None:
        return named if len(texts | {named}) == 2 else None
    positive = [text for text in texts if plain(text) in _POSITIVE]
    negative = [text for text in texts if plain(text).replace(" ", "_") in _NEGATIVE]
    return positive[0] if len(positive) == 1 and len(negative) == len(texts) - 1 <= 1 else None


def _expected(options: Mapping[str, Any], *names: str) -> str | None:
    """What ``--expected`` says of a measurand: NAME=ANSWER before ANSWER."""
    found = None
    for text in options["expected"] or ():
        name, _, answer = text.rpartition("=")
        if name.strip() in names:
            return str(answer.strip())
        if not name:
            found = str(answer.strip())
    return found


def _of_reference(data: Round, here: slice) -> str | None:
    """The answer in a column such as ``reference``, where it is the same in all rows."""
    name = next(filter(says_reference, data.strata), None)
    if name is None:
        return None
    told = {text for text in data.strata[name][here] if text}
    if len(told) > 1:
        finding = Finding("reference_differs", names=", ".join(sorted(told)))
        raise DataError(finding.text, [finding])
    return next(iter(told), None)
