"""A batch is written while the next is worked out: it comes to the same."""

import csv
import io

import pytest
from django_tasks_db.models import DBTaskResult

from bench.messy import HEADER, people
from reclaim.core import clock
from reclaim.people.models import ContactPoint, Import, LocalMembership, Person
from reclaim.people.services import imports as services
from reclaim.people.services.imports import running
from reclaim.people.services.imports.behind import uncrowded
from reclaim.people.services.imports.records import FACTS, Joined, Record
from tests.people.imports.steps import counts, reasons

pytestmark = pytest.mark.django_db(transaction=True)
FACES = ("given_name", "family_name", "email", "phone", "job_title", "worksite__name_en")


def messy(rows, seed=7):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *(row for row in people(rows, seed) if row)])
    return text.getvalue()


def everything():
    faces = Person.objects.order_by(*FACES).values_list(*FACES)
    points = ContactPoint.objects.order_by("kind", "key", "person__given_name")
    joined = LocalMembership.objects.order_by("number", "kind", "since")
    return [
        [*faces],
        [*points.values_list("kind", "key", "value", "status", "is_preferred")],
        [*joined.values_list("number", "kind", "since")],
    ]


def bring_in(check, ana, text):
    work = check(text)
    promised = counts(work)
    services.start_import(work, by=ana, at=clock.now())
    running.run_import.call(work.pk)
    work.refresh_from_db()
    assert (counts(work), work.failed_because) == (promised, "")
    return counts(work), reasons(work), everything()


def test_what_comes_of_a_messy_sheet_is_the_same(check, ana, monkeypatch):
    monkeypatch.setattr(running.batches, "__defaults__", (7,))
    assert running.is_worth_it()
    behind = bring_in(check, ana, messy(400))
    DBTaskResult.objects.all().delete()
    Import.objects.all().delete()
    Person.objects.all().delete()
    monkeypatch.setattr(running, "is_worth_it", lambda: False)
    assert bring_in(check, ana, messy(400)) == behind


def test_a_row_meets_what_the_batch_before_it_writes(check, ana, monkeypatch):
    """The number leads to them by what the batch in hand changes, then the name alone."""
    monkeypatch.setattr(running.batches, "__defaults__", (1,))
    rows = ["M1,Rosa,Lima,,", "M1,Rosa,Lima,r@x.example,", ",Rosa,Lima,r@x.example,416 555 0100"]
    rows += [",Rosa,Lima,,416 555 0100", ",Bo,Wu,,", ",Bo,Wu,,"]
    found, _reasons, _all = bring_in(
        check, ana, "Member number,First name,Last name,E-mail,Phone\n" + "\n".join(rows) + "\n"
    )
    assert found == (2, 2, 2, 0)


def test_a_member_number_that_is_written_as_a_crowded_phone_still_leads_to_one():
    facts = dict.fromkeys(FACTS, "")
    rosa = Record(1, 1, facts, {("phone", "1234"): "usable"}, [Joined(1, "1234")])
    assert list(uncrowded([rosa], {"1234"})) == ["number:1234"]


def test_a_batch_that_could_not_be_written_is_done_when_it_goes_on(check, ana, monkeypatch):
    monkeypatch.setattr(running.batches, "__defaults__", (2,))
    work = check("First name,Last name\n" + "".join(f"R{n},Lima{n}\n" for n in range(9)))
    real, calls = running.write_batch, []

    def stopped(*args):
        calls.append(1)
        if len(calls) == 3:
            raise OSError("the machine was switched off")
        return real(*args)

    monkeypatch.setattr(running, "write_batch", stopped)
    services.start_import(work, by=ana, at=clock.now())
    with pytest.raises(OSError, match="switched off"):
        running.guarded(Import.objects.get(pk=work.pk), running.run)
    work.refresh_from_db()
    assert work.done == 4
    monkeypatch.setattr(running, "write_batch", real)
    services.go_on(work, by=ana, at=clock.now())
    running.run_import.call(work.pk)
    work.refresh_from_db()
    assert (counts(work), Person.objects.count()) == ((9, 0, 0, 0), 9)


def test_of_two_workers_the_slower_writes_nothing(check, ana, monkeypatch):
    monkeypatch.setattr(running.batches, "__defaults__", (2,))
    work = check("First name,Last name\n" + "".join(f"R{n},Lima{n}\n" for n in range(6)))
    services.start_import(work, by=ana, at=clock.now())
    late = Import.objects.select_related("organization", "dropped_by").get(pk=work.pk)
    running.run_import.call(work.pk)
    running.plain_file(late).write_text("".join(f"{n},R{n},Lima{n}\n" for n in range(6)))
    running.run(late)
    assert Person.objects.count() == 6
