"""A supporter's own letter to the official who answers for their area."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reclaim.act.letters.models.appeal import Appeal
from reclaim.core.retention import period
from reclaim.places.models import District, Office, Term

LINK_LIVES = period("unconfirmed")
LETTER_KEPT = period("letters")
PERSONAL = ("writer_name", "writer_email", "postal_code", "subject", "body")
ERASED = Q(**dict.fromkeys(PERSONAL, ""))


class LetterQuerySet(models.QuerySet["Letter"]):
    def confirmed(self) -> LetterQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def delivered(self) -> LetterQuerySet:
        return self.filter(delivery__sent_at__isnull=False)

    def forgotten(self, at: datetime) -> LetterQuerySet:
        """Never confirmed, and the link has expired."""
        return self.filter(confirmed_at=None, written_at__lte=at - LINK_LIVES)

    def outlived(self, at: datetime) -> LetterQuerySet:
        """Its sending ended, one way or another, so long ago that its text must go."""
        long_ago = at - LETTER_KEPT
        ended = (
            Q(delivery__sent_at__lte=long_ago)
            | Q(delivery__refused_at__lte=long_ago)
            | Q(delivery__sent_at=None, delivery__started_at__lte=long_ago)
        )
        return self.filter(ended, scrubbed_at=None)


class Letter(models.Model):
    """Written once, confirmed by e-mail, then queued. The recipient is kept as it was that day.

    `writer_digest` is a keyed digest of the address: it outlives the text, so that nobody
    writes twice to the same office in one campaign, and nobody can read an address out of it.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, help_text=_("The language of its words.")
    )
    writer_name = models.CharField(max_length=80, blank=True, help_text=_("As they sign."))
    writer_email = models.EmailField(blank=True, help_text=_("Answers go there."))
    postal_code = models.CharField(max_length=7, blank=True, help_text=_("Of the writer."))
    writer_digest = models.CharField(max_length=64, editable=False)

    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(
        Term, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    official_name = models.CharField(max_length=250, blank=True, help_text=_("Of that day."))
    official_title = models.CharField(max_length=200, help_text=_("In the letter's language."))
    to_email = models.EmailField(help_text=_("Where the letter goes."))
    source = models.CharField(max_length=300, blank=True, help_text=_("Where that was read."))

    subject = models.CharField(max_length=120, blank=True, help_text=_("As the writer wants it."))
    body = models.TextField(blank=True, help_text=_("In the writer's own words."))
    written_at = models.DateTimeField(db_index=True, help_text=_("When they sent it to us."))
    key = models.CharField(max_length=16, unique=True, null=True, editable=False)  # noqa: DJ001
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text=_("Through the link."))
    scrubbed_at = models.DateTimeField(null=True, blank=True, help_text=_("Text erased."))

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["writer_digest", "written_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "office", "writer_digest"],
                condition=Q(confirmed_at__isnull=False),
                name="letters_letter_once_per_writer_and_office",
            ),
            models.CheckConstraint(
                name="letters_letter_is_confirmed_after_it_is_written",
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("written_at")),
            ),
            models.CheckConstraint(
                name="letters_letter_is_whole_or_erased",
                condition=(Q(scrubbed_at__isnull=False, key=None) & ERASED)
                | (
                    Q(scrubbed_at=None, key__isnull=False)
                    & ~Q(writer_name="")
                    & ~Q(writer_email="")
                    & ~Q(body="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_title}, {self.written_at:%Y-%m-%d}"

    @property
    def addressee(self) -> str:
        return self.official_name or self.official_title
