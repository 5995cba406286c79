"""Looking for records that may be of one person: every night, and after an import for its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_tasks import task

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people.models import Candidate, Import, ImportRow, Organization, Person, Sweep
from reclaim.people.models.same import CandidateQuerySet
from reclaim.people.queries.same.linkage import Pair, Tally, compared
from reclaim.people.queries.same.marks import Marks
from reclaim.people.queries.same.register import around, everybody, known_people
from reclaim.people.rules import same as rules
from reclaim.people.services.same import merge_people

AT_ONCE = 1_000  # candidates written in one go
FOUR_WEEKS = timedelta(weeks=4)


def look_for_same(*, at: datetime) -> int:
    """Every tree by itself: who is new or changed since the last time, with everybody; once in
    FOUR_WEEKS everybody, because how often a name occurs changes too."""
    return sum(look_in(root, at=at) for root in Organization.objects.filter(depth=1))


def look_in(root: Organization, *, at: datetime) -> int:
    """What was said of a pair stays; what is no longer likely goes."""
    before = Sweep.objects.filter(organization=root, whole_at__gt=at - FOUR_WEEKS).first()
    marks, tally = Marks(bytes(before.marks) if before else b""), Tally()
    people = known_people(everybody(root), marks.is_fresh)
    with closing(compared(people, tally=tally)) as pairs:
        found = keep_candidates(pairs, root.path, at=at)
    if before is None:
        no_longer_likely(root, at).delete()
    else:
        no_longer_likely_of(root, marks.fresh, at)
    keep_sweep(root, before, marks, tally, at=at)
    return found


def no_longer_likely(root: Organization, at: datetime) -> CandidateQuerySet:
    past = Candidate.objects.open().filter(one__organization__path__startswith=root.path)
    return past.filter(found_at__lt=at)


def no_longer_likely_of(root: Organization, people: Sequence[int], at: datetime) -> None:
    for start in range(0, len(people), AT_ONCE):
        some = list(people[start : start + AT_ONCE])
        no_longer_likely(root, at).filter(Q(one__in=some) | Q(other__in=some)).delete()


def keep_sweep(
    root: Organization, before: Sweep | None, marks: Marks, tally: Tally, *, at: datetime
) -> None:
    facts = {
        "at": at,
        "whole_at": before.whole_at if before else at,
        "people": tally.people,
        "compared": tally.fresh,
        "marks": marks.now.tobytes(),
    }
    if tally.has_paired:
        facts["left_out"] = asdict(tally.left_out)
    Sweep.objects.update_or_create(organization=root, defaults=facts)


@task()
def look_after_import(pk: int) -> None:
    """Only pairs with somebody the import brought or changed."""
    work = Import.objects.select_related("organization").get(pk=pk)
    rows = ImportRow.objects.filter(of=work, outcome=ImportRow.Outcome.ADDED)
    fresh = set(rows.exclude(person=None).values_list("person_id", flat=True))
    if not fresh:
        return
    people = known_people(around(work.organization, fresh), lambda pk, _known: pk in fresh)
    top = work.organization.path[: Organization.steplen]
    with closing(compared(people)) as pairs:
        keep_candidates(pairs, top, at=clock.now())


def keep_candidates(pairs: Iterable[Pair], top: str, *, at: datetime) -> int:
    """`top`: the path of their union. Those a person should look at; the surest are put together where that is turned on."""
    kept = 0
    likely = (pair for pair in pairs if rules.is_likely(found_of(pair)))
    while chunk := list(islice(likely, AT_ONCE)):
        kept += len(chunk)
        write(chunk, at)
    if settings.MERGES_BY_ITSELF:
        put_together_beyond_doubt(top, at=at)
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


def put_together_beyond_doubt(top: str, *, at: datetime) -> None:
    """The older record stays. Who can't be put together is left to a person."""
    sure = Candidate.objects.open().filter(
        probability__gte=rules.BY_ITSELF_FROM, one__organization__path__startswith=top
    )
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
