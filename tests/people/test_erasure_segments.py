"""Somebody is erased who stands in a segment: in its name, or in what was filled in."""

from __future__ import annotations

import json

import pytest

from reclaim.core import clock, offers
from reclaim.people import services
from reclaim.people.models import Segment
from reclaim.people.queries.segments import Question
from reclaim.people.rules import definitions
from tests import builders
from tests.people.segment_builders import any_of, line, make_segment

pytestmark = pytest.mark.django_db
EMAIL, PHONE, NAME = "wilhelmina.zquest@members.example", "416 555 0177", "Wilhelmina Zquest"
MARKS = ("wilhelmina", "zquest", PHONE)


@pytest.fixture
def wil(local):
    return builders.make_user("Wilhelmina", local, last_name="Zquest", email=EMAIL)


class TestInSegments:
    @pytest.fixture
    def badge(self, local, ana):
        return services.add_custom_field(
            local, kind="text", name_en="Brought by", by=ana, at=clock.now()
        )

    def asked(self, badge, value):
        french = line("people.language", language="fr")
        return french, any_of(line(f"people.custom.{badge.pk}", value=value), french)

    def kept(self):
        return json.dumps(Segment.objects.get().definition).lower()

    @pytest.mark.parametrize("written", [NAME, "zquest, WILHELMINA", EMAIL, f"Call {PHONE}"])
    def test_it_is_emptied_and_finds_nobody_by_that_line(self, local, ana, wil, badge, written):
        services.add_person(
            local, by=ana, at=clock.now(), given_name="Wilhelmina", family_name="Zquest",
            phone=PHONE, user=wil,
        )  # fmt: skip
        segment = make_segment(local, ana, *self.asked(badge, written))
        services.erase_oneself(wil, at=clock.now())
        segment.refresh_from_db()
        question = Question(definitions.read(segment.definition), ana)
        assert len(question.cannot) == 1
        assert len(question.lines) == 3
        assert not any(mark in self.kept() for mark in MARKS)

    def test_its_name_goes_too_and_an_ended_one_is_no_exception(self, local, ana, wil):
        segment = make_segment(local, ana, name="Friends of Wilhelmina Zquest")
        services.end_segment(segment, by=ana, at=clock.now())
        services.erase_oneself(wil, at=clock.now())
        segment.refresh_from_db()
        assert segment.name == f"Segment {segment.pk}"

    def test_others_stay_as_they_are(self, local, ana, wil, badge):
        segment = make_segment(local, ana, *self.asked(badge, "Wilhelm Quest"))
        before = segment.definition
        services.erase_oneself(wil, at=clock.now())
        segment.refresh_from_db()
        assert (segment.name, segment.definition) == ("Ours", before)


def test_segments_somebody_made_are_told_to_them(local, ana):
    make_segment(local, ana, name="Nights")
    told = [one for tell in offers.personal_sections for one in tell(offers.Subject(ana.pk))]
    section = next(one for one in told if one.title == "Segments you made")
    assert section.rows == [("Nights", "Local 4120", "only me", "5 October 2026", "")]
