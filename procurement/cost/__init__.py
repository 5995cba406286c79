"""In house against contracted: plain Decimal arithmetic that anyone can check.

    from procurement.cost import compare, read_assumptions

    found = compare(read_assumptions("cleaning.toml"))
    found.years            # a Year each: both bases, contracted, premium, unit costs
    found.present          # the same in present value
    found.break_evens      # monitoring and wages at which both sides cost the same
    found.swings, found.ranges, found.differential, found.avoidable, found.remarks

docs/reference/cost.md explains every term and where it comes from.
"""

from __future__ import annotations

from procurement.cost.assumptions import Assumptions, Estimate, Source
from procurement.cost.comparison import Comparison, compare
from procurement.cost.form import CHECKLIST, HiddenCost, Term, terms
from procurement.cost.plan import Contract, InHouse, Plan, Position
from procurement.cost.reading import Unusable, assumptions_from, read_assumptions

__all__ = [
    "CHECKLIST",
    "Assumptions",
    "Comparison",
    "Contract",
    "Estimate",
    "HiddenCost",
    "InHouse",
    "Plan",
    "Position",
    "Source",
    "Term",
    "Unusable",
    "assumptions_from",
    "compare",
    "read_assumptions",
    "terms",
]
