"""A large sheet is read by a job: the page stands at once and says how far it is."""

import os
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reclaim.core import clock, forgetting, offers
from reclaim.core.errors import Refused
from reclaim.people import services as people
from reclaim.people.models import Import
from reclaim.people.models.imports import SILENCE
from reclaim.people.queries.erasure import traces_of_person
from reclaim.people.services import erasure
from reclaim.people.services import imports as services
from reclaim.people.services.imports import kept, reading, running, sheets
from reclaim.people.views.imports import fix_up_lines
from tests.builders import make_person, run_jobs
from tests.people.imports.steps import OPTIONS

pytestmark = pytest.mark.django_db
LIST = "First name,Last name\n" + "".join(f"R{n},Lima{n}\n" for n in range(6))
CUT = b"PK\x03\x04 and nothing that follows"


@pytest.fixture
def nothing_is_soon_read(monkeypatch):
    monkeypatch.setattr(reading, "SOON_TEXT", 0)
    monkeypatch.setattr(reading, "SOON_WORKBOOK", 0)


@pytest.fixture
def take(local, ana, nothing_is_soon_read):
    def taken(content=LIST, name="members.csv", language="en"):
        upload = SimpleUploadedFile(
            name, content if isinstance(content, bytes) else content.encode()
        )
        return services.take_sheet(local, upload, by=ana, at=clock.now(), language=language)

    return taken


def erase(person):
    erasure.erase(traces_of_person(person), by=None, at=clock.now())


def files(store):
    return sorted(path.suffix for path in (store / "imports").iterdir())


def drop_on_page(client, local, content=LIST):
    sheet = SimpleUploadedFile("members.csv", content.encode())
    return client.post(reverse("people:imports", args=[local.slug]), {"sheet": sheet}, follow=True)


class TestWhoWaits:
    def test_a_small_sheet_is_read_at_once(self, client_of, ana, local, store):
        page = drop_on_page(client_of(ana), local)
        assert "What the columns hold" in page.text
        assert files(store) == [".csv"]

    def test_of_a_large_one_the_page_stands_at_once(
        self, client_of, ana, local, store, nothing_is_soon_read
    ):
        client = client_of(ana)
        page = drop_on_page(client, local)
        work = Import.objects.get()
        assert "Reading the sheet" in page.text
        assert f'hx-get="{work.get_absolute_url()}"' in page.text
        assert "Look again" in page.text
        assert files(store) == [".dropped"]
        run_jobs()
        assert "What the columns hold" in client.get(work.get_absolute_url(), follow=True).text
        assert files(store) == [".csv"]

    def test_both_ways_keep_the_same(self, drop, take):
        now, later = drop(LIST), take()
        run_jobs()
        later.refresh_from_db()
        assert (later.sheet, later.rows) == (now.sheet, now.rows) == (later.sheet, 6)
        told = [list(sheets.plain_rows(reading.plain_file(work))) for work in (now, later)]
        assert told[0] == told[1]

    def test_a_workbook_small_only_while_it_is_packed_is_left_to_the_job(
        self, tmp_path, monkeypatch
    ):
        path = tmp_path / "list.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/worksheets/sheet1.xml", "0" * 5_000_001)
        assert path.stat().st_size < reading.SOON_WORKBOOK
        assert not reading.is_soon_read(path)
        monkeypatch.setattr(reading, "SOON_UNPACKED", 6_000_000)
        assert reading.is_soon_read(path)

    def test_the_page_that_asks_by_itself_goes_on_as_a_whole(self, client_of, ana, take):
        work, client = take(), client_of(ana)
        url, there = work.get_absolute_url(), reverse("people:import-columns", args=[work.pk])
        asking = {"HX-Request": "true"}
        assert 'id="import"' in client.get(url, headers=asking).text
        run_jobs()
        assert client.get(url, headers=asking)["HX-Redirect"] == there
        assert client.get(url).url == there

    def test_what_we_gave_back_is_checked_at_once(self, bring, take, local, ana):
        first = bring("First name,E-mail\nRosa,r@x.example\nBo,bo@\n")
        again = take("".join(fix_up_lines(first)))
        run_jobs()
        again.refresh_from_db()
        assert (again.corrects, again.stage) == (first, "checked")


class TestHowFarItIs:
    @pytest.fixture
    def told(self, monkeypatch):
        monkeypatch.setattr(sheets, "TOLD_EVERY", 2)
        monkeypatch.setattr(reading, "EVERY", 0)
        found = []

        class Watched(reading.SoFar):
            def __call__(self, rows):
                super().__call__(rows)
                found.append(Import.objects.get().rows)

        monkeypatch.setattr(reading, "SoFar", Watched)
        return found

    def test_rows_are_counted_as_they_are_read(self, take, told):
        take()
        run_jobs()
        assert told == [2, 4, 6]

    def test_the_page_says_it(self, client_of, ana, local, take):
        work, client = take(), client_of(ana)
        url = work.get_absolute_url()
        assert "The sheet is being opened." in client.get(url).text
        Import.objects.update(rows=12_000)
        page = client.get(url).text
        assert "Reading the sheet: 12,000 rows so far." in page
        assert "Set aside" not in page
        assert "is being read" in client.get(reverse("people:imports", args=[local.slug])).text

    def test_its_columns_wait(self, client_of, ana, take):
        work = take()
        there = reverse("people:import-columns", args=[work.pk])
        assert client_of(ana).get(there).url == work.get_absolute_url()
        said = {"columns": ["given_name", ""], "options": OPTIONS}
        with pytest.raises(Refused, match="Let the sheet be read first"):
            services.say_columns(work, said, by=ana, at=clock.now())


class TestWhatCannotBeRead:
    def test_the_page_says_why_and_nothing_else_is_kept(
        self, client_of, ana, local, take, store, django_capture_on_commit_callbacks
    ):
        work, client = take(CUT, "list.xlsx"), client_of(ana)
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        work.refresh_from_db()
        page = client.get(work.get_absolute_url()).text
        assert "This workbook is damaged or locked." in page
        assert "Drop another" in page
        assert "Let it go on" not in page
        assert "hx-get" not in page
        assert files(store) == []
        assert (work.rows, work.sheet) == (0, {})
        there = reverse("people:import-columns", args=[work.pk])
        assert client.get(there).url == work.get_absolute_url()
        assert "could not be read" in client.get(reverse("people:imports", args=[local.slug])).text

    def test_it_does_not_go_on_and_can_be_thrown_away(self, ana, take):
        work = take(CUT)
        run_jobs()
        work.refresh_from_db()
        with pytest.raises(Refused, match="could not be read"):
            services.go_on(work, by=ana, at=clock.now())
        said = {"columns": ["given_name"], "options": OPTIONS}
        with pytest.raises(Refused, match="could not be read"):
            services.say_columns(work, said, by=ana, at=clock.now())
        services.discard_import(work, by=ana, at=clock.now())
        assert not Import.objects.exists()

    def test_it_is_told_in_the_language_of_who_dropped_it(self, take):
        work = take(CUT, language="fr")
        run_jobs()
        work.refresh_from_db()
        assert "endommagé" in work.failed_because

    def test_read_at_once_nothing_at_all_is_kept(self, drop, store):
        with pytest.raises(Refused):
            drop(CUT)
        assert files(store) == []
        assert not Import.objects.exists()


class TestStopped:
    def test_a_reading_whose_worker_died_begins_anew(self, client_of, ana, take, store):
        work, client = take(), client_of(ana)
        (store / "imports" / f"{work.kept_as}.x.reading").write_text("2,R0")
        Import.objects.update(heard_at=clock.now() - SILENCE - timedelta(seconds=1), rows=3)
        assert "Let it go on" in client.get(work.get_absolute_url()).text
        work.refresh_from_db()
        services.go_on(work, by=ana, at=clock.now())
        run_jobs()
        work.refresh_from_db()
        assert (work.stage, work.rows, work.failed_because) == ("columns", 6, "")

    def test_of_two_readings_the_first_to_end_counts(self, ana, take, store):
        work = take()
        late = Import.objects.get(pk=work.pk)
        run_jobs()
        read = Import.objects.get(pk=work.pk)
        reading.read(late)  # the file is gone
        kept.dropped_file(work).write_text(LIST + "One,More\n")
        reading.read(late)  # or still there
        work.refresh_from_db()
        assert (work.sheet, work.rows, work.failed_because) == (read.sheet, 6, "")
        assert len(list(sheets.plain_rows(reading.plain_file(work)))) == 6

    def test_thrown_away_while_it_is_read(
        self, ana, take, store, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(sheets, "TOLD_EVERY", 2)
        monkeypatch.setattr(reading, "EVERY", 0)
        work, real, rows = take(), reading.SoFar.__call__, []

        def thrown_away(self, count):
            rows.append(count)
            if count == 4:
                services.discard_import(work, by=ana, at=clock.now())
            real(self, count)

        monkeypatch.setattr(reading.SoFar, "__call__", thrown_away)
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        assert rows == [2, 4]
        assert not Import.objects.exists()
        assert files(store) == []

    def test_a_job_of_a_sheet_thrown_away_before_does_nothing(
        self, ana, take, store, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            services.discard_import(take(), by=ana, at=clock.now())
        run_jobs()
        assert files(store) == []

    def test_a_file_that_is_gone_is_said(self, take):
        work = take()
        kept.dropped_file(work).unlink()
        run_jobs()
        work.refresh_from_db()
        assert work.failed_because == "The file is no longer here. Drop it again."

    def test_dropped_twice_it_is_two_sheets(self, take):
        first, second = take(), take()
        run_jobs()
        assert [one.stage for one in Import.objects.filter(pk__in=[first.pk, second.pk])] == [
            "columns"
        ] * 2


class TestForgetting:
    def test_an_erasure_leaves_no_file_nobody_has_read(
        self, local, take, store, django_capture_on_commit_callbacks
    ):
        work, gone = take(), make_person(local, given_name="R1", family_name="Lima1")
        with django_capture_on_commit_callbacks(execute=True):
            erase(gone)
        assert files(store) == []
        work.refresh_from_db()
        assert work.failed_because.startswith("Somebody was erased")
        run_jobs()
        assert files(store) == []
        assert Import.objects.get().stage == "unreadable"

    def test_nor_what_a_reading_had_written(
        self, local, take, store, monkeypatch, django_capture_on_commit_callbacks
    ):
        gone = make_person(local, given_name="R1", family_name="Lima1")
        take()
        monkeypatch.setattr(sheets, "TOLD_EVERY", 6)
        monkeypatch.setattr(reading.SoFar, "__call__", lambda self, rows: erase(gone))
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        assert files(store) == []
        assert Import.objects.get().stage == "unreadable"

    def test_left_for_thirty_days_it_goes_with_its_file(
        self, take, store, django_capture_on_commit_callbacks
    ):
        take()
        Import.objects.update(dropped_at=clock.now() - timedelta(days=30))
        with django_capture_on_commit_callbacks(execute=True):
            forgetting.forget(clock.now())
        assert not Import.objects.exists()
        assert files(store) == []

    def test_files_of_processes_that_were_killed_go_after_a_day(self, take, drop, store):
        unread, read = take(), drop(LIST)
        folder = store / "imports"
        strays = [f"{unread.kept_as}.1.reading", f"{read.kept_as}.dropped", "gone.dropped"]
        for name in strays:
            (folder / name).write_text("R0,Lima0")
        for path in folder.iterdir():
            os.utime(path, (time.time() - kept.STRAY - 1,) * 2)
        (folder / "new.dropped").write_text("R0,Lima0")
        (job,) = [one for one in offers.daily_jobs if one.name == "dropped sheets"]
        assert job.run() == "threw away 3 files of sheets that nothing needs"
        left = {f"{unread.kept_as}.dropped", f"{read.kept_as}.csv", "new.dropped"}
        assert {path.name for path in folder.iterdir()} == left


def test_fields_of_the_organization_are_asked_for_once(client_of, ana, local, drop):
    people.add_custom_field(local, kind="text", name_en="Hat", by=ana, at=clock.now())
    work = drop("First name,Hat\nRosa,red\n")
    with CaptureQueriesContext(connection) as asked:
        page = client_of(ana).get(reverse("people:import-columns", args=[work.pk])).text
    assert "selected>Hat (" in page
    assert sum('FROM "people_customfield"' in one["sql"] for one in asked) == 1


@pytest.mark.parametrize(("large", "counted"), [(5, [True]), (6, [])])
def test_after_a_large_one_the_database_counts_its_tables(bring, monkeypatch, large, counted):
    """Six rows; the lists that are opened next depend on it."""
    told = []
    monkeypatch.setattr(running, "LARGE", large)
    monkeypatch.setattr(
        running, "count_anew", lambda: told.append(Import.objects.get().finished_at is not None)
    )
    bring(LIST)
    assert told == counted
