"""A table of answers on the terminal, as CSV, as JSON or as Parquet.

CSV, JSON and Parquet are exact: every row, every column, no figure rounded or grouped. Money is
text in JSON (`"1000.00"`), since readers of JSON make inexact numbers of it. A list is one CSV
cell, its parts separated by `; `. Cells are what was published, also where a spreadsheet would
take one for a formula (`=…`): import such a file as text.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from procurement.errors import Unreadable

FORMS = ("table", "csv", "json", "parquet")
MOST_SHOWN = 40
NARROW = 16
WIDE = 240  # numbers are never cut: a narrow terminal gets long lines
AT_ONCE = 10_000


def add_form(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=FORMS, default="table", help="table for the eye, others exact"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write there instead of the terminal"
    )


def misuse(form: str, output: Path | None) -> str:
    """Why this can't be written so; empty when it can."""
    if form == "parquet" and output is None and sys.stdout.isatty():
        return "Parquet is not for the eye: add --output FILE."
    return no_place(output, "--output") if output else ""


def no_place(path: Path, option: str) -> str:
    """Why no file can be written at `path`; empty when one can."""
    if path.is_dir():
        return f"{path} is a folder: give {option} the name of a file."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}: make it first, or give {option} another."
    return ""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file that appears whole or not at all; Unreadable when it can't be written."""
    is_file = path.is_file() or not path.exists()
    partial = path.with_name(f".{path.name}.{os.getpid()}") if is_file else path
    try:
        yield partial
        if is_file:
            partial.replace(path)
    except OSError as reason:
        raise Unreadable("unwritable_file", file=path, what=reason.strerror) from reason
    finally:
        if is_file:
            partial.unlink(missing_ok=True)


def write(
    answer: ibis.Table,
    form: str,
    output: Path | None = None,
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
) -> int:
    """How many rows were written; of none, no table is printed: the caller says why.

    `columns` are those of the terminal's table; the other forms give all. Raises Unreadable when
    the file can't be written.
    """
    found: pa.Table = answer.to_pyarrow()
    if output is None:
        _write(found, form, sys.stdout, columns, title)
        return int(found.num_rows)
    with whole(output) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        _write(found, form, stream, columns, title)
    return int(found.num_rows)


def _write(
    found: pa.Table, form: str, stream: Any, columns: Sequence[str] | None, title: str
) -> None:
    if form == "parquet":
        pq.write_table(found, stream.buffer)
    elif form == "json":
        _write_json(found, stream)
    elif form == "csv":
        _write_csv(found, stream)
    elif found.num_rows:
        _print(found, stream, columns or found.column_names, title)


def _rows(found: pa.Table) -> Iterator[dict[str, Any]]:
    """Row by row: a nation's rows are never all Python objects at once."""
    for batch in found.to_batches(max_chunksize=AT_ONCE):
        yield from batch.to_pylist()


def _write_json(found: pa.Table, stream: Any) -> None:
    """One list, a row on each line."""
    before = "["
    for row in _rows(found):
        stream.write(f"{before}\n{json.dumps(row, ensure_ascii=False, default=str)}")
        before = ","
    stream.write("\n]\n" if found.num_rows else "[]\n")


def _write_csv(found: pa.Table, stream: Any) -> None:
    writer = csv.writer(stream)
    writer.writerow(found.column_names)
    writer.writerows(map(_cell, row.values()) for row in _rows(found))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else value


def _print(found: pa.Table, stream: Any, columns: Sequence[str], title: str) -> None:
    table = Table(title=title)
    for name in columns:
        kind = found.schema.field(name).type
        is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
        is_number = is_number or pa.types.is_decimal(kind)
        heading = name.replace("_", " ")
        table.add_column(
            heading,
            justify="right" if is_number else "left",
            no_wrap=is_number,
            min_width=min(len(heading), NARROW),
            overflow="fold",
        )
    for row in found.slice(0, MOST_SHOWN).to_pylist():
        table.add_row(*(Text(said(row[name])) for name in columns))
    console = show(table, stream)
    if found.num_rows > MOST_SHOWN:
        console.print(f"{MOST_SHOWN} of {found.num_rows:,} rows; --format csv gives all.")


def show(table: Table, stream: TextIO) -> Console:
    """The whole table, however narrow the terminal: nothing in it is cut."""
    console = Console(file=stream, width=None if stream.isatty() else WIDE)
    needed = Measurement.get(console, console.options.update(max_width=WIDE), table).minimum
    console.width = max(console.width, needed)
    console.print(table)
    return console


def said(value: Any) -> str:
    """For the eye: six decimals at most, a dash for what isn't known."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, int):
        return str(value) if abs(value) < AT_ONCE else f"{value:,}"  # a year stays a year
    return _exact(value) if isinstance(value, Decimal) else str(value)


def _exact(value: Decimal) -> str:
    """Money keeps its cents; finer numbers lose the zeros at their end."""
    text = f"{value:,f}"
    is_fine = "." in text and len(text.partition(".")[2]) > 2
    return text.rstrip("0").rstrip(".") if is_fine else text
