"""Reading the published files: every row accounted for, and twice changes nothing."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.utils import timezone

from reclaim.places import services
from reclaim.places.models import (
    BoundarySet,
    Community,
    District,
    Office,
    PostalArea,
    PostalShare,
    Term,
)
from reclaim.places.queries import folded, shown

MODELS = [BoundarySet, Community, District, Office, PostalArea, PostalShare, Term]


def test_every_row_is_kept_or_set_aside_with_its_reason(
    reports: list[services.Report], db: None
) -> None:
    assert len(reports) == services.STEPS
    for report in reports:
        assert report.rows == report.kept + sum(report.reasons.values()), report.source


def test_the_bundled_files_give_the_numbers_they_hold(
    reports: list[services.Report], db: None
) -> None:
    kept = {report.source: report.kept for report in reports}
    assert kept["ontario_districts_2022.geojson.gz"] == 124
    assert kept["federal_ridings_2013.geojson.gz"] == 338
    assert kept["geonames_ca_places_500plus.csv"] == 3250
    assert kept["fsa_centroids.csv"] == 1651
    assert kept["fsa_population_2016.csv"] == 1642 - 1  # its first row is the country
    assert kept["ontario_fsa_to_district_weights.json.gz"] == 528 - 3
    assert kept["ontario_members_2021.csv"] == 124
    assert kept["federal_members_2023.csv"] == 337


def test_reading_everything_twice_changes_nothing(reports: list[services.Report], db: None) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]
    lines = LogEntry.objects.count()
    again = list(services.load_places(settings.DATA, by=None, at=timezone.now()))
    assert not any(report.is_news for report in again)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before
    assert LogEntry.objects.count() == lines


def test_districts_know_their_province_and_population(federal: BoundarySet) -> None:
    ajax = District.objects.get(boundary_set__slug="ontario-2022", name_en="Ajax")
    assert (ajax.province, ajax.population) == ("ON", 119_680)
    avalon = federal.districts.get(name_en="Avalon")
    assert (avalon.province, avalon.population) == ("NL", 81_540)


def test_postal_areas_know_population_and_whether_they_are_rural(ontario: BoundarySet) -> None:
    area = PostalArea.objects.get(code="A0A")
    assert (area.population, area.province, area.is_rural) == (46_587, "NL", True)
    assert PostalArea.objects.get(code="H0H").population is None  # no census row, so not known


@pytest.mark.parametrize(
    ("published", "display"),
    [
        ("Beaches–East York", "Beaches—East York"),
        ("Beaches -- East York", "Beaches—East York"),
        ("Chatham-Kent—Leamington", "Chatham-Kent—Leamington"),
        ("Île d\x92Orléans", "Île d'Orléans"),
        ("  Don  Valley West ", "Don Valley West"),
    ],
)
def test_names_are_shown_in_one_spelling(published: str, display: str) -> None:
    assert shown(published) == display


def test_names_match_across_accents_dashes_and_case() -> None:
    assert folded("Québec–Île-des-Sœurs") == folded("quebec—Ile des Soeurs")
    assert folded("Don Valley East") != folded("Don Valley West")
