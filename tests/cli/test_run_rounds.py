"""`desk run` without folders: feeds that are due are polled, digests that are due sent, once, and what comes of it told."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from research.errors import UsageError
from research.nouns.documents import Kind
from research.nouns.feeds import Feed
from research.nouns.news import NewsFilter
from research.nouns.sending import Schedule
from research.nouns.watchlists import WatchedCompany
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk, interrupt, start_desk
from tests.cli.test_schedule import ANALYST, home, mail_settings, make_due, run
from tests.contracts.samples import make_document
from tests.ui.out.mail_server import mail_server
from tests.waiting import wait_until
from ui.cli.service import NOTHING, check_apart

__all__ = ["home"]


def told_until(running, *wanted):
    """Return the lines of JSON until there is one with each of the wanted keys."""
    told = []
    while not all(any(key in one for one in told) for key in wanted):
        line = running.stdout.readline()
        assert line, running.stderr.read()
        told.append(json.loads(line))
    return told


def test_what_is_due_is_done_once_and_told(home, monkeypatch):
    with Workspace.open(Settings(home=home)) as workspace:
        workspace.feeds.put(Feed("http://10.0.0.1/feed.xml", "Inside"))
    with mail_server() as box:
        settings = mail_settings(box)
        run(home, "add", "Alphas", "--at", "07:30", "--mail", "ann@example.org", **settings)
        make_due(home)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        running = start_desk("run", "--home", home, "--json")
        try:
            told = told_until(running, "said", "run", "delivered")
        finally:
            _, stderr = interrupt(running)
        assert (running.returncode, stderr.splitlines()[-1]) == (0, "Stopped.")
        assert "Polling 1 feed, sending digests by 1 schedule (stop with Ctrl-C)\n" in stderr
        assert "nothing was due" in run(home, "run", **settings).stderr
    (said,) = [one["said"] for one in told if "said" in one]
    assert said.startswith("feed Inside: ")
    assert [one["run"]["queued"] for one in told if "run" in one] == [1]
    assert [one["delivered"]["state"] for one in told if "delivered" in one] == ["sent"]
    assert len(box.taken) == 1
    with Workspace.open(Settings(home=home)) as workspace:
        (feed,) = workspace.feeds.all(ANALYST)
        assert (feed.failures, bool(feed.error), feed.polled_at is not None) == (1, True, True)


def test_a_run_that_has_nothing_to_do_says_what_would_be_something(tmp_path):
    Workspace.open(Settings(home=tmp_path), create=True).close()
    running = start_desk("run", "--home", tmp_path)
    try:
        line = running.stderr.readline()
    finally:
        interrupt(running)
    assert line == f"{NOTHING}; waiting for them (stop with Ctrl-C)\n"


@pytest.mark.parametrize("words", [("/nowhere/at/all",)])
def test_a_folder_that_is_none_is_refused(home, words):
    done = desk("run", *words, home=home)
    assert done.returncode == 2
    assert "no such folder" in done.stderr


def test_news_are_read_anew_when_a_list_follows_another_company(tmp_path):
    home, text = tmp_path / "home", "Zorbex raises its guidance\nHarrow Wire\n\nZorbex raised its guidance for 2026.\n"
    made = make_document(kind=Kind.NEWS, company=None, text=text, title="Zorbex")
    with Workspace.open(Settings(home=home), create=True) as workspace:
        workspace.documents.add(replace(made, pages=(replace(made.pages[0], start=0, end=len(text)),)), [], [])
        running = start_desk("run", "--home", home, "--json")
        try:
            wait_until(lambda: workspace.entries.find(ANALYST, NewsFilter()), "the entry is read")
            assert workspace.entries.find(ANALYST, NewsFilter(companies=("Zorbex",))) == []
            workspace.watchlists.add(ANALYST, "Newcomers", [WatchedCompany("Zorbex")])
            wait_until(lambda: workspace.entries.find(ANALYST, NewsFilter(companies=("Zorbex",))), "it is read anew")
        finally:
            interrupt(running)


def test_a_folder_into_which_digests_are_put_is_not_watched(tmp_path):
    inside = tmp_path / "filings" / "digests"
    inside.mkdir(parents=True)
    schedule = Schedule(3, "analyst", "Alphas", time(7, 30), "UTC", datetime(2025, 2, 13, tzinfo=UTC), folder=str(inside))
    check_apart([tmp_path / "other"], [schedule])
    check_apart([tmp_path / "filings"], [replace(schedule, folder="")])
    with pytest.raises(UsageError, match=f"schedule 3 puts digests into {inside}, in the folder .*filings: they would be read in"):
        check_apart([tmp_path / "other", tmp_path / "filings"], [schedule])
