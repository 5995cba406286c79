"""How many people of a million a segment means: where they stand, whom we may write to, where
they live. Asked by somebody who reaches everybody, against asking the three one by one.

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
BASELINE = "counting each of its three lines by itself"
TRIES = 5
_ONCE = """
import json, statistics, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from bench.union import filling as union
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

def middle(work):
    took = []
    for _try in range(int(sys.argv[2])):
        begun = time.perf_counter()
        counted = work()
        took.append(time.perf_counter() - begun)
    return counted, statistics.median(took)

def count(*lines):
    return middle(lambda: Question(Group(lines), made.ada).count())

told = {}
for where, begins in (("one postal area", "M4C"), ("one city", "M")):
    lines = (stands, mail, Line("people.postal", {"begins": begins}))
    found, seconds = count(*lines)
    told[where] = found, seconds, sum(count(line)[1] for line in lines)
print(json.dumps(told))
"""


def run(
    people: int = PEOPLE, registers: tuple[str, ...] = ("SQLite", "PostgreSQL")
) -> Iterator[Result]:
    for register in registers:
        told = counted(register, people)
        if told is None:
            continue
        for where, (found, seconds, alone) in told.items():
            what = f"{found:,} of {people:,} people in a segment of {where}, on {register}"
            yield Result(what, 1e3 * seconds, BASELINE, 1e3 * alone, 1e3 * LIMIT, "ms")


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
