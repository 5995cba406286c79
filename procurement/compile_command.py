"""`procurement compile FILE… --output FILE.jsonl`: one compiled release a line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
from rich.console import Console

from procurement.compiling import CompileReport, compile_files
from procurement.errors import Unreadable

MOST_WARNINGS = 20


def register(subparsers: Any) -> None:
    """Adds the command to `procurement`."""
    told = "OCDS releases and records to one compiled release a line, ready for flags"
    parser = subparsers.add_parser("compile", help=told)
    what = "releases, records or packages, 1.0 or 1.1, as JSON or one a line; .gz too"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=what)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.jsonl", help="else the terminal")
    parser.set_defaults(command=_compile)


def _compile(asked: argparse.Namespace, errors: Console) -> int:
    report, warnings = CompileReport(), _Warnings(errors)
    with _writing(asked.output, asked.files) as out:
        for release in compile_files(asked.files, report, warnings):
            out.write(msgspec.json.encode(release) + b"\n")
    warnings.close()
    _tell(report, errors)
    return 1 if report.broken or not report.processes else 0


class _Warnings:
    """Told one by one up to twenty, then counted."""

    def __init__(self, errors: Console) -> None:
        self._errors, self.told = errors, 0

    def __call__(self, sentence: str) -> None:
        self.told += 1
        if self.told <= MOST_WARNINGS:
            self._errors.print(sentence, style="yellow", markup=False, highlight=False)

    def close(self) -> None:
        if self.told > MOST_WARNINGS:
            more = self.told - MOST_WARNINGS
            self._errors.print(f"{more:,} more like these.", style="yellow")


def _tell(report: CompileReport, errors: Console) -> None:
    aside = ", ".join(f"{code} {count:,}" for code, count in sorted(report.set_aside.items()))
    total = sum(report.set_aside.values())
    errors.print(
        f"{report.records:,} records: {report.releases:,} releases of {report.processes:,} "
        f"processes, {report.repeated:,} repeated, {report.linked:,} only linked, "
        f"{total:,} set aside{f' ({aside})' if aside else ''}.",
        markup=False,
        highlight=False,
    )
    for sentence in report.broken:
        errors.print(sentence, style="bold red", markup=False)


@contextmanager
def _writing(output: Path | None, inputs: list[Path]) -> Iterator[IO[bytes]]:
    """The terminal, or a file that appears whole or not at all, and is none of those read."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if any(path.exists() and output.exists() and path.samefile(output) for path in inputs):
        raise Unreadable("unwritable_file", file=output, what="it is one of the files to read.")
    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(output)
    except OSError as trouble:
        raise Unreadable("unwritable_file", file=output, what=trouble.strerror) from trouble
    finally:
        partial.unlink(missing_ok=True)
