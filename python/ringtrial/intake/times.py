"""When items were measured: from a column such as ``time``, else each file is a time of its own."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ringtrial.errors import DataError
from ringtrial.findings import Finding
from ringtrial.intake.columns import says_time, split_unit
from ringtrial.intake.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ringtrial.round import Round

_FIRST = frozenset(
    ["start", "before", "begin", "beginning", "initial", "first", "开始", "前", "之前", "初始", "发样前"]
)
_LAST = frozenset(["end", "after", "final", "last", "结束", "后", "之后", "最终", "末", "收样后"])


class Times(NamedTuple):
    """The times in their order; ``at``: position of the time of each entry of the round."""

    labels: list[str]
    at: NDArray[np.int64]
    numbers: list[float] | None  # None where they are words
    unit: str

    def rows(self, position: int) -> NDArray[np.bool_]:
        rows: NDArray[np.bool_] = self.at == position
        return rows


def times_of(data: Round) -> Times:
    """DataError where there is one time only, or where some results have none."""
    times = found_times(data)
    if len(times.labels) < 2:
        raise _error("stability_one_time")
    return times


def found_times(data: Round) -> Times:
    """One time or more; DataError where some results have none."""
    name = next((name for name in data.strata if says_time(name)), None)
    texts = data.strata[name] if name is not None else [""] * len(data.value)
    labels = [text or _source(data, i) for i, text in enumerate(texts)]
    distinct = dict(zip(map(plain, labels), labels, strict=True))
    numbers = _numbers(list(distinct.values()))
    if numbers is None and any(map(str.strip, texts)) and _numbers([t for t in dict.fromkeys(texts) if t]):
        raise _error("stability_no_time", time=name or "")
    ordered = _in_order(list(distinct), numbers)
    places = {key: position for position, key in enumerate(ordered)}
    at = np.array([places[plain(label)] for label in labels], np.int64)
    known = dict(zip(distinct, numbers, strict=True)) if numbers else None
    return Times(
        [distinct[key] for key in ordered],
        at,
        [known[key] for key in ordered] if known else None,
        _unit(name or "", list(distinct.values())) if numbers else "",
    )


def _source(data: Round, entry: int) -> str:
    """A result without a time is of the time of its file."""
    source = int(data.source[entry])
    name = os.path.splitext(os.path.basename(data.sources[source]))[0]
    return name if data.sources.count(data.sources[source]) == 1 else f"{name} {source + 1}"


def _in_order(keys: list[str], numbers: list[float] | None) -> list[str]:
    """Numbers and dates in ascending order, words for first and last so, others as in the files."""
    if numbers:
        return [key for _, key in sorted(zip(numbers, keys, strict=True))]
    rank = {key: -1 if key in _FIRST else 1 if key in _LAST else 0 for key in keys}
    return sorted(keys, key=lambda key: rank[key])


def _numbers(texts: Sequence[str]) -> list[float] | None:
    """All as numbers, or all as days since the first date; None where they are neither."""
    try:
        found = [float(text) for text in texts]
    except ValueError:
        return _days(texts)
    return found if all(map(np.isfinite, found)) else None


def _days(texts: Sequence[str]) -> list[float] | None:
    try:
        dates = [datetime.date.fromisoformat(text[:10].replace("/", "-")) for text in texts]
    except ValueError:
        return None
    return [float((date - min(dates)).days) for date in dates]


def _unit(name: str, texts: Sequence[str]) -> str:
    """The unit that the name of the column says; days for dates."""
    return split_unit(name)[1] or ("d" if _days(texts) is not None else "")


def _error(code: str, **values: Any) -> DataError:
    finding = Finding(code, **values)
    return DataError(finding.text, [finding])
