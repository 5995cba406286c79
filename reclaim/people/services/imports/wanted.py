"""What one row of a sheet says of one person, read by the mapping of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.people.models import CustomField, Import, Organization
from reclaim.people.models.contact import phone_key
from reclaim.people.queries.columns import CONSENTS, CUSTOM, IDENTIFIERS, REFUSALS
from reclaim.people.rules import cells
from reclaim.people.rules.cells import plain

LENGTHS = {
    "given_name": 120,
    "family_name": 120,
    "pronouns": 40,
    "job_title": 120,
    "shift": 40,
    "worksite": 200,
    "number": 40,
}
POINTS = ("email", "phone", "address")
PLACE = ("street", "city", "province", "postal_code", "country")


@dataclass(slots=True)
class Wanted:
    """Empty is: the sheet does not say. `local` is the local the row names, if it names one."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    points: list[tuple[str, str, str]] = field(default_factory=list)  # kind, key, value
    local: int | None = None
    kind: str = ""
    since: date | None = None
    custom: dict[int, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    said_on: date | None = None
    keys: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in POINTS})

    def add(self, kind: str, key: str, value: str) -> None:
        if key not in self.keys[kind]:
            self.keys[kind].append(key)
            self.points.append((kind, key, value))

    @property
    def is_bare(self) -> bool:
        """Nothing but the name tells who it is."""
        is_reached = self.keys["email"] or self.keys["phone"]
        return not (is_reached or self.ids or self.texts.get("number"))

    @property
    def family_and_given(self) -> tuple[str, str]:
        return self.texts.get("family_name", ""), self.texts.get("given_name", "")

    @property
    def name(self) -> str:
        return f"{self.texts.get('given_name', '')} {self.texts.get('family_name', '')}".strip()


Reader = Callable[[Wanted, str], None]


class RowReader:
    """Reads rows of one import; raises `Refused` with the reason a row is set aside."""

    def __init__(self, work: Import) -> None:
        organization = work.organization
        self.order = work.option("order", "dmy")
        self.default_day = work.option("consent_on")
        self.width = len(work.sheet["header"])
        self.locals = local_names(organization)
        self.fields = {field.pk: field for field in CustomField.objects.of(organization)}
        targets = enumerate(work.mapping["columns"])
        self.columns = [(at, self.reader(target)) for at, target in targets if target]
        self.has_place = bool({*PLACE, "address"} & set(work.mapping["columns"]))

    def read(self, line: int, row: Sequence[str]) -> Wanted:
        if more := [cell for cell in row[self.width :] if cell]:
            raise Refused(
                _("This row has more cells than the header: “%(cells)s”.")
                % {"cells": cells.cut(", ".join(more))}
            )
        wanted = Wanted(line)
        for at, reader in self.columns:
            if at < len(row) and (text := row[at]):
                reader(wanted, text)
        if self.has_place:
            self.add_place(wanted)
        self.check(wanted)
        return wanted

    def check(self, wanted: Wanted) -> None:
        texts = wanted.texts
        is_somebody = wanted.name or texts.get("number") or wanted.ids or wanted.keys["email"]
        if not is_somebody:
            raise Refused(_("Nothing in this row says who it is: no name, no e-mail address."))
        if True in wanted.consents.values() and not wanted.said_on:
            if not self.default_day:
                raise Refused(_("This row says yes, but not on which day."))
            wanted.said_on = date.fromisoformat(self.default_day)

    def reader(self, target: str) -> Reader:
        if target in LENGTHS:
            return text_reader(target, LENGTHS[target])
        if target.startswith(CUSTOM):
            return self.custom_reader(int(target.removeprefix(CUSTOM)))
        if target in IDENTIFIERS:
            return identifier_reader(IDENTIFIERS[target])
        if target in CONSENTS or target in REFUSALS:
            return consent_reader(target)
        return {
            "full_name": read_full_name,
            "email": read_email,
            "phone": read_phone,
            "language": read_language,
            "kind": read_kind,
            "local": self.read_local,
            "since": self.read_since,
            "consent_date": self.read_said_on,
        }.get(target) or text_reader(target, 300)

    def read_local(self, wanted: Wanted, text: str) -> None:
        known = self.locals.get(plain(text))
        if known is None:
            raise Refused(
                _("No local called “%(text)s” is known here.") % {"text": cells.cut(text)}
            )
        wanted.local = known

    def read_since(self, wanted: Wanted, text: str) -> None:
        wanted.since = cells.day(text, self.order)

    def read_said_on(self, wanted: Wanted, text: str) -> None:
        wanted.said_on = cells.day(text, self.order)

    def custom_reader(self, pk: int) -> Reader:
        field = self.fields.get(pk)
        if field is None:
            raise Refused(
                _("A field of this mapping is asked no more. Say again what the columns hold.")
            )

        def read(wanted: Wanted, text: str) -> None:
            if field.kind == CustomField.Kind.DATE:
                text = cells.day(text, self.order).isoformat()
            try:
                wanted.custom[pk] = field.read(text)
            except ValidationError as error:
                error.__traceback__ = None  # as for an e-mail address
                raise Refused(f"{field.name}: {' '.join(error.messages)}") from None

        return read

    def add_place(self, wanted: Wanted) -> None:
        """One address out of its parts, as it is written on an envelope."""
        texts = wanted.texts
        street, city, province, code, country = (texts.pop(name, "") for name in PLACE)
        town = " ".join(part for part in (city, province, code) if part)
        whole = texts.pop("address", "")
        address = ", ".join(part for part in (whole, street, town, country) if part)
        if whole or street or city:
            address = cells.words(address, 300)
            wanted.add("address", address.casefold(), address)


def local_names(organization: Organization) -> dict[str, int]:
    """How sheets call the locals of this branch: by name, by address, by the number in it."""
    below = Organization.objects.filter(
        path__startswith=organization.path, kind=Organization.Kind.LOCAL
    )
    known: dict[str, int | None] = {}
    for pk, *names in below.values_list("pk", "name_en", "name_fr", "slug"):
        numbers = ["".join(letter for letter in names[0] if letter.isdigit())]
        for name in {plain(name) for name in [*names, *numbers]} - {""}:
            known[name] = pk if known.get(name, pk) == pk else None
    return {name: pk for name, pk in known.items() if pk is not None}


def text_reader(name: str, most: int) -> Reader:
    def read(wanted: Wanted, text: str) -> None:
        wanted.texts[name] = cells.words(text, most)

    return read


def identifier_reader(system: str) -> Reader:
    def read(wanted: Wanted, text: str) -> None:
        wanted.ids[system] = cells.words(text, 80)

    return read


def consent_reader(target: str) -> Reader:
    """A column of wishes to be left alone says no where it says yes, and else nothing."""
    channel = CONSENTS.get(target) or REFUSALS[target]
    is_refusal = target in REFUSALS

    def read(wanted: Wanted, text: str) -> None:
        said = cells.yes_no(text)
        if is_refusal and said:
            wanted.consents[channel] = False
        elif not is_refusal and wanted.consents.get(channel) is not False:
            wanted.consents[channel] = said

    return read


def read_full_name(wanted: Wanted, text: str) -> None:
    given, family = cells.split_name(cells.words(text, 240))
    wanted.texts.setdefault("given_name", cells.words(given, 120))
    wanted.texts.setdefault("family_name", cells.words(family, 120))


def read_email(wanted: Wanted, text: str) -> None:
    for part in (
        text.replace(";", ",").replace(" ", ",").split(",") if text.count("@") > 1 else [text]
    ):
        if part.strip():
            value = cells.email(part)
            wanted.add("email", value.casefold(), value)


def read_phone(wanted: Wanted, text: str) -> None:
    value = cells.phone(text)
    wanted.add("phone", phone_key(value), value)


def read_language(wanted: Wanted, text: str) -> None:
    wanted.texts["language"] = cells.language(text)


def read_kind(wanted: Wanted, text: str) -> None:
    wanted.kind = cells.kind(text)
