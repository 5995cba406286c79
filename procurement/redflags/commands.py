"""`procurement flags`, `coverage` and `prepare`: OCDS Cardinal's commands, with the reasons."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from math import inf
from pathlib import Path
from typing import IO

import msgspec
from rich.console import Console

from procurement.errors import Unreadable
from procurement.redflags.beginning import BEGINNING
from procurement.redflags.coverage import coverage
from procurement.redflags.flagging import RedFlags, red_flags
from procurement.redflags.lines import opened, seekable
from procurement.redflags.preparing import prepare
from procurement.redflags.settings import Settings, read_settings
from procurement.redflags.table import FLAGS

MOST_WARNINGS = 100


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the four commands to `procurement`."""
    flags = commands.add_parser("flags", help="red flags of OCDS compiled releases, as JSON")
    _add_file(flags)
    flags.add_argument("-s", "--settings", type=Path, metavar="FILE.ini", help="else all defaults")
    flags.add_argument("-c", "--count", action="store_true", help="results by group, to stderr")
    flags.add_argument("--no-meta", action="store_true", help="without quartiles and fences")
    flags.add_argument("--map", action="store_true", help="with who bid in which process")
    _add_verbose(flags)
    reasons = "each flag in words with the releases it stands on, as CSV"
    flags.add_argument("--reasons", type=Path, metavar="FILE.csv", help=reasons)
    flags.set_defaults(command=_flags)
    covering = commands.add_parser("coverage", help="how often each field isn't empty, as JSON")
    _add_file(covering)
    _add_verbose(covering)
    covering.set_defaults(command=_coverage)
    preparing = commands.add_parser("prepare", help="correct OCDS compiled releases")
    _add_file(preparing)
    preparing.add_argument("-s", "--settings", type=Path, metavar="FILE.ini")
    preparing.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    preparing.add_argument("-e", "--errors", type=Path, required=True, metavar="FILE.csv")
    _add_verbose(preparing)
    preparing.set_defaults(command=_prepare)
    beginning = commands.add_parser("settings", help="write a settings file to begin with")
    beginning.add_argument("file", type=Path, metavar="FILE.ini", help="- for standard output")
    beginning.add_argument("-f", "--force", action="store_true", help="over one that is there")
    beginning.set_defaults(command=_begin_settings)


def _add_file(parser: argparse.ArgumentParser) -> None:
    what = "one compiled release a line as JSON; - for standard input"
    parser.add_argument("file", type=Path, metavar="FILE", help=what)


def _add_verbose(parser: argparse.ArgumentParser) -> None:
    every = f"every warning, not the first {MOST_WARNINGS} only"
    parser.add_argument("-v", "--verbose", action="store_true", help=every)


def _flags(asked: argparse.Namespace, errors: Console) -> int:
    settings = _settings(asked)
    warnings = Warnings(errors, verbose=asked.verbose)
    with seekable(asked.file, sys.stdin.buffer) as path:
        found = red_flags(path, settings, maps=asked.map, warn=warnings)
        results = found.results(meta=not asked.no_meta, maps=asked.map)
        _print(msgspec.json.encode(results) + b"\n")
        if asked.reasons:
            _write_reasons(found, asked.reasons)
    warnings.close()
    if asked.count:
        _tell_counts(found, errors)
    return 0


def _coverage(asked: argparse.Namespace, errors: Console) -> int:
    warnings = Warnings(errors, verbose=asked.verbose)
    with seekable(asked.file, sys.stdin.buffer) as path:
        counts = coverage(path, warn=warnings)
    _print(json.dumps(counts, ensure_ascii=False).encode() + b"\n")
    warnings.close()
    return 0


def _prepare(asked: argparse.Namespace, errors: Console) -> int:
    settings = _settings(asked)
    warnings = Warnings(errors, verbose=asked.verbose)
    _refuse_overwriting(asked)
    with (
        seekable(asked.file, sys.stdin.buffer) as path,
        opened(path),  # before anything is written over
        _writing(asked.output) as output,
        _writing(asked.errors) as issues,
    ):
        prepare(path, output, issues, settings, warn=warnings)
    warnings.close()
    return 0


def _begin_settings(asked: argparse.Namespace, errors: Console) -> int:
    if asked.file.exists() and not asked.force:
        what = "it is there already; --force writes over it."
        raise Unreadable("unwritable_file", file=asked.file, what=what)
    with _writing(asked.file) as stream:
        stream.write(BEGINNING.encode())
    return 0


class Warnings:
    """Told one by one up to a hundred, then counted; all of them when asked to be verbose."""

    def __init__(self, errors: Console, *, verbose: bool = False) -> None:
        self._errors = errors
        self._most = inf if verbose else MOST_WARNINGS
        self.told = 0

    def __call__(self, sentence: str) -> None:
        self.told += 1
        if self.told <= self._most:
            self._errors.print(sentence, style="yellow", markup=False, highlight=False)

    def close(self) -> None:
        if self.told > self._most:
            more = self.told - MOST_WARNINGS
            self._errors.print(f"{more:,} more warnings like these.", style="yellow")


def _settings(asked: argparse.Namespace) -> Settings | None:
    return read_settings(asked.settings) if asked.settings else None


def _print(written: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def _write_reasons(found: RedFlags, path: Path) -> None:
    with _writing(path) as stream:
        rows = csv.DictWriter(text := _Text(stream), list(FLAGS), lineterminator="\n")
        rows.writeheader()
        for flag in found.flags():
            rows.writerow(asdict(flag))
        text.flush()


class _Text:
    """What csv writes to, as UTF-8; the stream below stays open."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())

    def flush(self) -> None:
        self._stream.flush()


def _tell_counts(found: RedFlags, errors: Console) -> None:
    for group, subjects in found.findings.counts().items():
        errors.print(f"{group}: {subjects}", highlight=False)
    count = found.count
    errors.print(
        f"Lines: {count.lines:,}; examined {count.examined:,}, excluded {count.excluded:,}, "
        f"without ocid {count.without_ocid:,}, not an object {count.not_object:,}, "
        f"invalid {count.invalid:,}, too long {count.too_long:,}, blank {count.blank:,}.",
        highlight=False,
    )


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        stream = path.open("wb")
    except OSError as trouble:
        raise Unreadable("unwritable_file", file=path, what=trouble.strerror) from trouble
    with stream:
        yield stream


def _refuse_overwriting(asked: argparse.Namespace) -> None:
    """Opening a file to write empties it; the releases must not be lost that way."""
    for path in (asked.output, asked.errors):
        if path.exists() and asked.file.exists() and path.samefile(asked.file):
            raise Unreadable("unwritable_file", file=path, what="it is the file to prepare.")
    if asked.output == asked.errors != Path("-"):
        raise Unreadable("unwritable_file", file=asked.output, what="it is asked for twice.")
