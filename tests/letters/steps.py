"""A supporter's steps through the pages, for tests."""

import re

from django.core import mail
from django.urls import reverse
from django.utils import translation

from tests.builders import OWN_WORDS, run_jobs

ROSA = "rosa@people.example"
WORDS = {
    "subject": "Security in our shelters",
    "body": OWN_WORDS,
    "name": "Rosa Lima",
    "email": ROSA,
    "postal_code": "M4C 1M5",
}


def address(step, appeal, language="en"):
    with translation.override(language):
        return reverse(f"letters:{step}", args=[appeal.campaign.slug])


def live(client, appeal, code="M4C 1M5"):
    return client.post(address("start", appeal), {"postal_code": code})


def write(client, appeal, **changes):
    live(client, appeal)
    return client.post(address("letter", appeal), {**WORDS, **changes})


def send(client, appeal, **changes):
    write(client, appeal, **changes)
    return client.post(address("preview", appeal), follow=True)


def link_from_mail():
    run_jobs()
    asked = [message for message in mail.outbox if message.subject == "Please confirm your letter"]
    return re.search(r"http://localhost:8000(/write/confirm/\S+)", asked[-1].body)[1]


def confirm(client, appeal):
    send(client, appeal)
    return client.post(link_from_mail(), follow=True)
