"""The made-up union the benchmarks use: what the services would have kept, they find in step."""

from collections import Counter

import pytest
from django.db.models import Count, F

from bench.union import filling as union
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


@pytest.fixture
def made(db):
    return union.fill(PEOPLE, LOCALS)


def test_its_tree_is_whole_and_its_locals_are_unlike(made):
    assert Person.objects.count() == PEOPLE
    assert Organization.objects.find_problems() == ([], [], [], [], [])
    assert Organization.objects.filter(kind="local").count() == LOCALS
    sizes = Counter(Person.objects.values_list("organization", flat=True)).values()
    assert len(sizes) == LOCALS
    assert max(sizes) > 5 * sorted(sizes)[LOCALS // 2]
    assert made.ada.holds(made.local)
    assert made.cora.holds(made.local)
    assert made.lou.paths() == [made.local.path]


def test_its_people_open_pages_by_their_password_alone(made):
    assert not made.ada.lacks_second_step
    assert not made.cora.lacks_second_step


def test_every_row_is_one_a_form_would_take(made):
    for model in (*KEPT, Conversation, Standing, ListEntry, Worksite):
        rows = list(model.objects.order_by("pk")[:40])
        assert rows, model
        for row in rows:
            blank = {f.name for f in model._meta.fields if getattr(row, f.attname) in ("", None)}
            row.full_clean(exclude=blank)
    assert "somebody without a name" not in map(str, Person.objects.all())
    for point in ContactPoint.objects.all():
        assert point.key == contact_key(point.kind, point.value)


def test_people_work_and_belong_where_their_local_is(made):
    elsewhere = LocalMembership.objects.exclude(organization=F("person__organization"))
    assert set(elsewhere.values_list("is_elsewhere", flat=True)) == {True}
    working = Person.objects.filter(worksite__isnull=False)
    assert working.exists()
    assert not working.exclude(worksite__organization=F("organization")).exists()


def test_the_address_on_the_record_is_the_best_usable_one(made):
    preferred = rows_of(Person)
    keep_preferred(Person.objects.all())
    assert rows_of(Person) == preferred


def test_who_asked_us_to_stop_is_never_written_to(made):
    digests = set(Suppression.objects.values_list("digest", flat=True))
    assert digests
    for point in ContactPoint.objects.all():
        is_stopped = suppression_digest(point.kind, point.key) in digests
        assert is_stopped == (point.status == ContactPoint.Status.STOPPED)


def test_consents_are_what_the_ledger_comes_to(made):
    said = rows_of(Consent, "id")
    Consent.objects.all().delete()
    ledger = ConsentEvent.objects.order_by("at", "pk")
    names = ("person_id", "channel", "purpose", "is_given", "at", "basis", "expires_on")
    keep_current([Said(**{name: getattr(one, name) for name in names}) for one in ledger])
    assert rows_of(Consent, "id") == said
    assert len(ledger) > len(said)


def test_some_may_be_written_to_and_others_not(made):
    found = reachable(Person.objects.all(), "email", "campaign", clock.today())
    may = set(found.values_list("pk", flat=True))
    assert 0 < len(may) < PEOPLE
    for person in Person.objects.filter(pk__lte=100):
        reason = why_not_write(person, "email", "campaign", clock.today())
        assert (reason == "") == (person.pk in may)


def test_standings_are_what_the_talks_come_to(made):
    stands = rows_of(Standing, "id")
    Standing.objects.all().delete()
    for talk in Conversation.objects.order_by("at", "pk"):
        follow(talk)
    assert rows_of(Standing, "id") == stands
    twice = Conversation.objects.order_by().values("campaign", "person").annotate(n=Count("pk"))
    assert twice.filter(n=2).exists()


def test_the_same_numbers_give_the_same_union():
    union.fill(300, 20)
    before = [rows_of(model) for model in KEPT]
    assert len(set(Person.objects.values_list("family_name", flat=True))) > 60
    with pytest.raises(ValueError, match="empty register"):
        union.fill(300, 20)
    assert [rows_of(model) for model in KEPT] == before
