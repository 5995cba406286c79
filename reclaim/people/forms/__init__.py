"""What people type."""

from reclaim.people.forms.imports import ColumnsForm, SheetForm
from reclaim.people.forms.lists import ListColumnsForm
from reclaim.people.forms.people import (
    AcceptanceForm,
    InvitationForm,
    LastDayForm,
    PersonForm,
    WorksiteForm,
)
from reclaim.people.forms.records import (
    ConsentForm,
    ContactForm,
    CustomFieldForm,
    LocalForm,
    NoteForm,
    SelfIdentificationForm,
)
from reclaim.people.forms.taking_out import TakingOutForm

__all__ = [
    "AcceptanceForm",
    "ColumnsForm",
    "ConsentForm",
    "ContactForm",
    "CustomFieldForm",
    "InvitationForm",
    "LastDayForm",
    "ListColumnsForm",
    "LocalForm",
    "NoteForm",
    "PersonForm",
    "SelfIdentificationForm",
    "SheetForm",
    "TakingOutForm",
    "WorksiteForm",
]
