"""How many people of a million a segment means: where they stand, whom we may write to, where
they live. Asked by somebody who reaches everybody, against counting every record plainly.

The narrow one is one postal area; the wide one, a whole city. `python -m bench.segments [PEOPLE]`.
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
LIMIT = 0.3  # seconds for a million people
BASELINE = "counting every record"
TRIES = 5
_ONCE = """
import json, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from bench.union import filling as union
from reclaim.people.models import Person
from reclaim.people.queries.segments import Question
from reclaim.people.rules.definitions import Group, Line
from reclaim.people.services import read_postal_codes
call_command("migrate", verbosity=0)
made = union.fill(int(sys.argv[1]))
read_postal_codes()
with connection.cursor() as cursor:
    cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
campaign = str(made.campaigns[0].pk)
stands = Line("outreach.assessment", {"campaign": campaign, "stand": "2"})
mail = Line("people.consent", {"channel": "email", "purpose": "campaign"})

def best(work):
    took = []
    for _try in range(int(sys.argv[2])):
        begun = time.perf_counter()
        counted = work()
        took.append(time.perf_counter() - begun)
    return counted, min(took)

def segment(begins):
    lines = (stands, mail, Line("people.postal", {"begins": begins}))
    return lambda: Question(Group(lines), made.ada).count()

print(json.dumps({
    "all": best(lambda: Person.objects.order_by().count()),
    "one postal area": best(segment("M4C")),
    "one city": best(segment("M")),
}))
"""


def run(
    people: int = PEOPLE, registers: tuple[str, ...] = ("SQLite", "PostgreSQL")
) -> Iterator[Result]:
    for register in registers:
        told = counted(register, people)
        if told is None:
            continue
        _everybody, plainly = told.pop("all")
        for where, (found, seconds) in told.items():
            what = f"{found:,} of {people:,} people in a segment of {where}, on {register}"
            yield Result(what, 1e3 * seconds, BASELINE, 1e3 * plainly, 1e3 * LIMIT, "ms")


def counted(register: str, people: int) -> dict[str, Any] | None:
    """None where the server is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        if register == "SQLite":
            return once(people, Path(folder), "")
        programs = cluster.programs()
        if programs is None:
            return None
        with cluster.cluster(programs) as port:
            address = f"postgresql://reclaim@127.0.0.1:{port}/postgres"
            return once(people, Path(folder), address)


def once(people: int, store: Path, address: str) -> dict[str, Any]:
    return told_by(_ONCE, people, TRIES, store=store, address=address)


if __name__ == "__main__":
    for result in run(*map(int, sys.argv[1:])):
        print(result)
