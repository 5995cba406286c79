"""Awards without competition: by the reason given, and the chains and sets they make in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.charts.years import Years
from procurement.tables import records

MOST_ROWS = 14
ROW, BAR = 36, 11
_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "reasons": "{count} contracts awarded without competition, by the reason given",
        "reasons_how": "How many contracts, and their known totals. A direct award is no wrong: the "
        "reason stands beside it.",
        "chains": "{count} chains of direct awards by one office to one firm",
        "chains_how": "From the first award to the last. A patent, a bridge to the next call or a "
        "few emergencies explain many.",
        "splits": "{count} sets of contracts under a threshold that are above it together",
        "splits_how": "From the first contract of a set to the last. Separate needs, call-ups and "
        "seasons explain many; a set is a signal to look. Sets may share contracts.",
        "no_reason": "no reason published",
        "contracts": "{count} contracts",
        "contract": "1 contract",
        "unknown": "{count} totals not known",
        "unknown_one": "1 total not known",
        "times": "{times} times the threshold",
        "undated": "{count} without a date are not shown.",
        "none": "None is known.",
        "kinds": {},
    },
    "fr": {
        "reasons": "{count} contrats attribués sans concurrence, selon la raison donnée",
        "reasons_how": "Combien de contrats, et leurs totaux connus. Une attribution directe n’est "
        "pas une faute\u00a0: la raison est donnée à côté.",
        "chains": "{count} suites d’attributions directes d’un même service à une même firme",
        "chains_how": "De la première attribution à la dernière. Un brevet, un pont jusqu’au "
        "prochain appel ou quelques urgences en expliquent beaucoup.",
        "splits": "{count} ensembles de contrats sous un seuil qui le dépassent ensemble",
        "splits_how": "Du premier contrat d’un ensemble au dernier. Des besoins distincts, des "
        "commandes subséquentes et des saisons en expliquent beaucoup\u00a0; un ensemble est un "
        "signal pour regarder. Des ensembles peuvent partager des contrats.",
        "no_reason": "aucune raison publiée",
        "contracts": "{count} contrats",
        "contract": "1 contrat",
        "unknown": "{count} totaux inconnus",
        "unknown_one": "1 total inconnu",
        "times": "{times} fois le seuil",
        "undated": "{count} sans date ne sont pas montrés.",
        "none": "Il n’y en a aucun de connu.",
        "kinds": {
            "bridging": "pont jusqu’au prochain appel",
            "emergency": "urgence",
            "exclusive rights": "droits exclusifs",
            "time constraint": "manque de temps",
            "already completed": "déjà exécuté",
            "warranty or maintenance": "garantie ou entretien",
            "compatibility": "compatibilité",
            "no competition": "absence de concurrence",
            "competition failed": "appel infructueux",
            "security": "sécurité",
            "low value": "faible valeur",
            "public body": "organisme public",
            "other": "autre",
        },
    },
}


@dataclass(frozen=True)
class Span:
    label: str
    first: date
    last: date


def direct_reasons(
    direct: ibis.Table,
    *,
    as_of: date,
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a kind of reason: how many contracts, their known totals in CAD.

    In: direct.direct_awards(contracts).
    """
    words = _WORDS[language]
    known = direct.amount.notnull() & (direct.currency.fill_null("CAD") == "CAD")
    grouped = direct.group_by("reason_kind").agg(
        contracts=direct.count(),
        amount=direct.amount.sum(where=known),
        unknown=(~known).sum(),
    )
    rows = sorted(records(grouped), key=lambda row: (-row["contracts"], str(row["reason_kind"])))
    sources = [row["source"] for row in records(direct.select("source").distinct())]
    labels = []
    for row in rows:
        name = row["reason_kind"] or words["no_reason"]
        parts = [words["kinds"].get(name, name), _counted(row["contracts"], language)]
        parts += [saying.short_money(Decimal(row["amount"]), language)] if row["amount"] else []
        missing = (words["unknown_one"], words["unknown"])
        parts += [saying.counted(row["unknown"], *missing, language)] if row["unknown"] else []
        labels.append(" · ".join(parts))
    canvas = Canvas(palette, width)
    title = _begun(
        canvas, "reasons", sum(row["contracts"] for row in rows), as_of, sources, language
    )
    scale = Scale([row["contracts"] for row in rows], canvas.width)
    for label, row in zip(labels, rows, strict=True):
        canvas.text(0, canvas.y + 9, cut(label, canvas.width, LABEL, BOLD), weight=BOLD)
        canvas.bar(0, scale.x(row["contracts"]), canvas.y + 23, BAR, said=label)
        canvas.y += ROW
    canvas.foot([] if rows or palette.heads else [title])
    return canvas.picture(title, saying.sentence([title, *labels]), language)


def chain_spans(
    chains: ibis.Table,
    *,
    as_of: date,
    sources: Iterable[str] = (),
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a chain of direct awards, from the first to the last; CAD.

    In: direct.chains(direct_awards(…)); at most fourteen, in its order.
    """
    return _spans("chains", "awards", chains, as_of, sources, Canvas(palette, width), language)


def split_spans(
    splits: ibis.Table,
    *,
    as_of: date,
    sources: Iterable[str] = (),
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a set of contracts under a threshold, from the first to the last; CAD.

    In: splitting.splits(…); at most fourteen, in its order.
    """
    return _spans("splits", "contracts", splits, as_of, sources, Canvas(palette, width), language)


def _spans(
    name: str,
    count: str,
    found: ibis.Table,
    as_of: date,
    sources: Iterable[str],
    canvas: Canvas,
    language: str,
) -> Picture:
    words = _WORDS[language]
    rows = records(found)
    dated = [row for row in rows if row["first_on"] and row["last_on"]]
    spans = []
    for row in dated[:MOST_ROWS]:
        parts = [" ".join(row["supplier"].split()), _counted(row[count], language)]
        parts += [saying.short_money(row["amount"], language)] if row["amount"] else []
        if "times" in row:
            parts.append(words["times"].format(times=saying.point(row["times"], language)))
        parts += [one for one in (row.get("division"), row.get("buyer")) if one][:1]
        spans.append(Span(" · ".join(parts), row["first_on"], row["last_on"]))
    title = _begun(canvas, name, len(rows), as_of, sources, language)
    if spans:
        _draw_spans(canvas, spans, as_of)
    notes = saying.others(len(dated) - len(spans), language)
    undated = len(rows) - len(dated)
    notes += [words["undated"].format(count=saying.whole(undated, language))] if undated else []
    canvas.foot(notes if rows or canvas.palette.heads else [title])
    said = saying.sentence([title, *(span.label for span in spans), *notes])
    return canvas.picture(title, said, language)


def _begun(
    canvas: Canvas, name: str, count: int, as_of: date, sources: Iterable[str], language: str
) -> str:
    words = _WORDS[language]
    title: str = words[name].format(count=saying.whole(count, language))
    title = title if count else words["none"]
    how = [words[f"{name}_how"]] if count else []
    canvas.head(title, [*how, saying.origin(sources, as_of, language)])
    return title


def _counted(number: int, language: str) -> str:
    words = _WORDS[language]
    return saying.counted(number, words["contract"], words["contracts"], language)


def _draw_spans(canvas: Canvas, spans: list[Span], as_of: date) -> None:
    years = Years([day for span in spans for day in (span.first, span.last)], as_of, canvas.width)
    top = canvas.y
    years.draw(canvas, top, top + ROW * len(spans))
    for place, span in enumerate(spans):
        y = top + ROW * place
        canvas.text(5, y + 9, cut(span.label, canvas.width - 5, LABEL, BOLD), weight=BOLD)
        told = f"{span.first.isoformat()} – {span.last.isoformat()}"
        start, end = years.x(span.first), years.x(span.last)
        canvas.bar(start, end, y + 23, BAR, said=f"{span.label} · {told}")
