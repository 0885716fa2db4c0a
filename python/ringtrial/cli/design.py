"""What ``ringtrial design`` asks and answers: how many laboratories, what target, which signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringtrial import messages
from ringtrial._text import printable, quoted
from ringtrial.cli.console import Console, grid, table
from ringtrial.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ringtrial.simulate import DesignResult, Population

_ENTRIES = ("design.json", "assigned.csv", "signals.csv")
_NEGLIGIBLE = 0.3  # of σ_pt; above it a scheme scores by z′ (ISO 13528:2022, 9.2.1)
_ESTIMATORS = ("algorithm_a", "q_hampel", "median_niqr", "median_mad", "median_qn", "biweight", "mean")
_DETAILS = (
    "df", "skewness", "separation", "share", "gross_share", "gross_shift", "gross_scale", "method_share",
    "method_bias", "repeatability", "replicates", "rounding",
)  # fmt: skip


def answer(arguments: argparse.Namespace, console: Console) -> None:
    """Simulate, print the answer and, with ``--out``, write it."""
    from ringtrial import simulate

    asked = _Question(arguments, console)
    try:
        population = simulate.population(**asked.population)
        result = simulate.design(population=population, **asked.options)
    except ValueError as error:  # of a number that cannot be
        raise UsageError(printable(str(error))) from None
    shown = _Answer(console, asked, population, result)
    if arguments.out is not None:
        _write(arguments.out, shown.document(), result, force=arguments.force)
    if arguments.json:
        import json

        console.out(json.dumps(shown.document(), indent=2))
        return
    for line in shown.lines():
        console.out(line)


class _Question:
    """The options as :func:`ringtrial.simulate.design` takes them."""

    def __init__(self, arguments: argparse.Namespace, console: Console) -> None:
        from ringtrial._core import simulate as core

        self._console = console
        sigma_pt = self._number("--sigma-pt", arguments.sigma_pt, 1.0)
        if arguments.u is not None and arguments.ratio is not None:
            raise UsageError(_text(console, "say.both"))
        self.population: dict[str, Any] = {
            "shape": self._name("--population", arguments.population, core.shapes),
            "sd": self._number("--sd", arguments.sd, sigma_pt),
            **dict(map(self._detail, arguments.details or ())),
        }
        self.options: dict[str, Any] = {
            "estimator": self._name("--estimator", arguments.estimator, _ESTIMATORS),
            "sigma_pt": sigma_pt,
            "rounds": self._whole("--rounds", arguments.rounds, 50_000),
            "seed": self._whole("--seed", arguments.seed, 1),
            "bias": [self._number("--bias", text, 0.0) for text in arguments.bias or ("2", "3", "4", "5")],
        }
        if arguments.ratio is not None:
            self.options["ratio"] = self._number("--ratio", arguments.ratio, 0.3)
        if arguments.u is not None:
            self.options["u"] = self._number("--u", arguments.u, 0.0)
        if arguments.laboratories is not None:
            self.options["laboratories"] = [
                self._whole("--laboratories", text, 0) for text in arguments.laboratories
            ]

    def _number(self, option: str, text: str | None, default: float) -> float:
        if text is None:
            return default
        try:
            return float(text)
        except ValueError:
            raise UsageError(self._said("say.number", option, text)) from None

    def _whole(self, option: str, text: str | None, default: int) -> int:
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise UsageError(self._said("say.whole", option, text))
        return int(text)

    def _name(self, option: str, text: str | None, known: Sequence[str]) -> str:
        """One of the known names, the first by default; else the nearest is suggested."""
        from ringtrial.scheme.spelling import nearest

        if text is None or text in known:
            return text or known[0]
        near = nearest(text, known)
        if near:
            raise UsageError(self._said("say.did_you_mean", option, text, name=near))
        raise UsageError(self._said("say.unknown", option, text, allowed=", ".join(known)))

    def _detail(self, given: str) -> tuple[str, float]:
        key, equals, value = given.partition("=")
        if not equals:
            raise UsageError(_text(self._console, "say.no_value", value=quoted(given)))
        name = self._name("--with", key, _DETAILS)
        return name, self._number(f"--with {name}", value, 0.0)

    def _said(self, key: str, option: str, value: str, **more: str) -> str:
        return _text(self._console, key, option=option, value=quoted(value), **more)


class _Answer:
    """The result in tables of at most 80 columns, and as a document."""

    def __init__(
        self, console: Console, asked: _Question, population: Population, result: DesignResult
    ) -> None:
        self._console, self._asked, self._population, self._result = console, asked, population, result

    def lines(self) -> list[str]:
        signals = [*grid(*self._signals()), *self._note("notes.signals")]
        return [
            *table(self._question()),
            "",
            *table(self._numbers()),
            "",
            self._say("assigned.title"),
            *grid(*self._assigned()),
            *self._note("notes.assigned"),
            "",
            self._say("signals.title"),
            *signals,
        ]

    def document(self) -> dict[str, Any]:
        """Question and answer for programs."""
        import ringtrial

        return {
            "ringtrial": ringtrial.__version__,
            "population": self._population.to_dict(),
            "options": self._asked.options,
            **self._result.to_dict(),
        }

    def _say(self, key: str, **values: object) -> str:
        return _text(self._console, key, **values)

    def _note(self, key: str) -> list[str]:
        from ringtrial._text import wrapped

        return wrapped(self._say(key), 80)

    def _question(self) -> list[tuple[str, str]]:
        options, goal = self._asked.options, _figures(self._result.goal)
        said = (
            self._say("question.goal_u", goal=goal)
            if "u" in options
            else self._say("question.goal_ratio", ratio=_figures(options.get("ratio", 0.3)), goal=goal)
        )
        rounds = self._say("question.rounds_of", n=options["rounds"], seed=options["seed"])
        return [
            (self._say("question.goal"), said),
            (self._say("question.target"), _figures(options["sigma_pt"])),
            (self._say("question.laboratories"), ", ".join(self._described())),
            (self._say("question.estimator"), options["estimator"]),
            (self._say("question.rounds"), rounds),
        ]

    def _described(self) -> Iterable[str]:
        """The population in words, what it does not have left out."""
        p = self._population
        values = {key: _figures(value) for key, value in p.to_dict().items() if key != "shape"}
        yield self._say(f"population.{p.shape}", **values)
        if p.gross_share:
            yield self._say("population.gross", **values)
        if p.method_share:
            yield self._say("population.method", **values)
        if p.repeatability:
            yield self._say("population.repeatability", **values)
        if p.rounding:
            yield self._say("population.rounding", **values)

    def _numbers(self) -> list[tuple[str, str]]:
        r = self._result
        none = self._say("answer.none", most=1000)
        is_mean = self._asked.options["estimator"] == "mean"
        formula = self._say("answer.formula_factor", n=r.by_formula, factor=1) if is_mean else ""
        return [
            (
                self._say("answer.needed"),
                self._say("answer.needed_text", n=r.needed) if r.needed else none,
            ),
            (
                self._say("answer.really"),
                self._say("answer.really_text", n=r.needed_really) if r.needed_really else none,
            ),
            (self._say("answer.formula"), formula or self._say("answer.formula_text", n=r.by_formula)),
        ]

    def _assigned(self) -> tuple[list[str], list[list[str]]]:
        keys = ("laboratories", "u", "stated", "ratio", "score", "smallest")
        r, sigma_pt = self._result, self._asked.options["sigma_pt"]
        columns = zip(
            r.laboratories.tolist(),
            r.u.tolist(),
            r.stated.tolist(),
            r.smallest_sigma_pt.tolist(),
            strict=True,
        )
        rows = [
            [
                str(n), _figures(u), _figures(stated), _figures(stated / sigma_pt),
                "z" if stated <= _NEGLIGIBLE * sigma_pt else "z′", _figures(smallest),
            ]
            for n, u, stated, smallest in columns
        ]  # fmt: skip
        return [self._say(f"assigned.{key}") for key in keys], rows

    def _signals(self) -> tuple[list[str], list[list[str]]]:
        keys = ("laboratories", "questionable", "unsatisfactory", "expected")
        r = self._result
        header = [self._say(f"signals.{key}") for key in keys]
        header += [self._say("signals.caught", bias=_figures(bias)) for bias in r.bias.tolist()]
        rows = []
        for i, n in enumerate(r.laboratories.tolist()):
            chances = [r.false_questionable[i], r.false_unsatisfactory[i]]
            caught = [_percent(chance) for chance in r.caught[i].tolist()]
            expected = _figures(r.false_signals[i], 2)
            rows.append([str(n), *(_percent(float(c)) for c in chances), expected, *caught])
        return header, rows


def _write(directory: str, document: dict[str, Any], result: DesignResult, *, force: bool) -> None:
    import os

    from ringtrial.outputs.csv import write_table
    from ringtrial.outputs.json import write_document
    from ringtrial.outputs.staging import replacing

    r = result
    caught = {
        f"caught_at_{bias:g}_sigma_pt": r.caught[:, i].tolist() for i, bias in enumerate(r.bias.tolist())
    }
    with replacing(directory, _ENTRIES, force=force) as folder:
        write_document(os.path.join(folder, "design.json"), document)
        write_table(
            os.path.join(folder, "assigned.csv"),
            {
                name: getattr(r, name).tolist()
                for name in ("laboratories", "u", "stated", "smallest_sigma_pt")
            },
            bom=True,
        )
        false = ("laboratories", "false_questionable", "false_unsatisfactory", "false_signals")
        columns = {name: getattr(r, name).tolist() for name in false} | caught
        write_table(os.path.join(folder, "signals.csv"), columns, bom=True)


def _text(console: Console, key: str, **values: object) -> str:
    """A text of messages/<language>/design.toml."""
    area, _, name = key.partition(".")
    text: str = messages.load(console.language, "design")[area][name]
    return text.format_map(values) if values else text


def _figures(value: float, digits: int = 3) -> str:
    return format(float(value), f".{digits}g")


def _percent(chance: float) -> str:
    return f"{100 * chance:#.2g} %" if 0 < chance < 0.0995 else f"{100 * chance:.0f} %"
