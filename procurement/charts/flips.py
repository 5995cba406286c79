"""The same work from firm to firm: segments of time, with the changes marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut, lines_of, width_of
from procurement.charts.picture import Picture
from procurement.charts.years import Years
from procurement.tables import records

MOST_KEYS, MOST_AWARDS = 6, 5
LANE, BAR = 32, 9
_WORDS = {
    "en": {
        "title": "{count} changes of firm in the same work",
        "title_one": "1 change of firm in the same work",
        "how": "A diamond is an award to another firm than before, a dot any other award. A bar "
        "ends when the contract does; a broken line means that its end is not published, so "
        "nobody knows when the work changed hands.",
        "others": "{count} more works changed hands and are not shown.",
        "others_one": "1 more work changed hands and is not shown.",
        "lanes": "{count} more awards of these works are not shown.",
        "lanes_one": "1 more award of these works is not shown.",
        "maybe": "maybe the same firm",
        "none": "No change of firm is known.",
    },
    "fr": {
        "title": "{count} changements de firme pour le même travail",
        "title_one": "1 changement de firme pour le même travail",
        "how": "Un losange est une attribution à une autre firme qu’avant, un point toute autre "
        "attribution. Une barre finit avec le contrat\u00a0; une ligne brisée dit que sa fin n’est "
        "pas publiée\u00a0: personne ne sait quand le travail a changé de mains.",
        "others": "{count} autres travaux ont changé de mains et ne sont pas montrés.",
        "others_one": "1 autre travail a changé de mains et n’est pas montré.",
        "lanes": "{count} autres attributions de ces travaux ne sont pas montrées.",
        "lanes_one": "1 autre attribution de ces travaux n’est pas montrée.",
        "maybe": "peut-être la même firme",
        "none": "Aucun changement de firme connu.",
    },
}
Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass
class Segment:
    """One award: `until` is the known end, else the day of the change after it or as_of."""

    names: str
    start: date
    until: date
    is_known: bool
    is_change: bool
    is_unsure: bool

    def label(self, language: str) -> str:
        unsure = f" · {_WORDS[language]['maybe']}" if self.is_unsure else ""
        return f"{self.names} · {self.start.isoformat()}{unsure}"


def flip_timeline(
    flips: ibis.Table,
    contracts: ibis.Table,
    *,
    as_of: date,
    key: Sequence[str] = ("service", "buyer"),
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: the works that changed hands last, each award with its firm, from its day to its end.

    In: flips.flips(contracts, as_of=as_of, key=key) and those contracts. At most six works with
    their latest five awards; the others are counted.
    """
    words = _WORDS[language]
    changes = records(flips.drop("row_ids"))
    works = _works(changes, key)
    shown = dict(list(works.items())[:MOST_KEYS])
    awards = _awards(contracts, [one for found in shown.values() for one in found], key)
    canvas = Canvas(palette, width)
    title = _title(len(changes), language)
    feeds = saying.origin({row["source"] for row in awards}, as_of, language)
    canvas.head(title, [line for line in (words["how"] if changes else "", feeds) if line])
    drawing = _Drawing(canvas, as_of, language)
    every = {one: drawing.segments(found, awards, one, key) for one, found in shown.items()}
    rows = {one: found[-MOST_AWARDS:] for one, found in every.items()}
    if rows:
        drawing.draw(rows)
    hidden = sum(map(len, every.values())) - sum(map(len, rows.values()))
    notes = [] if rows or palette.heads else [title]
    notes += _counted(len(works) - len(shown), "others", language)
    canvas.foot([*notes, *_counted(hidden, "lanes", language)])
    said = [segment.label(language) for found in rows.values() for segment in found]
    return canvas.picture(title, saying.sentence([title, *said]), language)


def _title(count: int, language: str) -> str:
    words = _WORDS[language]
    if not count:
        return words["none"]
    return saying.counted(count, words["title_one"], words["title"], language)


def _counted(number: int, name: str, language: str) -> list[str]:
    words = _WORDS[language]
    told = saying.counted(number, words[f"{name}_one"], words[name], language)
    return [told] if number else []


def _works(changes: list[Row], key: Sequence[str]) -> dict[Key, list[Row]]:
    """The changes of each work, the one that changed last first."""
    works: dict[Key, list[Row]] = {}
    for row in sorted(changes, key=lambda row: row["after_on"], reverse=True):
        works.setdefault(tuple(row[name] for name in key), []).append(row)
    return works


def _awards(contracts: ibis.Table, changes: Iterable[Row], key: Sequence[str]) -> list[Row]:
    """A row an award of these works, put together as flips does; its end where it is known."""
    meant = {row["after_document"] for row in changes}
    meant |= {one for row in changes for one in row["before_documents"]}
    document = ibis.coalesce(
        contracts.contract_id, contracts.document_number, contracts.contract_key
    )
    marked = contracts.mutate(document=document)
    marked = marked.filter(marked.document.isin(sorted(meant)), marked.supplier_key.notnull())
    grouped = marked.group_by([*key, "document"]).agg(
        source=marked.source.max(),
        names=marked.supplier.collect(distinct=True),
        start=marked.first_awarded_on.min(),
        ends_on=marked.ends_on.max(),
    )
    return [row for row in records(grouped) if row["start"]]


class _Drawing:
    def __init__(self, canvas: Canvas, as_of: date, language: str) -> None:
        self.canvas, self.as_of, self.language = canvas, as_of, language

    def segments(
        self, changes: list[Row], awards: list[Row], work: Key, key: Sequence[str]
    ) -> list[Segment]:
        came = {row["after_document"]: row for row in changes}
        next_on = {one: row["after_on"] for row in changes for one in row["before_documents"]}
        found = []
        for row in awards:
            if tuple(row[name] for name in key) != work:
                continue
            until = row["ends_on"] or next_on.get(row["document"], self.as_of)
            change = came.get(row["document"])
            segment = Segment(
                "; ".join(sorted(" ".join(name.split()) for name in row["names"])),
                row["start"],
                max(until, row["start"]),
                row["ends_on"] is not None,
                change is not None,
                bool(change and change["maybe_same"]),
            )
            found.append(segment)
        return sorted(found, key=lambda one: (one.start, one.names))

    def draw(self, rows: dict[Key, list[Segment]]) -> None:
        canvas = self.canvas
        days = [day for found in rows.values() for one in found for day in (one.start, one.until)]
        years = Years(days, self.as_of, canvas.width)
        lanes = {work: self._lanes(found, years) for work, found in rows.items()}
        heights = {one: self._heading(one)[1] + LANE * len(lanes[one]) + 10 for one in rows}
        top = y = canvas.y
        years.draw(canvas, top, top + sum(heights.values()))
        for work, found in lanes.items():
            self._draw_work(work, found, y, years)
            y += heights[work]

    def _heading(self, work: Key) -> tuple[list[str], float]:
        said = " · ".join(str(part) for part in work if part)
        lines = lines_of(said, self.canvas.width - 5, LABEL, BOLD)
        return lines, 17.0 * len(lines) + 5

    def _lanes(self, found: list[Segment], years: Years) -> list[list[Segment]]:
        """Segments one after the other where they and their labels have room."""
        lanes: list[list[Segment]] = []
        reached: list[float] = []
        for one in found:
            start, end = self._room(one, years)
            free = (at for at, last in enumerate(reached) if last + 10 <= start)
            place = next(free, None)
            if place is None:
                lanes.append([one])
                reached.append(end)
            else:
                lanes[place].append(one)
                reached[place] = end
        return lanes

    def _room(self, one: Segment, years: Years) -> tuple[float, float]:
        """Where the label begins, and where label and segment end."""
        label = width_of(one.label(self.language), LABEL)
        start = years.x(one.start)
        begins = max(0.0, min(start - 5, self.canvas.width - label))
        return begins, max(begins + label, years.x(one.until))

    def _draw_work(self, work: Key, lanes: list[list[Segment]], y: float, years: Years) -> None:
        canvas = self.canvas
        lines, height = self._heading(work)
        for place, line in enumerate(lines):
            canvas.text(5, y + 12 + 17 * place, line, weight=BOLD)
        for place, lane in enumerate(lanes):
            for one in lane:
                self._draw_segment(one, y + height + LANE * place, years)

    def _draw_segment(self, one: Segment, y: float, years: Years) -> None:
        canvas, label = self.canvas, one.label(self.language)
        start, until = years.x(one.start), years.x(one.until)
        text, _ = self._room(one, years)
        canvas.text(text, y + 8, cut(label, canvas.width - text, LABEL))
        if one.is_known:
            canvas.bar(start, until, y + 22, BAR, said=label)
        elif until > start:
            ends = (start, y + 22), (until, y + 22)
            canvas.rule(*ends, color=canvas.palette.ink, strokeDash=[2, 4], strokeWidth=1.5)
        if one.is_change:
            red = canvas.palette.red
            canvas.dot(start, y + 22, color=red, shape="diamond", size=110, said=label)
        elif not one.is_known:
            canvas.dot(start, y + 22, size=60, said=label)
