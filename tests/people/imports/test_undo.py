"""Taking an import back."""

from datetime import timedelta

import pytest

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.forgetting import forget
from reclaim.people import services as people
from reclaim.people.models import (
    ContactPoint,
    Import,
    ImportRow,
    LocalMembership,
    Note,
    Person,
    Worksite,
)
from reclaim.people.services import imports as services
from tests.builders import make_person, make_worksite
from tests.people.imports.steps import everything_of, undo

pytestmark = pytest.mark.django_db


def test_whom_it_added_goes(bring, ana):
    work = bring("No,First name,E-mail,Worksite\n1,Rosa,r@x.example,Depot\n2,Bo,b@x.example,\n")
    undo(work, ana)
    assert (work.undone, work.not_undone) == (2, 0)
    assert not Person.objects.exists()
    assert not ContactPoint.objects.exists()
    assert not LocalMembership.objects.exists()


def test_what_it_changed_becomes_what_it_was(bring, local, ana, division, dora):
    field = people.add_custom_field(division, by=dora, at=clock.now(), kind="text", name_en="Badge")
    rosa = make_person(
        local, given_name="Rosa", family_name="Lima", email="r@x.example", job_title="Cook"
    )
    people.join_local(rosa, local, by=ana, at=clock.now(), number="1")
    people.fill_custom_fields(rosa, {field.pk: "A"}, by=ana, at=clock.now())
    before = everything_of(rosa)
    work = bring(
        "E-mail,First name,Job,No,Since,Phone,Badge,Email opt in,Worksite\n"
        "r@x.example,Rosa,Cleaner,1,2020-01-01,416 555 0100,B,yes,Depot\n",
        basis="express",
        consent_on="2026-01-01",
    )
    assert everything_of(rosa) != before
    undo(work, ana)
    assert (work.undone, work.not_undone) == (1, 0)
    assert everything_of(rosa) == before


def test_whom_somebody_has_touched_since_stays_and_is_named(bring, ana):
    work = bring("First name,Last name\nRosa,Lima\nBo,Li\nAna,Ruiz\n")
    rosa, bo = Person.objects.get(given_name="Rosa"), Person.objects.get(given_name="Bo")
    people.change_person(rosa, by=ana, at=clock.now(), job_title="Cook")
    Note.objects.create(person=bo, text="x", written_at=clock.now())
    undo(work, ana)
    assert (work.undone, work.not_undone) == (1, 2)
    left = set(ImportRow.objects.values_list("person__given_name", "not_undone"))
    assert left == {
        ("Rosa", "Somebody has changed this person since."),
        ("Bo", "Something else hangs on this person by now."),
    }


def test_what_was_changed_since_stays_as_it_is(bring, local, ana):
    rosa = make_person(local, given_name="Rosa", email="r@x.example", job_title="Cook")
    work = bring("E-mail,First name,Job\nr@x.example,Rosa,Cleaner\n")
    rosa.refresh_from_db()
    people.change_person(rosa, by=ana, at=clock.now(), job_title="Steward")
    undo(work, ana)
    rosa.refresh_from_db()
    assert (rosa.job_title, work.not_undone) == ("Steward", 1)


def test_after_thirty_days_it_is_over_and_the_rows_are_erased(bring, ana):
    work = bring("First name,Last name\nRosa,Lima\n,\nX" * 1 + ",Y\n,,Z\n")
    Import.objects.update(finished_at=clock.now() - timedelta(days=31))
    forget(clock.now())
    work.refresh_from_db()
    assert not ImportRow.objects.exists()
    assert "Rosa" not in str(work.sheet)
    with pytest.raises(Refused, match="thirty days"):
        services.ask_to_undo(work, by=ana, at=clock.now())


def test_the_worksites_it_made_go_where_nobody_is(bring, local, ana):
    make_worksite(local, "Depot 1")
    text = "First name,E-mail,Worksite\nRosa,r@x.example,Depot 1\nBo,b@x.example,Depot 2\nLu,l@x.example,Depot 3\n"
    work = bring(text)
    make_person(local, given_name="Ana", worksite=Worksite.objects.get(name_en="Depot 3"))
    undo(work, ana)
    assert set(Worksite.objects.values_list("name_en", flat=True)) == {"Depot 1", "Depot 3"}


def test_a_worksite_stays_of_whom_the_import_leaves_somebody(bring, ana):
    work = bring("First name,E-mail,Worksite\nRosa,r@x.example,Depot 2\n")
    people.change_person(Person.objects.get(), by=ana, at=clock.now(), job_title="Cook")
    undo(work, ana)
    assert Worksite.objects.get().name_en == "Depot 2"
