"""How two names are compared: the Splink model, its blocking rules and its stored parameters.

Fellegi and Sunter's model (1969) as Splink computes it: each comparison falls into one level; the
level's weight is log2(m / u), where m is how often names of one firm, and u how often any two
names, agree so. Where names share words, u is the share of published names that have the rarest of
them (term frequency): sharing `stantec` says more than sharing `canada`.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

Level = dict[str, Any]
STORED = files("procurement.suppliers") / "lists" / "model.json"
_SAME_WORDS = (
    "array_length(list_intersect(bare_l, bare_r)) = "
    "least(array_length(bare_l), array_length(bare_r))"
)
SHARED = (
    "joined",
    "who",
    "rarest",
    "held",
    "first",
)  # columns whose chance agreement hangs on the rarest word


def _level(condition: str, said: str, **more: Any) -> Level:
    return {"sql_condition": condition, "label_for_charts": said, **more}


def _by_rarity(column: str) -> Level:
    return {"tf_adjustment_column": column, "disable_tf_exact_match_detection": True}


def _nothing(*columns: str) -> Level:
    condition = " OR ".join(f"{name}_{side} IS NULL" for name in columns for side in "lr")
    return _level(condition, "not known", is_null_level=True)


WHO: list[Level] = [
    _nothing("who"),
    _level("joined_l = joined_r", "the same words", **_by_rarity("joined")),
    _level(
        "who_l = who_r",
        "the same words but for order, place and line of work",
        **_by_rarity("who"),
    ),
    _level("who_joined_l = who_joined_r", "the same letters, spaced otherwise"),
    _level(
        "branch_l = branch_r AND digits_l = digits_r AND "
        "left(who_joined_l, 1) = left(who_joined_r, 1) AND "
        "abs(length(who_joined_l) - length(who_joined_r)) < 3 AND "
        "levenshtein(who_joined_l, who_joined_r) <= CASE "
        "WHEN least(length(who_joined_l), length(who_joined_r)) >= 14 THEN 2 "
        "WHEN least(length(who_joined_l), length(who_joined_r)) >= 10 THEN 1 "
        "WHEN array_length(bare_l) = 1 AND array_length(bare_r) = 1 THEN 1 ELSE 0 END",
        "a slip of one or two letters",
    ),
    _level(
        "(is_cut_l AND starts_with(who_joined_r, who_joined_l)) OR "
        "(is_cut_r AND starts_with(who_joined_l, who_joined_r))",
        "one is cut short by the publisher",
    ),
    _level(
        f"branch_l = branch_r AND first_l = first_r AND {_SAME_WORDS}",
        "one begins like the other and holds all its words",
        **_by_rarity("rarest"),
    ),
    _level(
        f"branch_l = branch_r AND {_SAME_WORDS}",
        "one holds all words of the other",
        **_by_rarity("held"),
    ),
    _level("initials_l = short_r OR short_l = initials_r", "one is the initials of the other"),
    _level(_SAME_WORDS, "one holds the other and names another company", **_by_rarity("held")),
    _level("first_l = first_r", "both begin with the same word", **_by_rarity("first")),
    _level("ELSE", "other words"),
]
COMPARISONS: dict[str, list[Level]] = {
    "who": WHO,
    "number": [
        _nothing("number"),
        _level("number_l = number_r", "the same number"),
        _level("ELSE", "other numbers"),
    ],
    "kinds": [
        _nothing("kinds"),
        _level("kinds_l = kinds_r", "the same line of work"),
        _level("array_length(list_intersect(kinds_l, kinds_r)) > 0", "a line of work in common"),
        _level("ELSE", "other lines of work"),
    ],
    "place": [
        _nothing("place"),
        _level("place_l = place_r", "the same place"),
        _level("ELSE", "other places"),
    ],
    "together": [
        _level("is_together_l = is_together_r", "both alone, or both several firms"),
        _level("ELSE", "a firm and several firms together"),
    ],
    "business_number": [
        _nothing("business_number"),
        _level("business_number_l = business_number_r", "the same business number"),
        _level("ELSE", "other business numbers"),
    ],
    "postal_code": [
        _nothing("postal_code"),
        _level("postal_code_l = postal_code_r", "the same postal code"),
        _level("ELSE", "other postal codes"),
    ],
}
BLOCKING = [
    {"blocking_rule": "l.joined = r.joined"},
    {"blocking_rule": "l.who = r.who AND l.rarest = r.rarest"},
    {"blocking_rule": "l.who_joined = r.who_joined"},
    {"blocking_rule": "l.number = r.number"},
    {"blocking_rule": "l.business_number = r.business_number"},
    {"blocking_rule": "l.skeleton = r.skeleton"},
    {"blocking_rule": "l.initials = r.short"},
    {"blocking_rule": "l.short = r.initials"},
    {"blocking_rule": "l.rare = r.rare", "arrays_to_explode": ["rare"]},
]


def untrained() -> dict[str, Any]:
    """Settings with levels and rules and no parameters."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": [
            {"output_column_name": name, "comparison_levels": levels}
            for name, levels in COMPARISONS.items()
        ],
        "blocking_rules_to_generate_predictions": BLOCKING,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": ["supplier_key"],
    }


def stored() -> dict[str, Any]:
    """What `training` left: settings, scales, and how they were made."""
    made: dict[str, Any] = json.loads(STORED.read_text("utf-8"))
    return made
