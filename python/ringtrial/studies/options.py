"""What a study can be told beside its results: checked alike from the command line and from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ringtrial._text import shown
from ringtrial.scheme.types import BOOL, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringtrial.scheme.types import Type


class Option(NamedTuple):
    """``name`` as in Python; the command calls it ``--name`` with hyphens and finds its help under help.NAME.

    ``several``: it may be given more than once, and is a list.
    """

    name: str
    type: Type
    default: Any
    metavar: str = ""
    several: bool = False

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def is_switch(self) -> bool:
        return self.type is BOOL

    def read(self, text: str) -> Any:
        """A text of the command line: a number where a number is allowed, else the text as it is."""
        for kind in (int, float):
            try:
                number: int | float = kind(text)
            except ValueError:
                continue
            if is_number(number) and self.type.test(number):
                return self.type.read(number)
        return text


def settled(options: Sequence[Option], given: Mapping[str, Any], *, function: str) -> dict[str, Any]:
    """Every option with its value; ValueError names one that is unknown or has a value it may not have."""
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            from ringtrial.scheme.spelling import nearest

            near = nearest(name, list(known))
            more = f", did you mean {near}?" if near else f", must be one of {', '.join(known)}"
            raise ValueError(f"{function}: unknown option {name!r}{more}")
    return {
        name: _checked(option, given[name], function) if given.get(name) is not None else option.default
        for name, option in known.items()
    }


def _checked(option: Option, value: Any, function: str) -> Any:
    values = value if option.several and isinstance(value, (list, tuple)) else [value]
    for one in values:
        if not option.type.test(one):
            raise ValueError(f"{function}: {option.name} = {shown(one)}, must be {option.type.text()}")
    return [option.type.read(one) for one in values] if option.several else option.type.read(value)
