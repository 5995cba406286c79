"""Putting two records of one person together, and taking them apart again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import (
    Candidate,
    Consent,
    ContactPoint,
    LocalMembership,
    Merge,
    Organization,
    Person,
    User,
)
from reclaim.people.models.contact import contact_key
from reclaim.people.rules import same as rules
from reclaim.people.services.contacts import ON_THE_PERSON, keep_preferred
from reclaim.people.services.moving import Facts, Moved, bring_back, facts_of, move_rows

# What of the other record may lead; whatever is empty on the record that stays is filled anyway.
FACTS = (
    "given_name", "family_name", "pronouns", "language", "also_speaks", "worksite_id",
    "job_title", "shift",
)  # fmt: skip
WAYS = ("email", "phone")


@transaction.atomic
def merge_people(
    stays: Person,
    goes: Person,
    *,
    by: User | None,
    at: datetime,
    led_by_other: Collection[str] = (),
) -> Merge:
    """Put `goes` to `stays`. `led_by_other` names the facts (FACTS, WAYS) whose value on `goes`
    leads from now on; the other value is kept by the merge. Without `by` it is done by itself."""
    held = Person.objects.select_for_update(of=("self",)).select_related("organization")
    both = held.order_by("pk").in_bulk([stays.pk, goes.pk])
    stays, goes = both[stays.pk], both[goes.pk]
    if by is None:
        require(rules.why_not_merge(stays, goes))
    else:
        require(rules.why_not_put_together(stays, goes, by))
    moved = Moved(person=facts_of(goes))
    drop_candidates(goes, stays, moved)
    keep_in_their_local(goes, stays, moved)
    move_rows(goes, stays, moved)
    facts = leading(stays, goes, led_by_other)
    number = goes.pk
    goes.delete()
    moved.change(stays, facts)
    prefer(stays, [moved.person[name] for name in WAYS if name in led_by_other], moved)
    keep_preferred(Person.objects.filter(pk=stays.pk))
    made = Merge.objects.create(person=stays, number=number, kept=moved.as_text(), at=at, by=by)
    audit.record("merge people", stays, by=by, at=at, other=number)
    return made


def leading(stays: Person, goes: Person, led_by_other: Collection[str]) -> Facts:
    """An account comes along; a worksite of another local doesn't."""
    is_one_local = stays.organization_id == goes.organization_id
    names = [name for name in FACTS if name != "worksite_id" or is_one_local]
    facts = {
        name: getattr(goes, name)
        for name in names
        if getattr(goes, name) and (name in led_by_other or not getattr(stays, name))
    }
    return facts | ({"user_id": goes.user_id} if goes.user_id else {})


def prefer(person: Person, values: list[str], moved: Moved) -> None:
    for kind in ON_THE_PERSON:
        keys = [contact_key(kind, value) for value in values if value]
        points = ContactPoint.objects.filter(person=person, kind=kind)
        chosen = points.usable().filter(key__in=keys).first()
        if chosen is None:
            continue
        for point in points.filter(is_preferred=True).exclude(pk=chosen.pk):
            moved.change(point, {"is_preferred": False})
        moved.change(chosen, {"is_preferred": True})


def drop_candidates(goes: Person, stays: Person, moved: Moved) -> None:
    """That they and a third are two people holds for the record that stays; other likenesses are
    found anew."""
    for side, far in (("one", "other"), ("other", "one")):
        for row in Candidate.objects.filter(**{side: goes}):
            third = getattr(row, f"{far}_id")
            decided = (row.decided_at, row.decided_by) if row.decided_at else None
            moved.fold_away(row)
            if decided and third != stays.pk:
                one, other = sorted((stays.pk, third))
                said = {"decided_at": decided[0], "decided_by": decided[1]}
                defaults = {"probability": row.probability, "found_at": row.found_at, **said}
                made, is_new = Candidate.objects.get_or_create(
                    one_id=one, other_id=other, defaults=defaults
                )
                if is_new:
                    moved.made.append((Candidate._meta.label, made.pk))
                else:
                    moved.change(made, said)


def keep_in_their_local(goes: Person, stays: Person, moved: Moved) -> None:
    """Who keeps the record that goes still sees the person: as a friend, where no more is known."""
    home = goes.organization
    if home.pk == stays.organization_id or home.kind != Organization.Kind.LOCAL:
        return
    if LocalMembership.objects.filter(person__in=[goes, stays], organization=home).exists():
        return
    made = LocalMembership.objects.create(
        person=stays, organization=home, kind=LocalMembership.Kind.FRIEND, is_elsewhere=True
    )
    moved.made.append((LocalMembership._meta.label, made.pk))


@transaction.atomic
def undo_merge(merge: Merge, *, by: User, at: datetime) -> Person:
    """The other record comes back with all that was its own, and the two are said to be different.

    What was noted since stays where it was noted. Who said no since, said it for both.
    """
    merge = Merge.objects.select_for_update(of=("self",)).select_related("person").get(pk=merge.pk)
    require(rules.why_not_undo(merge, by))
    stays = merge.person
    back = bring_back(Moved.from_text(merge.kept), stays, merge.number)
    say_no_for_both(stays, back, since=merge.at)
    keep_preferred(Person.objects.filter(pk__in=[stays.pk, back.pk]))
    merge.kept, merge.undone_at, merge.undone_by = "", at, by
    merge.save()
    say_different(stays, back, by=by, at=at)
    audit.record("undo merge", stays, by=by, at=at, other=back.pk)
    return back


def say_no_for_both(stays: Person, back: Person, *, since: datetime) -> None:
    for no in Consent.objects.filter(person=stays, is_given=False, at__gt=since):
        facts = {"is_given": False, "basis": no.basis, "expires_on": None, "at": no.at}
        Consent.objects.update_or_create(
            person=back, channel=no.channel, purpose=no.purpose, defaults=facts
        )
    stopped = ContactPoint.Status.STOPPED
    for point in ContactPoint.objects.filter(person=stays, status=stopped):
        same = ContactPoint.objects.filter(person=back, kind=point.kind, key=point.key)
        same.update(status=stopped, is_preferred=False)


@transaction.atomic
def say_different(one: Person, other: Person, *, by: User, at: datetime) -> Candidate:
    """They are two people: nobody is asked again."""
    for person in (one, other):
        require(rules.why_not_judge(person, by))
    lower, higher = sorted((one.pk, other.pk))
    said = {"decided_at": at, "decided_by": by}
    row, _new = Candidate.objects.update_or_create(
        one_id=lower,
        other_id=higher,
        defaults=said,
        create_defaults={"probability": 0.0, "found_at": at, **said},
    )
    audit.record("say different", one, by=by, at=at, other=other.pk)
    return row
