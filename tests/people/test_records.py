"""What a record holds: ways to reach somebody, locals, notes, an organization's own facts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people import services
from reclaim.people.models import ContactPoint, CustomField, LocalMembership, Note, Person, Role
from reclaim.people.models.contact import contact_key
from tests.builders import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def idris(local):
    return make_person(local, given_name="Idris", family_name="Okoro", email="idris@home.example")


@pytest.fixture
def organizer(local):
    return make_user("Olu", local, Role.ORGANIZER)


def page_of(person):
    return f"/people/{person.pk}/"


class TestKeys:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("514-555-0100", "+1 (514) 555-0100"),
            ("1 514 555 0100", "514.555.0100"),
            ("+33 1 42 68 53 00", "+33142685300"),
            ("416 555 0100 ext. 7", "416-555-0100 x7"),
        ],
    )
    def test_two_spellings_of_a_number_are_one(self, one, other):
        assert contact_key("phone", one) == contact_key("phone", other)

    @pytest.mark.parametrize("text", ["12", "ring the depot", "١٢٣٤٥", "0" * 90])
    def test_what_is_no_number_still_has_a_key(self, text):
        assert contact_key("phone", text)

    def test_an_address_is_compared_in_small_letters(self):
        assert contact_key("email", " Ana@Home.example") == "ana@home.example"


class TestReaching:
    def test_the_address_of_a_new_record_is_a_point_of_its_own(self, idris):
        point = idris.contact_points.get()
        assert (point.kind, point.value, point.is_preferred) == (
            "email",
            "idris@home.example",
            True,
        )

    def test_a_second_number_stays_beside_the_first(self, idris, ana):
        services.note_contact(idris, "phone", "416 555 0100", by=ana, at=clock.now())
        later = clock.now() + timedelta(minutes=1)
        services.note_contact(idris, "phone", "416 555 0101", by=ana, at=later)
        idris.refresh_from_db()
        assert idris.phone == "416 555 0101"  # the one given last, while none is preferred
        assert idris.contact_points.filter(kind="phone").count() == 2

    def test_the_preferred_number_stands_on_the_record(self, idris, ana):
        first = services.note_contact(idris, "phone", "416 555 0100", by=ana, at=clock.now())
        services.note_contact(idris, "phone", "416 555 0101", by=ana, at=clock.now())
        services.prefer_contact(first, by=ana, at=clock.now())
        idris.refresh_from_db()
        assert idris.phone == "416 555 0100"

    def test_a_wrong_address_is_kept_and_no_longer_used(self, idris, ana):
        services.mark_contact(idris.contact_points.get(), "wrong", by=ana, at=clock.now())
        idris.refresh_from_db()
        assert idris.email == ""
        assert idris.contact_points.get().status == "wrong"

    def test_the_only_thing_somebody_is_known_by_is_not_taken_away(self, local, ana):
        known = make_person(local, given_name="", family_name="", email="x@home.example")
        with pytest.raises(Refused, match="Write a name first"):
            services.mark_contact(known.contact_points.get(), "wrong", by=ana, at=clock.now())

    def test_a_changed_address_ends_the_one_before(self, idris, ana):
        services.change_person(idris, email="idris@new.example", by=ana, at=clock.now())
        told = dict(idris.contact_points.values_list("value", "status"))
        assert told == {"idris@home.example": "ended", "idris@new.example": "usable"}

    def test_the_same_number_written_otherwise_is_not_doubled(self, idris, ana):
        services.note_contact(idris, "phone", "416-555-0100", by=ana, at=clock.now())
        services.note_contact(idris, "phone", "+1 416 555 0100", by=ana, at=clock.now())
        assert idris.contact_points.filter(kind="phone").count() == 1

    def test_the_page_adds_and_marks(self, client_of, ana, idris):
        client = client_of(ana)
        client.post(f"{page_of(idris)}contacts/add/", {"kind": "phone", "value": "416 555 0199"})
        assert "416 555 0199" in client.get(page_of(idris)).text
        point = ContactPoint.objects.get(kind="phone")
        client.post(f"/people/contacts/{point.pk}/", {"status": "bounced"})
        point.refresh_from_db()
        assert point.status == "bounced"

    def test_what_is_no_address_is_one_sentence(self, client_of, ana, idris):
        page = client_of(ana).post(
            f"{page_of(idris)}contacts/add/", {"kind": "email", "value": "at home"}
        )
        assert "Enter a valid email address" in page.text
        assert "at home" in page.text


class TestNotes:
    @pytest.mark.parametrize(
        ("visibility", "ana_reads", "organizer_reads"),
        [("organizers", True, True), ("coordinators", True, True), ("author", False, True)],
    )
    def test_who_reads_a_note_its_author_says(
        self, idris, ana, organizer, visibility, ana_reads, organizer_reads
    ):
        services.write_note(
            idris, "Asked twice", visibility=visibility, by=organizer, at=clock.now()
        )
        assert Note.objects.visible_to(ana).exists() is ana_reads
        assert Note.objects.visible_to(organizer).exists() is organizer_reads

    def test_what_is_for_coordinators_an_organizer_does_not_read(self, idris, ana, organizer):
        services.write_note(idris, "x", visibility="coordinators", by=ana, at=clock.now())
        assert not Note.objects.visible_to(organizer).exists()

    def test_an_organizer_removes_only_their_own(self, idris, ana, organizer):
        note = services.write_note(idris, "x", visibility="organizers", by=ana, at=clock.now())
        with pytest.raises(Refused, match="Only who wrote a note"):
            services.remove_note(note, by=organizer, at=clock.now())
        services.remove_note(note, by=ana, at=clock.now())
        assert not Note.objects.exists()

    def test_the_person_reads_every_note(self, client_of, idris, ana, ben):
        Person.objects.filter(pk=idris.pk).update(user=ben)
        services.write_note(idris, "Prefers nights", visibility="author", by=ana, at=clock.now())
        assert "Prefers nights" in client_of(ben).get("/me/").text


class TestLocals:
    def test_a_member_of_two_locals_is_seen_by_both_and_changed_by_one(
        self, client_of, idris, ana, cleo, dora, other_local
    ):
        assert client_of(cleo).get(page_of(idris)).status_code == 404
        services.join_local(idris, other_local, by=dora, at=clock.now())
        page = client_of(cleo).get(page_of(idris))
        assert "Local 4120 keeps this record" in page.text
        assert "Idris" in client_of(cleo).get("/people/").text
        with pytest.raises(Refused):
            services.change_person(idris, given_name="X", by=cleo, at=clock.now())

    def test_who_left_is_not_seen_from_the_day_after(
        self, client_of, idris, dora, cleo, other_local
    ):
        joined = services.join_local(
            idris, other_local, since=date(2026, 1, 1), by=dora, at=clock.now()
        )
        LocalMembership.objects.filter(pk=joined.pk).update(until=date(2026, 10, 4))
        assert client_of(cleo).get(page_of(idris)).status_code == 404

    def test_a_person_stands_once_in_a_list_however_many_locals(
        self, client_of, idris, dora, local, other_local
    ):
        for place in (local, other_local):
            services.join_local(idris, place, by=dora, at=clock.now())
        assert client_of(dora).get("/people/").text.count(">Idris Okoro<") == 1

    def test_nobody_belongs_to_a_division(self, idris, dora, division):
        with pytest.raises(Refused, match="belong to locals"):
            services.join_local(idris, division, by=dora, at=clock.now())

    def test_leaving_keeps_the_row(self, client_of, idris, ana, local):
        joined = services.join_local(idris, local, by=ana, at=clock.now())
        client_of(ana).post(f"/people/locals/{joined.pk}/end/")
        joined.refresh_from_db()
        assert joined.until == date(2026, 10, 5)


class TestCustomFields:
    @pytest.mark.parametrize(
        ("kind", "typed", "kept"),
        [
            ("number", "1 234,50", "1234.5"),
            ("number", "1,234,567", "1234567"),
            ("date", "2026-10-05", "2026-10-05"),
            ("yes_no", "Oui", "yes"),
            ("yes_no", "0", "no"),
            ("choice", "green", "Green"),
            ("text", "  a  b ", "a b"),
            ("number", "", ""),
        ],
    )
    def test_what_is_typed_is_read_as_the_field_says(self, kind, typed, kept):
        assert CustomField(kind=kind, choices="Green\nRed").read(typed) == kept

    @pytest.mark.parametrize(
        ("kind", "typed"),
        [("number", "many"), ("date", "5 Oct"), ("yes_no", "perhaps"), ("choice", "Blue")],
    )
    def test_what_cannot_be_read_is_one_sentence(self, kind, typed):
        with pytest.raises(ValidationError, match=typed):
            CustomField(kind=kind, choices="Green\nRed").read(typed)

    def test_a_field_of_an_organization_above_is_asked_below(
        self, client_of, ana, dora, division, idris
    ):
        field = services.add_custom_field(
            division, kind="yes_no", name_en="Has a licence", by=dora, at=clock.now()
        )
        client = client_of(ana)
        url = f"{page_of(idris)}change/"
        assert "Has a licence" in client.get(url).text
        facts = {"given_name": "Idris", "family_name": "Okoro", "language": "en"}
        client.post(url, {**facts, f"custom_{field.pk}": "yes"})
        assert idris.custom_values.get().value == "yes"

    def test_a_local_does_not_shape_the_records_of_the_division(self, ana, division):
        with pytest.raises(Refused, match="decides what records hold"):
            services.add_custom_field(
                division, kind="text", name_en="Badge", by=ana, at=clock.now()
            )

    def test_an_ended_field_is_asked_no_more_and_its_values_stay(
        self, client_of, ana, local, idris
    ):
        field = services.add_custom_field(
            local, kind="text", name_en="Badge", by=ana, at=clock.now()
        )
        services.fill_custom_fields(idris, {field.pk: "A7"}, by=ana, at=clock.now())
        client_of(ana).post(f"/people/fields/{field.pk}/end/")
        assert "Badge" not in client_of(ana).get(f"{page_of(idris)}change/").text
        assert idris.custom_values.get().value == "A7"

    def test_the_same_name_twice_is_one_sentence(self, client_of, ana, local):
        url = f"/people/organizations/{local.slug}/fields/"
        client = client_of(ana)
        client.post(url, {"name_en": "Badge", "kind": "text"})
        assert (
            "has a field of this name already"
            in client.post(url, {"name_en": "Badge", "kind": "text"}).text
        )
        assert CustomField.objects.count() == 1
