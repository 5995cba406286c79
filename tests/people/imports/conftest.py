"""A sheet dropped on Ana’s local, checked, brought in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reclaim.core import clock
from reclaim.people.queries import columns
from reclaim.people.services import imports as services
from tests.builders import run_jobs
from tests.people.imports.steps import OPTIONS, adds_up, counts, start


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
