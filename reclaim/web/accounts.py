"""How allauth signs people in here: by invitation only, and by the house's mail door."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.utils.translation import gettext_noop

from reclaim.core import mail

# allauth's own words, named here so that our catalogue says them as people here do: «courriel».
WORDS = [
    gettext_noop("Email"),
    gettext_noop("Email address"),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("This email address is already associated with this account."),
]


class InvitedOnly(DefaultAccountAdapter):
    """allauth's sign-up form is closed; people.services.accept_invitation makes accounts."""

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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the one door; a mail server that is away becomes the plain page for that."""
        facts = {"request": self.request, "email": email, **context}
        mail.send(self.render_mail(template_prefix, email, facts))
