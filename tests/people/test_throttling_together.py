"""Several processes serve the pages; whoever guesses is counted by all of them together."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.builders import PASSWORD

TRIES = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()
from django.test import Client
pages = [
    Client(SERVER_NAME="localhost").post(
        "/accounts/login/", {"login": "ana@people.example", "password": word}
    )
    for word in sys.argv[2:]
]
print(*["in" if page.status_code == 302 else
        "later" if "Too many" in page.text else "wrong" for page in pages])
"""


def server(*words: str) -> "subprocess.Popen[str]":
    name = str(connection.settings_dict["NAME"])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "reclaim.web.settings"}
    command = [sys.executable, "-c", TRIES, name, *words]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_two_processes_allow_five_wrong_passwords_in_all(ana):
    both = [server(*["wrong"] * 4), server(*["wrong"] * 4)]
    told = " ".join(one.communicate(timeout=120)[0] for one in both).split()
    assert len(told) == 8
    assert 1 <= told.count("wrong") <= 5
    assert server(PASSWORD).communicate(timeout=120)[0].split() == ["later"]
