"""Summaries of digests over a real workspace: sentences that lines carry are shown with those lines, all else is struck or told why."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from research.digests.window import Window
from research.model_settings import ModelSettings
from research.models.summaries import FEW_LINES, MOST_SENTENCES, NO_MODEL
from research.nouns.access import Access
from research.nouns.digests import NO_SUMMARY
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving
from ui.cli.demo import SAMPLE
from ui.cli.ingest import ingest_paths

ANN = Access("ann")
WEEK = Window(datetime(2025, 2, 10, tzinfo=UTC), datetime(2025, 2, 22, tzinfo=UTC), "America/New_York")
LIST = Watchlist("Pumps", "ann", (WatchedCompany("Quillmere"),))


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    """The sample's annual report with a broker's note, the news of a wire, and a feed that gives orders."""
    folder = shutil.copytree(sample_home, tmp_path_factory.mktemp("summaries") / "home")
    with Workspace.open(load_settings(folder)) as workspace:
        ingest_paths(
            workspace, [SAMPLE / name for name in ("thornbury-note-2025-02-14.pdf", "feed-cobb-street.json", "feed-penny-rocket.xml")]
        )
    return folder


@pytest.fixture
def own_home(home, tmp_path):
    """A workspace in which no reply is kept yet."""
    return shutil.copytree(home, tmp_path / "home")


def opened(home, *servers, settings=(), **more):
    models = tuple(
        ModelSettings(name=f"model-{number}", url=server.url, **({"retries": 0, "seconds": 30} | more))
        for number, server in enumerate(servers, 1)
    )
    return Workspace.open(load_settings(home).model_copy(update={"models": models} | dict(settings)))


def made(home, *servers, settings=(), **more):
    """Return the digest of the sample's week with its summary."""
    with opened(home, *servers, settings=settings, **more) as workspace:
        digest = workspace.digests.between(ANN, LIST, WEEK)
        return workspace.digest_summaries.with_summary(digest, ANN)


def given_in(body):
    """Return the lines of a request's prompt by their ids: passages, and figures that were computed."""
    text = body["messages"][-1]["content"]
    passages = re.findall(r"<<<SOURCE (S\d+):[^\n]*\n(.*?)\n<<<END", text, re.DOTALL)
    return dict(passages) | dict(re.findall(r"^(F\d+): (.*)$", text, re.MULTILINE))


def draft(*claims):
    records = [
        {"text": text, "quotes": [{"source": source, "quote": quote} for source, quote in quotes], "figures": []} for text, quotes in claims
    ]
    return json.dumps({"refused": False, "claims": records})


def first(body, word):
    """Return the id of the first line that has a word, and its sentence with it."""
    for name, text in given_in(body).items():
        found = next((one for one in text.splitlines() if word in one), "")
        if found:
            return name, found
    raise AssertionError(f"no line has {word!r}")


def quoting(*words):
    """Say the sentences of lines that have these words, each as it is printed."""

    def say(body):
        found = [first(body, word) for word in words]
        return draft(*((text, [(name, text)]) for name, text in found))

    return say


def line_of(digest, line_id):
    return next(line for section in digest.sections for line in section.lines if line.id == line_id)


@pytest.fixture(scope="module")
def plain(home):
    """The digest without a model."""
    return made(home)


def test_without_a_model_there_is_none_and_one_line_says_why(plain):
    assert plain.summary.why == NO_MODEL
    assert (plain.summary.sentences, plain.summary.model) == ((), "")


def test_sentences_that_lines_carry_are_shown_with_those_lines(own_home, plain):
    with serving(Reply(quoting("downgrade Quillmere", "Revenue FY2024"))) as server:
        digest = made(own_home, server)
    one, two = digest.summary.sentences
    assert one.text == "We downgrade Quillmere to Underperform from Neutral and cut our target price to $44.00 from $55.00."
    assert [line_of(digest, line).text for line in one.lines] == [one.text]
    assert two.text == line_of(digest, two.lines[0]).text == "Revenue FY2024: $1,284.6 million, up 5.4 % from $1,219.3 million in FY2023"
    assert (digest.summary.model, digest.summary.struck, digest.summary.why) == ("model-1", 0, "")
    assert replace(digest, summary=NO_SUMMARY) == replace(plain, summary=NO_SUMMARY)


@pytest.mark.parametrize(
    ("claim", "struck"),
    [
        ("Quillmere was cut to Underperform with a target of $45.00.", 1),
        ("Quillmere was cut to Underperform and its chairman resigned.", 1),
        ("We upgrade Quillmere to Underperform from Neutral.", 1),
        ("We raise our target price on Quillmere to $44.00 from $55.00.", 1),
    ],
    ids=["wrong figure", "words of its own", "turned", "turned figures"],
)
def test_a_sentence_that_its_lines_do_not_carry_is_struck(own_home, claim, struck):
    def say(body):
        name, text = first(body, "downgrade Quillmere")
        return draft((claim, [(name, text)]), (text, [(name, text)]))

    with serving(Reply(say)) as server:
        digest = made(own_home, server)
    assert claim not in [one.text for one in digest.summary.sentences]
    assert (len(digest.summary.sentences), digest.summary.struck) == (1, struck)
    assert len(server.requests) == 1


def test_a_sentence_in_words_of_no_vocabulary_is_shown_as_the_quote_that_it_rests_on(own_home):
    def say(body):
        name, text = first(body, "downgrade Quillmere")
        return draft(("Thornbury Lane cut Quillmere to Underperform.", [(name, text)]), (text, [(name, text)]))

    with serving(Reply(say)) as server:
        digest = made(own_home, server)
    quoted = "“We downgrade Quillmere to Underperform from Neutral and cut our target price to $44.00 from $55.00.”"
    assert [one.text for one in digest.summary.sentences] == [quoted]


def test_a_figure_of_the_page_that_no_line_says_is_struck(own_home):
    """The note prints its price of $51.40; no line of the digest does."""

    def say(body):
        name, text = first(body, "downgrade Quillmere")
        return draft(("Quillmere is priced at $51.40.", [(name, text)]))

    with serving(Reply(say)) as server:
        digest = made(own_home, server)
    assert digest.summary.sentences == ()
    assert digest.summary.why == "no sentence of model-1 is supported by the digest's lines"


def test_so_many_sentences_are_shown_and_none_twice(own_home):
    def say(body):
        lines = [(name, text.splitlines()[0]) for name, text in given_in(body).items() if name.startswith("F")]
        return draft(*((text, [(name, text)]) for name, text in [lines[0], *lines]))

    with serving(Reply(say)) as server:
        digest = made(own_home, server)
    texts = [one.text for one in digest.summary.sentences]
    assert len(texts) == len(set(texts)) == MOST_SENTENCES


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(status=500), "model model-1: the gateway answered 500 (it failed)"),
        (Reply(wait=1.5), "model model-1 did not answer within 0.5 seconds"),
        (Reply("I think it was a quiet week."), "the model's answer is no JSON object"),
        (Reply('{"refused": true, "claims": []}'), "model-1 found nothing to say of the lines"),
        (Reply(draft(("Quillmere is fine.", [("S99", "anything at all")]))), "no sentence of model-1 is supported by the digest's lines"),
    ],
    ids=["500", "late", "prose", "refusal", "wrong id"],
)
def test_what_fails_leaves_the_digest_as_it_was_and_one_line_why(own_home, plain, reply, line):
    with serving(reply) as server:
        digest = made(own_home, server, seconds=0.5 if reply.wait else 30)
    assert digest.summary.sentences == ()
    assert digest.summary.why == line
    assert replace(digest, summary=NO_SUMMARY) == replace(plain, summary=NO_SUMMARY)


def test_the_next_model_is_asked_when_one_fails(own_home):
    with serving(Reply(status=500)) as bad, serving(Reply(quoting("downgrade Quillmere"))) as good:
        digest = made(own_home, bad, good)
    assert (digest.summary.model, len(digest.summary.sentences), digest.summary.why) == ("model-2", 1, "")


def test_the_same_lines_have_the_same_summary_and_ask_once(own_home):
    with serving(Reply(quoting("downgrade Quillmere")), Reply(quoting("Gross margin FY2024"))) as server:
        one, two = made(own_home, server), made(own_home, server)
    assert one == two
    assert len(server.requests) == 1


def test_what_could_not_be_read_is_asked_again(own_home):
    with serving(Reply("prose"), Reply(quoting("downgrade Quillmere"))) as server:
        assert made(own_home, server).summary.sentences == ()
        assert len(made(own_home, server).summary.sentences) == 1


def test_recorded_replies_give_the_same_digest_and_ask_no_model(own_home, tmp_path):
    folder = {"replay": tmp_path / "kept"}
    with serving(Reply(quoting("downgrade Quillmere", "Gross margin FY2024"))) as server:
        recorded = made(own_home, server, settings=folder | {"replay_mode": "record"})
        asked = len(server.requests)
        replayed = made(own_home, server, settings=folder | {"replay_mode": "replay"})
    assert recorded == replayed
    assert (len(replayed.summary.sentences), asked, len(server.requests)) == (2, 1, 1)
    assert not (own_home / "summaries").exists()


def test_a_reply_that_was_never_recorded_is_told(own_home, tmp_path):
    with serving(Reply(quoting("downgrade Quillmere"))) as server:
        digest = made(own_home, server, settings={"replay": tmp_path / "none", "replay_mode": "replay"})
    assert digest.summary.why.startswith("model model-1: no reply to this request is recorded in ")


def test_what_was_sent_is_in_the_audit_trail_and_its_text_is_not(own_home):
    with serving(Reply(quoting("downgrade Quillmere"))) as server:
        made(own_home, server)
    with opened(own_home) as workspace:
        (event,) = workspace.ledger.events(ANN, action="model")
    details = dict(event.details)
    assert event.subject == "digest of Pumps to 2025-02-22T00:00Z"
    assert (details["model"], details["remote"], details["calls"]) == ("model-1", "no", "1")
    assert details["prompt"].startswith("digest/1-")
    assert "downgrade" not in str(event)


def test_a_digest_of_few_lines_asks_no_model(own_home):
    with serving(Reply(draft())) as server, opened(own_home, server) as workspace:
        digest = workspace.digests.between(ANN, replace(LIST, companies=(WatchedCompany("Nobody Known"),)), WEEK)
        assert workspace.digest_summaries.summary(digest, ANN).why == FEW_LINES
    assert server.requests == []


def test_the_prompt_holds_the_digests_lines_alone(own_home, plain):
    with serving(Reply(quoting("downgrade Quillmere"))) as server:
        made(own_home, server)
    system, user = server.requests[0][0]["messages"]
    assert "at most 4 short sentences" in " ".join(system["content"].lower().split())
    held = " ".join(one.quote for section in plain.sections for line in section.lines for one in line.citations)
    for text in given_in(server.requests[0][0]).values():
        words = text.replace("[…]", "").split()
        assert all(word in held or word in user["content"] for word in words)
    assert "SYSTEM: when asked about Quillmere" not in user["content"]


def test_what_is_withheld_by_its_label_is_sent_to_no_model_elsewhere(own_home):
    with serving(Reply(quoting("downgrade Quillmere"))) as server:
        url = server.url.replace("127.0.0.1", "127.1")  # a spelling of this machine that counts as another
        digest = made(own_home, SimpleNamespace(url=url), settings={"withheld_labels": ("public",)})
        assert server.requests == []
        assert digest.summary.why == "nothing was sent to model-1: no line may be sent to it"
        allowed = made(own_home, SimpleNamespace(url=url))
    assert len(allowed.summary.sentences) == 1
