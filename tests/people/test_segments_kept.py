"""Whose people a segment may find, who keeps it, and what it says of itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people import services
from reclaim.people.models import (
    LocalMembership,
    Organization,
    Person,
    Segment,
    User,
)
from reclaim.people.queries import segments
from reclaim.people.queries.segments import Question
from reclaim.people.rules import definitions
from reclaim.people.rules.definitions import EVERYBODY
from tests import builders
from tests.people.segment_builders import FRENCH, all_of, any_of, found, line, make_segment

pytestmark = pytest.mark.django_db


class TestWhosePeople:
    def test_a_segment_finds_those_its_reader_reaches_not_its_maker(
        self, ana: User, dora: User, cleo: User, local: Organization, other_local: Organization
    ):
        here = builders.make_person(local, language="fr")
        there = builders.make_person(other_local, language="fr")
        segment = make_segment(Organization.objects.get(depth=1), dora)
        assert set(segments.people_in(segment, dora)) == {here, there}
        assert set(segments.people_in(segment, ana)) == {here}
        assert set(segments.people_in(segment, cleo)) == {there}

    def test_who_sees_no_people_finds_nobody(self, ben: User, lea: User, rosa: Person):
        assert found(ben, FRENCH) == found(lea, FRENCH) == set()

    def test_people_are_seen_as_everywhere_else(
        self, ana: User, dora: User, cleo: User, ben: User, rosa: Person, other_local: Organization
    ):
        besides = builders.make_person(other_local)
        LocalMembership.objects.create(
            person=besides, organization=rosa.organization, is_elsewhere=True
        )
        builders.make_person(builders.make_organization("Another union", "national"))
        for user in (ana, dora, cleo, ben):
            seen = set(Person.objects.visible_to(user))
            assert set(segments.people_seen(user)) == seen
        assert set(segments.people_seen(dora)) == {rosa, besides}

    def test_of_many_organizations_too(
        self, dora: User, rosa: Person, monkeypatch: pytest.MonkeyPatch
    ):
        builders.make_person(builders.make_organization("Another union", "national"))
        monkeypatch.setattr(segments, "FEW", 1)
        assert set(segments.people_seen(dora)) == {rosa}


class TestSaving:
    def test_it_is_kept_changed_shared_and_ended(self, ana: User, local: Organization):
        segment = make_segment(local, ana)
        now = clock.now()
        services.change_segment(segment, "Francophones", all_of(FRENCH), by=ana, at=now)
        services.share_segment(segment, "below", by=ana, at=now)
        segment.refresh_from_db()
        assert (segment.name, segment.sharing) == ("Francophones", "below")
        services.end_segment(segment, by=ana, at=now)
        assert not Segment.objects.open().exists()
        with pytest.raises(Refused, match="has ended"):
            services.share_segment(segment, "mine", by=ana, at=now)

    def test_without_a_line_it_would_mean_everybody(self, ana: User, local: Organization):
        with pytest.raises(Refused, match="Add a line first"):
            services.save_segment(local, "All", EVERYBODY, by=ana, at=clock.now())

    def test_a_name_is_taken_once(self, ana: User, dora: User, local: Organization):
        make_segment(local, ana)
        make_segment(local, dora)
        with pytest.raises(Refused, match="of that name"):
            make_segment(local, ana)

    def test_only_one_s_own_and_shared_ones_are_seen(
        self, ana: User, dora: User, cleo: User, ben: User, local: Organization
    ):
        segment = make_segment(local, ana)
        assert not Segment.objects.visible_to(dora).exists()
        services.share_segment(segment, "below", by=ana, at=clock.now())
        assert Segment.objects.visible_to(dora).get() == segment
        for user in (cleo, ben):
            assert not Segment.objects.visible_to(user).exists()

    def test_one_shared_from_above_is_seen_below_and_changed_above(
        self, ana: User, dora: User, division: Organization
    ):
        segment = make_segment(division, dora)
        services.share_segment(segment, "below", by=dora, at=clock.now())
        assert Segment.objects.visible_to(ana).get() == segment
        with pytest.raises(Refused, match="your own copy"):
            services.end_segment(segment, by=ana, at=clock.now())

    def test_who_only_reads_makes_none(self, ben: User, local: Organization):
        with pytest.raises(Refused, match="Only organizers"):
            make_segment(local, ben)

    def test_who_lost_the_role_sees_their_own_no_more(self, ana: User, local: Organization):
        make_segment(local, ana)
        ana.memberships.update(until=clock.today() - timedelta(days=1))
        assert not Segment.objects.visible_to(User.objects.get(pk=ana.pk)).exists()


class TestInWords:
    def test_what_is_so_then_what_is_not(self, ana: User, rosa: Person):
        asked = all_of(
            line("people.kind", kind="member"),
            line("people.joined", is_not=True, since="2026-09-01"),
            line("people.consent", channel="email", purpose="campaign"),
            line("people.postal", begins="m4c"),
        )
        assert Question(asked, ana).sentence == (
            "People who are members, may be written to by e-mail and live in M4C, "
            "but did not join since 1 September 2026."
        )

    def test_a_denied_group_is_said_line_by_line(self, ana: User):
        asked = all_of(
            FRENCH,
            any_of(
                line("people.contact", kind="email"),
                line("people.contact", is_not=True, kind="phone"),
                is_not=True,
            ),
        )
        assert Question(asked, ana).sentence == (
            "People who speak French and (have a phone number, but have no e-mail address)."
        )

    def test_in_french(self, ana: User):
        with translation.override("fr"):
            asked = all_of(FRENCH, line("people.contact", is_not=True, kind="phone"))
            assert Question(asked, ana).sentence == (
                "Les personnes qui parlent français, mais n’ont pas de numéro de téléphone."
            )


class TestCountingLines:
    def test_each_line_s_share_comes_from_one_question(
        self, ana: User, rosa: Person, idris: Person, mei: Person
    ):
        mail = line("people.contact", kind="email")
        question = Question(all_of(FRENCH, mail), ana)
        assert question.counted(question.asked) == question.count() == 1
        assert question.counted(definitions.removed(question.asked, (1,))) == 2
        with CaptureQueriesContext(connection) as asked:
            question.counted(definitions.removed(question.asked, (0,)))
        assert len(asked) == 0

    def test_more_lines_ask_no_more_questions(self, ana: User, rosa: Person):
        def questions(many: int) -> int:
            languages = [
                line("people.language", language=code) for code in ["fr", "zh", "pa", "es"]
            ]
            with CaptureQueriesContext(connection) as asked:
                Question(any_of(*languages[:many]), ana).answers  # noqa: B018
            return len(asked)

        questions(1)  # this account's roles are looked up once
        assert questions(4) == questions(1)
