"""Whom a segment means: each filter, and/or/not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import (
    CustomField,
    ImportRow,
    LocalMembership,
    Organization,
    Person,
    User,
)
from reclaim.people.queries.segments import Question
from reclaim.people.rules import definitions
from reclaim.people.rules.definitions import EVERYBODY, Line
from tests import builders
from tests.people.segment_builders import FRENCH, all_of, any_of, found, line

pytestmark = pytest.mark.django_db


class TestEachFilter:
    def test_a_language_is_preferred_or_also_spoken(
        self, ana: User, rosa: Person, idris: Person, mei: Person
    ):
        assert found(ana, FRENCH) == {rosa, idris}
        assert found(ana, line("people.language", is_not=True, language="fr")) == {mei}

    def test_no_language_is_found_inside_the_code_of_another(self, ana: User, local: Organization):
        builders.make_person(local, also_speaks="fra")
        assert found(ana, FRENCH) == set()

    def test_an_organization_is_meant_with_all_below_and_who_belongs_besides(
        self, dora: User, council: Organization, other_local: Organization, rosa: Person
    ):
        besides = builders.make_person(other_local)
        LocalMembership.objects.create(
            person=besides, organization=rosa.organization, is_elsewhere=True
        )
        there = line("people.organization", organization=rosa.organization.pk)
        assert found(dora, there) == {rosa, besides}
        assert found(dora, line("people.organization", organization=council.pk)) == {rosa, besides}

    def test_members_are_those_of_today(self, ana: User, rosa: Person, idris: Person):
        now, today = clock.now(), clock.today()
        services.join_local(rosa, rosa.organization, by=ana, at=now)
        ended = services.join_local(
            idris, idris.organization, by=ana, at=now, since=date(2020, 1, 1)
        )
        LocalMembership.objects.filter(pk=ended.pk).update(until=today - timedelta(days=1))
        assert found(ana, line("people.kind", kind="member")) == {rosa}
        assert found(ana, line("people.kind", is_not=True, kind="member")) == {idris}

    def test_joined_since_a_day_counts_that_day(self, ana: User, rosa: Person, idris: Person):
        for person, since in ((rosa, date(2026, 9, 1)), (idris, date(2026, 8, 31))):
            services.join_local(person, person.organization, by=ana, at=clock.now(), since=since)
        assert found(ana, line("people.joined", since="2026-09-01")) == {rosa}

    def test_not_at_a_worksite_includes_those_of_whom_it_is_not_known(
        self, ana: User, local: Organization, mei: Person
    ):
        site = builders.make_worksite(local)
        there = builders.make_person(local, worksite=site)
        assert found(ana, line("people.worksite", worksite=site.pk)) == {there}
        assert found(ana, line("people.worksite", is_not=True, worksite=site.pk)) == {mei}

    @pytest.mark.parametrize("begins", ["M", "m4", "M4C", "M4C 1", "M4C 1A1", "m4c-1a1"])
    def test_the_beginning_of_a_postal_code_is_enough(self, ana: User, rosa: Person, begins: str):
        lives(rosa, "12 Elm Street, Toronto ON m4c 1a1, Canada", ana)
        assert found(ana, line("people.postal", begins=begins)) == {rosa}

    @pytest.mark.parametrize("begins", ["M4D", "M4C 1A2", "L", "M5", "N"])
    def test_another_code_is_another_place(self, ana: User, rosa: Person, begins: str):
        lives(rosa, "12 Elm Street, Toronto ON M4C 1A1", ana)
        assert found(ana, line("people.postal", begins=begins)) == set()
        assert found(ana, line("people.postal", is_not=True, begins=begins)) == {rosa}

    def test_an_address_that_no_longer_holds_places_nobody(self, ana: User, rosa: Person):
        point = lives(rosa, "12 Elm Street, Toronto ON M4C 1A1", ana)
        services.mark_contact(point, "ended", by=ana, at=clock.now())
        assert found(ana, line("people.postal", begins="M4C")) == set()

    def test_may_be_written_to_is_what_the_ledger_says(
        self, ana: User, rosa: Person, idris: Person, mei: Person
    ):
        """Rosa is a member with an address; Idris said yes and has none; Mei said no."""
        now = clock.now()
        services.join_local(rosa, rosa.organization, by=ana, at=now)
        services.note_contact(mei, "email", "mei@x.example", by=ana, at=now)
        for person, is_given in ((idris, True), (mei, False)):
            services.record_consent(
                person, "email", "campaign", is_given=is_given, source="talk", by=ana, at=now
            )
        by_mail = {"channel": "email", "purpose": "campaign"}
        assert found(ana, line("people.consent", **by_mail)) == {rosa}
        assert found(ana, line("people.consent", is_not=True, **by_mail)) == {idris, mei}

    def test_an_address_that_comes_back_is_none(self, ana: User, rosa: Person, mei: Person):
        assert found(ana, line("people.contact", kind="email")) == {rosa}
        services.mark_contact(rosa.contact_points.get(), "bounced", by=ana, at=clock.now())
        assert found(ana, line("people.contact", kind="email")) == set()

    def test_who_came_with_a_sheet(self, ana: User, rosa: Person, idris: Person):
        now = clock.now()
        sheet = builders.make_import(
            rosa.organization, ana, mapped_at=now, checked_at=now, started_at=now, finished_at=now
        )
        ImportRow.objects.create(of=sheet, number=2, outcome="added", person=rosa)
        assert found(ana, line("people.import", sheet=sheet.pk)) == {rosa}


class TestFieldsOfAnOrganization:
    def ask(
        self, ana: User, rosa: Person, kind: str, kept: str, choices: str = "", **value: str
    ) -> bool:
        field = CustomField.objects.create(
            organization=rosa.organization, kind=kind, name_en="Shirt", choices=choices
        )
        services.fill_custom_fields(rosa, {field.pk: kept}, by=ana, at=clock.now())
        asked = line(f"people.custom.{field.pk}", **value)
        assert Question(all_of(asked), ana).cannot == []
        denied = Line(asked.filter, asked.value, True)
        assert (rosa in found(ana, asked)) != (rosa in found(ana, denied))
        return rosa in found(ana, asked)

    def test_a_text_is_compared_whatever_its_capitals(self, ana: User, rosa: Person):
        assert self.ask(ana, rosa, "text", "Blue", value="blue")

    def test_numbers_are_compared_as_numbers(self, ana: User, rosa: Person):
        assert self.ask(ana, rosa, "number", "9", how="most", value="10")

    def test_a_number_too_small(self, ana: User, rosa: Person):
        assert not self.ask(ana, rosa, "number", "9.5", how="least", value="10")

    def test_a_day(self, ana: User, rosa: Person):
        assert self.ask(ana, rosa, "date", "2026-09-01", how="since", value="2026-09-01")

    def test_yes_or_no(self, ana: User, rosa: Person):
        assert not self.ask(ana, rosa, "yes_no", "no", value="yes")

    def test_one_of_a_list(self, ana: User, rosa: Person):
        assert self.ask(ana, rosa, "choice", "XL", choices="M\nXL", value="XL")

    def test_a_field_of_the_organization_above_may_be_asked(
        self, ana: User, rosa: Person, division: Organization
    ):
        field = CustomField.objects.create(organization=division, kind="yes_no", name_en="Steward")
        asked = line(f"people.custom.{field.pk}", value="yes")
        services.fill_custom_fields(rosa, {field.pk: "yes"}, by=ana, at=clock.now())
        assert found(ana, asked) == {rosa}


class TestAndOrNot:
    def test_all_any_and_neither(self, ana: User, rosa: Person, idris: Person, mei: Person):
        mail = line("people.contact", kind="email")
        chinese = line("people.language", language="zh")
        assert found(ana, FRENCH, mail) == {rosa}
        assert found(ana, any_of(mail, chinese)) == {rosa, mei}
        assert found(ana, any_of(mail, chinese, is_not=True)) == {idris}
        assert found(ana, all_of(FRENCH, mail, is_not=True)) == {idris, mei}
        assert found(ana, FRENCH, any_of(all_of(mail, is_not=True), chinese)) == {idris}

    def test_a_group_of_nothing_asks_nothing(self, ana: User, rosa: Person):
        told = all_of(FRENCH, any_of(), all_of(any_of(), is_not=True), any_of(is_not=True)).kept
        assert definitions.read(told) == all_of(FRENCH)

    def test_without_a_line_everybody_in_reach_is_meant(
        self, ana: User, rosa: Person, other_local: Organization
    ):
        builders.make_person(other_local)
        assert found(ana) == {rosa}
        assert Question(EVERYBODY, ana).sentence == "Everybody you reach."


class TestWhatCannotBeAsked:
    """It finds nobody rather than everybody, and says so."""

    GONE = line("letters.gone", any="1")

    def test_a_filter_that_is_gone(self, ana: User, rosa: Person):
        for asked in (self.GONE, line("letters.gone", is_not=True), all_of(self.GONE, is_not=True)):
            assert found(ana, asked) == set()

    def test_the_other_half_of_an_or_still_counts(self, ana: User, rosa: Person, mei: Person):
        assert found(ana, any_of(FRENCH, self.GONE)) == {rosa}

    def test_denied_with_others_it_brings_in_nobody(self, ana: User, rosa: Person, mei: Person):
        assert found(ana, any_of(FRENCH, self.GONE, is_not=True)) == set()
        assert found(ana, all_of(FRENCH, self.GONE, is_not=True)) == {mei}

    def test_it_is_said_in_the_sentence(self, ana: User):
        asked = Question(all_of(FRENCH, self.GONE), ana)
        assert "nobody here asks any more" in asked.sentence
        assert [one.line for one in asked.cannot] == [self.GONE]

    def test_a_worksite_out_of_reach_is_not_named(
        self, ana: User, rosa: Person, other_local: Organization
    ):
        site = builders.make_worksite(other_local, "Ossington laundry")
        question = Question(all_of(line("people.worksite", is_not=True, worksite=site.pk)), ana)
        assert question.count() == 0
        assert "Ossington" not in question.sentence
        assert "out of your reach or gone" in question.sentence

    @pytest.mark.parametrize(
        "asked",
        [
            line("people.organization", organization="9" * 18),
            line("people.organization", organization="x"),
            line("people.kind", kind="boss"),
            line("people.joined", since="soon"),
            line("people.worksite"),
            line("people.language"),
            line("people.postal", begins="D9"),
            line("people.consent", channel="email", purpose="x"),
            line("people.contact", kind="pigeon"),
            line("people.import", sheet=""),
            line("people.custom.77", value="1"),
        ],
        ids=lambda asked: asked.filter,
    )
    def test_a_value_that_means_nothing(self, ana: User, rosa: Person, asked: Line):
        for is_not in (False, True):
            assert found(ana, Line(asked.filter, asked.value, is_not)) == set()

    def test_an_ended_field_and_an_entry_that_left_its_list(self, ana: User, rosa: Person):
        field = CustomField.objects.create(
            organization=rosa.organization, kind="choice", name_en="Shirt", choices="M\nL"
        )
        asked = line(f"people.custom.{field.pk}", is_not=True, value="M")
        assert found(ana, asked) == {rosa}
        CustomField.objects.filter(pk=field.pk).update(choices="L")
        assert found(ana, asked) == set()
        CustomField.objects.filter(pk=field.pk).update(choices="M\nL", is_ended=True)
        assert found(ana, asked) == set()


def lives(person: Person, address: str, by: User) -> object:
    return services.note_contact(person, "address", address, by=by, at=clock.now())
