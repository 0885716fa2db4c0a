"""The mistakes of one scheme, collected with the place of each and told all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringtrial._text import quoted
from ringtrial.scheme.types import say

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str, ...]


class Mistakes:
    """Sentences, each with file, line and table, in the order of the file."""

    def __init__(self, file: str, lines: Mapping[Path, int], language: str) -> None:
        self.file = file
        self.lines = lines
        self.language = language
        self._found: list[tuple[int, str]] = []

    def fresh(self) -> Mistakes:
        """An empty collection for the same file."""
        return Mistakes(self.file, self.lines, self.language)

    def text(self, phrase: str, **values: object) -> str:
        return say(self.language, f"mistake.{phrase}", **values)

    def add(self, path: Path, text: str, *, at: str = "") -> None:
        """A mistake in the table ``path``; ``at`` is the key that it is about."""
        line = self._line((*path, at) if at else path)
        sentence = f"{table_name(path)}: {text}" if path else text
        if line:
            sentence = say(self.language, "file.place", file=self.file, line=line, text=sentence)
        else:
            sentence = f"{self.file}: {sentence}"
        if (line, sentence) not in self._found:
            self._found.append((line, sentence))

    def _line(self, path: Path) -> int:
        """Of the key, or of the nearest table around it; 0 where there is no file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def sentences(self) -> list[str]:
        return [text for _, text in sorted(self._found, key=lambda found: found[0])]


def table_name(path: Path) -> str:
    """``measurand."Fe".item."S1".reference``: as the scheme's author writes it."""
    free = (1, 3) if path[0] == "measurand" else ()
    parts = [quoted(part) if i in free or not part.isidentifier() else part for i, part in enumerate(path)]
    return ".".join(parts)
