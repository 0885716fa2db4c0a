"""The C++ core; private. A submodule per C++ folder, positional arguments, plain tuples back."""

version: str
commit: str
compiler: str
status_names: tuple[str, ...]
