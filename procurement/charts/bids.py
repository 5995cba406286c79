"""The bids of each tender beside its screens: how far they lie above the lowest."""

from __future__ import annotations

from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.tables import records

MOST_ROWS = 20
FURTHEST = 3.0
ROW, EDGE = 40, 34
_WORDS = {
    "en": {
        "title": "Bids of {count} tenders, as shares above the lowest",
        "title_one": "Bids of 1 tender, as shares above the lowest",
        "how": "A circle is a bid; the filled one is the lowest. CV says how far the bids lie "
        "apart, RD how far the lowest is from the others beside the distance among these.",
        "signal": "“Marked” ones have a low CV and a high RD, by limits you choose: a sign where to "
        "look, no verdict. Few firms with equal costs and one with lower ones look so too.",
        "marked": "marked",
        "bid": "1 bid",
        "bids": "{count} bids",
        "beyond": "to {share}",
        "zero": "the lowest bid is zero: no share above it",
        "none": "No tender with bids is known.",
        "source": "Source: {source}.",
    },
    "fr": {
        "title": "Soumissions de {count} appels d’offres, en parts au-dessus de la plus basse",
        "title_one": "Soumissions d’un appel d’offres, en parts au-dessus de la plus basse",
        "how": "Un cercle est une soumission\u00a0; le plein est la plus basse. Le CV dit à quel "
        "point les soumissions sont éloignées les unes des autres, la RD l’écart de la plus basse "
        "aux autres à côté de l’écart entre celles-ci.",
        "signal": "Celles «\u00a0signalées\u00a0» ont un CV bas et une RD haute, selon des limites "
        "que vous choisissez\u00a0: un signe où regarder, pas un verdict. Peu de firmes aux mêmes "
        "coûts et une aux coûts plus bas ont la même allure.",
        "marked": "signalé",
        "bid": "1 soumission",
        "bids": "{count} soumissions",
        "beyond": "jusqu’à {share}",
        "zero": "la plus basse est zéro\u00a0: pas de part au-dessus",
        "none": "Aucun appel d’offres avec des soumissions n’est connu.",
        "source": "Source\u00a0: {source}.",
    },
}
Row = dict[str, Any]


def bid_scatter(
    bids: ibis.Table,
    screens: ibis.Table,
    *,
    source: str = "",
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a tender, a circle a bid at (bid - lowest) / lowest, and the screen's numbers.

    In: bids (tender, bid; one currency) and screens.two_step(screens.tender_screens(bids)).
    `source` says where the bids are from. At most twenty tenders: the marked ones, then those
    with the lowest CV; the others are counted. What lies beyond three times the lowest stands at
    the edge, with its share.
    """
    words = _WORDS[language]
    rows = records(screens.select("tender", "bids", "lowest", "cv", "rd", "is_marked"))
    rows.sort(key=lambda row: (not row["is_marked"], row["cv"] is None, row["cv"] or 0.0))
    shown = rows[:MOST_ROWS]
    title = saying.counted(len(rows), words["title_one"], words["title"], language)
    title = title if rows else words["none"]
    canvas = Canvas(palette, width)
    under = [words["how"], words["signal"]] if rows else []
    canvas.head(title, [*under, *([words["source"].format(source=source)] if source else [])])
    labels = [_label(row, language) for row in shown]
    if shown:
        _draw(canvas, shown, labels, _prices(bids, shown), language)
    notes = saying.others(len(rows) - len(shown), language)
    canvas.foot(notes if rows or palette.heads else [title])
    return canvas.picture(title, saying.sentence([title, *labels, *notes]), language)


def _prices(bids: ibis.Table, shown: list[Row]) -> dict[str, list[float]]:
    tenders = [row["tender"] for row in shown]
    meant = bids.filter(bids.tender.cast("string").isin(tenders), bids.bid.notnull())
    prices: dict[str, list[float]] = {}
    for row in records(meant.select(tender=meant.tender.cast("string"), bid=meant.bid)):
        prices.setdefault(row["tender"], []).append(float(row["bid"]))
    return {tender: sorted(found) for tender, found in prices.items()}


def _label(row: Row, language: str) -> str:
    """`Call 12 · 4 bids · CV 0.057 · RD 5.00 · marked`."""
    words = _WORDS[language]
    parts = [
        " ".join(row["tender"].split()),
        saying.counted(row["bids"], words["bid"], words["bids"], language),
    ]
    for name, decimals in (("cv", 3), ("rd", 2)):
        told = "–" if row[name] is None else saying.point(row[name], language, decimals)
        parts.append(f"{name.upper()}\u00a0{told}")
    parts += [words["marked"]] if row["is_marked"] else []
    parts += [words["zero"]] if row["lowest"] == 0 else []
    return " · ".join(parts)


def _above(prices: list[float]) -> list[float]:
    """Shares above the lowest; none when it is zero."""
    lowest = prices[0] if prices else 0.0
    return [price / lowest - 1 for price in prices] if lowest else []


def _draw(
    canvas: Canvas,
    shown: list[Row],
    labels: list[str],
    prices: dict[str, list[float]],
    language: str,
) -> None:
    above = [_above(prices.get(row["tender"], [])) for row in shown]
    placed = [share for shares in above for share in shares]
    scale = Scale([min(max(placed, default=0.1), FURTHEST) or 0.1], canvas.width - EDGE, 8)
    top = canvas.y
    scale.draw(canvas, top, top + ROW * len(shown), lambda tick: _share(tick, language))
    for place, (row, label, shares) in enumerate(zip(shown, labels, above, strict=True)):
        y = top + ROW * place
        color = canvas.palette.red if row["is_marked"] else canvas.palette.ink
        room = canvas.width - 5
        canvas.text(5, y + 11, cut(label, room, LABEL, BOLD), weight=BOLD, color=color)
        _draw_bids(canvas, scale, shares, y + 27, color, language)


def _draw_bids(
    canvas: Canvas, scale: Scale, shares: list[float], y: float, color: str, language: str
) -> None:
    canvas.rule((scale.x(0), y), (scale.x(min(max(shares, default=0), FURTHEST)), y))
    for place, share in enumerate(shares):
        x, said = scale.x(min(share, FURTHEST)), _share(share, language)
        if share > FURTHEST:
            canvas.dot(x, y, color=color, shape="triangle-right", size=70, said=said)
        elif place:
            canvas.dot(x, y, color=color, filled=False, size=52, strokeWidth=1.5, said=said)
        else:
            canvas.dot(x, y, color=color, size=70, said=said)
    if shares and shares[-1] > FURTHEST:
        told = _WORDS[language]["beyond"].format(share=_share(shares[-1], language))
        canvas.text(scale.x(FURTHEST) - 8, y, told, align="right", size=11)


def _share(share: float, language: str) -> str:
    if not share:
        return "0"
    return f"+{saying.percent(share, language, 0 if share >= 0.1 else 1)}"
