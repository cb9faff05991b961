"""Hosts asked in turns: one request at a time each, several hosts at once, failures handed over."""

import threading

from ingest.polling.turns import AskedInTurns, HostTurns
from research.errors import CouldNotAskError
from tests.waiting import LONG_SECONDS, wait_until


def test_turns_of_a_host_are_apart_and_hosts_do_not_wait_for_each_other():
    moment = [10.0]
    turns = HostTurns(seconds_apart=2.0, clock=lambda: moment[0])
    assert [turns.reserve("a"), turns.reserve("a"), turns.reserve("b"), turns.reserve("a")] == [0.0, 2.0, 0.0, 4.0]
    moment[0] = 100.0
    assert turns.reserve("a") == 0.0


def test_one_request_to_a_host_at_a_time_while_others_are_asked():
    asking, most, guard = {}, {}, threading.Lock()
    both = threading.Barrier(2, timeout=LONG_SECONDS)

    def ask(host, number):
        with guard:
            asking[host] = asking.get(host, 0) + 1
            most[host] = max(most.get(host, 0), asking[host])
        if number == 0:
            both.wait()  # passes only when both hosts are asked at the same time
        with guard:
            asking[host] -= 1
        return f"{host}{number}"

    with AskedInTurns(HostTurns(seconds_apart=0.0)) as turns:
        for number in range(3):
            for host in "ab":
                turns.add(host, lambda host=host, number=number: ask(host, number), lambda answer: answer.result())
        assert sorted(turns.done()) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    assert most == {"a": 1, "b": 1}


def test_what_fails_is_handed_over_and_more_may_be_added_meanwhile():
    def fail():
        raise CouldNotAskError("no")

    with AskedInTurns(HostTurns(seconds_apart=0.0)) as turns:

        def then(answer):
            turns.add("b", lambda: "more", lambda more: more.result())
            return str(answer.exception())

        turns.add("a", fail, then)
        assert list(turns.done()) == ["no", "more"]


def test_leaving_lets_go_of_those_that_wait_for_their_turn():
    turns = HostTurns(seconds_apart=LONG_SECONDS * 100)
    turns.reserve("a")
    heard = []
    before = set(threading.enumerate())
    with AskedInTurns(turns) as asked:
        asked.add("a", lambda: heard.append("asked"), lambda answer: answer)
    wait_until(lambda: set(threading.enumerate()) <= before, "the end of the threads")
    assert heard == []
