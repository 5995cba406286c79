"""Who may make what leaves the house, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from reclaim.evidence.models import Dossier
from reclaim.people.models import Role
from reclaim.watch.models import Service

if TYPE_CHECKING:
    from reclaim.people.models import User

MAKES_DOSSIERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.RESEARCHER)


def why_not_make(user: User, service: Service) -> str:
    if user.holds(service.organization, *MAKES_DOSSIERS):
        return ""
    return _("Only coordinators, researchers and administrators make dossiers.")


def why_not_in(language: str) -> str:
    if language in dict(settings.LANGUAGES):
        return ""
    return _("We make dossiers in English and in French only.")


def why_nothing_to_tell(number_of_findings: int) -> str:
    if number_of_findings:
        return ""
    return _("Nothing is known of this service yet: the daily round asks the questions.")


def why_not_open(dossier: Dossier) -> str:
    if dossier.path.exists():
        return ""
    return _("The file of this dossier is gone. Make it again from the service’s evidence page.")
