"""The Streamlit entry: `streamlit run ui/entry/page.py`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from research.errors import DeskError
from research.nouns.access import Access
from research.nouns.roles import Action
from research.settings import load_settings
from ui.logs import configure_logging
from ui.pages import ask, check, company, compare, compliance, digest, drafts, feeds, grid, library
from ui.pages.boundary import page_boundary, show_error
from ui.pages.check_desk import CheckDesk
from ui.pages.company_desk import CompanyDesk
from ui.pages.compare_desk import CompareDesk
from ui.pages.compliance_desk import ComplianceDesk
from ui.pages.desk import Desk
from ui.pages.digest_desk import DigestDesk, DigestMaking
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.feeds_desk import FeedsDesk
from ui.pages.library_desk import LibraryDesk
from ui.pages.quality_desk import QualityDesk
from ui.pages.styles import show_styles
from ui.pages.top_bar import register_pages, register_user, top_bar
from ui.team.drawn_for import drawn_for, reader_for

if TYPE_CHECKING:
    from ingest.background import BackgroundIngest
    from research.workspace import Workspace


# The pages that are for those of a team who may do something; the services refuse it whatever is shown.
_NEEDED = {"Check": [Action.WRITE], "Drafts": [Action.WRITE], "Compliance": [Action.AUDIT_READ]}
# The first page is drawn before the model, or what the worker needs, takes the processor.
WARM_AFTER_SECONDS = 2.0


@st.cache_resource(show_spinner="Opening the workspace …")
def open_workspace() -> Workspace:
    """Return the workspace that the settings name; opened once for all sessions."""
    from research.workspace import Workspace  # noqa: PLC0415  (loaded when the page runs, not when it is imported)

    configure_logging()
    workspace = Workspace.open(load_settings())
    _soon(partial(_warm, workspace))
    return workspace


def _soon(begin: Callable[[], None]) -> None:
    """Have something done once the first page is drawn."""
    warming = threading.Timer(WARM_AFTER_SECONDS, begin)
    warming.daemon = True
    warming.start()


def _warm(workspace: Workspace) -> None:
    """Load the model while the first page is read; when it cannot be, the question or upload that needs it says so."""
    with suppress(DeskError):
        workspace.embedder.embed(["ready"])


@st.cache_resource(show_spinner=False)
def open_desk(user: str) -> Desk:
    """Return what the page for questions needs."""
    from ingest.child import render_in_child  # noqa: PLC0415

    workspace = open_workspace()
    desk = Desk(workspace, workspace.settings, render_in_child)
    desk.reader = reader_for(workspace, user)
    return desk


@st.cache_resource(show_spinner=False)
def open_background() -> BackgroundIngest:
    """Return the one worker of this process."""
    from ingest.background import BackgroundIngest  # noqa: PLC0415
    from ingest.readers import file_readers  # noqa: PLC0415
    from ingest.sentences import prepare  # noqa: PLC0415

    _soon(prepare)  # before there is work, which would wait for it while the page looks on
    return BackgroundIngest(open_workspace(), file_readers())


@st.cache_resource(show_spinner=False)
def open_library(user: str) -> LibraryDesk:
    """Return what the library's page needs."""
    library_desk = LibraryDesk(open_workspace(), open_background())
    library_desk.reader = reader_for(open_workspace(), user)
    return library_desk


@st.cache_resource(show_spinner=False)
def open_feeds(user: str) -> FeedsDesk:
    """Return what the feeds' page needs."""
    from ingest.fetch import SafeFetcher  # noqa: PLC0415
    from ingest.polling.background import BackgroundPolling  # noqa: PLC0415
    from ingest.polling.poller import poller_of  # noqa: PLC0415

    workspace, background = open_workspace(), open_background()
    feeds_desk = FeedsDesk(workspace, BackgroundPolling(poller_of(workspace, SafeFetcher()), background.start), background)
    feeds_desk.reader = reader_for(workspace, user)
    return feeds_desk


@st.cache_resource(show_spinner=False)
def open_quality(user: str) -> QualityDesk:
    """Return what the library's section of what is doubtful needs."""
    return QualityDesk(open_workspace(), open_desk(user))


@st.cache_resource(show_spinner=False)
def open_company(user: str) -> CompanyDesk:
    """Return what the company's page needs."""
    return CompanyDesk(open_workspace(), open_desk(user), open_library(user))


@st.cache_resource(show_spinner=False)
def open_comparisons(user: str) -> CompareDesk:
    """Return what the page that compares documents needs."""
    return CompareDesk(open_workspace(), open_desk(user))


@st.cache_resource(show_spinner=False)
def open_check(user: str) -> CheckDesk:
    """Return what the page that checks drafts needs."""
    check_desk = CheckDesk(open_workspace())
    check_desk.reader = reader_for(open_workspace(), user)
    return check_desk


@st.cache_resource(show_spinner=False)
def open_compliance(user: str) -> ComplianceDesk:
    """Return what the page of the audit trail needs."""
    compliance_desk = ComplianceDesk(open_workspace())
    compliance_desk.reader = reader_for(open_workspace(), user)
    return compliance_desk


@st.cache_resource(show_spinner=False)
def open_drafts(user: str) -> DraftsDesk:
    """Return what the page of drafts needs."""
    from ui.out.links import with_links  # noqa: PLC0415  (with what makes digests: when the page is opened)

    workspace = open_workspace()
    return DraftsDesk(workspace, open_desk(user), partial(with_links, workspace))


@st.cache_resource(show_spinner=False)
def open_digests(user: str) -> DigestDesk:
    """Return what the page of digests needs."""
    from ui.out.links import links_of  # noqa: PLC0415  (with what makes digests: when the page is opened)
    from ui.out.sending import make_digest  # noqa: PLC0415

    workspace, desk = open_workspace(), open_desk(user)
    making = DigestMaking(
        partial(make_digest, workspace),
        lambda digest: links_of(workspace, desk.access, digest),
        workspace.digests.last_day,
        sum_up=workspace.digest_summaries.summary if workspace.digest_summaries.is_configured else None,
        listed=lambda: open_background().start(""),  # news are read anew for the companies that came on a list
    )
    return DigestDesk(workspace, desk, making, markets=list(workspace.hours.markets()))


def main() -> None:
    """Show the page that the address names; the first one is at the root, and at its name for whoever types that."""
    st.set_page_config(page_title="Research Desk", layout="wide", initial_sidebar_state="collapsed")
    try:
        user, access = _reader()
    except DeskError as error:
        show_error(error)
        return
    first = _drawn(lambda: ask.show(open_desk(user)))
    pages = [
        st.Page(first, title="Ask", url_path="start", default=True),
        st.Page(_drawn(lambda: digest.show(open_digests(user))), title="Digest", url_path="digest"),
        st.Page(_drawn(lambda: grid.show(open_desk(user))), title="Grid", url_path="grid"),
        st.Page(_drawn(lambda: company.show(open_company(user))), title="Company", url_path="company"),
        st.Page(_drawn(lambda: compare.show(open_comparisons(user))), title="Compare", url_path="compare"),
        st.Page(_drawn(lambda: check.show(open_check(user))), title="Check", url_path="check"),
        st.Page(_drawn(lambda: drafts.show(open_drafts(user))), title="Drafts", url_path="drafts"),
        st.Page(_drawn(lambda: library.show(open_library(user), open_quality(user))), title="Library", url_path="library"),
        st.Page(_drawn(lambda: feeds.show(open_feeds(user))), title="Feeds", url_path="feeds"),
        st.Page(_drawn(lambda: compliance.show(open_compliance(user))), title="Compliance", url_path="compliance"),
    ]
    register_pages([page for page in pages if access is None or all(access.may(action) for action in _NEEDED.get(page.title, ()))])
    register_user(user if access else "")
    opened = st.navigation([*pages, st.Page(first, title="Ask", url_path="ask")], position="hidden")
    if access is None or all(access.may(action) for action in _NEEDED.get(opened.title, ())):
        opened.run()
    else:
        _show_refused(opened.title, access)


def _show_refused(title: str, access: Access) -> None:
    """Show that a page whose address was typed is not for the role of who asks, below the bar that leads on."""
    show_styles(ask.STYLE)
    top_bar(title, "")
    with page_boundary():
        for action in _NEEDED[title]:
            access.need(action)


def _reader() -> tuple[str, Access | None]:
    """Return for whom the page is drawn, and of a team what they may do; raises NotAllowedError for who is not signed in."""
    settings = load_settings()
    if settings.team is None:
        return settings.user, None
    workspace = open_workspace()
    user = drawn_for(workspace)
    return user, workspace.access(user)


def _drawn(show: Callable[[], None]) -> Callable[[], None]:
    """Return what draws a page, and shows what goes wrong as a card."""

    def draw() -> None:
        """Draw the page."""
        with page_boundary():
            show()

    return draw


if __name__ == "__main__":
    main()
