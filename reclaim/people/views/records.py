"""What is kept on one person's record, piece by piece."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reclaim.core import clock
from reclaim.core.errors import require
from reclaim.core.http import SignedInRequest
from reclaim.people import rules, services
from reclaim.people.forms import ContactForm, CustomFieldForm, LocalForm, NoteForm
from reclaim.people.models import (
    ContactPoint,
    CustomField,
    LocalMembership,
    Note,
    Organization,
    Person,
)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    person = to_change(request, pk)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        services.note_contact(person, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect(person)
    return part(request, person, form, _("One more way to reach them"))


@require_POST
def mark_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of an address or number; or they prefer it."""
    people = Person.objects.visible_to(request.user)
    point = get_object_or_404(ContactPoint.objects.filter(person__in=people), pk=pk)
    became = request.POST.get("status", "")
    if became in ContactPoint.Status.values:
        services.mark_contact(point, became, by=request.user, at=clock.now())
    elif became == "preferred":
        services.prefer_contact(point, by=request.user, at=clock.now())
    return redirect(point.person)


@require_http_methods(["GET", "HEAD", "POST"])
def write_note(request: SignedInRequest, pk: int) -> HttpResponse:
    person = to_change(request, pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        services.write_note(person, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect(person)
    return part(request, person, form, _("Write a note"))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then remove it."""
    rows = Note.objects.visible_to(request.user).select_related("person__organization")
    note = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        services.remove_note(note, by=request.user, at=clock.now())
        return redirect(note.person)
    require(rules.why_not_remove_note(note, request.user))
    return render(request, "people/remove_note.html", {"note": note})


@require_http_methods(["GET", "HEAD", "POST"])
def join_local(request: SignedInRequest, pk: int) -> HttpResponse:
    person = to_change(request, pk)
    form = LocalForm(request.POST or None, by=request.user)
    if form.is_valid():
        services.join_local(person, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect(person)
    return part(request, person, form, _("One more local"))


@require_POST
def leave_local(request: SignedInRequest, pk: int) -> HttpResponse:
    people = Person.objects.visible_to(request.user)
    rows = LocalMembership.objects.filter(person__in=people).select_related("person")
    membership = get_object_or_404(rows, pk=pk)
    services.leave_local(membership, by=request.user, at=clock.now())
    return redirect(membership.person)


@require_http_methods(["GET", "HEAD", "POST"])
def custom_fields(request: SignedInRequest, slug: str) -> HttpResponse:
    """What records of this organization hold besides; coordinators add to it."""
    rows = Organization.objects.visible_to(request.user, *rules.GIVES_ROLES)
    organization: Organization = get_object_or_404(rows, slug=slug)
    form = CustomFieldForm(request.POST or None, organization=organization)
    if form.is_valid():
        facts = form.cleaned_data
        services.add_custom_field(organization, by=request.user, at=clock.now(), **facts)
        return redirect("people:custom-fields", slug=slug)
    fields = CustomField.objects.of(organization).select_related("organization")
    shown = {"organization": organization, "fields": fields, "form": form}
    return render(request, "people/custom_fields.html", shown)


@require_POST
def end_custom_field(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = CustomField.objects.visible_to(request.user).select_related("organization")
    field = get_object_or_404(rows, pk=pk)
    services.end_custom_field(field, by=request.user, at=clock.now())
    return redirect("people:custom-fields", slug=field.organization.slug)


def to_change(request: SignedInRequest, pk: int) -> Person:
    """A form nobody here may send is not shown either: who sees a member of two locals in one of
    them does not change the record the other keeps."""
    rows = Person.objects.visible_to(request.user).select_related("organization")
    person = get_object_or_404(rows, pk=pk)
    require(rules.why_not_change_people(request.user, person.organization))
    return person


def part(request: SignedInRequest, person: Person, form: object, title: str) -> HttpResponse:
    shown = {"person": person, "form": form, "title": title}
    return render(request, "people/record_part.html", shown)
