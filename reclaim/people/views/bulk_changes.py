"""What somebody changed of several people lately, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from reclaim.core import clock, money
from reclaim.core.http import SignedInRequest
from reclaim.people.models import BulkChange
from reclaim.people.queries import bulk_changes as queries
from reclaim.people.queries.several import actions_for
from reclaim.people.services.taking_back import take_back


@require_safe
def bulk_changes(request: SignedInRequest) -> HttpResponse:
    changes = queries.lately(request.user, clock.now())
    return render(request, "people/bulk_changes.html", {"changes": changes})


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_change(request: SignedInRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(BulkChange.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        shown = queries.shown(change, request.user, clock.now())
        return render(request, "people/bulk_change.html", shown)
    action = actions_for(request.user).get(change.action)
    put_back = action.take_back if action is not None else None
    done = take_back(change, put_back, by=request.user, at=clock.now())
    messages.success(request, how_many(done.put_back or 0))
    return redirect(done)


def how_many(people: int) -> str:
    words = ngettext("%(n)s person stands as before.", "%(n)s people stand as before.", people)
    return words % {"n": money.count(people)}
