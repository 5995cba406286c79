"""A whole form of assumptions with round numbers, some of its places changed."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from decimal import Decimal as D
from typing import Any

FORM = """
title = "Cleaning"
currency = "CAD"
first_year = 2027
years = 2
held_by = "contractor"
unit = "square metre"
units = { base = 20000, source = "plan" }
inflation = { none = "Two years only." }
discount_rate = { none = "Two years only." }

[sources.plan]
document = "The plan"
page = "5"
date = 2026-09-15

[[positions]]
title = "Cleaner"
fte = { base = 10, source = "plan" }
hours = { base = 2000, source = "plan" }
wage = { base = 25, source = "plan", page = "7" }
wage_growth = { none = "Frozen." }
premiums = { none = "Days only." }
contributions = { base = 0.10, source = "plan" }
benefits = { base = 0.10, source = "plan" }
replacement = { none = "Nobody stands in." }

[in_house]
materials = { base = 30000, source = "plan" }
equipment = { none = "Lent." }
supervision = { none = "The lead hand's." }
overhead_avoidable = { none = "None ends." }
overhead_allocated = { base = 60000, source = "plan" }
repatriation = { none = "Nothing to buy." }

[contract]
original = { base = 1800000, source = "plan" }
amendments = { base = 300000, source = "plan" }
months = { base = 36, source = "plan" }
indexation = { none = "Fixed." }
monitoring = { low = 0.02, base = 0.10, high = 0.20, source = "plan" }
tax = { none = "All recovered." }
administration = { none = "In monitoring." }
retained = { none = "Nobody stays." }
quality = { none = "No record." }
conversion = { none = "Spent long ago." }
reversal = { none = "Not yet." }
asset_proceeds = { none = "Nothing to sell." }
"""


def form(**changes: Any) -> dict[str, Any]:
    """The form above with some places changed: `form(**{"contract.tax": {...}})`; None removes."""
    content = deepcopy(tomllib.loads(FORM, parse_float=D))
    for place, value in changes.items():
        *path, name = place.split(".")
        table: Any = content
        for step in path:
            table = table[0] if step == "0" else table[step]
        if value is None:
            del table[name]
        else:
            table[name] = value
    return content
