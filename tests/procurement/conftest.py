from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from procurement import ReadingReport, Warehouse, in_memory, read, records
from procurement.contracts import contracts
from procurement.schema import AWARDS, ibis_schema
from procurement.suppliers import supplier_key

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "data" / "contracts"
AWARDS_FILE = CONTRACTS / "toronto_awarded_contracts.csv"
DIRECT_FILE = CONTRACTS / "toronto_non_competitive_contracts.csv"
CALLS_FILE = CONTRACTS / "toronto_all_solicitations.csv"
FEDERAL_FILE = CONTRACTS / "pwgsc_contract_history_2009_2014.csv.gz"
AWARDS_HEADER = (
    "_id,Document Number,RFx (Solicitation) Type,High Level Category,Successful Supplier,Award,"
    "Award Authority Obtained Date,Division,Buyer Name,Buyer Email,Buyer Phone Number,"
    "Solicitation Document Description,Supplier Address,Wards\r\n"
)


def award_line(**changes: str) -> str:
    """One line of the city's file of awards; pass the cells that matter."""
    cells = {
        "id": "1",
        "document": "3907",
        "kind": "RFP",
        "category": "Goods and Services",
        "supplier": "ASP Inc.",
        "award": "1000.00",
        "awarded": "2024-05-01",
        "division": "Corporate Security",
        "name": "",
        "email": "",
        "phone": "",
        "description": "Security guard services",
        "address": "",
        "wards": "",
    }
    cells |= changes
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells.values()) + "\r\n"


def column(table: ibis.Table, name: str) -> list[object]:
    return [row[name] for row in records(table)]


def size(table: ibis.Table) -> int:
    return len(records(table.select(table.columns[0])))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def awards_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of awards with these lines under the city's header."""

    def write(*lines: str, name: str = "awards.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        content = (AWARDS_HEADER + "".join(lines)).encode(encoding)
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path

    return write


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, dict[str, ReadingReport]]:
    """The four real files in one warehouse, read once for all tests."""
    warehouse = Warehouse(tmp_path_factory.mktemp("real"))
    files = (AWARDS_FILE, DIRECT_FILE, CALLS_FILE, FEDERAL_FILE)
    return warehouse, {path.name: read(path, into=warehouse) for path in files}


def make_award(number: int, **changes: Any) -> dict[str, Any]:
    """One canonical award: a competitive city contract of 100 dollars, ends not known."""
    row = {
        "row_id": f"toronto-awards:{number:020x}",
        "source": "toronto-awards",
        "file": "awards.csv",
        "row_number": number,
        "document_number": f"D{number}",
        "supplier": "Alpha Ltd",
        "buyer": "City of Toronto",
        "division": "Corporate Security",
        "description": "Security guards",
        "awarded_on": date(2024, 1, 1),
        "amount": Decimal("100.00"),
        "currency": "CAD",
        "method": "competitive",
        "notes": [],
    }
    row |= changes
    row.setdefault("supplier_key", supplier_key(row["supplier"] or ""))
    return row


def make_federal(number: int, contract: str, amendment: str, **changes: Any) -> dict[str, Any]:
    """One row of the federal history: a contract or an amendment, with a published end."""
    return make_award(
        number,
        **{
            "row_id": f"federal-history:{number:020x}",
            "source": "federal-history",
            "contract_id": contract,
            "amendment": amendment,
            "buyer": "Parks Canada",
            "classification": "K100A",
            "place": "BANFF, Alberta",
            "ends_on": date(2024, 12, 31),
            "term_source": "published",
        }
        | changes,
    )


def awards_table(*rows: dict[str, Any]) -> ibis.Table:
    return in_memory(rows, ibis_schema(AWARDS))


def contracts_of(*rows: dict[str, Any], as_of: date = date(2026, 1, 1)) -> ibis.Table:
    """The contracts of these rows, all of the service “guards”."""
    table = awards_table(*rows).mutate(service=ibis.literal("guards"))
    return contracts(table, as_of=as_of, by=("service",))
