"""What each screen measures, what would explain it innocently, and who published it.

A screen is a measured signal, never a verdict: it says where to look, not what happened. There
is no threshold here, since none travels: what separated cartels from competition in one country
and decade fails in another (Huber, Imhof & Ishii 2022, "Transnational machine learning with
screens for flagging bid-rigging cartels", lose accuracy across borders).

Notation: b1 <= b2 <= ... <= bn are the n bids of a tender in order; m their mean; s their
standard deviation with n - 1 below the line; sL that of the losing bids b2 ... bn.
"""

from __future__ import annotations

from dataclasses import dataclass

_IMHOF_2017 = (
    "Imhof (2017), Simple statistical screens to detect bid rigging, "
    "Working Papers SES 484, University of Fribourg"
)
_HUBER_IMHOF = (
    "Huber & Imhof (2019), Machine learning with screens for detecting bid-rigging cartels, "
    "International Journal of Industrial Organization 65"
)
_WALLIMANN = (
    "Wallimann, Imhof & Huber (2020), A machine learning approach for flagging incomplete "
    "bid-rigging cartels, arXiv 2004.05629"
)
_IMHOF_2018 = (
    "Imhof, Karagök & Rutz (2018), Screening for bid rigging: does it work?, "
    "Journal of Competition Law & Economics 14(2), 235-261"
)
_CHASSANG = (
    "Chassang, Kawai, Nakabayashi & Ortner (2022), Robust screens for noncompetitive bidding "
    "in procurement auctions, Econometrica 90(1)"
)
_WACHS = (
    "Wachs & Kertész (2019), A network approach to cartel detection in public auction markets, "
    "Scientific Reports 9, 10818"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """`needs` is the least number of bids; `collusion` says which way agreed bids move it."""

    name: str
    title: str
    formula: str
    measures: str
    collusion: str
    innocent: str
    needs: int
    source: str


SCREENS = {
    screen.name: screen
    for screen in (
        Screen(
            "cv",
            "CV, coefficient of variation",
            "s / m",
            "how far the bids lie apart, as a share of their mean",
            "low: firms that agree do not stray far from the agreed price",
            "standard work with known costs, published price lists, an estimate everybody knows",
            2,
            "Abrantes-Metz, Froeb, Geweke & Taylor (2006), A variance screen for collusion, "
            f"International Journal of Industrial Organization 24; {_IMHOF_2017}",
        ),
        Screen(
            "spd",
            "SPD, spread",
            "(bn - b1) / b1",
            "how far the highest bid is above the lowest",
            "low, as CV",
            "as CV",
            2,
            _WALLIMANN,
        ),
        Screen(
            "diffp",
            "DIFFP, lead of the winner",
            "(b2 - b1) / b1",
            "how far the second bid is above the lowest",
            "high: cover bids keep a safe distance from the chosen winner",
            "one firm with lower costs (a depot next door, idle machines) or with a mistake",
            2,
            _WALLIMANN,
        ),
        Screen(
            "rd",
            "RD, relative distance",
            "(b2 - b1) / sL",
            "the winner's lead beside the spread of the losing bids",
            "above 1: losers lie close together, far from the winner",
            "a winner with a real advantage over rivals with the same costs",
            3,
            _IMHOF_2018,
        ),
        Screen(
            "rdnor",
            "RDNOR, normalised distance",
            "(b2 - b1) / mean of the n - 1 gaps between neighbouring bids",
            "the winner's lead beside the mean gap; with two bids it is always 1",
            "above 1, as RD",
            "as RD",
            2,
            _HUBER_IMHOF,
        ),
        Screen(
            "rdalt",
            "RDALT, alternative distance",
            "(b2 - b1) / mean of the n - 2 gaps between losing bids",
            "the winner's lead beside the mean gap between losers",
            "above 1, as RD (a public re-implementation warns that the printed sign may be wrong; "
            "here it is positive like the others)",
            "as RD",
            3,
            _IMHOF_2017,
        ),
        Screen(
            "skew",
            "SKEW, skewness",
            "n / ((n-1)(n-2)) * sum of ((b - m) / s)^3",
            "whether the far bid is a low one (negative) or a high one (positive)",
            "negative: one low bid, the others high and close together",
            "as RD; with few bids it moves much by chance",
            3,
            _IMHOF_2017,
        ),
        Screen(
            "kurt",
            "KURT, excess kurtosis",
            "n(n+1) / ((n-1)(n-2)(n-3)) * sum of ((b - m) / s)^4 - 3(n-1)^2 / ((n-2)(n-3))",
            "whether bids crowd together with one or two far off",
            "high: bids converge",
            "a crowd of firms with the same costs and one that does not want the job",
            4,
            _IMHOF_2017,
        ),
        Screen(
            "ks",
            "KS, distance from an even spread",
            "x_i = b_i / s; the larger of max(x_i - i/(n+1)) and max(i/(n+1) - x_i)",
            "how far the bids are from being evenly spread; close to 1 / CV",
            "high, as CV is low",
            "as CV",
            2,
            _HUBER_IMHOF,
        ),
    )
}  # fmt: skip

METHODS = {
    method.name: method
    for method in (
        Screen(
            "subgroups",
            "Every screen over all groups of 3 and of 4 bids",
            "min, max, mean and median of the screen over all choices of 3 (4) of the n bids",
            "whether some of the bids look agreed while others do not",
            "as the screen itself: an outsider's bid hides a cartel in the whole tender only",
            "among many choices some look odd by chance: the more bids, the odder the min and max",
            4,
            _WALLIMANN,
        ),
        Screen(
            "two_step",
            "Imhof's two steps",
            "CV <= cv_at_most and RD > rd_above; then pairs of firms that meet in such tenders",
            "whether the same firms keep meeting in tenders with close losers and a clear winner",
            "many such tenders for the same firms, with the lowest bid going round",
            "few firms in a small place always meet; the thresholds come from Swiss road works",
            3,
            _IMHOF_2018,
        ),
        Screen(
            "missing_bids",
            "Missing bids",
            "D(r) = share of bids b with b(1+r) below the lowest other bid, + half the equal ones; "
            "d = (b - lowest other bid) / reserve",
            "how many bids would win had each been a little lower or higher, others unchanged",
            "hardly any d just below or above 0: winners and losers avoid close races",
            "coarse prices (rounding), minimum steps between bids, few tenders",
            2,
            _CHASSANG,
        ),
        Screen(
            "cobidding",
            "Coherence and exclusivity of groups of firms",
            "edge = tenders both bid in / tenders either bid in; coherence = geometric / "
            "arithmetic mean of the edges inside; exclusivity = edges inside / edges inside and "
            "leaving",
            "whether a group of firms meets each other evenly, and hardly anybody else",
            "both near 1: firms that meet only each other can keep an agreement",
            "a small trade in a remote place has no one else to meet",
            2,
            _WACHS,
        ),
    )
}

REASONS = {
    "too_few_bids": "fewer bids than the screen needs",
    "all_zero": "every bid is zero",
    "zero_lowest": "the lowest bid is zero",
    "no_spread": "all bids are the same",
    "no_losing_spread": "the losing bids are all the same",
    "too_many_groups": "more groups of bids than asked to be looked at",
    "in_part": "over the groups in which it can be computed; in the others bids are the same",
}
