"""Offices and who holds them. A new member begins a new term; the old one ends and stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from reclaim.core import audit
from reclaim.places.models import BoundarySet, District, Office, Official, Term
from reclaim.places.queries import folded, shown
from reclaim.places.services.reading import Report, Row, keep_rows, read_table, why_not_whole


@dataclass(frozen=True)
class Legislature:
    """A house of members, one for each district of a boundary set, and where it is read."""

    boundary_set: str  # its slug
    body_en: str
    body_fr: str
    member_en: str
    member_fr: str
    as_of: str  # the year, month or day the list speaks of


ONTARIO_LEGISLATURE = Legislature(
    boundary_set="ontario-2022",
    body_en="Legislative Assembly of Ontario",
    body_fr="Assemblée législative de l'Ontario",
    member_en="Member of Provincial Parliament for {district}",
    member_fr="Circonscription provinciale {of_district}",
    as_of="2021",
)
HOUSE_OF_COMMONS = Legislature(
    boundary_set="federal-2013",
    body_en="House of Commons",
    body_fr="Chambre des communes",
    member_en="Member of Parliament for {district}",
    member_fr="Circonscription fédérale {of_district}",
    as_of="2023",
)


@dataclass(frozen=True)
class Member:
    """One line of a list of members."""

    given_name: str
    family_name: str
    party: str
    email: str
    since: date | None
    source: str

    @property
    def key(self) -> str:
        return folded(f"{self.given_name} {self.family_name}")


@dataclass
class Changes:
    """What a new list of members does to the terms we hold."""

    ended: list[Term] = field(default_factory=list)
    begun: list[tuple[Office, Member]] = field(default_factory=list)
    corrected: list[Term] = field(default_factory=list)


@transaction.atomic
def load_members(
    legislature: Legislature, path: Path, *, by: AbstractBaseUser | None, at: datetime
) -> Report:
    """Read a whole list of members. Every district gets its office; who is not on the list any
    more has left it, the day before a named successor began or else the day before `at`."""
    rows = read_table(
        path, ["district_id", "district_name", "given_name", "family_name", "party", "email"]
    )
    boundary_set = BoundarySet.objects.get(slug=legislature.boundary_set)
    report = Report(path.name, rows=len(rows))
    members = members_by_district(rows, boundary_set, report)
    report.kept = len(members)
    offices = keep_offices(legislature, boundary_set)
    changes = compare(offices, members, legislature, yesterday=at.date() - timedelta(days=1))
    apply_changes(changes, offices, legislature)
    report.new, report.ended = len(changes.begun), len(changes.ended)
    report.changed = len(changes.corrected)
    if report.is_news:
        audit.record(
            "members read", boundary_set, by=by, at=at, begun=report.new, ended=report.ended
        )
    return report


def members_by_district(
    rows: Iterable[tuple[int, Row]], boundary_set: BoundarySet, report: Report
) -> dict[int, Member]:
    districts = list(boundary_set.districts.defer("shape"))
    by_code = {district.code: district for district in districts}
    by_name = {folded(name): d for d in districts for name in (d.name_fr, d.name_en) if name}
    members: dict[int, Member] = {}
    for line, row in rows:
        if reason := why_not_whole(row):
            report.leave(line, reason, row)
            continue
        named = by_name.get(folded(row["district_name"]))
        district = by_code.get(row["district_id"], named)
        if reason := why_not_seated(row, district, named, members):
            report.leave(line, reason, row)
        elif district is not None:
            members[district.pk] = member_of(row, source=f"{report.source}:{line}")
    return members


def why_not_seated(
    row: Row,
    district: District | None,
    named: District | None,
    members: Mapping[int, Member],
) -> str:
    if district is None:
        return _("a district we don't know")
    if named != district:
        return _("the district's number and name disagree")
    if not row["family_name"].strip():
        return _("a vacant seat")
    return _("a second member for one district") if district.pk in members else ""


def member_of(row: Row, source: str) -> Member:
    return Member(
        given_name=shown(row["given_name"]),
        family_name=shown(row["family_name"]),
        party=row["party"].strip(),
        email=row["email"].strip(),
        since=day_or_none(row.get("from_date", "")),
        source=source,
    )


def day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def keep_offices(legislature: Legislature, boundary_set: BoundarySet) -> list[Office]:
    """One office for each district, vacant or not."""
    wanted = [
        Office(
            slug=f"{boundary_set.slug}-member-{district.code}",
            district=district,
            body_en=legislature.body_en,
            body_fr=legislature.body_fr,
            title_en=legislature.member_en.format(district=district.name_en),
            title_fr=legislature.member_fr.format(
                of_district=of_in_french(district.name_fr or district.name_en)
            ),
        )
        for district in boundary_set.districts.defer("shape")
    ]
    fields = ["district_id", "body_en", "body_fr", "title_en", "title_fr"]
    keep_rows(wanted, ["slug"], fields, Report(legislature.body_en))
    return list(Office.objects.filter(slug__in=[office.slug for office in wanted]))


def of_in_french(name: str) -> str:
    """« d'Ajax », « de Beaches—East York », « de Huron—Bruce » (English names keep their h)."""
    return f"d'{name}" if folded(name)[:1] in set("aeiou") else f"de {name}"


def compare(
    offices: Iterable[Office],
    members: Mapping[int, Member],
    legislature: Legislature,
    *,
    yesterday: date,
) -> Changes:
    changes = Changes()
    open_terms = {
        term.office_id: term
        for term in Term.objects.filter(office__in=list(offices), until=None).select_related(
            "official"
        )
    }
    for office in offices:
        member = members.get(office.district_id or 0)
        term = open_terms.get(office.pk)
        if term and (member is None or not continues(term, member)):
            changes.ended.append(ending(term, member, yesterday))
            term = None
        if member and term is None:
            changes.begun.append((office, member))
        elif member and term and correct(term, member, legislature.as_of):
            changes.corrected.append(term)
    return changes


def continues(term: Term, member: Member) -> bool:
    """The same person in the same mandate: a later first day is a new one."""
    same_mandate = term.since is None or member.since is None or term.since == member.since
    return same_mandate and folded(str(term.official)) == member.key


def ending(term: Term, successor: Member | None, yesterday: date) -> Term:
    known = successor.since - timedelta(days=1) if successor and successor.since else yesterday
    term.until = max(known, term.since) if term.since else known
    return term


def correct(term: Term, member: Member, as_of: str) -> bool:
    """Bring a term that goes on up to date; True when something differed."""
    facts = {
        "party": member.party,
        "email": member.email,
        "since": member.since or term.since,
        "source": member.source,
        "as_of": as_of,
    }
    differing = {name: value for name, value in facts.items() if getattr(term, name) != value}
    for name, value in differing.items():
        setattr(term, name, value)
    return bool(differing)


def apply_changes(changes: Changes, offices: Iterable[Office], legislature: Legislature) -> None:
    Term.objects.bulk_update(changes.ended, ["until"])
    Term.objects.bulk_update(changes.corrected, ["party", "email", "since", "source", "as_of"])
    officials = officials_for([member for _office, member in changes.begun], offices)
    Term.objects.bulk_create(
        Term(
            office=office,
            official=officials[member.source],
            party=member.party,
            email=member.email,
            since=member.since,
            source=member.source,
            as_of=legislature.as_of,
        )
        for office, member in changes.begun
    )


def officials_for(members: Iterable[Member], offices: Iterable[Office]) -> dict[str, Official]:
    """By the member's line: the official of that name who sat in this house, else a new one.

    Two members of one name are two people: a name that stands twice in a list matches nobody.
    """
    members = list(members)
    times = Counter(member.key for member in members)
    sat = Official.objects.filter(terms__office__in=list(offices)).distinct()
    known = {folded(str(official)): official for official in sat}
    found = {m.source: known[m.key] for m in members if m.key in known and times[m.key] == 1}
    missing = [member for member in members if member.source not in found]
    created = Official.objects.bulk_create(
        Official(given_name=member.given_name, family_name=member.family_name) for member in missing
    )
    return found | {member.source: new for member, new in zip(missing, created, strict=True)}


@transaction.atomic
def open_committee_office(
    *, slug: str, email: str, by: AbstractBaseUser | None, at: datetime, **names: str
) -> Office:
    """A body without a district, written to through its clerk. The slug names it: asked for
    again, the same office comes back, with its names and address brought up to date.

    `names`: body_en and title_en, and body_fr and title_fr.
    """
    facts = {"email": email, **names}
    known = Office.objects.filter(slug=slug, **facts).first()
    if known is not None:
        return known
    office, created = Office.objects.update_or_create(slug=slug, defaults=facts)
    audit.record("office opened" if created else "office corrected", office, by=by, at=at)
    return office
