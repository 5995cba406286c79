"""The rows of a made-up national union, each table by one statement in SQL both databases know.

Chance is arithmetic on a row's number, so that the same union comes out everywhere, each time.
"""

# ruff: noqa: S608 (nothing here comes from outside)

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from bench.union.chance import digits, hit, keep, one_in, picked, put, skewed
from bench.union.names import CITIES, ENDS, FAMILY, GIVEN, JOBS, STEMS
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ContactPoint,
    CustomValue,
    LocalMembership,
    Note,
    Person,
)

STEP = 7_919  # through the seats; no divisor of their number
NAMELESS = 500  # one in so many gave an address only
MOMENTS = 4_000  # hours before the last one, when things were said
DAYS = 9_000  # before the last day, on which somebody may have joined
LAST = datetime(2026, 10, 1, 12, tzinfo=UTC)


def prepare() -> None:
    """What chance draws from, in tables of this connection."""
    moment = {"postgresql": "timestamp with time zone"}.get(connection.vendor, "datetime")
    families = [*FAMILY, *(stem + end for end in ENDS for stem in STEMS)]
    codes = [(town, code) for town, found in CITIES for code in found.split()]
    first = (LAST - timedelta(days=DAYS)).date()
    adapt = connection.ops
    keep("union_given (n bigint primary key, name text)", enumerate(GIVEN))
    keep("union_family (n bigint primary key, name text)", enumerate(families))
    keep(
        "union_code (n bigint primary key, town text, code text)",
        ((n, *place) for n, place in enumerate(codes)),
    )
    keep(
        "union_day (n bigint primary key, day date)",
        ((n, adapt.adapt_datefield_value(first + timedelta(n))) for n in range(DAYS)),
    )
    keep(
        f"union_moment (n bigint primary key, at {moment})",
        ((n, adapt.adapt_datetimefield_value(LAST - timedelta(hours=n))) for n in range(MOMENTS)),
    )


def people(first: int, last: int, everybody: int) -> None:
    """Seats are dealt by a step through all of them: no local's people stand together."""
    family = len(FAMILY) + len(STEMS) * len(ENDS)
    number = f"CAST(200 + {one_in(800, 2)} AS text) || ' ' || {digits(one_in(10_000, 3), 4)}"
    is_nameless = f"(p.id % {NAMELESS} = 7)"
    put(
        Person,
        {
            "id": "p.id",
            "organization_id": "home.organization",
            "given_name": f"CASE WHEN {is_nameless} THEN '' ELSE given.name END",
            "family_name": f"CASE WHEN {is_nameless} OR p.id % 100 = 9 THEN ''"
            f" WHEN {one_in(100, 8)} < 8 THEN family.name || '-' || second.name"
            " ELSE replace(family.name, '-', ' ') END",
            "pronouns": picked(("", "", "", "she/her", "he/him", "they/them", "elle", "il"), 10),
            "email": f"CASE WHEN {one_in(100, 11)} < 80 OR {is_nameless} THEN 'u'"
            " || CAST(p.id AS text) || '@home.example' ELSE '' END",
            "phone": f"CASE WHEN {one_in(100, 12)} < 70 THEN '416 ' || {number} ELSE '' END",
            "language": picked(("en", "en", "en", "en", "en", "en", "fr", "fr", "fr", "pa"), 13),
            "also_speaks": picked(("", "", "", "", "", "", "fr", "en", "tl", "zh ar"), 14),
            "worksite_id": f"CASE WHEN {one_in(100, 15)} < 85"
            f" THEN home.first_site + {hit(16)} % home.sites END",
            "job_title": picked(JOBS, 17),
            "shift": picked(("", "", "days", "nights", "evenings"), 18),
            "is_invented": "TRUE",
        },
        f"WITH RECURSIVE seat(id) AS (SELECT CAST({first} AS bigint) UNION ALL"
        f" SELECT id + 1 FROM seat WHERE id < {last}),"
        f" p AS (SELECT id, (id * {STEP}) % {everybody} AS place FROM seat)"
        " SELECT WHAT FROM p"
        " JOIN union_home home ON home.first_place = (SELECT max(x.first_place)"
        " FROM union_home x WHERE x.first_place <= p.place)"
        f" JOIN union_given given ON given.n = {skewed(len(GIVEN), 4)}"
        f" JOIN union_family family ON family.n = {skewed(family, 6)}"
        f" JOIN union_family second ON second.n = {one_in(family, 9)}",
    )


def ways(first: int, last: int) -> None:
    """The e-mail and phone that stand on each, a postal address for six in ten, and some
    addresses that no longer reach anybody."""
    noted = {"person_id": "p.id", "noted_at": "moment.at", "status": "'usable'"}
    source = (
        f"SELECT WHAT FROM people_person p JOIN union_moment moment"
        f" ON moment.n = {one_in(MOMENTS, 20)} {{}} WHERE p.id BETWEEN {first} AND {last}"
        " AND {}"
    ).format
    put(
        ContactPoint,
        noted
        | {"kind": "'email'", "value": "p.email", "key": "lower(p.email)", "is_preferred": "TRUE"},
        source("", "p.email <> ''"),
    )
    put(
        ContactPoint,
        noted
        | {
            "kind": "'phone'",
            "value": "p.phone",
            "key": "'+1' || replace(p.phone, ' ', '')",
            "label": "'mobile'",
            "is_preferred": "TRUE",
        },
        source("", "p.phone <> ''"),
    )
    old = "'old' || CAST(p.id AS text) || '@away.example'"
    put(
        ContactPoint,
        noted
        | {
            "kind": "'email'",
            "value": old,
            "key": old,
            "status": picked(("bounced", "ended", "wrong"), 21),
        },
        source("", f"{one_in(100, 22)} < 6"),
    )
    letter = f"substr('ABCEGHJKLMNPRSTVWXYZ', CAST(1 + {one_in(20, 24)} AS int), 1)"
    inner = f"CAST({one_in(10, 25)} AS text) || {letter} || CAST({one_in(10, 26)} AS text)"
    address = (
        f"CAST(1 + {one_in(900, 27)} AS text) || ' Elm Street, ' || place.town || ' '"
        f" || place.code || ' ' || {inner}"
    )
    codes = sum(len(found.split()) for _town, found in CITIES)
    put(
        ContactPoint,
        noted
        | {
            "kind": "'address'",
            "value": address,
            "key": f"lower({address})",
            "label": "'home'",
            "is_preferred": "TRUE",
        },
        source(
            f"JOIN union_code place ON place.n = {one_in(codes, 28)}", f"{one_in(100, 29)} < 60"
        ),
    )


def memberships(first: int, last: int) -> None:
    """Everybody in the local that keeps their record; one in a hundred in the next one too."""
    begun = f"JOIN union_day day ON day.n = {one_in(DAYS - 400, 31)}"
    ended = f"LEFT JOIN union_day ended ON ended.n = day.n + 365 AND {one_in(100, 32)} < 4"
    kinds = ("member",) * 22 + ("probation", "retired", "friend", "laid_off")
    columns = {
        "person_id": "p.id",
        "organization_id": "p.organization_id",
        "kind": picked(kinds, 33),
        "number": f"CASE WHEN {one_in(100, 34)} < 60 THEN 'M' || {digits('p.id', 8)} ELSE '' END",
        "since": "day.day",
        "until": "ended.day",
        "is_elsewhere": "FALSE",
    }
    source = f"SELECT WHAT FROM people_person p {begun} {{}} WHERE p.id BETWEEN {first} AND {last}"
    put(LocalMembership, columns, source.format(ended))
    elsewhere = {"organization_id": "home.following", "until": "NULL", "is_elsewhere": "TRUE"}
    other = "JOIN union_home home ON home.organization = p.organization_id"
    put(
        LocalMembership,
        columns | elsewhere,
        source.format(other) + f" AND {one_in(100, 35)} = 0",
    )


# channel, purpose, how many of a hundred said something, how many of those no
SAID = (
    ("email", "campaign", 70, 12),
    ("sms", "campaign", 40, 15),
    ("call", "campaign", 30, 20),
    ("post", "campaign", 10, 5),
    ("email", "commercial", 12, 30),
)


def consents(first: int, last: int) -> None:
    """The ledger, some of it said twice, and what it comes to."""
    for place, (channel, purpose, share, refused) in enumerate(SAID):
        salt = 40 + 10 * place
        for again in (0, 1):
            say(first, last, (channel, purpose), (share if not again else 8, refused), salt, again)
    facts = "person_id, channel, purpose, is_given, basis, expires_on, at"
    columns = {name: f"e.{name}" for name in facts.split(", ")}
    put(
        Consent,
        columns,
        f"SELECT WHAT FROM (SELECT {facts}, row_number() OVER"
        " (PARTITION BY person_id, channel, purpose ORDER BY at DESC, id DESC) AS place"
        f" FROM people_consentevent WHERE person_id BETWEEN {first} AND {last}) e"
        " WHERE e.place = 1",
    )


def say(
    first: int,
    last: int,
    what: tuple[str, str],
    shares: tuple[int, int],
    salt: int,
    again: int,
) -> None:
    """`again`: a later word of some of those who said one; more often a no."""
    channel, purpose = what
    share, refused = shares
    spoke = f"{one_in(100, salt)} < {share}" + (f" AND {one_in(10, salt + 1)} = 0" * again)
    put(
        ConsentEvent,
        {
            "person_id": "p.id",
            "channel": f"'{channel}'",
            "purpose": f"'{purpose}'",
            "is_given": f"({one_in(100, salt + 2 + again)} >= {refused * (1 + 3 * again)})",
            "basis": "'express'",
            "at": "moment.at",
            "source": picked(("import", "form", "paper", "talk"), salt + 4),
            "language": "CASE p.language WHEN 'fr' THEN 'fr' ELSE 'en' END",
        },
        "SELECT WHAT FROM people_person p JOIN union_moment moment"
        f" ON moment.n = {one_in(MOMENTS // 2, salt + 5)} + {MOMENTS // 2 * (1 - again)}"
        f" WHERE p.id BETWEEN {first} AND {last} AND {spoke}",
    )


def facts(field: int, options: Sequence[str], share: int, first: int, last: int) -> None:
    """What some records say in a field of the national's."""
    put(
        CustomValue,
        {"person_id": "p.id", "field_id": str(field), "value": picked(options, 140 + field % 7)},
        f"SELECT WHAT FROM people_person p WHERE p.id BETWEEN {first} AND {last}"
        f" AND {one_in(100, 150 + field % 7)} < {share}",
    )


def notes(author: int, first: int, last: int) -> None:
    put(
        Note,
        {
            "person_id": "p.id",
            "text": "'Asked twice about the night shift.'",
            "written_at": "moment.at",
            "written_by_id": str(author),
        },
        "SELECT WHAT FROM people_person p JOIN union_moment moment"
        f" ON moment.n = {one_in(MOMENTS, 160)}"
        f" WHERE p.id BETWEEN {first} AND {last} AND {one_in(50, 161)} = 0",
    )
