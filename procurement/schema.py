"""Names, types and meaning of every canonical table.

A table is a dict of columns in their order; `ibis_schema(AWARDS)` gives its Ibis schema. Money
is in the row's own currency, dates are calendar days where the buyer is, row numbers count
records from 1 without the header. Unknown is null, never zero and never an empty text.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis

from procurement.sources import SOURCES, Source

__all__ = [
    "AWARDS",
    "NOTES",
    "NOTICES",
    "READINGS",
    "REASON_KINDS",
    "SET_ASIDE",
    "SOURCES",
    "Column",
    "Columns",
    "Source",
    "ibis_schema",
]


@dataclass(frozen=True, slots=True)
class Column:
    type: str
    meaning: str


Columns = dict[str, Column]

_RECEIPT: Columns = {
    "row_id": Column(
        "string",
        "Identity of the row: the feed and a fingerprint of what the row says. The same row read "
        "again, from the same or a newer file, has the same identity; a corrected row has another.",
    ),
    "source": Column("string", "The feed, a key of SOURCES."),
    "file": Column("string", "Name of the file the row was read from."),
    "row_number": Column("int64", "Which record of the file it is, counted from 1."),
}

_SUBJECT: Columns = {
    "document_number": Column("string", "Number of the call or document, as published."),
    "buyer": Column("string", "Who buys: the government, department or city."),
    "division": Column("string", "Part or parts of the buyer, as published."),
    "description": Column("string", "What is bought, as published; e-mails and phones removed."),
    "classification": Column("string", "Code of what is bought (GSIN, UNSPSC)."),
    "classification_text": Column("string", "The code in words, as published."),
    "category": Column("string", "High-level category, one spelling for each."),
    "kind": Column("string", "Kind of call: RFP, RFQ, RFT, RFSQ, NRFP, RFI, OTP ..."),
    "place": Column("string", "Where, as published: wards, or the buyer's city and region."),
    "address": Column("string", "Web address published in the row itself."),
}

_TERM: Columns = {
    "starts_on": Column("date", "First day of the contract, where it can be known."),
    "ends_on": Column("date", "Last day of the contract without options, where it can be known."),
    "term_source": Column(
        "string",
        "How the end is known: 'published' in a column, 'text' read out of the description; "
        "null when it isn't known.",
    ),
    "term_text": Column("string", "The words of the description that speak of the term."),
    "option_text": Column("string", "The words that speak of options to extend or renew."),
}

AWARDS: Columns = {
    **_RECEIPT,
    "contract_id": Column("string", "Number of the contract, as published."),
    "amendment": Column("string", "Number of the amendment; '0' is the contract as first made."),
    "amendment_kind": Column("string", "What the row does to the contract, as published."),
    "instrument": Column("string", "Contract, standing offer, supply arrangement, as published."),
    "status": Column("string", "active, expired, cancelled ... as published."),
    "reference": Column("string", "Number of the disclosure itself, with the buyer's code."),
    "reporting_period": Column("string", "Quarter it was disclosed in: 2019-2020-Q2."),
    "supplier": Column("string", "Who was awarded it, as published."),
    "supplier_key": Column("string", "The name cleaned for comparing; null when withheld."),
    "also_named": Column("string", "Other names published for it: trade name, standardized name."),
    **_SUBJECT,
    "awarded_on": Column("date", "Day of the award or of the amendment."),
    **_TERM,
    "amount": Column("decimal(18, 2)", "Amount as the source means it: see SOURCES."),
    "original_amount": Column("decimal(18, 2)", "Total before amendments, where published."),
    "amendment_amount": Column("decimal(18, 2)", "What this amendment adds, where published."),
    "currency": Column("string", "CAD unless the row says otherwise."),
    "amount_note": Column("string", "Why the amount is null, or what is odd about it."),
    "economic_object": Column("string", "Economic object code of the buyer's accounts."),
    "agreement": Column("string", "Trade agreement or agreements it falls under, as published."),
    "bids": Column("int64", "Bids received, where published."),
    "method": Column("string", "competitive, non-competitive, or null when not published."),
    "reason": Column("string", "Why it was awarded without competition, as published."),
    "reason_kind": Column("string", "The reason as one of REASON_KINDS."),
    "notes": Column("array<string>", "Codes of what isn't known or is odd: see NOTES."),
}

NOTICES: Columns = {
    **_RECEIPT,
    **_SUBJECT,
    "reference": Column("string", "Number of the notice itself, where it has one."),
    "amendment": Column("string", "Number of the notice's amendment; '0' is the first."),
    "status": Column("string", "open, closed, cancelled ... as published."),
    "notice_type": Column("string", "Notice of intended procurement, advance notice ..."),
    "issued_on": Column("date", "Day the call was published."),
    "closes_on": Column("date", "Last day to answer the call."),
    **_TERM,
    "notes": Column("array<string>", "Codes of what isn't known or is odd: see NOTES."),
}

BIDS: Columns = {
    **_RECEIPT,
    "tender": Column("string", "Which call: the number its feed gives to no other call, or ocid."),
    "lot": Column("string", "Lot or lots the bid is for, as published."),
    "bidder": Column("string", "Who bids, as published; several that bid as one, with “; ”."),
    "bidder_key": Column("string", "The name cleaned for comparing; null when withheld."),
    "bidder_number": Column("string", "Enterprise number (NEQ), else the organization's id."),
    "bidder_city": Column("string", "City of the bidder; of firms only, never of a person."),
    "bidder_province": Column("string", "Province or state, of firms only."),
    "bidder_postal_code": Column("string", "Postal code, of firms only."),
    **_SUBJECT,
    "method": Column("string", "competitive, non-competitive, or null when not published."),
    "amount": Column("decimal(18, 2)", "The price; null when it is another figure than money."),
    "currency": Column("string", "Currency of the price."),
    "unit": Column("string", "money, percent, points, per hour, per km ... or as published."),
    "figure": Column("string", "The figure as published, where it is no price."),
    "amount_note": Column("string", "Why the price is null, or what is odd about it."),
    "status": Column("string", "valid, disqualified, withdrawn, pending, invited, or null."),
    "is_winner": Column("boolean", "Whether the contract went to this bidder; null: not known."),
    "is_admissible": Column("boolean", "Whether the bidder could bid; null when not published."),
    "is_compliant": Column("boolean", "Whether the bid met the call; null when not published."),
    "rank": Column("int64", "Rank of the bid, where published; 1 is best."),
    "awarded_amount": Column("decimal(18, 2)", "Contract of this winner; null: none or unknown."),
    "submitted_on": Column("date", "Day the bid was received."),
    "closes_on": Column("date", "Last day to bid."),
    "published_on": Column("date", "Day the bids were published or last entered."),
    "notes": Column("array<string>", "Codes of what isn't known or is odd: see NOTES."),
}

SET_ASIDE: Columns = {
    **_RECEIPT,
    "reason": Column("string", "Stable code of the reason, a key of ROW_SENTENCES."),
    "sentence": Column("string", "The reason in an English sentence."),
    "facts": Column("string", "What the sentence mentions, as JSON, to say it in a language."),
    "raw": Column("string", "The row as it came; contacts, e-mails and phones removed."),
}

READINGS: Columns = {
    "reading": Column("int64", "Order of the readings, from 1."),
    "source": Column("string", "The feed."),
    "table_name": Column("string", "awards or notices."),
    "file": Column("string", "Name under which the file was read."),
    "sha256": Column("string", "Hash of the file as it came."),
    "read_at": Column("timestamp", "When it was read (UTC)."),
    "rows_in": Column("int64", "Records in the file."),
    "rows_kept": Column("int64", "Records kept."),
    "rows_set_aside": Column("int64", "Records set aside; rows_in = rows_kept + this."),
    "rows_new": Column("int64", "Rows of the tables not present in the warehouse before."),
    "encoding": Column("string", "Encoding found: utf-8, windows-1252, mixed, utf-16."),
    "broken": Column("string", "Where and why reading stopped early; null when it did not."),
    "is_current": Column("boolean", "False when a later file of the same name replaced it."),
}

NOTES = {
    "amount_blank": "no amount published",
    "amount_none": "“None” published as the amount",
    "amount_rate": "a unit price or rate is published instead of a total",
    "amount_zero": "an amount of zero is published",
    "amount_negative": "a negative amount is published",
    "amount_ceiling": "a standing offer or supply arrangement: its amount is no price",
    "amount_rounded": "published with more than two decimals, rounded to cents",
    "amount_unit": "the figure is in another unit than money (percent, points, a rate)",
    "total_added": "the total is the first amount and the supplements published since",
    "date_blank": "no date of award published",
    "supplier_blank": "no supplier published",
    "supplier_withheld": "the supplier's name is withheld",
    "division_blank": "no division published",
    "document_blank": "no document number published",
    "description_blank": "no description published",
    "end_before_award": "the end is before the award",
    "identifiers_swapped": "the numbers of contract and disclosure stood in each other's place",
    "suffix_removed": "a suffix of up to three characters was taken off the contract's number",
    "bids_unreadable": "the number of bids can't be read",
    "end_too_far": "the end is more than 40 years away: a placeholder, taken as unknown",
}

REASON_KINDS = (
    "bridging",
    "emergency",
    "exclusive rights",
    "time constraint",
    "already completed",
    "warranty or maintenance",
    "compatibility",
    "no competition",
    "competition failed",
    "security",
    "low value",
    "public body",
    "other",
)


def ibis_schema(columns: Columns) -> ibis.Schema:
    return ibis.schema({name: column.type for name, column in columns.items()})
