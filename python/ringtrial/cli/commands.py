"""The commands: ``score``, ``check``, ``demo`` and the studies. Each returns its exit code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ringtrial._text import printable, quoted
from ringtrial.cli.console import Console, print_findings, print_json
from ringtrial.cli.progress import Progress
from ringtrial.cli.recognised import recognised
from ringtrial.errors import DataError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ringtrial.evaluation import Evaluation
    from ringtrial.findings import Finding
    from ringtrial.intake import Intake
    from ringtrial.scheme import Scheme

_DONE, _DATA = 0, 3
_DEMO = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "imep-111")


def score(arguments: argparse.Namespace, console: Console) -> int:
    """Evaluate files of results and write everything to the folder."""
    _refuse_missing(arguments.results, console)
    return _score(arguments, console, arguments.results, arguments.scheme)


def demo(arguments: argparse.Namespace, console: Console) -> int:
    """The same for the packaged round."""
    arguments.sheet = arguments.encoding = arguments.findings = None
    return _score(arguments, console, [f"{_DEMO}.csv"], f"{_DEMO}.toml")


def _score(
    arguments: argparse.Namespace, console: Console, results: Sequence[str], scheme_path: str | None
) -> int:
    from ringtrial import scheme as schemes

    _refuse_occupied(arguments.out, console, force=arguments.force)
    scheme = schemes.load(scheme_path, language=console.language)
    if not _formats(arguments, scheme):
        raise UsageError(console.text("say.nothing_to_write"))
    if arguments.language:
        scheme.report["language"] = arguments.language
    try:
        evaluation = _evaluated_and_written(arguments, console, results, scheme)
    except DataError as error:
        return _undecided(arguments, console, error)
    _show(arguments, console, evaluation.all_findings, report=_report_path(arguments, scheme))
    console.note(_summary(console, evaluation))
    console.out(printable(_report_path(arguments, scheme)))
    return _DONE


def _evaluated_and_written(
    arguments: argparse.Namespace, console: Console, results: Sequence[str], scheme: Scheme
) -> Evaluation:
    from ringtrial.evaluation import evaluate_round
    from ringtrial.intake import read_files
    from ringtrial.outputs import write

    with Progress(console, results) as progress:
        progress("reading", 0, 1)
        intake = read_files(results, scheme, sheet=_sheets(arguments), encoding=arguments.encoding)
        progress("evaluating", 0, 1)
        evaluation = evaluate_round(intake, scheme)
        formats = _formats(arguments, scheme)
        write(evaluation, arguments.out, formats=formats, force=arguments.force, progress=progress)
    return evaluation


def _undecided(arguments: argparse.Namespace, console: Console, error: DataError) -> int:
    """Tell the findings that stopped the run."""
    _show(arguments, console, error.findings)
    errors = sum(finding.severity == "error" for finding in error.findings)
    console.fail(console.text("say.data_wrong", n=errors) if errors else printable(str(error)))
    return _DATA


def study(arguments: argparse.Namespace, console: Console) -> int:
    """Make the study that the command is called after, and write everything to the folder."""
    from ringtrial import scheme as schemes
    from ringtrial.intake import read_files
    from ringtrial.studies import evaluate, key_of, options_of, prepare
    from ringtrial.studies.options import settled

    kind: str = arguments.command
    _refuse_missing(arguments.results, console)
    _refuse_occupied(arguments.out, console, force=arguments.force)
    options = _study_options(arguments, console)
    scheme = schemes.load(arguments.scheme, language=console.language)
    formats, language = _formats(arguments, scheme), arguments.language or scheme.report["language"]
    if not formats:
        raise UsageError(console.text("say.nothing_to_write"))
    try:
        with Progress(console, arguments.results) as progress:
            progress("reading", 0, 1)
            prepare(kind, scheme, settled(options_of(kind), options, function=kind))
            files = {"sheet": _sheets(arguments), "encoding": arguments.encoding, "key": key_of(kind)}
            read = read_files(arguments.results, scheme, **files)
            progress("evaluating", 0, 1)
            made = evaluate(kind, read, scheme, options)
            made.write(arguments.out, formats=formats, language=language, force=arguments.force)
    except DataError as error:
        return _undecided(arguments, console, error)
    _show(arguments, console, made.findings, report=_report_path(arguments, scheme))
    console.note(" · ".join(made.said(console.language)))
    console.out(printable(_report_path(arguments, scheme)))
    return _DONE


def _study_options(arguments: argparse.Namespace, console: Console) -> dict[str, Any]:
    """The options given, read and checked; UsageError names one with a value it may not have."""
    from ringtrial.studies import options_of

    given = {}
    for option in options_of(arguments.command):
        value = getattr(arguments, f"option_{option.name}")
        if value is None:
            continue
        values = value if option.several else [value]
        read = [one if option.is_switch else option.read(one) for one in values]
        for text, one in zip(values, read, strict=True):
            if not option.type.test(one):
                allowed = option.type.text(console.language)
                raise UsageError(
                    console.text("say.option_wrong", option=option.flag, value=quoted(text), allowed=allowed)
                )
        given[option.name] = read if option.several else read[0]
    return given


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Say what is recognised and every finding; writes nothing."""
    from ringtrial import scheme as schemes
    from ringtrial.intake import read_files

    _refuse_missing(arguments.results, console)
    scheme = schemes.load(arguments.scheme, language=console.language)
    with Progress(console, arguments.results) as progress:
        progress("reading", 0, 1)
        intake = read_files(arguments.results, scheme, sheet=_sheets(arguments), encoding=arguments.encoding)
        progress("evaluating", 0, 1)
        findings = _all_findings(intake, scheme)
    if arguments.findings == "json":
        print_json(console, findings)
    else:
        for line in recognised(console, intake):
            console.out(line)
        print_findings(console, findings, to_stderr=False)
        if not findings:
            console.out(console.text("findings.none"))
    return _verdict(arguments, console, findings)


def _all_findings(intake: Intake, scheme: Scheme) -> list[Finding]:
    """Those of the intake and, where the results can be decided, those that ``score`` would add."""
    findings: list[Finding] = intake.findings
    if intake.round is not None:
        from ringtrial.evaluation import evaluate_round

        try:
            findings = evaluate_round(intake, scheme).all_findings
        except DataError as error:
            findings = error.findings
    return findings


def _verdict(arguments: argparse.Namespace, console: Console, findings: Sequence[Finding]) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    if errors:
        console.fail(console.text("say.check_wrong", n=errors))
    elif warnings and arguments.strict:
        console.fail(console.text("say.strict_wrong", n=warnings))
    else:
        console.note(console.text("say.error", text=console.text("say.check_good")))
        return _DONE
    return _DATA


def _refuse_missing(paths: Sequence[str], console: Console) -> None:
    """A path that is no file, before anything else is done."""
    for path in paths:
        if os.path.isdir(path):
            raise UsageError(console.text("say.directory", path=path))
        if not os.path.exists(path):
            raise UsageError(console.text("say.no_file", path=path))


def _refuse_occupied(out: str, console: Console, *, force: bool) -> None:
    """A folder that may not be written to, before any result is read."""
    if os.path.lexists(out) and not os.path.isdir(out):
        raise UsageError(console.text("say.out_is_file", out=out))
    if not force and os.path.isdir(out) and os.listdir(out):
        raise UsageError(console.text("say.out_not_empty", out=out))


def _sheets(arguments: argparse.Namespace) -> str | list[str] | None:
    sheets: list[str] | None = arguments.sheet
    return sheets[0] if sheets and len(sheets) == 1 else sheets


def _formats(arguments: argparse.Namespace, scheme: Scheme) -> tuple[str, ...]:
    return tuple(f for f in scheme.output["formats"] if f != "html" or not arguments.no_report)


def _report_path(arguments: argparse.Namespace, scheme: Scheme) -> str:
    """The report, or the folder where none was asked for."""
    out: str = arguments.out
    return os.path.join(out, "report.html") if "html" in _formats(arguments, scheme) else out


def _show(
    arguments: argparse.Namespace, console: Console, findings: Sequence[Finding], *, report: str = ""
) -> None:
    """The findings as asked for: JSON on stdout, or errors and warnings for people (notes only by number)."""
    if arguments.findings == "json":
        print_json(console, findings)
    elif not console.quiet or not report:
        print_findings(console, findings, ("error", "warning"))
        notes = sum(finding.severity == "info" for finding in findings)
        if notes and report:
            console.note(console.text("say.notes", n=notes, where=printable(report)))


def _summary(console: Console, evaluation: Evaluation) -> str:
    signals: list[str] = evaluation.results["signal"]
    count = {s: signals.count(s) for s in ("satisfactory", "questionable", "unsatisfactory")}
    return console.text(
        "say.score_done",
        laboratories=len(evaluation.laboratories),
        measurands=len(evaluation.details),
        results=len(signals) - signals.count("not_reported"),
        rest=len(signals) - signals.count("not_reported") - sum(count.values()),
        **count,
    )
