"""Finding the postal codes in addresses that were written past the model."""

from __future__ import annotations

from reclaim.people.models import ContactPoint
from reclaim.people.models.postal import code_in
from reclaim.people.services.rows import update

BATCH = 5_000


def read_postal_codes() -> int:
    """In every address where none was looked for yet; return how many were read."""
    unread = ContactPoint.objects.filter(postal_code=None).order_by()
    unread.exclude(kind=ContactPoint.Kind.ADDRESS).update(postal_code="")
    read, last = 0, 0
    while some := list(
        unread.filter(pk__gt=last).order_by("pk").values_list("pk", "value")[:BATCH]
    ):
        update(ContactPoint, ["postal_code"], [(code_in(value), pk) for pk, value in some])
        read, last = read + len(some), some[-1][0]
    return read
