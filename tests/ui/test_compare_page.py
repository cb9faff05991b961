"""The page that compares two documents, run without a browser."""

from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

from research.answering.grid import GridAsker
from research.directory import CompanyDirectory
from research.drafting.comparing.comparer import DocumentComparer
from research.nouns.access import Access
from research.settings import Settings
from tests.fakes.ledger import fake_ledger
from tests.research.drafting.comparing.pair import COMPANY, READER, catalog_of, newer, older, stated
from tests.waiting import LONG_SECONDS
from ui.pages.compare_desk import CompareDesk
from ui.pages.desk import Desk

BANK = "Wexcombe Bancshares, Inc."


def page(desk) -> None:
    from ui.pages import compare
    from ui.pages.boundary import page_boundary

    with page_boundary():
        compare.show(desk)


def open_page(tmp_path, *filings, **address):
    catalog = catalog_of(*filings)
    directory = CompanyDirectory(catalog.documents, catalog.names)
    workspace = SimpleNamespace(
        documents=catalog.documents,
        comparer=DocumentComparer(catalog.documents, catalog.facts, directory),
        ledger=fake_ledger().ledger,
        access=Access,
        grid=lambda access: GridAsker(None, directory.companies(access)),
    )
    desk = Desk(workspace, Settings(home=tmp_path / "home", cache=tmp_path, user=READER.user), lambda *_, **__: b"", lambda *_, **__: {})
    app = AppTest.from_function(page, args=(CompareDesk(workspace, desk),), default_timeout=LONG_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def three():
    bank = stated("w-2024", 2024, "Item 1. Business\n\nWe lend.\n", company=BANK)
    return older(), newer(), bank


def test_the_newest_document_is_compared_with_the_one_before(tmp_path):
    app = open_page(tmp_path, *three())
    assert (app.selectbox(key="compare-older").value, app.selectbox(key="compare-newer").value) == ("q-2023", "q-2024")
    assert app.selectbox(key="compare-company").options == [COMPANY]
    shown = html(app)
    assert "carries <del>all</del> finished goods" in shown
    assert "&lt;script&gt;alert(" in shown
    assert "+10.0 %" in shown
    assert dict(app.query_params) == {"company": COMPANY, "older": "q-2023", "newer": "q-2024"}


def test_filters_leave_what_they_name(tmp_path):
    app = open_page(tmp_path, *three())
    app.multiselect(key="compare-kinds").set_value(["restated"]).run()
    assert html(app).count("<article") == 1
    assert "Freight FY2023" in html(app)
    app.multiselect(key="compare-topics").set_value(["risk factors"]).run()
    assert "No change is like this." in html(app)


def test_a_place_opens_and_closes(tmp_path):
    app = open_page(tmp_path, *three())
    app.button(key="compare-open-0-older").click().run()
    assert not app.exception
    assert "Risk factor removed: Herons block our intake" in html(app)
    assert "Herons have twice blocked" in html(app)
    app.button(key="compare-close").click().run()
    assert not [one for one in app.button if one.key == "compare-close"]


def test_the_address_names_the_documents_by_any_of_the_company_s_names(tmp_path):
    app = open_page(tmp_path, *three(), company="Quillmere Pumps", older="q-2024", newer="q-2023")
    assert app.selectbox(key="compare-company").value == COMPANY
    assert (app.selectbox(key="compare-older").value, app.selectbox(key="compare-newer").value) == ("q-2024", "q-2023")
    assert "carries <ins>most</ins> finished goods" in html(app)


def test_a_company_with_one_document_is_said(tmp_path):
    app = open_page(tmp_path, *three(), company="<b>Wexcombe</b>")
    assert "“&lt;b&gt;Wexcombe&lt;/b&gt;” has no two documents here" in html(app)


def test_a_library_without_two_documents_of_a_company_says_what_to_do(tmp_path):
    assert "No company has two documents yet" in html(open_page(tmp_path, three()[2]))
