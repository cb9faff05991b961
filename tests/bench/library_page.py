"""Measure how long each page takes to be ready over a library of many documents, in Chromium, from the address to the last of it drawn.

usage: python -m tests.bench.library_page [--documents 10000] [--again 3] [--json]

The catalog is made through the store's own API: filings, releases and calls of made-up companies, each with a page, two chunks and
three facts; nothing is parsed or embedded. Each page is opened first by a new browser on a server that has just started, then again
by new sessions of the same browser. `blank` is Streamlit's own page with one field: what no page can be faster than on this machine.
Then the pages are gone through by the links on top, within one session, as a reader does.
"""

import argparse
import hashlib
import json
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from research.adapters.sqlite import open_catalog
from research.nouns.documents import Chunk, Defect, Document, DocumentState, Kind, Page, Tier
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status
from tests.browser.page_server import BY_COMMAND, served

YEARS = range(2015, 2025)
# What each company has of each year: form, fiscal period, kind, tier.
PAPERS = (
    ("10-K", "FY", Kind.FILING, Tier.AUDITED),
    ("10-Q", "Q1", Kind.FILING, Tier.FILED),
    ("10-Q", "Q2", Kind.FILING, Tier.FILED),
    ("8-K", "Q4", Kind.RESULTS, Tier.UNAUDITED),
    (None, "Q4", Kind.TRANSCRIPT, Tier.COMPANY),
)
STEMS = ("Al", "Bren", "Cor", "Dun", "Es", "Fal", "Gren", "Hol", "Is", "Jar", "Kel", "Lor", "Mar", "Nor")
ENDS = ("wick", "mere", "stow", "combe", "leigh", "by", "thorpe", "ford", "den", "worth", "gate", "hurst", "ley", "moor", "well")
PRINTED = "100.0"
LINES = ("Revenue", "Net income", "Capital expenditure")
# What shows that a page is ready: all of these are to be seen.
READY = {
    "library": ('[data-testid="count"]', '[data-testid="stDataFrame"] canvas'),
    "ask": ('[placeholder="Ask about a company in the library"]', ".st-key-examples button", '[data-testid="library"]'),
    "grid": ('[aria-label="Questions, one a line, without a company"]', '[data-testid="stMultiSelect"]'),
}
TARGET_SECONDS = 2.0


def company_name(number):
    """Return the made-up name of a company."""
    stem, end = STEMS[number % len(STEMS)], ENDS[number // len(STEMS) % len(ENDS)]
    return f"{stem}{end} {('Systems', 'Foods', 'Energy', 'Holdings')[number % 4]}, Inc."


def fact(document, place, label):
    start = document.text.index(label)
    cell = document.text.index(PRINTED, start)
    year = document.fiscal_year
    return Fact(
        id=f"{document.id}-{place}",
        company=document.company,
        concept=label.lower().replace(" ", "_"),
        label=label,
        value=Decimal(100_000_000 + place),
        printed=PRINTED,
        scale=1_000_000,
        unit="USD",
        currency="USD",
        period=Period(date(year, 12, 31), date(year, 1, 1), Span.YEAR, f"FY{year}", year),
        status=Status.ACTUAL,
        basis=Basis(),
        statement=Statement.INCOME,
        document_id=document.id,
        page=1,
        start=start,
        end=cell + len(PRINTED),
        cell_start=cell,
        cell_end=cell + len(PRINTED),
    )


def paper(number):
    """Return the document of a running number: companies in turn, each with its papers of each year."""
    form, period, kind, tier = PAPERS[number % len(PAPERS)]
    year = YEARS[number // len(PAPERS) % len(YEARS)]
    company_number = number // (len(PAPERS) * len(YEARS))
    company = company_name(company_number)
    lines = "".join(f"{label} of {company} in {year} {PRINTED}\n" for label in LINES)
    text = f"{company}\nReport on {period} {year}\n{lines}"
    name = f"{company.split()[0].lower()}-{company_number}-{(form or kind.value).lower()}-{period.lower()}-{year}"
    identity = hashlib.sha256(name.encode()).hexdigest()
    return Document(
        id=identity,
        name=name,
        source_key=f"/library/{company_number}/{name}.pdf",
        content_hash=identity,
        kind=kind,
        tier=tier,
        state=DocumentState.COMPLETE,
        known_at=datetime(2025, 3, 1, tzinfo=UTC),
        title=f"{form or 'Earnings call'} of {company}, {period} {year}",
        company=company,
        ticker=f"T{company_number:03d}",
        form_type=form,
        fiscal_year=year,
        fiscal_period=period,
        period_end=date(year, 12, 31),
        published_at=datetime(year + 1, 2, 20, tzinfo=UTC),
        language="en",
        text=text,
        pages=(Page(1, 0, len(text), 612.0, 792.0),),
        defects=(Defect("scan", "page 1 is a scan", 1),) if number % 37 == 0 else (),
        sources=(("company", "the cover"), ("form_type", "the cover"), ("fiscal_year", "the cover")),
    )


def chunks(document):
    middle = document.text.index("\n") + 1
    spans = ((0, middle), (middle, len(document.text)))
    return [
        Chunk(f"{document.id[:24]}-{place}", document.id, place, start, end, document.text[start:end], 1)
        for place, (start, end) in enumerate(spans)
    ]


def make_catalog(home, count):
    """Fill a new workspace with `count` documents and return the seconds it took."""
    began = time.perf_counter()
    catalog = open_catalog(home)
    try:
        for number in range(count):
            document = paper(number)
            catalog.documents.add(document, chunks(document), [fact(document, place, label) for place, label in enumerate(LINES)])
    finally:
        catalog.close()
    return time.perf_counter() - began


def address_of(url, name):
    """Return the address of a page; the first one is at the root."""
    return url if name == "ask" else f"{url}/{name}"


def seconds_until_ready(context, address, ready):
    """Return the seconds from the address until all that the page begins with is drawn, in a new session."""
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    for selector in ready:
        page.locator(selector).first.wait_for(timeout=120_000)
    seconds = time.perf_counter() - began
    page.close()
    return seconds


def openings(browser, address, ready, *, again):
    """Return the seconds of a new browser's first opening, and the best, median and worst of those after."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    first, *later = (seconds_until_ready(context, address, ready) for _ in range(again + 1))
    context.close()
    found = {"first": first, "best": min(later), "median": statistics.median(later), "worst": max(later)}
    return {name: round(seconds, 2) for name, seconds in found.items()}


def turns(browser, url, *, again):
    """Return the best, median and worst seconds from the click on a page's link to all of it drawn, by page, in one session."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address_of(url, "ask"))
    page.locator(READY["ask"][0]).wait_for(timeout=120_000)
    found = {name: [] for name in READY}
    for name in ("library", "grid", "ask") * (again + 1):
        began = time.perf_counter()
        page.get_by_role("link", name=name.capitalize(), exact=True).click()
        for selector in READY[name]:
            page.locator(selector).first.wait_for(timeout=120_000)
        found[name].append(time.perf_counter() - began)
    page.context.close()
    return {
        f"to {name}": {which: round(of(seconds), 2) for which, of in (("best", min), ("median", statistics.median), ("worst", max))}
        for name, seconds in found.items()
    }


def measure(home, folder, *, again):
    """Return the seconds of each page's openings, each page by a server of its own, and of the turns from one to another."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    blank = folder / "blank.py"
    blank.write_text('import streamlit\nstreamlit.text_input("Question", placeholder="blank")\n', encoding="utf-8")
    found = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"])
        with served(home, folder, ("streamlit", "run", str(blank))) as url:
            found["blank"] = openings(browser, url, ('[placeholder="blank"]',), again=again)
        for name, ready in READY.items():
            with served(home, folder, BY_COMMAND) as url:
                found[name] = openings(browser, address_of(url, name), ready, again=again)
        with served(home, folder, BY_COMMAND) as url:
            found |= turns(browser, url, again=again)
        browser.close()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--again", type=int, default=3, help="openings by new sessions after the first")
    parser.add_argument("--home", type=Path, help="a workspace that an earlier run made and kept; made here when absent")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-page-") as scratch:
        folder = Path(scratch)
        home = options.home or folder / "home"
        made = None if (home / "catalog.db").is_file() else make_catalog(home, options.documents)
        pages = measure(home, folder, again=options.again)
    if options.json:
        sys.stdout.write(json.dumps({"documents": options.documents, "catalog_seconds": made, "pages": pages}) + "\n")
    else:
        for name, seconds in pages.items():
            sys.stdout.write(f"{name:>10}  {'  '.join(f'{which} {one:.2f} s' for which, one in seconds.items())}\n")
    return 0 if all(seconds.get("first", 0) <= TARGET_SECONDS and seconds["median"] <= TARGET_SECONDS for seconds in pages.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
