"""What may be written, sent, confirmed and tried again: each a reason in words, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.act.letters.models import Delivery, Letter
from reclaim.act.letters.models.letter import LINK_LIVES
from reclaim.core.money import count
from reclaim.people.models import Organization, Role, User

COORDINATES = (Role.ADMINISTRATOR, Role.COORDINATOR)
NAME_LONGEST, SUBJECT_LONGEST, ADDRESS_LONGEST = 80, 120, 254
BODY_SHORTEST, BODY_LONGEST = 80, 5000  # two sentences; about two printed pages
OWN_WORDS = 8  # beyond what the starter offers
NEIGHBOURS_SHOWN_FROM = 5
MAIL_A_DAY = 3  # to one address: a stranger can type anybody's
LETTERS_A_DAY = 5  # from one browser: a family, not a machine
ASKED_AN_HOUR = 1000  # in one appeal, of links not yet used: a machine without cookies stops here

LINK = re.compile(r"https?:|www\.|@", re.IGNORECASE)
# Two words and the gap after them, as in "near …" at the end of "I live near …".
GAP = re.compile(r"\S+[ \t]+\S+[ \t]*(?:…|\.\.\.)")


def is_one_line(text: str) -> bool:
    """Nothing in it that could end a header of a message and begin another."""
    return len(text.splitlines()) <= 1 and all(mark.isprintable() for mark in text)


def why_not_name(name: str) -> str:
    if not is_one_line(name):
        return _("Write your name on one line.")
    if not any(mark.isalpha() for mark in name):
        return _("Write your name, the way you sign.")
    if len(name) > NAME_LONGEST:
        return _("Write your name with at most %(n)d letters.") % {"n": NAME_LONGEST}
    if LINK.search(name):
        return _("Write only your name here, no address.")
    return ""


def is_email(address: str) -> bool:
    """Also on one line: the standard lets form feeds stand between quotation marks."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return is_one_line(address) and len(address) <= ADDRESS_LONGEST


def why_not_email(address: str) -> str:
    if not is_email(address):
        return _("“%(typed)s” is not an e-mail address. One looks like name@example.org.") % {
            "typed": " ".join(address.split())[:60]
        }
    return ""


def why_not_own_email(address: str, official: str) -> str:
    if address.strip().lower() == official.strip().lower():
        return _("This is the official’s own address. Write yours, so that they can answer you.")
    return ""


def why_not_subject(subject: str) -> str:
    if not is_one_line(subject):
        return _("Write the subject on one line.")
    if not subject.strip():
        return _("Say in a few words what your letter is about.")
    if len(subject) > SUBJECT_LONGEST:
        return _("Shorten the subject to at most %(n)d characters.") % {"n": SUBJECT_LONGEST}
    return ""


def why_not_body(body: str, starter: str) -> str:
    """It must be theirs: long enough to be read, no gap left, and more than our first words."""
    length = len(body.strip())
    if length > BODY_LONGEST:
        return _(
            "Your letter has %(length)s characters. Officials read about two pages: shorten it "
            "to %(most)s. All your words are still here."
        ) % {"length": count(length), "most": count(BODY_LONGEST)}
    if gap := gap_left(body, starter):
        return _("Something is still missing where it says “%(gap)s”. Write it in your words.") % {
            "gap": gap
        }
    if length < BODY_SHORTEST or own_words(body, starter) < OWN_WORDS:
        return _("Add a sentence or two of your own. Officials answer people, not forms.")
    return ""


def gap_left(body: str, starter: str) -> str:
    """The first gap of the starter that still stands in the letter, with the words before it."""
    written = " ".join(body.split())
    gaps = (" ".join(gap.split()) for gap in GAP.findall(starter))
    return next((gap for gap in gaps if gap in written), "")


def own_words(body: str, starter: str) -> int:
    added = Counter(body.lower().split()) - Counter(starter.lower().split())
    return sum(amount for word, amount in added.items() if any(map(str.isalnum, word)))


def why_not_write_to(title: str, *, address: str, is_vacant: bool) -> str:
    if address:
        return ""
    if is_vacant:
        return _(
            "The seat “%(title)s” is empty at the moment, so there is nobody to write to. "
            "Please come back after the election."
        ) % {"title": title}
    return _("We have no e-mail address for “%(title)s” yet.") % {"title": title}


def why_not_ask_more(unanswered: int) -> str:
    if unanswered < ASKED_AN_HOUR:
        return ""
    return _(
        "So many people are writing just now that we can’t send more links. What you wrote is "
        "still on this page: please send it again in an hour."
    )


def why_not_send_more(sent_today: int) -> str:
    if sent_today < LETTERS_A_DAY:
        return ""
    return ngettext(
        "%(n)d letter was sent from this phone or computer today. Please go on tomorrow.",
        "%(n)d letters were sent from this phone or computer today. Please go on tomorrow.",
        sent_today,
    ) % {"n": sent_today}


def why_not_confirm(letter: Letter, at: datetime) -> str:
    """Whether a letter may still go. That it went already is no refusal: see the services."""
    if letter.written_at + LINK_LIVES <= at:
        return _("This link has expired: it worked for seven days. Please write once more.")
    campaign = letter.appeal.campaign
    if campaign.published_at is None or (campaign.ends_on and campaign.ends_on < at.date()):
        return _("This campaign has ended, so letters are no longer sent.")
    if letter.term and letter.term.until and letter.term.until < at.date():
        return _(
            "%(name)s left this office on %(day)s. Please write to the one who holds it now."
        ) % {"name": letter.official_name, "day": date_format(letter.term.until)}
    return ""


def why_not_try_again(delivery: Delivery, user: User) -> str:
    if reason := why_not_coordinate(delivery.letter.appeal.campaign.organization, user):
        return reason
    if not needs_a_person(delivery):
        return _("This letter is not stuck, so there is nothing to try again.")
    if delivery.letter.scrubbed_at:
        return _("The text of this letter has been erased, so it can’t be sent any more.")
    return ""


def why_not_set_aside(delivery: Delivery, user: User) -> str:
    if reason := why_not_coordinate(delivery.letter.appeal.campaign.organization, user):
        return reason
    if delivery.set_aside_at:
        return _("Somebody has set this letter aside already.")
    return "" if needs_a_person(delivery) else _("This letter is not stuck; it needs nobody.")


def needs_a_person(delivery: Delivery) -> bool:
    return delivery.state in {Delivery.State.REFUSED, Delivery.State.DOUBT}


def why_not_coordinate(organization: Organization, user: User) -> str:
    if user.holds(organization, *COORDINATES):
        return ""
    return _("Only coordinators of %(organization)s may do this.") % {"organization": organization}


def why_not_fact(sentence: str, source: str) -> str:
    """A fact without a source is an opinion, and those are the writer's."""
    if not sentence.strip():
        return _("Say the fact in one sentence.")
    if not source.strip():
        return _("Say where the fact was read: who published it, and when.")
    return ""


def why_not_start_with(*starters: str) -> str:
    """A starter is a start: it leaves gaps, so that nobody sends our opinion under their name."""
    if all(GAP.search(starter) for starter in starters if starter.strip()):
        return ""
    return _("Leave gaps (…) for the writer to fill, as in: My name is … and I live near …")
