"""Moving every row from one record of a person to another, so that it can be undone exactly.

What is done is written down as it is done (`Moved`): rows that came over, what changed on any row,
rows that were folded into another and rows that were made. Undoing goes through it backwards and
leaves alone what somebody changed or added since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from reclaim.core import offers
from reclaim.core.offers import Follows
from reclaim.people.models import Person

Facts = dict[str, Any]


@dataclass
class Moved:
    """`rows` and `made`: (model, number). `changed`: (model, number, before, after).
    `folded`: (model, all its facts)."""

    person: Facts = field(default_factory=dict)
    rows: list[tuple[str, int, str]] = field(default_factory=list)
    changed: list[tuple[str, int, Facts, Facts]] = field(default_factory=list)
    folded: list[tuple[str, Facts]] = field(default_factory=list)
    made: list[tuple[str, int]] = field(default_factory=list)

    def as_text(self) -> str:
        return json.dumps(asdict(self), default=str, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Moved:
        return cls(**json.loads(text or "{}"))

    def change(self, row: models.Model, facts: Mapping[str, Any]) -> None:
        """Set these on the row, and remember what stood there."""
        wanted = {name: plain(value) for name, value in facts.items()}
        before = {name: plain(getattr(row, name)) for name in wanted}
        if before == wanted:
            return
        for name, value in facts.items():
            setattr(row, name, value)
        row.save(update_fields=list(facts))
        self.changed.append((label(row), row.pk, before, wanted))

    def fold_away(self, row: models.Model) -> None:
        self.folded.append((label(row), facts_of(row)))
        row.delete()


def label(row: models.Model) -> str:
    return row._meta.label


def plain(value: Any) -> Any:
    """As it comes back from JSON."""
    return json.loads(json.dumps(value, default=str))


def facts_of(row: models.Model) -> Facts:
    return {one.attname: plain(getattr(row, one.attname)) for one in row._meta.concrete_fields}


def move_rows(goes: Person, stays: Person, moved: Moved) -> None:
    for room in offers.merges:
        for follows in room:
            move(follows, goes, stays, moved)


def move(follows: Follows, goes: Person, stays: Person, moved: Moved) -> None:
    rows = follows.model._default_manager
    mine = list(rows.select_for_update(of=("self",)).filter(**{follows.column: stays}))
    there = {key_of(follows, row): row for row in mine}
    for row in rows.select_for_update(of=("self",)).filter(**{follows.column: goes}).order_by("pk"):
        known = there.get(key_of(follows, row)) if follows.once_by is not None else None
        if known is not None:
            changes = follows.fold(known, row)
            moved.fold_away(row)
            moved.change(known, changes)
        else:
            moved.change(row, follows.settle(row, stays))
            come_over(row, follows.column, stays, moved)
            there[key_of(follows, row)] = row


def key_of(follows: Follows, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in follows.once_by or ())


def come_over(row: Any, column: str, stays: Person, moved: Moved) -> None:
    setattr(row, column, stays)
    row.save(update_fields=[column])
    moved.rows.append((label(row), row.pk, column))


def bring_back(moved: Moved, stays: Person, number: int) -> Person:
    """The record that went, as it was, and everything that came over with it."""
    for name, pk in moved.made:
        apps.get_model(name)._default_manager.filter(pk=pk).delete()
    on_people = [one for one in moved.changed if one[0] == Person._meta.label]
    for change in reversed(on_people):  # an account goes back before its record is written
        change_back(*change)
    goes = write_again(Person._meta.label, moved.person)
    for name, pk, column in moved.rows:
        rows = apps.get_model(name)._default_manager.filter(pk=pk, **{column: stays})
        rows.update(**{column: goes})
    for change in reversed(moved.changed):
        if change not in on_people:
            change_back(*change)
    for name, facts in moved.folded:
        write_again(name, facts)
    return Person.objects.get(pk=number)


def change_back(name: str, pk: int, before: Facts, after: Facts) -> None:
    """Only what nobody changed since; and not where something else has taken its place."""
    model = apps.get_model(name)
    row = model._default_manager.filter(pk=pk).first()
    if row is None:
        return
    same = [one for one in before if plain(getattr(row, one)) == after[one]]
    for one in same:
        setattr(row, one, read(model, one, before[one]))
    try:
        with transaction.atomic():
            row.save(update_fields=same)
    except IntegrityError:
        return


def write_again(name: str, facts: Facts) -> Any:
    """The row under its own number; what it pointed at may be gone since, then it points nowhere,
    or is not written when it must."""
    model = apps.get_model(name)
    values = {one: read(model, one, value) for one, value in facts.items()}
    for one in model._meta.concrete_fields:
        if one.remote_field and values[one.attname] is not None and not is_there(one, values):
            if not one.null:
                return None
            values[one.attname] = None
    row = model(**values)
    row.save(force_insert=True)
    return row


def is_there(link: Any, values: Facts) -> bool:
    rows = link.remote_field.model._default_manager
    return bool(rows.filter(pk=values[link.attname]).exists())


def read(model: Any, name: str, value: Any) -> Any:
    column = next(one for one in model._meta.concrete_fields if name in (one.attname, one.name))
    if value is None or isinstance(column, models.JSONField):
        return value
    return (column.target_field if column.remote_field else column).to_python(value)
