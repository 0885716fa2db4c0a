"""Units of measurement: spellings, families, exact conversion (methods/scheme.md, 2.6)."""

from __future__ import annotations

import functools
import re
from unicodedata import normalize

from ringtrial._core import intake as core

# family: {units of one size: (power of ten, further factor, divisor)} in the family's base unit
_FAMILIES: dict[str, dict[str, tuple[int, int, int]]] = {
    "mass fraction": {
        "1 kg/kg g/g": (0, 1, 1),
        "% %(m/m) %m/m %(w/w) %w/w wt% mass% 质量分数% g/100g": (-2, 1, 1),
        "‰ g/kg mg/g": (-3, 1, 1),
        "mg/100g": (-5, 1, 1),
        "mg/kg ug/g g/t ppm": (-6, 1, 1),
        "ug/kg ng/g mg/t ppb": (-9, 1, 1),
        "ng/kg pg/g ppt": (-12, 1, 1),
    },
    "mass concentration": {
        "g/mL kg/L g/cm3": (3, 1, 1),
        "g/100mL": (1, 1, 1),
        "g/L mg/mL kg/m3": (0, 1, 1),
        "mg/L ug/mL mg/dm3 g/m3": (-3, 1, 1),
        "ug/L ng/mL": (-6, 1, 1),
        "ng/L": (-9, 1, 1),
    },
    "volume fraction": {
        "%(V/V) %V/V vol% mL/100mL": (-2, 1, 1),
        "mL/L": (-3, 1, 1),
        "uL/L": (-6, 1, 1),
    },
    "temperature": {"°C degC ºC oC": (0, 1, 1), "K": (0, 1, 1), "°F degF ºF": (0, 5, 9)},
    "amount concentration": {"mol/L": (0, 1, 1), "mmol/L": (-3, 1, 1), "umol/L": (-6, 1, 1)},
    "molality": {"mol/kg": (0, 1, 1), "mmol/kg": (-3, 1, 1), "umol/kg": (-6, 1, 1)},
    "length": {"m": (0, 1, 1), "cm": (-2, 1, 1), "mm": (-3, 1, 1), "um": (-6, 1, 1), "nm": (-9, 1, 1)},
    "mass": {"t": (6, 1, 1), "kg": (3, 1, 1), "g": (0, 1, 1), "mg": (-3, 1, 1), "ug": (-6, 1, 1)},
    "time": {"s": (0, 1, 1), "min": (0, 60, 1), "h": (0, 3600, 1)},
    "pressure": {"Pa": (0, 1, 1), "kPa": (3, 1, 1), "bar": (5, 1, 1), "MPa": (6, 1, 1)},
    "energy": {
        "J/g kJ/kg": (0, 1, 1),
        "MJ/kg": (3, 1, 1),
        "kcal/kg cal/g": (-4, 41868, 1),
    },
    "kinematic viscosity": {"mm2/s cSt": (0, 1, 1)},
    "CFU/g": {"CFU/g": (0, 1, 1)},
    "CFU/mL": {"CFU/mL": (0, 1, 1)},
    "MPN/g": {"MPN/g": (0, 1, 1)},
}
_LONGEST = 40  # characters, blanks included
_OFFSETS = {"K": (27315, 100), "°F": (32, 1)}  # subtracted before the factor: 273.15 and 32
_ANY_CASE = ("mass fraction", "mass concentration", "volume fraction", "CFU/g", "CFU/mL", "MPN/g")
# What the Horwitz function calls a mass fraction, by its power of ten.
_HORWITZ = {0: "1", -2: "%", -3: "g/kg", -5: "mg/100g", -6: "mg/kg", -9: "ug/kg", -12: "ng/kg"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PER = re.compile(r"[\s·.*⋅]*([A-Za-zµμ%]+)(?:\^?-1)(?![0-9])")  # "kg⁻¹" after "mg " is "/kg"


class Unit:
    """A unit as typed, with its size if it is one of the families'."""

    __slots__ = ("divisor", "factor", "family", "key", "offset", "ten")

    def __init__(
        self, key: str, family: str, size: tuple[int, int, int] = (0, 1, 1), offset: tuple[int, int] = (0, 1)
    ) -> None:
        self.key = key  # spelling in which equal units are equal
        self.family = family  # "" where the unit is unknown
        self.ten, self.factor, self.divisor = size
        self.offset = offset

    @property
    def size(self) -> tuple[object, ...]:
        return (self.family or self.key, self.ten, self.factor, self.divisor, self.offset)

    def same(self, other: Unit) -> bool:
        """Whether numbers in both mean the same: mg/kg and ppm do."""
        return self.size == other.size

    def converts_to(self, other: Unit) -> bool:
        return self.same(other) or (self.family != "" and self.family == other.family)


def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for family, sizes in _FAMILIES.items():
        for spellings, size in sizes.items():
            first = spellings.split(" ")[0]
            for key in spellings.split(" "):
                units[key] = Unit(key, family, size, _OFFSETS.get(first, (0, 1)))
    lower: dict[str, Unit] = {}
    for unit in units.values():
        if unit.family in _ANY_CASE:
            lower.setdefault(unit.key.lower(), unit)
    return lower | units


_UNITS = _table()


def spelled(text: str) -> str:
    """The spelling that is looked up: NFKC, no blanks, u for micro, m3 for m³, /kg for kg⁻¹."""
    text = text.strip().translate(_SUPERSCRIPTS)
    text = _PER.sub(r"/\1", text).lstrip("/") if "-1" in text else text
    text = normalize("NFKC", text)
    text = text.replace("μ", "u").replace("µ", "u").replace("^", "")
    return "".join(text.split())


def mass_fraction(text: str) -> str:
    """The spelling that the Horwitz function knows, for any of a mass fraction; another unit as it is."""
    unit = read(text)
    return _HORWITZ.get(unit.ten, text) if unit.family == "mass fraction" else text


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Unit:
    """The unit of this spelling; an unknown one has no family and is like itself only."""
    key = spelled(text)
    unit = _UNITS.get(key)
    if unit is None:
        folded = _UNITS.get(key.lower())
        unit = folded if folded is not None and folded.family in _ANY_CASE else None
    return unit if unit is not None else Unit(key, "")


def known(text: str) -> bool:
    return len(text) <= _LONGEST and read(text).family != ""


def convert(texts: list[str], source: Unit, target: Unit, *, difference: bool = False) -> list[float]:
    """Decimal numbers in one unit as the nearest doubles in another of the family.

    ``difference``: an uncertainty, for which only the factor counts and not the zero of the scale.
    """
    power = _power_of_ten(source, target, difference)
    if power is None:
        return [_exact(text, source, target, difference) for text in texts]
    values = core.scan(texts, power)[0].tolist()
    return [
        value if value == value else _scaled(text, power) for text, value in zip(texts, values, strict=True)
    ]


def _power_of_ten(source: Unit, target: Unit, difference: bool) -> int | None:
    """The power of ten between two units of a family, or None where that is not all."""
    factors = (source.factor, source.divisor) == (target.factor, target.divisor)
    return source.ten - target.ten if factors and (difference or source.offset == target.offset) else None


def _scaled(text: str, power: int) -> float:
    """What the fast scan leaves: numbers too large or too small for it."""
    mantissa, _, exponent = text.lower().partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + power}") + 0.0


def _exact(text: str, source: Unit, target: Unit, difference: bool) -> float:
    from decimal import Decimal
    from fractions import Fraction

    number = float(text)
    if number in (float("inf"), float("-inf")):
        return number
    value = Fraction(Decimal(text)) if number else Fraction(0)
    if not difference:
        value -= Fraction(*source.offset)
    value *= Fraction(source.factor * target.divisor, source.divisor * target.factor)
    value *= Fraction(10) ** (source.ten - target.ten)
    return float(value if difference else value + Fraction(*target.offset))
