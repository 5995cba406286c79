"""A sheet of people: dropped, checked, brought in, mended, undone."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.people import services as people
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ContactPoint,
    ExternalId,
    Import,
    ImportRow,
    LocalMembership,
    Note,
    Person,
    Worksite,
)
from reclaim.people.offers import record
from reclaim.people.queries import columns
from reclaim.people.services import imports as services
from reclaim.people.services.imports import running
from tests.builders import make_person, make_worksite, run_jobs

pytestmark = pytest.mark.django_db
OPTIONS = {
    "order": "dmy",
    "worksites": "create",
    "kind": "member",
    "language": "en",
    "basis": "",
    "consent_on": "",
}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORE = tmp_path
    return tmp_path


@pytest.fixture
def drop(local, ana):
    def dropped(text, organization=local, by=ana, name="members.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        upload = SimpleUploadedFile(name, content)
        return services.drop_sheet(organization, upload, by=by, at=clock.now(), language="en")

    return dropped


@pytest.fixture
def check(drop, ana):
    def checked(text, **options):
        work = drop(text)
        header = work.sheet["header"]
        said = {
            "columns": columns.guess(header, work.organization),
            "options": OPTIONS | options,
        }
        services.say_columns(work, said, by=ana, at=clock.now())
        run_jobs()
        work.refresh_from_db()
        assert work.failed_because == ""
        assert adds_up(work)
        return work

    return checked


@pytest.fixture
def bring(check, ana):
    """Check it, bring it in, and hold the check to what then happened."""

    def brought(text, **options):
        work = check(text, **options)
        promised = counts(work)
        start(work, ana)
        assert counts(work) == promised
        return work

    return brought


def start(work, by):
    services.start_import(work, by=by, at=clock.now())
    run_jobs()
    work.refresh_from_db()
    assert work.failed_because == ""
    assert adds_up(work)


def undo(work, by):
    services.ask_to_undo(work, by=by, at=clock.now())
    run_jobs()
    work.refresh_from_db()
    assert work.failed_because == ""
    assert work.stage == "undone"


def counts(work):
    return (work.added, work.updated, work.unchanged, work.set_aside)


def adds_up(work):
    return sum(counts(work)) == work.rows == work.done


def reasons(work):
    return list(work.import_rows.filter(outcome="set_aside").values_list("reason", flat=True))


class TestReading:
    def test_a_row_becomes_a_whole_record(self, bring, local):
        bring(
            "Member number;Given name;Family name;Pronouns;E-mail;Phone;Street;City;Postal code;"
            "Language;Worksite;Job;Shift;Member since\n"
            "17;Rosa;Lima;she;Rosa@Home.example;(416) 555-0100;5 Elm St;Toronto;M4C 1M5;"
            "Français;Depot 3;Cleaner;nights;05/10/2020\n"
        )
        rosa = Person.objects.get()
        assert (str(rosa), rosa.pronouns, rosa.language) == ("Rosa Lima", "she", "fr")
        assert (rosa.email, rosa.phone) == ("Rosa@Home.example", "(416) 555-0100")
        assert (rosa.job_title, rosa.shift, rosa.organization) == ("Cleaner", "nights", local)
        assert rosa.worksite == Worksite.objects.get(organization=local, name_en="Depot 3")
        membership = rosa.local_memberships.get()
        assert (membership.number, membership.kind) == ("17", "member")
        assert membership.since == date(2020, 10, 5)
        assert set(rosa.contact_points.values_list("kind", "key", "is_preferred")) == {
            ("email", "rosa@home.example", True),
            ("phone", "+14165550100", True),
            ("address", "5 elm st, toronto m4c 1m5", True),
        }

    def test_it_is_kept_as_one_added_by_hand(self, bring, local, ana):
        bring("Given name,Family name,E-mail\nRosa,Lima,rosa@home.example\n")
        people.add_person(
            local,
            by=ana,
            at=clock.now(),
            given_name="Idris",
            family_name="Okoro",
            email="idris@home.example",
        )
        points = ContactPoint.objects.order_by("pk")
        names = ("kind", "label", "status", "is_preferred", "noted_by", "noted_at__date")
        first, second = points.values_list(*names)
        assert first == second

    @pytest.mark.parametrize(
        ("given", "family"),
        [
            ("O", ""),
            ("N" * 80, "V" * 80),
            ("محمد", "العلي"),
            ("ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"),
            ("ᐊᓚᓱᒃ", ""),
            ("Zoë-Anaïs", "O'Brien d'Argençon"),
        ],
    )
    def test_names_are_kept_as_they_are_written(self, bring, given, family):
        bring(f"Prénom,Nom\n{given},{family}\n")
        assert Person.objects.values_list("given_name", "family_name").get() == (given, family)

    def test_full_names_are_divided(self, bring):
        bring('Name,E-mail\n"Lima, Rosa",a@x.example\nNgozi Obi,b@x.example\nPlato,c@x.example\n')
        named = set(Person.objects.values_list("given_name", "family_name"))
        assert named == {("Rosa", "Lima"), ("Ngozi", "Obi"), ("Plato", "")}

    def test_several_addresses_in_one_cell_or_in_several(self, bring):
        bring("First name,Email,Email 2\nRosa,a@x.example; b@x.example,c@x.example\n")
        points = set(ContactPoint.objects.values_list("value", flat=True))
        assert points == {"a@x.example", "b@x.example", "c@x.example"}
        assert Person.objects.get().email == "a@x.example"

    def test_a_field_of_the_division_is_filled(self, bring, division, dora):
        people.add_custom_field(
            division, by=dora, at=clock.now(), kind="yes_no", name_en="Drives", name_fr="Conduit"
        )
        bring("Prénom,Nom,Conduit\nRosa,Lima,oui\n")
        assert Person.objects.get().custom_values.get().value == "yes"

    def test_the_local_in_a_row_decides(self, drop, division, local, other_local, dora):
        text = "First name,Last name,Local\nRosa,Lima,4120\nIdris,Okoro,Local 77\nBo,Li,Local 9\n"
        work = drop(text, division, dora)
        said = {"columns": ["given_name", "family_name", "local"], "options": OPTIONS}
        services.say_columns(work, said, by=dora, at=clock.now())
        run_jobs()
        start(work, dora)
        homes = set(Person.objects.values_list("given_name", "organization"))
        assert homes == {("Rosa", local.pk), ("Idris", other_local.pk)}
        assert reasons(work) == ["No local called “Local 9” is known here."]

    def test_a_row_with_more_cells_than_the_header_is_shifted(self, bring):
        work = bring("Given name,Family name\nRosa,Lima\nLima, Rosa,a@x.example\nBo,Li\n")
        assert reasons(work) == ["This row has more cells than the header: “a@x.example”."]


class TestMatching:
    def test_by_member_number(self, bring, local, ana):
        rosa = make_person(local, given_name="Rosa", family_name="Lima")
        people.join_local(rosa, local, by=ana, at=clock.now(), number="17")
        work = bring("Member number,Given name,Job\n17,Rosa,Cleaner\n")
        assert counts(work) == (0, 1, 0, 0)
        rosa.refresh_from_db()
        assert rosa.job_title == "Cleaner"

    def test_by_email_in_any_case(self, bring, local):
        make_person(local, given_name="Rosa", family_name="Lima", email="Rosa@x.example")
        assert counts(bring("E-mail,First name\nROSA@X.EXAMPLE,Rosa\n")) == (0, 0, 1, 0)

    def test_by_phone_with_the_same_family_name(self, bring, local):
        make_person(local, given_name="Rosa", family_name="Lima", phone="416 555 0100")
        work = bring(
            "First name,Last name,Phone,Job\n"
            "Rosa,LIMA,+1 (416) 555-0100,Cleaner\n"
            "Idris,Okoro,4165550100,Cook\n"
        )
        assert counts(work) == (1, 1, 0, 0)

    def test_two_people_with_one_email_are_not_made_one(self, bring):
        work = bring(
            "First name,Last name,E-mail\nRosa,Lima,family@x.example\nJosé,Lima,family@x.example\n"
        )
        assert counts(work) == (1, 0, 0, 1)
        assert "that of Rosa Lima here, not of José Lima" in reasons(work)[0]

    def test_but_with_member_numbers_of_their_own_they_are_two(self, bring):
        text = "No,First name,E-mail\n1,Rosa,family@x.example\n2,José,family@x.example\n"
        assert counts(bring(text)) == (2, 0, 0, 0)
        assert counts(bring(text)) == (0, 0, 2, 0)

    def test_who_it_is_of_several_is_not_guessed(self, bring, local):
        for given in ("Rosa", "Ana"):
            make_person(local, given_name=given, family_name="Lima", email="f@x.example")
        work = bring("E-mail,Job\nf@x.example,Cook\n")
        assert reasons(work) == ["Several people here have the e-mail address of this row."]

    def test_a_wrong_number_writes_no_name_over_another(self, bring, local, ana):
        rosa = make_person(local, given_name="Rosa", family_name="Lima")
        people.join_local(rosa, local, by=ana, at=clock.now(), number="17")
        work = bring("Member number,Given name,Family name\n17,Idris,Okoro\n")
        assert "that of Rosa Lima here" in reasons(work)[0]

    def test_nobody_of_another_local_is_met(self, bring, other_local):
        make_person(other_local, given_name="Rosa", email="rosa@x.example")
        assert counts(bring("First name,E-mail\nRosa,rosa@x.example\n")) == (1, 0, 0, 0)

    def test_by_the_identifier_of_another_system(self, bring):
        text = "Contact ID,First Name,Last Name,Do Not Phone\n9,Rosa,Lima,\n"
        bring(text)
        assert ExternalId.objects.get().system == "civicrm"
        assert counts(bring(text.replace("Rosa", "Rosamund"))) == (0, 1, 0, 0)

    def test_a_sheet_that_tells_a_person_twice_tells_them_once(self, bring):
        text = (
            "First name,Last name,E-mail,Job\nRosa,Lima,r@x.example,\nRosa,Lima,r@x.example,Cook\n"
        )
        assert counts(bring(text + "Rosa,Lima,r@x.example,Cook\n")) == (1, 1, 1, 0)


class TestCare:
    def test_blank_cells_erase_nothing(self, bring, local):
        make_person(
            local, given_name="Rosa", family_name="Lima", email="r@x.example", job_title="Cook"
        )
        work = bring("E-mail,First name,Last name,Job\nr@x.example,,,\n")
        assert counts(work) == (0, 0, 1, 0)
        assert Person.objects.get().job_title == "Cook"

    def test_what_somebody_asked_to_stop_stays_stopped(self, bring, local):
        gone = make_person(local, email="r@x.example")
        people.stop_everything(gone, language="en", at=clock.now())
        gone.delete()
        bring("First name,E-mail\nRosa,r@x.example\n")
        rosa = Person.objects.get()
        assert rosa.email == ""
        assert rosa.contact_points.get().status == "stopped"

    def test_the_row_of_an_unknown_worksite_is_set_aside_if_so_wished(self, bring, local):
        make_worksite(local, "Depot 3")
        text = "First name,Last name,Worksite\nRosa,Lima,dépôt 3\nBo,Li,Moon\n"
        work = bring(text, worksites="set_aside")
        assert counts(work) == (1, 0, 0, 1)
        assert reasons(work) == ["No worksite called “Moon” is known here."]
        assert Worksite.objects.count() == 1

    def test_a_no_is_taken_and_a_yes_only_where_nobody_answered(self, bring, local):
        rosa = make_person(local, given_name="Rosa", email="r@x.example")
        bo = make_person(local, given_name="Bo", email="b@x.example")
        said = people.Said(bo.pk, "email", "campaign", False, clock.now() - timedelta(days=90))
        people.record_consents([said], by=None)
        text = "First name,E-mail,Email opt in\nRosa,r@x.example,yes\nBo,b@x.example,yes\nLu,l@x.example,no\n"
        work = bring(text, basis="express", consent_on="2026-09-01")
        assert counts(work) == (1, 1, 1, 0)
        event = ConsentEvent.objects.get(person=rosa)
        assert (event.source, event.basis, event.at.date()) == (
            "import",
            "express",
            date(2026, 9, 1),
        )
        stands = set(Consent.objects.values_list("person__given_name", "is_given"))
        assert stands == {("Rosa", True), ("Bo", False), ("Lu", False)}

    def test_a_yes_without_a_day_is_no_yes(self, bring):
        work = bring("First name,E-mail,Email opt in\nRosa,r@x.example,yes\n")
        assert reasons(work) == ["This row says yes, but not on which day."]

    def test_a_batch_written_once_is_never_written_twice(self, check, ana, monkeypatch):
        """The worker is stopped after the first batch, and asked to go on."""
        monkeypatch.setattr(running.run.__globals__["batches"], "__defaults__", (2,))
        work = check("First name,Last name\n" + "".join(f"R{n},Lima{n}\n" for n in range(5)))
        real, calls = running.run_batch, []

        def stopped(*args):
            if calls:
                raise OSError("the machine was switched off")
            calls.append(1)
            return real(*args)

        monkeypatch.setattr(running, "run_batch", stopped)
        services.start_import(work, by=ana, at=clock.now())
        with pytest.raises(OSError, match="switched off"):
            running.guarded(Import.objects.get(pk=work.pk), running.run)
        work.refresh_from_db()
        assert (work.done, work.stage) == (2, "run")
        assert "let it go on" in work.failed_because
        monkeypatch.setattr(running, "run_batch", real)
        services.go_on(work, by=ana, at=clock.now())
        run_jobs()
        work.refresh_from_db()
        assert counts(work) == (5, 0, 0, 0)
        assert Person.objects.count() == 5

    def test_the_file_is_gone_when_it_is_done(
        self, bring, store, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            work = bring("First name,Last name\nRosa,Lima\n")
        assert "Rosa" not in str(work.sheet)
        assert list((store / "imports").iterdir()) == []

    def test_nothing_of_a_sheet_stays_that_is_thrown_away(
        self, drop, store, ana, django_capture_on_commit_callbacks
    ):
        work = drop("First name,Last name\nRosa,Lima\n")
        with django_capture_on_commit_callbacks(execute=True):
            services.discard_import(work, by=ana, at=clock.now())
        assert list((store / "imports").iterdir()) == []
        assert not Import.objects.exists()

    def test_a_person_reads_which_sheet_they_came_from(self, bring):
        bring("First name,E-mail\nRosa,r@x.example\n")
        told = record.sections(Subject(email="r@x.example"))
        assert [
            section.rows[0][2] for section in told if section.title == "Sheets you came from"
        ] == ["members.csv"]


class TestUndo:
    def test_whom_it_added_goes(self, bring, ana):
        work = bring("No,First name,E-mail,Worksite\n1,Rosa,r@x.example,Depot\n2,Bo,b@x.example,\n")
        undo(work, ana)
        assert (work.undone, work.not_undone) == (2, 0)
        assert not Person.objects.exists()
        assert not ContactPoint.objects.exists()
        assert not LocalMembership.objects.exists()

    def test_what_it_changed_becomes_what_it_was(self, bring, local, ana, division, dora):
        field = people.add_custom_field(
            division, by=dora, at=clock.now(), kind="text", name_en="Badge"
        )
        rosa = make_person(
            local, given_name="Rosa", family_name="Lima", email="r@x.example", job_title="Cook"
        )
        people.join_local(rosa, local, by=ana, at=clock.now(), number="1")
        people.fill_custom_fields(rosa, {field.pk: "A"}, by=ana, at=clock.now())
        before = everything_of(rosa)
        work = bring(
            "E-mail,First name,Job,No,Since,Phone,Badge,Email opt in,Worksite\n"
            "r@x.example,Rosa,Cleaner,1,2020-01-01,416 555 0100,B,yes,Depot\n",
            basis="express",
            consent_on="2026-01-01",
        )
        assert everything_of(rosa) != before
        undo(work, ana)
        assert (work.undone, work.not_undone) == (1, 0)
        assert everything_of(rosa) == before

    def test_whom_somebody_has_touched_since_stays_and_is_named(self, bring, ana):
        work = bring("First name,Last name\nRosa,Lima\nBo,Li\nAna,Ruiz\n")
        rosa, bo = Person.objects.get(given_name="Rosa"), Person.objects.get(given_name="Bo")
        people.change_person(rosa, by=ana, at=clock.now(), job_title="Cook")
        Note.objects.create(person=bo, text="x", written_at=clock.now())
        undo(work, ana)
        assert (work.undone, work.not_undone) == (1, 2)
        left = set(ImportRow.objects.values_list("person__given_name", "not_undone"))
        assert left == {
            ("Rosa", "Somebody has changed this person since."),
            ("Bo", "Something else hangs on this person by now."),
        }

    def test_what_was_changed_since_stays_as_it_is(self, bring, local, ana):
        rosa = make_person(local, given_name="Rosa", email="r@x.example", job_title="Cook")
        work = bring("E-mail,First name,Job\nr@x.example,Rosa,Cleaner\n")
        rosa.refresh_from_db()
        people.change_person(rosa, by=ana, at=clock.now(), job_title="Steward")
        undo(work, ana)
        rosa.refresh_from_db()
        assert (rosa.job_title, work.not_undone) == ("Steward", 1)

    def test_after_thirty_days_it_is_over_and_the_rows_are_erased(self, bring, ana):
        work = bring("First name,Last name\nRosa,Lima\n,\nX" * 1 + ",Y\n,,Z\n")
        Import.objects.update(finished_at=clock.now() - timedelta(days=31))
        services.forget_old_imports()
        work.refresh_from_db()
        assert not ImportRow.objects.exists()
        assert "Rosa" not in str(work.sheet)
        with pytest.raises(Refused, match="thirty days"):
            services.ask_to_undo(work, by=ana, at=clock.now())


def everything_of(person):
    person = Person.objects.get(pk=person.pk)
    return (
        [getattr(person, field.attname) for field in Person._meta.concrete_fields],
        sorted(person.contact_points.values_list("kind", "key", "status", "is_preferred")),
        sorted(person.custom_values.values_list("field", "value")),
        list(person.local_memberships.values_list("number", "kind", "since")),
        list(person.consents.values_list("channel", "is_given")),
    )
