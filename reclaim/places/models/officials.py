"""Who decides: offices stay, officials come and go, each for a dated term."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.languages import Bilingual
from reclaim.places.models.districts import District


class Office(models.Model):
    """A seat or a body that can be written to: a member's seat, a committee through its clerk."""

    district = models.ForeignKey(
        District,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The district it speaks for, if any."),
    )
    slug = models.SlugField(
        unique=True, max_length=80, help_text=_("The word for it in an address.")
    )
    body_en = models.CharField(max_length=200, help_text=_("Legislature or council, in English."))
    body_fr = models.CharField(max_length=200, blank=True, help_text=_("The same in French."))
    title_en = models.CharField(max_length=200, help_text=_("For example Member for Ajax."))
    title_fr = models.CharField(max_length=200, blank=True, help_text=_("The same in French."))
    email = models.EmailField(blank=True, help_text=_("Of the office itself, such as a clerk."))

    body = Bilingual("body")
    title = Bilingual("title")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class Official(models.Model):
    """A person who holds or held an office."""

    given_name = models.CharField(max_length=120, help_text=_("As published."))
    family_name = models.CharField(max_length=120, help_text=_("As published."))

    class Meta:
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}"


class TermQuerySet(models.QuerySet["Term"]):
    def in_force(self) -> TermQuerySet:
        today = clock.today()
        return self.filter(Q(until=None) | Q(until__gte=today)).filter(
            Q(since=None) | Q(since__lte=today)
        )


class Term(models.Model):
    """One official in one office, from a day until a day. Terms end; they are not overwritten."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="terms")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="terms")
    party = models.CharField(max_length=120, blank=True, help_text=_("As published."))
    email = models.EmailField(blank=True, help_text=_("Where letters go."))
    since = models.DateField(null=True, blank=True, help_text=_("First day; unknown if empty."))
    until = models.DateField(null=True, blank=True, help_text=_("Last day, if ended."))
    source = models.CharField(max_length=300, help_text=_("Where this was read: file and line."))
    as_of = models.CharField(
        max_length=10, blank=True, help_text=_("What day, month or year the source speaks of.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["office", "-since"]
        constraints = [
            models.CheckConstraint(
                name="places_term_ends_after_it_starts",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                fields=["office"], condition=Q(until=None), name="places_term_one_open_per_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}, {self.office}"
