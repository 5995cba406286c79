"""Who holds which office today."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from reclaim.places.models import BoundarySet, District, Office, Term, TermQuerySet


def boundary_set_in_use(level: str) -> BoundarySet | None:
    """The latest drawing of this level that we have, even if a newer one exists elsewhere."""
    return BoundarySet.objects.filter(level=level).order_by("-in_force_from").first()


def current_terms() -> TermQuerySet:
    return Term.objects.in_force().select_related("office", "official").order_by("office", "since")


def office_for(district: District) -> Office | None:
    """The seat that speaks for a district, held by somebody or vacant."""
    return Office.objects.filter(district=district).order_by("pk").first()


def official_for(district: District) -> Term | None:
    """The term in force of the member for this district; None while the seat is vacant."""
    return current_terms().filter(office__district=district).last()


def terms_for(offices: Iterable[Office]) -> dict[int, Term]:
    """The term in force of each office that has one, by the office's key, in one query."""
    return {term.office_id: term for term in current_terms().filter(office__in=list(offices))}


def members_of(districts: Iterable[District]) -> dict[int, Term]:
    """The term in force of the member for each district, by the district's key, in one query."""
    found = current_terms().filter(office__district__in=list(districts))
    return {term.office.district_id: term for term in found if term.office.district_id}


def address_of(office: Office, term: Term | None = None) -> str:
    """Where a letter to this office goes: to the person in it, else to the office itself."""
    return (term.email if term else "") or office.email


def history_of(district: District) -> list[Term]:
    """Every term in this district's seat, the present one first."""
    terms = Term.objects.filter(office__district=district).select_related("office", "official")
    return list(terms.order_by(F("until").desc(nulls_first=True), "-since"))
