"""What rows of one contract say together: SEAO publishes call, supplements and end apart.

A supplement and a final amount name the call and the supplier, not the buyer nor what is bought.
Here they take both from the call of the same number, so that whoever looks for a service or a
buyer finds the whole contract. A supplement's total is the first amount and the supplements up
to its day; supplements below a tenth of the first amount aren't published, so it is a least total.
Rows of a revised file stand for those of the same contract and day in the first file; a revision
without an amount takes all earlier supplements of the contract back.
"""

from __future__ import annotations

import ibis

SPLIT = frozenset({"seao-xml"})  # the feeds that publish a contract in several files
SUBJECT = (
    "buyer",
    "division",
    "classification",
    "classification_text",
    "category",
    "kind",
    "place",
    "address",
    "method",
)
MONEY = "decimal(18, 2)"


def completed(awards: ibis.Table, sources: set[str]) -> ibis.Table:
    """The same rows and columns; those of split feeds with subject and total.

    In: awards (AWARDS) and the feeds in them. Rows of other feeds, and rows that name a buyer, are
    left as they are. A total that was added up carries the note `total_added`.
    """
    if not sources & SPLIT:
        return awards
    is_split = awards.source.isin(sorted(SPLIT))
    split, others = awards.filter(is_split), awards.filter(~is_split)
    done = _with_totals(_with_subjects(split)).select(awards.columns).cast(awards.schema())
    return others.union(done)


def _with_subjects(split: ibis.Table) -> ibis.Table:
    calls = split.filter(split.buyer.notnull())
    last = ibis.window(
        group_by=["source", "reference"],
        order_by=[ibis.desc(calls.amendment), ibis.desc(calls.row_id)],
    )
    calls = calls.mutate(place_in=ibis.row_number().over(last))
    calls = calls.filter(calls.place_in == 0).select("source", "reference", "description", *SUBJECT)
    joined = split.left_join(calls, ["source", "reference"], rname="call_{name}")
    is_bare = joined.buyer.isnull()
    said = ibis.ifelse(
        joined.description.notnull() & joined.call_description.notnull(),
        joined.call_description + " – " + joined.description,
        ibis.coalesce(joined.call_description, joined.description),
    )
    return joined.mutate(
        description=ibis.ifelse(is_bare, said, joined.description),
        **{name: ibis.ifelse(is_bare, joined[f"call_{name}"], joined[name]) for name in SUBJECT},
    )


def _with_totals(split: ibis.Table) -> ibis.Table:
    """Supplements have no amount of their own: first amount, and what counts up to the day."""
    marked = _marked(split)
    contract = ["source", "contract_id"]
    to_day = ibis.range_window(
        group_by=contract,
        order_by=ibis.coalesce(marked.awarded_on, ibis.date(1950, 1, 1)),
        preceding=None,
        following=0,
    )
    whole = ibis.window(group_by=contract)
    first = marked.amount.max(where=marked.is_first).over(whole)
    added = marked.amendment_amount.sum(where=marked.counts).over(to_day).fill_null(0)
    total = (first + added).cast(MONEY)
    is_known = marked.is_revised | marked.amendment_amount.notnull()
    is_added = marked.is_supplement & total.notnull() & is_known & (marked.currency == "CAD")
    return marked.mutate(
        amount=ibis.ifelse(is_added, total, marked.amount),
        notes=ibis.ifelse(is_added, marked.notes.concat(ibis.array(["total_added"])), marked.notes),
    )


def _marked(split: ibis.Table) -> ibis.Table:
    """Which supplements count, beside revisions; which award is the contract's last."""
    letter = split.amendment.substr(0, 1)
    is_supplement = letter.isin(["D", "R"])
    is_revised = letter == "R"
    awards = ~is_supplement & (letter != "T")
    contract = ["source", "contract_id"]
    of_day = ibis.window(group_by=[*contract, "awarded_on"])
    of_all = ibis.window(group_by=contract)
    newest = ibis.window(
        group_by=[*contract, awards],
        order_by=[ibis.desc(split.amendment), ibis.desc(split.row_id)],
    )
    restated = is_revised.any().over(of_day)
    taken_back = (is_revised & split.amendment_amount.isnull()).any().over(of_all)
    return split.mutate(
        is_supplement=is_supplement,
        is_revised=is_revised,
        counts=is_supplement & (is_revised | ~(restated | taken_back)),
        is_first=awards & (ibis.row_number().over(newest) == 0),
    )
