"""What people type."""

from reclaim.people.forms.people import AcceptanceForm, InvitationForm, PersonForm, WorksiteForm
from reclaim.people.forms.records import (
    ConsentForm,
    ContactForm,
    CustomFieldForm,
    LocalForm,
    NoteForm,
)

__all__ = [
    "AcceptanceForm",
    "ConsentForm",
    "ContactForm",
    "CustomFieldForm",
    "InvitationForm",
    "LocalForm",
    "NoteForm",
    "PersonForm",
    "WorksiteForm",
]
