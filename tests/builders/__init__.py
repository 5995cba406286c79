"""Small builders of rows for tests: `make_person(local, given_name="Idris")`. One module a room."""

from tests.builders.campaigns import (
    make_awarded,
    make_campaign,
    make_contract,
    make_dossier,
    make_milestone,
)
from tests.builders.core import LONG_AGO, run_jobs
from tests.builders.letters import (
    OWN_WORDS,
    STARTER,
    make_appeal,
    make_delivery,
    make_letter,
    make_public_campaign,
    make_seat,
    make_share,
)
from tests.builders.outreach import make_list, make_talk
from tests.builders.people import (
    PASSWORD,
    make_import,
    make_invitation,
    make_membership,
    make_organization,
    make_person,
    make_user,
    make_worksite,
)
from tests.builders.places import (
    make_boundary_set,
    make_district,
    make_office,
    make_postal_area,
    make_term,
)
from tests.builders.scoreboard import make_outcome
from tests.builders.watch import (
    AWARDS_HEADER,
    CALLS_HEADER,
    award_line,
    call_line,
    make_notice,
    make_service,
    make_source,
    make_threat,
    write_file,
)

__all__ = [
    "AWARDS_HEADER",
    "CALLS_HEADER",
    "LONG_AGO",
    "OWN_WORDS",
    "PASSWORD",
    "STARTER",
    "award_line",
    "call_line",
    "make_appeal",
    "make_awarded",
    "make_boundary_set",
    "make_campaign",
    "make_contract",
    "make_delivery",
    "make_district",
    "make_dossier",
    "make_import",
    "make_invitation",
    "make_letter",
    "make_list",
    "make_membership",
    "make_milestone",
    "make_notice",
    "make_office",
    "make_organization",
    "make_outcome",
    "make_person",
    "make_postal_area",
    "make_public_campaign",
    "make_seat",
    "make_service",
    "make_share",
    "make_source",
    "make_talk",
    "make_term",
    "make_threat",
    "make_user",
    "make_worksite",
    "run_jobs",
    "write_file",
]
