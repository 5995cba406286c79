"""What a merge keeps of the record that went, as it is shown."""

from __future__ import annotations

import json
from typing import Any

from reclaim.people.models import Merge, Person


def kept_person(merge: Merge) -> dict[str, Any]:
    """The facts of the record that went; nothing once it is back."""
    facts: dict[str, Any] = json.loads(merge.kept or "{}").get("person", {})
    return facts


def kept_rows(merge: Merge, label: str) -> list[dict[str, Any]]:
    """The rows of one model that were folded into another."""
    folded = json.loads(merge.kept or "{}").get("folded", [])
    return [facts for name, facts in folded if name == label]


def former_names(person: Person) -> list[tuple[str, str]]:
    """The names (given, family) of the records that were put to this one."""
    kept = [kept_person(merge) for merge in Merge.objects.standing().filter(person=person)]
    return [(facts["given_name"], facts["family_name"]) for facts in kept if facts]
