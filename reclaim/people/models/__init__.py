from reclaim.people.models.bulk_change import BulkChange, BulkChangeRow
from reclaim.people.models.column_choice import ColumnChoice
from reclaim.people.models.consent import Consent, ConsentEvent, ConsentWording, Suppression
from reclaim.people.models.contact import ContactPoint
from reclaim.people.models.correction import Correction
from reclaim.people.models.custom import CustomField, CustomValue
from reclaim.people.models.erasure import Erasure
from reclaim.people.models.imports import ExternalId, Import, ImportLayout, ImportRow
from reclaim.people.models.invitation import Invitation
from reclaim.people.models.local import LocalMembership
from reclaim.people.models.look import Look
from reclaim.people.models.note import Note
from reclaim.people.models.organization import Organization, reach
from reclaim.people.models.partner import PartnerConsent
from reclaim.people.models.person import Person, Worksite
from reclaim.people.models.same import Candidate, Merge
from reclaim.people.models.segment import Segment
from reclaim.people.models.self_identification import SelfIdentification
from reclaim.people.models.sweep import Sweep
from reclaim.people.models.user import Membership, Role, SecondStepRule, User

__all__ = [
    "BulkChange",
    "BulkChangeRow",
    "Candidate",
    "ColumnChoice",
    "Consent",
    "ConsentEvent",
    "ConsentWording",
    "ContactPoint",
    "Correction",
    "CustomField",
    "CustomValue",
    "Erasure",
    "ExternalId",
    "Import",
    "ImportLayout",
    "ImportRow",
    "Invitation",
    "LocalMembership",
    "Look",
    "Membership",
    "Merge",
    "Note",
    "Organization",
    "PartnerConsent",
    "Person",
    "Role",
    "SecondStepRule",
    "Segment",
    "SelfIdentification",
    "Suppression",
    "Sweep",
    "User",
    "Worksite",
    "reach",
]
