"""A ZIP archive that may be a workbook: looked through before any of it is unpacked for good."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from ringtrial.intake.table import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

MOST_UNPACKED = 2**31  # bytes
MOST_RATIO, RATIO_FROM = 200, 100 * 2**20  # unpacked to packed, asked of archives larger than that unpacked
_WORKBOOK = "xl/workbook.xml"
_OTHERS = {
    "xl/workbook.bin": "binary_workbook",
    "word/document.xml": "document",
    "ppt/presentation.xml": "document",
    "content.xml": "opendocument",
}


class Archive:
    """The parts of a workbook; raises ``Refused`` for any other archive, a damaged or a hostile one."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        with damage(file):
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._refuse_others()
            self._refuse_bombs()
            self._refuse_document_types()

    def open(self, part: str) -> IO[bytes]:
        return self._zip.open(part)

    def _refuse_others(self) -> None:
        parts = self._zip.NameToInfo
        if _WORKBOOK not in parts:
            kind = next((_OTHERS[part] for part in _OTHERS if part in parts), "archive")
            raise Refused("not_a_table", self.file, kind)
        if any(part.flag_bits & 1 for part in parts.values()):
            raise Refused("not_a_table", self.file, "encrypted")

    def _refuse_bombs(self) -> None:
        """By the directory of the archive: zipfile unpacks no more of a part than that says."""
        unpacked = sum(part.file_size for part in self._zip.infolist())
        ratio = unpacked / len(self.data)
        if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and ratio > MOST_RATIO):
            raise Refused("too_large", self.file, "unpacked", unpacked=unpacked, ratio=round(ratio))

    def _refuse_document_types(self) -> None:
        """No spreadsheet program writes a DTD: it can only define entities that swell or fetch files."""
        for part in self._zip.infolist():
            with self._zip.open(part) as stream:
                if _has_document_type(stream):
                    raise Refused("not_a_table", self.file, "document_type", cell=part.filename)


class _Answer(Exception):
    """Ends parsing: whether the document has a DTD."""


def _has_document_type(stream: IO[bytes]) -> bool:
    def answer(found: bool) -> None:
        raise _Answer(found)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: answer(True)
    parser.StartElementHandler = lambda *_: answer(False)
    try:
        while chunk := stream.read(2**16):
            parser.Parse(chunk, False)
    except _Answer as found:
        return bool(found.args[0])
    except expat.ExpatError:
        pass  # no XML: a picture
    return False


@contextmanager
def damage(file: str) -> Iterator[None]:
    """Whatever a reader raises on a broken file is one finding, never a traceback."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("not_a_table", file, "damaged", cell=None) from error
