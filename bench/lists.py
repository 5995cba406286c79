"""A page of a list among a million people: the first, the last and three between, in each order,
for the national, a province, a council and a local, against Django's Paginator on its last page.

The time is that of the page as it is sent, with the columns everybody begins with. Each figure is
the middle one of three. `python -m bench.lists FOLDER|postgresql://…` takes a union made before.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.register import told_by
from bench.result import Result
from tests import cluster

PEOPLE = 1_000_000
LIMIT = 150.0  # milliseconds
SLOWEST = 8  # pages named
BASELINE = "the last page by Django's Paginator, rows alone"
_ONCE = """
import json, statistics, sys, time
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.test import Client
from reclaim.people.models import Person
settings.ALLOWED_HOSTS = ["*"]
from bench.union import filling as union
call_command("migrate", verbosity=0)
if not Person.objects.exists():
    union.fill(int(sys.argv[1]))
made = union.union_here()
places = ["", "last=1", "from=m", f"after={Person.objects.count() // 2}", "before=77777"]
keys = ["name", "email", "job", "language", "added", "worksite", "local"]
orders = [sign + key for key in keys for sign in ("", "-")]
lists = {
    "national": (made.ada, ""), "province": (made.ada, "provincial-2"),
    "council": (made.cora, ""), "large local": (made.lou, ""), "local": (made.ada, "local-700"),
}

def spent(work):
    times = []
    for _turn in range(3):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)

def page(client, query):
    answer = client.get("/people/?" + query)
    assert answer.status_code == 200 and b"<tr" in answer.content

told = {}
for name, (user, slug) in lists.items():
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page(client, "")
    for order in orders:
        for place in places:
            query = f"organization={slug}&order={order}&{place}"
            told[f"{name}: {order} {place}"] = spent(lambda: page(client, query))
people = Person.objects.visible_to(made.ada).select_related("organization", "worksite")
pages = Paginator(people, 50)
plain = spent(lambda: list(pages.page(pages.num_pages)))
print(json.dumps({"told": told, "plain": plain}))
"""


def run(people: int = PEOPLE) -> Iterator[Result | str]:
    with tempfile.TemporaryDirectory() as folder:
        yield from results("SQLite", once(people, folder, ""))
        programs = cluster.programs()
        if programs is None:
            return
        with cluster.cluster(programs) as port:
            address = f"postgresql://reclaim@127.0.0.1:{port}/postgres"
            yield from results("PostgreSQL", once(people, folder, address))


def results(register: str, found: dict[str, Any]) -> Iterator[Result | str]:
    told = found["told"]
    slowest = max(told, key=told.__getitem__)
    what = f"slowest of {len(told)} pages of people in {register} ({slowest})"
    yield Result(what, told[slowest], BASELINE, found["plain"], LIMIT, "ms")
    yield f"  the middle one took {statistics.median(told.values()):.0f} ms"
    for name in sorted(told, key=told.__getitem__)[: -SLOWEST - 1 : -1]:
        yield f"  {told[name]:.0f} ms: {name}"


def once(people: int, folder: str, address: str) -> dict[str, Any]:
    return told_by(_ONCE, people, store=Path(folder), address=address)


if __name__ == "__main__":
    here = sys.argv[1]
    with tempfile.TemporaryDirectory() as store:
        made = once(PEOPLE, store, here) if "://" in here else once(PEOPLE, here, "")
    for result in results(here, made):
        print(result)
