"""What an import never does, and what it leaves."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from reclaim.core import clock
from reclaim.core.offers import Subject
from reclaim.people import services as people
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    Import,
    Person,
    Worksite,
)
from reclaim.people.offers import record
from reclaim.people.services import imports as services
from reclaim.people.services.imports import running
from tests.builders import make_person, make_worksite, run_jobs
from tests.people.imports.steps import counts, reasons

pytestmark = pytest.mark.django_db


def test_blank_cells_erase_nothing(bring, local):
    make_person(local, given_name="Rosa", family_name="Lima", email="r@x.example", job_title="Cook")
    work = bring("E-mail,First name,Last name,Job\nr@x.example,,,\n")
    assert counts(work) == (0, 0, 1, 0)
    assert Person.objects.get().job_title == "Cook"


def test_what_somebody_asked_to_stop_stays_stopped(bring, local):
    gone = make_person(local, email="r@x.example")
    people.stop_everything(gone, language="en", at=clock.now())
    gone.delete()
    bring("First name,E-mail\nRosa,r@x.example\n")
    rosa = Person.objects.get()
    assert rosa.email == ""
    assert rosa.contact_points.get().status == "stopped"


def test_the_row_of_an_unknown_worksite_is_set_aside_if_so_wished(bring, local):
    make_worksite(local, "Depot 3")
    text = "First name,Last name,Worksite\nRosa,Lima,dépôt 3\nBo,Li,Moon\n"
    work = bring(text, worksites="set_aside")
    assert counts(work) == (1, 0, 0, 1)
    assert reasons(work) == ["No worksite called “Moon” is known here."]
    assert Worksite.objects.count() == 1


def test_a_no_is_taken_and_a_yes_only_where_nobody_answered(bring, local):
    rosa = make_person(local, given_name="Rosa", email="r@x.example")
    bo = make_person(local, given_name="Bo", email="b@x.example")
    said = people.Said(bo.pk, "email", "campaign", False, clock.now() - timedelta(days=90))
    people.record_consents([said], by=None)
    text = "First name,E-mail,Email opt in\nRosa,r@x.example,yes\nBo,b@x.example,yes\nLu,l@x.example,no\n"
    work = bring(text, basis="express", consent_on="2026-09-01")
    assert counts(work) == (1, 1, 1, 0)
    event = ConsentEvent.objects.get(person=rosa)
    assert (event.source, event.basis, localtime(event.at).date()) == (
        "import",
        "express",
        date(2026, 9, 1),
    )
    stands = set(Consent.objects.values_list("person__given_name", "is_given"))
    assert stands == {("Rosa", True), ("Bo", False), ("Lu", False)}


def test_a_yes_without_a_day_is_no_yes(bring):
    work = bring("First name,E-mail,Email opt in\nRosa,r@x.example,yes\n")
    assert reasons(work) == ["This row says yes, but not on which day."]


def test_a_batch_written_once_is_never_written_twice(check, ana, monkeypatch):
    """The worker is stopped after the first batch, and asked to go on."""
    monkeypatch.setattr(running.run.__globals__["batches"], "__defaults__", (2,))
    work = check("First name,Last name\n" + "".join(f"R{n},Lima{n}\n" for n in range(5)))
    real, calls = running.write_batch, []

    def stopped(*args):
        if calls:
            raise OSError("the machine was switched off")
        calls.append(1)
        return real(*args)

    monkeypatch.setattr(running, "write_batch", stopped)
    services.start_import(work, by=ana, at=clock.now())
    with pytest.raises(OSError, match="switched off"):
        running.guarded(Import.objects.get(pk=work.pk), running.run)
    work.refresh_from_db()
    assert (work.done, work.stage) == (2, "run")
    assert "let it go on" in work.failed_because
    monkeypatch.setattr(running, "write_batch", real)
    services.go_on(work, by=ana, at=clock.now())
    run_jobs()
    work.refresh_from_db()
    assert counts(work) == (5, 0, 0, 0)
    assert Person.objects.count() == 5


def test_the_file_is_gone_when_it_is_done(bring, store, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        work = bring("First name,Last name\nRosa,Lima\n")
    assert "Rosa" not in str(work.sheet)
    assert list((store / "imports").iterdir()) == []


def test_nothing_of_a_sheet_stays_that_is_thrown_away(
    drop, store, ana, django_capture_on_commit_callbacks
):
    work = drop("First name,Last name\nRosa,Lima\n")
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_import(work, by=ana, at=clock.now())
    assert list((store / "imports").iterdir()) == []
    assert not Import.objects.exists()


def test_a_person_reads_which_sheet_they_came_from(bring):
    bring("First name,E-mail\nRosa,r@x.example\n")
    told = record.sections(Subject(email="r@x.example"))
    assert [section.rows[0][2] for section in told if section.title == "Sheets you came from"] == [
        "members.csv"
    ]
