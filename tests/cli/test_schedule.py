"""`desk schedule`: what goes out, when and to whom, over a mail server on this machine; nothing twice, no secret told."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from research.nouns.access import Access
from research.nouns.sending import OutgoingState, Schedule, Settled
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.contracts.samples import make_document
from tests.ui.out.mail_server import mail_server

ANALYST = Access("analyst")
SECRET = "a secret of nobody"  # noqa: S105
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with Workspace.open(Settings(home=folder), create=True) as workspace:
        now = datetime.now(UTC)
        workspace.documents.add(make_document(known_at=now, published_at=now, title="Cover"), [], [])
        workspace.watchlists.save(
            ANALYST, Watchlist("Alphas", "analyst", (WatchedCompany("Alpha"), WatchedCompany("Beta")), zone="Europe/Berlin")
        )
    return folder


def mail_settings(box):
    return {
        "DESK_SMTP_HOST": "127.0.0.1",
        "DESK_SMTP_PORT": str(box.port),
        "DESK_SMTP_TLS": "none",
        "DESK_SMTP_FROM": "desk@example.org",
        "DESK_PAGE_URL": "https://desk.example",
    }


def run(home, *words, code=0, **environment):
    done = desk("schedule", *words, home=home, **environment)
    assert done.returncode == code, done.stderr
    assert SECRET not in done.stdout + done.stderr
    return done


def test_a_schedule_is_added_listed_and_removed(home, tmp_path):
    added = json.loads(run(home, "add", "alphas", "--at", "7:30", "--folder", tmp_path, "--format", "md", "--json").stdout)
    assert {name: added[name] for name in ("id", "watchlist", "at", "days", "zone", "mail", "folder", "format", "last")} == {
        "id": 1, "watchlist": "Alphas", "at": "07:30", "days": "mon-fri", "zone": "Europe/Berlin", "mail": [], "folder": str(tmp_path),
        "format": "md", "last": None,
    }  # fmt: skip
    assert datetime.fromisoformat(added["next"]) > datetime.now(UTC)
    listed = json.loads(run(home, "list", "--json").stdout)
    assert [one["id"] for one in listed["schedules"]] == [1]
    assert "Alphas" in run(home, "list").stdout
    assert run(home, "remove", "1").stdout == "schedule 1 is forgotten\n"
    assert "no schedule 1" in run(home, "remove", "1", code=1).stderr
    assert "nothing is scheduled yet" in run(home, "list").stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Alphas", "--at", "07:30"), 2, "the digest would go nowhere"),
        (("Alphas", "--at", "25:00", "--folder", "."), 2, "time '25:00' is not one"),
        (("Alphas", "--at", "07:30", "--folder", ".", "--days", "someday"), 2, "days 'someday' are not understood"),
        (("Alphas", "--at", "07:30", "--folder", ".", "--zone", "Mars/Base"), 2, "time zone 'Mars/Base' is not known"),
        (("Alphas", "--at", "07:30", "--folder", "/nowhere/at/all"), 2, "/nowhere/at/all: no such folder"),
        (("Alphas", "--at", "07:30", "--mail", "ann"), 2, "'ann' is no mail address"),
        (("Alphas", "--at", "07:30", "--mail", "ann@example.org"), 2, "no mail server is set; set DESK_SMTP_HOST"),
        (("Betas", "--at", "07:30", "--folder", "."), 1, "no watchlist Betas"),
    ],
)
def test_what_cannot_be_scheduled_is_said(home, words, code, said):
    assert said in run(home, "add", *words, code=code).stderr


def test_a_digest_is_mailed_and_dropped_once(home, tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    with mail_server() as box:
        settings = mail_settings(box)
        run(home, "add", "Alphas", "--at", "07:30", "--mail", "ann@example.org", "--folder", folder, "--format", "json", **settings)
        assert "nothing was due" in run(home, "run", **settings).stderr
        make_due(home)
        told = json.loads(run(home, "run", "--json", **settings).stdout)
        assert "nothing was due" in run(home, "run", **settings).stderr
        assert [one["queued"] for one in told["runs"]] == [2]
        assert [(one["channel"], one["state"]) for one in told["delivered"]] == [("mail", "sent"), ("file", "sent")]
    (message,) = box.messages
    assert (message["To"], message["From"]) == ("ann@example.org", "Research Desk <desk@example.org>")
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Nothing new: Beta" in plain
    assert "Cover" in plain
    assert 'href="https://desk.example/digest?watchlist=Alphas&amp;start=' in html
    (file,) = folder.iterdir()
    assert json.loads(file.read_text())["watchlist"] == "Alphas"
    outbox = json.loads(run(home, "outbox", "--all", "--json").stdout)["outbox"]
    assert {one["state"] for one in outbox} == {"sent"}
    assert run(home, "outbox").stdout == ""


def test_one_is_sent_now_beside_when_it_is_due(home):
    with mail_server() as box:
        settings = mail_settings(box)
        run(home, "add", "Alphas", "--at", "07:30", "--mail", "ann@example.org", **settings)
        assert "sent: “Alphas" in run(home, "run", "1", **settings).stdout
        assert "no schedule 7" in run(home, "run", "7", code=1, **settings).stderr
    assert len(box.taken) == 1


def test_what_is_refused_is_told_kept_and_sent_again_when_asked_for(home):
    with mail_server(auth=True) as box:
        settings = mail_settings(box) | {"DESK_SMTP_USER": "desk@example.org", "DESK_SMTP_PASSWORD": SECRET}
        run(home, "add", "Alphas", "--at", "07:30", "--mail", "ann@example.org", **settings)
        refused = run(home, "run", "1", code=1, **settings).stdout
        assert "refused the name and password (535)" in refused
        assert box.taken == []
    with mail_server() as box:
        settings = mail_settings(box)
        box.say["RCPT"] = "550 no such mailbox"
        make_waiting_due(home)
        assert "550 no such mailbox" in run(home, "run", code=1, **settings).stdout
        (failed,) = json.loads(run(home, "outbox", "--json").stdout)["outbox"]
        assert (failed["state"], failed["to"]) == ("failed", "ann@example.org")
        assert "nothing was due" in run(home, "run", **settings).stderr
        del box.say["RCPT"]
        assert "sent: " in run(home, "resend", failed["id"], **settings).stdout
        assert "nothing that failed or is unsure" in run(home, "resend", failed["id"], code=1, **settings).stderr
    assert len(box.taken) == 1
    with Workspace.open(Settings(home=home)) as workspace:
        events = workspace.ledger.events(ANALYST, action="send")
        assert SECRET not in repr(events)
        assert [dict(event.details)["state"] for event in events] == ["sent", "failed"]


def test_the_line_for_cron(home):
    line = run(home, "cron").stdout.strip()
    assert line.startswith("*/5 * * * * ")
    assert f"--home {home} feeds poll --due; " in line
    assert line.endswith(f"--home {home} schedule run")
    assert not urlsplit(line).scheme


def make_due(home):
    """Have the schedule be due: made a day ago, at a minute that is just over."""
    with Workspace.open(Settings(home=home)) as workspace:
        (kept,) = workspace.schedules.all(ANALYST)
        workspace.schedules.remove(ANALYST, kept.id)
        past = datetime.now(UTC) - timedelta(minutes=1)
        at = past.time().replace(second=0, microsecond=0)
        days = tuple(range(7))
        workspace.schedules.add(
            Schedule(0, "analyst", kept.watchlist, at, "UTC", past - timedelta(days=1), days, kept.recipients, kept.folder, kept.format)
        )


def make_waiting_due(home):
    """Have what waits for its next try wait no longer."""
    with Workspace.open(Settings(home=home)) as workspace:
        (waiting,) = workspace.outbox.find(ANALYST, [OutgoingState.WAITING])
        assert workspace.outbox.claim("analyst", "t", now=waiting.due_at, seconds=0)
        now = datetime.now(UTC)
        assert workspace.outbox.settle(waiting.id, "t", Settled(OutgoingState.WAITING, now, "", now))
