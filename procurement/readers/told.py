"""What depends on one value of a column, read once for each value that there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from procurement.remembering import READ_BETWEEN, forget

Values = Mapping[str, str | None]
Read = Callable[[str | None], Values]


class Told:
    """What `read` tells of the values seen so far. Several threads may ask at once: each adds to
    what it found, and what another adds meanwhile is read again."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._nothing = pa.array([None], "string"), _texts([read(None)])
        self._known = self._nothing

    def of(self, column: Any) -> dict[str, Any]:
        values, told = self._known
        places = pc.index_in(column, values)
        if places.null_count:
            new = pc.unique(column.filter(pc.is_null(places)))
            found = _texts([self._read(value) for value in new.to_pylist()])
            values = pa.concat_arrays([values, new])
            told = {name: pa.concat_arrays([told[name], found[name]]) for name in told}
            self._remember(values, told)
            places = pc.index_in(column, values)
        return {name: texts.take(places) for name, texts in told.items()}

    def _remember(self, values: Any, told: dict[str, Any]) -> None:
        """A name comes again and again; but no more is kept than a file's true names need."""
        if values.nbytes > READ_BETWEEN // 4:
            values, told = self._nothing
            forget()
        self._known = values, told


def _texts(told: list[Values]) -> dict[str, Any]:
    names = told[0] if told else ()
    return {name: pa.array([one[name] for one in told], "string") for name in names}
