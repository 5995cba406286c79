"""The ledger of consents, what it comes to, and what is never used again."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ContactPoint,
    LocalMembership,
    Person,
    Suppression,
)
from reclaim.people.models.consent import Channel, Purpose
from reclaim.people.models.partner import SEEN_BY_PARTNER
from reclaim.people.queries import consent as queries
from reclaim.people.rules import consent as rules
from reclaim.people.services import Said
from tests.builders import make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


@pytest.fixture
def idris(local):
    return make_person(local, email="idris@home.example")


def say(person, is_given, channel="email", purpose="campaign", at=None, **facts):
    said = Said(person.pk, channel, purpose, is_given, at or clock.now(), **facts)
    services.record_consents([said], by=None)


def belongs(person, since=None, until=None, kind="member"):
    LocalMembership.objects.create(
        person=person, organization=person.organization, since=since, until=until, kind=kind
    )


def may(person, channel="email", purpose="campaign", on=TODAY):
    """Both ways of asking must say the same."""
    many = queries.reachable(Person.objects.all(), channel, purpose, on).filter(pk=person.pk)
    one = rules.why_not_write(person, channel, purpose, on) == ""
    assert many.exists() is one
    return one


class TestLedger:
    def test_a_later_word_counts_and_every_line_stays(self, idris):
        say(idris, True, at=clock.now() - timedelta(days=2))
        say(idris, False)
        assert Consent.objects.get().is_given is False
        assert ConsentEvent.objects.count() == 2

    def test_an_earlier_word_recorded_late_changes_nothing(self, idris):
        say(idris, False)
        say(idris, True, at=clock.now() - timedelta(days=30))
        assert Consent.objects.get().is_given is False

    def test_thousands_are_recorded_in_a_few_queries(
        self, idris, local, django_assert_max_num_queries
    ):
        Person.objects.bulk_create(Person(organization=local, given_name="N") for _ in range(3_000))
        said = [Said(pk, "email", "campaign", True, clock.now())
                for pk in Person.objects.values_list("pk", flat=True)]  # fmt: skip
        with django_assert_max_num_queries(60):
            services.record_consents(said, by=None)
        assert Consent.objects.count() == 3_001

    def test_new_words_are_a_new_version_and_the_same_words_are_not(self):
        for text in ("Yes to news", "Yes to news", "Yes to our news"):
            services.publish_wording("campaign", text, "Oui", by=None, at=clock.now())
        assert [one.version for one in queries.newest_wordings().values()] == [2]


class TestWhoMayBeWrittenTo:
    def test_nobody_without_a_word_and_without_a_local(self, idris):
        assert not may(idris)

    def test_who_said_yes(self, idris):
        say(idris, True)
        assert may(idris)
        assert not may(idris, purpose="commercial")
        assert not may(idris, channel="sms")

    def test_a_yes_ends_on_its_last_day(self, idris):
        say(idris, True, expires_on=TODAY)
        assert may(idris)
        assert not may(idris, on=TODAY + timedelta(days=1))

    def test_a_member_hears_of_their_union_without_asking(self, idris):
        belongs(idris)
        assert may(idris)

    def test_a_friend_of_the_local_is_asked_first(self, idris):
        belongs(idris, kind="friend")
        assert not may(idris)

    def test_a_member_who_said_no_is_left_alone(self, idris):
        belongs(idris)
        say(idris, False)
        assert not may(idris)

    @pytest.mark.parametrize(
        ("left", "expected"), [(date(2024, 10, 5), True), (date(2024, 10, 4), False)]
    )
    def test_offers_may_go_to_former_members_for_two_years(self, idris, left, expected):
        belongs(idris, until=left)
        assert may(idris, purpose="commercial") is expected
        assert not may(idris, purpose="campaign")

    def test_before_the_act_was_in_force_nobody_had_to_be_asked(self, idris):
        assert may(idris, purpose="commercial", on=date(2014, 6, 30))
        assert not may(idris, purpose="commercial", on=date(2014, 7, 1))

    def test_nobody_without_a_usable_address(self, idris):
        say(idris, True)
        ContactPoint.objects.update(status="bounced", is_preferred=False)
        assert not may(idris)

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.data())
    def test_one_and_many_agree_whatever_was_said(self, idris, data):
        Consent.objects.all().delete()
        ConsentEvent.objects.all().delete()
        LocalMembership.objects.all().delete()
        days = st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))
        for _ in range(data.draw(st.integers(0, 3))):
            say(
                idris,
                data.draw(st.booleans()),
                data.draw(st.sampled_from(Channel.values)),
                data.draw(st.sampled_from(Purpose.values)),
                expires_on=data.draw(days),
            )
        since, until = data.draw(days), data.draw(days)
        if since is None or until is None or since <= until:
            belongs(idris, since, until, data.draw(st.sampled_from(["member", "friend"])))
        for channel in Channel.values:
            for purpose in Purpose.values:
                may(idris, channel, purpose)

    def test_a_month_back_from_the_31st_is_the_last_of_the_month(self):
        assert rules.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
        assert rules.months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
        assert rules.relationship_ends("email", "commercial", TODAY) == date(2028, 10, 5)


class TestPreferencePage:
    @pytest.fixture
    def url(self, idris):
        return f"/people/preferences/{queries.preference_token(idris)}/"

    def test_it_opens_without_a_sign_in_and_opening_changes_nothing(self, client, idris, url):
        belongs(idris)
        assert "What may we write to you about?" in client.get(url).text
        assert not ConsentEvent.objects.exists()

    def test_the_link_says_nothing_of_the_person(self, idris, url):
        assert "idris" not in url
        assert f"/{idris.pk}/" not in url

    def test_a_made_up_link_leads_nowhere(self, client, idris):
        assert client.get("/people/preferences/gAAAAABnothing/").status_code == 404

    def test_a_choice_is_written_with_its_words_and_language(self, client, idris, url):
        words = services.publish_wording("campaign", "Yes", "Oui", by=None, at=clock.now())
        client.post(f"/fr{url}", {"wanted": ["email:campaign"]})
        line = ConsentEvent.objects.get(is_given=True)
        assert (line.channel, line.language, line.source) == ("email", "fr", "preferences")
        assert line.wording == words
        assert may(idris)

    def test_what_was_taken_back_is_a_no_even_for_a_member(self, client, idris, url):
        belongs(idris)
        client.post(url, {"wanted": []})
        assert not may(idris)

    def test_choosing_the_same_again_adds_no_lines(self, client, idris, url):
        client.post(url, {"wanted": ["email:campaign"]})
        lines = ConsentEvent.objects.count()
        client.post(url, {"wanted": ["email:campaign"]})
        assert ConsentEvent.objects.count() == lines

    def test_nonsense_is_not_kept(self, client, idris, url):
        client.post(url, {"wanted": ["pigeon:campaign", "email", "x" * 500]})
        assert not ConsentEvent.objects.filter(is_given=True).exists()

    def test_it_reads_in_french(self, client, url):
        assert "De quoi pouvons-nous vous écrire" in client.get(f"/fr{url}").text


class TestSuppression:
    def test_stopping_everything_stops_every_address_and_number(self, client, idris, ana):
        services.note_contact(idris, "phone", "416 555 0100", by=ana, at=clock.now())
        client.post(f"/people/preferences/{queries.preference_token(idris)}/stop/")
        assert set(idris.contact_points.values_list("status", flat=True)) == {"stopped"}
        idris.refresh_from_db()
        assert (idris.email, idris.phone) == ("", "")
        say(idris, True)
        assert not may(idris)

    def test_it_outlives_the_record_and_a_new_one(self, client, idris, local):
        services.stop_everything(idris, language="en", at=clock.now())
        idris.delete()
        again = make_person(local, email="Idris@Home.example")
        assert again.contact_points.get().status == "stopped"
        again.refresh_from_db()
        assert again.email == ""

    def test_it_holds_for_everybody_with_the_address(self, idris, local):
        other = make_person(local, email="idris@home.example")
        services.stop_everything(idris, language="en", at=clock.now())
        assert other.contact_points.get().status == "stopped"

    def test_an_organizer_does_not_lift_it(self, client_of, ana, idris):
        services.stop_everything(idris, language="en", at=clock.now())
        point = idris.contact_points.get()
        page = client_of(ana).post(
            f"/people/contacts/{point.pk}/", {"status": "usable"}, follow=True
        )
        assert "Only they can lift that" in page.text
        services.note_contact(idris, "email", point.value, by=ana, at=clock.now())
        assert idris.contact_points.get().status == "stopped"

    def test_they_lift_it_themselves(self, client, idris):
        services.stop_everything(idris, language="en", at=clock.now())
        url = f"/people/preferences/{queries.preference_token(idris)}/"
        client.post(url, {"wanted": ["email:campaign"]})
        assert may(idris)
        assert not Suppression.objects.exists()

    def test_it_keeps_no_address(self, idris):
        services.stop_everything(idris, language="en", at=clock.now())
        assert "idris" not in str(Suppression.objects.values().get())


class TestRecording:
    def test_a_yes_on_paper_is_recorded_with_who_holds_it(self, client_of, ana, idris):
        facts = {"is_given": "yes", "purpose": "campaign", "channel": "email", "source": "paper"}
        client_of(ana).post(f"/people/{idris.pk}/consents/add/", facts)
        line = ConsentEvent.objects.get()
        assert (line.recorded_by, line.source, line.is_given) == (ana, "paper", True)

    def test_nobody_else_records(self, client_of, ben, idris):
        assert client_of(ben).get(f"/people/{idris.pk}/consents/add/").status_code == 404

    def test_the_person_reads_the_ledger(self, client_of, ben, idris):
        Person.objects.filter(pk=idris.pk).update(user=ben)
        say(idris, True, source="talk")
        assert "a conversation" in client_of(ben).get("/me/").text


def test_a_new_installation_has_words_to_say_yes_to_and_they_come_once():
    for _again in range(2):
        services.publish_first_wordings(at=clock.now())
    words = queries.newest_wordings()
    assert set(words) == {*Purpose.values, SEEN_BY_PARTNER}
    assert {wording.version for wording in words.values()} == {1}
    assert all(wording.text_en and wording.text_fr for wording in words.values())
