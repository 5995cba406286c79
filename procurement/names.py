"""Names cut short by the publisher, put beside the whole name they begin.

City feeds cut some names at 30 or 35 characters (`WEST EGG GROUP SECURITY SERVIC`). Such a name
is taken for a whole name when it breaks off in the middle of a word, and exactly one other name
goes on from there. Two candidates, or a break between words (`Courtyard by Marriott Edmonton` and
`... Edmonton West`), are no answer: the name stays as it is.
"""

from __future__ import annotations

import ibis

CUT_AT = (30, 35)
SHORTEST_KEY = 15


def mended(awards: ibis.Table) -> ibis.Table:
    """Awards with supplier_key mended, and why.

    In: awards (supplier, supplier_key). Out: the same columns, supplier_key replaced where the
    name was cut, and supplier_reason: null, or the sentence that says what was done.
    """
    links = cut_names(awards).select("supplier_key", "whole_key", "supplier_reason")
    joined = awards.left_join(links, "supplier_key")
    return joined.mutate(supplier_key=ibis.coalesce(joined.whole_key, joined.supplier_key)).select(
        *awards.columns, "supplier_reason"
    )


def linked(contracts: ibis.Table, firms: ibis.Table) -> ibis.Table:
    """Contracts (or awards) with firm_key and group_key (string), after their own columns.

    In: any table with supplier_key, and firms with supplier_key (each once), firm_key, group_key. A
    name that firms doesn't have is its own firm and group; a withheld name has neither. Questions
    that have `firm=` or `supplier=` take either column: one name, one firm, one group of firms.
    """
    told = firms.select(known="supplier_key", firm="firm_key", group="group_key")
    joined = contracts.left_join(told, contracts.supplier_key == told.known)
    firm = ibis.coalesce(joined.firm, joined.supplier_key)
    return joined.select(
        *contracts.columns, firm_key=firm, group_key=ibis.coalesce(joined.group, firm)
    )


def last_published(name: ibis.Value, on: ibis.Value) -> ibis.Value:
    """An aggregate: the name as last published; of several on that day, the last by alphabet.

    A name without a day counts only where none has one. Null when there is no name.
    """
    dated = on.cast("string").fill_null("0000-00-00") + name
    return dated.max().substr(len("0000-00-00"))


def cut_names(awards: ibis.Table) -> ibis.Table:
    """The names taken to be cut: supplier_key, whole_key, supplier_reason."""
    named = awards.filter(awards.supplier_key.notnull())
    names = named.group_by("supplier_key").agg(
        supplier=named.supplier.max(where=named.supplier.length().isin(CUT_AT)),
        spelling=named.supplier.max(),
    )
    cut = names.filter(names.supplier.notnull(), names.supplier_key.length() >= SHORTEST_KEY)
    whole = names.select(whole_key="supplier_key", whole="spelling")
    pairs = cut.join(
        whole,
        [
            whole.whole_key.startswith(cut.supplier_key),
            whole.whole_key.substr(cut.supplier_key.length(), 1).re_search("[a-z0-9]"),
        ],
    )
    lone = pairs.group_by("supplier_key", "supplier").agg(
        whole_key=pairs.whole_key.min(), whole=pairs.whole.min(), candidates=pairs.count()
    )
    reason = (
        ibis.literal("“")
        + lone.supplier
        + "” was cut at "
        + lone.supplier.length().cast("string")
        + " characters; taken as “"
        + lone.whole
        + "”, the only name that begins so"
    )
    return lone.filter(lone.candidates == 1).select(
        "supplier_key", "whole_key", supplier_reason=reason
    )
