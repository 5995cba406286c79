"""Writing what a batch changes: a few statements for thousands of rows.

Rows made here in one go differ from those made one by one in nothing but the time it takes; a
test holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils.timezone import localtime

from reclaim.people.models import (
    ConsentEvent,
    ContactPoint,
    CustomValue,
    ExternalId,
    Import,
    ImportRow,
    LocalMembership,
    Person,
    User,
)
from reclaim.people.models.consent import Purpose
from reclaim.people.models.postal import code_in
from reclaim.people.services.consent import Said, record_consents
from reclaim.people.services.contacts import keep_preferred
from reclaim.people.services.imports.planning import Planned, iso
from reclaim.people.services.imports.records import FACTS, Record, chunks
from reclaim.people.services.rows import insert, reserve, update


class Batch:
    """One batch of one import, written in the transaction of whoever calls."""

    def __init__(self, work: Import, *, by: User | None, at: datetime) -> None:
        self.work, self.by, self.at = work, by, at
        self.moment = connection.ops.adapt_datetimefield_value(at)

    def write(self, planned: Sequence[Planned]) -> None:
        self.planned = [one for one in planned if one.record and one.outcome != "unchanged"]
        records = {id(one.record): one.record for one in self.planned if one.record}.values()
        self.new = [record for record in records if record.pk < 0]
        self.old = [record for record in records if record.pk > 0]
        self.new_keys = {id(record) for record in self.new}
        for record, pk in zip(self.new, reserve(Person, len(self.new)), strict=True):
            record.pk = pk
        self.write_people()
        self.write_points()
        self.write_joined()
        self.write_facts(CustomValue, "custom", "field_id")
        self.write_facts(ExternalId, "ids", "system")
        self.write_consents()
        self.write_rows(planned)

    def write_people(self) -> None:
        best = self.best_points()
        insert(
            Person,
            ("id", "organization_id", *FACTS, "email", "phone", "also_speaks", "is_invented"),
            (
                (
                    one.pk,
                    one.organization_id,
                    *self.facts(one),
                    *best.get(one.pk, ("", "")),
                    "",
                    False,
                )
                for one in self.new
            ),
        )
        touched = {
            one.record.pk for one in self.planned if "facts" in (one.before or {}) and one.record
        }
        changed = [(*self.facts(one), one.pk) for one in self.old if one.pk in touched]
        update(Person, FACTS, changed)

    def facts(self, record: Record) -> list[Any]:
        return [record.facts[name] for name in FACTS]

    def best_points(self) -> dict[int, tuple[str, str]]:
        """The first usable address and number of everybody new: they stand on the person."""
        best: dict[int, dict[str, str]] = {}
        for one, record in self.with_records():
            if id(record) in self.new_keys:
                for kind, key, value in (one.before or {}).get("points", ()):
                    if record.points[kind, key] == ContactPoint.Status.USABLE:
                        best.setdefault(record.pk, {}).setdefault(kind, value)
        return {pk: (one.get("email", ""), one.get("phone", "")) for pk, one in best.items()}

    def with_records(self) -> Iterable[tuple[Planned, Record]]:
        return ((one, one.record) for one in self.planned if one.record)

    def write_points(self) -> None:
        rows, preferred, gained = [], set(), set()
        for one, record in self.with_records():
            is_new = id(record) in self.new_keys
            for kind, key, value in (one.before or {}).get("points", ()):
                status = record.points[kind, key]
                is_first = is_new and status == "usable" and (record.pk, kind) not in preferred
                preferred |= {(record.pk, kind)} if is_first else set()
                gained |= set() if is_new else {record.pk}
                code = code_in(value) if kind == "address" else ""
                kept = (record.pk, kind, value, key, code, "", status, is_first)
                rows.append((*kept, self.moment, self.by_pk))
        names = [
            "person_id",
            "kind",
            "value",
            "key",
            "postal_code",
            "label",
            "status",
            "is_preferred",
            "noted_at",
            "noted_by_id",
        ]
        insert(ContactPoint, names, rows)
        for pks in chunks(gained):
            keep_preferred(Person.objects.filter(pk__in=pks))

    @property
    def by_pk(self) -> int | None:
        return self.by.pk if self.by else None

    def write_joined(self) -> None:
        new, changed = [], {}
        for one, record in self.with_records():
            if not {"joined", "membership"} & set(one.before or ()):
                continue
            for joined in record.joined:
                facts = (joined.number, joined.kind, iso(joined.since))
                if joined.pk is None:
                    new.append((record, joined))
                else:
                    changed[joined.pk] = (*facts, joined.pk)
        update(LocalMembership, ("number", "kind", "since"), changed.values())
        # The same record may have been met twice in this batch.
        once = {id(joined): (record, joined) for record, joined in new}.values()
        names = ["person_id", "organization_id", "number", "kind", "since", "until", "is_elsewhere"]
        insert(
            LocalMembership,
            names,
            (
                (
                    record.pk,
                    joined.organization_id,
                    joined.number,
                    joined.kind,
                    iso(joined.since),
                    None,
                    joined.organization_id != record.organization_id,
                )
                for record, joined in once
            ),
        )

    def write_facts(self, model: type[models.Model], name: str, which: str) -> None:
        said = {
            (record.pk, key): new
            for one, record in self.with_records()
            for key, (_old, new) in (one.before or {}).get(name, {}).items()
        }
        rows = [(pk, key, value) for (pk, key), value in said.items()]
        insert(model, ("person_id", which, "value"), rows, once=("person_id", which))

    def write_consents(self) -> None:
        """A yes on the day and for the reason told with the columns; a no as of now."""
        said = [
            self.said(one, record, channel, is_given)
            for one, record in self.with_records()
            for channel, is_given in (one.before or {}).get("consents", {}).items()
        ]
        if said:
            record_consents(said, by=self.by)

    def said(self, one: Planned, record: Record, channel: str, is_given: bool) -> Said:
        at = self.at
        if is_given and one.wanted and one.wanted.said_on:
            day = one.wanted.said_on
            at = min(at, localtime(at).replace(year=day.year, month=day.month, day=day.day))
        return Said(
            record.pk,
            channel,
            Purpose.CAMPAIGN,
            is_given,
            at,
            basis=self.work.option("basis", "express") if is_given else "express",
            source=ConsentEvent.Source.IMPORT,
            language=record.facts["language"][:8],
        )

    def write_rows(self, planned: Sequence[Planned]) -> None:
        """What can be undone, and what was set aside. Who was unchanged is only counted."""
        rows = (
            (
                self.work.pk,
                one.line,
                one.outcome,
                one.reason,
                one.about.pk if one.about else None,
                json.dumps(one.cells) if one.outcome == "set_aside" else None,
                one.record.pk if one.record else None,
                json.dumps(one.before, default=str) if one.outcome == "updated" else None,
                "",
            )
            for one in planned
            if one.outcome != "unchanged"
        )
        names = [
            "of_id",
            "number",
            "outcome",
            "reason",
            "about_id",
            "cells",
            "person_id",
            "before",
            "not_undone",
        ]
        insert(ImportRow, names, rows)
