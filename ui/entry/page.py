"""The Streamlit entry: `streamlit run ui/entry/page.py`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from research.errors import DeskError
from research.settings import load_settings
from ui.pages import ask, check, company, compare, compliance, digest, drafts, feeds, grid, library
from ui.pages.boundary import page_boundary
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
from ui.pages.top_bar import register_pages

if TYPE_CHECKING:
    from ingest.background import BackgroundIngest
    from research.workspace import Workspace


# The first page is drawn before the model, or what the worker needs, takes the processor.
WARM_AFTER_SECONDS = 2.0


@st.cache_resource(show_spinner="Opening the workspace …")
def open_workspace() -> Workspace:
    """Return the workspace that the settings name; opened once for all sessions."""
    from research.workspace import Workspace  # noqa: PLC0415  (loaded when the page runs, not when it is imported)

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
def open_desk() -> Desk:
    """Return what the page for questions needs."""
    from ingest.child import render_in_child  # noqa: PLC0415

    workspace = open_workspace()
    return Desk(workspace, workspace.settings, render_in_child)


@st.cache_resource(show_spinner=False)
def open_background() -> BackgroundIngest:
    """Return the one worker of this process."""
    from ingest.background import BackgroundIngest  # noqa: PLC0415
    from ingest.readers import file_readers  # noqa: PLC0415
    from ingest.sentences import prepare  # noqa: PLC0415

    _soon(prepare)  # before there is work, which would wait for it while the page looks on
    return BackgroundIngest(open_workspace(), file_readers())


@st.cache_resource(show_spinner=False)
def open_library() -> LibraryDesk:
    """Return what the library's page needs."""
    return LibraryDesk(open_workspace(), open_background())


@st.cache_resource(show_spinner=False)
def open_feeds() -> FeedsDesk:
    """Return what the feeds' page needs."""
    from ingest.fetch import SafeFetcher  # noqa: PLC0415
    from ingest.polling.background import BackgroundPolling  # noqa: PLC0415
    from ingest.polling.poller import poller_of  # noqa: PLC0415

    workspace, background = open_workspace(), open_background()
    return FeedsDesk(workspace, BackgroundPolling(poller_of(workspace, SafeFetcher()), background.start), background)


@st.cache_resource(show_spinner=False)
def open_quality() -> QualityDesk:
    """Return what the library's section of what is doubtful needs."""
    return QualityDesk(open_workspace(), open_desk())


@st.cache_resource(show_spinner=False)
def open_company() -> CompanyDesk:
    """Return what the company's page needs."""
    return CompanyDesk(open_workspace(), open_desk(), open_library())


@st.cache_resource(show_spinner=False)
def open_comparisons() -> CompareDesk:
    """Return what the page that compares documents needs."""
    return CompareDesk(open_workspace(), open_desk())


@st.cache_resource(show_spinner=False)
def open_check() -> CheckDesk:
    """Return what the page that checks drafts needs."""
    return CheckDesk(open_workspace())


@st.cache_resource(show_spinner=False)
def open_compliance() -> ComplianceDesk:
    """Return what the page of the audit trail needs."""
    return ComplianceDesk(open_workspace())


@st.cache_resource(show_spinner=False)
def open_drafts() -> DraftsDesk:
    """Return what the page of drafts needs."""
    from ui.out.links import with_links  # noqa: PLC0415  (with what makes digests: when the page is opened)

    workspace = open_workspace()
    return DraftsDesk(workspace, open_desk(), partial(with_links, workspace))


@st.cache_resource(show_spinner=False)
def open_digests() -> DigestDesk:
    """Return what the page of digests needs."""
    from ui.out.links import links_of  # noqa: PLC0415  (with what makes digests: when the page is opened)
    from ui.out.sending import make_digest  # noqa: PLC0415

    workspace, desk = open_workspace(), open_desk()
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
    pages = [
        st.Page(_ask, title="Ask", url_path="start", default=True),
        st.Page(_digest, title="Digest", url_path="digest"),
        st.Page(_grid, title="Grid", url_path="grid"),
        st.Page(_company, title="Company", url_path="company"),
        st.Page(_compare, title="Compare", url_path="compare"),
        st.Page(_check, title="Check", url_path="check"),
        st.Page(_drafts, title="Drafts", url_path="drafts"),
        st.Page(_library, title="Library", url_path="library"),
        st.Page(_feeds, title="Feeds", url_path="feeds"),
        st.Page(_compliance, title="Compliance", url_path="compliance"),
    ]
    register_pages(pages)
    st.navigation([*pages, st.Page(_ask, title="Ask", url_path="ask")], position="hidden").run()


def _ask() -> None:
    with page_boundary():
        ask.show(open_desk())


def _digest() -> None:
    with page_boundary():
        digest.show(open_digests())


def _grid() -> None:
    with page_boundary():
        grid.show(open_desk())


def _company() -> None:
    with page_boundary():
        company.show(open_company())


def _compare() -> None:
    with page_boundary():
        compare.show(open_comparisons())


def _check() -> None:
    with page_boundary():
        check.show(open_check())


def _drafts() -> None:
    with page_boundary():
        drafts.show(open_drafts())


def _library() -> None:
    with page_boundary():
        library.show(open_library(), open_quality())


def _compliance() -> None:
    with page_boundary():
        compliance.show(open_compliance())


def _feeds() -> None:
    with page_boundary():
        feeds.show(open_feeds())


if __name__ == "__main__":
    main()
