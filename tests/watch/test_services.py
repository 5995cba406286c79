"""What we guard is kept by coordinators; a dismissal says who and why."""

from pathlib import Path

import pytest

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.watch import services
from reclaim.watch.models import Service, Threat
from reclaim.watch.services import Named, Term
from tests.builders import make_service, make_threat

pytestmark = pytest.mark.django_db
GUARD = Term("any", "en", "security guard")


def guard(local, by, *terms, name="Security in shelters"):
    return services.guard_service(local, Named(name), terms or [GUARD], by=by, at=clock.now())


def test_a_coordinator_guards_a_service(local, ana):
    service = guard(local, ana, GUARD, Term("never", "en", "cyber"))
    assert service.slug == "security-in-shelters"
    assert [str(term) for term in service.terms.all()] == ["security guard", "cyber"]


def test_two_services_of_one_name_get_two_addresses(local, ana):
    assert [guard(local, ana).slug, guard(local, ana).slug] == [
        "security-in-shelters",
        "security-in-shelters-2",
    ]


def test_a_reader_guards_nothing(local, ben):
    with pytest.raises(Refused, match="Only coordinators"):
        guard(local, ben)


def test_a_service_needs_a_word_to_look_for(local, ana):
    with pytest.raises(Refused, match="at least one word"):
        guard(local, ana, Term("never", "en", "cyber"))


def test_the_same_word_twice_is_kept_once(local, ana):
    service = guard(local, ana, GUARD, Term("any", "en", "Security Guard "))
    assert service.terms.count() == 1


def test_editing_replaces_the_words(local, ana):
    service = guard(local, ana)
    services.edit_service(
        service, Named("Guards"), [Term("any", "fr", "gardiennage")], by=ana, at=clock.now()
    )
    service.refresh_from_db()
    assert (service.name_en, service.slug) == ("Guards", "security-in-shelters")
    assert [str(term) for term in service.terms.all()] == ["gardiennage"]


def test_the_demonstration_lists_eight_services_and_guarding_them_twice_changes_nothing(local, ana):
    listed = Path(__file__).parents[2] / "data" / "demo" / "services.toml"
    new = services.guard_services_listed(listed, local, by=ana, at=clock.now())
    again = services.guard_services_listed(listed, local, by=ana, at=clock.now())
    assert (len(new), again) == (8, [])
    assert all({term.language for term in service.terms.all()} == {"en", "fr"} for service in new)


def test_a_dismissal_keeps_who_and_why(local, ana):
    threat = make_threat(make_service(local))
    dismissed = services.dismiss_threat(threat, " Equipment only ", by=ana, at=clock.now())
    assert (dismissed.dismissed_by, dismissed.dismissed_because) == (ana, "Equipment only")
    assert not Threat.objects.open().exists()


def test_a_dismissal_needs_a_reason(local, ana):
    with pytest.raises(Refused, match="Say why"):
        services.dismiss_threat(make_threat(make_service(local)), " ", by=ana, at=clock.now())


def test_a_reader_dismisses_nothing(local, ben):
    with pytest.raises(Refused, match="answer threats"):
        services.dismiss_threat(make_threat(make_service(local)), "No", by=ben, at=clock.now())


def test_a_dismissal_can_be_taken_back_once(local, ana):
    threat = services.dismiss_threat(
        make_threat(make_service(local)), "Equipment", by=ana, at=clock.now()
    )
    assert services.reopen_threat(threat, by=ana, at=clock.now()).status == "open"
    with pytest.raises(Refused, match="never dismissed"):
        services.reopen_threat(threat, by=ana, at=clock.now())


def test_a_stranger_sees_neither_service_nor_threat(local, cleo, ben):
    threat = make_threat(make_service(local))
    assert list(Threat.objects.visible_to(ben)) == [threat]
    assert not Threat.objects.visible_to(cleo).exists()
    assert not Service.objects.visible_to(cleo).exists()
