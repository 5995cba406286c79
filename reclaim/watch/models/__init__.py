from reclaim.watch.models.services import Service, ServiceTerm
from reclaim.watch.models.sources import Reading, Source
from reclaim.watch.models.threats import Notice, Threat

__all__ = ["Notice", "Reading", "Service", "ServiceTerm", "Source", "Threat"]
