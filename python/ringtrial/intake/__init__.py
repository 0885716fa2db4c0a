"""From files and frames as laboratories send them to a Round, with a finding for every trouble on the way.

``files.py`` and what it uses make tables of text cells of a file. The rest understands them: ``header.py``,
``columns.py``, ``shape.py`` what the table holds; ``cells.py``, ``reading.py``, ``decimal_mark.py`` what the
cells say; ``codes.py``, ``measurands.py``, ``quantities.py``, ``conversion.py``, ``uncertainties.py``,
``duplicates.py``, ``suspicion.py`` what becomes of it, ``alone.py`` what a table of one laboratory lacks
(methods/scheme.md, section 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from ringtrial.findings import Finding
    from ringtrial.intake.shape import Block
    from ringtrial.intake.source import Source
    from ringtrial.noticed import Findings
    from ringtrial.round import Round
    from ringtrial.scheme import Scheme

MOST_RESULTS = 8_000_000  # a score takes some 2.3 kB each: what a machine of 24 GB holds


class Intake:
    """What was read. ``round`` is None if a finding is an error; ``inputs`` are those of evaluation.json."""

    __slots__ = ("findings", "inputs", "round")

    def __init__(self, round: Round | None, findings: list[Finding], inputs: list[dict[str, Any]]) -> None:
        self.findings = findings
        failed = any(finding.severity == "error" for finding in findings)
        self.round = None if failed else round
        self.inputs = inputs

    def __repr__(self) -> str:
        state = "refused" if self.round is None else f"{len(self.round.value)} results"
        return f"Intake({state}, {len(self.findings)} findings)"


def read_files(
    paths: Sequence[str | os.PathLike[str]],
    scheme: Scheme,
    *,
    sheet: str | list[str] | None = None,
    encoding: str | None = None,
    key: str = "laboratory",
) -> Intake:
    """The results of one round from one file or several.

    ``key``: whose results they are; "item" for checks of homogeneity and stability, where the positions in
    ``round.laboratory`` are those of items; "level" for laboratories on items that may be called levels,
    "answer" for answers of laboratories, words in columns of any name, or counts of tests, where one
    laboratory need not be named.

    Raises UsageError for a path that cannot be read; all that is wrong with the content is a finding.
    """
    from ringtrial.intake import recognise
    from ringtrial.intake.files import read_tables
    from ringtrial.noticed import Findings

    options = scheme.intake | {"key": key}
    findings = Findings()
    inputs: list[dict[str, Any]] = []
    sources: list[Source] = []
    for path in paths:
        tables = read_tables(path, options, sheet=sheet, encoding=encoding)
        if _read_before(tables.input, inputs, findings):
            continue
        findings += tables.findings
        found = recognise.sources(tables, options, findings)
        inputs += [source.input for source in found] or [recognise.entry(tables.input, None)]
        sources += found
    return _intake(sources, scheme, findings, inputs, key)


def _read_before(entry: dict[str, Any], inputs: list[dict[str, Any]], findings: list[Finding]) -> bool:
    """Whether a file of the same content was read already; twice, its results would be replicates."""
    from ringtrial.findings import Finding

    same = next((known for known in inputs if known["sha256"] == entry["sha256"] is not None), None)
    if same is None:
        return False
    findings.append(Finding("same_file", file=entry["name"], first=same["name"]))
    return True


def read_frame(
    frame: Any, scheme: Scheme, columns: Mapping[str, str] | None = None, *, key: str = "laboratory"
) -> Intake:
    """The results of one round from a frame of pandas, polars, pyarrow or narwhals.

    ``columns``: field → name of a column, beside those of the scheme; ``key`` as in ``read_files``. Numbers
    are used as they are, texts go through the same reading as the cells of a file. Raises TypeError for
    what is no frame.
    """
    from ringtrial.intake.frames import FrameSource
    from ringtrial.noticed import Findings

    findings = Findings()
    source = FrameSource(frame, scheme.intake | {"key": key}, columns)
    sources: list[Source] = [source] if source.recognise(findings) else []
    return _intake(sources, scheme, findings, [source.input], key)


def _intake(
    sources: list[Source], scheme: Scheme, findings: Findings, inputs: list[dict[str, Any]], key: str
) -> Intake:
    from ringtrial.findings import Finding
    from ringtrial.intake import assemble, recognise

    blocks: list[Block] = []
    for source in sources:
        blocks += recognise.blocks(source, scheme, findings, words=key == "answer")
        source.release()
    results = None
    if sum(len(block.source) for block in blocks) > MOST_RESULTS:
        findings.append(Finding("too_large", variant="results", file=blocks[0].source.file))
    elif blocks:
        results = assemble.assemble(blocks, scheme, findings)
    findings.close()
    return Intake(results, findings, inputs)
