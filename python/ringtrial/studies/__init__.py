"""Studies beside a round: results are read as by ``ringtrial score``; tables, pictures, a report come out.

A study is one module of this package. It has ``TABLES`` (the keys of its tables, in order), ``OPTIONS``
and ``study(data, options, scheme)``, which gives a :class:`Study`; its words stand in
messages/<language>/<kind>.toml, its pictures in ``ringtrial.report.pictures``. In a notebook::

    study = rt.studies.run("youden", frame)
    study.table("laboratories")
    study.write("youden-2026")
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringtrial.findings import Finding
    from ringtrial.intake import Intake
    from ringtrial.noticed import Findings
    from ringtrial.round import Round
    from ringtrial.scheme import Scheme
    from ringtrial.studies.options import Option
    from ringtrial.studies.study import Study

__all__ = ["KINDS", "run"]

KINDS = ("precision", "homogeneity", "stability", "youden", "qualitative", "rank", "consensus")


def run(
    kind: str,
    /,
    results: Any,
    scheme: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    **options: Any,
) -> Study:
    """Make a study of one of the ``KINDS`` from a frame, a path or a list of paths.

    ``results``, ``scheme`` and ``columns`` as for :func:`ringtrial.evaluate`; ``options`` are those of the
    command ``ringtrial KIND --help``, with underscores. Raises DataError for results that cannot be decided,
    SchemeError for mistakes in the scheme, ValueError for a wrong option.
    """
    from ringtrial import intake
    from ringtrial import scheme as schemes
    from ringtrial.intake.columns import named
    from ringtrial.studies.options import settled

    if kind not in KINDS:
        raise ValueError(f"run: kind = {kind!r}, must be one of {', '.join(KINDS)}")
    loaded = schemes.load(scheme)
    loaded.intake["columns"] |= named(columns)
    prepare(kind, loaded, settled(options_of(kind), options, function=kind))
    paths = [results] if isinstance(results, (str, os.PathLike)) else results
    if isinstance(paths, (list, tuple)) and all(isinstance(p, (str, os.PathLike)) for p in paths):
        read = intake.read_files(paths, loaded, key=key_of(kind))
    else:
        read = intake.read_frame(results, loaded, key=key_of(kind))
    return evaluate(kind, read, loaded, options)


def evaluate(kind: str, read: Intake, scheme: Scheme, given: Mapping[str, Any]) -> Study:
    """The study of results that were read; DataError, with all findings, where they cannot be decided."""
    from ringtrial.evaluation import stop_on_errors
    from ringtrial.studies.options import settled

    options = settled(options_of(kind), given, function=kind)
    stop_on_errors(read.findings)
    assert read.round is not None
    study: Study = _module(kind).study(read.round, options, scheme)
    study.findings = _closed(
        (f for f in read.findings if not _is_about(f, study.columns)),
        study.findings,
        _unused(kind, read.round, study.findings),
    )
    stop_on_errors(study.findings)
    study.inputs = read.inputs
    study.scheme = {"name": scheme.name, "sha256": scheme.sha256}
    study.title = study.title or _title(read, scheme)
    if read.round.codes_assigned:
        study.laboratory_names = read.round.names
    return study


def options_of(kind: str) -> tuple[Option, ...]:
    options: tuple[Option, ...] = _module(kind).OPTIONS
    return options


def tables_of(kind: str) -> tuple[str, ...]:
    tables: tuple[str, ...] = _module(kind).TABLES
    return tables


def key_of(kind: str) -> str:
    """Whose results the file holds, as ``key`` of ``intake.read_files``."""
    return getattr(_module(kind), "KEY", "laboratory")


def prepare(kind: str, scheme: Scheme, options: Mapping[str, Any]) -> None:
    """What a study wants of the scheme before results are read, as that repeated items are no duplicates."""
    module = _module(kind)
    if hasattr(module, "prepare"):
        module.prepare(scheme, options)


def _module(kind: str) -> Any:
    return importlib.import_module(f"ringtrial.studies.{kind}")


def _is_about(finding: Finding, columns: Sequence[str]) -> bool:
    """Whether it says of one of these columns that nothing is known of it."""
    return finding.code == "column_kept" and any(f"“{name}”" in finding.text for name in columns)


def _closed(*parts: Iterable[Finding]) -> Findings:
    """All of them, as far as they are listed."""
    from ringtrial.noticed import Findings

    found = Findings()
    for part in parts:
        found += part
    found.close()
    return found


def _unused(kind: str, data: Round, told: Sequence[Finding]) -> list[Finding]:
    """Laboratories that the scheme names and the results do not have."""
    from ringtrial._evaluation_findings import unused

    if key_of(kind) == "item":
        return []
    texts = {finding.text for finding in told}
    return [finding for finding in unused(data, ()) if finding.text not in texts]


def _title(read: Intake, scheme: Scheme) -> str:
    """What the scheme or the file calls itself."""
    assert read.round is not None
    name = read.inputs[0].get("name") if read.inputs else None
    said = scheme.round["title"] or scheme.round["title_zh"] or read.round.title
    return str(said or (os.path.splitext(name)[0] if name else "") or "–")
