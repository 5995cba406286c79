"""Charts as SVG text: labelled directly, no legend, readable without colour.

The colours of PAGE are the page's own (`var(--ink)`), so that a chart set inside a page follows
it into the dark; PRINT has fixed ones for documents. There is no `style` in the SVG, so a strict
content policy lets it through, and the whole is one image with its words for who can't see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import altair as alt
import ibis
import vl_convert

from procurement.tables import records

MOST_ROWS = 12
LONGEST_NAME = 44
ROW_HEIGHT = 40
BAR = 9
EDGE = 18


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    soft: str
    line: str
    red: str
    font: str


PAGE = Palette("var(--ink)", "var(--soft)", "var(--line)", "var(--red)", "inherit")
PRINT = Palette("#1c1a16", "#5d574c", "#ddd3c0", "#a8201a", "sans-serif")

_WORDS = {
    "en": {
        "title": "Who was awarded the work, by {day}",
        "unknown": "end not published",
        "unknown_some": "{count} of {all} ends not published",
        "amount_unknown": "amount not published",
        "amount_part": "at least {amount}",
        "others": "{count} others are not shown",
        "other": "1 other is not shown",
        "none": "No award is known.",
        "until": "to {day}",
    },
    "fr": {
        "title": "À qui le travail a été attribué, au {day}",
        "unknown": "fin non publiée",
        "unknown_some": "{count} fins sur {all} non publiées",
        "amount_unknown": "montant non publié",
        "amount_part": "au moins {amount}",
        "others": "{count} autres ne sont pas montrés",
        "other": "1 autre n’est pas montré",
        "none": "Aucune attribution connue.",
        "until": "jusqu’au {day}",
    },
}


def holders_timeline(
    contracts: ibis.Table,
    *,
    as_of: date,
    language: str = "en",
    palette: Palette = PAGE,
    width: int = 640,
) -> str:
    """SVG: a row a firm, in the order of their first award, from award to known end.

    In: contracts.contracts of one service. A bar is a contract with a known end; a dot is an
    award whose end isn't published, with a broken line up to as_of because nobody knows. The red
    line is as_of. At most twelve firms, those with the latest awards; the others are counted.
    """
    words = _WORDS[language]
    placed = [row for row in records(contracts) if row["first_awarded_on"]]
    firms = _firms(placed)
    shown = sorted(firms[:MOST_ROWS], key=lambda firm: min(_starts(firm)))
    title = words["title"].format(day=as_of.isoformat())
    if not shown:
        return _as_image(_nothing(words["none"], palette, width), f"{title}. {words['none']}")
    labels = [_label(firm, language) for firm in shown]
    hidden = len(firms) - len(shown)
    more = words["other" if hidden == 1 else "others"].format(count=hidden) if hidden else ""
    svg = _drawn(shown, labels, more, as_of, palette, width)
    return _as_image(svg, ". ".join([title, *labels, *([more] if more else [])]))


Firm = list[dict[str, Any]]


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
    name = " ".join((latest["supplier"] or "").split())
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
    amount = short_money(sum(known, Decimal(0)), language)
    is_part = len(known) < len(firm) or any(row["unknown_amounts"] for row in firm)
    return words["amount_part"].format(amount=amount) if is_part else amount


def short_money(amount: Decimal, language: str) -> str:
    """`$7.7 M`, `7,7 M$`: for a label, never for a sum."""
    sizes = ((10**9, "B", "G"), (10**6, "M", "M"), (10**3, "K", "k"), (1, "", ""))
    size, english, french = next((one for one in sizes if abs(amount) >= one[0]), sizes[-1])
    figure = f"{amount / size:.1f}" if english else f"{amount:.0f}"
    if language == "fr":
        return f"{figure.replace('.', ',')}\u00a0{french}$"
    return f"${figure}\u00a0{english}".rstrip("\u00a0")


def _years(first: int, last: int) -> list[int]:
    """The whole years of an axis, thinned to about ten: no label stands for half a year."""
    return list(range(first, last + 1, 1 + (last - first) // 10))


def _year(day: date) -> float:
    """A day as a point in time without time zones: 2024-07-01 is about 2024.5."""
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _marks(shown: list[Firm], as_of: date) -> list[dict[str, Any]]:
    """Bars from a start to a known end; dots, of which a firm's last has the broken line."""
    marks = []
    for index, firm in enumerate(shown):
        open_since = max((_start(row) for row in firm if not row["ends_on"]), default=None)
        for row in firm:
            start = _start(row)
            end = row["ends_on"] or (max(as_of, start) if start == open_since else start)
            mark = {"row": index, "from": _year(start), "to": _year(end)}
            marks.append(mark | {"known": row["ends_on"] is not None})
    return marks


def _start(row: dict[str, Any]) -> date:
    day: date = row["starts_on"] or row["first_awarded_on"]
    return day


def _chart(values: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]


def _axes(marks: list[dict[str, Any]], today: float, rows: int) -> tuple[alt.X, alt.Y]:
    years = [mark[side] for mark in marks for side in ("from", "to")]
    domain = [int(min(years)), int(max([*years, today])) + 1]
    axis = alt.Axis(
        values=_years(*domain), format="d", title=None, domain=False, ticks=False, labelFlush=False
    )
    time = alt.X("from:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)
    down = alt.Scale(domain=[rows - 0.3, -0.7], nice=False, zero=False)
    return time, alt.Y("row:Q", scale=down, axis=None)


def _bars(marks: list[dict[str, Any]], time: alt.X, place: alt.Y, palette: Palette) -> list[Any]:
    data, ink = _chart(marks), palette.ink
    unknown = data.transform_filter("!datum.known")
    held = data.transform_filter("datum.known").mark_bar(height=BAR, color=ink)
    line = unknown.mark_rule(color=ink, strokeDash=[2, 4], strokeWidth=1.5)
    dot = unknown.mark_point(filled=True, size=70, color=ink, opacity=1)
    return [
        held.encode(x=time, x2="to:Q", y=place),
        line.encode(x=time, x2="to:Q", y=place),
        dot.encode(x=time, y=place),
    ]


def _texts(labels: list[str], place: alt.Y, palette: Palette) -> Any:
    values = [{"row": index, "text": text} for index, text in enumerate(labels)]
    label = _chart(values).mark_text(
        align="left", baseline="bottom", dy=-9, fontSize=12.5, fontWeight=600, color=palette.ink
    )
    return label.encode(x=alt.value(0), y=place, text="text:N")


def _today(as_of: date, height: int, time: alt.X, palette: Palette) -> list[Any]:
    """The red line, and its day under the years."""
    data = _chart([{"from": _year(as_of), "text": as_of.isoformat()}])
    day = data.mark_text(align="right", baseline="top", dy=24, fontSize=12, color=palette.red)
    return [
        data.mark_rule(color=palette.red, strokeWidth=2).encode(x=time),
        day.encode(x=time, y=alt.value(height), text="text:N"),
    ]


def _drawn(
    shown: list[Firm], labels: list[str], more: str, as_of: date, palette: Palette, width: int
) -> str:
    height = ROW_HEIGHT * len(shown)
    marks = _marks(shown, as_of)
    time, place = _axes(marks, _year(as_of), len(shown))
    note = _chart([{"text": more}]).mark_text(
        align="left", baseline="top", dy=24, fontSize=12, color=palette.soft
    )
    layers = [
        *_today(as_of, height, time, palette),
        *_bars(marks, time, place, palette),
        _texts(labels, place, palette),
        note.encode(x=alt.value(0), y=alt.value(height), text="text:N"),
    ]
    chart: Any = alt.layer(*layers).properties(width=width - 2 * EDGE, height=height)
    chart = chart.properties(padding={"left": EDGE, "right": EDGE, "top": 2, "bottom": 4})
    chart = chart.configure(background="transparent", font=palette.font)
    axis = {"gridColor": palette.line, "labelColor": palette.soft, "labelFontSize": 12}
    chart = chart.configure_view(stroke=None).configure_axis(**axis, labelPadding=6)
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg


def _nothing(said: str, palette: Palette, width: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32" '
        f'viewBox="0 0 {width} 32"><text x="0" y="20" font-family="{palette.font}" '
        f'font-size="13" fill="{palette.soft}">{escape(said)}</text></svg>'
    )


def _as_image(svg: str, said: str) -> str:
    """One image with one description; the parts say nothing of their own."""
    svg = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)
