"""Which record a row is about."""

import pytest

from reclaim.core import clock
from reclaim.people import services as people
from reclaim.people.models import (
    ExternalId,
    ImportRow,
)
from reclaim.people.queries import imports as queries
from tests.builders import make_person
from tests.people.imports.steps import counts, reasons

pytestmark = pytest.mark.django_db


def test_by_member_number(bring, local, ana):
    rosa = make_person(local, given_name="Rosa", family_name="Lima")
    people.join_local(rosa, local, by=ana, at=clock.now(), number="17")
    work = bring("Member number,Given name,Job\n17,Rosa,Cleaner\n")
    assert counts(work) == (0, 1, 0, 0)
    rosa.refresh_from_db()
    assert rosa.job_title == "Cleaner"


def test_by_email_in_any_case(bring, local):
    make_person(local, given_name="Rosa", family_name="Lima", email="Rosa@x.example")
    assert counts(bring("E-mail,First name\nROSA@X.EXAMPLE,Rosa\n")) == (0, 0, 1, 0)


def test_by_phone_with_the_same_family_name(bring, local):
    make_person(local, given_name="Rosa", family_name="Lima", phone="416 555 0100")
    work = bring(
        "First name,Last name,Phone,Job\n"
        "Rosa,LIMA,+1 (416) 555-0100,Cleaner\n"
        "Idris,Okoro,4165550100,Cook\n"
    )
    assert counts(work) == (1, 1, 0, 0)


def test_two_people_with_one_email_are_not_made_one(bring):
    work = bring(
        "First name,Last name,E-mail\nRosa,Lima,family@x.example\nJosé,Lima,family@x.example\n"
    )
    assert counts(work) == (1, 0, 0, 1)
    assert "that of Rosa Lima here, not of José Lima" in reasons(work)[0]


def test_but_with_member_numbers_of_their_own_they_are_two(bring):
    text = "No,First name,E-mail\n1,Rosa,family@x.example\n2,José,family@x.example\n"
    assert counts(bring(text)) == (2, 0, 0, 0)
    assert counts(bring(text)) == (0, 0, 2, 0)


def test_who_it_is_of_several_is_not_guessed(bring, local):
    for given in ("Rosa", "Ana"):
        make_person(local, given_name=given, family_name="Lima", email="f@x.example")
    work = bring("E-mail,Job\nf@x.example,Cook\n")
    assert reasons(work) == ["Several people here have the e-mail address of this row."]


def test_a_wrong_number_writes_no_name_over_another(bring, local, ana):
    rosa = make_person(local, given_name="Rosa", family_name="Lima")
    people.join_local(rosa, local, by=ana, at=clock.now(), number="17")
    work = bring("Member number,Given name,Family name\n17,Idris,Okoro\n")
    assert "that of Rosa Lima here" in reasons(work)[0]


def test_nobody_of_another_local_is_met(bring, other_local):
    make_person(other_local, given_name="Rosa", email="rosa@x.example")
    assert counts(bring("First name,E-mail\nRosa,rosa@x.example\n")) == (1, 0, 0, 0)


def test_by_the_identifier_of_another_system(bring):
    text = "Contact ID,First Name,Last Name,Do Not Phone\n9,Rosa,Lima,\n"
    bring(text)
    assert ExternalId.objects.get().system == "civicrm"
    assert counts(bring(text.replace("Rosa", "Rosamund"))) == (0, 1, 0, 0)


def test_a_sheet_that_tells_a_person_twice_tells_them_once(bring):
    text = "First name,Last name,E-mail,Job\nRosa,Lima,r@x.example,\nRosa,Lima,r@x.example,Cook\n"
    assert counts(bring(text + "Rosa,Lima,r@x.example,Cook\n")) == (1, 1, 1, 0)


def test_who_has_but_a_name_is_not_doubled_by_a_second_drop(bring, local):
    text = "First name,Last name,Job,Street\nRosa,Lima,Cook,5 Elm St\nO,,,\n"
    assert counts(bring(text)) == (2, 0, 0, 0)
    again = bring(text)
    assert (counts(again), again.by_name) == ((0, 0, 2, 0), 2)


def test_but_the_least_difference_makes_them_two(bring, local):
    """Of two people called Rosa Lima nothing else may be known than their jobs."""
    text = "First name,Last name,Job,Member since\nRosa,Lima,Cook,\nRosa,Lima,Cleaner,\n"
    assert counts(bring(text)) == (2, 0, 0, 0)
    assert counts(bring(text)) == (0, 0, 2, 0)
    assert counts(bring("First name,Last name,Job,Street\nRosa,Lima,Cook,5 Elm St\n")) == (
        1,
        0,
        0,
        0,
    )
    assert counts(bring("First name,Last name,Phone\nRosa,Lima,416 555 0100\n")) == (1, 0, 0, 0)


def test_nobody_who_can_be_reached_is_known_by_name_alone(bring, local, other_local):
    make_person(local, given_name="Rosa", family_name="Lima", email="r@x.example")
    make_person(other_local, given_name="Rosa", family_name="Lima")
    work = bring("First name,Last name\nRosa,Lima\n")
    assert (counts(work), work.by_name) == ((1, 0, 0, 0), 0)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("+44 20 7946 0958", "0044 20 7946 0958"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("+52 (55) 5555-0123", "+52 55 5555 0123"),
        ("+91 98765 43210", "+91-98765-43210"),
        ("416 555 0100 x1234", "+1 416-555-0100 ext. 1234"),
    ],
)
def test_phones_from_anywhere_lead_to_whose_they_are(bring, first, again):
    text = "First name,Last name,Phone,Job\nRosa,Lima,{},{}\n"
    assert counts(bring(text.format(first, "Cook"))) == (1, 0, 0, 0)
    assert counts(bring(text.format(again, "Cleaner"))) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("given", "family"),
    [("O", ""), ("N" * 80, "V" * 80), ("محمد", "العلي"), ("ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"), ("ᐊᓚᓱᒃ", "ᐃᓄᒃ")],
)
def test_names_of_every_kind_are_told_apart(bring, given, family):
    text = "First name,Last name,E-mail\n{},{},family@x.example\n"
    assert counts(bring(text.format(given, family))) == (1, 0, 0, 0)
    assert counts(bring(text.format(given, family))) == (0, 0, 1, 0)
    assert counts(bring(text.format("Idris", "Okoro"))) == (0, 0, 0, 1)


def test_a_reason_keeps_no_name_of_its_own(bring, local):
    """Whoever is erased is named by no row that was set aside on their account."""
    rosa = make_person(local, given_name="Wilhelmina" * 7, family_name="Zq", email="f@x.example")
    work = bring("First name,E-mail\nJosé,f@x.example\n")
    assert f"that of {rosa} here, not of José" in reasons(work)[0]
    assert queries.problems(work)[0][1] == reasons(work)[0]
    assert not ImportRow.objects.filter(reason__contains="Wilh").exists()
    rosa.delete()
    assert "that of somebody who is gone here" in reasons(work)[0]


def test_the_check_names_them_as_they_are_called_today(check, local):
    rosa = make_person(local, given_name="Rosa", family_name="Lima", email="f@x.example")
    work = check("First name,E-mail\nJosé,f@x.example\nBo,g@x.example\nLu,g@x.example\n")
    assert "Lima" not in str(work.sheet["problems"])
    rosa.delete()
    first, second = (reason for _line, reason in queries.problems(work))
    assert "that of somebody who is gone here" in first
    assert "that of Bo here, not of Lu" in second
