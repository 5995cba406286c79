"""What a view is given."""

from typing import Any

from django.http import HttpRequest


class SignedInRequest(HttpRequest):
    """A request that the sign-in middleware let through: `user` is an account, not a visitor.

    `Any`, because this floor does not know the model of an account.
    """

    user: Any
