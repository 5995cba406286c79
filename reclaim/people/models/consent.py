"""Who may be written to, about what: a ledger that is only added to, and what it says today."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reclaim.core import sealing
from reclaim.core.languages import Bilingual
from reclaim.people.models.contact import ContactPoint
from reclaim.people.models.person import Person


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    CALL = "call", _("phone call")
    POST = "post", _("letter by post")


class Purpose(models.TextChoices):
    CAMPAIGN = "campaign", _("news of our union and campaigns")
    COMMERCIAL = "commercial", _("offers: tickets, conferences, union wares")


REACHED_BY = {
    Channel.EMAIL: ContactPoint.Kind.EMAIL,
    Channel.SMS: ContactPoint.Kind.PHONE,
    Channel.CALL: ContactPoint.Kind.PHONE,
    Channel.POST: ContactPoint.Kind.ADDRESS,
}


class ConsentWording(models.Model):
    """The words somebody said yes to. A change is a new version; none is ever rewritten."""

    purpose = models.CharField(
        max_length=12,
        choices=[*Purpose.choices, ("partner", _("being seen by a partner"))],
        help_text=_("What it is about."),
    )
    version = models.PositiveSmallIntegerField(help_text=_("Counted from 1."))
    text_en = models.TextField(help_text=_("What people read in English."))
    text_fr = models.TextField(help_text=_("What people read in French."))
    since = models.DateTimeField(help_text=_("First used then."))

    text = Bilingual("text")

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="people_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class Stand(models.Model):
    """What a line of the ledger and what it comes to today have in common."""

    class Basis(models.TextChoices):
        EXPRESS = "express", _("said yes themselves")
        MEMBERSHIP = "membership", _("is or was a member")
        RELATIONSHIP = "relationship", _("gave, bought or volunteered")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)ss")
    channel = models.CharField(max_length=8, choices=Channel, help_text=_("How we write."))
    purpose = models.CharField(max_length=12, choices=Purpose, help_text=_("What about."))
    is_given = models.BooleanField(help_text=_("Yes; or no, and that they took it back."))
    basis = models.CharField(max_length=12, choices=Basis, help_text=_("Why we may."))
    expires_on = models.DateField(null=True, blank=True, help_text=_("Last day, if it has one."))
    at = models.DateTimeField(help_text=_("When it was said."))

    class Meta:
        abstract = True


class ConsentEvent(Stand):
    """One line of the ledger: what was said, in which words, where, to whom. Never changed."""

    class Source(models.TextChoices):
        FORM = "form", _("a form on a page")
        PREFERENCES = "preferences", _("their preference page")
        PAPER = "paper", _("paper")
        TALK = "talk", _("a conversation")
        IMPORT = "import", _("an import")
        UNSUBSCRIBE = "unsubscribe", _("the unsubscribe link")

    wording = models.ForeignKey(
        ConsentWording, null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=8, help_text=_("The language they read it in."))
    source = models.CharField(max_length=12, choices=Source, help_text=_("Where it was said."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "channel", "purpose"])]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_purpose_display()}: {self.is_given}"


class Consent(Stand):
    """What the ledger says today for one person, channel and purpose; kept current."""

    class Meta:
        ordering = ["person", "channel", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel", "purpose"], name="people_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_purpose_display()}: {self.is_given}"


class Suppression(models.Model):
    """An address or number never to be used again. It outlives the person's record, so it holds
    no address: a keyed digest, which tells only whether an address is this one."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("they asked us to stop")
        COMPLAINED = "complained", _("they called it spam")
        BOUNCED = "bounced", _("it came back for good")

    kind = models.CharField(max_length=8, choices=ContactPoint.Kind, help_text=_("What it is."))
    digest = models.CharField(max_length=64, help_text=_("Of the address, with our key."))
    reason = models.CharField(max_length=12, choices=Reason, help_text=_("Why."))
    since = models.DateTimeField(help_text=_("From when on."))

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="people_suppression_once"),
            models.CheckConstraint(name="people_suppression_has_digest", condition=~Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_reason_display()}"


def suppression_digest(kind: str, key: str) -> str:
    return sealing.digest(f"people.suppression.{kind}", key)
