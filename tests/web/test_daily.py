"""The day's round goes on past a room that fails, and says so."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reclaim.core import offers
from reclaim.core.offers import DailyJob, Offers


def broken() -> str:
    raise ValueError("a disk is full")


def test_a_room_that_fails_keeps_no_other_from_its_work(monkeypatch, caplog):
    jobs: Offers[DailyJob] = Offers()
    jobs.add("watch", DailyJob("watch", broken, order=1))
    jobs.add("letters", DailyJob("letters", lambda: "3 delivered", order=2))
    monkeypatch.setattr(offers, "daily_jobs", jobs)
    said = StringIO()
    with pytest.raises(CommandError, match="Not done today: watch"):
        call_command("daily", stdout=said)
    assert said.getvalue() == "letters: 3 delivered\n"
    assert "a disk is full" in caplog.text
