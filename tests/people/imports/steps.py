"""The steps of an import, as a person and the worker take them, and what became of it."""

from reclaim.core import clock
from reclaim.people.models import (
    Person,
)
from reclaim.people.services import imports as services
from tests.builders import run_jobs

OPTIONS = {
    "order": "dmy",
    "worksites": "create",
    "kind": "member",
    "language": "en",
    "basis": "",
    "consent_on": "",
}


def start(work, by):
    services.start_import(work, by=by, at=clock.now())
    run_jobs()
    work.refresh_from_db()
    assert work.failed_because == ""
    assert adds_up(work)


def undo(work, by):
    services.ask_to_undo(work, by=by, at=clock.now())
    run_jobs()
    work.refresh_from_db()
    assert work.failed_because == ""
    assert work.stage == "undone"


def counts(work):
    return (work.added, work.updated, work.unchanged, work.set_aside)


def adds_up(work):
    return sum(counts(work)) == work.rows == work.done


def reasons(work):
    return [row.said for row in work.import_rows.filter(outcome="set_aside").order_by("number")]


def everything_of(person):
    person = Person.objects.get(pk=person.pk)
    return (
        [getattr(person, field.attname) for field in Person._meta.concrete_fields],
        sorted(person.contact_points.values_list("kind", "key", "status", "is_preferred")),
        sorted(person.custom_values.values_list("field", "value")),
        list(person.local_memberships.values_list("number", "kind", "since")),
        list(person.consents.values_list("channel", "is_given")),
    )
