"""A member tells what they saw, and reads what became of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.people.models import Organization, Role
from reclaim.people.services.same import merge_people, undo_merge
from reclaim.watch import offers
from reclaim.watch.models import Threat, Tip, TipPage, TipStep
from reclaim.watch.queries import tips as queries
from reclaim.watch.services import tip_pages
from reclaim.watch.services import tips as services
from tests.builders import (
    make_organization,
    make_person,
    make_service,
    make_threat,
    make_tip,
    make_user,
    make_worksite,
)

pytestmark = pytest.mark.django_db
TELL = "/watch/tips/tell/"
SEEN = {"words": "Two men in grey mop the third floor", "seen": "today", "who": "me"}


@pytest.fixture
def olu(local):
    return make_user("Olu", local, Role.ORGANIZER)


@pytest.fixture
def tip(local, ben):
    return make_tip(local, ben, words="Grey vests at the dock")[0]


def steps(tip):
    return list(TipStep.objects.filter(tip=tip).values_list("kind", flat=True))


def state(tip):
    return Tip.objects.with_state().get(pk=tip.pk).state


class TestTelling:
    def test_one_sentence_and_a_tap_are_enough(self, client_of, ben, local):
        answer = client_of(ben).post(TELL, SEEN)
        tip = Tip.objects.get()
        assert answer.headers["Location"].startswith("/watch/told/")
        assert (tip.organization, tip.words, tip.seen_on) == (local, SEEN["words"], clock.today())

    def test_its_receipt_opens_without_a_sign_in_and_does_not_show_what_was_told(
        self, client_of, client, ben
    ):
        url = client_of(ben).post(TELL, SEEN).headers["Location"]
        page = client.get(url)
        assert "Thank you. We have it." in page.text
        assert SEEN["words"] not in page.text
        assert client.get("/watch/told/made-up/").status_code == 404

    def test_they_find_it_again_under_their_name(self, client_of, ben):
        client = client_of(ben)
        client.post(TELL, SEEN)
        assert SEEN["words"] in client.get("/watch/tips/mine/").text

    def test_without_a_name_nobody_finds_it_under_theirs(self, client_of, ben):
        client = client_of(ben)
        client.post(TELL, {**SEEN, "who": "nobody"})
        assert SEEN["words"] not in client.get("/watch/tips/mine/").text
        assert queries.of_account(ben.pk) == []

    @pytest.mark.parametrize(
        ("said", "seen", "on"),
        [
            ({"seen": "yesterday"}, "day", date(2026, 10, 4)),
            ({"seen": "week"}, "week", None),
            ({"seen": "earlier"}, "earlier", None),
            ({"seen": "earlier", "seen_on": "2026-08-30"}, "day", date(2026, 8, 30)),
        ],
    )
    def test_a_day_is_kept_as_far_as_it_is_known(self, client_of, ben, said, seen, on):
        client_of(ben).post(TELL, {**SEEN, **said})
        tip = Tip.objects.get()
        assert (tip.seen, tip.seen_on) == (seen, on)

    def test_a_day_to_come_is_refused_and_what_was_typed_is_kept(self, client_of, ben):
        answer = client_of(ben).post(TELL, {**SEEN, "seen_on": "2026-12-01"})
        assert answer.status_code == 422
        assert "That day has not come yet" in answer.text
        assert SEEN["words"] in answer.text

    def test_nothing_seen_is_nothing_told(self, client_of, ben):
        assert client_of(ben).post(TELL, {**SEEN, "words": "  "}).status_code == 422
        assert not Tip.objects.exists()

    def test_a_worksite_of_another_local_is_not_offered(self, client_of, ben, other_local):
        site = make_worksite(other_local)
        assert client_of(ben).post(TELL, {**SEEN, "worksite": site.pk}).status_code in {302, 422}
        assert not Tip.objects.exclude(worksite=None).exists()

    def test_of_two_locals_one_chooses_and_the_worksite_must_be_of_it(
        self, client_of, ben, local, other_local
    ):
        make_person(other_local, given_name="Ben", user=ben)
        site = make_worksite(local)
        said = {**SEEN, "organization": other_local.pk}
        assert client_of(ben).post(TELL, {**said, "worksite": site.pk}).status_code == 422
        client_of(ben).post(TELL, said)
        assert Tip.objects.get().organization == other_local

    def test_who_belongs_nowhere_is_told_so(self, client_of, db):
        page = client_of(make_user("Nemo")).get(TELL)
        assert "You belong to no local here yet" in page.text

    def test_a_partner_is_no_local(self, client_of, db):
        partner = make_organization("Food bank", Organization.Kind.PARTNER)
        page = client_of(make_user("Pat", partner, Role.COORDINATOR)).get(TELL)
        assert "You belong to no local here yet" in page.text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        for url in (TELL, "/watch/tips/mine/", "/watch/tips/"):
            assert client.get(url).status_code == 302

    def test_in_french(self, client_of, ben):
        page = client_of(ben).get(f"/fr{TELL}").text
        assert "Qu’avez-vous vu" in page


class TestPageWithoutASignIn:
    @pytest.fixture
    def page(self, local, ana):
        return tip_pages.open_tip_page(local, by=ana, at=clock.now())

    def test_a_visitor_tells_and_may_say_who_they_are(self, client, page, local):
        said = {"words": "A new firm", "seen": "week", "name": "Rosa", "reach": "416 555 0100"}
        answer = client.post(page.get_absolute_url(), said)
        tip = Tip.objects.get()
        assert answer.status_code == 302
        assert tip.organization == local
        assert "Rosa" in tip.reporter

    def test_or_not(self, client, page):
        client.post(page.get_absolute_url(), {"words": "A new firm", "seen": "week"})
        assert queries.who_told(queries.Reporter.from_text(Tip.objects.get().reporter)) is None

    def test_who_sends_many_is_slowed_down(self, client, page):
        call = {"words": "A new firm", "seen": "week"}
        codes = [client.post(page.get_absolute_url(), call).status_code for _ in range(21)]
        cache.clear()
        assert codes == [302] * 20 + [429]

    def test_closed_it_leads_nowhere_and_opened_again_it_has_another_address(
        self, client, page, local, ana
    ):
        tip_pages.close_tip_page(local, by=ana, at=clock.now())
        assert client.get(page.get_absolute_url()).status_code == 404
        again = tip_pages.open_tip_page(local, by=ana, at=clock.now())
        assert again.token != page.token

    def test_its_square_and_address_are_shown_to_coordinators(self, client_of, page, ana, olu):
        told = client_of(ana).get("/watch/tips/pages/").text
        assert page.get_absolute_url() in told
        assert "<svg" in told
        assert client_of(olu).get("/watch/tips/pages/").status_code == 404

    def test_an_organizer_opens_none(self, olu, local):
        with pytest.raises(Refused, match="Only coordinators"):
            tip_pages.open_tip_page(local, by=olu, at=clock.now())
        assert not TipPage.objects.exists()


class TestTheQueue:
    def test_shows_what_was_seen_and_nobodys_name(self, client_of, olu, ben, tip):
        for url in ("/watch/tips/", tip.get_absolute_url()):
            page = client_of(olu).get(url).text
            assert "Grey vests" in page
            assert "Ben" not in page
            assert ben.email not in page

    @pytest.mark.parametrize("role", [Role.READER, Role.LEADER, Role.RESEARCHER])
    def test_is_not_there_for_those_who_do_not_answer(self, client_of, local, tip, role):
        client = client_of(make_user("Rey", local, role))
        assert client.get("/watch/tips/").status_code == 404
        assert client.get(tip.get_absolute_url()).status_code == 404

    def test_has_only_tips_of_ones_own_organizations(self, client_of, cleo, tip):
        assert "Grey vests" not in client_of(cleo).get("/watch/tips/").text
        assert client_of(cleo).get(tip.get_absolute_url()).status_code == 404

    def test_holds_what_waits_until_it_is_decided(self, client_of, olu, tip):
        services.set_tip_aside(tip, "over", by=olu, at=clock.now())
        client = client_of(olu)
        assert "Grey vests" not in client.get("/watch/tips/").text
        assert "Grey vests" in client.get("/watch/tips/?state=aside").text
        assert "Grey vests" in client.get("/watch/tips/?state=all").text
        assert "Grey vests" not in client.get("/watch/tips/?state=threat").text

    def test_asks_as_many_questions_of_the_register_for_nine_as_for_one(
        self, client_of, olu, ben, local, django_assert_max_num_queries
    ):
        for number in range(9):
            make_tip(local, ben, words=f"Van {number}", worksite=make_worksite(local))
        client = client_of(olu)
        with django_assert_max_num_queries(14):
            client.get("/watch/tips/")

    def test_is_announced_on_todays_page(self, olu, ben, tip):
        assert offers.today_items(olu)[0].text == "1 report of a member waits for an answer"
        assert offers.today_items(ben) == []


class TestWhatBecomesOfIt:
    def test_taken_up_the_reporter_reads_it(self, client_of, olu, ben, tip):
        client_of(olu).post(f"/watch/tips/{tip.pk}/take-up/")
        assert "Somebody is looking at it." in client_of(ben).get("/watch/tips/mine/").text
        assert state(tip) == "looked"

    def test_twice_is_refused(self, client_of, olu, tip):
        services.take_up(tip, by=olu, at=clock.now())
        assert client_of(olu).post(f"/watch/tips/{tip.pk}/take-up/").status_code == 403

    def test_set_aside_the_reporter_reads_why(self, client_of, olu, ben, tip):
        said = {"reason": "known", "answer": "Thank you, see the board"}
        client_of(olu).post(f"/watch/tips/{tip.pk}/set-aside/", said)
        page = client_of(ben).get("/watch/tips/mine/").text
        assert "We knew it already" in page
        assert "Thank you, see the board" in page

    def test_without_a_reason_nothing_happens_and_the_answer_is_kept(self, client_of, olu, tip):
        answer = client_of(olu).post(f"/watch/tips/{tip.pk}/set-aside/", {"answer": "Thanks"})
        assert answer.status_code == 422
        assert "Thanks" in answer.text
        assert steps(tip) == []

    def test_a_reason_to_ask_who_told_is_none_to_set_aside(self, olu, tip):
        with pytest.raises(Refused, match="Say why"):
            services.set_tip_aside(tip, "ask", by=olu, at=clock.now())

    def test_made_a_threat_it_stands_in_the_one_list_by_its_clock(
        self, client_of, olu, ben, local, tip
    ):
        service = make_service(local, "Cleaning")
        make_threat(service, closes_on="2026-10-30")
        said = {"service": service.pk, "told_as": "A trial on two floors", "due_on": "2026-10-14"}
        client_of(olu).post(f"/watch/tips/{tip.pk}/threat/", said)
        listed = client_of(ben).get("/watch/").text
        assert listed.index("A trial on two floors") < listed.index("Security Guard")
        assert "told by members" in listed
        assert state(tip) == "threat"
        assert "Cleaning" in client_of(ben).get("/watch/tips/mine/").text

    def test_its_page_shows_tips_only_to_those_who_answer_them(
        self, client_of, olu, ben, local, tip
    ):
        new = services.NewThreat(make_service(local), "A trial on two floors")
        threat = services.make_threat_of(tip, new, by=olu, at=clock.now())
        assert "Grey vests" in client_of(olu).get(threat.get_absolute_url()).text
        page = client_of(ben).get(threat.get_absolute_url())
        assert page.status_code == 200
        assert "Grey vests" not in page.text

    def test_a_call_found_by_a_reading_takes_a_tip(self, client_of, olu, local, tip):
        threat = make_threat(make_service(local))
        client_of(olu).post(f"/watch/tips/{tip.pk}/known-threat/", {"threat": threat.pk})
        assert [one.pk for one in queries.tips_of(threat, olu)] == [tip.pk]

    def test_a_threat_out_of_reach_is_not_offered(self, client_of, olu, other_local, tip):
        threat = make_threat(make_service(other_local))
        url = f"/watch/tips/{tip.pk}/known-threat/"
        assert client_of(olu).post(url, {"threat": threat.pk}).status_code == 422
        with pytest.raises(Refused, match="do not reach"):
            services.put_to_threat(tip, threat, by=olu, at=clock.now())

    def test_decided_it_is_decided_until_it_is_taken_up_again(self, client_of, olu, local, tip):
        threat = make_threat(make_service(local))
        services.put_to_threat(tip, threat, by=olu, at=clock.now())
        assert client_of(olu).get(f"/watch/tips/{tip.pk}/set-aside/").status_code == 403
        client_of(olu).post(f"/watch/tips/{tip.pk}/take-up-again/")
        assert queries.tips_of(threat, olu) == []
        services.set_tip_aside(tip, "ours", by=olu, at=clock.now())
        assert steps(tip) == ["threat", "again", "aside"]

    def test_an_undecided_one_is_not_taken_up_again(self, olu, tip):
        with pytest.raises(Refused, match="not decided"):
            services.take_up_again(tip, by=olu, at=clock.now())

    def test_nobody_beside_answers(self, cleo, tip):
        for answer in (services.take_up, services.take_up_again):
            with pytest.raises(Refused, match="Only coordinators, organizers"):
                answer(tip, by=cleo, at=clock.now())


class TestThreatsWithoutANotice:
    @pytest.mark.parametrize(
        ("due", "status", "chosen"),
        [
            (None, "open", "open"),
            (date(2026, 10, 5), "open", "open"),
            (date(2026, 10, 4), "late", "undecided"),
            (date(2024, 10, 4), "past", "past"),
        ],
    )
    def test_stand_as_their_day_says(self, local, ana, due, status, chosen):
        service = make_service(local)
        threat = Threat.objects.create(
            service=service, told_as="A trial", due_on=due, found_at=clock.now()
        )
        assert threat.status == status
        for one in ("open", "undecided", "past", "awarded"):
            found = offers.queries.threats_by_clock(ana, status=one)
            assert list(found) == ([threat] if one == chosen else [])

    def test_are_counted_with_the_service_they_threaten(self, local, ana):
        service = make_service(local)
        Threat.objects.create(service=service, told_as="A trial", found_at=clock.now())
        make_threat(service)
        make_threat(service, closes_on="2026-10-01")
        (row,) = offers.queries.services_with_counts(ana)
        assert (row.found, row.open_threats) == (3, 2)

    def test_are_dismissed_like_others(self, client_of, local, ana):
        threat = Threat.objects.create(
            service=make_service(local), told_as="A trial", found_at=clock.now()
        )
        client_of(ana).post(f"/watch/threats/{threat.pk}/dismiss/", {"because": "A day only"})
        threat.refresh_from_db()
        assert threat.status == "dismissed"


class TestMyFacts:
    def test_tell_what_one_reported_and_what_one_answered(self, olu, ben, tip):
        services.set_tip_aside(tip, "over", by=olu, at=clock.now())
        (mine,) = offers.personal_sections(Subject(user_id=ben.pk, email=ben.email))
        assert mine.rows[0][2] == "Grey vests at the dock"
        assert mine.rows[0][-1] == "set aside"
        (answered,) = offers.personal_sections(Subject(user_id=olu.pk))
        assert answered.rows[0][1] == "set aside"

    def test_an_address_alone_opens_nothing(self, ben, tip):
        assert offers.personal_sections(Subject(email=ben.email)) == []

    def test_a_merge_of_records_and_its_undoing_lose_nothing(self, ana, ben, local, tip):
        stays, goes = make_person(local), make_person(local, user=ben)
        merge = merge_people(stays, goes, by=ana, at=clock.now())
        assert [one.pk for one in queries.of_account(ben.pk)] == [tip.pk]
        undo_merge(merge, by=ana, at=clock.now())
        assert [one.pk for one in queries.of_account(ben.pk)] == [tip.pk]


def test_steps_stay_in_the_order_they_were_taken(olu, tip):
    services.take_up(tip, by=olu, at=clock.now())
    services.set_tip_aside(tip, "unclear", by=olu, at=clock.now())
    assert steps(tip) == ["looked", "aside"]
    assert TipStep.objects.count() == 2
