"""The five questions about the services we guard, asked for all of them in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from procurement.charts import holders_timeline
from procurement.contracts import contracts
from procurement.direct import direct_awards
from procurement.flips import flips
from procurement.holders import holders
from procurement.matching import matches
from procurement.names import mended
from procurement.renewals import renewals
from procurement.tables import records
from reclaim.watch.figures import Words, warehouse, watchlist_of

FAR = 40 * 366  # days: every known end that lies ahead
BY = ("service",)
Record = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A service to ask about: who buys it, and in which of its divisions (none = all)."""

    service: int
    buyer: str
    divisions: tuple[str, ...] = ()

    @property
    def places(self) -> list[str]:
        return list(self.divisions) or [self.buyer]


@dataclass(frozen=True)
class Answer:
    """One answer about one service: plain values only, ready to be kept as JSON."""

    service: int
    kind: str
    number: Decimal | None
    unit: str
    answer: dict[str, Any]
    unknown: dict[str, int]
    rows: list[str]
    method: str


class World:
    """What the warehouse says about the services as of a day, each question asked once."""

    def __init__(self, asked: Iterable[Asked], terms: Iterable[Words], *, as_of: date) -> None:
        self.asked, self.as_of = list(asked), as_of
        awards = at_hand(mended(warehouse().awards()))
        watchlist, places = watchlist_of(terms, {one.service: one.places for one in self.asked})
        found = at_hand(awards.join(matches(awards, watchlist, places), "row_id"))
        self.table = table = at_hand(contracts(found, as_of=as_of, by=BY))
        self.contracts = by_service(in_time(records(table)))
        self.holders = by_service(records(holders(table, as_of=as_of)))
        self.flips = by_service(records(flips(table, as_of=as_of)))
        self.renewals = by_service(records(renewals(table, as_of=as_of, days=FAR)))
        self.direct = self._direct(awards, as_of)
        self.undescribed = undescribed(awards, as_of)

    def answers(self) -> Iterator[Answer]:
        """Who holds it, how much was awarded, what changed hands, what was awarded without
        competition, what ends when: five answers for each service."""
        for one in self.asked:
            for tell in (tell_holders, tell_awarded, tell_flips, tell_direct, tell_renewals):
                yield tell(one, self)

    def chart(self, service: int, language: str) -> str:
        """Who was awarded the work when, as SVG in the colours of the page."""
        theirs = self.table.filter(self.table.service == service)
        return holders_timeline(theirs, as_of=self.as_of, language=language)

    def _direct(self, awards: ibis.Table, as_of: date) -> list[Record]:
        """Direct contracts of firms that hold a service: their feed says not for what."""
        firms = {one["supplier_key"] for held in self.holders.values() for one in held}
        theirs = awards.filter(
            awards.method == "non-competitive",
            awards.supplier_key.isin(sorted(firms - {None}) or [""]),
        )
        return records(direct_awards(contracts(at_hand(theirs), as_of=as_of)))


def at_hand(table: ibis.Table) -> ibis.Table:
    """The same rows in memory: what is asked of them next is a short question again."""
    return ibis.memtable(table.to_pyarrow())


def by_service(found: Iterable[Record]) -> dict[int, list[Record]]:
    grouped: dict[int, list[Record]] = defaultdict(list)
    for record in found:
        grouped[record["service"]].append(record)
    return grouped


def in_time(found: list[Record]) -> list[Record]:
    """Newest first, those without a date last, always in the same order."""
    return sorted(
        found,
        key=lambda one: (one["first_awarded_on"] or date.min, one["contract_key"]),
        reverse=True,
    )


def undescribed(awards: ibis.Table, as_of: date) -> list[tuple[str, str, str, int]]:
    """How many awards say nothing of what was bought: (method, buyer, division, awards)."""
    silent = awards.filter(
        awards.description.isnull(),
        awards.classification_text.isnull(),
        awards.awarded_on.isnull() | (awards.awarded_on <= as_of),
    )
    columns = ["method", "buyer", "division"]
    counted = records(silent.group_by(columns).agg(awards=silent.count()))
    return [
        (c["method"] or "", c["buyer"] or "", c["division"] or "", c["awards"]) for c in counted
    ]


def silent_awards(one: Asked, world: World, method: str) -> int:
    return sum(
        number
        for how, buyer, division, number in world.undescribed
        if how == method and is_place_of(one, buyer, division)
    )


def is_place_of(one: Asked, buyer: str, division: str) -> bool:
    said = f"{buyer} ¦ {division}".casefold()
    return any(place.casefold() in said for place in one.places)


def plain(value: Any) -> Any:
    """As JSON keeps it: a decimal and a day as text, nothing rounded."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def pick(record: Record, *names: str, **renamed: str) -> Record:
    chosen = {name: plain(record[name]) for name in names}
    chosen |= {new: plain(record[old]) for new, old in renamed.items()}
    return chosen | {"rows": sorted(record["row_ids"])}


def rows_of(found: Iterable[Record]) -> list[str]:
    return sorted({row for record in found for row in record["row_ids"]})


def known_sum(found: Iterable[Record]) -> Decimal | None:
    """The sum of what is known; unknown, not zero, when no amount is."""
    known = [one["amount"] for one in found if one["amount"] is not None]
    return sum(known, Decimal()) if known else None


def counts(**unknown: int) -> dict[str, int]:
    return {name: int(number) for name, number in unknown.items() if number}


def tell_holders(one: Asked, world: World) -> Answer:
    found = world.holders[one.service]
    held = [firm for firm in found if firm["status"] != "ended"]
    names = ("supplier", "since", "last_awarded_on", "contracts", "amount", "unknown_amounts")
    return Answer(
        service=one.service,
        kind="holders",
        number=Decimal(len(held)),
        unit="suppliers",
        answer={"holders": [pick(f, *names, "ends_on", "unknown_ends", "status") for f in found]},
        unknown=counts(
            ends=sum(firm["status"] == "not known" for firm in held),
            undescribed=silent_awards(one, world, "competitive"),
        ),
        rows=rows_of(held),
        method="holders.holders",
    )


def tell_awarded(one: Asked, world: World) -> Answer:
    found = world.contracts[one.service]
    names = ("supplier", "document_number", "amount", "unknown_amounts", "ends_on", "term_text")
    return Answer(
        service=one.service,
        kind="awarded",
        number=known_sum(found),
        unit="CAD",
        answer={
            "contracts": [pick(c, *names, "option_text", on="first_awarded_on") for c in found]
        },
        unknown=counts(
            amounts=sum(contract["unknown_amounts"] for contract in found),
            undescribed=silent_awards(one, world, "competitive"),
        ),
        rows=rows_of(found),
        method="contracts.contracts",
    )


def tell_flips(one: Asked, world: World) -> Answer:
    found, all_contracts = world.flips[one.service], world.contracts[one.service]
    names = ("before", "before_on", "before_ends_on", "after", "after_on", "after_document")
    seen = list(successive(all_contracts))
    return Answer(
        service=one.service,
        kind="flips",
        number=Decimal(len(found)) if len(seen) > 1 else None,  # one award changes nothing
        unit="changes",
        answer={
            "changes": [pick(f, *names, "is_whole", "succession", "maybe_same") for f in found],
            "awards": seen,
        },
        unknown=counts(
            succession=sum(flip["succession"] == "not known" for flip in found),
            dates=sum(contract["first_awarded_on"] is None for contract in all_contracts),
        ),
        rows=rows_of(all_contracts),
        method="flips.flips",
    )


def successive(found: list[Record]) -> Iterator[Record]:
    """One entry an award, oldest first: who was awarded it (several firms may share one)."""
    together: dict[tuple[Any, str], list[Record]] = defaultdict(list)
    for contract in reversed(found):
        if contract["first_awarded_on"] is not None:
            document = contract["document_number"] or contract["contract_key"]
            together[contract["first_awarded_on"], document].append(contract)
    for (day, document), shared in sorted(together.items()):
        yield {
            "on": plain(day),
            "document_number": document,
            "suppliers": sorted({contract["supplier"] or "" for contract in shared}),
            "rows": rows_of(shared),
        }


def tell_direct(one: Asked, world: World) -> Answer:
    """Direct contracts the words find, and those the same divisions gave to firms that hold it."""
    firms = {firm["supplier_key"] for firm in world.holders[one.service]} - {None}
    named = [c for c in world.contracts[one.service] if c["method"] == "non-competitive"]
    theirs = [
        contract
        for contract in world.direct
        if contract["supplier_key"] in firms
        and is_place_of(one, contract["buyer"] or "", contract["division"] or "")
    ]
    keys = {contract["contract_key"] for contract in named}
    found = in_time([*named, *(c for c in theirs if c["contract_key"] not in keys)])
    names = ("supplier", "division", "amount", "reason", "reason_kind")
    total = known_sum(found)
    return Answer(
        service=one.service,
        kind="direct",
        number=Decimal(len(found)),
        unit="contracts",
        answer={
            "contracts": [
                pick(c, *names, on="first_awarded_on") | {"named": c["contract_key"] in keys}
                for c in found
            ],
            "amount": plain(total),
            "reasons": Counter(c["reason_kind"] or "other" for c in found).most_common(),
        },
        unknown=counts(
            purpose=len(found) - len(named),
            amounts=sum(contract["unknown_amounts"] for contract in found),
            undescribed=silent_awards(one, world, "non-competitive"),
        ),
        rows=rows_of(found),
        method="direct.direct_awards",
    )


def tell_renewals(one: Asked, world: World) -> Answer:
    """Known ends ahead, soonest first; without any known end the number itself is unknown."""
    found = world.renewals[one.service]
    open_ended = [
        c for c in world.contracts[one.service] if c["ends_on"] is None and not c["is_ended"]
    ]
    names = ("supplier", "document_number", "term_text", "option_text", "amount")
    is_known = bool(found) or not open_ended
    return Answer(
        service=one.service,
        kind="renewals",
        number=Decimal(len(found)) if is_known else None,
        unit="contracts",
        answer={
            "ends": [pick(c, *names, "ends_on", on="first_awarded_on") for c in found],
            "open_ended": [pick(c, *names, on="first_awarded_on") for c in open_ended],
        },
        unknown=counts(ends=len(open_ended)),
        rows=rows_of([*found, *open_ended]),
        method="renewals.renewals",
    )
