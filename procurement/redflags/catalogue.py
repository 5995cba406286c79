"""The indicators there are, in the order of their codes."""

from __future__ import annotations

from procurement.redflags.indicator import Indicator
from procurement.redflags.r003 import R003
from procurement.redflags.r018 import R018
from procurement.redflags.r024 import R024
from procurement.redflags.r025 import R025
from procurement.redflags.r028 import R028
from procurement.redflags.r030 import R030
from procurement.redflags.r035 import R035
from procurement.redflags.r036 import R036
from procurement.redflags.r038 import R038
from procurement.redflags.r048 import R048
from procurement.redflags.r058 import R058

INDICATORS: dict[str, type[Indicator]] = {
    indicator.code: indicator
    for indicator in (R003, R018, R024, R025, R028, R030, R035, R036, R038, R048, R058)
}
# Drafts of Cardinal that its releases don't compute; their sections are let be.
DRAFTS = frozenset({"R044", "R055"})
