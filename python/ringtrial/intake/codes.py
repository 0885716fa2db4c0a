"""Laboratory codes: as given, or made for names, which stay private (2.3; ``codes`` of the scheme)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.intake import spelling
from ringtrial.intake.table import StoredNumber

if TYPE_CHECKING:
    from ringtrial.intake.results import Results
    from ringtrial.intake.shape import Block


def settle(results: Results, option: str) -> bool:
    """Give every entry its laboratory; the answer is whether codes were made."""
    results.laboratory, typed = results.codes(_keys, _code)
    named = any("name" in block.beside for block in results.blocks)
    coded = all("laboratory" in block.beside for block in results.blocks)
    results.names = _names(results, len(typed)) if named else None
    assign = option == "assign" or (option == "auto" and not coded)
    if not assign:
        results.laboratories = typed
    else:
        names = results.names if results.names is not None and coded else typed
        results.names = [name or code for name, code in zip(names, typed, strict=True)]
        results.laboratories = assigned(typed, "".join(sorted(hashes(results))))
    _tell_similar(results, typed, private=assign)
    for laboratory in results.several_names:
        _tell(results, "name_differs", laboratory, cell=None)
    return assign


def _keys(block: Block) -> list[str]:
    """The cells that tell laboratories apart: codes, else names."""
    return block.source.cells(block.beside.get("laboratory") or block.beside["name"])


def _code(text: str) -> str:
    """A cell as a code; the stored number 7.0 is the code 7."""
    return text[:-2] if isinstance(text, StoredNumber) and text.endswith(".0") else spelling.trim(text)


def hashes(results: Results) -> set[str]:
    """The hashes of the files; none for a frame."""
    return {block.source.input.get("sha256") or "" for block in results.blocks}


def assigned(names: list[str], salt: str) -> list[str]:
    """L001 … in the order of SHA-256(hash of the file + name): the order of the file is not given away."""
    import hashlib

    digests = [hashlib.sha256((salt + name).encode("utf-8", "surrogatepass")).hexdigest() for name in names]
    width = max(3, len(str(len(names))))
    codes = [""] * len(names)
    for number, position in enumerate(sorted(range(len(names)), key=lambda i: (digests[i], names[i])), 1):
        codes[position] = f"L{number:0{width}}"
    return codes


def _names(results: Results, count: int) -> list[str]:
    """The first name of each laboratory."""
    codes, texts = results.codes(lambda b: b.source.cells(b.beside["name"]) if "name" in b.beside else "")
    filled = np.flatnonzero(np.array([bool(text) for text in texts])[codes])
    pairs, first = np.unique(
        results.laboratory[filled].astype(np.int64) * len(texts) + codes[filled], return_index=True
    )
    found: dict[int, list[int]] = {}
    for j in np.argsort(first).tolist():
        laboratory, text = divmod(int(pairs[j]), len(texts))
        found.setdefault(laboratory, []).append(text)
    results.several_names = [laboratory for laboratory, several in found.items() if len(several) > 1]
    return [texts[found[laboratory][0]] if laboratory in found else "" for laboratory in range(count)]


def _tell_similar(results: Results, typed: list[str], *, private: bool) -> None:
    """Codes that differ only in case, width or blanks may be one laboratory."""
    known: dict[str, int] = {}
    for position, text in enumerate(typed):
        other = known.setdefault(spelling.folded(text), position)
        if other == position:
            continue
        cell = {"cell": None} if private else {}
        _tell(results, "similar_codes", position, other=results.laboratories[other], **cell)


def _tell(results: Results, code: str, laboratory: int, **values: Any) -> None:
    """A finding at the first entry of a laboratory."""
    entry = int(np.argmax(results.laboratory == laboratory))
    block = results.blocks[results.block[entry]]
    column = block.beside.get("laboratory") or block.beside["name"]
    values["laboratory"] = results.laboratories[laboratory]
    results.findings.append(block.source.finding(code, int(results.record[entry]), column, **values))
