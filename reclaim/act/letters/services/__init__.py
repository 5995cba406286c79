"""Everything that changes a letter or its queue. Each function is one complete step."""

from reclaim.act.letters.services.appeals import add_fact, edit_appeal, open_appeal, remove_fact
from reclaim.act.letters.services.keeping import forget_unconfirmed, forget_writer, scrub_letters
from reclaim.act.letters.services.mending import set_aside, try_again
from reclaim.act.letters.services.rounds import (
    deliver_letters,
    deliver_waiting,
    send_confirmations,
    send_waiting_confirmations,
)
from reclaim.act.letters.services.writing import Words, confirm_letter, write_letter

__all__ = [
    "Words",
    "add_fact",
    "confirm_letter",
    "deliver_letters",
    "deliver_waiting",
    "edit_appeal",
    "forget_unconfirmed",
    "forget_writer",
    "open_appeal",
    "remove_fact",
    "scrub_letters",
    "send_confirmations",
    "send_waiting_confirmations",
    "set_aside",
    "try_again",
    "write_letter",
]
