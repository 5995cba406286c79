"""Settings in Cardinal's ini form, for `flags` and `prepare` alike.

    currency = CAD
    [exclusions]
    procurement_method_details = Random Selection
    [R003]
    threshold = 15
    [R003.procurement_method_details]
    emergency = 5

An indicator is enabled by its section; without a settings file all are, with their defaults.
What isn't known is refused, as Cardinal does: a misspelt setting must not pass in silence.
https://cardinal.readthedocs.io/en/latest/topics/settings.html
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from procurement.errors import Unreadable
from procurement.redflags.catalogue import DRAFTS, INDICATORS
from procurement.redflags.options import (
    amounts,
    as_written,
    is_subsection,
    option,
    piped,
    readers,
    yes_or_no,
)

_TOP = "\ttop"


@dataclass(frozen=True, slots=True)
class Top:
    """Written above the first section."""

    currency: str | None = option(as_written)
    no_price_comparison_procurement_methods: frozenset[str] = option(piped, frozenset())
    price_comparison_procurement_methods: frozenset[str] = option(piped, frozenset())


@dataclass(frozen=True, slots=True)
class Exclusions:
    procurement_method_details: frozenset[str] = option(piped, frozenset())


@dataclass(frozen=True, slots=True)
class Defaults:
    """What `prepare` fills in where nothing is set."""

    currency: str | None = option(as_written)
    item_classification_scheme: str | None = option(as_written)
    bid_status: str | None = option(as_written)
    award_status: str | None = option(as_written)
    party_roles: bool = option(yes_or_no, False)


@dataclass(frozen=True, slots=True)
class Redactions:
    """What `prepare` takes out: placeholders that aren't amounts or organisations."""

    amount: frozenset[float] = option(amounts, frozenset())
    organization_id: frozenset[str] = option(piped, frozenset())


@dataclass(frozen=True, slots=True)
class Corrections:
    award_status_by_contract_status: bool = option(yes_or_no, False)


@dataclass(frozen=True, slots=True)
class Modifications:
    move_auctions: bool = option(yes_or_no, False)
    prefix_buyer_or_procuring_entity_id: str = option(as_written, "")
    prefix_tenderer_or_supplier_id: str = option(as_written, "")
    split_procurement_method_details: str | None = option(as_written)


@dataclass(frozen=True, slots=True)
class Settings:
    """`indicators` holds the enabled ones by code, each with its own Options."""

    top: Top = field(default_factory=Top)
    exclusions: Exclusions = field(default_factory=Exclusions)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    redactions: Redactions = field(default_factory=Redactions)
    corrections: Corrections = field(default_factory=Corrections)
    modifications: Modifications = field(default_factory=Modifications)
    bid_status: Mapping[str, str] = field(default_factory=dict)
    award_status: Mapping[str, str] = field(default_factory=dict)


_PLAIN: dict[str, type] = {
    "exclusions": Exclusions,
    "defaults": Defaults,
    "redactions": Redactions,
    "corrections": Corrections,
    "modifications": Modifications,
}
_CODELISTS = {"codelists.bid_status": "bid_status", "codelists.award_status": "award_status"}
_FREE = {
    f"{code}.{name}": known
    for code, found in INDICATORS.items()
    for name, known in readers(found.options).items()
    if is_subsection(known)
}


def every_indicator() -> Settings:
    """All indicators with their defaults."""
    return Settings(indicators={code: found.options() for code, found in INDICATORS.items()})


def read_settings(path: Path) -> Settings:
    """Raises Unreadable for a missing file, one that isn't in ini form, a section or setting that
    isn't known, and a value that can't be read."""
    try:
        written = path.read_text("utf-8-sig")
    except (OSError, ValueError) as trouble:
        raise Unreadable("missing_file", file=path) from trouble
    try:
        return settings_from(written)
    except ValueError as trouble:
        raise Unreadable("unreadable_settings", file=path, what=trouble) from trouble


def settings_from(written: str) -> Settings:
    """Raises ValueError whose text names the section and the setting."""
    parser = _parsed(written)
    values: dict[str, Any] = {"indicators": {}}
    for section in parser.sections():
        pairs = dict(parser[section])
        if section == _TOP:
            values["top"] = _options(Top, "the top of the file", pairs, {})
        elif section in _CODELISTS:
            codes = {code: _unquoted(written) for code, written in pairs.items()}
            values[_CODELISTS[section]] = codes
        elif section in _PLAIN:
            values[section] = _options(_PLAIN[section], f"[{section}]", pairs, {})
        elif section in INDICATORS or section in _FREE:
            code = section.partition(".")[0]
            values["indicators"][code] = _indicator(code, parser)
        elif section not in DRAFTS:
            raise ValueError(_unknown(f"there is no section [{section}]", section, _all_sections()))
    return Settings(**values)


def _parsed(written: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(
        strict=False,
        empty_lines_in_values=False,
        default_section="\tnone",
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    # Leading blanks would make a line part of the value before it.
    lines = "\n".join(line.strip() for line in written.splitlines())
    try:
        parser.read_string(f"[{_TOP}]\n{lines}\n")
    except configparser.ParsingError as trouble:
        number, line = trouble.errors[0]
        raise ValueError(f"line {number - 1} is neither a section nor a setting: {line}") from None
    return parser


def _indicator(code: str, parser: configparser.RawConfigParser) -> Any:
    pairs = dict(parser[code]) if parser.has_section(code) else {}
    free = {
        name: dict(parser[f"{code}.{name}"])
        for name, known in readers(INDICATORS[code].options).items()
        if is_subsection(known) and parser.has_section(f"{code}.{name}")
    }
    return _options(INDICATORS[code].options, f"[{code}]", pairs, free)


def _options(
    options: type, place: str, pairs: Mapping[str, str], free: Mapping[str, Mapping[str, str]]
) -> Any:
    known = readers(options)
    values: dict[str, Any] = {}
    for name, written in pairs.items():
        if name not in known or is_subsection(known[name]):
            raise ValueError(_unknown(f"{place} has no setting {name}", name, known))
        values[name] = _value(known[name], f"{place} {name}", written)
    for name, entries in free.items():
        values[name] = {
            entry: _value(known[name], f"[{place.strip('[]')}.{name}] {entry}", written)
            for entry, written in entries.items()
        }
    return options(**values)


def _value(known: Field[Any], place: str, written: str) -> Any:
    read = known.metadata["read"]
    try:
        return read(_unquoted(written))
    except (ValueError, OverflowError):
        raise ValueError(f"{place} is “{written}”, not {read.__doc__}.") from None


def _unquoted(written: str) -> str:
    """Quotation marks around a value keep its blanks."""
    is_quoted = len(written) > 1 and written[0] == written[-1] and written[0] in "\"'"
    return written[1:-1] if is_quoted else written


def _all_sections() -> list[str]:
    return [*_PLAIN, *INDICATORS, *_CODELISTS, *_FREE]


def _unknown(sentence: str, name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"{sentence}; did you mean {near[0]}?" if near else f"{sentence}."
