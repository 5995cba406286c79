"""Growth as a waterfall: the first total, what was added by whom or when, the last total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.tables import records

MOST_ROWS = 10
LONGEST_NAME = 48
ROW, BAR = 38, 12
FEED = "federal-disclosure"
KEYS = {
    "contract": ("group_id", "supplier"),
    "supplier": ("supplier_key", "supplier"),
    "buyer": ("division", "buyer"),
    "object": ("economic_object", "economic_object"),
}
_WORDS = {
    "en": {
        "title": "Amendments added {added} to {count} federal contracts: {growth}",
        "one_title": "Amendments added {added} to {name}: {growth}",
        "how": "Amended contracts with a known first total. A solid bar is added, a hollow one "
        "taken off.",
        "unknown": "{count} amended contracts have no first total or no last one: not here.",
        "first": "First totals",
        "last": "Last totals",
        "first_one": "First total",
        "last_one": "Last total",
        "contract": "1 contract",
        "contracts": "{count} contracts",
        "more": "{count} others together",
        "withheld": "not published",
        "none": "No amended contract with a known first total is known.",
        "unmeasured": "its growth isn’t known",
    },
    "fr": {
        "title": "Les modifications ont ajouté {added} à {count} contrats fédéraux\u00a0: {growth}",
        "one_title": "Les modifications ont ajouté {added} à {name}\u00a0: {growth}",
        "how": "Contrats modifiés dont le premier total est connu. Une barre pleine est un ajout, "
        "une barre vide un retrait.",
        "unknown": "{count} contrats modifiés sont sans premier ou dernier total\u00a0: ils ne "
        "sont pas ici.",
        "first": "Premiers totaux",
        "last": "Derniers totaux",
        "first_one": "Premier total",
        "last_one": "Dernier total",
        "contract": "1 contrat",
        "contracts": "{count} contrats",
        "more": "{count} autres ensemble",
        "withheld": "non publié",
        "none": "Aucun contrat modifié dont le premier total soit connu.",
        "unmeasured": "sa croissance n’est pas connue",
    },
}


@dataclass(frozen=True)
class Step:
    """What one row of the waterfall adds; `label` is said before the amount, `after` after it."""

    label: str
    added: Decimal
    after: str = ""


def growth_waterfall(
    grown: ibis.Table,
    *,
    by: str = "supplier",
    as_of: date | None = None,
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: first totals, what was added by whom, last totals of all amended contracts; CAD.

    In: growth.growth(awards), columns GROWTH; `by` is contract, supplier, buyer or object. The
    ten with the most added or taken off have a row, the others one together. Contracts without
    a growth are counted, not drawn.
    """
    words = _WORDS[language]
    key, name = KEYS[by]
    amended = grown.filter(grown.amendments > 0)
    rows = records(_summed(amended.filter(amended.growth.notnull()), key, name))
    rows.sort(key=lambda row: (-abs(row["added"]), str(row["key"])))
    first = sum((row["first"] for row in rows), Decimal(0))
    steps = [_step(row, language) for row in rows[:MOST_ROWS]]
    rest = rows[MOST_ROWS:]
    if rest:
        label = words["more"].format(count=saying.whole(len(rest), language))
        steps.append(Step(label, sum((row["added"] for row in rest), Decimal(0))))
    steps.sort(key=lambda step: -step.added)
    contracts = sum(row["contracts"] for row in rows)
    unknown = int(amended.growth.isnull().sum().to_pyarrow().as_py() or 0)
    title = partial(words["title"].format, count=saying.whole(contracts, language))
    under = [words["how"], _unmeasured(unknown, words, language)]
    ends = (words["first"], words["last"])
    sheet = _Sheet(ends, title, [*under, saying.origin([FEED], as_of, language)], language)
    return sheet.drawn(first, steps, Canvas(palette, width), words["none"])


def contract_waterfall(
    steps: ibis.Table,
    *,
    as_of: date | None = None,
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: the first total of one contract, what each amendment added, the last total; CAD.

    In: amendments.amendments of one contract, columns AMENDMENTS.
    """
    words = _WORDS[language]
    rows = sorted(records(steps), key=lambda row: int(row["place"]))
    known = [row for row in rows if row["change"] is not None]
    drawn = [_amendment(row, words) for row in known if row["change"] or row["place"]]
    name = f"{rows[0]['supplier'] or words['withheld']} ({rows[0]['group_id']})" if rows else ""
    title = partial(words["one_title"].format, name=name)
    ends = (words["first_one"], words["last_one"])
    unknown = [words["unmeasured"]] if len(known) < len(rows) else []
    sheet = _Sheet(ends, title, [*unknown, saying.origin([FEED], as_of, language)], language)
    first = rows[0]["first_total"] if rows else None
    shown = drawn if first is not None else []
    return sheet.drawn(first or Decimal(0), shown, Canvas(palette, width), words["none"])


def _amendment(row: dict[str, Any], words: dict[str, str]) -> Step:
    label = " · ".join(one for one in (row["reporting_period"], row["reference"]) if one)
    return Step(label or words["withheld"], row["change"])


def _summed(measured: ibis.Table, key: str, name: str) -> ibis.Table:
    return measured.group_by(key=measured[key]).agg(
        name=measured[name].max(),
        contracts=measured.count(),
        first=measured.original_amount.sum(),
        added=measured.growth_amount.sum(),
    )


def _step(row: dict[str, Any], language: str) -> Step:
    words = _WORDS[language]
    name = " ".join((row["name"] or words["withheld"]).split())
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    counted = saying.counted(row["contracts"], words["contract"], words["contracts"], language)
    return Step(
        name, row["added"], " · ".join([_growth(row["added"], row["first"], language), counted])
    )


def _growth(added: Decimal, first: Decimal, language: str) -> str:
    told = saying.percent(float(added / first), language) if first else "–"
    return told if added < 0 or not first else f"+{told}"


def _unmeasured(unknown: int, words: dict[str, str], language: str) -> str:
    return words["unknown"].format(count=saying.whole(unknown, language)) if unknown else ""


@dataclass(frozen=True)
class _Sheet:
    """What a waterfall says; `title` is told what was added, and the growth."""

    ends: tuple[str, str]
    title: Callable[..., str]
    under: Sequence[str]
    language: str

    def drawn(self, first: Decimal, steps: list[Step], canvas: Canvas, none: str) -> Picture:
        added = sum((step.added for step in steps), Decimal(0))
        if not steps:
            canvas.head(none, self.under[-1:])
            canvas.foot([] if canvas.palette.heads else [none])
            return canvas.picture(none, none, self.language)
        told = saying.change(added, self.language).lstrip("+")
        title = self.title(added=told, growth=_growth(added, first, self.language))
        canvas.head(title, [one for one in self.under if one])
        labels = [label for label, *_ in self._rows(first, steps)]
        self._draw(canvas, self._rows(first, steps))
        return canvas.picture(title, saying.sentence([title, *labels]), self.language)

    def _rows(self, first: Decimal, steps: Iterable[Step]) -> list[tuple[str, float, float, bool]]:
        """Label, start, end, and whether it is a total."""
        language, total = self.language, first
        money = partial(saying.short_money, language=language)
        rows = [(f"{self.ends[0]} · {money(first)}", 0.0, float(first), True)]
        for step in steps:
            parts = [step.label, saying.change(step.added, language), step.after]
            label = " · ".join(part for part in parts if part)
            rows.append((label, float(total), float(total + step.added), False))
            total += step.added
        return [*rows, (f"{self.ends[1]} · {money(total)}", 0.0, float(total), True)]

    def _draw(self, canvas: Canvas, rows: list[tuple[str, float, float, bool]]) -> None:
        scale = Scale([end for _, *ends, _ in rows for end in ends], canvas.width)
        top = canvas.y
        told = partial(saying.round_money, language=self.language)
        scale.draw(canvas, top, top + ROW * len(rows), told)
        red = canvas.palette.red
        for place, (label, start, end, is_total) in enumerate(rows):
            y = top + ROW * place
            color = canvas.palette.ink if is_total else red
            canvas.text(5, y + 11, cut(label, canvas.width - 5, LABEL, BOLD), weight=BOLD)
            is_off = end < start
            sides = scale.x(start), scale.x(end)
            canvas.bar(*sides, y + 26, BAR, color=color, hollow=is_off, said=label)
            if not is_total:
                ends = (sides[0], y + 26 - ROW + BAR / 2), (sides[0], y + 26 - BAR / 2)
                canvas.rule(*ends, color=canvas.palette.soft, strokeDash=[2, 2])
