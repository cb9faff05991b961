from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from ingest.layouts import TextLayout, digest_of, layout_to_json
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import DocumentState, Kind
from tests.contracts.samples import make_document
from tests.ui.sample_desk import SampleAsker, render, sample_desk, sample_store
from ui.pages.desk import Desk
from ui.render.library_view import MOST_LISTED


def counted(calls):
    def run(content, page, *, scale, name, settings):
        calls.append(page)
        return render(content, page, scale=scale, name=name, settings=settings)

    return run


def test_a_page_image_is_rendered_once(tmp_path):
    calls = []
    desk = Desk(SampleAsker(), sample_desk(tmp_path)[0].settings, counted(calls))
    document = desk.library()[0]
    first = desk.page_image(document, 11)
    assert first == desk.page_image(document, 11)
    assert calls == [11]
    assert first.startswith(b"\x89PNG")
    assert [path.suffix for path in tmp_path.rglob("pages/*/*")] == [".png"]


def test_a_cached_image_is_not_given_to_a_reader_who_may_not_see_the_document(tmp_path):
    desk, _ = sample_desk(tmp_path)
    document = desk.library()[0]
    desk.page_image(document, 11)
    desk.reader = lambda: Access("guest", labels=frozenset({"other"}))
    with pytest.raises(NotFoundError):
        desk.page_image(document, 11)


def test_a_document_that_is_gone_says_what_to_do(tmp_path):
    desk, _ = sample_desk(tmp_path)
    with pytest.raises(NotFoundError, match="ask again"):
        desk.page_image(replace(sample_store().documents["quillmere-id"], id="gone"), 1)


def test_a_drawing_is_made_once_and_only_for_who_may_see_it(tmp_path):
    desk, _ = sample_desk(tmp_path)
    document = desk.library()[0]
    made = []

    def draw(png):
        made.append(len(png))
        return b"drawn"

    assert desk.page_drawing(document, 11, "box", draw) == desk.page_drawing(document, 11, "box", draw) == b"drawn"
    assert len(made) == 1
    desk.page_drawing(document, 11, "other box", draw)
    assert len(made) == 2
    desk.reader = lambda: Access("guest", labels=frozenset({"other"}))
    with pytest.raises(NotFoundError):
        desk.page_drawing(document, 11, "box", draw)


def test_layouts_are_kept_for_the_pages_around_and_only_for_who_may_see_them(tmp_path):
    calls = []

    def lay_out(content, page, *, name, kind, settings):
        calls.append((page, name, kind))
        return {number: layout_to_json(TextLayout(digest_of(f"page {number}"))) for number in (3, 4)}

    desk = Desk(SampleAsker(), sample_desk(tmp_path)[0].settings, render, lay_out)
    document = desk.library()[0]
    assert desk.page_layout(document, 3, "page 3") == TextLayout(digest_of("page 3"))
    assert desk.page_layout(document, 4, "page 4") == TextLayout(digest_of("page 4"))
    assert desk.page_layout(document, 4, "page 4 as it was read before") is None
    assert calls == [(3, "quillmere", "filing")]
    desk.reader = lambda: Access("guest", labels=frozenset({"other"}))
    with pytest.raises(NotFoundError):
        desk.page_layout(document, 3, "page 3")


def test_a_format_that_is_drawn_has_no_layout(tmp_path):
    desk, _ = sample_desk(tmp_path)
    assert desk.page_layout(desk.library()[0], 11, "any") is None


def test_only_a_superseded_document_has_a_newer_version(tmp_path):
    desk, _ = sample_desk(tmp_path)
    document = desk.library()[0]
    assert desk.newer(document) is None
    old = replace(document, id="old-id", state=DocumentState.SUPERSEDED)
    assert desk.newer(old).id == document.id
    assert desk.newer(replace(old, name="another")) is None


def test_the_library_at_a_glance_is_its_papers_and_the_last_news(tmp_path):
    asker = SimpleNamespace(documents=deepcopy(sample_store()), access=Access)
    desk = Desk(asker, sample_desk(tmp_path)[0].settings, render)
    paper = desk.library()[0]
    before = desk.total()
    for at in range(MOST_LISTED + 2):
        came = paper.known_at + timedelta(days=at)
        asker.documents.add(make_document(f"entry-{at:02}", kind=Kind.NEWS, company=f"Co {at % 2}", known_at=came), [], [])
    held = desk.library()
    assert desk.total() == before + MOST_LISTED + 2
    assert [one.name for one in held if one.kind is Kind.NEWS] == [f"entry-{at:02}" for at in range(MOST_LISTED + 1, 1, -1)]
    assert [one.name for one in desk.carriers()] == [*(one.name for one in held if one.kind is not Kind.NEWS), "entry-00", "entry-01"]
