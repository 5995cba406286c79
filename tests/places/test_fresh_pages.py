"""A fresh installation has read nothing yet: its pages say what to do first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from reclaim.people.models import User


@pytest.mark.parametrize("url", ["/places/districts/", "/places/?code=M4C"])
def test_before_anything_is_read_a_page_says_what_to_do(
    client_of: Callable[[User], Client], ben: User, url: str
) -> None:
    assertContains(client_of(ben).get(url), "No districts have been read yet")
