"""A service in house and contracted: what each year costs, and what may be saved."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PLAIN, PRINT, Palette, cut, width_of
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.tables import records

MOST_YEARS = 12
ROW, BAR, GAIN_ROW = 76, 11, 62
_WORDS = {
    "en": {
        "title": "{name}: in house and contracted",
        "how": "Each year in {currency}. In house, the solid part is what the work itself costs, "
        "the hollow one overhead that would stay anyway.",
        "assumed": "Every number rests on the assumptions of the form, each with its document.",
        "in_house": "in house {amount}",
        "with_all": "in house {amount}, {full} with overhead",
        "contracted": "contracted {amount}",
        "gains": "What working in house saves over all years, in today’s money",
        "avoidable": "without overhead that would stay",
        "full": "with allocated overhead",
        "range": "{basis}: {base}, or {low} to {high} if every assumption is at its worst or best",
        "others": "{count} more years are not shown, but counted in what is saved.",
        "none": "No year is known.",
    },
    "fr": {
        "title": "{name}\u00a0: à l’interne et en sous-traitance",
        "how": "Chaque année en {currency}. À l’interne, la partie pleine est ce que coûte le "
        "travail lui-même, la partie vide les frais généraux qui resteraient de toute façon.",
        "assumed": "Chaque chiffre repose sur les hypothèses du formulaire, chacune avec son "
        "document.",
        "in_house": "à l’interne {amount}",
        "with_all": "à l’interne {amount}, {full} avec les frais généraux",
        "contracted": "en sous-traitance {amount}",
        "gains": "Ce que le travail à l’interne épargne sur toutes les années, en argent "
        "d’aujourd’hui",
        "avoidable": "sans les frais généraux qui resteraient",
        "full": "avec les frais généraux répartis",
        "range": "{basis}\u00a0: {base}, ou de {low} à {high} si toutes les hypothèses sont au pire "
        "ou au mieux",
        "others": "{count} autres années ne sont pas montrées, mais comptées dans ce qui est "
        "épargné.",
        "none": "Aucune année connue.",
    },
}
Row = dict[str, Any]


def cost_years(
    years: ibis.Table,
    sensitivity: ibis.Table,
    *,
    name: str,
    currency: str = "CAD",
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: two bars a year, in house and contracted, and the low, base and high gain.

    In: the tables years and sensitivity of cost.views.VIEWS, in one `currency`; `name` is what
    the form calls the service. At most twelve years; the gains are over all of them.
    """
    words = _WORDS[language]
    rows, gains = records(years), records(sensitivity)
    gains = [row for row in gains if row["assumption"] == "ALL"]
    title = words["title"].format(name=name) if rows else words["none"]
    canvas = Canvas(palette, width)
    how = words["how"].format(currency=currency)
    canvas.head(title, [how, words["assumed"]] if rows else [])
    told = [_said(row, language) for row in rows[:MOST_YEARS]]
    if rows:
        _draw_years(canvas, rows[:MOST_YEARS], told, language)
        _draw_gains(canvas, gains, language)
    hidden = len(rows) - MOST_YEARS
    canvas.foot([words["others"].format(count=hidden)] if hidden > 0 else [])
    lines = [f"{row['year']}: {'; '.join(one)}" for row, one in zip(rows, told, strict=False)]
    ranges = [_range(row, language) for row in gains]
    return canvas.picture(title, saying.sentence([title, *lines, *ranges]), language)


def _said(row: Row, language: str) -> tuple[str, str]:
    words, money = _WORDS[language], partial(_exact, language=language)
    avoidable, full = money(row["in_house_avoidable"]), money(row["in_house_full"])
    has_overhead = row["in_house_full"] > row["in_house_avoidable"]
    in_house = words["with_all" if has_overhead else "in_house"].format(amount=avoidable, full=full)
    return in_house, words["contracted"].format(amount=money(row["contracted"]))


def _draw_years(
    canvas: Canvas, rows: list[Row], told: list[tuple[str, str]], language: str
) -> None:
    names = ("in_house_avoidable", "in_house_full", "contracted")
    scale = Scale([float(row[name]) for row in rows for name in names], canvas.width - 50, 50)
    top, soft = canvas.y, canvas.palette.soft
    money = partial(_exact, language=language)
    scale.draw(canvas, top, top + ROW * len(rows), money)
    for place, (row, (in_house, contracted)) in enumerate(zip(rows, told, strict=True)):
        y = top + ROW * place
        canvas.text(0, y + 26, str(row["year"]), weight=BOLD)
        zero = scale.x(0)
        avoidable, full = (scale.x(float(row[name])) for name in names[:2])
        canvas.text(zero + 5, y + 11, in_house)
        canvas.bar(zero, avoidable, y + 25, BAR, said=in_house)
        if full > avoidable + 1:
            canvas.bar(avoidable, full, y + 25, BAR - 1.5, hollow=True, said=in_house)
        canvas.text(zero + 5, y + 42, contracted)
        end = scale.x(float(row["contracted"]))
        canvas.bar(zero, end, y + 56, BAR, color=soft, said=contracted)


def _range(row: Row, language: str) -> str:
    words = _WORDS[language]
    low, base, high = (_exact(row[f"gain_{end}"], language) for end in ("low", "base", "high"))
    basis = words[row["basis"]]
    return words["range"].format(basis=basis, base=base, low=low, high=high)


def _draw_gains(canvas: Canvas, gains: list[Row], language: str) -> None:
    if not gains:
        return
    names = ("gain_low", "gain_base", "gain_high")
    scale = Scale([float(row[name]) for row in gains for name in names], canvas.width - 40, 20)
    canvas.y += 30
    canvas.text(0, canvas.y, _WORDS[language]["gains"], size=LABEL + 1, weight=BOLD)
    top = canvas.y + 14
    bottom = top + GAIN_ROW * len(gains)
    money = partial(_exact, language=language)
    scale.draw(canvas, top, bottom, money)
    zero = scale.x(0)
    canvas.rule((zero, top), (zero, bottom), color=canvas.palette.red, strokeWidth=2)
    for place, row in enumerate(gains):
        y = top + GAIN_ROW * place
        canvas.text(0, y + 12, cut(_range(row, language), canvas.width, LABEL))
        low, base, high = (scale.x(float(row[name])) for name in names)
        canvas.rule((low, y + 30), (high, y + 30), color=canvas.palette.ink, strokeWidth=2)
        for x, name in ((low, "gain_low"), (base, "gain_base"), (high, "gain_high")):
            told = _exact(row[name], language)
            is_base = name == "gain_base"
            if is_base:
                canvas.dot(x, y + 30, size=80, said=told)
            else:
                canvas.rule((x, y + 25), (x, y + 35), color=canvas.palette.ink, strokeWidth=2)
            _beside(canvas, x, y + 46, told, is_base)


def _beside(canvas: Canvas, x: float, y: float, told: str, is_base: bool) -> None:
    weight = BOLD if is_base else PLAIN
    half = width_of(told, LABEL, weight) / 2
    x = min(max(x, half), canvas.width - half)
    canvas.text(x, y, told, weight=weight, align="center")


def _exact(amount: Decimal | float, language: str) -> str:
    """`856,612`: the currency stands under the title."""
    return saying.whole(round(amount), language).replace("-", "−")
