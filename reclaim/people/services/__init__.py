"""Every change to accounts, roles, organizations and people."""

from reclaim.people.services.consent import (
    Said,
    choose_preferences,
    publish_first_wordings,
    publish_missing_wordings,
    publish_wording,
    record_consent,
    record_consents,
    stop_everything,
    suppress,
)
from reclaim.people.services.contacts import (
    keep_points,
    keep_preferred,
    mark_contact,
    note_contact,
    prefer_contact,
)
from reclaim.people.services.corrections import answer_correction, ask_correction
from reclaim.people.services.erasure import (
    erase_oneself,
    erase_person,
    forget_traces,
    rewrite_register,
)
from reclaim.people.services.invitations import (
    accept_invitation,
    accept_signed_in,
    invite,
    send_invitation,
    withdraw_invitation,
)
from reclaim.people.services.looks import note_look, note_looks
from reclaim.people.services.oneself import (
    add_own_contact,
    address_behind,
    confirm_own_address,
    correct_oneself,
    follow_account,
    mark_own_contact,
    prefer_own_contact,
)
from reclaim.people.services.organizations import add_worksite, create_organization, found
from reclaim.people.services.partners import choose_partners
from reclaim.people.services.people import add_person, change_person
from reclaim.people.services.postal import read_postal_codes
from reclaim.people.services.records import (
    add_custom_field,
    end_custom_field,
    fill_custom_fields,
    join_local,
    leave_local,
    remove_note,
    write_note,
)
from reclaim.people.services.roles import change_last_day, end_role, give_role
from reclaim.people.services.second_step import ask_second_step
from reclaim.people.services.segments import (
    change_segment,
    end_segment,
    save_segment,
    share_segment,
)
from reclaim.people.services.self_identification import say_of_oneself

__all__ = [
    "Said",
    "accept_invitation",
    "accept_signed_in",
    "add_custom_field",
    "add_own_contact",
    "add_person",
    "add_worksite",
    "address_behind",
    "answer_correction",
    "ask_correction",
    "ask_second_step",
    "change_last_day",
    "change_person",
    "change_segment",
    "choose_partners",
    "choose_preferences",
    "confirm_own_address",
    "correct_oneself",
    "create_organization",
    "end_custom_field",
    "end_role",
    "end_segment",
    "erase_oneself",
    "erase_person",
    "fill_custom_fields",
    "follow_account",
    "forget_traces",
    "found",
    "give_role",
    "invite",
    "join_local",
    "keep_points",
    "keep_preferred",
    "leave_local",
    "mark_contact",
    "mark_own_contact",
    "note_contact",
    "note_look",
    "note_looks",
    "prefer_contact",
    "prefer_own_contact",
    "publish_first_wordings",
    "publish_missing_wordings",
    "publish_wording",
    "read_postal_codes",
    "record_consent",
    "record_consents",
    "remove_note",
    "rewrite_register",
    "save_segment",
    "say_of_oneself",
    "send_invitation",
    "share_segment",
    "stop_everything",
    "suppress",
    "withdraw_invitation",
    "write_note",
]
