"""The library's section Quality run without a browser, over real stores: the gravest first, filtered, each a click from its page."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from research.adapters.sqlite import open_catalog, open_ledger
from research.directory import CompanyDirectory
from research.governance.service import QualityReader
from research.nouns.access import PUBLIC, Access
from research.nouns.audit import AuditFilter
from research.settings import Settings
from tests.research.governance.books import NEWEST, Books, figure, report
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk
from ui.pages.quality_desk import QualityDesk
from ui.render.escaping import escape_label
from ui.render.quality_html import companies_of, finding_html, places_of

NOW = datetime(NEWEST + 1, 3, 1, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)">'


def page(desk) -> None:
    from ui.pages import library_quality

    library_quality.show_quality(desk)


@pytest.fixture
def kept(tmp_path):
    """Return a desk over a library whose figures are doubtful in two ways, and its stores; its reader may be changed."""
    catalog, ledger = open_catalog(tmp_path / "home"), open_ledger(tmp_path / "home")
    books = Books(2022, 2023)
    for year in (2022, 2023):
        books.change(year, "goodwill", 2022, printed="1,577", value=Decimal(1_577_000_000))  # as the page prints it
    books.times(2023, "goodwill", 2022, 1_000)
    for document in books.documents.values():
        catalog.documents.add(document, [], [one for one in books.facts if one.document_id == document.id])
    undated = {"source_key": "tallow", "company": "Tallow Ltd", "ticker": None, "also_called": ("Tallow",), "published_at": None}
    tallow = report(2023, id="tallow", name=f"tallow{HOSTILE}", label="deal:bluebird", fact_count=0, **undated)
    catalog.documents.add(tallow, [], [figure(tallow, "revenue", 2023, 700)])
    reader = SimpleNamespace(access=Access("cora"))
    asker = SimpleNamespace(access=lambda _: reader.access, documents=catalog.documents, ledger=ledger.ledger)
    desk = Desk(asker, Settings(home=tmp_path / "home", user="cora", cache=tmp_path / "cache"), render=None)
    quality = QualityReader(catalog.documents, catalog.facts, CompanyDirectory(catalog.documents, catalog.names))
    workspace = SimpleNamespace(documents=catalog.documents, quality=quality)
    yield SimpleNamespace(desk=QualityDesk(workspace, desk, clock=lambda: NOW), reader=reader, ledger=ledger, books=books)
    ledger.close()
    catalog.close()


def opened(kept):
    app = AppTest.from_function(page, args=(kept.desk,), default_timeout=LONG_SECONDS).run()
    assert not app.exception
    return app


def html(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_gravest_stands_first_and_everything_is_escaped(kept):
    shown = html(opened(kept))
    assert shown.index("Distorted scale") < shown.index("Undated")
    assert "1 error, 1 warning, the gravest first." in shown[:1].upper() + shown[1:]
    assert HOSTILE not in shown
    assert "tallow&lt;img" in shown
    assert kept.desk.doubtful() == 2


def test_the_filters_leave_what_was_chosen(kept):
    app = opened(kept)
    app.selectbox(key="quality-company").set_value("Tallow Ltd").run()
    assert ("Distorted scale" in html(app), "Undated" in html(app)) == (False, True)
    app.selectbox(key="quality-company").set_value("All companies").run()
    app.button_group(key="quality-severity").set_value("error").run()
    assert ("Distorted scale" in html(app), "Undated" in html(app)) == (True, False)


def test_a_finding_opens_the_page_that_shows_its_figure(kept):
    app = opened(kept)
    pages = [one for one in app.button if one.key.startswith("quality-open-")]
    assert [one.label for one in pages] == [escape_label(f"Page 3 of wick-{year}") for year in (2023, 2022)]
    pages[1].click().run()
    assert "period ended 31 December 2022" in html(app)
    app.button(key="quality-close").click().run()
    assert "period ended 31 December 2022" not in html(app)


def test_who_may_not_see_a_document_is_not_told_of_it(kept):
    kept.reader.access = Access("bob", frozenset({PUBLIC}))
    assert "tallow" not in html(opened(kept)).lower()
    assert kept.desk.doubtful() == 1


def test_the_first_look_in_a_state_of_the_library_is_recorded(kept):
    kept.desk.findings()
    kept.desk.findings()
    rows = kept.ledger.trail.newest(AuditFilter(), limit=5)
    assert [(row.user, row.action, row.subject) for row in rows] == [("cora", "quality", "the whole library")]


def test_a_finding_says_its_severity_in_a_word_and_offers_each_page_once(kept):
    found = kept.desk.findings()
    assert '<span aria-hidden="true">✕</span> Error</span>' in finding_html(found[0])
    names = kept.desk.names()
    assert [(one.document, one.page) for one in places_of(found[0], names)] == [("wick-2023", 3), ("wick-2022", 3)]
    assert places_of(found[0], {}) == ()
    assert companies_of(found) == ["Tallow Ltd", "Wick & Co"]
