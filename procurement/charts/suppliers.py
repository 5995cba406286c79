"""Firms with all the names they are published under."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, UNDER, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.tables import records

MOST_ROWS = 12
ROW, BAR = 52, 11
_WORDS = {
    "en": {
        "title": "{firms} firms under {names} names",
        "how": "The firms with the largest known totals (CAD), and the names each is published "
        "under. Names are taken for one firm by likeness: a signal, no proof. Ask why with "
        "procurement suppliers explain.",
        "names": "{count} names",
        "name": "1 name",
        "unknown": "total not known",
        "none": "No firm is known.",
    },
    "fr": {
        "title": "{firms} firmes sous {names} noms",
        "how": "Les firmes aux plus grands totaux connus (CAD), et les noms sous lesquels chacune "
        "est publiée. Des noms sont pris pour une même firme parce qu’ils se ressemblent\u00a0: un "
        "signal, pas une preuve. procurement suppliers explain dit pourquoi.",
        "names": "{count} noms",
        "name": "1 nom",
        "unknown": "total inconnu",
        "none": "Aucune firme n’est connue.",
    },
}
Row = dict[str, Any]


def firm_names(
    firms: ibis.Table,
    *,
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a firm with its known total in CAD, and its names under it.

    In: Linkage.firms() (columns firm, names, amount, spellings). At most twelve, the largest
    totals first; the others are counted.
    """
    words = _WORDS[language]
    rows = records(firms.select("firm", "names", "amount", "spellings"))
    rows.sort(key=lambda row: (-(row["amount"] or Decimal(0)), row["firm"]))
    counts = {"firms": len(rows), "names": sum(row["names"] for row in rows)}
    said = {name: saying.whole(number, language) for name, number in counts.items()}
    title = words["title"].format(**said) if rows else words["none"]
    canvas = Canvas(palette, width)
    canvas.head(title, [words["how"]] if rows else [])
    shown = rows[:MOST_ROWS]
    labels = [_label(row, language) for row in shown]
    _draw(canvas, shown, labels)
    notes = saying.others(len(rows) - len(shown), language)
    canvas.foot(notes if rows or palette.heads else [title])
    return canvas.picture(title, saying.sentence([title, *labels, *notes]), language)


def _label(row: Row, language: str) -> str:
    words = _WORDS[language]
    names = saying.counted(row["names"], words["name"], words["names"], language)
    amount = row["amount"]
    total = words["unknown"] if amount is None else saying.short_money(amount, language)
    return f"{row['firm']} · {names} · {total}"


def _draw(canvas: Canvas, rows: list[Row], labels: list[str]) -> None:
    scale = Scale([float(row["amount"] or 0) for row in rows], canvas.width)
    for row, label in zip(rows, labels, strict=True):
        canvas.text(0, canvas.y + 9, cut(label, canvas.width, LABEL, BOLD), weight=BOLD)
        if row["amount"]:
            canvas.bar(0, scale.x(float(row["amount"])), canvas.y + 23, BAR, said=label)
        names = cut("; ".join(row["spellings"]), canvas.width, UNDER)
        canvas.text(0, canvas.y + 38, names, size=UNDER, color=canvas.palette.soft)
        canvas.y += ROW
