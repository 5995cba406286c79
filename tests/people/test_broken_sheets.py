"""Sheets that are broken in every way: nobody sees a traceback, and no row is lost.

The suite tries a few; `RECLAIM_BROKEN_SHEETS=10000 python -m pytest tests/people/test_broken_sheets.py`
tries as many as the issue asks for.
"""

from __future__ import annotations

import csv
import io
import os
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people.forms import ColumnsForm
from reclaim.people.models import Person
from reclaim.people.queries import columns
from reclaim.people.services import imports as services
from reclaim.people.services.imports import running, undoing
from reclaim.people.views.imports import fix_up_lines

pytestmark = pytest.mark.django_db
SHEETS = int(os.environ.get("RECLAIM_BROKEN_SHEETS", "40"))
HEADERS = [name for target in columns.TARGETS.values() for name in target.called.split("|")]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "Rosa",
            "Lima",
            "N" * 400,
            "rosa@x.example",
            "rosa@",
            "+1 416 555 0100",
            "٤١٦٥٥٥",
            "=1+1",
            "31/02/2020",
            "2020-10-05",
            "yes",
            "17",
            "\0",
            '"',
            "ᐊᓚᓱᒃ",
            "FranÃ§ois",
            "\ud7ff\u202e",
            "1e400",
            "9" * 40,
        ]
    ),
)
TABLES = st.tuples(
    st.lists(st.one_of(st.sampled_from(HEADERS), CELLS), min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=9), max_size=8),
)


def written(table, delimiter, encoding):
    header, rows = table
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([header, *rows])
    return stream.getvalue().encode(encoding, "replace")


WHOLE = st.builds(
    written,
    TABLES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256", "mac_roman", "utf-16-be"]),
)
TORN = st.builds(lambda content, at: content[: at % (len(content) + 1)], WHOLE, st.integers(0))
MIXED = st.builds(bytes.__add__, WHOLE, st.one_of(WHOLE, st.binary(max_size=60)))
LOOKALIKES = st.builds(
    bytes.__add__,
    st.sampled_from(
        [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"sep=;\n"]
    ),
    st.binary(max_size=200),
)
BROKEN = st.one_of(WHOLE, TORN, MIXED, LOOKALIKES, st.binary(max_size=200))


@given(content=BROKEN)
@settings(
    max_examples=SHEETS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_broken_sheet_breaks_anything(content, local, ana, store):
    with transaction.atomic():
        with suppress(Refused):
            bring_in_and_undo(content, local, ana)
        transaction.set_rollback(True)


def bring_in_and_undo(content, local, ana):
    by = {"by": ana, "at": clock.now()}
    upload = SimpleUploadedFile("sheet", content)
    work = services.drop_sheet(local, upload, **by, language="en")
    form = filled(work)
    if not form.is_valid():
        return
    services.say_columns(work, form.mapping, **by)
    promised = done(work, running.check)
    services.start_import(work, **by)
    assert done(work, running.run) == promised
    given_back = list(csv.reader(io.StringIO("".join(fix_up_lines(work))[1:])))  # after the mark
    assert len(given_back) == 1 + work.set_aside
    assert all(cell[:1] not in {"=", "+", "-", "@"} for row in given_back for cell in row)
    services.ask_to_undo(work, **by)
    running.guarded(work, undoing.undo)
    assert not Person.objects.filter(organization=local).exists()


def filled(work) -> ColumnsForm:
    """As the page shows it, sent as it is but for a worksite and a yes."""
    form = ColumnsForm(work=work)
    names = ("order", "worksites", "kind", "language")
    said = {name: form[name].initial or form.fields[name].choices[0][0] for name in names}
    said |= {"worksites": "create", "basis": "express", "consent_on": "2026-01-01"}
    said |= {name: form[name].initial for name in form.fields if name.startswith("column_")}
    return ColumnsForm(said, work=work)


def done(work, step):
    work.refresh_from_db()
    running.guarded(work, step)
    work.refresh_from_db()
    assert work.failed_because == ""
    counts = (work.added, work.updated, work.unchanged, work.set_aside)
    assert sum(counts) == work.rows == work.done
    return counts
