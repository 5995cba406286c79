"""The federal disclosure a block at a time: the plain form of `federal_disclosure.contract`.

Two steps of SQL for DuckDB. SAID turns texts into values: what a cell says on one line (null when
it says nothing or `NA`), days written as ISO writes them, amounts written with digits, one point
and perhaps a minus. AWARDS puts them together. Rows with any cell in another form, with what may
be a contact, or with neither supplier nor document have `is_plain` false and are read one by one
by `contract`; that both give the same is a property tested on made-up and on real rows.
"""

from __future__ import annotations

from collections.abc import Collection

from procurement.readers import federal_codes
from procurement.readers.columnar import SPACES, Columnar
from procurement.suppliers import supplier_key

SAYING = (
    "vendor_name",
    "d_vendor_name",
    "procurement_id",
    "reference_number",
    "owner_org",
    "owner_org_title",
    "description_en",
    "d_description_en",
    "description_fr",
    "economic_object_code",
    "d_economic_object_code",
    "commodity_code",
    "trade_agreement",
    "agreement_type_code",
    "solicitation_procedure",
    "limited_tendering_reason",
    "number_of_bids",
    "reporting_period",
    "instrument_type",
    "commodity_type",
)
DAYS = ("contract_date", "contract_period_start", "d_start_date", "delivery_date", "d_end_date")
SUMS = ("contract_value", "original_value", "amendment_value")
_FIGURE = r"-?[0-9]{1,15}(\.[0-9]{1,18})?"


def sql(present: Collection[str]) -> str:
    """From `texts` (all columns as published, row_id, is_odd, may_have_contact) to the awards."""
    said = [_said(name, name in present) for name in SAYING]
    days = [_read(name, name in present, _day) for name in DAYS]
    sums = [_read(name, name in present, _sum) for name in SUMS]
    plain = [_is_plain(name) for name in (*DAYS, *SUMS) if name in present]
    cells = ", ".join((*said, *days, *sums))
    amount = _cell("contract_value", "contract_value" in present)
    return f"""
cells AS (SELECT at_row, row_id, may_have_contact, {cells}, {amount} AS published FROM texts),
said AS (SELECT *, {" AND ".join(plain)} AS plain_cells, {_NUMBERS} FROM cells),
numbered AS (SELECT *, {_MENDED} FROM said),
timed AS (SELECT *, {_TIMED} FROM numbered)
SELECT {_AWARD} FROM timed"""  # noqa: S608, only our own names


def _cell(name: str, is_present: bool) -> str:
    return f'"{name}"' if is_present else "''"


def _said(name: str, is_present: bool) -> str:
    if not is_present:
        return f"NULL::VARCHAR AS {name}"
    clean = rf"""trim(regexp_replace("{name}", '[ {SPACES}]+', ' ', 'g'))"""
    text = f"""CASE WHEN is_odd THEN {clean} ELSE "{name}" END"""
    return f"CASE WHEN ({text}) NOT IN ('', 'NA', 'None') THEN {text} END AS {name}"


def _read(name: str, is_present: bool, read: object) -> str:
    cell = _cell(name, is_present)
    told = _day(cell) if read is _day else _sum(cell)
    return f"{told} AS {name}, {cell} AS {name}_cell"


def _day(cell: str) -> str:
    return f"CASE WHEN strlen({cell}) = 10 THEN TRY_CAST({cell} AS DATE) END"


def _sum(cell: str) -> str:
    figure = f"strlen({cell}) < 20 AND regexp_full_match({cell}, '{_FIGURE}')"
    return f"CASE WHEN {figure} THEN TRY_CAST({cell} AS DECIMAL(18, 2)) END"


def _is_plain(name: str) -> str:
    """Absent, or such that the value tells all the cell does."""
    told = f"{name} IS NOT NULL"
    if name in DAYS:
        told = f"({name}::VARCHAR = {name}_cell AND year({name}) BETWEEN 1950 AND 2199)"
    return f"coalesce({name}_cell IN ('', 'NA') OR {told}, false)"


_NUMBERS = r"""
coalesce(vendor_name, d_vendor_name) AS supplier,
coalesce(procurement_id IS NOT NULL AND reference_number IS NOT NULL
         AND regexp_matches(procurement_id, '[0-9]{4}-[0-9]{4}-Q[0-9]-'), false) AS is_swapped,
CASE WHEN is_swapped THEN reference_number ELSE procurement_id END AS document_number,
coalesce(owner_org, '') || '-'
  || CASE WHEN is_swapped THEN procurement_id ELSE reference_number END AS reference,
coalesce(description_en, d_description_en, description_fr) AS text"""
_MENDED = r"""
regexp_replace(document_number, '/[^/]{0,3}$', '') AS mended,
regexp_extract(coalesce(economic_object_code, d_economic_object_code, text, ''),
               '^[0-9]{3,4}') AS object,
coalesce(contract_period_start, d_start_date) AS starts_on,
coalesce(delivery_date, d_end_date) AS published_end,
coalesce(starts_on, contract_date) AS opens_on,
coalesce(published_end - opens_on > 40 * 366, false) AS is_far,
CASE WHEN regexp_full_match(reporting_period, '[0-9]{4}-[0-9]{4}-Q[1-4]') THEN reporting_period
     ELSE nullif(regexp_extract(coalesce(reference, ''), '[0-9]{4}-[0-9]{4}-Q[1-4]'), '')
     END AS said_period,
year(contract_date) - (month(contract_date) < 4)::INT AS federal_year"""
_TIMED = r"""
CASE WHEN NOT is_far THEN published_end END AS ends_on,
coalesce(said_period, federal_year::VARCHAR || '-' || (federal_year + 1)::VARCHAR || '-Q'
         || (((month(contract_date) + 8) % 12) // 3 + 1)::VARCHAR) AS period,
CASE WHEN published = '' THEN 'amount_blank' WHEN published = 'NA' THEN 'amount_none'
     WHEN contract_value = 0 AND TRY_CAST(published AS DOUBLE) = 0 THEN 'amount_zero'
     WHEN published[1] = '-' THEN 'amount_negative'
     WHEN instr(published, '.') BETWEEN 1 AND strlen(published) - 3
      AND TRY_CAST(published AS DECIMAL(38, 18)) <> contract_value THEN 'amount_rounded'
     END AS amount_note,
coalesce(regexp_full_match(number_of_bids, '[0-9]{1,6}'), false) AS has_bids"""
NOTES = {  # in the order in which rows tell them; supplier_withheld is told by the value
    "identifiers_swapped": "is_swapped",
    "document_blank": "document_number IS NULL",
    "suffix_removed": "mended <> document_number",
    "supplier_blank": "supplier IS NULL",
    "supplier_withheld": "false",
    "division_blank": "owner_org IS NULL",
    "description_blank": "text IS NULL",
    "end_too_far": "is_far",
    "end_before_award": "NOT is_far AND ends_on < opens_on",
    "amount_blank": "amount_note = 'amount_blank'",
    "amount_none": "amount_note = 'amount_none'",
    "amount_zero": "amount_note = 'amount_zero'",
    "amount_negative": "amount_note = 'amount_negative'",
    "amount_rounded": "amount_note = 'amount_rounded'",
    "bids_unreadable": "number_of_bids IS NOT NULL AND NOT has_bids",
    "date_blank": "contract_date IS NULL",
}
_NOTED = " + ".join(
    f"CASE WHEN {when} THEN {1 << place} ELSE 0 END" for place, when in enumerate(NOTES.values())
)
_AWARD = rf"""
at_row, row_id, may_have_contact,
plain_cells AND NOT may_have_contact
  AND (supplier IS NOT NULL OR document_number IS NOT NULL) AS is_plain,
({_NOTED})::INTEGER AS notes,
coalesce(owner_org, '') || '-' || nullif(mended, '') AS contract_id,
CASE instrument_type WHEN 'A' THEN coalesce(period[1:4] || period[-1:], '1')
  WHEN 'C' THEN '0' WHEN 'SOSA' THEN '0' END AS amendment,
reference, period AS reporting_period, supplier, document_number,
coalesce(split_part(owner_org_title, ' | ', 1), owner_org) AS buyer,
owner_org AS division, text AS description, commodity_code AS classification,
CASE commodity_type WHEN 'G' THEN 'Goods' WHEN 'S' THEN 'Services'
  WHEN 'C' THEN 'Construction' END AS category,
solicitation_procedure AS kind, contract_date AS awarded_on, starts_on, ends_on,
CASE WHEN ends_on IS NOT NULL THEN 'published' END AS term_source,
contract_value AS amount, original_value AS original_amount,
amendment_value AS amendment_amount, 'CAD' AS currency, amount_note,
CASE WHEN object <> '' THEN lpad(object, 4, '0') END AS economic_object,
coalesce(trade_agreement, agreement_type_code) AS agreement,
CASE WHEN has_bids THEN TRY_CAST(number_of_bids AS BIGINT) END AS bids,
limited_tendering_reason AS reason"""


def _supplier(published: str | None) -> dict[str, str | None]:
    key = supplier_key(published or "")
    note = "supplier_withheld" if published and key is None else None
    return {"supplier_key": key, "note": note}


def _procedure(code: str | None) -> dict[str, str | None]:
    return dict(zip(("kind", "method"), federal_codes.procedure(code), strict=True))


def _reason(published: str | None) -> dict[str, str | None]:
    return dict(zip(("reason", "reason_kind"), federal_codes.reason(published), strict=True))


COLUMNAR = Columnar(
    sql=sql,
    saying=SAYING,
    by_value={"supplier": _supplier, "kind": _procedure, "reason": _reason},
    notes=tuple(NOTES),
)
