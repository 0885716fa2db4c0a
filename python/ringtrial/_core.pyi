"""The C++ core; private. A submodule per C++ folder, positional arguments, plain tuples back."""

from numpy import float64
from numpy.typing import NDArray

version: str
commit: str
compiler: str
status_names: tuple[str, ...]

class outliers:
    @staticmethod
    def grubbs(x: object, kind: object, sided: object) -> tuple[object, ...]: ...
    @staticmethod
    def grubbs_critical(n: object, alpha: object, kind: object, sided: object) -> float: ...
    @staticmethod
    def cochran(variances: object, n: object, unequal: object) -> tuple[object, ...]: ...
    @staticmethod
    def cochran_critical(p: object, n: object, alpha: object) -> float: ...

class censored:
    @staticmethod
    def intervals(
        x: object, qualifier: object, upper: object, lower_bound: object, upper_bound: object
    ) -> tuple[object, ...]: ...
    @staticmethod
    def substitute(x: object, qualifier: object, upper: object, rule: object) -> NDArray[float64]: ...
    @staticmethod
    def z(
        x: object,
        qualifier: object,
        x_pt: object,
        sigma_pt: object,
        upper: object,
        lower_bound: object,
        upper_bound: object,
        limits: object,
        tolerance: object,
    ) -> tuple[object, ...]: ...
