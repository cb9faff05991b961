"""Passages in a model's words: sentences that their pages carry stand with their places, others are struck and told, nothing else moves."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime

import pytest

from research.drafting.writing.worded import CHECKED, OWN_WORDS
from research.drafting.writing.writer import Subject
from research.model_settings import ModelSettings
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import MissingBlock, ParagraphBlock, ParagraphStyle
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving

ANN = Access("ann")
NOW = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(sample_home, tmp_path):
    """A workspace in which no reply is kept yet."""
    return shutil.copytree(sample_home, tmp_path / "home")


def opened(home, *servers, **more):
    models = tuple(ModelSettings(name=f"model-{at}", url=one.url, **({"retries": 0} | more)) for at, one in enumerate(servers, 1))
    return Workspace.open(load_settings(home).model_copy(update={"models": models}))


TEMPLATE = """+++
title = "Sheet"
sections = ["Business", "Risks"]

[evidence.business]
kind = "passages"
about = "what the company does"
sections = ["Business"]
lead = ["designs", "makes", "sells", "serves", "products", "customers"]
papers = "annual"
most = 4

[evidence.risks]
kind = "passages"
about = "risks"
sections = ["Risk Factors"]
lead = ["could", "may"]
most = 3
style = "list"
model = false
+++
# {{ company.name }}

## Business

{{ evidence.business }}

## Risks

{{ evidence.risks }}
"""


def write(home, *servers, in_words=True, **more):
    (home / "templates").mkdir(exist_ok=True)
    (home / "templates" / "sheet.md").write_text(TEMPLATE, encoding="utf-8")
    with opened(home, *servers, **more) as workspace:
        desk = workspace.drafting
        company = next(one for one in workspace.directory.companies(ANN) if "Quillmere" in one.name)
        return desk.write(desk.shelf.the("sheet"), Subject(company), ANN, NOW, in_words=in_words)


def events(home):
    with Workspace.open(load_settings(home)) as workspace:
        return workspace.ledger.events(ANN, action="model")


def given_in(body):
    """Return the sentences of a request's sources, each with its source's id."""
    text = body["messages"][-1]["content"]
    pages = re.findall(r"<<<SOURCE (S\d+):[^\n]*\n(.*?)\n<<<END", text, re.DOTALL)
    return [(name, said) for name, page in pages for said in re.findall(r"[A-Z][^.]{30,}\.(?=\s|$)", page)]


def draft(*claims):
    records = [{"text": text, "quotes": [{"source": source, "quote": quote}], "figures": []} for text, source, quote in claims]
    return json.dumps({"refused": False, "claims": records})


def quoting(*extra):
    """Say the first two sentences of the sources as they stand, and more that rests on the first of them."""

    def say(body):
        one, two = given_in(body)[:2]
        return draft(*((" ".join(said.split()), name, said) for name, said in (one, two)), *((text, *one) for text in extra))

    return say


def section(written, heading):
    return next(one for one in written.draft.sections if one.heading == heading)


def said(blocks, style=ParagraphStyle.BODY):
    return [claim.text for block in blocks if isinstance(block, ParagraphBlock) and block.style is style for claim in block.claims]


def test_a_passage_is_put_in_words_with_its_places_and_the_record_says_what_was_sent(home):
    with serving(Reply(quoting())) as server:
        written = write(home, server)
    business = section(written, "Business")
    paragraph = business.blocks[0]
    assert [claim.verdict for claim in paragraph.claims] == [Verdict.SUPPORTED, Verdict.SUPPORTED]
    assert all(claim.citations[0].marker in {one.citation.marker for one in written.draft.sources} for claim in paragraph.claims)
    assert said(business.blocks, ParagraphStyle.NOTE) == [f"Written by model-1; {CHECKED}."]
    assert written.models == ("model-1",)
    assert written.footnotes == written.resolved
    (event,) = events(home)
    details = dict(event.details)
    assert event.subject.startswith("draft: Quillmere Pumps & Instruments, Inc.: what the company does")
    assert details["prompt"].startswith("passage/1-")
    assert (details["model"], details["calls"], details["remote"]) == ("model-1", "1", "no")


def test_what_its_template_keeps_in_the_papers_words_is_never_sent(home):
    with serving(Reply(quoting())) as server:
        written = write(home, server)
    assert len(server.requests) == 1
    assert said(section(written, "Risks").blocks, ParagraphStyle.BULLET)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Quillmere made $913.7 million.", "913.7"),
        ("Quillmere will certainly be taken over.", "does not stand in what it quotes"),
    ],
    ids=["a figure of its own", "words of its own"],
)
def test_a_sentence_that_its_place_does_not_carry_is_left_out_and_the_reason_is_named(home, sentence, reason):
    with serving(Reply(quoting(sentence))) as server:
        written = write(home, server)
    business = section(written, "Business")
    assert sentence not in said(business.blocks)
    assert len(said(business.blocks)) == 2
    (line,) = business.missing
    assert line.startswith("Left out of the model's words: ")
    assert reason in line
    assert not written.draft.open_items


def test_a_source_is_called_by_its_page_in_a_reason(home):
    with serving(Reply(lambda body: draft(("It grew.", "S1", "no such words stand there")))) as server:
        written = write(home, server)
    assert any(re.search(r"does not stand in quillmere-10k-2024, page \d+$", line) for line in section(written, "Business").missing)


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(status=500), "model model-1: the gateway answered 500 (it failed)"),
        (Reply("It makes pumps."), "the model's answer is no JSON object"),
        (Reply('{"refused": true, "claims": []}'), "model-1 found nothing to say of it in the papers"),
        (Reply(draft(("It grew.", "S99", "anything at all"))), "no sentence of model-1 is supported by the papers"),
    ],
    ids=["500", "prose", "refusal", "wrong id"],
)
def test_what_fails_leaves_the_papers_own_words_and_one_line_why(home, reply, line):
    plain = write(home)
    with serving(reply) as server:
        written = write(home, server)
    business = section(written, "Business")
    assert said(business.blocks) == said(section(plain, "Business").blocks)
    assert business.missing[0] == f"{line}: {OWN_WORDS}"
    assert written.models == ()


def test_without_a_model_and_where_none_is_wanted_the_draft_is_the_same(home):
    plain = write(home)
    with serving(Reply(quoting())) as server:
        unasked = write(home, server, in_words=False)
    assert unasked == plain
    assert server.requests == []
    assert not [block for block in section(plain, "Business").blocks if isinstance(block, MissingBlock)]


def test_the_same_draft_is_asked_for_once(home):
    with serving(Reply(quoting())) as server:
        first, again = write(home, server), write(home, server)
    assert first == again
    assert len(server.requests) == 1


def test_a_model_that_does_not_answer_is_asked_once_for_a_draft(home):
    text = TEMPLATE.replace("model = false", "")
    with serving(Reply(status=500)) as bad, serving(Reply(quoting())) as good:
        (home / "templates").mkdir(exist_ok=True)
        (home / "templates" / "both.md").write_text(text, encoding="utf-8")
        with opened(home, bad, good) as workspace:
            desk = workspace.drafting
            company = next(one for one in workspace.directory.companies(ANN) if "Quillmere" in one.name)
            written = desk.write(desk.shelf.the("both"), Subject(company), ANN, NOW)
    assert (len(bad.requests), len(good.requests)) == (1, 2)
    assert written.models == ("model-2",)
