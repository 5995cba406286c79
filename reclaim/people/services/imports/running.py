"""Checking an import, and bringing it in, as jobs: batch by batch, each done or not.

What is done is counted in the same transaction as its rows, so that a job that was stopped goes
on where it was, and two of them never do one batch twice.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from reclaim.core import audit, clock
from reclaim.core.errors import Refused
from reclaim.core.table_counts import count_anew
from reclaim.people.models import Import, Organization, Worksite
from reclaim.people.models.imports import named
from reclaim.people.services.finding import look_after_import
from reclaim.people.services.imports.behind import (
    COUNTED_AFTER,
    behind,
    count_meanwhile,
    is_worth_it,
)
from reclaim.people.services.imports.planning import KnownSites, Planned, Planner
from reclaim.people.services.imports.records import AT_ONCE, Known, Overlay, Register
from reclaim.people.services.imports.sheets import plain_rows
from reclaim.people.services.imports.wanted import RowReader, Wanted
from reclaim.people.services.imports.writing import Batch
from reclaim.people.services.organizations import add_worksite

SLICE = 30.0  # seconds; then others in the queue have their turn
LARGE = 10_000  # rows, after which the database had better count its tables again
PROBLEMS = 20
OUTCOMES = ("added", "updated", "unchanged", "set_aside")
Rows = list[tuple[int, list[str]]]
Problem = tuple[int, str, int | None]  # the line, the reason, and whom it names
Item = TypeVar("Item")


def plain_file(work: Import) -> Path:
    return Path(settings.STORE) / "imports" / f"{work.kept_as}.csv"


def batches(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    waiting = iter(items)
    for number in count(1):
        if not (batch := list(islice(waiting, size))):
            return
        yield batch
        if number % 10 == 0:
            gc.collect(1)  # `uncollected` leaves it to us


class NewSites(KnownSites):
    """Remembers which ones it made, for the day the import is undone."""

    def __init__(self, work: Import) -> None:
        super().__init__(work)
        self.work = work

    @transaction.atomic
    def make(self, organization: int, name: str) -> int:
        if found := Worksite.objects.filter(organization=organization, name_en=name).first():
            return found.pk
        owner = Organization.objects.get(pk=organization)
        made = add_worksite(owner, name, by=None, at=clock.now())
        self.work.made_worksites.add(made)
        return made.pk


@contextmanager
def uncollected() -> Iterator[None]:
    """Hundreds of thousands of small objects live as long as one batch, none in a circle; to look
    for circles among them again and again takes a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def guarded(work: Import, step: Callable[[Import], Any]) -> None:
    """Whatever happens, the page says how it stands; a bug is told to whoever keeps the logs."""
    with translation.override(work.language):
        try:
            with uncollected():
                step(work)
        except Refused as reason:
            fail(work, str(reason))
        except FileNotFoundError:
            fail(work, _("The file is no longer here. Drop it again."))
        except Exception:
            fail(work, _("It stopped in the middle. What is done stays done; let it go on."))
            raise


def fail(work: Import, reason: str) -> None:
    Import.objects.filter(pk=work.pk).update(failed_because=reason[:300])


@task()
def check_import(pk: int) -> None:
    work = Import.objects.select_related("organization").get(pk=pk)
    if work.stage == "check":
        guarded(work, check)


@task()
def run_import(pk: int) -> None:
    work = Import.objects.select_related("organization", "dropped_by").get(pk=pk)
    if work.stage == "run":
        guarded(work, run)


def check(work: Import) -> None:
    """Everything but writing: what would become of each row, and the first problems."""
    planner = Planner(work, RowReader(work), KnownSites(work))
    register, overlay = Register(work.organization, work.mapping["columns"]), Overlay()
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for rows in batches(plain_rows(plain_file(work))):
        good, planned = planner.read(rows)
        known = register.about(good)
        overlay.lay_over(known, good)
        planned += planner.plan(good, known)
        overlay.keep(one.record for one in planned if one.record and one.outcome != "unchanged")
        counts.update(outcomes(planned))
        problems += [problem(one) for one in planned if one.reason]
        problems = sorted(problems, key=itemgetter(0))[:PROBLEMS]
        tell(work, counts, problems)
    now = clock.now()
    checking = Import.objects.filter(pk=work.pk, mapped_at=work.mapped_at)
    checking.update(checked_at=now, heard_at=now)


def problem(one: Planned) -> Problem:
    """Somebody named who is not written yet stands in the sheet, which an erasure goes through."""
    if one.about is None or one.about.pk > 0:
        return one.line, one.reason, one.about.pk if one.about else None
    return one.line, named(one.reason, one.about.name), None


def tell(work: Import, counts: Counter[str], problems: list[Problem]) -> None:
    facts = {name: counts[name] for name in (*OUTCOMES, "by_name")}
    sheet = {**work.sheet, "problems": problems}
    now = clock.now()
    same = Import.objects.filter(pk=work.pk, mapped_at=work.mapped_at)
    if not same.update(
        **facts, done=sum(counts[name] for name in OUTCOMES), sheet=sheet, heard_at=now
    ):
        raise Refused(_("The columns were said again meanwhile."))


def run(work: Import) -> None:
    """One slice of it; the rest waits in the queue behind what others asked for."""
    planner = Planner(work, RowReader(work), NewSites(work))
    register = Register(work.organization, work.mapping["columns"])
    slice_ = run_behind if is_worth_it() else run_in_turn
    if (done := slice_(work, planner, register)) is None:
        return
    if work.done < done < work.rows:
        run_import.enqueue(work.pk)
    else:
        finish(work)
        if work.rows > LARGE:
            count_anew()


def waiting(work: Import) -> Iterator[tuple[Rows, int]]:
    """Batches, with how many rows were done before each, as long as this slice lasts."""
    until, done = time.monotonic() + SLICE, work.done
    for rows in batches(plain_rows(plain_file(work), skip=done)):
        yield rows, done
        done += len(rows)
        if time.monotonic() > until:
            return


def run_in_turn(work: Import, planner: Planner, register: Register) -> int | None:
    """How many rows are done then; None when another worker was quicker."""
    done = work.done
    for rows, before in waiting(work):
        with transaction.atomic():
            good, planned = planner.read(rows)
            planned += plan(planner, good, register.about(good), rows)
            if not write_batch(work, planned, before):
                return None
        done = before + len(rows)
    return done


def run_behind(work: Import, planner: Planner, register: Register) -> int | None:
    """The same, each batch written while the next is worked out."""
    done = work.done
    with behind(register, partial(write_batch, work)) as writer:
        for batch, (rows, before) in enumerate(waiting(work)):
            if batch in COUNTED_AFTER:
                count_meanwhile()
            good, planned = planner.read(rows)
            good, later = writer.apart(good)
            if (known := writer.about(good)) is None:
                return None
            planned += plan(planner, good, known, rows)
            if later:
                if not writer.wait():
                    return None
                planned += plan(planner, later, register.about(later), rows)
            if not writer.write(planned, before, known):
                return None
            done = before + len(rows)
        return done if writer.wait() else None


def plan(planner: Planner, good: list[Wanted], known: Known, rows: Rows) -> Iterator[Planned]:
    cells = dict(rows)
    for one in planner.plan(good, known):
        yield replace(one, cells=cells[one.line]) if one.reason else one


@transaction.atomic
def write_batch(work: Import, planned: list[Planned], done: int) -> bool:
    """False when another worker was quicker."""
    held = Import.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if held.done != done:
        return False
    Batch(work, by=work.dropped_by, at=clock.now()).write(planned)
    count_done(held, planned)
    return True


def outcomes(planned: list[Planned]) -> Counter[str]:
    counts = Counter(one.outcome for one in planned)
    counts["by_name"] = sum(one.is_by_name for one in planned)
    return counts


def count_done(work: Import, planned: list[Planned]) -> None:
    counts = outcomes(planned)
    more = {name: F(name) + counts[name] for name in (*OUTCOMES, "by_name")}
    rows = Import.objects.filter(pk=work.pk)
    rows.update(**more, done=F("done") + len(planned), heard_at=clock.now())


@transaction.atomic
def finish(work: Import) -> None:
    """The file is gone from here on; the rows that were set aside stay until they are fixed."""
    work = Import.objects.select_for_update(of=("self",)).get(pk=work.pk)
    now = clock.now()
    if work.finished_at is None and work.done == work.rows:
        forgotten = {"finished_at": now, "heard_at": now, "sheet": without_people(work)}
        Import.objects.filter(pk=work.pk).update(**forgotten)
        counts = {name: getattr(work, name) for name in OUTCOMES}
        audit.record("finish import", work, by=work.dropped_by, at=now, **counts)
        transaction.on_commit(lambda: plain_file(work).unlink(missing_ok=True))
        if work.added:
            look_after_import.enqueue(work.pk)


def without_people(work: Import) -> dict[str, Any]:
    """The header is needed for mending; what stood below it is not."""
    return {**work.sheet, "examples": [[] for _name in work.sheet["header"]], "problems": []}
