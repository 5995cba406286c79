"""A row becomes a record."""

from datetime import date

import pytest

from reclaim.core import clock
from reclaim.people import services as people
from reclaim.people.models import (
    ContactPoint,
    Person,
    Worksite,
)
from reclaim.people.services import imports as services
from tests.builders import run_jobs
from tests.people.imports.steps import OPTIONS, reasons, start

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_whole_record(bring, local):
    bring(
        "Member number;Given name;Family name;Pronouns;E-mail;Phone;Street;City;Postal code;"
        "Language;Worksite;Job;Shift;Member since\n"
        "17;Rosa;Lima;she;Rosa@Home.example;(416) 555-0100;5 Elm St;Toronto;M4C 1M5;"
        "Français;Depot 3;Cleaner;nights;05/10/2020\n"
    )
    rosa = Person.objects.get()
    assert (str(rosa), rosa.pronouns, rosa.language) == ("Rosa Lima", "she", "fr")
    assert (rosa.email, rosa.phone) == ("Rosa@Home.example", "(416) 555-0100")
    assert (rosa.job_title, rosa.shift, rosa.organization) == ("Cleaner", "nights", local)
    assert rosa.worksite == Worksite.objects.get(organization=local, name_en="Depot 3")
    membership = rosa.local_memberships.get()
    assert (membership.number, membership.kind) == ("17", "member")
    assert membership.since == date(2020, 10, 5)
    assert set(rosa.contact_points.values_list("kind", "key", "is_preferred")) == {
        ("email", "rosa@home.example", True),
        ("phone", "+14165550100", True),
        ("address", "5 elm st, toronto m4c 1m5", True),
    }


def test_it_is_kept_as_one_added_by_hand(bring, local, ana):
    bring("Given name,Family name,E-mail\nRosa,Lima,rosa@home.example\n")
    people.add_person(
        local,
        by=ana,
        at=clock.now(),
        given_name="Idris",
        family_name="Okoro",
        email="idris@home.example",
    )
    points = ContactPoint.objects.order_by("pk")
    names = ("kind", "label", "status", "is_preferred", "noted_by", "noted_at__date")
    first, second = points.values_list(*names)
    assert first == second


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("O", ""),
        ("N" * 80, "V" * 80),
        ("محمد", "العلي"),
        ("ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"),
        ("ᐊᓚᓱᒃ", ""),
        ("Zoë-Anaïs", "O'Brien d'Argençon"),
    ],
)
def test_names_are_kept_as_they_are_written(bring, given, family):
    bring(f"Prénom,Nom\n{given},{family}\n")
    assert Person.objects.values_list("given_name", "family_name").get() == (given, family)


def test_full_names_are_divided(bring):
    bring('Name,E-mail\n"Lima, Rosa",a@x.example\nNgozi Obi,b@x.example\nPlato,c@x.example\n')
    named = set(Person.objects.values_list("given_name", "family_name"))
    assert named == {("Rosa", "Lima"), ("Ngozi", "Obi"), ("Plato", "")}


def test_several_addresses_in_one_cell_or_in_several(bring):
    bring("First name,Email,Email 2\nRosa,a@x.example; b@x.example,c@x.example\n")
    points = set(ContactPoint.objects.values_list("value", flat=True))
    assert points == {"a@x.example", "b@x.example", "c@x.example"}
    assert Person.objects.get().email == "a@x.example"


def test_a_field_of_the_division_is_filled(bring, division, dora):
    people.add_custom_field(
        division, by=dora, at=clock.now(), kind="yes_no", name_en="Drives", name_fr="Conduit"
    )
    bring("Prénom,Nom,Conduit\nRosa,Lima,oui\n")
    assert Person.objects.get().custom_values.get().value == "yes"


def test_the_local_in_a_row_decides(drop, division, local, other_local, dora):
    text = "First name,Last name,Local\nRosa,Lima,4120\nIdris,Okoro,Local 77\nBo,Li,Local 9\n"
    work = drop(text, division, dora)
    said = {"columns": ["given_name", "family_name", "local"], "options": OPTIONS}
    services.say_columns(work, said, by=dora, at=clock.now())
    run_jobs()
    start(work, dora)
    homes = set(Person.objects.values_list("given_name", "organization"))
    assert homes == {("Rosa", local.pk), ("Idris", other_local.pk)}
    assert reasons(work) == ["No local called “Local 9” is known here."]


def test_a_row_with_more_cells_than_the_header_is_shifted(bring):
    work = bring("Given name,Family name\nRosa,Lima\nLima, Rosa,a@x.example\nBo,Li\n")
    assert reasons(work) == ["This row has more cells than the header: “a@x.example”."]
