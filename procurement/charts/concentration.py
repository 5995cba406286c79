"""Shares of one market from the largest down, with how few firms that is as good as."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import saying
from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, PRINT, Palette, cut
from procurement.charts.picture import Picture
from procurement.charts.scale import Scale
from procurement.concentration import concentration
from procurement.tables import records

MOST_ROWS = 12
ROW, BAR = 36, 11
_WORDS = {
    "en": {
        "title": "{count} firms, as concentrated as {effective} of equal size (HHI\u00a0{hhi})",
        "title_one": "1 firm has all that is known (HHI\u00a0{hhi})",
        "how": "{market}Shares of {amount}, the known totals above zero of named firms; HHI, the "
        "Herfindahl-Hirschman index, runs from near 0 (many firms) to 10,000 (one).",
        "counts": "{market}No total is known: shares of {count} contracts; HHI, the "
        "Herfindahl-Hirschman index, runs from near 0 (many firms) to 10,000 (one).",
        "signal": "A high index is a signal with innocent explanations too: few contracts, a "
        "patent, a remote place.",
        "unknown": "Not in the shares: {parts}.",
        "unknown_amounts": "{count} contracts with no total known in Canadian dollars",
        "unknown_amounts_one": "1 contract with no total known in Canadian dollars",
        "zero_amounts": "{count} contracts at zero or less",
        "zero_amounts_one": "1 contract at zero or less",
        "withheld": "{count} contracts of unnamed firms",
        "withheld_one": "1 contract of an unnamed firm",
        "contract": "1 contract",
        "contracts": "{count} contracts",
        "more": "{count} others together",
        "none": "No contract of a named firm is known.",
    },
    "fr": {
        "title": "{count} firmes, une concentration comme s’il y en avait {effective} de même "
        "taille (IHH\u00a0{hhi})",
        "title_one": "1 firme a tout ce qui est connu (IHH\u00a0{hhi})",
        "how": "{market}Parts de {amount}, les totaux connus au-dessus de zéro des firmes nommées"
        "\u00a0; l’IHH, indice de Herfindahl-Hirschman, va de près de 0 (beaucoup de firmes) à "
        "10\u00a0000 (une seule).",
        "counts": "{market}Aucun total n’est connu\u00a0: parts de {count} contrats\u00a0; l’IHH, "
        "indice de Herfindahl-Hirschman, va de près de 0 (beaucoup de firmes) à 10\u00a0000 (une "
        "seule).",
        "signal": "Un indice élevé est un signal qui a aussi des explications innocentes\u00a0: "
        "peu de contrats, un brevet, un lieu éloigné.",
        "unknown": "Hors des parts\u00a0: {parts}.",
        "unknown_amounts": "{count} contrats sans total connu en dollars canadiens",
        "unknown_amounts_one": "1 contrat sans total connu en dollars canadiens",
        "zero_amounts": "{count} contrats à zéro ou moins",
        "zero_amounts_one": "1 contrat à zéro ou moins",
        "withheld": "{count} contrats de firmes non nommées",
        "withheld_one": "1 contrat d’une firme non nommée",
        "contract": "1 contrat",
        "contracts": "{count} contrats",
        "more": "{count} autres ensemble",
        "none": "Aucun contrat d’une firme nommée n’est connu.",
    },
}
Row = dict[str, Any]


def concentration_shares(
    contracts: ibis.Table,
    *,
    as_of: date,
    market: str = "",
    language: str = "en",
    palette: Palette = PRINT,
    width: int = 720,
) -> Picture:
    """SVG: a row a firm with its share, all contracts taken as one market; CAD.

    In: contracts.contracts of one market, which `market` names. Shares, index and effective
    number are those of concentration.concentration(contracts, by=()): by value, or by number of
    contracts when no total is known. At most twelve firms, the others in one row.
    """
    words = _WORDS[language]
    (whole,) = records(concentration(contracts, by=())) or [{}]
    basis = "value" if whole.get("value_hhi") is not None else "count"
    firms = _firms(contracts, basis) if whole.get("count_hhi") is not None else []
    canvas = Canvas(palette, width)
    sources = records(contracts.select("source").distinct())
    feeds = saying.origin((row["source"] for row in sources), as_of, language)
    if not firms:
        canvas.head(words["none"], [feeds])
        canvas.foot([] if palette.heads else [words["none"]])
        return canvas.picture(words["none"], words["none"], language)
    title = _title(whole, len(firms), basis, language)
    under = [_how(whole, basis, market, language), _not_in(whole, basis, language)]
    canvas.head(title, [line for line in [*under, words["signal"], feeds] if line])
    rows = _rows(firms, language)
    _draw(canvas, rows)
    said = saying.sentence([title, *(label for label, _ in rows), *under])
    return canvas.picture(title, said, language)


def _firms(contracts: ibis.Table, basis: str) -> list[Row]:
    """Named firms with a part, the largest first: name, contracts, amount, size."""
    named = contracts.filter(contracts.supplier_key.notnull())
    in_dollars = named.currency.fill_null("CAD") == "CAD"
    known = in_dollars & (named.amount > 0)
    grouped = named.group_by("supplier_key").agg(
        name=named.supplier.max(),
        contracts=named.count(),
        amount=named.amount.sum(where=known),
    )
    size = "amount" if basis == "value" else "contracts"
    firms = [row | {"size": row[size]} for row in records(grouped) if row[size]]
    return sorted(firms, key=lambda row: (-row["size"], row["supplier_key"]))


def _title(whole: Row, count: int, basis: str, language: str) -> str:
    words, hhi = _WORDS[language], saying.point(whole[f"{basis}_hhi"], language, 0)
    effective = saying.point(whole[f"{basis}_effective"], language)
    title = words["title_one" if count == 1 else "title"]
    return title.format(count=saying.whole(count, language), effective=effective, hhi=hhi)


def _how(whole: Row, basis: str, market: str, language: str) -> str:
    place = f"{market}. " if market else ""
    if basis == "count":
        count = saying.whole(whole["contracts"] - whole["withheld"], language)
        return _WORDS[language]["counts"].format(market=place, count=count)
    amount = saying.short_money(whole["amount"], language)
    return _WORDS[language]["how"].format(market=place, amount=amount)


def _not_in(whole: Row, basis: str, language: str) -> str:
    """What isn't in the shares, counted; empty when all is."""
    words, parts = _WORDS[language], []
    names = ("unknown_amounts", "zero_amounts", "withheld") if basis == "value" else ("withheld",)
    for name in names:
        told = saying.counted(whole[name], words[f"{name}_one"], words[name], language)
        parts += [told] if whole[name] else []
    if whole["withheld"] and whole["withheld_amount"]:
        parts[-1] += f" ({saying.short_money(whole['withheld_amount'], language)})"
    return words["unknown"].format(parts="; ".join(parts)) if parts else ""


def _rows(firms: list[Row], language: str) -> list[tuple[str, float]]:
    """What each row says, and its share."""
    words = _WORDS[language]
    total = sum(Decimal(row["size"]) for row in firms)
    shown, rest = firms[:MOST_ROWS], firms[MOST_ROWS:]
    if rest:
        count = saying.whole(len(rest), language)
        together = {name: sum(row[name] or 0 for row in rest) for name in ("contracts", "amount")}
        size = sum(Decimal(row["size"]) for row in rest)
        shown = [*shown, together | {"name": words["more"].format(count=count), "size": size}]
    rows = []
    for row in shown:
        share = float(Decimal(row["size"]) / total)
        amount = [saying.short_money(Decimal(row["amount"]), language)] if row["amount"] else []
        counted = saying.counted(row["contracts"], words["contract"], words["contracts"], language)
        told = [saying.percent(share, language, 1), " ".join(row["name"].split())]
        rows.append((" · ".join([*told, *amount, counted]), share))
    return rows


def _draw(canvas: Canvas, rows: list[tuple[str, float]]) -> None:
    scale = Scale([1.0], canvas.width)
    top = canvas.y
    for place, (label, share) in enumerate(rows):
        y = top + ROW * place
        is_rest = place == MOST_ROWS
        canvas.text(0, y + 9, cut(label, canvas.width, LABEL, BOLD), weight=BOLD)
        canvas.rule((0, y + 23), (canvas.width, y + 23))
        canvas.bar(0, scale.x(share), y + 23, BAR, hollow=is_rest, said=label)
    canvas.y = top + ROW * len(rows)
