"""Looking for records of one person among a million people: the first night, when everybody is
compared, and a later one, when one in a thousand has changed, against reading the same people
from the register and keeping nothing.

Each register has a process of its own; the memory is the most it ever took.
`python -m bench.same FOLDER|postgresql://…` takes a union made before, and changes it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.register import told_by
from bench.result import Result
from tests import cluster

PEOPLE = 1_000_000
LIMIT = 300.0  # seconds for a million people
MEMORY = 1_500.0  # megabytes
BASELINE = "reading everybody"
PLAIN = "a process that has loaded the same code"
# In a process of its own: what it takes in memory is not what is measured.
_FILLED = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from bench.union import filling as union
from reclaim.people.models import Person
call_command("migrate", verbosity=0)
if not Person.objects.exists():
    union.fill(int(sys.argv[1]))
print(json.dumps({}))
"""
_ONCE = """
import json, resource, time
import django
django.setup()
from reclaim.core import clock
from reclaim.people.models import Candidate, Organization, Person, Sweep
from reclaim.people.queries.same.register import everybody, known_people
from reclaim.people.services.finding import look_for_same
import duckdb, splink
root = Organization.objects.get(depth=1)

def timed(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun

def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6

begun = memory()
read = timed(lambda: sum(1 for _ in known_people(everybody(root), lambda pk, known: True)))
whole = timed(lambda: look_for_same(at=clock.now()))
left_out, pairs = Sweep.objects.get().left_out, Candidate.objects.count()
Person.objects.filter(pk__in=range(1, 10_000_000, 1000)).update(job_title="Baker")
some = timed(lambda: look_for_same(at=clock.now()))
print(json.dumps({
    "people": Person.objects.count(), "read": read, "whole": whole, "some": some, "pairs": pairs,
    "compared": Sweep.objects.get().compared, "begun": begun, "high": memory(),
    "left_out": left_out,
}))
"""


def run(people: int = PEOPLE) -> Iterator[Result | str]:
    with tempfile.TemporaryDirectory() as folder:
        yield from results("SQLite", once(people, folder, ""))
        programs = cluster.programs()
        if programs is None:
            yield "PostgreSQL is not installed: nothing was measured on it."
            return
        with cluster.cluster(programs) as port:
            address = f"postgresql://reclaim@127.0.0.1:{port}/postgres"
            yield from results("PostgreSQL", once(people, folder, address))


def results(register: str, found: dict[str, Any]) -> Iterator[Result | str]:
    people, share = found["people"], found["people"] / PEOPLE
    what = f"{people:,} people in {register}, everybody compared"
    yield Result(what, found["whole"], BASELINE, found["read"], LIMIT * share)
    what = f"{people:,} people in {register}, {found['compared']:,} of them changed"
    yield Result(what, found["some"], BASELINE, found["read"], LIMIT * share)
    what = f"the most memory it took ({register})"
    yield Result(what, found["high"], PLAIN, found["begun"], MEMORY, "MB")
    left_out = {name: what for name, what in found["left_out"].items() if what}
    yield f"  {found['pairs']:,} pairs to ask about; left out: {left_out or 'nothing'}"


def once(people: int, folder: str, address: str) -> dict[str, Any]:
    told_by(_FILLED, people, store=Path(folder), address=address)
    return told_by(_ONCE, store=Path(folder), address=address)


if __name__ == "__main__":
    here = sys.argv[1]
    with tempfile.TemporaryDirectory() as store:
        made = once(PEOPLE, store, here) if "://" in here else once(PEOPLE, here, "")
    for result in results(here, made):
        print(result, flush=True)
