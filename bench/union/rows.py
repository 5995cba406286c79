"""The rows of a made-up national union, each table by one statement in SQL both databases know.

Chance is arithmetic on a row's number, so that the same union comes out everywhere, each time.
"""

# ruff: noqa: S608 (nothing here comes from outside)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models

from reclaim.organize.outreach.models import Conversation, ListEntry, Standing
from reclaim.people.models import (
    Consent,
    ConsentEvent,
    ContactPoint,
    CustomValue,
    LocalMembership,
    Note,
    Person,
)

PRIME = 2_147_483_647
STEP = 7_919  # through the seats; no divisor of their number
NAMELESS = 500  # one in so many gave an address only
MOMENTS = 4_000  # hours before the last one, when things were said
LISTS = 40
DAYS = 9_000  # before the last day, on which somebody may have joined
LAST = datetime(2026, 10, 1, 12, tzinfo=UTC)
CITIES = (
    ("Toronto ON", "M4C M5A M6H M1B M9N M4X M6K"),
    ("Ottawa ON", "K1N K2P K1A K2B"),
    ("Hamilton ON", "L8N L8P"),
    ("Sudbury ON", "P3E P3C"),
    ("Thunder Bay ON", "P7B"),
    ("Montréal QC", "H2X H3A H1W H4C H2J"),
    ("Québec QC", "G1R G1K"),
    ("Gatineau QC", "J8X J9H"),
    ("Winnipeg MB", "R3C R2W"),
    ("Regina SK", "S4P"),
    ("Calgary AB", "T2P T3A"),
    ("Edmonton AB", "T5J"),
    ("Vancouver BC", "V5K V6B V6E"),
    ("Victoria BC", "V8W"),
    ("Halifax NS", "B3H B3J"),
    ("Moncton NB", "E1C"),
    ("St. John's NL", "A1C"),
    ("Charlottetown PE", "C1A"),
    ("Iqaluit NU", "X0A"),
    ("Whitehorse YT", "Y1A"),
)
GIVEN = [
    "Ana",
    "Idris",
    "Rosa",
    "Ngozi",
    "Zoé",
    "François",
    "Mei",
    "Anaïs",
    "Bo",
    "Jean-Luc",
    "Aïcha",
    "Tomás",
    "Łucja",
    "Sean",
    "Noor",
    "Fatou",
    "Élodie",
    "Émile",
    "Harpreet",
    "Manjit",
    "Liam",
    "Olivia",
    "Priya",
    "Chidi",
    "Amara",
    "Yusuf",
    "Leila",
    "Omar",
    "Ingrid",
    "Sofía",
    "Diego",
    "Camila",
    "Wei",
    "Jun",
    "Thi",
    "Minh",
    "Kenji",
    "Aiko",
    "Siobhan",
    "Niamh",
    "Pierre",
    "Geneviève",
    "Océane",
    "Thérèse",
    "Marie-Ève",
    "Mathieu",
    "Réjean",
    "Ginette",
    "Dolores",
    "Efren",
    "Jocelyn",
    "Imelda",
    "Kwame",
    "Abena",
    "Tariq",
    "Samira",
    "Nikolai",
    "Oksana",
    "Taras",
    "Halyna",
    "Giulia",
    "Marco",
    "Renata",
    "Paulo",
    "Inês",
    "Aputik",
    "Siasi",
    "Joseph",
    "Mary",
    "ᐊᓚᓱᒃ",
    "محمد",
    "ਗੁਰਪ੍ਰੀਤ",
    "van-Anh",
    "o",
]
FAMILY = [
    "Nguyen",
    "Singh",
    "Tremblay",
    "Smith",
    "Roy",
    "Wu",
    "Côté",
    "Lefèvre",
    "Okoro",
    "Lima",
    "Ali",
    "Émond",
    "O'Brien",
    "D'Souza",
    "Núñez",
    "Gill",
    "Chen",
    "Gagnon",
    "Brown",
    "Bouchard",
    "Kaur",
    "Santos",
    "Khan",
    "Cruz",
    "Morin",
    "Élie",
    "Patel",
    "Lee",
    "Wilson",
    "Dubé",
    "Reyes",
    "Mensah",
    "Diallo",
    "Haddad",
    "Kowalski",
    "Shevchenko",
    "Rossi",
    "Silva",
    "Iqaluk",
    "ᐃᓄᒃ",
    "العلي",
    "ਕੌਰ",
    "de-Souza",
    "van-Dyk",
]
STEMS = [
    "Ber",
    "Lar",
    "Mon",
    "Vel",
    "Kar",
    "Tor",
    "Dal",
    "Fer",
    "Gar",
    "Hol",
    "Jan",
    "Kel",
    "Mar",
    "Nor",
    "Ols",
    "Pet",
    "Quin",
    "Ram",
    "Sal",
    "Tal",
    "Ul",
    "Var",
    "Wal",
    "Yar",
    "Zel",
    "Bro",
    "Cha",
    "Des",
    "Fon",
    "Gri",
    "Lav",
    "Pel",
    "Rou",
    "Tho",
    "Ver",
]
ENDS = [
    "sen",
    "ier",
    "eau",
    "ski",
    "ova",
    "ton",
    "son",
    "ette",
    "ard",
    "ault",
    "man",
    "ling",
    "ros",
    "ani",
    "ides",
    "enko",
    "yan",
    "oku",
    "well",
    "ford",
    "berg",
    "quist",
    "ham",
    "wick",
    "ley",
    "dale",
    "more",
    "in",
    "elli",
    "ez",
]
JOBS = ("Cleaner", "Cook", "Operator", "Préposée", "Nurse", "Guard", "Librarian", "Clerk", "Driver")


def hit(salt: int, of: str = "p.id") -> str:
    """A number below PRIME that looks like chance; each salt is another throw."""
    mixed = f"(({of} * {48_271 + 2 * salt} + {salt * 7_919}) % {PRIME})"
    return f"(({mixed} * {mixed} + {salt}) % {PRIME})"


def one_in(parts: int, salt: int, of: str = "p.id") -> str:
    """A number from 0 up to `parts`, without it."""
    return f"({hit(salt, of)} % {parts})"


def skewed(parts: int, salt: int) -> str:
    """The same, small numbers more often."""
    return f"({one_in(parts, salt)} * {one_in(parts, salt + 1)} / {parts})"


def digits(number: str, width: int) -> str:
    return f"substr(CAST({10**width} + {number} AS text), 2)"


def picked(options: Sequence[str], salt: int) -> str:
    cases = " ".join(f"WHEN {n} THEN {literal(one)}" for n, one in enumerate(options))
    return f"CASE {one_in(len(options), salt)} {cases} END"


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def uuid(number: str) -> str:
    text = f"'00000000000040008000' || {digits(number, 12)}"
    return f"CAST({text} AS uuid)" if connection.vendor == "postgresql" else text


def put(model: type[models.Model], columns: Mapping[str, str], source: str) -> None:
    """One statement. What the model says by default stands in columns that are not named."""
    usual = {
        field.column: literal(field.get_db_prep_save(field.get_default(), connection))
        for field in model._meta.concrete_fields
        if not (field.null or field.primary_key or field.generated or field.column in columns)
    }
    every = usual | dict(columns)
    what = source.replace("WHAT", ", ".join(every.values()), 1)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(every)}) {what}")


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


def keep(shape: str, rows: Iterable[tuple[Any, ...]]) -> None:
    name = shape.split(" ", maxsplit=1)[0]
    listed = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {shape}")
        marks = ", ".join(["%s"] * len(listed[0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", listed)


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


def talks(campaign: int, path: str, leader: int, first: int, last: int) -> None:
    """One in eight was tried, some twice, most assessed; standings follow from the talks."""
    below = f"JOIN people_organization o ON o.id = p.organization_id AND o.path LIKE '{path}%'"
    outcome = f"CASE WHEN {one_in(100, 92)} < 70 THEN 'talked' WHEN {one_in(100, 92)} < 95"
    outcome += " THEN 'no_answer' ELSE 'wrong_number' END"
    for again, salt in ((0, 100), (1, 110)):
        talked = outcome.replace(hit(92), hit(salt + 1))
        put(
            Conversation,
            {
                "campaign_id": str(campaign),
                "person_id": "p.id",
                "client_id": uuid(f"p.id + {(2 * campaign + again) * 10_000_000}"),
                "by_id": str(leader),
                "at": "moment.at",
                "outcome": talked,
                "assessment": f"CASE WHEN ({talked}) = 'talked' AND {one_in(10, salt + 2)} < 8"
                f" THEN 1 + {skewed(5, salt + 3)} END",
                "next_on": f"CASE WHEN {one_in(10, salt + 5)} = 0 THEN day.day END",
            },
            f"SELECT WHAT FROM people_person p {below}"
            f" JOIN union_moment moment ON moment.n = {one_in(MOMENTS, salt + 6)}"
            f" JOIN union_day day ON day.n = {DAYS - 1} - {one_in(60, salt + 7)}"
            f" WHERE p.id BETWEEN {first} AND {last} AND {one_in(8, 170 + campaign % 20)} = 0"
            + f" AND {one_in(5, salt)} = 0"
            * again,
        )
    standings(campaign, first, last)


def standings(campaign: int, first: int, last: int) -> None:
    """What `outreach.services.follow` comes to, said of many at once."""
    these = f"campaign_id = {campaign} AND person_id BETWEEN {first} AND {last}"
    of = "FROM outreach_conversation c WHERE c.campaign_id = l.campaign_id"
    of += " AND c.person_id = l.person_id AND"
    put(
        Standing,
        {
            "campaign_id": "l.campaign_id",
            "person_id": "l.person_id",
            "assessment": f"(SELECT c.assessment {of} c.assessment IS NOT NULL"
            " ORDER BY c.at DESC, c.id DESC LIMIT 1)",
            "assessed_at": f"(SELECT max(c.at) {of} c.assessment IS NOT NULL)",
            "talked_at": f"(SELECT max(c.at) {of} c.outcome = 'talked')",
            "tried_at": "l.at",
            "outcome": "l.outcome",
            "next_on": "l.next_on",
        },
        "SELECT WHAT FROM (SELECT c.*, row_number() OVER (PARTITION BY person_id"
        f" ORDER BY at DESC, id DESC) AS place FROM outreach_conversation c WHERE {these}) l"
        " WHERE l.place = 1",
    )


def entries(campaign: int, path: str, first: int, last: int) -> None:
    """Some of those a campaign talks with stand on its lists, each on one."""
    put(
        ListEntry,
        {
            "campaign_id": str(campaign),
            "list_id": f"(SELECT min(id) FROM outreach_list WHERE campaign_id = {campaign})"
            f" + {one_in(LISTS, 130)}",
            "person_id": "p.id",
        },
        "SELECT WHAT FROM people_person p JOIN people_organization o"
        f" ON o.id = p.organization_id AND o.path LIKE '{path}%'"
        f" WHERE p.id BETWEEN {first} AND {last} AND {one_in(10, 131)} = 0",
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
