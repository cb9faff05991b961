"""Keys, passwords and addresses with credentials stand in no row of the audit trail, in no log and in no export of either."""

import io
import json
import logging
import shutil
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import structlog

from ingest.recording import source_words
from ingest.subscriptions import FeedChange, Subscriptions
from ingest.upkeep import Upkeep
from research.errors import DeskError
from research.model_settings import ModelSettings
from research.models.service import SILENT
from research.nouns.access import Access
from research.nouns.audit import AuditFilter
from research.nouns.documents import Document
from research.nouns.sending import Channel, Outgoing
from research.settings import load_settings
from research.workspace import Workspace
from tests.contracts.samples import make_document
from tests.fakes.model_server import Reply, serving
from ui.out.delivery import delivered_line
from ui.out.sending import delivery_of
from ui.render.compliance_html import rows_html
from ui.render.compliance_view import trail_lines, trail_row

ANN = Access("ann")
KEY, HEADER, VECTORS, MAIL, TOKEN = (f"canary-{name}-4f1c9e" for name in ("key", "header", "vectors", "mail", "token"))
CANARIES = (KEY, HEADER, VECTORS, MAIL, TOKEN)
QUESTION = "What drove the change in Quillmere's gross margin in FY2024?"
FEED = f"https://wire.example.com/rss?key={TOKEN}&all=1"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def logged():
    """Return all that is logged, by every logger at its lowest level."""
    stream = io.StringIO()
    handler, root, before = logging.StreamHandler(stream), logging.getLogger(), structlog.get_config()
    kept = {name: logging.getLogger(name).level for name in ("", "openai", "httpx", "httpcore", "llama_index")}
    for name in kept:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        cache_logger_on_first_use=False,
    )
    yield stream
    structlog.configure(**before)
    root.removeHandler(handler)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def home(sample_home, tmp_path):
    return shutil.copytree(sample_home, tmp_path / "home")


def settings_of(home, *, model_url, **more):
    """Return settings in which every secret is a canary; the model is on this machine but counts as beyond it."""
    model = ModelSettings(name="far", url=model_url, key=KEY, headers={"X-Team": HEADER}, retries=0, seconds=30)
    secrets = {"embedding_key": VECTORS, "smtp_host": "127.0.0.1", "smtp_user": "ann", "smtp_password": MAIL, "smtp_tls": "none"}
    made = load_settings(home).model_copy(update={"models": (model,), "user": "ann", "smtp_from": "desk@example.org", **more})
    kept = {name: type(made.embedding_key)(value) if name.endswith(("key", "password")) else value for name, value in secrets.items()}
    assert set(kept) <= set(type(made).model_fields)
    return made.model_copy(update=kept)


def held(text):
    return [one for one in CANARIES if one in text]


def all_of(workspace):
    """Return everything that the trail says, as rows, as its export and as the page shows it."""
    rows = workspace.trail.newest(AuditFilter(), limit=1000)
    tally = repr(workspace.trail.tally(AuditFilter())) + repr(workspace.trail.named())
    return repr(rows) + trail_lines(rows).decode() + rows_html([trail_row(row) for row in rows]) + tally


def test_nothing_secret_is_in_the_trail_or_the_log_whatever_is_done(home, logged):
    repeated = json.dumps({"error": {"message": f"bad key {KEY}, header {HEADER}"}}).encode()
    with serving(Reply(status=401, raw=repeated)) as server:
        settings = settings_of(home, model_url=server.url.replace("127.0.0.1", "127.1"), smtp_port=urlsplit(server.url).port)
        with Workspace.open(settings, create=False) as workspace:
            workspace.ask(QUESTION, ANN, telling=SILENT)
            workspace.search("tariffs", ANN)
            subscriptions = Subscriptions(workspace)
            feed = subscriptions.add(ANN, FEED, FeedChange(title="Wire"))
            subscriptions.edit(ANN, feed.url, FeedChange(every_minutes=60))
            subscriptions.remove(ANN, feed.url)
            for wrong in (f"https://ann:{TOKEN}@wire.example.com/rss", f"ftp://{TOKEN}@wire.example.com", f"https:/{TOKEN}@x/rss"):
                with pytest.raises(DeskError) as refused:
                    subscriptions.add(ANN, wrong)
                assert not held(str(refused.value))
            item = Outgoing("m1", "ann", Channel.MAIL, "ben@example.org", "Pumps", "d1", b"From: desk@example.org\r\n\r\nx", NOW, NOW)
            workspace.outbox.queue(None, [item])
            lines = [delivered_line(one) for one in delivery_of(workspace).deliver()]
            said = all_of(workspace)
    assert server.requests
    assert len(lines) == 1
    assert not held("".join(lines))
    assert [action for action in ("'ask'", "'model'", "'search'", "'add feed'", "'remove feed'") if action not in said] == []
    assert not held(said)
    assert not held(logged.getvalue())


def test_entries_of_a_feed_with_a_token_are_named_without_it(tmp_path):
    from tests.fakes.ledger import fake_ledger
    from tests.fakes.stores import fake_catalog

    catalog, ledger = fake_catalog(), fake_ledger()
    entry: Document = make_document("entry", source_key=f"{FEED}#{TOKEN}-guid")
    catalog.documents.add(entry, [], [])
    names = ("documents", "jobs", "names", "corrections")
    workspace = SimpleNamespace(ledger=ledger.ledger, **{name: getattr(catalog, name) for name in names})
    upkeep = Upkeep(workspace)
    upkeep.correct(ANN, entry.id, "title", "A better title", reason="typing mistake")
    upkeep.read_again(ANN, entry.id)
    upkeep.remove(ANN, entry.id)
    assert [one.action for one in ledger.ledger.recorded] == ["correct", "read again", "remove document"]
    assert "https://wire.example.com/rss#" in repr(ledger.ledger.recorded)
    assert not held(repr(ledger.ledger.recorded))


def test_sources_are_told_apart_without_their_secrets():
    one, other = source_words(f"{FEED}#1"), source_words(f"{FEED}#2")
    assert one.startswith("https://wire.example.com/rss#")
    assert one != other
    assert source_words("/filings/quillmere#2024.pdf") == "/filings/quillmere#2024.pdf"
    assert not held(source_words(f"https://ann:{TOKEN}@wire.example.com/{'a' * 300}?{TOKEN}#{TOKEN}"))
