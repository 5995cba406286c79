"""Accounts, and the roles they hold in organizations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.people.models.organization import Organization, reach

SECOND_STEPS = ("totp", "webauthn")  # recovery codes stand in for one of these


class Role(models.TextChoices):
    """What somebody does in an organization, the furthest-reaching first."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("campaign coordinator")
    ORGANIZER = "organizer", _("organizer")
    LEADER = "leader", _("member leader")
    RESEARCHER = "researcher", _("researcher")
    READER = "reader", _("reader")

    @classmethod
    def up_to(cls, role: str) -> list[Role]:
        """This role and those that may do less."""
        everything = list(cls)
        return everything[everything.index(cls(role)) :]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """An account. `is_staff` marks who administers this installation, not any organization."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, default="en", help_text=_("For mail we send.")
    )

    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_any_case")]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("somebody who was erased")
        return self.get_full_name() or self.email

    @cached_property
    def standing(self) -> list[tuple[str, str, bool, bool]]:
        """Of each membership in force today: its role, the path of its organization, whether a
        second step is asked of it, and whether this account has one. One read a page."""
        held = Membership.objects.filter(user=self).in_force()
        asked = Exists(
            SecondStepRule.objects.over(OuterRef("role"), OuterRef("organization__path"))
        )
        second = apps.get_model("mfa", "Authenticator").objects.filter(type__in=SECOND_STEPS)
        has = Exists(second.filter(user=OuterRef("user")))
        return list(held.values_list("role", "organization__path", asked, has))

    @property
    def roles(self) -> list[tuple[str, str]]:
        """(role, path of the organization) of each membership in force today."""
        return [(role, path) for role, path, _asked, _has in self.standing]

    @property
    def lacks_second_step(self) -> bool:
        """Whether one of the roles asks for a second step that is not set up."""
        return any(asked and not has for _role, _path, asked, has in self.standing)

    def paths(self, *roles: str) -> list[str]:
        """Where in the tree this account holds one of the roles (any role if none is named)."""
        return sorted({path for role, path in self.roles if not roles or role in roles})

    def holds(self, organization: Organization, *roles: str) -> bool:
        """Whether this account reaches the organization in one of the roles."""
        return any(organization.path.startswith(path) for path in self.paths(*roles))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> MembershipQuerySet:
        today = clock.today()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today, ended_at=None)

    def reaching(self, organization: Organization) -> MembershipQuerySet:
        """Held in the organization or in one above it."""
        step = Organization.steplen
        above = range(step, len(organization.path) + 1, step)
        return self.filter(organization__path__in=[organization.path[:end] for end in above])

    def visible_to(self, user: User) -> MembershipQuerySet:
        return self.filter(reach(user, "organization__", Role.ADMINISTRATOR, Role.COORDINATOR))


class Membership(models.Model):
    """A role of one account in one organization, from a day, perhaps until a day.

    Ending one early takes effect at that moment, and the row stays: who held what is history.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role, help_text=_("What they do there."))
    since = models.DateField(help_text=_("First day."))
    until = models.DateField(null=True, blank=True, help_text=_("Last day, if there is one."))
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organization__path", "role"]
        constraints = [
            models.CheckConstraint(
                name="people_membership_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role", "since"],
                condition=Q(ended_at=None),
                name="people_membership_once",
            ),
            models.CheckConstraint(
                name="people_membership_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organization}"


class SecondStepRuleQuerySet(models.QuerySet["SecondStepRule"]):
    def over(self, role: Any, path: Any) -> SecondStepRuleQuerySet:
        """Those for a role in the organization of a path, made there or above."""
        below = ExpressionWrapper(path, output_field=models.CharField())
        found = self.filter(role=role).alias(below=below)
        return found.filter(below__startswith=F("organization__path"))


class SecondStepRule(models.Model):
    """Whoever holds this role in the organization, or below it, signs in with a second step."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=Role, help_text=_("Of whom it is asked."))
    since = models.DateTimeField(editable=False, help_text=_("When it was made."))

    objects = SecondStepRuleQuerySet.as_manager()

    class Meta:
        ordering = ["organization__path", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "role"], name="people_second_step_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_role_display()}"
