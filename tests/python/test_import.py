"""``import ringtrial`` imports nothing heavy: everything is loaded when it is first used."""

import subprocess
import sys

HEAVY = (
    "altair", "asyncio", "dataclasses", "email", "inspect", "jinja2", "narwhals", "numpy", "openpyxl",
    "pandas", "polars", "pyarrow", "rich", "scipy", "tomllib", "vl_convert", "xlsxwriter",
)  # fmt: skip


def modules_after(statements):
    """The names of all modules that a fresh interpreter holds after these statements."""
    code = f"{statements}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_ringtrial_loads_no_heavy_module():
    loaded = modules_after("import ringtrial") - modules_after("pass")
    assert loaded.isdisjoint(HEAVY), sorted(loaded.intersection(HEAVY))


def test_a_first_estimate_loads_numpy_and_nothing_else_that_is_heavy():
    loaded = modules_after("import ringtrial\nringtrial.robust.median([1.0, 2.0, 4.0])")
    beyond_numpy = loaded - modules_after("import numpy")
    assert beyond_numpy.isdisjoint(HEAVY), sorted(beyond_numpy.intersection(HEAVY))
