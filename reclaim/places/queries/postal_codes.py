"""From a postal code to the districts its area lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from reclaim.core.errors import Refused
from reclaim.places import rules
from reclaim.places.models import BoundarySet, District, PostalArea, PostalShare

# Below this, one supporter in twenty or more would write to somebody else's member. Above it,
# the rest is mostly noise of the sample, and "not my area" leads out.
SURE_SHARE = 0.95
# Land is not people: four percent of a countryside can be the town where most of them live.
SURE_SHARE_OF_LAND = 0.99
# Districts with less than this are offered last: one stray address in a hundred.
LIKELY_SHARE = 0.02


class Candidate(NamedTuple):
    """A district a postal area lies in, with its part of the area between 0 and 1."""

    district: District
    share: float

    @property
    def in_words(self) -> str:
        return share_in_words(self.share)


@dataclass(frozen=True)
class Found:
    """What a postal code tells. `district` is None when it isn't sure; then ask."""

    code: str
    postal_area: PostalArea
    boundary_set: BoundarySet
    district: District | None
    candidates: list[Candidate]
    measure: str  # a PostalShare.Measure, or "" when no share is known

    @property
    def is_sure(self) -> bool:
        return self.district is not None

    @property
    def likely(self) -> list[Candidate]:
        return [found for found in self.candidates if found.share >= LIKELY_SHARE]

    @property
    def unlikely(self) -> list[Candidate]:
        return [found for found in self.candidates if found.share < LIKELY_SHARE]

    @property
    def measure_in_words(self) -> str:
        return str(PostalShare.Measure(self.measure).label) if self.measure else ""


def clean_postal_code(text: str) -> str:
    """`m4c1m5`, ` M4C-1M5 ` → `M4C 1M5`; `m4c` → `M4C`. Refused, with a sentence, otherwise."""
    if reason := rules.why_not_postal_code(text):
        raise Refused(reason)
    return rules.spaced(rules.bare_code(text))


def find_by_postal_code(code: str, boundary_set: BoundarySet) -> Found:
    """The district of a postal code, or the candidates with their shares, largest first.

    Takes what a person typed. Refused when it is no postal code or its area is unknown. A
    known area whose districts aren't known has no candidates.
    """
    code = clean_postal_code(code)
    area = PostalArea.objects.filter(code=code[:3]).first()
    if area is None:
        raise Refused(
            _("We don't know the postal area %(area)s. Please check %(code)s.")
            % {"area": code[:3], "code": code}
        )
    shares = known_shares(area, boundary_set)
    return Found(
        code=code,
        postal_area=area,
        boundary_set=boundary_set,
        district=sure_district(shares),
        candidates=[Candidate(share.district, share.share) for share in shares],
        measure=shares[0].measure if shares else "",
    )


def known_shares(area: PostalArea, boundary_set: BoundarySet) -> list[PostalShare]:
    return list(
        PostalShare.objects.filter(postal_area=area, district__boundary_set=boundary_set)
        .select_related("district")
        .defer("district__shape")
        .order_by("-share", "district__name_en")
    )


def sure_district(shares: Sequence[PostalShare]) -> District | None:
    if not shares:
        return None
    is_land = shares[0].measure == PostalShare.Measure.AREA
    enough = SURE_SHARE_OF_LAND if is_land else SURE_SHARE
    return shares[0].district if shares[0].share >= enough else None


def postal_areas_in(district: District) -> list[PostalShare]:
    """The postal areas with a likely part in this district, fullest first."""
    return list(
        PostalShare.objects.filter(district=district, share__gte=LIKELY_SHARE)
        .select_related("postal_area")
        .order_by("-share", "postal_area__code")
    )


def share_in_words(share: float) -> str:
    """How much of a postal area, as a person would say it."""
    steps = [
        (SURE_SHARE, _("nearly all of it")),
        (0.7, _("most of it")),
        (0.55, _("more than half of it")),
        (0.45, _("about half of it")),
        (0.28, _("about a third of it")),
        (0.22, _("about a quarter of it")),
        (0.15, _("about a fifth of it")),
        (0.05, _("a small part of it")),
        (LIKELY_SHARE, _("a corner of it")),
    ]
    return next((words for least, words in steps if share >= least), _("hardly any of it"))
