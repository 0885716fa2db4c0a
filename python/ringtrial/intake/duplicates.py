"""Several results of a laboratory for a measurand: replicates, or duplicates (methods/scheme.md, 2.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ringtrial.intake import spelling
from ringtrial.intake.columns import replicate_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ringtrial.intake.results import Results
    from ringtrial.intake.shape import Block

    Entries = NDArray[np.int64]

_LARGEST = 1_000_000  # a replicate number; larger ones are labels like any text


def number(results: Results) -> None:
    """The replicate of every entry as the file numbers it, 0 where it does not."""

    def labels(block: Block) -> list[str] | str:
        column = block.beside.get("replicate")
        return block.replicate or (block.source.cells(column) if column else "")

    codes, texts = results.codes(labels)
    numbers = [replicate_label(text) for text in texts]
    if all(n and 1 <= int(n) <= _LARGEST for n, text in zip(numbers, texts, strict=True) if text):
        table = [int(n or 0) for n in numbers]
    else:
        named = {text: number for number, text in enumerate((text for text in texts if text), 1)}
        table = [named.get(text, 0) for text in texts]
    results.replicate = np.array(table or [0], np.int32)[codes]


def settle(results: Results, option: str) -> Entries:
    """Number replicates, decide on duplicates; gives the entries that stay, in the order of a Round."""
    results.replicate = results.replicate.copy()
    _infer(results)
    kept = np.ones(len(results), bool)
    for entries in _repeated(results, np.flatnonzero(results.holds)):
        _duplicates(results, entries, option, kept)
    _leave_out_missing(results, kept)
    stay = np.flatnonzero(kept)
    order = _renumber(results, stay[np.lexsort((results.replicate[stay], results.group[stay]))])
    _tell_replicates(results, order)
    return order


def _infer(results: Results) -> None:
    """Without numbers, rows are replicates if all laboratories have the same number of them, two or more."""
    numbered = np.bincount(results.pair[results.replicate > 0], minlength=len(results.measurands)) > 0
    groups, inverse, count = np.unique(results.group, return_inverse=True, return_counts=True)
    pair = groups // max(1, len(results.laboratories))
    least = np.full(len(numbered), np.iinfo(np.int64).max)
    most = np.zeros(len(numbered), np.int64)
    np.minimum.at(least, pair, count)
    np.maximum.at(most, pair, count)
    inferred = ~numbered & (least == most) & (most > 1)
    if not inferred.any():
        return
    running = _running(inverse)
    chosen = inferred[results.pair]
    results.replicate[chosen] = running[chosen]
    for position in np.flatnonzero(inferred).tolist():
        results.about("replicates_inferred", position, count=int(most[position]))


def _running(codes: NDArray[np.int64]) -> NDArray[np.int32]:
    """1, 2, … within each code, in order."""
    order = np.argsort(codes, kind="stable")
    starts, lengths = _runs(codes[order])
    running = np.empty(len(codes), np.int32)
    running[order] = np.arange(order.size) - np.repeat(starts, lengths) + 1
    return running


def _repeated(results: Results, entries: Entries) -> Iterator[Entries]:
    """The entries that have laboratory, measurand and replicate number in common, where there are several."""
    key = results.group[entries] * (int(results.replicate.max(initial=0)) + 1) + results.replicate[entries]
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    several = np.flatnonzero(np.diff(ordered) == 0)
    if not several.size:
        return
    starts = several[np.concatenate(([True], ordered[several[1:]] != ordered[several[:-1]]))]
    for start in starts.tolist():
        stop = int(np.searchsorted(ordered, ordered[start], side="right"))
        yield entries[order[start:stop]]


def _duplicates(results: Results, entries: Entries, option: str, kept: NDArray[np.bool_]) -> None:
    first, last = int(entries[0]), int(entries[-1])
    if option == "replicates" or (results.replicate[first] == 0 and _is_item(results, first)):
        results.replicate[entries[1:]] = 0  # numbered after the others
    elif option in ("first", "last"):
        stays = first if option == "first" else last
        kept[entries] = False
        kept[stays] = True
        for e in entries[entries != stays].tolist():
            results.finding("duplicate_left_out", e, variant=option, kept=_row(results, stays))
    else:
        contents = [_content(results, e) for e in entries.tolist()]
        equal = option == "auto" and all(content == contents[0] for content in contents)
        code = "duplicate_same" if equal else "duplicate_conflict"
        for e in entries[1:].tolist():
            kept[e] = False
            results.finding(code, e, first=_row(results, first))


def _is_item(results: Results, e: int) -> bool:
    """Whether the entry is of an item: its rows without numbers are replicates, however many."""
    key = results.blocks[int(results.block[e])].beside.get("laboratory")
    return key is not None and key.is_item


def _row(results: Results, e: int) -> int:
    return results.blocks[int(results.block[e])].source.row(int(results.record[e]))


def _content(results: Results, e: int) -> tuple[str, ...]:
    """All that the file says in this row about the entry."""
    block = results.blocks[int(results.block[e])]
    columns = [block.value, *(block.beside[field] for field in sorted(block.beside))]
    columns += [column for column in block.strata if not column.is_row_number]
    return tuple(spelling.trim(block.source.cells(column)[results.record[e]]) for column in columns)


def _leave_out_missing(results: Results, kept: NDArray[np.bool_]) -> None:
    """An entry that says nothing stays only where its laboratory has no other for the measurand, and once."""
    groups = results.group
    reported = np.unique(groups[kept & results.holds])
    nothing = np.flatnonzero(~results.holds)
    kept[nothing] = False
    alone = nothing[~np.isin(groups[nothing], reported)]
    kept[results.once(alone)] = True


def _renumber(results: Results, order: Entries) -> Entries:
    """Entries without a number come after those that have one; the order that this gives."""
    if not order.size:
        return order
    starts, lengths = _runs(results.group[order])
    replicate = results.replicate[order]
    most = np.repeat(np.maximum.reduceat(replicate, starts), lengths)
    running = np.arange(len(order)) - np.repeat(starts, lengths) + 1  # they stand first in their group
    results.replicate[order] = np.where(replicate == 0, most + running, replicate)
    return order[np.lexsort((results.replicate[order], results.group[order]))] if (most > 0).any() else order


def _runs(ordered: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal numbers starts, and how long it is."""
    starts = np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1)).astype(np.int64)
    return starts, np.diff(np.concatenate((starts, [len(ordered)])))


def _tell_replicates(results: Results, order: Entries) -> None:
    """Different numbers of replicates, limits among them, uncertainties that differ."""
    reported = order[results.holds[order]]
    if not reported.size:
        return
    starts, counts = _runs(results.group[reported])
    pair = results.pair[reported[starts]]
    of_pair, _ = _runs(pair)
    least, most = np.minimum.reduceat(counts, of_pair), np.maximum.reduceat(counts, of_pair)
    for j in np.flatnonzero(least < most).tolist():
        results.about("replicates_unbalanced", int(pair[of_pair[j]]), least=int(least[j]), most=int(most[j]))
    told = _limited(results, reported, starts) | _unequal(results, reported, starts)
    for j in np.flatnonzero(told & (counts > 1)).tolist():
        entries = reported[starts[j] : starts[j] + counts[j]]
        _tell_limits(results, entries)
        _tell_uncertainties(results, entries)


def _limited(results: Results, reported: Entries, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.maximum.reduceat(np.abs(results.qualifier[reported]), starts) > 0


def _unequal(results: Results, reported: Entries, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Groups whose entries state different uncertainties."""
    found = np.zeros(len(starts), bool)
    for column in (results.u, results.U, results.k):
        stated = column[reported]
        found |= np.fmax.reduceat(stated, starts) > np.fmin.reduceat(stated, starts)
    return found


def _tell_limits(results: Results, entries: Entries) -> None:
    signs = results.qualifier[entries]
    if not signs.any():
        return
    e = int(entries[np.flatnonzero(signs)[0]])
    if (signs < 0).any() and (signs > 0).any():
        results.finding("replicates_censored", e, variant="conflict")
    else:
        results.finding("replicates_censored", e)


def _tell_uncertainties(results: Results, entries: Entries) -> None:
    for field in ("u", "U", "k"):
        stated = getattr(results, field)[entries]
        stated = stated[~np.isnan(stated)]
        if stated.size > 1 and stated.min() != stated.max():
            results.finding("uncertainty_differs", int(entries[0]), used=float(stated[0]))
            return
