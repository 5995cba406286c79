"""Each page of the evidence: works, wrong method, teammate, stranger, visitor."""

import pytest
from django.urls import reverse

from reclaim.core.offers import service_cards
from reclaim.evidence import offers
from reclaim.evidence.models import Dossier, Finding
from tests.builders import award_line, make_service
from tests.evidence.conftest import make_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_charts")]


@pytest.fixture
def service(known):
    return known(award_line(amount="1000.00"), award_line(amount="2600.50"), award_line(amount=""))


def addresses(service):
    finding = Finding.objects.get(service=service, kind="awarded")
    return {
        "findings": reverse("evidence:findings"),
        "service": reverse("evidence:service", args=[service.pk]),
        "finding": finding.get_absolute_url(),
    }


def test_members_see_every_page_in_both_languages(service, ana, ben, client_of):
    urls = addresses(service).values()
    for user in (ana, ben):
        client = client_of(user)
        for url in urls:
            assert client.get(url).status_code == 200
            assert client.get("/fr" + url).status_code == 200


def test_a_visitor_is_asked_to_sign_in(service, ana, client):
    dossier = make_dossier(service, ana)
    for url in [*addresses(service).values(), dossier.get_absolute_url()]:
        assert client.get(url).url.startswith(reverse("account_login"))


def test_a_stranger_finds_no_service_no_finding_and_no_dossier(service, ana, cleo, client_of):
    dossier = make_dossier(service, ana)
    client = client_of(cleo)
    for name in ("service", "finding"):
        assert client.get(addresses(service)[name]).status_code == 404
    assert client.get(dossier.get_absolute_url()).status_code == 404
    make = reverse("evidence:make-dossier", args=[service.pk, "en"])
    assert client.post(make).status_code == 404
    assert "Guards" not in client.get(addresses(service)["findings"]).content.decode()


def test_reading_pages_take_no_post_and_making_takes_no_get(service, ana, client_of):
    client = client_of(ana)
    for url in addresses(service).values():
        assert client.post(url).status_code == 405
    make = reverse("evidence:make-dossier", args=[service.pk, "en"])
    assert client.get(make).status_code == 405


def test_a_receipt_shows_method_rows_and_the_sum_again(service, ben, client_of):
    page = client_of(ben).get(addresses(service)["finding"]).content.decode()
    assert "$3,600.50" in page
    assert "never taken for zero" in page
    assert page.count("toronto-awards.csv") == 3
    assert "1 of these rows has no published amount" in page


def test_a_coordinator_makes_the_dossier_and_a_reader_opens_it(service, ana, ben, client_of):
    made = client_of(ana).post(
        reverse("evidence:make-dossier", args=[service.pk, "fr"]), follow=True
    )
    assert "The dossier is ready." in made.content.decode()
    dossier = Dossier.objects.get()
    response = client_of(ben).get(dossier.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_lost_file_is_one_sentence(service, ana, client_of):
    dossier = make_dossier(service, ana)
    dossier.path.unlink()
    page = client_of(ana).get(dossier.get_absolute_url())
    assert page.status_code == 403
    assert "Make it again from the service’s evidence page." in page.content.decode()


def test_a_reader_is_offered_no_making_and_refused_it(service, ben, client_of):
    client = client_of(ben)
    make = reverse("evidence:make-dossier", args=[service.pk, "en"])
    assert make not in client.get(addresses(service)["service"]).content.decode()
    assert client.post(make).status_code == 403


def test_a_language_we_do_not_write_is_one_sentence(service, ana, client_of):
    page = client_of(ana).post(reverse("evidence:make-dossier", args=[service.pk, "de"]))
    assert page.status_code == 403
    assert "in English and in French only" in page.content.decode()


def test_services_nobody_asked_about_say_so(local, ana, client_of):
    service = make_service(local, "New")
    client = client_of(ana)
    assert "Not asked yet" in client.get(reverse("evidence:findings")).content.decode()
    page = client.get(reverse("evidence:service", args=[service.pk])).content.decode()
    assert "Nothing is known yet" in page


def test_a_house_that_guards_nothing_says_what_to_do(ana, client_of):
    page = client_of(ana).get(reverse("evidence:findings")).content.decode()
    assert reverse("watch:services") in page


def test_pages_take_a_fixed_number_of_queries(service, ana, client_of, django_assert_num_queries):
    client, urls = client_of(ana), addresses(service)
    with django_assert_num_queries(5):
        client.get(urls["findings"])
    make_service(service.organization)
    with django_assert_num_queries(5):
        client.get(urls["findings"])
    with django_assert_num_queries(6):
        client.get(urls["service"])


def test_a_service_page_of_the_watch_shows_the_five_figures(service, ana, cleo, client_of):
    assert "evidence" in service_cards.rooms()
    figures = [card.figure for card in offers.what_is_known(service.pk, ana)]
    assert figures == ["1 firm", "$3.6K", "0 changes", "0 contracts", "not known"]
    assert offers.what_is_known(service.pk, cleo) == []
    page = client_of(ana).get(service.get_absolute_url()).content.decode()
    assert addresses(service)["finding"] in page


def test_the_daily_round_says_what_is_new(service):
    assert offers.ask_again() == "nothing new"
    Finding.objects.all().delete()
    assert offers.ask_again() == "5 new findings"
