"""Who was awarded the work, when, and what isn't known of the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PAGE, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.years import Years
from procurement.tables import records

MOST_ROWS = 12
LONGEST_NAME = 44
ROW, BAR = 40, 9
_WORDS = {
    "en": {
        "title": "Who was awarded the work, by {day}",
        "how": "A bar is a contract with a known end; a dot is an award whose end is not published.",
        "unknown": "end not published",
        "unknown_some": "{count} of {all} ends not published",
        "amount_unknown": "amount not published",
        "amount_part": "at least {amount}",
        "withheld": "name withheld",
        "none": "No award is known.",
        "until": "to {day}",
    },
    "fr": {
        "title": "À qui le travail a été attribué, au {day}",
        "how": "Une barre est un contrat dont la fin est connue\u00a0; un point, une attribution "
        "dont la fin n’est pas publiée.",
        "unknown": "fin non publiée",
        "unknown_some": "{count} fins sur {all} non publiées",
        "amount_unknown": "montant non publié",
        "amount_part": "au moins {amount}",
        "withheld": "nom non divulgué",
        "none": "Aucune attribution connue.",
        "until": "jusqu’au {day}",
    },
}
Firm = list[dict[str, Any]]


def holders_timeline(
    contracts: ibis.Table,
    *,
    as_of: date,
    language: str = "en",
    palette: Palette = PAGE,
    width: int = 640,
) -> Picture:
    """SVG: a row a firm, in the order of their first award, from award to known end.

    In: contracts.contracts of one service. A bar is a contract with a known end; a dot is an
    award whose end isn't published, with a broken line up to as_of because nobody knows. The red
    line is as_of. At most twelve firms, those with the latest awards; the others are counted.
    """
    words = _WORDS[language]
    rows = sorted(records(contracts), key=lambda row: str(row["contract_key"]))
    firms = _firms([row for row in rows if row["first_awarded_on"]])
    shown = sorted(firms[:MOST_ROWS], key=lambda firm: min(_starts(firm)))
    title = words["title"].format(day=as_of.isoformat())
    canvas = Canvas(palette, width)
    sources = saying.origin((row["source"] for row in rows), as_of, language)
    canvas.head(title, [words["how"], sources] if shown else [sources])
    labels = [_label(firm, language) for firm in shown]
    notes = saying.others(len(firms) - len(shown), language) if shown else [words["none"]]
    if shown:
        _draw(canvas, shown, labels, as_of)
    canvas.foot(notes)
    return canvas.picture(title, saying.sentence([title, *labels, *notes]), language)


def _firms(rows: list[dict[str, Any]]) -> list[Firm]:
    """Contracts by firm, the latest award first."""
    firms: dict[str, Firm] = {}
    for row in rows:
        firms.setdefault(row["supplier_key"] or row["supplier"] or "", []).append(row)
    return sorted(firms.values(), key=lambda firm: max(_starts(firm)), reverse=True)


def _starts(firm: Firm) -> list[date]:
    return [row["first_awarded_on"] for row in firm]


def _label(firm: Firm, language: str) -> str:
    """`Garda · $7.7 M · end not published`."""
    words = _WORDS[language]
    latest = max(firm, key=lambda row: row["first_awarded_on"])
    name = " ".join((latest["supplier"] or words["withheld"]).split())
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    unknown = sum(row["ends_on"] is None for row in firm)
    if not unknown:
        end = words["until"].format(day=max(row["ends_on"] for row in firm).isoformat())
    elif unknown == len(firm):
        end = words["unknown"]
    else:
        end = words["unknown_some"].format(count=unknown, all=len(firm))
    return f"{name} · {_sum(firm, language)} · {end}"


def _sum(firm: Firm, language: str) -> str:
    words = _WORDS[language]
    known = [
        row["amount"] for row in firm if row["amount"] is not None and row["currency"] == "CAD"
    ]
    if not known:
        return words["amount_unknown"]
    amount = saying.short_money(sum(known, Decimal(0)), language)
    is_part = len(known) < len(firm) or any(row["unknown_amounts"] for row in firm)
    return words["amount_part"].format(amount=amount) if is_part else amount


def _start(row: dict[str, Any]) -> date:
    day: date = row["starts_on"] or row["first_awarded_on"]
    return day


def _draw(canvas: Canvas, shown: list[Firm], labels: list[str], as_of: date) -> None:
    days = [row[name] for firm in shown for row in firm for name in ("starts_on", "ends_on")]
    days += [day for firm in shown for day in _starts(firm)]
    years = Years([day for day in days if day], as_of, canvas.width)
    top = canvas.y
    years.draw(canvas, top, top + ROW * len(shown))
    for place, (firm, label) in enumerate(zip(shown, labels, strict=True)):
        y = top + ROW * place
        canvas.text(5, y + 12, cut(label, canvas.width - 5, LABEL, BOLD), weight=BOLD)
        _draw_firm(canvas, years, firm, y + 27)


def _draw_firm(canvas: Canvas, years: Years, firm: Firm, y: float) -> None:
    """Bars from a start to a known end; dots, of which the last has the broken line."""
    open_since = max((_start(row) for row in firm if not row["ends_on"]), default=None)
    if open_since and open_since < years.as_of:
        ends = (years.x(open_since), y), (years.x(years.as_of), y)
        canvas.rule(*ends, color=canvas.palette.ink, strokeDash=[2, 4], strokeWidth=1.5)
    for row in firm:
        start = _start(row)
        if row["ends_on"]:
            canvas.bar(years.x(start), years.x(max(row["ends_on"], start)), y, BAR)
        else:
            canvas.dot(years.x(start), y, size=70)
