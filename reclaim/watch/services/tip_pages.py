"""A page on which people without an account may report."""

from __future__ import annotations

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import localtime

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Organization, User
from reclaim.watch.models import TipPage
from reclaim.watch.rules import tips as rules


@transaction.atomic
def open_tip_page(organization: Organization, *, by: User, at: datetime) -> TipPage:
    """Twice changes nothing."""
    require(rules.why_not_open_page(by, organization))
    facts = {"token": token_urlsafe(12), "opened_on": localtime(at).date(), "opened_by": by}
    page, is_new = TipPage.objects.get_or_create(organization=organization, defaults=facts)
    if is_new:
        audit.record("open page for tips", organization, by=by, at=at)
    return page


@transaction.atomic
def close_tip_page(organization: Organization, *, by: User, at: datetime) -> None:
    require(rules.why_not_open_page(by, organization))
    gone, _ = TipPage.objects.filter(organization=organization).delete()
    if gone:
        audit.record("close page for tips", organization, by=by, at=at)
