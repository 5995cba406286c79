"""Forgetting who told: when they are erased, and when its time is over."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from reclaim.core.offers import Traces
from reclaim.watch.models import Tip, TipStep
from reclaim.watch.models.reporter import Reporter

CLOSED = "[…]"  # where a name stood
TYPED = ("words", "place", "contractor")


def forget_reporters(tips: QuerySet[Tip]) -> None:
    """What they told stays, as if they had never said who they are; its receipt opens nothing."""
    tips.update(reporter=Reporter().as_text(), receipt="")


def forget_in_tips(about: Traces) -> None:
    """Every seal is opened for it: nothing in the register says which tips are theirs."""
    told = Tip.objects.exclude(receipt="").values_list("pk", "reporter")
    gone = [pk for pk, kept in told.iterator() if is_of(Reporter.from_text(kept), about)]
    forget_reporters(Tip.objects.filter(pk__in=gone))
    forget_names(Tip, TYPED, about.marks)
    forget_names(TipStep, ("answer",), about.marks)


def is_of(reporter: Reporter, about: Traces) -> bool:
    if reporter.account is not None:
        return reporter.account == about.user_id
    typed = f"{reporter.name} {reporter.reach}".casefold()
    return any(mark.casefold() in typed for mark in about.marks)


def forget_names(model: type[Tip | TipStep], columns: Iterable[str], marks: Iterable[str]) -> None:
    """Wherever somebody typed them, theirs or others' tips."""
    named = re.compile("|".join(map(re.escape, marks)), re.IGNORECASE) if marks else None
    for row in model._default_manager.iterator() if named else ():
        found = [one for one in columns if named and named.search(getattr(row, one))]
        for one in found:
            setattr(row, one, named.sub(CLOSED, getattr(row, one)) if named else "")
        if found:
            row.save(update_fields=found)
