"""Files that are wrong, damaged or odd: one clear sentence, and every good row kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reclaim.core.errors import Refused
from reclaim.places import services
from reclaim.places.models import Community, District, PostalShare
from tests.builders import make_boundary_set, make_district, make_postal_area


def table(folder: Path, text: str | bytes, name: str = "communities.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


HEADER = "geonameid,name,province,latitude,longitude,population\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no column “geonameid”"),
        ("a,b\n1,2\n", "has no column “geonameid”"),
        (HEADER, "has no rows"),
        ((HEADER + "1,Montréal,QC,45,-73,5\n").encode("latin-1"), "not in UTF-8"),
        (HEADER + '1,"Ajax,ON,43,-79,5\n', "a quote was left open"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    db: None, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    path = table(tmp_path, content)
    with pytest.raises(Refused, match=sentence):
        services.load_communities(path, by=None, at=timezone.now())


def test_a_missing_file_is_refused_with_a_sentence(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.csv can't be opened"):
        services.load_communities(tmp_path / "gone.csv", by=None, at=timezone.now())


def test_a_damaged_archive_is_refused_with_a_sentence(db: None, tmp_path: Path) -> None:
    path = table(tmp_path, b"\x1f\x8b not really", "communities.csv.gz")
    with pytest.raises(Refused, match="damaged"):
        services.load_communities(path, by=None, at=timezone.now())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,Ajax,ON", "too few or too many cells"),
        ("2,Ajax,ON,43,-79,5,6", "too few or too many cells"),
        ("2,Ajax,ON,north,-79,5", "no position"),
        ("2,Ajax,ON,943,-79,5", "a position off the globe"),
        ("2,Ajax,ON,43,-79,", "no number or no population"),
        ("1,Ajax,ON,43,-79,5", "the same number twice"),
    ],
)
def test_a_bad_row_is_set_aside_whole_and_the_others_kept(
    db: None, tmp_path: Path, row: str, reason: str
) -> None:
    path = table(tmp_path, f"{HEADER}1,Pickering,ON,43,-79,5\n{row}\n")
    report = services.load_communities(path, by=None, at=timezone.now())
    assert (report.rows, report.kept, report.reasons) == (2, 1, {reason: 1})
    assert report.set_aside[0].line == 3
    assert Community.objects.get().name == "Pickering"


def drawing(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "districts.geojson.gz"
    path.write_bytes(gzip.compress(json.dumps({"features": list(features)}).encode()))
    return path


def feature(code: int | None = 1, name: str = "Harbour", **changes: Any) -> dict[str, Any]:
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    facts = {"district_id": code, "name_en": name, "name_fr": "Le Port"}
    geometry = {"type": "Polygon", "coordinates": square}
    return {"properties": facts, "geometry": geometry, **changes}


def read(path: Path) -> services.Report:
    return services.load_districts(services.ONTARIO_2022, path, by=None, at=timezone.now())


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (feature(1, "Port"), "the same number twice"),
        (feature(None), "no number or no name"),
        (feature(2, geometry=None), "no usable shape"),
        (feature(2, geometry={"type": "Polygon", "coordinates": [[[0, 0]]]}), "no usable shape"),
    ],
)
def test_a_district_that_cannot_be_used_is_set_aside(
    db: None, tmp_path: Path, second: dict[str, Any], reason: str
) -> None:
    report = read(drawing(tmp_path, feature(), second))
    assert (report.kept, report.reasons) == (1, {reason: 1})


def test_a_file_without_shapes_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no shapes"):
        read(drawing(tmp_path))


def test_a_renamed_district_is_corrected_and_a_missing_one_stays(db: None, tmp_path: Path) -> None:
    read(drawing(tmp_path, feature(1, "Harbour"), feature(2, "Hill")))
    report = read(drawing(tmp_path, feature(1, "Harbour -- Docks")))
    assert (report.new, report.changed) == (0, 1)
    assert sorted(map(str, District.objects.all())) == ["Harbour—Docks", "Hill"]


def test_shares_that_are_gone_from_the_file_are_taken_away(db: None, tmp_path: Path) -> None:
    boundary_set = make_boundary_set()
    for code in ("1", "2"):
        make_district(boundary_set, code=code)
    make_postal_area("M4C")
    path = tmp_path / "weights.json"
    for counts in ({"1": 3, "2": 1}, {"2": 5}):
        entries = [{"id": code, "count": count} for code, count in counts.items()]
        path.write_text(json.dumps([{"fsa": "M4C", "eds": entries}]))
        services.load_address_shares(path, boundary_set, by=None, at=timezone.now())
    assert [(share.district.code, share.share) for share in PostalShare.objects.all()] == [("2", 1)]


def test_the_command_reports_every_file_and_its_rows(db: None, capsys: Any) -> None:
    call_command("places")
    said = capsys.readouterr().out
    assert "federal_members_2023.csv: 337 rows, 337 kept; 337 new, 0 changed, 0 ended" in said
    assert "set aside: 1, not a postal area we know" in said


def test_the_command_names_a_missing_file(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"ontario_members_2021\.csv can't be opened"):
        call_command("places", folder=tmp_path)
