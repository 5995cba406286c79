"""The supporter's way, one question a screen: where, to whom, your letter, once more, mail.

Open to everybody. Works without JavaScript.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reclaim.act.letters import queries, rules, services
from reclaim.act.letters.forms import LetterForm, OfficeForm, WhereForm
from reclaim.act.letters.models import Appeal
from reclaim.act.letters.views.desk import Desk, posted
from reclaim.core import clock


def public_appeal(slug: str) -> Appeal:
    found = Appeal.objects.public().select_related("campaign__organization")
    return get_object_or_404(found, campaign__slug=slug)


def page(request: HttpRequest, name: str, appeal: Appeal, **more: Any) -> HttpResponse:
    neighbours = appeal.confirmed if appeal.confirmed >= rules.NEIGHBOURS_SHOWN_FROM else None
    shown = {"appeal": appeal, "campaign": appeal.campaign, "neighbours": neighbours, **more}
    return render(request, f"letters/{name}.html", shown)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Where do you live?"""
    appeal = public_appeal(slug)
    desk = Desk(request, appeal)
    form = WhereForm(posted(request), appeal=appeal, initial={"postal_code": desk.postal_code})
    if not form.is_valid():
        return page(request, "start", appeal, form=form)
    found = form.cleaned_data["recipients"]
    sure = found.sure if found.sure and not found.sure.why_not else None
    desk.put(postal_code=form.cleaned_data["postal_code"], office=sure.office.pk if sure else None)
    return redirect("letters:letter" if sure else "letters:official", slug)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def official(request: HttpRequest, slug: str) -> HttpResponse:
    """Which of them answers for you?"""
    appeal = public_appeal(slug)
    desk = Desk(request, appeal)
    form = OfficeForm(posted(request), appeal=appeal)
    if form.is_valid():
        desk.put(office=form.cleaned_data["recipient"].office.pk)
        return redirect("letters:letter", slug)
    return page(request, "official", appeal, form=form, desk=desk, likely=likely(appeal, desk))


def likely(appeal: Appeal, desk: Desk) -> list[queries.Recipient]:
    """Those the postal code points to, with their shares; none yet without one."""
    return queries.recipients_for(appeal, desk.postal_code).likely if desk.postal_code else []


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Your letter, in your own words."""
    appeal = public_appeal(slug)
    desk = Desk(request, appeal)
    recipient = queries.recipient(appeal, desk.office)
    if recipient is None or recipient.why_not:
        return redirect("letters:start", slug)
    if is_on_its_way(desk):
        return redirect("letters:sent", slug)
    form = LetterForm(
        posted(request),
        appeal=appeal,
        official=recipient.address,
        initial=first_words(appeal, desk),
    )
    if form.is_valid():
        desk.put(words=form.cleaned_data)
        return redirect("letters:preview", slug)
    facts = appeal.facts.select_related("finding")
    return page(request, "letter", appeal, form=form, desk=desk, recipient=recipient, facts=facts)


def first_words(appeal: Appeal, desk: Desk) -> dict[str, str]:
    starter = {"subject": appeal.subject, "body": appeal.starter, "postal_code": desk.postal_code}
    return {**starter, **desk.words}


def is_on_its_way(desk: Desk) -> bool:
    written = desk.letter
    return written is not None and written.confirmed_at is not None


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Read it once more. Nothing leaves before the button here, nor before the link in the mail."""
    appeal = public_appeal(slug)
    desk = Desk(request, appeal)
    recipient = queries.recipient(appeal, desk.office)
    if recipient is None or not desk.words:
        return redirect("letters:letter", slug)
    if is_on_its_way(desk):
        return redirect("letters:sent", slug)
    if request.method == "POST":
        send(appeal, recipient, desk)
        return redirect("letters:sent", slug)
    return page(request, "preview", appeal, desk=desk, recipient=recipient)


def send(appeal: Appeal, recipient: queries.Recipient, desk: Desk) -> None:
    written = services.write_letter(
        appeal,
        recipient,
        services.Words(language=get_language() or "en", **desk.words),
        instead_of=desk.things.get("letter"),
        sent_today=desk.sent_today,
        at=clock.now(),
    )
    desk.count_sent()
    desk.put(letter=written.pk if written else None, asked=True)


@login_not_required
@never_cache
@require_GET
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Look in your mail; or, in the browser that confirmed: it is on its way."""
    appeal = public_appeal(slug)
    desk = Desk(request, appeal)
    if not desk.things.get("asked"):
        return redirect("letters:start", slug)
    if is_on_its_way(desk):
        return page(request, "already", appeal, letter=desk.letter, **share(request, appeal))
    recipient = queries.recipient(appeal, desk.office)
    return page(request, "sent", appeal, desk=desk, recipient=recipient)


@login_not_required
@require_POST
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody else at the same phone wants to write."""
    appeal = public_appeal(slug)
    Desk(request, appeal).clear()
    return redirect("letters:start", slug)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link from the mail. Opening it does nothing: mail scanners open links too."""
    written = queries.letter_behind(token)
    if written is None:
        return render(request, "letters/unknown_link.html", status=404)
    if request.method == "POST":
        standing = services.confirm_letter(written, at=clock.now())
        Desk(request, written.appeal).put(
            letter=standing.pk, office=standing.office_id, asked=True, words=None
        )
        return redirect("letters:confirm", token)
    earlier = None if written.confirmed_at else queries.earlier_letter(written)
    if written.confirmed_at or earlier:
        links = share(request, written.appeal)
        return page(request, "already", written.appeal, letter=earlier or written, **links)
    why_not = rules.why_not_confirm(written, clock.now())
    return page(request, "confirm", written.appeal, letter=written, why_not=why_not)


def share(request: HttpRequest, appeal: Appeal) -> dict[str, str]:
    """What to pass on to a neighbour."""
    address = request.build_absolute_uri(appeal.get_absolute_url())
    about = urlencode({"subject": appeal.campaign.poster, "body": address}, quote_via=quote)
    return {"address": address, "mailto": f"mailto:?{about}"}
