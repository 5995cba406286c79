"""Looking for records that may be of one person: every night, and after an import for its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction
from django_tasks import task

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people.models import Candidate, Import, ImportRow, Organization, Person
from reclaim.people.queries.same.linkage import Pair, compared
from reclaim.people.queries.same.register import around, everybody, known_people
from reclaim.people.rules import same as rules
from reclaim.people.services.same import merge_people

AT_ONCE = 1_000  # candidates written in one go


def look_for_same(*, at: datetime) -> int:
    """Every tree by itself. What was said of a pair stays; what is no longer likely goes."""
    return sum(look_in(root, at=at) for root in Organization.objects.filter(depth=1))


def look_in(root: Organization, *, at: datetime) -> int:
    found = keep_candidates(compared(known_people(everybody(root))), at=at)
    past = Candidate.objects.open().filter(one__organization__path__startswith=root.path)
    past.filter(found_at__lt=at).delete()
    return found


@task()
def look_after_import(pk: int) -> None:
    """Only pairs with somebody the import brought or changed."""
    work = Import.objects.select_related("organization").get(pk=pk)
    rows = ImportRow.objects.filter(of=work, outcome=ImportRow.Outcome.ADDED)
    fresh = set(rows.exclude(person=None).values_list("person_id", flat=True))
    if fresh:
        people = known_people(around(work.organization, fresh), fresh)
        keep_candidates(compared(people, is_fresh_only=True), at=clock.now())


def keep_candidates(pairs: Iterable[Pair], *, at: datetime) -> int:
    """Those a person should look at; the surest are put together where that is turned on."""
    kept = 0
    likely = (pair for pair in pairs if rules.is_likely(found_of(pair)))
    while chunk := list(islice(likely, AT_ONCE)):
        kept += len(chunk)
        write(chunk, at)
    if settings.MERGES_BY_ITSELF:
        put_together_beyond_doubt(at=at)
    return kept


@transaction.atomic
def write(chunk: list[Pair], at: datetime) -> None:
    """People may have gone while they were compared."""
    keys = {int(key) for pair in chunk for key in (pair.one, pair.other)}
    there = set(Person.objects.filter(pk__in=keys).values_list("pk", flat=True))
    rows = [candidate(pair, at) for pair in chunk if {int(pair.one), int(pair.other)} <= there]
    Candidate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["probability", "reasons", "found_at"],
    )


def candidate(pair: Pair, at: datetime) -> Candidate:
    one, other = sorted((int(pair.one), int(pair.other)))
    reasons = [asdict(reason) for reason in pair.reasons]
    facts = {"probability": pair.probability, "reasons": reasons, "found_at": at}
    return Candidate(one_id=one, other_id=other, **facts)


def found_of(pair: Pair) -> dict[str, str]:
    return {reason.about: reason.found for reason in pair.reasons}


def put_together_beyond_doubt(*, at: datetime) -> None:
    """The older record stays. Who can't be put together is left to a person."""
    sure = Candidate.objects.open().filter(probability__gte=rules.BY_ITSELF_FROM, found_at=at)
    for pk in list(sure.order_by("-probability", "pk").values_list("pk", flat=True)):
        row = sure.filter(pk=pk).select_related("one", "other").first()
        if row is None:  # one side has gone into another record meanwhile
            continue
        found = {reason["about"]: reason["found"] for reason in row.reasons}
        if rules.is_beyond_doubt(found, row.probability):
            try:
                merge_people(row.one, row.other, by=None, at=at)
            except Refused:
                continue
