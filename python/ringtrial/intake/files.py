"""From a path to tables: what kind of file it is, judged by its content and not by its name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ringtrial import _files
from ringtrial.errors import UsageError
from ringtrial.intake import delimited
from ringtrial.intake import encoding as encodings
from ringtrial.intake.table import FileTables, Refused, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringtrial.findings import Finding

MOST_TEXT = 2**30  # bytes
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = ((b"\xd0\xcf\x11\xe0", "old_spreadsheet"), (b"%PDF", "pdf"))


def read_tables(
    path: str | os.PathLike[str],
    intake_options: Mapping[str, Any],
    *,
    sheet: str | list[str] | None = None,
    encoding: str | None = None,
) -> FileTables:
    """The tables of a file; ``sheet`` and ``encoding`` win over those of the scheme's ``[intake]``.

    Raises ``UsageError`` for a path that is missing, a directory or unreadable; all else is a finding.
    """
    name = os.path.basename(os.fsdecode(path)).encode("utf-8", "replace").decode("utf-8")
    data = _content(path)
    entry: dict[str, Any] = dict.fromkeys(("name", "sha256", "bytes", "encoding", "delimiter"))
    entry.update(name=name, bytes=_size(path, data))
    try:
        if len(data) > MOST_TEXT:
            raise Refused("too_large", name)
        entry["sha256"] = _sha256(data)
        if data.startswith(_ARCHIVES):
            tables, findings = _workbook(data, name, sheet or intake_options.get("sheet"))
            return FileTables(tables, findings, entry)
        text, entry["encoding"], findings = _text(data, name, encoding or intake_options.get("encoding"))
        del data  # a large file is held once
        table, entry["delimiter"] = delimited.read_text(text, name, intake_options.get("delimiter"))
        return FileTables([table], findings, entry)
    except Refused as refused:
        return FileTables([], [refused.finding], entry)


def _content(path: str | os.PathLike[str]) -> bytes:
    """All bytes, or some more than the limit."""
    try:
        return _files.content(path, MOST_TEXT)
    except FileNotFoundError:
        raise UsageError.of("no_file", path=os.fsdecode(path)) from None
    except IsADirectoryError:
        raise UsageError.of("folder", path=os.fsdecode(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError.of("unreadable", path=os.fsdecode(path), reason=reason) from None


def _size(path: str | os.PathLike[str], data: bytes) -> int:
    return len(data) if len(data) <= MOST_TEXT else max(len(data), os.stat(path).st_size)


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _text(data: bytes, name: str, encoding: str | None) -> tuple[str, str, list[Finding]]:
    if not data:
        raise Refused("empty_file", name)
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise Refused("not_a_table", name, kind)
    return encodings.decode(data, name, encoding)


def _workbook(data: bytes, name: str, sheets: str | list[str] | None) -> tuple[list[Table], list[Finding]]:
    from ringtrial.intake import archive, xlsx  # only for XLSX: zipfile, expat, openpyxl

    contents = archive.Archive(data, name)
    return xlsx.read_workbook(contents, [sheets] if isinstance(sheets, str) else sheets)
