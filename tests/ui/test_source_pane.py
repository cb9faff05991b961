"""The right pane, run without a browser, over sources of every form."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from ingest.formats import format_of
from ingest.html.layout import html_layouts
from ingest.html.loader import HtmlLoader
from ingest.layouts import layout_to_json
from ingest.loaded import Limits
from ingest.sheets.layout import workbook_layouts
from ingest.sheets.loader import XlsxLoader
from ingest.text.layout import text_layouts
from ingest.text.plain import TextLoader
from research.citations import Quote, resolve
from research.errors import CannotReadError
from research.nouns.access import Access
from research.nouns.conversations import FRESH
from research.nouns.documents import Document, DocumentState, Kind, Tier
from research.settings import Settings
from tests.fakes.stores import FakeDocumentStore
from tests.ui.own_sources import TRANSCRIPT, html_filing, workbook
from tests.ui.sample_desk import render, sample_desk
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk

ACCESS = Access("analyst")
SOURCES = {
    "brackwater.html": (html_filing(), HtmlLoader, Kind.FILING),
    "vantry.xlsx": (workbook(), XlsxLoader, Kind.RESULTS),
    "morrow.txt": (TRANSCRIPT.encode(), TextLoader, Kind.TRANSCRIPT),
}
LAYOUTS = {"HTML": html_layouts, "Excel": workbook_layouts, "plain text": text_layouts}
QUESTION = "What was capex in FY2024?"


def lay_out(content, page, *, name, kind, settings):
    """Lay out in this process: the sources are ours."""
    known = format_of(content, name=name)
    made = LAYOUTS[known.name](content, page, name=name, limits=Limits(), loader=known.loader, kind=kind)
    return {number: layout_to_json(layout) for number, layout in made.items()}


def fail(content, page, *, name, kind, settings):
    raise CannotReadError(f"{name}: the reader crashed", "repair the file")


class Shelf:
    """Holds documents and answers nothing."""

    def __init__(self):
        self.documents = FakeDocumentStore()
        for name, (content, loader, kind) in SOURCES.items():
            self.put(name, content, loader, kind)

    def access(self, user):
        return Access(user)

    def put(self, name, content, loader, kind, *, identity=None, **changes):
        loaded = loader(Limits()).load(content, name=name)
        stem = name.partition(".")[0]
        document = Document(
            identity or f"{stem}-id",
            stem,
            f"/in/{name}",
            hashlib.sha256(content).hexdigest(),
            kind,
            Tier.FILED,
            DocumentState.COMPLETE,
            datetime(2025, 3, 1, tzinfo=UTC),
            title=f"{stem} & co",
            published_at=datetime(2025, 2, 1, tzinfo=UTC),
            text=loaded.text,
            pages=loaded.pages,
            page_count=len(loaded.pages),
        )
        self.documents.add(replace(document, **changes), (), ())
        self.documents.keep_original(document.content_hash, content)

    def cite(self, identity, words, figure="", marker="1"):
        document = self.documents.get(ACCESS, identity)
        start = document.text.index(words)
        end = document.text.index("\n", start)
        at = document.text.index(figure, start)
        page = next(page.number for page in document.pages if page.start <= start < page.end)
        focus = (at, at + len(figure)) if figure else None
        quote = Quote(identity, page, document.text[start:end], at=(start, end), focus=focus)
        return resolve(self.documents, ACCESS, quote, marker=marker)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def desk(shelf, tmp_path):
    return Desk(shelf, Settings(home=tmp_path / "home", cache=tmp_path), render, lay_out)


def pane(desk, citation, identity, also) -> None:
    import streamlit as st

    from ui.pages.source_pane import show_source

    page = st.session_state.get("page") or citation.page
    show_source(
        desk, identity or citation.document_id, page, citation=citation, on_page=lambda n: st.session_state.update(page=n), also=also
    )


def open_pane(desk, citation, *, identity="", also=()):
    return AppTest.from_function(pane, args=(desk, citation, identity, also), default_timeout=LONG_SECONDS).run()


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def press(app, label):
    next(one for one in app.button if one.label == label).click()
    return html(app.run())


def test_an_html_source_is_its_excerpt(desk, shelf):
    app = open_pane(desk, shelf.cite("brackwater-id", "Purchases of property", "(27.5)"))
    shown = html(app)
    assert not app.exception
    assert '<div class="rd-original">' in shown
    assert '<span class="rd-ring">(27.5</span>' in shown
    assert "brackwater &amp; co" in shown
    assert "filed 1 February 2025" in shown
    assert "Net increase in cash" not in shown
    assert "Net increase in cash" in press(app, "Whole page")
    assert "Net increase in cash" not in press(app, "Cited lines")


def test_a_worksheet_is_a_grid(desk, shelf):
    shown = html(open_pane(desk, shelf.cite("vantry-id", "Purchases of property", "(27.5)")))
    assert "Sheet “Cash Flow”" in shown
    assert '<td class="rd-number rd-ringed"><mark>(27.5)</mark></td>' in shown
    assert 'aria-label="Page 2 of 2 of vantry; marker [1] boxes: Purchases' in shown


def test_a_call_shows_its_speakers(desk, shelf):
    shown = html(open_pane(desk, shelf.cite("morrow-id", "Gross margin widened")))
    assert "<mark>Gross margin widened" in shown
    assert '<span class="rd-speaker">Tomas Okafor, Chief Financial Officer</span>' in shown


def test_a_turned_page_is_whole_and_the_way_back_is_there(desk, shelf):
    app = open_pane(desk, shelf.cite("brackwater-id", "Purchases of property", "(27.5)"))
    shown = press(app, "‹")
    assert "Page 2 of 3" in shown
    assert "We expect the forge" in shown
    assert not [one for one in app.button if one.label == "Whole page"]
    assert "Marker [1] boxed" in press(app, "Back to page 3")


def test_other_citations_of_the_page_are_marked_too(desk, shelf):
    first = shelf.cite("brackwater-id", "Purchases of property", "(27.5)")
    second = shelf.cite("brackwater-id", "Proceeds from sale", marker="2")
    shown = html(open_pane(desk, first, also=(first, second)))
    assert "also here: [2]" in shown
    assert '<span class="rd-at rd-at-other">[2]</span> <mark class="rd-other">Proceeds' in shown


def test_an_original_that_cannot_be_laid_out_is_said_and_its_text_stays(desk, shelf, tmp_path):
    broken = Desk(shelf, desk.settings, render, fail)
    shown = html(open_pane(broken, shelf.cite("brackwater-id", "Purchases of property", "(27.5)")))
    assert "Brackwater.html: the reader crashed" in shown
    assert "<mark>Purchases of property, plant and equipment" in shown


def test_an_original_that_reads_differently_today_is_shown_as_text(desk, shelf):
    shelf.put("old.html", html_filing(), HtmlLoader, Kind.FILING, identity="old-id")
    known = shelf.documents.documents["old-id"]
    shelf.documents.documents["old-id"] = replace(known, text=known.text.replace("Dividends paid", "Dividends due!"))
    shown = html(open_pane(desk, shelf.cite("old-id", "Purchases of property", "(27.5)")))
    assert 'class="rd-original"' not in shown
    assert 'data-testid="excerpt"' in shown


def test_a_superseded_source_offers_the_newer_version_and_the_way_back(desk, shelf):
    citation = shelf.cite("brackwater-id", "Purchases of property", "(27.5)")
    newer = html_filing(hostile="<p>Amended</p>")
    old = shelf.documents.documents["brackwater-id"]
    shelf.documents.documents["brackwater-id"] = replace(old, state=DocumentState.SUPERSEDED)
    shelf.put("brackwater.html", newer, HtmlLoader, Kind.FILING, identity="newer-id", supersedes="brackwater-id")
    app = open_pane(desk, citation)
    assert "superseded: a newer version exists" in html(app)
    shown = press(app, "Open the newer version")
    assert "This is the newer version; the answer cites the older one" in shown
    assert "no citation on this page" in shown
    assert "Amended" in press(app, "‹")
    assert "Marker [1] boxed" in press(app, "Back to the cited version")


def test_a_document_that_is_gone_leaves_its_quote(desk, shelf):
    citation = shelf.cite("brackwater-id", "Purchases of property", "(27.5)")
    app = open_pane(desk, replace(citation, document_id="gone-id"))
    shown = html(app)
    assert "is not in the library" in shown
    assert 'data-testid="kept-quote">Purchases of property, plant and equipment' in shown
    assert not app.exception


def test_a_page_that_is_not_there_is_said(desk, shelf):
    citation = replace(shelf.cite("brackwater-id", "Purchases of property", "(27.5)"), page=9)
    shown = html(open_pane(desk, citation))
    assert "Brackwater has no page 9" in shown
    assert "kept-quote" in shown


def test_the_zoom_widens_what_is_shown(desk, shelf):
    app = open_pane(desk, shelf.cite("brackwater-id", "Purchases of property", "(27.5)"))
    app.segmented_control[0].set_value("150 %")
    assert not app.run().exception
    assert app.segmented_control[0].value == "150 %"


def test_a_printed_page_is_a_crop_until_the_whole_page_is_wanted(tmp_path):
    desk, _ = sample_desk(tmp_path)
    citation = desk.converse(QUESTION, FRESH).answer.citations[0]
    app = open_pane(desk, citation)
    assert app.get("image")[0].proto.imgs[0].alt.endswith("(71.5) (48.2) (the cited lines)")
    press(app, "Whole page")
    assert app.get("image")[0].proto.imgs[0].alt.endswith("(71.5) (48.2)")


def test_a_page_that_cannot_be_drawn_is_said_and_its_text_stays(tmp_path):
    desk, asker = sample_desk(tmp_path)

    def crash(content, page, *, scale, name, settings):
        raise CannotReadError(f"{name}: page {page} cannot be drawn", "open the file in another viewer")

    broken = Desk(asker, desk.settings, crash)
    shown = html(open_pane(broken, desk.converse(QUESTION, FRESH).answer.citations[0]))
    assert "page 11 cannot be drawn" in shown
    assert "<mark>Purchases of property" in shown
