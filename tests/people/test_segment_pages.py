"""The pages of segments: putting one together step by step, without a script."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Organization, Person, Segment, User
from reclaim.people.rules import definitions
from reclaim.people.rules.definitions import Group, packed, unpacked
from tests import builders
from tests.people.segment_builders import all_of, any_of, line, make_segment

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
FRENCH = line("people.language", language="fr")
MAIL = line("people.contact", kind="email")
NEW = "/people/segments/new/"


@pytest.fixture
def rosa(local: Organization) -> Person:
    return builders.make_person(local, given_name="Rosa", language="fr", email="rosa@x.example")


@pytest.fixture
def mei(local: Organization) -> Person:
    return builders.make_person(local, given_name="Mei", language="zh")


def step(client: Client, asked: Group, **what: str) -> Group:
    """What the address says after one step."""
    answer = client.get(NEW, {"as": packed(asked), **what})
    assert answer.status_code == 302, answer.content.decode()
    return unpacked(parse_qs(urlsplit(answer["Location"]).query)["as"][0])


class TestPuttingOneTogether:
    def test_a_line_is_added_in_two_steps(self, client_of: ClientOf, ana: User, rosa: Person):
        client = client_of(ana)
        page = client.get(NEW, {"add": "people.language"}).content.decode()
        assert 'name="language"' in page
        answers = {"add": "people.language", "ready": "1", "language": "fr", "is_not": "not"}
        denied = line("people.language", is_not=True, language="fr")
        assert step(client, all_of(MAIL), **answers) == all_of(MAIL, denied)

    def test_what_is_filled_in_wrong_is_said_and_nothing_is_lost(
        self, client_of: ClientOf, ana: User
    ):
        asked = {"as": packed(all_of(MAIL)), "add": "people.postal", "ready": "1", "begins": "D9"}
        page = client_of(ana).get(NEW, asked).content.decode()
        assert "A postal code is like M4C 1A1" in page
        assert packed(all_of(MAIL)) in page

    def test_a_line_beside_a_line_makes_an_or(self, client_of: ClientOf, ana: User):
        answers = {"add": "people.contact", "ready": "1", "kind": "email", "into": "0"}
        assert step(client_of(ana), all_of(FRENCH), **answers) == all_of(any_of(FRENCH, MAIL))

    def test_lines_are_turned_loosened_and_taken_away(self, client_of: ClientOf, ana: User):
        client, asked = client_of(ana), all_of(MAIL, any_of(FRENCH))
        assert step(client, asked, do="remove", at="1.0") == all_of(MAIL)
        assert step(client, asked, do="remove", at="0") == all_of(any_of(FRENCH))
        assert step(client, asked, do="loosen") == any_of(MAIL, any_of(FRENCH))
        assert step(client, asked, do="turn", at="1").of[1].is_not

    @pytest.mark.parametrize(
        "asked",
        [
            {"as": "x"},
            {"as": "é"},
            {"as": "A" * 5_000},
            {"do": "turn", "at": "7"},
            {"do": "turn", "at": "0.0.0"},
            {"do": "turn", "at": "-1"},
            {"into": "9"},
        ],
        ids=str,
    )
    def test_an_address_that_says_nothing_is_answered_with_a_sentence(
        self, client_of: ClientOf, ana: User, asked: dict[str, str]
    ):
        answer = client_of(ana).get(NEW, {"as": packed(all_of(FRENCH)), **asked})
        assert answer.status_code == 403
        assert "segment" in answer.content.decode()

    def test_it_is_saved_with_a_name(self, client_of: ClientOf, ana: User, local: Organization):
        kept = {"as": packed(all_of(FRENCH)), "name": "Francophones", "organization": local.pk}
        answer = client_of(ana).post(NEW, kept)
        segment = Segment.objects.get()
        assert answer["Location"] == segment.get_absolute_url()
        assert definitions.read(segment.definition) == all_of(FRENCH)

    def test_without_a_line_it_is_not_saved_and_the_name_stays(
        self, client_of: ClientOf, ana: User, local: Organization
    ):
        page = client_of(ana).post(NEW, {"name": "All", "organization": local.pk})
        assert page.status_code == 200
        assert not Segment.objects.exists()

    def test_of_another_local_it_cannot_be(
        self, client_of: ClientOf, ana: User, other_local: Organization
    ):
        kept = {"as": packed(all_of(FRENCH)), "name": "Ours", "organization": other_local.pk}
        assert client_of(ana).post(NEW, kept).status_code == 200
        assert not Segment.objects.exists()

    def test_what_each_line_does_stands_beside_it(
        self, client_of: ClientOf, ana: User, rosa: Person, mei: Person
    ):
        page = client_of(ana).get(NEW, {"as": packed(all_of(FRENCH, MAIL))}).content.decode()
        assert "changes nothing" in page
        page = client_of(ana).get(NEW, {"as": packed(all_of(FRENCH))}).content.decode()
        assert "takes away 1 person" in page

    def test_of_very_many_people_lines_are_counted_when_asked(
        self, client_of: ClientOf, ana: User, rosa: Person, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr("reclaim.people.queries.segment_pages.QUICK", 0)
        asked = {"as": packed(all_of(FRENCH))}
        page = client_of(ana).get(NEW, asked).content.decode()
        assert "Count what each line does" in page and "changes nothing" not in page
        assert (
            "changes nothing" in client_of(ana).get(NEW, {**asked, "counts": "1"}).content.decode()
        )


class TestOneSegment:
    def test_its_page_says_whom_it_means(
        self, client_of: ClientOf, ana: User, rosa: Person, local: Organization
    ):
        page = client_of(ana).get(make_segment(local, ana).get_absolute_url()).content.decode()
        assert "People who speak French." in page
        assert f"Rosa {rosa.family_name}" in page

    def test_it_is_changed_shared_and_ended(
        self, client_of: ClientOf, ana: User, local: Organization
    ):
        segment, client = make_segment(local, ana), client_of(ana)
        kept = {"as": packed(all_of(MAIL)), "name": "By mail"}
        client.post(reverse("people:change-segment", args=[segment.pk]), kept)
        client.post(reverse("people:share-segment", args=[segment.pk]), {"sharing": "below"})
        segment.refresh_from_db()
        assert (segment.name, segment.sharing) == ("By mail", "below")
        client.post(reverse("people:end-segment", args=[segment.pk]))
        assert client.get(segment.get_absolute_url()).status_code == 404

    def test_a_teammate_sees_it_once_it_is_shared(
        self, client_of: ClientOf, ana: User, dora: User, local: Organization
    ):
        segment = make_segment(local, ana)
        assert client_of(dora).get(segment.get_absolute_url()).status_code == 404
        services.share_segment(segment, "below", by=ana, at=clock.now())
        assert client_of(dora).get(segment.get_absolute_url()).status_code == 200

    def test_below_it_is_copied_not_changed(
        self, client_of: ClientOf, ana: User, dora: User, division: Organization
    ):
        segment = make_segment(division, dora)
        services.share_segment(segment, "below", by=dora, at=clock.now())
        page = client_of(ana).get(segment.get_absolute_url()).content.decode()
        assert "Make your own copy" in page
        kept = {"as": packed(all_of(MAIL)), "name": "Mine now"}
        client_of(ana).post(reverse("people:change-segment", args=[segment.pk]), kept)
        segment.refresh_from_db()
        assert segment.name == "Ours"

    @pytest.mark.parametrize("name", ["segment", "change-segment", "end-segment"])
    def test_a_stranger_finds_nothing(
        self, client_of: ClientOf, ana: User, cleo: User, local: Organization, name: str
    ):
        segment = make_segment(local, ana)
        services.share_segment(segment, "below", by=ana, at=clock.now())
        assert client_of(cleo).get(reverse(f"people:{name}", args=[segment.pk])).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client: Client):
        assert client.get(reverse("people:segments")).status_code == 302

    def test_sharing_is_no_page_to_open(self, client_of: ClientOf, ana: User, local: Organization):
        segment = make_segment(local, ana)
        share = reverse("people:share-segment", args=[segment.pk])
        assert client_of(ana).get(share).status_code == 405

    def test_a_reader_puts_none_together(self, client_of: ClientOf, ben: User):
        assert client_of(ben).get(NEW).status_code == 404
        page = client_of(ben).get(reverse("people:segments")).content.decode()
        assert "Your role shows you no records of people" in page
