"""Who did what, when: one line for each step that matters, in the same transaction."""

from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import models


def record(
    verb: str,
    thing: models.Model,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    **facts: Any,
) -> None:
    """Keep that `by` did `verb` to `thing`. Pass no names, addresses or free text in `facts`."""
    LogEntry.objects.log_create(
        thing,
        object_repr=f"{thing._meta.label} {thing.pk}",  # by default its text, which is a name
        force_log=True,
        action=LogEntry.Action.UPDATE,
        changes={},
        actor=by,
        timestamp=at,
        additional_data={"verb": verb, **facts},
    )


def is_recorded(verb: str, thing: models.Model) -> bool:
    """Whether anybody ever did `verb` to `thing`."""
    lines = LogEntry.objects.get_for_object(thing)
    return bool(lines.filter(additional_data__verb=verb).exists())
