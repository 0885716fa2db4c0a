"""Small files for the tests of the intake, and what is asked of them."""

from collections import Counter

from ringtrial import intake, scheme


def read(tmp_path, text, tables=None, name="round.csv", **options):
    """The intake of a file with this text and scheme."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return intake.read_files([path], scheme.load(tables), **options)


def codes(read):
    return Counter(finding.code for finding in read.findings)


def errors(read):
    return [finding.code for finding in read.findings if finding.severity == "error"]


def finding(read, code):
    """The only finding of this code."""
    (found,) = (finding for finding in read.findings if finding.code == code)
    return found


def values(read, measurand=None):
    """laboratory → value, or (sign, limit), of a measurand; the replicates of a laboratory in a list."""
    data = read.round
    assert data is not None, [finding.text for finding in read.findings if finding.severity == "error"]
    names = [m.label for m in data.measurands]
    wanted = names.index(measurand) if measurand else 0
    found = {}
    for i in range(len(data.value)):
        if data.measurand[i] == wanted:
            sign = {0: "", -1: "<", 1: ">"}[int(data.qualifier[i])]
            result = (sign, float(data.value[i])) if sign else float(data.value[i])
            found.setdefault(data.laboratories[data.laboratory[i]], []).append(result)
    return {code: results[0] if len(results) == 1 else results for code, results in found.items()}


def long_table(cells, unit=None):
    """A long table with one measurand Cu and these cells, of laboratories L1, L2, …."""
    head = "lab;measurand;result" + (";unit" if unit is not None else "")
    rows = [f"L{i};Cu;{cell}" + (f";{unit}" if unit is not None else "") for i, cell in enumerate(cells, 1)]
    return "\n".join([head, *rows]) + "\n"
