"""What people say of themselves: theirs, sealed, and only ever counted."""

import json

import pytest
from auditlog.models import LogEntry
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.people import services
from reclaim.people.models import Person, SelfIdentification
from reclaim.people.models.self_identification import Identity
from reclaim.people.offers import personal_sections
from reclaim.people.queries.self_identification import counts_of
from tests.builders import make_organization, make_person, make_user

pytestmark = pytest.mark.django_db
URL = "/people/myself/"


@pytest.fixture
def own(local, ben):
    return make_person(local, given_name="Ben", user=ben)


def say(person, *chosen):
    SelfIdentification.objects.create(
        person=person, sealed=json.dumps(sorted(chosen)), said_on=clock.today()
    )


def crowd(organization, women, others=0):
    for number in range(women + others):
        say(make_person(organization), *(["woman"] if number < women else ["man"]))


def women(counts):
    place = Identity.values.index("woman")
    told = {row.name: row.cells[place] for row in counts.rows}
    return told, counts.total.cells[place]


class TestOnesOwnPage:
    def test_what_is_chosen_is_kept_and_shown_to_oneself(self, client_of, ben, own):
        client = client_of(ben)
        client.post(URL, {"chosen": ["black", "young"]})
        assert SelfIdentification.objects.get().chosen == {"black", "young"}
        assert client.get(URL).text.count("checked") == 2
        assert "Black, under 30" in client.get("/me/").text

    def test_it_is_taken_back_whole(self, client_of, ben, own):
        say(own, "black")
        client_of(ben).post(URL, {"chosen": ["black"], "withdraw": "1"})
        assert not SelfIdentification.objects.exists()

    def test_what_is_not_offered_is_not_kept(self, client_of, ben, own):
        client_of(ben).post(URL, {"chosen": ["landed immigrant"]})
        assert not SelfIdentification.objects.exists()

    def test_somebody_without_a_record_is_told_so(self, client_of, ben):
        assert "There is no record of you yet" in client_of(ben).get(URL).text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(URL).status_code == 302

    def test_nobody_says_it_of_another(self, ana, own):
        with pytest.raises(Refused, match="Only people themselves"):
            services.say_of_oneself(own, ["black"], by=ana, at=clock.now())

    def test_it_leaves_no_line_in_the_audit(self, client_of, ben, own):
        client_of(ben).post(URL, {"chosen": ["queer"]})
        assert not LogEntry.objects.exists()

    def test_an_organizer_who_sees_the_record_does_not_see_it(self, client_of, ana, own):
        say(own, "non_binary")
        page = client_of(ana).get(f"/people/{own.pk}/").text
        assert "Two-Spirit" not in page
        assert "What you said of yourself" not in page

    def test_an_address_alone_opens_nothing(self, own):
        say(own, "disability")
        Person.objects.filter(pk=own.pk).update(email="ben@home.example")
        found = personal_sections(Subject(email="ben@home.example"))
        assert "disability" not in str(found)


class TestSealed:
    def test_the_database_holds_nothing_that_can_be_read(self, own):
        say(own, "non_binary")
        with connection.cursor() as cursor:
            cursor.execute("SELECT sealed FROM people_selfidentification")
            (kept,) = cursor.fetchone()
        assert "non_binary" not in kept
        assert SelfIdentification.objects.get().chosen == {"non_binary"}

    def test_a_rotated_key_keeps_everything_readable_and_drops_the_old(
        self, own, settings, tmp_path
    ):
        settings.STORE = tmp_path
        (tmp_path / "sealing-keys").write_text("".join(f"{k}\n" for k in settings.SEALING_KEYS))
        say(own, "young")
        call_command("rotate")
        kept = (tmp_path / "sealing-keys").read_text().split()
        assert len(kept) == len(set(kept)) == len(settings.SEALING_KEYS)
        settings.SEALING_KEYS = kept[:1]  # the old key alone would no longer open it
        assert SelfIdentification.objects.get().chosen == {"young"}
        settings.SEALING_KEYS = [Fernet.generate_key().decode()]
        assert SelfIdentification.objects.get().chosen == frozenset()


class TestCounts:
    def test_a_number_is_told_from_five_on(self, local):
        crowd(local, women=5, others=5)
        assert women(counts_of(local))[1] == 5

    @pytest.mark.parametrize(("women_", "others"), [(4, 9), (9, 4), (9, 0)])
    def test_few_who_did_or_few_who_did_not_are_not_told(self, local, women_, others):
        crowd(local, women_, others)
        assert women(counts_of(local))[1] is None

    def test_a_single_gap_takes_a_second_with_it(self, council, local, other_local):
        third = make_organization("Local 9", "local", under=council)
        crowd(local, 3, 6)
        crowd(other_local, 6, 6)
        crowd(third, 8, 8)
        council.refresh_from_db()
        told, total = women(counts_of(council))
        assert total == 17
        assert told == {str(local): None, str(other_local): None, "Local 9": 8}

    def test_what_is_held_back_above_is_held_back_on_its_own_page(
        self, council, local, other_local
    ):
        crowd(local, 3, 6)
        crowd(other_local, 6, 6)
        council.refresh_from_db()
        assert women(counts_of(council))[0][str(other_local)] is None
        assert women(counts_of(other_local))[1] is None

    def test_coordinators_look_and_that_they_looked_is_kept(self, client_of, ana, local):
        page = client_of(ana).get(f"/people/organizations/{local.slug}/counts/")
        assert "Who we are" in page.text
        assert LogEntry.objects.get(actor=ana).additional_data["verb"] == "look at counts"

    def test_an_organizer_does_not(self, client_of, local):
        olu = make_user("Olu", local, "organizer")
        url = f"/people/organizations/{local.slug}/counts/"
        assert client_of(olu).get(url).status_code == 404


def test_everything_comes_as_a_file(client_of, ben, own):
    answer = client_of(ben).get("/me.json")
    assert "Your record" in [section["title"] for section in answer.json()["sections"]]
