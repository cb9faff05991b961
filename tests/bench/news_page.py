"""How long digests, pages and questions take in a library of many news: 100,000 made-up entries over 60 days.

usage: python -m tests.bench.news_page [--home FOLDER] [--library HOME] [--entries 100000] [--day 2025-03-05] [--only digest,ask,pages]
           [--again 3] [--json]

The workspace is made in FOLDER when it is not there: a copy of --library (papers to ask about), --entries put straight into the stores
with made-up vectors (`news_scale.store`), lists of 5, 50 and 400 companies, all entries read for companies, events and figures, and tied
as they were made: copies, rewrites and updates. Nothing is polled, and no entry is compared with another.

digest   each list's digest of --day, and of today, which has nothing, so that the last day with something is looked for; the shortest
         list's of all 60 days: in a workspace just opened, again in the same one, and by `desk digest`; seconds by the clock and of the
         processor
ask      a question by `desk ask`, and in one process the first and later ones
pages    Digest, Feeds, Library and Ask in Chromium, from the address to all that the page begins with: a new browser on a server that
         has just started, then new sessions; then by the links on top in one session. `blank` is Streamlit's own page with one field,
         `today` the digest that has nothing, up to the button for the last day with something. Seconds by the clock and of the server.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode

from research.digests.window import Window
from research.news.intake import NewsIntake
from research.news.joining import story_rules
from research.nouns.access import Access
from research.nouns.news import StoryEdge, StorySignature, Tie
from research.nouns.watchlists import WatchedCompany
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.made_news import DAYS, FIRST_DAY, company_names, made_entry
from tests.bench.news_scale import QUESTIONS, MadeVectors, store
from tests.browser.page_server import BY_COMMAND, served
from tests.conftest import ROOT
from tests.ingest.interrupted import COMMAND

LISTS = (5, 50, 400)
LAST_DAY = FIRST_DAY + timedelta(days=DAYS)
# Entries that are understood together.
TOGETHER = 1_000
BLANK = 'import streamlit\nstreamlit.text_input("Question", placeholder="blank")\n'
READY = {
    "ask": ('[placeholder="Ask about a company in the library"]', '[data-testid="library"]'),
    "library": ('[data-testid="count"]', '[data-testid="stDataFrame"] canvas'),
    "feeds": (".st-key-feeds-actions button",),
    "digest": ('[class*="st-key-digest-line-0"]',),
    "today": (".st-key-digest-last-day button",),
    "blank": ('[placeholder="blank"]',),
}
TITLES = {"ask": "Ask", "digest": "Digest", "library": "Library", "feeds": "Feeds"}


def list_name(count):
    """Return the name of the list of so many companies."""
    return f"{count} companies"


def make(home, library, total):
    """Make a workspace of `total` entries, understood, with the lists."""
    if library:
        shutil.copytree(library, home, dirs_exist_ok=True)
    with Workspace.open(load_settings(home)) as workspace:
        workspace.__dict__["embedder"] = MadeVectors(workspace.embedder)
        store(workspace, total)
    with Workspace.open(load_settings(home)) as workspace:
        access = Access(workspace.settings.user)
        for count in LISTS:
            workspace.watchlists.add(access, list_name(count), map(WatchedCompany, company_names()[:count]))
        understand(workspace, total)


def understand(workspace, total):
    """Read the entries that were not read yet, and tie them as they were made."""
    access, stories = Access("bench"), workspace._catalog.stories

    def tie(entries):
        """Tie made-up entries with those of their story that came before them; the library's own news are left as they are."""
        ids = [entry.document_id for entry, _ in entries if int(entry.document_id, 16) < total]
        edges = [edge for one in ids for edge in made_ties(int(one, 16), total)]
        stories.put([StorySignature(one, (), b"") for one in ids], edges)

    watched = workspace._ledger.watchlists.watched
    intake = NewsIntake(workspace.documents, workspace.names, workspace.entries, watched=watched, then=tie, then_rules=story_rules())
    waiting = intake.outdated()
    for first in range(0, len(waiting), TOGETHER):
        intake.note([workspace.documents.get(access, one) for one in waiting[first : first + TOGETHER]])


def made_ties(number, total):
    """Yield the ties of a made entry with those before it of which it tells the story."""
    root = made_entry(number, total).repeats
    for earlier in range(root if root is not None else number, number):
        if earlier == root or repeated(earlier) == root:
            titles = [made_entry(one, total).entry.title for one in (earlier, number)]
            tie = Tie.UPDATE if titles[1].startswith("UPDATE") else Tie.COPY if titles[0] == titles[1] else Tie.REWRITE
            yield StoryEdge(f"{earlier:024x}", f"{number:024x}", tie)


@cache
def repeated(number):
    """Return which entry another one repeats in the end, None for one that is new."""
    return made_entry(number, number + 1).repeats


def used(who):
    """Return seconds of the clock, and of the processor in this process or its ended children."""
    spent = resource.getrusage(who)
    return time.perf_counter(), spent.ru_utime + spent.ru_stime


def timed(call, who=resource.RUSAGE_SELF):
    """Return what a call gives, and its seconds by the clock and of the processor."""
    before = used(who)
    given = call()
    return given, [round(now - then, 2) for now, then in zip(used(who), before, strict=True)]


def desk(home, *words):
    """Return the seconds of a command, by the clock and of the processor."""
    environment = {**os.environ, "DESK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [*COMMAND, *words]
    run = partial(subprocess.run, command, check=False, cwd=ROOT, env=environment, capture_output=True)
    done, seconds = timed(run, resource.RUSAGE_CHILDREN)
    assert done.returncode in {0, 3}, done.stderr.decode()
    return seconds


def made_digest(workspace, name, what, day):
    """Return a list's digest of the day or of all days, or for `today` the last day that has something."""
    access, now = Access(workspace.settings.user), datetime.now(UTC)
    held = workspace.watchlists.get(access, name)
    if what == "day":
        return workspace.digests.of_day(access, held, day, now=now)
    if what == "all days":
        return workspace.digests.between(access, held, Window(FIRST_DAY, LAST_DAY, held.zone))
    last = workspace.digests.last_day(access, held, now)
    return last.day if last else None


def digests(home, day):
    """Return the seconds of digests by list and window; of all days, which nobody reads at once, for the shortest list alone."""
    all_days = ["--from", f"{FIRST_DAY:%Y-%m-%dT%H:%M+00:00}", "--to", f"{LAST_DAY:%Y-%m-%dT%H:%M+00:00}"]
    words, rows = {"day": ["--date", day.isoformat()], "today": [], "all days": all_days}, {}
    asked = [(count, what) for what in words for count in (LISTS[:1] if what == "all days" else LISTS)]
    for count, what in asked:
        name = list_name(count)
        with Workspace.open(load_settings(home)) as workspace:
            made, first = timed(partial(made_digest, workspace, name, what, day))
            _, again = timed(partial(made_digest, workspace, name, what, day))
        told = {"last day": str(made)} if what == "today" else {"lines": sum(len(one.lines) for one in made.sections)}
        rows[f"{name}, {what}"] = {
            "first": first,
            "again": again,
            "desk digest": desk(home, "digest", "--watchlist", name, *words[what]),
        } | told
    return rows


def questions(home, again):
    """Return the seconds of questions: by the command, the first in a process, and the median of later ones."""
    rows = {}
    with Workspace.open(load_settings(home)) as workspace:
        access = Access(workspace.settings.user)
        names = [company.name for company in workspace.directory.companies(access)] or [company_names()[0]]
    asked = [text.format(name=names[at % len(names)]) for at, text in enumerate(QUESTIONS * again)]
    rows["desk ask"] = desk(home, "ask", asked[0])
    with Workspace.open(load_settings(home)) as workspace:
        _, rows["first"] = timed(lambda: workspace.ask(asked[0], access))
        later = [timed(lambda text=text: workspace.ask(text, access))[1] for text in asked[1:]]
    rows["later"] = [round(statistics.median(one[place] for one in later), 2) for place in (0, 1)]
    rows["latest"] = [round(max(one[place] for one in later), 2) for place in (0, 1)]
    return rows


def addresses(day):
    """Return the addresses of the pages, of the digest of each list, by what they are called."""
    found = {"ask": "", "library": "library", "feeds": "feeds"}
    for count in LISTS:
        window = {"start": f"{day}T00:00:00+00:00", "end": f"{day}T23:59:59+00:00"}
        found[f"digest of {count}"] = f"digest?{urlencode({'watchlist': list_name(count)} | window)}"
    return found


def server_seconds():
    """Return the processor seconds that the page's server has used: the child of this process that was told its address."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid() and b"--server.port" in (place / "cmdline").read_bytes():
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def until_ready(act, page, name):
    """Return the seconds from an act until all that a page begins with is drawn: by the clock, and of the server's processor."""
    began, used_before = time.perf_counter(), server_seconds()
    act()
    for selector in READY[name.partition(" ")[0]]:
        page.locator(selector).first.wait_for(timeout=120_000)
    return round(time.perf_counter() - began, 2), round(server_seconds() - used_before, 2)


def summed_up(seconds):
    """Return the first seconds, and the median of the later ones, by the clock and of the server's processor."""
    later = seconds[1:] or seconds
    return {"first": seconds[0], "later": tuple(round(statistics.median(one[place] for one in later), 2) for place in (0, 1))}


def openings(browser, address, name, *, again):
    """Return the seconds of a new browser's first opening of an address, and of those of later sessions."""
    context, seconds = browser.new_context(viewport={"width": 1440, "height": 900}), []
    for _ in range(again + 1):
        page = context.new_page()
        seconds.append(until_ready(partial(page.goto, address, wait_until="commit"), page, name))
        page.close()
    context.close()
    return summed_up(seconds)


def turns(browser, url, day, *, again):
    """Return the seconds from the click on a page's link to all that it begins with, in one session."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{url}/{addresses(day)[f'digest of {LISTS[-1]}']}")
    page.locator(READY["digest"][0]).first.wait_for(timeout=120_000)
    found = {}
    for name in ("library", "feeds", "digest") * (again + 1):
        link = page.get_by_role("link", name=TITLES[name], exact=True)
        found.setdefault(f"to {name}", []).append(until_ready(link.click, page, name))
    page.context.close()
    return {name: summed_up(seconds) for name, seconds in found.items()}


def pages(home, day, again):
    """Return the seconds of each page's openings, each by a server of its own, and of the ways from one to another."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    found = {}
    with tempfile.TemporaryDirectory(prefix="news-page-") as scratch, sync_playwright() as driver:
        folder = Path(scratch)
        (folder / "blank.py").write_text(BLANK, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"])
        with served(home, folder, ("streamlit", "run", str(folder / "blank.py"))) as url:
            found["blank"] = openings(browser, url, "blank", again=again)
        for name, address in addresses(day).items():
            with served(home, folder, BY_COMMAND) as url:
                found[name] = openings(browser, f"{url}/{address}", name, again=again)
        with served(home, folder, BY_COMMAND) as url:
            today = f"{url}/digest?{urlencode({'watchlist': list_name(LISTS[-1])})}"
            found["today"] = openings(browser, today, "today", again=again)
            found |= turns(browser, url, day, again=again)
        browser.close()
    return found


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2025, 3, 5))
    parser.add_argument("--only", default="digest,ask,pages")
    parser.add_argument("--again", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    wanted = options.only.split(",")
    with tempfile.TemporaryDirectory(prefix="news-page-") as scratch:
        home = options.home or Path(scratch) / "home"
        if not (home / "catalog.db").is_file():
            make(home, options.library, options.entries)
        rows = {
            "digest": lambda: digests(home, options.day),
            "ask": lambda: questions(home, options.again),
            "pages": lambda: pages(home, options.day, options.again),
        }
        found = {name: rows[name]() for name in wanted}
    if options.json:
        print(json.dumps(found))
        return
    for part, table in found.items():
        print(part)
        for name, row in table.items():
            print(f"  {name:24} {row}")


if __name__ == "__main__":
    main()
