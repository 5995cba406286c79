"""How two people are compared, and what each likeness weighs.

m: how often two records of one person agree so; u: how often two people do. Those of names,
birth, postal code, place and job are measured (`python -m bench.linkage levels`) on one half of
50,578 records with real people's typing errors, m by their true person and u by pairs drawn at
random; the others are set by hand, because no published records hold them, and marked so. Where
`share` names a column, u is how often that very value occurs among the people compared: sharing
`Oyelaran` says more than sharing `Smith`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

FEW_LETTERS = 3  # a slip in a shorter name makes another name
CLOSE = 0.92  # Jaro and Winkler: `jonathan`, `jonathon`
ALIKE = 0.75  # Jaro: half the letters in order
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Level:
    condition: str
    said: str
    m: float
    u: float
    share: str = ""
    is_measured: bool = True

    @property
    def equal(self) -> str:
        """The column in which both are the same, where that is all this level asks."""
        found = re.fullmatch(r"(\w+)_l = \1_r", self.condition)
        return found[1] if found else ""


def _both(column: str) -> str:
    return f"{column}_l = {column}_r"


def _slip(column: str) -> str:
    return (
        f"(damerau_levenshtein({column}_l, {column}_r) <= 1 AND length({column}_l) > {FEW_LETTERS})"
        f" OR jaro_winkler_similarity({column}_l, {column}_r) >= {CLOSE}"
    )


def _beside(column: str) -> str:
    return f"array_contains(words_l, {column}_r) OR array_contains(words_r, {column}_l)"


def _turned_day() -> str:
    """`1971-03-12` and `1971-12-03`."""
    turned = "left(birth_l, 5) || right(birth_l, 2) || '-' || substr(birth_l, 6, 2)"
    return f"{turned} = birth_r"


def _common(column: str) -> str:
    return f"array_length(list_intersect({column}_l, {column}_r)) > 0"


def _unknown(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


GIVEN = [
    Level(_both("given"), "same", 0.4278, 0.01244, "given"),
    Level(_both("whole"), "short", 0.1471, 0.007637),
    Level(_slip("given"), "slip", 0.0960, 0.002764),
    Level(_beside("given"), "beside", 0.0730, 0.003317),
    Level(
        f"{_both('initial')} AND least(length(given_l), length(given_r)) = 1",
        "initial",
        0.0127,
        0.001739,
    ),
    Level(
        f"left(given_l, 2) = left(given_r, 2) OR jaro_similarity(given_l, given_r) > {ALIKE}",
        "alike",
        0.0989,
        0.02206,
    ),
    Level("ELSE", OTHER, 0.1444, 0.9500),
]
FAMILY = [
    Level(_both("joined"), "all", 0.3597, 0.0001072, "joined"),
    Level(_both("family"), "same", 0.3646, 0.0004571, "family"),
    Level(_slip("family"), "slip", 0.1695, 0.0005208),
    Level(_common("families"), "beside", 0.0172, 0.0004059),
    Level(_beside("family"), "turned", 0.0024, 0.0007092),
    Level(f"jaro_similarity(family_l, family_r) > {ALIKE}", "alike", 0.0228, 0.004679),
    Level("ELSE", OTHER, 0.0638, 0.9931),
]
BIRTH = [
    Level(_both("birth"), "same", 0.5043, 0.001890, "birth"),
    Level("damerau_levenshtein(birth_l, birth_r) <= 1", "slip", 0.4277, 0.02048),
    Level(_turned_day(), "turned", 0.0010, 0.00002785),
    Level(_both("year"), "year", 0.0255, 0.01704),
    Level(_both("day"), "day", 0.0047, 0.1139),
    Level("damerau_levenshtein(birth_l, birth_r) <= 2", "alike", 0.0368, 0.01660),
    Level("ELSE", OTHER, 0.01, 0.8301, is_measured=False),
]
POSTAL = [
    Level(_both("postal"), "same", 0.5956, 0.0001429, "postal"),
    Level("damerau_levenshtein(postal_l, postal_r) <= 1", "slip", 0.1119, 0.00007266),
    Level(_both("area"), "area", 0.0872, 0.0007355, "area"),
    Level("ELSE", OTHER, 0.2052, 0.9990),
]
PLACE = [
    Level(_both("place"), "same", 0.8081, 0.004754, "place"),
    Level(
        f"{_common('places')} OR jaro_winkler_similarity(place_l, place_r) >= {CLOSE}",
        "alike",
        0.0200,
        0.005263,
    ),
    Level("ELSE", OTHER, 0.1719, 0.9900),
]
JOB = [
    Level(_both("job"), "same", 0.8560, 0.04911, "job"),
    Level("ELSE", OTHER, 0.1440, 0.9509),
]
STREET = [
    Level(_both("street"), "same", 0.6, 0.0001, is_measured=False),
    Level(f"jaro_winkler_similarity(street_l, street_r) >= {CLOSE}", "slip", 0.2, 0.0005,
          is_measured=False),
    Level("ELSE", OTHER, 0.2, 0.9994, is_measured=False),
]  # fmt: skip
# An address and a number are mostly given up together, so that both are one likeness.
WAYS = [
    Level(f"{_common('emails')} AND {_common('phones')}", "both", 0.2, 1e-8, is_measured=False),
    Level(_common("emails"), "email", 0.3, 1e-7, is_measured=False),
    Level(_common("phones"), "phone", 0.2, 1e-6, is_measured=False),
    Level("ELSE", OTHER, 0.3, 1.0, is_measured=False),
]
NUMBER = [
    Level(_common("numbers"), "same", 0.9, 1e-7, is_measured=False),
    Level("damerau_levenshtein(numbers_l[1], numbers_r[1]) <= 1", "slip", 0.03, 1e-6,
          is_measured=False),
    Level("ELSE", OTHER, 0.07, 1.0, is_measured=False),
]  # fmt: skip
LOCAL = [
    Level(_both("local"), "same", 0.8, 0.01, "local", is_measured=False),
    Level(_common("locals"), "beside", 0.05, 0.001, is_measured=False),
    Level("ELSE", OTHER, 0.15, 0.99, is_measured=False),
]
COMPARISONS: dict[str, tuple[str, list[Level]]] = {
    "given": (_unknown("given"), GIVEN),
    "family": (_unknown("family"), FAMILY),
    "birth": (_unknown("birth"), BIRTH),
    "ways": (f"({_unknown('emails')}) AND ({_unknown('phones')})", WAYS),
    "number": (_unknown("numbers"), NUMBER),
    "postal": (_unknown("postal"), POSTAL),
    "street": (_unknown("street"), STREET),
    "place": (_unknown("place"), PLACE),
    "job": (_unknown("job"), JOB),
    "local": (_unknown("local"), LOCAL),
}


def chance(doubles: float, rows: int) -> float:
    """That two records drawn at random are of one person. `doubles`: how many other records of one
    person a record has on average."""
    return min(doubles / max(rows - 1, 1), 0.5)


def settings(doubles: float, rows: int) -> dict[str, Any]:
    """What Splink weighs by; which pairs it weighs is said by pairing."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "nth",
        "probability_two_random_records_match": chance(doubles, rows),
        "comparisons": [_compared(name) for name in COMPARISONS],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": ["unique_id", "label"],
    }


def _compared(name: str) -> dict[str, Any]:
    unknown, levels = COMPARISONS[name]
    nothing = {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}
    return {"output_column_name": name, "comparison_levels": [nothing, *map(_weighed, levels)]}


def _weighed(level: Level) -> dict[str, Any]:
    facts = {
        "sql_condition": level.condition,
        "label_for_charts": level.said,
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.share:
        facts |= {"tf_adjustment_column": level.share, "disable_tf_exact_match_detection": True}
    return facts
