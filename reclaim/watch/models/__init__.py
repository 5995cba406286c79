from reclaim.watch.models.services import Service, ServiceTerm
from reclaim.watch.models.sources import Reading, Source
from reclaim.watch.models.threats import Notice, Threat
from reclaim.watch.models.tips import Tip, TipPage, TipStep

__all__ = [
    "Notice",
    "Reading",
    "Service",
    "ServiceTerm",
    "Source",
    "Threat",
    "Tip",
    "TipPage",
    "TipStep",
]
