"""Reads across rooms, through what they offer."""

from datetime import date
from typing import Any

from reclaim.core import offers


def today(user: Any) -> list[offers.TodayItem]:
    """What needs this person now, urgent first, then by day."""
    items = [item for offer in offers.today_items for item in offer(user)]
    return sorted(items, key=lambda item: (not item.urgent, item.due or date.max))


def links(user: Any) -> list[offers.TodayLink]:
    return [link for offer in offers.today_links for link in offer(user)]


def facts_about(user: Any) -> list[offers.PersonalSection]:
    """Everything the rooms keep about this person."""
    subject = offers.Subject(user_id=user.pk, email=user.email)
    return [section for offer in offers.personal_sections for section in offer(subject)]
