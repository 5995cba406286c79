"""The made-up union the benchmarks use: what the services would have kept, they find in step."""

import random
from collections import Counter

import pytest
from django.db.models import Count, F

from bench import union
from reclaim.core import clock
from reclaim.organize.outreach.models import Conversation, ListEntry, Standing
from reclaim.organize.outreach.services import follow
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ContactPoint,
    CustomValue,
    LocalMembership,
    Organization,
    Person,
    Suppression,
    Worksite,
)
from reclaim.people.models.consent import suppression_digest
from reclaim.people.models.contact import contact_key
from reclaim.people.queries.consent import reachable
from reclaim.people.rules.consent import why_not_write
from reclaim.people.services.consent import Said, keep_current
from reclaim.people.services.contacts import keep_preferred

pytestmark = pytest.mark.django_db
PEOPLE, LOCALS = 2_000, 60
KEPT = [Person, ContactPoint, LocalMembership, ConsentEvent, Consent, CustomValue]


def rows_of(model, *without):
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in without]
    return sorted(model.objects.values_list(*names), key=repr)


def test_a_union_is_what_the_services_would_have_made():
    made = union.fill(PEOPLE, LOCALS)
    assert Person.objects.count() == PEOPLE
    assert Organization.objects.find_problems() == ([], [], [], [], [])
    assert Organization.objects.filter(kind="local").count() == LOCALS
    sizes = Counter(Person.objects.values_list("organization", flat=True)).values()
    assert len(sizes) == LOCALS
    assert max(sizes) > 5 * sorted(sizes)[LOCALS // 2]

    for model in (*KEPT, Conversation, Standing, ListEntry, Worksite):
        everybody = list(model.objects.all())
        assert everybody, model
        for row in random.Random(1).sample(everybody, min(40, len(everybody))):
            blank = {f.name for f in model._meta.fields if getattr(row, f.attname) in ("", None)}
            row.full_clean(exclude=blank)

    for person in Person.objects.all():
        assert str(person) != "somebody without a name"
    for point in ContactPoint.objects.all():
        assert point.key == contact_key(point.kind, point.value)
    elsewhere = LocalMembership.objects.exclude(organization=F("person__organization"))
    assert elsewhere.exists()
    assert set(elsewhere.values_list("is_elsewhere", flat=True)) == {True}
    assert not Person.objects.exclude(worksite__organization=F("organization")).filter(
        worksite__isnull=False
    )

    preferred = rows_of(Person)
    keep_preferred(Person.objects.all())
    assert rows_of(Person) == preferred

    digests = set(Suppression.objects.values_list("digest", flat=True))
    assert digests
    for point in ContactPoint.objects.all():
        is_stopped = suppression_digest(point.kind, point.key) in digests
        assert is_stopped == (point.status == ContactPoint.Status.STOPPED)

    said = rows_of(Consent, "id")
    Consent.objects.all().delete()
    ledger = ConsentEvent.objects.order_by("at", "pk")
    names = ("person_id", "channel", "purpose", "is_given", "at", "basis", "expires_on")
    keep_current([Said(**{name: getattr(one, name) for name in names}) for one in ledger])
    assert rows_of(Consent, "id") == said
    assert ConsentEvent.objects.count() > len(said)

    stands = rows_of(Standing, "id")
    Standing.objects.all().delete()
    for talk in Conversation.objects.order_by("at", "pk"):
        follow(talk)
    assert rows_of(Standing, "id") == stands
    twice = Conversation.objects.values("campaign", "person").annotate(n=Count("pk"))
    assert twice.filter(n=2).exists()

    may = set(
        reachable(Person.objects.all(), "email", "campaign", clock.today()).values_list(
            "pk", flat=True
        )
    )
    assert 0 < len(may) < PEOPLE
    for person in Person.objects.filter(pk__lte=200):
        reason = why_not_write(person, "email", "campaign", clock.today())
        assert (reason == "") == (person.pk in may)

    assert made.ada.holds(made.local)
    assert made.cora.holds(made.local)
    assert made.lou.paths() == [made.local.path]


def test_the_same_numbers_give_the_same_union():
    union.fill(300, 20)
    before = [rows_of(model) for model in KEPT]
    assert len(set(Person.objects.values_list("family_name", flat=True))) > 60
    with pytest.raises(ValueError, match="empty register"):
        union.fill(300, 20)
    assert [rows_of(model) for model in KEPT] == before
