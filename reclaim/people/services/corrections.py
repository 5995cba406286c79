"""Asking for a correction, and answering."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.people.models import Correction, Person, User
from reclaim.people.rules import oneself as rules


@transaction.atomic
def ask_correction(person: Person, about: str, text: str, *, by: User, at: datetime) -> Correction:
    """For one of one's own records; whoever coordinates its organization answers."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.why_not_ask_correction(person))
    asked = Correction.objects.create(person=person, about=about, text=text.strip(), asked_at=at)
    audit.record("ask correction", person, by=by, at=at, about=about)
    return asked


@transaction.atomic
def answer_correction(
    correction: Correction, *, is_accepted: bool, answer: str, by: User, at: datetime
) -> Correction:
    """What they asked for was put right, or why it stays. They read the answer on their page."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related("person__organization")
    correction = rows.get(pk=correction.pk)
    require(rules.why_not_answer(correction, by))
    correction.is_accepted, correction.answer = is_accepted, answer.strip()
    correction.answered_at, correction.answered_by = at, by
    correction.save()
    audit.record("answer correction", correction.person, by=by, at=at, is_accepted=is_accepted)
    return correction
