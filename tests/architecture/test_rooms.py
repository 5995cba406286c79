"""What every room owes the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models import EmailField, ForeignKey, OneToOneField

from reclaim.core import offers
from tests.architecture import links

PY = [
    path
    for folder in ("reclaim", "procurement")
    for path in (links.ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
BANNED = {"utils", "helpers", "misc", "manager", "handler", "data", "info", "process"}
# Accounts and mail are told of by the people room; these hold no facts of their own about anybody.
TOLD_BY_ANOTHER_ROOM = {"core": "people"}


def about_people(model: type) -> bool:
    """It has an address of somebody, or points to a person or an account whose facts it holds."""
    for field in model._meta.get_fields():
        if isinstance(field, EmailField):
            return True
        if isinstance(field, ForeignKey | OneToOneField):
            target = field.related_model
            if getattr(target, "_meta", None) and target._meta.label in {"people.Person"}:
                return True
    return False


def test_rooms_with_facts_about_people_offer_them_to_the_person():
    rooms = {model._meta.app_label for model in links.our_models() if about_people(model)}
    rooms -= {"places"}  # officials in public office, from published lists
    told = set(offers.personal_sections.rooms())
    assert {TOLD_BY_ANOTHER_ROOM.get(room, room) for room in rooms} <= told


@pytest.mark.parametrize("path", PY, ids=lambda path: str(path.relative_to(links.ROOT)))
def test_no_file_is_too_long_to_read_or_named_for_nothing(path: Path):
    assert len(path.read_text().splitlines()) <= 500
    assert path.stem not in BANNED


def test_templates_are_short():
    long = [
        str(path.relative_to(links.ROOT))
        for path in (links.ROOT / "reclaim").rglob("*.html")
        if len(path.read_text().splitlines()) > 160 and path.name != "style.html"
    ]
    assert long == []
