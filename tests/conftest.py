"""What every test stands on: the cast, the day it is, no network, a browser if asked for."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from reclaim.people.models import Organization, Role, User
from tests import builders, cluster, postgresql

DAY = date(2026, 10, 5)  # the demo's day: real notices are open on it
LOOPBACK = ["127.0.0.1", "localhost", "::1"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser, PostgreSQL and Spark tests may talk to this machine, and to nothing else; so may
    all when the register itself is on a PostgreSQL, behind a socket."""
    is_behind_a_socket = bool(settings.DATABASE_URL)
    for item in items:
        asks = any(map(item.get_closest_marker, ("browser", "postgresql", "spark")))
        if (is_behind_a_socket and item.get_closest_marker("allow_hosts") is None) or asks:
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """French pages are tested too, so their catalogues must be compiled."""
    if importlib.util.find_spec("reclaim.web.translations"):
        importlib.import_module("reclaim.web.translations").compile_stale()


@pytest.fixture
def free_port() -> int:
    """A port of this machine nobody listens on. The test must be allowed to use sockets."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@pytest.fixture(autouse=True)
def pinned_day(settings: Settings) -> date:
    settings.PINNED_DAY = DAY
    return DAY


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A French page leaves its language behind in the thread; no test inherits it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Slow hashing protects people, not tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# The cast. Ana leads, Ben is a member, Lea talks with members, Cleo is a stranger,
# Dora administers the division above; the staff account keeps the installation running.
@pytest.fixture
def division(db: None) -> Organization:
    return builders.make_organization("Ontario Division", Organization.Kind.PROVINCIAL)


@pytest.fixture
def council(division: Organization) -> Organization:
    return builders.make_organization("Municipal Council", Organization.Kind.SECTOR, division)


@pytest.fixture
def local(council: Organization) -> Organization:
    return builders.make_organization("Local 4120", under=council)


@pytest.fixture
def other_local(council: Organization) -> Organization:
    return builders.make_organization("Local 77", under=council)


@pytest.fixture
def ana(local: Organization) -> User:
    return builders.make_user("Ana", local, Role.COORDINATOR)


@pytest.fixture
def ben(local: Organization) -> User:
    return builders.make_user("Ben", local, Role.READER)


@pytest.fixture
def lea(local: Organization) -> User:
    return builders.make_user("Lea", local, Role.LEADER)


@pytest.fixture
def cleo(other_local: Organization) -> User:
    return builders.make_user("Cleo", other_local, Role.COORDINATOR)


@pytest.fixture
def dora(division: Organization) -> User:
    return builders.make_user("Dora", division, Role.ADMINISTRATOR)


@pytest.fixture
def staff(db: None) -> User:
    return builders.make_user("Sam", is_staff=True)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(ana).get(url)`: a browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


# The browser is the system's own: no download. RECLAIM_REQUIRE_BROWSER=1 makes its absence fail.
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None and os.environ.get("RECLAIM_REQUIRE_BROWSER"):
        pytest.fail("Chromium is required here and is not installed.")
    if chromium is None:
        pytest.skip("Chromium is not installed.")
    # Playwright keeps an event loop running, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests write whole addresses. The plugin's own fixture is of a kind pytest has deprecated."""


# PostgreSQL is the system's own too. RECLAIM_REQUIRE_POSTGRESQL=1 makes its absence fail.
@pytest.fixture(scope="session")
def postgresql_port(django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    programs = cluster.programs()
    if programs is None and os.environ.get("RECLAIM_REQUIRE_POSTGRESQL"):
        pytest.fail("PostgreSQL is required here and is not installed.")
    if programs is None:
        pytest.skip("PostgreSQL is not installed.")
    with django_db_blocker.unblock(), cluster.cluster(programs) as port:
        with postgresql.in_use(port):
            call_command("migrate", verbosity=0)
        yield port


@pytest.fixture
def on_postgresql(postgresql_port: int, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The register on a real PostgreSQL, for a test marked `postgresql`; empty at the start."""
    with django_db_blocker.unblock(), postgresql.in_use(postgresql_port):
        yield
        call_command("flush", interactive=False, verbosity=0)
