"""The dossier: tagged, in the reader's language, every number recomputable from its rows."""

import csv
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.evidence import services
from reclaim.evidence.models import Dossier
from reclaim.watch import services as watch
from reclaim.watch.models import Service
from tests.builders import award_line
from tests.evidence.conftest import make_dossier

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[2] / "data"


def read(dossier, settings):
    return PdfReader(BytesIO((settings.DOCUMENTS / dossier.file).read_bytes()))


def words(reader):
    text = "\n".join(page.extract_text() for page in reader.pages)
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def test_it_is_tagged_titled_and_says_its_language(known, ana, settings):
    reader = read(make_dossier(known(award_line()), ana, "fr"), settings)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Guards"
    assert reader.xmp_metadata is not None


def test_its_drawing_has_words_for_who_cannot_see_it(known, ana, settings):
    reader = read(make_dossier(known(award_line()), ana), settings)
    alternatives = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/Alt" in node:
                alternatives.append(node["/Alt"])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert any("awards in time" in alternative for alternative in alternatives)


def test_it_says_what_is_not_known(known, ana, settings):
    text = words(read(make_dossier(known(award_line(amount="")), ana), settings))
    assert "1 amount is not published and is in no sum." in text
    assert "not a wrong" in text


def test_french_is_french(known, ana, settings):
    text = words(read(make_dossier(known(award_line()), ana, "fr"), settings))
    assert "Qui le détient" in text
    assert "Attribué sans concurrence" in text
    assert "published" not in text


def test_words_of_the_publisher_are_never_taken_for_markup(known, ana, settings):
    text = words(
        read(make_dossier(known(award_line(supplier="*A* #panic() $x$ _B_")), ana), settings)
    )
    assert "*A* #panic() $x$ _B_" in text


def test_the_same_findings_give_the_same_dossier(known, ana):
    service = known(award_line())
    first = make_dossier(service, ana)
    assert make_dossier(service, ana).pk == first.pk
    assert Dossier.objects.count() == 1
    assert make_dossier(service, ana, "fr").pk != first.pk


def test_a_lost_file_is_made_again_the_same(known, ana, settings):
    service = known(award_line())
    first = make_dossier(service, ana)
    (settings.DOCUMENTS / first.file).unlink()
    again = make_dossier(service, ana)
    assert (again.pk, again.sha256) == (first.pk, first.sha256)
    assert (settings.DOCUMENTS / again.file).exists()


def test_new_findings_give_a_new_dossier_and_the_old_one_is_kept(known, ana, settings):
    first_award = award_line()
    first = make_dossier(known(first_award), ana)
    second = make_dossier(known(first_award, award_line()), ana)
    assert first.pk != second.pk
    assert (settings.DOCUMENTS / first.file).exists()


def test_pages_are_counted(known, ana, settings):
    dossier = make_dossier(known(award_line()), ana)
    assert dossier.pages == len(read(dossier, settings).pages)


def test_a_reader_makes_none(known, ben):
    with pytest.raises(Refused, match="make dossiers"):
        make_dossier(known(award_line()), ben)


def test_an_unknown_language_is_refused(known, ana):
    with pytest.raises(Refused, match="English and in French only"):
        make_dossier(known(award_line()), ana, "de")


def test_a_service_nobody_asked_about_has_no_dossier(known, local, ana):
    service = known(award_line())
    service.pk = None
    service.slug = "other"
    service.save()
    with pytest.raises(Refused, match="Nothing is known"):
        make_dossier(service, ana)


# -- on the city's real files ------------------------------------------------------------------
@pytest.fixture
def real(settings, tmp_path, local, ana):
    """Shelter security, read from the bundled files and asked about."""
    settings.DATA, settings.WAREHOUSE = REAL, tmp_path / "warehouse"
    watch.know_sources()
    watch.guard_services_listed(REAL / "demo" / "services.toml", local, by=ana, at=clock.now())
    watch.read_sources(at=clock.now())
    service = Service.objects.get(slug="shelter-security")
    services.refresh_findings(service, as_of=clock.today(), at=clock.now())
    return service


def published_row(file, number):
    """What the csv module finds at that row of the published file, and nothing of ours."""
    with (REAL / "contracts" / file).open(newline="", encoding="utf-8") as stream:
        return next(row for at, row in enumerate(csv.DictReader(stream), start=1) if at == number)


def cited(text, receipt):
    """(file, row) pairs printed under a receipt of the appendix, as a reader would copy them."""
    appendix = text[text.index("Rows and methods") :]
    titles = ["Who holds it", "How much was awarded", "What changed hands"]
    titles += ["Awarded without competition", "What ends when", "Where the rows come from"]
    start = appendix.index(f"{receipt} {titles[receipt - 1]}")
    end = appendix.index(titles[receipt], start)
    entry = appendix[start:end]
    if same := re.search(r"The rows: see (\d)\.", entry):
        return cited(text, int(same[1]))
    return [(file, int(row)) for file, row in re.findall(r"(toronto_\w+\.csv) (\d+) ", entry)]


def money(published):
    digits = re.sub(r"[^0-9.]", "", published)
    return Decimal(digits) if digits else None


def test_three_numbers_can_be_recomputed_from_the_rows_they_cite(real, ana, settings):
    text = words(read(make_dossier(real, ana), settings))

    awards = [published_row(*row) for row in cited(text, 2)]
    amounts = [money(row["Award"]) for row in awards]
    total = sum(amount for amount in amounts if amount is not None)
    assert f"${total:,.2f} [2] awarded since 2023" in text
    assert f"{amounts.count(None)} amounts are not published and are in no sum." in text

    names = [row["Successful Supplier"].upper().replace(".", "") for row in awards]
    firms = {name.removeprefix("THE ")[:3] for name in names}
    assert f"{len(firms)} firms [1] hold it or may still hold it" in text

    for row in awards:
        said = row["Solicitation Document Description"].lower()
        assert "security guard" in said and "shelter" in said

    direct = [published_row(*row) for row in cited(text, 4)]
    assert f"{len(direct)} contracts [4] without competition" in text
    direct_total = sum(money(row["Contract Amount"]) for row in direct)
    assert f"the published amounts add up to ${direct_total:,.2f}" in text
