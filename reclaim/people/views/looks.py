"""Who looked at a record, for those who answer for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reclaim.core.http import SignedInRequest
from reclaim.people import rules
from reclaim.people.models import Person
from reclaim.people.queries.looks import viewers_of


@require_safe
def looks(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Person.objects.visible_to(request.user, *rules.GIVES_ROLES)
    person = get_object_or_404(rows.select_related("organization"), pk=pk)
    seen = viewers_of(Person.objects.filter(pk=person.pk))
    return render(request, "people/looks.html", {"person": person, "viewers": seen})
