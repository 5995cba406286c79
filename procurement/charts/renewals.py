"""The months ahead, with the contracts that end in each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut, width_of
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.tables import records

MOST_MONTHS = 25
ROW, BAR = 25, 13
LEFT, BARS = 82, 190
_WORDS = {
    "en": {
        "title": "{count} contracts end by {day}: {amount}",
        "title_one": "1 contract ends by {day}: {amount}",
        "known": "{amount} in known totals",
        "part": "{count} of their totals are not known in Canadian dollars. ",
        "part_one": "1 of their totals is not known in Canadian dollars. ",
        "how": "Contracts that end in each month, and their totals. Ends are without options to "
        "extend.",
        "unknown": "{count} contracts have no known end and are in no month.",
        "unknown_one": "1 contract has no known end and is in no month.",
        "none": "No contract with a known end ends by {day}.",
        "empty": "none",
        "amount_unknown": "total not known",
        "partly": "{count} not known",
        "partly_one": "1 not known",
        "largest": "largest: {amount}, {name}",
        "later": "{count} contracts end later and are not shown.",
        "later_one": "1 contract ends later and is not shown.",
    },
    "fr": {
        "title": "{count} contrats prennent fin d’ici le {day}\u00a0: {amount}",
        "title_one": "1 contrat prend fin d’ici le {day}\u00a0: {amount}",
        "known": "{amount} de totaux connus",
        "part": "{count} de leurs totaux ne sont pas connus en dollars canadiens. ",
        "part_one": "1 de leurs totaux n’est pas connu en dollars canadiens. ",
        "how": "Contrats qui prennent fin chaque mois, et leurs totaux. Les fins sont sans les "
        "options de prolongation.",
        "unknown": "{count} contrats sont sans fin connue et ne sont dans aucun mois.",
        "unknown_one": "1 contrat est sans fin connue et n’est dans aucun mois.",
        "none": "Aucun contrat dont la fin est connue ne prend fin d’ici le {day}.",
        "empty": "aucun",
        "amount_unknown": "total inconnu",
        "partly": "{count} inconnus",
        "partly_one": "1 inconnu",
        "largest": "le plus grand\u00a0: {amount}, {name}",
        "later": "{count} contrats prennent fin plus tard et ne sont pas montrés.",
        "later_one": "1 contrat prend fin plus tard et n’est pas montré.",
    },
}
Rows = list[dict[str, Any]]


def renewal_calendar(
    renewals: ibis.Table,
    *,
    as_of: date,
    days: int = 365,
    unknown: int = 0,
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a month, its contracts that end as a bar, their count, known total and largest.

    In: renewals.renewals(…, as_of=as_of, days=days), any currency (only CAD is summed). `unknown`
    is how many contracts have no known end. At most twenty-five months from that of as_of; what
    ends later is counted.
    """
    words = _WORDS[language]
    columns = ("ends_on", "supplier", "amount", "currency", "source")
    rows = records(renewals.select(*columns))
    months = _months(as_of, as_of + timedelta(days=days))
    by_month: dict[tuple[int, int], Rows] = {}
    for row in rows:
        by_month.setdefault((row["ends_on"].year, row["ends_on"].month), []).append(row)
    canvas = Canvas(palette, width)
    until = as_of + timedelta(days=days)
    title = _title(rows, until, language)
    under = [words["how"], _not_known(rows, unknown, language)] if rows else []
    feeds = saying.origin((row["source"] for row in rows), as_of, language)
    canvas.head(title, [line for line in (*under, feeds) if line])
    told = [_told(by_month.get((one.year, one.month), []), language) for one in months]
    if rows:
        _draw(canvas, months, [by_month.get((one.year, one.month), []) for one in months], language)
    shown = sum(len(by_month.get((one.year, one.month), [])) for one in months)
    later = len(rows) - shown
    notes = [_counted(later, "later", language)] if later else []
    canvas.foot(notes if rows or palette.heads else [title])
    lines = [
        f"{saying.month(one, language)}: {text}" for one, text in zip(months, told, strict=True)
    ]
    return canvas.picture(
        title, saying.sentence([title, *under, *(lines if rows else [])]), language
    )


def _months(first: date, last: date) -> list[date]:
    count = min((last.year - first.year) * 12 + last.month - first.month + 1, MOST_MONTHS)
    places = (first.month - 1 + place for place in range(count))
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]


def _amounts(rows: Iterable[dict[str, Any]]) -> list[Decimal]:
    """The totals known in Canadian dollars."""
    return [
        row["amount"]
        for row in rows
        if row["amount"] is not None and row["currency"] in (None, "CAD")
    ]


def _title(rows: Rows, until: date, language: str) -> str:
    words = _WORDS[language]
    if not rows:
        return words["none"].format(day=until.isoformat())
    known = _amounts(rows)
    amount = words["amount_unknown"]
    if known:
        amount = words["known"].format(amount=saying.short_money(sum(known, Decimal(0)), language))
    counted = saying.whole(len(rows), language)
    title = words["title_one" if len(rows) == 1 else "title"]
    return title.format(count=counted, day=until.isoformat(), amount=amount)


def _not_known(rows: Rows, unknown: int, language: str) -> str:
    missing = len(rows) - len(_amounts(rows))
    part = _counted(missing, "part", language) if missing else ""
    ends = _counted(unknown, "unknown", language) if unknown else ""
    return f"{part}{ends}".strip()


def _counted(number: int, name: str, language: str) -> str:
    words = _WORDS[language]
    return saying.counted(number, words[f"{name}_one"], words[name], language)


def _told(rows: Rows, language: str) -> str:
    """`12 · $4.3 M · 3 not known`."""
    words, known = _WORDS[language], _amounts(rows)
    if not rows:
        return words["empty"]
    parts = [saying.whole(len(rows), language)]
    if known:
        parts.append(saying.short_money(sum(known, Decimal(0)), language))
        missing = len(rows) - len(known)
        parts += [_counted(missing, "partly", language)] if missing else []
    else:
        parts.append(words["amount_unknown"])
    return " · ".join(parts)


def _largest(rows: Rows, language: str) -> str:
    known = [row for row in rows if _amounts([row]) and row["supplier"]]
    if not known:
        return ""
    row = max(known, key=lambda one: (one["amount"], one["supplier"]))
    amount = saying.short_money(row["amount"], language)
    name = " ".join(row["supplier"].split())
    return _WORDS[language]["largest"].format(name=name, amount=amount)


def _draw(canvas: Canvas, months: list[date], ending: list[Rows], language: str) -> None:
    scale = Scale([len(rows) for rows in ending], BARS, LEFT)
    soft, red = canvas.palette.soft, canvas.palette.red
    for place, (month, rows) in enumerate(zip(months, ending, strict=True)):
        y = canvas.y + ROW * place + ROW / 2
        color = red if place == 0 else canvas.palette.ink
        canvas.text(LEFT - 10, y, saying.month(month, language), align="right", color=color)
        told = _told(rows, language)
        if rows:
            canvas.bar(LEFT, scale.x(len(rows)), y, BAR, color=color, said=told)
        x = scale.x(len(rows)) + 8 if rows else LEFT + 2
        canvas.text(
            x, y, told, weight=BOLD if rows else 400, color=canvas.palette.ink if rows else soft
        )
        x += width_of(told, LABEL, BOLD) + 14
        canvas.text(
            x,
            y,
            cut(_largest(rows, language), canvas.width - x, LABEL - 0.5),
            size=LABEL - 0.5,
            color=soft,
        )
    bottom = canvas.y + ROW * len(months)
    canvas.rule((LEFT, canvas.y), (LEFT, bottom))
    canvas.y = bottom
