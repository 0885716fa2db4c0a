"""The line on which each key of a TOML text stands; ``tomllib``, which has found it valid, does not tell."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # texts of several lines; up to two quotes may touch the closing ones
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|\n|[\[\]{}=,.]"
    r"|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)
_END = ("", 0)


def locate(text: str) -> dict[Path, int]:
    """Every table and key of the text, as a path of names, with its line (counted from 1)."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text.replace("\r\n", "\n"))
        self.at = 0
        self.found: dict[Path, int] = {}

    def token(self) -> tuple[str, int]:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def skip(self, *words: str) -> bool:
        """Pass over the token if it is one of these."""
        if self.token()[0] not in words:
            return False
        self.at += 1
        return True

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self.token() != _END:
            if self.skip("\n"):
                continue
            if self.skip("["):
                self.skip("[")
                table = self.key(())
                while self.skip("]"):
                    pass
            else:
                self.pair(table)
        return self.found

    def pair(self, table: Path) -> None:
        path = self.key(table)
        self.skip("=")
        self.value(path)

    def key(self, table: Path) -> Path:
        """A key, dotted or not; it and the tables it makes get this line."""
        path = table
        while self.token() != _END and self.token()[0] not in ("=", "]", "\n"):
            word, line = self.token()
            self.at += 1
            if word != ".":
                path += (_name(word),)
                self.found.setdefault(path, line)
        return path

    def value(self, path: Path) -> None:
        if self.skip("{"):
            while self.token() != _END and not self.skip("}"):
                if not self.skip(",", "\n"):
                    self.pair(path)
        elif self.skip("["):
            while self.token() != _END and not self.skip("]"):
                if not self.skip(",", "\n"):
                    self.value(path)
        else:
            while self.token() != _END and self.token()[0] not in ("\n", ",", "]", "}"):
                self.at += 1


def _tokens(text: str) -> list[tuple[str, int]]:
    tokens, line, done = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        if not match.group().startswith("#"):
            tokens.append((match.group(), line))
    return tokens


def _name(word: str) -> str:
    if word[0] not in "\"'":
        return word
    name: str = tomllib.loads(f"name = {word}")["name"]
    return name
