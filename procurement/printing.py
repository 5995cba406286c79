"""A table of answers on the terminal, as CSV, as JSON or as Parquet."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from procurement.tables import records

FORMS = ("table", "csv", "json", "parquet")
MOST_SHOWN = 40
NARROW = 16
WIDE = 240  # numbers are never cut: a narrow terminal gets long lines


def add_form(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMS, default="table")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write there instead of the terminal"
    )


def misuse(form: str, output: Path | None) -> str:
    """Why this can't be written so; empty when it can."""
    if form == "parquet" and output is None and sys.stdout.isatty():
        return "Parquet is not for the eye: add --output FILE."
    return ""


def write(
    answer: ibis.Table,
    form: str,
    output: Path | None = None,
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
) -> None:
    """`columns` are those of the terminal's table; the other forms give all."""
    if form == "parquet":
        target: Any = output or sys.stdout.buffer
        pq.write_table(answer.to_pyarrow(), target)
        return
    stream = output.open("w", encoding="utf-8", newline="") if output else sys.stdout
    try:
        _write_text(answer, form, stream, columns or answer.columns, title)
    finally:
        if output:
            stream.close()


def _write_text(
    answer: ibis.Table, form: str, stream: Any, columns: Sequence[str], title: str
) -> None:
    rows, names = records(answer), answer.columns
    if form == "json":
        json.dump(rows, stream, ensure_ascii=False, indent=1, default=str)
        stream.write("\n")
    elif form == "csv":
        _write_csv(rows, stream, names)
    else:
        _print(rows, stream, columns, title)


def _write_csv(rows: list[dict[str, Any]], stream: Any, names: Sequence[str]) -> None:
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else value


def _print(rows: list[dict[str, Any]], stream: Any, columns: Sequence[str], title: str) -> None:
    console = Console(file=stream, width=None if stream.isatty() else WIDE)
    table = Table(title=title)
    for name in columns:
        is_number = any(isinstance(row[name], int | float | Decimal) for row in rows)
        heading = name.replace("_", " ")
        table.add_column(
            heading,
            justify="right" if is_number else "left",
            no_wrap=is_number,
            min_width=min(len(heading), NARROW),
            overflow="fold",
        )
    for row in rows[:MOST_SHOWN]:
        table.add_row(*(Text(said(row[name])) for name in columns))
    needed = Measurement.get(console, console.options.update(max_width=WIDE), table).minimum
    console.width = max(console.width, needed)
    console.print(table)
    if len(rows) > MOST_SHOWN:
        console.print(f"{MOST_SHOWN} of {len(rows):,} rows; --format csv gives all.")


def said(value: Any) -> str:
    """For the eye: six decimals at most, a dash for what isn't known."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return _exact(value) if isinstance(value, Decimal) else str(value)


def _exact(value: Decimal) -> str:
    """Money keeps its cents; finer numbers lose the zeros at their end."""
    text = f"{value:,f}"
    is_fine = "." in text and len(text.partition(".")[2]) > 2
    return text.rstrip("0").rstrip(".") if is_fine else text
