"""Which pairs are weighed at all.

A million people make 5 × 10¹¹ pairs; only those that share something (BLOCKS, LISTS) are looked at,
and of them only those that could still be likely: what a pair weighs is bounded from above by what
tells at once whether two values are equal, and Splink weighs what that bound lets through. It is
never below the weight itself, so that no pair is lost by it.

What more than CROWD people share is looked at inside each local only, and not at all where even
there it is more. An e-mail, a phone or a member number of more than A_HOUSE people is nobody's own
and brings nobody together. `LeftOut` says how many people that was about.
"""

# ruff: noqa: S608 (our own names and numbers)

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2

from reclaim.people.queries.same.levels import COMPARISONS, Level, chance
from reclaim.people.queries.same.workbench import Workbench

CROWD = 2_000
A_HOUSE = 100
BLOCKS = (
    "joined", "given family", "whole skeleton", "birth initial", "birth family", "birth place",
    "birth postal", "postal initial", "postal family", "area family", "area given",
    "year beginning", "year given job", "family place", "given place job",
)  # fmt: skip
LISTS = ("emails", "phones", "numbers")
SLACK = 0.01  # bits: a bound is added up in another order than a weight
HASHED = ("given", "whole", "family", "joined", "birth", "place", "job", "street", "local", "area")
# What a pair weighs of these by equality alone; the others are said below.
PLAIN = {"given": "given", "family": "family", "birth": "birth", "street": "street",
         "place": "place", "job": "job"}  # fmt: skip
SHORT = 10  # letters; from here on a slip leaves the first four or the last four as they were


@dataclass
class LeftOut:
    """How many people were compared by less than they share: by what, within their local only,
    and not at all."""

    within_local: dict[str, int] = field(default_factory=dict)
    not_at_all: dict[str, int] = field(default_factory=dict)


def bits(level: Level) -> float:
    return log2(level.m / level.u)


def shared_columns() -> list[str]:
    """The columns whose values weigh by how often they occur."""
    found = [level.share for _unknown, levels in COMPARISONS.values() for level in levels]
    return [name for name in dict.fromkeys(found) if name]


def weight(level: Level) -> str:
    """Of two equal values: either side says how often the value occurs."""
    if not level.share:
        return f"{bits(level):.6f}"
    return f"({log2(level.m):.6f} - l.bits_{level.share})"


def plainly(name: str, column: str) -> str:
    """The levels that ask for equal values, from the first; of the others the highest."""
    _unknown, levels = COMPARISONS[name]
    equal = levels[: next(at for at, level in enumerate(levels) if not level.equal)]
    rest = max(map(bits, levels[len(equal) :]))
    cases = " ".join(f"WHEN l.{one.equal} = r.{one.equal} THEN {weight(one)}" for one in equal)
    return f"CASE {cases} WHEN l.{column} <> r.{column} THEN {rest:.6f} ELSE 0 END"


def of_local() -> str:
    same, beside, other = COMPARISONS["local"][1]
    return (
        f"CASE WHEN l.local = r.local THEN {weight(same)} WHEN l.local <> r.local THEN"
        f" CASE WHEN l.is_wide OR r.is_wide THEN {bits(beside):.6f} ELSE {bits(other):.6f} END"
        " ELSE 0 END"
    )


def of_ways() -> str:
    """Who shares one is found by that already; but not where a whole house does (`is_housed`)."""
    both, *_between, other = COMPARISONS["ways"][1]
    return (
        f"CASE WHEN l.is_housed AND r.is_housed THEN {bits(both):.6f}"
        " WHEN l.has_email AND r.has_email OR l.has_phone AND r.has_phone"
        f" THEN {bits(other):.6f} ELSE 0 END"
    )


def of_number(*, is_exact: bool) -> str:
    same, slip, other = COMPARISONS["number"][1]
    asked = "coalesce(l.head = r.head OR l.tail = r.tail, TRUE)"
    if is_exact:
        asked += " AND damerau_levenshtein(l.number, r.number) <= 1"
    return (
        "CASE WHEN l.number IS NULL OR r.number IS NULL THEN 0"
        f" WHEN l.is_housed AND r.is_housed THEN {bits(same):.6f}"
        f" WHEN {asked} THEN {bits(slip):.6f} ELSE {bits(other):.6f} END"
    )


def of_postal(*, is_exact: bool) -> str:
    same, slip, area, other = COMPARISONS["postal"][1]
    near = f"WHEN l.area = r.area THEN {weight(area)} ELSE {bits(other):.6f}"
    if is_exact:
        slipped = f"WHEN damerau_levenshtein(l.postal, r.postal) <= 1 THEN {bits(slip):.6f} {near}"
    else:
        slipped = f"ELSE greatest({bits(slip):.6f}, CASE {near} END)"
    return (
        "CASE WHEN l.postal IS NULL OR r.postal IS NULL THEN 0"
        f" WHEN l.postal = r.postal THEN {weight(same)} {slipped} END"
    )


def bound(prior: float, known: list[str], *, is_exact: bool) -> str:
    """`known`: what of PLAIN anybody has. `is_exact` compares postal codes and member numbers letter
    by letter."""
    parts = [plainly(name, PLAIN[name]) for name in known]
    parts += [of_ways(), of_local(), of_postal(is_exact=is_exact), of_number(is_exact=is_exact)]
    return f"{prior:.6f} + " + " + ".join(parts)


class Pairing:
    """The pairs of one workbench, in `pairs (one, other)` when they are found."""

    def __init__(self, bench: Workbench, shares: dict[str, str], *, least: float, doubles: float):
        self.bench = bench
        self.left_out = LeftOut()
        self.line = log2(least / (1 - least)) - SLACK
        likely = chance(doubles, bench.rows)
        self.prior = log2(likely / (1 - likely))
        bench.run("CREATE TABLE found (one INTEGER, other INTEGER)")
        self.put_ways()
        self.put_slim(shares)
        self.known = [
            name for name, one in PLAIN.items() if bench.count(f"slim WHERE {one} IS NOT NULL")
        ]

    def put_ways(self) -> None:
        """Each e-mail, phone and number with who has it."""
        each = " UNION ALL ".join(
            f"SELECT '{name}' AS kind, hash(unnest({name})) AS key, nth, is_fresh FROM faces"
            for name in LISTS
        )
        self.bench.run(f"CREATE TABLE ways AS SELECT DISTINCT * FROM ({each})")
        self.bench.run(
            "CREATE TABLE houses AS SELECT kind, key FROM ways GROUP BY ALL"
            f" HAVING count(*) > {A_HOUSE}"
        )

    def put_slim(self, shares: dict[str, str]) -> None:
        """What the bound is reckoned from, and nothing else: numbers for texts."""
        hashed = ", ".join(f"{column('f.' + name)} AS {name}" for name in HASHED)
        rare = ", ".join(
            f"log2({table}.tf_{name})::FLOAT AS bits_{name}" for name, table in shares.items()
        )
        joins = " ".join(
            f"LEFT JOIN {table} ON f.{name} = {table}.{name}" for name, table in shares.items()
        )
        long = f"length(f.numbers[1]) >= {SHORT}"
        self.bench.run(
            f"""
            CREATE TABLE slim AS
            SELECT f.nth, f.is_fresh, {hashed}, {rare}, f.postal,
                {column("f.initial")} AS initial, {column("f.skeleton")} AS skeleton,
                {column("f.beginning")} AS beginning, {column("f.year")} AS year,
                f.numbers[1] AS number,
                CASE WHEN {long} THEN {small("left(f.numbers[1], 4)")} END AS head,
                CASE WHEN {long} THEN {small("right(f.numbers[1], 4)")} END AS tail,
                f.emails IS NOT NULL AS has_email, f.phones IS NOT NULL AS has_phone,
                f.locals IS NOT NULL AND f.locals <> [f.local] AS is_wide,
                f.nth IN (SELECT nth FROM ways SEMI JOIN houses USING (kind, key)) AS is_housed
            FROM faces f {joins}
            """
        )

    def find(self) -> None:
        for name in LISTS:
            self.by_list(name)
        for names in BLOCKS:
            self.by_block(names.split())
        self.bench.run("CREATE TABLE pairs AS SELECT DISTINCT one, other FROM found ORDER BY one")
        self.bench.run("DROP TABLE found")

    def by_list(self, name: str) -> None:
        """Whoever shares one of their own is weighed."""
        own = f"(SELECT * FROM ways ANTI JOIN houses USING (kind, key) WHERE kind = '{name}')"
        self.bench.run(f"INSERT INTO found {pairs_of(own)}")
        housed = "SELECT count(DISTINCT nth) FROM ways SEMI JOIN houses USING (kind, key)"
        (many,) = self.bench.run(f"{housed} WHERE kind = '{name}'").fetchone()
        if many:
            self.left_out.not_at_all[name] = many

    def by_block(self, names: list[str]) -> None:
        """Of those who share all of these, whoever may be likely."""
        known = " AND ".join(f"{name} IS NOT NULL" for name in names)
        self.bench.run(
            f"CREATE TABLE keys AS SELECT nth, local, hash({', '.join(names)}) AS key"
            f" FROM slim WHERE {known}"
        )
        if self.bench.count("keys"):
            self.pair_shared(" ".join(names))
        self.bench.run("DROP TABLE keys")

    def pair_shared(self, what: str) -> None:
        self.thin_out(what)
        self.bench.run(
            "CREATE TABLE shared AS SELECT slim.*, key FROM slim JOIN keys USING (nth)"
            f" SEMI JOIN (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND {CROWD})"
            " USING (key)"
        )
        rough, exact = (bound(self.prior, self.known, is_exact=one) for one in (False, True))
        self.bench.run(
            f"INSERT INTO found {pairs_of('shared')}"
            f" AND {rough} >= {self.line} AND {exact} >= {self.line}"
        )
        self.bench.run("DROP TABLE shared")

    def thin_out(self, what: str) -> None:
        """A crowd is looked at local by local."""
        crowded = self.crowded()
        if not crowded:
            return
        self.left_out.within_local[what] = crowded
        self.bench.run("UPDATE keys SET key = hash(key, local) WHERE key IN (FROM crowds)")
        if still := self.crowded():
            self.left_out.not_at_all[what] = still

    def crowded(self) -> int:
        """How many people stand in crowds; which, stands in `crowds`."""
        self.bench.run(
            "CREATE OR REPLACE TABLE crowds AS SELECT key FROM keys GROUP BY key"
            f" HAVING count(*) > {CROWD}"
        )
        return self.bench.count("keys SEMI JOIN crowds USING (key)")


def column(name: str) -> str:
    """A number for a text; what is unknown stays so."""
    return f"CASE WHEN {name} IS NOT NULL THEN {small(name)} END"


def small(text: str) -> str:
    """Half as wide as a hash: two texts have one number once in four thousand million."""
    return f"(hash({text}) & 4294967295)::UINTEGER"


def pairs_of(table: str) -> str:
    """Two who share a key, one of them new; each pair once."""
    return (
        "SELECT least(l.nth, r.nth), greatest(l.nth, r.nth)"
        f" FROM (FROM {table} WHERE is_fresh) l JOIN {table} r USING (key)"
        " WHERE (NOT r.is_fresh OR l.nth < r.nth)"
    )
