"""What this room shows on pages of other floors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.act.letters import queries, services
from reclaim.act.letters.models import Appeal, Letter
from reclaim.act.letters.models.letter import LETTER_KEPT, LINK_LIVES
from reclaim.act.letters.rules import COORDINATES
from reclaim.core import clock, offers
from reclaim.core.money import count


def register() -> None:
    offers.partner_tallies.add("letters", letters_told)
    offers.campaign_cards.add("letters", pressure)
    offers.today_items.add("letters", stuck_letters)
    offers.personal_sections.add("letters", own_letters)
    offers.erasures.add("letters", erasure)
    offers.daily_jobs.add("letters", offers.DailyJob("letters", day_of_letters, order=70))
    offers.retentions.add("letters", forgets())


def pressure(campaign: int, user: Any) -> offers.Card | None:
    """Letters that arrived, out of everywhere they could."""
    appeal = Appeal.objects.filter(campaign=campaign).select_related("campaign").first()
    if appeal is None:
        return None
    stuck = len(queries.deliveries_needing_a_person(appeal, clock.now()))
    tag = ngettext("%(n)s letter is stuck", "%(n)s letters are stuck", stuck) % {"n": count(stuck)}
    return offers.Card(
        key="pressure",
        title=_("Pressure"),
        figure=count(appeal.delivered),
        url=reverse("letters:campaign", args=[campaign]),
        text=reach_in_words(appeal),
        tag=tag if stuck else "",
        tag_tone="red" if stuck else "",
        link_text=_("The public page") if appeal.campaign.is_public else "",
        link_url=appeal.get_absolute_url() if appeal.campaign.is_public else "",
    )


def letters_told(campaign: int) -> list[offers.Tally]:
    """How many letters neighbours confirmed: what the public page tells too."""
    appeal = Appeal.objects.filter(campaign=campaign).select_related("campaign").first()
    if appeal is None:
        return []
    is_public = appeal.campaign.is_public
    return [
        offers.Tally(
            title=_("Letters"),
            parts=[(_("confirmed by who wrote them"), appeal.confirmed)],
            url=appeal.get_absolute_url() if is_public else "",
            link_text=_("The public page") if is_public else "",
        )
    ]


def reach_in_words(appeal: Appeal) -> str:
    reach = queries.reach_of(appeal)
    facts = {"reached": count(reach.reached), "reachable": count(reach.reachable)}
    if reach.is_districts:
        return _("letters delivered, in %(reached)s of %(reachable)s districts") % facts
    return ngettext("letter delivered", "letters delivered", appeal.delivered)


def stuck_letters(user: Any) -> Sequence[offers.TodayItem]:
    """For coordinators: letters that were refused, or may have been lost, in each campaign."""
    appeals = Appeal.objects.visible_to(user, *COORDINATES).select_related("campaign")
    stuck = queries.stuck_by_appeal(appeals, clock.now())
    return [
        offers.TodayItem(
            text=ngettext(
                "%(n)s letter could not be delivered: %(campaign)s",
                "%(n)s letters could not be delivered: %(campaign)s",
                amount,
            )
            % {"n": count(amount), "campaign": appeal.campaign},
            url=reverse("letters:campaign", args=[appeal.campaign_id]),
        )
        for appeal, amount in stuck
    ]


def own_letters(subject: offers.Subject) -> Sequence[offers.PersonalSection]:
    """The letters of whoever owns the address: found by digest, so erased ones are told too."""
    letters = queries.letters_from(subject.email) if subject.email else []
    if not letters:
        return []
    return [
        offers.PersonalSection(
            title=_("Letters you wrote"),
            columns=[
                _("Day"),
                _("To"),
                _("Your name"),
                _("Your e-mail address"),
                _("Your postal code"),
                _("Subject"),
                _("Text"),
                _("What became of it"),
            ],
            rows=[row_of(letter) for letter in letters],
            why=_(
                "We keep a letter until 28 days after it was sent, then erase all but the day "
                "and the office, so that the count stays true."
            ),
        )
    ]


def erasure(about: offers.Traces) -> offers.RoomErasure:
    written = [letter for email in about.emails for letter in queries.letters_from(email)]
    if not written:
        return offers.RoomErasure()
    return offers.RoomErasure(
        goes=[
            _("Your letters: name, address, postal code and text. What was not sent stays unsent.")
        ],
        stays=[
            _(
                "The day and the office of each letter, with a keyed mark of your address: "
                "so that counts stay true and nobody writes twice. Officials keep what they got."
            )
        ],
        erase=partial(services.forget_writer, about.emails),
    )


def forgets() -> list[offers.Forgetting]:
    """The same rows as the services': what is over stands in `data/law/retention.toml`."""
    return [
        offers.Forgetting(
            "letters",
            lambda before: Letter.objects.outlived(before + LETTER_KEPT),
            lambda rows: services.scrub_letters(at=clock.now()),
        ),
        offers.Forgetting(
            "unconfirmed",
            lambda before: Letter.objects.forgotten(before + LINK_LIVES),
            lambda rows: services.forget_unconfirmed(at=clock.now()),
        ),
    ]


def row_of(letter: Letter) -> list[str]:
    erased = _("erased")
    delivery = getattr(letter, "delivery", None)
    return [
        date_format(localtime(letter.written_at)),
        letter.addressee,
        letter.writer_name or erased,
        letter.writer_email or erased,
        letter.postal_code or erased,
        letter.subject or erased,
        letter.body or erased,
        str(delivery.state.label) if delivery else _("not confirmed"),
    ]


def day_of_letters() -> str:
    now = clock.now()
    asked = services.send_waiting_confirmations()
    sent = services.deliver_waiting()
    erased, forgotten = services.scrub_letters(at=now), services.forget_unconfirmed(at=now)
    return f"{sent}; asked {asked.delivered} writers, erased {erased}, forgot {forgotten}"
