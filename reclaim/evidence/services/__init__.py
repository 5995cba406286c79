"""Everything that changes what we can show."""

from reclaim.evidence.services.dossier import make_dossier
from reclaim.evidence.services.findings import Refreshed, refresh_all_findings, refresh_findings

__all__ = ["Refreshed", "make_dossier", "refresh_all_findings", "refresh_findings"]
