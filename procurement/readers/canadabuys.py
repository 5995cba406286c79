"""What the feeds of CanadaBuys have in common: cells of several values, categories, contacts."""

from __future__ import annotations

from datetime import date

from procurement.cleaning import day, words
from procurement.readers.format import Cells

CONTACTS = "contactinfo"  # how the columns that name the buyer's staff begin
CATEGORIES = {
    "CNST": "Construction",
    "GD": "Goods",
    "SRV": "Services",
    "SRVTGD": "Services related to goods",
}


def said(cells: Cells, *names: str) -> str | None:
    """The first of these columns that says something."""
    return next((text for name in names if (text := words(cells.get(name, "")))), None)


def several(cells: Cells, name: str) -> str | None:
    """`*Canada *Ontario (except NCR)` → `Canada; Ontario (except NCR)`."""
    parts = (words(part) for part in cells.get(name, "").split("*"))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def category(cells: Cells) -> str | None:
    codes = (several(cells, "procurementcategory-categorieapprovisionnement") or "").split("; ")
    return "; ".join(CATEGORIES.get(code, code) for code in codes) or None


def classified(cells: Cells) -> dict[str, str | None]:
    """UNSPSC where it is published, else GSIN, which it replaced; the words likewise."""
    return {
        "classification": several(cells, "unspsc") or several(cells, "gsin-nibs"),
        "classification_text": several(cells, "unspscdescription-eng")
        or several(cells, "gsindescription-nibsdescription-eng"),
        "category": category(cells),
        "place": several(cells, "regionsofdelivery-regionslivraison-eng"),
    }


def published_day(cells: Cells, name: str) -> date | None:
    return day(cells.get(name, ""), name)
