"""How allauth signs people in here: by invitation only, and by the house's mail door."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from reclaim.core import clock, outbox
from reclaim.people.services import follow_account

UNKNOWN = "account/email/unknown_account"  # written as for a known address, and sent to nobody
USEFUL_FOR = {"account/email/login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)}
USEFUL_FOR[UNKNOWN] = timedelta(minutes=1)

# allauth's own words, named here so that our catalogue says them as people here do: «courriel».
WORDS = [
    gettext_noop("Email"),
    gettext_noop("Name"),
    gettext_noop("Email address"),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("This email address is already associated with this account."),
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use a security key"),
    gettext_noop("Incorrect code."),
    gettext_noop("You must type the same password each time."),
]
TOO_OFTEN = gettext_lazy(
    "Too many failed login attempts. Nothing is locked: try again in five minutes."
)


class InvitedOnly(DefaultAccountAdapter):
    """allauth's sign-up form is closed; people.services.accept_invitation makes accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: object) -> bool:
        return False

    def login(self, request: Any, user: Any) -> None:
        """Note that the account's own address is proven: the invitation went there.

        allauth lets nobody move from a proven address to one that is not; without this, an
        account could take somebody else's address and be shown what is kept under it.
        """
        EmailAddress.objects.update_or_create(
            user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
        )
        super().login(request, user)

    def confirm_email(self, request: Any, email_address: EmailAddress) -> bool:
        """A new address is proven; the record of the person follows it."""
        user = email_address.user
        before = user.email
        is_confirmed: bool = super().confirm_email(request, email_address)
        user.refresh_from_db(fields=["email"])
        if is_confirmed and user.email != before:
            follow_account(user, before, at=clock.now())
        return is_confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the queue, whether anybody has this address or not: see `core.outbox`."""
        facts = {"request": self.request, "email": email, **context}
        if code := context.get("code"):
            facts["link"] = link_for(self.request, code)
        message = self.render_mail(template_prefix, email, facts)
        if template_prefix == UNKNOWN:
            message.to = []
        lives = USEFUL_FOR.get(template_prefix, timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
        outbox.queue(message, at=clock.now(), useful_for=lives)


class KeysByName(DefaultMFAAdapter):
    """A new key is called what people call it, until they say otherwise."""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("My key") if number == 1 else _("My key %(number)d") % {"number": number}


def link_for(request: Any, code: str) -> str:
    """Fills the code in and leads on to where the person was going."""
    going_to = request.POST.get("next", "")
    address = reverse("account_code_link", args=[code])
    query = f"?{urlencode({'next': going_to})}" if going_to else ""
    return str(request.build_absolute_uri(address + query))
