"""Each page of the watch: works, wrong method, teammate, stranger, visitor."""

import pytest
from django.urls import reverse

from reclaim.watch.models import Service, Threat
from tests.builders import (
    AWARDS_HEADER,
    award_line,
    call_line,
    make_service,
    make_source,
    make_threat,
    make_user,
)
from tests.watch.test_matching import keep_watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(local):
    return make_service(local, "Security in shelters", name_fr="Sécurité dans les refuges")


@pytest.fixture
def threat(service):
    return make_threat(service)


@pytest.fixture
def row(service, published):
    """A warehouse with one call in it; the address of its row."""
    published(call_line())
    keep_watch()
    return Threat.objects.get().notice.row


def addresses(service, threat):
    return {
        "threats": reverse("watch:threats"),
        "threat": threat.get_absolute_url(),
        "services": reverse("watch:services"),
        "service": service.get_absolute_url(),
        "add": reverse("watch:add-service"),
        "edit": reverse("watch:edit-service", args=[service.pk]),
        "sources": reverse("watch:sources"),
        "source": make_source().get_absolute_url(),
        "set aside": reverse("watch:set-aside", args=["toronto-solicitations"]),
    }


PAGES = ("threats", "threat", "services", "service", "add", "edit", "sources", "source")
FORMS = ("add", "edit")  # a reader could not send them, so they are told so instead
CLOSED = ("threat", "service", "edit")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_coordinator_sees_it_and_a_teammate_what_they_may(
    page, prefix, service, threat, ana, ben, client_of
):
    url = prefix + addresses(service, threat)[page]
    assert client_of(ana).get(url).status_code == 200
    assert client_of(ben).get(url).status_code == (403 if page in FORMS else 200)


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(page, service, threat, client):
    response = client.get(addresses(service, threat)[page])
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", CLOSED)
def test_a_stranger_does_not_find_it(page, service, threat, cleo, client_of):
    assert client_of(cleo).get(addresses(service, threat)[page]).status_code == 404


def test_a_stranger_sees_no_threat_and_no_service_of_ours(threat, cleo, client_of):
    for name in ("watch:threats", "watch:services"):
        assert "shelters" not in client_of(cleo).get(reverse(name)).content.decode()


@pytest.mark.parametrize("page", ["threats", "threat", "services", "service", "sources", "source"])
def test_reading_pages_take_no_post(page, service, threat, ana, client_of):
    assert client_of(ana).post(addresses(service, threat)[page]).status_code == 405


@pytest.mark.parametrize("name", ["dismiss", "reopen"])
def test_answers_take_no_get(name, threat, ana, client_of):
    assert client_of(ana).get(reverse(f"watch:{name}", args=[threat.pk])).status_code == 405


def test_an_account_without_any_role_sees_no_source(service, threat, client_of):
    nobody = client_of(make_user("Nobody"))
    for page in ("sources", "source", "set aside"):
        assert nobody.get(addresses(service, threat)[page]).status_code == 404


# -- threats -----------------------------------------------------------------------------------
def test_open_threats_come_first_soonest_first(service, ana, client_of):
    make_threat(service, title="Long gone", closes_on="2022-01-01")
    make_threat(service, title="Undecided", closes_on="2026-04-29")
    make_threat(service, title="Later", closes_on="2026-11-30")
    make_threat(service, title="Sooner", closes_on="2026-10-09")
    page = client_of(ana).get(reverse("watch:threats")).content.decode()
    places = [page.index(title) for title in ("Sooner", "Later", "Undecided", "Long gone")]
    assert places == sorted(places)


@pytest.mark.parametrize("status", ["open", "undecided", "awarded", "past", "dismissed"])
def test_a_status_shows_its_threats_only(status, service, ana, client_of):
    make_threat(service, title="Tis open", closes_on="2026-10-30")
    make_threat(service, title="Tis undecided", closes_on="2026-04-29")
    make_threat(service, title="Tis awarded", closes_on="2026-04-29", awarded_on="2026-06-01")
    make_threat(service, title="Tis past", closes_on="2022-04-29")
    gone = make_threat(service, title="Tis dismissed")
    Threat.objects.filter(pk=gone.pk).update(
        dismissed_at=gone.found_at, dismissed_by=ana, dismissed_because="No"
    )
    page = client_of(ana).get(reverse("watch:threats"), {"status": status}).content.decode()
    assert page.count("Tis ") == 1
    assert f"Tis {status}" in page


def test_an_unknown_filter_shows_everything(threat, ana, client_of):
    page = client_of(ana).get(reverse("watch:threats"), {"status": "x", "service": "99"})
    assert "Security Guard Services for shelters" in page.content.decode()


def test_a_list_without_threats_says_what_to_do(ana, client_of):
    page = client_of(ana).get(reverse("watch:threats")).content.decode()
    assert "See the words we look for" in page


def test_the_list_takes_as_many_queries_for_three_threats_as_for_one(
    service, ana, client_of, django_assert_num_queries
):
    client = client_of(ana)
    make_threat(service)
    with django_assert_num_queries(6) as few:
        client.get(reverse("watch:threats"))
    make_threat(service)
    make_threat(make_service(service.organization))
    with django_assert_num_queries(len(few)):
        client.get(reverse("watch:threats"))


def test_our_words_are_marked_in_what_the_city_published(threat, ana, client_of):
    page = client_of(ana).get(threat.get_absolute_url()).content.decode()
    assert "Security <mark>Guard</mark> Services for shelters" in page
    assert reverse("watch:row", args=[threat.notice.row]) in page


def test_a_coordinator_dismisses_with_a_reason_and_takes_it_back(threat, ana, client_of):
    client = client_of(ana)
    page = client.post(
        reverse("watch:dismiss", args=[threat.pk]), {"because": "Equipment only"}, follow=True
    )
    assert "Equipment only" in page.content.decode()
    client.post(reverse("watch:reopen", args=[threat.pk]))
    assert Threat.objects.get().status == "open"


def test_a_dismissal_without_a_reason_is_one_sentence(threat, ana, client_of):
    page = client_of(ana).post(reverse("watch:dismiss", args=[threat.pk]))
    assert page.status_code == 403
    assert "Say why this is not a threat" in page.content.decode()
    assert Threat.objects.get().status == "open"


def test_a_reader_is_offered_no_dismissal_and_refused_one(threat, ben, client_of):
    client = client_of(ben)
    url = reverse("watch:dismiss", args=[threat.pk])
    assert url not in client.get(threat.get_absolute_url()).content.decode()
    assert client.post(url, {"because": "No"}).status_code == 403


def test_a_stranger_dismisses_nothing(threat, cleo, client_of):
    url = reverse("watch:dismiss", args=[threat.pk])
    assert client_of(cleo).post(url, {"because": "No"}).status_code == 404


# -- services ----------------------------------------------------------------------------------
FORM = {"name_en": "Snow", "buyer": "City of Toronto", "any_en": "snow removal\r\n\r\n snow  plow "}


def test_a_coordinator_guards_a_service_with_words_one_a_line(local, ana, client_of, published):
    published(call_line(text="Snow removal, Depot 1"))
    keep_watch()
    page = client_of(ana).post(
        reverse("watch:add-service"), {**FORM, "organization": local.pk}, follow=True
    )
    assert page.status_code == 200
    service = Service.objects.get(name_en="Snow")
    assert [str(term) for term in service.terms.all()] == ["snow plow", "snow removal"]
    assert service.threats.count() == 1  # what was read before is looked through at once


def test_a_form_without_words_comes_back_with_what_was_written(local, ana, client_of):
    page = client_of(ana).post(
        reverse("watch:add-service"), {**FORM, "organization": local.pk, "any_en": " "}
    )
    assert page.status_code == 422
    assert 'value="Snow"' in page.content.decode()
    assert not Service.objects.exists()


def test_a_community_we_do_not_know_is_one_sentence(local, ana, client_of):
    data = {**FORM, "organization": local.pk, "place": "Atlantis"}
    page = client_of(ana).post(reverse("watch:add-service"), data)
    assert "We know no community called “Atlantis”." in page.content.decode()


def test_a_sentence_where_words_belong_is_sent_back(local, ana, client_of):
    data = {**FORM, "organization": local.pk, "any_en": "snow " * 30}
    page = client_of(ana).post(reverse("watch:add-service"), data)
    assert "is longer than 120 characters" in page.content.decode()


def test_an_organization_of_others_cannot_be_chosen(other_local, ana, client_of):
    data = {**FORM, "organization": other_local.pk}
    assert client_of(ana).post(reverse("watch:add-service"), data).status_code == 422


def test_editing_shows_the_words_and_keeps_the_new_ones(service, ana, client_of, published):
    client = client_of(ana)
    url = reverse("watch:edit-service", args=[service.pk])
    assert "guard" in client.get(url).content.decode()
    client.post(url, {**FORM, "name_fr": "Neige"})
    service.refresh_from_db()
    assert (service.name_en, service.name_fr) == ("Snow", "Neige")


def test_a_reader_edits_nothing(service, ben, client_of):
    url = reverse("watch:edit-service", args=[service.pk])
    assert client_of(ben).post(url, FORM).status_code == 403
    assert url not in client_of(ben).get(service.get_absolute_url()).content.decode()


def test_services_are_listed_with_counts_in_a_fixed_number_of_queries(
    service, ana, client_of, django_assert_num_queries
):
    client = client_of(ana)
    with django_assert_num_queries(4) as few:
        client.get(reverse("watch:services"))
    make_threat(service)
    make_threat(make_service(service.organization))
    with django_assert_num_queries(len(few)):
        page = client.get(reverse("watch:services")).content.decode()
    assert f"?service={service.pk}&amp;status=open" in page


# -- sources and rows --------------------------------------------------------------------------
def test_a_reading_shows_that_its_sum_adds_up(published, ana, client_of):
    published(
        award_line(), award_line(amount="$1,2,3"), slug="toronto-awards", header=AWARDS_HEADER
    )
    keep_watch()
    client = client_of(ana)
    page = client.get(reverse("watch:source", args=["toronto-awards"])).content.decode()
    assert "<b>2</b>" in page and page.count("<b>1</b>") == 2
    assert "an amount that can&#x27;t be read" in page
    aside = client.get(reverse("watch:set-aside", args=["toronto-awards"])).content.decode()
    assert "$1,2,3” can&#x27;t be read as one amount of money." in aside
    assert "&quot;$1,2,3&quot;" in aside


def test_many_rows_set_aside_are_paged(published, ana, client_of):
    lines = [award_line(amount=f"$1,2,{n}") for n in range(60)]
    published(*lines, slug="toronto-awards", header=AWARDS_HEADER)
    keep_watch()
    url = reverse("watch:set-aside", args=["toronto-awards"])
    assert client_of(ana).get(url).content.decode().count("<pre") == 50
    assert client_of(ana).get(url, {"page": 2}).content.decode().count("<pre") == 10


def test_a_source_nobody_knows_is_not_found(ana, client_of):
    assert client_of(ana).get(reverse("watch:source", args=["nowhere"])).status_code == 404


def test_a_row_is_shown_as_published_with_its_file_and_number(row, ana, ben, client_of):
    page = client_of(ben).get(reverse("watch:row", args=[row])).content.decode()
    assert "toronto-solicitations.csv" in page
    assert "Security Guard Services for shelters" in page
    assert "https://open.toronto.ca/dataset/tobids-all-open-solicitations/" in page


def test_a_row_is_closed_to_visitors_and_to_accounts_without_a_role(row, client, client_of):
    url = reverse("watch:row", args=[row])
    assert client.get(url).status_code == 302
    assert client_of(make_user("Nobody")).get(url).status_code == 404


def test_a_row_that_is_not_there_is_not_found(row, ana, client_of):
    assert client_of(ana).get(reverse("watch:row", args=["toronto-awards:0"])).status_code == 404
