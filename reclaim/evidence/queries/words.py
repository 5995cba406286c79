"""Findings in the reader's words: the same on a page, on a card and in a dossier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core.money import count, money, short_money
from reclaim.core.offers import Card
from reclaim.evidence.models import Finding
from reclaim.evidence.queries.unknown import unknown

Record = dict[str, Any]
TAIL = re.compile(r"^[^.]{0,15}\.\s+")  # what is left of the sentence before


@dataclass(frozen=True)
class Column:
    """`is_number` aligns to the end; `width` is a share of the line in print."""

    label: str
    is_number: bool = False
    width: float = 1


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of a line opens the first published row the line stands on."""

    columns: list[Column]
    rows: list[list[Cell]]


def table_of(columns: list[Column], lines: Iterable[tuple[list[str], list[str]]]) -> Table:
    """Lines are (texts, identifiers of their rows)."""
    return Table(
        columns,
        [
            [
                Cell(text, row_url(rows) if at == 0 else "", columns[at].is_number)
                for at, text in enumerate(texts)
            ]
            for texts, rows in lines
        ],
    )


def row_url(rows: list[str]) -> str:
    return reverse("watch:row", args=[rows[0]]) if rows else ""


@dataclass(frozen=True)
class Told:
    """A finding as people read it."""

    finding: Finding
    question: str
    big: str
    caption: str
    unknown: list[str]
    table: Table


def tell(finding: Finding) -> Told:
    big, caption, table = TELLERS[finding.kind](finding)
    return Told(finding, question(finding.kind), big, caption, unknown(finding), table)


def card(told: Told) -> Card:
    """The finding as one of the big numbers of a page; the figure opens its receipt."""
    return Card(
        key=told.finding.kind,
        title=told.question,
        figure=told.big,
        url=told.finding.get_absolute_url(),
        text=told.caption,
    )


def question(kind: str) -> str:
    label = str(Finding.Kind(kind).label)
    return label[:1].upper() + label[1:]


def day(value: str | date | None) -> str:
    """A day as people write it; what is not published says so."""
    if value is None:
        return _("not published")
    return date_format(date.fromisoformat(value) if isinstance(value, str) else value)


def amount(value: str | None) -> str:
    return _("not published") if value is None else money(Decimal(value))


def text(value: str | None) -> str:
    return value or _("not published")


def whole(finding: Finding) -> int:
    return int(finding.number or 0)


def first_year(records: Sequence[Record]) -> str:
    days = [record["on"] for record in records if record["on"]]
    return min(days)[:4] if days else ""


def tell_holders(finding: Finding) -> tuple[str, str, Table]:
    firms = finding.answer["holders"]
    held = [firm for firm in firms if firm["status"] != "ended"]
    number = whole(finding)
    big = ngettext("%(n)s firm", "%(n)s firms", number) % {"n": count(number)}
    if any(firm["status"] == "not known" for firm in held):
        caption = _("hold it or may still hold it")
    else:
        caption = ngettext("holds it", "hold it", number)
    columns = [
        Column(_("Firm"), width=2.2),
        Column(_("First award found"), width=1.2),
        Column(_("Last award"), width=1.2),
        Column(_("Known amount"), is_number=True, width=1.3),
        Column(_("Last known end"), width=1.2),
    ]
    lines = [
        (
            [
                text(firm["supplier"]),
                day(firm["since"]),
                day(firm["last_awarded_on"]),
                amount(firm["amount"]),
                day(firm["ends_on"]),
            ],
            firm["rows"],
        )
        for firm in firms
    ]
    return big, caption, table_of(columns, lines)


def tell_awarded(finding: Finding) -> tuple[str, str, Table]:
    found = finding.answer["contracts"]
    since = first_year(found)
    if finding.number is None:
        big = _("not known")
        caption = _("no amount is published") if found else _("no award was found")
    else:
        big, caption = short_money(finding.number), _("awarded since %(year)s") % {"year": since}
    columns = [
        Column(_("Firm"), width=2.2),
        Column(_("Awarded on"), width=1.2),
        Column(_("Document"), width=1.1),
        Column(_("Amount"), is_number=True, width=1.3),
    ]
    lines = [
        (
            [text(c["supplier"]), day(c["on"]), text(c["document_number"]), amount(c["amount"])],
            c["rows"],
        )
        for c in found
    ]
    return big, caption, table_of(columns, lines)


def tell_flips(finding: Finding) -> tuple[str, str, Table]:
    awards = finding.answer["awards"]
    number = whole(finding)
    if finding.number is None:
        big, caption = _("not known"), _("fewer than two awards seen: nothing to compare")
    else:
        big = ngettext("%(n)s change", "%(n)s changes", number) % {"n": count(number)}
        caption = _("of firm in %(n)s awards seen") % {"n": count(len(awards))}
    columns = [
        Column(_("Awarded on"), width=1.2),
        Column(_("Awarded to"), width=3),
        Column(_("Document"), width=1.2),
        Column(_("What changed"), width=1.8),
    ]
    changes = {change["after_document"]: change for change in finding.answer["changes"]}
    lines = [
        (
            [
                day(award["on"]),
                ", ".join(award["suppliers"]),
                award["document_number"],
                what_changed(changes.get(award["document_number"]), at == 0),
            ],
            award["rows"],
        )
        for at, award in enumerate(awards)
    ]
    return big, caption, table_of(columns, lines)


def what_changed(change: Record | None, is_first: bool) -> str:
    if change is None:
        return _("first seen") if is_first else _("no firm took another's place")
    before = ", ".join(change["before"])
    if change["maybe_same"]:
        return _("after %(firms)s; may be the same firm") % {"firms": before}
    return _("after %(firms)s") % {"firms": before}


def tell_direct(finding: Finding) -> tuple[str, str, Table]:
    found = finding.answer["contracts"]
    number = whole(finding)
    big = ngettext("%(n)s contract", "%(n)s contracts", number) % {"n": count(number)}
    if not found:
        caption = _("without competition found for these firms")
    elif finding.answer["amount"] is None:
        caption = _("without competition; no amount is published")
    else:
        caption = _("without competition, %(amount)s in all") % {
            "amount": short_money(Decimal(finding.answer["amount"]))
        }
    columns = [
        Column(_("Firm"), width=2),
        Column(_("Day"), width=1.1),
        Column(_("Division"), width=1.8),
        Column(_("Reason given"), width=1.2),
        Column(_("Amount"), is_number=True, width=1.1),
    ]
    lines = [
        (
            [
                text(c["supplier"]),
                day(c["on"]),
                text(c["division"]),
                text(c["reason"]),
                amount(c["amount"]),
            ],
            c["rows"],
        )
        for c in found
    ]
    return big, caption, table_of(columns, lines)


def tell_renewals(finding: Finding) -> tuple[str, str, Table]:
    ends, open_ended = finding.answer["ends"], finding.answer["open_ended"]
    if ends:
        big, caption = day(ends[0]["ends_on"]), _("the next known end")
    elif open_ended:
        big, caption = _("not known"), _("no end ahead is published")
    else:
        big, caption = _("none ahead"), _("nothing runs that we know of")
    columns = [
        Column(_("Firm"), width=1.8),
        Column(_("Awarded on"), width=1.1),
        Column(_("Ends on"), width=1.1),
        Column(_("What the call says of the term"), width=2.6),
    ]
    telling = [*ends, *(contract for contract in open_ended if term(contract))]
    lines = [
        ([text(c["supplier"]), day(c["on"]), day(c.get("ends_on")), term(c)], c["rows"])
        for c in telling
    ]
    return big, caption, table_of(columns, lines)


def term(contract: Record) -> str:
    """The published words about term and options, from where a sentence begins."""
    said = [contract["term_text"], contract["option_text"]]
    whole_sentences = [TAIL.sub("", words).strip(" ,") for words in said if words]
    return " … ".join(whole_sentences)


TELLERS: dict[str, Callable[[Finding], tuple[str, str, Table]]] = {
    "holders": tell_holders,
    "awarded": tell_awarded,
    "flips": tell_flips,
    "direct": tell_direct,
    "renewals": tell_renewals,
}
