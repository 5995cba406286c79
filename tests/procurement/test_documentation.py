"""The reference names every column, code and feed there is."""

from __future__ import annotations

import pytest

from procurement import (
    concentration,
    contracts,
    direct,
    errors,
    flips,
    growth,
    holders,
    renewals,
    schema,
    services,
    splitting,
    tenure,
)

from .conftest import ROOT

REFERENCE = "".join(
    (ROOT / "docs" / "reference" / name).read_text("utf-8")
    for name in ("procurement.md", "questions.md")
)
TABLES = {
    "awards": schema.AWARDS,
    "notices": schema.NOTICES,
    "bids": schema.BIDS,
    "set aside": schema.SET_ASIDE,
    "readings": schema.READINGS,
    "concentration": concentration.CONCENTRATION,
    "contracts": contracts.CONTRACTS,
    "renewals": renewals.RENEWALS,
    "known ends": renewals.KNOWN_ENDS,
    "holders": holders.HOLDERS,
    "flips": flips.FLIPS,
    "splits": splitting.SPLITS,
    "thresholds": splitting.THRESHOLDS,
    "around": splitting.AROUND,
    "unjudged": splitting.UNJUDGED,
    "tenure": tenure.TENURE,
    "changes": tenure.CHANGES,
    "keyed": services.KEYED,
    "direct": direct.DIRECT,
    "chains": direct.CHAINS,
    "summary": direct.SUMMARY,
    "growth": growth.GROWTH,
    "grown": growth.GROWN,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented_as_it_is(table: str) -> None:
    for name, column in TABLES[table].items():
        assert f"| `{name}` | {column.type} | {column.meaning} |" in REFERENCE


def test_every_code_and_feed_is_documented() -> None:
    for code in (*errors.ROW_SENTENCES, *errors.FILE_SENTENCES, *schema.NOTES, *schema.SOURCES):
        assert f"`{code}`" in REFERENCE
    for kind in schema.REASON_KINDS:
        assert kind in REFERENCE
