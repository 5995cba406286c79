"""`procurement`: the library from a terminal.

procurement read awarded.csv history.csv.gz --into warehouse
procurement holders --warehouse warehouse --words "security guard" --as-of 2026-10-05
procurement warehouse check --warehouse warehouse
procurement warehouse compact --warehouse warehouse
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from procurement import answers, compile_command, engines, printing
from procurement.checking import damages
from procurement.compaction import compact
from procurement.cost import command as cost
from procurement.engines import NoEngine
from procurement.errors import Unreadable
from procurement.questions import QUESTIONS
from procurement.reading import ReadingReport, read
from procurement.redflags import commands as redflags
from procurement.screens import command as screens
from procurement.suppliers import command as suppliers
from procurement.warehouse import Warehouse

Command = Callable[[argparse.Namespace, Console], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Ends with 0; 1 when a file could not be read or written, the warehouse is damaged or nobody
    reads the answer to its end; 2 for misuse; 130 when stopped."""
    asked = _parser().parse_args(arguments)
    errors = Console(stderr=True, soft_wrap=True)
    try:
        command: Command = asked.command
        ended = command(asked, errors)
        sys.stdout.flush()
        return ended
    except (Unreadable, NoEngine) as refusal:
        errors.print(str(refusal), style="bold red", markup=False)
        return 1
    except duckdb.OutOfMemoryException:
        errors.print(engines.too_little_memory(), style="bold red", markup=False)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        errors.print("Stopped. Files read before are kept; nothing is half written.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="procurement", description="Public procurement data, read and questioned."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    reading = commands.add_parser("read", help="read published files into a warehouse")
    reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    reading.add_argument("--into", type=Path, required=True, metavar="DIR", help="the warehouse")
    reading.add_argument("--name", help="lasting name of the feed, for one file")
    reading.set_defaults(command=_read)
    answers.register(commands, QUESTIONS)
    redflags.register(commands)
    compile_command.register(commands)
    screens.register(commands)
    cost.register(commands)
    suppliers.register(commands)
    warehouse = commands.add_parser("warehouse", help="look after a warehouse")
    duties = warehouse.add_subparsers(required=True, metavar="DUTY")
    checking = duties.add_parser("check", help="are all rows and raw files there?")
    checking.add_argument("--warehouse", type=Path, default=Path("warehouse"), metavar="DIR")
    checking.set_defaults(command=_check)
    compacting = duties.add_parser("compact", help="make one file of many small ones")
    compacting.add_argument("--warehouse", type=Path, default=Path("warehouse"), metavar="DIR")
    compacting.set_defaults(command=_compact)
    return parser


def _read(asked: argparse.Namespace, errors: Console) -> int:
    if asked.name and len(asked.files) > 1:
        errors.print("--name is the name of one file.", style="bold red")
        return 2
    reports: list[ReadingReport] = []
    failed = 0
    with _progress() as progress:
        for path in asked.files:
            task = progress.add_task(path.name, total=_lines(path))
            try:
                reports.append(_read_one(path, asked, progress, task))
            except Unreadable as refusal:
                failed = 1
                progress.remove_task(task)
                errors.print(str(refusal), style="bold red", markup=False)
    if reports:
        printing.show(_told(reports), sys.stdout)
    for report in reports:
        if report.broken:
            errors.print(report.broken, style="bold red", markup=False)
    return failed


def _read_one(
    path: Path, asked: argparse.Namespace, progress: Progress, task: object
) -> ReadingReport:
    report = read(
        path,
        Warehouse(asked.into),
        lambda rows: progress.update(task, completed=rows),  # type: ignore[arg-type]
        name=asked.name,
    )
    progress.update(task, total=report.rows_in, completed=report.rows_in)  # type: ignore[arg-type]
    return report


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _lines(path: Path) -> float | None:
    """Rows to come, roughly; nothing is known of a packed file."""
    if path.suffix in (".gz", ".zip") or not path.is_file():
        return None
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def _told(reports: list[ReadingReport]) -> Table:
    table = Table(title="Files read")
    for name, justify in (("file", "left"), ("feed", "left"), ("rows", "right")):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for name in ("kept", "set aside", "new"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("set aside because", min_width=24)
    table.add_column("encoding", no_wrap=True)
    for report in reports:
        reasons = ", ".join(f"{code} {count:,}" for code, count in report.set_aside.items())
        counts = (report.rows_in, report.rows_kept, report.rows_set_aside, report.rows_new)
        new = f"{report.rows_new:,}" if report.new else "already read"
        numbers = [f"{count:,}" for count in counts[:3]]
        table.add_row(report.file, report.source, *numbers, new, reasons, report.encoding)
    return table


def _compact(asked: argparse.Namespace, errors: Console) -> int:
    found = compact(Warehouse(asked.warehouse))
    for one in found:
        files = f"{one.before} files became {one.after}"
        print(f"{one.table}, {one.source}: {files}, {one.rows:,} rows.")
    if not found:
        print("There is nothing to merge.")
    return 0


def _check(asked: argparse.Namespace, errors: Console) -> int:
    warehouse = Warehouse(asked.warehouse)
    found = damages(warehouse)
    for damage in found:
        errors.print(damage.sentence, style="bold red", markup=False)
    if not found:
        readings = len(warehouse.read_files())
        print(f"{readings} readings: all rows and raw files are there.")
    return 1 if found else 0
