"""Who answers for a supporter's area."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reclaim.act.letters import rules
from reclaim.act.letters.models import Appeal
from reclaim.places import queries as places
from reclaim.places.models import BoundarySet, District, Office, Term


@dataclass(frozen=True)
class Recipient:
    """An office and who holds it today. `why_not` says why nobody can be written to."""

    office: Office
    term: Term | None = None
    in_words: str = ""  # how much of the postal area lies in its district

    @property
    def district(self) -> District | None:
        return self.office.district

    @property
    def name(self) -> str:
        return str(self.term.official) if self.term else ""

    @property
    def title(self) -> str:
        return self.office.title

    @property
    def as_of(self) -> str:
        """What day, month or year the list speaks of in which we found the name."""
        return self.term.as_of if self.term else ""

    @property
    def source(self) -> str:
        return ", ".join(filter(None, [self.term.source, self.as_of])) if self.term else ""

    @property
    def in_list(self) -> str:
        return f"{self.district or self.title}: {self.name}" if self.name else self.title

    @property
    def initials(self) -> str:
        words = (self.name or self.title).replace("—", " ").split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()

    @property
    def address(self) -> str:
        return places.address_of(self.office, self.term)

    @property
    def why_not(self) -> str:
        is_vacant = self.term is None and self.office.district_id is not None
        return rules.why_not_write_to(self.title, address=self.address, is_vacant=is_vacant)


@dataclass(frozen=True)
class Recipients:
    """Whom this postal code may write to: one for sure, or several to choose from."""

    sure: Recipient | None
    likely: list[Recipient]
    unlikely: list[Recipient]


def legislature_of(appeal: Appeal) -> BoundarySet | None:
    """The legislature whose every member is a target, if the campaign has one."""
    targets = appeal.campaign.targets.filter(every_seat_of__isnull=False)
    target = targets.select_related("every_seat_of").first()
    return target.every_seat_of if target else None


def offices_of(appeal: Appeal) -> list[Office]:
    """The single offices the demand is put to, such as a committee through its clerk."""
    targets = appeal.campaign.targets.filter(office__isnull=False)
    found = targets.select_related("office", "office__district").defer("office__district__shape")
    return [target.office for target in found if target.office]


def recipients_for(appeal: Appeal, postal_code: str) -> Recipients:
    """Refused, with a sentence, when it is no postal code or an unknown one."""
    legislature = legislature_of(appeal)
    if legislature is None:
        places.clean_postal_code(postal_code)
        return one_or_several(held(offices_of(appeal)))
    found = places.find_by_postal_code(postal_code, legislature)
    if found.district:
        return one_or_several(members_for([places.Candidate(found.district, 1)]))
    return Recipients(None, members_for(found.likely), members_for(found.unlikely))


def recipients_at(appeal: Appeal, latitude: float, longitude: float) -> Recipients:
    """The same, from a position. Nobody where the position is in no district."""
    legislature = legislature_of(appeal)
    if legislature is None:
        return one_or_several(held(offices_of(appeal)))
    district = places.find_by_position(latitude, longitude, legislature)
    return one_or_several(members_for([places.Candidate(district, 1)] if district else []))


def every_recipient(appeal: Appeal) -> list[Recipient]:
    """All who can be written to in this campaign, for those who know better than the map."""
    return held(list(every_office(appeal).order_by("district__name_en", "pk")))


def recipient(appeal: Appeal, office: int) -> Recipient | None:
    """One of them; None for an office this campaign does not write to."""
    return next(iter(held(list(every_office(appeal).filter(pk=office)))), None)


def every_office(appeal: Appeal) -> QuerySet[Office]:
    single = Q(pk__in=[office.pk for office in offices_of(appeal)])
    legislature = legislature_of(appeal)
    seats = Q(district__boundary_set=legislature) if legislature else Q()
    found = Office.objects.filter(single | seats)
    return found.select_related("district").defer("district__shape")


def members_for(candidates: list[places.Candidate]) -> list[Recipient]:
    words = {found.district.pk: found.in_words for found in candidates if found.share < 1}
    wanted = [found.district.pk for found in candidates]
    seats = Office.objects.filter(district__in=wanted)
    known = seats.select_related("district").defer("district__shape")
    found = sorted(held(list(known)), key=lambda one: wanted.index(one.office.district_id or 0))
    return [
        Recipient(one.office, one.term, words.get(one.office.district_id or 0, "")) for one in found
    ]


def held(offices: list[Office]) -> list[Recipient]:
    terms = places.terms_for(offices)
    return [Recipient(office, terms.get(office.pk)) for office in offices]


def one_or_several(found: list[Recipient]) -> Recipients:
    if len(found) == 1:
        return Recipients(found[0], found, [])
    return Recipients(None, found, [])
