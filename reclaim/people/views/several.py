"""Changing several people of a list: what, then with whom and why not with others, then done."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reclaim.core import clock, money
from reclaim.core.http import SignedInRequest
from reclaim.core.offers import BulkAction
from reclaim.people.models import BulkChange, User
from reclaim.people.queries.chosen import Chosen
from reclaim.people.queries.several import actions_for, plan
from reclaim.people.views.taking_out import found


@require_http_methods(["GET", "HEAD", "POST"])
def change_several(request: SignedInRequest) -> HttpResponse:
    wanted = found(request)
    if wanted is None:
        return redirect("people:people")
    action = actions_for(request.user).get(request.GET.get("do", ""))
    if action is None:
        raise Http404
    form = action.form(request.POST or None, by=request.user, people=wanted.people)
    shown = {"action": action, "form": form, "chosen": wanted}
    if not form.is_valid():
        return render(request, "people/several.html", shown)
    return confirmed(request, action, wanted, shown)


def confirmed(
    request: SignedInRequest, action: BulkAction, wanted: Chosen, shown: dict[str, object]
) -> HttpResponse:
    """Asked until what was said yes to is what would be done."""
    user, facts = request.user, getattr(shown["form"], "cleaned_data", {})
    planned = plan(wanted.people, action.leaves_out(user, facts))
    why_not = action.why_not(user, facts, planned.count)
    sure = request.POST.get("sure")
    if sure != str(planned.count) or not planned.count or why_not:
        told = {"plan": planned, "says": action.says(facts), "why_not": why_not}
        return render(request, "people/several_sure.html", {**shown, **told, "sure": sure})
    changed = action.do(wanted.people, facts, by=user, at=clock.now())
    said = done(action, changed, wanted.count - changed)
    messages.success(request, with_way_back(said, action, user) if changed else said)
    return redirect(reverse("people:people") + wanted.back)


def done(action: BulkAction, changed: int, left_out: int) -> str:
    words = ngettext("%(n)s person changed: %(what)s.", "%(n)s people changed: %(what)s.", changed)
    told = words % {"n": money.count(changed), "what": action.label}
    if left_out:
        told += " " + _("%(n)s left out.") % {"n": money.count(left_out)}
    return told


def with_way_back(said: str, action: BulkAction, user: User) -> str:
    """What was done, and where it can be taken back."""
    change = BulkChange.objects.visible_to(user).filter(action=action.key).first()
    if change is None or action.take_back is None:
        return said
    url, words = change.get_absolute_url(), _("Take it back")
    return format_html('{} <a href="{}">{}</a>', said, url, words)
