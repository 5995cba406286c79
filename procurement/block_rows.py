"""A block of records to rows: those in plain form column by column, the others one by one."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from procurement.engines import without_bar
from procurement.raw import public_line
from procurement.readers.blocks import Block, Positions
from procurement.readers.columnar import (
    Columnar,
    Texts,
    cells_of,
    has_odd_spaces,
    joined,
    may_have_contact,
    may_need_care,
    texts,
)
from procurement.readers.told import Told
from procurement.repeats import DIGITS
from procurement.schema import ibis_schema
from procurement.sorting import BETWEEN, Batch, Numbered, Sorter

Marks = npt.NDArray[np.bool_]
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
        self._says_all = {*self._shown, *self._saying} <= set(sorter.identifying)
        self._told = {name: Told(read) for name, read in columnar.by_value.items()}
        self._of_thread = threading.local()

    def batch(self, block: Block) -> Batch:
        found, numbers = texts(block, self._sorter.header), _numbers(block)
        of_cells = numbers[found.places]
        rows = self._columns(found.cells, is_clean=BETWEEN.encode() not in block.text)
        is_plain = rows["is_plain"].to_numpy()
        odd = [
            *((int(numbers[one]), *_read(block.raw(one))) for one in found.ragged),
            *((place + order, cells, raw) for order, (place, cells, raw) in enumerate(block.odd)),
        ]
        not_plain = self._one_by_one(block, found, numbers, ~is_plain)
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

    def _columns(self, cells: Any, *, is_clean: bool) -> Any:
        """The canonical columns of every row, of use where `is_plain`."""
        pieces = [self._prepared(piece, is_clean) for piece in cells.to_batches()]
        prepared = pa.Table.from_batches(pieces) if pieces else self._prepared(cells, is_clean)
        prepared = prepared.append_column("at_row", pa.array(np.arange(len(cells))))
        rows = self._asked(prepared).combine_chunks()
        order = rows["at_row"].to_numpy()
        return rows if bool((order[1:] > order[:-1]).all()) else rows.sort_by("at_row")

    def _prepared(self, cells: Any, is_clean: bool) -> Any:
        """With what each row says, whether it may have a contact and has spaces to be cleaned.
        Most have neither, which one look at all that they say tells, where that says all."""
        said = joined(cells, self._sorter.identifying, BETWEEN)
        contacts, odd = np.zeros(len(cells), bool), np.zeros(len(cells), bool)
        places = np.arange(len(cells))
        if is_clean and self._says_all:
            places = np.flatnonzero(may_need_care(said))
        few = cells.take(pa.array(places))
        odd[places] = has_odd_spaces(few, self._saying)
        if self._private:
            contacts[places] = may_have_contact(joined(few, self._shown, BETWEEN))
        added = {"said": said, "may_have_contact": pa.array(contacts), "is_odd": pa.array(odd)}
        for name, column in added.items():
            cells = cells.append_column(name, column)
        return cells

    def _asked(self, prepared: Any) -> Any:
        """Planning takes a fifth of the time it takes to answer: each thread does so once."""
        mine = self._of_thread
        if not hasattr(mine, "connection"):
            mine.connection, mine.block = duckdb.connect(config={"threads": 1}), _Current(prepared)
            without_bar(mine.connection)
            mine.connection.register("block", mine.block)
            mine.connection.execute(f"PREPARE canonical AS {self._sql}")
        mine.block.table = prepared
        rows = mine.connection.execute("EXECUTE canonical").to_arrow_table()
        mine.block.table = prepared.schema.empty_table()
        return rows

    def _one_by_one(
        self, block: Block, found: Texts, numbers: Positions, chosen: Marks
    ) -> list[Numbered]:
        cells = found.cells.filter(pa.array(chosen))
        columns = [column.to_pylist() for column in cells.columns]
        records = found.places[chosen].tolist()
        return [
            (int(numbers[record]), list(cells), block.raw(record))
            for record, cells in zip(records, zip(*columns, strict=True), strict=True)
        ]

    def _canonical(self, rows: Any, numbers: Positions, notes: Counter[str]) -> Any:
        """Rows in plain form as a table of the canonical columns."""
        told = {name: rows[name] for name in rows.column_names}
        bits = told["notes"].to_numpy()
        for name, by_value in self._told.items():
            for column, values in by_value.of(_whole(told[name])).items():
                if column == "note":
                    bits = bits + self._bits(values)
                else:
                    told[column] = values
        told["notes"] = self._notes(bits, notes)
        told["row_number"] = pa.array(numbers)
        told["source"] = pa.repeat(self._sorter.known.source, len(rows))
        told["file"] = pa.repeat(self._sorter.file, len(rows))
        nothing = pa.nulls(len(rows))
        columns = [told.get(field.name, nothing).cast(field.type) for field in self._schema]
        return pa.table(columns, schema=self._schema)

    def _bits(self, codes: Any) -> Positions:
        bits = np.zeros(len(codes), np.int64)
        for code in pc.unique(codes).drop_null().to_pylist():
            is_it = pc.fill_null(pc.equal(codes, code), False)
            bits[is_it.to_numpy(zero_copy_only=False)] = 1 << self._columnar.notes.index(code)
        return bits

    def _notes(self, bits: Positions, notes: Counter[str]) -> Any:
        """Bits to lists of codes, in the order in which rows tell them; and counted."""
        told, of_row, times = np.unique(bits, return_inverse=True, return_counts=True)
        lists = [
            [code for place, code in enumerate(self._columnar.notes) if one >> place & 1]
            for one in told.tolist()
        ]
        for codes, count in zip(lists, times.tolist(), strict=True):
            notes.update(dict.fromkeys(codes, count))
        return pa.array(lists, pa.list_(pa.string())).take(pa.array(of_row))

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
                yield from map(_csv, shown.slice(start, end - start).to_batches())
            yield public_line(one, raw, hidden).encode()
            start = end + int(end < len(numbers) and numbers[end] == number)
        if start < len(shown):
            yield from map(_csv, shown.slice(start).to_batches())


class _Current:
    """The table that a query planned before is asked of, by Arrow's interface for streams."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


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


def _csv(rows: Any) -> Any:
    out = pa.BufferOutputStream()
    pv.write_csv(rows, out, pv.WriteOptions(include_header=False))
    return out.getvalue()
