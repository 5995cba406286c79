"""Which names are one firm: pairs of `pairs`, corrections of persons, and the firms they make.

Three things can be said of two names: the same firm, maybe, or nothing. The same firm needs a
probability of `SAME_FROM`; what lies below it and above `MAYBE_FROM`, and likenesses that only
speak of a group (`Bell Canada`, `Bell Mobility`), are candidates for a person and merge nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any

import ibis

from procurement.schema import Column, Columns
from procurement.suppliers.clusters import Clusters
from procurement.suppliers.corrections import DIFFERENT, SAME, Correction, standing
from procurement.suppliers.forms import Form, faces
from procurement.suppliers.groups import Owner, groups
from procurement.suppliers.linkage import FIRM_NAMES, PAIRS, Linkage
from procurement.suppliers.pairs import GROUP_ONLY, UNSURE, Pair, compared
from procurement.suppliers.words import words
from procurement.tables import in_memory, records

SAME_FROM = 0.5  # probability as Splink's model gives it; see docs/reference/suppliers.md
MAYBE_FROM = 0.25
ITS_OWN = 45  # a word of so few names is one firm's own, whatever it does
HOLDING = frozenset(
    {"one begins like the other and holds all its words", "one holds all words of the other"}
)
NAMES: Columns = {
    "supplier_key": Column("string", "The name cleaned for comparing."),
    "supplier": Column("string", "The spelling most often published."),
    "awards": Column("int64", "Awards under the name: contracts, where they were put together."),
    "buyers": Column("int64", "Buyers that awarded it."),
    "amount": Column("decimal(18, 2)", "Their known totals in CAD; null: none is known."),
    "is_cut": Column("boolean", "A spelling has exactly 30 or 35 characters."),
    "business_number": Column("string", "Business number or NEQ, where published."),
    "postal_code": Column("string", "Postal code, where published."),
}
_IDENTITY = ("business_number", "postal_code")
Row = dict[str, Any]


def published_names(awards: ibis.Table, contracts: ibis.Table | None = None) -> ibis.Table:
    """Awards to the names in them: columns NAMES. Withheld and blank names are left out.

    With `contracts` (contracts.contracts of these awards) what is counted and summed are contracts;
    without, rows, and a feed that repeats a contract's total on every amendment counts it again.

    In: awards (supplier, supplier_key, buyer, amount, currency), and where it has them
    business_number and postal_code; of several values of one name none is taken.
    """
    absent = {name: ibis.null("string") for name in _IDENTITY if name not in awards.columns}
    named = awards.filter(awards.supplier_key.notnull()).mutate(**absent)
    spelt = named.group_by("supplier_key", "supplier").agg(times=named.count())
    most_first = ibis.window(
        group_by="supplier_key", order_by=[ibis.desc(spelt.times), spelt.supplier]
    )
    ranked = spelt.mutate(nth=ibis.row_number().over(most_first))
    most = ranked.filter(ranked.nth == 0).select("supplier_key", "supplier")
    known = named.group_by("supplier_key").agg(
        is_cut=named.supplier.length().isin((30, 35)).any(),
        **{name: _lone(named[name]) for name in _IDENTITY},
    )
    counted = _counted(named if contracts is None else contracts)
    joined = known.join(most, "supplier_key").left_join(counted, "supplier_key")
    filled = joined.mutate(awards=joined.awards.fill_null(0), buyers=joined.buyers.fill_null(0))
    return filled.select(*NAMES).order_by("supplier_key")


def _counted(table: ibis.Table) -> ibis.Table:
    in_cad = (table.currency == "CAD") & table.amount.notnull()
    return table.group_by("supplier_key").agg(
        awards=table.count(),
        buyers=table.buyer.nunique(),
        amount=table.amount.sum(where=in_cad).cast("decimal(18, 2)"),
    )


def _lone(value: ibis.Value) -> ibis.Value:
    return ibis.ifelse(value.nunique() == 1, value.max(), ibis.null("string"))


def link(
    names: ibis.Table,
    *,
    said: Sequence[Correction] = (),
    owners: Iterable[Owner] = (),
    before: Mapping[str, str] | None = None,
    same_from: float = SAME_FROM,
    maybe_from: float = MAYBE_FROM,
    spark: Any = None,
) -> Linkage:
    """Names to firms and groups.

    In: `names` with supplier_key, and what else of NAMES is known. `said` are the corrections of
    persons; `owners` says which names belong to which group; `before` is firm_key by supplier_key
    of an earlier run, so that firms keep their keys; `same_from` and `maybe_from` are
    probabilities. With a Spark session the comparing is done there. Out: a Linkage, tables
    FIRM_NAMES and PAIRS. Two runs over the same names give the same firms.

    Method: Fellegi and Sunter (1969) by Splink 5 with stored parameters (`training`), then the
    surest pairs first (`clusters`).
    """
    known = {row["supplier_key"]: row for row in records(names) if row["supplier_key"]}
    listed = [known[key] for key in sorted(known)]
    forms = {key: faces(key) for key in known}
    found = compared(listed, least=_weight(maybe_from), spark=spark)
    stands = standing(said)
    clusters = _clusters(forms, stands)
    doubtful = _of_several([pair for pair in found if pair.probability >= same_from], forms)
    outcomes = [
        (pair, "maybe", "a name of several firms")
        if pair in doubtful
        else (pair, *_outcome(pair, clusters, same_from))
        for pair in found
    ]
    firms = _keyed(known, clusters, before or {})
    shared = groups(firms, stands, list(owners))
    rows = [_named(row, firms, shared, known) for row in listed]
    pairs = [
        _told(pair, _last(pair, outcome, firms), because) for pair, outcome, because in outcomes
    ]
    return Linkage(in_memory(rows, _types(FIRM_NAMES)), in_memory(pairs, _types(PAIRS)))


def _types(columns: Columns) -> dict[str, str]:
    return {name: column.type for name, column in columns.items()}


def _weight(probability: float) -> float:
    return log2(probability / (1 - probability))


def _clusters(forms: Mapping[str, list[Form]], said: Sequence[Correction]) -> Clusters:
    """With what persons said already in it: first the same, then never the different."""
    apart: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.kind == DIFFERENT:
            apart[one.one].add(one.other)
            apart[one.other].add(one.one)
    clusters = Clusters(
        {key: frozenset(n for form in found for n in form.numbers) for key, found in forms.items()},
        kinds={key: _works(found) for key, found in forms.items()},
        different={key: frozenset(others) for key, others in apart.items()},
    )
    for one in said:
        if one.kind == SAME and one.one in forms and one.other in forms:
            clusters.join(one.one, one.other)
    return clusters


def _works(found: Sequence[Form]) -> frozenset[str]:
    """Lines of work that tell firms apart: those of names whose rarest word is not very rare."""
    return frozenset(
        kind
        for form in found
        if form.bare and words().count(form.rarest) > ITS_OWN
        for kind in form.kinds
    )


def _of_several(found: Iterable[Pair], forms: Mapping[str, list[Form]]) -> set[Pair]:
    """Likenesses through a name of several firms (`Tenaquip Fastenal Grainger`).

    A name that holds the words of two others which share no word is taken for the one it begins
    with, or for none of them.
    """
    whole: dict[str, list[tuple[Pair, str, frozenset[str]]]] = defaultdict(list)
    for pair in found:
        if pair.who in HOLDING:
            for part, held, words in _held(pair, forms):
                whole[held].append((pair, part, words))
    return {
        pair
        for held, parts in whole.items()
        if any(a.isdisjoint(b) for _, _, a in parts for _, _, b in parts)
        for pair, _, words in parts
        if words.isdisjoint(form.bare[0] for form in forms[held] if form.bare)
    }


def _held(pair: Pair, forms: Mapping[str, list[Form]]) -> list[tuple[str, str, frozenset[str]]]:
    """Which of the two is held in which, and by which words."""
    found = []
    for part, held in ((pair.one, pair.other), (pair.other, pair.one)):
        for form in forms[part]:
            words = frozenset(form.bare)
            if words and any(words < set(other.bare) for other in forms[held]):
                found.append((part, held, words))
    return found


def _outcome(pair: Pair, clusters: Clusters, same_from: float) -> tuple[str, str]:
    """Joins the two when they are one firm; else says why a person should look."""
    if clusters.head(pair.one) == clusters.head(pair.other):
        return "same", pair.who
    if pair.who in GROUP_ONLY:
        return "maybe same group", pair.who
    if pair.probability < same_from:
        return "maybe", "not sure enough"
    if pair.who in UNSURE:
        return "maybe", pair.who
    if why := clusters.why_not(pair.one, pair.other):
        return "refused", why
    clusters.join(pair.one, pair.other)
    return "same", pair.who


def _last(pair: Pair, outcome: str, firms: Mapping[str, str]) -> str:
    """A later pair may have brought two together that this one didn't."""
    return "same" if firms[pair.one] == firms[pair.other] else outcome


def _keyed(
    known: Mapping[str, Row], clusters: Clusters, before: Mapping[str, str]
) -> dict[str, str]:
    """Each name with the key of its firm: the key it had, or that of its most usual name."""
    keyed: dict[str, str] = {}
    for name in known:
        if name not in keyed:
            members = clusters.members(name)
            keyed |= dict.fromkeys(members, _key(members, known, before))
    return keyed


def _key(members: Sequence[str], known: Mapping[str, Row], before: Mapping[str, str]) -> str:
    had: dict[str, int] = defaultdict(int)
    for name in members:
        if before.get(name) in set(members):
            had[before[name]] += 1
    if had:
        return min(had, key=lambda key: (-had[key], key))
    return min(members, key=lambda name: (-(known[name].get("awards") or 0), len(name), name))


def _named(
    row: Row, firms: Mapping[str, str], shared: Mapping[str, tuple[str, str]], known: Any
) -> Row:
    firm = firms[row["supplier_key"]]
    group, because = shared.get(firm, (firm, ""))
    return {
        **row,
        "supplier": row.get("supplier") or row["supplier_key"],
        "firm_key": firm,
        "firm": known[firm].get("supplier") or firm,
        "group_key": group,
        "group_reason": because or None,
    }


def _told(pair: Pair, outcome: str, because: str) -> Row:
    return {
        "one": pair.one,
        "other": pair.other,
        "outcome": outcome,
        "probability": pair.probability,
        "weight": pair.weight,
        "because": because,
        "levels": [f"{name}: {said} ({weight:+.1f})" for name, said, weight in pair.levels],
    }
