"""The form of the assumptions: every term, what it means, and between which bounds it is sane."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Term:
    """`is_share`: written 0.12. `may_be_none`: can be left at nothing, with the reason."""

    meaning: str
    least: Decimal
    most: Decimal
    is_share: bool = False
    may_be_none: bool = True


def _share(meaning: str, most: str = "1", least: str = "0") -> Term:
    return Term(meaning, Decimal(least), Decimal(most), is_share=True)


def _amount(meaning: str) -> Term:
    return Term(meaning, Decimal(0), MOST_MONEY)


def _number(meaning: str, least: str, most: str) -> Term:
    return Term(meaning, Decimal(least), Decimal(most), may_be_none=False)


MOST_MONEY = Decimal(10) ** 12
GENERAL = {
    "units": _number("units of the service in a year (m² cleaned, meals, tonnes)", "0.001", "1e12"),
    "inflation": _share("yearly rise of prices other than wages and the contract's", "0.3", "-0.1"),
    "discount_rate": _share("what a year's delay is worth, nominal", "0.3", "-0.05"),
}
POSITION = {
    "fte": _number("full-time equivalents of this classification", "0.01", "100000"),
    "hours": _number("hours paid a year to one full-time worker", "100", "3000"),
    "wage": _number("pay an hour, at the step the workers stand on", "1", "1000"),
    "wage_growth": _share("yearly rise of the wage: the grid's steps and raises", "0.3", "-0.1"),
    "premiums": _share("shift, weekend and other premiums, of pay"),
    "contributions": _share("employer's contributions: pension plans, insurance, levies, of pay"),
    "benefits": _share("health, dental, pension above the law, of pay"),
    "replacement": _share("who stands in during paid absence, of all the above"),
}
IN_HOUSE = {
    "materials": _amount("materials and supplies a year"),
    "equipment": _amount("depreciation of equipment a year"),
    "supervision": _amount("supervision a year, where no position says it"),
    "overhead_avoidable": _amount("overhead a year that would end without the service"),
    "overhead_allocated": _amount("overhead a year charged to the service that would stay"),
    "repatriation": _amount("recruiting, training, equipping to bring it back: once, spread"),
}
CONTRACT = {
    "original": _number("price of the whole contract as first made", "1", "1e12"),
    "amendments": Term(
        "all amendments and change orders to it; negative when it shrank", -MOST_MONEY, MOST_MONEY
    ),
    "months": _number("months the price and the amendments pay for", "1", "600"),
    "indexation": _share("yearly rise of the price in the contract", "0.3", "-0.1"),
    "monitoring": _share("inspecting and managing the contract, of the price"),
    "tax": _share("sales tax and fees that aren't recovered, of the price", "0.5"),
    "administration": _amount("administration a year said as an amount: tendering, legal, audit"),
    "retained": _amount("staff and space a year that stay for the contract"),
    "quality": _amount("failures, penalties not collected, work done twice, a year"),
    "conversion": _amount("severance, notice, transition, systems to contract out: once, spread"),
    "reversal": _amount("reserve for taking the work over when the contract ends: once, spread"),
    "asset_proceeds": _amount("what is earned by selling equipment: once, in the first year"),
}


@dataclass(frozen=True)
class HiddenCost:
    """A cost comparisons forget. `counted_in`: the terms where it belongs."""

    name: str
    question: str
    counted_in: tuple[str, ...]


CHECKLIST = (
    HiddenCost(
        "procurement and legal",
        "Who writes, publishes and judges the tender, and who advises?",
        ("contract.administration",),
    ),
    HiddenCost(
        "transition and knowledge loss",
        "Who runs both side by side, and what leaves with the workers?",
        ("contract.conversion",),
    ),
    HiddenCost(
        "severance",
        "What is owed to those who lose their work: notice, severance, retraining?",
        ("contract.conversion",),
    ),
    HiddenCost("monitoring", "Who inspects, measures and answers?", ("contract.monitoring",)),
    HiddenCost("audit", "Who audits invoices and performance?", ("contract.administration",)),
    HiddenCost(
        "change orders",
        "What was added after the award, all amendments together?",
        ("contract.amendments",),
    ),
    HiddenCost("indexation", "How does the price rise each year?", ("contract.indexation",)),
    HiddenCost(
        "minimum volumes",
        "Is more paid for than is used?",
        ("contract.original", "contract.amendments"),
    ),
    HiddenCost("profit and overhead margin", "What does the firm keep?", ("contract.original",)),
    HiddenCost("insurance and bonding", "Who pays for bonds?", ("contract.original",)),
    HiddenCost("sales tax", "What tax isn't given back?", ("contract.tax",)),
    HiddenCost(
        "retained overhead",
        "Which staff, space and systems stay though the work leaves?",
        ("contract.retained", "in_house.overhead_allocated"),
    ),
    HiddenCost(
        "asset transfer",
        "What equipment is sold, given or lent, and bought back at which price?",
        ("contract.asset_proceeds", "contract.reversal"),
    ),
    HiddenCost(
        "default and bringing back",
        "What if the firm fails, or the contract isn't renewed?",
        ("contract.reversal",),
    ),
    HiddenCost(
        "service quality",
        "What do complaints, failures and work done twice cost?",
        ("contract.quality",),
    ),
    HiddenCost("lost public revenue", "Which fees or dividends go to the firm?", ()),
    HiddenCost("local wages", "What do lower wages take from local shops and taxes?", ()),
)


def terms(positions: tuple[str, ...]) -> dict[str, Term]:
    """Every term by its place in the form."""
    found = dict(GENERAL)
    for title in positions:
        found |= {f"positions[{title}].{name}": term for name, term in POSITION.items()}
    found |= {f"in_house.{name}": term for name, term in IN_HOUSE.items()}
    return found | {f"contract.{name}": term for name, term in CONTRACT.items()}
