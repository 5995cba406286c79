"""The pages on which somebody says whether two records are one person."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Candidate, Merge, Person, Role
from reclaim.people.services.same import merge_people
from tests import builders

pytestmark = pytest.mark.django_db

REASONS = [
    {"about": "ways", "found": "email", "weight": 21.5},
    {"about": "given", "found": "slip", "weight": 5.1},
    {"about": "number", "found": "other", "weight": -3.8},
    {"about": "job", "found": "other", "weight": -0.2},
]


@pytest.fixture
def pair(local, ana):
    now = clock.now()
    one = services.add_person(
        local, by=ana, at=now, given_name="Idris", family_name="Okoro",
        email="idris@people.example", job_title="Cleaner",
    )  # fmt: skip
    other = services.add_person(
        local, by=ana, at=now, given_name="Idriss", family_name="Okoro",
        email="okoro@people.example",
    )  # fmt: skip
    Candidate.objects.create(
        one=one, other=other, probability=0.9996, reasons=REASONS, found_at=now
    )
    return one, other


def address(pair, name="compare"):
    return reverse(f"people:{name}", args=[person.pk for person in pair])


def page(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def test_the_list_says_why_in_words_and_never_that_it_is_certain(client, ana, local, pair):
    shown = page(client, ana, reverse("people:same-people", args=[local.slug]))
    assert "99% likely one person" in shown
    assert "the same e-mail; given names that differ by a slip" in shown
    assert "other member numbers" in shown
    assert "other jobs" not in shown


def test_the_people_page_and_today_lead_to_it(client, ana, ben, local, pair):
    url = reverse("people:same-people", args=[local.slug])
    assert url in page(client, ana, reverse("people:people"))
    assert url in page(client, ana, reverse("home"))
    assert url not in page(client, ben, reverse("people:people"))


def test_who_leads_in_two_organizations_is_asked_for_both(client, ana, local, other_local, pair):
    builders.make_membership(ana, other_local, Role.COORDINATOR)
    there = [builders.make_person(other_local, given_name="Bo", family_name="Xu") for _ in "12"]
    Candidate.objects.create(
        one=there[0], other=there[1], probability=0.99, reasons=REASONS, found_at=clock.now()
    )
    for shown in (page(client, ana, reverse("people:people")), page(client, ana, reverse("home"))):
        for one in (local, other_local):
            assert reverse("people:same-people", args=[one.slug]) in shown
            assert one.name in shown


def test_what_stands_below_is_not_asked_for_twice(client, dora, division, local, pair):
    builders.make_membership(dora, local, Role.COORDINATOR)
    shown = page(client, dora, reverse("home"))
    assert reverse("people:same-people", args=[division.slug]) in shown
    assert reverse("people:same-people", args=[local.slug]) not in shown


def test_without_candidates_the_page_says_so(client, ana, local):
    shown = page(client, ana, reverse("people:same-people", args=[local.slug]))
    assert "Nobody seems to stand here twice" in shown


def test_both_records_stand_side_by_side_with_what_may_lead(client, ana, pair):
    shown = page(client, ana, address(pair))
    assert "Idriss" in shown
    assert shown.count('name="given_name"') == 2
    assert 'name="family_name"' not in shown
    assert 'name="job_title"' not in shown


def test_what_is_chosen_leads_and_undoing_gives_both_back(client, ana, pair):
    one, other = pair
    client.force_login(ana)
    sent = {"stays": one.pk, "given_name": other.pk, "email": one.pk}
    answer = client.post(address(pair), sent)
    merge = Merge.objects.get()
    assert answer.url == merge.get_absolute_url()
    one.refresh_from_db()
    assert (one.given_name, one.email) == ("Idriss", "idris@people.example")
    assert "okoro@people.example" in page(client, ana, merge.get_absolute_url())
    assert merge.get_absolute_url() in page(client, ana, one.get_absolute_url())
    client.post(merge.get_absolute_url())
    assert Person.objects.get(pk=other.pk).email == "okoro@people.example"
    assert "taken apart again" in page(client, ana, merge.get_absolute_url())


def test_different_is_one_button(client, ana, local, pair):
    client.force_login(ana)
    answer = client.post(address(pair, "say-different"))
    assert answer.url == reverse("people:same-people", args=[local.slug])
    assert Candidate.objects.get().decided_by == ana
    assert "somebody said that they are two people" in page(client, ana, address(pair))


def test_a_choice_that_is_neither_record_changes_nothing(client, ana, pair):
    client.force_login(ana)
    client.post(address(pair), {"stays": "999999", "given_name": "x"})
    assert not Merge.objects.exists()


@pytest.mark.parametrize("name", ["compare", "say-different"])
def test_an_organizer_and_a_stranger_get_404(client, local, other_local, pair, name):
    for organization, role in ((local, Role.ORGANIZER), (other_local, Role.COORDINATOR)):
        client.force_login(builders.make_user("", organization, role))
        assert client.post(address(pair, name)).status_code == 404
    assert not Merge.objects.exists()
    assert not Candidate.objects.exclude(decided_at=None).exists()


def test_a_stranger_undoes_nothing(client, ana, other_local, pair):
    made = merge_people(*pair, by=ana, at=clock.now())
    client.force_login(builders.make_user("Cleo2", other_local, Role.COORDINATOR))
    assert client.post(made.get_absolute_url()).status_code == 404
    made.refresh_from_db()
    assert made.undone_at is None
