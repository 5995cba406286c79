from reclaim.people.views.bulk_changes import bulk_change, bulk_changes
from reclaim.people.views.consent import preferences, record_consent, stop_everything
from reclaim.people.views.corrections import answer_correction, corrections
from reclaim.people.views.erasure import erase_oneself, erase_person
from reclaim.people.views.imports import (
    discard_import,
    go_on,
    import_columns,
    import_set_aside,
    imports,
    one_import,
    start_import,
    undo_import,
)
from reclaim.people.views.invitations import accept_invitation, invite, withdraw
from reclaim.people.views.lists import count_people, list_columns, list_people
from reclaim.people.views.looks import looks
from reclaim.people.views.oneself import (
    add_own_contact,
    ask_correction,
    confirm_own_address,
    correct_record,
    mark_own_contact,
    my_record,
)
from reclaim.people.views.organizations import (
    add_worksite,
    change_last_day,
    end_role,
    organization,
    organizations,
)
from reclaim.people.views.people import add_person, change_person, person
from reclaim.people.views.records import (
    add_contact,
    custom_fields,
    end_custom_field,
    join_local,
    leave_local,
    mark_contact,
    remove_note,
    write_note,
)
from reclaim.people.views.same import compare, merge, same_people, say_different
from reclaim.people.views.security import ask_second_step, second_step_first
from reclaim.people.views.segments import (
    change_segment,
    end_segment,
    new_segment,
    segment,
    segments,
    share_segment,
)
from reclaim.people.views.self_identification import identity_counts, self_identification
from reclaim.people.views.several import change_several
from reclaim.people.views.taking_out import take_out_people

__all__ = [
    "accept_invitation",
    "add_contact",
    "add_own_contact",
    "add_person",
    "add_worksite",
    "answer_correction",
    "ask_correction",
    "ask_second_step",
    "bulk_change",
    "bulk_changes",
    "change_last_day",
    "change_person",
    "change_segment",
    "change_several",
    "compare",
    "confirm_own_address",
    "correct_record",
    "corrections",
    "count_people",
    "custom_fields",
    "discard_import",
    "end_custom_field",
    "end_role",
    "end_segment",
    "erase_oneself",
    "erase_person",
    "go_on",
    "identity_counts",
    "import_columns",
    "import_set_aside",
    "imports",
    "invite",
    "join_local",
    "leave_local",
    "list_columns",
    "list_people",
    "looks",
    "mark_contact",
    "mark_own_contact",
    "merge",
    "my_record",
    "new_segment",
    "one_import",
    "organization",
    "organizations",
    "person",
    "preferences",
    "record_consent",
    "remove_note",
    "same_people",
    "say_different",
    "second_step_first",
    "segment",
    "segments",
    "self_identification",
    "share_segment",
    "start_import",
    "stop_everything",
    "take_out_people",
    "undo_import",
    "withdraw",
    "write_note",
]
