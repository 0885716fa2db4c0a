"""Findings with an end: a million doubtful cells make no million findings, in intake, evaluation or study."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

from ringtrial.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1000  # findings of one code and severity in one file, or about none


class Findings(list[Finding]):
    """At most ``MOST`` findings of one code and severity in a file, and the first of each measurand.

    The others are counted, and ``close`` says how many they are. Where errors are left out there are ``MOST``
    others of their code: no error is ever hidden.
    """

    __slots__ = ("_left_out", "_measurands", "_seen")

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[tuple[str | None, str, str]] = Counter()
        self._left_out: Counter[tuple[str | None, str, str]] = Counter()
        self._measurands: set[tuple[str, str | None]] = set()

    def append(self, finding: Finding) -> None:
        key, measurand = (finding.file, finding.code, finding.severity), (finding.code, finding.measurand)
        if self._seen[key] < MOST or (finding.measurand and measurand not in self._measurands):
            self._seen[key] += 1
            self._measurands.add(measurand)
            super().append(finding)
        else:
            self._left_out[key] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.append(finding)
        if isinstance(findings, Findings):
            self._left_out += findings._left_out

    def __iadd__(self, findings: Iterable[Finding]) -> Self:  # type: ignore[override, misc]
        self.extend(findings)
        return self

    def close(self) -> None:
        """Say of every code how many findings were left out."""
        for (file, code, severity), count in self._left_out.items():
            super().append(Finding("more_findings", severity=severity, file=file, count=count, what=code))
        self._left_out.clear()
