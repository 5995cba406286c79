"""Inviting, withdrawing, and the page an invitation opens."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.http import SignedInRequest
from reclaim.people import queries, rules, services
from reclaim.people.forms import AcceptanceForm, InvitationForm
from reclaim.people.models import Invitation, Organization, User


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    rows = Organization.objects.visible_to(request.user, *rules.GIVES_ROLES)
    organization: Organization = get_object_or_404(rows, slug=slug)
    form = InvitationForm(request.POST or None, by=request.user, organization=organization)
    if form.is_valid():
        given = form.cleaned_data
        services.invite(organization, **given, by=request.user, at=clock.now())
        messages.success(request, _("%(email)s is invited.") % {"email": given["email"]})
        return redirect(organization)
    return render(request, "people/invite.html", {"form": form, "organization": organization})


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    services.withdraw_invitation(invitation, by=request.user, at=clock.now())
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect(invitation.organization)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: SignedInRequest, token: str) -> HttpResponse:
    """Open to visitors: the link is the proof."""
    invitation = queries.invitation_behind(token)
    if request.user.is_authenticated:
        return accept_signed_in(request, invitation, token)
    if queries.has_account(invitation.email):
        return render(request, "people/accept_sign_in.html", {"invitation": invitation})
    form = AcceptanceForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        user = services.accept_invitation(token, **form.cleaned_data, at=clock.now())
        return sign_in(request, user)
    return render(request, "people/accept.html", {"invitation": invitation, "form": form})


def sign_in(request: SignedInRequest, user: User) -> HttpResponse:
    """The way allauth does it, so that the new session is listed with the others."""
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return answer


def accept_signed_in(request: SignedInRequest, invitation: Invitation, token: str) -> HttpResponse:
    if request.method == "POST":
        services.accept_signed_in(token, by=request.user, at=clock.now())
        return redirect(invitation.organization)
    reason = rules.why_not_accept_as(invitation, request.user)
    shown = {"invitation": invitation, "reason": reason}
    return render(request, "people/accept_signed_in.html", shown)
