"""What is filled in on each form of the house, so that the table can say who may send it.

A form is sent as the coordinator finds it when they open it, with what stands here added. A new
form with a question that has no first answer needs a line here; a button needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BoundField

from reclaim.people.rules.definitions import Group, Line, packed
from tests import builders
from tests.web.world import World

FRENCH = packed(Group((Line("people.language", {"language": "fr"}),)))
SHEET = b"Given name,Family name,E-mail\r\nRosa,Lima,rosa@people.example\r\n"


@dataclass(frozen=True)
class Send:
    """What is added to a form; and the pages whose forms are sent before it, in this order."""

    fields: dict[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()


def what_is_sent(world: World) -> dict[str, Send]:
    fields = {**about_people(world), **about_watch(world), **about_fights(world)}
    return {page: Send(given) for page, given in fields.items()} | in_steps(world)


def about_people(world: World) -> dict[str, dict[str, Any]]:
    return {
        "people:invite": {"email": "new@people.example"},
        "people:ask-second-step": {"roles": ["organizer"]},
        "people:change-last-day": {"until": "2026-12-31"},
        "people:add-worksite": {"name_en": "North garage"},
        "people:add-person": {"given_name": "Rosa"},
        "people:change-person": {"job_title": "Night nurse"},
        "people:add-contact": {"kind": "email", "value": "another@people.example"},
        "people:mark-contact": {"status": "preferred"},
        "people:record-consent": {"is_given": "yes"},
        "people:correct-record": {"given_name": "Rosalind", "language": "en"},
        "people:add-own-contact": {"kind": "phone", "value": "416 555 0188"},
        "people:mark-own-contact": {"status": "ended"},
        "people:ask-correction": {"about": "work", "text": "I work days"},
        "people:answer-correction": {"is_accepted": "yes"},
        "people:write-note": {"text": "Asked three times"},
        "people:several": {"language": "fr", "sure": "1"},
        "people:take-out": {"told": "1", "what": "csv"},
        "people:join-local": {"organization": world.things["local"]},
        "people:custom-fields": {"name_en": "Shoe size", "kind": "text"},
        "people:preferences": {
            "wanted": ["email:campaign"],
            "seen_by": [getattr(world.things["partner"], "pk", 0)],
        },
        "people:new-segment": {"name": "Who speaks French", "as": FRENCH},
        "people:share-segment": {"sharing": "mine"},
        "people:self-identification": {"chosen": ["woman"]},
        "people:accept-invitation": {
            "given_name": "Nadia",
            "password": "four words nobody combines",
        },
        "people:imports": {"sheet": SimpleUploadedFile("people.csv", SHEET, "text/csv")},
    }


def about_watch(world: World) -> dict[str, dict[str, Any]]:
    return {
        "places:here": {"latitude": "43.65", "longitude": "-79.38"},
        "watch:dismiss": {"because": "Equipment only"},
        "watch:add-service": {
            "organization": world.things["local"],
            "name_en": "Window cleaning",
            "any_en": "window cleaning",
        },
        "watch:edit-service": {"name_en": "Guards at night"},
        "watch:tell": {"words": "Two men in grey mop the third floor"},
        "watch:tell-openly": {"words": "Two men in grey mop the third floor"},
        "watch:make-threat-of-tip": {
            "service": getattr(world.things["service"], "pk", 0),
            "told_as": "Cleaning is tried out on two floors",
        },
        "watch:put-tip-to-threat": {"threat": world.things["tip's threat"]},
        "watch:set-tip-aside": {"reason": "known"},
        "watch:who-told": {"reason": "ask"},
    }


def about_fights(world: World) -> dict[str, dict[str, Any]]:
    service = world.things["service"]
    step = {"on": "2026-11-02", "what_en": "Deputation list to the clerk"}
    outcome = {"result": "held", "when": "2026-05", "title_en": "Our crews keep the work"}
    return {
        "campaigns:start": {
            "organization": world.things["local"],
            "services": [getattr(service, "pk", service)],
            "demand_en": "Keep the night shift",
            "where_en": "Four homes",
        },
        "campaigns:edit": {"where_en": "Five homes"},
        "campaigns:add-milestone": step,
        "campaigns:edit-milestone": step,
        "campaigns:targets": {"office": world.things["another office"]},
        "campaigns:partners": {
            "partner": world.things["another partner"],
            "until": "2026-12-31",
        },
        "outreach:new-list": {"name": "Day shift", "size": 1},
        "outreach:hand": {"leader": world.things["leader"]},
        "outreach:talk": {"step": "3", **talk()},
        "outreach:sync": {"entry": world.things["entry"], "ago": 60, **talk()},
        "letters:edit": {"per_hour": 50},
        "letters:add-fact": {
            "sentence_en": "Four firms held it.",
            "sentence_fr": "Quatre firmes.",
            "source_en": "Rows",
            "source_fr": "Lignes",
        },
        "scoreboard:note": {
            "service": getattr(service, "pk", service),
            "check_state": "reported",
            **outcome,
        },
        "scoreboard:correct": {**outcome, "title_en": "Our own crews keep the work"},
    }


def talk() -> dict[str, Any]:
    return {"client_id": str(uuid4()), "stand": "2", "will_do": "nothing", "when": "never"}


def in_steps(world: World) -> dict[str, Send]:
    """The supporter's way: each page needs what was sent on those before."""
    letter = {
        "body": builders.OWN_WORDS,
        "subject": "Security in our shelters",
        "name": "Rosa Lima",
        "email": "rosa@people.example",
        "postal_code": "M4C 1M5",
    }
    chosen, written = ("letters:official",), ("letters:official", "letters:letter")
    return {
        "letters:start": Send({"postal_code": "M4C 1M5"}),
        "letters:official": Send({"office": world.things["office"]}),
        "letters:letter": Send(letter, before=chosen),
        "letters:preview": Send(before=written),
        "letters:again": Send(before=chosen),
    }


def as_opened(form: object) -> dict[str, Any]:
    """What a browser would send if nobody touched the form."""
    if not isinstance(form, forms.BaseForm):
        return {}
    found = ((bound, first_answer(bound)) for bound in form)
    return {bound.html_name: answer for bound, answer in found if answer is not None}


def first_answer(bound: BoundField) -> Any:
    answer, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "on" if answer else None
    is_one_of = isinstance(widget, forms.Select) and not widget.allow_multiple_selected
    if is_one_of and not isinstance(widget, forms.RadioSelect) and answer in (None, ""):
        return next((str(value) for value in offered(widget.choices)), None)
    return answer


def offered(choices: Any) -> Iterator[object]:
    """The values of a list, those in groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from offered(label)
        else:
            yield value
