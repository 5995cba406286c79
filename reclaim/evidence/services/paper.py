"""A dossier as plain data: every word in the reader's language, every number with its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reclaim.core.money import count, money
from reclaim.evidence import figures, queries
from reclaim.evidence.models import Finding
from reclaim.evidence.queries import Receipt, Told
from reclaim.evidence.queries.words import amount, day, text
from reclaim.watch.figures import Row
from reclaim.watch.models import Service, Source

Paper = dict[str, Any]
# The page's colours and letters, which paper does not know.
PRINT = {
    "var(--ink)": "#1c1a16",
    "var(--soft)": "#5d574c",
    "var(--line)": "#ddd3c0",
    "var(--red)": "#a8201a",
    'font-family="inherit"': 'font-family="Libertinus Serif"',
}


def paper(service: Service, told: list[Told]) -> Paper:
    """The whole dossier as JSON-ready data, in the language that is active."""
    as_of = max(one.finding.as_of for one in told)
    receipts = {one.finding.kind: number for number, one in enumerate(told, start=1)}
    rows = queries.receipts([one.finding for one in told])
    return {
        "lang": get_language() or "en",
        "title": service.name,
        "kind": _("Dossier from public data"),
        "organization": service.organization.name,
        "subtitle": _(
            "%(buyer)s: who holds this work, since when, for how much, what changed hands, what was "
            "awarded without competition, and what ends when."
        )
        % {"buyer": service.buyer},
        "as_of": _("As of %(day)s") % {"day": day(as_of)},
        "as_of_short": day(as_of),
        "cover_note": _(
            "Each number carries the number of its receipt. The method and the published rows "
            "stand at the end."
        ),
        "headline": [
            {"number": one.big, "label": one.caption, "receipt": receipts[one.finding.kind]}
            for one in told
            if one.finding.kind in (Finding.Kind.HOLDERS, Finding.Kind.AWARDED, Finding.Kind.DIRECT)
        ],
        "sections": [section(one, receipts[one.finding.kind], told) for one in told],
        "appendix": appendix(told, rows),
    }


def section(one: Told, number: int, told: list[Told]) -> Paper:
    kind = one.finding.kind
    found: Paper = {
        "heading": one.question,
        "figures": [{"number": exact(one), "label": one.caption, "receipt": number}],
        "text": INTRODUCTIONS[kind](),
        "table": table(one) if one.table.rows else None,
        "notes": [*one.unknown, *NOTES[kind]()],
    }
    if kind == Finding.Kind.FLIPS:
        found |= chart(told)
    return found


def exact(one: Told) -> str:
    """In print every cent of a sum is said, so that it can be added up again."""
    finding = one.finding
    if finding.unit == "CAD" and finding.number is not None:
        return money(finding.number)
    return one.big


def table(one: Told) -> Paper:
    columns = one.table.columns
    return {
        "columns": [column.label for column in columns],
        "widths": [column.width for column in columns],
        "right": [at for at, column in enumerate(columns) if column.is_number],
        "rows": [[cell.text for cell in row] for row in one.table.rows],
        "size": 9,
    }


def chart(told: list[Told]) -> Paper:
    """The awards in time, with fixed colours, and the words for who can't see it."""
    pictures = [one.finding.charts.get(get_language() or "en", "") for one in told]
    svg = next((picture for picture in pictures if picture), "")
    if not svg:
        return {}
    for ours, printed in PRINT.items():
        svg = svg.replace(ours, printed)
    return {
        "chart": svg,
        "chart_alt": _("Each firm's awards in time. The same facts stand in the table below."),
        "chart_note": _(
            "A bar runs from an award to its published end. A dot is an award whose end is not "
            "published; the dotted line says only that nobody outside knows. Red is the day of "
            "this dossier."
        ),
    }


def none() -> list[str]:
    return []


def about_awards() -> list[str]:
    return [
        _(
            "These are awards as published: what was promised to be paid, with options left out. "
            "What was paid in the end is not published."
        )
    ]


def about_direct() -> list[str]:
    return [
        _(
            "A direct award is a signal to ask about, not a wrong. An emergency, an exclusive "
            "right, or a bridge until a call is decided explain many of them. The city's own "
            "reason stands beside each."
        ),
        _(
            "The city's file does not say what was bought. Listed are direct contracts that the "
            "divisions buying this work gave to firms that were awarded it; each may be for other "
            "work."
        ),
    ]


def about_ends() -> list[str]:
    return [
        _(
            "An end is a chance to bring work back in house. The city publishes no end dates; some "
            "stand in the text of a call, and only those are listed by day."
        )
    ]


def about_holders() -> list[str]:
    return [
        _(
            "Found by the words a call for bids uses for this work. Awards that the city published "
            "without a description can't be found this way; they are counted below."
        )
    ]


INTRODUCTIONS = {
    "holders": about_holders,
    "awarded": about_awards,
    "flips": none,
    "direct": about_direct,
    "renewals": about_ends,
}
NOTES = dict.fromkeys(INTRODUCTIONS, none)


def appendix(told: list[Told], rows: dict[str, Receipt]) -> Paper:
    return {
        "heading": _("Rows and methods"),
        "text": [
            _(
                "A row number counts the records of the published file from 1, without the header. "
                "Whoever opens the file finds the row there and can do every sum again."
            )
        ],
        "receipts": list(entries(told, rows)),
        "sources_heading": _("Where the rows come from"),
        "sources": sources(rows),
    }


def entries(told: list[Told], rows: dict[str, Receipt]) -> Iterator[Paper]:
    """One receipt a finding; the same rows are printed once."""
    printed: dict[tuple[str, ...], int] = {}
    for number, one in enumerate(told, start=1):
        found = rows[one.finding.kind]
        keys = tuple(row.row_id for row in found.rows)
        same_as = printed.setdefault(keys, number)
        yield {
            "number": number,
            "title": one.question,
            "method": figures.method_in_words(one.finding.kind),
            "notes": [
                *one.unknown,
                sum_of(found),
                *([] if same_as == number else [_("The rows: see %(n)d.") % {"n": same_as}]),
                _("Function %(method)s, version %(version)s.")
                % {"method": one.finding.method, "version": one.finding.version},
            ],
            "table": rows_table(found.rows) if found.rows and same_as == number else None,
        }


def sum_of(found: Receipt) -> str:
    """What the rows add up to, and how many have no amount."""
    if not found.rows:
        return _("No row.")
    said = ngettext("%(n)s row", "%(n)s rows", len(found.rows)) % {"n": count(len(found.rows))}
    if found.total is not None:
        said = _("%(rows)s; the published amounts add up to %(sum)s") % {
            "rows": said,
            "sum": money(found.total),
        }
    if found.without_amount:
        said += "; " + ngettext(
            "%(n)s row has no amount", "%(n)s rows have no amount", found.without_amount
        ) % {"n": count(found.without_amount)}
    return said + "."


def rows_table(rows: list[Row]) -> Paper:
    return {
        "columns": [_("File"), _("Row"), _("Firm"), _("Document"), _("Day"), _("Amount")],
        "widths": [2.5, 0.6, 2.2, 1.1, 1.2, 1.3],
        "right": [1, 5],
        "rows": [row_cells(row) for row in rows],
        "size": 7.5,
    }


def row_cells(row: Row) -> list[str]:
    return [
        row.file,
        str(row.row_number),
        text(row.supplier),
        row.document_number or "–",
        day(date.isoformat(row.date) if row.date else None),
        amount(None if row.amount is None else str(row.amount)),
    ]


def sources(rows: dict[str, Receipt]) -> list[Paper]:
    slugs = {row.source for found in rows.values() for row in found.rows}
    return [
        {"name": source.name, "licence": source.licence, "address": source.published_at}
        for source in Source.objects.filter(slug__in=slugs)
    ]
