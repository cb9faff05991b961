"""The company's page, run without a browser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from ingest.background import BatchProgress
from research.directory import CompanyDirectory
from research.nouns.access import Access
from research.nouns.corrections import Corrected
from research.nouns.documents import DocumentState
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.statements.service import StatementReader
from tests.fakes.ledger import fake_ledger
from tests.fakes.stores import fake_catalog
from tests.research.statements.samples import COMPANY, make_filing, read_filing, year
from tests.ui.sheets import NEW, OLD
from tests.waiting import LONG_SECONDS
from ui.pages.company_desk import CompanyDesk
from ui.pages.company_state import CompanyState, Spot
from ui.pages.desk import Desk
from ui.pages.library_desk import LibraryDesk

BANK = "Wexcombe Bancshares, Inc."
BANK_TEXT = "2024 2023\nInterest income:\nLoans 12 11\nTotal interest income 12 11\nNet interest income 7 6\n"


class Workspace(SimpleNamespace):
    """The parts of a workspace that the page uses, over fakes."""


class StillIngest:
    """Background work that is asked for and never begins."""

    def start(self, batch, *, folders=()):
        assert batch

    def progress(self, batch):
        return BatchProgress((), {}, "", over=True)


def make_workspace(tmp_path, *filings):
    catalog, ledger = fake_catalog(), fake_ledger()
    for document, facts in filings:
        catalog.documents.add(document, [], facts)
        catalog.documents.keep_original(document.content_hash, document.name.encode())
    return Workspace(
        settings=Settings(home=tmp_path / "home", cache=tmp_path),
        documents=catalog.documents,
        facts=catalog.facts,
        corrections=catalog.corrections,
        names=catalog.names,
        jobs=catalog.jobs,
        ledger=ledger.ledger,
        directory=CompanyDirectory(catalog.documents, catalog.names),
        statements=StatementReader(catalog.documents, catalog.facts),
        access=Access,
    )


def filing(name, end, text, **changes):
    document = make_filing(name, end, text, **changes)
    return document, read_filing(document, Statement.INCOME, (year(end), year(end - 1)), {"Total costs": "total_operating_expenses"})


def both_companies():
    return filing("q-2023", 2023, OLD), filing("q-2024", 2024, NEW), filing("w-2024", 2024, BANK_TEXT, company=BANK)


def page(desk) -> None:
    from ui.pages import company
    from ui.pages.boundary import page_boundary

    with page_boundary():
        company.show(desk)


def open_page(tmp_path, *filings, shown=page, **address):
    workspace = make_workspace(tmp_path, *filings)
    desk = Desk(workspace, workspace.settings, lambda *_args, **_more: b"", lambda *_args, **_more: {})
    library = LibraryDesk(workspace, StillIngest())
    app = AppTest.from_function(shown, args=(CompanyDesk(workspace, desk, library),), default_timeout=LONG_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run(), workspace


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def open_figure(app, label, end, section="Costs:"):
    app.session_state["company"] = CompanyState(company=COMPANY, opened=Spot(section, label, year(end).end, year(end).span))
    return app.run()


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_the_first_company_s_statement_stands_side_by_side_with_files_and_an_address(tmp_path):
    app, workspace = open_page(tmp_path, *both_companies())
    shown = html(app)
    assert not app.exception
    assert app.selectbox(key="company-name").value == COMPANY
    assert "4 rows × 3 periods" in shown
    assert 'data-rd-cell="2:0"' in shown
    assert [one.label for one in app.get("download_button")] == ["Excel", "CSV"]
    app.run()
    (event,) = workspace.ledger.events(Access(workspace.settings.user))
    said = dict(event.details)
    assert (event.action, event.subject, said["span"]) == ("statement", COMPANY, "annual")
    assert len(said["source_hashes"].split(",")) == 2
    assert app.query_params["company"] == COMPANY
    assert app.query_params["basis"] == "as reported"


def test_the_address_opens_a_company_by_any_of_its_names_and_a_basis(tmp_path):
    app, _ = open_page(tmp_path, *both_companies(), company="Quillmere Pumps", basis="recast")
    assert app.selectbox(key="company-name").value == COMPANY
    assert app.segmented_control(key="company-basis").value == "recast"
    assert "≠ 1 stated otherwise" in html(app)
    app.segmented_control(key="company-basis").set_value("as reported").run()
    assert app.query_params["basis"] == "as reported"
    assert "† 1 without a filing of its own" in html(app)


def test_a_name_that_is_no_company_is_said(tmp_path):
    app, _ = open_page(tmp_path, *both_companies(), company="<b>Nobody</b>")
    assert "There is no company “&lt;b&gt;Nobody&lt;/b&gt;” in the library" in html(app)
    app.selectbox(key="company-name").set_value(BANK).run()
    assert "There is no company" not in html(app)


def test_a_bank_s_statement_has_its_own_rows_and_one_document_is_said_to_be_one(tmp_path):
    app, _ = open_page(tmp_path, *both_companies(), company=BANK)
    shown = html(app)
    assert "Total interest income" in shown
    assert "Net interest income" in shown
    assert "All periods come from one document, w-2024: no other filing confirms or restates them." in shown


def test_an_empty_library_and_a_company_without_statements_say_what_to_do(tmp_path):
    app, _ = open_page(tmp_path)
    assert "desk ingest PATH" in html(app)
    app, _ = open_page(tmp_path / "second", (make_filing("note", 2024, "Words alone\n"), []))
    assert f"No statement of {COMPANY} was read" in html(app)
    assert not app.exception


def watched_page(desk) -> None:
    from ui.pages import company
    from ui.pages.library_state import Batch, library_state, try_action

    if not library_state().batches:
        try_action("figure", lambda: Batch("one", "correcting the company"))
    company.show(desk)


def test_work_is_watched_though_there_is_no_statement_to_show(tmp_path):
    app, _ = open_page(tmp_path, (make_filing("note", 2024, "Words alone\n"), []), shown=watched_page)
    assert "Done: correcting the company" in html(app)
    assert not app.exception


def test_an_open_figure_shows_its_page_and_the_other_filing_that_states_it(tmp_path):
    app, _ = open_page(tmp_path, *both_companies())
    shown = html(open_figure(app, "Freight", 2023))
    assert "(11.5) in q-2023, (11.9) in q-2024 (page 1)" in shown
    assert "Page 1 of 1" in shown
    button(app, r"\(11\.9\) · q\-2024").click()
    assert "q-2024" in html(app.run())
    button(app, "Close").click()
    assert "Page 1 of 1" not in html(app.run())
    assert not app.exception


def test_a_correction_needs_a_reason_and_is_kept_recorded_listed_and_undone(tmp_path):
    app, workspace = open_page(tmp_path, *both_companies())
    open_figure(app, "Freight", 2024)
    field = next(one for one in app.text_input if one.label.startswith("Number"))
    field.set_value("(13)")
    button(app, "Correct it").click().run()
    assert "needs a reason" in html(app)
    next(one for one in app.text_input if one.label.startswith("Number")).set_value("(13)")
    next(one for one in app.text_input if one.label == "Reason").set_value("typo")
    button(app, "Correct it").click().run()
    (made,) = workspace.corrections.holding(Corrected.FACT, "/library/q-2024.pdf")
    assert (made.value, made.reason, made.before) == ("-13000000", "typo", "-12000000")
    assert [event.action for event in workspace.ledger.events(Access("analyst"))] == ["correct", "statement"]
    assert "Freight, FY2024, printed (12)</strong>: -12,000,000 → -13,000,000" in html(app)
    button(app, "Undo").click().run()
    assert workspace.corrections.holding(Corrected.FACT, "/library/q-2024.pdf") == []
    assert "undone by" in html(app)


@pytest.mark.parametrize(
    ("what", "kind", "value"),
    [("It is no figure", Corrected.FACT, None), ("What the row means", Corrected.LABEL, "research_and_development")],
)
def test_a_figure_can_be_withdrawn_and_a_row_given_a_meaning(tmp_path, what, kind, value):
    app, workspace = open_page(tmp_path, *both_companies())
    open_figure(app, "Freight", 2024)
    app.segmented_control(key="correct-figure-what").set_value(what).run()
    if value:
        next(one for one in app.selectbox if one.label == "“Freight” means").set_value(value)
    next(one for one in app.text_input if one.label == "Reason").set_value("checked")
    button(app, "Correct it").click().run()
    (made,) = workspace.corrections.holding(kind, "/library/q-2024.pdf")
    assert made.value == value
    assert not app.exception


def test_a_column_can_be_given_another_period(tmp_path):
    app, workspace = open_page(tmp_path, *both_companies())
    open_figure(app, "Freight", 2024)
    app.segmented_control(key="correct-figure-what").set_value("The column's period").run()
    app.number_input[0].set_value(2025)
    next(one for one in app.text_input if one.label == "Reason").set_value("checked")
    button(app, "Correct it").click().run()
    (made,) = workspace.corrections.holding(Corrected.PERIOD, "/library/q-2024.pdf")
    assert made.value == "FY2025|2025|FY|year|2024-01-01|2024-12-31"


def test_figures_that_are_not_read_yet_are_said_over_the_statement(tmp_path):
    app, workspace = open_page(tmp_path, *both_companies())
    assert "not read yet" not in html(app)
    document = next(one for one in workspace.documents.find(Access("ann"), DocumentFilter()) if one.name == "q-2024")
    workspace.documents.set_state(document.id, DocumentState.PARSED)
    assert "The figures of q-2024 are not read yet; ask again in a moment" in html(app.run())
