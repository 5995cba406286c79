"""A million people brought in from a messy sheet, found by identifier, e-mail and phone, against
Python merely parsing the same file and the same database taking its rows as they are.

Every fifth person is there already and changes their job, so that the rows meet records. Each
register has a process and a database of its own. `python -m bench.people_import ROWS [sqlite|postgresql]`.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import psycopg

from bench.messy import write_csv
from bench.register import told_by
from bench.result import Result, timed
from tests import cluster

ROWS = 1_000_000
REGISTERS = ("SQLite", "PostgreSQL")
SETTINGS = ("shared_buffers=2GB", "max_wal_size=8GB")  # as docs/how-to/install.md advises
WIDTH = 12
LIMIT = 240.0  # seconds for a million rows; a smaller run has its share
STEPS = ("read", "checked", "brought in")
BASELINE = "parsing the file and inserting its rows as they are"
_ONCE = """
import json, resource, sys, time
import django
django.setup()
from django.core.files.base import File
from django.core.management import call_command
from pathlib import Path
from reclaim.core import clock
from reclaim.people.models import Import, Organization, Person, Role, User
from reclaim.people.queries import columns
from reclaim.people.services import found
from reclaim.people.services.imports import drop_sheet, running, say_columns, start_import
running.SLICE = float("inf")
memory, count_done = [], running.count_done

def remember(work, planned):
    count_done(work, planned)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    memory.append(pages * resource.getpagesize() / 1e6)

running.count_done = remember
call_command("migrate", verbosity=0)
found("Local 4120", "local", "ana@people.example", "public services are ours", at=clock.now())
local, ana = Organization.objects.get(), User.objects.get()
options = dict(order="dmy", worksites="create", kind="member", language="en", basis="", consent_on="")

def take(path, check):
    times, begun = {}, time.perf_counter()
    with open(path, "rb") as stream:
        work = drop_sheet(local, File(stream, Path(path).name), by=ana, at=clock.now(), language="en")
    times["read"] = time.perf_counter() - begun
    said = {"columns": columns.guess(work.sheet["header"], local), "options": options}
    say_columns(work, said, by=ana, at=clock.now())
    if check:
        begun = time.perf_counter()
        running.check_import.call(work.pk)
        times["checked"] = time.perf_counter() - begun
    Import.objects.filter(pk=work.pk).update(checked_at=clock.now())
    work.refresh_from_db()
    promised = [work.added, work.updated, work.unchanged, work.set_aside]
    start_import(work, by=ana, at=clock.now())
    begun, busy = time.perf_counter(), time.process_time()
    running.run_import.call(work.pk)
    times["brought in"] = time.perf_counter() - begun
    times["of which on the processor"] = time.process_time() - busy
    work.refresh_from_db()
    counts = [work.added, work.updated, work.unchanged, work.set_aside]
    assert not work.failed_because, work.failed_because
    assert work.finished_at and sum(counts) == work.rows
    assert not check or counts == promised, (counts, promised)
    return times, counts

take(sys.argv[1], False)
Person.objects.update(job_title="Before")
del memory[:]
times, counts = take(sys.argv[2], True)
high = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
low, end = memory[len(memory) // 10], memory[-1]
print(json.dumps({"times": times, "counts": counts, "low": low, "end": end, "high": high}))
"""


def run(rows: int = ROWS, registers: Sequence[str] = REGISTERS) -> Iterator[Result | str]:
    with tempfile.TemporaryDirectory() as folder:
        some, everybody = Path(folder) / "some.csv", Path(folder) / "everybody.csv"
        write_csv(some, rows // 5)
        write_csv(everybody, rows)
        for register in registers:
            with server(register) as address:
                if address is None:
                    yield f"{register} is not installed: nothing was measured on it."
                    continue
                take = copy_as_it_is if address else insert_as_it_is
                plainly = timed(partial(take, everybody, address or f"{folder}/plain.sqlite3"))
                store = Path(folder) / register
                told = told_by(_ONCE, some, everybody, store=store, address=address)
            yield from results(register, rows, told, plainly)


@contextmanager
def server(register: str) -> Iterator[str | None]:
    """Where it is, empty for SQLite; None where it is not installed. It stands as it is installed,
    but for SETTINGS and for fsync, which the server of a measurement goes without."""
    programs = cluster.programs()
    if register == "SQLite":
        yield ""
    elif programs is None:
        yield None
    else:
        with cluster.cluster(programs, *SETTINGS) as port:
            yield f"postgresql://reclaim@127.0.0.1:{port}/postgres"


def results(
    register: str, rows: int, told: dict[str, Any], plainly: float
) -> Iterator[Result | str]:
    times = told["times"]
    what, taken = f"{rows:,} people brought into {register}", times["read"] + times["brought in"]
    yield Result(what, taken, BASELINE, plainly, LIMIT * rows / ROWS)
    checked = f"the same, read, checked and brought in ({register})"
    yield Result(checked, sum(times[step] for step in STEPS), BASELINE, plainly)
    spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times.items())
    yield f"  {rows / taken:,.0f} rows a second; {spent}"
    added, updated, unchanged, aside = told["counts"]
    yield (
        f"  {added:,} added, {updated:,} updated, {unchanged:,} unchanged, {aside:,} set aside; "
        f"{told['low']:.0f} MB after {rows // 10:,} rows, {told['end']:.0f} MB at the end, "
        f"never more than {told['high']:.0f} MB"
    )


def whole_rows(stream: TextIO) -> Iterator[list[str]]:
    return (row for row in csv.reader(stream) if len(row) == WIDTH)


def insert_as_it_is(path: Path, store: str) -> None:
    register = sqlite3.connect(store)
    register.execute(f"CREATE TABLE people ({', '.join(f'c{n}' for n in range(WIDTH))})")
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        marks = ", ".join("?" * WIDTH)
        register.executemany(f"INSERT INTO people VALUES ({marks})", whole_rows(stream))  # noqa: S608
    register.commit()
    register.close()


def copy_as_it_is(path: Path, address: str) -> None:
    columns = ", ".join(f"c{n} text" for n in range(WIDTH))
    with psycopg.connect(address) as register, register.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE plain ({columns})".encode())
        with (
            path.open(encoding="utf-8", errors="replace", newline="") as stream,
            cursor.copy("COPY plain FROM STDIN") as copy,
        ):
            for row in whole_rows(stream):
                copy.write_row(row)


if __name__ == "__main__":
    asked = [name for name in REGISTERS if name.lower() in map(str.lower, sys.argv[2:])]
    for result in run(int(sys.argv[1]), asked or REGISTERS):
        print(result, flush=True)
