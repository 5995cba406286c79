"""A million people brought in from a messy sheet, found by identifier, e-mail and phone, against
Python merely parsing the same file and SQLite taking the same rows as they are.

Every fifth person is there already and changes their job, so that the rows meet records. Each
register has a process and a database of its own. `python -m bench.people_import ROWS [sqlite]`.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.messy import write_csv
from bench.register import told_by
from bench.result import Result, timed
from tests import cluster

ROWS = 1_000_000
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
high = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
low, end = memory[len(memory) // 10], memory[-1]
print(json.dumps({"times": times, "counts": counts, "low": low, "end": end, "high": high}))
"""


def run(
    rows: int = ROWS, registers: tuple[str, ...] = ("SQLite", "PostgreSQL")
) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        some, everybody = Path(folder) / "some.csv", Path(folder) / "everybody.csv"
        write_csv(some, rows // 5)
        write_csv(everybody, rows)
        plainly = timed(partial(take_as_it_is, everybody, Path(folder) / "plain.sqlite3"))
        for register in registers:
            told = brought_in(register, some, everybody, Path(folder) / register)
            if told is None:
                continue
            times = told["times"]
            what = f"{rows:,} people brought into {register}"
            yield Result(
                what, times["read"] + times["brought in"], BASELINE, plainly, LIMIT * rows / ROWS
            )
            checked = f"the same, read, checked and brought in ({register})"
            yield Result(checked, sum(times[step] for step in STEPS), BASELINE, plainly)
            print("  " + ", ".join(f"{name} {spent:.1f} s" for name, spent in times.items()))
            added, updated, unchanged, aside = told["counts"]
            print(
                f"  {added:,} added, {updated:,} updated, {unchanged:,} unchanged, {aside:,} set aside; "
                f"{told['low']:.0f} MB after {rows // 10:,} rows, {told['end']:.0f} MB at the end, "
                f"never more than {told['high']:.0f} MB"
            )


def brought_in(register: str, some: Path, everybody: Path, store: Path) -> dict[str, Any] | None:
    """None where the server is not installed."""
    if register == "SQLite":
        return once(some, everybody, store, "")
    programs = cluster.programs()
    if programs is None:
        return None
    with cluster.cluster(programs) as port:
        return once(some, everybody, store, f"postgresql://reclaim@127.0.0.1:{port}/postgres")


def once(some: Path, everybody: Path, store: Path, address: str) -> dict[str, Any]:
    return told_by(_ONCE, some, everybody, store=store, address=address)


def take_as_it_is(path: Path, store: Path) -> None:
    register = sqlite3.connect(store)
    register.execute(f"CREATE TABLE people ({', '.join(f'c{n}' for n in range(12))})")
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = (row for row in csv.reader(stream) if len(row) == 12)
        register.executemany(f"INSERT INTO people VALUES ({', '.join('?' * 12)})", rows)  # noqa: S608
    register.commit()
    register.close()


if __name__ == "__main__":
    for result in run(int(sys.argv[1]), *[("SQLite",)][: len(sys.argv) - 2]):
        print(result)
