"""The codes of SEAO's XML in words, and what a unit makes of a figure.

Names of elements, codes and dates follow “Format XML pour les données ouvertes du SEAO”
(Secrétariat du Conseil du trésor, 1 December 2014), as public readers of the files transcribe and
check it against the monthly archives. A code that isn't here is kept as published.
"""

from __future__ import annotations

TYPES = {
    "3": "open call for tenders",
    "6": "limited call for tenders",
    "9": "direct contract",
    "10": "call for tenders by invitation",
    "14": "call for tenders by invitation, published on SEAO",
    "16": "contract for transport infrastructure",
    "17": "open call for tenders, not published on SEAO",
}
METHODS = {"3": "competitive", "17": "competitive", "9": "non-competitive"}
DIRECT = "9"

NATURES = {
    "1": "Goods",
    "2": "Services",
    "3": "Construction",
    "5": "Other",
    "6": "Concession",
    "7": "Sale of real estate",
    "8": "Sale of goods",
}

REGIONS = {
    "1": "Bas-Saint-Laurent",
    "2": "Saguenay–Lac-Saint-Jean",
    "3": "Capitale-Nationale",
    "4": "Mauricie",
    "5": "Estrie",
    "6": "Montréal",
    "7": "Outaouais",
    "8": "Abitibi-Témiscamingue",
    "9": "Côte-Nord",
    "11": "Nord-du-Québec",
    "12": "Chaudière-Appalaches",
    "13": "Laval",
    "14": "Laurentides",
    "15": "Montérégie",
    "16": "Lanaudière",
    "17": "Centre-du-Québec",
    "18": "Gaspésie–Îles-de-la-Madeleine",
    "19": "outside Québec",
}

# 0 is in no specification and the most frequent: awards in 0 and in 1 agree alike with the final
# amounts published apart (median ratio 1.000 in both, as a public analysis of the files found).
UNITS = {
    "0": "money",
    "1": "money",
    "2": "per year",
    "3": "per km",
    "4": "per litre",
    "5": "each",
    "6": "$L",
    "7": "money",
    "8": "percent",
    "9": "per tonne",
    "10": "per hour",
    "11": "points",
    "12": "per m³",
}
AMERICAN = "7"
MONEY = "money"
