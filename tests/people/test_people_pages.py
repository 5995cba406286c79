"""The list of people, one person, adding and changing a record."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from reclaim.core import clock, offers
from reclaim.core.offers import TimelineEntry
from reclaim.people.models import Person, Role
from tests.builders import make_organization, make_person, make_user, make_worksite

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture
def idris(local):
    return make_person(local, given_name="Idris", family_name="Okoro", job_title="Guard")


def page_of(idris):
    return f"/people/{idris.pk}/"


class TestList:
    def test_it_shows_the_people_of_my_organization(self, client_of, ana, idris):
        page = client_of(ana).get(LIST)
        assert page.status_code == 200
        assert "Idris Okoro" in page.text

    def test_it_takes_no_posts(self, client_of, ana):
        assert client_of(ana).post(LIST).status_code == 405

    @pytest.mark.parametrize("role", [Role.LEADER, Role.RESEARCHER, Role.READER])
    def test_a_teammate_whose_role_sees_no_records_is_told_so(self, client_of, local, idris, role):
        page = client_of(make_user("Team", local, role)).get(LIST)
        assert "Your role shows you no records of people" in page.text
        assert "Idris" not in page.text

    def test_a_stranger_sees_only_their_own(self, client_of, cleo, idris):
        assert "Idris" not in client_of(cleo).get(LIST).text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(LIST).url == f"/accounts/login/?next={LIST}"

    def test_somebody_above_sees_everybody_below(self, client_of, dora, idris, other_local):
        make_person(other_local, given_name="Fatou")
        page = client_of(dora).get(LIST)
        assert "Idris" in page.text
        assert "Fatou" in page.text

    def test_one_organization_and_all_below_it_can_be_chosen(
        self, client_of, dora, idris, council, local, other_local
    ):
        make_person(other_local, given_name="Fatou")
        client = client_of(dora)
        assert "Fatou" not in client.get(LIST, {"organization": local.slug}).text
        assert "Fatou" in client.get(LIST, {"organization": council.slug}).text

    def test_an_organization_out_of_reach_cannot_be_chosen(self, client_of, cleo, idris, local):
        assert "Idris" not in client_of(cleo).get(LIST, {"organization": local.slug}).text

    @pytest.mark.parametrize("words", ["idris", "okoro", "Ok", "okoro idris", " idr  oko "])
    def test_a_name_is_found_by_how_its_words_begin(self, client_of, ana, idris, words):
        assert "Idris Okoro" in client_of(ana).get(LIST, {"q": words}).text

    def test_a_name_with_accents_is_found_as_it_is_written(self, client_of, ana, local):
        make_person(local, given_name="Élodie", family_name="Ng")
        assert "Élodie Ng" in client_of(ana).get(LIST, {"q": "Élo"}).text

    @pytest.mark.parametrize("words", ["zzz", "%", "_", "'; drop table", "x" * 500])
    def test_a_name_nobody_has_finds_nobody(self, client_of, ana, idris, words):
        page = client_of(ana).get(LIST, {"q": words})
        assert "Nobody found" in page.text

    def test_an_empty_organization_says_what_to_do_first(self, client_of, ana):
        assert "Add the first person" in client_of(ana).get(LIST).text

    @pytest.mark.parametrize("page", ["0", "-1", "999", "two", ""])
    def test_a_page_that_is_not_there_shows_one_that_is(self, client_of, ana, idris, page):
        assert "Idris" in client_of(ana).get(LIST, {"page": page}).text

    def test_pages_keep_what_was_asked_for(self, client_of, ana, local):
        for _ in range(51):
            make_person(local)
        page = client_of(ana).get(LIST, {"q": "idris"})
        assert "?q=idris&amp;after=" in page.text

    @pytest.mark.parametrize("people", [1, 60])
    def test_it_asks_the_database_the_same_few_questions_at_any_size(
        self, client_of, ana, local, django_assert_num_queries, people
    ):
        client = client_of(ana)
        worksite = make_worksite(local)
        for _ in range(people):
            make_person(local, worksite=worksite)
        with django_assert_num_queries(18):  # one of each, whomever it shows
            client.get(LIST)


class TestPerson:
    def test_it_shows_what_is_known_and_what_is_not(self, client_of, ana, idris):
        page = client_of(ana).get(page_of(idris))
        assert "Idris Okoro" in page.text
        assert "Guard" in page.text
        assert "not known" in page.text

    def test_it_takes_no_posts(self, client_of, ana, idris):
        assert client_of(ana).post(page_of(idris)).status_code == 405

    @pytest.mark.parametrize("who", ["ben", "lea", "cleo", "staff"])
    def test_who_may_not_see_it_finds_nothing(self, client_of, idris, who, request):
        client = client_of(request.getfixturevalue(who))
        assert client.get(page_of(idris)).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, idris):
        assert client.get(page_of(idris)).status_code == 302

    def test_other_rooms_offer_what_happened_the_newest_first(
        self, client_of, ana, idris, monkeypatch
    ):
        def offered(pk, user):
            assert (pk, user) == (idris.pk, ana)
            now = clock.now()
            return [
                TimelineEntry(now - timedelta(days=2), "Talked at the gate"),
                TimelineEntry(now, "Signed the letter", url="/letters/1/", room="letters"),
            ]

        monkeypatch.setattr(offers.person_timeline, "_by_room", {"letters": offered})
        page = client_of(ana).get(page_of(idris)).text
        assert page.index("Signed the letter") < page.index("Talked at the gate")
        assert 'href="/letters/1/"' in page

    def test_a_page_without_anything_says_what_to_do_first(self, client_of, ana, idris):
        assert "Talk with them first" in client_of(ana).get(page_of(idris)).text


FACTS = {
    "given_name": "Fatou",
    "family_name": "Sow",
    "email": "fatou@people.example",
    "phone": "416 555 0100",
    "language": "pa",
    "worksite": "",
    "job_title": "Cook",
    "shift": "nights",
}


class TestAdding:
    @pytest.fixture
    def url(self, local):
        return f"/people/organizations/{local.slug}/people/add/"

    def test_a_person_is_kept_as_typed(self, client_of, ana, local, url):
        worksite = make_worksite(local)
        answer = client_of(ana).post(url, {**FACTS, "worksite": worksite.pk})
        person = Person.objects.get()
        assert answer.url == page_of(person)
        kept = {name: getattr(person, name) for name in FACTS}
        assert kept == {**FACTS, "worksite": worksite}
        assert person.organization == local

    def test_the_page_offers_the_worksites_of_this_local_only(
        self, client_of, ana, local, other_local, url
    ):
        make_worksite(local, "North kitchen")
        make_worksite(other_local, "Harbour depot")
        page = client_of(ana).get(url).text
        assert "North kitchen" in page
        assert "Harbour depot" not in page

    def test_the_worksite_of_another_local_is_not_taken(self, client_of, ana, other_local, url):
        foreign = make_worksite(other_local)
        page = client_of(ana).post(url, {**FACTS, "worksite": foreign.pk})
        assert page.status_code == 200
        assert not Person.objects.exists()

    @pytest.mark.parametrize(
        ("given", "family"),
        [
            ("X", ""),
            ("", "Ō"),
            ("ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"),
            ("ᐊᓄᕋᖅ", ""),
            ("محمد", "علي"),
            ("n" * 80, "m" * 80),
        ],
    )
    def test_names_are_kept_as_people_write_them(self, client_of, ana, url, given, family):
        client_of(ana).post(url, {**FACTS, "given_name": given, "family_name": family})
        person = Person.objects.get()
        assert (person.given_name, person.family_name) == (given, family)

    def test_a_name_of_signs_is_shown_as_signs(self, client_of, ana, url):
        answer = client_of(ana).post(url, {**FACTS, "given_name": "<b>Fatou"}, follow=True)
        assert "&lt;b&gt;Fatou" in answer.text

    def test_nothing_at_all_is_one_sentence_and_nothing_kept(self, client_of, ana, url):
        page = client_of(ana).post(url, {"language": "en", "phone": "416 555 0100"})
        assert "Give at least a name or an e-mail address." in page.text
        assert "416 555 0100" in page.text  # nothing typed is lost
        assert not Person.objects.exists()

    def test_a_wrong_address_is_one_sentence(self, client_of, ana, url):
        page = client_of(ana).post(url, {**FACTS, "email": "fatou at home"})
        assert "Enter a valid email address" in page.text

    def test_two_people_may_share_an_address(self, client_of, ana, local, url):
        make_person(local, email=FACTS["email"])
        client_of(ana).post(url, FACTS)
        assert Person.objects.filter(email=FACTS["email"]).count() == 2

    @pytest.mark.parametrize("who", ["ben", "lea", "cleo", "staff"])
    def test_who_may_not_add_finds_nothing(self, client_of, url, who, request):
        client = client_of(request.getfixturevalue(who))
        assert client.get(url).status_code == 404
        assert client.post(url, FACTS).status_code == 404
        assert not Person.objects.exists()

    def test_a_visitor_is_asked_to_sign_in(self, client, url):
        assert client.post(url, FACTS).status_code == 302
        assert not Person.objects.exists()


class TestChanging:
    @pytest.fixture
    def url(self, idris):
        return f"/people/{idris.pk}/change/"

    def test_a_record_is_changed_and_who_changed_what_is_kept(self, client_of, ana, idris, url):
        answer = client_of(ana).post(url, {**FACTS, "given_name": "Idris", "phone": ""})
        assert answer.url == page_of(idris)
        idris.refresh_from_db()
        assert (idris.family_name, idris.language) == ("Sow", "pa")
        line = LogEntry.objects.get(object_pk=str(idris.pk), actor=ana)
        changed = ["email", "family_name", "job_title", "language", "shift"]
        assert line.additional_data == {"verb": "change person", "fields": changed}

    def test_a_record_that_stays_the_same_leaves_no_line(self, client_of, ana, idris, url):
        same = {name: getattr(idris, name) or "" for name in FACTS}
        assert client_of(ana).post(url, same).status_code == 302
        assert not LogEntry.objects.filter(actor=ana).exists()

    @pytest.mark.parametrize("who", ["ben", "lea", "cleo", "staff"])
    def test_who_may_not_change_finds_nothing(self, client_of, idris, url, who, request):
        client = client_of(request.getfixturevalue(who))
        assert client.get(url).status_code == 404
        assert client.post(url, FACTS).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, url):
        assert client.post(url, FACTS).status_code == 302


def test_the_list_reads_in_french(client_of, ana, idris):
    page = client_of(ana).get(f"/fr{LIST}")
    assert "Lieu de travail" in page.text
    assert "1 personne" in page.text


def test_a_person_of_a_local_below_another_council_stays_out_of_reach(client_of, dora):
    elsewhere = make_organization("National union", under=None, kind="national")
    person = make_person(elsewhere)
    assert client_of(dora).get(page_of(person)).status_code == 404
