"""What somebody wants their lists of people to show."""

from __future__ import annotations

from collections.abc import Sequence

from reclaim.people.models import ColumnChoice, User


def choose_columns(columns: Sequence[str], *, by: User) -> None:
    ColumnChoice.objects.update_or_create(user=by, defaults={"columns": list(columns)})
