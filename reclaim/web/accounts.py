"""Who may have an account: nobody but those invited by somebody who may invite."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    """allauth's sign-up form is closed; people.services.accept_invitation makes accounts."""

    def is_open_for_signup(self, request: object) -> bool:
        return False
