"""ringtrial: proficiency testing and interlaboratory comparison.

Modules are imported when first used, so that ``import ringtrial`` costs little more than NumPy.
"""

import importlib
from typing import Any

_MODULES = (
    "assigned", "censored", "consensus", "density", "homogeneity", "outliers", "paired", "plots",
    "precision", "qualitative", "ranking", "robust", "scores", "simulate", "studies", "target",
)  # fmt: skip
_NAMES = {
    "evaluate": "ringtrial.evaluation",
    "Evaluation": "ringtrial.evaluation",
    "DataError": "ringtrial.errors",
    "SchemeError": "ringtrial.errors",
    "bootstrap": "ringtrial.simulate",
    "threads": "ringtrial.batch",
    "set_threads": "ringtrial.batch",
}

__all__ = ["__version__", *_MODULES, *_NAMES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"ringtrial.{name}")
    if name in _NAMES:
        value = getattr(importlib.import_module(_NAMES[name]), name)
    elif name == "__version__":
        value = importlib.import_module("ringtrial._core").version
    else:
        raise AttributeError(f"module 'ringtrial' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
