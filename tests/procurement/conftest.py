from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import ibis
import pytest

from procurement import ReadingReport, Warehouse, read, records

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
