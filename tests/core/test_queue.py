"""What leaves the house waits in the queue first; tests empty it when they say so."""

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests.builders import run_jobs

pytestmark = pytest.mark.django_db
DONE: list[str] = []


@task()
def note(word: str) -> None:
    DONE.append(word)


@task()
def break_down() -> None:
    raise ValueError("no paper left")


def test_a_job_waits_until_the_queue_is_worked_on():
    note.enqueue("posted")
    assert DONE == []
    run_jobs()
    assert DONE == ["posted"]
    assert not DBTaskResult.objects.ready().exists()


def test_a_job_that_breaks_down_breaks_the_test():
    break_down.enqueue()
    with pytest.raises(AssertionError, match="no paper left"):
        run_jobs()
