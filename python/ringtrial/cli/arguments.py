"""The arguments of the command and its help, in English or Chinese."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING, NoReturn

from ringtrial._text import quoted, wrapped
from ringtrial.errors import UsageError
from ringtrial.studies import KINDS as STUDIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringtrial.cli.console import Console
    from ringtrial.studies.options import Option

COMMANDS = ("score", "check", "demo", "design", *STUDIES)


def parse(arguments: Sequence[str], console: Console) -> argparse.Namespace:
    """The arguments of one command; UsageError, with the nearest known name, where they are wrong."""
    parser = build(console, arguments[0] if arguments else "")
    if not arguments:
        raise UsageError(console.text("say.no_command"))
    first = arguments[0]
    if not first.startswith("-") and first not in COMMANDS:
        raise UsageError(_unknown_command(first, console))
    parsed, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise UsageError(_unknown_option(unknown[0], parsed.known_options, parsed.command or "", console))
    if parsed.command is None:
        raise UsageError(console.text("say.no_command"))
    return parsed


def build(console: Console, chosen: str) -> _Parser:
    """The parser with its commands; of the studies only the chosen one is filled in."""
    say = console.text
    parser = _Parser("ringtrial", say("help.about"), say("help.after"), console)
    parser.add_argument("--version", action=_Version, nargs=0, help=say("help.version"))
    parser.set_defaults(known_options=sorted(parser._option_string_actions))
    commands = parser.add_subparsers(
        dest="command", title=say("help.commands"), metavar="COMMAND", parser_class=_Parser
    )
    for name in COMMANDS:
        short, known = say(f"help.{name}.short"), name not in STUDIES or name == chosen
        area = f"{name}/help" if name in STUDIES else f"help.{name}"
        command = commands.add_parser(
            name,
            prog=f"ringtrial {name}",
            about=say(f"{area}.about") if known else "",
            after=say(f"{area}.after", exits=say("exits.text")) if known else "",
            console=console,
            help=short,
        )
        if not known:
            continue
        own = {"score": _score, "check": _check, "demo": _demo, "design": _design}
        own.get(name, _study)(command)
        command.add("--debug", "debug", action="store_true")
        command.set_defaults(quiet=False, known_options=sorted(command._option_string_actions))
    return parser


class _Parser(argparse.ArgumentParser):
    """Help in the console's language, no abbreviated options, mistakes as UsageError."""

    def __init__(self, prog: str, about: str, after: str, console: Console) -> None:
        super().__init__(
            prog=prog,
            description=about,
            epilog=after,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self.console = console
        self._positionals.title = console.text("help.arguments")
        self._optionals.title = console.text("help.options")
        self.add("-h", "help", "--help", action="help")

    def add(self, name: str, help_key: str, *more: str, **settings: object) -> None:
        """An argument with the help text of that key, as "out", or of another area, as "youden/help.pair"."""
        key = help_key if "/" in help_key else f"help.{help_key}"
        self.add_argument(name, *more, help=self.console.text(key), **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        text = _in_its_language(message, self.console)
        raise UsageError(self.console.text("say.see_help", text=text, command=self.prog))

    def format_usage(self) -> str:
        return self._with_usage_word(super().format_usage())

    def format_help(self) -> str:
        return self._with_usage_word(super().format_help())

    def _with_usage_word(self, text: str) -> str:
        return self.console.text("help.usage") + text.removeprefix("usage: ")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """80 columns at most, Chinese characters counted as two; the text after the options as it is."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=22, width=79)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines: list[str] = []
        for line in text.splitlines():
            lines += [line] if line.startswith(" ") else wrapped(line, width)
        return "\n".join(lines)


class _Version(argparse.Action):
    """``--version``: the core is loaded only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import ringtrial

        print(f"ringtrial {ringtrial.__version__}")
        parser.exit()


def _score(command: _Parser) -> None:
    command.add("results", "results", nargs="+", metavar="RESULTS")
    command.add("--scheme", "scheme", metavar="FILE")
    command.add("--out", "out", required=True, metavar="DIR")
    _reading(command)
    command.add("--language", "language", choices=("en", "zh", "both"))
    _writing(command)
    command.add("--findings", "findings", choices=("json",))


def _check(command: _Parser) -> None:
    command.add("results", "results", nargs="+", metavar="RESULTS")
    command.add("--scheme", "scheme", metavar="FILE")
    _reading(command)
    command.add("--language", "check_language", choices=("en", "zh"))
    command.add("--strict", "strict", action="store_true")
    command.add("--findings", "findings", choices=("json",))


def _demo(command: _Parser) -> None:
    command.add("--out", "demo_out", default="ringtrial-demo", metavar="DIR")
    command.add("--language", "language", choices=("en", "zh", "both"))
    _writing(command)


def _study(command: _Parser) -> None:
    """A study: its files, where to write, and the options that it has of its own."""
    from ringtrial.studies import options_of

    kind = command.prog.rpartition(" ")[2]
    command.add("results", "results", nargs="+", metavar="FILE")
    command.add("--out", "out", required=True, metavar="DIR")
    for option in options_of(kind):
        _option(command, kind, option)
    command.add("--scheme", "scheme", metavar="FILE")
    _reading(command)
    command.add("--language", "language", choices=("en", "zh", "both"))
    _writing(command)
    command.add("--findings", "findings", choices=("json",))


def _option(command: _Parser, kind: str, option: Option) -> None:
    settings = {"dest": f"option_{option.name}"}
    help_key = f"{kind}/help.{option.name}"
    if option.is_switch:
        command.add(option.flag, help_key, action="store_true", default=None, **settings)
    elif option.several:
        command.add(option.flag, help_key, action="append", metavar=option.metavar, **settings)
    else:
        command.add(option.flag, help_key, metavar=option.metavar, **settings)


def _design(command: _Parser) -> None:
    for name in ("sigma-pt", "sd", "ratio", "u"):
        command.add(f"--{name}", f"design_{name.replace('-', '_')}", metavar=name.rpartition("-")[2].upper())
    command.add("--estimator", "design_estimator", metavar="NAME")
    command.add("--population", "design_population", metavar="SHAPE")
    command.add("--with", "design_with", action="append", dest="details", metavar="KEY=VALUE")
    command.add("--laboratories", "design_laboratories", nargs="+", metavar="N")
    command.add("--bias", "design_bias", nargs="+", metavar="D")
    command.add("--rounds", "design_rounds", metavar="N")
    command.add("--seed", "design_seed", metavar="N")
    command.add("--json", "design_json", action="store_true")
    command.add("--out", "design_out", metavar="DIR")
    command.add("--force", "force", action="store_true")
    command.add("--language", "check_language", choices=("en", "zh"))


def _reading(command: _Parser) -> None:
    command.add("--sheet", "sheet", action="append", metavar="SHEET")
    command.add("--encoding", "encoding", metavar="ENCODING")


def _writing(command: _Parser) -> None:
    command.add("--force", "force", action="store_true")
    command.add("--quiet", "quiet", action="store_true")
    command.add("--no-report", "no_report", action="store_true")


# How argparse words its mistakes; each has its sentence in say.mistake of messages/*/command.toml.
_MISTAKES = {
    "required": r"the following arguments are required: (?P<names>.+)",
    "choice": r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<allowed>.+)\)",
    "no_value": r"argument (?P<name>.+?): expected (?:one|at least one) argument",
    "switch": r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)",
}


def _in_its_language(message: str, console: Console) -> str:
    """A sentence of argparse in the language of the console; one that is not known as it is."""
    for key, pattern in _MISTAKES.items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return console.text(f"say.mistake.{key}", **found.groupdict())
    return message


def _unknown_command(name: str, console: Console) -> str:
    from ringtrial.scheme.spelling import nearest

    text = console.text("say.unknown_command", name=quoted(name))
    near = f"score {name}" if os.path.isfile(name) else nearest(name, COMMANDS)
    return (
        console.text("say.did_you_mean", text=text, name=f"`ringtrial {near}`")
        if near
        else _see_help(text, console)
    )


def _unknown_option(name: str, known: Sequence[str], command: str, console: Console) -> str:
    from ringtrial.scheme.spelling import nearest

    option = name.partition("=")[0]
    text = console.text("say.unknown_option", name=quoted(option))
    near = nearest(option, known)
    if near:
        return console.text("say.did_you_mean", text=text, name=near)
    return _see_help(text, console, command)


def _see_help(text: str, console: Console, command: str = "") -> str:
    return console.text("say.see_help", text=text, command=f"ringtrial {command}".strip())
