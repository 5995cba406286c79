"""Writing one batch while the next is worked out, in a thread: the database leaves the interpreter
alone while it works.

The next one is worked out from what stands in the database, so it waits whenever it may be about
somebody whom the batch in hand writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection
from django.utils import translation

from reclaim.core.table_counts import count_anew
from reclaim.people.models import ContactPoint, LocalMembership, Person
from reclaim.people.services.imports.planning import Planned
from reclaim.people.services.imports.records import Known, Record, Register, ways_of, ways_of_row
from reclaim.people.services.imports.wanted import Wanted

Write = Callable[[list[Planned], int], bool]  # False when another worker was quicker

READ = (Person, ContactPoint, LocalMembership)
COUNTED_AFTER = (2, 10)  # batches of a slice; the server itself looks once a minute


def count_meanwhile() -> None:
    """What PostgreSQL believes of a table that was empty a moment ago leads it to read all of it
    for a few rows."""
    if connection.vendor == "postgresql":
        count_anew(model._meta.db_table for model in READ)


def is_worth_it() -> bool:
    """A thread sees nothing of an open transaction."""
    return not connection.in_atomic_block


class Behind:
    """At most one batch is being written, in a thread with a connection of its own."""

    def __init__(self, register: Register, write: Write) -> None:
        self.register, self.write_down = register, write
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.writing: Future[bool] | None = None
        self.ways: set[str] = set()
        self.people: set[int] = set()

    def apart(self, rows: list[Wanted]) -> tuple[list[Wanted], list[Wanted]]:
        """Rows that say a name and no more meet nobody but those known by that name and no more,
        so those who may meet the batch in hand are worked out after the others."""
        later = (
            [row for row in rows if row.is_bare and self.is_in_hand(row)] if self.writing else []
        )
        lines = {row.line for row in later}
        return [row for row in rows if row.line not in lines], later

    def is_in_hand(self, row: Wanted) -> bool:
        return not self.ways.isdisjoint(ways_of_row(row))

    def about(self, rows: Sequence[Wanted]) -> Known | None:
        """As the database says it once the batch in hand is written; None when it was not."""
        if self.writing and any(map(self.is_in_hand, rows)) and not self.wait():
            return None
        known = self.register.about(rows)
        if self.writing and not self.people.isdisjoint(known.records):
            return self.register.about(rows) if self.wait() else None
        return known

    def write(self, planned: list[Planned], done: int, known: Known) -> bool:
        if not self.wait():
            return False
        changed = [one.record for one in planned if one.record and one.outcome != "unchanged"]
        self.ways = set(uncrowded(changed, known.crowded))
        self.people = {record.pk for record in changed}
        # The thread gives those it adds their keys; nobody can find them before it ends.
        language = translation.get_language()
        self.writing = self.thread.submit(self.write_in, language, planned, done)
        return True

    def write_in(self, language: str | None, planned: list[Planned], done: int) -> bool:
        with translation.override(language):
            return self.write_down(planned, done)

    def wait(self) -> bool:
        writing, self.writing = self.writing, None
        return writing is None or writing.result()


def uncrowded(records: Iterable[Record], crowded: set[str]) -> Iterator[str]:
    """What leads to them. An address or a phone of a crowd leads to nobody, and always will."""
    nobody = {f"{kind}:{key}" for kind in ("email", "phone") for key in crowded}
    for record in records:
        yield from (way for way in ways_of(record) if way not in nobody)


@contextmanager
def behind(register: Register, write: Write) -> Iterator[Behind]:
    """What is in hand is written to its end, also when the next one can't be worked out."""
    one = Behind(register, write)
    try:
        yield one
    finally:
        one.thread.submit(leave)
        one.thread.shutdown()


def leave() -> None:
    """The connection of the thread that says it."""
    connection.close()
