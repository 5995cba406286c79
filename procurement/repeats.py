"""Which rows of a file say the same as an earlier one, in eight bytes a row."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

DIGITS = 20  # of the fingerprint, in a row's identity
Marks = npt.NDArray[np.uint64]


class Repeats:
    """Remembers the fingerprints seen, as sorted runs of which the small are merged."""

    def __init__(self) -> None:
        self._runs: list[Marks] = []
        self._times: dict[int, int] = {}  # of those that came more than once

    def told_apart(self, rows: Any, first: int) -> Any:
        """Rows of a batch with their numbers from `first` on; those that say the same as earlier
        ones have `-2`, `-3` after their identity, in the order of their numbers."""
        numbers = rows["row_number"].to_numpy()
        row_ids, order = rows["row_id"], np.argsort(numbers, kind="stable")
        again = self.again(row_ids.take(pa.array(order)))
        if again:
            told = row_ids.to_pylist()
            for place, times in again.items():
                told[order[place]] += f"-{times}"
            row_ids = pa.array(told, "string")
        place = rows.column_names.index
        rows = rows.set_column(place("row_id"), "row_id", row_ids)
        return rows.set_column(place("row_number"), "row_number", pa.array(numbers + first))

    def again(self, row_ids: Any) -> dict[int, int]:
        """Of identities in the order of their rows: which have come before, and for what time."""
        if not len(row_ids):
            return {}
        marks = _marks(row_ids)
        distinct, counts = np.unique(marks, return_counts=True)
        is_known = self._is_known(distinct)
        known = set(distinct[is_known].tolist())
        watched = distinct[is_known | (counts > 1)]
        found: dict[int, int] = {}
        for place in np.flatnonzero(np.isin(marks, watched)).tolist():
            mark = int(marks[place])
            times = self._times.get(mark, int(mark in known)) + 1
            self._times[mark] = times
            if times > 1:
                found[place] = times
        self._remember(distinct[~is_known])
        return found

    def _is_known(self, distinct: Marks) -> npt.NDArray[np.bool_]:
        known = np.zeros(len(distinct), bool)
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            known |= run[place] == distinct
        return known

    def _remember(self, distinct: Marks) -> None:
        run = distinct
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)


def _marks(row_ids: Any) -> Marks:
    """The first sixteen digits of each fingerprint, mixed into a number."""
    texts = pa.array(row_ids, "string") if isinstance(row_ids, list) else row_ids
    digits = pc.utf8_slice_codeunits(texts, -DIGITS, 16 - DIGITS)
    if isinstance(digits, pa.ChunkedArray):
        digits = digits.combine_chunks()
    pairs = np.frombuffer(digits.buffers()[2], np.uint64, 2 * len(digits)).reshape(-1, 2)
    mixed: Marks = pairs[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ pairs[:, 1]
    return mixed
