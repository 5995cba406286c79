"""Taking an import back, and forgetting what was in it when that is no longer possible."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from reclaim.core import audit, clock
from reclaim.people.models import (
    Candidate,
    Consent,
    ConsentEvent,
    ContactPoint,
    CustomValue,
    ExternalId,
    Import,
    ImportRow,
    LocalMembership,
    Look,
    Person,
    Worksite,
)
from reclaim.people.services.contacts import keep_preferred
from reclaim.people.services.imports.kept import throw_files_away
from reclaim.people.services.imports.running import SLICE, guarded, without_people

AT_ONCE = 1_000
# What an import itself writes, or is found by itself; anything else that points at a person was put there by somebody.
OURS = (
    Candidate, ContactPoint, LocalMembership, CustomValue, ExternalId, ImportRow, Consent,
    ConsentEvent, Look,
)  # fmt: skip


@task()
def undo_import(pk: int) -> None:
    work = Import.objects.select_related("organization", "dropped_by").get(pk=pk)
    if work.stage == "undo":
        guarded(work, undo)


def undo(work: Import) -> None:
    """From the last row to the first, so that each finds what it left."""
    until = time.monotonic() + SLICE
    while undo_batch(work):
        if time.monotonic() > until:
            undo_import.enqueue(work.pk)
            return
    take_away_worksites(work)
    now = clock.now()
    if Import.objects.filter(pk=work.pk, undone_at=None).update(undone_at=now, heard_at=now):
        work.refresh_from_db()
        counts = {"undone": work.undone, "not_undone": work.not_undone}
        audit.record("finish undoing import", work, by=work.dropped_by, at=now, **counts)


def undo_batch(work: Import) -> int:
    with transaction.atomic():
        Import.objects.select_for_update().get(pk=work.pk)
        waiting = ImportRow.objects.filter(of=work, outcome__in=["added", "updated"], not_undone="")
        rows = list(waiting.order_by("-number")[:AT_ONCE])
        left = [*change_back([row for row in rows if row.outcome == "updated"], work)]
        left += take_away([row for row in rows if row.outcome == "added"], work)
        ImportRow.objects.bulk_update(left, ["not_undone"], batch_size=200)
        kept = {row.pk for row in left}
        ImportRow.objects.filter(pk__in=[row.pk for row in rows if row.pk not in kept]).delete()
        counts = {"undone": F("undone") + len(rows) - len(left)}
        counts["not_undone"] = F("not_undone") + len(left)
        Import.objects.filter(pk=work.pk).update(**counts, heard_at=clock.now())
    return len(rows)


def take_away(rows: list[ImportRow], work: Import) -> list[ImportRow]:
    """Remove who was added, but for those somebody has touched since."""
    pks = [row.person_id for row in rows if row.person_id]
    stays = dict.fromkeys(hanging(pks), _("Something else hangs on this person by now."))
    stays |= dict.fromkeys(touched(pks, work), _("Somebody has changed this person since."))
    for row in rows:
        row.not_undone = stays.get(row.person_id or 0, "")
    Person.objects.filter(pk__in=set(pks) - set(stays)).delete()
    return [row for row in rows if row.not_undone]


@transaction.atomic
def take_away_worksites(work: Import) -> None:
    """Those it made go again, but for those somebody is at by now, or has said something of."""
    made = set(work.made_worksites.values_list("pk", flat=True))
    about = ContentType.objects.get_for_model(Worksite)
    log = LogEntry.objects.filter(content_type=about, object_id__in=made)
    steps = log.exclude(additional_data__verb="add worksite")
    used = {pk for pk in steps.values_list("object_id", flat=True) if pk}
    ours = (Import, Import.made_worksites.through)
    used |= set(named_by_others(Worksite, made, ours))
    Worksite.objects.filter(pk__in=made - used).delete()


def touched(pks: list[int], work: Import) -> set[int]:
    """Every step people take leaves a line in the audit; another import leaves its row."""
    about = ContentType.objects.get_for_model(Person)
    log = LogEntry.objects.filter(content_type=about, object_id__in=pks)
    steps = log.filter(timestamp__gte=work.started_at).values_list("object_id", flat=True)
    others = ImportRow.objects.filter(person__in=pks).exclude(of=work)
    return {int(pk) for pk in steps if pk} | {
        pk for pk in others.values_list("person", flat=True) if pk
    }


def hanging(pks: list[int]) -> Iterator[int]:
    """Who has an account, or is named by a row of any room that no import writes."""
    yield from Person.objects.filter(pk__in=pks, user__isnull=False).values_list("pk", flat=True)
    said = ConsentEvent.objects.filter(person__in=pks).exclude(source=ConsentEvent.Source.IMPORT)
    yield from said.values_list("person", flat=True)
    yield from named_by_others(Person, pks, OURS)


def named_by_others(
    model: type[models.Model], pks: Collection[int], ours: Collection[type[models.Model]]
) -> Iterator[int]:
    """Which of them a row of any other kind points at."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model in ours:
            continue
        name = relation.field.name
        found = relation.related_model._default_manager.filter(**{f"{name}__in": pks})
        yield from found.order_by().values_list(name, flat=True)


def change_back(rows: list[ImportRow], work: Import) -> Iterator[ImportRow]:
    """What still is as the import left it becomes what it was before."""
    people = Person.objects.in_bulk([row.person_id for row in rows if row.person_id])
    for row in rows:
        if row.person_id in people and row.before:
            row.not_undone = " ".join(changed_back(people[row.person_id], row.before))[:300]
        if row.not_undone:
            yield row
    keep_preferred(Person.objects.filter(pk__in=people))


def changed_back(person: Person, before: dict[str, Any]) -> Iterator[str]:
    """Change one person back; tells what could not be."""
    stays = set(facts_back(person, before.get("facts", {})))
    for kind, key, _value in before.get("points", ()):
        fresh = ContactPoint.objects.filter(person=person, kind=kind, key=key)
        fresh.filter(status__in=["usable", "stopped"]).delete()
    stays |= set(joined_back(person, before))
    for model, which, name in ((CustomValue, "field", "custom"), (ExternalId, "system", "ids")):
        for key, (old, new) in before.get(name, {}).items():
            found = model._default_manager.filter(person=person, value=new, **{which: key})
            done = found.update(value=old) if old is not None else found.delete()[0]
            stays |= set() if done else {_("Changed since.")}
    consents = before.get("consents", {})
    for channel in (channel for channel, is_given in consents.items() if is_given):
        Consent.objects.filter(person=person, channel=channel, is_given=True).delete()
    stays |= {_("A no stays a no.")} if False in consents.values() else set()
    yield from sorted(stays)


def facts_back(person: Person, facts: dict[str, list[Any]]) -> Iterator[str]:
    for name, (old, new) in facts.items():
        if getattr(person, name) == new:
            setattr(person, name, old)
        else:
            yield _("Changed since.")
    if facts:
        person.save(update_fields=[name.removesuffix("_id") for name in facts])


def joined_back(person: Person, before: dict[str, Any]) -> Iterator[str]:
    mine = LocalMembership.objects.filter(person=person)
    if made := before.get("joined"):
        local, kind, since = made
        found = mine.filter(organization=local, kind=kind, since=day(since), until=None)
        if not found.delete()[0]:
            yield _("Changed since.")
    if changed := before.get("membership"):
        local = changed["at"][0]
        to = changed["to"] | {"since": day(changed["to"]["since"])}
        old = dict(changed["old"])
        if "since" in old:
            old["since"] = day(old["since"])
        if not mine.filter(organization=local, **to).update(**old):
            yield _("Changed since.")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def erase_imports(finished: QuerySet[Import]) -> None:
    """They can no longer be undone: what was in their rows is erased."""
    for work in list(finished):
        ImportRow.objects.filter(of=work).delete()
        Import.objects.filter(pk=work.pk).update(erased_at=clock.now(), sheet=without_people(work))


def throw_sheets_away(left: QuerySet[Import]) -> None:
    """Dropped and never started: gone with their files."""
    for work in list(left):
        work.delete()
        transaction.on_commit(partial(throw_files_away, work))
