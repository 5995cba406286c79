"""The questions of the terminal: what each asks, which columns it shows, how it is drawn."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import ibis

from procurement import charts
from procurement.amendments import amendments
from procurement.answers import CONTRACT, Key, Question
from procurement.asking import Asked, a_number, an_amount
from procurement.charts import PRINT, Picture
from procurement.concentration import PLACES, concentration
from procurement.direct import chains, direct_awards, summary
from procurement.flips import DERIVED, SERVICE, flips, unplaced
from procurement.growth import BY, growth, growth_by
from procurement.holders import holders
from procurement.renewals import known_ends, renewals
from procurement.schema import ibis_schema
from procurement.services import keyed
from procurement.splitting import SAME, THRESHOLDS, splits, unjudged
from procurement.tables import in_memory, records


def _days(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=a_number, default=365, help="how far ahead (365)")


def _ends(asked: Asked, key: Key) -> Iterator[str]:
    for row in records(known_ends(asked.contracts)):
        if row["unknown"]:
            yield (
                f"{row['source']}: the end of {row['unknown']:,} of {row['contracts']:,} "
                "contracts isn't known."
            )


def _unplaced(asked: Asked, key: Key) -> Iterator[str]:
    (row,) = records(unplaced(_works(asked, key), as_of=date.max, key=key))
    if row["unplaced"]:
        yield (
            f"{row['unplaced']:,} of {row['contracts']:,} contracts can't stand in a "
            f"succession: no supplier, no date, or no {', '.join(key)}."
        )


def _direct(asked: Asked, key: Key) -> ibis.Table:
    found = direct_awards(asked.contracts)
    return found if asked.options.by == CONTRACT else summary(found, by=key)


def _growth(asked: Asked, key: Key) -> ibis.Table:
    grown = growth(asked.awards, as_of=asked.as_of)
    if asked.options.contract:
        return amendments(asked.awards, grown.filter(grown.group_id == asked.options.contract))
    if asked.options.by == CONTRACT:
        return grown.order_by(ibis.desc("growth_amount", nulls_first=False), "group_id")
    return growth_by(grown, by=key)


def _threshold(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--threshold", type=an_amount, required=True, metavar="CAD", help="up to it, no call")
    add("--law", metavar="TEXT", help="where the threshold stands, with section and version")
    add("--days", type=a_number, default=90, help="how near the contracts of a set are (90)")


def _law(asked: Asked) -> ibis.Table:
    rule = {"threshold": asked.options.threshold, "threshold_source": asked.options.law}
    return in_memory([rule], ibis_schema(THRESHOLDS))


def _splits(asked: Asked, key: Key) -> ibis.Table:
    return splits(asked.contracts, _law(asked), days=asked.options.days, same=key)


def _unjudged(asked: Asked, key: Key) -> Iterator[str]:
    (row,) = records(unjudged(asked.contracts, _law(asked)))
    if row["no_amount"] or row["no_date"]:
        yield (
            f"Of {row['contracts']:,} contracts {row['no_amount']:,} have no amount known in CAD "
            f"and {row['no_date']:,} no date: they are in no set."
        )


def _contract(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--contract", metavar="GROUP_ID", help="the amendments of one contract, by its group_id"
    )


def _works(asked: Asked, key: Key) -> ibis.Table:
    """The contracts, with the key of the work where that is asked for."""
    return keyed(asked.contracts) if "service_key" in key else asked.contracts


def _flips(asked: Asked, key: Key) -> ibis.Table:
    return flips(_works(asked, key), as_of=asked.as_of, key=key)


def _flips_by(options: Namespace, by: Mapping[str, Key]) -> str:
    """Words make a service; else the feed's own classification does."""
    return "service" if options.words else "place"


def _holders_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    return charts.holders_timeline(
        asked.contracts,
        as_of=asked.as_of,
        palette=PRINT,
        width=WIDE,
        language=asked.options.language,
    )


def _renewals_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    unknown = sum(row["unknown"] for row in records(known_ends(asked.contracts)))
    days = asked.options.days
    return charts.renewal_calendar(
        answer, as_of=asked.as_of, days=days, unknown=unknown, language=asked.options.language
    )


def _flips_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    return charts.flip_timeline(
        answer, _works(asked, key), as_of=asked.as_of, key=key, language=asked.options.language
    )


def _direct_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    found = direct_awards(asked.contracts)
    return charts.direct_reasons(found, as_of=asked.as_of, language=asked.options.language)


def _spans_drawn(
    draw: Callable[..., Picture],
) -> Callable[[Asked, ibis.Table, Key], Picture]:
    def drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
        sources = [row["source"] for row in records(asked.contracts.select("source").distinct())]
        language = asked.options.language
        return draw(answer, as_of=asked.as_of, sources=sources, language=language)

    return drawn


def _growth_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    if asked.options.contract:
        return charts.contract_waterfall(answer, as_of=asked.as_of, language=asked.options.language)
    grown = growth(asked.awards, as_of=asked.as_of)
    by = "supplier" if asked.options.by == "all" else asked.options.by
    return charts.growth_waterfall(grown, by=by, as_of=asked.as_of, language=asked.options.language)


def _concentration_drawn(asked: Asked, answer: ibis.Table, key: Key) -> Picture:
    """All that was chosen as one market, whatever --by says."""
    market = "" if asked.service == "all" else asked.service
    return charts.concentration_shares(
        asked.contracts, as_of=asked.as_of, market=market, language=asked.options.language
    )


WIDE = 720
_WHO = {"division": SAME, "buyer": ("buyer", "supplier_key")}
_MARKETS = {
    "place": PLACES,
    "service": ("service",),
    "buyer": ("buyer",),
    "division": ("buyer", "division"),
    "classification": ("classification",),
    "all": (),
}
QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "holders",
            "who was awarded the work, since when, for how much",
            lambda asked, key: holders(asked.contracts, as_of=asked.as_of, key=key),
            ("supplier", "since", "contracts", "direct", "amount", "unknown_amounts", "ends_on",
             "unknown_ends", "status"),
            "None of the {contracts} contracts has a holder.",
            by={name: _MARKETS[name] for name in ("service", "buyer", "division")},
            unknown=_ends,
            draw=_holders_drawn,
        ),
        Question(
            "renewals",
            "contracts that end soon",
            lambda asked, key: renewals(asked.contracts, as_of=asked.as_of, days=asked.options.days),
            ("ends_on", "days_left", "supplier", "division", "amount", "document_number"),
            "None of the {contracts} contracts asked about has a known end within {days} days of "
            "{day}: look further ahead with --days, or from another day with --as-of.",
            unknown=_ends,
            options=_days,
            draw=_renewals_drawn,
        ),
        Question(
            "flips",
            "successive awards of the same work to different firms",
            _flips,
            ("after_on", "before", "after", "succession", "gap_days", "maybe_same"),
            "None of the {contracts} contracts asked about follows one of another firm. Without "
            "--words only feeds that classify what is bought can answer: add --words.",
            by={"service": SERVICE, "place": DERIVED, "work": ("service_key",)},
            usual=_flips_by,
            unknown=_unplaced,
            draw=_flips_drawn,
        ),
        Question(
            "growth",
            "what amendments added to federal contracts",
            _growth,
            ("group_id", "supplier", "amendments", "original_amount", "amount", "growth"),
            "Among the {contracts} contracts asked about is none of the federal disclosure, the "
            "only feed that tells what amendments add (procurement read FILE --into DIR), or none "
            "with the group_id asked for.",
            by={CONTRACT: (), **BY},
            summed=("contracts", "amended", "measured", "growth_amount", "mean_growth",
                    "median_growth", "weighted_growth", "daily_growth"),
            options=_contract,
            draw=_growth_drawn,
        ),
        Question(
            "concentration",
            "how few firms have the work: shares and the Herfindahl-Hirschman index",
            lambda asked, key: concentration(asked.contracts, by=key),
            ("contracts", "suppliers", "withheld", "unknown_amounts", "amount", "largest",
             "value_hhi", "value_effective", "value_top_1", "value_top_4"),
            "There is no market among the {contracts} contracts.",
            by=_MARKETS,
            draw=_concentration_drawn,
        ),
        Question(
            "direct",
            "awards without competition, with the reason",
            _direct,
            ("first_awarded_on", "supplier", "division", "reason", "amount", "document_number"),
            "None of the {contracts} contracts asked about was published as awarded without "
            "competition; that can mean that the feed doesn't say.",
            by={CONTRACT: (), "supplier": ("supplier_key",), "division": ("buyer", "division"),
                "reason": ("reason_kind",)},
            summed=("awards", "amount", "unknown_amounts", "first_on", "last_on"),
            draw=_direct_drawn,
        ),
        Question(
            "chains",
            "repeated direct awards to the same firm",
            lambda asked, key: chains(direct_awards(asked.contracts)),
            ("supplier", "division", "awards", "bridging", "first_on", "last_on", "amount"),
            "Among the {contracts} contracts asked about no firm was awarded directly twice by "
            "the same division.",
            draw=_spans_drawn(charts.chain_spans),
        ),
        Question(
            "splitting",
            "contracts under a threshold one by one and above it together",
            _splits,
            ("supplier", "contracts", "direct", "first_on", "last_on", "amount", "times"),
            "Of the {contracts} contracts asked about none under the threshold are above it "
            "together within {days} days; of feeds that name no division try --by buyer.",
            by=_WHO,
            unknown=_unjudged,
            options=_threshold,
            draw=_spans_drawn(charts.split_spans),
        ),
    )
}  # fmt: skip
