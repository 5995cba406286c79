"""Files made to fill the memory: each is read in a process of its own, whose memory is measured."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

import pytest

from .conftest import AWARDS_HEADER, award_line

CEILING = 900  # MB; reading one small file takes some 250 on DuckDB, Ibis and Arrow alone
READ = """
import json, resource, sys
from procurement import Unreadable, Warehouse, read
for path in sys.argv[2:]:
    try:
        report = read(path, into=Warehouse(sys.argv[1]))
        told = [report.rows_kept, report.set_aside, report.broken]
    except Unreadable as refusal:
        told = [0, refusal.code, str(refusal)]
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([path.rsplit("/", 1)[-1], *told, used]))
"""
GOOD = {"ocid": "o", "tag": "tender", "tender": {"id": "1", "title": "Entretien"}}


def _line_of_fifty_million(out: IO[bytes]) -> None:
    out.write((AWARDS_HEADER + award_line()).encode())
    out.writelines([b"x" * 1_000_000] * 50)
    out.write(b"\n" + award_line(id="2").encode())


def _million_character_cells(out: IO[bytes]) -> None:
    out.write(AWARDS_HEADER.encode())
    for number in range(40):
        out.write(award_line(id=str(number), description="Guards " * 140_000).encode())


def _quote_never_closed(out: IO[bytes]) -> None:
    out.write((AWARDS_HEADER + award_line(description='"Guards')).encode())
    out.writelines([award_line(description="x" * 100_000).encode()] * 150)


def _a_million_columns(out: IO[bytes]) -> None:
    out.write(b"a," * 900_000 + b"b\n" + b"1," * 900_000 + b"2\n")


def _unpacks_to_a_gigabyte(out: IO[bytes]) -> None:
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        packed.write((AWARDS_HEADER + award_line()).encode())
        packed.writelines([b"\x00" * 10_000_000] * 30)


def _awards_that_repeat_a_long_text(out: IO[bytes]) -> None:
    tender = {"id": "1", "title": "Entretien " * 100_000}
    bomb = GOOD | {"tender": tender, "awards": [{} for _ in range(50_000)]}
    out.write(f"{json.dumps(GOOD)}\n{json.dumps(bomb)}\n".encode())


def _text_never_closed(out: IO[bytes]) -> None:
    out.write(json.dumps(GOOD).encode() + b'\n{"ocid":"')
    out.writelines([b"x" * 1_000_000] * 12)


def _record_never_closed(out: IO[bytes]) -> None:
    out.write(json.dumps(GOOD).encode() + b'\n{"ocid":"p","list":[0')
    out.writelines([b',{"a":"%s"}' % (b"x" * 91) * 10_000] * 12)


def _xml_never_closed(out: IO[bytes]) -> None:
    out.write(b"<export><avis><numeroseao>1</numeroseao><titre>Entretien</titre></avis><avis>")
    out.writelines([b"<titre>x</titre>" * 60_000] * 12)


BOMBS: dict[str, tuple[Callable[[IO[bytes]], None], int, Any]] = {
    "line.csv": (_line_of_fifty_million, 2, {"too_long": 1}),
    "cells.csv": (_million_character_cells, 40, {}),
    "quote.csv": (_quote_never_closed, 150, {"too_long": 1}),
    "columns.csv": (_a_million_columns, 0, "unknown_header"),
    "gigabyte.csv.gz": (_unpacks_to_a_gigabyte, 1, {"too_long": 1}),
    "awards.jsonl": (_awards_that_repeat_a_long_text, 1, {"too_many_rows": 1}),
    "text.jsonl": (_text_never_closed, 1, {"open_record": 1}),
    "record.jsonl": (_record_never_closed, 1, {"open_record": 1}),
    "open.xml": (_xml_never_closed, 1, {"open_record": 1}),
}
BREAKS = {"gigabyte.csv.gz", "text.jsonl", "record.jsonl", "open.xml"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Any]]]:
    """What reading each of them says, and the most memory in use after it, in MB."""
    folder = tmp_path_factory.mktemp("bombs")
    for name, (write, _, _) in BOMBS.items():
        with (folder / name).open("wb") as out:
            write(out)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder / "w"), *(str(folder / name) for name in BOMBS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    yield {name: rest for name, *rest in lines}
    for name in BOMBS:
        (folder / name).unlink()


@pytest.mark.parametrize("name", BOMBS)
def test_what_was_sound_in_it_is_kept_and_the_rest_told(
    told: dict[str, list[Any]], name: str
) -> None:
    kept, aside, broken, _ = told[name]
    assert (kept, aside) == BOMBS[name][1:]
    assert bool(broken) == (name in BREAKS or not kept)


@pytest.mark.parametrize("name", BOMBS)
def test_the_memory_it_takes_is_bounded(told: dict[str, list[Any]], name: str) -> None:
    assert told[name][-1] < CEILING
