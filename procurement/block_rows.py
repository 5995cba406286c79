"""A block of records to rows: those in plain form column by column, the others one by one."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from procurement.engines import without_bar
from procurement.raw import public_line
from procurement.readers.blocks import Block, Positions
from procurement.readers.columnar import (
    Columnar,
    Read,
    Texts,
    Values,
    cells_of,
    has_odd_spaces,
    joined,
    may_have_contact,
    texts,
)
from procurement.remembering import READ_BETWEEN, forget
from procurement.repeats import DIGITS
from procurement.schema import ibis_schema
from procurement.sorting import BETWEEN, Batch, Numbered, Sorter

_ABSENT = pa.array(["", "NA"])


class BlockRows:
    """Reads blocks of one file; several threads may do so at once."""

    def __init__(self, sorter: Sorter, columnar: Columnar) -> None:
        self._sorter, self._columnar = sorter, columnar
        self._schema = ibis_schema(sorter.known.canonical).to_pyarrow()
        self._saying = [name for name in columnar.saying if name in sorter.header]
        self._private = [sorter.header[index] for index in sorter.private]
        row_id = f"'{sorter.known.source}:' || md5(said)[:{DIGITS}]"
        query = columnar.sql(frozenset(sorter.header))
        self._sql = f"WITH texts AS (SELECT *, {row_id} AS row_id FROM block), {query}"  # noqa: S608
        self._shown = [name for name in sorter.header if name not in self._private]
        self._known: dict[Read, dict[str | None, Values]] = {}
        self._letters = 0
        self._of_thread = threading.local()

    def batch(self, block: Block) -> Batch:
        found, numbers = texts(block, self._sorter.header), _numbers(block)
        of_cells = numbers[found.places]
        rows = self._columns(found.cells)
        is_plain = rows["is_plain"].to_numpy()
        odd = [
            *((int(numbers[one]), *_read(block.raw(one))) for one in found.ragged),
            *((place + order, cells, raw) for order, (place, cells, raw) in enumerate(block.odd)),
        ]
        not_plain = self._one_by_one(block, found, numbers, np.flatnonzero(~is_plain))
        batch = self._sorter.batch(sorted([*odd, *not_plain], key=_number))
        plain = self._canonical(rows.filter(pa.array(is_plain)), of_cells[is_plain], batch.notes)
        name, batch.records = self._sorter.known.table, block.rows
        batch.tables[name] = pa.concat_tables([plain, batch.tables.get(name, plain.slice(0, 0))])
        if self._private:
            suspects = rows["may_have_contact"].to_numpy()
            kept = set(of_cells[suspects].tolist())
            special = odd + [one for one in not_plain if one[0] in kept]
            batch.has_contacts |= self._names_somebody(found.cells)
            batch.raw = list(self._public(found.cells, of_cells, sorted(special, key=_number)))
        return batch

    def _columns(self, cells: Any) -> Any:
        """The canonical columns of every row, of use where `is_plain`."""
        sorter = self._sorter
        said = public = joined(cells, sorter.identifying, BETWEEN)
        if self._private and self._shown != sorter.identifying:
            public = joined(cells, self._shown, BETWEEN)
        suspects = may_have_contact(public) if self._private else pa.nulls(len(cells), "bool")
        added = {
            "said": said,
            "may_have_contact": pc.fill_null(suspects, False),
            "is_odd": has_odd_spaces(cells, self._saying),
        }
        added["at_row"] = pa.array(np.arange(len(cells)))
        for name, column in added.items():
            cells = cells.append_column(name, column)
        connection = self._connection()
        connection.register("block", cells)
        rows = connection.execute(self._sql).to_arrow_table().combine_chunks()
        connection.unregister("block")
        order = rows["at_row"].to_numpy()
        return rows if bool((order[1:] > order[:-1]).all()) else rows.sort_by("at_row")

    def _connection(self) -> Any:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = duckdb.connect(config={"threads": 1})
            without_bar(self._of_thread.connection)
        return self._of_thread.connection

    def _one_by_one(
        self, block: Block, found: Texts, numbers: Positions, places: Positions
    ) -> list[Numbered]:
        chosen = found.cells.take(pa.array(places))
        columns = [column.to_pylist() for column in chosen.columns]
        records = found.places[places].tolist()
        return [
            (int(numbers[record]), list(cells), block.raw(record))
            for record, cells in zip(records, zip(*columns, strict=True), strict=True)
        ]

    def _canonical(self, rows: Any, numbers: Positions, notes: Counter[str]) -> Any:
        """Rows in plain form as a table of the canonical columns."""
        told = {name: rows[name] for name in rows.column_names}
        said = told["notes"]
        for name, read in self._columnar.by_value.items():
            for column, values in self._by_value(told[name], read).items():
                if column == "note":
                    said = pc.binary_join_element_wise(said, pc.fill_null(values, ""), " ")
                else:
                    told[column] = values
        told["notes"] = self._notes(said, notes)
        told["row_number"] = pa.array(numbers)
        told["source"] = pa.repeat(self._sorter.known.source, len(rows))
        told["file"] = pa.repeat(self._sorter.file, len(rows))
        nothing = pa.nulls(len(rows))
        columns = [told.get(field.name, nothing).cast(field.type) for field in self._schema]
        return pa.table(columns, schema=self._schema)

    def _by_value(self, column: Any, read: Read) -> dict[str, Any]:
        """Columns that depend on one value, read once for each that there is."""
        encoded = _whole(column).dictionary_encode(null_encoding="encode")
        known = self._known.setdefault(read, {})
        told = []
        for value in encoded.dictionary.to_pylist():
            if value not in known:
                self._remember(known, value, read(value))
            told.append(known[value])
        names = told[0] if told else ()
        return {name: _texts(one[name] for one in told).take(encoded.indices) for name in names}

    def _remember(self, known: dict[str | None, Values], value: str | None, told: Values) -> None:
        """A name comes again and again; but no more is kept than a file's true names need."""
        known[value] = told
        self._letters += len(value or "")
        if self._letters > READ_BETWEEN // 4:
            self._known, self._letters = {}, 0
            forget()

    def _notes(self, said: Any, notes: Counter[str]) -> Any:
        """Texts of codes to lists of them, in the order in which rows tell them; and counted."""
        encoded = _whole(said).dictionary_encode()
        order = self._columnar.notes.index
        lists = [sorted(text.split(), key=order) for text in encoded.dictionary.to_pylist()]
        times = np.bincount(encoded.indices.to_numpy(), minlength=len(lists)).tolist()
        for codes, count in zip(lists, times, strict=True):
            notes.update(dict.fromkeys(codes, count))
        return pa.array(lists, pa.list_(pa.string())).take(encoded.indices)

    def _names_somebody(self, cells: Any) -> bool:
        return any(
            not pc.all(pc.is_in(pc.utf8_trim_whitespace(cells[name]), _ABSENT)).as_py()
            for name in self._private
            if len(cells)
        )

    def _public(
        self, cells: Any, numbers: Positions, special: list[Numbered]
    ) -> Iterator[bytes | Any]:
        """The block's text without private cells and contacts, part by part."""
        empty = pa.repeat("", len(cells))
        shown = pa.table(
            [empty if name in self._private else cells[name] for name in cells.column_names],
            names=cells.column_names,
        )
        hidden = [name in self._private for name in self._sorter.header]
        start = 0
        for number, one, raw in special:
            end = int(np.searchsorted(numbers, number))
            if end > start:
                yield _csv(shown.slice(start, end - start))
            yield public_line(one, raw, hidden).encode()
            start = end + int(end < len(numbers) and numbers[end] == number)
        if start < len(shown):
            yield _csv(shown.slice(start))


def _number(one: Numbered) -> int:
    return one[0]


def _numbers(block: Block) -> Positions:
    """Where among all records of the block those of its text are."""
    own = np.arange(len(block.starts))
    before = np.array([place for place, _, _ in block.odd], np.int64)
    return own + np.searchsorted(before, own, side="right")


def _read(raw: str) -> tuple[list[str], str]:
    return cells_of(raw), raw


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _texts(values: Any) -> Any:
    return pa.array(list(values), pa.string())


def _csv(rows: Any) -> Any:
    out = pa.BufferOutputStream()
    pv.write_csv(rows, out, pv.WriteOptions(include_header=False))
    return out.getvalue()
