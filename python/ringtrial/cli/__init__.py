"""The command ``ringtrial``: from its arguments to an exit code, and a message for every trouble.

Exit codes: 0 done, 1 a fault of ringtrial itself, 2 usage, 3 the data, 4 the scheme, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ringtrial.cli.console import Console, flush
from ringtrial.errors import SchemeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FAULT, USAGE, SCHEME, INTERRUPTED = 0, 1, 2, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    if argv is None:
        _end_as_by_ctrl_c()
    arguments = list(sys.argv[1:] if argv is None else argv)
    console = Console(_language(arguments))
    code = _guarded(console, arguments)
    try:
        flush()
    except OSError as error:
        console.fail(console.text("say.trouble", reason=error.strerror or error))
        return code or USAGE
    return code


def _end_as_by_ctrl_c() -> None:
    """A request to end (SIGTERM) and a terminal that closes (SIGHUP) leave as little behind as Ctrl-C."""
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _language(arguments: Sequence[str]) -> str:
    """Of messages and help, before the arguments are understood: Chinese if ``--language zh`` is there."""
    joined = "\n".join(arguments).replace("--language\n", "--language=")
    return "zh" if "--language=zh" in joined.split("\n") else "en"


def _guarded(console: Console, arguments: Sequence[str]) -> int:
    """The exit code; every trouble becomes one clear message."""
    try:
        return _run(console, arguments)
    except SystemExit as stop:  # argparse, after --help and --version
        return stop.code if isinstance(stop.code, int) else DONE
    except KeyboardInterrupt:
        console.fail(console.text("say.interrupted"))
        return INTERRUPTED
    except Exception as error:
        if "--debug" in arguments:
            _print_traceback()
        return _told(console, error)


def _run(console: Console, arguments: Sequence[str]) -> int:
    import warnings

    from ringtrial.cli import commands
    from ringtrial.cli.arguments import parse

    parsed = parse(arguments, console)
    console.quiet = parsed.quiet
    known = {
        "score": commands.score,
        "check": commands.check,
        "demo": commands.demo,
        "design": commands.design,
    }
    command = known.get(parsed.command, commands.study)
    with warnings.catch_warnings():
        if not parsed.debug:
            warnings.simplefilter("ignore")  # what a library says about a user's file; ours are findings
        return command(parsed, console)


def _told(console: Console, error: Exception) -> int:
    """Tell what stopped the run; returns its exit code."""
    from ringtrial._text import printable

    if isinstance(error, SchemeError):
        console.fail(console.text("say.scheme_wrong", n=len(error.mistakes)))
        for mistake in error.mistakes:
            console.fail(mistake)
        return SCHEME
    if isinstance(error, UsageError):
        console.fail(printable(error.said(console.language)))
        return USAGE
    if isinstance(error, ImportError) and "ringtrial[" in str(error):
        console.fail(printable(str(error)))
        return USAGE
    if isinstance(error, OSError):
        reason = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
        console.fail(console.text("say.trouble", reason=printable(reason)))
        return USAGE
    if isinstance(error, MemoryError):
        console.fail(console.text("say.no_memory"))
        return FAULT
    first_line = str(error).strip().partition("\n")[0]
    console.fail(console.text("say.fault", kind=type(error).__name__, text=printable(first_line)))
    return FAULT


def _print_traceback() -> None:
    import traceback

    traceback.print_exc()
