"""What this browser has on its desk for one campaign, until the letter is on its way.

It lives in the session, not in hidden fields, so that going back, reloading, or a phone that
forgets its pages loses nothing. After a day it is swept away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict

from reclaim.act.letters.models import Appeal, Letter
from reclaim.core import clock

A_DAY = timedelta(days=1)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing on GET, even an empty answer on POST."""
    return request.POST if request.method == "POST" else None


class Desk:
    def __init__(self, request: HttpRequest, appeal: Appeal) -> None:
        self.session = request.session
        self.is_visitor = not request.user.is_authenticated
        self.appeal = appeal
        self.name = f"letter-{appeal.pk}"
        self.things: dict[str, Any] = fresh(self.session.get(self.name, {}))

    def put(self, **things: Any) -> None:
        self.things = {**self.things, **things, "at": clock.now().isoformat()}
        self.session[self.name] = self.things
        if self.is_visitor:
            self.session.set_expiry(A_DAY)

    def clear(self) -> None:
        self.session.pop(self.name, None)
        self.things = {}

    @property
    def postal_code(self) -> str:
        return str(self.things.get("postal_code", ""))

    @property
    def office(self) -> int:
        return int(self.things.get("office") or 0)

    @property
    def words(self) -> dict[str, str]:
        """Subject, body, name and address, once they passed."""
        return self.things.get("words") or {}

    @property
    def letter(self) -> Letter | None:
        """The letter that left this very browser, to the office that is on the desk."""
        found = Letter.objects.select_related("delivery", "office", "appeal__campaign")
        return found.filter(pk=self.things.get("letter") or 0, office=self.office).first()

    # How many letters left this browser today, in all campaigns.
    @property
    def sent_today(self) -> int:
        return len(self.sent_lately())

    def count_sent(self) -> None:
        self.session["letters-sent"] = [*self.sent_lately(), clock.now().isoformat()]

    def sent_lately(self) -> list[str]:
        since = (clock.now() - A_DAY).isoformat()
        return [moment for moment in self.session.get("letters-sent", []) if moment > since]


def fresh(things: dict[str, Any]) -> dict[str, Any]:
    at = things.get("at")
    return things if at and datetime.fromisoformat(at) > clock.now() - A_DAY else {}
