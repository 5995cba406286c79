"""Every part of the look in all its states, for `/style/`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from reclaim.core import clock
from reclaim.core.offers import Card, Meter
from reclaim.web.forms import SampleChoice, SampleForm
from reclaim.web.sample_words import words

Context = Mapping[str, Any]
States = dict[str, Sequence[Context]]


@dataclass(frozen=True)
class Sheet:
    """One way to see the parts."""

    key: str
    scheme: str
    language: str
    direction: str = "ltr"


@dataclass(frozen=True)
class Shown:
    """One part on one sheet: its states, drawn."""

    sheet: Sheet
    states: Sequence[SafeString]


@dataclass(frozen=True)
class Part:
    name: str
    sheets: Sequence[Shown]


def sheets() -> list[Sheet]:
    reader = get_language() or "en"
    return [
        Sheet("light", "light", reader),
        Sheet("dark", "dark", reader),
        Sheet("rtl", "light", "ar", "rtl"),
        Sheet("print", "print", reader),
    ]


def shown(request: Any) -> list[Part]:
    """Each part once, on every sheet. The sheets are drawn one after the other, in their words."""
    drawn = {sheet: dict(draw(request, sheet)) for sheet in sheets()}
    names = list(next(iter(drawn.values())))
    return [
        Part(name, [Shown(sheet, parts[name]) for sheet, parts in drawn.items()]) for name in names
    ]


def draw(request: Any, sheet: Sheet) -> Iterator[tuple[str, list[SafeString]]]:
    with override(sheet.language):
        for name, states in states_of(request, sheet).items():
            yield (
                name,
                [render_to_string(f"parts/{name}.html", dict(state), request) for state in states],
            )


def states_of(request: Any, sheet: Sheet) -> States:
    w = words(sheet.language)
    return {
        **frame(w, request),
        **headlines(w),
        **numbers(w, sheet),
        **lists(w),
        **said(w, sheet),
        **steps_to_take(w, sheet),
        **forms(w, request, sheet),
    }


def link(label: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "url": "#", **more}


def frame(w: dict[str, str], request: Any) -> States:
    levels = [(constants.SUCCESS, "saved"), (constants.ERROR, "wrong_code")]
    return {
        "banner": [{"demo_day": clock.today(), "delivers_for_real": False}],
        "language": [{}],
        "account": [{"user": request.user}],
        "foot": [{}],
        "crumbs": [
            {"url": "#", "label": w["guarded"], "here": w["demand"]},
            {"trail": [link(w["guarded"]), link(w["sources"])], "here": w["demand"]},
        ],
        "places": [
            {
                "label": w["more"],
                "places": [link(w["guarded"], current=True), link(w["sources"])],
            }
        ],
        "messages": [{"messages": [Message(level, w[text]) for level, text in levels]}],
    }


def headlines(w: dict[str, str]) -> States:
    clock_text = {"days": 12, "text": w["until"]}
    return {
        "head": [{"title": w["guarded"], "above": w["whose"], "text": w["take_down_text"]}],
        "heading": [{"who": w["whose"], "demand": w["demand"], **clock_text}],
        "clock": [clock_text, {"days": 93, "text": w["until"], "calm": True}],
    }


def cards(w: dict[str, str], sheet: Sheet) -> list[Card]:
    def card(name: str, figure: str, **more: Any) -> Card:
        return Card(f"{sheet.key}-{name}", w[name], figure, "#", **more)

    return [
        card("threat", w["firms"], text=w["threat_text"], tag=w["late_notice"], tag_tone="red"),
        card("proof", "$26.1 M", text=w["proof_text"], link_text=w["dossier"], link_url="#"),
        card(
            "readiness",
            "61%",
            text=w["readiness_text"],
            meter=Meter(61, 65, w["readiness_text"]),
        ),
        card("pressure", "1,284", text=w["pressure_text"], tag=w["held"], tag_tone="held"),
        card("decision", w["decision_day"], text=w["decision_text"]),
    ]


def numbers(w: dict[str, str], sheet: Sheet) -> States:
    five = cards(w, sheet)
    counts = [SimpleNamespace(title=card.title, figure=card.figure, url="#") for card in five[:3]]
    return {
        "five": [{"cards": five}],
        "card": [{"card": Card(f"{sheet.key}-alone", w["proof"], "–", "", text=w["not_yet"])}],
        "numbers": [{"numbers": counts}],
        "figure": [
            {"figure": "$26.1 M", "url": "#", "label": w["proof_text"], "receipt": w["receipt"]}
        ],
        "meter": [{"meter": Meter(share, 65, w["readiness_text"])} for share in (0, 61, 100)],
        "tag": [
            {"text": w[word], "tone": tone}
            for word, tone in [
                ("no_leader", ""),
                ("late_notice", "red"),
                ("held", "held"),
                ("north", "quiet"),
            ]
        ],
        "receipt": [{"text": w["receipt"], "url": "#"}, {"text": w["receipt"]}],
        "progress": [
            {
                "id": f"{sheet.key}-progress",
                "label": w["reading"],
                "value": 4210,
                "max": 7613,
                "left": w["left"],
            }
        ],
    }


def table(w: dict[str, str]) -> dict[str, Any]:
    def count(number: str) -> dict[str, Any]:
        return {"text": number, "is_number": True}

    return {
        "caption": w["caption"],
        "columns": [
            {"label": w["worksite"]},
            {"label": w["people"], "is_number": True},
            {"label": w["leader"]},
        ],
        "rows": [
            [{"text": w["north"], "url": "#"}, count("74"), w["somebody"]],
            [w["outreach"], count("38"), {"text": w["no_leader"], "tone": ""}],
        ],
    }


def lists(w: dict[str, str]) -> States:
    today = clock.today()
    steps = [
        {"on": today - timedelta(days=4), "what": w["step_done"], "done_at": today, "who": ""},
        {"on": today - timedelta(days=1), "what": w["step_late"], "is_late": True},
        {"on": today + timedelta(days=3), "what": w["step_next"], "who": w["all"]},
    ]
    steps[1]["who"] = w["nobody"]
    return {
        "table": [table(w)],
        "pages": [{"page": Paginator(range(30), 10).page(2)}],
        "facts": [{"facts": [(w["leader"], w["somebody"]), (w["worksite"], w["north"])]}],
        "steps": [{"steps": steps}],
        "chart": [
            {
                "title": w["chart"],
                "chart": drawing(w),
                "receipt": w["receipt"],
                "url": "#",
                "table": table(w),
            }
        ],
        "official": [
            {"name": w["official"], "about": w["office"], "initials": "CB"},
            {
                "name": w["official"],
                "about": w["office"],
                "initials": "CB",
                "found": w["found"],
                "url": "#",
                "way_out": w["way_out"],
            },
        ],
        "quote": [{"words": w["quote"], "who": w["teller"]}],
    }


def drawing(w: dict[str, str]) -> SafeString:
    return render_to_string("web/sample_chart.html", {"words": w})


def said(w: dict[str, str], sheet: Sheet) -> States:
    return {
        "notice": [
            {"text": w["news"], "tone": ""},
            {"text": w["saved"], "tone": "success"},
            {"text": w["closing"], "tone": "warning"},
            {"text": w["wrong_code"], "tone": "error"},
        ],
        "empty": [
            {"title": w["empty"], "text": w["empty_text"], "url": "#", "action": w["open_list"]}
        ],
    }


def steps_to_take(w: dict[str, str], sheet: Sheet) -> States:
    question = {"question": w["question"], "text": w["take_down_text"], "action": w["take_down"]}
    return {
        "button": [
            {"text": w["send"], "tone": "go", "url": "#"},
            {"text": w["draft"], "url": "#"},
            {"text": w["more"], "tone": "quiet", "url": "#"},
            {"text": w["take_down"], "tone": "danger", "url": "#"},
            {"text": w["send"], "why_not": w["not_yet"]},
            {"text": w["send"], "tone": "go", "url": "#", "wide": True},
        ],
        "menu": [
            {
                "id": f"{sheet.key}-menu",
                "label": w["more"],
                "items": [link(w["print"]), link(w["history"])],
            }
        ],
        "dialog": [{"id": f"{sheet.key}-dialog", "opener": w["take_down"], "url": "#", **question}],
        "confirm": [{"url": "#", "back": "#", **question}],
    }


def forms(w: dict[str, str], request: Any, sheet: Sheet) -> States:
    empty = SampleForm(w, sheet.key)
    wrong = SampleForm(w, f"{sheet.key}-wrong", {f"{sheet.key}-wrong-address": "ana at home"})
    choice = SampleChoice(w, sheet.key, request.GET or None)
    return {
        "form": [
            {"form": empty, "action": w["send"], "back": "#", "url": "#"},
            {"form": wrong, "action": w["send"], "url": "#"},
        ],
        "filters": [{"form": choice, "clear": "?", "into": f"shown-{sheet.key}-filters"}],
    }
