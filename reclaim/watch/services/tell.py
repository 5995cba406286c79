"""Telling what one saw.

No step here leaves a line in the audit, and none names an account: the audit would say who told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import localtime

from reclaim.core.errors import require
from reclaim.people.models import Organization, User, Worksite
from reclaim.watch.models import Service, Tip
from reclaim.watch.models.reporter import Reporter
from reclaim.watch.queries.tips import digest_of
from reclaim.watch.rules import tips as rules


@dataclass(frozen=True)
class Told:
    """What was seen, when and where, as far as somebody knows."""

    words: str
    seen: str = Tip.Seen.WEEK.value
    seen_on: date | None = None
    worksite: Worksite | None = None
    place: str = ""
    contractor: str = ""
    service: Service | None = None
    language: str = "en"


def tell_as_member(
    organization: Organization, told: Told, *, is_named: bool, by: User, at: datetime
) -> str:
    """Keep a tip of somebody who is signed in. Returns what opens its receipt, said only once."""
    return keep_tip(organization, told, Reporter(account=by.pk) if is_named else Reporter(), at)


def tell_as_visitor(
    organization: Organization, told: Told, *, name: str, reach: str, at: datetime
) -> str:
    """The same for somebody without an account, who may say who they are, or not."""
    return keep_tip(organization, told, Reporter(name=name.strip(), reach=reach.strip()), at)


@transaction.atomic
def keep_tip(organization: Organization, told: Told, reporter: Reporter, at: datetime) -> str:
    require(rules.why_not_tell(told.words))
    token = token_urlsafe(18)
    Tip.objects.create(
        organization=organization,
        received_on=localtime(at).date(),
        language=told.language,
        words=told.words.strip(),
        seen=told.seen,
        seen_on=told.seen_on,
        worksite=told.worksite,
        place=told.place.strip(),
        contractor=told.contractor.strip(),
        service=told.service,
        reporter=reporter.as_text(),
        receipt=digest_of(token),
    )
    return token
