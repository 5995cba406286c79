"""What each row of a batch would change, worked out in memory: the check and the import do the
same, and only the import writes it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.people.models import (
    ContactPoint,
    Import,
    LocalMembership,
    Organization,
    Suppression,
    Worksite,
)
from reclaim.people.rules.cells import cut, plain
from reclaim.people.services.contacts import suppressed
from reclaim.people.services.imports.matching import NamesSomebody, find
from reclaim.people.services.imports.records import FACTS, Joined, Known, Record
from reclaim.people.services.imports.wanted import RowReader, Wanted

SAID = tuple(name for name in FACTS if name != "worksite_id")
Before = dict[str, Any]


@dataclass(slots=True)
class Planned:
    """What becomes of one row. `before` says what it changes, from what to what."""

    line: int
    outcome: str
    record: Record | None = None
    wanted: Wanted | None = None
    before: Before | None = None
    reason: str = ""
    cells: Sequence[str] = ()
    about: Record | None = None  # whom the reason names
    is_by_name: bool = False


class Sites(Protocol):
    """Where worksites come from: found, or made when the mapping says so."""

    def of(self, organization: int, name: str) -> int: ...


@dataclass
class Planner:
    """Keeps what holds for every row of one import."""

    work: Import
    reader: RowReader
    sites: Sites
    is_local: bool = False
    next_key: int = 0
    stopped: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.is_local = self.work.organization.kind == Organization.Kind.LOCAL
        self.home = self.work.organization_id
        self.new_kind = self.work.option("kind", LocalMembership.Kind.MEMBER)
        self.language = self.work.option("language", "en")

    def read(self, rows: Sequence[tuple[int, list[str]]]) -> tuple[list[Wanted], list[Planned]]:
        """The rows that can be read, and those set aside already."""
        good, bad = [], []
        for line, row in rows:
            try:
                good.append(self.reader.read(line, row))
            except Refused as reason:
                bad.append(set_aside(line, str(reason), row))
        return good, bad

    def plan(self, rows: Sequence[Wanted], known: Known) -> Iterator[Planned]:
        """Row by row: a row meets what the rows before it changed. Those refused are named by
        their line; whoever asked has the cells."""
        if Suppression.objects.exists():
            points = {(kind, key) for row in rows for kind, key, _value in row.points}
            self.stopped = suppressed(points)
        for row in rows:
            try:
                yield self.plan_row(row, known)
            except NamesSomebody as reason:
                yield replace(set_aside(row.line, str(reason), ()), about=reason.record)
            except Refused as reason:
                yield set_aside(row.line, str(reason), ())

    def plan_row(self, wanted: Wanted, known: Known) -> Planned:
        local = wanted.local or (self.home if self.is_local else None)
        record = find(wanted, known, local)
        if record is None and is_kept_elsewhere(wanted, known):
            raise Refused(_("Another organization keeps the record of this member."))
        is_new = record is None
        if record is None:
            if not wanted.name and not wanted.keys["email"]:
                raise Refused(_("Nobody here has this identifier, and the row says no name."))
            if namesake := self.namesake(wanted, known, local):
                return Planned(wanted.line, "unchanged", namesake, wanted, is_by_name=True)
            self.next_key -= 1
            record = Record(self.next_key, local or self.home, dict.fromkeys(FACTS, ""))
            record.facts |= {"language": self.language, "worksite_id": None}
        site = self.site(wanted, record)
        before = apply(wanted, record, site, self.stopped)
        self.join(wanted, record, local, before)
        known.add(record)
        outcome = "added" if is_new else "updated" if before else "unchanged"
        return Planned(wanted.line, outcome, record, wanted, before)

    def namesake(self, wanted: Wanted, known: Known, local: int | None) -> Record | None:
        """Of whom we know nothing but what this row says, which is no way to reach them: the
        sheet was dropped before. Where the least differs it is somebody else."""
        if not wanted.is_bare:
            return None
        family, given = wanted.family_and_given
        places = {("address", key) for key in wanted.keys["address"]}
        for pk in sorted(known.by_name.get((local or self.home, given, family), ())):
            if not places <= known.records[pk].points.keys():
                continue
            same = deepcopy(known.records[pk])
            before = apply(wanted, same, self.site(wanted, same), self.stopped)
            self.join(wanted, same, local, before)
            if same.is_bare and not before:
                return known.records[pk]
        return None

    def site(self, wanted: Wanted, record: Record) -> int | None:
        name = wanted.texts.get("worksite")
        return self.sites.of(record.organization_id, name) if name else None

    def join(self, wanted: Wanted, record: Record, local: int | None, before: Before) -> None:
        """Their membership of the local: made when there is none, told apart by what the row
        says. What they were before stays as history."""
        if local is None:
            return
        here = [one for one in record.joined if one.organization_id == local]
        number = wanted.texts.get("number", "")
        is_told = number or wanted.kind or wanted.since or wanted.local
        if not here and not (is_told or record.pk < 0):
            return
        if not here:
            joined = Joined(local, number, wanted.kind or self.new_kind, wanted.since)
            record.joined.append(joined)
            before["joined"] = [local, joined.kind, iso(joined.since)]
            return
        numbered = (one for one in here if number and one.number == number)
        current = next(numbered, None) or next((one for one in here if one.until is None), here[0])
        self.change_joined(wanted, current, here, before)

    def change_joined(
        self, wanted: Wanted, current: Joined, here: list[Joined], before: Before
    ) -> None:
        kind, since = wanted.kind or current.kind, wanted.since or current.since
        taken = {(one.kind, one.since) for one in here if one is not current}
        if (kind, since) in taken or (current.until and since and since > current.until):
            kind, since = current.kind, current.since
        new = {"number": wanted.texts.get("number") or current.number, "kind": kind, "since": since}
        changed = {name: value for name, value in new.items() if getattr(current, name) != value}
        if changed:
            old = {name: getattr(current, name) for name in changed}
            before["membership"] = {
                "at": [current.organization_id, current.kind, iso(current.since)],
                "to": {name: iso(value) for name, value in new.items()},
                "old": {name: iso(value) for name, value in old.items()},
            }
            for name, value in changed.items():
                setattr(current, name, value)


def iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def set_aside(line: int, reason: str, row: Sequence[str]) -> Planned:
    return Planned(line, "set_aside", reason=reason[:300], cells=row)


def is_kept_elsewhere(wanted: Wanted, known: Known) -> bool:
    return wanted.texts.get("number", "") in known.outside


def apply(
    wanted: Wanted, record: Record, site: int | None, stopped: set[tuple[str, str]]
) -> Before:
    """Change the record in memory. Blank says nothing; a no is always taken, and a yes only where
    nobody has answered yet."""
    before: Before = {}
    said = {name: wanted.texts[name] for name in SAID if wanted.texts.get(name)}
    if site is not None:
        said["worksite_id"] = site  # type: ignore[assignment]
    if facts := changes(said, record.facts):
        before["facts"] = facts
    new = [
        (kind, key, value) for kind, key, value in wanted.points if (kind, key) not in record.points
    ]
    for kind, key, _value in new:
        is_stopped = (kind, key) in stopped
        status = ContactPoint.Status.STOPPED if is_stopped else ContactPoint.Status.USABLE
        record.points[kind, key] = status
    if new:
        before["points"] = new
    if custom := changes(wanted.custom, record.custom):
        before["custom"] = custom
    if ids := changes(wanted.ids, record.ids):
        before["ids"] = ids
    taken = {
        channel: said
        for channel, said in wanted.consents.items()
        if record.consents.get(channel) is not said and (not said or channel not in record.consents)
    }
    if taken:
        record.consents |= taken
        before["consents"] = taken
    return before


def changes(said: Mapping[Any, Any], known: dict[Any, Any]) -> dict[Any, list[Any]]:
    """{name: [before, after]} of what differs; the record says the new afterwards."""
    changed = {
        name: [known.get(name), value] for name, value in said.items() if known.get(name) != value
    }
    known.update(said)
    return changed


class KnownSites:
    """The worksites of the branch by name. A new one is made by `make`, or refused."""

    def __init__(self, work: Import) -> None:
        below = Worksite.objects.filter(organization__path__startswith=work.organization.path)
        self.known: dict[tuple[int, str], int] = {}
        for pk, organization, *names in below.values_list(
            "pk", "organization", "name_en", "name_fr"
        ):
            self.known |= {(organization, plain(name)): pk for name in names if name}
        self.makes = work.option("worksites") == "create"

    def of(self, organization: int, name: str) -> int:
        key = organization, plain(name) or name
        if key not in self.known:
            if not self.makes:
                raise Refused(
                    _("No worksite called “%(name)s” is known here.") % {"name": cut(name)}
                )
            self.known[key] = self.make(organization, name)
        return self.known[key]

    def make(self, organization: int, name: str) -> int:
        """In a check nothing is made: a number nobody has stands for it."""
        return -len(self.known) - 1
