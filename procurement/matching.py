"""Which rows speak of which service: whole words, without regard to case, accents or plural.

Method: the text of a row (description and classification) and each term are reduced the same
way: lower case, no accents, punctuation to spaces, plural endings of English and French taken
off. A term occurs when its reduced words stand in the reduced text, in order, as whole words.
"""

from __future__ import annotations

import ibis

KINDS = ("any", "also", "never")
WATCHLIST = ibis.schema(
    {"service": "string", "term": "string", "kind": "string", "language": "string"}
)
DIVISIONS = ibis.schema({"service": "string", "division": "string"})
_TEXTS = ("description", "classification_text")
_PLACES = ("division", "buyer")
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"
# Endings before a space, in this order. Words that only look like plurals lose a letter too
# (“bus” is compared as “bu”, “house” and “houses” as “hou”): the same in text and term. No groups:
# engines name them differently in what replaces.
_ENDINGS = (
    ("ies? ", "y "),
    ("eaux ", "eau "),
    ("aux ", "al "),
    ("eux ", "eu "),
    ("ches? ", "ch "),
    ("shes? ", "sh "),
    ("xes? ", "x "),
    ("zes? ", "z "),
    ("(?:ses|se|s) ", " "),
)


def reduced(text: ibis.Value) -> ibis.Value:
    """The text as words to compare, a space before and after: `Gardiens d'immeubles` →
    ` gardien d immeuble `."""
    letters = (ibis.literal(" ") + text.fill_null("") + " ").lower()
    plain = letters.translate(_ACCENTED, _PLAIN).replace("œ", "oe").replace("æ", "ae")
    letters = ibis.ifelse(letters.re_search("[^ -~]"), plain, letters)
    letters = letters.re_replace("[^a-z0-9 ]+", " ").re_replace(" {2,}", " ")
    for ending, singular in _ENDINGS:
        letters = letters.re_replace(ending, singular)
    return letters


def matches(
    table: ibis.Table, watchlist: ibis.Table, divisions: ibis.Table | None = None
) -> ibis.Table:
    """Rows × services that match.

    In: awards or notices (row_id and any of description, classification_text, division, buyer);
    a watchlist with columns WATCHLIST (service may be of any type; language is not used here);
    divisions with columns DIVISIONS.
    Out: row_id, service, words (array of the terms found, as in the watchlist, in order).

    A row matches when at least one `any` term occurs, at least one `also` term if the service
    has some, and no `never` term; and, if the service has divisions, when one of them stands in
    the row's division or buyer. A row without a text or, for such services, without a division
    does not match: nothing is known, so nothing is said.
    """
    found = _found(table, watchlist)
    with_also = watchlist.filter(watchlist.kind == "also").select("service").distinct()
    with_also = with_also.mutate(needs_also=True)
    counted = found.group_by("row_id", "service").agg(
        any_terms=(found.kind == "any").sum(),
        also_terms=(found.kind == "also").sum(),
        never_terms=(found.kind == "never").sum(),
        words=found.term.collect(where=found.kind != "never"),
    )
    counted = counted.left_join(with_also, "service").drop("service_right")
    matched = counted.filter(
        counted.any_terms > 0,
        counted.never_terms == 0,
        counted.needs_also.isnull() | (counted.also_terms > 0),
    )
    answer = matched.select("row_id", "service", words=matched.words.unique().sort())
    return answer if divisions is None else _in_divisions(answer, table, divisions)


def _found(table: ibis.Table, watchlist: ibis.Table) -> ibis.Table:
    """row_id, service, term, kind: each term in each distinct text once.

    A term's first word finds the texts worth looking at; then the whole term is looked for.
    """
    rows = table.select("row_id", said=_joined(table, _TEXTS))
    texts = rows.filter(rows.said != "").select("said").distinct()
    texts = texts.mutate(text=reduced(texts.said))
    terms = watchlist.select("service", "term", "kind", needle=reduced(watchlist.term))
    terms = terms.filter(terms.needle.strip() != "").distinct()
    terms = terms.mutate(word=terms.needle.strip().split(" ")[0])
    words = texts.mutate(word=texts.text.split(" ").unique()).unnest("word")
    maybe = words.join(terms, "word")
    hits = maybe.filter(maybe.text.contains(maybe.needle))
    hits = hits.select("said", "service", "term", "kind")
    return rows.join(hits, "said").select("row_id", "service", "term", "kind")


def _in_divisions(answer: ibis.Table, table: ibis.Table, divisions: ibis.Table) -> ibis.Table:
    where = table.select("row_id", placed=_joined(table, _PLACES))
    places = where.select("placed").distinct()
    places = places.mutate(place=reduced(places.placed))
    wanted = divisions.select("service", needle=reduced(divisions.division)).distinct()
    inside = places.join(wanted, places.place.contains(wanted.needle))
    allowed = where.join(inside.select("placed", "service").distinct(), "placed")
    free = answer.anti_join(divisions, "service")
    bound = answer.semi_join(allowed.select("row_id", "service"), ["row_id", "service"])
    return ibis.union(free, bound)


def _joined(table: ibis.Table, names: tuple[str, ...]) -> ibis.Value:
    """The columns that are there, as one text with bars between, so that no term spans two."""
    texts = [table[name].fill_null("") for name in names if name in table.columns]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + " ¦ " + text
    return joined.re_replace("^[ ¦]+$", "")
