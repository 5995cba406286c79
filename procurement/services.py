"""Which contracts are for the same work, where nobody has said so: a key made of what is published.

Method (ours): buyer, place, code of what is bought, and the title reduced to the words that tell. A
title is lower-cased, its accents, punctuation and plural endings go (as in matching), then every
word with a digit in it, legal forms of firms, and the little words of English and French.
Contracts that share a key may still be different work in one building, and the same work described
in other words has another key: a key finds candidates, a person looks.
"""

from __future__ import annotations

import ibis

from procurement.matching import reduced
from procurement.schema import Column, Columns
from procurement.suppliers import LEGAL_FORMS

KEYED: Columns = {
    "title": Column("string", "The description reduced to the words that tell; null when none do."),
    "service_key": Column("string", "Buyer, place, code and title; null: see services.keyed()."),
}
LITTLE_WORDS = (
    "a", "an", "the", "of", "and", "or", "for", "to", "in", "on", "at", "by", "with", "from",
    "as", "per", "not", "other", "elsewhere", "specified", "d", "l", "de", "du", "la", "le",
    "un", "une", "et", "ou", "pour", "en", "dan", "au", "al", "sur", "par", "avec", "sou", "non",
    "autre", "ailleur", "precise", "contract", "contrat", "no", "num", "number", "numero",
)  # fmt: skip
_DROPPED = sorted({*LITTLE_WORDS, *LEGAL_FORMS})


def title(text: ibis.Value) -> ibis.Value:
    """`Services de gardiennage no 12-345, Éclair Ltée` → `service gardiennage eclair`; or null."""
    words = reduced(text).re_replace("[a-z]*[0-9][a-z0-9]*", " ").strip().split(" ")
    kept = words.filter(lambda word: (word != "") & ~word.isin(_DROPPED))
    return kept.join(" ").nullif("")


def keyed(contracts: ibis.Table) -> ibis.Table:
    """Contracts with `title` and `service_key`: their columns and KEYED.

    In: contracts.contracts. The code is the classification, else the economic object. The key is
    null when the buyer isn't known, or when there is neither a code nor a title: then nothing says
    what the work is. Use it as key=("service_key",) in flips, concentration and chains.
    """
    texts = contracts.filter(contracts.description.notnull()).select(said="description").distinct()
    titles = texts.mutate(title=title(texts.said))
    told = contracts.left_join(titles, contracts.description == titles.said).drop("said")
    code = ibis.coalesce(told.classification, told.economic_object)
    is_told = told.buyer.notnull() & (code.notnull() | told.title.notnull())
    parts = [part.fill_null("") for part in (told.buyer, told.place, code, told.title)]
    joined = parts[0] + " | " + parts[1] + " | " + parts[2] + " | " + parts[3]
    return told.mutate(service_key=ibis.ifelse(is_told, joined, ibis.null("string")))
