"""Tests reach nothing outside this machine, and know what day it is."""

import smtplib
import socket
from datetime import date

import pytest
from django.conf import settings

from reclaim.core import clock


@pytest.mark.skipif(
    bool(settings.DATABASE_URL), reason="The register is on PostgreSQL, behind a socket."
)
def test_a_test_that_opens_a_socket_is_stopped():
    with pytest.raises(Exception, match=r"A test tried to use socket"):
        socket.socket()


def test_a_test_that_asks_for_mail_is_stopped():
    with pytest.raises(Exception, match=r"A test tried to use socket"):
        smtplib.SMTP("192.0.2.1", 25, timeout=1)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_test_that_may_talk_to_this_machine_may_talk_to_no_other():
    with pytest.raises(Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 25), timeout=1)


def test_every_test_plays_on_the_same_day():
    assert clock.today() == date(2026, 10, 5)
