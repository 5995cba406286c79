"""The demonstration, run as a person runs it: `reclaim demo`, twice."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.links import ROOT

PUBLISHED = {
    "toronto-awards": 7_613,
    "toronto-non-competitive": 2_931,
    "toronto-solicitations": 917,
    "federal-history": 43_086,
}


def run_demo(store: Path) -> str:
    environment = os.environ | {
        "RECLAIM_STORE": str(store),
        "RECLAIM_TODAY": "2026-10-05",
        "RECLAIM_MAILBOX_PORT": str(20_000 + os.getpid() % 10_000),  # of this worker alone
        "COLUMNS": "140",
    }
    done = subprocess.run(
        [sys.executable, "-m", "reclaim", "demo"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows_of(store: Path) -> dict[str, int]:
    with sqlite3.connect(store / "register.sqlite3") as register:
        tables = register.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {
            name: register.execute(f'select count(*) from "{name}"').fetchone()[0]
            for (name,) in tables
        }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def first(store: Path) -> str:
    return run_demo(store)


def ask(store: Path, question: str) -> list[tuple]:
    with sqlite3.connect(store / "register.sqlite3") as register:
        return register.execute(question).fetchall()


def test_every_published_row_is_kept_or_set_aside(store: Path, first: str):
    readings = ask(
        store,
        "select s.slug, rows_in, rows_kept, set_aside from watch_reading r "
        "join watch_source s on s.id = r.source_id",
    )
    assert {slug: rows for slug, rows, _, _ in readings} == PUBLISHED
    for slug, rows, kept, aside in readings:
        assert rows == kept + sum(json.loads(aside).values()), slug
        assert f"{rows:,}" in first


def test_real_calls_become_threats(store: Path, first: str):
    open_ones = ask(
        store,
        "select s.slug from watch_threat t join watch_service s on s.id = t.service_id "
        "join watch_notice n on n.id = t.notice_id where n.closes_on >= '2026-10-05'",
    )
    assert ("street-litter-bins",) in open_ones


def test_each_confirmed_letter_arrives_once_at_a_reserved_address(store: Path, first: str):
    confirmed = ask(store, "select count(*) from letters_letter where confirmed_at is not null")
    delivered = ask(store, "select count(*) from letters_delivery where sent_at is not null")
    arrived = ask(
        store,
        "select count(*) from core_receivedmail where envelope_to like '%@legislature.example' "
        "or envelope_to = 'clerk.ggc@toronto.example'",
    )
    assert confirmed == delivered == arrived
    assert confirmed[0][0] > 90


def test_a_messy_sheet_is_brought_in_by_the_worker(store: Path, first: str):
    counts = "select rows, added + updated + unchanged + set_aside, set_aside from people_import"
    assert ask(store, counts) == [(36, 36, 4)]
    pairs = ask(
        store,
        "select one.family_name, other.given_name || ' ' || other.family_name "
        "from people_candidate c join people_person one on one.id = c.one_id "
        "join people_person other on other.id = c.other_id order by 1",
    )
    assert pairs == [
        ("Gill", "Sukhdev Singh Gill"),
        ("Lavoie", "Marguerite Lavoie-Lefebvre"),
    ]


def test_a_second_time_changes_nothing(store: Path, first: str):
    before = rows_of(store)
    told = run_demo(store)
    assert rows_of(store) == before
    assert "nothing new" in told
    assert "written" not in told
