"""A federal proactive disclosure made up by chance: the true layout, with the true defects.

No firm, person or contract in it exists. Work recurs: a service is awarded again and again, to
the same firm or the next one, and each contract has up to six amendments with consistent totals.
The same rows and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bench import vocabulary as words

HEADER = (
    "d_reference_number,vendor_name,d_start_date,d_end_date,contract_value,original_value,"
    "amendment_value,procurement_id,description_en,reference_number,vendor_postal_code,buyer_name,"
    "contract_date,economic_object_code,description_fr,contract_period_start,delivery_date,"
    "comments_en,comments_fr,additional_comments_en,additional_comments_fr,agreement_type_code,"
    "trade_agreement,land_claims,commodity_type,commodity_code,country_of_vendor,"
    "solicitation_procedure,limited_tendering_reason,trade_agreement_exceptions,"
    "aboriginal_business,aboriginal_business_incidental,intellectual_property,"
    "potential_commercial_exploitation,former_public_servant,contracting_entity,"
    "standing_offer_number,instrument_type,ministers_office,number_of_bids,article_6_exceptions,"
    "award_criteria,socioeconomic_indicator,reporting_period,owner_org,owner_org_title,"
    "d_reporting_period,d_reporting_year"
)
COLUMNS = HEADER.split(",")
SERVICES = 4_000  # a block: about 30,000 rows
MOST_CONTRACTS = 12
FIRST_DAY, LAST_DAY = (int(np.datetime64(day).astype(int)) for day in ("2017-01-01", "2026-01-01"))
AMENDMENTS = (0.70, 0.15, 0.07, 0.03, 0.02, 0.02, 0.01)
Numbers = npt.NDArray[Any]
Texts = Any  # a pyarrow array of texts


def write_disclosure(path: Path, rows: int, seed: int = 2026) -> None:
    """Writes `rows` records, about 700 bytes each; some of them broken, as they are in life."""
    chance = np.random.default_rng(seed)
    with path.open("wb") as stream:
        stream.write(HEADER.encode() + b"\n")
        lines = (line for number in count() for line in _lines(chance, number))
        stream.writelines(islice(lines, rows))


def _lines(chance: np.random.Generator, number: int) -> Iterator[bytes]:
    table = _cells(chance, number)
    joined = pc.binary_join_element_wise(*(table[name] for name in COLUMNS), ",")
    lines = [f"{line}\n".encode() for line in joined.to_pylist()]
    for defect, share in _BREAKS.items():
        for row in np.flatnonzero(chance.random(len(lines)) < share)[1:]:
            lines[row] = lines[row - 1] if defect == "repeated" else _broken(lines[row], defect)
    yield from lines


_BREAKS = {
    "cells_missing": 2e-5,
    "cell_more": 2e-5,
    "open_quote": 2e-5,
    "windows": 5e-4,
    "repeated": 1e-3,
}


def _broken(line: bytes, defect: str) -> bytes:
    if defect == "cells_missing":
        return line.rpartition(b",")[0].replace(b'"', b"").replace(b"\n", b" ") + b"\n"
    if defect == "cell_more":
        return line[:-1] + b",NA\n"
    if defect == "open_quote":
        first, *rest = line.replace(b'"', b"").replace(b"\n", b" ").split(b",", 8)
        return b",".join((first, *rest[:-1])) + b',"' + rest[-1].rstrip() + b"\n"
    return line.decode().encode("cp1252", "replace")


def _cells(chance: np.random.Generator, number: int) -> dict[str, Texts]:
    """A block of rows, column by column; every cell is already quoted where it must be."""
    services = _services(chance)
    contracts = _contracts(chance, services)
    amendments = chance.choice(len(AMENDMENTS), len(contracts["day"]), p=AMENDMENTS)
    row = {name: np.repeat(column, 1 + amendments) for name, column in contracts.items()}
    first = np.repeat(np.cumsum(1 + amendments) - 1 - amendments, 1 + amendments)
    row["amendment"] = np.arange(len(first)) - first
    row["contract"] = np.repeat(np.arange(len(amendments)), 1 + amendments)
    told = _when(chance, row) | _money(chance, row, first)
    told |= _who(chance, row) | _what(chance, row)
    told |= _numbers(chance, row, told["reporting_period"], number)
    nothing = pa.array(["NA"]).take(pa.array(np.zeros(len(first), "int64")))
    return {name: told.get(name, nothing) for name in COLUMNS}


def _services(chance: np.random.Generator) -> dict[str, Numbers]:
    """A piece of work: its buyer, what it is, where, and how long its contracts last."""
    return {
        "buyer": (len(words.BUYERS) * chance.random(SERVICES) ** 2).astype("int64"),
        "object": chance.integers(len(words.OBJECTS), size=SERVICES),
        "site": chance.integers(len(words.SITES), size=SERVICES),
        "length": chance.choice((180, 365, 365, 730, 1095), SERVICES),
        "opens": FIRST_DAY + chance.integers(0, 1200, SERVICES),
        "times": chance.integers(1, MOST_CONTRACTS + 1, SERVICES),
        "scale": np.exp(chance.normal(10.5, 1.4, SERVICES)),
    }


def _contracts(chance: np.random.Generator, service: dict[str, Numbers]) -> dict[str, Numbers]:
    """Contracts one after the other; three in ten go to a firm that did not hold the work."""
    shape = (SERVICES, MOST_CONTRACTS)
    gaps = chance.integers(-20, 60, shape)
    steps = np.cumsum(service["length"][:, None] + gaps, axis=1) - service["length"][:, None]
    day = service["opens"][:, None] + steps
    changes = np.cumsum((chance.random(shape) < 0.3).astype(int), axis=1)
    held = np.take_along_axis(_firms(chance, shape), changes, axis=1)
    made = (day < LAST_DAY) & (np.arange(MOST_CONTRACTS) < service["times"][:, None])
    which, _ = np.nonzero(made)
    contracts = {name: column[which] for name, column in service.items()}
    step = chance.normal(1.05, 0.15, shape)
    return contracts | {
        "day": day[made],
        "firm": held[made],
        "value": np.round(contracts["scale"] * np.abs(np.cumprod(step, axis=1)[made]) * 100),
    }


def _firms(chance: np.random.Generator, shape: tuple[int, int]) -> Numbers:
    """A few firms hold much, most hold little; which, by the smallest number first."""
    size = shape[0], shape[1] + 1
    return (words.FIRMS * chance.random(size) ** 2.5).astype("int64")


def _when(chance: np.random.Generator, row: dict[str, Numbers]) -> dict[str, Texts]:
    size = len(row["day"])
    starts = row["day"] + chance.integers(0, 30, size)
    ends = starts + row["length"] + 90 * row["amendment"] - 1
    ends = np.where(chance.random(size) < 0.005, starts - 40, ends)
    told = row["day"] + 110 * row["amendment"]
    month = told.astype("datetime64[D]").astype("datetime64[M]").astype(int)
    year, quarter = 1970 + (month - 3) // 12, 1 + (month - 3) % 12 // 3
    years = _joined(_text(year), "-", _text(year + 1))
    period = _joined(years, "-Q", _text(quarter))
    end = _sometimes(chance, _day(ends), 1e-4, "3016-03-31")
    return {
        "contract_date": _day(row["day"]),
        "contract_period_start": _day(starts),
        "d_start_date": _day(starts),
        "delivery_date": end,
        "d_end_date": end,
        "reporting_period": _sometimes(chance, period, 0.02, "NA"),
        "d_reporting_period": period,
        "d_reporting_year": years,
    }


def _money(
    chance: np.random.Generator, row: dict[str, Numbers], first: Numbers
) -> dict[str, Texts]:
    added = np.round(row["value"] * chance.uniform(-0.05, 0.5, len(first)))
    added = np.where(row["amendment"] == 0, 0, added)
    running = np.cumsum(added)
    total = row["value"] + running - running[first]
    original = np.where(chance.random(len(first)) < 0.005, 100 * (1 + row["day"] % 9), row["value"])
    french = chance.random(len(first)) < 0.002
    thousands = _joined(_text(total // 100_000), " ", _padded(total // 100 % 1000, 3))
    spelled = _joined('"', thousands, ",", _padded(total % 100, 2), ' $"')
    french &= (total >= 100_000) & (total < 100_000_000)
    published = pc.if_else(pa.array(french), spelled, _cents(total))
    return {
        "contract_value": _sometimes(chance, published, 5e-5, '"$1,2,3"'),
        "original_value": _sometimes(chance, _cents(original), 0.03, "NA"),
        "amendment_value": pc.if_else(pa.array(row["amendment"] == 0), "0", _cents(added)),
        "instrument_type": pc.if_else(pa.array(row["amendment"] == 0), "C", "A"),
    }


def _who(chance: np.random.Generator, row: dict[str, Numbers]) -> dict[str, Texts]:
    size = len(row["firm"])
    spelling = row["firm"] * words.SPELLINGS + chance.integers(words.SPELLINGS, size=size)
    code, title = (pa.array(column) for column in zip(*words.BUYERS, strict=True))
    return {
        "vendor_name": _sometimes(chance, _of(words.names(), spelling), 1e-4, "Confidential"),
        "vendor_postal_code": _of(words.POSTAL, row["firm"] % len(words.POSTAL)),
        "country_of_vendor": _drawn(chance, ("CA",) * 24 + ("US",), size),
        "buyer_name": _sometimes(chance, _drawn(chance, words.PERSONS, size), 0.75, "NA"),
        "owner_org": code.take(pa.array(row["buyer"])),
        "owner_org_title": title.take(pa.array(row["buyer"])),
    }


def _what(chance: np.random.Generator, row: dict[str, Numbers]) -> dict[str, Texts]:
    size, columns = len(row["object"]), zip(*words.OBJECTS, strict=True)
    code, english, french, commodity, kind = (_of(one, row["object"]) for one in columns)
    site = _of(words.SITES, row["site"])
    contact = _drawn(chance, words.CONTACTS, size)
    by_hand = pc.if_else(pa.array(chance.random(size) < 0.002), contact, "")
    said = chance.integers(len(words.COMMENTS), size=size)
    comments_en, comments_fr = (_of(one, said) for one in zip(*words.COMMENTS, strict=True))
    return {
        "description_en": _joined('"', english, site, by_hand, '"'),
        "description_fr": _joined(french, pc.replace_substring(site, ",", " –")),
        "economic_object_code": _sometimes(chance, code, 0.02, "NA"),
        "commodity_code": _sometimes(chance, commodity, 0.05, "NA"),
        "commodity_type": kind,
        "comments_en": comments_en,
        "comments_fr": comments_fr,
        **{name: _drawn(chance, drawn, size) for name, drawn in words.CODES.items()},
    }


def _numbers(
    chance: np.random.Generator, row: dict[str, Numbers], period: Texts, block: int
) -> dict[str, Texts]:
    """Of the contract and of the disclosure: some swapped, some with a suffix each amendment."""
    size, contract = len(row["contract"]), row["contract"]
    order = pa.array(block * 1_000_000 + np.arange(size))
    period = pc.if_else(pc.equal(period, "NA"), "2019-2020-Q1", period)
    reference = _joined("C-", period, "-", pc.utf8_lpad(order.cast("string"), 5, "0"))
    number = _joined("P", _padded(block * 1_000_000 + contract, 9))
    suffix = _joined("/", _padded(row["amendment"], 3))
    suffix = pc.if_else(pa.array(contract % 100 == 7), "/U", suffix)
    has_suffix = pa.array((contract % 50 == 7) & (row["amendment"] > 0))
    number = pc.if_else(has_suffix, _joined(number, suffix), number)
    swapped = pa.array(chance.random(size) < 0.003)
    return {
        "procurement_id": pc.if_else(swapped, reference, number),
        "reference_number": pc.if_else(swapped, number, reference),
        "d_reference_number": _joined("x-", reference),
    }


def _of(choices: Sequence[str], index: Numbers) -> Texts:
    return pa.array(choices, "string").take(pa.array(index))


def _drawn(chance: np.random.Generator, choices: Sequence[str], size: int) -> Texts:
    return _of(choices, chance.integers(len(choices), size=size))


def _sometimes(chance: np.random.Generator, texts: Texts, share: float, instead: str) -> Texts:
    return pc.if_else(pa.array(chance.random(len(texts)) < share), instead, texts)


def _joined(*parts: Texts | str) -> Texts:
    return pc.binary_join_element_wise(*parts, "")


def _text(numbers: Numbers) -> Texts:
    return pa.array(numbers.astype("int64")).cast("string")


def _padded(numbers: Numbers, width: int) -> Texts:
    return pc.utf8_lpad(_text(numbers), width, "0")


def _cents(cents: Numbers) -> Texts:
    sign = pc.if_else(pa.array(cents < 0), "-", "")
    return _joined(sign, _text(np.abs(cents) // 100), ".", _padded(np.abs(cents) % 100, 2))


def _day(days: Numbers) -> Texts:
    return pa.array(days.astype("int32"), "date32").cast("string")
