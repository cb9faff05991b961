"""What is done again and again: at once, after each pause, at the moment that is asked for, and on after a failure."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from research.errors import CouldNotAskError
from tests.waiting import LONG_SECONDS
from ui.out.clock import Clock


@pytest.fixture
def failures():
    return []


@pytest.fixture
def clock(failures):
    made = Clock(failures.append)
    yield made
    made.stop()


class Times:
    """A job that counts, and tells when it was done so often."""

    def __init__(self, wanted, error=None):
        self.count, self.wanted, self.error, self.reached = 0, wanted, error, threading.Event()

    def __call__(self):
        self.count += 1
        if self.count >= self.wanted:
            self.reached.set()
        if self.error:
            raise self.error


def test_a_job_is_done_at_once_and_again(clock, failures):
    often, once = Times(3), Times(2)
    clock.every(0.05, often)
    clock.every(3600, once)
    clock.start()
    assert often.reached.wait(LONG_SECONDS)
    assert (once.count, failures) == (1, [])


def test_a_job_is_done_at_the_moment_that_is_asked_for(clock):
    moment = datetime.now(UTC) + timedelta(seconds=0.3)
    job = Times(2)
    clock.every(3600, job, also_at=lambda: moment if datetime.now(UTC) < moment else None)
    clock.start()
    assert job.reached.wait(LONG_SECONDS)
    assert datetime.now(UTC) >= moment


def test_a_failure_is_told_and_the_job_done_again(clock, failures):
    job = Times(3, error=ZeroDivisionError("oh"))
    clock.every(0.05, job)
    clock.start()
    assert job.reached.wait(LONG_SECONDS)
    assert all(isinstance(error, ZeroDivisionError) for error in failures)
    assert len(failures) >= 2


def test_a_moment_that_is_not_to_be_had_stops_nothing(clock):
    def unknown():
        raise CouldNotAskError("the ledger is locked")

    job = Times(3)
    clock.every(0.05, job, also_at=unknown)
    clock.start()
    assert job.reached.wait(LONG_SECONDS)


def test_a_job_is_never_done_beside_itself(clock):
    inside, most, done = [], [], threading.Event()

    def slow():
        inside.append(1)
        most.append(len(inside))
        done.wait(0.2)
        inside.pop()
        if len(most) >= 3:
            done.set()

    clock.every(0.02, slow)
    clock.start()
    assert done.wait(LONG_SECONDS)
    assert set(most) == {1}
