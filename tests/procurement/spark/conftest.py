"""A Spark cluster on this machine, and the bundled files read for both engines.

RECLAIM_REQUIRE_SPARK=1 makes the absence of pyspark or Java a failure rather than a skip;
RECLAIM_SPARK_MASTER=spark://host:port proves the answers on a cluster of your own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procurement import Unreadable, Warehouse, engines, read
from tests.procurement.conftest import ROOT
from tests.procurement.seao_files import BIDDER, LOSER, call, final, supplements
from tests.procurement.seao_files import written as seao

from .asked import Asked

MASTER = os.environ.get("RECLAIM_SPARK_MASTER", "local-cluster[2,1,1024]")
BUNDLED = sorted(
    path
    for folder in ("contracts", "samples")
    for path in (ROOT / "data" / folder).rglob("*.*")
    if path.suffix in (".csv", ".gz", ".json", ".xml")
)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """The connection to a cluster of two workers, gone with all its processes at the end."""
    reason = engines.why_no_spark()
    if reason and os.environ.get("RECLAIM_REQUIRE_SPARK"):
        pytest.fail(f"Spark is required here. {reason}")
    if reason:
        pytest.skip(reason)
    connection = engines.connected(MASTER)
    context = connection.session.sparkContext
    gateway, left_behind = context._gateway, _work_of(context.applicationId)
    yield connection
    connection.disconnect()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=60)
    shutil.rmtree(left_behind, ignore_errors=True)


def _work_of(application: str) -> Path:
    """Workers of a local cluster keep their papers inside the installed Spark."""
    from pyspark.find_spark_home import _find_spark_home  # noqa: PLC0415

    return Path(_find_spark_home()) / "work" / application


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of every bundled file that the library reads, and of SEAO's XML."""
    path = tmp_path_factory.mktemp("bundled")
    warehouse = Warehouse(path, "duckdb")
    for file in (*BUNDLED, *seao_in_parts(tmp_path_factory.mktemp("seao"))):
        try:
            read(file, into=warehouse)
        except Unreadable as refusal:
            assert refusal.code == "unknown_header", f"{file}: {refusal}"
    return path


def seao_in_parts(folder: Path) -> list[Path]:
    """No real file of SEAO's XML is bundled: these have its layout. Supplements are revised,
    taken back, without their call; a call is published again."""
    numbers = ("304462", "304463", "304464")
    other = LOSER | {"adjudicataire": "1", "montantcontrat": "60000.500000"}
    return [
        seao(folder / "Avis.xml", *(call(BIDDER, LOSER, numeroseao=one) for one in numbers)),
        seao(folder / "AvisRevisions.xml", call(BIDDER, other, numeroseao="304463")),
        seao(folder / "Contrats.xml", final(), final(numeroseao="304464")),
        seao(
            folder / "Depenses.xml",
            supplements({}, {"datedepense": "2010-03-01", "montantdepense": "0.500000"}),
            *(supplements(number=one) for one in (*numbers[1:], "999999")),
        ),
        seao(
            folder / "DepensesRevisions.xml",
            supplements({"montantdepense": "110000.000000"}),
            supplements({"datedepense": "2010-02-01", "montantdepense": ""}, number="304464"),
        ),
    ]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="session")
def on_duckdb(bundled: Path, shelf: Path) -> Asked:
    return Asked(Warehouse(bundled, "duckdb"), shelf)


@pytest.fixture(scope="session")
def on_spark(cluster: Any, bundled: Path, shelf: Path) -> Asked:
    return Asked(Warehouse(bundled, MASTER), shelf)
